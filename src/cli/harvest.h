/* A fetch of feeds from the network to the archive: what each feed has new,
 * with the full text of its items' pages. */
#ifndef GAZETTE_CLI_HARVEST_H
#define GAZETTE_CLI_HARVEST_H

#include "cli/intake.h"
#include "fetch/fetch.h"
#include "store/feeds.h"
#include "worker/worker.h"

enum harvest_result {
	HARVEST_READ,      /* with what was new in it, if anything */
	HARVEST_UNCHANGED, /* the host says so, or the body is the same */
	HARVEST_GONE,
	HARVEST_FAILED,
	HARVEST_RESULTS
};

/* A feed of the run, and how it went. */
struct harvest_feed {
	const struct feed_row *row; /* as it was before */
	uint8_t result;             /* enum harvest_result */
	uint32_t stored, updated, known;
	uint32_t pages, pages_failed; /* of items: fetched; not to be had */
	struct feed_outcome outcome;  /* as it was written */
	const char *title;            /* its own, or NULL */
	struct arena arena;           /* of all that */

	struct document doc; /* of its body, while a worker has it */
	struct arena body;
	struct str items; /* hashes of what is done with */
	uint32_t open;    /* answers that are still to come */
};

struct harvest {
	struct intake *intake;
	struct worker_pool *pool;
	struct fetch *fetch;
	bool no_pages; /* take what the feeds carry */

	/* A feed is done and what came of it is safe. */
	void *self;
	void (*done)(void *self, const struct harvest_feed *feed);
	/* Now and then. */
	void (*progress)(void *self);

	struct harvest_feed *feeds; /* [n_feeds] */
	uint32_t n_feeds, n_done, n_stored;
};

/* Fetch the feeds of rows, which must live as long.
 * Errors  false: the archive cannot be written, gazette-fetch or the workers
 *         cannot go on; what was told to `done` is safe.
 */
MUST_CHECK bool harvest_run(struct harvest *h, const struct feed_rows *rows,
			    struct error *err);
void harvest_free(struct harvest *h);

extern const struct names harvest_results;

#endif
