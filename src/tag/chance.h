/* How sure a name is: inside of tag/ and the trainer. */
#ifndef GAZETTE_TAG_CHANCE_H
#define GAZETTE_TAG_CHANCE_H

#include "base/arena.h"
#include "tag/model.h"

#define CHANCE_POWERS 2048

/* Powers of e that the weights of a model stand for. */
struct chance_powers {
	float below[CHANCE_POWERS]; /* of minus n units */
	float step[MODEL_TAGS + 1][MODEL_TAGS];
};

void chance_powers_init(struct chance_powers *p, const struct model *m);

/* Room for the longest sentence. */
struct chances {
	const struct chance_powers *powers;
	float (*power)[MODEL_TAGS];
	float (*forward)[MODEL_TAGS];
	float (*backward)[MODEL_TAGS];
	float *scale;
	uint32_t n; /* tokens of the sentence that was read */
};

void chances_init(struct chances *c, const struct chance_powers *powers,
		  struct arena *a, uint32_t room);

/* Read a sentence: its weights as sequence_best takes them.
 *
 * Source  forward and backward sums, Rabiner 1989.
 */
void chances_read(struct chances *c, const int32_t (*e)[MODEL_TAGS],
		  const uint16_t *allow, uint32_t n);

/* The chance that tokens [first, end) are a name of just this kind and
 * length, 0 to 1, as the model has it. */
float chances_of(const struct chances *c, uint32_t first, uint32_t end,
		 uint8_t kind);

/* The log odds of a chance, within what a float tells. */
float chance_odds(float chance);

/* The percentage of a chance that says how often such names are right. */
uint8_t chance_percent(const struct model *m, float chance);

#endif
