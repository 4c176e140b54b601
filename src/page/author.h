/* Who wrote it. */
#ifndef GAZETTE_PAGE_AUTHOR_H
#define GAZETTE_PAGE_AUTHOR_H

#include "page/work.h"

/* Add the authors that a text names ("By Ann Lee, Bo Ek and Cy Fu") to
 * w->authors, but for those that are none: the site, "admin", addresses. */
void page_authors_split(struct page_work *w, struct slice text);

/* When nobody else was found: the body, the site or the staff that a byline
 * names. */
void page_author_faint(struct page_work *w);

/* Add the authors of a line that says "By"; with is_sure also of one that
 * says only names. */
void page_author_line(struct page_work *w, const struct page_line *line,
		      bool is_sure);

/* Add the authors that elements of the page name: itemprop, rel, class,
 * links to an author's page. */
void page_authors_tree(struct page_work *w);

#endif
