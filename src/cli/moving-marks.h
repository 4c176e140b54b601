/* What is to be set of articles that move in: read, starred, tags, notes. */
#ifndef GAZETTE_CLI_MOVING_MARKS_H
#define GAZETTE_CLI_MOVING_MARKS_H

#include "cli/moving.h"

struct mark;

/* Of the open transaction; arena_init its arena. */
struct marks {
	struct arena arena;
	struct mark *at;
	uint32_t n;
};

/* Note what is to be set, if anything; is_new: the article is. */
void marks_add(struct marks *ms, int64_t id, const struct moved_item *item,
	       bool is_new);

/* Set all as one change; counts those of new articles in
 * count[MOVING_COUNTS]. */
MUST_CHECK bool marks_set(struct marks *ms, struct store *st, uint32_t *count,
			  struct error *err);

#endif
