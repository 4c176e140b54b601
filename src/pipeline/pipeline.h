/* The stages in order; the one folder that knows them all. */
#ifndef GAZETTE_PIPELINE_PIPELINE_H
#define GAZETTE_PIPELINE_PIPELINE_H

#include "article/document.h"

struct pipeline;

/* The name and version that goes into article.annotated. */
extern const char pipeline_annotated[];

/* The parser of pages: "libxml2 2.9.14". */
const char *pipeline_parser(void);

/* Take the lists under the data folder: their image where one fits, else the
 * tables themselves, which takes some thirty milliseconds.  Once a process.
 * Errors  false: a table is missing or broken. */
MUST_CHECK bool pipeline_open(const char *data, struct pipeline **out,
			      struct error *err);

/* Write the image of the tables under the data folder.
 * Errors  false: a table is missing or broken, the file cannot be written. */
MUST_CHECK bool pipeline_write_image(const char *data, const char *path,
				     struct error *err);
void pipeline_close(struct pipeline *pl);

/* How far an article is taken. */
enum pipeline_depth {
	PIPELINE_CLEAN,    /* text only: gazette clean */
	PIPELINE_ANNOTATE, /* names, quotations and chains too */
	PIPELINE_TEXTS,    /* the same; what comes is text, never a page */
};

/* Ready what only pages need, which takes a millisecond or two: before a cage
 * shuts in which pages will be read. */
void pipeline_prepare_pages(void);

/* Take one document through the stages.
 *
 * Fills   *out, in the arena; resolving is the archive's, in the parent.
 * Errors  false: the document is no article; nothing else stops.
 */
MUST_CHECK bool pipeline_run(struct pipeline *pl, struct arena *a,
			     const struct document *doc,
			     enum pipeline_depth depth, struct article **out,
			     struct error *err);

/* Where what a document gives goes, as it comes; it lives until the call
 * returns. */
struct pipeline_sink {
	void *self;
	/* An article; false: no more are wanted now. */
	bool (*article)(void *self, const struct article *art);
	/* Of a feed, behind its last article. */
	void (*head)(void *self, const struct document_head *head);
	/* What was asked for as words: a line of JSON. */
	void (*words)(void *self, struct slice words);
};

/* Take one document of any kind through the stages: a feed gives an article
 * for each item, and its head.
 *
 * Errors  false: the document is no article, no feed; nothing else stops.
 */
MUST_CHECK bool pipeline_give(struct pipeline *pl, struct arena *a,
			      const struct document *doc,
			      enum pipeline_depth depth,
			      const struct pipeline_sink *sink,
			      struct error *err);

/* CPU nanoseconds that each stage has used so far. */
struct pipeline_time {
	const char *stage;
	uint64_t cpu_ns;
};
uint32_t pipeline_times(const struct pipeline *pl,
			const struct pipeline_time **out);

#endif
