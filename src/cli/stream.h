/* Documents through the workers; what comes back is handed on in the order in
 * which the documents came, however many workers there are, so that the same
 * input always gives the same archive. */
#ifndef GAZETTE_CLI_STREAM_H
#define GAZETTE_CLI_STREAM_H

#include "cli/cli.h"
#include "import/import.h"
#include "worker/worker.h"

struct stream_item {
	struct arena arena; /* of all that belongs to it */
	struct import_item in;
	void *own;             /* of who drives the stream */
	struct article **arts; /* what the document gave */
	uint32_t n_arts;
	const char *words;                /* or gave instead: JSON; NULL */
	const struct document_head *head; /* of a feed; NULL */
	const char *reason;               /* why it gave none, or NULL */
	bool is_done;
};

/* Read a file or standard input ("-") as the item's document; what cannot be
 * read is an item that failed. */
void stream_item_read(struct stream_item *item, const char *input);

struct stream {
	struct worker_pool *pool;
	void *self;

	/* The next document, in item->in and item->arena; false: the end. */
	bool (*next)(void *self, struct stream_item *item);

	/* Some are done, in their order: at[0..n).  at_end: no more come.
	 * Errors  false: the stream stops. */
	bool (*done)(void *self, struct stream_item **at, uint32_t n,
		     bool at_end, struct error *err);

	unsigned batch_ms; /* collect what is done for so long; 0: do not */
};

/* Run until next is at its end or done says stop. */
MUST_CHECK bool stream_run(struct stream *s, struct error *err);

/* A pool of workers for this run: --jobs, if the command has it.
 * Errors  false, said on standard error; *status is the exit status. */
MUST_CHECK bool cli_workers(struct cli *cli, enum pipeline_depth depth,
			    struct worker_pool **out, int *status);

/* One document through one worker, in the arena.
 * Errors  false: it is no article, or no worker can be started. */
MUST_CHECK bool stream_one(struct worker_pool *pool, struct arena *a,
			   const struct document *doc, struct article **out,
			   struct error *err);

/* Print CPU time a stage on standard error; the second gives their sum. */
void stream_print_time(const char *stage, uint64_t cpu_ns, uint32_t n_articles);
uint64_t stream_print_times(const struct worker_pool *pool,
			    uint32_t n_articles);

#endif
