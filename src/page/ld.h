/* What a page says of itself in JSON-LD. */
#ifndef GAZETTE_PAGE_LD_H
#define GAZETTE_PAGE_LD_H

#include "base/arena.h"
#include "base/str.h"

struct page_ld {
	const char *headline, *published, *publisher,
		*body; /* NULL: not there */
	const char *language;
	struct slice *authors;
	uint32_t n_authors;
	struct slice *bodies; /* organisations named as authors */
	uint32_t n_bodies;
	bool is_article; /* an article object, not only a page's */
};

/* Read the scripts, take the object that is this page's article.
 *
 * Reads   json[0..n): bodies of the scripts, often broken; url and title of
 *         the page, to choose among several (may be NULL, empty).
 * Fills   *out; strings in the arena.
 * Source  schema.org Article and its kin; JSON-LD 1.1 @graph and @id.
 */
void page_ld_read(struct arena *a, const struct slice *json, uint32_t n,
		  const char *url, struct slice title, struct page_ld *out);

#endif
