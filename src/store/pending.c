/* Names that stand alone: "Blinken" in an article that never says Antony.
 *
 * Such a chain waits under the word's own entity.  After each batch the words
 * whose holders or uses changed are looked at again, over the days that the
 * change can reach: a use goes to the holder with DOMINANT of all named
 * articles of the word's holders within WINDOW days, if they are two at least,
 * and back when that ceases to be so.  A place or the like of that very name is
 * a holder too, of one article, or of four where the word was taken for a
 * person's.  What comes out depends on what is in the
 * archive, not on the order in which it came.
 *
 * A word with many uses costs much to look at, and a busy archive touches it
 * all the time: it is put off (unsettled), and looked at once in a while for
 * what came together, at the latest when the store is closed, or by the next
 * one that writes.
 *
 * Source: measured; worth .03 to .08 of the CoNLL average where surnames
 * stand alone.
 */
#include <stdlib.h>
#include <string.h>

#include "store/inside.h"

#define WINDOW        120 /* days */
#define DOMINANT      70  /* per cent */
#define DOMINANT_EVER 80
#define HOLDERS_MOST  32
#define FEW_USES      300
#define OWN_LEAST     4 /* articles, to be more than what a type says */
/* Of words that were put off: so often, for so long. */
#define REST_EVERY_NS INT64_C(1000000000)
#define REST_NS       INT64_C(15000000)

void pending_touch(struct store *st, const char *word, int64_t docid)
{
	struct touched *t;
	uint32_t at;
	bool is_new;

	if (st->n_touched == 0)
		map_init(&st->touched_at, &st->batch);
	if (map_get(&st->touched_at, word, strlen(word), &at)) {
		t = &st->touched[at];
		if (docid < t->low)
			t->low = docid;
		if (docid > t->high)
			t->high = docid;
		return;
	}
	word = arena_string(&st->batch, word);
	*map_put(&st->touched_at, word, strlen(word), &is_new) = st->n_touched;
	t = array_add(&st->batch, st->touched, st->n_touched);
	*t = (struct touched){word, docid, docid};
}

struct use {
	int64_t docid, bare, entity;
	uint32_t chain;
	uint8_t type; /* of bare */
};

struct day {
	int32_t day, n;
	int64_t before; /* sum of the days before it */
};

struct holder {
	int64_t entity;
	int64_t ever; /* articles that name it in full */
	uint8_t type;
	bool is_own; /* the word is its whole name */
	struct day *days;
	uint32_t n_days;
	int64_t in_all; /* articles on these days */
};

struct word {
	struct arena arena;
	const char *text;
	struct use *uses;
	uint32_t n_uses;
	struct holder holders[HOLDERS_MOST];
	uint32_t n_holders;
};

static void load_between(struct store *st, struct word *w, int64_t low,
			 int64_t high, int64_t most)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_PENDING,
			  BIND(TEXT(w->text), INT(low), INT(high), INT(most)));

	w->n_uses = 0;
	w->uses = NULL;
	while (sql_row(&st->sql, stmt)) {
		struct use *use = array_add(&w->arena, w->uses, w->n_uses);

		use->docid = sqlite3_column_int64(stmt, 0);
		use->chain = (uint32_t)sqlite3_column_int64(stmt, 1);
		use->bare = sqlite3_column_int64(stmt, 2);
		use->entity = sqlite3_column_int64(stmt, 3);
	}
}

/* Uses of one word have one entity of its own, or a few. */
static void load_types(struct store *st, struct word *w)
{
	for (uint32_t i = 0; i < w->n_uses; i++) {
		struct use *use = &w->uses[i];

		if (i > 0 && use->bare == use[-1].bare)
			use->type = use[-1].type;
		else
			use->type =
				(uint8_t)sql_number(&st->sql, SQL_ENTITY_TYPE,
						    BIND(INT(use->bare)), 0);
	}
}

/* All uses of a word that has few, for who has it nearly always may have
 * changed; of others those that the change can reach.
 * Returns false for a word with many that may wait. */
static bool load_uses(struct store *st, struct word *w, const struct touched *t,
		      bool may_wait)
{
	int64_t reach = WINDOW * DATE_DAY;

	load_between(st, w, INT64_MIN, INT64_MAX, FEW_USES);
	if (w->n_uses == FEW_USES && may_wait)
		return false;
	if (w->n_uses == FEW_USES)
		load_between(st, w, t->low - reach, t->high + reach, -1);
	load_types(st, w);
	return true;
}

static void load_days(struct store *st, struct word *w, struct holder *h)
{
	int64_t from = docid_day(w->uses[0].docid) - WINDOW;
	int64_t to = docid_day(w->uses[w->n_uses - 1].docid) + WINDOW;
	sqlite3_stmt *stmt = sql_begin(
		&st->sql, SQL_DAYS, BIND(INT(h->entity), INT(from), INT(to)));

	while (sql_row(&st->sql, stmt)) {
		struct day *day = array_add(&w->arena, h->days, h->n_days);

		day->day = sqlite3_column_int(stmt, 0);
		day->n = sqlite3_column_int(stmt, 1);
	}
}

/* What came by the word alone is no witness for its holder. */
static void take_off_uses(struct store *st, struct word *w, struct holder *h)
{
	uint32_t k = 0;
	int64_t before = 0;

	for (uint32_t i = 0; i < w->n_uses; i++) {
		const struct use *use = &w->uses[i];
		int32_t day = (int32_t)docid_day(use->docid);

		if (use->entity != h->entity || use->docid == before)
			continue;
		before = use->docid;
		/* copies count nowhere; few are asked, for it costs a page */
		if (sql_number(&st->sql, SQL_COPY_HEAD, BIND(INT(use->docid)),
			       0))
			continue;
		h->ever--;
		while (k < h->n_days && h->days[k].day < day)
			k++;
		if (k < h->n_days && h->days[k].day == day && h->days[k].n > 0)
			h->days[k].n--;
	}
}

static void sum_days(struct holder *h)
{
	int64_t sum = 0;

	for (uint32_t i = 0; i < h->n_days; i++) {
		h->days[i].before = sum;
		sum += h->days[i].n;
	}
	h->in_all = sum;
}

static void add_holder(struct store *st, struct word *w,
		       const struct candidate *c, bool is_own)
{
	struct holder *h;

	for (uint32_t i = 0; i < w->n_holders; i++) {
		if (w->holders[i].entity == c->entity)
			return;
	}
	if (c->is_bare || w->n_holders == HOLDERS_MOST)
		return;
	h = &w->holders[w->n_holders++];
	*h = (struct holder){.entity = c->entity,
			     .ever = c->articles,
			     .type = c->type,
			     .is_own = is_own};
	load_days(st, w, h);
	take_off_uses(st, w, h);
	sum_days(h);
}

static void load_holders(struct store *st, struct word *w)
{
	struct candidate found[HOLDERS_MOST];
	uint32_t n =
		st->names.by_name(st, &w->arena, w->text, found, HOLDERS_MOST);

	for (uint32_t i = 0; i < n; i++) {
		if (!strcmp(resolve_fold(&w->arena, found[i].name,
					 strlen(found[i].name)),
			    w->text))
			add_holder(st, w, &found[i], true);
	}
	n = st->names.by_word(st, &w->arena, w->text, found, HOLDERS_MOST);
	for (uint32_t i = 0; i < n; i++)
		add_holder(st, w, &found[i], false);
}

/* The sum of the days before one. */
static int64_t days_before(const struct holder *h, int64_t day)
{
	uint32_t low = 0, high = h->n_days;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (h->days[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low < h->n_days ? h->days[low].before : h->in_all;
}

static int64_t days_within(const struct holder *h, int64_t day)
{
	return days_before(h, day + WINDOW + 1) - days_before(h, day - WINDOW);
}

/* May the use be the holder's?  Types advise: one that stands for a person
 * whom nobody is called by that word is a slip where a place or the like has
 * it for its whole name in a few articles. */
static bool may_hold(const struct word *w, const struct use *use,
		     const struct holder *h)
{
	if (!resolve_types_clash(use->type, h->type))
		return true;
	if (!h->is_own || h->ever < OWN_LEAST)
		return false;
	for (uint32_t i = 0; i < w->n_holders; i++) {
		if (w->holders[i].type == use->type)
			return false;
	}
	return true;
}

/* The holder with `percent` of the articles that name any, within the window
 * or ever; 0: none. */
static int64_t dominant_of(struct store *st, const struct word *w,
			   const struct use *use, bool ever, int64_t percent,
			   int64_t *sum)
{
	int64_t best = 0, most = 0, least = 2, day = docid_day(use->docid);

	*sum = 0;
	for (uint32_t i = 0; i < w->n_holders; i++) {
		const struct holder *h = &w->holders[i];
		int64_t n = ever ? h->ever : days_within(h, day);

		if (!may_hold(w, use, h))
			continue;
		*sum += n;
		if (n > most && !names_are_apart(st, use->bare, h->entity)) {
			most = n;
			best = h->entity;
			least = h->is_own ? 1 : 2;
		}
	}
	return most >= least && most * 100 >= *sum * percent ? best : 0;
}

/* Who is meant at a time; when nobody of the name is named then, who is meant
 * nearly always. */
static int64_t dominant(struct store *st, const struct word *w,
			const struct use *use)
{
	int64_t sum;
	int64_t best = dominant_of(st, w, use, false, DOMINANT, &sum);

	if (!best && sum < 2)
		best = dominant_of(st, w, use, true, DOMINANT_EVER, &sum);
	return best;
}

/* Is the word's own entity one with a name already?  The user said so, and
 * who stands there stays. */
static bool is_decided(struct store *st, const struct use *use)
{
	return names_has_merges(st) && names_head(st, use->bare) != use->bare;
}

static void give(struct store *st, const struct word *w, const struct use *use,
		 int64_t to)
{
	index_move(st, use->docid, use->chain, to,
		   to == use->bare ? WHY_SAME : WHY_SURNAME);
	sql_do(&st->sql, SQL_PENDING_SET,
	       BIND(TEXT(w->text), INT(use->docid), INT(use->chain), INT(to)));
	effect_note(st, &(struct effect){.kind = EFFECT_GIVEN,
					 .a = store_id(st, use->docid),
					 .b = use->chain,
					 .c = use->entity,
					 .d = to,
					 .was = slice_of(w->text)});
}

static void settle_uses(struct store *st, struct word *w)
{
	if (w->n_uses)
		load_holders(st, w);
	for (uint32_t i = 0; i < w->n_uses && !st->sql.failed; i++) {
		const struct use *use = &w->uses[i];
		int64_t to = dominant(st, w, use);

		to = to ? to : use->bare;
		if (to == names_head(st, use->entity) || is_decided(st, use))
			continue;
		give(st, w, use, to);
	}
}

static void settle_word(struct store *st, const struct touched *t,
			bool may_wait)
{
	struct word w = {.text = t->word};

	arena_init(&w.arena);
	if (load_uses(st, &w, t, may_wait)) {
		settle_uses(st, &w);
	} else {
		sql_do(&st->sql, SQL_UNSETTLED_PUT,
		       BIND(TEXT(t->word), INT(t->low), INT(t->high)));
		st->has_unsettled = true;
	}
	arena_free(&w.arena);
}

void pending_settle(struct store *st, bool may_wait)
{
	for (uint32_t i = 0; i < st->n_touched; i++)
		settle_word(st, &st->touched[i], may_wait);
	st->n_touched = 0;
	st->touched = NULL;
}

/* ---- what was put off ---- */

static bool settle_one(struct store *st, struct arena *a)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_UNSETTLED, NULL, 0);
	struct touched t = {0};

	while (sql_row(&st->sql, stmt)) {
		t.word = arena_string(
			a, (const char *)sqlite3_column_text(stmt, 0));
		t.low = sqlite3_column_int64(stmt, 1);
		t.high = sqlite3_column_int64(stmt, 2);
	}
	if (!t.word || st->sql.failed)
		return false;
	sql_do(&st->sql, SQL_UNSETTLED_DELETE, BIND(TEXT(t.word)));
	settle_word(st, &t, false);
	return true;
}

bool pending_settle_rest(struct store *st, bool all)
{
	int64_t begin = store_clock_ns();
	struct arena a;

	/* before it was looked, somebody else may have left some */
	if (!st->has_unsettled && st->rested_ns)
		return false;
	if (!all && st->rested_ns && begin - st->rested_ns < REST_EVERY_NS)
		return true;
	arena_init(&a);
	do
		st->has_unsettled = settle_one(st, &a);
	while (st->has_unsettled && !st->sql.failed &&
	       (all || store_clock_ns() - begin < REST_NS));
	arena_free(&a);
	st->rested_ns = store_clock_ns();
	return st->has_unsettled;
}

void pending_forget(struct store *st, const struct article *art,
		    const struct cast *cast, int64_t docid)
{
	for (uint32_t i = 0; i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];
		struct slice s = article_slice(art, m->span);
		const char *folded, *alone[3];
		uint32_t n;

		if (m->form != FORM_NAME || m->chain < 0 ||
		    (uint32_t)m->chain >= cast->n || !cast->entity[m->chain])
			continue;
		folded = resolve_fold(art->arena, s.at, s.len);
		sql_do(&st->sql, SQL_PENDING_DELETE,
		       BIND(TEXT(folded), INT(docid)));
		n = resolve_alone(art->arena, folded, alone);
		while (n > 0)
			pending_touch(st, alone[--n], docid);
	}
}
