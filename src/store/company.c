/* The company an entity keeps: who else is named in its newest articles.
 *
 * Those that tell most are chosen; they stand in the order of articles shared.
 * Counted when asked for, from the packed casts of at most ARTICLES articles:
 * a table of pairs would be the largest of the archive.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "store/inside.h"
#include "store/reel.h"

#define ARTICLES   1000
#define WEIGH_MOST 100 /* of those who share most */

struct other {
	int64_t entity; /* of the cast, then its head */
	uint32_t shared;
	uint32_t seen; /* the article counted last */
};

/* Others by entity: slots of a table of its own, since this counts tens of
 * thousands of names for one screen. */
struct company {
	struct store *store;
	bool has_merges;
	struct arena arena;
	struct other *at;
	uint32_t n;
	uint32_t *slots; /* [room], index in at + 1; 0: free */
	uint32_t room;   /* a power of two, at least twice n */
};

#define ROOM_FIRST 1024u

static uint32_t *find_slot(struct company *c, int64_t entity)
{
	uint64_t hash = (uint64_t)entity * UINT64_C(0x9E3779B97F4A7C15);
	uint32_t i = (uint32_t)(hash >> 32) & (c->room - 1);

	while (c->slots[i] && c->at[c->slots[i] - 1].entity != entity)
		i = (i + 1) & (c->room - 1);
	return &c->slots[i];
}

static void make_room(struct company *c)
{
	if (c->n * 2 < c->room)
		return;
	c->room = c->room ? c->room * 2 : ROOM_FIRST;
	c->slots = arena_array(&c->arena, c->room, sizeof(*c->slots));
	for (uint32_t i = 0; i < c->n; i++)
		*find_slot(c, c->at[i].entity) = i + 1;
}

static struct other *other_of(struct company *c, int64_t entity)
{
	uint32_t *slot;

	make_room(c);
	slot = find_slot(c, entity);
	if (!*slot) {
		array_add(&c->arena, c->at, c->n)->entity = entity;
		*slot = c->n;
	}
	return &c->at[*slot - 1];
}

/* Count the entities of an article's packed cast, each once. */
static void count_cast(struct company *c, struct slice bytes, uint32_t article)
{
	uint64_t n, entity, mentions;

	if (!cast_number(&bytes, &n))
		return;
	while (cast_number(&bytes, &entity) && cast_number(&bytes, &mentions)) {
		struct other *o;

		if (!entity || !mentions)
			continue;
		if (c->has_merges)
			entity =
				(uint64_t)names_head(c->store, (int64_t)entity);
		o = other_of(c, (int64_t)entity);
		o->shared += o->seen != article;
		o->seen = article;
	}
}

static int compare_shared(const void *left, const void *right)
{
	const struct other *a = left, *b = right;

	if (a->shared != b->shared)
		return a->shared > b->shared ? -1 : 1;
	return (a->entity > b->entity) - (a->entity < b->entity);
}

static int compare_weight(const void *left, const void *right)
{
	const struct company_row *a = left, *b = right;

	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	return (a->entity.id > b->entity.id) - (a->entity.id < b->entity.id);
}

/* The articles of several rows that are one by the user's word. */
static void count_members(struct store *st, struct company *c,
			  const int64_t *members, uint32_t n)
{
	int64_t below = INT64_MAX;
	struct reel_row row;
	struct reel r;

	reel_init(&r, st, &c->arena, members, n, SQL_APPEARANCES_DOWN,
		  SQL_APPEARANCES_UP);
	for (uint32_t i = 0; i < ARTICLES && reel_next(&r, below, &row);) {
		sqlite3_stmt *stmt;

		below = row.docid;
		if (row.is_copy)
			continue;
		stmt = sql_begin(&st->sql, SQL_CHAIN, BIND(INT(row.docid)));
		i++;
		if (sql_row(&st->sql, stmt)) {
			count_cast(c, sql_get_blob(stmt, 0), i);
			sql_end(stmt);
		}
	}
}

static void count_articles(struct store *st, struct company *c, int64_t head)
{
	int64_t *members;
	uint32_t n = names_members(st, &c->arena, head, &members);
	sqlite3_stmt *stmt;

	if (n > 1) {
		count_members(st, c, members, n);
		return;
	}
	stmt = sql_begin(&st->sql, SQL_COMPANY, BIND(INT(head), INT(ARTICLES)));
	for (uint32_t i = 1; sql_row(&st->sql, stmt); i++)
		count_cast(c, sql_get_blob(stmt, 0), i);
}

/* Those who share most, in order: as many as are weighed, of the others as
 * few as need be sorted. */
static uint32_t choose(struct company *c, struct other *out)
{
	uint32_t *of = arena_array(&c->arena, ARTICLES * 2, sizeof(*of));
	uint32_t least = ARTICLES * 2 - 1, n = 0;
	struct other *most = NULL;

	for (uint32_t i = 0; i < c->n; i++)
		of[c->at[i].shared < least ? c->at[i].shared : least]++;
	for (uint32_t sum = of[least]; least > 1 && sum <= WEIGH_MOST;)
		sum += of[--least];
	for (uint32_t i = 0; i < c->n; i++) {
		if (c->at[i].shared >= least)
			*array_add(&c->arena, most, n) = c->at[i];
	}
	if (n)
		qsort(most, n, sizeof(*most), compare_shared);
	n = n < WEIGH_MOST + 1 ? n : WEIGH_MOST + 1;
	if (n)
		memcpy(out, most, n * sizeof(*out));
	return n;
}

/* In the order of articles shared; what is equal stays as it weighs. */
static void sort_shared(struct company_row *rows, uint32_t n)
{
	for (uint32_t i = 1; i < n; i++) {
		struct company_row row = rows[i];
		uint32_t k = i;

		for (; k > 0 && rows[k - 1].shared < row.shared; k--)
			rows[k] = rows[k - 1];
		rows[k] = row;
	}
}

static void find_company(struct store *st, struct arena *a, int64_t entity,
			 uint32_t limit, struct company_row **out, uint32_t *n)
{
	int64_t head = names_head(st, entity);
	double articles = (double)sql_number(&st->sql, SQL_META,
					     BIND(TEXT("articles")), 0);
	struct company c = {.store = st, .has_merges = names_has_merges(st)};
	struct company_row *rows = NULL;
	struct other most[WEIGH_MOST + 1]; /* it is in its own company */
	uint32_t n_rows = 0, n_most;

	arena_init(&c.arena);
	count_articles(st, &c, head);
	n_most = choose(&c, most);
	for (uint32_t i = 0; i < n_most && n_rows < WEIGH_MOST; i++) {
		struct entity_row e = {0};
		struct company_row *row;

		if (most[i].entity == head || !most[i].shared ||
		    !entity_one(st, a, most[i].entity, &e) || e.is_hidden)
			continue;
		row = array_add(a, rows, n_rows);
		row->entity = e;
		row->shared = most[i].shared;
		row->weight =
			row->shared * log((articles + 1) / (e.articles + 0.5));
	}
	if (n_rows)
		qsort(rows, n_rows, sizeof(*rows), compare_weight);
	*out = rows;
	*n = n_rows < limit ? n_rows : limit;
	sort_shared(rows, *n);
	arena_free(&c.arena);
}

bool store_entity_company(struct store *st, struct arena *a, int64_t entity,
			  uint32_t limit, struct company_row **out, uint32_t *n,
			  struct error *err)
{
	store_read_begin(st);
	find_company(st, a, entity, limit, out, n);
	store_read_end(st);
	return sql_ok(&st->sql, err);
}
