/* The trained model, as it lies in its file: inside of tag/ and the trainer.
 *
 * One file, read in place: a header, then sections aligned to 64 bytes, all
 * numbers little-endian.
 *
 *	rows       of the linear model: 16 bits of a feature's hash, then one
 *	           signed byte for each tag but O, which weighs nothing
 *	steps      from tag to tag, int16; then how many units of weight are
 *	           a factor of e, and for calibrating a slope and an offset,
 *	           in hundredths
 *	clusters   words in lower case: 16 bits of their hash, then 32 bits of
 *	           four numbers of 5, 7, 9 and 10 bits
 *	lists      phrases: 16 bits of their hash, then 16 bits of classes
 *
 * rows, clusters and lists are hash tables: an entry stands in one of the
 * MODEL_PROBE slots from its home on; what is not there is not known.
 */
#ifndef GAZETTE_TAG_MODEL_H
#define GAZETTE_TAG_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/str.h"

/* O, then B and I of each kind. */
enum model_tag {
	MODEL_O,
	MODEL_B_PER,
	MODEL_I_PER,
	MODEL_B_ORG,
	MODEL_I_ORG,
	MODEL_B_LOC,
	MODEL_I_LOC,
	MODEL_B_MISC,
	MODEL_I_MISC,
	MODEL_TAGS
};

#define MODEL_ROW      (2 + MODEL_TAGS - 1) /* bytes */
#define MODEL_STEPS    ((MODEL_TAGS + 1) * MODEL_TAGS)
#define MODEL_NUMBERS  (MODEL_STEPS + 3) /* with unit, slope and offset */
#define MODEL_PROBE    8
#define MODEL_CLUSTERS 4

/* Phrases of the lists: a longer one begins so. */
#define MODEL_LIST_MORE 0x8000u

#define MODEL_MAGIC   "gznames"
#define MODEL_VERSION 3

enum model_section {
	MODEL_SECTION_ROWS,
	MODEL_SECTION_STEPS,
	MODEL_SECTION_CLUSTERS,
	MODEL_SECTION_LISTS,
	MODEL_SECTIONS
};

struct model_header {
	char magic[8];     /* MODEL_MAGIC */
	uint32_t version;  /* MODEL_VERSION */
	uint32_t order;    /* 0x01020304 as the machine that reads writes it */
	uint64_t checksum; /* of all bytes behind the header */
	uint64_t seal;     /* of the header with seal 0 */
	uint64_t size;     /* of the whole file */
	struct {
		uint64_t offset;
		uint64_t n; /* slots; of steps: numbers */
	} section[MODEL_SECTIONS];
};

struct model_word {
	uint16_t tag, clusters[2]; /* low, high; tag 0 free */
};

struct model_phrase {
	uint16_t tag, classes; /* tag 0 free */
};

struct model {
	const uint8_t *rows;
	const int16_t *steps;  /* [MODEL_STEPS], last from: start */
	int16_t unit;          /* of weight: a factor of e */
	int16_t slope, offset; /* of the log odds of chances, hundredths */
	const struct model_word *words;
	const struct model_phrase *phrases;
	uint32_t n_rows, n_words, n_phrases;
};

/* The home slot of a hash in a table of n slots, and the bits kept of it. */
static inline uint32_t model_home(uint64_t hash, uint32_t n)
{
	return (uint32_t)(((hash >> 32) * n) >> 32);
}

static inline uint16_t model_tag16(uint64_t hash)
{
	return (uint16_t)(hash | 1u);
}

static inline uint64_t model_mix(uint64_t h)
{
	h = (h ^ h >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	h = (h ^ h >> 27) * UINT64_C(0x94d049bb133111eb);
	return h ^ h >> 31;
}

/* Take a model from the bytes of its file, which must outlive it.
 *
 * Errors  false: not a model, of another version or byte order, cut short, its
 *         header changed.
 */
MUST_CHECK bool model_read(struct model *m, struct slice bytes,
			   struct error *err);

/* Set both checksums of a header for the len bytes behind it. */
void model_seal(struct model_header *h, const void *bytes, size_t len);

/* Is a model whole, every byte of it?  Costs a millisecond or two, which no
 * start should pay: a damaged weight misleads, it does no harm. */
MUST_CHECK bool model_check(struct slice bytes, struct error *err);

/* Have the weights of a feature fetched, to be added soon. */
static inline void model_fetch(const struct model *m, uint32_t feature)
{
	__builtin_prefetch(m->rows +
			   (size_t)model_home((uint64_t)feature << 32,
					      m->n_rows - MODEL_PROBE) *
				   MODEL_ROW);
}

/* Weights of the tags but O, summed: those of 256 features at most. */
typedef int16_t model_sum __attribute__((vector_size(16)));

/* Add the weights of a feature to the sum; nothing when it has none. */
void model_add_to(const struct model *m, uint32_t feature, model_sum *sum);

/* The same to e, O included. */
void model_add(const struct model *m, uint32_t feature, int32_t e[MODEL_TAGS]);

/* The clusters of a word (hash of its lower case), packed; 0 unknown. */
uint32_t model_clusters(const struct model *m, uint64_t word);

/* The classes of a phrase, 0 unknown. */
uint32_t model_classes(const struct model *m, uint64_t phrase);

#endif
