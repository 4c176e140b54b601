/* Addresses: absolute and normal. */
#include "../test.h"

#include "html/url.h"

#define BASE "http://a.example/b/c/d;p?q"

/* RFC 3986, 5.4, as far as it is for http */
static const struct {
	const char *base, *ref, *url;
} resolved[] = {
	{BASE, "g", "http://a.example/b/c/g"},
	{BASE, "./g", "http://a.example/b/c/g"},
	{BASE, "g/", "http://a.example/b/c/g/"},
	{BASE, "/g", "http://a.example/g"},
	{BASE, "//g.example", "http://g.example"},
	{BASE, "?y", "http://a.example/b/c/d;p?y"},
	{BASE, "g?y", "http://a.example/b/c/g?y"},
	{BASE, "g?y#s", "http://a.example/b/c/g?y#s"},
	{BASE, ".", "http://a.example/b/c/"},
	{BASE, "..", "http://a.example/b/"},
	{BASE, "../g", "http://a.example/b/g"},
	{BASE, "../..", "http://a.example/"},
	{BASE, "../../../g", "http://a.example/g"},
	{BASE, "/./g", "http://a.example/g"},
	{BASE, "g/../h", "http://a.example/b/c/h"},
	{BASE, " https://x.example/a b\n", "https://x.example/a%20b"},
	{BASE, "\xC3\xA9", "http://a.example/b/c/%C3%A9"},
	{"https://a.example", "x", "https://a.example/x"},
	{BASE, "#top", NULL},
	{BASE, "", NULL},
	{BASE, "javascript:void(0)", NULL},
	{BASE, "JavaScript:x", NULL},
	{BASE, "mailto:x@y.example", NULL},
	{BASE, "data:text/html,x", NULL},
	{BASE, "http:", NULL},
	{NULL, "x", NULL},
	{NULL, "https://x.example/", "https://x.example/"},
	{"file:///tmp/x", "y", NULL},
};

static void references_are_made_absolute(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(resolved) / sizeof(resolved[0]); i++) {
		char *url = html_url_resolve(&a, resolved[i].base,
					     slice_of(resolved[i].ref));

		if (!resolved[i].url)
			assert_null(url);
		else
			assert_string_equal(url, resolved[i].url);
	}
	arena_free(&a);
}

static const struct {
	const char *url, *normal;
} normal[] = {
	{"HTTP://WWW.Example.COM:80/A/../b", "http://www.example.com/b"},
	{"https://x.example:443", "https://x.example/"},
	{"https://x.example:8443/", "https://x.example:8443/"},
	{"https://x.example/a#part", "https://x.example/a"},
	{"https://x.example/a?utm_source=b&id=3&fbclid=z",
	 "https://x.example/a?id=3"},
	{"https://x.example/a?utm_source=b", "https://x.example/a"},
	{"https://x.example/a?b=c&d", "https://x.example/a?b=c&d"},
	{"https://x.example/%7euser/%c3%a9%2F",
	 "https://x.example/~user/%C3%A9%2F"},
	{"https://x.example/100%", "https://x.example/100%"},
	{"ftp://x.example/a", "ftp://x.example/a"},
	{"nonsense", "nonsense"},
	{"", ""},
};

static void one_page_has_one_address(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(normal) / sizeof(normal[0]); i++) {
		char *once = html_url_normal(&a, normal[i].url);

		assert_string_equal(once, normal[i].normal);
		assert_string_equal(html_url_normal(&a, once), once);
	}
	arena_free(&a);
}

static void hosts_are_compared_without_their_fronts(void **state)
{
	(void)state;
	assert_true(html_url_same_host("https://www.x.example/a",
				       "http://m.x.example/b"));
	assert_false(
		html_url_same_host("https://x.example/", "https://y.example/"));
	assert_false(html_url_same_host("x", "x"));
	assert_slice(html_url_host("https://user@amp.x.example/"), "x.example");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(references_are_made_absolute),
		TEST(one_page_has_one_address),
		TEST(hosts_are_compared_without_their_fronts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
