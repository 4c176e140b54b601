/* One article's names change: a chain goes to another entity, a mention to
 * another chain, a quotation to another speaker.
 *
 * The rows that follow from spans and cast are made of both states and only
 * those that differ are written, so that any change is undone exactly by the
 * opposite one.
 */
#include <string.h>

#include "article/codec.h"
#include "article/record.h"
#include "store/inside.h"

struct recast {
	struct store *store;
	const struct place *at;
	const struct casting *was, *becomes;
	uint8_t why;
	struct arena arena;
};

struct cast *cast_copy(struct arena *a, const struct cast *cast, uint32_t n)
{
	struct cast *copy = cast_new(a, n);
	uint32_t kept = n < cast->n ? n : cast->n;

	for (uint32_t i = 0; i < kept; i++) {
		copy->entity[i] = cast->entity[i];
		copy->count[i] = cast->count[i];
	}
	return copy;
}

void cast_count(struct cast *cast, const struct article *art)
{
	memset(cast->count, 0, cast->n * sizeof(*cast->count));
	for (uint32_t i = 0; i < art->n_mentions; i++) {
		int32_t chain = art->mentions[i].chain;

		if (chain >= 0 && (uint32_t)chain < cast->n)
			cast->count[chain]++;
	}
}

/* ---- appearances ---- */

static uint32_t total_of(const struct cast *cast, int64_t entity)
{
	uint32_t total = 0;

	for (uint32_t i = 0; i < cast->n; i++) {
		if (cast->entity[i] == entity)
			total += cast->count[i];
	}
	return total;
}

/* Is chain i the first of its entity? */
static bool is_first(const struct cast *cast, uint32_t i)
{
	for (uint32_t k = 0; k < i; k++) {
		if (cast->entity[k] == cast->entity[i])
			return false;
	}
	return cast->entity[i] != 0;
}

static void set_total(struct recast *r, int64_t entity, uint32_t was,
		      uint32_t becomes)
{
	if (was == becomes)
		return;
	if (was)
		index_appearance(r->store, entity, was, r->at, -1);
	if (becomes)
		index_appearance(r->store, entity, becomes, r->at, 1);
	if (!r->at->is_copy)
		r->store->tally.mentions += (int64_t)becomes - (int64_t)was;
}

static void recast_appearances(struct recast *r)
{
	const struct cast *was = r->was->cast, *becomes = r->becomes->cast;

	for (uint32_t i = 0; i < was->n; i++) {
		uint32_t total =
			is_first(was, i) ? total_of(was, was->entity[i]) : 0;

		if (total)
			set_total(r, was->entity[i], total,
				  total_of(becomes, was->entity[i]));
	}
	for (uint32_t i = 0; i < becomes->n; i++) {
		if (is_first(becomes, i) &&
		    total_of(was, becomes->entity[i]) == 0)
			set_total(r, becomes->entity[i], 0,
				  total_of(becomes, becomes->entity[i]));
	}
}

/* ---- forms ---- */

static const struct form_use *same_use(const struct uses *u,
				       const struct form_use *use)
{
	for (uint32_t i = 0; i < u->n; i++) {
		if (u->at[i].entity == use->entity &&
		    u->at[i].form == use->form &&
		    !strcmp(u->at[i].surface, use->surface))
			return &u->at[i];
	}
	return NULL;
}

static void set_use(struct recast *r, const struct form_use *use, int64_t by)
{
	const char *folded =
		use->form == FORM_NAME
			? resolve_fold(&r->arena, use->bare, strlen(use->bare))
			: "";

	if (by)
		names_use(r->store, use->entity, use->form, use->surface,
			  folded, by, r->why, r->at->id);
}

static void recast_forms(struct recast *r)
{
	struct uses was = {.arena = &r->arena}, becomes = {.arena = &r->arena};

	index_uses(&was, r->was->art, r->was->cast);
	index_uses(&becomes, r->becomes->art, r->becomes->cast);
	for (uint32_t i = 0; i < was.n; i++) {
		const struct form_use *now = same_use(&becomes, &was.at[i]);

		set_use(r, &was.at[i],
			(now ? (int64_t)now->count : 0) -
				(int64_t)was.at[i].count);
	}
	for (uint32_t i = 0; i < becomes.n; i++) {
		if (!same_use(&was, &becomes.at[i]))
			set_use(r, &becomes.at[i], becomes.at[i].count);
	}
}

/* ---- quotations ---- */

static bool same_span(struct span a, struct span b)
{
	return a.start == b.start && a.end == b.end;
}

static void recast_quote(struct recast *r, uint32_t n)
{
	const struct quote *old = &r->was->art->quotes[n];
	const struct quote *new = &r->becomes->art->quotes[n];
	int64_t from = index_speaker(r->was->art, r->was->cast, n);
	int64_t to = index_speaker(r->becomes->art, r->becomes->cast, n);
	struct store *st = r->store;

	if (from == to && same_span(old->speaker, new->speaker) &&
	    same_span(old->cue, new->cue) && old->confidence == new->confidence)
		return;
	if (from)
		sql_do(&st->sql, SQL_SPOKEN_TAKE,
		       BIND(INT(from), INT(r->at->docid), INT(n)));
	sql_do(&st->sql, SQL_QUOTE_TAKE, BIND(INT(r->at->docid), INT(n)));
	index_put_quote(st, r->becomes->art, n, to, r->at);
	if (from == to || r->at->is_copy)
		return;
	if (from)
		index_count_quotes(st, from, -1);
	if (to)
		index_count_quotes(st, to, 1);
}

/* Is the entity named inside quotation n? */
static bool is_about(const struct casting *c, uint32_t n, int64_t entity)
{
	struct span span = c->art->quotes[n].span;

	for (uint32_t i = 0; i < c->art->n_mentions; i++) {
		const struct mention *m = &c->art->mentions[i];

		if (m->span.start >= span.end)
			break;
		if (m->form == FORM_NAME && m->span.start >= span.start &&
		    m->span.end <= span.end && m->chain >= 0 &&
		    (uint32_t)m->chain < c->cast->n &&
		    c->cast->entity[m->chain] == entity)
			return true;
	}
	return false;
}

/* Those named in `has` and not in `lacks` get, or lose, their row. */
static void recast_about(struct recast *r, const struct casting *has,
			 const struct casting *lacks, uint32_t n,
			 enum sql_id how)
{
	for (uint32_t i = 0; i < has->cast->n; i++) {
		int64_t entity = has->cast->entity[i];

		if (is_first(has->cast, i) && is_about(has, n, entity) &&
		    !is_about(lacks, n, entity))
			sql_do(&r->store->sql, how,
			       BIND(INT(entity), INT(r->at->docid), INT(n)));
	}
}

static void recast_quotes(struct recast *r)
{
	for (uint32_t n = 0; n < r->was->art->n_quotes; n++) {
		recast_quote(r, n);
		recast_about(r, r->was, r->becomes, n, SQL_ABOUT_TAKE);
		recast_about(r, r->becomes, r->was, n, SQL_ABOUT_PUT);
	}
}

/* ---- all of it ---- */

void index_recast(struct store *st, const struct place *at,
		  const struct casting *was, const struct casting *becomes,
		  uint8_t why)
{
	struct recast r = {.store = st,
			   .at = at,
			   .was = was,
			   .becomes = becomes,
			   .why = why};

	if (was->art->n_quotes != becomes->art->n_quotes) {
		sql_fail(&st->sql, "an article's quotations are not its own");
		return;
	}
	arena_init(&r.arena);
	recast_appearances(&r);
	recast_forms(&r);
	recast_quotes(&r);
	cast_put(st, at->docid, becomes->cast);
	arena_free(&r.arena);
}

void index_move(struct store *st, int64_t docid, uint32_t chain, int64_t to,
		uint8_t why)
{
	struct arena a;
	struct article *art = NULL;
	struct casting was, becomes;
	struct cast *cast;
	struct place at;
	int64_t from;

	arena_init(&a);
	cast = cast_get(st, &a, docid);
	if (chain < cast->n && cast->entity[chain] != to &&
	    article_of(st, &a, docid, &art, &at) && chain < art->n_chains) {
		from = cast->entity[chain];
		was = (struct casting){art, cast};
		cast = cast_copy(&a, cast, cast->n);
		cast->entity[chain] = to;
		becomes = (struct casting){art, cast};
		index_recast(st, &at, &was, &becomes, why);
		effect_note(st, &(struct effect){.kind = EFFECT_MOVE,
						 .a = at.id,
						 .b = chain,
						 .c = from,
						 .d = to});
	}
	arena_free(&a);
}
