/* The best sequence of tags: inside of tag/ and the trainer. */
#ifndef GAZETTE_TAG_SEQUENCE_H
#define GAZETTE_TAG_SEQUENCE_H

#include "base/arena.h"
#include "tag/model.h"

#define SEQUENCE_ALL ((1u << MODEL_TAGS) - 1)

/* Room for the longest sentence. */
struct sequence {
	int64_t (*score)[MODEL_TAGS]; /* [room] */
	uint8_t (*back)[MODEL_TAGS];  /* [room] */
	uint32_t room;
};

void sequence_init(struct sequence *q, struct arena *a, uint32_t room);

/* Find the tags of n tokens.
 *
 * Reads   steps [(MODEL_TAGS + 1) * MODEL_TAGS]: weights from tag to tag, the
 *         last row from the start; e[n]: weights of the tags of each token;
 *         allow[n]: bits of tags, never 0.
 * Fills   tags[n].
 * Source  Viterbi 1967; an I only follows a B or I of its kind.
 */
void sequence_best(struct sequence *q, const int32_t *steps,
		   const int32_t (*e)[MODEL_TAGS], const uint16_t *allow,
		   uint32_t n, uint8_t *tags);

/* PER 1, ORG 2, LOC 3, MISC 4; 0 for O. */
static inline uint8_t sequence_kind(uint8_t tag)
{
	return (uint8_t)((tag + 1) / 2);
}

static inline bool sequence_begins(uint8_t tag)
{
	return tag % 2 == 1;
}

/* May a tag follow another, or MODEL_TAGS: stand at the start? */
static inline bool sequence_may_follow(uint8_t from, uint8_t to)
{
	if (to == MODEL_O || sequence_begins(to))
		return true;
	return from != MODEL_TAGS && sequence_kind(from) == sequence_kind(to);
}

#endif
