/* Opening, closing and transactions.
 *
 * A writer is polite: many articles share a transaction, a savepoint each,
 * for at most BATCH_NS; then it lets others in for PAUSE_NS.
 */
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/die.h"
#include "store/inside.h"
#include "store/open.h"
#include "store/schema.h"

#define BATCH_NS INT64_C(50000000)
#define PAUSE_NS INT64_C(5000000)

int64_t store_now(void)
{
	return (int64_t)time(NULL);
}

int64_t store_clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* ---- opening ---- */

static const char *originals_beside(struct arena *a, const char *archive)
{
	const char *slash = strrchr(archive, '/');

	if (!slash)
		return "originals.db";
	return arena_printf(a, "%.*s/originals.db", (int)(slash - archive),
			    archive);
}

/* The reading state is the user's own: without it an archive can be read
 * still, and what was read cannot be kept, which the first attempt says. */
static bool open_reader(struct store *st, const char *path, struct error *err)
{
	struct error fault;

	if (!path) {
		st->reader_fault = "no reading state is kept here";
		return true;
	}
	if (sql_open(&st->sql, SQL_READER, path, true, &fault))
		return true;
	if (access(path, R_OK) == 0 && open_may_write(path)) {
		*err = fault;
		return false;
	}
	st->reader_fault = arena_string(&st->own, fault.text);
	if (access(path, R_OK) == 0 &&
	    !sql_open(&st->sql, SQL_READER, path, false, &fault))
		st->reader_fault = arena_string(&st->own, fault.text);
	return true;
}

/* Originals are needed only when one is asked for or kept: without them an
 * archive is read all the same. */
static bool open_originals(struct store *st, struct error *err)
{
	const char *path = st->originals_path;

	if (!st->may_write && access(path, F_OK) != 0)
		return true;
	st->has_originals =
		sql_open(&st->sql, SQL_ORIGINALS, path, st->may_write, err);
	if (st->has_originals || st->may_write)
		return st->has_originals;
	st->originals_fault = arena_string(&st->own, err->text);
	return true;
}

static void read_uid(struct store *st)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_META, BIND(TEXT("uid")));

	if (sql_row(&st->sql, stmt)) {
		struct slice uid = sql_get_blob(stmt, 0);

		if (uid.len == sizeof(st->uid))
			memcpy(st->uid, uid.at, sizeof(st->uid));
		sql_end(stmt);
	}
}

bool store_open(const struct store_paths *paths, enum store_mode mode,
		struct store **out, struct error *err)
{
	struct store *st = calloc(1, sizeof(*st));
	const char *archive;

	if (!st)
		die("out of memory");
	arena_init(&st->own);
	arena_init(&st->batch);
	st->may_write = mode == STORE_WRITE;
	archive = arena_string(&st->own, paths->archive);
	st->originals_path = originals_beside(&st->own, archive);
	names_init(st);
	st->sql.progress = paths->progress;
	st->sql.self = paths->self;
	*out = st;
	if (!sql_open(&st->sql, SQL_ARCHIVE, archive, st->may_write, err) ||
	    !open_originals(st, err) ||
	    !open_reader(st, arena_string(&st->own, paths->reader), err))
		goto failed;
	read_uid(st);
	if (sql_ok(&st->sql, err))
		return true;
failed:
	store_close(st);
	*out = NULL;
	return false;
}

static bool commit(struct store *st, struct error *err);

/* What was put off, in transactions that are short; who cannot write now leaves
 * it to the next. */
static void settle_rest(struct store *st)
{
	struct error ignored;

	while (st->has_unsettled && !st->in_transaction) {
		st->rested_ns = 0;
		if (!store_begin(st, &ignored) || !commit(st, &ignored))
			return;
	}
}

void store_close(struct store *st)
{
	if (!st)
		return;
	store_rollback(st);
	settle_rest(st);
	walks_close(st);
	for (int file = 0; file < SQL_FILES; file++)
		sql_close(&st->sql, (enum sql_file)file);
	copies_free(st->sketches);
	original_close(st);
	arena_free(&st->batch);
	arena_free(&st->own);
	free(st);
}

int64_t store_data_version(struct store *st)
{
	struct error ignored;
	int64_t n = sql_number(&st->sql, SQL_DATA_VERSION, NULL, 0, 0);

	return sql_ok(&st->sql, &ignored) ? n : 0;
}

bool store_is_writable(const struct store *st)
{
	return st->may_write;
}

void store_versions(struct store *st, struct store_versions *out)
{
	struct error ignored;

	out->engine = arena_printf(&st->own, "SQLite %s", sqlite3_libversion());
	out->schema_newest = store_schemas[SQL_ARCHIVE].newest;
	out->schema = (int)sql_number(&st->sql, SQL_USER_VERSION, NULL, 0, 0);
	if (!sql_ok(&st->sql, &ignored))
		out->schema = 0;
}

/* ---- transactions ---- */

void store_read_begin(struct store *st)
{
	struct error ignored;

	if (st->n_reads++ || st->in_transaction)
		return;
	names_forget_heads(st);
	/* without it the reads are as right, only dearer */
	sql_exec(&st->sql, SQL_ARCHIVE, "BEGIN");
	(void)!sql_ok(&st->sql, &ignored);
}

/* What failed meanwhile is still to be told by who reads. */
void store_read_end(struct store *st)
{
	sqlite3 *db = st->sql.db[SQL_ARCHIVE];

	if (--st->n_reads || st->in_transaction || sqlite3_get_autocommit(db))
		return;
	sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
}

bool store_begin(struct store *st, struct error *err)
{
	if (!st->may_write)
		return error_set(err, "the archive is open to be read only");
	if (st->is_lost) {
		*err = st->fault;
		return false;
	}
	if (st->in_transaction)
		return true;
	sql_exec(&st->sql, SQL_ARCHIVE, "BEGIN IMMEDIATE");
	if (!sql_ok(&st->sql, err))
		return false;
	st->in_transaction = true;
	st->has_put = false;
	st->since_ns = store_clock_ns();
	arena_reset(&st->batch);
	memset(&st->tally, 0, sizeof(st->tally));
	st->fts = NULL;
	st->n_fts = 0;
	st->touched = NULL;
	st->n_touched = 0;
	st->woken = NULL;
	st->n_woken = 0;
	names_forget_heads(st);
	return true;
}

static int fts_compare(const void *left, const void *right)
{
	const struct fts_row *a = left, *b = right;

	return (a->docid > b->docid) - (a->docid < b->docid);
}

static void flush_fts(struct store *st)
{
	if (st->n_fts)
		qsort(st->fts, st->n_fts, sizeof(*st->fts), fts_compare);
	for (uint32_t i = 0; i < st->n_fts; i++) {
		const struct fts_row *row = &st->fts[i];

		sql_do(&st->sql, SQL_FTS_PUT,
		       BIND(INT(row->docid), TEXT(row->title),
			    TEXT(row->text)));
	}
	st->fts = NULL;
	st->n_fts = 0;
}

static void flush_tally(struct store *st)
{
	const struct {
		const char *name;
		int64_t by;
	} rows[] = {
		{"articles", st->tally.articles},
		{"feed_articles", st->tally.feed_articles},
		{"entities", st->tally.entities},
		{"mentions", st->tally.mentions},
		{"quotes", st->tally.quotes},
		{"failed", st->tally.failed},
		{"feed_epoch", st->tally.feed_epoch},
	};

	for (size_t i = 0; i < array_length(rows); i++) {
		if (rows[i].by)
			sql_do(&st->sql, SQL_META_ADD,
			       BIND(TEXT(rows[i].name), INT(rows[i].by)));
	}
	if (st->tally.next_id)
		sql_do(&st->sql, SQL_META_SET,
		       BIND(TEXT("next_id"), INT(st->tally.next_id)));
	memset(&st->tally, 0, sizeof(st->tally));
}

/* The originals first: one without its article is waste, an article without
 * its original could not be made again. */
static bool commit(struct store *st, struct error *err)
{
	if (!st->in_transaction)
		return true;
	pending_settle(st, true);
	(void)pending_settle_rest(st, false);
	edits_settle(st);
	flush_fts(st);
	flush_tally(st);
	if (st->has_originals &&
	    !sqlite3_get_autocommit(st->sql.db[SQL_ORIGINALS]))
		sql_exec(&st->sql, SQL_ORIGINALS, "COMMIT");
	sql_exec(&st->sql, SQL_ARCHIVE, "COMMIT");
	if (sql_ok(&st->sql, err)) {
		st->in_transaction = false;
		return true;
	}
	st->fault = *err;
	store_rollback(st);
	return false;
}

/* What a caller was told is put, and no commit has made safe, is gone: he is
 * to hear it at his commit, and nothing more goes in before. */
void store_rollback(struct store *st)
{
	struct error ignored;

	st->is_lost |= st->in_batch && st->in_transaction && st->has_put;
	st->has_put = false;
	for (int file = 0; file < SQL_READER; file++) {
		sqlite3 *db = st->sql.db[file];

		st->sql.failed = false;
		if (db && !sqlite3_get_autocommit(db))
			sql_exec(&st->sql, (enum sql_file)file, "ROLLBACK");
	}
	st->in_transaction = false;
	(void)!sql_ok(&st->sql, &ignored);
}

/* ---- pieces of a transaction ---- */

void store_savepoint(struct store *st, struct savepoint *out)
{
	out->tally = st->tally;
	out->n_fts = st->n_fts;
	out->fts = arena_array(&st->batch, st->n_fts, sizeof(*out->fts));
	/* an update takes rows out as well */
	if (out->n_fts)
		memcpy(out->fts, st->fts, out->n_fts * sizeof(*out->fts));
	sql_do(&st->sql, SQL_SAVEPOINT, NULL, 0);
}

bool store_savepoint_end(struct store *st, const struct savepoint *savepoint,
			 struct error *err)
{
	sql_do(&st->sql, SQL_RELEASE, NULL, 0);
	if (sql_ok(&st->sql, err)) {
		st->has_put = true;
		return true;
	}
	st->fault = *err;
	sql_exec(&st->sql, SQL_ARCHIVE, "ROLLBACK TO article");
	sql_exec(&st->sql, SQL_ARCHIVE, "RELEASE article");
	st->tally = savepoint->tally;
	if (savepoint->n_fts)
		memcpy(st->fts, savepoint->fts,
		       savepoint->n_fts * sizeof(*savepoint->fts));
	st->n_fts = savepoint->n_fts;
	return false;
}

void store_abandon(struct store *st)
{
	struct error ignored;

	/* a transaction that SQLite itself has ended is lost */
	if (!sql_ok(&st->sql, &ignored) || !st->in_batch ||
	    sqlite3_get_autocommit(st->sql.db[SQL_ARCHIVE]))
		store_rollback(st);
}

bool store_settle(struct store *st, struct error *err)
{
	const struct timespec pause = {0, PAUSE_NS};

	if (!st->in_batch)
		return commit(st, err);
	if (store_clock_ns() - st->since_ns < BATCH_NS)
		return true;
	if (!commit(st, err))
		return false;
	nanosleep(&pause, NULL);
	return true;
}

bool store_batch_begin(struct store *st, struct error *err)
{
	if (!st->may_write)
		return error_set(err, "the archive is open to be read only");
	st->in_batch = true;
	st->is_lost = false;
	return true;
}

bool store_batch_commit(struct store *st, struct error *err)
{
	bool is_lost = st->is_lost;

	st->in_batch = st->is_lost = false;
	if (is_lost) {
		*err = st->fault;
		return false;
	}
	return commit(st, err);
}
