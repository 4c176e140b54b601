/* What the model's chances are worth: measured on text it has not learned. */
#ifndef GAZETTE_TOOLS_NAMES_CALIBRATE_H
#define GAZETTE_TOOLS_NAMES_CALIBRATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* Names that were found. */
struct trials {
	struct arena *arena;
	struct trial {
		double odds; /* log odds of the chance */
		bool is_right;
	} * trials;
	uint32_t n_trials;
};

void trials_add(struct trials *t, float chance, bool is_right);

/* The line through the log odds that makes the trials likeliest: slope and
 * offset in hundredths.
 *
 * Source  Platt 1999, by Newton's method.
 */
void trials_fit(const struct trials *t, int16_t *slope, int16_t *offset);

/* Print how often names of each tenth of confidence are right. */
void trials_print(const struct trials *t, int16_t slope, int16_t offset);

#endif
