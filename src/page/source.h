/* The paper that an article is from, as its reader sees it; and what wire
 * agencies write before the first sentence. */
#ifndef GAZETTE_PAGE_SOURCE_H
#define GAZETTE_PAGE_SOURCE_H

#include "base/date.h"
#include "page/work.h"

/* A line of a name and a day ("Ostrel Evening Post, Sunday 22 February 2026",
 * "Kolvik, 14 mars").
 * Fills   *name with what stands before the day, paper or place. */
bool page_source_dateline(const struct page_work *w, struct slice text,
			  struct slice *name);

/* The authors' part of what follows "By": up to a role in small letters
 * ("Ann Lee, our correspondent in Ostrel"). */
struct slice page_byline_names(struct slice text);

/* Is it a paper's name?  By a word of it, or by the page's own address. */
bool page_source_is(const struct page_work *w, struct slice name);

/* The owner that a copyright line names; empty if none. */
struct slice page_source_copyright(struct slice text);

/* What the start of a story says: "OSTREL, Lethmar, Feb 28 (Reuters) -". */
struct page_wire {
	const char *agency;   /* full name, or NULL */
	struct when day;      /* WHEN_NONE: not with its year */
	uint32_t month, mday; /* 0: not said */
};

/* Read the dateline at the start of a paragraph; it stays where it is.
 * Returns whether there is one. */
bool page_wire_read(const struct page_work *w, struct slice text,
		    struct page_wire *out);

#endif
