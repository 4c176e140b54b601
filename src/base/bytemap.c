/* Open addressing with linear probing, at most four fifths full. */
#include "base/bytemap.h"

#include <assert.h>

#include "base/hash.h"

#define SEED UINT64_C(0x67617a62797465)

void bytemap_init(struct bytemap *m, struct arena *a, uint32_t n)
{
	m->room = n;
	m->n_slots = n + n / 4 + 1;
	m->tags = arena_array(a, m->n_slots, sizeof(*m->tags));
	m->values = arena_array(a, m->n_slots, sizeof(*m->values));
}

/* The slot of a key, or the free one where it would stand. */
static uint32_t slot_of(const struct bytemap *m, const char *key, size_t len,
			uint32_t *tag)
{
	uint64_t hash = hash_bytes(key, len, SEED);
	uint32_t i = (uint32_t)(((hash >> 32) * m->n_slots) >> 32);

	*tag = (uint32_t)hash | 1u;
	while (m->tags[i] && m->tags[i] != *tag)
		i = i + 1 < m->n_slots ? i + 1 : 0;
	return i;
}

void bytemap_put(struct bytemap *m, const char *key, size_t len, uint8_t value)
{
	uint32_t tag, i = slot_of(m, key, len, &tag);

	assert(m->tags[i] || m->room);
	m->room -= m->tags[i] == 0;
	m->tags[i] = tag;
	m->values[i] = value;
}

bool bytemap_get(const struct bytemap *m, const char *key, size_t len,
		 uint8_t *value)
{
	uint32_t tag, i = slot_of(m, key, len, &tag);

	if (!m->tags[i])
		return false;
	*value = m->values[i];
	return true;
}
