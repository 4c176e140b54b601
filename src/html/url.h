/* Addresses: made absolute, made one. */
#ifndef GAZETTE_HTML_URL_H
#define GAZETTE_HTML_URL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* Make a reference absolute.
 *
 * Reads   base: an absolute address, or NULL; ref: as a page writes it.
 * Returns an http or https address in the arena, blanks and non-ASCII as %XX;
 *         NULL where ref is of another scheme (javascript:, mailto:, data:),
 *         points into its own page, or has no base that it needs.
 * Source  RFC 3986 section 5.
 */
char *html_url_resolve(struct arena *a, const char *base, struct slice ref);

/* Make an address one that all ways to write it share: scheme and host in
 * small letters, default port, fragment and tracking parameters off, dot
 * segments resolved, %XX in capitals and only where it must be.
 *
 * Returns a copy in the arena; what is no http(s) address comes back as it is.
 */
char *html_url_normal(struct arena *a, const char *url);

/* The host, without "www.", "m.", "mobile." or "amp."; empty when there is
 * none. */
struct slice html_url_host(const char *url);

bool html_url_same_host(const char *left, const char *right);

#endif
