/* A 64-bit hash of bytes, the same on every machine and in every run.  Not
 * for keeping hostile input from colliding on purpose: map.h bounds that by
 * its seed. */
#ifndef GAZETTE_BASE_HASH_H
#define GAZETTE_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

/* FNV-1a with a final avalanche (splitmix64). */
static inline uint64_t hash_bytes(const void *bytes, size_t len, uint64_t seed)
{
	const unsigned char *s = bytes;
	uint64_t h = UINT64_C(0xcbf29ce484222325) ^ seed;

	for (size_t i = 0; i < len; i++)
		h = (h ^ s[i]) * UINT64_C(0x100000001b3);
	h = (h ^ h >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	h = (h ^ h >> 27) * UINT64_C(0x94d049bb133111eb);
	return h ^ h >> 31;
}

#endif
