/* Frames between a process and its children: a length (4 bytes, low first), a
 * kind (1 byte) and that many bytes; and the numbers and texts inside. */
#ifndef GAZETTE_BASE_FRAME_H
#define GAZETTE_BASE_FRAME_H

#include "base/arena.h"
#include "base/str.h"

#define FRAME_HEAD 5u
/* Of anything in one frame. */
#define FRAME_MOST ((size_t)64 << 20)

struct frame {
	uint8_t kind;
	struct slice bytes;
};

/* Append a head for len bytes that will follow. */
void frame_head(struct str *out, uint8_t kind, size_t len);

/* Append a whole frame. */
void frame_add(struct str *out, uint8_t kind, struct slice bytes);

/* Take a frame from the front of what was received.
 *
 * Fills   *taken: bytes of the frame with its head, 0 when it is not all
 *         there yet.
 * Errors  false: longer than FRAME_MOST.
 */
MUST_CHECK bool frame_take(struct slice received, struct frame *out,
			   size_t *taken, struct error *err);

void frame_number_put(struct str *out, uint64_t n, unsigned bytes);

/* Read a number from the front of *rest; 0 when it is too short. */
uint64_t frame_number_get(struct slice *rest, unsigned bytes);

/* A string, or NULL. */
void frame_text_put(struct str *out, const char *text);

/* Read a string from the front of *rest into the arena.
 * Errors  false: longer than what is there. */
MUST_CHECK bool frame_text_get(struct arena *a, struct slice *rest,
			       const char **out);

#endif
