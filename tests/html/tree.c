/* Pages as flat trees, and the text of fields. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "html/decode.h"
#include "html/text.h"
#include "html/tree.h"

static struct slice of(const char *text)
{
	return (struct slice){text, strlen(text)};
}

/* Ends lie inside the parent, parents before children, texts in order. */
static void assert_sound(const struct html_tree *t)
{
	assert_true(t->n >= 1);
	for (uint32_t i = 1; i < t->n; i++) {
		const struct html_node *n = &t->nodes[i];

		assert_true(n->parent < i);
		assert_true(n->end > i);
		assert_true(n->end <= t->nodes[n->parent].end);
		assert_true(n->text >= t->nodes[i - 1].text);
		assert_true(n->attr + n->n_attrs <= t->n_attrs);
	}
	assert_int_equal(t->nodes[0].end, t->n);
	assert_int_equal(t->nodes[t->n].text, t->text_len);
}

static void blanks_are_one_but_in_pre(void **state)
{
	struct arena a;
	struct html_tree *t;

	(void)state;
	arena_init(&a);
	t = html_parse(&a, of("<p>a  \n b&nbsp; c so&shy;ft</p>"
			      "<pre>x\n  y</pre>"));
	assert_sound(t);
	assert_non_null(strstr(t->text, "a b c soft"));
	assert_non_null(strstr(t->text, "x\n  y"));
	arena_free(&a);
}

static void attributes_and_json_are_kept(void **state)
{
	struct arena a;
	struct html_tree *t;
	bool found = false;

	(void)state;
	arena_init(&a);
	t = html_parse(&a, of("<script type='application/ld+json'>{\"a\":1}"
			      "</script><script>no()</script>"
			      "<div class=x onclick=y id=z>t</div>"));
	assert_sound(t);
	assert_int_equal(t->n_json, 1);
	assert_slice(t->json[0], "{\"a\":1}");
	assert_null(strstr(t->text, "no()"));
	for (uint32_t i = 1; i < t->n; i++) {
		if (t->nodes[i].tag != HTML_DIV)
			continue;
		found = true;
		assert_string_equal(html_attr(t, i, HTML_ATTR_CLASS), "x");
		assert_string_equal(html_attr(t, i, HTML_ATTR_ID), "z");
		assert_null(html_attr(t, i, HTML_ATTR_HREF));
		assert_slice(html_node_text(t, i), "t");
	}
	assert_true(found);
	arena_free(&a);
}

static void deep_pages_lose_nothing(void **state)
{
	const uint32_t depth = 3000;
	char *page = malloc(depth * 5 + 16);
	struct arena a;
	struct html_tree *t;

	(void)state;
	for (uint32_t i = 0; i < depth; i++)
		memcpy(page + i * 5, "<div>", 5);
	strcpy(page + depth * 5, "the bottom");
	arena_init(&a);
	t = html_parse(&a, of(page));
	assert_sound(t);
	assert_true(t->depth >= depth);
	assert_non_null(strstr(t->text, "the bottom"));
	arena_free(&a);
	free(page);
}

/* Deeper than any person writes: the elements go, the text stays, and what
 * follows stands where it belongs. */
static void text_beyond_all_depth_is_kept(void **state)
{
	static const char *const names[] = {"b", "div", "table><tr><td"};
	char *page = malloc((1 << 20) + 100);
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct html_tree *t;
		int at = 0;

		while (at < 1 << 20)
			at += sprintf(page + at, "<%s>", names[i]);
		strcpy(page + at, "one<p>two<script>three</script></p>four");
		t = html_parse(&a, of(page));
		assert_sound(t);
		assert_true(t->was_cut);
		assert_non_null(strstr(t->text, "one"));
		assert_non_null(strstr(strstr(t->text, "one"), "two"));
		assert_non_null(strstr(strstr(t->text, "two"), "four"));
		assert_null(strstr(t->text, "three"));
		arena_reset(&a);
	}
	arena_free(&a);
	free(page);
}

static const char *const garbage[] = {
	"",
	"<",
	"</",
	"<!",
	"<!--",
	"<a href=\"",
	"<a href='x",
	"<p></div></p></p></body></html><p>x",
	"<html><html lang=en><body><body><html>",
	"<table><tr><td><table></tr></td><p>",
	"&#x110000;&#0;&#xFFFF;&bogus;&",
	"<script>",
	"<script type='application/ld+json'>{",
	"<textarea><pre></textarea>x",
	"<svg><math><b></svg>",
	"<![CDATA[x]]>",
	"<?php echo 1 ?><?xml",
	"<title>a<title>b</title>",
	"<select><option>a<option>b</select>",
	"<a><a><a></b></a>",
};

static void garbage_is_a_page(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(garbage) / sizeof(garbage[0]); i++)
		assert_sound(html_parse(&a, of(garbage[i])));
	arena_free(&a);
}

static void huge_attributes_and_random_tags_are_survived(void **state)
{
	static const char *const pieces[] = {"<div>",
					     "</div>",
					     "<p ",
					     "class=\"",
					     "\"",
					     ">",
					     "text ",
					     "<br>",
					     "</p>",
					     "<td>",
					     "<table>",
					     "</",
					     "<!--",
					     "-->",
					     "&amp;",
					     "\xC3\xA9",
					     "'",
					     "=",
					     "<a href=x>",
					     "</a>",
					     "<template id=\"B:1\">",
					     "<template id=\"P:2\">",
					     "<div hidden id=\"S:1\">",
					     "<div hidden id=\"S:2\">"};
	char *page = malloc(1 << 21);
	uint32_t seed = 3;
	struct arena a;

	(void)state;
	arena_init(&a);
	memset(page, 'x', 1 << 21);
	memcpy(page, "<p id=\"", 7);
	memcpy(page + (1 << 21) - 12, "\">after</p>", 12);
	assert_sound(html_parse(&a, of(page)));
	for (int round = 0; round < 100; round++) {
		page[0] = '\0';
		for (int i = 0, at = 0; i < 300; i++) {
			seed = seed * 1664525u + 1013904223u;
			at += sprintf(page + at, "%s",
				      pieces[(seed >> 24) % 24]);
		}
		assert_sound(html_parse(&a, of(page)));
		arena_reset(&a);
	}
	arena_free(&a);
	free(page);
}

static const struct {
	const char *html, *text;
} streams[] = {
	{"<p>A</p><template id=\"B:0\"></template><p>C</p><div hidden "
	 "id=\"S:0\"><div><p>B</p></div></div><script>x</script>",
	 "ABC"},
	/* a piece in a piece, a stand-in */
	{"<!--$?--><template id=\"B:1\"></template><p>wait</p><!--/$--><p>D</p>"
	 "<div hidden id=\"S:1\">A<template id=\"P:2\"></template>C</div>"
	 "<div hidden id=\"S:2\">B</div>",
	 "ABCD"},
	/* no hole, no piece, no end, a ring */
	{"<p>A</p><div hidden id=\"S:1\">B</div>", "AB"},
	{"<template id=\"B:1\"></template>A<div hidden id=\"S:2\">B</div>",
	 "AB"},
	{"A<template id=\"B:1\"></template><div hidden id=\"S:1\">B", "AB"},
	{"A<template id=\"P:1\"></template><div hidden id=\"S:1\">B<template "
	 "id=\"P:1\"></template></div>",
	 "AB"},
};

static void pieces_are_put_in_their_places(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++) {
		struct html_tree *t = html_parse(&a, of(streams[i].html));

		assert_sound(t);
		assert_slice(html_node_text(t, 0), streams[i].text);
	}
	arena_free(&a);
}

static double cpu_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* libxml2 alone needs more than ten seconds for these. */
static void many_attributes_cost_no_time(void **state)
{
	static const char *const values[] = {"=b", "", "='b>'", "=\"b\""};
	char *page = malloc(3 << 20);
	double start = cpu_s();
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < 4; i++) {
		struct html_tree *t;
		int at = sprintf(page, "<p>Before</p><div class=x");

		for (int k = 0; k < 150000; k++)
			at += sprintf(page + at, " a%d%s", k, values[i]);
		sprintf(page + at, "><p>Inside</p></div><p id=y>After</p>");
		t = html_parse(&a, of(page));
		assert_sound(t);
		assert_slice(html_node_text(t, 0), "BeforeInsideAfter");
		assert_string_equal(html_attr(t, t->n - 2, HTML_ATTR_ID), "y");
	}
	assert_true(cpu_s() - start < 2);
	arena_free(&a);
	free(page);
}

static const struct {
	const char *html, *text, *line;
} fields[] = {
	{"", "", ""},
	{"plain & simple", "plain & simple", "plain & simple"},
	{"a &amp; b", "a & b", "a & b"},
	{"<p>One</p><p>Two</p>", "One\n\nTwo", "One Two"},
	{"One<br>Two", "One\nTwo", "One Two"},
	{"  <b>bold</b> and <script>x</script>not ", "bold and not",
	 "bold and not"},
	{"&lt;tag&gt;", "<tag>", "<tag>"},
	{"<li>a<li>b", "a\n\nb", "a b"},
};

static void fields_become_text(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		assert_slice(html_to_text(&a, of(fields[i].html)),
			     fields[i].text);
		assert_slice(html_to_line(&a, of(fields[i].html)),
			     fields[i].line);
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(blanks_are_one_but_in_pre),
		TEST(attributes_and_json_are_kept),
		TEST(deep_pages_lose_nothing),
		TEST(text_beyond_all_depth_is_kept),
		TEST(garbage_is_a_page),
		TEST(pieces_are_put_in_their_places),
		TEST(many_attributes_cost_no_time),
		TEST(huge_attributes_and_random_tags_are_survived),
		TEST(fields_become_text),
	};

	html_prepare();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
