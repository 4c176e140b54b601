/* The log applied again: to articles that came anew, when names come that an
 * entry waits for, and from the logs of others. */
#include <stdlib.h>
#include <string.h>

#include "store/edit-inside.h"

/* ---- articles ---- */

struct due {
	int64_t n, applied;
	bool holds;
};

static int due_compare(const void *left, const void *right)
{
	const struct due *a = left, *b = right;

	if (a->holds != b->holds)
		return a->holds ? -1 : 1;
	if (a->applied != b->applied)
		return a->applied < b->applied ? -1 : 1;
	return (a->n > b->n) - (a->n < b->n);
}

/* A split that made its own name takes that again, not one more. */
static void find_made(struct store *st, struct arena *a, int64_t n,
		      struct edit *edit)
{
	struct effect *effects;
	uint32_t n_effects;

	effects_load(st, a, n, &effects, &n_effects);
	for (uint32_t i = 0; i < n_effects && edit->n_names == 1; i++) {
		if (effects[i].kind == EFFECT_MADE)
			*array_add(a, edit->names, edit->n_names) =
				effects[i].a;
	}
}

static void again(struct store *st, struct arena *a, const struct due *due,
		  const struct edit_key *key)
{
	struct edit_done done = {0};
	struct edit_here here;
	const char *missing;
	struct edit_row row;
	struct error ignored;
	struct edit edit;

	if (!due->holds) {
		edit_apply_row(st, a, due->n, 0, &done);
		return;
	}
	if (!edit_row_of(st, a, due->n, &row, &here) ||
	    !edit_read(st, a, row.kind, row.what, here.names, &edit, &missing,
		       &ignored) ||
	    missing)
		return;
	if (edit.kind == EDIT_SPLIT)
		find_made(st, a, due->n, &edit);
	if (edit.kind != EDIT_SPLIT || edit.n_names > 1)
		(void)edit_apply(st, a, due->n, &edit, edit_docid(st, key),
				 &done, &ignored);
}

/* The entries that say something of an article, in the order in which they
 * hold, those that wait behind them. */
static uint32_t find_due(struct store *st, struct arena *a,
			 const uint8_t key[16], struct due **out)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_EDIT_ARTICLES, BIND(BLOB(key, 16)));
	struct due *due = NULL;
	uint32_t n = 0;

	while (sql_row(&st->sql, stmt))
		array_add(a, due, n)->n = sqlite3_column_int64(stmt, 0);
	for (uint32_t i = 0; i < n; i++) {
		struct edit_here here = {0};
		struct edit_row row;

		if (!edit_row_of(st, a, due[i].n, &row, &here) ||
		    row.undone_by || row.kind >= EDIT_UNDO)
			due[i].n = 0;
		due[i].applied = here.applied;
		due[i].holds = here.applied != 0;
	}
	if (n)
		qsort(due, n, sizeof(*due), due_compare);
	*out = due;
	return n;
}

/* Is an effect only of one article, and of this? */
static bool is_of_article(const struct effect *e, int64_t id)
{
	return e->a == id &&
	       (e->kind == EFFECT_PENDING || e->kind == EFFECT_GIVEN ||
		e->kind == EFFECT_MOVE || e->kind == EFFECT_SPANS ||
		e->kind == EFFECT_DATE);
}

void edits_take_off(struct store *st, const uint8_t key[16], int64_t id)
{
	struct effect *effects;
	struct due *due;
	struct arena a;
	uint32_t n;

	arena_init(&a);
	n = find_due(st, &a, key, &due);
	while (n-- > 0) {
		uint32_t n_effects;

		if (!due[n].n || !due[n].holds)
			continue;
		effects_load(st, &a, due[n].n, &effects, &n_effects);
		for (uint32_t i = 0; i < n_effects; i++) {
			if (is_of_article(&effects[i], id))
				effect_undo(st, &effects[i]);
		}
	}
	arena_free(&a);
}

void edits_again(struct store *st, const uint8_t key[16])
{
	struct edit_key of;
	struct due *due;
	struct arena a;
	uint32_t n;

	arena_init(&a);
	n = find_due(st, &a, key, &due); /* nearly always none */
	memcpy(of.at, key, sizeof(of.at));
	for (uint32_t i = 0; i < n && !st->sql.failed; i++) {
		if (due[i].n)
			again(st, &a, &due[i], &of);
	}
	arena_free(&a);
}

/* ---- names ---- */

void edits_wake(struct store *st, const char *folded)
{
	sqlite3_stmt *stmt;

	if (st->waitings == MERGES_UNKNOWN)
		st->waitings = sql_number(&st->sql, SQL_WAITING_ANY, NULL, 0, 0)
				       ? MERGES_SOME
				       : MERGES_NONE;
	if (st->waitings == MERGES_NONE)
		return;
	stmt = sql_begin(&st->sql, SQL_WAITING, BIND(TEXT(folded)));
	while (sql_row(&st->sql, stmt))
		*array_add(&st->batch, st->woken, st->n_woken) =
			sqlite3_column_int64(stmt, 0);
}

void edits_settle(struct store *st)
{
	struct edit_done ignored = {0};
	struct arena a;

	if (!st->n_woken)
		return;
	arena_init(&a);
	/* one may wake the next, which then waits for another name */
	for (uint32_t i = 0; i < st->n_woken && !st->sql.failed; i++)
		edit_apply_row(st, &a, st->woken[i], 0, &ignored);
	st->n_woken = 0;
	st->woken = NULL;
	arena_free(&a);
}

/* ---- the logs of others ---- */

static json_t *row_object(struct arena *a, const struct edit_row *row)
{
	struct when when = {row->at, 0, WHEN_SECOND};
	json_t *to = json_object();
	json_t *what = json_loads(row->what, 0, NULL);
	char at[32];

	date_write(&when, at);
	json_object_set_new(to, "edit", json_integer(row->n));
	json_object_set_new(to, "at", json_string(at));
	json_object_set_new(to, "who", json_string(row->who));
	json_object_set_new(to, "kind", json_string(row->kind_name));
	json_object_set_new(to, "what", what ? what : json_null());
	json_object_set_new(to, "key",
			    json_string(edit_key_text(a, &row->key)));
	json_object_set_new(to, "words", json_string(row->words));
	json_object_set_new(to, "undone", json_boolean(row->undone_by != 0));
	json_object_set_new(to, "applied",
			    json_boolean(row->holds || row->kind >= EDIT_UNDO));
	return to;
}

const char *store_edit_line(struct arena *a, const struct edit_row *row)
{
	json_t *object = row_object(a, row);
	struct str line = {0};
	const char *text;

	article_json_line(object, &line);
	text = arena_copy(a, line.at, line.len);
	str_free(&line);
	json_decref(object);
	return text;
}

struct foreign {
	int64_t at;
	const char *who, *what;
	int kind;
};

static bool read_foreign(struct arena *a, struct slice line,
			 struct foreign *out)
{
	json_t *object =
		json_loadb(line.at, line.len, JSON_REJECT_DUPLICATES, NULL);
	const json_t *what = json_object_get(object, "what");
	const char *at = json_string_value(json_object_get(object, "at"));
	const char *who = json_string_value(json_object_get(object, "who"));
	const char *kind = json_string_value(json_object_get(object, "kind"));
	struct str text = {0};
	struct when when = {0};
	bool is_good = at && who && *who && kind && json_is_object(what) &&
		       date_read_iso(at, strlen(at), &when) == strlen(at) &&
		       when.kind == WHEN_SECOND;

	if (is_good) {
		article_json_line(what, &text);
		out->at = when.time;
		out->who = arena_string(a, who);
		out->kind = names_find(&edit_kinds, slice_of(kind));
		out->what = arena_copy(a, text.at, text.len - 1);
		str_free(&text);
		is_good = out->kind >= 0;
	}
	json_decref(object);
	return is_good;
}

static bool take_foreign(struct store *st, struct arena *a,
			 const struct foreign *f, enum edit_import *how,
			 struct error *err)
{
	struct edit_key key =
		edit_key_for(a, f->at, f->who, edit_kinds.at[f->kind], f->what);
	struct edit_done done = {0};
	const char *missing;
	struct edit edit;
	int64_t n;

	*how = EDIT_KNOWN;
	if (edit_by_key(st, &key))
		return true;
	if (!edit_read(st, a, (uint8_t)f->kind, f->what, NULL, &edit, &missing,
		       err))
		return false;
	if (edit.kind == EDIT_UNDO && !edit_by_key(st, &edit.undoes))
		return error_set(err, "it undoes an entry that is not here");
	n = edit_append(st, a, f->at, f->who, (uint8_t)f->kind, f->what, NULL,
			false);
	if (edit.kind == EDIT_UNDO) {
		int64_t target = edit_by_key(st, &edit.undoes);

		sql_do(&st->sql, SQL_EDIT_UNDONE, BIND(INT(target), INT(n)));
		*how = EDIT_APPLIED;
		return edit_turn(st, a, target, false, &done, err);
	}
	edit_apply_row(st, a, n, 0, &done);
	*how = done.waits ? EDIT_WAITS : EDIT_APPLIED;
	return sql_ok(&st->sql, err);
}

bool store_edit_import(struct store *st, struct arena *a, struct slice line,
		       enum edit_import *how, struct error *err)
{
	struct foreign f;

	if (!read_foreign(a, line, &f))
		return error_set(err, "no entry of a log of corrections");
	if (!edit_begin(st, err))
		return false;
	return edit_finish(st, take_foreign(st, a, &f, how, err), false, err);
}

/* ---- who is concerned ---- */

bool store_edits_of(struct store *st, struct arena *a, int64_t entity,
		    struct edit_rows *out, struct error *err)
{
	int64_t *members, *edits = NULL;
	uint32_t n_members =
		names_members(st, a, names_head(st, entity), &members);
	uint32_t n = 0;

	memset(out, 0, sizeof(*out));
	for (uint32_t i = 0; i < n_members; i++) {
		sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_EDITS_OF,
					       BIND(INT(members[i])));

		while (sql_row(&st->sql, stmt)) {
			int64_t edit = sqlite3_column_int64(stmt, 0);
			uint32_t k = 0;

			while (k < n && edits[k] != edit)
				k++;
			if (k == n)
				*array_add(a, edits, n) = edit;
		}
	}
	for (uint32_t i = 0; i < n; i++) {
		struct edit_here here;
		struct edit_row row;

		if (!edit_row_of(st, a, edits[i], &row, &here))
			continue;
		edit_row_words(st, a, &row);
		*array_add(a, out->at, out->n) = row;
	}
	return sql_ok(&st->sql, err);
}
