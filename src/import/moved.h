/* An article that moves in from another program or a service. */
#ifndef GAZETTE_IMPORT_MOVED_H
#define GAZETTE_IMPORT_MOVED_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* Strings are UTF-8 without control characters, or NULL: not known. */
struct moved_item {
	const char *guid, *title, *author, *url;
	const char *source;       /* the title of its feed or site */
	const char *home;         /* and its address */
	const char *base;         /* what its links are relative to */
	const char *content;      /* HTML, or plain text; */
	const char *content_type; /* "text/plain" */
	const char *enclosure, *enclosure_type;
	int64_t published, kept; /* Unix seconds; 0 unknown */
	bool shares_url;         /* with others of its feed */

	/* What its reader made of it. */
	const char **tags;
	uint32_t n_tags;
	const char *note;
	bool is_read, is_starred;
};

/* The item as a JSON Feed that holds it alone, in the arena: what a worker
 * makes an article of. */
struct slice moved_item_feed(struct arena *a, const struct moved_item *item);

#endif
