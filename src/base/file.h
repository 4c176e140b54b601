/* Files as a whole. */
#ifndef GAZETTE_BASE_FILE_H
#define GAZETTE_BASE_FILE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

/* Read a regular file (or a pipe, "-" for standard input) of at most `most`
 * bytes.
 *
 * Returns its bytes, terminated, in the arena; NULL with *err when it cannot
 *         be read, is a directory or device, or is larger.
 */
char *file_read(struct arena *a, const char *path, size_t most, size_t *len,
		struct error *err);

#endif
