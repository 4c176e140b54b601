/* Open addressing with linear probing, at most three quarters full. */
#include "base/map.h"

#include <string.h>

#include "base/hash.h"

struct map_slot {
	const char *key; /* NULL: free */
	uint32_t len, value;
	uint64_t hash;
};

#define MAP_FIRST 16u
#define MAP_SEED  UINT64_C(0x67617a65747465)

void map_init(struct map *m, struct arena *a)
{
	memset(m, 0, sizeof(*m));
	m->arena = a;
}

void map_reserve(struct map *m, uint32_t n)
{
	m->room = MAP_FIRST;
	while (m->room / 4 * 3 <= n)
		m->room *= 2;
	m->slots = arena_array(m->arena, m->room, sizeof(*m->slots));
}

static struct map_slot *map_find(const struct map *m, const char *key,
				 size_t len, uint64_t hash)
{
	uint32_t i = (uint32_t)hash & (m->room - 1);

	for (;; i = (i + 1) & (m->room - 1)) {
		struct map_slot *slot = &m->slots[i];

		if (!slot->key)
			return slot;
		if (slot->hash == hash && slot->len == len &&
		    memcmp(slot->key, key, len) == 0)
			return slot;
	}
}

bool map_get(const struct map *m, const char *key, size_t len, uint32_t *value)
{
	const struct map_slot *slot;

	if (m->count == 0)
		return false;
	slot = map_find(m, key, len, hash_bytes(key, len, MAP_SEED));
	if (!slot->key)
		return false;
	*value = slot->value;
	return true;
}

static void map_grow(struct map *m)
{
	struct map_slot *old = m->slots;
	uint32_t old_room = m->room;

	m->room = old_room ? old_room * 2 : MAP_FIRST;
	m->slots = arena_array(m->arena, m->room, sizeof(*m->slots));
	for (uint32_t i = 0; i < old_room; i++) {
		if (old[i].key)
			*map_find(m, old[i].key, old[i].len, old[i].hash) =
				old[i];
	}
}

uint32_t *map_put(struct map *m, const char *key, size_t len, bool *is_new)
{
	uint64_t hash = hash_bytes(key, len, MAP_SEED);
	struct map_slot *slot;

	if (m->count >= m->room / 4 * 3)
		map_grow(m);
	slot = map_find(m, key, len, hash);
	*is_new = !slot->key;
	if (!slot->key) {
		*slot = (struct map_slot){
			.key = key, .len = (uint32_t)len, .hash = hash};
		m->count++;
	}
	return &slot->value;
}
