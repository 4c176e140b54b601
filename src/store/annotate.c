/* What an article adds to the index of names, and takes away again. */
#include <string.h>

#include "article/key.h"
#include "base/map.h"
#include "store/inside.h"

/* ---- appearances ---- */

/* Floor of docid / a day. */
int64_t docid_day(int64_t docid)
{
	return (docid >= 0 ? docid : docid - (DATE_DAY - 1)) / DATE_DAY;
}

/* Does another of the merged names stand in the article, too? */
static bool is_shared(struct store *st, int64_t entity, int64_t head,
		      int64_t docid)
{
	return names_has_merges(st) &&
	       sql_number(&st->sql, SQL_MEMBER_HERE,
			  BIND(INT(head), INT(entity), INT(docid)), 0) != 0;
}

static void count_appearance(struct store *st, int64_t id, uint32_t articles,
			     uint32_t mentions, int64_t day, int sign)
{
	struct sql *q = &st->sql;

	if (articles)
		sql_do(q, SQL_DAY_ADD, BIND(INT(id), INT(day), INT(sign)));
	if (sign > 0) {
		sql_do(q, SQL_ENTITY_COUNT,
		       BIND(INT(id), INT(articles), INT(mentions), INT(day)));
		return;
	}
	sql_do(q, SQL_DAY_DELETE, BIND(INT(id), INT(day)));
	sql_do(q, SQL_ENTITY_UNCOUNT,
	       BIND(INT(id), INT(articles), INT(mentions)));
}

void index_appearance(struct store *st, int64_t entity, uint32_t count,
		      const struct place *at, int sign)
{
	struct sql *q = &st->sql;
	int64_t day = docid_day(at->docid);
	int64_t head;

	if (sign > 0)
		sql_do(q, SQL_APPEARANCE_PUT,
		       BIND(INT(entity), INT(at->docid), INT(count),
			    INT(at->is_copy)));
	else
		sql_do(q, SQL_APPEARANCE_DELETE,
		       BIND(INT(entity), INT(at->docid)));
	if (at->is_copy)
		return;
	head = names_head(st, entity);
	if (head != entity)
		count_appearance(st, entity, 1, count, day, sign);
	count_appearance(st, head, !is_shared(st, entity, head, at->docid),
			 count, day, sign);
}

/* The mentions of each chain's entity in a cast, with the first of its chains;
 * 0 with the others. */
static uint32_t *cast_totals(struct arena *a, const struct cast *cast)
{
	uint32_t *totals = arena_array(a, cast->n, sizeof(*totals));
	struct map first;

	map_init(&first, a);
	for (uint32_t i = 0; i < cast->n; i++) {
		uint32_t *place;
		bool is_new;

		if (!cast->entity[i])
			continue;
		place = map_put(&first, (const char *)&cast->entity[i],
				sizeof(cast->entity[i]), &is_new);
		if (is_new)
			*place = i;
		totals[*place] += cast->count[i];
	}
	return totals;
}

/* ---- forms ---- */

static void add_use(struct uses *u, const struct article *art,
		    const struct mention *m, int64_t entity)
{
	struct slice s = article_slice(art, m->span);
	bool is_name = m->form == FORM_NAME;
	const char *surface = is_name ? resolve_form(u->arena, art, m) : "";
	size_t len = strlen(surface);
	char *key = arena_alloc(u->arena, sizeof(entity) + 1 + len);
	uint32_t *place;
	bool is_new;

	memcpy(key, &entity, sizeof(entity));
	key[sizeof(entity)] = (char)m->form;
	memcpy(key + sizeof(entity) + 1, surface, len);
	place = map_put(&u->map, key, sizeof(entity) + 1 + len, &is_new);
	if (is_new) {
		*place = u->n;
		*array_add(u->arena, u->at, u->n) = (struct form_use){
			.entity = entity,
			.surface = surface,
			.bare = is_name ? resolve_surface(u->arena, s) : "",
			.form = m->form};
	}
	u->at[*place].count++;
}

/* Every form of every chain, counted by entity. */
void index_uses(struct uses *u, const struct article *art,
		const struct cast *cast)
{
	map_init(&u->map, u->arena);
	for (uint32_t i = 0; i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];

		if (m->chain < 0 || (uint32_t)m->chain >= cast->n ||
		    !cast->entity[m->chain])
			continue;
		add_use(u, art, m, cast->entity[m->chain]);
	}
}

void index_cast(struct store *st, const struct article *art,
		const struct cast *cast, const struct place *at, int sign)
{
	struct uses u = {.arena = art->arena};
	const uint32_t *totals = cast_totals(art->arena, cast);

	for (uint32_t i = 0; i < cast->n; i++) {
		if (totals[i])
			index_appearance(st, cast->entity[i], totals[i], at,
					 sign);
		if (cast->entity[i] && !at->is_copy)
			st->tally.mentions += sign * (int64_t)cast->count[i];
	}
	if (sign > 0)
		return; /* index_resolve has kept the forms, with the reason */
	index_uses(&u, art, cast);
	for (uint32_t i = 0; i < u.n; i++)
		names_use(st, u.at[i].entity, u.at[i].form, u.at[i].surface, "",
			  -(int64_t)u.at[i].count, WHY_SAME, at->id);
}

/* ---- quotations ---- */

/* From where on the sentences of a span are looked for. */
static uint32_t first_sentence(const struct article *art, uint32_t at)
{
	uint32_t low = 0, high = art->n_sentences;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (art->sentences[mid].span.end <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static struct span sentence_of(const struct article *art, struct span span)
{
	struct span found = span;

	for (uint32_t i = first_sentence(art, span.start); i < art->n_sentences;
	     i++) {
		struct span s = art->sentences[i].span;

		if (s.start >= span.end)
			break;
		if (s.start < found.start)
			found.start = s.start;
		if (s.end > found.end)
			found.end = s.end;
	}
	return found;
}

/* The first mention that begins at or behind `at`. */
static uint32_t first_mention(const struct article *art, uint32_t at)
{
	uint32_t low = 0, high = art->n_mentions;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (art->mentions[mid].span.start < at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The entities named inside a quotation. */
static void index_about(struct store *st, const struct article *art,
			const struct cast *cast, const struct place *at,
			uint32_t n, int sign)
{
	struct span span = art->quotes[n].span;

	for (uint32_t i = first_mention(art, span.start); i < art->n_mentions;
	     i++) {
		const struct mention *m = &art->mentions[i];

		if (m->span.start >= span.end)
			break;
		if (m->form != FORM_NAME || m->span.end > span.end ||
		    m->chain < 0 || (uint32_t)m->chain >= cast->n ||
		    !cast->entity[m->chain])
			continue;
		if (sign > 0)
			sql_do(&st->sql, SQL_ABOUT_PUT,
			       BIND(INT(cast->entity[m->chain]), INT(at->docid),
				    INT(n)));
		else
			sql_do(&st->sql, SQL_ABOUT_DELETE,
			       BIND(INT(cast->entity[m->chain]),
				    INT(at->docid)));
	}
}

void index_count_quotes(struct store *st, int64_t entity, int64_t by)
{
	int64_t head = names_head(st, entity);

	sql_do(&st->sql, SQL_ENTITY_QUOTES, BIND(INT(entity), INT(by)));
	if (head != entity)
		sql_do(&st->sql, SQL_ENTITY_QUOTES, BIND(INT(head), INT(by)));
}

/* The entity whose chain speaks quotation n; 0: none. */
int64_t index_speaker(const struct article *art, const struct cast *cast,
		      uint32_t n)
{
	int32_t chain = art->quotes[n].chain;

	return chain >= 0 && (uint32_t)chain < cast->n ? cast->entity[chain]
						       : 0;
}

/* A few people say most of an article: each is counted once. */
static void count_speakers(struct store *st, const struct article *art,
			   const struct cast *cast, int sign)
{
	uint32_t *said = arena_array(art->arena, cast->n, sizeof(*said));

	for (uint32_t i = 0; i < art->n_quotes; i++) {
		if (index_speaker(art, cast, i))
			said[art->quotes[i].chain]++;
	}
	for (uint32_t i = 0; i < cast->n; i++) {
		if (said[i])
			index_count_quotes(st, cast->entity[i],
					   sign * (int64_t)said[i]);
	}
}

void index_put_quote(struct store *st, const struct article *art, uint32_t n,
		     int64_t entity, const struct place *at)
{
	const struct quote *quote = &art->quotes[n];
	struct span sentence = sentence_of(art, quote->span);

	sql_do(&st->sql, SQL_QUOTE_PUT,
	       BIND(INT(at->docid), INT(n), INT(quote->kind),
		    INT(quote->confidence), INT(at->is_copy), INT(entity),
		    INT(quote->span.start), INT(quote->span.end),
		    INT(sentence.start), INT(sentence.end),
		    INT(quote->speaker.start), INT(quote->speaker.end),
		    INT(quote->cue.start), INT(quote->cue.end),
		    TEXT(quote->via)));
	if (entity)
		sql_do(&st->sql, SQL_SPOKEN_PUT,
		       BIND(INT(entity), INT(at->docid), INT(n)));
}

void index_quotes(struct store *st, const struct article *art,
		  const struct cast *cast, const struct place *at, int sign)
{
	for (uint32_t i = 0; i < art->n_quotes; i++) {
		int64_t entity = index_speaker(art, cast, i);

		if (sign > 0)
			index_put_quote(st, art, i, entity, at);
		else if (entity)
			sql_do(&st->sql, SQL_SPOKEN_DELETE,
			       BIND(INT(entity), INT(at->docid)));
		index_about(st, art, cast, at, i, sign);
		index_utterance(st, art, i, at, sign);
	}
	if (!at->is_copy) {
		st->tally.quotes += sign * (int64_t)art->n_quotes;
		count_speakers(st, art, cast, sign);
	}
	if (sign < 0)
		sql_do(&st->sql, SQL_QUOTES_DELETE, BIND(INT(at->docid)));
}

/* ---- chains to entities ---- */

/* A word alone has one entity, though all its uses may have gone to holders
 * and nobody finds it any more. */
static int64_t find_bare(struct store *st, const struct resolution *r)
{
	if (!r->is_bare)
		return 0;
	return sql_number(&st->sql, SQL_BARE, BIND(TEXT(r->forms[0].folded)),
			  0);
}

static int64_t make_entity(struct store *st, const struct resolution *r,
			   const struct place *at)
{
	int64_t id;
	const char *folded = resolve_fold(&st->batch, r->name, strlen(r->name));
	struct article key = {.arena = &st->batch};
	struct slice name = slice_of(folded);

	/* the same on every machine: kind and canonical key */
	article_set_text(&key, slice_of(article_types.at[r->type]), name);
	article_key_set(&key);
	sql_do(&st->sql, SQL_ENTITY_PUT,
	       BIND(BLOB(key.key, sizeof(key.key)), INT(r->type),
		    INT(r->gender), TEXT(r->name), TEXT(folded), TEXT(r->known),
		    TEXT(r->role), TEXT(r->country), INT(r->is_bare)));
	id = sqlite3_last_insert_rowid(st->sql.db[SQL_ARCHIVE]);
	st->tally.entities++;
	if (r->known) /* found by its own name, though written in another */
		names_use(st, id, FORM_NAME, r->known, folded, 0, WHY_KNOWN,
			  at->id);
	return id;
}

static bool is_better_name(struct store *st, const struct resolution *r)
{
	sqlite3_stmt *stmt;

	if (r->is_shouted)
		return true;
	if (r->is_bare || !strchr(r->name, ' '))
		return false;
	stmt = sql_begin(&st->sql, SQL_NAME_BETTER,
			 BIND(INT(r->entity), TEXT(r->name)));
	if (!sql_row(&st->sql, stmt))
		return false;
	sql_end(stmt);
	return true;
}

/* The name an entity is shown by is the one most written of it, in ordinary
 * case; a known one has its own. */
static void improve_name(struct store *st, const struct resolution *r)
{
	if (r->known || !r->name || resolve_is_shouted(r->name) ||
	    !is_better_name(st, r))
		return;
	sql_do(&st->sql, SQL_ENTITY_RENAME,
	       BIND(INT(r->entity), TEXT(r->name),
		    TEXT(resolve_fold(&st->batch, r->name, strlen(r->name)))));
}

static void keep_forms(struct store *st, const struct resolution *r,
		       const struct place *at)
{
	for (uint32_t i = 0; i < r->n_forms; i++)
		names_use(st, r->entity, FORM_NAME, r->forms[i].surface,
			  r->forms[i].folded, r->forms[i].count,
			  r->forms[i].why, at->id);
}

/* A name alone waits for its holder; a full one is somebody's holder. */
static void note_pending(struct store *st, const struct resolution *r,
			 uint32_t chain, const struct place *at)
{
	for (uint32_t i = 0; i < r->n_forms; i++) {
		const char *alone[3];
		uint32_t n;

		if (r->is_bare && i == 0) {
			sql_do(&st->sql, SQL_PENDING_PUT,
			       BIND(TEXT(r->forms[i].folded), INT(at->docid),
				    INT(chain), INT(r->entity),
				    INT(r->entity)));
			pending_touch(st, r->forms[i].folded, at->docid);
		}
		if (!r->is_bare && !strchr(r->forms[i].folded, ' '))
			pending_touch(st, r->forms[i].folded, at->docid);
		n = resolve_alone(&st->batch, r->forms[i].folded, alone);
		while (n > 0)
			pending_touch(st, alone[--n], at->docid);
	}
}

/* Uses by role, description and pronoun. */
static void keep_other_forms(struct store *st, const struct article *art,
			     const struct cast *cast, const struct place *at)
{
	struct uses u = {.arena = art->arena};

	index_uses(&u, art, cast);
	for (uint32_t i = 0; i < u.n; i++) {
		if (u.at[i].form != FORM_NAME)
			names_use(st, u.at[i].entity, u.at[i].form, "", "",
				  u.at[i].count, WHY_ARTICLE, at->id);
	}
}

static void learn(struct store *st, const struct resolution *r)
{
	if (r->type || r->gender || r->role || r->country)
		sql_do(&st->sql, SQL_ENTITY_LEARN,
		       BIND(INT(r->entity), INT(r->type), INT(r->gender),
			    TEXT(r->role), TEXT(r->country)));
}

struct resolution *index_look(struct store *st, const struct known *known,
			      struct article *art)
{
	struct resolution *res = NULL;

	resolve_article(known, &st->names, art, art->arena, &res);
	return res;
}

struct cast *index_resolve(struct store *st, struct article *art,
			   struct resolution *res, const struct place *at)
{
	struct cast *cast = cast_new(art->arena, art->n_chains);

	for (uint32_t i = 0; i < art->n_chains; i++) {
		struct resolution *r = &res[i];

		if (r->n_forms && r->entity == 0)
			r->entity = find_bare(st, r);
		if (r->n_forms && r->entity == 0)
			r->entity = make_entity(st, r, at);
	}
	for (uint32_t i = 0; i < art->n_chains; i++) {
		struct resolution *r = &res[i];

		if (!r->n_forms)
			continue;
		if (r->entity < 0)
			r->entity = res[-r->entity - 1].entity;
		cast->entity[i] = art->chains[i].entity = r->entity;
	}
	for (uint32_t i = 0; i < art->n_mentions; i++) {
		if (art->mentions[i].chain >= 0)
			cast->count[art->mentions[i].chain]++;
	}
	for (uint32_t i = 0; i < art->n_chains; i++) {
		if (!res[i].n_forms)
			continue;
		learn(st, &res[i]);
		keep_forms(st, &res[i], at);
		note_pending(st, &res[i], i, at);
		improve_name(st, &res[i]);
	}
	keep_other_forms(st, art, cast, at);
	return cast;
}

/* ---- anew ---- */

void index_forms(struct store *st, struct article *art, const struct cast *cast,
		 const struct place *at)
{
	struct uses u = {.arena = art->arena};

	index_uses(&u, art, cast);
	for (uint32_t i = 0; i < u.n; i++) {
		const struct form_use *use = &u.at[i];
		const char *folded =
			use->form == FORM_NAME
				? resolve_fold(art->arena, use->bare,
					       strlen(use->bare))
				: "";

		names_use(st, use->entity, use->form, use->surface, folded,
			  use->count, WHY_SAME, at->id);
	}
}

/* ---- a copy on its own ---- */

void index_unfold(struct store *st, const struct article *art,
		  const struct cast *cast, const struct place *at)
{
	const uint32_t *totals = cast_totals(art->arena, cast);

	for (uint32_t i = 0; i < cast->n; i++) {
		if (totals[i])
			index_appearance(st, cast->entity[i], totals[i], at, 1);
		if (cast->entity[i])
			st->tally.mentions += (int64_t)cast->count[i];
	}
	sql_do(&st->sql, SQL_QUOTES_UNFOLD, BIND(INT(at->docid)));
	st->tally.quotes += (int64_t)art->n_quotes;
	count_speakers(st, art, cast, 1);
}
