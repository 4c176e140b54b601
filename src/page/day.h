/* Days as people write them. */
#ifndef GAZETTE_PAGE_DAY_H
#define GAZETTE_PAGE_DAY_H

#include "base/date.h"
#include "page/lists.h"

/* Find the first day in a text.
 *
 * Reads   lists->months; month_first: 3/4/2026 is March 4.
 * Fills   *out: the day as written, with its second where ISO 8601 gives one.
 * Returns whether there is one; years 1990 to 2100.
 */
bool page_day_find(struct arena *a, const struct page_lists *lists,
		   struct slice text, bool month_first, struct when *out);

/* The same in text that is folded already; *start and *end tell where. */
bool page_day_in(const struct page_lists *lists, struct slice folded,
		 bool month_first, struct when *out, size_t *start,
		 size_t *end);

/* The first day without its year ("14 mars", "Feb. 28") in folded text. */
bool page_day_partial(const struct page_lists *lists, struct slice folded,
		      uint32_t *month, uint32_t *day);

#endif
