/* An entry is undone: those that hold and were applied after it to the same
 * names or articles are undone first, the last one first, and then applied
 * again. */
#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "store/edit-inside.h"

/* Whom and what effects concern. */
struct touched_set {
	struct arena *arena;
	struct map map;
};

static bool touch(struct touched_set *t, char what, int64_t id, bool add)
{
	char *key = arena_printf(t->arena, "%c%lld", what, (long long)id);
	uint32_t ignored;
	bool is_new;

	if (!id)
		return false;
	if (!add)
		return map_get(&t->map, key, strlen(key), &ignored);
	map_put(&t->map, key, strlen(key), &is_new);
	return false;
}

/* Add what effects concern, or ask whether any of it is there. */
static bool touch_all(struct touched_set *t, const struct effect *at,
		      uint32_t n, bool add)
{
	bool any = false;

	for (uint32_t i = 0; i < n && !any; i++) {
		const struct effect *e = &at[i];

		switch (e->kind) {
		case EFFECT_COUNTS:
			break;
		case EFFECT_HEAD:
			any |= touch(t, 'e', e->a, add);
			any |= touch(t, 'e', e->b, add);
			any |= touch(t, 'e', e->c, add);
			break;
		case EFFECT_MADE:
		case EFFECT_APART:
			any |= touch(t, 'e', e->a, add);
			any |= touch(t, 'e', e->b, add);
			break;
		case EFFECT_ALIAS:
			any = touch(t, 'e', e->b, add);
			break;
		case EFFECT_MOVE:
		case EFFECT_GIVEN:
		case EFFECT_PENDING:
			any |= touch(t, 'a', e->a, add);
			any |= touch(t, 'e', e->c, add);
			any |= touch(t, 'e', e->d, add);
			break;
		case EFFECT_SPANS:
			any |= touch(t, 'a', e->a, add);
			any |= touch(t, 'e', e->c, add);
			break;
		case EFFECT_DATE:
			any = touch(t, 'a', e->a, add);
			break;
		default:
			any = touch(t, 'e', e->a, add);
			break;
		}
	}
	return any;
}

/* The entries to be undone with n, in the order they were applied. */
static uint32_t find_later(struct store *st, struct arena *a, int64_t n,
			   int64_t **out)
{
	struct touched_set set = {.arena = a};
	struct effect *effects;
	int64_t *later = NULL;
	uint32_t n_later = 0, n_out = 0, n_effects;
	sqlite3_stmt *stmt;
	int64_t applied = 0;

	map_init(&set.map, a);
	effects_load(st, a, n, &effects, &n_effects);
	touch_all(&set, effects, n_effects, true);
	stmt = sql_begin(&st->sql, SQL_EDIT, BIND(INT(n)));
	if (sql_row(&st->sql, stmt)) {
		applied = sqlite3_column_int64(stmt, 6);
		sql_end(stmt);
	}
	stmt = sql_begin(&st->sql, SQL_EDITS_AFTER, BIND(INT(applied)));
	while (sql_row(&st->sql, stmt))
		*array_add(a, later, n_later) = sqlite3_column_int64(stmt, 0);
	*out = NULL;
	*array_add(a, *out, n_out) = n;
	for (uint32_t i = 0; i < n_later; i++) {
		effects_load(st, a, later[i], &effects, &n_effects);
		if (!touch_all(&set, effects, n_effects, false))
			continue;
		touch_all(&set, effects, n_effects, true);
		*array_add(a, *out, n_out) = later[i];
	}
	return n_out;
}

/* What an entry changed, when it was applied. */
static void count_effects(struct store *st, struct arena *a, int64_t n,
			  struct edit_done *done)
{
	struct effect *effects;
	uint32_t n_effects;

	effects_load(st, a, n, &effects, &n_effects);
	for (uint32_t i = 0; i < n_effects; i++) {
		if (effects[i].kind != EFFECT_COUNTS)
			continue;
		done->articles = (uint32_t)effects[i].a;
		done->mentions = (uint32_t)effects[i].b;
		done->quotes = (uint32_t)effects[i].c;
	}
}

/* The archive as though entry n did not hold. */
static void unapply(struct store *st, struct arena *a, int64_t n,
		    struct edit_done *done)
{
	struct edit_done again = {0};
	int64_t *later;
	uint32_t n_later = find_later(st, a, n, &later);
	int64_t *applied = arena_array(a, n_later, sizeof(*applied));

	count_effects(st, a, n, done);
	for (uint32_t i = n_later; i-- > 0;) {
		struct edit_here here = {0};
		struct edit_row row;

		if (edit_row_of(st, a, later[i], &row, &here))
			applied[i] = here.applied;
		edit_take_back(st, a, later[i]);
		edit_not_applied(st, later[i]);
	}
	for (uint32_t i = 1; i < n_later; i++)
		edit_apply_row(st, a, later[i], applied[i], &again);
	done->waits += again.waits;
}

/* Those that waited for what is here again. */
static void try_waiting(struct store *st, struct arena *a)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_WAITING_ALL, NULL, 0);
	int64_t *waiting = NULL;
	uint32_t n = 0;

	while (sql_row(&st->sql, stmt))
		*array_add(a, waiting, n) = sqlite3_column_int64(stmt, 0);
	for (uint32_t i = 0; i < n; i++) {
		struct edit_done ignored = {0};

		edit_apply_row(st, a, waiting[i], 0, &ignored);
	}
}

/* Make an entry hold, or hold no more: an undoing turns what it undoes. */
bool edit_turn(struct store *st, struct arena *a, int64_t n, bool holds,
	       struct edit_done *done, struct error *err)
{
	struct edit_here here;
	struct edit_row row;

	while (edit_row_of(st, a, n, &row, &here) && row.kind == EDIT_UNDO) {
		n = edit_undoes(st, a, &row);
		holds = !holds;
		sql_do(&st->sql, SQL_EDIT_UNDONE,
		       BIND(INT(n), holds ? TEXT(NULL) : INT(row.n)));
	}
	if (!n)
		return error_set(err, "what it undoes is not here");
	if (!holds && row.holds)
		unapply(st, a, n, done);
	else if (!holds)
		edit_take_back(st, a, n);
	else if (!row.holds)
		edit_apply_row(st, a, n, 0, done);
	if (holds)
		try_waiting(st, a);
	return sql_ok(&st->sql, err);
}

/* The last entry that holds and undoes nothing. */
static int64_t newest(struct store *st)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_EDIT_NEWEST, NULL, 0);
	int64_t n = 0;

	if (sql_row(&st->sql, stmt)) {
		n = sqlite3_column_int64(stmt, 0);
		sql_end(stmt);
	}
	return n;
}

static bool undo(struct store *st, struct arena *a, int64_t n,
		 struct edit_done *out, struct error *err)
{
	struct edit edit = {.kind = EDIT_UNDO};
	struct edit_here here;
	struct edit_row row;
	const char *what;

	n = n ? n : newest(st);
	if (!n)
		return error_set(err, "there is nothing to undo");
	if (!edit_row_of(st, a, n, &row, &here))
		return error_set(err, "there is no edit %lld", (long long)n);
	if (row.undone_by)
		return error_set(err, "edit %lld is undone already",
				 (long long)n);
	if (row.kind == EDIT_KINDS)
		return error_set(err, "edit %lld cannot be undone this way",
				 (long long)n);
	edit.undoes = row.key;
	what = edit_write(st, a, &edit, &here.names);
	out->n = edit_append(st, a, store_now(), edit_user(a), EDIT_UNDO, what,
			     NULL, true);
	sql_do(&st->sql, SQL_EDIT_UNDONE, BIND(INT(n), INT(out->n)));
	edit_row_words(st, a, &row);
	if (!edit_turn(st, a, n, false, out, err))
		return false;
	out->words = row.words;
	return sql_ok(&st->sql, err);
}

bool store_edit_undo(struct store *st, struct arena *a, int64_t n, bool dry,
		     struct edit_done *out, struct error *err)
{
	bool done;

	memset(out, 0, sizeof(*out));
	if (!edit_begin(st, err))
		return false;
	done = undo(st, a, n, out, err);
	out->is_refused = !done && !out->n;
	if (dry)
		out->n = 0;
	return edit_finish(st, done, dry, err);
}
