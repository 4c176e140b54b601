/* What nobody needs any more goes: removed articles for good, names that no
 * article has, originals that are too old; and the room goes back to the disk.
 *
 * Others go on meanwhile: every piece is a short transaction.  What they do
 * between two pieces is seen by the next; an original is written before its
 * article, so that a fresh one without an article is left alone.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "store/inside.h"

#define PIECE     200 /* rows of a transaction */
#define PAGES     256 /* given back in one transaction */
#define MERGE     200 /* pages of the full-text index written in one */
#define MERGES    400
#define FRESH_SEC DATE_DAY
#define PAUSE_NS  5000000

struct gc {
	struct store *store;
	const struct store_gc *spec;
	struct store_gc_done *done;
	struct error *err;
};

static void report(const struct gc *g, const char *what)
{
	if (g->spec->progress)
		g->spec->progress(g->spec->self, what, 0);
}

static void let_others(void)
{
	const struct timespec pause = {0, PAUSE_NS};

	nanosleep(&pause, NULL);
}

int64_t store_bytes(const char *path)
{
	static const char *const ends[] = {"", "-wal"};
	int64_t bytes = 0;

	for (size_t i = 0; path && i < array_length(ends); i++) {
		struct str name = {0};
		struct stat st;

		str_printf(&name, "%s%s", path, ends[i]);
		if (stat(name.at, &st) == 0)
			bytes += st.st_size;
		str_free(&name);
	}
	return bytes;
}

static int64_t bytes_of_both(struct store *st)
{
	return store_bytes(st->sql.path[SQL_ARCHIVE]) +
	       store_bytes(st->originals_path);
}

/* ---- removed articles ---- */

static void delete_tombstone(struct store *st, int64_t id,
			     const uint8_t key[16])
{
	sql_do(&st->sql, SQL_VERSIONS_DELETE, BIND(BLOB(key, 16)));
	if (st->has_originals)
		sql_do(&st->sql, SQL_ORIGINAL_DELETE, BIND(BLOB(key, 16)));
	sql_do(&st->sql, SQL_FEED_ARTICLE_DELETE, BIND(INT(id)));
	sql_do(&st->sql, SQL_TOMBSTONE_DELETE, BIND(INT(id)));
}

static bool delete_tombstones(struct gc *g)
{
	struct store *st = g->store;
	uint8_t key[16];
	int64_t id;

	report(g, "taking removed articles away");
	do {
		sqlite3_stmt *stmt;

		if (!store_begin(st, g->err))
			return false;
		id = 0;
		stmt = sql_begin(&st->sql, SQL_TOMBSTONE_ANY, NULL, 0);
		if (sql_row(&st->sql, stmt)) {
			struct slice uid = sql_get_blob(stmt, 1);

			id = sqlite3_column_int64(stmt, 0);
			memset(key, 0, sizeof(key));
			memcpy(key, uid.at ? uid.at : "",
			       uid.len < 16 ? uid.len : 16);
			sql_end(stmt);
			delete_tombstone(st, id, key);
			g->done->removed++;
		}
		if (!sql_ok(&st->sql, g->err)) {
			store_rollback(st);
			return false;
		}
		if (!store_settle(st, g->err))
			return false;
	} while (id);
	return true;
}

/* ---- names that no article has ---- */

/* The user said something of them: they stay. */
static const char spoken_of[] =
	"CREATE TEMP TABLE IF NOT EXISTS spoken_of(id INTEGER PRIMARY KEY);"
	"INSERT OR IGNORE INTO spoken_of SELECT a FROM effect UNION SELECT b"
	" FROM effect UNION SELECT c FROM effect UNION SELECT d FROM effect"
	" UNION SELECT a FROM apart UNION SELECT b FROM apart UNION SELECT"
	" entity FROM said UNION SELECT head FROM entity WHERE head <> 0";

/* The largest number stays, so that it is not given again. */
static const char orphans[] =
	"SELECT e.id FROM entity e WHERE e.id > ?1 AND e.articles = 0"
	" AND e.mentions = 0 AND e.head = 0 AND e.is_locked = 0"
	" AND e.is_hidden = 0 AND e.id NOT IN (SELECT id FROM spoken_of)"
	" AND NOT EXISTS (SELECT 1 FROM appearance a WHERE a.entity = e.id)"
	" AND NOT EXISTS (SELECT 1 FROM alias f JOIN pending p"
	" ON p.word = f.folded WHERE f.entity = e.id AND p.bare = e.id)"
	" AND e.id < (SELECT max(id) FROM entity) ORDER BY e.id LIMIT ?2";

static uint32_t find_orphans(struct store *st, int64_t from, int64_t ids[PIECE])
{
	sqlite3 *db = st->sql.db[SQL_ARCHIVE];
	sqlite3_stmt *stmt = NULL;
	uint32_t n = 0;

	if (sqlite3_prepare_v2(db, orphans, -1, &stmt, NULL) != SQLITE_OK)
		sql_fail(&st->sql, "%s", sqlite3_errmsg(db));
	sqlite3_bind_int64(stmt, 1, from);
	sqlite3_bind_int64(stmt, 2, PIECE);
	while (n < PIECE && sql_row(&st->sql, stmt))
		ids[n++] = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return n;
}

static void delete_name(struct store *st, int64_t entity)
{
	names_drop_all(st, entity, 0);
	sql_do(&st->sql, SQL_DAYS_CLEAR, BIND(INT(entity)));
	sql_do(&st->sql, SQL_ENTITY_DELETE, BIND(INT(entity)));
	st->tally.entities--;
}

/* A piece of the names behind *from; *from is 0 at the end. */
static bool delete_names_behind(struct gc *g, int64_t *from)
{
	struct store *st = g->store;
	int64_t ids[PIECE];
	uint32_t n;

	if (!store_begin(st, g->err))
		return false;
	n = find_orphans(st, *from, ids);
	for (uint32_t i = 0; i < n; i++)
		delete_name(st, ids[i]);
	g->done->names += n;
	*from = n == PIECE ? ids[n - 1] : 0;
	if (!sql_ok(&st->sql, g->err)) {
		store_rollback(st);
		return false;
	}
	return store_settle(st, g->err);
}

static bool delete_names(struct gc *g)
{
	struct store *st = g->store;
	int64_t from = 0;

	report(g, "taking away names that no article has");
	sql_exec(&st->sql, SQL_ARCHIVE, spoken_of);
	if (!sql_ok(&st->sql, g->err))
		return false;
	do {
		if (!delete_names_behind(g, &from))
			return false;
	} while (from);
	return true;
}

/* ---- originals ---- */

static bool is_needed(struct store *st, const uint8_t key[16])
{
	struct former former;

	return article_former(st, key, &former) || tombstone_of(st, key) != 0;
}

/* Of a piece behind *key: those whose articles are gone. */
static bool delete_lost_behind(struct gc *g, uint8_t key[16], bool *at_end)
{
	struct store *st = g->store;
	int64_t old = store_now() - FRESH_SEC;
	uint8_t lost[PIECE][16];
	uint32_t n = 0, n_lost = 0;
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_ORIGINALS_BEHIND,
				       BIND(BLOB(key, 16), INT(PIECE)));

	while (sql_row(&st->sql, stmt)) {
		struct slice uid = sql_get_blob(stmt, 0);

		n++;
		if (uid.len != 16)
			continue;
		memcpy(key, uid.at, 16);
		if (sqlite3_column_int64(stmt, 1) < old && n_lost < PIECE &&
		    !is_needed(st, key))
			memcpy(lost[n_lost++], key, 16);
	}
	for (uint32_t i = 0; i < n_lost; i++)
		sql_do(&st->sql, SQL_ORIGINAL_DELETE, BIND(BLOB(lost[i], 16)));
	g->done->originals += n_lost;
	*at_end = n < PIECE;
	return sql_ok(&st->sql, g->err);
}

static bool delete_aged(struct gc *g)
{
	struct store *st = g->store;
	int64_t until = store_now() - g->spec->keep_sec, n;

	if (g->spec->keep_sec < 0)
		return true;
	do {
		sql_do(&st->sql, SQL_ORIGINALS_AGED,
		       BIND(INT(until), INT(PIECE)));
		if (!sql_ok(&st->sql, g->err))
			return false;
		n = sqlite3_changes(st->sql.db[SQL_ORIGINALS]);
		g->done->originals += n;
		let_others();
	} while (n);
	return true;
}

static bool delete_originals(struct gc *g)
{
	uint8_t key[16] = {0};
	bool at_end = false;

	if (!g->store->has_originals)
		return true;
	report(g, "taking old originals away");
	while (!at_end) {
		if (!delete_lost_behind(g, key, &at_end))
			return false;
		let_others();
	}
	return delete_aged(g);
}

/* ---- room ---- */

/* What is deleted from the full-text index stays in it until its parts are
 * merged. */
static bool merge_words(struct gc *g)
{
	struct store *st = g->store;
	sqlite3 *db = st->sql.db[SQL_ARCHIVE];

	report(g, "merging the full-text index");
	for (int i = 0; i < MERGES; i++) {
		int64_t before = sqlite3_total_changes(db);

		sql_do(&st->sql, SQL_FTS_MERGE,
		       BIND(INT(i == 0 ? -MERGE : MERGE)));
		if (!sql_ok(&st->sql, g->err))
			return false;
		if (sqlite3_total_changes(db) - before < 2)
			break;
		let_others();
	}
	return true;
}

static int64_t number_of(struct store *st, enum sql_file file,
			 const char *pragma)
{
	sqlite3_stmt *stmt = NULL;
	int64_t n = 0;

	if (sqlite3_prepare_v2(st->sql.db[file], pragma, -1, &stmt, NULL) ==
		    SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return n;
}

int64_t store_free_inside(struct store *st, enum sql_file file)
{
	if (!st->sql.db[file])
		return 0;
	return number_of(st, file, "PRAGMA freelist_count") *
	       number_of(st, file, "PRAGMA page_size");
}

/* Files of schema 1 can only be written anew as a whole. */
static bool gives_back(struct store *st, enum sql_file file)
{
	return number_of(st, file, "PRAGMA auto_vacuum") == 2;
}

static bool shrink(struct gc *g, enum sql_file file)
{
	struct store *st = g->store;
	char pragma[64];

	if (!st->sql.db[file])
		return true;
	if (!gives_back(st, file) && g->spec->rewrite)
		sql_exec(&st->sql, file,
			 "PRAGMA auto_vacuum = INCREMENTAL; VACUUM");
	if (!gives_back(st, file)) {
		g->done->inside += store_free_inside(st, file);
		return sql_ok(&st->sql, g->err);
	}
	snprintf(pragma, sizeof(pragma), "PRAGMA incremental_vacuum(%d)",
		 PAGES);
	while (store_free_inside(st, file) > 0 && !st->sql.failed) {
		sql_exec(&st->sql, file, pragma);
		let_others();
	}
	/* the log goes home where nobody reads in it just now */
	if (!st->sql.failed)
		sqlite3_wal_checkpoint_v2(st->sql.db[file], "main",
					  SQLITE_CHECKPOINT_TRUNCATE, NULL,
					  NULL);
	return sql_ok(&st->sql, g->err);
}

bool store_gc(struct store *st, const struct store_gc *spec,
	      struct store_gc_done *out, struct error *err)
{
	struct gc g = {st, spec, out, err};
	bool done;

	memset(out, 0, sizeof(*out));
	out->before = bytes_of_both(st);
	if (!store_batch_begin(st, err))
		return false;
	done = delete_tombstones(&g) && delete_names(&g);
	if (!done) {
		store_rollback(st);
		st->in_batch = false;
		return false;
	}
	if (!store_batch_commit(st, err) || !delete_originals(&g) ||
	    !merge_words(&g))
		return false;
	report(&g, "giving room back to the disk");
	done = shrink(&g, SQL_ARCHIVE) && shrink(&g, SQL_ORIGINALS);
	out->after = bytes_of_both(st);
	return done;
}
