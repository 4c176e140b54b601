/* The one map: from byte strings to 32-bit numbers, in an arena.
 *
 * Nothing is removed.  Its order is never seen: whoever wants to walk its keys
 * keeps them in an array and maps to the index.
 */
#ifndef GAZETTE_BASE_MAP_H
#define GAZETTE_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct map_slot;

struct map {
	struct arena *arena;
	struct map_slot *slots; /* [room], room a power of two */
	uint32_t room, count;
};

/* An empty map whose memory lives in a.  Keys are not copied: they must live
 * as long as the map. */
void map_init(struct map *m, struct arena *a);

/* Make room for n keys in an empty map, so that it need not grow. */
void map_reserve(struct map *m, uint32_t n);

/* Is the key there?  Fills *value (left alone when it is not). */
bool map_get(const struct map *m, const char *key, size_t len, uint32_t *value);

/* The place of the key's value, made (0) when the key is new; *is_new tells.
 * The pointer holds until the next map_put. */
uint32_t *map_put(struct map *m, const char *key, size_t len, bool *is_new);

#endif
