/* Corrections of names: merge, apart, rename, retype, hide, split.
 *
 * A merge points members at their head and rewrites nothing; a split moves
 * what articles name.
 */
#include <stdio.h>
#include <string.h>

#include "store/edit-inside.h"

/* ---- one field ---- */

struct state {
	const char *name;
	uint8_t type, gender;
	bool is_hidden;
	int64_t locks;
};

enum lock { LOCK_NAME = 1, LOCK_TYPE = 2 };

static bool state_of(struct edit_work *w, int64_t entity, struct state *out)
{
	sqlite3_stmt *stmt =
		sql_begin(&w->store->sql, SQL_ENTITY_STATE, BIND(INT(entity)));

	if (!sql_row(&w->store->sql, stmt))
		return error_set(w->err, "a name is not here any more");
	out->name = sql_get_text(w->arena, stmt, 0);
	out->type = (uint8_t)sqlite3_column_int(stmt, 1);
	out->is_hidden = sqlite3_column_int(stmt, 2) != 0;
	out->locks = sqlite3_column_int64(stmt, 3);
	out->gender = (uint8_t)sqlite3_column_int(stmt, 5);
	sql_end(stmt);
	return true;
}

static void set_number(struct edit_work *w, uint8_t kind, enum sql_id set,
		       int64_t entity, int64_t was, int64_t becomes)
{
	if (was == becomes)
		return;
	sql_do(&w->store->sql, set, BIND(INT(entity), INT(becomes)));
	effect_note(w->store,
		    &(struct effect){
			    .kind = kind, .a = entity, .b = was, .c = becomes});
}

/* What stands under an entity, as the counts of what changes. */
static void count_all(struct edit_work *w, int64_t entity)
{
	struct entity_row e = {0};

	if (!entity_one(w->store, w->arena, entity, &e))
		return;
	w->done->articles += e.articles;
	w->done->mentions += e.mentions;
	w->done->quotes += e.quotes;
}

bool edit_rename(struct edit_work *w)
{
	struct store *st = w->store;
	int64_t entity = names_head(st, w->edit->names[0]);
	const char *name = w->edit->text;
	struct state was;

	if (!state_of(w, entity, &was))
		return false;
	if (!strcmp(was.name, name))
		return error_set(w->err, "'%s' is called that already", name);
	sql_do(&st->sql, SQL_ENTITY_SET_NAME, BIND(INT(entity), TEXT(name)));
	effect_note(st, &(struct effect){.kind = EFFECT_NAME,
					 .a = entity,
					 .was = slice_of(was.name),
					 .became = slice_of(name)});
	set_number(w, EFFECT_LOCK, SQL_ENTITY_SET_LOCK, entity, was.locks,
		   was.locks | LOCK_NAME);
	names_use(st, entity, FORM_NAME, name,
		  resolve_fold(w->arena, name, strlen(name)), 0, WHY_USER, 0);
	count_all(w, entity);
	w->done->entity = entity;
	return true;
}

bool edit_retype(struct edit_work *w)
{
	int64_t entity = names_head(w->store, w->edit->names[0]);
	struct state was;

	if (!state_of(w, entity, &was))
		return false;
	if (was.type == w->edit->type && was.locks & LOCK_TYPE)
		return error_set(w->err, "'%s' is of that kind already",
				 was.name);
	set_number(w, EFFECT_TYPE, SQL_ENTITY_SET_TYPE, entity, was.type,
		   w->edit->type);
	set_number(w, EFFECT_LOCK, SQL_ENTITY_SET_LOCK, entity, was.locks,
		   was.locks | LOCK_TYPE);
	count_all(w, entity);
	w->done->entity = entity;
	return true;
}

bool edit_hide(struct edit_work *w)
{
	int64_t entity = names_head(w->store, w->edit->names[0]);
	struct state was;

	if (!state_of(w, entity, &was))
		return false;
	if (was.is_hidden)
		return error_set(w->err, "'%s' is hidden already", was.name);
	set_number(w, EFFECT_HIDDEN, SQL_ENTITY_SET_HIDDEN, entity, 0, 1);
	count_all(w, entity);
	w->done->entity = entity;
	return true;
}

/* ---- two names ---- */

/* Words that may mean the name alone have other holders now. */
static void touch_words(struct edit_work *w, int64_t entity)
{
	struct store *st = w->store;
	struct entity_row e = {0};
	sqlite3_stmt *stmt;

	if (!entity_one(st, w->arena, entity, &e) || !e.articles)
		return;
	stmt = sql_begin(&st->sql, SQL_ALIASES, BIND(INT(entity)));
	while (sql_row(&st->sql, stmt)) {
		const char *folded = sql_get_text(&st->batch, stmt, 5);
		const char *alone[3];
		uint32_t n =
			folded ? resolve_alone(&st->batch, folded, alone) : 0;

		if (folded && e.is_bare)
			alone[n++] = folded;
		while (n > 0) {
			n--;
			pending_touch(st, alone[n], e.first_day * DATE_DAY);
			pending_touch(st, alone[n],
				      (e.last_day + 1) * DATE_DAY - 1);
		}
	}
}

static void put_apart(struct edit_work *w, int64_t a, int64_t b)
{
	int64_t low = a < b ? a : b, high = a < b ? b : a;

	sql_do(&w->store->sql, SQL_APART_PUT, BIND(INT(low), INT(high)));
	effect_note(w->store,
		    &(struct effect){
			    .kind = EFFECT_APART, .a = low, .b = high, .c = 1});
	names_forget_heads(w->store);
}

bool edit_apart(struct edit_work *w)
{
	struct store *st = w->store;
	int64_t a = names_head(st, w->edit->names[0]);
	int64_t b = names_head(st, w->edit->names[1]);
	struct state one, other;

	if (!state_of(w, a, &one) || !state_of(w, b, &other))
		return false;
	if (a == b)
		return error_set(w->err,
				 "both are one name, '%s': split it, or undo "
				 "the merge",
				 one.name);
	if (names_are_apart(st, a, b))
		return error_set(w->err, "'%s' and '%s' are kept apart already",
				 one.name, other.name);
	put_apart(w, a, b);
	touch_words(w, a);
	touch_words(w, b);
	w->done->entity = a;
	return true;
}

/* A later word holds: who is merged is not apart. */
static void drop_aparts(struct edit_work *w, int64_t from, int64_t into)
{
	struct store *st = w->store;
	int64_t *left, *right;
	uint32_t n_left = names_members(st, w->arena, from, &left);
	uint32_t n_right = names_members(st, w->arena, into, &right);

	if (!names_are_apart(st, from, into))
		return;
	for (uint32_t i = 0; i < n_left * n_right; i++) {
		int64_t x = left[i / n_right], y = right[i % n_right];
		int64_t low = x < y ? x : y, high = x < y ? y : x;

		if (!sql_number(&st->sql, SQL_APART, BIND(INT(low), INT(high)),
				0))
			continue;
		sql_do(&st->sql, SQL_APART_DELETE, BIND(INT(low), INT(high)));
		effect_note(st, &(struct effect){.kind = EFFECT_APART,
						 .a = low,
						 .b = high});
	}
	names_forget_heads(st);
}

static const char *kind_of(uint8_t type)
{
	return type == TYPE_ORG ? "body" : article_types.at[type];
}

static bool merge_one(struct edit_work *w, int64_t from, int64_t into)
{
	struct store *st = w->store;
	struct state one, other;
	int64_t *members;
	uint32_t n;

	if (!state_of(w, from, &one) || !state_of(w, into, &other))
		return false;
	if (from == into)
		return error_set(w->err, "'%s' and '%s' are one name already",
				 one.name, other.name);
	if (resolve_types_clash(one.type, other.type))
		w->done->doubt = arena_printf(
			w->arena, "'%s' is a %s and '%s' a %s", one.name,
			kind_of(one.type), other.name, kind_of(other.type));
	drop_aparts(w, from, into);
	touch_words(w, from);
	touch_words(w, into);
	count_all(w, from);
	n = names_members(st, w->arena, from, &members);
	for (uint32_t i = 0; i < n; i++)
		set_number(w, EFFECT_HEAD, SQL_ENTITY_SET_HEAD, members[i],
			   i ? from : 0, into);
	names_forget_heads(st);
	entity_recount(st, from);
	entity_recount(st, into);
	return true;
}

bool edit_merge(struct edit_work *w)
{
	const struct edit *e = w->edit;
	int64_t into = names_head(w->store, e->names[e->n_names - 1]);

	for (uint32_t i = 0; i + 1 < e->n_names; i++) {
		if (!merge_one(w, names_head(w->store, e->names[i]), into))
			return false;
	}
	w->done->entity = into;
	return true;
}

/* ---- split ---- */

/* A name of the user's: out of another, of its kind. */
static int64_t make_entity(struct edit_work *w, int64_t of, const char *name,
			   const struct state *was)
{
	struct store *st = w->store;
	const char *folded = resolve_fold(w->arena, name, strlen(name));
	struct article key = {.arena = w->arena};
	int64_t id;

	article_set_text(&key, slice_of(article_types.at[was->type]),
			 slice_of(folded));
	article_key_set(&key);
	sql_do(&st->sql, SQL_ENTITY_PUT,
	       BIND(BLOB(key.key, sizeof(key.key)), INT(was->type),
		    INT(was->gender), TEXT(name), TEXT(folded), TEXT(NULL),
		    TEXT(NULL), TEXT(NULL), INT(0)));
	id = sqlite3_last_insert_rowid(st->sql.db[SQL_ARCHIVE]);
	st->tally.entities++;
	effect_note(st,
		    &(struct effect){.kind = EFFECT_MADE, .a = id, .b = of});
	set_number(w, EFFECT_LOCK, SQL_ENTITY_SET_LOCK, id, 0, LOCK_NAME);
	names_use(st, id, FORM_NAME, name, folded, 0, WHY_USER, 0);
	return id;
}

struct split {
	struct edit_work *work;
	int64_t of, to;
	const char *to_name;
	const char *folded; /* of what is written; NULL: whatever */
};

static bool is_written(const struct split *s, const struct edit_scene *scene,
		       uint32_t i)
{
	const struct mention *m = &scene->was->mentions[i];
	struct slice words = article_slice(scene->was, m->span);

	return m->form == FORM_NAME &&
	       (!s->folded ||
		!strcmp(resolve_fold((struct arena *)&scene->arena, words.at,
				     words.len),
			s->folded));
}

static uint32_t written_in(const struct split *s,
			   const struct edit_scene *scene, uint32_t chain)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < scene->was->n_mentions; i++)
		n += scene->was->mentions[i].chain == (int32_t)chain &&
		     is_written(s, scene, i);
	return n;
}

/* All of a chain, when it is written so throughout; else those mentions. */
static void split_chain(struct split *s, struct edit_scene *scene,
			uint32_t chain)
{
	uint32_t n = written_in(s, scene, chain);
	int32_t to;

	if (s->folded && n == 0)
		return;
	if (!s->folded || n == scene_names(scene, (int32_t)chain)) {
		scene_move_chain(scene, chain, s->to);
		return;
	}
	to = scene_chain(scene, s->to, s->to_name);
	for (uint32_t i = 0; i < scene->was->n_mentions; i++) {
		if (scene->was->mentions[i].chain == (int32_t)chain &&
		    is_written(s, scene, i))
			scene_move_mention(scene, i, to);
	}
}

static void split_article(struct split *s, int64_t docid)
{
	struct edit_scene scene;

	if (!scene_open(&scene, s->work, docid))
		return;
	for (uint32_t i = 0; i < scene.old->n; i++) {
		if (scene.old->entity[i] &&
		    names_head(s->work->store, scene.old->entity[i]) == s->of)
			split_chain(s, &scene, i);
	}
	scene_close(&scene);
}

static void split_everywhere(struct split *s)
{
	struct store *st = s->work->store;
	int64_t *members, *docids = NULL;
	uint32_t n_members = names_members(st, s->work->arena, s->of, &members);
	uint32_t n = 0;

	for (uint32_t i = 0; i < n_members; i++) {
		sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_APPEARANCE_DOCIDS,
					       BIND(INT(members[i])));

		while (sql_row(&st->sql, stmt))
			*array_add(s->work->arena, docids, n) =
				sqlite3_column_int64(stmt, 0);
	}
	for (uint32_t i = 0; i < n; i++)
		split_article(s, docids[i]);
}

/* From now on what is written so is the other. */
static void say(struct split *s)
{
	struct store *st = s->work->store;
	int64_t before =
		sql_number(&st->sql, SQL_SAID, BIND(TEXT(s->folded)), 0);

	if (before == s->to)
		return;
	if (before) {
		sql_do(&st->sql, SQL_SAID_DELETE,
		       BIND(TEXT(s->folded), INT(before)));
		effect_note(st, &(struct effect){.kind = EFFECT_SAID,
						 .a = before,
						 .was = slice_of(s->folded)});
	}
	sql_do(&st->sql, SQL_SAID_PUT, BIND(TEXT(s->folded), INT(s->to)));
	effect_note(st, &(struct effect){.kind = EFFECT_SAID,
					 .a = s->to,
					 .c = 1,
					 .was = slice_of(s->folded)});
	names_forget_heads(st);
}

static void split_keys(struct split *s)
{
	const struct edit *e = s->work->edit;

	for (uint32_t i = 0; i < e->n_keys; i++) {
		int64_t docid = edit_docid(s->work->store, &e->keys[i]);

		if (docid && (!s->work->only || docid == s->work->only))
			split_article(s, docid);
	}
}

bool edit_split(struct edit_work *w)
{
	const struct edit *e = w->edit;
	struct store *st = w->store;
	struct split s = {.work = w, .of = names_head(st, e->names[0])};
	struct state was;

	if (!state_of(w, s.of, &was))
		return false;
	if (e->written)
		s.folded =
			resolve_fold(w->arena, e->written, strlen(e->written));
	if (e->n_names > 1) {
		s.to = names_head(st, e->names[1]);
	} else {
		s.to_name = e->text ? e->text : was.name;
		s.to = make_entity(w, s.of, s.to_name, &was);
	}
	if (s.to == s.of)
		return error_set(w->err, "'%s' is that name already", was.name);
	if (w->only && !e->n_keys)
		split_article(&s, w->only);
	else if (e->n_keys)
		split_keys(&s);
	else
		split_everywhere(&s);
	w->done->entity = s.to;
	if (w->only)
		return true;
	if (!w->done->mentions)
		return error_set(w->err, "nothing of '%s' is written '%s'%s",
				 was.name, e->written ? e->written : was.name,
				 e->n_keys ? " there" : "");
	if (!names_are_apart(st, s.of, s.to))
		put_apart(w, s.of, s.to);
	if (s.folded && !e->n_keys)
		say(&s);
	return true;
}
