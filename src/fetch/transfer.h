/* One request as curl carries it out, hop by hop. */
#ifndef GAZETTE_FETCH_TRANSFER_H
#define GAZETTE_FETCH_TRANSFER_H

#include <curl/curl.h>

#include "fetch/fetch.h"

/* Of all that is under way; one transfer at a time may go beyond, so that each
 * comes to its end. */
#define TRANSFER_BUDGET ((size_t)48 << 20)

struct transfer;

/* What transfers share. */
struct carrier {
	unsigned patience_s, timeout_s;
	size_t held;             /* bytes of bodies and of answers that wait */
	struct transfer *senior; /* who may go beyond the budget */
	const char *ca_file, *ca_folder; /* of the user, or NULL */
	struct sockaddr_storage
		proxies[8]; /* where connections may always go */
	unsigned n_proxies;
};

struct transfer {
	struct transfer *next; /* in whatever list it stands */
	struct carrier *carrier;
	struct arena arena; /* of the request and its answer */
	uint64_t ticket;
	struct fetch_request ask;
	bool is_robots; /* asked by ourselves */

	const char *url;  /* of this hop */
	const char *host; /* "https://example.org:443" */
	const char *path; /* with its query, for robots.txt */
	bool may_be_private;
	unsigned hops;
	bool has_wandered; /* by a redirect that is not for good */

	CURL *easy;
	struct curl_slist *headers;
	char words[CURL_ERROR_SIZE];
	const char *stop; /* why a callback of ours ended it */
	size_t header_bytes;
	int64_t began_ms, deadline_ms; /* 0: not yet */
	bool is_paused;

	struct str body;
	struct fetch_reply reply;
};

int64_t transfer_now_ms(void);

struct transfer *transfer_new(struct carrier *carrier);
void transfer_free(struct transfer *t);

/* Take an address as the next hop: fills url, host, path, may_be_private.
 * Errors  false with t->reply.reason: none that may be fetched. */
MUST_CHECK bool transfer_aim(struct transfer *t, const char *url);

/* Make t->easy ready to run. */
void transfer_set_up(struct transfer *t);

enum transfer_step {
	TRANSFER_DONE, /* t->reply is filled */
	TRANSFER_ON,   /* to the next hop, which is aimed at */
};

/* What came of a hop. */
enum transfer_step transfer_end(struct transfer *t, CURLcode result);

#endif
