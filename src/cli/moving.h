/* Articles that move in, from another program's cache or a service's export,
 * through the workers into the archive, with what was read, starred, tagged
 * and noted of them. */
#ifndef GAZETTE_CLI_MOVING_H
#define GAZETTE_CLI_MOVING_H

#include "cli/intake.h"
#include "import/moved.h"

enum moving_count {
	MOVING_STORED,
	MOVING_KNOWN,
	MOVING_FAILED,
	MOVING_DELETED,
	MOVING_PAGES,
	MOVING_BARE,
	MOVING_READ,
	MOVING_STARRED,
	MOVING_TAGGED,
	MOVING_NOTED,
	MOVING_COUNTS
};

enum moving_step {
	MOVING_END,
	MOVING_ITEM,
	MOVING_UNFIT,   /* one that cannot be taken: *reason says why */
	MOVING_SKIPPED, /* one that was deleted where it was */
	MOVING_BROKEN,  /* what is read can be read no further: *err */
};

struct moving {
	struct cli *cli;
	void *self;

	/* The next item, in the arena; *feed: that of the archive which
	 * brought it, 0 none. */
	enum moving_step (*next)(void *self, struct arena *a,
				 struct moved_item *item, int64_t *feed,
				 const char **reason, struct error *err);

	bool is_dry;   /* count only */
	bool is_saved; /* by its reader's hand: what is in the archive already
			* gets tags, star and note too; where an item has no
			* text its page is fetched */

	uint32_t count[MOVING_COUNTS];
	bool is_broken;          /* next has said so */
	struct error broken_err; /* why */
};

/* Take all of them.
 * Fills   count, is_broken.
 * Errors  false: the archive cannot be written, no worker be started. */
MUST_CHECK bool moving_run(struct moving *m, struct error *err);

/* A line on standard output for each count that is not 0. */
void moving_print(const struct moving *m);

/* "stored<TAB>NUMBER<TAB>NAME[<TAB>MORE]" on standard output; number 0: "-". */
void moving_line(const char *what, int64_t number, const char *name,
		 const char *more);

/* The exit status: refused, beside articles, is what was not taken. */
int moving_status(const struct moving *m, uint32_t n_taken, uint32_t n_refused);

#endif
