/* Pages and text files to articles. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/file.h"
#include "page/day.h"
#include "page/fold.h"
#include "page/page.h"
#include "page/source.h"
#include "page/sweep.h"

static struct arena lasting;
static struct page_lists *lists;

static struct slice read_table(const char *name)
{
	const char *data = getenv("GAZETTE_DATA");
	char *path =
		arena_printf(&lasting, "%s/%s", data ? data : "data", name);
	struct error err;
	struct slice s;

	s.at = file_read(&lasting, path, 1 << 24, &s.len, &err);
	assert_non_null(s.at);
	return s;
}

static int read_lists(void **state)
{
	struct error err;

	(void)state;
	arena_init(&lasting);
	assert_true(page_lists_new(&lasting, read_table("boilerplate.tsv"),
				   read_table("months.tsv"),
				   read_table("known/organisations.tsv"),
				   &lists, &err));
	return 0;
}

static int free_lists(void **state)
{
	(void)state;
	arena_free(&lasting);
	return 0;
}

static void broken_lists_are_named(void **state)
{
	struct page_lists *none;
	struct error err;
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_false(page_lists_new(&a, SLICE("en\tad\tis\tx\nen\tad\tis\n"),
				    SLICE(""), SLICE(""), &none, &err));
	assert_non_null(strstr(err.text, "line 2"));
	assert_false(page_lists_new(&a, SLICE(""), SLICE("en\t13\tx\n"),
				    SLICE(""), &none, &err));
	assert_non_null(strstr(err.text, "line 1"));
	arena_free(&a);
}

static const struct {
	const char *text;
	bool month_first;
	const char *day; /* "" none */
} days[] = {
	{"2026-03-21", false, "2026-03-21"},
	{"2026-03-21T23:30:00-05:00", false, "2026-03-21T23:30:00-05:00"},
	{"Published 21 March 2026 at noon", false, "2026-03-21"},
	{"March 21st, 2026", false, "2026-03-21"},
	{"Mar. 3 2026", false, "2026-03-03"},
	{"21. März 2026, 10:15 Uhr", false, "2026-03-21"},
	{"21 de marzo de 2026", false, "2026-03-21"},
	{"le 1er août 2025", false, "2025-08-01"},
	{"12 марта 2026", false, "2026-03-12"},
	{"2026年3月21日", false, "2026-03-21"},
	{"21.03.2026", false, "2026-03-21"},
	{"21.03.26", false, "2026-03-21"},
	{"3/4/2026", true, "2026-03-04"},
	{"3/4/2026", false, "2026-04-03"},
	{"21/3/2026", true, "2026-03-21"},
	{"2026/03/21", false, "2026-03-21"},
	{"21-Mar-26", false, "2026-03-21"},
	{"30 February 2026", false, ""},
	{"March 2026", false, ""},
	{"10:15", false, ""},
	{"1.2.3.4", false, ""},
	{"May we come in", false, ""},
	{"31/31/2026", false, ""},
	{"", false, ""},
};

static void days_are_read_as_written(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		struct when when = {0};
		char text[32];

		page_day_find(&a, lists, slice_of(days[i].text),
			      days[i].month_first, &when);
		date_write(&when, text);
		assert_string_equal(text, days[i].day);
	}
	arena_free(&a);
}

static const struct {
	const char *text, *folded;
} folds[] = {
	{"Lesen  Sie\tAuch", "lesen sie auch"},
	{"À lire aussi : « Été »", "a lire aussi : \" ete \""},
	{"ЧИТАЙТЕ", "читайте"},
	{"don’t — ok…", "don't - ok..."},
	{"", ""},
};

static void phrases_fold_lightly(void **state)
{
	char out[100];

	(void)state;
	for (size_t i = 0; i < sizeof(folds) / sizeof(folds[0]); i++) {
		page_fold(slice_of(folds[i].text), out, sizeof(out));
		assert_string_equal(out, folds[i].folded);
	}
	assert_true(page_fold(slice_of("abcdefghijkl"), out, 10) < 10);
}

static const struct {
	const char *line, *left; /* NULL: nothing is left */
} codes[] = {
	{"[mc4wp_form id=\"206\"]", NULL},
	{"[button link=“x” color=red]Buy now[/button]", NULL},
	{"[contact_form]", NULL},
	{"He said [sic] that [he] would", "He said [sic] that [he] would"},
	{"As shown before [1]", "As shown before [1]"},
	{"[Related: Another story]", "[Related: Another story]"},
	{"[dropcap size=big]F[/dropcap]our keepers who went unpaid for a "
	 "winter get their wages after all.",
	 "Four keepers who went unpaid for a winter get their wages after "
	 "all."},
	{"[", "["},
	{"[a=", "[a="},
	{"[/", "[/"},
};

static void shortcodes_go_and_words_stay(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		struct page_work w = {.arena = &a};
		struct page_line line = {.text = slice_of(codes[i].line)};

		assert_int_equal(page_shortcode(&w, &line), !codes[i].left);
		if (codes[i].left)
			assert_slice(line.text, codes[i].left);
	}
	arena_free(&a);
}

static const struct {
	const char *line, *first, *second;
} credits[] = {
	{"AFP/ Al Jazeera", "Agence France-Presse", "Al Jazeera"},
	{"(Reuters)", "Reuters", NULL},
	{"Reuters/ Hessel Herald", "Reuters", "Hessel Herald"},
	{"— AP", "Associated Press", NULL},
	{"Port Hessel/ Quellmouth", NULL, NULL},
	{"He told Reuters that it was late", NULL, NULL},
	{"/", NULL, NULL},
};

static void agencies_are_credited_by_their_full_names(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(credits) / sizeof(credits[0]); i++) {
		struct page_work w = {.arena = &a, .lists = lists};
		struct page_line line = {.text = slice_of(credits[i].line)};
		const char *names[8];
		uint32_t n;

		if (!credits[i].first) {
			assert_false(page_credit(&w, &line, names, &n));
			continue;
		}
		assert_true(page_credit(&w, &line, names, &n));
		assert_string_equal(names[0], credits[i].first);
		assert_int_equal(n, credits[i].second ? 2 : 1);
		if (credits[i].second)
			assert_string_equal(names[1], credits[i].second);
	}
	arena_free(&a);
}

static const struct {
	const char *bytes;
	enum document_kind kind;
} kinds[] = {
	{"<!DOCTYPE html><p>x", DOCUMENT_HTML},
	{"\n\n<html>", DOCUMENT_HTML},
	{"<p>only a paragraph</p>", DOCUMENT_HTML},
	{"A title\n\nA text with a < b.", DOCUMENT_TEXT},
	{"{\"text\": \"x\"}", DOCUMENT_JSON},
	{"{curly} start", DOCUMENT_TEXT},
	{"", DOCUMENT_TEXT},
	{"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n",
	 DOCUMENT_HTML},
};

static void bytes_tell_what_they_are(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct document doc = {.bytes = slice_of(kinds[i].bytes)};

		assert_int_equal(page_sniff(&doc), kinds[i].kind);
	}
}

static const struct {
	const char *page, *text; /* NULL: no article */
} pages[] = {
	{"One title\n\nOne paragraph here.", "One paragraph here."},
	{"A sentence first.\n\nThen another.",
	 "A sentence first.\n\nThen another."},
	{"A title\n\nhard wrapped lines that a program broke at some column\n"
	 "are joined to one paragraph again.",
	 "hard wrapped lines that a program broke at some column are joined "
	 "to one paragraph again."},
	{"<p>First words of a page that are long enough.<br><br>And a second "
	 "paragraph of it.</p>",
	 "First words of a page that are long enough.\n\nAnd a second "
	 "paragraph of it."},
	{"", NULL},
	{" \n\t ", NULL},
	{"<html><body></body></html>", NULL},
	{"<html><script>var x = 1;</script></html>", NULL},
	{"\x89PNG\r\n\x1a\n", NULL},
	{"%PDF-1.4 stuff", NULL},
};

static void pages_become_text(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		struct document doc = {.bytes = slice_of(pages[i].page)};
		struct article *art;
		struct error err;
		bool ok = page_clean(&a, lists, &doc, &art, &err);

		assert_int_equal(ok, pages[i].text != NULL);
		if (ok)
			assert_slice(article_slice(art, art->body),
				     pages[i].text);
		else
			assert_string_not_equal(err.text, "");
	}
	arena_free(&a);
}

#define FERRY                                                                  \
	"The ferry to Skellan left on time this morning with eighty people, "  \
	"two cows and a piano on board."

/* "|" parts what is dropped. */
static const struct {
	uint8_t kind;
	const char *item, *text, *dropped; /* text NULL: none */
} items[] = {
	{DOCUMENT_HTML, "<p>" FERRY "</p>", FERRY, ""},
	{DOCUMENT_HTML, FERRY, FERRY, ""},
	{DOCUMENT_HTML, "A &amp; B agreed.", "A & B agreed.", ""},
	{DOCUMENT_TEXT, FERRY "\n\nIt rained.\n", FERRY "\n\nIt rained.", ""},
	{DOCUMENT_HTML, "<h1>A piano at sea</h1><p>" FERRY "</p>", FERRY,
	 "A piano at sea"},
	{DOCUMENT_HTML,
	 "<p>" FERRY " [...] <a href='/2'>Continue reading</a></p>",
	 FERRY " [...]", ""},
	{DOCUMENT_HTML, "<p>" FERRY " <a href=/2>Weiterlesen &rarr;</a></p>",
	 FERRY, ""},
	{DOCUMENT_HTML,
	 "<p>" FERRY "</p><p>The post <a href=/2>A piano at sea</a> appeared "
	 "first on <a href=/>Corvant Courier</a>.</p>",
	 FERRY, "The post A piano at sea appeared first on Corvant Courier."},
	{DOCUMENT_HTML,
	 "<p>" FERRY "</p><p>Der Beitrag <a href=/2>Ein Klavier</a> erschien "
	 "zuerst auf <a href=/>Hafenblatt</a>.</p>",
	 FERRY, "Der Beitrag Ein Klavier erschien zuerst auf Hafenblatt."},
	{DOCUMENT_HTML,
	 "<p>" FERRY "</p><p>Aus dem Netz: <a href=/2>A piano at sea</a> bei "
	 "uns und sonst nirgends, das ganze Jahr.</p>",
	 FERRY,
	 "Aus dem Netz: A piano at sea bei uns und sonst nirgends, das ganze "
	 "Jahr."},
	{DOCUMENT_HTML,
	 "<p>" FERRY "</p><p>READ: <a href=/3>No piano was ever found</a></p>",
	 FERRY, "READ: No piano was ever found"},
	{DOCUMENT_HTML,
	 "<figure><img src=a.jpg><figcaption>A piano.</figcaption></figure>"
	 "<p>" FERRY "</p><div class='sharedaddy'>Share this: Post</div>",
	 FERRY, "A piano.|Share this: Post"},
	{DOCUMENT_HTML, "<img src=a.jpg>", NULL, ""},
	{DOCUMENT_HTML, "", NULL, ""},
	{DOCUMENT_HTML, "<a href=/comments>Comments</a>", NULL, ""},
};

static void items_of_feeds_become_text(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
		struct document doc = {
			.kind = items[i].kind,
			.bytes = slice_of(items[i].item),
			.url = "https://courier.example/1",
			.title = "A <i>piano</i> at sea",
			.byline = "Lena Foss",
			.published = {.time = 86400, .kind = WHEN_DAY}};
		struct article *art;
		struct str dropped = {0};
		struct error err;
		bool ok = page_clean_item(&a, lists, &doc, &art, &err);

		assert_int_equal(ok, items[i].text != NULL);
		if (!ok)
			continue;
		assert_slice(article_slice(art, art->body), items[i].text);
		assert_slice(article_slice(art, art->title), "A piano at sea");
		assert_string_equal(art->byline, "Lena Foss");
		assert_int_equal(art->published.time, 86400);
		assert_true(article_check(art, &err));
		for (uint32_t k = 0; k < art->n_dropped; k++) {
			str_add_text(&dropped, k ? "|" : "");
			str_add_text(&dropped, art->dropped[k].text);
			assert_non_null(art->dropped[k].why);
		}
		assert_string_equal(str_text(&dropped), items[i].dropped);
		str_free(&dropped);
	}
	arena_free(&a);
}

/* The page shows a teaser, its feed had it all. */
static void the_longer_text_of_the_feed_is_taken(void **state)
{
	struct document doc = {
		.kind = DOCUMENT_HTML,
		.bytes = SLICE("<h1>A piano at sea</h1><p>" FERRY "</p>"),
		.title = "A piano at sea",
		.summary = "<p>" FERRY "</p><p>Nobody had told the captain "
			   "about it, and nobody would say who was to play "
			   "it once the boat had left the bay behind.</p><p>"
			   "In the end a girl of nine from Corvant sat down "
			   "and played until the harbour came in sight, and "
			   "the cows listened, and so did the captain, who "
			   "then said that it could stay on board for the "
			   "summer if she would come with it.</p>"};
	struct article *art;
	struct error err;
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_true(page_clean(&a, lists, &doc, &art, &err));
	assert_int_equal(art->n_blocks, 3);
	doc.summary = "<p>A short summary.</p>";
	assert_true(page_clean(&a, lists, &doc, &art, &err));
	assert_int_equal(art->n_blocks, 1);
	arena_free(&a);
}

/* Lists, quotations that stand apart, datelines by the thousand. */
static void long_pages_take_no_second(void **state)
{
	static const struct {
		const char *before, *middle, *behind; /* of two numbers */
		int n;
	} rows[] = {
		{"<li><a href=/s", ">Story number ", " of the list</a>", 20000},
		{"<li><a href=http://x.example/", ">S ", "</a>", 20000},
		{"<blockquote class=pull-quote>A quotation that is ",
		 " of many (", ")</blockquote><p>" FERRY "</p>", 3000},
		{"<p>By <b>Ann Lee</b> 3 March 20", ", ", "</p>", 20000},
		{"<h3><a href=/", ">A story of so many others ",
		 "</a></h3><p>" FERRY "</p>", 5000},
	};
	char *page = malloc(4 << 20);
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct document doc = {.kind = DOCUMENT_HTML,
				       .url = "https://x.example/1"};
		struct timespec start, end;
		struct article *art;
		struct error err;
		int at = sprintf(page, "<h1>Piano</h1><p>" FERRY "</p>"
				       "<ul>");

		for (int k = 0; k < rows[i].n; k++)
			at += sprintf(page + at, "%s%d%s%d%s", rows[i].before,
				      k, rows[i].middle, k, rows[i].behind);
		doc.bytes = slice_of(page);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
		assert_true(page_clean(&a, lists, &doc, &art, &err));
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
		assert_true(end.tv_sec - start.tv_sec < 2);
		arena_reset(&a);
	}
	arena_free(&a);
	free(page);
}

#define READERS                                                                \
	"<div><div><p>I was on that ferry, and I can say, as I said to my "    \
	"wife, my brother and the man at the harbour, that it was no piano, "  \
	"it was an organ, and a small one, with a stool.</p><p>My aunt has "   \
	"one of these, as has her neighbour, and they both say, and I agree, " \
	"that cows like an organ better, by far, than any piano.</p></div>"    \
	"</div>"

/* More words stand elsewhere on the page; the feed, or the text for machines,
 * knows better. */
static void witnesses_choose_among_containers(void **state)
{
	static const struct {
		const char *script, *summary;
		bool is_found;
	} rows[] = {
		{"", NULL, false},
		{"", FERRY " Nobody had told the captain.", true},
		{"<script type=application/ld+json>{\"@type\":\"NewsArticle\","
		 "\"articleBody\":\"" FERRY " Nobody had told him.\"}</script>",
		 NULL, true},
		{"",
		 "Words that stand nowhere on the page, but are said of it "
		 "by somebody who wrote another.",
		 false},
	};
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct document doc = {
			.kind = DOCUMENT_HTML,
			.bytes = slice_of(arena_printf(
				&a,
				"<html><body>%s<div><div><p>" FERRY
				"</p></div></div><div>" READERS READERS READERS
					READERS "</div></body></html>",
				rows[i].script)),
			.summary = rows[i].summary};
		struct article *art;
		struct error err;

		assert_true(page_clean(&a, lists, &doc, &art, &err));
		assert_int_equal(strstr(art->text, "The ferry") != NULL,
				 rows[i].is_found);
	}
	arena_free(&a);
}

/* Nesting that no person writes costs elements, never the text. */
static void a_page_without_bottom_keeps_its_text(void **state)
{
	static const char *const names[] = {"<b>", "<div>", "<table><tr><td>",
					    "<blockquote>"};
	static const char words[] =
		"The ferry to Skellan left on time this morning with eighty "
		"people, two cows and a piano on board.";
	char *page = malloc((1 << 20) + 200);
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct document doc = {.kind = DOCUMENT_HTML};
		struct article *art;
		struct error err;
		int at = 0;

		while (at < 1 << 20)
			at += sprintf(page + at, "%s", names[i]);
		at += sprintf(page + at, "<p>%s</p>", words);
		doc.bytes = (struct slice){page, (size_t)at};
		assert_true(page_clean(&a, lists, &doc, &art, &err));
		assert_slice(article_slice(art, art->body), words);
		arena_reset(&a);
	}
	arena_free(&a);
	free(page);
}

static const struct {
	const char *head, *body, *title;
} titles[] = {
	{"<title>Bees swarm - again and again | Paper</title>"
	 "<meta property=og:title content='Bees swarm - again and again'>"
	 "<meta property=og:site_name content=Paper>",
	 "", "Bees swarm - again and again"},
	{"<title>Bees swarm | The Paper</title>"
	 "<meta property=og:title content='Bees swarm in the clock tower'>",
	 "<h1>Bees swarm in the clock tower</h1>",
	 "Bees swarm in the clock tower"},
	{"<title>My Notes &raquo; Blog Archive &raquo; Bees swarm in the "
	 "tower</title>",
	 "<h1>My Notes</h1>", "Bees swarm in the tower"},
	{"<title>Bees swarm in the tower: My Notes</title>",
	 "<h1>My Notes</h1><h2 class=entry-title>Bees swarm in the tower</h2>",
	 "Bees swarm in the tower"},
	{"<title>Bees swarm in the tower - Hessel News</title>"
	 "<meta property=og:title content='Bees swarm in the tower'>",
	 "<h1>Weather</h1>", "Bees swarm in the tower"},
	{"<title>Bees swarm in the tower | Nature | Forum | The "
	 "Paper</title>",
	 "", "Bees swarm in the tower"},
	{"<meta property=og:site_name content=Paper>"
	 "<meta property=og:title content='08.11.2021 | Bees swarm there'>",
	 "", "Bees swarm there"},
	{"<title>2026 prices of honey | Paper</title>"
	 "<script type='application/ld+json'>{\"@type\":\"Article\","
	 "\"headline\":\"prices of honey\"}</script>",
	 "<h1>2026 prices of honey</h1>", "2026 prices of honey"},
	{"<title>Paper</title>", "<h1>Paper</h1><h1>Bees swarm</h1>", "Paper"},
	{"", "", ""},
};

static void titles_are_without_site_and_section(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		char *page = arena_printf(&a,
					  "<html><head>%s</head><body>%s<p>A "
					  "paragraph, so that the page has "
					  "some text of its own.</p>",
					  titles[i].head, titles[i].body);
		struct document doc = {.bytes = slice_of(page)};
		struct article *art;
		struct error err;

		assert_true(page_clean(&a, lists, &doc, &art, &err));
		assert_slice(article_slice(art, art->title), titles[i].title);
	}
	arena_free(&a);
}

static const struct {
	const char *head, *body, *byline; /* NULL: none */
} bylines[] = {
	{"", "<p>Posted by Konstantin on 3 March 2026</p>", "Konstantin"},
	{"", "<p class=author>Author: Bo2man on 3 March 2026</p>", "Bo2man"},
	{"", "<p>A film by Ann Lee</p>", NULL},
	{"", "<p>3 March 2026 by Ann Lee</p>", "Ann Lee"},
	{"<meta name=author content='Honey Makers e.V.'>",
	 "<p class=byline>By Ann Lee</p>", "Ann Lee"},
	{"<meta name=author content='hessel.example, Hessel, Norway'>", "",
	 "hessel.example"},
	{"<meta name=author content='Ann Lee'>"
	 "<meta property=og:site_name content='Ann Lee'>",
	 "", "Ann Lee"},
	{"<meta name=author content='Hessel Post'>"
	 "<meta property=og:site_name content='Hessel Post'>",
	 "", NULL},
	{"<meta name=author content=Newsroom>", "<p>By Ann Lee</p>", "Ann Lee"},
	{"<meta name=author content=Newsroom>", "", "Newsroom"},
	{"<meta name=author content=admin>", "", NULL},
	{"<meta name=author content='Ann Lee, Ph.D., Bo Ek, MD'>", "",
	 "Ann Lee, Ph.D. and Bo Ek, MD"},
	{"<meta name=author content='Ann Lee, Bo Ek and Cy Fu'>", "",
	 "Ann Lee and Bo Ek and Cy Fu"},
	{"", "<p>By Ann Lee, Hessel Evening Post</p>", "Ann Lee"},
	{"", "<p>Par Ann Lee, envoyée spéciale</p>", "Ann Lee"},
};

static void authors_are_persons_first(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(bylines) / sizeof(bylines[0]); i++) {
		char *page = arena_printf(
			&a,
			"<html><head><meta charset=utf-8>%s</head><body>"
			"<h1>Bees swarm</h1>%s<p>A paragraph that is long "
			"enough to be one of the article, about bees in the "
			"clock tower and what the town will do.</p><p>Another "
			"paragraph that is long enough to be one of the "
			"article, about the honey and who will buy it.</p>",
			bylines[i].head, bylines[i].body);
		struct document doc = {.bytes = slice_of(page)};
		struct article *art;
		struct error err;

		assert_true(page_clean(&a, lists, &doc, &art, &err));
		if (bylines[i].byline)
			assert_string_equal(art->byline ? art->byline : "",
					    bylines[i].byline);
		else
			assert_null(art->byline);
	}
	arena_free(&a);
}

#define MACHINE(day) "<meta property=article:published_time content='" day "'>"

static const struct {
	const char *url, *body, *day; /* "" none */
} shown_days[] = {
	{NULL,
	 "<p>29.11.2022 – The bees have swarmed for the third time, and "
	 "nobody in the town knows where they will go from here.</p>",
	 "2022-11-29"},
	{NULL,
	 "<p>On the morning of the last day of its long and quiet year, "
	 "29 November 2022, the tower of the town was full of bees.</p>",
	 ""},
	{"https://x.example/2017/7/12/bees",
	 "<meta property='article:published_time' content='2019-06-17'>",
	 "2017-07-12"},
	{"https://x.example/2017/7/12/bees",
	 "<meta property='article:published_time' content='2017-07-11'>",
	 "2017-07-12"},
	{"https://x.example/2017/7/12/bees",
	 "<meta property='article:published_time' content='2017-06-11'>",
	 "2017-06-11"},
	{NULL,
	 "<div class=related><time datetime=2020-01-01>x</time></div>"
	 "<p class=date>3 March 2026</p>",
	 "2026-03-03"},
	/* under the title stands what the paper says */
	{NULL, MACHINE("2026-03-21T08:00:00Z") "<p>12 November 2025</p>",
	 "2025-11-12"},
	{NULL,
	 MACHINE("2026-03-21T08:00:00Z") "<p>Updated November 12, 2026</p>",
	 "2026-03-21T08:00:00Z"},
	{NULL, MACHINE("2026-03-21T08:00:00Z") "<p>Stand: 12.11.2026</p>",
	 "2026-03-21T08:00:00Z"},
	{NULL,
	 MACHINE("2026-03-21T08:00:00Z") "<p>21 March 2026 | 2 May 2026</p>",
	 "2026-03-21T08:00:00Z"},
	{NULL,
	 MACHINE("2026-03-21") "<p class=date>First published on 26 September "
			       "2019, updated 21 March 2026</p>",
	 "2019-09-26"},
	/* the clock of the world is a day behind or ahead */
	{NULL,
	 MACHINE("2026-03-20T23:15:00Z") "<time "
					 "datetime=2026-03-20T23:15:00Z>21 "
					 "March 2026, 00:15</time>",
	 "2026-03-21"},
	{NULL,
	 MACHINE("2026-03-21T00:53:29Z") "<p itemprop=datePublished>20 de "
					 "marzo de 2026</p>",
	 "2026-03-20"},
	{NULL,
	 "<abbr itemprop=datePublished title='2026-03-21T10:52:00+01:00'>10:52"
	 "</abbr>",
	 "2026-03-21T10:52:00+01:00"},
	{NULL,
	 "<meta name=sailthru.date content=2026-03-22>" MACHINE("2026-03-21"),
	 "2026-03-21"},
	{"https://x.example/2023/october/03/bees", "<p>03/10/2023</p>",
	 "2023-10-03"},
	{"https://x.example/2023/may/queen", "", ""},
};

static void days_are_those_that_the_page_shows(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(shown_days) / sizeof(shown_days[0]);
	     i++) {
		char *page = arena_printf(
			&a,
			"<html><meta charset=utf-8><h1>Bees swarm</h1>%s<p>A "
			"paragraph that is long enough to be one of the "
			"article, about bees in the clock tower.</p>",
			shown_days[i].body);
		struct document doc = {.bytes = slice_of(page),
				       .url = shown_days[i].url};
		struct article *art;
		struct error err;
		char day[32];

		assert_true(page_clean(&a, lists, &doc, &art, &err));
		date_write(&art->published, day);
		assert_string_equal(day, shown_days[i].day);
	}
	arena_free(&a);
}

static void garbage_makes_sound_articles(void **state)
{
	static const char *const pieces[] = {
		"<div class=related>",
		"</div>",
		"<p>",
		"<h1>T</h1>",
		"<table>",
		"<tr>",
		"<td>",
		"</table>",
		"words of a sentence, with more. ",
		"<br>",
		"<br><br>",
		"<a href='/x'>READ: this</a>",
		"<li>",
		"<pre>\n x",
		"</pre>",
		"[a b=c]",
		"\xC2\xA0",
		"e\xCC\x81",
		"<figure><img>",
		"</figure>",
		"\xFF",
		"\x01",
		"By Ann Lee",
		"<blockquote>",
		"</blockquote>",
		"AFP",
		"<time>2026-01-01</time>",
		"<script type='application/ld+json'>{\"@graph\":[{\"@type\":",
		"</script>",
		"<meta name=author content='x, y'>",
		"&#13;&#9;"};
	static char page[20000];
	uint32_t seed = 11;
	struct arena a;

	(void)state;
	arena_init(&a);
	for (int round = 0; round < 300; round++) {
		struct document doc = {.url = "https://x.example/a"};
		struct article *art;
		struct error err;
		int at = 0;

		for (int i = 0; i < 200; i++) {
			seed = seed * 1664525u + 1013904223u;
			at += sprintf(page + at, "%s",
				      pieces[(seed >> 20) % 31]);
		}
		doc.bytes = (struct slice){page, (size_t)at};
		doc.kind = round & 1 ? DOCUMENT_HTML : DOCUMENT_AUTO;
		if (page_clean(&a, lists, &doc, &art, &err)) {
			if (!article_check(art, &err))
				fail_msg("round %d: %s", round, err.text);
		}
		arena_reset(&a);
	}
	arena_free(&a);
}

static const struct {
	const char *line, *name; /* NULL: no such line */
} datelines[] = {
	{"Ostrel Evening Post, Sunday 22 February 2026", "Ostrel Evening Post"},
	{"Le Courrier du Détroit, 14 mars 2026", "Le Courrier du Détroit"},
	{"Kolvik, 14 mars", "Kolvik"},
	{"Kolvik, den 3. April 2026, 10:15 Uhr", "Kolvik"},
	{"He came back on Sunday, 22 February 2026", NULL},
	{"The Court Said So, and on 14 March he paid", NULL},
	{", 14 March 2026", NULL},
	{"", NULL},
};

static void names_before_a_day_are_found(void **state)
{
	struct page_work w = {.lists = lists};

	(void)state;
	for (size_t i = 0; i < sizeof(datelines) / sizeof(datelines[0]); i++) {
		struct slice name = {NULL, 0};
		bool is = page_source_dateline(&w, slice_of(datelines[i].line),
					       &name);

		assert_int_equal(is, datelines[i].name != NULL);
		if (is)
			assert_slice(name, datelines[i].name);
	}
	assert_true(page_source_is(&w, SLICE("Corvant Courier")));
	assert_true(page_source_is(&w, SLICE("Hafen-Zeitung")));
	assert_false(page_source_is(&w, SLICE("New York")));
}

static const struct {
	const char *line, *owner;
} copyrights[] = {
	{"© 2026 Corvant Courier", "Corvant Courier"},
	{"Copyright (c) 2010-2026 by The Lethmar Observer Ltd. All rights "
	 "reserved.",
	 "The Lethmar Observer"},
	{"© Evening Post Newspapers 2026 | Imprint", "Evening Post Newspapers"},
	{"© 2026", ""},
	{"© All rights reserved", ""},
	{"Copyright is a right that some people have", ""},
	{"No sign", ""},
};

static void copyright_lines_name_the_paper(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(copyrights) / sizeof(copyrights[0]); i++)
		assert_slice(
			page_source_copyright(slice_of(copyrights[i].line)),
			copyrights[i].owner);
}

static const struct {
	const char *text;
	bool is;
	const char *agency, *day;
	uint32_t month, mday;
} wires[] = {
	{"GENEVA, March 10 (AFP) — The talks", true, "Agence France-Presse", "",
	 3, 10},
	{"CORVANT, 26 March 2026 — Two weeks", true, NULL, "2026-03-26", 0, 0},
	{"ST. JOSEPH, Mich. (AP) — Officials", true, "Associated Press", "", 0,
	 0},
	{"Kolvik (AFP) - The port", true, "Agence France-Presse", "", 0, 0},
	{"KOLVIK – A documentary", true, NULL, "", 0, 0},
	{"Two of them — a boy and a girl — came", false, NULL, "", 0, 0},
	{"(AFP", false, NULL, "", 0, 0},
	{"", false, NULL, "", 0, 0},
};

static void datelines_of_agencies_are_read(void **state)
{
	struct page_work w = {.lists = lists};

	(void)state;
	for (size_t i = 0; i < sizeof(wires) / sizeof(wires[0]); i++) {
		struct page_wire wire;
		char day[32];
		bool is = page_wire_read(&w, slice_of(wires[i].text), &wire);

		assert_int_equal(is, wires[i].is);
		if (!is)
			continue;
		date_write(&wire.day, day);
		assert_string_equal(day, wires[i].day);
		assert_int_equal(wire.month, wires[i].month);
		assert_int_equal(wire.mday, wires[i].mday);
		if (wires[i].agency)
			assert_string_equal(wire.agency, wires[i].agency);
		else
			assert_null(wire.agency);
	}
}

static const struct {
	const char *file, *text, *day; /* "" none */
} files[] = {
	{"paper/2026-03-10-talks.txt", "GENEVA (AFP) — It began on time.",
	 "2026-03-10"},
	{"2026-01-02.txt", "GENEVA, Dec 31 (AFP) — It began on time.",
	 "2025-12-31"},
	{"page-12026-03-10.txt", "It began on time.", ""},
	{"2026-13-10.txt", "It began on time.", ""},
	{"2026-03-10/page.txt", "It began on time.", ""},
};

static void a_file_named_by_its_day_has_it(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		struct document doc = {.bytes = slice_of(files[i].text),
				       .file = files[i].file};
		struct article *art;
		struct error err;
		char day[32];

		assert_true(page_clean(&a, lists, &doc, &art, &err));
		date_write(&art->published, day);
		assert_string_equal(day, files[i].day);
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(broken_lists_are_named),
		TEST(days_are_read_as_written),
		TEST(phrases_fold_lightly),
		TEST(shortcodes_go_and_words_stay),
		TEST(agencies_are_credited_by_their_full_names),
		TEST(bytes_tell_what_they_are),
		TEST(pages_become_text),
		TEST(items_of_feeds_become_text),
		TEST(the_longer_text_of_the_feed_is_taken),
		TEST(names_before_a_day_are_found),
		TEST(copyright_lines_name_the_paper),
		TEST(datelines_of_agencies_are_read),
		TEST(a_file_named_by_its_day_has_it),
		TEST(witnesses_choose_among_containers),
		TEST(long_pages_take_no_second),
		TEST(a_page_without_bottom_keeps_its_text),
		TEST(titles_are_without_site_and_section),
		TEST(authors_are_persons_first),
		TEST(days_are_those_that_the_page_shows),
		TEST(garbage_makes_sound_articles),
	};

	return cmocka_run_group_tests(tests, read_lists, free_lists);
}
