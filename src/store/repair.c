/* Making whole what can be made whole.
 *
 * What cannot be had again is the article's row, its text and spans (body), who
 * its names are (chain) and the names themselves; all else follows from these
 * and is made anew where it does not agree: rows of appearances and
 * quotations, uses of forms, days, counts, full text, indices.  Each pass says
 * what it did.  It is one transaction but for the full text, whose rows come
 * in pieces; a run that is killed there is gone on with by the next.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "store/inside.h"

#define PIECE 50 /* articles of a transaction of full text */

struct repair {
	struct store *store;
	const struct known *known;
	store_report *report;
	void *self;
	uint32_t faults; /* that the check before found */
	bool has_bad_index, has_bad_words;
};

static void say(struct repair *r, const char *format, ...) PRINTF_LIKE(2, 3);

static void say(struct repair *r, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (r->report)
		r->report(r->self, text);
}

static int64_t changed_by(struct store *st, const char *sql)
{
	sqlite3 *db = st->sql.db[SQL_ARCHIVE];
	int64_t before = sqlite3_total_changes(db);

	sql_exec(&st->sql, SQL_ARCHIVE, sql);
	return sqlite3_total_changes(db) - before;
}

/* ---- rows without what they belong to ---- */

#define NO_ARTICLE " WHERE docid NOT IN (SELECT docid FROM article)"
#define NO_ENTITY  " WHERE entity NOT IN (SELECT id FROM entity)"

static const struct {
	const char *what, *sql;
} orphans[] = {
	{"texts without an article", "DELETE FROM body" NO_ARTICLE},
	{"names of no article", "DELETE FROM chain" NO_ARTICLE},
	{"sketches of no article", "DELETE FROM sketch" NO_ARTICLE},
	{"names alone of no article", "DELETE FROM pending" NO_ARTICLE},
	{"links of no article", "DELETE FROM link" NO_ARTICLE},
	{"sources of no article", "DELETE FROM article_source" NO_ARTICLE},
	{"forms of no name", "DELETE FROM alias" NO_ENTITY},
	{"words of no name", "DELETE FROM word" NO_ENTITY},
	{"sounds of no name", "DELETE FROM code" NO_ENTITY},
	{"holders that are no name", "DELETE FROM holder" NO_ENTITY},
	{"versions of no article",
	 "DELETE FROM version WHERE uid NOT IN (SELECT uid FROM article) AND"
	 " uid NOT IN (SELECT uid FROM tombstone)"},
	{"removed articles that are there",
	 "DELETE FROM tombstone WHERE uid IN (SELECT uid FROM article) OR id IN"
	 " (SELECT id FROM article)"},
	{"merges into names that are not there",
	 "UPDATE entity SET head = 0 WHERE head <> 0 AND head NOT IN (SELECT id"
	 " FROM entity WHERE head = 0)"},
	{"copies of articles that are not there",
	 "UPDATE article SET duplicate_of = NULL WHERE duplicate_of IS NOT NULL"
	 " AND duplicate_of NOT IN (SELECT id FROM article)"},
};

static void drop_orphans(struct repair *r)
{
	for (size_t i = 0; i < array_length(orphans); i++) {
		int64_t n = changed_by(r->store, orphans[i].sql);

		if (n)
			say(r, "%lld %s: mended", (long long)n,
			    orphans[i].what);
	}
}

/* ---- what follows from articles and names ---- */

static const char clear_derived[] =
	"DELETE FROM appearance; DELETE FROM entity_day; DELETE FROM quote;"
	"DELETE FROM spoken; DELETE FROM about; DELETE FROM article_source;"
	"DELETE FROM link; UPDATE source SET articles = 0;"
	"UPDATE alias SET uses = 0;";

/* The entities that are kept for the article's chains; made anew where they
 * are not of its chains, or are no entities. */
static struct cast *mend_cast(struct repair *r, struct arena *a,
			      struct article *art, const struct place *at,
			      bool *is_new)
{
	struct store *st = r->store;
	struct cast *kept = cast_get(st, a, at->docid);
	struct error ignored;

	*is_new = false;
	if (sql_ok(&st->sql, &ignored) && kept->n == art->n_chains) {
		cast_count(kept, art);
		for (uint32_t i = 0; i < kept->n; i++) {
			if (kept->entity[i] &&
			    sql_number(&st->sql, SQL_ENTITY_HEAD,
				       BIND(INT(kept->entity[i])), -1) < 0)
				*is_new = true;
		}
		if (!*is_new)
			return kept;
	}
	*is_new = true;
	return index_resolve(st, art, index_look(st, r->known, art), at);
}

static void derive_article(struct repair *r, struct arena *a, int64_t docid,
			   uint32_t *n_new)
{
	struct store *st = r->store;
	struct article *art = NULL;
	struct place at = {0};
	struct error fault;
	struct cast *cast;
	bool is_new;

	if (!article_of(st, a, docid, &art, &at)) {
		if (!sql_ok(&st->sql, &fault))
			say(r,
			    "article %lld cannot be read: 'gazette show "
			    "--original', then add it again",
			    (long long)store_id(st, docid));
		return;
	}
	cast = mend_cast(r, a, art, &at, &is_new);
	*n_new += is_new;
	index_cast(st, art, cast, &at, 1);
	if (!is_new)
		index_forms(st, art, cast, &at);
	index_quotes(st, art, cast, &at, 1);
	article_index_rest(st, art, docid);
	cast_put(st, docid, cast);
}

static void recount_names(struct repair *r)
{
	struct store *st = r->store;
	sqlite3_stmt *stmt;
	int64_t id = 0;

	for (;;) {
		stmt = sql_begin(&st->sql, SQL_ENTITY_BEHIND, BIND(INT(id)));
		if (!sql_row(&st->sql, stmt))
			return;
		id = sqlite3_column_int64(stmt, 0);
		sql_end(stmt);
		entity_recount(st, id);
	}
}

static void derive_all(struct repair *r)
{
	struct store *st = r->store;
	int64_t above = INT64_MIN, n = 0;
	uint32_t n_new = 0;
	struct arena a;

	arena_init(&a);
	sql_exec(&st->sql, SQL_ARCHIVE, clear_derived);
	for (;;) {
		sqlite3_stmt *stmt =
			sql_begin(&st->sql, SQL_DOCID_ABOVE, BIND(INT(above)));

		if (!sql_row(&st->sql, stmt))
			break;
		above = sqlite3_column_int64(stmt, 0);
		sql_end(stmt);
		derive_article(r, &a, above, &n_new);
		arena_reset(&a);
		n++;
	}
	arena_free(&a);
	recount_names(r);
	say(r,
	    "rows of appearances, quotations, links and sources of %lld "
	    "articles made anew",
	    (long long)n);
	if (n_new)
		say(r, "names of %u articles looked up anew", n_new);
}

/* ---- counts ---- */

static const char recount[] =
	"UPDATE article SET copies = (SELECT count(*) FROM article b WHERE"
	" b.duplicate_of = article.id) WHERE copies <> (SELECT count(*) FROM"
	" article b WHERE b.duplicate_of = article.id);"
	"UPDATE source SET articles = (SELECT count(*) FROM article_source a"
	" WHERE a.source = source.id);"
	"UPDATE feed SET news = (SELECT count(*) FROM feed_article b JOIN"
	" article a ON a.id = b.article WHERE b.feed = feed.id AND a.is_saved ="
	" 0 AND a.duplicate_of IS NULL);"
	"UPDATE meta SET value = (SELECT count(*) FROM article WHERE"
	" duplicate_of IS NULL) WHERE name = 'articles';"
	"UPDATE meta SET value = (SELECT count(*) FROM article WHERE"
	" duplicate_of IS NULL AND is_saved = 0) WHERE name = 'feed_articles';"
	"UPDATE meta SET value = (SELECT count(*) FROM entity) WHERE name ="
	" 'entities';"
	"UPDATE meta SET value = (SELECT count(*) FROM quote WHERE is_copy = 0)"
	" WHERE name = 'quotes';"
	"UPDATE meta SET value = (SELECT coalesce(sum(count), 0) FROM"
	" appearance WHERE is_copy = 0) WHERE name = 'mentions';"
	"UPDATE meta SET value = (SELECT count(*) FROM failure) WHERE name ="
	" 'failed';"
	"UPDATE meta SET value = value + 1 WHERE name = 'feed_epoch';"
	"UPDATE meta SET value = max(value, (SELECT coalesce(max(id), 0) + 1"
	" FROM article), (SELECT coalesce(max(id), 0) + 1 FROM tombstone))"
	" WHERE name = 'next_id';";

/* ---- full text ---- */

static uint32_t words_missing(struct store *st, int64_t above,
			      int64_t docids[PIECE])
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_WORDS_MISSING,
				       BIND(INT(above), INT(PIECE)));
	uint32_t n = 0;

	while (n < PIECE && sql_row(&st->sql, stmt))
		docids[n++] = sqlite3_column_int64(stmt, 0);
	sql_end(stmt);
	return n;
}

static bool fill_words(struct repair *r, int64_t *n_all, struct error *err)
{
	struct store *st = r->store;
	int64_t docids[PIECE], above = INT64_MIN;
	uint32_t n;

	do {
		struct arena a;

		if (!store_begin(st, err))
			return false;
		arena_init(&a);
		n = words_missing(st, above, docids);
		above = n ? docids[n - 1] : above;
		for (uint32_t i = 0; i < n; i++) {
			struct article *art = NULL;
			struct place at = {0};

			if (article_of(st, &a, docids[i], &art, &at))
				article_queue_words(st, art, docids[i]);
		}
		arena_free(&a);
		*n_all += n;
		if (!store_settle(st, err))
			return false;
	} while (n);
	return true;
}

/* Rows of a contentless index cannot be taken out one by one when nobody
 * knows what was in them. */
static bool mend_words(struct repair *r, struct error *err)
{
	struct store *st = r->store;
	int64_t n = 0;

	if (r->has_bad_words) {
		sql_exec(&st->sql, SQL_ARCHIVE,
			 "INSERT INTO article_fts(article_fts)"
			 " VALUES('delete-all')");
		if (!sql_ok(&st->sql, err))
			return false;
		say(r, "the full-text index is made anew");
	}
	if (!fill_words(r, &n, err))
		return false;
	if (n)
		say(r, "full text of %lld articles put in", (long long)n);
	return true;
}

/* ---- the whole ---- */

static void note_fault(void *self, const char *fault)
{
	struct repair *r = self;

	r->faults++;
	r->has_bad_index |= strstr(fault, "index ") != NULL;
	r->has_bad_words |= strstr(fault, "full-text rows") ||
			    !strncmp(fault, "the full-text index", 19);
}

static bool mend_rows(struct repair *r, struct error *err)
{
	struct store *st = r->store;

	if (r->has_bad_index) {
		sql_exec(&st->sql, SQL_ARCHIVE, "REINDEX");
		if (!sql_ok(&st->sql, err))
			return false;
		say(r, "indices made anew");
	}
	if (!store_begin(st, err))
		return false;
	names_forget_heads(st);
	drop_orphans(r);
	derive_all(r);
	/* what the rows told on their way in is counted below */
	memset(&st->tally, 0, sizeof(st->tally));
	sql_exec(&st->sql, SQL_ARCHIVE, recount);
	if (sql_ok(&st->sql, err))
		return store_settle(st, err);
	store_rollback(st);
	return false;
}

bool store_repair(struct store *st, const struct known *known,
		  store_report *report, void *self, struct store_checked *out,
		  struct error *err)
{
	struct repair r = {
		.store = st, .known = known, .report = report, .self = self};

	if (!store_check(st, note_fault, &r, out, err))
		return false;
	if (out->faults == 0)
		return true;
	if (!mend_rows(&r, err) || !mend_words(&r, err))
		return error_note(err, "cannot be mended");
	return store_check(st, report, self, out, err);
}
