/* What people saved with a service, as its export has it: Wallabag, Pocket,
 * Instapaper, Readwise. */
#ifndef GAZETTE_FEED_SAVED_H
#define GAZETTE_FEED_SAVED_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* Read an export, or a part of one that holds whole records.
 *
 * Reads   service: its name, "pocket"; bytes: CSV with its head, an array of
 *         JSON, HTML.
 * Appends to out a line of JSON: an array of objects {"url", "title",
 *         "author", "source", "guid", "html", "note", "tags", "kept" and
 *         "published" (Unix seconds), "read", "starred"}, or {"fault", "url"}
 *         for a record that cannot be taken.  Addresses are http(s),
 *         normalised; all strings are clean.
 * Errors  false: it is no export of that service.
 * Source  the services' own exports of 2023 to 2025; RFC 4180.
 */
MUST_CHECK bool saved_parse(struct arena *a, const char *service,
			    struct slice bytes, struct str *out,
			    struct error *err);

#endif
