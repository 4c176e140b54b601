#include "weights.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"

#define SLOTS       (UINT32_C(1) << 21)
#define COUNTS      (UINT32_C(1) << 28) /* small counters, by hash */
#define COUNT_LEAST 2

struct weight *weights_slot(const struct weights *w, uint32_t feature)
{
	uint32_t i = (feature * UINT32_C(0x9E3779B1)) >> 11 & (w->n_slots - 1);

	while (w->slots[i].feature && w->slots[i].feature != feature)
		i = (i + 1) & (w->n_slots - 1);
	return &w->slots[i];
}

uint32_t weights_features(const struct document *d, const struct sentence *st,
			  uint32_t i, bool second, struct features *f)
{
	f->n = 0;
	if (!d->senses[i].is_active)
		return 0;
	feature_put(&d->scan, d->senses, st, i, f);
	if (second)
		feature_put_second(&d->scan, d->senses, st, i, f);
	for (uint32_t k = 0; k < f->n; k++)
		f->at[k] += f->at[k] == 0;
	return f->n;
}

/* ---- which features there are ---- */

static void add_counted(struct weights *w, uint8_t *counts, uint32_t feature)
{
	uint8_t *count = &counts[feature & (COUNTS - 1)];
	struct weight *slot;

	if (*count < COUNT_LEAST && ++*count < COUNT_LEAST)
		return;
	slot = weights_slot(w, feature);
	if (!slot->feature) {
		if (++w->n_used > w->n_slots / 4 * 3)
			die("too many features");
		slot->feature = feature;
		slot->count = COUNT_LEAST - 1;
	}
	slot->count++;
}

static void count_document(struct weights *w, const struct document *d,
			   uint8_t *counts, bool two_passes)
{
	struct features f;

	for (uint32_t n = 0; n < d->art->n_sentences; n++) {
		const struct sentence *st = &d->art->sentences[n];

		for (uint32_t i = st->token; i < st->token + st->n_tokens;
		     i++) {
			weights_features(d, st, i, two_passes, &f);
			for (uint32_t k = 0; k < f.n; k++)
				add_counted(w, counts, f.at[k]);
		}
	}
}

bool weights_learns(const struct corpus *c, uint32_t n,
		    const struct lesson *lesson)
{
	return !(lesson->fold != FOLD_NONE &&
		 weights_in_fold(n, lesson->fold)) &&
	       (lesson->with_silver || !c->documents[n].is_silver);
}

void weights_count(struct weights *w, const struct corpus *c,
		   const struct lesson *lesson)
{
	uint8_t *counts = calloc(COUNTS, 1);

	memset(w, 0, sizeof(*w));
	w->n_slots = SLOTS;
	w->slots = calloc(SLOTS, sizeof(*w->slots));
	if (!counts || !w->slots)
		die("out of memory");
	for (uint32_t n = 0; n < c->n_documents; n++) {
		if (weights_learns(c, n, lesson))
			count_document(w, &c->documents[n], counts,
				       lesson->two_passes);
	}
	free(counts);
}

static int32_t joined(int32_t mean, int32_t other, int32_t learned)
{
	return (int32_t)(((int64_t)mean * learned + other) / (learned + 1));
}

void weights_join(struct weights *w, const struct weights *other,
		  int32_t learned)
{
	for (uint32_t i = 0; i < other->n_slots; i++) {
		struct weight *slot;

		if (!other->slots[i].feature)
			continue;
		slot = weights_slot(w, other->slots[i].feature);
		for (int t = 0; t < MODEL_TAGS; t++)
			slot->now[t] = joined(slot->now[t],
					      other->slots[i].now[t], learned);
	}
	for (int k = 0; k < STEPS; k++)
		w->steps[k] = joined(w->steps[k], other->steps[k], learned);
}

void weights_free(struct weights *w)
{
	free(w->slots);
	w->slots = NULL;
}

/* ---- tagging ---- */

void weights_tag(const struct weights *w, struct document *d, bool second)
{
	struct arena a;
	struct sequence q;
	int32_t(*e)[MODEL_TAGS];
	uint16_t *allow;
	uint32_t n = d->art->n_tokens;

	arena_init(&a);
	sequence_init(&q, &a, n);
	e = arena_array(&a, n, sizeof(*e));
	allow = arena_array(&a, n, sizeof(*allow));
	for (uint32_t k = 0; k < d->art->n_sentences; k++) {
		const struct sentence *st = &d->art->sentences[k];

		for (uint32_t i = st->token; i < st->token + st->n_tokens;
		     i++) {
			struct features f;

			weights_features(d, st, i, second, &f);
			allow[i] = f.n ? SEQUENCE_ALL : 1u << MODEL_O;
			for (uint32_t m = 0; m < f.n; m++) {
				struct weight *slot = weights_slot(w, f.at[m]);

				for (int t = 0; t < MODEL_TAGS; t++)
					e[i][t] += slot->now[t];
			}
		}
		sequence_best(&q, w->steps,
			      (const int32_t(*)[MODEL_TAGS])e + st->token,
			      allow + st->token, st->n_tokens,
			      d->found + st->token);
	}
	arena_free(&a);
}
