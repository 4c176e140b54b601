/* Lists of feeds: those that an OPML file has, those that a page names. */
#ifndef GAZETTE_FEED_LIST_H
#define GAZETTE_FEED_LIST_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

#define FEED_LIST_MOST 50000u

struct feed_listed {
	const char *url;  /* as it stands there: anything, one line */
	const char *name; /* or NULL */
	const char *link; /* of its site, or NULL */
	const char *type; /* "rss", "application/atom+xml"; or NULL */
	const char **tags;
	uint32_t n_tags;
	bool has_filter; /* a program was named for it */
};

struct feed_list {
	struct feed_listed *feeds;
	uint32_t n_feeds;
};

/* Read OPML; folders become tags.
 * Fills   *out, in the arena; addresses are not judged.
 * Errors  false: it is no OPML.
 */
MUST_CHECK bool feed_list_parse(struct arena *a, struct slice bytes,
				const char *charset, struct feed_list *out,
				struct error *err);

/* The feeds that a site's page names: <link rel="alternate"> with a feed's
 * type, best first; without one, links that look like a feed's.
 *
 * Reads   bytes in any encoding; url of the page, which must not be NULL.
 * Fills   *out, in the arena: http(s) addresses, each once; none is no error.
 */
void feed_discover(struct arena *a, struct slice bytes, const char *charset,
		   const char *url, struct feed_list *out);

/* As a line of JSON: an array of {"url", "name", "link", "type", "tags",
 * "filter"}. */
void feed_list_json(const struct feed_list *list, struct str *out);

#endif
