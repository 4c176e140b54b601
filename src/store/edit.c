/* The log of a user's words, and what holds of it here.
 *
 * An entry is written before it is applied, with the names as they are then;
 * what it does is noted (effect.c).  To undo an entry, those that hold and
 * were applied after it to the same names or articles are undone first, the
 * last one first, and then applied again: the archive is as though the entry
 * had never been said.  An entry that cannot be applied for want of a name or
 * an article waits for it.
 */
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/edit-inside.h"

static bool (*const applies[EDIT_KINDS])(struct edit_work *w) = {
	[EDIT_MERGE] = edit_merge,     [EDIT_SPLIT] = edit_split,
	[EDIT_APART] = edit_apart,     [EDIT_RENAME] = edit_rename,
	[EDIT_RETYPE] = edit_retype,   [EDIT_HIDE] = edit_hide,
	[EDIT_SPEAKER] = edit_speaker, [EDIT_MENTION] = edit_mention,
	[EDIT_DATE] = edit_date,
};

const char *edit_user(struct arena *a)
{
	const struct passwd *pw = getpwuid(geteuid());
	const char *name = pw && *pw->pw_name ? pw->pw_name : getenv("USER");

	return arena_string(a, name && *name ? name : "somebody");
}

/* ---- rows ---- */

bool edit_row_fill(struct arena *a, sqlite3_stmt *stmt, struct edit_row *row,
		   struct edit_here *here)
{
	const char *kind = sql_get_text(a, stmt, 3);
	struct slice key = sql_get_blob(stmt, 5);
	int number = kind ? names_find(&edit_kinds, slice_of(kind)) : -1;

	memset(row, 0, sizeof(*row));
	row->n = sqlite3_column_int64(stmt, 0);
	row->at = sqlite3_column_int64(stmt, 1);
	row->who = sql_get_text(a, stmt, 2);
	row->kind = number < 0 ? EDIT_KINDS : (uint8_t)number;
	row->kind_name = kind;
	row->what = sql_get_text(a, stmt, 4);
	if (key.len == sizeof(row->key.at))
		memcpy(row->key.at, key.at, key.len);
	row->holds = sqlite3_column_type(stmt, 6) != SQLITE_NULL;
	row->undone_by = sqlite3_column_int64(stmt, 7);
	here->applied = sqlite3_column_int64(stmt, 6);
	here->names = sql_get_text(a, stmt, 8);
	return row->who && row->what && kind;
}

bool edit_row_of(struct store *st, struct arena *a, int64_t n,
		 struct edit_row *row, struct edit_here *here)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_EDIT, BIND(INT(n)));
	bool is_good;

	if (!sql_row(&st->sql, stmt))
		return false;
	is_good = edit_row_fill(a, stmt, row, here);
	sql_end(stmt);
	return is_good;
}

int64_t edit_by_key(struct store *st, const struct edit_key *key)
{
	return sql_number(&st->sql, SQL_EDIT_BY_KEY,
			  BIND(BLOB(key->at, sizeof(key->at))), 0);
}

/* What an entry undoes, however many undoings deep. */
int64_t edit_undoes(struct store *st, struct arena *a,
		    const struct edit_row *row)
{
	const char *missing;
	struct error ignored;
	struct edit edit;

	if (row->kind != EDIT_UNDO ||
	    !edit_read(st, a, row->kind, row->what, NULL, &edit, &missing,
		       &ignored))
		return 0;
	return edit_by_key(st, &edit.undoes);
}

void edit_row_words(struct store *st, struct arena *a, struct edit_row *row)
{
	struct edit_row at = *row;
	struct edit_here here;
	int depth = 0;

	while (depth++ < 64 && at.kind == EDIT_UNDO) {
		int64_t n = edit_undoes(st, a, &at);

		if (!n || !edit_row_of(st, a, n, &at, &here))
			break;
	}
	row->words = at.kind == EDIT_UNDO    ? "what is not here"
		     : at.kind == EDIT_KINDS ? at.kind_name
					     : edit_words(a, at.kind, at.what);
	while (--depth > 0)
		row->words = store_edit_undo_words(a, row->words);
}

const char *store_edit_undo_words(struct arena *a, const char *words)
{
	if (!strncmp(words, "undo ", 5))
		return arena_printf(a, "again %s", words + 5);
	if (!strncmp(words, "again ", 6))
		words += 6;
	return arena_printf(a, "undo %s", words);
}

bool store_edits(struct store *st, struct arena *a, int64_t from,
		 bool newest_first, uint32_t limit, struct edit_rows *out,
		 struct error *err)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, newest_first ? SQL_EDITS_DOWN : SQL_EDITS,
			  BIND(INT(newest_first && !from ? INT64_MAX : from),
			       INT((int64_t)limit + 1)));
	struct edit_here here;

	memset(out, 0, sizeof(*out));
	while (sql_row(&st->sql, stmt)) {
		struct edit_row row;

		out->has_more = out->n == limit;
		if (!out->has_more && edit_row_fill(a, stmt, &row, &here))
			*array_add(a, out->at, out->n) = row;
	}
	for (uint32_t i = 0; i < out->n; i++)
		edit_row_words(st, a, &out->at[i]);
	return sql_ok(&st->sql, err);
}

/* ---- the log ---- */

struct edit_key edit_key_for(struct arena *a, int64_t at, const char *who,
			     const char *kind, const char *what)
{
	const char *text = arena_printf(a, "%lld\n%s\n%s\n%s", (long long)at,
					who, kind, what);
	const char *hex = article_sha256(a, text, strlen(text));
	struct edit_key key = {{0}};

	(void)!edit_key_read(arena_copy(a, hex, 32), &key);
	return key;
}

/* Append an entry; two of one second and the same words are parted by it. */
int64_t edit_append(struct store *st, struct arena *a, int64_t at,
		    const char *who, uint8_t kind, const char *what,
		    const char *here, bool may_move)
{
	struct edit_key key =
		edit_key_for(a, at, who, edit_kinds.at[kind], what);

	while (may_move && edit_by_key(st, &key))
		key = edit_key_for(a, ++at, who, edit_kinds.at[kind], what);
	sql_do(&st->sql, SQL_EDIT_PUT,
	       BIND(INT(at), TEXT(who), TEXT(edit_kinds.at[kind]), TEXT(what),
		    BLOB(key.at, sizeof(key.at)), TEXT(NULL), TEXT(here)));
	return sqlite3_last_insert_rowid(st->sql.db[SQL_ARCHIVE]);
}

/* The entry holds as number `applied`, 0: as the last one. */
static void set_applied(struct store *st, int64_t n, int64_t applied,
			const char *here)
{
	if (!applied)
		applied = 1 + sql_number(&st->sql, SQL_EDIT_LATEST, NULL, 0, 0);
	sql_do(&st->sql, SQL_EDIT_APPLIED,
	       BIND(INT(n), INT(applied), TEXT(here)));
}

void edit_not_applied(struct store *st, int64_t n)
{
	struct edit_here here = {0};
	struct edit_row row;
	struct arena a;

	arena_init(&a);
	if (edit_row_of(st, &a, n, &row, &here))
		sql_do(&st->sql, SQL_EDIT_APPLIED,
		       BIND(INT(n), TEXT(NULL), TEXT(here.names)));
	arena_free(&a);
}

/* ---- applying ---- */

bool edit_apply(struct store *st, struct arena *a, int64_t n,
		const struct edit *edit, int64_t only, struct edit_done *done,
		struct error *err)
{
	struct edit_work w = {st, a, edit, done, err, only};
	bool is_done;

	/* what came before is none of its effects */
	(void)pending_settle_rest(st, true);
	st->edit = n;
	st->effects = 0;
	is_done = applies[edit->kind](&w);
	if (is_done && !only) {
		pending_settle(st, false);
		effect_note(st, &(struct effect){.kind = EFFECT_COUNTS,
						 .a = done->articles,
						 .b = done->mentions,
						 .c = done->quotes});
	}
	st->edit = 0;
	return is_done && !st->sql.failed;
}

void edit_take_back(struct store *st, struct arena *a, int64_t n)
{
	struct effect *effects;
	uint32_t n_effects;

	effects_load(st, a, n, &effects, &n_effects);
	for (uint32_t i = 0; i < n_effects; i++)
		effect_undo(st, &effects[i]);
	sql_do(&st->sql, SQL_EFFECTS_DELETE, BIND(INT(n)));
	sql_do(&st->sql, SQL_WAITING_DELETE, BIND(INT(n)));
}

static void note_keys(struct store *st, int64_t n, const struct edit *edit)
{
	for (uint32_t i = 0; i < edit->n_keys; i++)
		sql_do(&st->sql, SQL_EDIT_ARTICLE_PUT,
		       BIND(BLOB(edit->keys[i].at, 16), INT(n)));
}

void edit_apply_row(struct store *st, struct arena *a, int64_t n,
		    int64_t applied, struct edit_done *done)
{
	struct edit_here here;
	const char *missing;
	struct edit_row row;
	struct error why;
	struct edit edit;

	if (!edit_row_of(st, a, n, &row, &here) || row.kind >= EDIT_UNDO ||
	    !edit_read(st, a, row.kind, row.what, here.names, &edit, &missing,
		       &why))
		return;
	sql_do(&st->sql, SQL_WAITING_DELETE, BIND(INT(n)));
	note_keys(st, n, &edit);
	if (!missing && edit_apply(st, a, n, &edit, 0, done, &why)) {
		if (!here.names)
			edit_write(st, a, &edit, &here.names);
		set_applied(st, n, applied, here.names);
		return;
	}
	if (st->sql.failed)
		return;
	edit_take_back(st, a, n); /* what it did before it failed */
	if (missing)
		sql_do(&st->sql, SQL_WAITING_PUT,
		       BIND(TEXT(resolve_fold(a, missing, strlen(missing))),
			    INT(n)));
	edit_not_applied(st, n);
	done->waits++;
}

bool edit_begin(struct store *st, struct error *err)
{
	if (!st->may_write)
		return error_set(err, "the archive may only be read: nothing "
				      "can be corrected in it");
	return store_begin(st, err);
}

bool edit_finish(struct store *st, bool is_done, bool dry, struct error *err)
{
	st->edit = 0;
	if (is_done && !dry)
		return store_settle(st, err);
	store_rollback(st);
	names_forget_heads(st);
	st->n_runs = 0;
	return is_done;
}

static bool has_place(const struct edit *edit)
{
	return edit->kind == EDIT_SPEAKER || edit->kind == EDIT_MENTION;
}

bool store_edit(struct store *st, struct arena *a, const struct edit *said,
		bool dry, struct edit_done *out, struct error *err)
{
	struct edit full = *said;
	const struct edit *edit = &full;
	struct edit_work w = {st, a, edit, out, err, 0};
	const char *here = NULL, *what;
	struct error fault;
	bool done;

	memset(out, 0, sizeof(*out));
	if (edit->kind >= EDIT_UNDO)
		return error_set(err, "no such correction");
	if (!edit_begin(st, err))
		return false;
	out->is_refused = true;
	if (has_place(edit) && !edit->written && !edit_fill_place(&w, &full))
		return edit_finish(st, false, dry, err);
	what = edit_write(st, a, edit, &here);
	out->n = edit_append(st, a, store_now(), edit_user(a), edit->kind, what,
			     here, true);
	done = edit_apply(st, a, out->n, edit, 0, out, err);
	note_keys(st, out->n, edit);
	set_applied(st, out->n, 0, here);
	out->words = edit_words(a, edit->kind, what);
	out->is_refused = !done && !st->sql.failed;
	if (!sql_ok(&st->sql, &fault))
		done = error_set(err, "%s", fault.text);
	if (dry)
		out->n = 0;
	return edit_finish(st, done, dry, err);
}
