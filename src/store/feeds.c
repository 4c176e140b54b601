/* Subscriptions.  There are hundreds: lists read the table as a whole. */
#include "store/feeds.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/fold.h"
#include "store/inside.h"

static const char *const pages_at[FEED_PAGES_WAYS] = {
	[FEED_PAGES_AUTO] = "auto",
	[FEED_PAGES_ON] = "on",
	[FEED_PAGES_OFF] = "off",
};

static const char *const states_at[FEED_STATES] = {
	[FEED_FINE] = "fine",
	[FEED_FAILING] = "failing",
	[FEED_GONE] = "gone",
};

const struct names store_feed_pages = {pages_at, FEED_PAGES_WAYS};
const struct names store_feed_states = {states_at, FEED_STATES};

/* ---- rows ---- */

/* As FEED_ROW of sql.def has them. */
enum column {
	C_ID,
	C_URL,
	C_TYPED,
	C_NAME,
	C_TITLE,
	C_LINK,
	C_PAGES,
	C_IS_GONE,
	C_ADDED,
	C_REMOVED,
	C_LAST_TRY,
	C_LAST_GOOD,
	C_NEXT_FETCH,
	C_ERRORS,
	C_ERROR,
	C_ERROR_SINCE,
	C_MOVED_FROM,
	C_ETAG,
	C_LAST_MODIFIED,
	C_TTL_MIN,
	C_SKIP_HOURS,
	C_SKIP_DAYS,
	C_BODY,
	C_ITEMS,
	C_NEWS,
};

static void fill_name(struct feed_row *row)
{
	row->name = row->own_name ? row->own_name
		    : row->title  ? row->title
				  : row->url;
}

static void fill_times(struct feed_row *row, sqlite3_stmt *stmt)
{
	row->added = sqlite3_column_int64(stmt, C_ADDED);
	row->removed = sqlite3_column_int64(stmt, C_REMOVED);
	row->last_try = sqlite3_column_int64(stmt, C_LAST_TRY);
	row->last_good = sqlite3_column_int64(stmt, C_LAST_GOOD);
	row->next_fetch = sqlite3_column_int64(stmt, C_NEXT_FETCH);
	row->errors = (uint32_t)sqlite3_column_int64(stmt, C_ERRORS);
	row->error_since = sqlite3_column_int64(stmt, C_ERROR_SINCE);
	row->ttl_min = (uint32_t)sqlite3_column_int64(stmt, C_TTL_MIN);
	row->skip_hours = (uint32_t)sqlite3_column_int64(stmt, C_SKIP_HOURS);
	row->skip_days = (uint32_t)sqlite3_column_int64(stmt, C_SKIP_DAYS);
	row->body = (uint64_t)sqlite3_column_int64(stmt, C_BODY);
	row->articles = sqlite3_column_int64(stmt, C_NEWS);
}

static void fill(struct arena *a, sqlite3_stmt *stmt, struct feed_row *row)
{
	struct slice items = sql_get_blob(stmt, C_ITEMS);
	bool is_gone = sqlite3_column_int(stmt, C_IS_GONE) != 0;

	row->id = sqlite3_column_int64(stmt, C_ID);
	row->url = sql_get_text(a, stmt, C_URL);
	row->typed = sql_get_text(a, stmt, C_TYPED);
	row->own_name = sql_get_text(a, stmt, C_NAME);
	row->title = sql_get_text(a, stmt, C_TITLE);
	row->link = sql_get_text(a, stmt, C_LINK);
	row->pages = (uint8_t)sqlite3_column_int(stmt, C_PAGES);
	row->error = sql_get_text(a, stmt, C_ERROR);
	row->moved_from = sql_get_text(a, stmt, C_MOVED_FROM);
	row->etag = sql_get_text(a, stmt, C_ETAG);
	row->last_modified = sql_get_text(a, stmt, C_LAST_MODIFIED);
	row->items = (struct slice){
		arena_copy(a, items.len ? items.at : "", items.len), items.len};
	fill_times(row, stmt);
	fill_name(row);
	row->state = is_gone       ? FEED_GONE
		     : row->errors ? FEED_FAILING
				   : FEED_FINE;
}

static void fill_tags(struct store *st, struct arena *a, struct feed_row *row)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_FEED_TAGS, BIND(INT(row->id)));

	while (sql_row(&st->sql, stmt)) {
		const char *tag = sql_get_text(a, stmt, 0);

		*array_add(a, row->tags, row->n_tags) = tag;
	}
}

static void fill_unread(struct store *st, struct feed_row *row)
{
	row->unread = row->articles - reader_read_of_feed(st, row->id);
	if (row->unread < 0)
		row->unread = 0;
}

static bool read_rows(struct store *st, struct arena *a, enum sql_id id,
		      const struct sql_value *values, size_t n,
		      struct feed_rows *out, struct error *err)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, id, values, n);

	*out = (struct feed_rows){0};
	while (sql_row(&st->sql, stmt))
		fill(a, stmt, array_add(a, out->at, out->n));
	if (out->n)
		reader_read_news(st); /* counts again, if it is to be */
	for (uint32_t i = 0; i < out->n; i++) {
		fill_tags(st, a, &out->at[i]);
		fill_unread(st, &out->at[i]);
	}
	return sql_ok(&st->sql, err);
}

static int compare_names(const void *left, const void *right)
{
	const struct feed_row *l = left, *r = right;
	int by_name = strcasecmp(l->name, r->name);

	return by_name ? by_name : (l->id > r->id) - (l->id < r->id);
}

bool store_feeds(struct store *st, struct arena *a, bool with_removed,
		 struct feed_rows *out, struct error *err)
{
	if (!read_rows(st, a, SQL_FEEDS, BIND(INT(with_removed)), out, err))
		return false;
	if (out->n)
		qsort(out->at, out->n, sizeof(*out->at), compare_names);
	return true;
}

bool store_feeds_due(struct store *st, struct arena *a, int64_t now, bool all,
		     struct feed_rows *out, struct error *err)
{
	return read_rows(st, a, SQL_FEEDS_DUE, BIND(INT(all ? INT64_MAX : now)),
			 out, err);
}

bool store_feed_get(struct store *st, struct arena *a, int64_t id,
		    struct feed_row **out, struct error *err)
{
	struct feed_rows rows;

	*out = NULL;
	if (!read_rows(st, a, SQL_FEED, BIND(INT(id)), &rows, err))
		return false;
	if (rows.n)
		*out = rows.at;
	return true;
}

const char *store_feed_again(struct arena *a, const struct feed_row *row,
			     int64_t now)
{
	if (row->state == FEED_GONE)
		return "not asked for again";
	if (row->next_fetch <= now)
		return "again with the next fetch";
	return arena_printf(a, "again in %s",
			    date_span(a, row->next_fetch - now));
}

/* ---- by name ---- */

static bool same_folded(struct arena *a, const char *left, const char *folded)
{
	return left &&
	       strcmp(fold_text(a, left, strlen(left), NULL), folded) == 0;
}

static bool has_tag(struct arena *a, const struct feed_row *row,
		    const char *folded)
{
	for (uint32_t i = 0; i < row->n_tags; i++) {
		if (same_folded(a, row->tags[i], folded))
			return true;
	}
	return false;
}

enum match { BY_NUMBER, BY_ADDRESS, BY_NAME, BY_TAG, BY_BARE, MATCHES };

static bool is_number(const char *text, int64_t number)
{
	return *text && !text[strspn(text, "0123456789")] &&
	       strtoll(text, NULL, 10) == number;
}

static bool matches(struct arena *a, const struct feed_row *row,
		    const char *text, const char *folded, enum match by)
{
	switch (by) {
	case BY_NUMBER:
		return *text == '#' && is_number(text + 1, row->id);
	case BY_BARE:
		return is_number(text, row->id);
	case BY_ADDRESS:
		return strcmp(text, row->url) == 0 ||
		       strcmp(text, row->typed) == 0 ||
		       (row->moved_from && strcmp(text, row->moved_from) == 0);
	case BY_NAME:
		return same_folded(a, row->own_name, folded) ||
		       same_folded(a, row->title, folded);
	default:
		return has_tag(a, row, folded);
	}
}

bool store_feeds_named(struct store *st, struct arena *a, const char *text,
		       struct feed_rows *out, struct error *err)
{
	const char *folded = fold_text(a, text, strlen(text), NULL);
	struct feed_rows all;

	*out = (struct feed_rows){0};
	if (!store_feeds(st, a, false, &all, err))
		return false;
	for (int by = 0; by < MATCHES && !out->n; by++) {
		for (uint32_t i = 0; i < all.n; i++) {
			if (matches(a, &all.at[i], text, folded,
				    (enum match)by))
				*array_add(a, out->at, out->n) = all.at[i];
		}
	}
	return true;
}

static bool begins_with(struct arena *a, const char *text, const char *folded)
{
	const char *own = fold_text(a, text, strlen(text), NULL);

	return strncmp(own, folded, strlen(folded)) == 0;
}

static void add_word(struct arena *a, const char *word, const char *folded,
		     const char ***out, uint32_t *n)
{
	if (!begins_with(a, word, folded))
		return;
	for (uint32_t i = 0; i < *n; i++) {
		if (strcmp((*out)[i], word) == 0)
			return;
	}
	*array_add(a, *out, *n) = word;
}

bool store_feed_words(struct store *st, struct arena *a, const char *begins,
		      const char ***out, uint32_t *n, struct error *err)
{
	const char *folded = fold_text(a, begins, strlen(begins), NULL);
	struct feed_rows all;

	*out = NULL;
	*n = 0;
	if (!store_feeds(st, a, false, &all, err))
		return false;
	for (uint32_t i = 0; i < all.n; i++) {
		add_word(a, all.at[i].name, folded, out, n);
		for (uint32_t k = 0; k < all.at[i].n_tags; k++)
			add_word(a, all.at[i].tags[k], folded, out, n);
	}
	return true;
}

/* ---- the user's word ---- */

static const struct {
	const char *front, *why;
} refused[] = {
	{"exec:", "'exec:' names a program, and no feed may"},
	{"filter:", "'filter:' names a program, and no feed may"},
	{"|", "'|' names a program, and no feed may"},
	{"$(", "'$(' names a program, and no feed may"},
	{"query:", "'query:' is a search and no feed: save it as a view"},
	{"file:", "a file is no feed's address: give it to 'gazette add'"},
};

bool store_feed_address(const char *url, struct error *err)
{
	size_t scheme = strncasecmp(url, "https://", 8) == 0  ? 8
			: strncasecmp(url, "http://", 7) == 0 ? 7
							      : 0;

	for (size_t i = 0; i < array_length(refused); i++) {
		if (strncasecmp(url, refused[i].front,
				strlen(refused[i].front)) == 0)
			return error_set(err, "%s", refused[i].why);
	}
	if (!scheme || !url[scheme] || strchr("/?#", url[scheme]))
		return error_set(err, "'%s' is no http(s) address", url);
	if (strlen(url) > 4096)
		return error_set(err, "an address has at most 4096 bytes");
	for (const char *c = url; *c; c++) {
		if ((unsigned char)*c <= ' ' || *c == 0x7F)
			return error_set(err,
					 "'%s' is no address: it has a blank "
					 "or a control character",
					 url);
	}
	return true;
}

/* Scheme and host in small letters, a path where there is none. */
static const char *evened(struct arena *a, const char *url)
{
	char *out = arena_printf(a, "%s/", url);
	char *host = strstr(out, "://") + 3;
	char *end = host + strcspn(host, "/?#");

	for (char *c = out; c < end; c++) {
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	}
	if (*end != '/' || end[1] != '\0' || end[-1] == '/')
		out[strlen(out) - 1] = '\0';
	out[strcspn(out, "#")] = '\0';
	return out;
}

static bool check_spec(struct arena *a, const struct feed_spec *spec,
		       const char *tags[], struct error *err)
{
	if (!store_feed_address(spec->url, err))
		return false;
	for (uint32_t i = 0; i < spec->n_tags; i++) {
		if (!reader_tag(a, spec->tags[i], &tags[i], err))
			return false;
	}
	return true;
}

static void put_tags(struct store *st, int64_t id, const char *const tags[],
		     uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		sql_do(&st->sql, SQL_FEED_TAG_PUT,
		       BIND(INT(id), TEXT(tags[i])));
}

static const char *or_null(const char *text)
{
	return text && *text ? text : NULL;
}

static void add(struct store *st, struct arena *a, const struct feed_spec *spec,
		const char *const tags[], enum store_how *how, int64_t *id)
{
	const char *url = evened(a, spec->url);
	int64_t removed = 0;
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_FEED_BY_URL, BIND(TEXT(url)));

	*id = 0;
	if (sql_row(&st->sql, stmt)) {
		*id = sqlite3_column_int64(stmt, 0);
		removed = sqlite3_column_int64(stmt, 1);
		sql_end(stmt);
	}
	*how = !*id ? STORE_STORED : removed ? STORE_UPDATED : STORE_KNOWN;
	if (!*id) {
		sql_do(&st->sql, SQL_FEED_PUT,
		       BIND(TEXT(url), TEXT(spec->url), INT(store_now())));
		*id = sqlite3_last_insert_rowid(st->sql.db[SQL_ARCHIVE]);
	}
	if (removed)
		sql_do(&st->sql, SQL_FEED_RESTORE, BIND(INT(*id)));
	if (or_null(spec->name))
		sql_do(&st->sql,
		       *how == STORE_KNOWN ? SQL_FEED_GIVE_NAME
					   : SQL_FEED_SET_NAME,
		       BIND(INT(*id), TEXT(spec->name)));
	if (spec->pages != FEED_PAGES_AUTO)
		sql_do(&st->sql, SQL_FEED_SET_PAGES,
		       BIND(INT(*id), INT(spec->pages)));
	put_tags(st, *id, tags, spec->n_tags);
}

bool store_feed_add(struct store *st, const struct feed_spec *spec,
		    enum store_how *how, int64_t *id, struct error *err)
{
	const char **tags;
	struct arena a;
	bool done;

	arena_init(&a);
	tags = arena_array(&a, spec->n_tags + 1, sizeof(*tags));
	done = check_spec(&a, spec, tags, err) && store_begin(st, err);
	if (done) {
		add(st, &a, spec, tags, how, id);
		done = sql_ok(&st->sql, err) && store_settle(st, err);
	}
	arena_free(&a);
	return done;
}

/* Does another feed have this address? */
static bool is_taken(struct store *st, const char *url, int64_t id)
{
	int64_t other =
		sql_number(&st->sql, SQL_FEED_BY_URL, BIND(TEXT(url)), 0);

	return other && other != id;
}

static bool edit(struct store *st, struct arena *a, int64_t id,
		 const struct feed_spec *spec, const char *const tags[],
		 struct error *err)
{
	const char *url = evened(a, spec->url);

	if (is_taken(st, url, id))
		return error_set(err, "another feed has the address '%s'", url);
	sql_do(&st->sql, SQL_FEED_SET_URL,
	       BIND(INT(id), TEXT(url), TEXT(spec->url)));
	sql_do(&st->sql, SQL_FEED_SET_NAME,
	       BIND(INT(id), TEXT(or_null(spec->name))));
	sql_do(&st->sql, SQL_FEED_SET_PAGES, BIND(INT(id), INT(spec->pages)));
	sql_do(&st->sql, SQL_FEED_TAGS_DELETE, BIND(INT(id)));
	put_tags(st, id, tags, spec->n_tags);
	return sql_ok(&st->sql, err);
}

bool store_feed_edit(struct store *st, int64_t id, const struct feed_spec *spec,
		     struct error *err)
{
	const char **tags;
	struct arena a;
	bool done;

	arena_init(&a);
	tags = arena_array(&a, spec->n_tags + 1, sizeof(*tags));
	done = check_spec(&a, spec, tags, err) && store_begin(st, err) &&
	       edit(st, &a, id, spec, tags, err) && store_settle(st, err);
	arena_free(&a);
	return done;
}

bool store_feed_remove(struct store *st, int64_t id, struct error *err)
{
	if (!store_begin(st, err))
		return false;
	sql_do(&st->sql, SQL_FEED_REMOVE, BIND(INT(id), INT(store_now())));
	return sql_ok(&st->sql, err) && store_settle(st, err);
}

/* ---- what a fetch writes ---- */

static void put_trial(struct store *st, int64_t id,
		      const struct feed_outcome *o)
{
	if (o->is_good)
		sql_do(&st->sql, SQL_FEED_GOOD,
		       BIND(INT(id), INT(o->at), INT(o->next_fetch)));
	else
		sql_do(&st->sql, SQL_FEED_BAD,
		       BIND(INT(id), INT(o->at), INT(o->next_fetch),
			    TEXT(o->error ? o->error : "failed"),
			    INT(o->is_gone)));
}

static void put_move(struct store *st, struct arena *a, int64_t id,
		     const struct feed_outcome *o)
{
	struct error unfit;
	const char *url;

	if (!o->moved || !store_feed_address(o->moved, &unfit))
		return;
	url = evened(a, o->moved);
	if (is_taken(st, url, id))
		sql_do(&st->sql, SQL_FEED_BAD,
		       BIND(INT(id), INT(o->at), INT(o->next_fetch),
			    TEXT(arena_printf(a,
					      "has moved to %s, which is "
					      "subscribed to as well",
					      url)),
			    INT(1)));
	else
		sql_do(&st->sql, SQL_FEED_MOVE, BIND(INT(id), TEXT(url)));
}

bool store_feed_fetched(struct store *st, int64_t id,
			const struct feed_outcome *o, struct error *err)
{
	struct arena a;
	bool done;

	if (!store_begin(st, err))
		return false;
	arena_init(&a);
	put_trial(st, id, o);
	if (o->has_body)
		sql_do(&st->sql, SQL_FEED_BODY,
		       BIND(INT(id), TEXT(o->etag), TEXT(o->last_modified),
			    INT((int64_t)o->body)));
	if (o->was_read)
		sql_do(&st->sql, SQL_FEED_ABOUT,
		       BIND(INT(id), TEXT(or_null(o->title)),
			    TEXT(or_null(o->link)), INT(o->ttl_min),
			    INT(o->skip_hours), INT(o->skip_days),
			    BLOB(o->items.len ? o->items.at : "",
				 o->items.len)));
	put_move(st, &a, id, o);
	done = sql_ok(&st->sql, err) && store_settle(st, err);
	arena_free(&a);
	return done;
}

void store_feed_item_add(struct str *items, uint64_t item)
{
	for (unsigned i = 0; i < 8; i++)
		str_add_char(items, (char)(item >> 8 * i));
}

bool store_feed_brought(struct store *st, int64_t article, const int64_t *feeds,
			uint32_t n)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_FEEDS_OF, BIND(INT(article)));
	bool found = false;

	while (sql_row(&st->sql, stmt)) {
		int64_t feed = sqlite3_column_int64(stmt, 0);

		for (uint32_t i = 0; i < n; i++)
			found |= feeds[i] == feed;
	}
	return found;
}

bool store_feed_article(struct store *st, int64_t feed, int64_t article,
			struct error *err)
{
	uint8_t key[16];
	bool is_news;

	if (!store_begin(st, err))
		return false;
	if (!key_of(st, article, key, &is_news))
		return sql_ok(&st->sql, err) &&
		       error_set(err, "there is no article %lld",
				 (long long)article);
	sql_do(&st->sql, SQL_FEED_ARTICLE_PUT, BIND(INT(feed), INT(article)));
	if (sqlite3_changes(st->sql.db[SQL_ARCHIVE]) > 0 && is_news) {
		sql_do(&st->sql, SQL_FEED_NEWS, BIND(INT(feed), INT(1)));
		st->tally.feed_epoch += reader_has_read(st, key);
	}
	return sql_ok(&st->sql, err) && store_settle(st, err);
}
