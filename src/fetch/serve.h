/* The inside of gazette-fetch. */
#ifndef GAZETTE_FETCH_SERVE_H
#define GAZETTE_FETCH_SERVE_H

#include "fetch/transfer.h"

struct serve_settings {
	unsigned at_once, per_host, patience_s, timeout_s;
	const char *ca_file, *ca_folder; /* of the user, or NULL */
};

/* Answer the requests that come on descriptor 0 until it closes.
 * Errors  false: descriptor 0 is no socket. */
MUST_CHECK bool fetch_serve(const struct serve_settings *settings,
			    struct error *err);

/* Find the proxies that the environment names: connections to them are the
 * user's wish.  Source: curl's http_proxy, HTTPS_PROXY, ALL_PROXY. */
void serve_find_proxies(struct carrier *carrier);

/* Give up what a fetcher does not need: files but those of certificates and
 * the resolver, programs, other processes.
 * Errors  false: the kernel refused; the caller must not go on. */
MUST_CHECK bool fence_enter(const struct serve_settings *settings,
			    struct error *err);

#endif
