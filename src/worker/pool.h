/* Inside the pool: what the parent keeps of workers, documents and answers. */
#ifndef GAZETTE_WORKER_POOL_H
#define GAZETTE_WORKER_POOL_H

#include "base/child.h"
#include "worker/frame.h"
#include "worker/worker.h"

#define POOL_QUEUE  2u /* documents a worker has */
#define POOL_STAGES 16u

struct job {
	struct job *next;
	uint64_t ticket;
	const struct document *doc;
	struct str head; /* the frame but for the document's bytes */
	size_t sent;
	unsigned tries;
	size_t given; /* bytes of articles that came of it */
};

struct jobs {
	struct job *first, **last;
};

/* A reply that was not asked for yet. */
struct answer {
	struct answer *next;
	struct arena arena; /* of the reply */
	struct worker_reply reply;
};

struct answers {
	struct answer *first, **last;
};

struct worker {
	struct child child; /* pid 0: not running */
	bool is_ready;
	struct job *queue[POOL_QUEUE];
	unsigned n_queue;
	int64_t since_ms; /* when it got what it is doing */
	struct str in;
	struct answer *held; /* an article that waits for the next frame */
	struct str failure;  /* what it said of its document */
	struct answer *last; /* its head or words, which come last */
};

struct worker_pool {
	struct arena arena;
	struct worker_settings settings;
	char *argv[6];
	struct worker *workers; /* [settings.jobs] */
	struct jobs waiting;
	struct answers answers;
	unsigned under_way; /* documents without their last answer */
	int64_t left_ms;    /* when we last left poll */
	struct pipeline_time times[POOL_STAGES];
	uint32_t n_times;
};

int64_t pool_now_ms(void);

void pool_job_free(struct job *job);

/* Add an answer that says why a document failed; the job is freed. */
void pool_fail(struct worker_pool *pool, struct job *job, struct slice reason);

/* ---- hear.c ---- */

enum heard {
	HEARD_ALL,
	HEARD_NONSENSE, /* it breaks the rules: end it */
	HEARD_FATAL,    /* it cannot work at all, *err says why */
};

/* Work through what a worker has sent: articles and ends become answers. */
enum heard worker_hear(struct worker_pool *pool, struct worker *w,
		       struct error *err);

/* Forget what it was about to say. */
void worker_hush(struct worker *w);

#endif
