/* The running story of an article: a chain of related articles in time.
 *
 * What is much related to the article and shares a name with it belongs to its
 * story.  From there the chain is followed to its ends: the members that were
 * not asked yet are asked in turn, the oldest, the newest, the most related;
 * what two of those asked are much related to, not long before or behind them,
 * belongs to it too.
 */
#include "query/query.h"

#include <stdlib.h>

#define NEAR   .4  /* score: of the article itself */
#define LEAST  .25 /* or, where nothing is nearer, LEAST and .. */
#define SHARE  .6  /* .. so much of the best score */
#define LINKED .5  /* of another member */
#define LINKS  2u  /* members that must lead to it */
#define STEPS  8u  /* members that are asked */
#define ASKED  60u
#define WINDOW (30 * DATE_DAY)

struct member {
	struct related_row row;
	uint32_t links; /* members that lead to it */
	bool is_member, is_asked;
};

struct story {
	struct store *store;
	struct arena *arena;
	struct member *at;
	uint32_t n, n_members;
	int64_t id;
	struct error *err;
};

static struct member *find_member(struct story *s, int64_t id)
{
	for (uint32_t i = 0; i < s->n; i++) {
		if (s->at[i].row.row.art->id == id)
			return &s->at[i];
	}
	return NULL;
}

/* Is one near the other in time, or are their times not known? */
static bool is_in_window(const struct article_row *a,
			 const struct article_row *b)
{
	int64_t gap = a->docid - b->docid;

	if (!a->art->published.kind || !b->art->published.kind)
		return true;
	return gap <= WINDOW && -gap <= WINDOW;
}

static void join(struct story *s, struct member *m)
{
	if (m->is_member || s->n_members == STORY_MOST)
		return;
	m->is_member = true;
	s->n_members++;
}

/* The score from which on a row belongs to the story. */
static double least_of(const struct related_row *rows, bool is_first)
{
	double least = rows[0].score * SHARE;

	if (!is_first)
		return LINKED;
	least = least > LEAST ? least : LEAST;
	return least < NEAR ? least : NEAR;
}

/* What is related to a member. */
static bool ask(struct story *s, int64_t id, const struct article_row *of)
{
	struct related_row *rows;
	uint32_t n;
	bool is_first = id == s->id;

	if (!query_related_any(s->store, s->arena, id, ASKED, &rows, &n,
			       s->err))
		return false;
	for (uint32_t i = 0; i < n; i++) {
		struct member *m = find_member(s, rows[i].row.art->id);

		if (rows[i].score < least_of(rows, is_first))
			break;
		if (rows[i].row.art->id == s->id || rows[i].n_names == 0 ||
		    !is_in_window(&rows[i].row, of))
			continue;
		if (!m) {
			m = array_add(s->arena, s->at, s->n);
			m->row = rows[i];
		}
		m->links++;
		if (is_first || m->links >= LINKS)
			join(s, m);
	}
	return true;
}

enum order { OLDEST, NEWEST, BEST, ORDERS };

static bool is_before(const struct member *a, const struct member *b,
		      enum order order)
{
	if (order == BEST && a->row.score != b->row.score)
		return a->row.score > b->row.score;
	return order == OLDEST ? a->row.row.docid < b->row.row.docid
			       : a->row.row.docid > b->row.row.docid;
}

static struct member *next_member(struct story *s, enum order order)
{
	struct member *next = NULL;

	for (uint32_t i = 0; i < s->n; i++) {
		struct member *m = &s->at[i];

		if (m->is_member && !m->is_asked &&
		    (!next || is_before(m, next, order)))
			next = m;
	}
	return next;
}

static bool follow(struct story *s)
{
	for (uint32_t step = 0; step < STEPS; step++) {
		struct member *m =
			next_member(s, (enum order)((step + BEST) % ORDERS));
		struct article_row of;

		if (!m)
			return true;
		m->is_asked = true;
		of = m->row.row;
		if (!ask(s, of.art->id, &of))
			return false;
	}
	return true;
}

static int by_time(const void *left, const void *right)
{
	const struct related_row *a = left, *b = right;

	return (a->row.docid > b->row.docid) - (a->row.docid < b->row.docid);
}

static bool gather(struct story *s, const struct article_row *self)
{
	return ask(s, s->id, self) && follow(s);
}

bool query_story(struct store *st, struct arena *a, int64_t id,
		 struct related_row **out, uint32_t *n, struct error *err)
{
	struct story s = {.store = st, .arena = a, .id = id, .err = err};
	int64_t docid = store_docid(st, id);
	struct article_rows self;
	struct related_row *rows;

	*n = 0;
	if (!store_rows(st, a, &docid, 1, &self, err))
		return false;
	if (self.n == 0)
		return error_set(err, "there is no article %lld",
				 (long long)id);
	if (!gather(&s, &self.at[0]))
		return false;
	rows = arena_array(a, s.n_members + 1, sizeof(*rows));
	rows[(*n)++] = (struct related_row){.row = self.at[0], .score = 1};
	for (uint32_t i = 0; i < s.n; i++) {
		if (s.at[i].is_member)
			rows[(*n)++] = s.at[i].row;
	}
	qsort(rows, *n, sizeof(*rows), by_time);
	*out = rows;
	return true;
}
