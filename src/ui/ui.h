/* The reader: views of the archive on a terminal. */
#ifndef GAZETTE_UI_UI_H
#define GAZETTE_UI_UI_H

#include "conf/paths.h"
#include "store/store.h"

struct ui_start {
	struct store *store;
	const struct paths *paths;
	const char *query; /* what the list shows first, "" for all */
	int64_t now;       /* Unix seconds */
};

/* Run the reader until the user leaves.
 *
 * Errors  false: no terminal, or the archive cannot be read.
 */
MUST_CHECK bool ui_run(const struct ui_start *start, struct error *err);

#endif
