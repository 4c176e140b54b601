/* The weights while they are learned: whole numbers, so that every machine
 * learns the same. */
#ifndef GAZETTE_TOOLS_NAMES_WEIGHTS_H
#define GAZETTE_TOOLS_NAMES_WEIGHTS_H

#include "corpus.h"
#include "tag/sequence.h"

#define STEPS ((MODEL_TAGS + 1) * MODEL_TAGS)

struct weight {
	uint32_t feature; /* 0 free */
	uint32_t count;
	int32_t now[MODEL_TAGS];
	int32_t sum[MODEL_TAGS]; /* of all snapshots */
};

struct weights {
	struct weight *slots; /* [n_slots], a power of two */
	uint32_t n_slots, n_used;
	int32_t steps[STEPS];
	int64_t steps_sum[STEPS];
	uint32_t snapshots;
};

enum fold { FOLD_NONE = -1, FOLD_EVEN, FOLD_ODD }; /* left out in training */

/* Learn the weights of a corpus: a perceptron over whole sentences, averaged.
 *
 * two_passes: every other sentence is seen with its majorities.
 * seed: of the order of sentences and of what is left out.
 * Source  Collins 2002, Discriminative training methods for HMMs.
 */
void weights_learn(struct weights *w, const struct corpus *c, enum fold fold,
		   bool with_silver, bool two_passes, uint32_t epochs,
		   uint64_t seed);

/* Add the weights of another learning of the same corpus and fold: what two
 * orders agree on counts. */
void weights_add(struct weights *w, const struct weights *other);

void weights_free(struct weights *w);

/* Tag a document into d->found with the averaged weights. */
void weights_tag(const struct weights *w, struct document *d, bool second);

/* Documents are left out by eights. */
static inline bool weights_in_fold(uint32_t document, enum fold fold)
{
	return (document / 8) % 2 == (uint32_t)fold;
}

#endif
