/* Exports of services, and what is none. */
#include "../test.h"

#include <jansson.h>
#include <stdlib.h>
#include <time.h>

#include "base/array.h"
#include "feed/saved.h"

static const struct {
	const char *service, *bytes, *words; /* words NULL: refused */
} rows[] = {
	{"pocket",
	 "title,url,time_added,tags,status\nA,http://a.example/,12,,\n",
	 "[{\"tags\":[],\"title\":\"A\",\"url\":\"http://a.example/\","
	 "\"kept\":12}]"},
	{"pocket",
	 "\xef\xbb\xbfURL,Title\r\nhttp://a.example/,\"B\r\n\"\"b\"\"\"\r\n",
	 "[{\"tags\":[],\"url\":\"http://a.example/\",\"title\":\"B "
	 "\\\"b\\\"\"}]"},
	{"pocket", "title,url\n", "[]"},
	{"pocket", "title,url\n\n\nA", /* a record that is cut short */
	 "[{\"tags\":[],\"title\":\"A\",\"fault\":\"record 1 has no "
	 "address\"}]"},
	{"pocket", "title,url\nA,mailto:a@b.example\n",
	 "[{\"tags\":[],\"title\":\"A\",\"fault\":\"'mailto:a@b.example' is no "
	 "http(s) address\"}]"},
	{"pocket", "", NULL},
	{"pocket", "a,b\nc,d\n", NULL},
	{"pocket", "<p>no links</p>", NULL},
	{"pocket", "<ul><li><a href='http://a.example/' tags='y'>A<b>",
	 "[{\"tags\":[\"y\"],\"url\":\"http://a.example/\",\"title\":\"A\"}]"},
	{"instapaper",
	 "URL,Title,Folder\nhttp://a.example/,A,Archive\n"
	 "http://b.example/,B,My \x1b[31mown\n",
	 "[{\"tags\":[],\"url\":\"http://a.example/\",\"title\":\"A\",\"read\":"
	 "true},{\"tags\":[\"My [31mown\"],\"url\":\"http://b.example/\","
	 "\"title\":\"B\"}]"},
	{"wallabag",
	 "[{\"url\": \"http://a.example/\", \"is_starred\": true}, 1]",
	 "[{\"tags\":[],\"url\":\"http://a.example/\",\"starred\":true}]"},
	{"wallabag", "[{\"url\": 5, \"tags\": {\"a\": []}}]",
	 "[{\"tags\":[],\"fault\":\"'5' is no http(s) address\"}]"},
	{"wallabag", "{}", NULL},
	{"wallabag", "[", NULL},
	{"readwise", "Highlight,Book Title\none,T\ntwo,T\nsix,U\n",
	 "[{\"tags\":[],\"title\":\"T\",\"guid\":\"T\\n\",\"source\":\"Readwise"
	 "\",\"html\":\"<blockquote><p>one</p></blockquote><blockquote><p>two"
	 "</p></blockquote>\"},{\"tags\":[],\"title\":\"U\",\"guid\":\"U\\n\","
	 "\"source\":\"Readwise\",\"html\":\"<blockquote><p>six</p>"
	 "</blockquote>\"}]"},
};

static bool parse(const char *service, struct slice bytes, struct str *out)
{
	struct error err;
	struct arena a;
	bool is_good;

	arena_init(&a);
	str_clear(out);
	is_good = saved_parse(&a, service, bytes, out, &err);
	arena_free(&a);
	return is_good;
}

static void exports_are_read(void **state)
{
	struct str out = {0};

	(void)state;
	for (size_t i = 0; i < array_length(rows); i++) {
		bool is_good =
			parse(rows[i].service, slice_of(rows[i].bytes), &out);

		if (is_good != (rows[i].words != NULL) ||
		    (is_good && strcmp(str_text(&out), rows[i].words) != 0))
			fail_msg("row %zu: '%s'", i, str_text(&out));
	}
	str_free(&out);
}

static const char *const services[] = {"wallabag", "pocket", "instapaper",
				       "readwise"};

/* What comes out is a list of objects, whatever went in. */
static void assert_list(const char *service, struct slice bytes,
			struct str *out)
{
	json_t *list;

	if (!parse(service, bytes, out))
		return;
	list = json_loads(str_text(out), 0, NULL);
	assert_true(json_is_array(list));
	json_decref(list);
	assert_null(strpbrk(str_text(out), "\x1b\x07"));
}

static void garbage_is_survived(void **state)
{
	static const char *const pieces[] = {
		"title,url,tags,status\n",
		"[{\"url\":",
		"\"http://a.example/",
		"\"",
		",",
		"\n",
		"\r\n",
		"[",
		"]",
		"{",
		"}",
		"<a href=",
		"<h1>",
		"</h1>",
		"'",
		"a",
		"\\",
		"|",
		"\xff",
		"\xef\xbb\xbf",
		"\x1b",
		"Highlight,Book Title,Note\n",
		"\"tags\": [\"x\"]",
		"1e99",
	};
	struct str in = {0}, out = {0};

	(void)state;
	srand(5);
	for (int i = 0; i < 6000; i++) {
		str_clear(&in);
		for (int k = rand() % 30; k >= 0; k--)
			str_add_text(
				&in,
				pieces[(size_t)rand() % array_length(pieces)]);
		if (i % 9 == 0)
			in.at[(size_t)rand() % in.len] = '\0';
		assert_list(services[(size_t)i % array_length(services)],
			    (struct slice){in.at, in.len}, &out);
	}
	str_free(&in);
	str_free(&out);
}

static const struct {
	const char *front, *piece;
	uint32_t n;
} bombs[] = {
	{"", "[", 200000},
	{"", "<ul>", 200000},
	{"url,title\n", "\"", 1000001},
	{"", "a,", 500000},
	{"Highlight,Book Title\n", "some words,T\n", 20000},
	{"url,tags\nhttp://a.example/,\"", "a|", 500000},
};

static void bombs_are_read_in_time(void **state)
{
	struct str in = {0}, out = {0};

	(void)state;
	for (size_t i = 0; i < array_length(bombs); i++) {
		clock_t before = clock();

		str_clear(&in);
		str_add_text(&in, bombs[i].front);
		for (uint32_t k = 0; k < bombs[i].n; k++)
			str_add_text(&in, bombs[i].piece);
		for (size_t k = 0; k < array_length(services); k++)
			assert_list(services[k], (struct slice){in.at, in.len},
				    &out);
		if (clock() - before > 3 * CLOCKS_PER_SEC)
			fail_msg("row %zu takes %ld ms", i,
				 (clock() - before) * 1000 / CLOCKS_PER_SEC);
	}
	str_free(&in);
	str_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(exports_are_read),
		TEST(garbage_is_survived),
		TEST(bombs_are_read_in_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
