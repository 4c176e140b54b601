/* Memory that dies with one call.
 *
 * One arena per article (or screen): all that stages derive lives in it.
 * Memory from an arena is zeroed and aligned for every type.  Running out of
 * memory ends the program (die), so callers check nothing.
 */
#ifndef GAZETTE_BASE_ARENA_H
#define GAZETTE_BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct arena_chunk;

struct arena {
	struct arena_chunk *chunk; /* newest; older ones behind it */
	char *at, *end;            /* what is free in the newest */
	size_t used;               /* bytes handed out since reset */
	unsigned char *starts;     /* of a block, else NULL */
};

void arena_init(struct arena *a);

#define ARENA_ALIGN 16u

/* An arena that fills a block of its caller's, zeroed and aligned, first: such
 * an arena is never reset nor freed.
 *
 * Fills   starts[size / ARENA_ALIGN / 8 + 1], zeroed, while the block lasts: a
 *         bit for each place of the block at which something was handed out.
 */
void arena_init_block(struct arena *a, void *block, size_t size,
		      unsigned char *starts);

/* Free what the arena holds, but for one chunk that is kept for reuse. */
void arena_reset(struct arena *a);

/* Free all.  The arena may be used again after arena_init. */
void arena_free(struct arena *a);

/* Move all that `from` holds into `to`; `from` is empty then.  Addresses hold;
 * who keeps a pointer to the arena itself must set it anew. */
void arena_join(struct arena *to, struct arena *from);

/* size zeroed bytes, aligned to ARENA_ALIGN. */
void *arena_alloc(struct arena *a, size_t size);

/* count zeroed elements of size bytes; an overflow of the product dies. */
void *arena_array(struct arena *a, size_t count, size_t size);

/* A copy of text[0..len) with a NUL behind it. */
char *arena_copy(struct arena *a, const char *text, size_t len);

/* A copy of a string; NULL stays NULL. */
char *arena_string(struct arena *a, const char *text);

char *arena_printf(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
