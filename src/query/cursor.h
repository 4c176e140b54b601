/* A query as cursors over docids, newest first. */
#ifndef GAZETTE_QUERY_CURSOR_H
#define GAZETTE_QUERY_CURSOR_H

#include "query/tree.h"

struct cursor;

/* What the cursors of one query share. */
struct cursors {
	struct store *store;
	struct arena *arena;  /* of the query */
	struct arena scratch; /* of one look-up */
	struct error err;
	bool failed;
	bool is_stopped; /* the last answer is a place, not an article */
	uint32_t steps, most_steps;
};

/* Compile a bound tree.
 * Errors  NULL with set->err. */
struct cursor *cursor_new(struct cursors *set, const struct query_node *tree);
void cursor_close(struct cursor *c); /* NULL is nothing */

/* The largest docid below `below` that may match, 0 for none.  With
 * set->is_stopped: nothing from there up matches, go on from there. */
int64_t cursor_next(struct cursors *set, struct cursor *c, int64_t below);

/* Does the row of a docid that cursor_next gave match? */
bool cursor_accepts(struct cursors *set, struct cursor *c,
		    const struct article_row *row);

/* Does an article match?  May be asked in any order; quickest newest first.
 * row may be NULL when the cursor is exact. */
bool cursor_matches(struct cursors *set, struct cursor *c, int64_t docid,
		    const struct article_row *row);

/* Do docids alone decide, without a look at the rows? */
bool cursor_is_exact(const struct cursor *c);

/* Does a row pass what only a row tells: states, days, bylines, tags? */
bool query_row_passes(const struct query_node *node,
		      const struct article_row *row);

#endif
