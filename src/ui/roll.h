/* The articles of a query, newest first: a window of rows that follows the
 * one row that is current, so that nothing grows with the archive. */
#ifndef GAZETTE_UI_ROLL_H
#define GAZETTE_UI_ROLL_H

#include "query/query.h"
#include "store/store.h"

enum roll_order {
	ROLL_NEWEST,
	ROLL_OLDEST,
	ROLL_BEST,
	ROLL_TITLE,
	ROLL_SOURCE,
	ROLL_LONGEST,
	ROLL_UNREAD,
	ROLL_ORDERS
};

extern const struct names roll_orders;

/* "newest first". */
const char *roll_order_words(uint8_t order);

struct roll {
	struct store *store;
	struct query *query; /* NULL: all articles */
	char text[256];
	struct arena arena; /* of the rows */
	struct arena of_query;
	struct article_row *rows;
	uint32_t n, at; /* at: the current row */
	bool has_newer, has_older;
	bool with_copies;
	uint8_t order; /* enum roll_order */
	bool is_cut;   /* in another order than newest: there are older ones */
	const char *notes; /* what the query's reading should tell, or NULL */
	int64_t counted;   /* about how many there are; 0: not known */
	uint32_t changes;  /* grows whenever rows is another array */
	uint32_t opened;   /* grows when what is shown was read anew */
};

void roll_init(struct roll *roll, struct store *store);
void roll_free(struct roll *roll);

/* Show a query's articles, the one at docid current (0: the newest).
 * Errors  false with *fault set: the roll is as it was. */
MUST_CHECK bool roll_open(struct roll *roll, const char *text, int64_t now,
			  int64_t docid, struct query_fault *fault,
			  struct error *err);

/* Sort it; another order than by day is of the newest 4,000. */
MUST_CHECK bool roll_sort(struct roll *roll, enum roll_order order,
			  struct error *err);

/* Read the rows again, the current one staying current. */
MUST_CHECK bool roll_reload(struct roll *roll, struct error *err);

/* Make rows[at] current and see that there are `around` rows on both sides
 * where there are so many. */
MUST_CHECK bool roll_set(struct roll *roll, uint32_t at, uint32_t around,
			 struct error *err);

/* To the newest or the oldest there is. */
MUST_CHECK bool roll_newest(struct roll *roll, struct error *err);
MUST_CHECK bool roll_oldest(struct roll *roll, struct error *err);

/* Make the article current if it is among the rows. */
bool roll_find(struct roll *roll, int64_t docid);

struct article_row *roll_current(const struct roll *roll);

/* Not read yet, and born unread. */
static inline bool row_is_unread(const struct article_row *row)
{
	return !row->art->is_read && !row->is_saved;
}

#endif
