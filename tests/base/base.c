/* The base: arrays, maps, strings, UTF-8, folding, dates, tables. */
#include "../test.h"

#include <stdio.h>

#include "base/array.h"
#include "base/bytemap.h"
#include "base/date.h"
#include "base/fold.h"
#include "base/map.h"
#include "base/str.h"
#include "base/table.h"
#include "base/utf8.h"

static void arrays_keep_what_was_added(void **state)
{
	struct arena a;
	uint32_t *list = NULL, n = 0;

	(void)state;
	arena_init(&a);
	for (uint32_t i = 0; i < 1000; i++)
		*array_add(&a, list, n) = i;
	for (uint32_t i = 0; i < 1000; i++)
		assert_int_equal(list[i], i);
	arena_free(&a);
}

static void settled_arrays_hold_the_same(void **state)
{
	struct arena a;
	uint32_t *list = NULL, *settled, n = 0;

	(void)state;
	arena_init(&a);
	assert_non_null(array_settle(&a, NULL, 0, sizeof(*list)));
	for (uint32_t i = 0; i < 100; i++)
		*array_add(&a, list, n) = i * 3;
	settled = array_settle(&a, list, n, sizeof(*list));
	assert_ptr_not_equal(settled, list);
	assert_memory_equal(settled, list, n * sizeof(*list));
	arena_free(&a);
}

static void bytemaps_find_what_was_put_and_nothing_else(void **state)
{
	struct arena a;
	struct bytemap m;
	char key[16];
	uint8_t value = 9;

	(void)state;
	arena_init(&a);
	bytemap_init(&m, &a, 0);
	assert_false(bytemap_get(&m, "x", 1, &value));
	bytemap_init(&m, &a, 5000);
	for (int i = 0; i < 10000; i++) {
		int len = snprintf(key, sizeof(key), "key %d", i % 5000);

		bytemap_put(&m, key, (size_t)len, (uint8_t)(i / 7));
	}
	for (int i = 0; i < 20000; i++) {
		int len = snprintf(key, sizeof(key), "key %d", i);
		bool is_there = bytemap_get(&m, key, (size_t)len, &value);

		assert_int_equal(is_there, i < 5000);
		if (is_there)
			assert_int_equal(value, (uint8_t)((i + 5000) / 7));
	}
	arena_free(&a);
}

static void maps_find_what_was_put(void **state)
{
	struct arena a;
	struct map m;
	uint32_t value;
	bool is_new;

	(void)state;
	arena_init(&a);
	map_init(&m, &a);
	assert_false(map_get(&m, "x", 1, &value));
	for (uint32_t i = 0; i < 500; i++) {
		char *key = arena_printf(&a, "key %u", i);

		*map_put(&m, key, strlen(key), &is_new) = i;
		assert_true(is_new);
	}
	map_put(&m, "key 7", 5, &is_new);
	assert_false(is_new);
	for (uint32_t i = 0; i < 500; i++) {
		char *key = arena_printf(&a, "key %u", i);

		assert_true(map_get(&m, key, strlen(key), &value));
		assert_int_equal(value, i);
	}
	assert_false(map_get(&m, "key", 3, &value));
	arena_free(&a);
}

static const struct {
	const char *bytes, *clean;
} clean_rows[] = {
	{"", ""},
	{"plain", "plain"},
	{"a\r\nb\rc", "a\nb\nc"},
	{"bell\a esc\x1b[31m del\x7f", "bell esc[31m del"},
	{"e\xcc\x81", "\xc3\xa9"}, /* NFC */
	{"a\xe2\x80\xae"
	 "b",
	 "ab"}, /* bidi override */
	{"a\xe2\x80\x8d"
	 "b",
	 "a\xe2\x80\x8d"
	 "b"}, /* joiner stays */
	{"bad \xff\xc3", "bad \xef\xbf\xbd\xef\xbf\xbd"},
	{"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
	{"\xef\xbb\xbfmark", "mark"},
	{"c1 \xc2\x9b"
	 "31m",
	 "c1 31m"},
};

static void cleaned_text_is_safe_and_well_formed(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(clean_rows); i++) {
		size_t len;
		char *clean = utf8_clean(&a, clean_rows[i].bytes,
					 strlen(clean_rows[i].bytes), &len);

		assert_string_equal(clean, clean_rows[i].clean);
		assert_int_equal(len, strlen(clean));
		assert_true(utf8_valid(clean, len));
	}
	arena_free(&a);
}

static const struct {
	const char *text, *folded;
} fold_rows[] = {
	{"Antony BLINKEN", "antony blinken"},
	{"Gerhard Schröder", "gerhard schroder"},
	{"STRAßE", "strasse"},
	{"O’Brien", "o'brien"},
	{"ﬁve", "five"},
	{"al‑Qaida", "al-qaida"},
	{"Ł", "ł"},
};

static void folding_forgets_case_accents_and_form(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(fold_rows); i++)
		assert_string_equal(fold_text(&a, fold_rows[i].text,
					      strlen(fold_rows[i].text), NULL),
				    fold_rows[i].folded);
	arena_free(&a);
}

static const struct {
	const char *text, *again;
} date_rows[] = {
	{"2024-03-21", "2024-03-21"},
	{"2024-03-21T09:00:00Z", "2024-03-21T09:00:00Z"},
	{"2024-03-21 23:30+02:00", "2024-03-21T23:30:00+02:00"},
	{"2024-03-21T09:00:00.5-0130", "2024-03-21T09:00:00-01:30"},
	{"2024-02-30", ""},
	{"2024-3-21", ""},
	{"1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"},
	{"21 March", ""},
	{"", ""},
};

static void iso_dates_keep_the_day_as_written(void **state)
{
	(void)state;
	for (size_t i = 0; i < array_length(date_rows); i++) {
		struct when when = {0};
		char text[32];

		date_read_iso(date_rows[i].text, strlen(date_rows[i].text),
			      &when);
		date_write(&when, text);
		assert_string_equal(text, date_rows[i].again);
	}
}

static void every_day_survives_the_calendar(void **state)
{
	(void)state;
	for (int64_t day = -200000; day < 200000; day += 7) {
		int64_t year;
		unsigned month, d;

		date_civil(day, &year, &month, &d);
		assert_true(date_is_valid(year, month, d));
		assert_int_equal(date_days(year, month, d), day);
	}
	assert_int_equal(date_weekday(0), 4);
}

static void tables_give_their_rows(void **state)
{
	static const char bytes[] = "# head\na\tb\r\n\n#x\nc\t\td";
	struct slice column[TABLE_COLUMNS];
	struct table t;

	(void)state;
	table_init(&t, bytes, sizeof(bytes) - 1);
	assert_int_equal(table_row(&t, column), 2);
	assert_slice(column[1], "b");
	assert_int_equal(table_row(&t, column), 3);
	assert_slice(column[1], "");
	assert_slice(column[2], "d");
	assert_int_equal(t.line, 5);
	assert_int_equal(table_row(&t, column), 0);
}

static void strings_grow(void **state)
{
	struct str s = {0};

	(void)state;
	assert_string_equal(str_text(&s), "");
	for (int i = 0; i < 100; i++)
		str_printf(&s, "%d,", i);
	assert_int_equal(s.len, 290);
	str_clear(&s);
	str_add_rune(&s, 0x20AC);
	assert_string_equal(s.at, "\xe2\x82\xac");
	str_free(&s);
}

static void xml_is_written_with_its_references(void **state)
{
	struct str s = {0};

	(void)state;
	str_add_xml(&s, SLICE(""));
	assert_int_equal(s.len, 0);
	str_add_xml(&s, SLICE("a <b> & \"c\"'"));
	assert_string_equal(s.at, "a &lt;b&gt; &amp; &quot;c&quot;'");
	str_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(arrays_keep_what_was_added),
		TEST(settled_arrays_hold_the_same),
		TEST(bytemaps_find_what_was_put_and_nothing_else),
		TEST(maps_find_what_was_put),
		TEST(cleaned_text_is_safe_and_well_formed),
		TEST(folding_forgets_case_accents_and_form),
		TEST(iso_dates_keep_the_day_as_written),
		TEST(every_day_survives_the_calendar),
		TEST(tables_give_their_rows),
		TEST(strings_grow),
		TEST(xml_is_written_with_its_references),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
