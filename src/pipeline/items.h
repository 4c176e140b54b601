/* A feed's items to articles. */
#ifndef GAZETTE_PIPELINE_ITEMS_H
#define GAZETTE_PIPELINE_ITEMS_H

#include "article/document.h"
#include "feed/feed.h"
#include "page/page.h"

/* A feed whose items are gone through. */
struct items {
	const struct feed *feed;
	const struct document *doc;
	bool *has_own_link; /* [n_entries]: no other item's, nor the feed's */
};

/* Ready the walk, in the arena. */
void items_init(struct items *it, struct arena *a, const struct feed *feed,
		const struct document *doc);

/* Item n to an article whose text is clean; not annotated.
 *
 * Fills   *out, in the arena: as page_clean_item, and of the item its title,
 *         authors, time, address, ref (its id), item (its hash), enclosures
 *         and comments as links; source: the document's, else the feed's
 *         title; is_partial.
 * Errors  false: it has neither text nor title.
 */
MUST_CHECK bool items_article(const struct items *it, uint32_t n,
			      struct arena *a, const struct page_lists *lists,
			      struct article **out, struct error *err);

/* What is said of the feed as a whole, but for what was done with its items. */
void items_head(const struct items *it, struct arena *a,
		struct document_head *head);

#endif
