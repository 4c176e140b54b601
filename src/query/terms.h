/* The words that an article is about, and how much another is about them. */
#ifndef GAZETTE_QUERY_TERMS_H
#define GAZETTE_QUERY_TERMS_H

#include "base/map.h"
#include "store/store.h"

#define TERMS_MOST 40u

struct term {
	const char *word;   /* folded */
	uint32_t count;     /* in the article; title words count thrice */
	int64_t articles;   /* that have it, about */
	double idf, weight; /* weight: tf-idf */
};

struct terms {
	struct term *at; /* weightiest first */
	uint32_t n;
	struct map map; /* word to place in at */
};

/* The weightiest words of a text of the archive (title, blank line, body), at
 * most TERMS_MOST; `articles` is how many there are in all.
 *
 * Errors  false: the archive cannot be read.
 */
MUST_CHECK bool terms_find(struct store *st, struct arena *a, struct slice text,
			   int64_t articles, struct terms *out,
			   struct error *err);

/* How often another text has each of the terms. */
struct terms_count {
	uint32_t count[TERMS_MOST]; /* title words count thrice */
	uint32_t length;            /* words of the text */
};

void terms_count(const struct terms *terms, struct arena *a, struct slice text,
		 struct terms_count *out);

/* Okapi bm25 of a text whose words were counted; mean is the mean length.
 * Source: Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009,
 * k1 1.2 and b .75 as usual. */
double terms_score(const struct terms *terms, const struct terms_count *count,
		   double mean);

#endif
