#include "base/array.h"

#include <string.h>

#include "base/die.h"

#define ARRAY_FIRST 8u

void *array_grow(struct arena *a, void *at, uint32_t count, size_t size)
{
	void *larger;

	if (count != 0 && (count < ARRAY_FIRST || (count & (count - 1)) != 0)) {
		memset((char *)at + count * size, 0, size);
		return at;
	}
	if (count > UINT32_MAX / 2)
		die("an array has too many elements");
	larger = arena_array(a, count ? (size_t)count * 2 : ARRAY_FIRST, size);
	if (count)
		memcpy(larger, at, count * size);
	return larger;
}

void *array_settle(struct arena *a, const void *at, uint32_t count, size_t size)
{
	void *result = arena_array(a, count, size);

	if (count)
		memcpy(result, at, count * size);
	return result;
}
