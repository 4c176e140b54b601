/* Saved views, and rules: what is done with what comes in.
 *
 * A rule remembers each article that it changed, so that all it did can be
 * taken back: rule_done has a row for every state that was not so before.
 */
#include <string.h>

#include "base/array.h"
#include "store/inside.h"

static const char *const kinds_at[RULE_KINDS] = {
	[RULE_HIDE] = "hide",
	[RULE_READ] = "read",
	[RULE_STAR] = "star",
	[RULE_TAG] = "tag",
};

const struct names rule_kinds = {kinds_at, RULE_KINDS};

/* ---- views ---- */

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

bool store_view_set(struct store *st, const char *name, const char *query,
		    struct error *err)
{
	if (!reader_begin(st, err))
		return false;
	if (query)
		sql_do(&st->sql, SQL_VIEW_PUT, BIND(TEXT(name), TEXT(query)));
	else
		sql_do(&st->sql, SQL_VIEW_DELETE, BIND(TEXT(name)));
	return reader_end(st, err);
}

bool store_views(struct store *st, struct arena *a, struct view_row **out,
		 uint32_t *n, struct error *err)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_VIEWS, NULL, 0);

	*out = NULL;
	*n = 0;
	while (sql_row(&st->sql, stmt)) {
		struct view_row *row = array_add(a, *out, *n);

		row->name = sql_get_text(a, stmt, 0);
		row->query = sql_get_text(a, stmt, 1);
	}
	return sql_ok(&st->sql, err);
}

/* ---- rules ---- */

static bool put_rule(struct store *st, const struct rule *rule, const char *tag,
		     int64_t *n, struct error *err)
{
	if (!reader_begin(st, err))
		return false;
	sql_do(&st->sql, SQL_RULE_PUT,
	       BIND(TEXT(kinds_at[rule->kind]), TEXT(rule->query), TEXT(tag)));
	*n = sqlite3_last_insert_rowid(st->sql.db[SQL_READER]);
	return reader_end(st, err);
}

bool store_rule_put(struct store *st, const struct rule *rule, int64_t *n,
		    struct error *err)
{
	const char *tag = NULL;
	struct arena a;
	bool done;

	arena_init(&a);
	done = (rule->kind != RULE_TAG ||
		reader_tag(&a, rule->tag, &tag, err)) &&
	       put_rule(st, rule, tag, n, err);
	arena_free(&a);
	return done;
}

bool store_rule_remove(struct store *st, int64_t n, bool *found,
		       struct error *err)
{
	if (!reader_begin(st, err))
		return false;
	sql_do(&st->sql, SQL_RULE_DONE_DELETE, BIND(INT(n)));
	sql_do(&st->sql, SQL_RULE_DELETE, BIND(INT(n)));
	*found = sqlite3_changes(st->sql.db[SQL_READER]) > 0;
	return reader_end(st, err);
}

bool store_rules(struct store *st, struct arena *a, struct rule **out,
		 uint32_t *n, struct error *err)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_RULES, BIND(INT(0)));

	*out = NULL;
	*n = 0;
	while (sql_row(&st->sql, stmt)) {
		const char *name = sql_get_text(a, stmt, 1);
		int kind = names_find(&rule_kinds, slice_of(name));
		struct rule *rule;

		if (kind < 0)
			continue;
		rule = array_add(a, *out, *n);
		rule->n = sqlite3_column_int64(stmt, 0);
		rule->kind = (uint8_t)kind;
		rule->query = sql_get_text(a, stmt, 2);
		rule->tag = sql_get_text(a, stmt, 3);
	}
	for (uint32_t i = 0; i < *n; i++) {
		struct rule *rule = &(*out)[i];

		rule->done = (uint32_t)sql_number(
			&st->sql, SQL_RULE_DONE_COUNT,
			BIND(INT(rule->n), INT(rule->kind)), 0);
	}
	return sql_ok(&st->sql, err);
}

/* ---- rules of what is kept: of a kind that store_rules passes over ---- */

static const char keep_kind[] = "keep";

bool store_keep_rule_put(struct store *st, const struct keep_rule *rule,
			 int64_t *n, struct error *err)
{
	if (!reader_begin(st, err))
		return false;
	sql_do(&st->sql, SQL_RULE_PUT,
	       BIND(TEXT(keep_kind), TEXT(rule->query), TEXT(rule->amount)));
	*n = sqlite3_last_insert_rowid(st->sql.db[SQL_READER]);
	return reader_end(st, err);
}

bool store_keep_rules(struct store *st, struct arena *a, struct keep_rule **out,
		      uint32_t *n, struct error *err)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_RULES, BIND(INT(0)));

	*out = NULL;
	*n = 0;
	while (sql_row(&st->sql, stmt)) {
		const char *kind = sql_get_text(a, stmt, 1);
		struct keep_rule *rule;

		if (!kind || strcmp(kind, keep_kind) != 0)
			continue;
		rule = array_add(a, *out, *n);
		rule->n = sqlite3_column_int64(stmt, 0);
		rule->query = sql_get_text(a, stmt, 2);
		rule->amount = sql_get_text(a, stmt, 3);
	}
	return sql_ok(&st->sql, err);
}

/* ---- doing and undoing ---- */

/* Set or take back one state of an article; was it otherwise? */
static bool change(struct store *st, const struct rule *rule, uint8_t what,
		   const struct reader_article *of, bool is)
{
	switch ((enum rule_kind)what) {
	case RULE_HIDE:
		return reader_set_hidden(st, of, is);
	case RULE_READ:
		return reader_set_read(st, of, is);
	case RULE_STAR:
		return reader_set_starred(st, of, is);
	case RULE_TAG:
		return reader_set_tag(st, of, rule->tag, is);
	case RULE_KINDS:
		break;
	}
	return false;
}

static bool do_one(struct store *st, const struct rule *rule, uint8_t what,
		   const struct reader_article *of)
{
	if (!change(st, rule, what, of, true))
		return false;
	sql_do(&st->sql, SQL_RULE_DONE_PUT,
	       BIND(INT(rule->n), BLOB(of->key, 16), INT(what)));
	return true;
}

/* What is hidden waits for nobody: it is read as well. */
bool store_rule_do(struct store *st, const struct rule *rule,
		   const int64_t *ids, uint32_t n, uint32_t *changed,
		   struct error *err)
{
	*changed = 0;
	if (!reader_begin(st, err))
		return false;
	for (uint32_t i = 0; i < n; i++) {
		struct reader_article of;

		if (!key_of(st, ids[i], of.key, &of.is_news))
			continue;
		*changed += do_one(st, rule, rule->kind, &of);
		if (rule->kind == RULE_HIDE)
			do_one(st, rule, RULE_READ, &of);
	}
	return reader_end(st, err);
}

bool store_unhide(struct store *st, const int64_t *ids, uint32_t n,
		  uint32_t *changed, struct error *err)
{
	*changed = 0;
	if (!reader_begin(st, err))
		return false;
	for (uint32_t i = 0; i < n; i++) {
		struct reader_article of;

		if (key_of(st, ids[i], of.key, &of.is_news))
			*changed += reader_set_hidden(st, &of, false);
	}
	return reader_end(st, err);
}

struct done {
	struct reader_article of;
	uint8_t what;
};

static struct done *load_done(struct store *st, struct arena *a, int64_t rule,
			      uint32_t *n)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_RULE_DONE, BIND(INT(rule)));
	struct done *done = NULL;

	*n = 0;
	while (sql_row(&st->sql, stmt)) {
		struct slice uid = sql_get_blob(stmt, 0);
		struct done *row;

		if (uid.len != sizeof(row->of.key))
			continue;
		row = array_add(a, done, *n);
		memcpy(row->of.key, uid.at, uid.len);
		row->what = (uint8_t)sqlite3_column_int(stmt, 1);
	}
	return done;
}

bool store_rule_undo(struct store *st, const struct rule *rule,
		     uint32_t *changed, struct error *err)
{
	struct done *done;
	struct arena a;
	uint32_t n;

	*changed = 0;
	if (!reader_begin(st, err))
		return false;
	arena_init(&a);
	done = load_done(st, &a, rule->n, &n);
	for (uint32_t i = 0; i < n; i++) {
		struct reader_article *of = &done[i].of;

		/* one that is gone from the archive is not counted there */
		of->is_news = sql_number(&st->sql, SQL_ARTICLE_IS_NEWS,
					 BIND(BLOB(of->key, 16)), 0) != 0;
		if (change(st, rule, done[i].what, of, false))
			*changed += done[i].what == rule->kind;
	}
	sql_do(&st->sql, SQL_RULE_DONE_DELETE, BIND(INT(rule->n)));
	arena_free(&a);
	return reader_end(st, err);
}
