/* Corrections inside one article: a mention, a speaker, a day. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "article/codec.h"
#include "article/record.h"
#include "base/utf8.h"
#include "store/edit-inside.h"

/* ---- places ---- */

static struct span part_of(const struct edit_scene *s)
{
	return s->work->edit->in_title ? s->was->title : s->was->body;
}

/* The place as bytes of the text; end is 0 for one that is not known. */
static struct span place_of(const struct edit_scene *s)
{
	const struct edit *e = s->work->edit;
	struct span part = part_of(s), out = {0, 0};
	const char *text = s->was->text + part.start;
	size_t len = part.end - part.start;

	out.start = part.start + (uint32_t)utf8_offset(text, len, e->start);
	if (e->end > e->start)
		out.end = part.start + (uint32_t)utf8_offset(text, len, e->end);
	return out;
}

static bool has_words(const struct edit_scene *s, struct span span)
{
	const char *words = s->work->edit->written;

	return !words || slice_equals(article_slice(s->was, span), words);
}

static uint32_t distance(uint32_t a, uint32_t b)
{
	return a > b ? a - b : b - a;
}

/* The mention at the place: of form name before others, the longer first; in
 * a text that has changed, the nearest of the same words. */
static int32_t find_mention(const struct edit_scene *s, struct span place)
{
	struct span part = part_of(s);
	int32_t found = -1, near = -1;

	for (uint32_t i = 0; i < s->was->n_mentions; i++) {
		const struct mention *m = &s->was->mentions[i];

		if (m->span.start < part.start || m->span.end > part.end ||
		    !has_words(s, m->span))
			continue;
		if (m->span.start == place.start &&
		    (!place.end || m->span.end == place.end) &&
		    (found < 0 || (m->form == FORM_NAME &&
				   s->was->mentions[found].form != FORM_NAME)))
			found = (int32_t)i;
		if (s->work->edit->written && m->form == FORM_NAME &&
		    (near < 0 ||
		     distance(m->span.start, place.start) <
			     distance(s->was->mentions[near].span.start,
				      place.start)))
			near = (int32_t)i;
	}
	return found >= 0 ? found : near;
}

/* ---- mention ---- */

static bool crosses(struct span a, struct span b)
{
	return (a.start < b.start && b.start < a.end && a.end < b.end) ||
	       (b.start < a.start && a.start < b.end && b.end < a.end);
}

/* What the machine did not see: a new mention of a chain. */
static bool add_mention(struct edit_scene *s, struct span place)
{
	struct edit_work *w = s->work;
	struct mention *m;
	int32_t chain;

	if (place.end <= place.start || !has_words(s, place) ||
	    w->edit->n_names == 0)
		return error_set(w->err, "no name begins there");
	for (uint32_t i = 0; i < s->art->n_mentions; i++) {
		if (crosses(place, s->art->mentions[i].span))
			return error_set(w->err,
					 "another name crosses that place");
	}
	w->done->entity = names_head(w->store, w->edit->names[0]);
	chain = scene_chain(s, w->done->entity, NULL);
	m = array_add(&s->arena, s->art->mentions, s->art->n_mentions);
	*m = (struct mention){.span = place,
			      .type = s->art->chains[chain].type,
			      .chain = chain,
			      .of = -1};
	s->art->chains[chain].mentions++;
	s->has_new_spans = true;
	article_sort_mentions(s->art);
	return true;
}

/* Take mentions out; what pointed at them points at nothing. */
static void drop_mentions(struct edit_scene *s, const bool *goes)
{
	struct article *art = s->art;
	int32_t *now = arena_array(&s->arena, art->n_mentions, sizeof(*now));
	uint32_t n = 0;

	for (uint32_t i = 0; i < art->n_mentions; i++) {
		int32_t chain = art->mentions[i].chain;

		now[i] = goes[i] ? -1 : (int32_t)n;
		if (goes[i] && chain >= 0 && art->chains[chain].mentions)
			art->chains[chain].mentions--;
		if (!goes[i])
			art->mentions[n++] = art->mentions[i];
	}
	art->n_mentions = n;
	for (uint32_t i = 0; i < n; i++) {
		if (art->mentions[i].of >= 0)
			art->mentions[i].of = now[art->mentions[i].of];
	}
	for (uint32_t i = 0; i < art->n_quotes; i++) {
		if (art->quotes[i].mention >= 0)
			art->quotes[i].mention = now[art->quotes[i].mention];
	}
	s->has_new_spans = true;
}

/* No name: without another name the chain has nothing that it means. */
static void unname(struct edit_scene *s, uint32_t mention)
{
	const struct mention *m = &s->was->mentions[mention];
	bool *goes = arena_array(&s->arena, s->was->n_mentions, sizeof(*goes));
	bool all = m->chain >= 0 && m->form == FORM_NAME &&
		   scene_names(s, m->chain) == 1;

	goes[mention] = true;
	if (all)
		scene_wait_no_more(s, (uint32_t)m->chain);
	for (uint32_t i = 0; i < s->was->n_mentions && all; i++)
		goes[i] |= s->was->mentions[i].chain == m->chain;
	for (uint32_t i = 0; i < s->art->n_quotes && all; i++) {
		if (s->art->quotes[i].chain == m->chain)
			s->art->quotes[i].chain = -1;
	}
	drop_mentions(s, goes);
}

static bool rename_mention(struct edit_scene *s, uint32_t mention)
{
	struct edit_work *w = s->work;
	const struct mention *m = &s->was->mentions[mention];
	int64_t to = names_head(w->store, w->edit->names[0]);
	bool has_chain = m->chain >= 0 && (uint32_t)m->chain < s->old->n;

	if (has_chain && s->old->entity[m->chain] &&
	    names_head(w->store, s->old->entity[m->chain]) == to)
		return error_set(w->err, "that is this name already");
	if (has_chain && m->form == FORM_NAME && scene_names(s, m->chain) == 1)
		scene_move_chain(s, (uint32_t)m->chain, to);
	else
		scene_move_mention(s, mention, scene_chain(s, to, NULL));
	w->done->entity = to;
	return true;
}

static bool open_keyed(struct edit_scene *s, struct edit_work *w)
{
	int64_t docid = edit_docid(w->store, &w->edit->keys[0]);

	return (docid && scene_open(s, w, docid)) ||
	       error_set(w->err, "the article is not here");
}

bool edit_mention(struct edit_work *w)
{
	struct edit_scene s;
	struct span place;
	int32_t mention;
	bool done = true;

	if (!open_keyed(&s, w))
		return false;
	place = place_of(&s);
	mention = find_mention(&s, place);
	if (mention < 0)
		done = add_mention(&s, place);
	else if (w->edit->n_names == 0)
		unname(&s, (uint32_t)mention);
	else
		done = rename_mention(&s, (uint32_t)mention);
	if (done)
		scene_close(&s);
	else
		arena_free(&s.arena);
	return done;
}

/* ---- the words at a place ---- */

static int32_t find_quote(const struct edit_scene *s, struct span place);

bool edit_fill_place(struct edit_work *w, struct edit *edit)
{
	struct edit_scene s;
	struct span span = {0, 0};
	int32_t i;

	if (!open_keyed(&s, w))
		return false;
	if (edit->kind == EDIT_SPEAKER) {
		i = find_quote(&s, place_of(&s));
		if (i >= 0)
			span = s.was->quotes[i].span;
	} else {
		i = find_mention(&s, place_of(&s));
		span = i >= 0 ? s.was->mentions[i].span : place_of(&s);
	}
	if (span.end > span.start) {
		struct slice words = article_slice(s.was, span);

		edit->written = arena_copy(w->arena, words.at, words.len);
		edit->end =
			edit->start + (uint32_t)utf8_count(words.at, words.len);
	}
	arena_free(&s.arena);
	return true;
}

/* ---- speaker ---- */

static int32_t find_quote(const struct edit_scene *s, struct span place)
{
	int32_t near = -1;

	for (uint32_t i = 0; i < s->was->n_quotes; i++) {
		struct span span = s->was->quotes[i].span;

		if (!has_words(s, span))
			continue;
		if (span.start == place.start)
			return (int32_t)i;
		if (s->work->edit->written &&
		    (near < 0 ||
		     distance(span.start, place.start) <
			     distance(s->was->quotes[near].span.start,
				      place.start)))
			near = (int32_t)i;
	}
	return near;
}

/* Do the words that name the speaker name the chain? */
static bool names_chain(const struct edit_scene *s, struct span words,
			int32_t chain)
{
	for (uint32_t i = 0; i < s->art->n_mentions; i++) {
		const struct mention *m = &s->art->mentions[i];

		if (m->chain == chain && m->span.start >= words.start &&
		    m->span.end <= words.end)
			return true;
	}
	return false;
}

static void set_speaker(struct edit_scene *s, struct quote *q, int32_t chain)
{
	q->chain = chain;
	q->confidence = 100;
	if (chain < 0 || !names_chain(s, q->speaker, chain)) {
		q->speaker = (struct span){0, 0};
		q->mention = -1;
	}
	s->has_new_spans = true;
}

/* Pieces of one quotation have one speaker. */
static bool speak(struct edit_scene *s, uint32_t n)
{
	struct edit_work *w = s->work;
	int64_t to =
		w->edit->n_names ? names_head(w->store, w->edit->names[0]) : 0;
	int64_t now = index_speaker(s->was, s->old, n);
	uint32_t group = s->was->quotes[n].group;
	int32_t chain;

	if (now == to || (now && names_head(w->store, now) == to))
		return error_set(w->err, to ? "it is that speaker's already"
					    : "it has no speaker");
	chain = to ? scene_chain(s, to, NULL) : -1;
	for (uint32_t i = 0; i < s->art->n_quotes; i++) {
		struct quote *q = &s->art->quotes[i];

		if (i == n || (group && q->group == group &&
			       q->chain == s->was->quotes[n].chain))
			set_speaker(s, q, chain);
	}
	w->done->entity = to;
	return true;
}

bool edit_speaker(struct edit_work *w)
{
	struct edit_scene s;
	int32_t quote;
	bool done;

	if (!open_keyed(&s, w))
		return false;
	quote = find_quote(&s, place_of(&s));
	done = quote >= 0 ? speak(&s, (uint32_t)quote)
			  : error_set(w->err, "no quotation begins there");
	if (done)
		scene_close(&s);
	else
		arena_free(&s.arena);
	return done;
}

/* ---- day ---- */

static bool same_when(const struct when *a, const struct when *b)
{
	return a->time == b->time && a->offset == b->offset &&
	       a->kind == b->kind;
}

bool edit_date(struct edit_work *w)
{
	struct store *st = w->store;
	int64_t docid = edit_docid(st, &w->edit->keys[0]), to;
	struct article art = {.published = w->edit->day};
	struct article_row row;
	const char *was;

	if (!docid || !rows_one(st, w->arena, docid, &row))
		return error_set(w->err, "the article is not here");
	if (same_when(&row.art->published, &w->edit->day))
		return error_set(w->err, "it is of that day already");
	to = docid_choose(st, &art, row.art->added);
	was = arena_printf(w->arena, "%lld %d %d",
			   (long long)row.art->published.time,
			   row.art->published.offset, row.art->published.kind);
	article_redate(st, docid, to, &w->edit->day);
	effect_note(st, &(struct effect){.kind = EFFECT_DATE,
					 .a = row.art->id,
					 .b = docid,
					 .c = to,
					 .was = slice_of(was)});
	if (st->edit)
		sql_do(&st->sql, SQL_EDIT_ARTICLE_PUT,
		       BIND(BLOB(w->edit->keys[0].at, 16), INT(st->edit)));
	w->done->articles = 1;
	return true;
}
