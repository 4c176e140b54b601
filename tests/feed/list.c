/* OPML, and the feeds that pages name. */
#include "../test.h"

#include "base/array.h"
#include "feed/list.h"

#define SITE "https://ostrel.example/news/"

static void as_words(const struct feed_list *list, struct str *out)
{
	str_clear(out);
	for (uint32_t i = 0; i < list->n_feeds; i++) {
		const struct feed_listed *feed = &list->feeds[i];

		str_printf(out, "%s|%s", feed->url,
			   feed->name ? feed->name : "-");
		for (uint32_t k = 0; k < feed->n_tags; k++)
			str_printf(out, "|%s", feed->tags[k]);
		str_add_text(out, feed->has_filter ? "!\n" : "\n");
	}
}

static const struct {
	const char *opml, *wanted; /* NULL: none */
} lists[] = {
	{"<opml><body><outline text='A' xmlUrl='http://a.example/'/></body>"
	 "</opml>",
	 "http://a.example/|A\n"},
	{"<opml><body><outline title='One'><outline text='Two'><outline "
	 "text='A' xmlUrl='http://a.example/'/></outline><outline "
	 "XMLURL='http://b.example/'/></outline></body></opml>",
	 "http://a.example/|A|One|Two\nhttp://b.example/|-|One\n"},
	{"<opml><body><outline text='A' category='/one,/two/three, one' "
	 "xmlUrl='http://a.example/'/>",
	 "http://a.example/|A|one|two/three\n"},
	{"<opml><outline text='x' xmlUrl='exec:id' filtercmd='rm'/></opml>",
	 "exec:id|x!\n"},
	{"<opml><outline text='a\x1b[2J & b' xmlUrl='http://a.example/?a&b'/>",
	 "http://a.example/?a&b|a[2J & b\n"},
	{"<?xml version='1.0'?><!-- c --><OPML></OPML>", ""},
	{"<html><body>no list</body></html>", NULL},
	{"", NULL},
};

static void opml_gives_feeds_with_folders_as_tags(void **state)
{
	struct str out = {0};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(lists); i++) {
		struct slice bytes = slice_of(lists[i].opml);
		struct feed_list list;
		struct error err;
		bool is_good = feed_list_parse(&a, bytes, NULL, &list, &err);

		assert_int_equal(is_good, lists[i].wanted != NULL);
		if (!is_good)
			continue;
		as_words(&list, &out);
		assert_string_equal(str_text(&out), lists[i].wanted);
	}
	arena_free(&a);
	str_free(&out);
}

static const struct {
	const char *html, *wanted;
} pages[] = {
	{"<link rel=alternate type=application/rss+xml href=/rss title=News>",
	 "https://ostrel.example/rss|News\n"},
	{"<link rel='ALTERNATE stylesheet' type='application/atom+xml; "
	 "charset=utf-8' href='feed.atom'>",
	 "https://ostrel.example/news/feed.atom|-\n"},
	/* comments come last, the same feed once */
	{"<link rel=alternate type=application/rss+xml href=/comments/feed "
	 "title='Comments'><link rel=alternate type=application/rss+xml "
	 "href=/feed><link rel=alternate type=text/xml href=/feed>",
	 "https://ostrel.example/feed|-\n"
	 "https://ostrel.example/comments/feed|Comments\n"},
	{"<base href='https://cdn.example/x/'><link rel=feed href=f.xml>",
	 "https://cdn.example/x/f.xml|-\n"},
	{"<link rel=alternate type=text/html href=/de><link rel=stylesheet "
	 "href=/feed>",
	 ""},
	{"<link rel=alternate type=application/rss+xml "
	 "href='javascript:alert(1)'><link rel=alternate "
	 "type=application/rss+xml href='file:///etc/passwd'>",
	 ""},
	/* without such links, what looks like one; the site's own before
	 * others' */
	{"<a href='https://other.example/feed'>x</a><a href='/rss.xml'>Our "
	 "RSS</a><a href='/feeding-time'>no</a>",
	 "https://ostrel.example/rss.xml|Our RSS\n"},
	{"<a href='https://feeds.example/ostrel.rss'>Feed</a>",
	 "https://feeds.example/ostrel.rss|Feed\n"},
	{"<p>Nothing at all.", ""},
	{"", ""},
};

static void a_page_names_its_feeds(void **state)
{
	struct str out = {0};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(pages); i++) {
		struct feed_list list;

		feed_discover(&a, slice_of(pages[i].html), NULL, SITE, &list);
		as_words(&list, &out);
		if (strcmp(str_text(&out), pages[i].wanted) != 0)
			fail_msg("row %zu gives %s", i, str_text(&out));
	}
	arena_free(&a);
	str_free(&out);
}

static void any_bytes_are_survived(void **state)
{
	static const char some[] = "<>/='\"& outline link a href xmlUrl rel "
				   "alternate feed opml body <!--]]>\x1b\xff";
	uint32_t seed = 3;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		struct feed_list list;
		struct error err;
		struct arena a;
		char bytes[400];
		size_t len = 0;

		arena_init(&a);
		memcpy(bytes, "<opml><outline ", 15);
		for (len = 15; len < sizeof(bytes); len++) {
			seed = seed * 1664525u + 1013904223u;
			bytes[len] = some[(seed >> 10) % (sizeof(some) - 1)];
		}
		(void)!feed_list_parse(&a, (struct slice){bytes, len}, NULL,
				       &list, &err);
		feed_discover(&a, (struct slice){bytes, len}, NULL, SITE,
			      &list);
		arena_free(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(opml_gives_feeds_with_folders_as_tags),
		TEST(a_page_names_its_feeds),
		TEST(any_bytes_are_survived),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
