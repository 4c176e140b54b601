/* Names stand in attributes for machines, in elements that call themselves
 * the author's, and behind "By" in lines. */
#include "page/author.h"

#include <string.h>

#include "base/array.h"
#include "html/text.h"
#include "page/day.h"
#include "page/fold.h"
#include "page/source.h"
#include "page/sweep.h"

/* Names that are none: labels, buttons, the program's user. */
static const char *const never[] = {
	"admin",        "administrator", "webmaster",
	"author",       "unknown",       "guest author",
	"von",          "por",           "par",
	"by",           "quelle",        "source",
	"autoreninfo",  "root",          "about the author",
	"follow",       "the author",    "contributors",
	"member login", "login",         "datum",
	"date",         "share",         "comments",
	"autor",        "autorin",       "profile",
	"subscribe",    "stand",         "menu",
	"user",         "agencies"};

/* Names of nobody in particular: taken where nobody else is named. */
static const char *const anybody[] = {
	"editor",    "editorial staff", "staff",    "redaktion",
	"redazione", "redaccion",       "newsroom", "news desk",
	"redaction", "newsdesk",        "team",     "redactie"};

static bool is_one_of(struct slice s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (page_same_words(s, slice_of(words[i])))
			return true;
	}
	return false;
}

static bool is_no_author(struct slice s)
{
	return s.len < 3 || s.len > 80 || memchr(s.at, '/', s.len) ||
	       memchr(s.at, '@', s.len) || (s.at[0] >= '0' && s.at[0] <= '9') ||
	       is_one_of(s, never, array_length(never));
}

static bool ends(struct slice s, const char *end)
{
	size_t n = strlen(end);

	return s.len > n && !memcmp(s.at + s.len - n, end, n);
}

/* "paper.example" */
static bool is_address(struct slice s)
{
	const char *dot = memrchr(s.at, '.', s.len);

	return dot && s.at + s.len - dot > 2 && dot - s.at > 2 &&
	       !memchr(s.at, ' ', s.len);
}

/* The name of a body or of the site, as pages put it where an author should
 * stand: somebody whom the reader sees is the better answer. */
static bool is_faint(const struct page_work *w, struct slice s)
{
	static const char *const bodies[] = {" e.V", " GmbH", " AG",
					     " Inc", " Ltd",  " LLC"};

	for (size_t i = 0; i < array_length(bodies); i++) {
		if (ends(s, bodies[i]))
			return true;
	}
	if (is_address(s))
		return true;
	return (w->site && page_same_words(s, slice_of(w->site))) ||
	       (w->paper.len && page_same_words(s, w->paper)) ||
	       is_one_of(s, anybody, array_length(anybody));
}

/* A newspaper is not the author of what stands in it. */
static void faint_add(struct page_work *w, struct slice s)
{
	if (!w->faint.len && !page_lists_is_paper(w->lists, s) &&
	    !page_agency(w, s))
		w->faint = s;
}

void page_author_faint(struct page_work *w)
{
	if (!w->n_authors && w->faint.len)
		*array_add(w->arena, w->authors, w->n_authors) = w->faint;
}

/* Returns false when the name is none, or a faint one. */
static bool author_add(struct page_work *w, struct slice s)
{
	s = slice_trim(s);
	while (s.len && strchr(".,;:|-", *s.at))
		s = slice_trim((struct slice){s.at + 1, s.len - 1});
	while (s.len && strchr(".,;:|-", s.at[s.len - 1]))
		s = slice_trim((struct slice){s.at, s.len - 1});
	if (is_no_author(s) || w->n_authors >= 8)
		return false;
	if (is_faint(w, s)) {
		faint_add(w, s);
		return false;
	}
	for (uint32_t i = 0; i < w->n_authors; i++) {
		if (page_same_words(w->authors[i], s))
			return true;
	}
	*array_add(w->arena, w->authors, w->n_authors) = s;
	return true;
}

static const char *const by_words[] = {
	"by ",     "von ",       "par ",   "por ",      "di ",
	"door ",   "de ",        "text: ", "text von ", "written by ",
	"author ", "posted by ", "words ", "story by ", "interview by ",
	"autor: ", "author: ",   "vom ",   "redactie: "};

static struct slice without_by(struct slice s)
{
	for (size_t i = 0; i < array_length(by_words); i++) {
		size_t n = strlen(by_words[i]);

		if (s.len > n && !strncasecmp(s.at, by_words[i], n)) {
			s.at += n;
			s.len -= n;
			s = slice_trim(s);
			i = (size_t)-1;
		}
	}
	return s;
}

/* The last after a comma may be the paper: "Ann Lee, Ostrel Evening Post". */
static bool is_paper(const struct page_work *w, struct slice s, bool is_list,
		     size_t more)
{
	return is_list && !more && w->n_authors == 1 &&
	       memchr(s.at, ' ', s.len) && page_source_is(w, s);
}

/* "Ann Lee, Ph.D.", "Bo Ek, MD": no name of its own, directly behind one. */
static bool is_degree(const struct page_work *w, struct slice s, size_t len)
{
	const struct slice *last =
		w->n_authors ? &w->authors[w->n_authors - 1] : NULL;
	struct slice piece = slice_trim((struct slice){s.at, len});
	uint32_t small = 0, stops = 0;

	if (!last || piece.len < 2 || piece.len > 6 ||
	    last->at + last->len + 2 != s.at ||
	    memchr(piece.at, ' ', piece.len) || page_agency(w, piece))
		return false;
	for (size_t i = 0; i < piece.len; i++) {
		small += piece.at[i] >= 'a' && piece.at[i] <= 'z';
		stops += piece.at[i] == '.';
	}
	return !small || stops;
}

/* "A, B and C" to three. */
void page_authors_split(struct page_work *w, struct slice s)
{
	static const char *const words[] = {" and ", " und ", " et ", " y ",
					    " & ",   " e ",   " en ", ", ",
					    "; ",    " | "};

	bool is_list = false;

	s = without_by(slice_trim(s));
	while (s.len) {
		size_t at = s.len, skip = 0;

		for (size_t i = 0; i < array_length(words); i++) {
			const char *found =
				memmem(s.at, s.len, words[i], strlen(words[i]));

			if (found && (size_t)(found - s.at) < at) {
				at = (size_t)(found - s.at);
				skip = strlen(words[i]);
			}
		}
		if (is_list && w->n_authors &&
		    page_lists_is_job(w->lists, (struct slice){s.at, at}))
			; /* "Ann Lee, Science Editor" */
		else if (is_list && is_degree(w, s, at))
			w->authors[w->n_authors - 1].len =
				(size_t)(s.at + at -
					 w->authors[w->n_authors - 1].at);
		else if (is_paper(w, slice_trim((struct slice){s.at, at}),
				  is_list, skip))
			w->paper = slice_trim((struct slice){s.at, at});
		else if (!author_add(w, (struct slice){s.at, at}) &&
			 !w->n_authors && w->faint.len && skip == 2)
			return; /* a body, and its address */
		is_list = skip == 2;
		s.at += at + skip;
		s.len -= at + skip;
	}
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The names at the start of a byline: up to a bar, a digit, a day. */
static struct slice names_part(struct page_work *w, struct slice s)
{
	size_t n = 0;

	(void)w;
	for (; n < s.len; n++) {
		struct slice rest = {s.at + n, s.len - n};

		if (strchr("|/(@", s.at[n]) ||
		    (is_digit(s.at[n]) && (!n || s.at[n - 1] == ' ')))
			break;
		if (rest.len > 3 && (!memcmp(rest.at, "\xE2\x80\xA2", 3) ||
				     !memcmp(rest.at, "\xE2\x80\x93", 3) ||
				     !memcmp(rest.at, "\xC2\xB7", 2)))
			break;
		if (rest.len > 4 &&
		    (!memcmp(rest.at, " on ", 4) ||
		     !memcmp(rest.at, " am ", 4) || !memcmp(rest.at, " - ", 3)))
			break;
	}
	return slice_trim((struct slice){s.at, n});
}

/* A name in a byline is no month: "Lena Foss on April 8". */
static struct slice without_month(struct page_work *w, struct slice s)
{
	struct slice rest = s;
	size_t kept = 0;

	while (rest.at) {
		struct slice word = slice_cut(&rest, ' ');
		char folded[40];
		size_t n = page_fold(word, folded, sizeof(folded));
		uint32_t month;

		while (n && !page_is_word(folded[n - 1]))
			n--;
		if (!rest.at && kept &&
		    map_get(&w->lists->months, folded, n, &month))
			break;
		kept = (size_t)(word.at + word.len - s.at);
	}
	return slice_trim((struct slice){s.at, kept});
}

/* "Posted on March 3 by Lena Foss" */
static bool take_by(struct slice *s)
{
	static const char *const words[] = {" by ", " von ",  " par ",
					    " By ", " door ", " BY "};

	for (size_t i = 0; i < array_length(words); i++) {
		const char *at =
			memmem(s->at, s->len, words[i], strlen(words[i]));

		if (!at)
			continue;
		at += strlen(words[i]);
		s->len -= (size_t)(at - s->at);
		s->at = at;
		return true;
	}
	return false;
}

static bool is_dated(const struct page_work *w, const struct page_line *l)
{
	struct when day;
	size_t start, end;

	return l->has_time ||
	       page_day_in(w->lists, l->folded, false, &day, &start, &end);
}

/* Skip "By" and the like at the start of a line. */
static bool skip_label(const struct page_work *w, const struct page_line *l,
		       struct slice *s)
{
	const struct page_phrase *p = page_lists_find(
		w->lists, l->folded, 1u << PAGE_STARTS | 1u << PAGE_LABEL);
	size_t n = p ? p->text.len : 0;

	if (!p || p->kind != PAGE_BYLINE || n >= s->len ||
	    (!strchr(": \xC2", s->at[n]) && s->at[n - 1] != ':'))
		return false;
	s->at += n;
	s->len -= n;
	while (s->len && strchr(": ", *s->at))
		*s = (struct slice){s->at + 1, s->len - 1};
	return true;
}

/* One word without blanks: a nickname. */
static bool is_nick(struct slice s)
{
	return s.len >= 2 && s.len <= 20 && !memchr(s.at, ' ', s.len);
}

/* Take the authors of a line that says "By" or whose element says so.  Of a
 * line that may be anything, "by" in its midst counts beside a day. */
void page_author_line(struct page_work *w, const struct page_line *l,
		      bool is_sure)
{
	struct slice s = l->text;
	bool dated = is_dated(w, l), labelled;

	if (l->text.len > 160)
		return;
	labelled = skip_label(w, l, &s);
	if (!labelled && !((is_sure || dated) && take_by(&s)) && !is_sure)
		return;
	s = without_month(w, names_part(w, without_by(slice_trim(s))));
	s = page_byline_names(s);
	if (page_is_names(s, 14) &&
	    (is_sure || memchr(s.at, ' ', s.len) || (labelled && dated)))
		page_authors_split(w, s);
	else if (labelled && dated && is_nick(s))
		author_add(w, s);
}

/* ---- elements ---- */

/* Paths of pages about an author. */
static const char *const paths[] = {
	"/author/",     "/authors/", "/autor/",   "/autoren/",  "/auteur",
	"/autore/",     "/profile/", "/people/",  "/staff/",    "/journalist",
	"/newsteam/",   "/by/",      "/reporter", "/redakteur", "?author=",
	"/contributor", "/writer"};

static bool is_author_path(const char *href)
{
	for (size_t i = 0; href && i < array_length(paths); i++) {
		if (strstr(href, paths[i]))
			return true;
	}
	return false;
}

/* How much an element says that it names the author: 0 not at all. */
static int rank_of(const struct page_work *w, uint32_t node)
{
	const char *prop = html_attr(w->tree, node, HTML_ATTR_ITEMPROP);
	const char *rel = html_attr(w->tree, node, HTML_ATTR_REL);

	if (prop && (!strcmp(prop, "author") || !strcmp(prop, "creator")))
		return 4;
	if (rel && strstr(rel, "author"))
		return 3;
	if (w->tree->nodes[node].tag == HTML_A &&
	    is_author_path(html_attr(w->tree, node, HTML_ATTR_HREF)))
		return w->named[node] ? 3 : 1;
	return w->named[node] ? 2 : 0;
}

static bool is_aside(uint8_t mark)
{
	return mark == PAGE_COMMENTS || mark == PAGE_RELATED ||
	       mark == PAGE_NAV || mark == PAGE_FOOT || mark == PAGE_HIDDEN;
}

/* The text of an element up to where a second block begins in it. */
static struct slice first_block(const struct html_tree *t, uint32_t node)
{
	struct slice s = html_node_text(t, node);
	const char *start = t->text + t->nodes[node].text;

	for (uint32_t i = node + 1; i < t->nodes[node].end; i++) {
		struct slice before = {start,
				       t->nodes[i].text - t->nodes[node].text};
		uint8_t tag = t->nodes[i].tag;

		if ((html_class_of(tag) == HTML_BLOCK || tag == HTML_BR) &&
		    slice_trim(before).len > 8)
			return slice_trim(before);
	}
	return s;
}

/* What the element says the name is: itemprop=name inside, or its text. */
static struct slice name_in(struct page_work *w, uint32_t node)
{
	const struct html_tree *t = w->tree;
	const char *content = html_attr(t, node, HTML_ATTR_CONTENT);

	if (content && *content)
		return html_one_line(w->arena, slice_of(content));
	for (uint32_t i = node + 1; i < t->nodes[node].end; i++) {
		const char *prop = html_attr(t, i, HTML_ATTR_ITEMPROP);

		if (t->nodes[i].tag != HTML_TEXT && prop &&
		    !strcmp(prop, "name")) {
			content = html_attr(t, i, HTML_ATTR_CONTENT);
			if (content && *content)
				return html_one_line(w->arena,
						     slice_of(content));
			return html_one_line(w->arena, html_node_text(t, i));
		}
	}
	return html_one_line(w->arena, first_block(t, node));
}

static void take_element(struct page_work *w, uint32_t node)
{
	struct page_line line = {.text = name_in(w, node)};
	char folded[200];

	if (line.text.len < 2 || line.text.len > 120)
		return;
	line.folded.at = folded;
	line.folded.len = page_fold(line.text, folded, sizeof(folded));
	page_author_line(w, &line, true);
	if (!w->n_authors && line.text.len < 40 &&
	    !memchr(line.text.at, ' ', line.text.len))
		page_authors_split(w, line.text); /* a nickname */
}

void page_authors_tree(struct page_work *w)
{
	for (int rank = 4; rank > 0 && !w->n_authors; rank--) {
		for (uint32_t i = 1; i < w->tree->n && !w->n_authors; i++) {
			if (w->tree->nodes[i].tag == HTML_TEXT)
				continue;
			if (is_aside(w->marks[i])) {
				i = w->tree->nodes[i].end - 1;
				continue;
			}
			if (rank_of(w, i) == rank)
				take_element(w, i);
		}
	}
}
