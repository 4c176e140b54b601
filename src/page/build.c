/* From lines to the article: text, blocks, links, credit, what was dropped. */
#include "page/sweep.h"

#include <string.h>

#include "base/array.h"
#include "base/map.h"
#include "base/utf8.h"
#include "html/text.h"
#include "html/url.h"
#include "page/source.h"

/* A dropped block is known by its beginning. */
#define DROP_MOST 400

struct builder {
	struct page_work *w;
	struct article *art;
	struct str body;
	uint32_t shift;     /* bytes before the body in the article's text */
	uint32_t table;     /* of the block before */
	struct map related; /* titles of related links */
};

/* Text that utf8_clean would leave alone: no controls, and nothing from the
 * blocks where normal forms or format characters begin. */
static bool is_plain(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c < 0x20 ? c != '\n' && c != '\t' : c == 0x7F)
			return false;
		if (c < 0xC2)
			continue;
		if (c == 0xC2 && (unsigned char)s.at[i + 1] < 0xA0)
			return false;
		if (c <= 0xCB || c == 0xD0 || c == 0xD1)
			continue;
		if (c == 0xE2 && (unsigned char)s.at[i + 1] == 0x80 &&
		    (unsigned char)s.at[i + 2] >= 0x90 &&
		    (unsigned char)s.at[i + 2] <= 0xA6)
			continue;
		return false;
	}
	return true;
}

static struct slice clean(struct arena *a, struct slice s)
{
	struct slice out;

	if (is_plain(s))
		return s;
	out.at = utf8_clean(a, s.at, s.len, &out.len);
	return out;
}

static void link_add(struct builder *b, const struct page_line *line,
		     const struct page_link *l, struct slice text,
		     uint32_t start)
{
	struct arena *a = b->w->arena;
	bool is_same = text.at == line->text.at;
	uint32_t from = l->start, to = l->end;
	struct link *link;
	char *url;

	url = html_url_resolve(a, b->w->url, slice_of(l->href));
	if (!url)
		return;
	if (!is_same) {
		from = (uint32_t)clean(a, (struct slice){line->text.at, from})
			       .len;
		to = (uint32_t)clean(a, (struct slice){line->text.at, to}).len;
	}
	if (to > text.len || from >= to ||
	    !utf8_boundary(text.at, text.len, from) ||
	    !utf8_boundary(text.at, text.len, to))
		return;
	link = array_add(a, b->art->links, b->art->n_links);
	link->span = (struct span){start + from, start + to};
	link->url = url;
	link->kind = LINK_INLINE;
}

static void keep(struct builder *b, const struct page_line *line)
{
	struct article *art = b->art;
	struct slice text = clean(b->w->arena, line->text);
	bool is_more = line->table && line->table == b->table;
	struct block *block;
	uint32_t start;

	if (!text.len)
		return;
	if (b->body.len)
		str_add_text(&b->body, is_more ? "\n" : "\n\n");
	start = b->shift + (uint32_t)b->body.len;
	str_add(&b->body, text.at, text.len);
	if (is_more) {
		block = &art->blocks[art->n_blocks - 1];
	} else {
		block = array_add(b->w->arena, art->blocks, art->n_blocks);
		block->span.start = start;
		block->kind = line->kind;
		block->level = line->level;
	}
	block->span.end = b->shift + (uint32_t)b->body.len;
	b->table = line->table;
	for (uint32_t i = 0; i < line->n_links; i++)
		link_add(b, line, &line->links[i], text, start);
}

static struct slice shortened(struct slice s)
{
	if (s.len <= DROP_MOST)
		return s;
	s.len = DROP_MOST;
	while (s.len && ((unsigned char)s.at[s.len] & 0xC0) == 0x80)
		s.len--;
	return s;
}

static const char *copy(struct builder *b, struct slice s)
{
	return arena_copy(b->w->arena, s.at, s.len);
}

/* The title of a related line: behind "READ:" and the like. */
static struct slice behind_label(struct slice s)
{
	const char *colon =
		s.len ? memchr(s.at, ':', s.len < 40 ? s.len : 40) : NULL;

	while (s.len && strchr("[(*>|", *s.at)) {
		s.at++;
		s.len--;
	}
	if (colon && colon + 1 < s.at + s.len) {
		s.len -= (size_t)(colon + 1 - s.at);
		s.at = colon + 1;
	}
	while (s.len && strchr("])", s.at[s.len - 1]))
		s.len--;
	return slice_trim(s);
}

static void related_add(struct builder *b, struct slice title, const char *url)
{
	uint32_t at = b->shift + (uint32_t)b->body.len;
	struct link *link;
	bool is_new;

	if (title.len < 4)
		return;
	map_put(&b->related, title.at, title.len, &is_new);
	if (!is_new)
		return;
	link = array_add(b->w->arena, b->art->links, b->art->n_links);
	link->span = (struct span){at, at};
	link->kind = LINK_RELATED;
	link->url = url;
	link->title = copy(b, title);
}

/* Related lines become links; one that is a label alone says nothing. */
static void relate(struct builder *b, const struct page_line *line,
		   const struct page_phrase *label)
{
	struct arena *a = b->w->arena;
	struct slice words, title;
	uint32_t n = 0;

	for (uint32_t i = 0; i < line->n_links; i++) {
		const struct page_link *l = &line->links[i];
		char *url = html_url_resolve(a, b->w->url, slice_of(l->href));
		struct slice text = {line->text.at + l->start,
				     l->end - l->start};

		if (text.len < 8)
			continue;
		text = clean(a, slice_trim(text));
		related_add(b, label ? behind_label(text) : text, url);
		n++;
	}
	if (n || !label || line->n_links)
		return;
	words = clean(a, line->text);
	title = behind_label(words);
	if (title.at != words.at) /* a label alone names no story */
		related_add(b, title, NULL);
}

static void drop(struct builder *b, const struct page_line *line)
{
	const struct page_phrase *label;
	struct drop *d;

	if (line->why == PAGE_RELATED) {
		label = page_lists_find(b->w->lists, line->folded,
					1u << PAGE_LABEL);
		if (label && label->kind != PAGE_RELATED)
			label = NULL;
		if (line->is_inside || label)
			relate(b, line, label);
	}
	d = array_add(b->w->arena, b->art->dropped, b->art->n_dropped);
	d->text = copy(b, clean(b->w->arena, shortened(line->text)));
	d->why = page_why((enum page_kind)line->why);
}

static void credit_one(struct builder *b, const char *name)
{
	for (uint32_t i = 0; i < b->art->n_credit; i++) {
		if (!strcmp(b->art->credit[i], name))
			return;
	}
	*array_add(b->w->arena, b->art->credit, b->art->n_credit) = name;
}

/* The agency that the first paragraph's dateline names. */
static void credit_wire(struct builder *b)
{
	struct page_wire wire;
	uint32_t i = 0;

	while (i < b->w->n_lines && b->w->lines[i].why)
		i++;
	if (i < b->w->n_lines &&
	    page_wire_read(b->w, b->w->lines[i].text, &wire) && wire.agency)
		credit_one(b, wire.agency);
}

static void add_credit(struct builder *b)
{
	const char *names[8];
	uint32_t n;

	credit_wire(b);
	for (uint32_t i = 0; i < b->w->n_lines; i++) {
		const struct page_line *l = &b->w->lines[i];

		if (l->why != PAGE_CREDIT || !l->is_inside ||
		    !page_credit(b->w, l, names, &n))
			continue;
		for (uint32_t k = 0; k < n; k++)
			credit_one(b, names[k]);
	}
}

static const char *join_authors(struct page_work *w)
{
	struct str names = {0};
	char *result;

	for (uint32_t i = 0; i < w->n_authors; i++) {
		if (i)
			str_add_text(&names, " and ");
		str_add(&names, w->authors[i].at, w->authors[i].len);
	}
	result = names.len ? arena_copy(w->arena, names.at, names.len) : NULL;
	str_free(&names);
	return result;
}

static int link_order(const struct link *a, const struct link *b)
{
	return a->span.start < b->span.start ? -1
					     : a->span.start > b->span.start;
}

/* Lines outside come in page order, so their links stand where they were;
 * inline links of one line may not.  Insertion sort: nearly sorted. */
static void sort_links(struct article *art)
{
	for (uint32_t i = 1; i < art->n_links; i++) {
		struct link l = art->links[i];
		uint32_t k = i;

		while (k && link_order(&art->links[k - 1], &l) > 0) {
			art->links[k] = art->links[k - 1];
			k--;
		}
		art->links[k] = l;
	}
}

struct article *page_build(struct page_work *w)
{
	struct builder b = {.w = w, .art = article_new(w->arena)};
	struct slice title = html_one_line(w->arena, w->title);

	map_init(&b.related, w->arena);
	b.shift = title.len ? (uint32_t)title.len + 2 : 0;
	for (uint32_t i = 0; i < w->n_lines; i++) {
		if (w->lines[i].why)
			drop(&b, &w->lines[i]);
		else
			keep(&b, &w->lines[i]);
	}
	article_set_text(b.art, title,
			 (struct slice){str_text(&b.body), b.body.len});
	str_free(&b.body);
	sort_links(b.art);
	add_credit(&b);
	b.art->byline = join_authors(w);
	b.art->published = w->published;
	b.art->source = w->site;
	b.art->language = w->language;
	return b.art;
}
