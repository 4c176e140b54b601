#include "../test.h"

#include <stdlib.h>

#include "import/sniff.h"

static const struct {
	const char *bytes;
	enum sniffed kind;
	const char *what; /* of SNIFFED_OTHER: part of it */
} rows[] = {
	{"", SNIFFED_DOCUMENT, NULL},
	{"<!DOCTYPE html><html><body>", SNIFFED_DOCUMENT, NULL},
	{"<?xml version=\"1.0\"?>\n<!DOCTYPE html>\n<html xmlns=\"x\">",
	 SNIFFED_DOCUMENT, NULL},
	{"<html><body><!-- no <rss here --></body></html>", SNIFFED_DOCUMENT,
	 NULL},
	{"A title\n\nAnd text about <rss> feeds", SNIFFED_DOCUMENT, NULL},
	{"{\"text\": \"a\"}\n", SNIFFED_JSON_LINES, NULL},
	{"{\"text\": \"a\"}", SNIFFED_JSON_LINES, NULL},
	{"\xef\xbb\xbf { \"text\": \"a\"}\r\n{\"text\": \"b\"}\r\n",
	 SNIFFED_JSON_LINES, NULL},
	{"{\n  \"text\": \"a\"\n}\n", SNIFFED_JSON, NULL},
	{"{curly} begins this text", SNIFFED_DOCUMENT, NULL},
	{"<?xml version=\"1.0\"?>\n<rss version=\"2.0\">", SNIFFED_FEED,
	 "feed"},
	{"<rss version=\"2.0\">", SNIFFED_FEED, "feed"},
	{"<?xml version='1.0'?><feed xmlns='x'>", SNIFFED_FEED, "feed"},
	{"<?xml version='1.0'?><rdf:RDF xmlns='x'>", SNIFFED_FEED, "feed"},
	{"<opml version=\"1.0\">", SNIFFED_OTHER, "OPML"},
	{"{\"version\": \"https://jsonfeed.org/version/1\", \"items\": []}",
	 SNIFFED_FEED, "feed"},
	{"From me@example.org Mon Mar  4 10:00:00 2024\nSubject: x\n\n",
	 SNIFFED_MBOX, NULL},
	{"From me@example.org Mon Mar  4 10:00:00 2024\n\nno field",
	 SNIFFED_DOCUMENT, NULL},
	{"Return-Path: <a@b.example>\nFrom: Ada\n\nHello", SNIFFED_MAIL, NULL},
	{"From: Ada\nDate: Mon\nSubject:\n  folded\n\nHello", SNIFFED_MAIL,
	 NULL},
	{"From: <Saved by Blink>\nDate: Mon\nSubject: x\nMessage-ID: <1>\n\n",
	 SNIFFED_DOCUMENT, NULL},
	{"From: Kolvik\nDate: today, and more\nAll is well.\n",
	 SNIFFED_DOCUMENT, NULL},
	{"1710925200\tTitle\thttp://a.example/\tText\thtml\tid\t\t\t\n",
	 SNIFFED_TSV, NULL},
	{"1\ta\tb\tc\td\te\tf\tg\th\n", SNIFFED_DOCUMENT, NULL},
	{"From Paris, our correspondent: a report\n\nAll is well.",
	 SNIFFED_DOCUMENT, NULL},
	{"%PDF-1.7", SNIFFED_OTHER, "PDF"},
	{"#!/bin/sh\nset -e\n", SNIFFED_OTHER, "script"},
};

static void it_tells_what_the_first_bytes_are(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *what;
		enum sniffed kind = sniff_bytes(slice_of(rows[i].bytes), &what);

		if (kind != rows[i].kind ||
		    (rows[i].what && !strstr(what, rows[i].what)))
			fail_msg("row %zu: %d %s", i, (int)kind,
				 what ? what : "");
	}
}

static void it_judges_names(void **state)
{
	(void)state;
	assert_int_equal(sniff_file_name("a.html"), NAME_ARTICLE);
	assert_int_equal(sniff_file_name("a.HTM"), NAME_ARTICLE);
	assert_int_equal(sniff_file_name("a.html.gz"), NAME_ARTICLE);
	assert_int_equal(sniff_file_name("a.tar.gz"), NAME_OTHER);
	assert_int_equal(sniff_file_name("a.jpg"), NAME_OTHER);
	assert_true(sniff_is_other_name("/a.b/page.css"));
	assert_true(sniff_is_other_name("edit.sh"));
	assert_false(sniff_is_other_name("/a.c/README"));
	assert_false(sniff_is_other_name("page.php"));
	assert_int_equal(sniff_file_name("README"), NAME_OTHER);
	assert_int_equal(sniff_file_name("Readme.md"), NAME_OTHER);
	assert_int_equal(sniff_file_name("readmetoo"), NAME_UNSURE);
	assert_int_equal(sniff_file_name("news.php?id=1"), NAME_UNSURE);
	assert_int_equal(sniff_companion("Page 1_files"), 6);
	assert_int_equal(sniff_companion("profiles"), 0);
	assert_int_equal(sniff_companion("_files"), 0);
}

static void it_survives_any_bytes(void **state)
{
	static const char some[] = "<{\"F:% \n\t1<rss<feed<!--\xef\xbb\xbf";
	char bytes[200];
	const char *what;

	(void)state;
	srand(7);
	for (int i = 0; i < 20000; i++) {
		size_t len = (size_t)rand() % sizeof(bytes);

		for (size_t k = 0; k < len; k++)
			bytes[k] = some[(size_t)rand() % sizeof(some)];
		if (len > 5 && i % 3 == 0)
			memcpy(bytes, "From ", 5);
		sniff_bytes((struct slice){bytes, len}, &what);
		sniff_is_article((struct slice){bytes, len});
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_tells_what_the_first_bytes_are),
		TEST(it_judges_names),
		TEST(it_survives_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
