/* What an article said before it was updated. */
#include <string.h>

#include "store/inside.h"

/* A version is kept with the time at which the next one came, so that it was
 * seen first when the one before it ended. */
static void add_version(struct arena *a, struct version_rows *out, int64_t n,
			int64_t from)
{
	*array_add(a, out->at, out->n) =
		(struct version_row){.n = n, .from = from};
}

bool store_versions_of(struct store *st, struct arena *a, int64_t id,
		       struct version_rows *out, struct error *err)
{
	struct former now;
	uint8_t key[16];
	bool is_news;
	int64_t from, n = 0;
	sqlite3_stmt *stmt;

	memset(out, 0, sizeof(*out));
	if (!key_of(st, id, key, &is_news) || !article_former(st, key, &now))
		return sql_ok(&st->sql, err);
	from = now.added;
	stmt = sql_begin(&st->sql, SQL_VERSIONS, BIND(BLOB(key, 16)));
	while (sql_row(&st->sql, stmt)) {
		n = sqlite3_column_int64(stmt, 0);
		add_version(a, out, n, from);
		from = sqlite3_column_int64(stmt, 1);
	}
	add_version(a, out, n + 1, from);
	return sql_ok(&st->sql, err);
}

/* Title, blank line, body: as the text of an article. */
static struct slice join(struct arena *a, struct slice title, struct slice body)
{
	struct article *art = article_new(a);

	article_set_text(art, title, body);
	return (struct slice){art->text, art->text_len};
}

bool store_version_text(struct store *st, struct arena *a, int64_t id,
			int64_t n, struct slice *out, struct error *err)
{
	uint8_t key[16];
	bool is_news;
	sqlite3_stmt *stmt;

	*out = (struct slice){0};
	if (!key_of(st, id, key, &is_news))
		return sql_ok(&st->sql, err);
	stmt = sql_begin(&st->sql, SQL_VERSION, BIND(BLOB(key, 16), INT(n)));
	if (sql_row(&st->sql, stmt)) {
		*out = join(a, sql_get_blob(stmt, 0), sql_get_blob(stmt, 1));
		sql_end(stmt);
	} else if (n == sql_number(&st->sql, SQL_VERSION_LAST,
				   BIND(BLOB(key, 16)), 0) +
				1) {
		return store_article_text(st, a, store_docid(st, id), out, err);
	}
	return sql_ok(&st->sql, err);
}
