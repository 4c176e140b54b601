/* Queries over the archive: pages in order of time, or the best first.
 *
 * A page is gathered in batches: cursors give docids that may match, their
 * rows decide.  Both are bounded, so that a screen never waits for a query
 * that matches next to nothing: it is told how far the walk has come.
 */
#include "query/query.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "query/cursor.h"
#include "query/looks.h"

#define BATCH      64u    /* rows looked at together */
#define PAGE_MOST  1000u  /* rows of a page */
#define PAGE_ROWS  2000u  /* rows looked at for one page, some 10 ms */
#define PAGE_STEPS 20000u /* steps of walks for one page */
#define BEST_OF    5000u
#define RANK_WORDS 40u

struct query {
	struct arena arena;
	struct query_node *tree;
	struct cursors set, probe_set;
	struct cursor *cursor;
	struct cursor *probe; /* asked in any order; NULL until needed */
	bool wants_copies, wants_hidden;
	int64_t reached;
	struct query_looks looks; /* at NULL until needed */
};

/* ---- opening ---- */

static bool asks_for(const struct query_node *node, enum query_state state)
{
	if (node->kind == QUERY_IS && node->state == state)
		return true;
	for (uint32_t i = 0; i < node->n_kid; i++) {
		if (asks_for(node->kid[i], state))
			return true;
	}
	return false;
}

static bool set_open(struct query *q, struct cursors *set, struct store *st,
		     struct cursor **out, struct error *err)
{
	set->store = st;
	set->arena = &q->arena;
	set->most_steps = UINT32_MAX;
	*out = cursor_new(set, q->tree);
	if (!*out)
		*err = set->err;
	return *out != NULL;
}

bool query_open(struct store *st, struct arena *a, const char *text,
		int64_t now, struct query **out, const char **notes,
		struct query_fault *fault, struct error *err)
{
	struct query *q = calloc(1, sizeof(*q));
	const char *found = NULL;

	if (!q)
		die("out of memory");
	arena_init(&q->arena);
	arena_init(&q->set.scratch);
	arena_init(&q->probe_set.scratch);
	*notes = NULL;
	if (!query_parse(&q->arena, text, now, &q->tree, fault, err) ||
	    !query_bind(st, &q->arena, q->tree, now, &found, fault, err) ||
	    !set_open(q, &q->set, st, &q->cursor, err)) {
		query_close(q);
		return false;
	}
	q->wants_copies = asks_for(q->tree, STATE_DUPLICATE);
	q->wants_hidden = asks_for(q->tree, STATE_HIDDEN);
	*notes = arena_string(a, found);
	*out = q;
	return true;
}

void query_close(struct query *q)
{
	if (!q)
		return;
	cursor_close(q->cursor);
	cursor_close(q->probe);
	arena_free(&q->set.scratch);
	arena_free(&q->probe_set.scratch);
	arena_free(&q->arena);
	free(q);
}

int64_t query_reached(const struct query *q)
{
	return q->reached;
}

/* ---- why it matches ---- */

static const struct query_looks *looks_of(struct query *q)
{
	if (!q->looks.at)
		query_looks_find(q->set.store, &q->arena, q->tree, &q->looks);
	return &q->looks;
}

bool query_has_words(struct query *q)
{
	return looks_of(q)->n > 0;
}

bool query_match(struct query *q, struct slice text, struct query_match *out)
{
	return query_looks_match(looks_of(q), text, out);
}

/* ---- one article ---- */

static bool probe(struct query *q, int64_t docid, struct error *err)
{
	struct article_rows rows = {0};
	struct arena a;
	bool matches = false;

	if (!q->probe &&
	    !set_open(q, &q->probe_set, q->set.store, &q->probe, err))
		return false;
	if (cursor_is_exact(q->probe))
		return cursor_matches(&q->probe_set, q->probe, docid, NULL);
	arena_init(&a);
	if (store_rows(q->set.store, &a, &docid, 1, &rows, err) && rows.n)
		matches = cursor_matches(&q->probe_set, q->probe, docid,
					 &rows.at[0]);
	arena_free(&a);
	return matches;
}

bool query_matches(struct query *q, int64_t docid)
{
	struct error ignored;

	return probe(q, docid, &ignored);
}

/* Is a copy's article there to stand for it? */
static bool is_folded(struct query *q, const struct article_row *row)
{
	int64_t lead = row->art->duplicate_of;
	int64_t docid = lead ? store_docid(q->set.store, lead) : 0;

	return docid && query_matches(q, docid);
}

/* Does a list show what matches? */
static bool is_shown(struct query *q, const struct article_row *row,
		     bool with_copies)
{
	return (q->wants_hidden || !row->is_hidden) &&
	       (with_copies || q->wants_copies || !is_folded(q, row));
}

/* ---- newest first ---- */

struct gather {
	struct arena *arena;
	struct article_row *at;
	uint32_t n, most, seen;
	int64_t below;
	bool with_copies, at_end, is_stopped;
};

/* The next candidates; returns how many. */
static uint32_t next_batch(struct query *q, struct gather *g, int64_t *docids)
{
	uint32_t n = 0, room = g->most - g->n;

	while (n < BATCH && n < room && !g->at_end && !g->is_stopped) {
		int64_t docid = cursor_next(&q->set, q->cursor, g->below);

		if (q->set.is_stopped) {
			g->is_stopped = true;
			g->below = docid;
		} else if (docid == 0) {
			g->at_end = true;
		} else {
			g->below = docids[n++] = docid;
		}
	}
	return n;
}

static bool gather_batch(struct query *q, struct gather *g, struct error *err)
{
	int64_t docids[BATCH];
	struct article_rows rows;
	uint32_t n = next_batch(q, g, docids);

	if (q->set.failed) {
		*err = q->set.err;
		return false;
	}
	if (n == 0)
		return true;
	if (!store_rows(q->set.store, g->arena, docids, n, &rows, err))
		return false;
	for (uint32_t i = 0; i < rows.n; i++) {
		if (cursor_accepts(&q->set, q->cursor, &rows.at[i]) &&
		    is_shown(q, &rows.at[i], g->with_copies))
			*array_add(g->arena, g->at, g->n) = rows.at[i];
	}
	g->seen += n;
	g->is_stopped |= g->seen >= PAGE_ROWS;
	return true;
}

bool query_rows(struct query *q, struct arena *a, const struct store_page *page,
		struct article_rows *out, struct error *err)
{
	uint32_t limit = page->limit < PAGE_MOST ? page->limit : PAGE_MOST;
	struct gather g = {.arena = a,
			   .below = page->from ? page->from : INT64_MAX,
			   .most = limit + 1,
			   .with_copies = page->with_copies};

	q->set.steps = 0;
	q->set.most_steps = PAGE_STEPS;
	while (g.n < g.most && !g.at_end && !g.is_stopped) {
		if (!gather_batch(q, &g, err))
			return error_note(err, "cannot go on with the query");
	}
	*out = (struct article_rows){.at = g.at,
				     .n = g.n < limit ? g.n : limit,
				     .has_more = !g.at_end || g.n > limit};
	if (g.n > limit)
		q->reached = limit ? g.at[limit - 1].docid : page->from;
	else
		q->reached = g.at_end ? 0 : g.below;
	return true;
}

/* ---- best first ---- */

/* The words to rank by: all that are asked for, none that are not. */
static void rank_words(struct arena *a, const struct query_node *node,
		       const char ***words, uint32_t *n)
{
	if (node->kind == QUERY_NOT || *n >= RANK_WORDS)
		return;
	if (node->kind == QUERY_WORDS)
		*array_add(a, *words, *n) = node->text;
	for (uint32_t i = 0; i < node->n_kid; i++)
		rank_words(a, node->kid[i], words, n);
}

struct ranked {
	int64_t docid;
	double score;
};

static int better_first(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;

	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	return (a->docid < b->docid) - (a->docid > b->docid);
}

/* The newest docids that match; rows are only looked at where they must be. */
static bool newest_matches(struct query *q, int64_t *docids, uint32_t *n,
			   struct error *err)
{
	struct gather g = {
		.below = INT64_MAX, .most = BEST_OF, .with_copies = true};
	struct arena a;
	bool done = true;

	arena_init(&a);
	g.arena = &a;
	q->set.steps = 0;
	q->set.most_steps = UINT32_MAX;
	while (done && *n < BEST_OF && !g.at_end) {
		g.at = NULL;
		g.n = g.seen = 0;
		g.is_stopped = false;
		if (cursor_is_exact(q->cursor)) {
			g.most = BEST_OF - *n;
			*n += next_batch(q, &g, docids + *n);
			done = !q->set.failed;
			if (!done)
				*err = q->set.err;
			continue;
		}
		done = gather_batch(q, &g, err);
		for (uint32_t i = 0; i < g.n && *n < BEST_OF; i++)
			docids[(*n)++] = g.at[i].docid;
		arena_reset(&a);
	}
	arena_free(&a);
	return done;
}

/* Docids in order of their score, newest first where it is equal. */
static bool rank(struct query *q, struct arena *a, int64_t *docids, uint32_t n,
		 struct error *err)
{
	struct ranked *ranked = arena_array(a, n, sizeof(*ranked));
	double *score = arena_array(a, n, sizeof(*score));
	const char **words = NULL;
	uint32_t n_words = 0;

	rank_words(a, q->tree, &words, &n_words);
	if (n == 0 || n_words == 0)
		return true;
	if (!store_rank(q->set.store, words, n_words, docids, n, score, err))
		return false;
	for (uint32_t i = 0; i < n; i++)
		ranked[i] = (struct ranked){docids[i], score[i]};
	qsort(ranked, n, sizeof(*ranked), better_first);
	for (uint32_t i = 0; i < n; i++)
		docids[i] = ranked[i].docid;
	return true;
}

/* Rows of the first docids that are not folded away. */
static bool best_rows(struct query *q, struct arena *a, const int64_t *docids,
		      uint32_t n, const struct store_page *page,
		      struct article_rows *out, struct error *err)
{
	struct article_row *at = NULL;
	uint32_t n_at = 0, from = 0;

	while (from < n && n_at <= page->limit) {
		uint32_t count = n - from < BATCH ? n - from : BATCH;
		struct article_rows rows;

		if (!store_rows(q->set.store, a, docids + from, count, &rows,
				err))
			return false;
		for (uint32_t i = 0; i < rows.n; i++) {
			if (is_shown(q, &rows.at[i], page->with_copies))
				*array_add(a, at, n_at) = rows.at[i];
		}
		from += count;
	}
	*out = (struct article_rows){.at = at,
				     .n = n_at < page->limit ? n_at
							     : page->limit,
				     .has_more = n_at > page->limit};
	return true;
}

/* Where a list goes on behind a docid: 0 without one. */
static uint32_t place_behind(const int64_t *docids, uint32_t n, int64_t docid)
{
	for (uint32_t i = 0; docid && i < n; i++) {
		if (docids[i] == docid)
			return i + 1;
	}
	return docid ? n : 0;
}

bool query_best(struct query *q, struct arena *a, const struct store_page *page,
		struct article_rows *out, struct error *err)
{
	int64_t *docids;
	struct arena work;
	uint32_t n = 0, from;
	bool done;

	arena_init(&work);
	docids = arena_array(&work, BEST_OF, sizeof(*docids));
	done = newest_matches(q, docids, &n, err) &&
	       rank(q, &work, docids, n, err);
	if (done) {
		from = place_behind(docids, n, page->from);
		done = best_rows(q, a, docids + from, n - from, page, out, err);
	}
	arena_free(&work);
	return done || error_note(err, "cannot go on with the query");
}
