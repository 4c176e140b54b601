/* What a page says of itself.  For every field a cascade, best source first,
 * in the order in which sources proved right on pages with annotated fields;
 * what the page shows its readers comes last, from its lines. */
#include "page/work.h"

#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "html/text.h"
#include "html/url.h"
#include "page/day.h"
#include "page/fold.h"
#include "page/ld.h"
#include "page/sweep.h"

/* What <meta> elements say, by name or property; of several the first wins. */
enum meta_field {
	META_TITLE,
	META_SITE,
	META_AUTHOR,
	META_PUBLISHED,
	META_PUBLISHED_LESS,
	META_URL,
	META_LANGUAGE,
	META_DESCRIPTION,
	META_FIELDS
};

static const struct {
	const char *name;
	uint8_t field;
} meta_names[] = {
	{"og:title", META_TITLE},
	{"twitter:title", META_TITLE},
	{"dc.title", META_TITLE},
	{"og:site_name", META_SITE},
	{"application-name", META_SITE},
	{"author", META_AUTHOR},
	{"article:author", META_AUTHOR},
	{"dc.creator", META_AUTHOR},
	{"dcterms.creator", META_AUTHOR},
	{"parsely-author", META_AUTHOR},
	{"sailthru.author", META_AUTHOR},
	{"byl", META_AUTHOR},
	{"citation_author", META_AUTHOR},
	{"article:published_time", META_PUBLISHED},
	{"article:published", META_PUBLISHED},
	{"og:published_time", META_PUBLISHED},
	{"datepublished", META_PUBLISHED},
	{"date", META_PUBLISHED_LESS},
	{"pubdate", META_PUBLISHED},
	{"publishdate", META_PUBLISHED},
	{"publish-date", META_PUBLISHED},
	{"publish_date", META_PUBLISHED},
	{"publication_date", META_PUBLISHED},
	{"parsely-pub-date", META_PUBLISHED},
	{"sailthru.date", META_PUBLISHED},
	{"dc.date", META_PUBLISHED_LESS},
	{"dc.date.issued", META_PUBLISHED},
	{"dcterms.created", META_PUBLISHED},
	{"dcterms.date", META_PUBLISHED_LESS},
	{"ptime", META_PUBLISHED},
	{"displaydate", META_PUBLISHED},
	{"article.published", META_PUBLISHED},
	{"cxenseparse:recs:publishtime", META_PUBLISHED},
	{"cxenseparse:publishtime", META_PUBLISHED},
	{"originalpublicationdate", META_PUBLISHED},
	{"date.created", META_PUBLISHED_LESS},
	{"creation_date", META_PUBLISHED_LESS},
	{"citation_publication_date", META_PUBLISHED},
	{"rnews:datepublished", META_PUBLISHED},
	{"og:url", META_URL},
	{"og:locale", META_LANGUAGE},
	{"content-language", META_LANGUAGE},
	{"description", META_DESCRIPTION},
	{"og:description", META_DESCRIPTION},
};

struct meta {
	struct page_work *w;
	const char *field[META_FIELDS];
	struct page_ld ld;
	struct slice head; /* <title> */
	struct slice h1, first_h1;
	uint32_t n_h1;
	const char *canonical, *html_language;
	const char *prop_date, *time_date;
	const char *prop_author;
	struct when url_day;
};

static void meta_element(struct meta *m, uint32_t node)
{
	const struct html_tree *t = m->w->tree;
	const char *name = html_attr(t, node, HTML_ATTR_PROPERTY);
	const char *content = html_attr(t, node, HTML_ATTR_CONTENT);

	if (!name)
		name = html_attr(t, node, HTML_ATTR_NAME);
	if (!name)
		name = html_attr(t, node, HTML_ATTR_ITEMPROP);
	if (!name || !content || !*content)
		return;
	for (size_t i = 0; i < array_length(meta_names); i++) {
		uint8_t field = meta_names[i].field;

		if (strcasecmp(name, meta_names[i].name))
			continue;
		if (!m->field[field])
			m->field[field] = content;
		return;
	}
}

static void h1_element(struct meta *m, uint32_t node)
{
	struct slice s = html_node_text(m->w->tree, node);

	for (uint32_t i = node;; i = m->w->tree->nodes[i].parent) {
		if (m->w->marks[i] == PAGE_HIDDEN || m->w->marks[i] == PAGE_NAV)
			return;
		if (!i)
			break;
	}
	s = html_one_line(m->w->arena, s);
	if (s.len < 2 || s.len > 400)
		return;
	if (!m->n_h1++)
		m->first_h1 = s;
	m->h1 = s;
}

/* A day in an attribute or the text of an element. */
static const char *day_of(struct meta *m, uint32_t node)
{
	const struct html_tree *t = m->w->tree;
	const char *value = html_attr(t, node, HTML_ATTR_DATETIME);
	struct slice s;

	if (!value)
		value = html_attr(t, node, HTML_ATTR_CONTENT);
	if (value && *value)
		return value;
	s = html_node_text(t, node);
	return s.len && s.len < 200 ? arena_copy(m->w->arena, s.at, s.len)
				    : NULL;
}

static void prop_element(struct meta *m, uint32_t node)
{
	const char *prop = html_attr(m->w->tree, node, HTML_ATTR_ITEMPROP);

	if (prop && !m->prop_date && strstr(prop, "datePublished"))
		m->prop_date = day_of(m, node);
	if (m->w->tree->nodes[node].tag == HTML_TIME && !m->time_date &&
	    (!prop || !strstr(prop, "Modified")))
		m->time_date = day_of(m, node);
}

static void look(struct meta *m, uint32_t node)
{
	const struct html_tree *t = m->w->tree;
	const char *rel;

	switch (t->nodes[node].tag) {
	case HTML_META:
		meta_element(m, node);
		return;
	case HTML_HTML:
		m->html_language = html_attr(t, node, HTML_ATTR_LANG);
		return;
	case HTML_TITLE:
		if (!m->head.len)
			m->head = html_one_line(m->w->arena,
						html_node_text(t, node));
		return;
	case HTML_LINK:
		rel = html_attr(t, node, HTML_ATTR_REL);
		if (rel && !strcasecmp(rel, "canonical") && !m->canonical)
			m->canonical = html_attr(t, node, HTML_ATTR_HREF);
		return;
	case HTML_H1:
		h1_element(m, node);
		return;
	default:
		if (t->nodes[node].n_attrs)
			prop_element(m, node);
	}
}

/* ---- title ---- */

static bool same_words(struct slice a, struct slice b)
{
	char x[400], y[400];
	size_t n = page_fold(a, x, sizeof(x)), k = page_fold(b, y, sizeof(y));

	return n == k && !memcmp(x, y, n);
}

/* Does a folded hold b folded? */
static bool holds(struct slice a, struct slice b)
{
	char x[500], y[500];
	size_t n = page_fold(a, x, sizeof(x)), k = page_fold(b, y, sizeof(y));

	return k > 0 && memmem(x, n, y, k);
}

static const char *const bars[] = {
	" | ",        " \xE2\x80\x93 ", " \xE2\x80\x94 ", " - ",
	" \xC2\xBB ", " :: ",           " \xC2\xB7 ",     " \xE2\x80\xA2 ",
	" / ",        " \xE2\x80\xB9 ", " \xC2\xAB ",     " < ",
	" > "};

/* Cut at the first bar from at on; *rest begins behind it. */
static struct slice take_part(struct slice *rest)
{
	struct slice part = *rest;

	for (size_t at = 0; at < rest->len; at++) {
		for (size_t i = 0; i < array_length(bars); i++) {
			size_t n = strlen(bars[i]);

			if (rest->len - at < n ||
			    memcmp(rest->at + at, bars[i], n))
				continue;
			part.len = at;
			rest->at += at + n;
			rest->len -= at + n;
			return slice_trim(part);
		}
	}
	*rest = (struct slice){NULL, 0};
	return slice_trim(part);
}

/* Without the site's name at either end.  The site's name is known, or it is
 * the shorter end of the title. */
static struct slice without_site(struct slice title, const char *site)
{
	struct slice rest = title, part, first = {NULL, 0}, last, longest;

	longest = (struct slice){NULL, 0};
	last = longest;
	while (rest.at) {
		part = take_part(&rest);
		if (!first.at)
			first = part;
		last = part;
		if (part.len > longest.len)
			longest = part;
	}
	if (!first.len || first.len == title.len)
		return title;
	if (site &&
	    (same_words(last, slice_of(site)) || holds(last, slice_of(site))) &&
	    last.at > title.at) {
		title.len = (size_t)(last.at - title.at);
		while (title.len && strchr(" |-/<>:", title.at[title.len - 1]))
			title.len--;
		while (title.len >= 3 &&
		       (!memcmp(title.at + title.len - 3, "\xE2\x80\x93", 3) ||
			!memcmp(title.at + title.len - 3, "\xE2\x80\x94", 3))) {
			title.len -= 3;
			title = slice_trim(title);
		}
		return slice_trim(title);
	}
	return longest;
}

static struct slice choose_title(struct meta *m)
{
	struct page_work *w = m->w;
	struct slice ld = slice_of(m->ld.headline), og, head, given;

	og = html_one_line(w->arena, slice_of(m->field[META_TITLE]));
	og = without_site(og, w->site);
	head = without_site(m->head, w->site);
	given = slice_of(w->doc->title);
	if (m->n_h1 == 1 && !(w->site && same_words(m->h1, slice_of(w->site))))
		return m->h1;
	if (m->n_h1 > 1 &&
	    (holds(m->head, m->first_h1) || same_words(m->first_h1, ld)))
		return m->first_h1;
	if (ld.len)
		return ld;
	if (given.len)
		return html_one_line(w->arena, given);
	return og.len ? og : head;
}

/* ---- the rest ---- */

static bool month_first(const struct meta *m)
{
	const char *lang = m->html_language;

	return lang && !strncasecmp(lang, "en", 2) &&
	       (!lang[2] || !strncasecmp(lang + 3, "us", 2));
}

static void choose_published(struct meta *m)
{
	struct page_work *w = m->w;
	const char *const order[] = {
		m->field[META_PUBLISHED], m->ld.published, m->prop_date,
		m->field[META_PUBLISHED_LESS], m->time_date};

	for (size_t i = 0; i < array_length(order); i++) {
		if (order[i] &&
		    page_day_find(w->arena, w->lists, slice_of(order[i]),
				  month_first(m), &w->published))
			return;
	}
	if (w->doc->published.kind)
		w->published = w->doc->published;
}

/* Names that are none: the site, an address, the program's user. */
static bool is_no_author(const struct page_work *w, struct slice s)
{
	static const char *const never[] = {
		"admin",        "administrator", "editor",    "editorial staff",
		"staff",        "redaktion",     "webmaster", "author",
		"guest author", "unknown",       "redaction", "redazione",
		"redaccion",    "newsroom",      "news desk", "newsdesk",
		"root",         "user"};

	if (s.len < 3 || s.len > 80 || memchr(s.at, '/', s.len) ||
	    memchr(s.at, '@', s.len) || (s.at[0] >= '0' && s.at[0] <= '9'))
		return true;
	if (w->site && same_words(s, slice_of(w->site)))
		return true;
	for (size_t i = 0; i < array_length(never); i++) {
		if (same_words(s, slice_of(never[i])))
			return true;
	}
	return false;
}

static void author_add(struct page_work *w, struct slice s)
{
	s = slice_trim(s);
	while (s.len && strchr(".,;:|-", s.at[s.len - 1]))
		s = slice_trim((struct slice){s.at, s.len - 1});
	if (is_no_author(w, s) || w->n_authors >= 8)
		return;
	for (uint32_t i = 0; i < w->n_authors; i++) {
		if (same_words(w->authors[i], s))
			return;
	}
	*array_add(w->arena, w->authors, w->n_authors) = s;
}

static const char *const by_words[] = {
	"by ",           "von ",    "par ",     "por ",      "di ",
	"door ",         "de ",     "text: ",   "text von ", "written by ",
	"interview by ", "autor: ", "author: ", "vom ",      "redactie: "};

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

/* "A, B and C" to three. */
static void authors_split(struct page_work *w, struct slice s)
{
	static const char *const words[] = {" and ", " und ", " et ", " y ",
					    " & ",   " e ",   " en ", ", ",
					    "; ",    " | "};

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
		author_add(w, (struct slice){s.at, at});
		s.at += at + skip;
		s.len -= at + skip;
	}
}

static void choose_authors(struct meta *m)
{
	struct page_work *w = m->w;
	const char *named = m->field[META_AUTHOR];

	for (uint32_t i = 0; i < m->ld.n_authors && m->ld.is_article; i++)
		authors_split(w, m->ld.authors[i]);
	if (!w->n_authors && named && strncmp(named, "http", 4))
		authors_split(w, html_one_line(w->arena, slice_of(named)));
	if (!w->n_authors && w->doc->byline)
		authors_split(
			w, html_one_line(w->arena, slice_of(w->doc->byline)));
}

static void choose_site(struct meta *m)
{
	struct page_work *w = m->w;
	struct slice s = slice_of(m->field[META_SITE]);

	if (!s.len)
		s = slice_of(m->ld.publisher);
	if (!s.len)
		s = slice_of(w->doc->source);
	s = html_one_line(w->arena, s);
	if (s.len && s.len < 120)
		w->site = arena_copy(w->arena, s.at, s.len);
}

static void choose_language(struct meta *m)
{
	const char *from[] = {m->html_language, m->field[META_LANGUAGE],
			      m->ld.language};

	for (size_t i = 0; i < array_length(from); i++) {
		const char *s = from[i];
		char code[3] = "";

		if (!s)
			continue;
		while (*s == ' ')
			s++;
		for (size_t k = 0; k < 2; k++) {
			char c = (char)(s[k] | 0x20);

			if (!s[k] || c < 'a' || c > 'z')
				break;
			code[k] = c;
		}
		if (code[1] && (!s[2] || s[2] == '-' || s[2] == '_' ||
				s[2] == ',' || s[2] == ' ')) {
			m->w->language = arena_string(m->w->arena, code);
			return;
		}
	}
}

/* A canonical address is believed within the page's own host, and not where
 * it says that every page is the front page. */
static void choose_url(struct meta *m)
{
	struct page_work *w = m->w;
	const char *from[] = {m->canonical, m->field[META_URL]};

	if (w->url)
		w->canonical = html_url_normal(w->arena, w->url);
	for (size_t i = 0; i < array_length(from); i++) {
		char *url = from[i] ? html_url_resolve(w->arena, w->url,
						       slice_of(from[i]))
				    : NULL;
		size_t n;

		if (!url)
			continue;
		url = html_url_normal(w->arena, url);
		n = strlen(url);
		if (w->url && (!html_url_same_host(w->url, url) ||
			       strcspn(url + 8, "/") + 9 >= n))
			continue;
		w->canonical = url;
		return;
	}
}

static void choose_summary(struct meta *m)
{
	struct slice s = slice_of(m->field[META_DESCRIPTION]);
	size_t room = s.len * 3 + 16;
	char *out = arena_alloc(m->w->arena, room);

	m->w->summary = (struct slice){out, page_fold(s, out, room)};
}

void page_meta(struct page_work *w)
{
	struct meta m = {.w = w};

	for (uint32_t i = 1; i < w->tree->n; i++) {
		if (w->tree->nodes[i].tag != HTML_TEXT)
			look(&m, i);
	}
	page_ld_read(w->arena, w->tree->json, w->tree->n_json, w->url,
		     m.first_h1, &m.ld);
	w->has_h1 = m.n_h1 > 0;
	choose_site(&m);
	w->title = choose_title(&m);
	choose_published(&m);
	choose_authors(&m);
	choose_language(&m);
	choose_url(&m);
	w->body = slice_of(m.ld.body);
	choose_summary(&m);
}

/* ---- what the lines show ---- */

/* The names at the start of a byline: up to a bar, a digit, a day. */
static struct slice names_part(struct page_work *w, struct slice s)
{
	size_t n = 0;

	(void)w;
	for (; n < s.len; n++) {
		struct slice rest = {s.at + n, s.len - n};

		if (strchr("|/0123456789(", s.at[n]))
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

/* Take the authors of a line that says "By" or whose element says so. */
static void byline_of(struct page_work *w, const struct page_line *l,
		      bool is_sure)
{
	struct slice s = l->text;
	const struct page_phrase *p = page_lists_find(
		w->lists, l->folded, 1u << PAGE_STARTS | 1u << PAGE_LABEL);

	if (l->text.len > 160)
		return;
	if (p && p->kind == PAGE_BYLINE && p->text.len < s.len) {
		s.at += p->text.len;
		s.len -= p->text.len;
		while (s.len && strchr(": ", *s.at)) {
			s.at++;
			s.len--;
		}
	} else if (!take_by(&s) && !is_sure) {
		return;
	}
	s = without_month(w, names_part(w, without_by(slice_trim(s))));
	if (page_is_names(s, 14))
		authors_split(w, s);
}

static void day_of_line(struct page_work *w, const struct page_line *l)
{
	size_t start, end;
	bool is_us = w->language && !strcmp(w->language, "en");

	if (!w->published.kind && l->text.len < 200)
		page_day_in(w->lists, l->folded, is_us, &w->published, &start,
			    &end);
}

/* The first line that is kept; lines before it may name author and day. */
static uint32_t first_kept(const struct page_work *w)
{
	for (uint32_t i = 0; i < w->n_lines; i++) {
		if (!w->lines[i].why)
			return i;
	}
	return 0;
}

static bool says_author(const struct page_line *l)
{
	return l->why == PAGE_BYLINE || l->mark == PAGE_BYLINE || l->has_author;
}

static bool says_day(const struct page_line *l)
{
	return l->why == PAGE_DATE || l->why == PAGE_BYLINE ||
	       l->mark == PAGE_DATE || l->has_time;
}

void page_meta_lines(struct page_work *w)
{
	uint32_t first = first_kept(w);

	for (uint32_t i = 0; i < w->n_lines && !w->n_authors; i++) {
		const struct page_line *l = &w->lines[i];

		if (says_author(l))
			byline_of(w, l, true);
		else if (i < first || l->why == PAGE_DATE)
			byline_of(w, l, false);
	}
	for (uint32_t i = 0; i < w->n_lines && !w->published.kind; i++) {
		if (says_day(&w->lines[i]))
			day_of_line(w, &w->lines[i]);
	}
	for (uint32_t i = first; i-- > 0 && !w->published.kind;)
		day_of_line(w, &w->lines[i]);
}
