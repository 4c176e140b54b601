/* What the linear model looks at: inside of tag/ and the trainer.
 *
 * The trainer and the tagger call the very same functions, so that a feature
 * means the same in both.  A change here asks for a new model.
 */
#ifndef GAZETTE_TAG_FEATURE_H
#define GAZETTE_TAG_FEATURE_H

#include "tag/model.h"
#include "tag/scan.h"

#define FEATURES_MOST 224

/* Where in a listed phrase a token stands. */
enum place_in { IN_BEGIN, IN_MIDDLE, IN_LAST, IN_ALONE, PLACES_IN };

/* What the features are made from, of one token. */
struct sense {
	uint64_t word, lower;
	uint32_t shape, brief; /* of letters; brief: runs as one */
	uint32_t prefix[4], suffix[5];
	uint32_t before, behind; /* the hyphen, 0 none */
	uint16_t cluster[MODEL_CLUSTERS];
	uint64_t list[PLACES_IN]; /* bits of classes */
	uint8_t document;         /* bits: what the article shows of it */
	uint32_t context;         /* bits: beside all its uses in the article */
	uint16_t told;            /* likewise: what nouns say it is */
	bool is_capital;          /* or a digit at its start */
	bool is_active;           /* may be part of a name */
	uint8_t majority;         /* kind + 2 of its names here, 0 unknown */
	uint8_t longer[2];        /* kind of the longer names it begins, ends */
	uint8_t pair[2]; /* likewise of it and the next, the last word */
};

struct features {
	uint32_t at[FEATURES_MOST]; /* hashes */
	uint32_t n;
};

/* The senses of all tokens of a scanned article. */
struct sense *feature_senses(const struct scan *s, const struct model *m);

/* The features of token i of a sentence. */
void feature_put(const struct scan *s, const struct sense *senses,
		 const struct sentence *sentence, uint32_t i,
		 struct features *f);

/* Those that the second pass adds: of the majorities. */
void feature_put_second(const struct scan *s, const struct sense *senses,
			const struct sentence *sentence, uint32_t i,
			struct features *f);

#endif
