#include "tag/chance.h"

#include <math.h>
#include <string.h>

#include "tag/sequence.h"

#define TAGS  MODEL_TAGS
#define LEAST 1e-30f /* so that no sum is zero */

void chance_powers_init(struct chance_powers *p, const struct model *m)
{
	float unit = m->unit > 0 ? 1 / (float)m->unit : 1;

	for (int i = 0; i < CHANCE_POWERS; i++)
		p->below[i] = expf(-(float)i * unit);
	for (uint8_t from = 0; from <= TAGS; from++) {
		for (uint8_t to = 0; to < TAGS; to++)
			p->step[from][to] =
				sequence_may_follow(from, to)
					? expf((float)m->steps[from * TAGS +
							       to] *
					       unit)
					: 0;
	}
}

void chances_init(struct chances *c, const struct chance_powers *powers,
		  struct arena *a, uint32_t room)
{
	*c = (struct chances){.powers = powers};
	c->power = arena_array(a, room, sizeof(*c->power));
	c->forward = arena_array(a, room, sizeof(*c->forward));
	c->backward = arena_array(a, room, sizeof(*c->backward));
	c->scale = arena_array(a, room, sizeof(*c->scale));
}

static void read_token(const struct chances *c, const int32_t *e,
		       uint16_t allow, float *power)
{
	int32_t most = INT32_MIN;

	memset(power, 0, TAGS * sizeof(*power));
	if (allow == 1u << MODEL_O) {
		power[MODEL_O] = 1;
		return;
	}
	for (uint8_t t = 0; t < TAGS; t++) {
		if ((allow & 1u << t) && e[t] > most)
			most = e[t];
	}
	for (uint8_t t = 0; t < TAGS; t++) {
		if ((allow & 1u << t) && most - e[t] < CHANCE_POWERS)
			power[t] = c->powers->below[most - e[t]];
	}
}

static void go_forward(struct chances *c, uint32_t i)
{
	float sum = LEAST;

	for (uint8_t t = 0; t < TAGS; t++) {
		float v = i ? 0 : c->powers->step[TAGS][t];

		if (c->power[i][t] > 0) {
			for (uint8_t from = 0; i && from < TAGS; from++)
				v += c->forward[i - 1][from] *
				     c->powers->step[from][t];
		}
		c->forward[i][t] = v * c->power[i][t];
		sum += c->forward[i][t];
	}
	c->scale[i] = 1 / sum;
	for (uint8_t t = 0; t < TAGS; t++)
		c->forward[i][t] *= c->scale[i];
}

/* What comes from token i on, behind a token of tag `from`. */
static float behind(const struct chances *c, uint8_t from, uint32_t i)
{
	float v = 0;

	for (uint8_t t = 0; t < TAGS; t++)
		v += c->powers->step[from][t] * c->power[i][t] *
		     c->backward[i][t];
	return v * c->scale[i];
}

void chances_read(struct chances *c, const int32_t (*e)[MODEL_TAGS],
		  const uint16_t *allow, uint32_t n)
{
	c->n = n;
	for (uint32_t i = 0; i < n; i++) {
		read_token(c, e[i], allow[i], c->power[i]);
		go_forward(c, i);
	}
	for (uint32_t i = n; i-- > 0;) {
		for (uint8_t t = 0; t < TAGS; t++)
			c->backward[i][t] = i + 1 < n ? behind(c, t, i + 1) : 1;
	}
}

float chances_of(const struct chances *c, uint32_t first, uint32_t end,
		 uint8_t kind)
{
	uint8_t begin = (uint8_t)(kind * 2 - 1), inside = (uint8_t)(kind * 2);
	uint8_t tag = begin;
	float p = c->forward[first][begin];

	for (uint32_t i = first + 1; i < end; i++) {
		p *= c->powers->step[tag][inside] * c->power[i][inside] *
		     c->scale[i];
		tag = inside;
	}
	if (end < c->n)
		p *= behind(c, tag, end) -
		     c->powers->step[tag][inside] * c->power[end][inside] *
			     c->backward[end][inside] * c->scale[end];
	return p < 0 ? 0 : p > 1 ? 1 : p;
}

float chance_odds(float chance)
{
	float p = chance < 1e-5f      ? 1e-5f
		  : chance > 0.99999f ? 0.99999f
				      : chance;

	return logf(p / (1 - p));
}

uint8_t chance_percent(const struct model *m, float chance)
{
	float x = ((float)m->slope * chance_odds(chance) + (float)m->offset) /
		  100;

	return (uint8_t)(100 / (1 + expf(-x)) + 0.5f);
}
