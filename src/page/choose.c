/* Where the article is.  Two opinions: paragraphs that look like prose give
 * their ancestors points (after Readability), and elements that call
 * themselves the article's body.  Then the container grows while its parent
 * has much more prose, so that an article in several pieces stays whole.
 *
 * Source: A. Dixon and others, Readability (scores, link density); the rest
 * measured on the development pages. */
#include "page/work.h"

#include <string.h>

/* Prose: a line this long of which less than half is links. */
#define PROSE_LEAST 25

struct sums {
	uint32_t prose; /* bytes of prose before a line */
	uint32_t links; /* bytes of link text */
	uint32_t all;   /* bytes of text, unmarked */
	uint32_t count; /* lines of prose */
};

struct chooser {
	struct page_work *w;
	float *score;      /* [tree->n] */
	struct sums *sums; /* [n_lines + 1] */
	uint32_t *line_at; /* [tree->n + 1] lines that begin before a node */
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

static struct sums sums_of(const struct chooser *c, uint32_t node)
{
	const struct sums *from = &c->sums[c->line_at[node]];
	const struct sums *to =
		&c->sums[c->line_at[c->w->tree->nodes[node].end]];

	return (struct sums){to->prose - from->prose, to->links - from->links,
			     to->all - from->all, to->count - from->count};
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

static uint32_t choose(const struct chooser *c)
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

void page_choose(struct page_work *w)
{
	struct chooser c = {.w = w};
	uint32_t from, to, node;

	c.score = arena_array(w->arena, w->tree->n + 1, sizeof(*c.score));
	c.sums = arena_array(w->arena, w->n_lines + 1, sizeof(*c.sums));
	c.line_at = arena_array(w->arena, w->tree->n + 1, sizeof(uint32_t));
	sum_up(&c);
	node = choose(&c);
	from = c.line_at[node];
	to = c.line_at[w->tree->nodes[node].end];
	for (uint32_t i = 0; i < w->n_lines; i++) {
		struct page_line *l = &w->lines[i];

		l->is_inside = i >= from && i < to;
		l->why = l->mark;
		if (!l->is_inside && !l->why)
			l->why = PAGE_OUTSIDE;
	}
}
