/* Who waits for which host, and whose turn it is. */
#ifndef GAZETTE_FETCH_HOSTS_H
#define GAZETTE_FETCH_HOSTS_H

#include "base/map.h"
#include "fetch/transfer.h"

enum robots_state {
	ROBOTS_UNKNOWN,
	ROBOTS_ASKED,
	ROBOTS_KNOWN,
	ROBOTS_SILENT, /* it could not be asked: no page is fetched */
};

struct host {
	const char *name; /* "https://example.org:443" */
	struct transfer *first, **last;
	unsigned running;    /* transfers, the slow ones too */
	uint8_t robots;      /* enum robots_state */
	struct slice rules;  /* of robots.txt, if known */
	const char *silence; /* why it could not be asked */
};

struct hosts {
	struct arena arena;
	struct map names;
	struct host **at; /* they do not move */
	uint32_t n, turn;
	unsigned per_host;
	struct transfer *active; /* of all hosts */
	unsigned n_active;
};

void hosts_init(struct hosts *h, unsigned per_host);
void hosts_free(struct hosts *h);

/* The host that a transfer goes to next. */
struct host *hosts_of(struct hosts *h, const struct transfer *t);

/* Put a transfer at the end of its host's queue. */
void hosts_wait(struct hosts *h, struct transfer *t);

/* Take the next transfer that may run now and count it as running; NULL when
 * there is none.  Hosts take turns.
 *
 * A transfer that has been running for more than two seconds keeps nobody of
 * its host back any more, after a quarter nobody of another, up to a bound:
 * one slow answer delays no other. */
struct transfer *hosts_next(struct hosts *h, unsigned at_once);

/* It ran, or is not to run; it is in no list any more. */
void hosts_ran(struct hosts *h, struct transfer *t);

#endif
