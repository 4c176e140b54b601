/* Places in the one order of all lists.
 *
 * Sort time: as published (a day counts as its noon, so that it stays on that
 * day), else when it was added; never later than a day after that.  Seconds
 * already taken are passed over downwards.  A thousand articles of one second
 * would make that slow: stretches known to be full are remembered, and a row
 * that goes meanwhile only leaves a gap.
 */
#include <string.h>

#include "store/inside.h"

static int64_t sort_time(const struct article *art, int64_t added)
{
	int64_t time = added;

	if (art->published.kind == WHEN_SECOND)
		time = art->published.time;
	else if (art->published.kind == WHEN_DAY)
		time = art->published.time + DATE_DAY / 2;
	return time > added + DATE_DAY ? added + DATE_DAY : time;
}

/* The next place down; 0 says "none" everywhere and is none. */
static int64_t below(int64_t docid)
{
	return docid == 1 ? -1 : docid - 1;
}

/* The run that holds the docid; else the oldest place, made empty. */
static struct docid_run *find_run(struct store *st, int64_t docid)
{
	for (uint32_t i = 0; i < st->n_runs; i++) {
		struct docid_run *run = &st->runs[i];

		if (run->low <= docid && docid <= run->high)
			return run;
	}
	if (st->n_runs < DOCID_RUNS)
		st->n_runs++;
	memmove(st->runs + 1, st->runs, (st->n_runs - 1) * sizeof(*st->runs));
	st->runs[0] = (struct docid_run){docid + 1, docid};
	return &st->runs[0];
}

int64_t docid_choose(struct store *st, const struct article *art, int64_t added)
{
	int64_t docid = sort_time(art, added);
	struct docid_run *run = find_run(st, docid);
	sqlite3_stmt *stmt;

	docid = below(run->low);
	stmt = sql_begin(&st->sql, SQL_DOCIDS_DOWN, BIND(INT(docid)));
	while (sql_row(&st->sql, stmt)) {
		if (sqlite3_column_int64(stmt, 0) != docid) {
			sql_end(stmt);
			break;
		}
		docid = below(docid);
	}
	run->low = docid;
	return docid;
}
