/* The weights while they are learned. */
#ifndef GAZETTE_TOOLS_NAMES_WEIGHTS_H
#define GAZETTE_TOOLS_NAMES_WEIGHTS_H

#include "corpus.h"
#include "tag/sequence.h"

#define STEPS MODEL_STEPS

struct weight {
	uint32_t feature; /* 0 free */
	uint32_t count;   /* how often it was met */
	int32_t now[MODEL_TAGS];
	float value[MODEL_TAGS];  /* while learning */
	float square[MODEL_TAGS]; /* of all slopes so far */
	float sum[MODEL_TAGS];    /* of all snapshots */
};

struct weights {
	struct weight *slots; /* [n_slots], a power of two */
	uint32_t n_slots, n_used;
	int32_t steps[STEPS]; /* the last row from the start */
};

enum fold { FOLD_NONE = -1, FOLD_EVEN, FOLD_ODD }; /* left out in training */

/* What is learned, and how. */
struct lesson {
	enum fold fold;
	bool with_silver; /* each time the other half of it */
	bool two_passes;  /* every other sentence with its majorities */
	uint32_t epochs;
	uint64_t seed; /* of the order of sentences and of what is left out */
};

/* Learn the weights of a corpus: a conditional random field over sentences,
 * where a tag that is not annotated may be any.  The same bytes for the same
 * input: floats are added in one order and nothing but + - * / sqrt is done to
 * them.
 *
 * Fills   *w: weights and steps, times WEIGHTS_SCALE.
 * Source  Lafferty, McCallum, Pereira 2001; slopes by AdaGrad, Duchi, Hazan,
 *         Singer 2011; features are left out at random, as Hinton et al. 2012.
 */
void weights_learn(struct weights *w, const struct corpus *c,
		   const struct lesson *lesson);

#define WEIGHTS_SCALE 256

/* Take another learning of the same corpus and fold into the mean of `learned`
 * ones: what several orders agree on counts. */
void weights_join(struct weights *w, const struct weights *other,
		  int32_t learned);

void weights_free(struct weights *w);

/* Tag a document into d->found. */
void weights_tag(const struct weights *w, struct document *d, bool second);

/* ---- between weights.c and learn.c ---- */

/* The slot of a feature, free when it has none. */
struct weight *weights_slot(const struct weights *w, uint32_t feature);

/* The features of token i, none where it cannot be part of a name; returns
 * their number. */
uint32_t weights_features(const struct document *d, const struct sentence *st,
			  uint32_t i, bool second, struct features *f);

/* Is document n learned from? */
bool weights_learns(const struct corpus *c, uint32_t n,
		    const struct lesson *lesson);

/* Slots for the features that are met twice. */
void weights_count(struct weights *w, const struct corpus *c,
		   const struct lesson *lesson);

/* Documents are left out by eights. */
static inline bool weights_in_fold(uint32_t document, enum fold fold)
{
	return (document / 8) % 2 == (uint32_t)fold;
}

#endif
