/* The pipeline in caged children: documents out, annotated articles back.
 *
 * gazette is executed again ("gazette --worker"), not forked.  A worker has no
 * file system, no network and no way to start a program; a memory limit and a
 * time limit.  A document that crashes or hangs it costs that document.
 */
#ifndef GAZETTE_WORKER_WORKER_H
#define GAZETTE_WORKER_WORKER_H

#include "article/document.h"
#include "pipeline/pipeline.h"

struct worker_pool;

struct worker_settings {
	const char *program; /* path of gazette itself */
	const char *data;    /* its data folder */
	unsigned jobs;       /* workers at once */
	unsigned timeout_ms; /* a document */
	uint8_t depth;       /* enum pipeline_depth */
	bool timing;         /* ask for CPU a stage */
};

MUST_CHECK bool worker_pool_open(const struct worker_settings *settings,
				 struct worker_pool **out, struct error *err);
void worker_pool_close(struct worker_pool *pool);

/* What came back for a document.  art is NULL when it failed, with reason. */
struct worker_reply {
	uint64_t ticket; /* the number that worker_submit was given */
	struct article *art;
	const char *reason;
};

/* Hand a document to a worker; blocks while all are busy and have one
 * waiting, so call worker_next as often as worker_has_room says no. */
bool worker_has_room(const struct worker_pool *pool);
MUST_CHECK bool worker_submit(struct worker_pool *pool, uint64_t ticket,
			      const struct document *doc, struct error *err);

/* Wait for the next reply; the article lives in the arena.
 * Returns true with reply filled; *out_any false when nothing is under way.
 * Errors  false: no worker can be started any more. */
MUST_CHECK bool worker_next(struct worker_pool *pool, struct arena *a,
			    struct worker_reply *reply, bool *out_any,
			    struct error *err);

/* CPU nanoseconds a stage, summed over the workers. */
uint32_t worker_times(const struct worker_pool *pool,
		      const struct pipeline_time **out);

/* The child's side: serve documents from the socket until it closes.
 * Returns the exit status. */
int worker_main(int argc, char **argv);

/* What the cage consists of on this kernel, in words, for doctor. */
const char *worker_cage(struct arena *a);

#endif
