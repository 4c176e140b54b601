/* Learning: for each sentence the chance of every tag at every token, once
 * with all tags and once with those that the annotation allows; the weights
 * move by the difference. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "weights.h"

#define TAGS          MODEL_TAGS
#define SENTENCE_MOST 400
#define SNAPSHOTS     4  /* an epoch of the later half */
#define DROP          30 /* percent of features left out while learning */
#define RATE          0.03f
#define SMALL         0.005f /* a slope that is not worth a step */

typedef float row[TAGS];

struct learner {
	struct weights *w;
	const struct corpus *corpus;
	struct arena arena;
	uint32_t (*features)[FEATURES_MOST]; /* slots, [SENTENCE_MOST] */
	uint32_t n_features[SENTENCE_MOST];
	uint16_t all[SENTENCE_MOST], gold[SENTENCE_MOST];
	row power[SENTENCE_MOST]; /* exp of the weights of a token's tags */
	row forward[SENTENCE_MOST], backward[SENTENCE_MOST];
	row chance_all[SENTENCE_MOST], chance_gold[SENTENCE_MOST];
	row step[TAGS + 1], step_square[TAGS + 1], step_sum[TAGS + 1];
	row step_power[TAGS + 1], steps_all[TAGS + 1], steps_gold[TAGS + 1];
	float scale[SENTENCE_MOST];
	uint32_t snapshots;
	uint64_t random;
};

/* exp, the same on every machine; 0 for what is too small. */
static float power_of(float x)
{
	float y = x * 1.44269504f, f, p;
	union {
		float f;
		uint32_t bits;
	} two;
	int n;

	if (x < -80)
		return 0;
	n = (int)(y < 0 ? y - 0.5f : y + 0.5f);
	f = (y - (float)n) * 0.69314718f;
	p = 1 +
	    f * (1 + f * (0.5f + f * (0.16666667f +
				      f * (0.041666667f + f * 0.0083333333f))));
	two.bits = (uint32_t)(n + 127) << 23;
	return p * two.f;
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

/* An I without its B cannot be reached: let it be a B. */
static void mend(uint16_t *gold, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		uint16_t before = i ? gold[i - 1] : 1u << MODEL_O;

		for (uint8_t t = MODEL_I_PER; t < TAGS; t += 2) {
			if (gold[i] == 1u << t &&
			    !(before & (1u << t | 1u << (t - 1))))
				gold[i] = (uint16_t)(1u << (t - 1));
		}
	}
}

static void read_token(struct learner *l, const struct document *d,
		       const struct sentence *st, uint32_t k, bool second)
{
	uint32_t i = st->token + k, n = 0;
	struct features f;
	row e = {0};
	float most;

	weights_features(d, st, i, second, &f);
	for (uint32_t m = 0; m < f.n; m++) {
		struct weight *slot = weights_slot(l->w, f.at[m]);

		if (!slot->feature || corpus_random(&l->random, 100) < DROP)
			continue;
		l->features[k][n++] = (uint32_t)(slot - l->w->slots);
		for (int t = 0; t < TAGS; t++)
			e[t] += slot->value[t];
	}
	l->n_features[k] = n;
	l->all[k] = d->senses[i].is_active ? SEQUENCE_ALL : 1u << MODEL_O;
	l->gold[k] = allowed(d->gold[i], d->senses[i].is_active);
	most = e[0];
	for (int t = 1; t < TAGS; t++)
		most = e[t] > most ? e[t] : most;
	for (int t = 0; t < TAGS; t++)
		l->power[k][t] = power_of(e[t] - most);
}

static bool read_sentence(struct learner *l, const struct document *d,
			  const struct sentence *st, bool second)
{
	bool any = false;

	for (uint32_t k = 0; k < st->n_tokens; k++) {
		read_token(l, d, st, k, second);
		any |= l->n_features[k] > 0;
	}
	mend(l->gold, st->n_tokens);
	return any;
}

/* ---- chances ---- */

static void read_steps(struct learner *l)
{
	for (uint8_t from = 0; from <= TAGS; from++) {
		for (uint8_t to = 0; to < TAGS; to++)
			l->step_power[from][to] =
				sequence_may_follow(from, to)
					? power_of(l->step[from][to])
					: 0;
	}
}

static void go_forward(struct learner *l, const uint16_t *allow, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		float sum = 0;

		for (uint8_t t = 0; t < TAGS; t++) {
			float v = i == 0 ? l->step_power[TAGS][t] : 0;

			for (uint8_t from = 0; i > 0 && from < TAGS; from++)
				v += l->forward[i - 1][from] *
				     l->step_power[from][t];
			if (!(allow[i] & 1u << t))
				v = 0;
			l->forward[i][t] = v * l->power[i][t];
			sum += l->forward[i][t];
		}
		l->scale[i] = 1 / (sum > 1e-35f ? sum : 1e-35f);
		for (uint8_t t = 0; t < TAGS; t++)
			l->forward[i][t] *= l->scale[i];
	}
}

static void go_backward(struct learner *l, const uint16_t *allow, uint32_t n)
{
	for (uint8_t t = 0; t < TAGS; t++)
		l->backward[n - 1][t] = 1;
	for (uint32_t i = n - 1; i > 0; i--) {
		for (uint8_t from = 0; from < TAGS; from++) {
			float v = 0;

			for (uint8_t t = 0; t < TAGS; t++) {
				if (allow[i] & 1u << t)
					v += l->step_power[from][t] *
					     l->power[i][t] * l->backward[i][t];
			}
			l->backward[i - 1][from] = v * l->scale[i];
		}
	}
}

/* The chance of each tag at each token, and of each step. */
static void find_chances(struct learner *l, const uint16_t *allow, uint32_t n,
			 row *chance, row *steps)
{
	go_forward(l, allow, n);
	go_backward(l, allow, n);
	memset(steps, 0, (TAGS + 1) * sizeof(*steps));
	for (uint32_t i = 0; i < n; i++) {
		for (uint8_t t = 0; t < TAGS; t++)
			chance[i][t] = l->forward[i][t] * l->backward[i][t];
	}
	for (uint8_t t = 0; t < TAGS; t++)
		steps[TAGS][t] = chance[0][t];
	for (uint32_t i = 1; i < n; i++) {
		for (uint8_t from = 0; from < TAGS; from++) {
			float v = l->forward[i - 1][from] * l->scale[i];

			for (uint8_t t = 0; v > 0 && t < TAGS; t++) {
				if (allow[i] & 1u << t)
					steps[from][t] +=
						v * l->step_power[from][t] *
						l->power[i][t] *
						l->backward[i][t];
			}
		}
	}
}

/* ---- moving the weights ---- */

static void move(float *value, float *square, float slope, float floor)
{
	*square += slope * slope;
	*value -= RATE * slope / sqrtf(floor + *square);
}

static void move_steps(struct learner *l)
{
	for (uint8_t from = 0; from <= TAGS; from++) {
		for (uint8_t t = 0; t < TAGS; t++) {
			float slope =
				l->steps_all[from][t] - l->steps_gold[from][t];

			if (slope != 0)
				move(&l->step[from][t],
				     &l->step_square[from][t], slope, 1);
		}
	}
}

/* Returns how wrong the token was: the largest slope. */
static float move_token(struct learner *l, uint32_t k)
{
	row slope;
	float most = 0;

	for (int t = 0; t < TAGS; t++) {
		slope[t] = l->chance_all[k][t] - l->chance_gold[k][t];
		if (slope[t] > most || -slope[t] > most)
			most = slope[t] < 0 ? -slope[t] : slope[t];
	}
	if (most < SMALL)
		return most;
	for (uint32_t m = 0; m < l->n_features[k]; m++) {
		struct weight *slot = &l->w->slots[l->features[k][m]];

		for (int t = 0; t < TAGS; t++)
			move(&slot->value[t], &slot->square[t], slope[t],
			     1e-4f);
	}
	return most;
}

static double learn_sentence(struct learner *l, const struct document *d,
			     const struct sentence *st, bool second)
{
	uint32_t n = st->n_tokens;
	double wrong = 0;

	if (n == 0 || n > SENTENCE_MOST || !read_sentence(l, d, st, second))
		return 0;
	read_steps(l);
	find_chances(l, l->all, n, l->chance_all, l->steps_all);
	find_chances(l, l->gold, n, l->chance_gold, l->steps_gold);
	move_steps(l);
	for (uint32_t k = 0; k < n; k++)
		wrong += (double)move_token(l, k);
	return wrong;
}

/* ---- epochs ---- */

struct item {
	uint32_t document, sentence;
};

static struct item *all_items(struct learner *l, const struct lesson *lesson,
			      uint32_t *n)
{
	const struct corpus *c = l->corpus;
	struct item *items = NULL;

	*n = 0;
	for (uint32_t d = 0; d < c->n_documents; d++) {
		if (!weights_learns(c, d, lesson))
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

static void take_snapshot(struct learner *l)
{
	for (uint32_t i = 0; i < l->w->n_slots; i++) {
		struct weight *slot = &l->w->slots[i];

		for (int t = 0; slot->feature && t < TAGS; t++)
			slot->sum[t] += slot->value[t];
	}
	for (int from = 0; from <= TAGS; from++) {
		for (int t = 0; t < TAGS; t++)
			l->step_sum[from][t] += l->step[from][t];
	}
	l->snapshots++;
}

static void learn_epoch(struct learner *l, const struct lesson *lesson,
			const struct item *items, uint32_t n, uint32_t epoch)
{
	uint32_t part = n / SNAPSHOTS + 1;
	double wrong = 0;

	for (uint32_t i = 0; i < n; i++) {
		const struct item *at = &items[i];
		const struct document *d = &l->corpus->documents[at->document];
		bool second = lesson->two_passes && (at->sentence + epoch) % 2;

		if (d->is_silver && (at->document / 8 + epoch) % 2)
			continue;
		wrong += learn_sentence(l, d, &d->art->sentences[at->sentence],
					second);
		if (epoch * 2 >= lesson->epochs && i % part == part - 1)
			take_snapshot(l);
	}
	if (epoch * 2 >= lesson->epochs)
		take_snapshot(l);
	fprintf(stderr, "  epoch %u: %.0f tokens wrong\n", epoch, wrong);
}

static int32_t whole(float sum, uint32_t n)
{
	float x = sum / (float)n * WEIGHTS_SCALE;

	return (int32_t)(x < 0 ? x - 0.5f : x + 0.5f);
}

static void take_average(struct learner *l)
{
	for (uint32_t i = 0; i < l->w->n_slots; i++) {
		struct weight *slot = &l->w->slots[i];

		for (int t = 0; t < TAGS; t++)
			slot->now[t] = whole(slot->sum[t], l->snapshots);
	}
	for (int k = 0; k < STEPS; k++)
		l->w->steps[k] =
			whole(l->step_sum[k / TAGS][k % TAGS], l->snapshots);
}

void weights_learn(struct weights *w, const struct corpus *c,
		   const struct lesson *lesson)
{
	struct arena arena;
	struct learner *l;
	uint64_t random = 88172645463325252 * lesson->seed;
	struct item *items;
	uint32_t n;

	arena_init(&arena);
	l = arena_alloc(&arena, sizeof(*l));
	l->w = w;
	l->corpus = c;
	l->random = 362436069 * lesson->seed;
	arena_init(&l->arena);
	weights_count(w, c, lesson);
	l->features =
		arena_array(&l->arena, SENTENCE_MOST, sizeof(*l->features));
	items = all_items(l, lesson, &n);
	fprintf(stderr, "learning: %u sentences, %u features\n", n, w->n_used);
	for (uint32_t epoch = 0; epoch < lesson->epochs; epoch++) {
		shuffle(items, n, &random);
		learn_epoch(l, lesson, items, n, epoch);
	}
	take_average(l);
	arena_free(&l->arena);
	arena_free(&arena);
}
