/* Pages in envelopes. */
#include "../test.h"

#include "html/mime.h"

#define HEAD                                                                   \
	"From: <Saved by Blink>\r\n"                                           \
	"Snapshot-Content-Location: https://x.example/a\r\n"                   \
	"MIME-Version: 1.0\r\n"                                                \
	"Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n"        \
	"\tboundary=\"--B--\"\r\n\r\n"

static const struct {
	const char *bytes, *page, *charset, *url;
} rows[] = {
	{HEAD "----B--\r\nContent-Type: text/css\r\n\r\np{}\r\n"
	      "----B--\r\nContent-Type: text/html; charset=\"koi8-r\"\r\n"
	      "Content-Transfer-Encoding: quoted-printable\r\n"
	      "Content-Location: https://x.example/b\r\n\r\n"
	      "<p>caf=C3=A9 so=\r\nft=3D=ZZ</p>\r\n----B----\r\n",
	 "<p>caf\xC3\xA9 soft==ZZ</p>\r\n", "koi8-r", "https://x.example/a"},
	{HEAD "----B--\r\nContent-Type: text/html\r\n"
	      "Content-Transfer-Encoding: base64\r\n\r\nPHA+\r\naGk8L3A+\r\n"
	      "----B----",
	 "<p>hi</p>", NULL, "https://x.example/a"},
	/* cut short: what there is */
	{HEAD "----B--\r\nContent-Type: text/html\r\n\r\n<p>ha", "<p>ha", NULL,
	 "https://x.example/a"},
	/* broken: handed on whole */
	{HEAD, HEAD, NULL, NULL},
	{HEAD "----B--", HEAD "----B--", NULL, NULL},
	{"<!-- saved from url=(0022)https://x.example/page -->\r\n<html>",
	 "<!-- saved from url=(0022)https://x.example/page -->\r\n<html>", NULL,
	 "https://x.example/page"},
	{"<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: "
	 "https://x.example/s \n saved date: today\n--><p>",
	 "<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: "
	 "https://x.example/s \n saved date: today\n--><p>",
	 NULL, "https://x.example/s"},
	{"<!-- saved from url=(00", "<!-- saved from url=(00", NULL, NULL},
	{"", "", NULL, NULL},
	{"Content-Type: multipart/related", "Content-Type: multipart/related",
	 NULL, NULL},
};

static void envelopes_are_opened(void **state)
{
	struct html_envelope e;
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		html_envelope_open(&a, slice_of(rows[i].bytes), &e);
		assert_slice(e.bytes, rows[i].page);
		if (rows[i].charset)
			assert_string_equal(e.charset, rows[i].charset);
		else
			assert_null(e.charset);
		if (rows[i].url)
			assert_string_equal(e.url, rows[i].url);
		else
			assert_null(e.url);
	}
	arena_free(&a);
}

static void letters_are_no_mhtml(void **state)
{
	(void)state;
	assert_true(html_is_mhtml(slice_of(HEAD)));
	assert_false(html_is_mhtml(slice_of("<html>")));
	assert_false(html_is_mhtml(slice_of("")));
	assert_false(html_is_mhtml(
		slice_of("From: x\nContent-Type: text/plain\n\nhello")));
	assert_false(html_is_mhtml(slice_of("A headline\n\nSome text: x\n")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(envelopes_are_opened),
		TEST(letters_are_no_mhtml),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
