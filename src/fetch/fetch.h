/* URL to bytes, politely, through a process of its own: gazette-fetch, the one
 * program that links curl.
 *
 * It asks nobody more than a few things at once, follows no link into private
 * networks, reads no file, and bounds size, time and redirects; it parses
 * nothing but robots.txt.
 */
#ifndef GAZETTE_FETCH_FETCH_H
#define GAZETTE_FETCH_FETCH_H

#include "base/arena.h"
#include "base/str.h"

struct fetch;

#define FETCH_AGENT "gazette"
#define FETCH_MOST  ((size_t)16 << 20) /* decoded bytes of an answer */

struct fetch_settings {
	const char *program; /* path of gazette-fetch */
	unsigned at_once;    /* requests under way at most; 0: 64 */
	unsigned per_host;   /* of them to one host; 0: 4 */
	unsigned patience_s; /* for a first byte; 0: 20 */
	unsigned timeout_s;  /* for all of an answer; 0: 60 */
};

enum fetch_what {
	FETCH_FEED,
	FETCH_PAGE, /* of an article: only where robots.txt allows it */
	FETCH_USER, /* what the user named himself: no robot asks for it */
	FETCH_WHATS
};

struct fetch_request {
	uint8_t what;              /* enum fetch_what */
	const char *url;           /* http or https */
	const char *typed;         /* an address that the user typed: its own
				    * host and port may be private; or NULL */
	const char *etag;          /* of what is known of it, or NULL */
	const char *last_modified; /* likewise */
	uint64_t body;             /* hash of the body it had; 0 unknown */
};

enum fetch_outcome {
	FETCH_GOT,       /* body is filled */
	FETCH_UNCHANGED, /* 304, or the same body again */
	FETCH_GONE,      /* 410 */
	FETCH_BARRED,    /* by robots.txt */
	FETCH_FAILED,
	FETCH_OUTCOMES
};

struct fetch_reply {
	uint64_t ticket;   /* the number that fetch_submit was given */
	uint8_t outcome;   /* enum fetch_outcome */
	uint16_t status;   /* of HTTP; 0 none */
	const char *url;   /* where the answer came from in the end */
	const char *moved; /* where it lives for good now, or NULL */
	const char *etag, *last_modified;
	const char *type, *charset;       /* of Content-Type, or NULL */
	int64_t max_age_s, retry_after_s; /* 0 none */
	uint64_t wire_bytes;              /* that came over the network */
	const char *reason;               /* what failed, in words, or NULL */
	uint64_t hash;                    /* of the body that came; 0 none */
	struct slice body;                /* decoded; if it is FETCH_GOT */
};

/* Start gazette-fetch.  Errors  false: it cannot be started. */
MUST_CHECK bool fetch_open(const struct fetch_settings *settings,
			   struct fetch **out, struct error *err);
void fetch_close(struct fetch *f); /* NULL is nothing */

/* Ask for something; any number may wait.
 * Errors  false: the address is none that can be fetched. */
MUST_CHECK bool fetch_submit(struct fetch *f, uint64_t ticket,
			     const struct fetch_request *request,
			     struct error *err);

/* How many requests have not been answered. */
uint32_t fetch_under_way(const struct fetch *f);

/* What to wait for, once fetch_next has nothing more: the descriptor and the
 * events of poll(2). */
int fetch_descriptor(const struct fetch *f);
short fetch_events(const struct fetch *f);

/* The next answer, in the arena, without waiting.
 * Fills   *out_any false: there is none yet.
 * Errors  false: gazette-fetch is gone, *err says why. */
MUST_CHECK bool fetch_next(struct fetch *f, struct arena *a,
			   struct fetch_reply *reply, bool *out_any,
			   struct error *err);

/* Ask for one thing and wait for it.  Errors  false: it was not got. */
MUST_CHECK bool fetch_one(struct fetch *f, struct arena *a,
			  const struct fetch_request *request,
			  struct fetch_reply *reply, struct error *err);

/* ---- between gazette and gazette-fetch (wire.c) ---- */

enum fetch_frame {
	FETCH_FRAME_ASK = 'Q',
	FETCH_FRAME_ANSWER = 'A',
	FETCH_FRAME_FATAL = 'X', /* text: why it cannot work at all */
};

void fetch_ask_put(struct str *out, uint64_t ticket,
		   const struct fetch_request *request);
MUST_CHECK bool fetch_ask_get(struct arena *a, struct slice payload,
			      uint64_t *ticket, struct fetch_request *out);
void fetch_answer_put(struct str *out, const struct fetch_reply *reply);
/* The body stays where the payload is. */
MUST_CHECK bool fetch_answer_get(struct arena *a, struct slice payload,
				 struct fetch_reply *out);

#endif
