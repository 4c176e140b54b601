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

#define WORKER_JOBS_MOST  64u
#define WORKER_TIMEOUT_MS 10000u

struct worker_settings {
	const char *program; /* path of gazette itself */
	const char *data;    /* its data folder */
	unsigned jobs;       /* workers at once; 0: cores, at most 8 */
	unsigned timeout_ms; /* a document; 0: WORKER_TIMEOUT_MS */
	uint8_t depth;       /* enum pipeline_depth */
};

/* A pool without workers: they are started when there is work for them. */
MUST_CHECK bool worker_pool_open(const struct worker_settings *settings,
				 struct worker_pool **out, struct error *err);
void worker_pool_close(struct worker_pool *pool); /* NULL is nothing */

/* What came back for a document.  art is NULL when it failed, with reason. */
struct worker_reply {
	uint64_t ticket; /* the number that worker_submit was given */
	struct article *art;
	const char *reason;
	const char *words; /* JSON that was asked for; or NULL */
	/* Of a feed, with its last reply: what it says of itself.  art may be
	 * NULL then without a reason: nothing is new. */
	const struct document_head *head;
	bool is_last; /* of this ticket: a feed gives many articles */
};

/* May another document be submitted now? */
bool worker_has_room(const struct worker_pool *pool);

/* Hand a document to a worker; there must be room.  The document and what it
 * points to must live until its last reply.
 * Errors  false: longer than a worker takes; nothing will come back. */
MUST_CHECK bool worker_submit(struct worker_pool *pool, uint64_t ticket,
			      const struct document *doc, struct error *err);

/* Wait for the next reply; the article lives in the arena.
 * Returns true with reply filled; *out_any false when nothing is under way.
 * Errors  false: no worker can be started any more. */
MUST_CHECK bool worker_next(struct worker_pool *pool, struct arena *a,
			    struct worker_reply *reply, bool *out_any,
			    struct error *err);

/* Is there a reply that worker_next would give at once? */
bool worker_has_reply(const struct worker_pool *pool);

/* Wait until there is one, or until what `also` asks of poll(2) has come, at
 * most for a second. */
struct pollfd;
MUST_CHECK bool worker_wait(struct worker_pool *pool, struct pollfd *also,
			    struct error *err);

/* Keep the workers supplied without waiting: for who is busy between two calls
 * of worker_next. */
MUST_CHECK bool worker_turn(struct worker_pool *pool, struct error *err);

/* CPU nanoseconds a stage, summed over the workers; lives as long as the
 * pool. */
uint32_t worker_times(const struct worker_pool *pool,
		      const struct pipeline_time **out);

/* The process ids of the workers that run; returns how many there are. */
uint32_t worker_pids(const struct worker_pool *pool,
		     int pids[WORKER_JOBS_MOST]);

/* The child's side: serve documents from the socket until it closes.
 * Returns the exit status. */
int worker_main(int argc, char **argv);

/* What the cage consists of on this kernel, in words, for doctor. */
const char *worker_cage(struct arena *a);

#endif
