/* HTML from outside, written anew. */
#include "../test.h"

#include "base/array.h"
#include "html/sanitise.h"

#define BASE "https://ostrel.example/a/b"

static const struct {
	const char *html, *clean;
} rows[] = {
	{"", ""},
	{"plain & simple", "plain &amp; simple"},
	{"<p>one<p>two", "<p>one</p><p>two</p>"},
	{"<b onclick=x() style='color:red'>b</b>", "<b>b</b>"},
	{"<a href='c?d=1&e'>x</a>",
	 "<a href=\"https://ostrel.example/a/c?d=1&amp;e\">x</a>"},
	{"<a href=\"java\nscript:alert(1)\">x</a>", "<a>x</a>"},
	{"<a href='&#106;avascript:alert(1)'>x</a>", "<a>x</a>"},
	{"<a href='data:text/html,x'>x</a><a href='//other.example/'>y</a>",
	 "<a>x</a><a href=\"https://other.example/\">y</a>"},
	{"<img src=/i.png alt='a \"b\"' onerror=x>",
	 "<img src=\"https://ostrel.example/i.png\" alt=\"a &quot;b&quot;\">"},
	{"a<script>b</script>c<style>d</style>e", "ace"},
	{"a<scr<script>ipt>alert(1)</script>b", "aipt&gt;alert(1)b"},
	{"<iframe src='https://x.example/'>in</iframe>out", "inout"},
	{"<object data=x>in</object><embed src=x>", "in"},
	{"<form action=x><input name=y><button>go</button></form>", "go"},
	{"a<!-- <script>x</script> -->b", "ab"},
	{"a<!-- never closed >b", "ab"},
	{"<svg><script>x()</script><circle/></svg>t", "t"},
	{"<marquee>x</marquee><blink>y</blink>", "xy"},
	{"<meta http-equiv=refresh content='0;url=x'><link rel=x href=y>z",
	 "z"},
	{"&lt;script&gt;x&lt;/script&gt;", "&lt;script&gt;x&lt;/script&gt;"},
	{"&#27;[31m&#7;&#155;x&#0;&#8238;y", "[31m\xE2\x80\xBAxy"},
	{"it&#146;s", "it\xE2\x80\x99s"},
	{"<time datetime='2024-03-04'>x</time>",
	 "<time datetime=\"2024-03-04\">x</time>"},
	{"x</script>y<script>z</script>w", "xyzw"},
};

static void only_what_is_allowed_comes_out(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(rows); i++) {
		struct slice out =
			html_sanitise(&a, slice_of(rows[i].html), BASE);

		if (!slice_equals(out, rows[i].clean))
			fail_msg("'%s' gives '%s'", rows[i].html, out.at);
	}
	arena_free(&a);
}

static void what_came_out_stays(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(rows); i++) {
		struct slice once =
			html_sanitise(&a, slice_of(rows[i].html), BASE);
		struct slice twice = html_sanitise(&a, once, NULL);

		assert_slice(twice, once.at);
	}
	arena_free(&a);
}

static void without_a_base_links_stay_relative(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_slice(html_sanitise(&a, SLICE("<a href='b c'>x</a>"), NULL),
		     "<a>x</a>");
	assert_slice(html_sanitise(&a, SLICE("<a href='b/c?d'>x</a>"), NULL),
		     "<a href=\"b/c?d\">x</a>");
	assert_slice(
		html_sanitise(&a, SLICE("<a href='vbscript:x'>x</a>"), NULL),
		"<a>x</a>");
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(only_what_is_allowed_comes_out),
		TEST(what_came_out_stays),
		TEST(without_a_base_links_stay_relative),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
