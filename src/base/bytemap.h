/* From many byte strings to one byte each, in five bytes a slot: the keys are
 * not kept but 32 bits of their hash, so that of a thousand million unknown
 * keys one is taken for a known one.
 */
#ifndef GAZETTE_BASE_BYTEMAP_H
#define GAZETTE_BASE_BYTEMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct bytemap {
	uint32_t *tags; /* [n_slots], 0 free */
	uint8_t *values;
	uint32_t n_slots, room;
};

/* An empty map with room for n keys, in the arena. */
void bytemap_init(struct bytemap *m, struct arena *a, uint32_t n);

/* Set the value of a key; more keys than there is room for are a fault. */
void bytemap_put(struct bytemap *m, const char *key, size_t len, uint8_t value);

/* Is the key there?  Fills *value (left alone when it is not). */
bool bytemap_get(const struct bytemap *m, const char *key, size_t len,
		 uint8_t *value);

#endif
