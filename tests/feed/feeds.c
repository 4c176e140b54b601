/* tests/feeds/ holds small feeds, one a format or a trick, and beside each what
 * feed-parse makes of it.  UPDATE_FEEDS=1 writes that anew.  All of them are
 * then cut off and changed at random: nothing may crash or take long, and what
 * comes out is always safe. */
#include "../test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "base/utf8.h"
#include "feed/feed.h"

#define URL    "https://feeds.example/all/feed.xml"
#define FEEDS  64
#define ROUNDS 60 /* random changes of each */

static char folder[4096];
static char names[FEEDS][64];
static uint32_t n_names;

static int compare(const void *left, const void *right)
{
	return strcmp(left, right);
}

static int find_feeds(void **state)
{
	const char *source = getenv("SOURCES");
	struct dirent *entry;
	DIR *dir;

	(void)state;
	snprintf(folder, sizeof(folder), "%s/tests/feeds",
		 source ? source : ".");
	dir = opendir(folder);
	assert_non_null(dir);
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.' ||
		    strstr(entry->d_name, ".expected") ||
		    strlen(entry->d_name) >= sizeof(names[0]))
			continue;
		assert_true(n_names < FEEDS);
		strcpy(names[n_names++], entry->d_name);
	}
	closedir(dir);
	assert_true(n_names > 10);
	qsort(names, n_names, sizeof(names[0]), compare);
	return 0;
}

static struct slice read_feed(struct arena *a, const char *name)
{
	char path[8192];
	struct slice bytes;
	struct error err;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	bytes.at = file_read(a, path, 1u << 20, &bytes.len, &err);
	if (!bytes.at)
		fail_msg("%s: %s", name, err.text);
	return bytes;
}

static void parse(struct slice bytes, const char *name, struct str *out)
{
	struct feed *feed;
	struct error err;
	struct arena a;

	arena_init(&a);
	str_clear(out);
	if (feed_parse(&a, bytes, NULL, URL, &feed, &err))
		feed_json(feed, name, out);
	else
		str_printf(out, "%s\n", err.text);
	arena_free(&a);
}

/* A line of JSON as lines that a person can compare. */
static struct slice spread(struct arena *a, const struct str *line)
{
	struct str out = {0};
	struct slice result;
	bool in_string = false;

	for (size_t i = 0; i < line->len; i++) {
		char c = line->at[i];

		str_add_char(&out, c);
		if (c == '\\')
			str_add_char(&out, line->at[++i]);
		else if (c == '"')
			in_string = !in_string;
		else if (!in_string && (c == ',' || c == '[' || c == '{'))
			str_add_char(&out, '\n');
	}
	result.at = arena_copy(a, out.at, out.len);
	result.len = out.len;
	str_free(&out);
	return result;
}

static void each_feed_gives_what_is_expected(void **state)
{
	struct str out = {0};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (uint32_t i = 0; i < n_names; i++) {
		char name[96];
		struct slice got, wanted;

		parse(read_feed(&a, names[i]), names[i], &out);
		got = spread(&a, &out);
		snprintf(name, sizeof(name), "%s.expected", names[i]);
		if (getenv("UPDATE_FEEDS")) {
			char path[8192];
			FILE *file;

			snprintf(path, sizeof(path), "%s/%s", folder, name);
			file = fopen(path, "w");
			assert_non_null(file);
			fwrite(got.at, 1, got.len, file);
			fclose(file);
		}
		wanted = read_feed(&a, name);
		if (!slice_same(got, wanted))
			fail_msg("%s gives\n%.*s", names[i], (int)got.len,
				 got.at);
	}
	arena_free(&a);
	str_free(&out);
}

/* ---- whatever the bytes ---- */

/* A JSON string that is HTML; returns its end. */
static const char *assert_tame(const char *from, const char *name)
{
	static const char *const never[] = {
		"<script",       "<style",        "<iframe",
		"\\\" onclick=", "\\\" onerror=", "=\\\"javascript:",
		"=\\\"data:",
	};
	const char *end = from;
	char *value;

	while (*end && *end != '"')
		end += *end == '\\' ? 2 : 1;
	value = strndup(from, (size_t)(end - from));
	for (size_t i = 0; i < array_length(never); i++) {
		if (strstr(value, never[i]))
			fail_msg("%s: '%s' comes out: %s", name, never[i],
				 value);
	}
	free(value);
	return end;
}

static void assert_safe(const struct str *out, const char *name)
{
	static const char *const html[] = {"\"summary\":\"", "\"value\":\""};
	const char *text = str_text(out);

	if (!utf8_valid(text, out->len))
		fail_msg("%s: ill-formed text comes out", name);
	for (size_t i = 0; i + 1 < out->len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c < 0x20 || c == 0x7F ||
		    (c == 0xC2 && (unsigned char)text[i + 1] < 0xA0))
			fail_msg("%s: control character %02x comes out: %s",
				 name, c, text);
	}
	if (*text != '{')
		return; /* words of ours */
	for (const char *at = text; (at = strchr(at, '\\')); at += 2) {
		if (strncmp(at, "\\u00", 4) == 0)
			fail_msg("%s: an escaped control comes out", name);
	}
	for (size_t i = 0; i < array_length(html); i++) {
		for (const char *at = text; (at = strstr(at, html[i]));)
			at = assert_tame(at + strlen(html[i]), name);
	}
}

static void cut_off_anywhere_a_feed_is_safe(void **state)
{
	struct str out = {0};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (uint32_t i = 0; i < n_names; i++) {
		struct slice bytes = read_feed(&a, names[i]);

		for (size_t len = 0; len < bytes.len; len += 23) {
			parse((struct slice){bytes.at, len}, "f", &out);
			assert_safe(&out, names[i]);
		}
	}
	arena_free(&a);
	str_free(&out);
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* A few bytes become others, or what hurts parsers is put between. */
static void change(struct str *to, uint32_t *seed)
{
	static const char *const pieces[] = {
		"<",          "&",
		"]]>",        "<![CDATA[",
		"<!--",       "-->",
		"</item>",    "<item>",
		"\"",         "&#27;",
		"&amp;#155;", "<!DOCTYPE x [",
		"\xff",       "\x1b",
		"{",          "<a b='",
		"xmlns=''",   "\xe2\x80\xae",
		"/>",         "&lt;script&gt;",
		"&#0;",       "\\u001b",
		"</rss>",     "<?",
	};
	uint32_t n = 1 + next_random(seed) % 6;

	while (n--) {
		size_t at = next_random(seed) % (to->len + 1);
		const char *piece =
			pieces[next_random(seed) % array_length(pieces)];
		size_t len = strlen(piece);

		if (at + len <= to->len)
			memcpy(to->at + at, piece, len);
	}
}

static void changed_at_random_a_feed_is_safe(void **state)
{
	struct str out = {0}, changed = {0};
	uint32_t seed = 7;
	struct arena a;
	const char *rounds = getenv("FEED_ROUNDS");
	int n = rounds ? atoi(rounds) : ROUNDS;

	(void)state;
	arena_init(&a);
	for (uint32_t i = 0; i < n_names; i++) {
		struct slice bytes = read_feed(&a, names[i]);

		for (int k = 0; k < n; k++) {
			str_clear(&changed);
			str_add(&changed, bytes.at, bytes.len);
			change(&changed, &seed);
			parse((struct slice){changed.at, changed.len}, "f",
			      &out);
			assert_safe(&out, names[i]);
		}
	}
	arena_free(&a);
	str_free(&changed);
	str_free(&out);
}

/* ---- what takes others long ---- */

static void repeat(struct str *out, const char *piece, uint32_t n)
{
	while (n--)
		str_add_text(out, piece);
}

static void hostile_feeds_are_read_in_time(void **state)
{
	static const struct {
		const char *front, *piece, *back;
		uint32_t n;
	} rows[] = {
		{"<rss><channel><item><title ", "a%u='1' ", ">x</title>",
		 40000},
		{"<rss ", "xmlns:a='b' ", "><channel><title>x", 20000},
		{"<rss><!--", "-- ", "--><channel><item>", 100000},
		{"<rss><!--", "-", "", 1000000},
		{"<rss><channel>", "<a>", "<item><title>deep", 100000},
		{"<rss><channel><item><description>", "&lt;b&gt;", "deep",
		 100000},
		{"<rss><channel><item><description>", "&lt;!--", "", 50000},
		{"<rss><channel><item><title>", "&", "</title>", 1000000},
		{"<rss><channel><item><title>", "&amp;", "</title>", 300000},
		{"<!DOCTYPE x [", "<!ENTITY a 'b'>", "]><rss><channel>", 50000},
		{"<rss><channel>", "</a>", "<item>", 200000},
		{"<rss><channel>", "<item>", "", 100000},
		{"{\"version\": \"https://jsonfeed.org/version/1\", "
		 "\"items\": ",
		 "[", "", 100000},
	};
	struct str in = {0}, out = {0};

	(void)state;
	for (size_t i = 0; i < array_length(rows); i++) {
		clock_t before = clock();

		str_clear(&in);
		str_add_text(&in, rows[i].front);
		if (strchr(rows[i].piece, '%')) {
			for (uint32_t k = 0; k < rows[i].n; k++)
				str_printf(&in, "a%u='1' ", k);
		} else {
			repeat(&in, rows[i].piece, rows[i].n);
		}
		str_add_text(&in, rows[i].back);
		parse((struct slice){in.at, in.len}, "f", &out);
		assert_safe(&out, "hostile");
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
		TEST(each_feed_gives_what_is_expected),
		TEST(cut_off_anywhere_a_feed_is_safe),
		TEST(changed_at_random_a_feed_is_safe),
		TEST(hostile_feeds_are_read_in_time),
	};

	return cmocka_run_group_tests(tests, find_feeds, NULL);
}
