/* Files as a whole. */
#ifndef GAZETTE_BASE_FILE_H
#define GAZETTE_BASE_FILE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

/* Read a regular file (or a pipe, "-" for standard input) of at most `most`
 * bytes.
 *
 * Returns its bytes, terminated, in the arena; NULL with *err when it cannot
 *         be read, is a directory or device, or is larger.
 */
char *file_read(struct arena *a, const char *path, size_t most, size_t *len,
		struct error *err);

/* Map a regular file of at most `most` bytes to be read in place; it stays
 * mapped until the program ends.
 *
 * Fills   *bytes; empty for an empty file.
 * Errors  false: it cannot be read, is no regular file, or is larger.
 */
MUST_CHECK bool file_map(const char *path, size_t most, struct slice *bytes,
			 struct error *err);

#endif
