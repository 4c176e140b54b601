/* Rows of articles, for lists. */
#include <string.h>

#include "article/codec.h"
#include "article/key.h"
#include "base/utf8.h"
#include "store/inside.h"

/* ---- one row ---- */

/* Columns of ROW in sql.def. */
enum column {
	COL_DOCID,
	COL_ID,
	COL_UID,
	COL_ADDED,
	COL_MODIFIED,
	COL_TIME,
	COL_OFFSET,
	COL_KIND,
	COL_TITLE,
	COL_BYLINE,
	COL_SOURCE,
	COL_URL,
	COL_FILE,
	COL_REF,
	COL_SHA256,
	COL_LANGUAGE,
	COL_ANNOTATED,
	COL_WORDS,
	COL_COPIES,
	COL_DUPLICATE,
	COL_SAVED,
};

static void fill_article(struct arena *a, sqlite3_stmt *stmt,
			 struct article *art)
{
	struct slice uid = sql_get_blob(stmt, COL_UID);
	int kind = sqlite3_column_int(stmt, COL_KIND);

	if (uid.len == sizeof(art->key))
		memcpy(art->key, uid.at, sizeof(art->key));
	art->id = sqlite3_column_int64(stmt, COL_ID);
	art->added = sqlite3_column_int64(stmt, COL_ADDED);
	art->modified = sqlite3_column_int64(stmt, COL_MODIFIED);
	art->published.time = sqlite3_column_int64(stmt, COL_TIME);
	art->published.offset = (int16_t)sqlite3_column_int(stmt, COL_OFFSET);
	art->published.kind =
		kind >= 0 && kind <= WHEN_SECOND ? (uint8_t)kind : WHEN_NONE;
	art->byline = sql_get_text(a, stmt, COL_BYLINE);
	art->source = sql_get_text(a, stmt, COL_SOURCE);
	art->url = sql_get_text(a, stmt, COL_URL);
	art->file = sql_get_text(a, stmt, COL_FILE);
	art->ref = sql_get_text(a, stmt, COL_REF);
	art->sha256 = sql_get_text(a, stmt, COL_SHA256);
	art->language = sql_get_text(a, stmt, COL_LANGUAGE);
	art->annotated = sql_get_text(a, stmt, COL_ANNOTATED);
	art->duplicate_of = sqlite3_column_int64(stmt, COL_DUPLICATE);
}

static void fill_row(struct arena *a, sqlite3_stmt *stmt,
		     struct article_row *row)
{
	const char *title = sql_get_text(a, stmt, COL_TITLE);

	row->art = article_new(a);
	article_set_text(row->art, slice_of(title), SLICE(""));
	fill_article(a, stmt, row->art);
	row->docid = sqlite3_column_int64(stmt, COL_DOCID);
	row->words = (uint32_t)sqlite3_column_int64(stmt, COL_WORDS);
	row->copies = (uint32_t)sqlite3_column_int64(stmt, COL_COPIES);
	row->is_saved = sqlite3_column_int(stmt, COL_SAVED) != 0;
}

#define LEAD_BYTES 80 /* of the words that stand for a title */

/* The first words of an article without a title. */
static void fill_lead(struct store *st, struct arena *a,
		      struct article_row *row)
{
	sqlite3_stmt *stmt;
	struct slice s;
	bool is_cut;
	char *lead;

	if (row->art->title.end > row->art->title.start)
		return;
	stmt = sql_begin(&st->sql, SQL_BODY_PART,
			 BIND(INT(row->docid), INT(0), INT(LEAD_BYTES)));
	if (!sql_row(&st->sql, stmt))
		return;
	s = sql_get_blob(stmt, 0);
	is_cut = s.len >= LEAD_BYTES;
	s.len = is_cut ? LEAD_BYTES : s.len;
	if (is_cut && memrchr(s.at, ' ', s.len))
		s.len = (size_t)((const char *)memrchr(s.at, ' ', s.len) -
				 s.at);
	while (s.len && !utf8_valid(s.at, s.len))
		s.len--;
	lead = arena_printf(a, "%.*s%s", (int)s.len, s.at, is_cut ? "…" : "");
	for (char *c = lead; *c; c++) {
		if (*c == '\n' || *c == '\t')
			*c = ' ';
	}
	row->lead = lead;
	sql_end(stmt);
}

struct slice store_row_title(const struct article_row *row)
{
	return row->lead ? slice_of(row->lead)
			 : article_slice(row->art, row->art->title);
}

static void fill_states(struct store *st, struct article_rows *rows)
{
	for (uint32_t i = 0; i < rows->n; i++)
		rows_fill_state(st, rows->at[i].art, &rows->at[i].is_hidden);
}

bool rows_one(struct store *st, struct arena *a, int64_t docid,
	      struct article_row *row)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_ROW_BY_DOCID, BIND(INT(docid)));

	memset(row, 0, sizeof(*row));
	if (!sql_row(&st->sql, stmt))
		return false;
	fill_row(a, stmt, row);
	sql_end(stmt);
	fill_lead(st, a, row);
	return true;
}

/* ---- lists ---- */

bool store_articles(struct store *st, struct arena *a,
		    const struct store_page *page, struct article_rows *out,
		    struct error *err)
{
	bool newest = page->order == STORE_NEWEST;
	int64_t from = page->from ? page->from : newest ? INT64_MAX : INT64_MIN;
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, newest ? SQL_ROWS_NEWEST : SQL_ROWS_OLDEST,
			  BIND(INT(from)));

	memset(out, 0, sizeof(*out));
	while (sql_row(&st->sql, stmt)) {
		struct article_row row = {0};

		if (!page->with_copies &&
		    sqlite3_column_int64(stmt, COL_DUPLICATE) != 0)
			continue;
		if (out->n == page->limit) {
			out->has_more = true;
			sql_end(stmt);
			break;
		}
		fill_row(a, stmt, &row);
		fill_lead(st, a, &row);
		rows_fill_state(st, row.art, &row.is_hidden);
		if (!row.is_hidden)
			*array_add(a, out->at, out->n) = row;
	}
	return sql_ok(&st->sql, err);
}

bool store_rows(struct store *st, struct arena *a, const int64_t *docids,
		uint32_t n, struct article_rows *out, struct error *err)
{
	struct article_row row;

	memset(out, 0, sizeof(*out));
	for (uint32_t i = 0; i < n; i++) {
		if (rows_one(st, a, docids[i], &row))
			*array_add(a, out->at, out->n) = row;
	}
	fill_states(st, out);
	return sql_ok(&st->sql, err);
}

#define COPIES_MOST 1000

bool store_copies(struct store *st, struct arena *a, int64_t id,
		  struct article_rows *out, struct error *err)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_ROWS_COPIES,
				       BIND(INT(id), INT(COPIES_MOST)));

	memset(out, 0, sizeof(*out));
	while (sql_row(&st->sql, stmt)) {
		struct article_row *row = array_add(a, out->at, out->n);

		fill_row(a, stmt, row);
		fill_lead(st, a, row);
	}
	fill_states(st, out);
	return sql_ok(&st->sql, err);
}

/* A number that a caller wants whatever happens: failures give 0. */
static int64_t number_or_none(struct store *st, enum sql_id id, int64_t of)
{
	struct error ignored;
	int64_t n = sql_number(&st->sql, id, BIND(INT(of)), 0);

	return sql_ok(&st->sql, &ignored) ? n : 0;
}

int64_t store_docid(struct store *st, int64_t id)
{
	return number_or_none(st, SQL_ARTICLE_DOCID, id);
}

int64_t store_id(struct store *st, int64_t docid)
{
	return number_or_none(st, SQL_ARTICLE_ID, docid);
}

bool key_of(struct store *st, int64_t id, uint8_t key[16], bool *is_news)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_ARTICLE_UID, BIND(INT(id)));
	bool found = false;

	if (sql_row(&st->sql, stmt)) {
		struct slice uid = sql_get_blob(stmt, 0);

		found = uid.len == 16;
		if (found)
			memcpy(key, uid.at, 16);
		*is_news = sqlite3_column_int(stmt, 1) != 0;
		sql_end(stmt);
	}
	return found;
}

/* ---- a whole article ---- */

/* Links to articles that are here. */
static void fill_links(struct store *st, struct article *art)
{
	for (uint32_t i = 0; i < art->n_links; i++) {
		struct article target = {.url = art->links[i].url};
		sqlite3_stmt *stmt;

		if (!target.url)
			continue;
		article_key_set(&target);
		stmt = sql_begin(&st->sql, SQL_ARTICLE_BY_UID,
				 BIND(BLOB(target.key, 16)));
		if (!sql_row(&st->sql, stmt))
			continue;
		art->links[i].article = sqlite3_column_int64(stmt, 1);
		sql_end(stmt);
	}
}

/* The cast may be of fewer chains than a damaged record has. */
static void fill_chains(struct store *st, struct article *art, int64_t docid)
{
	struct cast *cast = cast_get(st, art->arena, docid);

	for (uint32_t i = 0; i < art->n_chains && i < cast->n; i++) {
		struct chain *chain = &art->chains[i];
		sqlite3_stmt *stmt;

		if (!cast->entity[i])
			continue;
		chain->entity = names_head(st, cast->entity[i]);
		stmt = sql_begin(&st->sql, SQL_CANDIDATE,
				 BIND(INT(chain->entity)));
		if (!sql_row(&st->sql, stmt))
			continue;
		chain->entity_name = sql_get_text(art->arena, stmt, 0);
		sql_end(stmt);
	}
}

bool store_article_get(struct store *st, struct arena *a, int64_t id,
		       struct article **out, struct error *err)
{
	int64_t docid =
		sql_number(&st->sql, SQL_ARTICLE_DOCID, BIND(INT(id)), 0);
	struct article *art = NULL;
	struct place at = {0};
	sqlite3_stmt *stmt;
	bool is_hidden;

	*out = NULL;
	if (!docid || !article_of(st, a, docid, &art, &at))
		return sql_ok(&st->sql, err);
	stmt = sql_begin(&st->sql, SQL_ROW_BY_DOCID, BIND(INT(docid)));
	if (sql_row(&st->sql, stmt)) {
		fill_article(a, stmt, art);
		sql_end(stmt);
	}
	fill_links(st, art);
	fill_chains(st, art, docid);
	rows_fill_state(st, art, &is_hidden);
	if (!sql_ok(&st->sql, err))
		return error_note(err, "article %lld", (long long)id);
	*out = art;
	return true;
}

bool store_counts(struct store *st, struct store_counts *out, struct error *err)
{
	const struct {
		const char *name;
		int64_t *at;
	} rows[] = {
		{"articles", &out->articles}, {"feed_articles", &out->unread},
		{"entities", &out->entities}, {"mentions", &out->mentions},
		{"quotes", &out->quotes},     {"failed", &out->failed},
	};

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < array_length(rows); i++)
		*rows[i].at = sql_number(&st->sql, SQL_META,
					 BIND(TEXT(rows[i].name)), 0);
	out->unread -= reader_read_news(st);
	if (out->unread < 0)
		out->unread = 0;
	return sql_ok(&st->sql, err);
}
