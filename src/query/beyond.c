/* What is beyond a rule of what is kept. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/date.h"
#include "query/query.h"

#define PAGE 500u

static const struct {
	char unit;
	int64_t days;
} units[] = {{'d', 1}, {'w', 7}, {'m', 30}, {'y', 365}};

bool query_keep_amount(const char *amount, int64_t *days, int64_t *most,
		       struct error *err)
{
	char *end;
	long long n = strtoll(amount, &end, 10);

	*days = *most = 0;
	if (*amount >= '0' && *amount <= '9' && n > 0 && n < 10000000) {
		if (!*end) {
			*most = n;
			return true;
		}
		for (size_t i = 0; i < array_length(units); i++) {
			if (*end == units[i].unit && !end[1] && n < 100000)
				*days = n * units[i].days;
		}
	}
	return *days || error_set(err,
				  "what is kept is an age (90d, 12w, 6m, 2y) "
				  "or a number (500), not '%s'",
				  amount);
}

/* The user has put a hand on it. */
static bool is_spared(const struct article *art)
{
	return art->is_starred || art->n_tags || (art->note && *art->note);
}

/* The newest that stay, and the day behind which nothing does. */
struct bound {
	int64_t most, before, seen;
};

static void take_rows(struct query_beyond *b, struct bound *to,
		      struct arena *keep, struct arena *page,
		      const struct article_rows *rows)
{
	for (uint32_t i = 0; i < rows->n; i++) {
		const struct article_row *row = &rows->at[i];

		if (to->most ? ++to->seen <= to->most
			     : row->docid >= to->before)
			continue;
		if (is_spared(row->art)) {
			b->n_spared++;
			continue;
		}
		*array_add(keep, b->ids, b->n) = row->art->id;
		if (b->row)
			b->row(b->self, page, row);
	}
}

static bool walk(struct query *q, struct arena *a, struct query_beyond *b,
		 struct bound *to, struct error *err)
{
	struct store_page page = {0, PAGE, STORE_NEWEST, true};
	struct article_rows rows = {0};
	struct arena of_page;
	bool is_good;

	arena_init(&of_page);
	do {
		arena_reset(&of_page);
		is_good = query_rows(q, &of_page, &page, &rows, err);
		if (is_good)
			take_rows(b, to, a, &of_page, &rows);
		page.from = query_reached(q);
	} while (is_good && rows.has_more && page.from);
	arena_free(&of_page);
	return is_good;
}

bool query_keep_beyond(struct store *st, struct arena *a,
		       const struct keep_rule *rule, int64_t now,
		       struct query_beyond *b, struct query_fault *fault,
		       struct error *err)
{
	struct bound to = {0};
	const char *notes;
	int64_t days;
	struct query *q;
	bool is_good;

	fault->start = fault->end = 0;
	b->ids = NULL;
	b->n = b->n_spared = 0;
	if (!query_keep_amount(rule->amount, &days, &to.most, err))
		return false;
	to.before = now - days * DATE_DAY;
	if (!query_open(st, a, rule->query, now, &q, &notes, fault, err))
		return false;
	is_good = walk(q, a, b, &to, err);
	query_close(q);
	return is_good;
}
