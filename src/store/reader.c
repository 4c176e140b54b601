/* This user's reading state, in a file of the user's own, by article key. */
#include <string.h>

#include "store/inside.h"

void rows_fill_state(struct store *st, struct article *art)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_STATE, BIND(BLOB(art->key, 16)));

	if (sql_row(&st->sql, stmt)) {
		art->is_read = sqlite3_column_int(stmt, 0) != 0;
		art->is_starred = sqlite3_column_int(stmt, 1) != 0;
		art->note = sql_get_text(art->arena, stmt, 3);
		sql_end(stmt);
	}
	stmt = sql_begin(&st->sql, SQL_STATE_TAGS, BIND(BLOB(art->key, 16)));
	while (sql_row(&st->sql, stmt)) {
		const char *tag = sql_get_text(art->arena, stmt, 0);

		*array_add(art->arena, art->tags, art->n_tags) = tag;
	}
}

/* Find the article and begin to write of it. */
static bool begin(struct store *st, int64_t id, uint8_t key[16], bool *is_news,
		  struct error *err)
{
	if (!st->sql.db[SQL_READER] || st->reader_fault)
		return error_set(err, "%s", st->reader_fault);
	if (!key_of(st, id, key, is_news))
		return sql_ok(&st->sql, err) &&
		       error_set(err, "there is no article %lld",
				 (long long)id);
	sql_exec(&st->sql, SQL_READER, "BEGIN IMMEDIATE");
	return sql_ok(&st->sql, err);
}

static bool end(struct store *st, struct error *err)
{
	struct error ignored;

	sql_exec(&st->sql, SQL_READER, "COMMIT");
	if (sql_ok(&st->sql, err))
		return true;
	if (!sqlite3_get_autocommit(st->sql.db[SQL_READER]))
		sql_exec(&st->sql, SQL_READER, "ROLLBACK");
	(void)!sql_ok(&st->sql, &ignored);
	return error_note(err, "cannot keep the reading state");
}

bool reader_has_read(struct store *st, const uint8_t key[16])
{
	return sql_number(&st->sql, SQL_STATE, BIND(BLOB(key, 16)), 0) != 0;
}

/* ---- what is unread ---- */

static int64_t feed_epoch(struct store *st)
{
	return sql_number(&st->sql, SQL_META, BIND(TEXT("feed_epoch")), 0);
}

static int64_t count_again(struct store *st)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_STATES_READ, NULL, 0);
	int64_t n = 0;

	while (sql_row(&st->sql, stmt)) {
		struct slice uid = sql_get_blob(stmt, 0);

		n += sql_number(&st->sql, SQL_ARTICLE_IS_NEWS,
				BIND(BLOB(uid.at, uid.len)), 0);
	}
	return n;
}

/* Kept until articles of feeds go, or become saved: then counted again. */
int64_t reader_read_news(struct store *st)
{
	int64_t epoch = feed_epoch(st), n;

	n = sql_number(&st->sql, SQL_TALLY,
		       BIND(BLOB(st->uid, sizeof(st->uid)), INT(epoch)), -1);
	if (n >= 0 || st->sql.failed || !st->sql.db[SQL_READER])
		return n >= 0 ? n : 0;
	n = count_again(st);
	if (!st->reader_fault)
		sql_do(&st->sql, SQL_TALLY_SET,
		       BIND(BLOB(st->uid, sizeof(st->uid)), INT(n),
			    INT(epoch)));
	return n;
}

/* ---- setting ---- */

bool store_read_set(struct store *st, int64_t id, bool is_read,
		    struct error *err)
{
	uint8_t key[16];
	bool is_news, was_read;

	if (!begin(st, id, key, &is_news, err))
		return false;
	was_read = sql_number(&st->sql, SQL_STATE, BIND(BLOB(key, 16)), 0) != 0;
	sql_do(&st->sql, SQL_STATE_READ,
	       BIND(BLOB(key, 16), INT(is_read), INT(store_now())));
	if (is_news && was_read != is_read)
		sql_do(&st->sql, SQL_TALLY_ADD,
		       BIND(BLOB(st->uid, sizeof(st->uid)),
			    INT(is_read ? 1 : -1), INT(feed_epoch(st))));
	return end(st, err);
}

bool store_starred_set(struct store *st, int64_t id, bool is_starred,
		       struct error *err)
{
	uint8_t key[16];
	bool is_news;

	if (!begin(st, id, key, &is_news, err))
		return false;
	sql_do(&st->sql, SQL_STATE_STARRED,
	       BIND(BLOB(key, 16), INT(is_starred), INT(store_now())));
	return end(st, err);
}

bool store_position_set(struct store *st, int64_t id, uint32_t byte,
			struct error *err)
{
	uint8_t key[16];
	bool is_news;

	if (!begin(st, id, key, &is_news, err))
		return false;
	sql_do(&st->sql, SQL_STATE_POSITION,
	       BIND(BLOB(key, 16), INT(byte), INT(store_now())));
	return end(st, err);
}

uint32_t store_position(struct store *st, int64_t id)
{
	struct error ignored;
	uint8_t key[16];
	bool is_news;
	uint32_t byte = 0;
	sqlite3_stmt *stmt;

	if (!key_of(st, id, key, &is_news))
		return 0;
	stmt = sql_begin(&st->sql, SQL_STATE, BIND(BLOB(key, 16)));
	if (sql_row(&st->sql, stmt)) {
		byte = (uint32_t)sqlite3_column_int64(stmt, 2);
		sql_end(stmt);
	}
	return sql_ok(&st->sql, &ignored) ? byte : 0;
}

bool store_view_get(struct store *st, struct arena *a, const char *name,
		    const char **query, struct error *err)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_VIEW, BIND(TEXT(name)));

	*query = NULL;
	if (sql_row(&st->sql, stmt)) {
		*query = sql_get_text(a, stmt, 0);
		sql_end(stmt);
	}
	return sql_ok(&st->sql, err);
}
