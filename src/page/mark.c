/* Which elements look like furniture.  Names of classes lie often, so a mark
 * counts only on an element that does not hold the article: one with a large
 * share of the page's text, or with an anchor of the content (the heading of
 * level one, the element that calls itself the article's body). */
#include "page/work.h"

#include <string.h>

#include "base/map.h"

/* What elements say by their name alone. */
static const uint8_t tag_kinds[HTML_TAGS] = {
	[HTML_NAV] = PAGE_NAV,       [HTML_ASIDE] = PAGE_WIDGET,
	[HTML_FOOTER] = PAGE_FOOT,   [HTML_FORM] = PAGE_WIDGET,
	[HTML_BUTTON] = PAGE_BUTTON, [HTML_FIGCAPTION] = PAGE_CAPTION,
	[HTML_DIALOG] = PAGE_HIDDEN, [HTML_NOSCRIPT] = PAGE_HIDDEN,
	[HTML_MENU] = PAGE_NAV,      [HTML_FIELDSET] = PAGE_WIDGET,
	[HTML_OPTION] = PAGE_WIDGET,
};

static const struct {
	const char *name;
	uint8_t kind;
} props[] = {
	{"author", PAGE_BYLINE},          {"datePublished", PAGE_DATE},
	{"dateModified", PAGE_DATE},      {"caption", PAGE_CAPTION},
	{"articleBody", PAGE_CONTENT},    {"description", PAGE_NONE},
	{"copyrightHolder", PAGE_CREDIT},
};

static enum page_kind kind_of_prop(const char *value)
{
	for (size_t i = 0; i < sizeof(props) / sizeof(props[0]); i++) {
		if (!strcmp(props[i].name, value))
			return (enum page_kind)props[i].kind;
	}
	return PAGE_NONE;
}

static bool is_hidden_style(const char *style)
{
	const char *at = strstr(style, "display");

	if (!at)
		return false;
	at += strlen("display");
	at += strspn(at, " :");
	return !strncmp(at, "none", 4);
}

struct marker {
	struct page_work *w;
	struct map seen; /* class or id -> kind */
	enum page_trust trust;
};

static enum page_kind kind_of_class(struct marker *m,
				    const struct html_attribute *attr)
{
	bool is_new;
	uint32_t *kind = map_put(&m->seen, attr->value, attr->len, &is_new);

	if (is_new)
		*kind = page_lists_class(
			m->w->lists, (struct slice){attr->value, attr->len});
	return (enum page_kind) * kind;
}

/* Content before all, then hidden, then the first that says anything. */
static enum page_kind stronger(enum page_kind had, enum page_kind now)
{
	if (had == PAGE_CONTENT || now == PAGE_NONE)
		return had;
	if (now == PAGE_CONTENT || now == PAGE_HIDDEN || had == PAGE_NONE)
		return now;
	return had;
}

static enum page_kind kind_of_attr(struct marker *m,
				   const struct html_attribute *attr)
{
	uint32_t kind;

	switch (attr->name) {
	case HTML_ATTR_HIDDEN:
		return PAGE_HIDDEN;
	case HTML_ATTR_ARIA_HIDDEN:
		return strcmp(attr->value, "true") ? PAGE_NONE : PAGE_HIDDEN;
	case HTML_ATTR_STYLE:
		return is_hidden_style(attr->value) ? PAGE_HIDDEN : PAGE_NONE;
	case HTML_ATTR_ITEMPROP:
		return kind_of_prop(attr->value);
	case HTML_ATTR_ROLE:
		return map_get(&m->w->lists->by_role, attr->value, attr->len,
			       &kind)
			       ? (enum page_kind)kind
			       : PAGE_NONE;
	case HTML_ATTR_CLASS:
	case HTML_ATTR_ID:
		return m->trust == PAGE_TRUST_ALL ? kind_of_class(m, attr)
						  : PAGE_NONE;
	default:
		return PAGE_NONE;
	}
}

static enum page_kind kind_of_node(struct marker *m, uint32_t node)
{
	const struct html_tree *t = m->w->tree;
	const struct html_node *n = &t->nodes[node];
	enum page_kind kind = PAGE_NONE;

	for (uint32_t i = 0; i < n->n_attrs; i++)
		kind = stronger(kind, kind_of_attr(m, &t->attrs[n->attr + i]));
	if (kind == PAGE_NONE)
		kind = (enum page_kind)tag_kinds[n->tag];
	return kind;
}

/* Elements that are too large a part of a page to be furniture, however they
 * are called. */
static bool never_marked(uint8_t tag)
{
	return tag == HTML_HTML || tag == HTML_BODY || tag == HTML_MAIN ||
	       html_is_heading(tag) || tag == HTML_TABLE || tag == HTML_TR ||
	       tag == HTML_BLOCKQUOTE;
}

static void set_anchors(struct page_work *w)
{
	const struct html_tree *t = w->tree;
	uint32_t count = 0;

	for (uint32_t i = 0; i < t->n; i++) {
		w->anchors[i] = count;
		count += w->marks[i] == PAGE_CONTENT ||
			 t->nodes[i].tag == HTML_H1;
	}
	w->anchors[t->n] = count;
}

static uint32_t text_len(const struct html_tree *t, uint32_t node)
{
	return t->nodes[t->nodes[node].end].text - t->nodes[node].text;
}

/* Is a mark on this element to be believed? */
static bool believed(const struct page_work *w, uint32_t node)
{
	const struct html_tree *t = w->tree;
	uint32_t end = t->nodes[node].end;
	uint32_t all = t->text_len, here = text_len(t, node);

	if (never_marked(t->nodes[node].tag))
		return false;
	switch (w->marks[node]) {
	case PAGE_COMMENTS:
	case PAGE_COOKIE:
		return w->anchors[node] == w->anchors[end];
	case PAGE_HIDDEN:
		return here < all / 2;
	case PAGE_CAPTION:
	case PAGE_CREDIT:
	case PAGE_BYLINE:
	case PAGE_DATE:
	case PAGE_SHARE:
	case PAGE_BUTTON:
		return here < 1500 && here < all / 3;
	case PAGE_BIO:
		return here < 3000 && here < all / 3 &&
		       w->anchors[node] == w->anchors[end];
	default:
		return here < all / 2 && w->anchors[node] == w->anchors[end];
	}
}

void page_mark(struct page_work *w, enum page_trust trust)
{
	struct html_tree *t = w->tree;
	struct marker m = {.w = w, .trust = trust};

	map_init(&m.seen, w->arena);
	w->marks = arena_alloc(w->arena, t->n + 1);
	w->named = arena_alloc(w->arena, t->n + 1);
	w->anchors = arena_array(w->arena, t->n + 1, sizeof(uint32_t));
	if (trust == PAGE_TRUST_NOTHING)
		return;
	for (uint32_t i = 1; i < t->n; i++) {
		if (t->nodes[i].tag != HTML_TEXT)
			w->marks[i] = (uint8_t)kind_of_node(&m, i);
		w->named[i] = w->marks[i] == PAGE_BYLINE;
	}
	set_anchors(w);
	for (uint32_t i = 1; i < t->n; i++) {
		if (w->marks[i] && w->marks[i] != PAGE_CONTENT &&
		    !believed(w, i))
			w->marks[i] = PAGE_NONE;
	}
}
