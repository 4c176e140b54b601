/* This user's reading state, in a file of the user's own, by article key. */
#include <string.h>

#include "base/fold.h"
#include "store/inside.h"

void rows_fill_state(struct store *st, struct article *art, bool *is_hidden)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_STATE, BIND(BLOB(art->key, 16)));

	*is_hidden = false;
	if (sql_row(&st->sql, stmt)) {
		art->is_read = sqlite3_column_int(stmt, 0) != 0;
		art->is_starred = sqlite3_column_int(stmt, 1) != 0;
		art->note = sql_get_text(art->arena, stmt, 3);
		*is_hidden = sqlite3_column_int(stmt, 4) != 0;
		sql_end(stmt);
	}
	stmt = sql_begin(&st->sql, SQL_STATE_TAGS, BIND(BLOB(art->key, 16)));
	while (sql_row(&st->sql, stmt)) {
		const char *tag = sql_get_text(art->arena, stmt, 0);

		*array_add(art->arena, art->tags, art->n_tags) = tag;
	}
}

/* ---- transactions ---- */

bool reader_begin(struct store *st, struct error *err)
{
	if (!st->sql.db[SQL_READER] || st->reader_fault)
		return error_set(err, "%s", st->reader_fault);
	if (!st->in_reading)
		sql_exec(&st->sql, SQL_READER, "BEGIN IMMEDIATE");
	return sql_ok(&st->sql, err);
}

void store_reading_rollback(struct store *st)
{
	struct error ignored;

	st->in_reading = false;
	(void)!sql_ok(&st->sql, &ignored);
	if (!sqlite3_get_autocommit(st->sql.db[SQL_READER]))
		sql_exec(&st->sql, SQL_READER, "ROLLBACK");
	(void)!sql_ok(&st->sql, &ignored);
}

bool reader_end(struct store *st, struct error *err)
{
	if (!st->in_reading)
		sql_exec(&st->sql, SQL_READER, "COMMIT");
	if (sql_ok(&st->sql, err))
		return true;
	store_reading_rollback(st);
	return error_note(err, "cannot keep the reading state");
}

bool store_reading_begin(struct store *st, struct error *err)
{
	if (!reader_begin(st, err))
		return false;
	st->in_reading = true;
	return true;
}

bool store_reading_commit(struct store *st, struct error *err)
{
	st->in_reading = false;
	return reader_end(st, err);
}

/* Find the article and begin to write of it. */
static bool begin(struct store *st, int64_t id, struct reader_article *of,
		  struct error *err)
{
	if (!st->sql.db[SQL_READER] || st->reader_fault)
		return error_set(err, "%s", st->reader_fault);
	if (!key_of(st, id, of->key, &of->is_news))
		return sql_ok(&st->sql, err) &&
		       error_set(err, "there is no article %lld",
				 (long long)id);
	return reader_begin(st, err);
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

/* An article that a feed, or several, brought was read, or is no more. */
static void tally_feeds(struct store *st, int64_t article, int by)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_FEEDS_OF, BIND(INT(article)));

	while (sql_row(&st->sql, stmt))
		sql_do(&st->sql, SQL_FEED_TALLY_ADD,
		       BIND(BLOB(st->uid, sizeof(st->uid)),
			    INT(sqlite3_column_int64(stmt, 0)), INT(by)));
}

struct feed_count {
	int64_t feed;
	uint32_t n;
};

struct feed_counts {
	struct arena arena;
	struct feed_count *at;
	uint32_t n;
};

static void count_feeds(struct store *st, struct feed_counts *counts,
			int64_t article)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_FEEDS_OF, BIND(INT(article)));

	while (sql_row(&st->sql, stmt)) {
		int64_t feed = sqlite3_column_int64(stmt, 0);
		uint32_t i = 0;

		while (i < counts->n && counts->at[i].feed != feed)
			i++;
		if (i == counts->n)
			array_add(&counts->arena, counts->at, counts->n)->feed =
				feed;
		counts->at[i].n++;
	}
}

static void put_counts(struct store *st, const struct feed_counts *counts)
{
	bool is_alone = sqlite3_get_autocommit(st->sql.db[SQL_READER]);

	if (is_alone)
		sql_exec(&st->sql, SQL_READER, "BEGIN IMMEDIATE");
	sql_do(&st->sql, SQL_FEED_TALLY_DELETE,
	       BIND(BLOB(st->uid, sizeof(st->uid))));
	for (uint32_t i = 0; i < counts->n; i++)
		sql_do(&st->sql, SQL_FEED_TALLY_ADD,
		       BIND(BLOB(st->uid, sizeof(st->uid)),
			    INT(counts->at[i].feed), INT(counts->at[i].n)));
	if (is_alone)
		sql_exec(&st->sql, SQL_READER, "COMMIT");
}

/* The number of an article that is counted while unread; 0: it is not. */
static int64_t news_of(struct store *st, struct slice uid)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_ARTICLE_IS_NEWS,
				       BIND(BLOB(uid.at, uid.len)));
	int64_t id = 0;

	if (sql_row(&st->sql, stmt)) {
		if (sqlite3_column_int(stmt, 0))
			id = sqlite3_column_int64(stmt, 1);
		sql_end(stmt);
	}
	return id;
}

static int64_t count_again(struct store *st)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_STATES_READ, NULL, 0);
	struct feed_counts counts = {0};
	int64_t n = 0;

	arena_init(&counts.arena);
	while (sql_row(&st->sql, stmt)) {
		int64_t id = news_of(st, sql_get_blob(stmt, 0));

		n += id != 0;
		if (id)
			count_feeds(st, &counts, id);
	}
	if (!st->reader_fault)
		put_counts(st, &counts);
	arena_free(&counts.arena);
	return n;
}

int64_t reader_read_of_feed(struct store *st, int64_t feed)
{
	return sql_number(&st->sql, SQL_FEED_TALLY,
			  BIND(BLOB(st->uid, sizeof(st->uid)), INT(feed)), 0);
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

/* ---- of one article ---- */

#define KEY(of) BLOB((of)->key, 16)

/* A column of SQL_STATE. */
static bool is_in_state(struct store *st, const struct reader_article *of,
			int column)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_STATE, BIND(KEY(of)));
	bool is = false;

	if (sql_row(&st->sql, stmt)) {
		is = sqlite3_column_int(stmt, column) != 0;
		sql_end(stmt);
	}
	return is;
}

bool reader_set_read(struct store *st, const struct reader_article *of, bool is)
{
	bool was = is_in_state(st, of, 0);

	sql_do(&st->sql, SQL_STATE_READ,
	       BIND(KEY(of), INT(is), INT(store_now())));
	if (of->is_news && was != is) {
		sql_do(&st->sql, SQL_TALLY_ADD,
		       BIND(BLOB(st->uid, sizeof(st->uid)), INT(is ? 1 : -1),
			    INT(feed_epoch(st))));
		tally_feeds(
			st,
			news_of(st, (struct slice){(const char *)of->key, 16}),
			is ? 1 : -1);
	}
	return was != is;
}

bool reader_set_starred(struct store *st, const struct reader_article *of,
			bool is)
{
	bool was = is_in_state(st, of, 1);

	sql_do(&st->sql, SQL_STATE_STARRED,
	       BIND(KEY(of), INT(is), INT(store_now())));
	return was != is;
}

bool reader_set_hidden(struct store *st, const struct reader_article *of,
		       bool is)
{
	bool was = is_in_state(st, of, 4);

	sql_do(&st->sql, SQL_STATE_HIDDEN,
	       BIND(KEY(of), INT(is), INT(store_now())));
	return was != is;
}

static const char *folded(struct arena *a, const char *tag)
{
	return fold_text(a, tag, strlen(tag), NULL);
}

/* The tag of an article that is written so or nearly so; NULL: none. */
static const char *find_tag(struct store *st, struct arena *a,
			    const struct reader_article *of, const char *tag)
{
	const char *wanted = folded(a, tag), *found = NULL;
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_STATE_TAGS, BIND(KEY(of)));

	while (sql_row(&st->sql, stmt)) {
		const char *has = sql_get_text(a, stmt, 0);

		if (!found && !strcmp(folded(a, has), wanted))
			found = has;
	}
	return found;
}

bool reader_set_tag(struct store *st, const struct reader_article *of,
		    const char *tag, bool is)
{
	struct arena a;
	const char *has;
	bool was;

	arena_init(&a);
	has = find_tag(st, &a, of, tag);
	was = has != NULL;
	if (!was && is)
		sql_do(&st->sql, SQL_TAG_PUT, BIND(KEY(of), TEXT(tag)));
	else if (was && !is)
		sql_do(&st->sql, SQL_TAG_DELETE, BIND(KEY(of), TEXT(has)));
	arena_free(&a);
	return was != is;
}

bool store_read_set(struct store *st, int64_t id, bool is_read,
		    struct error *err)
{
	struct reader_article of;

	if (!begin(st, id, &of, err))
		return false;
	reader_set_read(st, &of, is_read);
	return reader_end(st, err);
}

bool store_starred_set(struct store *st, int64_t id, bool is_starred,
		       struct error *err)
{
	struct reader_article of;

	if (!begin(st, id, &of, err))
		return false;
	reader_set_starred(st, &of, is_starred);
	return reader_end(st, err);
}

/* A tag is one line of text without blanks around it. */
bool reader_tag(struct arena *a, const char *text, const char **tag,
		struct error *err)
{
	struct slice bare = slice_trim(slice_of(text));

	if (bare.len == 0)
		return error_set(err, "a tag without a name");
	if (bare.len > TAG_MOST)
		return error_set(err, "a tag has at most %u bytes", TAG_MOST);
	for (size_t i = 0; i < bare.len; i++) {
		unsigned char c = (unsigned char)bare.at[i];

		if (c < 0x20 || c == 0x7F)
			return error_set(err, "a tag stands on one line");
	}
	*tag = arena_copy(a, bare.at, bare.len);
	return true;
}

bool store_tag_set(struct store *st, int64_t id, const char *text, bool is_set,
		   struct error *err)
{
	struct reader_article of;
	struct arena a;
	const char *tag;
	bool done;

	arena_init(&a);
	done = reader_tag(&a, text, &tag, err) && begin(st, id, &of, err);
	if (done) {
		reader_set_tag(st, &of, tag, is_set);
		done = reader_end(st, err);
	}
	arena_free(&a);
	return done;
}

bool store_note_set(struct store *st, int64_t id, const char *note,
		    struct error *err)
{
	struct reader_article of;

	if (!begin(st, id, &of, err))
		return false;
	if (note && !*note)
		note = NULL;
	sql_do(&st->sql, SQL_STATE_NOTE,
	       BIND(KEY(&of), TEXT(note), INT(store_now())));
	return reader_end(st, err);
}

bool store_position_set(struct store *st, int64_t id, uint32_t byte,
			struct error *err)
{
	struct reader_article of;

	if (!begin(st, id, &of, err))
		return false;
	sql_do(&st->sql, SQL_STATE_POSITION,
	       BIND(KEY(&of), INT(byte), INT(store_now())));
	return reader_end(st, err);
}

uint32_t store_position(struct store *st, int64_t id)
{
	struct error ignored;
	struct reader_article of;
	uint32_t byte = 0;
	sqlite3_stmt *stmt;

	if (!key_of(st, id, of.key, &of.is_news))
		return 0;
	stmt = sql_begin(&st->sql, SQL_STATE, BIND(KEY(&of)));
	if (sql_row(&st->sql, stmt)) {
		byte = (uint32_t)sqlite3_column_int64(stmt, 2);
		sql_end(stmt);
	}
	return sql_ok(&st->sql, &ignored) ? byte : 0;
}

/* ---- all tags ---- */

bool store_tags(struct store *st, struct arena *a, struct tag_row **out,
		uint32_t *n, struct error *err)
{
	const char *tag = "";

	*out = NULL;
	*n = 0;
	for (;;) {
		sqlite3_stmt *stmt =
			sql_begin(&st->sql, SQL_TAG_NEXT, BIND(TEXT(tag)));
		struct tag_row *row;

		if (!sql_row(&st->sql, stmt))
			return sql_ok(&st->sql, err);
		tag = sql_get_text(a, stmt, 0);
		sql_end(stmt);
		row = array_add(a, *out, *n);
		row->tag = tag;
		row->articles = (uint32_t)sql_number(&st->sql, SQL_TAG_COUNT,
						     BIND(TEXT(tag)), 0);
	}
}

/* ---- marks ---- */

bool store_mark_set(struct store *st, char letter, int64_t id, uint32_t byte,
		    struct error *err)
{
	const char name[2] = {letter, 0};
	struct reader_article of;

	if (!begin(st, id, &of, err))
		return false;
	sql_do(&st->sql, SQL_MARK_PUT, BIND(TEXT(name), KEY(&of), INT(byte)));
	return reader_end(st, err);
}

bool store_mark_get(struct store *st, char letter, int64_t *id, uint32_t *byte,
		    struct error *err)
{
	const char name[2] = {letter, 0};
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_MARK, BIND(TEXT(name)));
	struct slice uid;
	uint8_t key[16];

	*id = 0;
	if (!sql_row(&st->sql, stmt))
		return sql_ok(&st->sql, err);
	uid = sql_get_blob(stmt, 0);
	*byte = (uint32_t)sqlite3_column_int64(stmt, 1);
	if (uid.len == sizeof(key)) {
		memcpy(key, uid.at, sizeof(key));
		sql_end(stmt);
		stmt = sql_begin(&st->sql, SQL_ARTICLE_BY_UID,
				 BIND(BLOB(key, sizeof(key))));
		if (sql_row(&st->sql, stmt))
			*id = sqlite3_column_int64(stmt, 1);
	}
	sql_end(stmt);
	return sql_ok(&st->sql, err);
}
