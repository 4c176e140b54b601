/* Data as it lies in memory, in a file: what takes milliseconds to make is
 * made once, written with its pointers, and mapped where it was made, ready
 * at once.  Where that place is taken it is mapped elsewhere and its pointers
 * are moved.
 *
 * A file fits the program that made it and no other: `stamp` must tell
 * programs and inputs apart.  Its head has magic, version, byte order, stamp,
 * size and checksum; what does not fit is as good as absent.
 */
#ifndef GAZETTE_BASE_IMAGE_H
#define GAZETTE_BASE_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

/* Make the data, all of it in the arena, and the same at every call.
 *
 * Fills   *root.
 */
typedef bool image_maker(void *self, struct arena *a, void **root,
			 struct error *err);

/* Make the data and write it to path.
 *
 * Errors  false: it cannot be made or written, is too large, or points at
 *         something that is not in the arena.
 */
MUST_CHECK bool image_write(const char *path, image_maker *make, void *self,
			    uint64_t stamp, struct error *err);

/* Map the data of a file to be read; it stays until the program ends.
 *
 * Returns its root, NULL when there is no file or it does not fit.
 */
const void *image_map(const char *path, uint64_t stamp);

#endif
