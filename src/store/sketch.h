/* Sketches of articles in memory, for copies: sampled word 5-grams by hash,
 * and how many articles have a line. */
#ifndef GAZETTE_STORE_SKETCH_H
#define GAZETTE_STORE_SKETCH_H

#include "store/inside.h"

#define SKETCH_DAYS  14  /* copies come within so many days */
#define SKETCH_GRAMS 400 /* of one article at most */
#define SKETCH_LINES 400

struct posting {
	uint32_t gram;
	int32_t next; /* of the same bucket, -1: none */
	uint32_t doc; /* docs[] */
};

struct doc {
	int64_t docid;
	bool is_dated;   /* else its docid says nothing of its days */
	uint32_t grams;  /* of its sketch */
	uint32_t shared; /* with the article at hand */
};

struct line {
	uint32_t hash, count;
};

struct sketches {
	int32_t *bucket; /* [room], -1: empty */
	struct posting *at;
	struct doc *docs;
	uint32_t n, room, n_room;
	uint32_t n_docs, docs_room;
	uint8_t *days;      /* bit a day from SKETCH_FIRST, that are loaded */
	struct line *lines; /* [lines_room], count 0: free */
	uint32_t n_lines, lines_room;
};

/* Hold the sketches of the days around one and around today, where articles
 * without a date are; what was held of others may go. */
struct sketches *sketches_around(struct store *st, int64_t day);

/* Keep an article's sketch, on disk and in memory. */
void sketches_keep(struct store *st, int64_t docid, bool is_dated,
		   const uint32_t *grams, uint32_t n_grams,
		   const uint32_t *lines, uint32_t n_lines);

/* In how many articles of these days, copies left out, the line stands. */
uint32_t sketches_count(const struct sketches *s, uint32_t line);

#endif
