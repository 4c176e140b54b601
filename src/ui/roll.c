#include "ui/roll.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/fold.h"

#define ROLL_WINDOW 200  /* rows read at a time on either side */
#define ROLL_MOST   4000 /* rows of a query that are kept */

void roll_init(struct roll *roll, struct store *store)
{
	memset(roll, 0, sizeof(*roll));
	roll->store = store;
	arena_init(&roll->arena);
	arena_init(&roll->of_query);
}

void roll_free(struct roll *roll)
{
	query_close(roll->query);
	arena_free(&roll->arena);
	arena_free(&roll->of_query);
	roll_init(roll, roll->store);
}

struct article_row *roll_current(const struct roll *roll)
{
	return roll->at < roll->n ? &roll->rows[roll->at] : NULL;
}

static void append(struct roll *roll, const struct article_rows *more)
{
	for (uint32_t i = 0; i < more->n; i++)
		*array_add(&roll->arena, roll->rows, roll->n) = more->at[i];
}

/* Rows from docid on, in one direction. */
static bool fetch(struct roll *roll, int64_t from, uint8_t order,
		  uint32_t limit, struct article_rows *out, struct error *err)
{
	struct store_page page = {from, limit, order, roll->with_copies};

	*out = (struct article_rows){.at = NULL};
	if (roll->query)
		return query_rows(roll->query, &roll->arena, &page, out, err);
	return store_articles(roll->store, &roll->arena, &page, out, err);
}

static void forget(struct roll *roll)
{
	arena_reset(&roll->arena);
	roll->rows = NULL;
	roll->n = roll->at = 0;
	roll->has_newer = roll->has_older = false;
	roll->changes++;
}

static void find_nearest(struct roll *roll, int64_t docid)
{
	roll->at = 0;
	while (roll->at + 1 < roll->n && roll->rows[roll->at].docid > docid)
		roll->at++;
}

/* A window around docid; of all articles only, a query walks one way. */
static bool recentre(struct roll *roll, int64_t docid, struct error *err)
{
	struct article_rows newer, older;

	forget(roll);
	if (!fetch(roll, docid, STORE_OLDEST, ROLL_WINDOW, &newer, err) ||
	    !fetch(roll, docid + 1, STORE_NEWEST, ROLL_WINDOW, &older, err))
		return false;
	for (uint32_t i = newer.n; i-- > 0;)
		*array_add(&roll->arena, roll->rows, roll->n) = newer.at[i];
	append(roll, &older);
	roll->has_newer = newer.has_more;
	roll->has_older = older.has_more;
	find_nearest(roll, docid);
	return true;
}

static bool from_newest(struct roll *roll, struct error *err)
{
	struct article_rows rows;

	forget(roll);
	if (!fetch(roll, 0, STORE_NEWEST, ROLL_WINDOW, &rows, err))
		return false;
	append(roll, &rows);
	roll->has_older = rows.has_more;
	return true;
}

static bool extend(struct roll *roll, struct error *err)
{
	struct article_rows rows;

	if (!roll->has_older || roll->n == 0 || roll->n >= ROLL_MOST)
		return true;
	if (!fetch(roll, roll->rows[roll->n - 1].docid, STORE_NEWEST,
		   ROLL_WINDOW, &rows, err))
		return false;
	append(roll, &rows);
	roll->has_older = rows.has_more;
	roll->changes++;
	return true;
}

/* Read on until docid is there, or nothing more. */
static bool reach(struct roll *roll, int64_t docid, struct error *err)
{
	while (roll->n > 0 && roll->rows[roll->n - 1].docid > docid &&
	       roll->has_older && roll->n < ROLL_MOST) {
		if (!extend(roll, err))
			return false;
	}
	find_nearest(roll, docid);
	return true;
}

/* ---- other orders than newest first ---- */

static const char *const order_names[ROLL_ORDERS] = {
	[ROLL_NEWEST] = "newest", [ROLL_OLDEST] = "oldest",
	[ROLL_BEST] = "best",     [ROLL_TITLE] = "title",
	[ROLL_SOURCE] = "source", [ROLL_LONGEST] = "longest",
	[ROLL_UNREAD] = "unread",
};

const struct names roll_orders = {order_names, ROLL_ORDERS};

const char *roll_order_words(uint8_t order)
{
	static const char *const words[ROLL_ORDERS] = {
		[ROLL_NEWEST] = "newest first",
		[ROLL_OLDEST] = "oldest first",
		[ROLL_BEST] = "best first",
		[ROLL_TITLE] = "by title",
		[ROLL_SOURCE] = "by source",
		[ROLL_LONGEST] = "longest first",
		[ROLL_UNREAD] = "unread first",
	};

	return words[order];
}

struct sorted {
	struct article_row row;
	const char *words; /* folded: title or source */
	int64_t number;    /* the larger goes first */
};

static int compare_sorted(const void *left, const void *right)
{
	const struct sorted *a = left, *b = right;
	int by = a->words && b->words ? strcmp(a->words, b->words) : 0;

	if (by)
		return by;
	if (a->number != b->number)
		return a->number > b->number ? -1 : 1;
	return (a->row.docid < b->row.docid) - (a->row.docid > b->row.docid);
}

static void set_key(struct arena *a, uint8_t order, struct sorted *s)
{
	const struct article *art = s->row.art;
	struct slice title = store_row_title(&s->row);

	if (order == ROLL_TITLE)
		s->words = fold_text(a, title.at, title.len, NULL);
	else if (order == ROLL_SOURCE)
		s->words = art->source ? fold_text(a, art->source,
						   strlen(art->source), NULL)
				       : "\xff";
	else if (order == ROLL_LONGEST)
		s->number = s->row.words;
	else if (order == ROLL_UNREAD)
		s->number = row_is_unread(&s->row);
	else
		s->number = -s->row.docid;
}

static void sort(struct roll *roll)
{
	struct sorted *all;
	struct arena a;

	arena_init(&a);
	all = arena_array(&a, roll->n, sizeof(*all));
	for (uint32_t i = 0; i < roll->n; i++) {
		all[i].row = roll->rows[i];
		set_key(&a, roll->order, &all[i]);
	}
	if (roll->n)
		qsort(all, roll->n, sizeof(*all), compare_sorted);
	for (uint32_t i = 0; i < roll->n; i++)
		roll->rows[i] = all[i].row;
	arena_free(&a);
}

static bool load_best(struct roll *roll, struct error *err)
{
	struct store_page page = {0, ROLL_WINDOW, STORE_NEWEST,
				  roll->with_copies};
	struct article_rows rows;

	forget(roll);
	if (!query_best(roll->query, &roll->arena, &page, &rows, err))
		return false;
	append(roll, &rows);
	roll->is_cut = rows.has_more;
	return true;
}

static bool load_oldest(struct roll *roll, struct error *err)
{
	struct article_rows rows;

	forget(roll);
	if (!fetch(roll, 0, STORE_OLDEST, ROLL_MOST, &rows, err))
		return false;
	append(roll, &rows);
	roll->is_cut = rows.has_more;
	return true;
}

/* As many as are kept, then sorted; there is no going on. */
static bool load_sorted(struct roll *roll, int64_t docid, struct error *err)
{
	bool done;

	if (roll->order == ROLL_BEST && roll->query) {
		done = load_best(roll, err);
	} else if (roll->order == ROLL_OLDEST && !roll->query) {
		done = load_oldest(roll, err);
	} else {
		done = from_newest(roll, err);
		while (done && roll->has_older && roll->n &&
		       roll->n < ROLL_MOST)
			done = extend(roll, err);
		roll->is_cut = roll->has_older;
		if (done && roll->order != ROLL_BEST)
			sort(roll);
	}
	roll->has_newer = roll->has_older = false;
	roll->at = 0;
	return done && (!docid || roll_find(roll, docid) || true);
}

static bool load(struct roll *roll, int64_t docid, struct error *err)
{
	roll->is_cut = false;
	if (roll->order != ROLL_NEWEST)
		return load_sorted(roll, docid, err);
	if (docid && !roll->query)
		return recentre(roll, docid, err);
	return from_newest(roll, err) && (!docid || reach(roll, docid, err));
}

bool roll_sort(struct roll *roll, enum roll_order order, struct error *err)
{
	roll->order = (uint8_t)order;
	roll->opened++;
	return load(roll, 0, err);
}

bool roll_open(struct roll *roll, const char *text, int64_t now, int64_t docid,
	       struct query_fault *fault, struct error *err)
{
	struct query *query = NULL;
	const char *notes = NULL;
	struct arena a;

	*fault = (struct query_fault){0, 0};
	arena_init(&a);
	if (*text && !query_open(roll->store, &a, text, now, &query, &notes,
				 fault, err)) {
		arena_free(&a);
		return false;
	}
	query_close(roll->query);
	arena_free(&roll->of_query);
	roll->of_query = a;
	roll->query = query;
	roll->notes = notes;
	snprintf(roll->text, sizeof(roll->text), "%s", text);
	roll->opened++;
	return load(roll, docid, err);
}

bool roll_reload(struct roll *roll, struct error *err)
{
	const struct article_row *current = roll_current(roll);

	roll->opened++;
	return load(roll, current ? current->docid : 0, err);
}

bool roll_set(struct roll *roll, uint32_t at, uint32_t around,
	      struct error *err)
{
	roll->at = at < roll->n ? at : roll->n ? roll->n - 1 : 0;
	if (roll->n == 0)
		return true;
	if (roll->has_newer && roll->at < around)
		return recentre(roll, roll->rows[roll->at].docid, err);
	if (!roll->has_older || roll->n - roll->at > around)
		return true;
	if (!roll->query && roll->n > 3 * ROLL_WINDOW)
		return recentre(roll, roll->rows[roll->at].docid, err);
	return extend(roll, err);
}

bool roll_newest(struct roll *roll, struct error *err)
{
	if (roll->has_newer)
		return from_newest(roll, err);
	roll->at = 0;
	return true;
}

bool roll_oldest(struct roll *roll, struct error *err)
{
	struct article_rows rows;

	if (roll->query || !roll->has_older) {
		for (uint32_t i = 0; roll->has_older && i < 5; i++) {
			if (!extend(roll, err))
				return false;
		}
		roll->at = roll->n ? roll->n - 1 : 0;
		return true;
	}
	forget(roll);
	if (!fetch(roll, 0, STORE_OLDEST, ROLL_WINDOW, &rows, err))
		return false;
	for (uint32_t i = rows.n; i-- > 0;)
		*array_add(&roll->arena, roll->rows, roll->n) = rows.at[i];
	roll->has_newer = rows.has_more;
	roll->at = roll->n ? roll->n - 1 : 0;
	return true;
}

bool roll_find(struct roll *roll, int64_t docid)
{
	for (uint32_t i = 0; i < roll->n; i++) {
		if (roll->rows[i].docid == docid) {
			roll->at = i;
			return true;
		}
	}
	return false;
}
