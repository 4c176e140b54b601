/* Docids of several ranges as one descending or ascending run: the members of
 * a merged entity, the sources that one word means. */
#ifndef GAZETTE_STORE_REEL_H
#define GAZETTE_STORE_REEL_H

#include "store/inside.h"

/* Rows are read in blocks, so that no statement stays open between calls. */
#define REEL_BLOCK 64

struct reel_row {
	int64_t docid;
	uint32_t count;
	bool is_copy;
};

struct reel_part {
	int64_t of; /* entity or source */
	struct reel_row rows[REEL_BLOCK];
	uint32_t n, at, block;
	bool at_end;
};

struct reel {
	struct store *store;
	struct reel_part *parts; /* [n] */
	uint32_t n;
	uint8_t down, up; /* statements: ?1 of, ?2 docid, ?3 limit */
	bool ascends;
};

/* down and up give docid, count, is_copy of the rows beyond ?2. */
void reel_init(struct reel *r, struct store *st, struct arena *a,
	       const int64_t *of, uint32_t n, enum sql_id down, enum sql_id up);

/* The next row beyond docid (below it, or above when it ascends); rows of
 * several members with one docid are one.  false at the end. */
bool reel_next(struct reel *r, int64_t beyond, struct reel_row *out);

#endif
