/* Which elements look like furniture.  Names of classes lie often, so a mark
 * counts only on an element that does not hold the article: one with a large
 * share of the page's text, or with an anchor of the content (the heading of
 * level one, the element that calls itself the article's body). */
#include "page/work.h"

#include <string.h>

#include "base/array.h"
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
		kind = kind_of_class(m, attr);
		return m->trust == PAGE_TRUST_ALL || kind == PAGE_COOKIE
			       ? (enum page_kind)kind
			       : PAGE_NONE;
	default:
		return PAGE_NONE;
	}
}

/* Of a page that keeps almost nothing all is asked again; but a consent is
 * never its article. */
static enum page_kind kind_of_last(struct marker *m, uint32_t node)
{
	const struct html_tree *t = m->w->tree;
	const struct html_node *n = &t->nodes[node];

	for (uint32_t i = 0; i < n->n_attrs; i++) {
		const struct html_attribute *attr = &t->attrs[n->attr + i];

		if ((attr->name == HTML_ATTR_CLASS ||
		     attr->name == HTML_ATTR_ID) &&
		    kind_of_class(m, attr) == PAGE_COOKIE)
			return PAGE_COOKIE;
	}
	return PAGE_NONE;
}

static enum page_kind kind_of_node(struct marker *m, uint32_t node)
{
	const struct html_tree *t = m->w->tree;
	const struct html_node *n = &t->nodes[node];
	enum page_kind kind = PAGE_NONE;

	if (m->trust == PAGE_TRUST_NOTHING)
		return kind_of_last(m, node);
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

/* ---- name cards ---- */

/* So many links make a card. */
#define CARD_LINKS 3

struct inside {
	uint32_t links; /* before a node */
	uint32_t text;  /* bytes of text outside links before a node */
};

/* Blanks between links are no text. */
static uint32_t words_len(const struct html_tree *t, uint32_t node)
{
	struct slice s = {t->text + t->nodes[node].text,
			  t->nodes[node + 1].text - t->nodes[node].text};

	return (uint32_t)slice_trim(s).len;
}

static struct inside *sum_links(const struct page_work *w)
{
	const struct html_tree *t = w->tree;
	struct inside *sums = arena_array(w->arena, t->n + 1, sizeof(*sums));
	uint32_t link_end = 0;

	for (uint32_t i = 0; i < t->n; i++) {
		sums[i + 1] = sums[i];
		if (t->nodes[i].tag == HTML_A) {
			sums[i + 1].links++;
			if (t->nodes[i].end > link_end)
				link_end = t->nodes[i].end;
		} else if (t->nodes[i].tag == HTML_TEXT && i >= link_end) {
			sums[i + 1].text += words_len(t, i);
		}
	}
	return sums;
}

static bool is_word_end(char c)
{
	return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		 (unsigned char)c >= 0x80);
}

/* Does the first link in the card repeat the last word before it? */
static bool repeats_name(const struct html_tree *t, uint32_t node)
{
	struct slice before = {t->text, t->nodes[node].text}, word, first;
	uint32_t link = node + 1;

	before = slice_trim(before);
	word = (struct slice){before.at + before.len, 0};
	while (word.len < before.len && !is_word_end(word.at[-1]))
		word = (struct slice){word.at - 1, word.len + 1};
	while (t->nodes[link].tag != HTML_A)
		link++;
	first = html_node_text(t, link);
	return word.len >= 3 && first.len < 80 &&
	       memmem(first.at, first.len, word.at, word.len) != NULL;
}

static bool is_inline(uint8_t tag)
{
	return tag == HTML_SPAN || tag == HTML_OTHER;
}

/* Is it in a paragraph, that is beside words that are no links? */
static bool is_in_sentence(const struct html_tree *t, const struct inside *sums,
			   uint32_t node)
{
	uint32_t block = t->nodes[node].parent;

	while (block && html_class_of(t->nodes[block].tag) != HTML_BLOCK)
		block = t->nodes[block].parent;
	return t->nodes[block].tag != HTML_BODY &&
	       sums[t->nodes[block].end].text - sums[block].text > 40;
}

/* Papers of politics put a card behind a name in the sentence: the name once
 * more, headlines about it, "MORE".  It is all links, in the middle of a
 * paragraph. */
static void mark_cards(struct page_work *w)
{
	const struct html_tree *t = w->tree;
	struct inside *sums = sum_links(w);

	for (uint32_t i = 1; i < t->n; i++) {
		uint32_t end = t->nodes[i].end;

		if (!is_inline(t->nodes[i].tag) || w->marks[i] ||
		    sums[end].links - sums[i].links < CARD_LINKS ||
		    sums[end].text != sums[i].text ||
		    !is_in_sentence(t, sums, i) || !repeats_name(t, i))
			continue;
		w->marks[i] = PAGE_CARD;
		i = end - 1;
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
	if (trust != PAGE_TRUST_NOTHING)
		mark_cards(w);
}
