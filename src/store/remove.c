/* Removing articles, and bringing them back.
 *
 * A removed article leaves every table but one: its text and spans stay in
 * `tombstone` under its number and key, so that it is known when a feed brings
 * it again, and can be put in once more.  Its versions, its original and the
 * reading state wait as well.  store_gc ends that.
 */
#include <stdlib.h>
#include <string.h>

#include "article/codec.h"
#include "article/record.h"
#include "store/inside.h"

int64_t tombstone_of(struct store *st, const uint8_t key[16])
{
	return sql_number(&st->sql, SQL_TOMBSTONE_OF, BIND(BLOB(key, 16)), 0);
}

/* ---- its copies ---- */

/* What it says as a copy counts from now on. */
static void unfold(struct store *st, const struct place *at)
{
	struct article *art = NULL;
	struct former now;
	struct place kept;
	struct arena a;
	bool is_news;

	arena_init(&a);
	if (article_of(st, &a, at->docid, &art, &kept) &&
	    key_of(st, at->id, art->key, &is_news) &&
	    article_former(st, art->key, &now)) {
		index_unfold(st, art, cast_get(st, &a, at->docid), at);
		st->tally.articles++;
		st->tally.feed_epoch++;
		article_count_news(st, art->key, &now, 1);
	}
	arena_free(&a);
}

/* The oldest copy stands for the group from now on. */
static void promote_copy(struct store *st, int64_t head)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_COPY_OLDEST, BIND(INT(head)));
	struct place at = {0};

	if (!sql_row(&st->sql, stmt))
		return;
	at.docid = sqlite3_column_int64(stmt, 0);
	at.id = sqlite3_column_int64(stmt, 1);
	sql_end(stmt);
	sql_do(&st->sql, SQL_COPY_UNFOLD, BIND(INT(at.docid)));
	sql_do(&st->sql, SQL_COPIES_MOVE, BIND(INT(head), INT(at.id)));
	sql_do(&st->sql, SQL_COPIES_COUNT, BIND(INT(at.id)));
	unfold(st, &at);
}

/* ---- removing ---- */

bool store_article_remove(struct store *st, int64_t id, int64_t removal,
			  struct error *err)
{
	struct savepoint savepoint;
	struct former former;
	uint8_t key[16];
	bool is_news;

	if (!store_begin(st, err))
		return false;
	store_savepoint(st, &savepoint);
	if (!key_of(st, id, key, &is_news) ||
	    !article_former(st, key, &former)) {
		sql_fail(&st->sql, "there is no article %lld", (long long)id);
	} else {
		edits_take_off(st, key, id);
		article_former(st, key, &former); /* its day may be another */
		sql_do(&st->sql, SQL_TOMBSTONE_PUT,
		       BIND(INT(former.at.docid), INT(store_now()),
			    INT(removal)));
		article_take_away(st, key, &former, false);
		promote_copy(st, id);
	}
	if (!store_savepoint_end(st, &savepoint, err)) {
		store_abandon(st);
		return error_note(err, "cannot remove article %lld",
				  (long long)id);
	}
	return store_settle(st, err);
}

/* ---- bringing back ---- */

static struct article *read_tombstone(struct store *st, struct arena *a,
				      int64_t id, struct former *former,
				      struct cast **cast)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_TOMBSTONE, BIND(INT(id)));
	struct article *art = NULL;
	struct error fault;
	struct slice uid;

	memset(former, 0, sizeof(*former));
	if (!sql_row(&st->sql, stmt))
		return NULL;
	uid = sql_get_blob(stmt, 0);
	former->at.id = id;
	former->added = sqlite3_column_int64(stmt, 1);
	former->is_saved = sqlite3_column_int(stmt, 2) != 0;
	former->modified = sqlite3_column_int64(stmt, 5);
	if (uid.len != 16 ||
	    !codec_read(a, sql_get_blob(stmt, 4), STORE, sql_get_blob(stmt, 3),
			&art, &fault) ||
	    !cast_read(a, sql_get_blob(stmt, 6), cast)) {
		sql_fail(&st->sql, "what was kept of it is damaged");
	} else {
		memcpy(art->key, uid.at, 16);
		art->from_feed = !former->is_saved;
	}
	sql_end(stmt);
	return art;
}

/* A name that no other article had is the one it was, not a new one. */
static struct resolution *look_again(struct store *st,
				     const struct known *known,
				     struct article *art,
				     const struct cast *cast)
{
	struct resolution *res = index_look(st, known, art);

	for (uint32_t i = 0; i < art->n_chains && i < cast->n; i++) {
		struct resolution *r = &res[i];

		if (r->n_forms && !r->is_bare && r->entity == 0 &&
		    sql_number(&st->sql, SQL_ENTITY_HEAD,
			       BIND(INT(cast->entity[i])), -1) >= 0)
			r->entity = cast->entity[i];
	}
	return res;
}

bool store_article_restore(struct store *st, const struct known *known,
			   int64_t id, struct error *err)
{
	struct savepoint savepoint;
	struct former former;
	struct article *art;
	struct cast *cast = NULL;
	struct arena a;
	bool done;

	if (!store_begin(st, err))
		return false;
	arena_init(&a);
	store_savepoint(st, &savepoint);
	art = read_tombstone(st, &a, id, &former, &cast);
	if (art) {
		sql_do(&st->sql, SQL_TOMBSTONE_DELETE, BIND(INT(id)));
		article_put_in(st, art, look_again(st, known, art, cast), NULL,
			       &former);
	} else {
		sql_fail(&st->sql, "nothing was kept of it");
	}
	done = store_savepoint_end(st, &savepoint, err);
	if (!done) {
		store_abandon(st);
		error_note(err, "cannot bring article %lld back",
			   (long long)id);
	}
	arena_free(&a);
	return done && store_settle(st, err);
}

/* ---- removals as a whole ---- */

bool store_removal_begin(struct store *st, const char *who, const char *query,
			 int64_t *removal, struct error *err)
{
	if (!store_begin(st, err))
		return false;
	sql_do(&st->sql, SQL_REMOVAL_PUT,
	       BIND(INT(store_now()), TEXT(who), TEXT(query)));
	*removal = sqlite3_last_insert_rowid(st->sql.db[SQL_ARCHIVE]);
	if (!sql_ok(&st->sql, err)) {
		store_abandon(st);
		return false;
	}
	return store_settle(st, err);
}

bool store_removal_find(struct store *st, struct arena *a, int64_t removal,
			struct removal *out, struct error *err)
{
	sqlite3_stmt *stmt;

	memset(out, 0, sizeof(*out));
	if (!removal)
		removal = sql_number(&st->sql, SQL_REMOVAL_LAST, NULL, 0, 0);
	stmt = sql_begin(&st->sql, SQL_TOMBSTONES, BIND(INT(removal)));
	while (sql_row(&st->sql, stmt))
		*array_add(a, out->ids, out->n_ids) =
			sqlite3_column_int64(stmt, 0);
	if (!out->n_ids)
		return sql_ok(&st->sql, err);
	out->n = removal;
	stmt = sql_begin(&st->sql, SQL_REMOVAL, BIND(INT(removal)));
	if (sql_row(&st->sql, stmt)) {
		out->at = sqlite3_column_int64(stmt, 0);
		out->who = sql_get_text(a, stmt, 1);
		out->query = sql_get_text(a, stmt, 2);
		sql_end(stmt);
	}
	return sql_ok(&st->sql, err);
}

bool store_removal_undo(struct store *st, const struct known *known,
			int64_t which, uint32_t *n, struct error *err)
{
	struct removal removal;
	struct error ignored;
	struct arena a;
	bool done;

	*n = 0;
	arena_init(&a);
	done = store_removal_find(st, &a, which, &removal, err) &&
	       store_batch_begin(st, err);
	for (uint32_t i = 0; done && i < removal.n_ids; i++) {
		done = store_article_restore(st, known, removal.ids[i], err);
		*n += done;
	}
	if (done && *n) {
		done = store_begin(st, err);
		sql_do(&st->sql, SQL_REMOVAL_UNDONE,
		       BIND(INT(removal.n), INT(store_now())));
	}
	/* what was brought back before a failure stays */
	if (!store_batch_commit(st, done ? err : &ignored))
		done = false;
	arena_free(&a);
	return done;
}
