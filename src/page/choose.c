/* Where the article is.  Two opinions: paragraphs that look like prose give
 * their ancestors points (after Readability), and elements that call
 * themselves the article's body.  Then the container grows while its parent
 * has much more prose, so that an article in several pieces stays whole.
 *
 * Source: A. Dixon and others, Readability (scores, link density); the rest
 * measured on the development pages. */
#include "page/work.h"

#include <string.h>

#include "html/text.h"
#include "page/fold.h"

/* Prose: a line this long of which less than half is links. */
#define PROSE_LEAST 25

/* A paragraph that a doubtful mark does not take away. */
#define FORGIVE_LEAST 120

/* A sentence above the container that belongs to the text. */
#define LEDE_LEAST   70
#define SUMMARY_MOST 200

struct sums {
	uint32_t prose; /* bytes of prose before a line */
	uint32_t links; /* bytes of link text */
	uint32_t all;   /* bytes of text, unmarked */
	uint32_t count; /* lines of prose */
	uint32_t seen;  /* bytes of lines that a witness has, too */
};

struct chooser {
	struct page_work *w;
	float *score;         /* [tree->n] */
	struct sums *sums;    /* [n_lines + 1] */
	uint32_t *line_at;    /* [tree->n + 1] lines that begin before a node */
	struct slice witness; /* folded: what others say the text is */
};

static bool is_prose(const struct page_line *line)
{
	return !line->mark && line->kind != BLOCK_HEADING &&
	       line->text.len >= PROSE_LEAST &&
	       line->link_len * 2 < line->text.len;
}

static float points(const struct page_line *line)
{
	const char *at = line->text.at, *end = at + line->text.len;
	float commas = 0, length = (float)line->text.len / 100;

	for (; at < end && commas < 10; at++)
		commas += *at == ',';
	return 1 + commas + (length < 3 ? length : 3);
}

static bool is_container(uint8_t tag)
{
	return tag != HTML_P && tag != HTML_LI && !html_is_heading(tag) &&
	       tag != HTML_BLOCKQUOTE && tag != HTML_PRE && tag != HTML_DD &&
	       tag != HTML_UL && tag != HTML_OL && tag != HTML_DL;
}

static void give(struct chooser *c, const struct page_line *line)
{
	const struct html_node *nodes = c->w->tree->nodes;
	uint32_t node = line->node;
	float p = points(line), share = 1;

	for (int level = 0; node && level < 6; node = nodes[node].parent) {
		if (!is_container(nodes[node].tag))
			continue;
		c->score[node] += p * share;
		level++;
		share = level == 1 ? 0.5f : 1.0f / (float)(level * 3);
	}
}

static struct sums sums_of(const struct chooser *c, uint32_t node)
{
	const struct sums *from = &c->sums[c->line_at[node]];
	const struct sums *to =
		&c->sums[c->line_at[c->w->tree->nodes[node].end]];

	return (struct sums){to->prose - from->prose, to->links - from->links,
			     to->all - from->all, to->count - from->count,
			     to->seen - from->seen};
}

/* ---- witnesses: the text for machines, the feed's item ---- */

/* So much of a line must stand in a witness's words. */
#define SEEN_LEAST 40
#define SEEN_MOST  80

/* A summary of fewer bytes is no witness. */
#define WITNESS_LEAST 60

static void hear(struct str *to, struct slice text)
{
	size_t room = text.len * 3 + 16;
	struct arena a;
	char *folded;

	if (text.len < WITNESS_LEAST)
		return;
	arena_init(&a);
	folded = arena_alloc(&a, room);
	str_add(to, folded, page_fold(text, folded, room));
	str_add_char(to, '\n');
	arena_free(&a);
}

static void hear_all(struct chooser *c)
{
	struct page_work *w = c->w;
	struct str heard = {0};

	hear(&heard, w->body);
	if (w->doc->summary)
		hear(&heard, html_to_line(w->arena, slice_of(w->doc->summary)));
	if (heard.len)
		c->witness = (struct slice){
			arena_copy(w->arena, heard.at, heard.len), heard.len};
	str_free(&heard);
}

static bool is_seen(const struct chooser *c, const struct page_line *l)
{
	size_t n = l->folded.len < SEEN_MOST ? l->folded.len : SEEN_MOST;

	return n >= SEEN_LEAST && c->witness.len &&
	       memmem(c->witness.at, c->witness.len, l->folded.at, n);
}

/* The innermost element that holds nearly all of what witnesses have seen, if
 * that is a good part of their words. */
static uint32_t best_by_witness(const struct chooser *c)
{
	uint32_t all = c->sums[c->w->n_lines].seen, best = 0;

	if (all < WITNESS_LEAST || all * 3 < c->witness.len)
		return 0;
	for (uint32_t i = 1; i < c->w->tree->n; i++) {
		if (sums_of(c, i).seen * 10 >= all * 9 &&
		    is_container(c->w->tree->nodes[i].tag))
			best = i;
	}
	return best;
}

static void sum_up(struct chooser *c)
{
	struct page_work *w = c->w;
	uint32_t line = 0;

	for (uint32_t i = 0; i < w->n_lines; i++) {
		const struct page_line *l = &w->lines[i];
		struct sums s = c->sums[i];

		if (!l->mark) {
			s.all += (uint32_t)l->text.len;
			s.links += l->link_len;
		}
		if (is_seen(c, l))
			s.seen += (uint32_t)l->text.len;
		if (is_prose(l)) {
			s.prose += (uint32_t)l->text.len;
			s.count++;
			give(c, l);
		}
		c->sums[i + 1] = s;
	}
	for (uint32_t i = 0; i <= w->tree->n; i++) {
		while (line < w->n_lines && w->lines[line].from < i)
			line++;
		c->line_at[i] = line;
	}
}

static float worth(const struct chooser *c, uint32_t node)
{
	struct sums s = sums_of(c, node);
	float density = s.all ? (float)s.links / (float)s.all : 1;
	float bonus = c->w->marks[node] == PAGE_CONTENT ? 1.25f : 1;

	return c->score[node] * (1 - density) * bonus;
}

static uint32_t best_by_score(const struct chooser *c)
{
	uint32_t best = 0;
	float most = 0;

	for (uint32_t i = 1; i < c->w->tree->n; i++) {
		float value = c->score[i] > 0 ? worth(c, i) : 0;

		if (value > most) {
			most = value;
			best = i;
		}
	}
	return best;
}

/* Grow while the parent has a good deal more prose, and little else. */
static uint32_t grow(const struct chooser *c, uint32_t node)
{
	const struct html_node *nodes = c->w->tree->nodes;
	uint32_t best = node;
	struct sums had = sums_of(c, node);

	while (nodes[node].parent && nodes[node].tag != HTML_BODY) {
		struct sums s;
		uint32_t more, waste;

		node = nodes[node].parent;
		s = sums_of(c, node);
		more = s.prose - had.prose;
		waste = (s.all - s.prose) - (had.all - had.prose);
		if (more * 5 < had.prose || waste * 2 > more ||
		    more < 60 * (s.count - had.count))
			continue;
		best = node;
		had = s;
	}
	return best;
}

/* The element that calls itself the article's body and has most prose. */
static uint32_t best_by_name(const struct chooser *c)
{
	uint32_t best = 0, most = 0;

	for (uint32_t i = 1; i < c->w->tree->n; i++) {
		struct sums s;

		if (c->w->marks[i] != PAGE_CONTENT)
			continue;
		s = sums_of(c, i);
		if (s.prose > most) {
			most = s.prose;
			best = i;
		}
	}
	return best;
}

static uint32_t by_shape(const struct chooser *c)
{
	uint32_t scored = best_by_score(c), named = best_by_name(c);
	uint32_t end;

	if (!scored)
		return named ? named : 1;
	scored = grow(c, scored);
	if (!named)
		return scored;
	end = c->w->tree->nodes[named].end;
	if (scored >= named && scored < end)
		return named; /* a part of the named one */
	if (sums_of(c, named).prose * 10 >= sums_of(c, scored).prose * 7)
		return named;
	return scored;
}

/* A container that has not half of what the witnesses saw is the wrong one. */
static uint32_t choose(const struct chooser *c)
{
	uint32_t shaped = by_shape(c), seen = best_by_witness(c);

	if (!seen || sums_of(c, shaped).seen * 2 >= sums_of(c, seen).seen)
		return shaped;
	return grow(c, seen);
}

/* Kinds that a class says too easily to take prose away. */
static bool is_soft(uint8_t mark)
{
	switch (mark) {
	case PAGE_WIDGET:
	case PAGE_AD:
	case PAGE_NAV:
	case PAGE_SHARE:
	case PAGE_TAGS:
	case PAGE_DATE:
	case PAGE_PLAYER:
	case PAGE_APP:
	case PAGE_BUTTON:
	case PAGE_BYLINE:
	case PAGE_FOOT:
	case PAGE_PULL:
		return true;
	default:
		return false;
	}
}

/* An element inside the container that has several paragraphs is of the
 * article, however it is called. */
static void forgive(struct page_work *w, uint32_t from, uint32_t to,
		    uint32_t all)
{
	for (uint32_t i = from; i < to; i++) {
		uint32_t marked = w->lines[i].marked, n = 0, k = i;
		uint32_t prose = 0;

		if (!is_soft(w->lines[i].mark))
			continue;
		for (; k < to && w->lines[k].marked == marked; k++) {
			if (w->lines[k].text.len < FORGIVE_LEAST ||
			    page_line_is_link(&w->lines[k]))
				continue;
			prose += (uint32_t)w->lines[k].text.len;
			n++;
		}
		for (; n >= 2 && prose * 4 >= all && i < k; i++)
			w->lines[i].mark = PAGE_NONE;
		i = k - 1;
	}
}

/* How far above the container the title may stand. */
#define LEDE_LINES 40

static bool is_title(const struct page_work *w, const struct page_line *l)
{
	char title[320];
	size_t n = page_fold(w->title, title, sizeof(title));

	return (l->kind == BLOCK_HEADING && l->level == 1) ||
	       (n && n == l->folded.len && !memcmp(title, l->folded.at, n));
}

/* A sentence between title and text, in whatever element. */
static bool is_lede(const struct page_line *l)
{
	static const char ends[] = ".!?\"\xA6\x9D"; /* last bytes */

	return (l->mark == PAGE_NONE || is_soft(l->mark) ||
		l->mark == PAGE_RELATED) &&
	       !l->after_image && l->text.len >= LEDE_LEAST &&
	       l->text.len < 1200 && l->link_len * 3 < l->text.len &&
	       l->kind != BLOCK_ITEM && l->kind != BLOCK_TABLE &&
	       strchr(ends, l->text.at[l->text.len - 1]);
}

/* English papers put a summary there, one sentence that the text does not
 * need; elsewhere the text opens with it. */
static bool is_summary(const struct page_work *w, const struct page_line *l)
{
	size_t n = l->folded.len < 50 ? l->folded.len : 50;

	if (!w->language || strcmp(w->language, "en"))
		return false;
	return l->text.len < SUMMARY_MOST ||
	       (w->summary.len >= n && !memcmp(w->summary.at, l->folded.at, n));
}

/* The first sentences stand above the container at times: between it and the
 * title. */
static void take_lede(struct page_work *w, uint32_t from)
{
	uint32_t least = from > LEDE_LINES ? from - LEDE_LINES : 0;
	uint32_t title = from;

	while (title > least && !is_title(w, &w->lines[title - 1]))
		title--;
	if (title == least)
		return;
	for (uint32_t i = title; i < from; i++) {
		struct page_line *l = &w->lines[i];

		if (!is_lede(l) || is_summary(w, l))
			continue;
		l->is_inside = true;
		l->why = l->mark = PAGE_NONE;
	}
}

void page_choose(struct page_work *w)
{
	struct chooser c = {.w = w};
	uint32_t from, to, node;

	c.score = arena_array(w->arena, w->tree->n + 1, sizeof(*c.score));
	c.sums = arena_array(w->arena, w->n_lines + 1, sizeof(*c.sums));
	c.line_at = arena_array(w->arena, w->tree->n + 1, sizeof(uint32_t));
	hear_all(&c);
	sum_up(&c);
	node = choose(&c);
	from = c.line_at[node];
	to = c.line_at[w->tree->nodes[node].end];
	forgive(w, from, to, sums_of(&c, node).prose);
	for (uint32_t i = 0; i < w->n_lines; i++) {
		struct page_line *l = &w->lines[i];

		l->is_inside = i >= from && i < to;
		l->why = l->mark;
		if (!l->is_inside && !l->why)
			l->why = PAGE_OUTSIDE;
	}
	while (from < to && w->lines[from].why)
		from++;
	take_lede(w, from);
}
