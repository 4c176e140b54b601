/* The one growing array: a pair of pointer and count beside each other in a
 * struct, grown inside an arena.
 *
 *	struct article { ... struct block *blocks; uint32_t n_blocks; ... };
 *	struct block *b = array_add(a, art->blocks, art->n_blocks);
 *
 * The capacity is not kept: it is the power of two at or above the count (8 at
 * least), which the count alone tells.  So an array that is grown with
 * array_add must have been grown by it from empty.
 */
#ifndef GAZETTE_BASE_ARRAY_H
#define GAZETTE_BASE_ARRAY_H

#include <stdint.h>

#include "base/arena.h"

/* Make room for one more element behind count; returns the array, moved if it
 * had to be.  The new element is zeroed. */
void *array_grow(struct arena *a, void *at, uint32_t count, size_t size);

/* Append a zeroed element and give its address. */
#define array_add(a, at, n)                                                    \
	((at) = array_grow((a), (at), (n), sizeof(*(at))), &(at)[(n)++])

/* A copy that has room for the elements there are and no more: for what is
 * whole and kept.  Nothing may be added to it. */
void *array_settle(struct arena *a, const void *at, uint32_t count,
		   size_t size);

#define array_length(fixed) (sizeof(fixed) / sizeof((fixed)[0]))

#endif
