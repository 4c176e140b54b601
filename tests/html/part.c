/* Messages, cut into their parts. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/array.h"
#include "base/utf8.h"
#include "html/part.h"

#define MIXED                                                                  \
	"Subject: x\r\nContent-Type: multipart/mixed;\r\n boundary=\"m "       \
	"m\"\r\n\r\n"
#define INNER "Content-Type: multipart/alternative; boundary=i\r\n\r\n"

/* The parts' bodies, each between brackets; or what is wrong. */
static const struct {
	const char *message, *parts;
} rows[] = {
	{"Subject: x\n\nthe text\n", "[the text\n]"},
	{"", "[]"},
	{"Subject: x", "[]"},
	{"no field at all\n\nthe text", "[the text]"},
	{MIXED
	 "preamble\n--m m\n\none\n--m m\r\nX: y\n\ntwo\n--m m--\nepilogue",
	 "[one\n][two\n]"},
	/* cut short, and a part without its blank line */
	{MIXED "--m m\n\none", "[one]"},
	{MIXED "--m m\nX: y\n--m m\n\ntwo", "[][two]"},
	{MIXED, ""},
	/* parts in parts; the outer boundary ends the inner ones, too */
	{MIXED "--m m\n" INNER "--i\n\na\n--i\n\nb\n--i--\nno\n--m m\n\nc\n",
	 "[a\n][b\n][c\n]"},
	{MIXED "--m m\n" INNER "--i\n\na\n--m m\n\nc\n--m m--\n", "[a\n][c\n]"},
	{MIXED "--m m\n" INNER "--i\n\na\n--i--\n--m m--\n--i\n\nno", "[a\n]"},
	/* what only begins like a boundary is none */
	{MIXED "--m m\n\none\n--m mm\n--m\n- --m m\n--m m--",
	 "[one\n--m mm\n--m\n- --m m\n]"},
	{"Content-Type: multipart/mixed\n\n--x\n\ny", "[--x\n\ny]"},
	{"Content-Type: multipart/mixed; boundary=\"\"\n\n--\n\ny",
	 "[--\n\ny]"},
	/* what is encoded */
	{"Content-Transfer-Encoding: BASE64\n\naGVs\nbG8=\n", "[hello]"},
	{"Content-Transfer-Encoding: quoted-printable\n\nca=66=C3=A9=\n=3D=Z",
	 "[caf\xC3\xA9==Z]"},
	{"X-boundary: 1\nContent-Type: text/plain;\n notcharset=a;\n"
	 " charset=\"utf-8\"\n\nx",
	 "[x]"},
};

static void write_parts(struct slice message, struct str *out)
{
	struct html_part *parts;
	struct error err;
	struct arena a;
	uint32_t n;

	arena_init(&a);
	str_clear(out);
	if (!html_parts(&a, message, &parts, &n, &err)) {
		str_add_text(out, err.text);
		n = 0;
	}
	for (uint32_t i = 0; i < n; i++) {
		struct slice bytes = html_part_bytes(&a, &parts[i]);

		str_add_char(out, '[');
		str_add(out, bytes.at, bytes.len);
		str_add_char(out, ']');
	}
	arena_free(&a);
}

static void messages_are_cut_into_parts(void **state)
{
	struct str out = {0};

	(void)state;
	for (size_t i = 0; i < array_length(rows); i++) {
		write_parts(slice_of(rows[i].message), &out);
		if (strcmp(str_text(&out), rows[i].parts) != 0)
			fail_msg("row %zu: '%s'", i, str_text(&out));
	}
	str_free(&out);
}

static void fields_and_parameters_are_found(void **state)
{
	struct html_part part = html_part_of(
		SLICE("Subject: one\n two\nSUBJECT: no\nContent-Type: "
		      "text/plain;\n xname=no; name=\"a b\"; charset=utf-8\n"
		      "\nSubject: body"));
	struct slice type = html_field(part.head, "content-type");

	(void)state;
	assert_slice(html_field(part.head, "subject"), "one\n two");
	assert_slice(html_field(part.head, "Date"), "");
	assert_slice(html_parameter(type, "name"), "a b");
	assert_slice(html_parameter(type, "charset"), "utf-8");
	assert_slice(html_parameter(type, "boundary"), "");
	assert_true(html_part_is(&part, "TEXT/"));
}

static const struct {
	const char *field, *words; /* NULL: none */
} words[] = {
	{"plain words", "plain words"},
	{"folded\r\n\t words", "folded words"},
	{"", NULL},
	{"=?utf-8?Q?caf=C3=A9_au_lait?=", "caf\xC3\xA9 au lait"},
	{"=?ISO-8859-1?q?caf=E9?= noir", "caf\xC3\xA9 noir"},
	{"a =?utf-8?B?w6k=?= b", "a \xC3\xA9 b"},
	/* blanks between two encoded words are none; a letter cut in two */
	{"=?utf-8?B?w6k=?=\n =?utf-8?Q?x?=", "\xC3\xA9x"},
	{"=?utf-8?Q?=C3?= =?utf-8?Q?=A9?=", "\xC3\xA9"},
	{"=?utf-8*en?Q?x=C3=A9?=", "x\xC3\xA9"},
	{"=?koi8-r?B?9MXL09Q=?=", "\xD0\xA2\xD0\xB5\xD0\xBA\xD1\x81\xD1\x82"},
	/* none after all */
	{"=?utf-8?X?x?=", "=?utf-8?X?x?="},
	{"=?utf-8?Q?x", "=?utf-8?Q?x"},
	{"a=b =?", "a=b =?"},
	/* what would reach a terminal does not */
	{"=?utf-8?Q?a=1B[2J=07b=E2=80=AEc?=", "a[2Jbc"},
	{"=?utf-8?Q?=0A=0D=09?=", NULL},
	{"caf\xE9", "caf\xC3\xA9"},
};

static void encoded_words_are_read(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(words); i++) {
		const char *got = html_words(&a, slice_of(words[i].field));

		if (!got != !words[i].words ||
		    (got && strcmp(got, words[i].words) != 0))
			fail_msg("row %zu: '%s'", i, got ? got : "NULL");
	}
	arena_free(&a);
}

/* ---- bombs ---- */

static void repeat(struct str *to, const char *text, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		str_add_text(to, text);
}

static const struct {
	const char *front, *piece;
	uint32_t n;
	const char *says; /* part of the reason; NULL: it is read */
} bombs[] = {
	{MIXED, "--m m\n\n", 2000, "more than 1000 parts"},
	{MIXED, "--m m\n", 200000, "more than 1000 parts"},
	{"", "Content-Type: multipart/mixed; boundary=a\n\n--a\n", 100,
	 "nested more than 16 deep"},
	{"", "X: y\n", 100000, "larger than 256 KB"},
	{"X: y\n", " folded\n", 100000, "larger than 256 KB"},
	{"Content-Type: multipart/mixed; boundary=", "endless", 30000, NULL},
	{"Subject: ", "=?a?q?", 40000, NULL},
	{"Content-Transfer-Encoding: quoted-printable\n\n", "=", 4000000, NULL},
	{MIXED "--m m\n\n", "--m\n", 1000000, NULL},
};

static void bombs_are_refused_in_time(void **state)
{
	struct str in = {0}, out = {0};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(bombs); i++) {
		clock_t before = clock();

		str_clear(&in);
		str_add_text(&in, bombs[i].front);
		repeat(&in, bombs[i].piece, bombs[i].n);
		write_parts((struct slice){in.at, in.len}, &out);
		html_words(&a, html_field((struct slice){in.at, in.len},
					  "Subject"));
		if (bombs[i].says && !strstr(str_text(&out), bombs[i].says))
			fail_msg("row %zu: %.80s", i, str_text(&out));
		if (clock() - before > 2 * CLOCKS_PER_SEC)
			fail_msg("row %zu takes too long", i);
	}
	arena_free(&a);
	str_free(&in);
	str_free(&out);
}

static void garbage_is_survived(void **state)
{
	static const char *const pieces[] = {
		"--",      "m m",
		"--m m\n", "\n",
		"\r\n",    "Content-Type",
		": ",      MIXED,
		INNER,     "--i",
		"--\n",    "=?utf-8?Q?",
		"?=",      "boundary=",
		"\"",      "=C3",
		" ",       "\t",
		"base64",  "Content-Transfer-Encoding: ",
		"\xFF",    "a",
	};
	struct str in = {0}, out = {0};
	struct arena a;

	(void)state;
	srand(11);
	arena_init(&a);
	for (int i = 0; i < 5000; i++) {
		const char *line;

		str_clear(&in);
		for (int k = rand() % 40; k >= 0; k--)
			str_add_text(
				&in,
				pieces[(size_t)rand() % array_length(pieces)]);
		if (i % 7 == 0)
			in.at[(size_t)rand() % in.len] = '\0';
		write_parts((struct slice){in.at, in.len}, &out);
		line = html_words(&a, (struct slice){in.at, in.len});
		assert_true(!line || (utf8_valid(line, strlen(line)) &&
				      !strpbrk(line, "\n\r\x1b")));
		arena_reset(&a);
	}
	arena_free(&a);
	str_free(&in);
	str_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(messages_are_cut_into_parts),
		TEST(fields_and_parameters_are_found),
		TEST(encoded_words_are_read),
		TEST(bombs_are_refused_in_time),
		TEST(garbage_is_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
