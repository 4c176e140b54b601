/* What parent and worker say to each other: frames of a length (4 bytes, low
 * first), a kind (1 byte) and that many bytes.
 *
 * A worker says READY once (or FATAL and ends), then for each DOCUMENT any
 * number of ARTICLEs or one FAILURE, then END.
 */
#ifndef GAZETTE_WORKER_FRAME_H
#define GAZETTE_WORKER_FRAME_H

#include "article/document.h"
#include "base/str.h"

enum frame_kind {
	FRAME_DOCUMENT = 'D', /* meta data and bytes */
	FRAME_READY = 'R',    /* text: its stages, a line each */
	FRAME_FATAL = 'X',    /* text: why it cannot work at all */
	FRAME_ARTICLE = 'A',  /* codec.h, use WIRE */
	FRAME_FAILURE = 'F',  /* text: why the document is no article */
	FRAME_END = 'E',      /* CPU nanoseconds a stage, 8 bytes each */
};

#define FRAME_HEAD 5u
/* Of a document's bytes; also what import reads at most. */
#define FRAME_DOCUMENT_MOST ((size_t)32 << 20)
/* Of anything in one frame. */
#define FRAME_MOST ((size_t)64 << 20)

struct frame {
	uint8_t kind;
	struct slice bytes;
};

/* Append a head for len bytes that will follow. */
void frame_head(struct str *out, enum frame_kind kind, size_t len);

/* Append a whole frame. */
void frame_add(struct str *out, enum frame_kind kind, struct slice bytes);

/* Take a frame from the front of what was received.
 *
 * Fills   *taken: bytes of the frame with its head, 0 when it is not all
 *         there yet.
 * Errors  false: longer than FRAME_MOST.
 */
MUST_CHECK bool frame_take(struct slice received, struct frame *out,
			   size_t *taken, struct error *err);

/* Append the frame of a document but for its bytes, which come last. */
void frame_document_put(struct str *out, const struct document *doc);

/* Read the payload of a FRAME_DOCUMENT; strings go into the arena, the bytes
 * stay where they are.  Errors  false: broken. */
MUST_CHECK bool frame_document_get(struct arena *a, struct slice payload,
				   struct document *out);

void frame_number_put(struct str *out, uint64_t n, unsigned bytes);

/* Read a number from the front of *rest; 0 when it is too short. */
uint64_t frame_number_get(struct slice *rest, unsigned bytes);

#endif
