/* The words that an article is about, and how much another is about them. */
#ifndef GAZETTE_QUERY_TERMS_H
#define GAZETTE_QUERY_TERMS_H

#include "base/map.h"
#include "store/store.h"

#define TERMS_MOST 40u

struct term {
	const char *word;   /* folded */
	uint32_t count;     /* in the article; its first line counts thrice */
	int64_t articles;   /* that have it, about */
	double idf, weight; /* weight: tf-idf */
};

struct terms {
	struct term *at; /* weightiest first */
	uint32_t n;
	struct map map; /* word to place in at */
};

/* The weightiest words of a text of the archive (title, blank line, body), at
 * most TERMS_MOST; `articles` is how many there are in all.  The first line is
 * the title, or without one the first paragraph.
 *
 * Errors  false: the archive cannot be read.
 */
MUST_CHECK bool terms_find(struct store *st, struct arena *a, struct slice text,
			   int64_t articles, struct terms *out,
			   struct error *err);

/* How often another text has each of the terms. */
struct terms_count {
	uint32_t count[TERMS_MOST]; /* the first line counts thrice */
	uint32_t length;            /* words of the text */
};

void terms_count(const struct terms *terms, struct arena *a, struct slice text,
		 struct terms_count *out);

/* How much a text whose words were counted is about the terms: the cosine of
 * tf-idf vectors, with the root of the text's length for its norm, since the
 * rarity of words that are no terms is not known. */
double terms_score(const struct terms *terms, const struct terms_count *count);

#endif
