/* A 64-bit hash of bytes, the same on every machine and in every run.  Not
 * for keeping hostile input from colliding on purpose: map.h bounds that by
 * its seed. */
#ifndef GAZETTE_BASE_HASH_H
#define GAZETTE_BASE_HASH_H

#include <endian.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t hash_mixed(uint64_t h)
{
	h = (h ^ h >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	h = (h ^ h >> 27) * UINT64_C(0x94d049bb133111eb);
	return h ^ h >> 31;
}

/* FNV-1a with a final avalanche (splitmix64). */
static inline uint64_t hash_bytes(const void *bytes, size_t len, uint64_t seed)
{
	const unsigned char *s = bytes;
	uint64_t h = UINT64_C(0xcbf29ce484222325) ^ seed;

	for (size_t i = 0; i < len; i++)
		h = (h ^ s[i]) * UINT64_C(0x100000001b3);
	return hash_mixed(h);
}

/* Another one, of eight bytes at once: for what is large. */
static inline uint64_t hash_large(const void *bytes, size_t len)
{
	const unsigned char *s = bytes;
	uint64_t h = hash_mixed(len);

	for (; len >= 8; s += 8, len -= 8) {
		uint64_t word;

		memcpy(&word, s, sizeof(word));
		h = (h ^ le64toh(word)) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 32;
	}
	return hash_bytes(s, len, h);
}

#endif
