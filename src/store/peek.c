/* Parts of an article without the whole of it: for comparing many. */
#include <stdlib.h>

#include "store/inside.h"

bool store_article_text(struct store *st, struct arena *a, int64_t docid,
			struct slice *out, struct error *err)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_TEXT, BIND(INT(docid)));

	*out = (struct slice){"", 0};
	if (sql_row(&st->sql, stmt)) {
		struct slice text = sql_get_blob(stmt, 0);

		*out = (struct slice){arena_copy(a, text.at, text.len),
				      text.len};
		sql_end(stmt);
	}
	return sql_ok(&st->sql, err);
}

static int by_entity(const void *left, const void *right)
{
	const struct naming *a = left, *b = right;

	return (a->entity > b->entity) - (a->entity < b->entity);
}

bool store_article_names(struct store *st, struct arena *a, int64_t docid,
			 struct naming **out, uint32_t *n, struct error *err)
{
	struct cast *cast = cast_get(st, a, docid);
	struct naming *at = arena_array(a, cast->n, sizeof(*at));
	uint32_t all = 0;

	for (uint32_t i = 0; i < cast->n; i++) {
		if (cast->entity[i] && cast->count[i])
			at[all++] =
				(struct naming){names_head(st, cast->entity[i]),
						cast->count[i]};
	}
	if (all)
		qsort(at, all, sizeof(*at), by_entity);
	*n = 0;
	*out = at;
	for (uint32_t i = 0; i < all; i++) {
		if (*n && at[*n - 1].entity == at[i].entity)
			at[*n - 1].count += at[i].count;
		else
			at[(*n)++] = at[i];
	}
	return sql_ok(&st->sql, err);
}
