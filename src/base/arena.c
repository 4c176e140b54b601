/* Chunks grow with use: 4 KiB first, doubling to 1 MiB; a request larger than
 * that has a chunk of its own.  Only the newest chunk is filled. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"

#define ARENA_FIRST   4096u
#define ARENA_LARGEST ((size_t)1 << 20)

struct arena_chunk {
	struct arena_chunk *older;
	size_t size;  /* of the bytes behind this head */
	bool is_lent; /* a block that is not ours to free */
};

#define ARENA_HEAD                                                             \
	((sizeof(struct arena_chunk) + ARENA_ALIGN - 1) &                      \
	 ~(size_t)(ARENA_ALIGN - 1))

void arena_init(struct arena *a)
{
	memset(a, 0, sizeof(*a));
}

void arena_init_block(struct arena *a, void *block, size_t size,
		      unsigned char *starts)
{
	struct arena_chunk *chunk = block;

	chunk->older = NULL;
	chunk->size = size - ARENA_HEAD;
	chunk->is_lent = true;
	*a = (struct arena){.chunk = chunk,
			    .at = (char *)block + ARENA_HEAD,
			    .end = (char *)block + size,
			    .starts = starts};
}

static void chunk_free(struct arena_chunk *chunk)
{
	if (!chunk->is_lent)
		free(chunk);
}

static void note_start(const struct arena *a)
{
	size_t at = (size_t)(a->at - (const char *)a->chunk) / ARENA_ALIGN;

	a->starts[at / 8] |= (unsigned char)(1u << at % 8);
}

static void arena_grow(struct arena *a, size_t need)
{
	size_t size = a->chunk ? a->chunk->size * 2 : ARENA_FIRST;
	struct arena_chunk *chunk;

	if (size > ARENA_LARGEST)
		size = ARENA_LARGEST;
	if (size < need)
		size = need;
	chunk = malloc(ARENA_HEAD + size);
	if (!chunk)
		die("out of memory");
	chunk->older = a->chunk;
	chunk->size = size;
	chunk->is_lent = false;
	a->chunk = chunk;
	a->at = (char *)chunk + ARENA_HEAD;
	a->end = a->at + size;
	a->starts = NULL;
}

void arena_reset(struct arena *a)
{
	struct arena_chunk *keep = a->chunk;

	if (!keep)
		return;
	while (keep->older) {
		struct arena_chunk *older = keep->older;

		keep->older = older->older;
		chunk_free(older);
	}
	if (keep->size > ARENA_LARGEST) {
		chunk_free(keep);
		arena_init(a);
		return;
	}
	a->at = (char *)keep + ARENA_HEAD;
	a->end = a->at + keep->size;
	a->used = 0;
}

void arena_free(struct arena *a)
{
	while (a->chunk) {
		struct arena_chunk *older = a->chunk->older;

		chunk_free(a->chunk);
		a->chunk = older;
	}
	arena_init(a);
}

void arena_join(struct arena *to, struct arena *from)
{
	struct arena_chunk *oldest = from->chunk;

	if (!to->chunk) {
		*to = *from;
		arena_init(from);
		return;
	}
	if (!oldest)
		return;
	while (oldest->older)
		oldest = oldest->older;
	oldest->older = to->chunk->older;
	to->chunk->older = from->chunk;
	to->used += from->used;
	arena_init(from);
}

void *arena_alloc(struct arena *a, size_t size)
{
	void *result;

	if (size > SIZE_MAX - ARENA_ALIGN - ARENA_HEAD)
		die("out of memory");
	size = (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
	if ((size_t)(a->end - a->at) < size || !a->chunk)
		arena_grow(a, size);
	if (a->starts)
		note_start(a);
	result = a->at;
	a->at += size;
	a->used += size;
	return memset(result, 0, size);
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		die("out of memory");
	return arena_alloc(a, count * size);
}

char *arena_copy(struct arena *a, const char *text, size_t len)
{
	char *copy;

	if (len == SIZE_MAX)
		die("out of memory");
	copy = arena_alloc(a, len + 1);
	if (len)
		memcpy(copy, text, len);
	return copy;
}

char *arena_string(struct arena *a, const char *text)
{
	return text ? arena_copy(a, text, strlen(text)) : NULL;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
	va_list args, again;
	char *result;
	int len;

	va_start(args, format);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0)
		die("cannot format a string");
	result = arena_alloc(a, (size_t)len + 1);
	vsnprintf(result, (size_t)len + 1, format, again);
	va_end(again);
	return result;
}
