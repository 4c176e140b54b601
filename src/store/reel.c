#include "store/reel.h"

void reel_init(struct reel *r, struct store *st, struct arena *a,
	       const int64_t *of, uint32_t n, enum sql_id down, enum sql_id up)
{
	*r = (struct reel){
		.store = st, .n = n, .down = (uint8_t)down, .up = (uint8_t)up};
	r->parts = arena_array(a, n, sizeof(*r->parts));
	for (uint32_t i = 0; i < n; i++)
		r->parts[i].of = of[i];
}

/* Blocks begin small, for most lists are read for one screen or one step. */
static void load(struct reel *r, struct reel_part *p, int64_t beyond)
{
	struct sql *q = &r->store->sql;
	sqlite3_stmt *stmt;

	p->block = p->block ? REEL_BLOCK : 8;
	stmt = sql_begin(q, r->ascends ? r->up : r->down,
			 BIND(INT(p->of), INT(beyond), INT(p->block)));
	p->n = p->at = 0;
	while (p->n < p->block && sql_row(q, stmt)) {
		struct reel_row *row = &p->rows[p->n++];

		row->docid = sqlite3_column_int64(stmt, 0);
		row->count = (uint32_t)sqlite3_column_int64(stmt, 1);
		row->is_copy = sqlite3_column_int(stmt, 2) != 0;
	}
	p->at_end = p->n < p->block;
	sql_end(stmt);
}

static bool is_beyond(const struct reel *r, int64_t docid, int64_t beyond)
{
	return r->ascends ? docid > beyond : docid < beyond;
}

/* The first row of a part that is beyond; NULL at its end. */
static struct reel_row *first(struct reel *r, struct reel_part *p,
			      int64_t beyond)
{
	while (p->at < p->n && !is_beyond(r, p->rows[p->at].docid, beyond))
		p->at++;
	if (p->at == p->n && !p->at_end)
		load(r, p, beyond);
	return p->at < p->n ? &p->rows[p->at] : NULL;
}

bool reel_next(struct reel *r, int64_t beyond, struct reel_row *out)
{
	bool found = false;

	for (uint32_t i = 0; i < r->n; i++) {
		struct reel_row *row = first(r, &r->parts[i], beyond);

		if (!row)
			continue;
		if (found && row->docid == out->docid)
			out->count += row->count;
		else if (!found || is_beyond(r, out->docid, row->docid))
			*out = *row;
		found = true;
	}
	return found;
}
