#include "calibrate.h"

#include <math.h>
#include <stdio.h>

#include "base/array.h"
#include "tag/chance.h"

#define ROUNDS 30
#define BINS   10

void trials_add(struct trials *t, float chance, bool is_right)
{
	struct trial *trial = array_add(t->arena, t->trials, t->n_trials);

	*trial = (struct trial){chance_odds(chance), is_right};
}

static double sure(double odds, double slope, double offset)
{
	return 1 / (1 + exp(-(slope * odds + offset)));
}

/* A step that does not leap over the summit. */
static double within(double step)
{
	return step > 0.5 ? 0.5 : step < -0.5 ? -0.5 : step;
}

void trials_fit(const struct trials *t, int16_t *slope, int16_t *offset)
{
	double a = 1, b = 0;

	for (int round = 0; round < ROUNDS; round++) {
		double ga = 0, gb = 0, aa = 1e-9, ab = 0, bb = 1e-9, all;

		for (uint32_t i = 0; i < t->n_trials; i++) {
			double x = t->trials[i].odds, p = sure(x, a, b);
			double g = t->trials[i].is_right - p, h = p * (1 - p);

			ga += g * x;
			gb += g;
			aa += h * x * x;
			ab += h * x;
			bb += h;
		}
		all = aa * bb - ab * ab;
		if (all <= 0)
			break;
		a += within((bb * ga - ab * gb) / all);
		b += within((aa * gb - ab * ga) / all);
	}
	*slope = (int16_t)lrint(a * 100);
	*offset = (int16_t)lrint(b * 100);
}

void trials_print(const struct trials *t, int16_t slope, int16_t offset)
{
	uint32_t n[BINS] = {0}, right[BINS] = {0};
	double said[BINS] = {0};

	for (uint32_t i = 0; i < t->n_trials; i++) {
		double p =
			sure(t->trials[i].odds, slope / 100.0, offset / 100.0);
		int bin = p >= 1 ? BINS - 1 : (int)(p * BINS);

		n[bin]++;
		right[bin] += t->trials[i].is_right;
		said[bin] += p;
	}
	fprintf(stderr, "confidence: slope %.2f, offset %.2f\n", slope / 100.0,
		offset / 100.0);
	for (int bin = 0; bin < BINS; bin++) {
		if (n[bin])
			fprintf(stderr,
				"  said %5.1f %%  right %5.1f %%  of %u\n",
				100 * said[bin] / n[bin],
				100.0 * right[bin] / n[bin], n[bin]);
	}
}
