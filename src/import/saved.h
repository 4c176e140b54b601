/* A service's export, cut into parts that hold whole records: of CSV, of an
 * array of JSON; anything else is one part. */
#ifndef GAZETTE_IMPORT_SAVED_H
#define GAZETTE_IMPORT_SAVED_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

struct saved;

/* Open the file ("-": standard input); a part is handed out when it has `least`
 * bytes or more.
 * Errors  false: as reader_open. */
MUST_CHECK bool saved_open(const char *path, size_t least, struct saved **out,
			   struct error *err);
void saved_close(struct saved *s); /* NULL is nothing */

/* The next part, a document of its own: with the head of the CSV, as an array;
 * it lives until the next call.  *out is empty at the end.
 * Errors  false: it cannot be read; one record is larger than IMPORT_MOST. */
MUST_CHECK bool saved_next(struct saved *s, struct slice *out,
			   struct error *err);

#endif
