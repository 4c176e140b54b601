/* The full-text index in few pieces.
 *
 * Each transaction adds a piece, and a search asks all of them for every one
 * of its words: fifteen make related articles take twice as long as three.
 * FTS5 merges little by itself while articles come in, since what is merged is
 * written again; when they have come, two pieces of one level are made one, as
 * one counts in binary, so that a small addition writes little.
 */
#include <time.h>

#include "store/inside.h"

#define PAGES    "256" /* of one transaction: some 20 ms */
#define PAUSE_NS 5000000

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Merge some pages; false when there is nothing to do. */
static bool merge_some(struct store *st)
{
	sqlite3 *db = st->sql.db[SQL_ARCHIVE];
	int before = sqlite3_total_changes(db);

	sql_exec(&st->sql, SQL_ARCHIVE,
		 "INSERT INTO article_fts(article_fts, rank)"
		 " VALUES('merge', " PAGES ")");
	/* the command itself counts as one */
	return !st->sql.failed && sqlite3_total_changes(db) - before >= 2;
}

bool store_tidy(struct store *st, int64_t most_ms, struct error *err)
{
	const struct timespec pause = {0, PAUSE_NS};
	int64_t end = now_ms() + most_ms;
	bool more = true;

	for (;;) {
		if (!store_begin(st, err))
			return false;
		more = merge_some(st);
		if (!store_batch_commit(st, err))
			return error_note(err, "cannot tidy the full-text "
					       "index");
		if (!more || now_ms() >= end)
			return true;
		nanosleep(&pause, NULL);
	}
}
