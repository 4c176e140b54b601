#include "weights.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"

#define SLOTS         (UINT32_C(1) << 24)
#define COUNTS        (UINT32_C(1) << 28) /* small counters, by hash */
#define COUNT_LEAST   2
#define SENTENCE_MOST 400
#define SNAPSHOTS     8 /* an epoch */
#define DROP          5 /* percent of features left out while learning */

struct learner {
	struct weights *w;
	const struct corpus *corpus;
	struct arena arena;
	struct sequence sequence;
	uint32_t (*features)[FEATURES_MOST]; /* slots, [SENTENCE_MOST] */
	uint32_t n_features[SENTENCE_MOST];
	int32_t (*e)[MODEL_TAGS];
	uint16_t *all, *gold;
	uint64_t random;
};

static struct weight *slot_of(const struct weights *w, uint32_t feature)
{
	uint32_t i = (feature * UINT32_C(0x9E3779B1)) & (w->n_slots - 1);

	while (w->slots[i].feature && w->slots[i].feature != feature)
		i = (i + 1) & (w->n_slots - 1);
	return &w->slots[i];
}

static uint32_t features_at(const struct document *d, const struct sentence *st,
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

	if (*count < 255)
		++*count;
	if (*count < COUNT_LEAST)
		return;
	slot = slot_of(w, feature);
	if (!slot->feature && ++w->n_used > w->n_slots / 4 * 3)
		die("too many features");
	slot->feature = feature;
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
			features_at(d, st, i, two_passes, &f);
			for (uint32_t k = 0; k < f.n; k++)
				add_counted(w, counts, f.at[k]);
		}
	}
}

static bool is_used(const struct corpus *c, uint32_t n, enum fold fold,
		    bool with_silver)
{
	return !(fold != FOLD_NONE && weights_in_fold(n, fold)) &&
	       (with_silver || !c->documents[n].is_silver);
}

static void count_features(struct weights *w, const struct corpus *c,
			   enum fold fold, bool with_silver, bool two_passes)
{
	uint8_t *counts = calloc(COUNTS, 1);

	w->n_slots = SLOTS;
	w->slots = calloc(SLOTS, sizeof(*w->slots));
	if (!counts || !w->slots)
		die("out of memory");
	for (uint32_t n = 0; n < c->n_documents; n++) {
		if (is_used(c, n, fold, with_silver))
			count_document(w, &c->documents[n], counts, two_passes);
	}
	free(counts);
}

/* ---- one sentence ---- */

static uint16_t allowed(uint8_t gold, bool is_active)
{
	if (!is_active)
		return 1u << MODEL_O;
	if (gold == GOLD_ANY)
		return SEQUENCE_ALL;
	if (gold == GOLD_O_OR_MISC)
		return 1u << MODEL_O | 1u << MODEL_B_MISC | 1u << MODEL_I_MISC;
	return (uint16_t)(1u << gold);
}

static bool read_sentence(struct learner *l, const struct document *d,
			  const struct sentence *st, bool second)
{
	struct features f;
	bool is_partial = false;

	for (uint32_t k = 0; k < st->n_tokens; k++) {
		uint32_t i = st->token + k, n = 0;

		features_at(d, st, i, second, &f);
		memset(l->e[k], 0, sizeof(l->e[k]));
		for (uint32_t m = 0; m < f.n; m++) {
			struct weight *slot = slot_of(l->w, f.at[m]);

			if (!slot->feature ||
			    corpus_random(&l->random, 100) < DROP)
				continue;
			l->features[k][n++] = (uint32_t)(slot - l->w->slots);
			for (int t = 0; t < MODEL_TAGS; t++)
				l->e[k][t] += slot->now[t];
		}
		l->n_features[k] = n;
		l->all[k] =
			d->senses[i].is_active ? SEQUENCE_ALL : 1u << MODEL_O;
		l->gold[k] = allowed(d->gold[i], d->senses[i].is_active);
		is_partial |= d->gold[i] >= MODEL_TAGS;
	}
	return is_partial;
}

static void update_steps(struct learner *l, const uint8_t *tags, uint32_t n,
			 int32_t by)
{
	uint8_t from = MODEL_TAGS;

	for (uint32_t i = 0; i < n; i++) {
		l->w->steps[from * MODEL_TAGS + tags[i]] += by;
		from = tags[i];
	}
}

/* An I without its B cannot be reached: let it be a B. */
static void mend(uint16_t *gold, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		uint16_t before = i ? gold[i - 1] : 1u << MODEL_O;

		for (uint8_t t = MODEL_I_PER; t < MODEL_TAGS; t += 2) {
			if (gold[i] == 1u << t &&
			    !(before & (1u << t | 1u << (t - 1))))
				gold[i] = (uint16_t)(1u << (t - 1));
		}
	}
}

static uint32_t learn_sentence(struct learner *l, const struct document *d,
			       const struct sentence *st, bool second)
{
	uint8_t best[SENTENCE_MOST], gold[SENTENCE_MOST];
	uint32_t n = st->n_tokens, errors = 0;
	const int32_t(*e)[MODEL_TAGS] = (const int32_t(*)[MODEL_TAGS])l->e;

	if (n > SENTENCE_MOST)
		return 0;
	read_sentence(l, d, st, second);
	mend(l->gold, n);
	sequence_best(&l->sequence, l->w->steps, e, l->all, n, best);
	sequence_best(&l->sequence, l->w->steps, e, l->gold, n, gold);
	for (uint32_t i = 0; i < n; i++) {
		if (best[i] == gold[i])
			continue;
		errors++;
		for (uint32_t k = 0; k < l->n_features[i]; k++) {
			struct weight *slot = &l->w->slots[l->features[i][k]];

			slot->now[gold[i]]++;
			slot->now[best[i]]--;
		}
	}
	if (errors) {
		update_steps(l, gold, n, 1);
		update_steps(l, best, n, -1);
	}
	return errors;
}

/* ---- epochs ---- */

struct item {
	uint32_t document, sentence;
};

static struct item *all_items(struct learner *l, enum fold fold,
			      bool with_silver, uint32_t *n)
{
	const struct corpus *c = l->corpus;
	struct item *items = NULL;

	*n = 0;
	for (uint32_t d = 0; d < c->n_documents; d++) {
		if (!is_used(c, d, fold, with_silver))
			continue;
		for (uint32_t s = 0; s < c->documents[d].art->n_sentences; s++)
			*array_add(&l->arena, items, *n) = (struct item){d, s};
	}
	return items;
}

static void shuffle(struct item *items, uint32_t n, uint64_t *random)
{
	for (uint32_t i = n; i > 1; i--) {
		uint32_t k = corpus_random(random, i);
		struct item was = items[i - 1];

		items[i - 1] = items[k];
		items[k] = was;
	}
}

static void take_snapshot(struct weights *w)
{
	for (uint32_t i = 0; i < w->n_slots; i++) {
		if (!w->slots[i].feature)
			continue;
		for (int t = 0; t < MODEL_TAGS; t++)
			w->slots[i].sum[t] += w->slots[i].now[t];
	}
	for (int k = 0; k < STEPS; k++)
		w->steps_sum[k] += w->steps[k];
	w->snapshots++;
}

static void learn_epoch(struct learner *l, struct item *items, uint32_t n,
			uint32_t epoch, bool two_passes)
{
	uint64_t errors = 0;
	uint32_t part = n / SNAPSHOTS + 1;

	for (uint32_t i = 0; i < n; i++) {
		const struct document *d =
			&l->corpus->documents[items[i].document];

		errors += learn_sentence(
			l, d, &d->art->sentences[items[i].sentence],
			two_passes && (items[i].sentence + epoch) % 2);
		if (epoch > 0 && i % part == part - 1)
			take_snapshot(l->w);
	}
	if (epoch > 0)
		take_snapshot(l->w);
	fprintf(stderr, "  epoch %u: %llu tokens wrong\n", epoch,
		(unsigned long long)errors);
}

/* From here on now[] holds the averages, in 1/16. */
static void take_average(struct weights *w)
{
	int64_t n = w->snapshots ? w->snapshots : 1;

	for (uint32_t i = 0; i < w->n_slots; i++) {
		for (int t = 0; t < MODEL_TAGS; t++)
			w->slots[i].now[t] =
				(int32_t)((int64_t)w->slots[i].sum[t] * 16 / n);
	}
	for (int k = 0; k < STEPS; k++)
		w->steps[k] = (int32_t)(w->steps_sum[k] * 16 / n);
}

void weights_learn(struct weights *w, const struct corpus *c, enum fold fold,
		   bool with_silver, bool two_passes, uint32_t epochs,
		   uint64_t seed)
{
	struct learner l = {.w = w, .corpus = c, .random = 362436069 * seed};
	uint64_t random = 88172645463325252 * seed;
	struct item *items;
	uint32_t n;

	memset(w, 0, sizeof(*w));
	arena_init(&l.arena);
	count_features(w, c, fold, with_silver, two_passes);
	sequence_init(&l.sequence, &l.arena, SENTENCE_MOST);
	l.features = arena_array(&l.arena, SENTENCE_MOST, sizeof(*l.features));
	l.e = arena_array(&l.arena, SENTENCE_MOST, sizeof(*l.e));
	l.all = arena_array(&l.arena, SENTENCE_MOST, sizeof(*l.all));
	l.gold = arena_array(&l.arena, SENTENCE_MOST, sizeof(*l.gold));
	items = all_items(&l, fold, with_silver, &n);
	fprintf(stderr, "learning: %u sentences, %u features\n", n, w->n_used);
	for (uint32_t epoch = 0; epoch < epochs; epoch++) {
		shuffle(items, n, &random);
		learn_epoch(&l, items, n, epoch, two_passes);
	}
	take_average(w);
	arena_free(&l.arena);
}

void weights_add(struct weights *w, const struct weights *other)
{
	for (uint32_t i = 0; i < other->n_slots; i++) {
		struct weight *slot;

		if (!other->slots[i].feature)
			continue;
		slot = slot_of(w, other->slots[i].feature);
		for (int t = 0; t < MODEL_TAGS; t++)
			slot->now[t] += other->slots[i].now[t];
	}
	for (int k = 0; k < STEPS; k++)
		w->steps[k] += other->steps[k];
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

			features_at(d, st, i, second, &f);
			allow[i] = f.n ? SEQUENCE_ALL : 1u << MODEL_O;
			for (uint32_t m = 0; m < f.n; m++) {
				struct weight *slot = slot_of(w, f.at[m]);

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
