/* Two levels: paragraphs, then the words between those that are the same.
 * Both are sequences of numbers, the same number for the same bytes. */
#include "base/diff.h"

#include <string.h>

#include "base/array.h"
#include "base/map.h"
#include "base/utf8.h"

/* Changes that are looked for before all is taken as changed; the memory of
 * the search grows with their square. */
#define CHANGES_MOST 1000
#define ALIKE        30 /* per cent of the words, to be compared by words */
#define ISLAND_WORDS 2
#define ISLAND_BYTES 8

struct part {
	struct slice text;
	uint32_t id;
};

struct parts {
	struct part *at;
	uint32_t n;
};

struct sides {
	struct arena *arena; /* of the work */
	struct arena *out_arena;
	struct map ids;
	struct slice text[2]; /* old, new */
	struct diff_piece *out;
	uint32_t n_out;
};

/* ---- parts ---- */

static void add_part(struct sides *s, struct parts *to, struct slice text)
{
	struct part *part = array_add(s->arena, to->at, to->n);
	bool is_new;
	uint32_t *id = map_put(&s->ids, text.at, text.len, &is_new);

	if (is_new)
		*id = s->ids.count;
	*part = (struct part){text, *id};
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* The end of the blank lines at `at`, or `at` when there are none. */
static size_t end_of_break(struct slice text, size_t at)
{
	size_t end = at, lines = 0;

	while (end < text.len && is_blank(text.at[end]))
		lines += text.at[end++] == '\n';
	return lines > 1 ? end : at;
}

static void split_paragraphs(struct sides *s, struct slice text,
			     struct parts *out)
{
	size_t start = 0, at = 0;

	while (at < text.len) {
		size_t end = end_of_break(text, at);

		if (end == at) {
			at++;
			continue;
		}
		/* the break belongs to what is before it, but is no part of
		 * what must be the same */
		add_part(s, out, (struct slice){text.at + start, at - start});
		at = start = end;
	}
	if (start < text.len)
		add_part(s, out,
			 (struct slice){text.at + start, text.len - start});
}

/* A word, a sign of a script without blanks, or a break. */
static size_t word_length(struct slice text, size_t at)
{
	size_t start = at;
	uint32_t rune;

	if (is_blank(text.at[at]))
		return end_of_break(text, at) - at;
	while (at < text.len && !is_blank(text.at[at])) {
		size_t n = utf8_get(text.at + at, text.len - at, &rune);

		if (rune >= 0x2E80)
			return at > start ? at - start : n;
		at += n;
	}
	return at - start;
}

static void split_words(struct sides *s, struct slice text, struct parts *out)
{
	size_t at = 0;

	while (at < text.len) {
		size_t len = word_length(text, at);

		if (len)
			add_part(s, out, (struct slice){text.at + at, len});
		at += len ? len : 1;
	}
}

/* ---- the longest common sequence ---- */

struct search {
	const struct part *x, *y;
	int32_t n, m;
	int32_t **reached; /* [d]: the furthest x on each diagonal after d
			    * changes, as it was before them */
	int32_t *at;       /* [2 * CHANGES_MOST + 2], from diagonal -MOST */
};

static int32_t *diagonal(const struct search *s, int32_t k)
{
	return &s->at[k + CHANGES_MOST + 1];
}

static bool goes_down(const struct search *s, int32_t k, int32_t d)
{
	return k == -d || (k != d && *diagonal(s, k - 1) < *diagonal(s, k + 1));
}

/* Go as far as d changes allow; true when the end is reached. */
static bool advance(struct search *s, int32_t d)
{
	for (int32_t k = -d; k <= d; k += 2) {
		int32_t x = goes_down(s, k, d) ? *diagonal(s, k + 1)
					       : *diagonal(s, k - 1) + 1;
		int32_t y = x - k;

		while (x < s->n && y < s->m && s->x[x].id == s->y[y].id) {
			x++;
			y++;
		}
		*diagonal(s, k) = x;
		if (x >= s->n && y >= s->m)
			return true;
	}
	return false;
}

static void walk_back(struct search *s, int32_t d, int32_t *match)
{
	int32_t x = s->n, y = s->m;

	for (; d >= 0; d--) {
		int32_t k = x - y, from_x, from_y;

		memcpy(diagonal(s, -d - 1), s->reached[d],
		       (size_t)(2 * d + 3) * sizeof(*s->at));
		from_x = goes_down(s, k, d) ? *diagonal(s, k + 1)
					    : *diagonal(s, k - 1);
		from_y = from_x - (goes_down(s, k, d) ? k + 1 : k - 1);
		while (x > from_x && y > from_y && x > 0 && y > 0 &&
		       s->x[x - 1].id == s->y[y - 1].id) {
			x--;
			y--;
			match[x] = y;
		}
		x = from_x;
		y = from_y;
	}
}

/* Fill match[x->n] with the place in y of each part of x, -1: none. */
static bool match_up(struct sides *sides, const struct parts *x,
		     const struct parts *y, int32_t *match)
{
	struct search s = {
		.x = x->at, .y = y->at, .n = (int32_t)x->n, .m = (int32_t)y->n};

	for (uint32_t i = 0; i < x->n; i++)
		match[i] = -1;
	s.at = arena_array(sides->arena, 2 * CHANGES_MOST + 4, sizeof(*s.at));
	s.reached = arena_array(sides->arena, CHANGES_MOST, sizeof(*s.reached));
	for (int32_t d = 0; d < CHANGES_MOST; d++) {
		size_t room = (size_t)(2 * d + 3) * sizeof(*s.at);

		s.reached[d] = arena_alloc(sides->arena, room);
		memcpy(s.reached[d], diagonal(&s, -d - 1), room);
		if (advance(&s, d)) {
			walk_back(&s, d, match);
			return true;
		}
	}
	return false;
}

/* ---- pieces ---- */

static void put(struct sides *s, enum diff_what what, const char *from,
		const char *to)
{
	struct diff_piece *last;

	if (from >= to)
		return;
	last = s->n_out ? &s->out[s->n_out - 1] : NULL;
	if (last && last->what == what &&
	    last->text.at + last->text.len == from)
		last->text.len = (size_t)(to - last->text.at);
	else
		*array_add(s->out_arena, s->out, s->n_out) =
			(struct diff_piece){(uint8_t)what,
					    {from, (size_t)(to - from)}};
}

/* Where the part i begins, or behind the last where the region ends. */
static const char *start_of(const struct parts *p, uint32_t i, const char *end)
{
	return i < p->n ? p->at[i].text.at : end;
}

struct region {
	struct parts x, y;
	const char *x_end, *y_end;
};

typedef void put_changed(struct sides *s, const struct region *r, uint32_t x,
			 uint32_t x_after, uint32_t y, uint32_t y_after);

/* Go along both sides: what matches is the same, what lies between changed. */
static void put_region(struct sides *s, const struct region *r,
		       const int32_t *match, put_changed *changed)
{
	uint32_t x = 0, y = 0;

	while (x < r->x.n || y < r->y.n) {
		uint32_t x_after = x, y_after;

		while (x_after < r->x.n && match[x_after] < 0)
			x_after++;
		y_after = x_after < r->x.n ? (uint32_t)match[x_after] : r->y.n;
		if (x_after > x || y_after > y)
			changed(s, r, x, x_after, y, y_after);
		x = x_after;
		y = y_after;
		for (; x < r->x.n && match[x] == (int32_t)y; x++, y++)
			put(s, DIFF_SAME, r->y.at[y].text.at,
			    start_of(&r->y, y + 1, r->y_end));
	}
}

static void put_words(struct sides *s, const struct region *r, uint32_t x,
		      uint32_t x_after, uint32_t y, uint32_t y_after)
{
	put(s, DIFF_GONE, start_of(&r->x, x, r->x_end),
	    start_of(&r->x, x_after, r->x_end));
	put(s, DIFF_NEW, start_of(&r->y, y, r->y_end),
	    start_of(&r->y, y_after, r->y_end));
}

/* ---- what can be read ---- */

/* Matches from x on that follow one another on both sides. */
static uint32_t run_length(const struct region *r, const int32_t *match,
			   uint32_t x)
{
	uint32_t n = 1;

	while (x + n < r->x.n && match[x + n] == match[x] + (int32_t)n)
		n++;
	return n;
}

/* A short word or two that are the same by chance. */
static void drown_islands(const struct region *r, int32_t *match)
{
	uint32_t n;

	for (uint32_t x = 0; x < r->x.n; x += n) {
		size_t bytes = 0;

		n = 1;
		if (match[x] < 0)
			continue;
		n = run_length(r, match, x);
		for (uint32_t i = 0; i < n; i++)
			bytes += r->x.at[x + i].text.len;
		if (x == 0 || x + n == r->x.n || n > ISLAND_WORDS ||
		    bytes > ISLAND_BYTES || match[x] == 0 ||
		    is_blank(r->x.at[x].text.at[0]))
			continue;
		for (uint32_t i = 0; i < n; i++)
			match[x + i] = -1;
	}
}

static bool are_alike(const struct region *r, const int32_t *match)
{
	uint32_t common = 0, fewer = r->x.n < r->y.n ? r->x.n : r->y.n;

	for (uint32_t i = 0; i < r->x.n; i++)
		common += match[i] >= 0;
	return common * 100 >= fewer * ALIKE;
}

static void compare_words(struct sides *s, struct slice x, struct slice y)
{
	struct region r = {.x_end = x.at + x.len, .y_end = y.at + y.len};
	int32_t *match;

	split_words(s, x, &r.x);
	split_words(s, y, &r.y);
	match = arena_array(s->arena, (size_t)r.x.n + 1, sizeof(*match));
	if (match_up(s, &r.x, &r.y, match) && are_alike(&r, match)) {
		drown_islands(&r, match);
		put_region(s, &r, match, put_words);
		return;
	}
	put(s, DIFF_GONE, x.at, r.x_end);
	put(s, DIFF_NEW, y.at, r.y_end);
}

static struct slice slice_between(const char *from, const char *to)
{
	return (struct slice){from, (size_t)(to - from)};
}

static void put_paragraphs(struct sides *s, const struct region *r, uint32_t x,
			   uint32_t x_after, uint32_t y, uint32_t y_after)
{
	compare_words(s,
		      slice_between(start_of(&r->x, x, r->x_end),
				    start_of(&r->x, x_after, r->x_end)),
		      slice_between(start_of(&r->y, y, r->y_end),
				    start_of(&r->y, y_after, r->y_end)));
}

void diff_texts(struct arena *a, struct slice old_text, struct slice new_text,
		struct diff_piece **out, uint32_t *n)
{
	struct region r = {.x_end = old_text.at + old_text.len,
			   .y_end = new_text.at + new_text.len};
	struct sides s = {.out_arena = a};
	struct arena work;
	int32_t *match;

	arena_init(&work);
	s.arena = &work;
	map_init(&s.ids, &work);
	split_paragraphs(&s, old_text, &r.x);
	split_paragraphs(&s, new_text, &r.y);
	match = arena_array(&work, (size_t)r.x.n + 1, sizeof(*match));
	if (!match_up(&s, &r.x, &r.y, match)) {
		for (uint32_t i = 0; i < r.x.n; i++)
			match[i] = -1;
	}
	put_region(&s, &r, match, put_paragraphs);
	*out = s.out;
	*n = s.n_out;
	arena_free(&work);
}
