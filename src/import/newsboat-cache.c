/* Newsboat's cache, a database of SQLite that anybody may have made.  Its
 * tables grew with its versions: what columns there are is asked. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/array.h"
#include "base/die.h"
#include "base/map.h"
#include "base/utf8.h"
#include "import/newsboat.h"

#define WAIT_MS 5000

enum column {
	C_ROW,
	C_GUID,
	C_TITLE,
	C_AUTHOR,
	C_URL,
	C_FEED,
	C_CONTENT,
	C_TIME,
	C_UNREAD,
	C_ENCLOSURE,
	C_ENCLOSURE_TYPE,
	C_FLAGS,
	C_DELETED,
	C_BASE,
	C_CONTENT_TYPE,
	COLUMNS
};

/* Some came late: without them nothing is known of it. */
static const struct {
	const char *name;
	bool is_needed;
} columns[COLUMNS] = {
	[C_ROW] = {"rowid", false},
	[C_GUID] = {"guid", true},
	[C_TITLE] = {"title", true},
	[C_AUTHOR] = {"author", false},
	[C_URL] = {"url", true},
	[C_FEED] = {"feedurl", true},
	[C_CONTENT] = {"content", true},
	[C_TIME] = {"pubDate", false},
	[C_UNREAD] = {"unread", true},
	[C_ENCLOSURE] = {"enclosure_url", false},
	[C_ENCLOSURE_TYPE] = {"enclosure_type", false},
	[C_FLAGS] = {"flags", false},
	[C_DELETED] = {"deleted", false},
	[C_BASE] = {"base", false},
	[C_CONTENT_TYPE] = {"content_mime_type", false},
};

struct feed {
	const char *title, *link;
};

struct newsboat_cache {
	sqlite3 *db;
	sqlite3_stmt *next, *after;
	struct arena arena;
	struct feed *feeds;
	uint32_t n_feeds;
	struct map by_url; /* to feeds */
	struct map shared; /* "FEED URL" of several items */
	int64_t at;        /* the row read last */
};

/* ---- reading ---- */

static bool failed(struct newsboat_cache *c, struct error *err)
{
	if (sqlite3_errcode(c->db) == SQLITE_NOTADB)
		return error_set(err, "is no database");
	return error_set(err, "%s", sqlite3_errmsg(c->db));
}

static bool prepare(struct newsboat_cache *c, const char *sql,
		    sqlite3_stmt **out, struct error *err)
{
	return sqlite3_prepare_v2(c->db, sql, -1, out, NULL) == SQLITE_OK ||
	       failed(c, err);
}

/* As UTF-8, without what has no place in a text; NULL for "" too. */
static const char *text_at(struct arena *a, sqlite3_stmt *s, int column)
{
	const char *text = (const char *)sqlite3_column_text(s, column);
	size_t len = text ? (size_t)sqlite3_column_bytes(s, column) : 0;

	return len ? utf8_strip(a, text, len, &len) : NULL;
}

/* ---- opening ---- */

static void guard(sqlite3 *db)
{
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, NEWSBOAT_MOST);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_busy_timeout(db, WAIT_MS);
	sqlite3_exec(db, "PRAGMA cell_size_check = ON", NULL, NULL, NULL);
	sqlite3_exec(db, "PRAGMA query_only = ON", NULL, NULL, NULL);
}

static bool has_column(struct newsboat_cache *c, const char *name)
{
	sqlite3_stmt *s;
	struct error ignored;
	bool has;

	if (!prepare(c,
		     "SELECT 1 FROM pragma_table_info('rss_item') "
		     "WHERE name = ?1 COLLATE NOCASE",
		     &s, &ignored))
		return false;
	sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
	has = sqlite3_step(s) == SQLITE_ROW;
	sqlite3_finalize(s);
	return has;
}

/* One row at a time: newsboat may write in between. */
static bool prepare_next(struct newsboat_cache *c, struct error *err)
{
	struct str sql = {0};
	bool is_good = true;

	str_add_text(&sql, "SELECT rowid");
	for (int i = C_ROW + 1; i < COLUMNS && is_good; i++) {
		bool has = has_column(c, columns[i].name);

		str_printf(&sql, ", %s", has ? columns[i].name : "NULL");
		is_good = has || !columns[i].is_needed;
		if (!is_good)
			error_set(err,
				  "is no cache of newsboat's: it has no "
				  "rss_item.%s",
				  columns[i].name);
	}
	str_add_text(&sql, " FROM rss_item WHERE rowid > ?1 ORDER BY rowid "
			   "LIMIT 1");
	is_good = is_good && prepare(c, sql.at, &c->next, err) &&
		  prepare(c,
			  "SELECT rowid FROM rss_item WHERE rowid > ?1 "
			  "ORDER BY rowid LIMIT 1",
			  &c->after, err);
	str_free(&sql);
	return is_good;
}

static bool has_tables(struct newsboat_cache *c, struct error *err)
{
	sqlite3_stmt *s;
	bool has;

	if (!prepare(c,
		     "SELECT count(*) FROM sqlite_master WHERE type = 'table' "
		     "AND name IN ('rss_feed', 'rss_item') "
		     "AND sql NOT LIKE 'CREATE VIRTUAL%'",
		     &s, err))
		return false;
	if (sqlite3_step(s) != SQLITE_ROW) {
		failed(c, err);
		sqlite3_finalize(s);
		return false;
	}
	has = sqlite3_column_int(s, 0) == 2;
	sqlite3_finalize(s);
	return has || error_set(err, "is no cache of newsboat's: it has no "
				     "tables rss_feed and rss_item");
}

static void read_feed(struct newsboat_cache *c, sqlite3_stmt *s)
{
	const char *url = text_at(&c->arena, s, 0);
	bool is_new;

	if (!url)
		return;
	*map_put(&c->by_url, url, strlen(url), &is_new) = c->n_feeds;
	*array_add(&c->arena, c->feeds, c->n_feeds) =
		(struct feed){.link = text_at(&c->arena, s, 1),
			      .title = text_at(&c->arena, s, 2)};
}

static bool read_feeds(struct newsboat_cache *c, struct error *err)
{
	sqlite3_stmt *s;
	int rc;

	if (!prepare(c, "SELECT rssurl, url, title FROM rss_feed", &s, err))
		return false;
	while ((rc = sqlite3_step(s)) == SQLITE_ROW)
		read_feed(c, s);
	sqlite3_finalize(s);
	return rc == SQLITE_DONE || failed(c, err);
}

static const char *pair_of(struct arena *a, const char *feed, const char *url)
{
	return arena_printf(a, "%s %s", feed ? feed : "", url ? url : "");
}

static bool read_shared(struct newsboat_cache *c, struct error *err)
{
	sqlite3_stmt *s;
	bool is_new;
	int rc;

	if (!prepare(c,
		     "SELECT feedurl, url FROM rss_item GROUP BY feedurl, url "
		     "HAVING count(*) > 1",
		     &s, err))
		return false;
	while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
		const char *pair = pair_of(&c->arena, text_at(&c->arena, s, 0),
					   text_at(&c->arena, s, 1));

		map_put(&c->shared, pair, strlen(pair), &is_new);
	}
	sqlite3_finalize(s);
	return rc == SQLITE_DONE || failed(c, err);
}

static bool is_file(const char *path, struct error *err)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return error_set(err, "cannot be read");
	return S_ISREG(st.st_mode) || error_set(err, "is no file");
}

bool newsboat_cache_open(const char *path, struct newsboat_cache **out,
			 struct error *err)
{
	struct newsboat_cache *c;

	*out = NULL;
	if (!is_file(path, err))
		return false;
	c = calloc(1, sizeof(*c));
	if (!c)
		die("out of memory");
	arena_init(&c->arena);
	map_init(&c->by_url, &c->arena);
	map_init(&c->shared, &c->arena);
	c->at = INT64_MIN;
	if (sqlite3_open_v2(path, &c->db,
			    SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX,
			    NULL) != SQLITE_OK) {
		failed(c, err);
		newsboat_cache_close(c);
		return false;
	}
	guard(c->db);
	if (!has_tables(c, err) || !prepare_next(c, err) ||
	    !read_feeds(c, err) || !read_shared(c, err)) {
		newsboat_cache_close(c);
		return false;
	}
	*out = c;
	return true;
}

void newsboat_cache_close(struct newsboat_cache *c)
{
	if (!c)
		return;
	sqlite3_finalize(c->next);
	sqlite3_finalize(c->after);
	sqlite3_close(c->db);
	arena_free(&c->arena);
	free(c);
}

static const struct feed *find_feed(const struct newsboat_cache *c,
				    const char *url)
{
	uint32_t i;

	return url && map_get(&c->by_url, url, strlen(url), &i) ? &c->feeds[i]
								: NULL;
}

const char *newsboat_cache_title(const struct newsboat_cache *c,
				 const char *url)
{
	const struct feed *feed = find_feed(c, url);

	return feed ? feed->title : NULL;
}

/* ---- items ---- */

static void read_item(struct newsboat_cache *c, struct arena *a,
		      struct newsboat_item *out)
{
	sqlite3_stmt *s = c->next;
	const struct feed *feed;
	const char *pair;
	uint32_t any;

	*out = (struct newsboat_item){
		.row = sqlite3_column_int64(s, C_ROW),
		.guid = text_at(a, s, C_GUID),
		.title = text_at(a, s, C_TITLE),
		.author = text_at(a, s, C_AUTHOR),
		.url = text_at(a, s, C_URL),
		.feed = text_at(a, s, C_FEED),
		.base = text_at(a, s, C_BASE),
		.content = text_at(a, s, C_CONTENT),
		.content_type = text_at(a, s, C_CONTENT_TYPE),
		.enclosure = text_at(a, s, C_ENCLOSURE),
		.enclosure_type = text_at(a, s, C_ENCLOSURE_TYPE),
		.flags = text_at(a, s, C_FLAGS),
		.time = sqlite3_column_int64(s, C_TIME),
		.is_read = sqlite3_column_int(s, C_UNREAD) == 0,
		.is_deleted = sqlite3_column_int(s, C_DELETED) != 0,
	};
	feed = find_feed(c, out->feed);
	if (feed) {
		out->feed_title = feed->title;
		out->feed_link = feed->link;
	}
	pair = pair_of(a, out->feed, out->url);
	out->shares_url = map_get(&c->shared, pair, strlen(pair), &any);
}

/* The row behind the last one is too large: pass it over. */
static enum newsboat_step pass_over(struct newsboat_cache *c, struct error *err)
{
	bool is_there;

	sqlite3_reset(c->after);
	sqlite3_bind_int64(c->after, 1, c->at);
	is_there = sqlite3_step(c->after) == SQLITE_ROW;
	if (is_there)
		c->at = sqlite3_column_int64(c->after, 0);
	else
		failed(c, err);
	sqlite3_reset(c->after);
	return is_there ? NEWSBOAT_TOO_LARGE : NEWSBOAT_FAILED;
}

enum newsboat_step newsboat_cache_next(struct newsboat_cache *c,
				       struct arena *a,
				       struct newsboat_item *out,
				       struct error *err)
{
	int rc;

	sqlite3_bind_int64(c->next, 1, c->at);
	rc = sqlite3_step(c->next);
	if (rc == SQLITE_ROW) {
		read_item(c, a, out);
		c->at = out->row;
	} else if (rc != SQLITE_DONE && rc != SQLITE_TOOBIG) {
		failed(c, err);
	}
	sqlite3_reset(c->next);
	if (rc == SQLITE_TOOBIG)
		return pass_over(c, err);
	return rc == SQLITE_ROW    ? NEWSBOAT_ITEM
	       : rc == SQLITE_DONE ? NEWSBOAT_END
				   : NEWSBOAT_FAILED;
}
