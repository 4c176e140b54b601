/* What an entry of the user's log did here, and its undoing.
 *
 * Every change that an edit makes notes one effect, behind what it rests on:
 * undone from the last to the first, the archive is what it was.  What has
 * changed again since (an article that came anew, say) is left alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "article/codec.h"
#include "article/record.h"
#include "store/inside.h"

static struct sql_value blob_of(struct slice s)
{
	return s.at ? BLOB(s.at, s.len) : TEXT(NULL);
}

void effect_note(struct store *st, const struct effect *e)
{
	if (!st->edit)
		return;
	if (!st->effects)
		st->effects = sql_number(&st->sql, SQL_EFFECT_LAST,
					 BIND(INT(st->edit)), 0);
	st->effects++;
	sql_do(&st->sql, SQL_EFFECT_PUT,
	       BIND(INT(st->edit), INT(st->effects), INT(e->kind), INT(e->a),
		    INT(e->b), INT(e->c), INT(e->d), blob_of(e->was),
		    blob_of(e->became)));
}

static struct slice get_slice(struct arena *a, sqlite3_stmt *stmt, int column)
{
	struct slice s = sql_get_blob(stmt, column);

	return s.at ? (struct slice){arena_copy(a, s.at, s.len), s.len}
		    : (struct slice){0};
}

void effects_load(struct store *st, struct arena *a, int64_t edit,
		  struct effect **out, uint32_t *n)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_EFFECTS, BIND(INT(edit)));

	*out = NULL;
	*n = 0;
	while (sql_row(&st->sql, stmt)) {
		struct effect *e = array_add(a, *out, *n);

		e->kind = (uint8_t)sqlite3_column_int(stmt, 0);
		e->a = sqlite3_column_int64(stmt, 1);
		e->b = sqlite3_column_int64(stmt, 2);
		e->c = sqlite3_column_int64(stmt, 3);
		e->d = sqlite3_column_int64(stmt, 4);
		e->was = get_slice(a, stmt, 5);
		e->became = get_slice(a, stmt, 6);
		e->seq = sqlite3_column_int64(stmt, 7);
	}
}

void entity_recount(struct store *st, int64_t entity)
{
	sql_do(&st->sql, SQL_DAYS_CLEAR, BIND(INT(entity)));
	sql_do(&st->sql, SQL_DAYS_COUNT, BIND(INT(entity)));
	sql_do(&st->sql, SQL_ENTITY_RECOUNT, BIND(INT(entity)));
}

/* ---- what an entity is ---- */

/* What column of SQL_ENTITY_STATE the effect changed, and how it is set. */
static const struct {
	int column;
	enum sql_id set;
} fields[EFFECTS] = {
	[EFFECT_NAME] = {0, SQL_ENTITY_SET_NAME},
	[EFFECT_TYPE] = {1, SQL_ENTITY_SET_TYPE},
	[EFFECT_HIDDEN] = {2, SQL_ENTITY_SET_HIDDEN},
	[EFFECT_LOCK] = {3, SQL_ENTITY_SET_LOCK},
	[EFFECT_HEAD] = {4, SQL_ENTITY_SET_HEAD},
};

static void undo_number(struct store *st, const struct effect *e)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_ENTITY_STATE, BIND(INT(e->a)));
	int64_t now;

	if (!sql_row(&st->sql, stmt))
		return;
	now = sqlite3_column_int64(stmt, fields[e->kind].column);
	sql_end(stmt);
	if (now == e->c)
		sql_do(&st->sql, fields[e->kind].set,
		       BIND(INT(e->a), INT(e->b)));
}

static void undo_head(struct store *st, const struct effect *e)
{
	undo_number(st, e);
	names_forget_heads(st);
	entity_recount(st, e->b ? e->b : e->a);
	entity_recount(st, e->c);
}

static void undo_name(struct store *st, const struct effect *e)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_ENTITY_STATE, BIND(INT(e->a)));
	struct sql_value name = {
		.kind = SQLITE_TEXT, .at = e->was.at, .len = e->was.len};
	bool is_ours;

	if (!sql_row(&st->sql, stmt))
		return;
	is_ours = slice_same(sql_get_blob(stmt, 0), e->became);
	sql_end(stmt);
	if (is_ours)
		sql_do(&st->sql, SQL_ENTITY_SET_NAME, BIND(INT(e->a), name));
}

/* ---- a name that was made ---- */

/* What came to it since goes to the one it was made out of. */
static void move_rest(struct store *st, struct arena *a, int64_t from,
		      int64_t to)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_APPEARANCE_DOCIDS, BIND(INT(from)));
	int64_t *docids = NULL;
	uint32_t n = 0;

	while (sql_row(&st->sql, stmt))
		*array_add(a, docids, n) = sqlite3_column_int64(stmt, 0);
	for (uint32_t i = 0; i < n; i++) {
		struct cast *cast = cast_get(st, a, docids[i]);

		for (uint32_t k = 0; k < cast->n; k++) {
			if (cast->entity[k] == from)
				index_move(st, docids[i], k, to, WHY_SAME);
		}
	}
}

static void undo_made(struct store *st, const struct effect *e)
{
	struct arena a;

	arena_init(&a);
	move_rest(st, &a, e->a, e->b);
	names_drop_all(st, e->a, e->b);
	sql_do(&st->sql, SQL_DAYS_CLEAR, BIND(INT(e->a)));
	sql_do(&st->sql, SQL_ENTITY_DELETE, BIND(INT(e->a)));
	st->tally.entities--;
	names_forget_heads(st);
	arena_free(&a);
}

/* ---- what an article names ---- */

static void undo_move(struct store *st, const struct effect *e)
{
	int64_t docid = store_docid(st, e->a);
	struct cast *cast;
	struct arena a;

	arena_init(&a);
	cast = docid ? cast_get(st, &a, docid) : cast_new(&a, 0);
	if (e->b < cast->n && cast->entity[e->b] == e->d)
		index_move(st, docid, (uint32_t)e->b, e->c, WHY_SAME);
	arena_free(&a);
}

static bool has_spans(struct store *st, int64_t docid, struct slice spans)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_BODY, BIND(INT(docid)));
	bool is_same;

	if (!sql_row(&st->sql, stmt))
		return false;
	is_same = slice_same(sql_get_blob(stmt, 1), spans);
	sql_end(stmt);
	return is_same;
}

/* The spans that were, and the cast without the chains that were added. */
static void undo_spans(struct store *st, const struct effect *e)
{
	int64_t docid = store_docid(st, e->a);
	struct article *now = NULL, *old = NULL;
	struct casting was, becomes;
	struct place at = {0};
	struct error fault;
	struct cast *cast;
	struct arena a;

	arena_init(&a);
	if (!docid || !has_spans(st, docid, e->became) ||
	    !article_of(st, &a, docid, &now, &at) ||
	    !codec_read(&a, e->was, STORE,
			(struct slice){now->text, now->text_len}, &old, &fault))
		goto out;
	was = (struct casting){now, cast_get(st, &a, docid)};
	cast = cast_copy(&a, was.cast, old->n_chains);
	cast_count(cast, old);
	becomes = (struct casting){old, cast};
	index_recast(st, &at, &was, &becomes, WHY_SAME);
	sql_do(&st->sql, SQL_SPANS_SET,
	       BIND(INT(docid), BLOB(e->was.at, e->was.len)));
out:
	arena_free(&a);
}

/* ---- words alone ---- */

static void undo_pending(struct store *st, const struct effect *e)
{
	int64_t docid = store_docid(st, e->a);
	struct arena a;

	arena_init(&a);
	if (docid)
		sql_do(&st->sql, SQL_PENDING_PUT,
		       BIND(TEXT(arena_copy(&a, e->was.at, e->was.len)),
			    INT(docid), INT(e->b), INT(e->c), INT(e->d)));
	arena_free(&a);
}

static void undo_given(struct store *st, const struct effect *e)
{
	int64_t docid = store_docid(st, e->a);
	sqlite3_stmt *stmt;
	struct arena a;
	char *word;

	arena_init(&a);
	word = arena_copy(&a, e->was.at, e->was.len);
	stmt = sql_begin(&st->sql, SQL_PENDING_OF,
			 BIND(TEXT(word), INT(docid), INT(e->b)));
	if (sql_row(&st->sql, stmt)) {
		bool is_ours = sqlite3_column_int64(stmt, 1) == e->d;

		sql_end(stmt);
		if (is_ours)
			sql_do(&st->sql, SQL_PENDING_SET,
			       BIND(TEXT(word), INT(docid), INT(e->b),
				    INT(e->c)));
	}
	arena_free(&a);
}

/* ---- rules ---- */

static void undo_apart(struct store *st, const struct effect *e)
{
	sql_do(&st->sql, e->c ? SQL_APART_DELETE : SQL_APART_PUT,
	       BIND(INT(e->a), INT(e->b)));
	names_forget_heads(st);
}

static void undo_said(struct store *st, const struct effect *e)
{
	struct arena a;

	arena_init(&a);
	sql_do(&st->sql, e->c ? SQL_SAID_DELETE : SQL_SAID_PUT,
	       BIND(TEXT(arena_copy(&a, e->was.at, e->was.len)), INT(e->a)));
	names_forget_heads(st);
	arena_free(&a);
}

static void undo_alias(struct store *st, const struct effect *e)
{
	names_drop_alias(st, e->a);
}

/* ---- the time of an article ---- */

static void undo_date(struct store *st, const struct effect *e)
{
	int64_t docid = store_docid(st, e->a), to = e->b;
	struct when when = {0};
	long long time = 0;
	int offset = 0, kind = 0;
	struct arena a;

	arena_init(&a);
	if (docid == e->c && docid && e->was.at &&
	    sscanf(arena_copy(&a, e->was.at, e->was.len), "%lld %d %d", &time,
		   &offset, &kind) == 3) {
		when = (struct when){time, (int16_t)offset, (uint8_t)kind};
		while (to != docid && store_id(st, to))
			to = to == 1 ? -1 : to - 1;
		article_redate(st, docid, to, &when);
	}
	arena_free(&a);
}

static void (*const undoes[EFFECTS])(struct store *st,
				     const struct effect *e) = {
	[EFFECT_MADE] = undo_made,     [EFFECT_HEAD] = undo_head,
	[EFFECT_NAME] = undo_name,     [EFFECT_TYPE] = undo_number,
	[EFFECT_HIDDEN] = undo_number, [EFFECT_LOCK] = undo_number,
	[EFFECT_ALIAS] = undo_alias,   [EFFECT_PENDING] = undo_pending,
	[EFFECT_GIVEN] = undo_given,   [EFFECT_MOVE] = undo_move,
	[EFFECT_SPANS] = undo_spans,   [EFFECT_APART] = undo_apart,
	[EFFECT_SAID] = undo_said,     [EFFECT_DATE] = undo_date,
};

void effect_undo(struct store *st, const struct effect *e)
{
	if (e->kind < EFFECTS && undoes[e->kind])
		undoes[e->kind](st, e);
}
