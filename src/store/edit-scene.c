/* One article that a correction changes, as it was and as it shall be; what
 * differs is written at once.  Chains keep their numbers: new ones stand behind
 * them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "article/codec.h"
#include "article/record.h"
#include "store/edit-inside.h"

/* A list that array_add may go on with. */
static void *with_room(struct arena *a, const void *at, uint32_t n, size_t size)
{
	char *list = NULL;

	for (uint32_t i = 0; i < n; i++)
		list = array_grow(a, list, i, size);
	if (n)
		memcpy(list, at, n * size);
	return list;
}

static bool read_again(struct edit_scene *s)
{
	struct store *st = s->work->store;
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_BODY, BIND(INT(s->at.docid)));
	struct slice spans, text = {s->was->text, s->was->text_len};
	struct error fault;

	if (!sql_row(&st->sql, stmt))
		return false;
	spans = sql_get_blob(stmt, 1);
	s->spans.at = arena_copy(&s->arena, spans.at, spans.len);
	s->spans.len = spans.len;
	sql_end(stmt);
	if (!codec_read(&s->arena, s->spans, STORE, text, &s->art, &fault))
		return false;
	s->art->chains = with_room(&s->arena, s->art->chains, s->art->n_chains,
				   sizeof(*s->art->chains));
	s->art->mentions =
		with_room(&s->arena, s->art->mentions, s->art->n_mentions,
			  sizeof(*s->art->mentions));
	return true;
}

bool scene_open(struct edit_scene *s, struct edit_work *w, int64_t docid)
{
	memset(s, 0, sizeof(*s));
	s->work = w;
	arena_init(&s->arena);
	if (!article_of(w->store, &s->arena, docid, &s->was, &s->at) ||
	    !read_again(s)) {
		arena_free(&s->arena);
		return false;
	}
	s->old = cast_get(w->store, &s->arena, docid);
	s->cast = cast_copy(&s->arena, s->old, s->art->n_chains);
	return true;
}

/* Mentions and quotations that have another name now. */
static void count_changed(struct edit_scene *s)
{
	struct edit_done *done = s->work->done;
	uint32_t before = done->mentions + done->quotes, gone = 0;

	for (uint32_t i = 0; i < s->old->n; i++) {
		int64_t now = s->cast->entity[i];

		if (s->old->entity[i] != now)
			gone += s->old->count[i];
		else if (s->old->count[i] > s->cast->count[i])
			gone += s->old->count[i] - s->cast->count[i];
	}
	if (s->art->n_mentions > s->was->n_mentions)
		gone += s->art->n_mentions - s->was->n_mentions;
	done->mentions += gone;
	for (uint32_t i = 0; i < s->was->n_quotes; i++)
		done->quotes += index_speaker(s->was, s->old, i) !=
				index_speaker(s->art, s->cast, i);
	done->articles += done->mentions + done->quotes > before;
}

static void keep_spans(struct edit_scene *s)
{
	struct store *st = s->work->store;
	struct str spans = {0};

	for (uint32_t i = 0; i < s->art->n_chains; i++)
		s->art->chains[i].entity = 0;
	codec_write(s->art, STORE, &spans);
	sql_do(&st->sql, SQL_SPANS_SET,
	       BIND(INT(s->at.docid), BLOB(spans.at, spans.len)));
	effect_note(st, &(struct effect){.kind = EFFECT_SPANS,
					 .a = s->at.id,
					 .b = s->was->n_chains,
					 .c = s->work->done->entity,
					 .was = s->spans,
					 .became = {spans.at, spans.len}});
	str_free(&spans);
}

/* The user has said something of the article. */
static void note_article(struct edit_scene *s)
{
	struct store *st = s->work->store;
	struct edit_key key;

	if (st->edit && store_edit_key(st, s->at.id, &key))
		sql_do(&st->sql, SQL_EDIT_ARTICLE_PUT,
		       BIND(BLOB(key.at, sizeof(key.at)), INT(st->edit)));
}

void scene_close(struct edit_scene *s)
{
	struct casting was = {s->was, s->old}, becomes = {s->art, s->cast};
	struct store *st = s->work->store;
	bool has_moved = false;

	cast_count(s->cast, s->art);
	count_changed(s);
	for (uint32_t i = 0; i < s->old->n; i++)
		has_moved |= s->old->entity[i] != s->cast->entity[i];
	if (has_moved || s->has_new_spans) {
		index_recast(st, &s->at, &was, &becomes, WHY_USER);
		if (s->has_new_spans)
			keep_spans(s);
		for (uint32_t i = 0; i < s->old->n; i++) {
			if (s->old->entity[i] != s->cast->entity[i])
				effect_note(st,
					    &(struct effect){
						    .kind = EFFECT_MOVE,
						    .a = s->at.id,
						    .b = i,
						    .c = s->old->entity[i],
						    .d = s->cast->entity[i]});
		}
		note_article(s);
	}
	arena_free(&s->arena);
}

uint32_t scene_names(const struct edit_scene *s, int32_t chain)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < s->was->n_mentions; i++)
		n += s->was->mentions[i].chain == chain &&
		     s->was->mentions[i].form == FORM_NAME;
	return n;
}

int32_t scene_chain(struct edit_scene *s, int64_t entity, const char *name)
{
	struct store *st = s->work->store;
	int64_t head = names_head(st, entity);
	struct entity_row e = {0};
	struct cast *wider;
	struct chain *chain;

	for (uint32_t i = 0; i < s->cast->n; i++) {
		if (s->cast->entity[i] &&
		    names_head(st, s->cast->entity[i]) == head)
			return (int32_t)i;
	}
	entity_one(st, &s->arena, entity, &e);
	chain = array_add(&s->arena, s->art->chains, s->art->n_chains);
	chain->name = name ? name : e.name;
	chain->type = e.type;
	chain->gender = e.gender;
	wider = cast_copy(&s->arena, s->cast, s->art->n_chains);
	wider->entity[wider->n - 1] = entity;
	s->cast = wider;
	s->has_new_spans = true;
	return (int32_t)wider->n - 1;
}

/* The machine may give a name alone to another holder; not so the user's. */
void scene_wait_no_more(struct edit_scene *s, uint32_t chain)
{
	struct store *st = s->work->store;

	for (uint32_t i = 0; i < s->was->n_mentions; i++) {
		const struct mention *m = &s->was->mentions[i];
		struct slice words = article_slice(s->was, m->span);
		const char *word;
		sqlite3_stmt *stmt;
		int64_t bare, given;

		if (m->chain != (int32_t)chain || m->form != FORM_NAME)
			continue;
		word = resolve_fold(&s->arena, words.at, words.len);
		stmt = sql_begin(
			&st->sql, SQL_PENDING_OF,
			BIND(TEXT(word), INT(s->at.docid), INT(chain)));
		if (!sql_row(&st->sql, stmt))
			continue;
		bare = sqlite3_column_int64(stmt, 0);
		given = sqlite3_column_int64(stmt, 1);
		sql_end(stmt);
		sql_do(&st->sql, SQL_PENDING_TAKE,
		       BIND(TEXT(word), INT(s->at.docid), INT(chain)));
		effect_note(st, &(struct effect){.kind = EFFECT_PENDING,
						 .a = s->at.id,
						 .b = chain,
						 .c = bare,
						 .d = given,
						 .was = slice_of(word)});
	}
}

void scene_move_chain(struct edit_scene *s, uint32_t chain, int64_t to)
{
	scene_wait_no_more(s, chain);
	s->cast->entity[chain] = to;
}

void scene_move_mention(struct edit_scene *s, uint32_t mention, int32_t to)
{
	struct mention *m = &s->art->mentions[mention];

	if (m->chain >= 0 && s->art->chains[m->chain].mentions)
		s->art->chains[m->chain].mentions--;
	s->art->chains[to].mentions++;
	m->chain = to;
	for (uint32_t i = 0; i < s->art->n_quotes; i++) {
		if (s->art->quotes[i].mention == (int32_t)mention)
			s->art->quotes[i].chain = to;
	}
	s->has_new_spans = true;
}
