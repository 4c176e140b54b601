/* What a page says of itself.  For every field a cascade, best source first,
 * in the order in which sources proved right on pages with annotated fields;
 * what the page shows its readers comes last, from its lines. */
#include "page/meta.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "html/text.h"
#include "html/url.h"
#include "page/author.h"
#include "page/day.h"
#include "page/fold.h"
#include "page/source.h"

/* Of so many <time> elements one is the article's, or none. */
#define TIMES_MOST 64

/* What <meta> elements say, by name or property; of several the first wins. */
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
	{"og:article:published_time", META_PUBLISHED},
	{"datepublished", META_PUBLISHED},
	{"date", META_PUBLISHED_LESS},
	{"pubdate", META_PUBLISHED_TOO},
	{"publishdate", META_PUBLISHED_TOO},
	{"publish-date", META_PUBLISHED_TOO},
	{"publish_date", META_PUBLISHED_TOO},
	{"publication_date", META_PUBLISHED_TOO},
	{"parsely-pub-date", META_PUBLISHED_TOO},
	{"sailthru.date", META_PUBLISHED_TOO},
	{"dc.date", META_PUBLISHED_LESS},
	{"dc.date.issued", META_PUBLISHED_TOO},
	{"dcterms.created", META_PUBLISHED_TOO},
	{"dcterms.date", META_PUBLISHED_LESS},
	{"ptime", META_PUBLISHED_TOO},
	{"displaydate", META_PUBLISHED_TOO},
	{"article.published", META_PUBLISHED_TOO},
	{"cxenseparse:recs:publishtime", META_PUBLISHED_TOO},
	{"cxenseparse:publishtime", META_PUBLISHED_TOO},
	{"originalpublicationdate", META_PUBLISHED_TOO},
	{"date.created", META_PUBLISHED_LESS},
	{"creation_date", META_PUBLISHED_LESS},
	{"citation_publication_date", META_PUBLISHED_TOO},
	{"rnews:datepublished", META_PUBLISHED_TOO},
	{"og:url", META_URL},
	{"og:locale", META_LANGUAGE},
	{"content-language", META_LANGUAGE},
	{"twitter:label1", META_LABEL},
	{"twitter:data1", META_DATA},
	{"og:article:author", META_AUTHOR},
	{"dc:creator", META_AUTHOR},
	{"shareaholic:article_author_name", META_AUTHOR},
	{"description", META_DESCRIPTION},
	{"og:description", META_DESCRIPTION},
};

static void meta_element(struct page_meta *m, uint32_t node)
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

/* Does the heading or what is around it call itself something else? */
static bool is_masthead(const struct page_meta *m, uint32_t node)
{
	static const enum html_attr names[] = {HTML_ATTR_CLASS, HTML_ATTR_ID};

	for (size_t i = 0; i < array_length(names); i++) {
		struct slice s =
			slice_of(html_attr(m->w->tree, node, names[i]));

		if (s.len && page_lists_class(m->w->lists, s) == PAGE_NAV)
			return true;
	}
	for (; node; node = m->w->tree->nodes[node].parent) {
		if (m->w->marks[node] == PAGE_HIDDEN ||
		    m->w->marks[node] == PAGE_NAV)
			return true;
	}
	return false;
}

/* A heading's words, without the kicker or date that some put inside. */
static struct slice heading_text(const struct page_meta *m, uint32_t node)
{
	const struct html_tree *t = m->w->tree;
	struct str text = {0};
	struct slice s;

	for (uint32_t i = node + 1; i < t->nodes[node].end; i++) {
		uint8_t mark = m->w->marks[i], tag = t->nodes[i].tag;

		if (mark == PAGE_TAGS || mark == PAGE_HIDDEN ||
		    mark == PAGE_DATE || mark == PAGE_SHARE)
			i = t->nodes[i].end - 1;
		else if (tag == HTML_TEXT)
			str_add(&text, t->text + t->nodes[i].text,
				t->nodes[i + 1].text - t->nodes[i].text);
		else if (tag == HTML_BR || html_class_of(tag) == HTML_BLOCK)
			str_add_char(&text, ' ');
	}
	s = html_one_line(m->w->arena,
			  (struct slice){str_text(&text), text.len});
	str_free(&text);
	if (s.len < 2)
		s = html_one_line(m->w->arena, html_node_text(t, node));
	return s;
}

static void h1_element(struct page_meta *m, uint32_t node)
{
	struct slice s = heading_text(m, node);

	if (is_masthead(m, node))
		return;
	if (s.len < 2 || s.len > 400)
		return;
	if (m->n_h1 < PAGE_H1_MOST)
		m->h1s[m->n_h1] = s;
	if (!m->n_h1++)
		m->first_h1 = s;
	m->h1 = s;
}

/* <h2 class="entry-title">, <h3 itemprop=headline> */
static void h2_element(struct page_meta *m, uint32_t node)
{
	static const char *const words[] = {"entry-title",   "post-title",
					    "article-title", "headline",
					    "posttitle",     "entry_title"};
	const char *class = html_attr(m->w->tree, node, HTML_ATTR_CLASS);
	const char *prop = html_attr(m->w->tree, node, HTML_ATTR_ITEMPROP);

	if (m->class_title.len)
		return;
	for (size_t i = 0; i < array_length(words); i++) {
		if ((class && strstr(class, words[i])) ||
		    (prop && !strcmp(prop, words[i]))) {
			m->class_title = html_one_line(
				m->w->arena, html_node_text(m->w->tree, node));
			return;
		}
	}
}

static const char *text_of(struct page_meta *m, uint32_t node)
{
	struct slice s = html_node_text(m->w->tree, node);

	return s.len && s.len < 200 ? arena_copy(m->w->arena, s.at, s.len)
				    : NULL;
}

/* A day in an attribute or the text of an element. */
static const char *day_of(struct page_meta *m, uint32_t node)
{
	const struct html_tree *t = m->w->tree;
	const char *value = html_attr(t, node, HTML_ATTR_DATETIME);

	if (!value)
		value = html_attr(t, node, HTML_ATTR_CONTENT);
	if (!value && t->nodes[node].tag == HTML_ABBR)
		value = html_attr(t, node, HTML_ATTR_TITLE);
	return value && *value ? value : text_of(m, node);
}

/* Does the element stand among other stories, comments or menus? */
static bool is_elsewhere(const struct page_work *w, uint32_t node)
{
	for (; node; node = w->tree->nodes[node].parent) {
		uint8_t mark = w->marks[node];

		if (mark == PAGE_RELATED || mark == PAGE_COMMENTS ||
		    mark == PAGE_NAV || mark == PAGE_FOOT)
			return true;
	}
	return false;
}

static void prop_element(struct page_meta *m, uint32_t node)
{
	const char *prop = html_attr(m->w->tree, node, HTML_ATTR_ITEMPROP);

	if (prop && !m->prop_date && strstr(prop, "datePublished")) {
		m->prop_date = day_of(m, node);
		m->prop_shown = text_of(m, node);
	}
	if (m->w->tree->nodes[node].tag == HTML_TIME && !m->time_date &&
	    m->n_times++ < TIMES_MOST && !is_elsewhere(m->w, node) &&
	    (!prop || !strstr(prop, "Modified"))) {
		m->time_date = day_of(m, node);
		m->time_shown = text_of(m, node);
	}
}

static void look(struct page_meta *m, uint32_t node)
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
	case HTML_H2:
	case HTML_H3:
		h2_element(m, node);
		return;
	default:
		if (t->nodes[node].n_attrs)
			prop_element(m, node);
	}
}

/* ---- the rest ---- */

/* twitter:label1 says what twitter:data1 is. */
static bool is_by_label(const char *label)
{
	static const char *const labels[] = {
		"by",   "von",    "par",   "por",      "da",
		"door", "author", "autor", "verfasst", "geschrieben"};
	char folded[60];
	size_t n = page_fold(slice_of(label), folded, sizeof(folded));

	for (size_t i = 0; i < array_length(labels); i++) {
		if (memmem(folded, n, labels[i], strlen(labels[i])))
			return true;
	}
	return false;
}

static void choose_authors(struct page_meta *m)
{
	struct page_work *w = m->w;
	const char *named = m->field[META_AUTHOR];

	for (uint32_t i = 0; i < m->ld.n_authors; i++)
		page_authors_split(w, m->ld.authors[i]);
	if (!w->n_authors && m->field[META_DATA] && m->field[META_LABEL] &&
	    is_by_label(m->field[META_LABEL]))
		page_authors_split(
			w,
			html_one_line(w->arena, slice_of(m->field[META_DATA])));
	if (!w->n_authors && named && strncmp(named, "http", 4))
		page_authors_split(w, html_one_line(w->arena, slice_of(named)));
	if (!w->n_authors && w->doc->byline)
		page_authors_split(
			w, html_one_line(w->arena, slice_of(w->doc->byline)));
}

/* "Paper: Title" and "© Paper": the page names its paper twice. */
static struct slice labelled_paper(const struct page_meta *m)
{
	struct slice rest = m->head, label = slice_cut(&rest, ':');
	const struct html_tree *t = m->w->tree;
	struct slice none = {NULL, 0};

	if (!rest.at || label.len < 4 || label.len > 40)
		return none;
	for (uint32_t i = t->n; i-- > 1;) {
		struct slice name;

		if (t->nodes[i].tag != HTML_TEXT)
			continue;
		name = page_source_copyright(html_node_text(t, i));
		if (name.len && page_same_words(name, label))
			return label;
	}
	return none;
}

static void choose_site(struct page_meta *m)
{
	struct page_work *w = m->w;
	struct slice s = slice_of(m->field[META_SITE]);

	if (!s.len)
		s = slice_of(m->ld.publisher);
	if (!s.len)
		s = slice_of(w->doc->source);
	s = html_one_line(w->arena, s);
	if (!s.len)
		s = labelled_paper(m);
	if (s.len && s.len < 120)
		w->site = arena_copy(w->arena, s.at, s.len);
}

static void choose_language(struct page_meta *m)
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
static void choose_url(struct page_meta *m)
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

static void choose_summary(struct page_meta *m)
{
	struct slice s = slice_of(m->field[META_DESCRIPTION]);
	size_t room = s.len * 3 + 16;
	char *out = arena_alloc(m->w->arena, room);

	m->w->summary = (struct slice){out, page_fold(s, out, room)};
}

/* A feed knows its item's author, day and paper; often it gives the paper for
 * the author. */
void page_meta_item(struct page_work *w)
{
	struct slice site = html_to_line(w->arena, slice_of(w->doc->source));

	if (site.len && site.len < 120)
		w->site = arena_copy(w->arena, site.at, site.len);
	w->published = w->doc->published;
	if (!w->published.kind)
		page_published_url(w, &w->published);
	if (w->doc->byline)
		page_authors_split(
			w, html_to_line(w->arena, slice_of(w->doc->byline)));
}

void page_meta(struct page_work *w)
{
	struct page_meta m = {.w = w};

	for (uint32_t i = 1; i < w->tree->n; i++) {
		if (w->tree->nodes[i].tag != HTML_TEXT)
			look(&m, i);
	}
	page_ld_read(w->arena, w->tree->json, w->tree->n_json, w->url,
		     m.first_h1, &m.ld);
	w->has_h1 = m.n_h1 > 0;
	choose_site(&m);
	w->title = page_title_choose(&m);
	w->paper = page_title_paper(&m, w->title);
	page_published_choose(&m);
	choose_authors(&m);
	choose_language(&m);
	choose_url(&m);
	w->bodies = m.ld.bodies;
	w->n_bodies = m.ld.n_bodies;
	w->body = slice_of(m.ld.body);
	choose_summary(&m);
}
