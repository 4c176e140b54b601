/* Bytes to UTF-8. */
#include "../test.h"

#include "base/utf8.h"
#include "html/decode.h"

#define BYTES(literal)                                                         \
	{                                                                      \
		(literal), sizeof(literal) - 1                                 \
	}

static const struct {
	struct slice bytes;
	const char *charset; /* of the server */
	const char *text;
} rows[] = {
	{BYTES(""), NULL, ""},
	{BYTES("plain"), NULL, "plain"},
	{BYTES("\xEF\xBB\xBFmark"), NULL, "mark"},
	{BYTES("\xFF\xFE"
	       "a\0b\0"),
	 NULL, "ab"},
	{BYTES("\xFE\xFF"
	       "\0a\0b"),
	 NULL, "ab"},
	{BYTES("\xFF\xFE\0\0"
	       "a\0\0\0"),
	 NULL, "a"},
	{BYTES("<\0p\0>\0h\0e\0l\0l\0o\0"), NULL, "<p>hello"},
	/* valid UTF-8 is believed before any declaration */
	{BYTES("<meta charset=euc-kr>caf\xC3\xA9"), NULL,
	 "<meta charset=euc-kr>café"},
	{BYTES("<meta charset=windows-1252>\xC3\xA9"), "iso-8859-2",
	 "<meta charset=windows-1252>é"},
	/* then the server, then the declaration */
	{BYTES("<meta charset=windows-1252>\xEA"), "windows-1251",
	 "<meta charset=windows-1252>к"},
	{BYTES("<meta charset=\"windows-1251\">\xEA"), NULL,
	 "<meta charset=\"windows-1251\">к"},
	{BYTES("<META content='text/html; charset=ISO-8859-2'>\xB1"), NULL,
	 "<META content='text/html; charset=ISO-8859-2'>ą"},
	{BYTES("<?xml version='1.0' encoding='koi8-r'?>\xCB"), NULL,
	 "<?xml version='1.0' encoding='koi8-r'?>к"},
	{BYTES("<meta charset=shift_jis>\x93\xFA\x96\x7B"), NULL,
	 "<meta charset=shift_jis>日本"},
	{BYTES("<meta charset=gb2312>\xD6\xD0\xB9\xFA"), NULL,
	 "<meta charset=gb2312>中国"},
	{BYTES("<meta charset=iso-8859-1>\x93quoted\x94"), NULL,
	 "<meta charset=iso-8859-1>“quoted”"},
	{BYTES("<meta charset=iso-2022-jp>\x1B$BF|K\\\x1B(B"), NULL,
	 "<meta charset=iso-2022-jp>日本"},
	/* a declaration that means nothing does no harm */
	{BYTES("<meta charset=klingon>\xE9t\xE9, caf\xE9, na\xEFve"), NULL,
	 "<meta charset=klingon>été, café, naïve"},
	{BYTES("<meta charset="), NULL, "<meta charset="},
	/* a stray byte in UTF-8 is taken for windows-1252 */
	{BYTES("\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9 \x93"), NULL,
	 "ééééé “"},
	{BYTES("a\0b"), NULL, "a b"},
};

static void every_page_is_utf8_in_the_end(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct slice text = html_decode(&a, rows[i].bytes,
						rows[i].charset, true, NULL);

		assert_string_equal(text.at, rows[i].text);
		assert_int_equal(text.len, strlen(rows[i].text));
	}
	arena_free(&a);
}

static void undeclared_cyrillic_is_detected(void **state)
{
	/* windows-1251 */
	static const char bytes[] =
		"\xCF\xE0\xF0\xEE\xEC \xF7\xE5\xF0\xE5\xE7 \xF0\xE5\xEA\xF3 "
		"\xEF\xF0\xEE\xF1\xF2\xEE\xFF\xE2\xF8\xE8\xE9 \xF3 "
		"\xE1\xE5\xF0\xE5\xE3\xE0 \xE2\xF1\xFE \xE7\xE8\xEC\xF3";
	struct arena a;
	const char *name;
	struct slice text;

	(void)state;
	arena_init(&a);
	text = html_decode(&a, (struct slice){bytes, sizeof(bytes) - 1}, NULL,
			   true, &name);
	assert_string_equal(name, "CP1251");
	assert_string_equal(text.at,
			    "Паром через реку простоявший у берега всю зиму");
	arena_free(&a);
}

static void random_bytes_become_text(void **state)
{
	static const char *const charsets[] = {
		NULL,     "utf-8",       "utf-16", "gb18030", "shift_jis",
		"euc-kr", "iso-2022-jp", "big5",   "euc-jp",  "iso-8859-8"};
	unsigned char bytes[997];
	uint32_t seed = 7;
	struct arena a;

	(void)state;
	arena_init(&a);
	for (int round = 0; round < 200; round++) {
		struct slice text;

		for (size_t i = 0; i < sizeof(bytes); i++) {
			seed = seed * 1664525u + 1013904223u;
			bytes[i] = (unsigned char)(seed >> 24);
		}
		text = html_decode(&a,
				   (struct slice){(char *)bytes,
						  (size_t)(round * 5 % 997)},
				   charsets[round % 10], round & 1, NULL);
		assert_true(utf8_valid(text.at, text.len));
		assert_null(text.len ? memchr(text.at, 0, text.len) : NULL);
		assert_int_equal(text.at[text.len], 0);
	}
	arena_free(&a);
}

/* Each of them becomes three bytes, whatever room was left. */
static void a_page_of_nothing_but_bad_bytes_fits(void **state)
{
	char bytes[4096];
	struct arena a;

	(void)state;
	memset(bytes, 0xFF, sizeof(bytes));
	for (size_t len = 1; len <= sizeof(bytes); len += 61) {
		struct slice text;

		arena_init(&a);
		text = html_decode(&a, (struct slice){bytes, len}, "iso-8859-7",
				   true, NULL);
		assert_true(utf8_valid(text.at, text.len));
		assert_int_equal(text.at[text.len], 0);
		arena_free(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_page_is_utf8_in_the_end),
		TEST(undeclared_cyrillic_is_detected),
		TEST(random_bytes_become_text),
		TEST(a_page_of_nothing_but_bad_bytes_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
