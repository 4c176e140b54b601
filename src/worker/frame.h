/* What parent and worker say to each other, in frames of base/frame.h.
 *
 * A worker says READY once (or FATAL and ends), then for each DOCUMENT any
 * number of ARTICLEs and perhaps a FEED, or WORDS, or one FAILURE; then END.
 */
#ifndef GAZETTE_WORKER_FRAME_H
#define GAZETTE_WORKER_FRAME_H

#include "article/document.h"
#include "base/frame.h"

enum frame_kind {
	FRAME_DOCUMENT = 'D', /* meta data and bytes */
	FRAME_READY = 'R',    /* text: its stages, a line each */
	FRAME_FATAL = 'X',    /* text: why it cannot work at all */
	FRAME_ARTICLE = 'A',  /* codec.h, use WIRE */
	FRAME_FEED = 'H',     /* a document_head */
	FRAME_WORDS = 'W',    /* text: what was asked for as words */
	FRAME_FAILURE = 'F',  /* text: why the document is no article */
	FRAME_END = 'E',      /* CPU nanoseconds a stage, 8 bytes each */
};

/* Of a document's bytes; also what import reads at most. */
#define FRAME_DOCUMENT_MOST ((size_t)32 << 20)

/* Append the frame of a document but for its bytes, which come last. */
void frame_document_put(struct str *out, const struct document *doc);

/* Read the payload of a FRAME_DOCUMENT; strings go into the arena, the bytes
 * stay where they are.  Errors  false: broken. */
MUST_CHECK bool frame_document_get(struct arena *a, struct slice payload,
				   struct document *out);

/* What is said of a feed, there and back; strings go into the arena. */
void frame_feed_put(struct str *out, const struct document_head *head);
MUST_CHECK bool frame_feed_get(struct arena *a, struct slice payload,
			       struct document_head *out);

#endif
