#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/array.h"
#include "import/newsboat.h"

/* "URL|TITLE|tag,tag|VIEW|EXPRESSION" */
static const char *line_of(struct arena *a, struct slice line)
{
	struct newsboat_feed f;
	struct str out = {0};
	const char *result;

	if (!newsboat_line(a, line, &f))
		return "none";
	str_printf(&out, "%s|%s|", f.url, f.title ? f.title : "");
	for (uint32_t i = 0; i < f.n_tags; i++)
		str_printf(&out, "%s%s", i ? "," : "", f.tags[i]);
	str_printf(&out, "|%s|%s", f.view ? f.view : "",
		   f.expression ? f.expression : "");
	result = arena_string(a, str_text(&out));
	str_free(&out);
	return result;
}

static const struct {
	const char *line, *wanted;
} lines[] = {
	{"", "none"},
	{" \t\r", "none"},
	{"# http://a.example/", "none"},
	{"http://a.example/f", "http://a.example/f||||"},
	{"http://a.example/f#x coast", "http://a.example/f#x||coast||"},
	{"http://a.example/f # a comment", "http://a.example/f||||"},
	{"http://a.example/f coast \"daily news\" \"~The Post\" coast\r",
	 "http://a.example/f|The Post|coast,daily news||"},
	{"http://a.example/f ! \"~\"", "http://a.example/f||hidden||"},
	{"http://a.example/f !quiet", "http://a.example/f||hidden||"},
	{"http://a.example/f \"~Say \\\"no\\\"\"",
	 "http://a.example/f|Say \"no\"|||"},
	{"http://a.example/f \"~open", "http://a.example/f|open|||"},
	{"\"query:Unread Ones:unread = \\\"yes\\\"\" x",
	 "query:Unread Ones:unread = \"yes\"||x|Unread Ones|unread = \"yes\""},
	{"query:", "query:||||"},
	{"\"exec:touch it\"", "exec:touch it||||"},
};

static void it_reads_lines_of_urls(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(lines); i++)
		assert_string_equal(line_of(&a, slice_of(lines[i].line)),
				    lines[i].wanted);
	arena_free(&a);
}

static void it_says_what_cron_is_to_run(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_null(newsboat_cron(&a, "http://a.example/"));
	assert_null(newsboat_cron(&a, "exec"));
	assert_string_equal(newsboat_cron(&a, "filter:trim:http://a/%20'x"),
			    "0 * * * * curl -s 'http://a/\\%20'\\''x' | trim "
			    "| gazette add --as feed -");
	assert_string_equal(newsboat_cron(&a, "exec:tide --rss"),
			    "0 * * * * tide --rss | gazette add --as feed -");
	assert_string_equal(newsboat_cron(&a, "filter:trim:http://a.example/"),
			    "0 * * * * curl -s 'http://a.example/' | trim | "
			    "gazette add --as feed -");
	arena_free(&a);
}

static const char *coast[] = {"coast"}, *both[] = {"coast", "north"};

static const struct newsboat_feed feeds[] = {
	{.url = "http://a.example/",
	 .tags = coast,
	 .n_tags = 1,
	 .own_title = "Kolvik Post"},
	{.url = "http://b.example/",
	 .tags = both,
	 .n_tags = 2,
	 .own_title = "The \"Wire\""},
	{.url = "http://c.example/", .tags = both, .n_tags = 2},
};

/* Without `wanted` it cannot be said, and this is part of why. */
static const struct {
	const char *expression, *wanted, *why;
} queries[] = {
	{"unread = \"yes\"", "is:unread", NULL},
	{"unread=\"no\"", "is:read", NULL},
	{"unread != \"no\"", "is:unread", NULL},
	{"title =~ \"harbour\"", "title:\"harbour\"", NULL},
	{"title !~ \"port|sea wall\"",
	 "-(title:\"port\" OR title:\"sea wall\")", NULL},
	{"content =~ \"tide\"", "\"tide\"", NULL},
	{"author =~ \"halder\"", "author:\"halder\"", NULL},
	{"feedtitle = \"Kolvik Post\"", "source:\"Kolvik Post\"", NULL},
	{"feedtitle =~ \"post\"", "source:\"post\"", NULL},
	{"tags # \"north\"", "(source:\"The  Wire \")", NULL},
	{"tags !# \"coast\"",
	 "-(source:\"Kolvik Post\" OR source:\"The  Wire \")", NULL},
	{"flags # \"s\"", "tag:s", NULL},
	{"age < 7", "since:7d", NULL},
	{"age > 30", "-since:30d", NULL},
	{"age between 0:3", "since:3d", NULL},
	{"unread = \"yes\" and age < 2 and flags !# \"a\"",
	 "is:unread since:2d -tag:a", NULL},
	{"unread = \"yes\" and (title =~ \"a\" or title =~ \"b\")",
	 "is:unread (title:\"a\" OR title:\"b\")", NULL},
	{"not (unread = \"yes\")", "-(is:unread)", NULL},
	{"! unread = \"yes\"", "-(is:unread)", NULL},

	{"", NULL, "not understood"},
	{"unread", NULL, "not understood"},
	{"unread = \"yes\" and", NULL, "not understood"},
	{"(unread = \"yes\"", NULL, "not understood"},
	{"unread = \"yes\")", NULL, "not understood"},
	{"unread = \"maybe\"", NULL, "cannot be said"},
	{"title =~ \"^a.*b$\"", NULL, "cannot be said"},
	{"title =~ \"|\"", NULL, "cannot be said"},
	{"title = \"whole\"", NULL, "cannot be said"},
	{"age < \"soon\"", NULL, "cannot be said"},
	{"tags # \"south\"", NULL, "no feed tagged 'south'"},
	{"unread_count > \"3\"", NULL, "cannot ask for 'unread_count'"},
	{"unread = \"yes\" or age < 2 and age < 3", NULL, "without brackets"},
	{"((((((((((((((((((unread = \"yes\"", NULL, "too many brackets"},
};

static void it_says_filters_as_queries(void **state)
{
	struct error err = {""};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(queries); i++) {
		const char *got;
		bool can = newsboat_query(&a, queries[i].expression, feeds,
					  array_length(feeds), &got, &err);

		assert_int_equal(can, queries[i].wanted != NULL);
		if (can)
			assert_string_equal(got, queries[i].wanted);
		else
			assert_non_null(strstr(err.text, queries[i].why));
	}
	arena_free(&a);
}

static void it_survives_any_bytes(void **state)
{
	static const char some[] = "\"\\()!#=~<>| \tyes and or not title age"
				   ":query~\n\xff\xc3";
	struct newsboat_feed feed;
	char bytes[120];
	struct error err;
	struct arena a;

	(void)state;
	arena_init(&a);
	srand(7);
	for (int i = 0; i < 20000; i++) {
		size_t len = (size_t)rand() % (sizeof(bytes) - 1);
		const char *query;

		for (size_t k = 0; k < len; k++)
			bytes[k] = some[(size_t)rand() % (sizeof(some) - 1)];
		bytes[len] = '\0';
		newsboat_line(&a, (struct slice){bytes, len}, &feed);
		if (newsboat_query(&a, bytes, feeds, 3, &query, &err))
			assert_true(*query);
		arena_reset(&a);
	}
	arena_free(&a);
}

static void it_refuses_what_is_no_cache(void **state)
{
	char path[] = "newsboat-test-XXXXXX";
	int fd = mkstemp(path);
	struct newsboat_cache *c;
	struct error err;

	(void)state;
	assert_true(fd >= 0);
	for (int i = 0; i < 100; i++)
		assert_int_equal(write(fd, "no database at all\n", 19), 19);
	close(fd);
	assert_false(newsboat_cache_open(path, &c, &err));
	assert_string_equal(err.text, "is no database");
	assert_null(c);
	unlink(path);
	assert_false(newsboat_cache_open(path, &c, &err));
	assert_false(newsboat_cache_open("/", &c, &err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_reads_lines_of_urls),
		TEST(it_says_what_cron_is_to_run),
		TEST(it_says_filters_as_queries),
		TEST(it_survives_any_bytes),
		TEST(it_refuses_what_is_no_cache),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
