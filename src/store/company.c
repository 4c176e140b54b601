/* The company an entity keeps: who else is named in its newest articles.
 *
 * Counted when asked for, from the packed casts of at most ARTICLES articles:
 * a table of pairs would be the largest of the archive.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "store/inside.h"
#include "store/reel.h"

#define ARTICLES   2000
#define WEIGH_MOST 200 /* of those who share most */

struct other {
	int64_t entity; /* of the cast, then its head */
	uint32_t shared;
	uint32_t seen; /* the article counted last */
};

struct company {
	struct arena arena;
	struct map map;
	struct other *at;
	uint32_t n;
};

static void count(struct company *c, int64_t entity, uint32_t article)
{
	struct other *o;
	uint32_t place;

	if (!map_get(&c->map, (const char *)&entity, sizeof(entity), &place)) {
		char *key = arena_copy(&c->arena, (const char *)&entity,
				       sizeof(entity));
		bool is_new;

		place = c->n;
		*map_put(&c->map, key, sizeof(entity), &is_new) = place;
		array_add(&c->arena, c->at, c->n)->entity = entity;
	}
	o = &c->at[place];
	if (o->seen == article)
		return;
	o->seen = article;
	o->shared++;
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

static void count_articles(struct store *st, struct company *c, int64_t head)
{
	int64_t *members, below = INT64_MAX;
	uint32_t n = names_members(st, &c->arena, head, &members);
	struct reel_row row;
	struct arena scratch;
	struct reel r;

	arena_init(&scratch);
	reel_init(&r, st, &c->arena, members, n, SQL_APPEARANCES_DOWN,
		  SQL_APPEARANCES_UP);
	for (uint32_t i = 1; i <= ARTICLES && reel_next(&r, below, &row);) {
		struct cast *cast;

		below = row.docid;
		if (row.is_copy)
			continue;
		cast = cast_get(st, &scratch, row.docid);
		for (uint32_t k = 0; k < cast->n; k++) {
			if (cast->entity[k])
				count(c, cast->entity[k], i);
		}
		arena_reset(&scratch);
		i++;
	}
	arena_free(&scratch);
}

/* Members are counted for their heads. */
static void follow_merges(struct store *st, struct company *c)
{
	for (uint32_t i = 0; i < c->n; i++) {
		int64_t head = names_head(st, c->at[i].entity);
		bool is_new;
		uint32_t *place;

		if (head == c->at[i].entity)
			continue;
		place = map_put(
			&c->map,
			arena_copy(&c->arena, (char *)&head, sizeof(head)),
			sizeof(head), &is_new);
		if (is_new) {
			*place = i;
			c->at[i].entity = head;
		} else {
			c->at[*place].shared += c->at[i].shared;
			c->at[i].shared = 0;
		}
	}
}

static void find_company(struct store *st, struct arena *a, int64_t entity,
			 uint32_t limit, struct company_row **out, uint32_t *n)
{
	int64_t head = names_head(st, entity);
	double articles = (double)sql_number(&st->sql, SQL_META,
					     BIND(TEXT("articles")), 0);
	struct company c = {0};
	struct company_row *rows = NULL;
	uint32_t n_rows = 0;

	arena_init(&c.arena);
	map_init(&c.map, &c.arena);
	count_articles(st, &c, head);
	follow_merges(st, &c);
	if (c.n)
		qsort(c.at, c.n, sizeof(*c.at), compare_shared);
	for (uint32_t i = 0; i < c.n && n_rows < WEIGH_MOST; i++) {
		struct entity_row e = {0};
		struct company_row *row;

		if (c.at[i].entity == head || !c.at[i].shared ||
		    !entity_one(st, a, c.at[i].entity, &e))
			continue;
		row = array_add(a, rows, n_rows);
		row->entity = e;
		row->shared = c.at[i].shared;
		row->weight =
			row->shared * log((articles + 1) / (e.articles + 0.5));
	}
	if (n_rows)
		qsort(rows, n_rows, sizeof(*rows), compare_weight);
	*out = rows;
	*n = n_rows < limit ? n_rows : limit;
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
