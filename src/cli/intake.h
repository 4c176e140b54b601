/* Articles into the archive, politely: what every command does that takes some
 * in.
 *
 * Many share a transaction, which is kept short, and others may write between
 * two; a disk is not filled to its last byte; originals are kept as the user
 * set it; his rules act on what is new once it is safe.
 */
#ifndef GAZETTE_CLI_INTAKE_H
#define GAZETTE_CLI_INTAKE_H

#include "cli/cli.h"
#include "conf/options.h"

struct intake {
	struct cli *cli;
	struct known *known;
	struct conf conf;
	bool is_dry;  /* only look what would be done */
	bool is_open; /* a transaction is */
	int64_t opened_ms, began_ms, committed_ms;
	bool has_stored;    /* something, since it was opened */
	struct arena arena; /* of the open transaction */
	int64_t *fresh;     /* ids of articles that are new in it */
	uint32_t n_fresh;
	uint64_t cpu_ns; /* spent on all of it */
};

/* Open the archive and read what is known and set.  With is_dry it is only
 * read, and none is made.
 * Errors  false, said on standard error. */
MUST_CHECK bool intake_open(struct intake *in, struct cli *cli, bool is_dry);

/* Only the archive, unless it is open; with is_dry there may be none
 * (cli->store NULL). */
MUST_CHECK bool intake_archive(struct cli *cli, bool is_dry);

/* Ends the work; what came in is tidied up (store_tidy). */
void intake_close(struct intake *in);

/* Make sure that a transaction is open: for who writes something beside.
 * Errors  false: the archive cannot be written, its disk is full. */
MUST_CHECK bool intake_begin(struct intake *in, struct error *err);

/* Store an article, whose key is made here; original is what it came from.
 *
 * Fills   *how and *id (0 for what only would be stored).
 * Errors  false with *fault "": the archive cannot be written, *err says why;
 *         false with *fault: this article could not be stored.
 */
MUST_CHECK bool intake_put(struct intake *in, struct article *art,
			   const struct original *original, enum store_how *how,
			   int64_t *id, struct error *fault, struct error *err);

/* Has the open transaction lasted as long as it may? */
bool intake_is_due(const struct intake *in);

/* What was put is safe when this returns.
 * Errors  false: it is not. */
MUST_CHECK bool intake_commit(struct intake *in, struct error *err);

/* CPU nanoseconds of this process so far. */
uint64_t intake_cpu_ns(void);

int64_t intake_now_ms(void);

#endif
