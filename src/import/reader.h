/* Bytes of a file, a pipe or standard input, unpacked if packed by gzip. */
#ifndef GAZETTE_IMPORT_READER_H
#define GAZETTE_IMPORT_READER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

struct reader;

/* Open path; "-" is standard input.
 * Errors  false: no right, a folder, a device, ...; in words that follow the
 *         file's name. */
MUST_CHECK bool reader_open(const char *path, struct reader **out,
			    struct error *err);
void reader_close(struct reader *r); /* NULL is nothing */

int64_t reader_time(const struct reader *r); /* of the file; 0: unknown */

/* The first bytes, up to 64 KiB, without taking them. */
MUST_CHECK bool reader_peek(struct reader *r, struct slice *out,
			    struct error *err);

/* Take what is there next, up to 64 KiB; it lives until the next call.  Empty
 * at the end. */
MUST_CHECK bool reader_some(struct reader *r, struct slice *out,
			    struct error *err);

/* All that is left, at most `most` bytes, in the arena. */
MUST_CHECK bool reader_all(struct reader *r, struct arena *a, size_t most,
			   struct slice *out, struct error *err);

enum reader_line { READER_END, READER_LINE, READER_TOO_LONG, READER_FAILED };

/* The next line without its end, in the arena; one of more than `most` bytes
 * is passed over. */
enum reader_line reader_line(struct reader *r, struct arena *a, size_t most,
			     struct slice *out, struct error *err);

#endif
