/* Entities: one, its forms, days, articles, the next article. */
#include <stdlib.h>
#include <string.h>

#include "store/inside.h"
#include "store/reel.h"

/* ---- one row ---- */

void entity_fill(struct arena *a, sqlite3_stmt *stmt, struct entity_row *e)
{
	int type = sqlite3_column_int(stmt, 2);
	int gender = sqlite3_column_int(stmt, 3);

	e->id = sqlite3_column_int64(stmt, 0);
	e->name = sql_get_text(a, stmt, 1);
	if (!e->name)
		e->name = "";
	e->type = type >= 0 && type < TYPES ? (uint8_t)type : TYPE_UNKNOWN;
	e->gender = gender >= 0 && gender < GENDERS ? (uint8_t)gender : 0;
	e->role = sql_get_text(a, stmt, 4);
	e->country = sql_get_text(a, stmt, 5);
	e->articles = (uint32_t)sqlite3_column_int64(stmt, 6);
	e->mentions = (uint32_t)sqlite3_column_int64(stmt, 7);
	e->quotes = (uint32_t)sqlite3_column_int64(stmt, 8);
	e->first_day = sqlite3_column_int(stmt, 9);
	e->last_day = sqlite3_column_int(stmt, 10);
	e->is_bare = sqlite3_column_int(stmt, 11) != 0;
	e->is_hidden = sqlite3_column_int(stmt, 12) != 0;
}

bool entity_one(struct store *st, struct arena *a, int64_t id,
		struct entity_row *e)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_ENTITY, BIND(INT(names_head(st, id))));

	if (!sql_row(&st->sql, stmt))
		return false;
	entity_fill(a, stmt, e);
	sql_end(stmt);
	return true;
}

bool store_entity_get(struct store *st, struct arena *a, int64_t id,
		      struct entity_row **out, struct error *err)
{
	struct entity_row *e = arena_alloc(a, sizeof(*e));

	*out = entity_one(st, a, id, e) ? e : NULL;
	return sql_ok(&st->sql, err);
}

/* ---- forms ---- */

static int compare_forms(const void *left, const void *right)
{
	const struct entity_form *a = left, *b = right;

	if (a->form != b->form)
		return a->form < b->form ? -1 : 1;
	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return a->surface && b->surface ? strcmp(a->surface, b->surface) : 0;
}

/* The same form of two members is one row. */
static void add_form(struct arena *a, sqlite3_stmt *stmt,
		     struct entity_form **list, uint32_t *n)
{
	struct entity_form f = {
		.count = (uint32_t)sqlite3_column_int64(stmt, 1),
		.why = (uint8_t)sqlite3_column_int(stmt, 2),
		.form = (uint8_t)sqlite3_column_int(stmt, 3),
		.first_seen = sqlite3_column_int64(stmt, 4),
	};

	if (f.form >= FORMS || f.why >= WHYS)
		return;
	if (f.form == FORM_NAME)
		f.surface = sql_get_text(a, stmt, 0);
	for (uint32_t i = 0; i < *n; i++) {
		struct entity_form *old = &(*list)[i];

		if (old->form == f.form &&
		    (!f.surface || !strcmp(old->surface, f.surface))) {
			old->count += f.count;
			return;
		}
	}
	*array_add(a, *list, *n) = f;
}

static const char *name_of(struct store *st, struct arena *a, int64_t entity)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_ENTITY_STATE, BIND(INT(entity)));
	const char *name = NULL;

	if (sql_row(&st->sql, stmt)) {
		name = sql_get_text(a, stmt, 0);
		sql_end(stmt);
	}
	return name;
}

bool store_entity_forms(struct store *st, struct arena *a, int64_t entity,
			struct entity_form **out, uint32_t *n,
			struct error *err)
{
	int64_t *members;
	uint32_t n_members =
		names_members(st, a, names_head(st, entity), &members);

	*out = NULL;
	*n = 0;
	for (uint32_t i = 0; i < n_members; i++) {
		sqlite3_stmt *stmt =
			sql_begin(&st->sql, SQL_ALIASES, BIND(INT(members[i])));

		uint32_t before = *n;

		while (sql_row(&st->sql, stmt)) {
			if (sqlite3_column_int64(stmt, 1) > 0)
				add_form(a, stmt, out, n);
		}
		for (uint32_t k = before; k < *n && i > 0; k++)
			(*out)[k].merged = name_of(st, a, members[i]);
	}
	if (*n)
		qsort(*out, *n, sizeof(**out), compare_forms);
	return sql_ok(&st->sql, err);
}

/* ---- days ---- */

/* A head's days are kept with those of its members. */
bool store_entity_days(struct store *st, struct arena *a, int64_t entity,
		       struct entity_day **out, uint32_t *n, struct error *err)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_DAYS,
				       BIND(INT(names_head(st, entity)),
					    INT(INT32_MIN), INT(INT32_MAX)));

	*out = NULL;
	*n = 0;
	while (sql_row(&st->sql, stmt)) {
		struct entity_day *day = array_add(a, *out, *n);

		day->day = sqlite3_column_int(stmt, 0);
		day->articles = (uint32_t)sqlite3_column_int64(stmt, 1);
	}
	return sql_ok(&st->sql, err);
}

/* ---- articles ---- */

static void open_reel(struct store *st, struct arena *a, int64_t entity,
		      bool ascends, struct reel *r)
{
	int64_t *members;
	uint32_t n = names_members(st, a, names_head(st, entity), &members);

	reel_init(r, st, a, members, n, SQL_APPEARANCES_DOWN,
		  SQL_APPEARANCES_UP);
	r->ascends = ascends;
}

bool store_entity_articles(struct store *st, struct arena *a, int64_t entity,
			   const struct store_page *page,
			   struct article_rows *out, struct error *err)
{
	bool ascends = page->order == STORE_OLDEST;
	int64_t from = page->from ? page->from
		       : ascends  ? INT64_MIN
				  : INT64_MAX;
	struct reel_row found;
	struct reel r;

	memset(out, 0, sizeof(*out));
	open_reel(st, a, entity, ascends, &r);
	while (reel_next(&r, from, &found)) {
		struct article_row row;

		from = found.docid;
		if (found.is_copy && !page->with_copies)
			continue;
		if (out->n == page->limit) {
			out->has_more = true;
			break;
		}
		if (!rows_one(st, a, found.docid, &row))
			continue;
		row.count = found.count;
		rows_fill_state(st, row.art, &row.is_hidden);
		if (row.is_hidden) {
			out->n_hidden++;
			continue;
		}
		*array_add(a, out->at, out->n) = row;
	}
	return sql_ok(&st->sql, err);
}

/* How many shown articles of the entity are newer than docid: whole days by
 * their kept counts, the day of docid by its rows. */
static uint32_t count_newer(struct store *st, struct arena *a, int64_t entity,
			    int64_t docid)
{
	int64_t day = docid_day(docid), end = (day + 1) * DATE_DAY;
	struct reel_row row;
	struct reel r;
	uint32_t n = (uint32_t)sql_number(
		&st->sql, SQL_DAYS_AFTER,
		BIND(INT(names_head(st, entity)), INT(day)), 0);

	open_reel(st, a, entity, true, &r);
	while (reel_next(&r, docid, &row) && row.docid < end) {
		docid = row.docid;
		n += !row.is_copy;
	}
	return n;
}

/* Does a rule of the user hide the article? */
static bool is_hidden(struct store *st, struct arena *a, int64_t docid)
{
	struct article_row row;

	if (!rows_one(st, a, docid, &row))
		return false;
	rows_fill_state(st, row.art, &row.is_hidden);
	return row.is_hidden;
}

int64_t store_entity_step(struct store *st, int64_t entity, int64_t docid,
			  enum store_order order, uint32_t *place, uint32_t *of)
{
	struct entity_row e = {0};
	struct error ignored;
	struct reel_row row;
	struct reel r;
	struct arena a;
	int64_t found = 0;

	arena_init(&a);
	open_reel(st, &a, entity, order == STORE_OLDEST, &r);
	while (!found && reel_next(&r, docid, &row)) {
		docid = row.docid;
		found = row.is_copy || is_hidden(st, &a, docid) ? 0 : docid;
	}
	entity_one(st, &a, entity, &e);
	if (of)
		*of = e.articles;
	if (place)
		*place = found ? 1 + count_newer(st, &a, entity, found) : 0;
	arena_free(&a);
	return sql_ok(&st->sql, &ignored) ? found : 0;
}
