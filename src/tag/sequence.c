#include "tag/sequence.h"

#include <string.h>

#define NEVER (INT64_MIN / 4)

void sequence_init(struct sequence *q, struct arena *a, uint32_t room)
{
	q->room = room;
	q->score = arena_array(a, room, sizeof(*q->score));
	q->back = arena_array(a, room, sizeof(*q->back));
}

/* Plain text is mostly tokens that may only be O, one after the other. */
static bool only_o(const uint16_t *allow, uint32_t i)
{
	return i > 0 && allow[i] == 1u << MODEL_O &&
	       allow[i - 1] == 1u << MODEL_O;
}

static void best_from(struct sequence *q, const int32_t *steps, uint32_t i,
		      uint8_t to, int64_t e)
{
	int64_t best = NEVER;
	uint8_t back = MODEL_O;

	for (uint8_t from = 0; from < MODEL_TAGS; from++) {
		int64_t score;

		if (!sequence_may_follow(from, to))
			continue;
		score = q->score[i - 1][from] + steps[from * MODEL_TAGS + to];
		if (score > best) {
			best = score;
			back = from;
		}
	}
	q->score[i][to] = best == NEVER ? NEVER : best + e;
	q->back[i][to] = back;
}

static void begin(struct sequence *q, const int32_t *steps, const int32_t *e,
		  uint16_t allow)
{
	for (uint8_t t = 0; t < MODEL_TAGS; t++) {
		q->score[0][t] = NEVER;
		if ((allow & 1u << t) && sequence_may_follow(MODEL_TAGS, t))
			q->score[0][t] =
				steps[MODEL_TAGS * MODEL_TAGS + t] + e[t];
	}
}

void sequence_best(struct sequence *q, const int32_t *steps,
		   const int32_t (*e)[MODEL_TAGS], const uint16_t *allow,
		   uint32_t n, uint8_t *tags)
{
	uint8_t tag = MODEL_O;

	if (n == 0)
		return;
	begin(q, steps, e[0], allow[0]);
	for (uint32_t i = 1; i < n; i++) {
		if (only_o(allow, i)) {
			for (uint8_t t = 1; t < MODEL_TAGS; t++)
				q->score[i][t] = NEVER;
			q->score[i][0] = q->score[i - 1][0] + steps[0];
			q->back[i][0] = MODEL_O;
			continue;
		}
		for (uint8_t t = 0; t < MODEL_TAGS; t++) {
			if (allow[i] & 1u << t)
				best_from(q, steps, i, t, e[i][t]);
			else
				q->score[i][t] = NEVER;
		}
	}
	for (uint8_t t = 1; t < MODEL_TAGS; t++) {
		if (q->score[n - 1][t] > q->score[n - 1][tag])
			tag = t;
	}
	for (uint32_t i = n; i-- > 0;) {
		tags[i] = tag;
		if (i > 0)
			tag = q->back[i][tag];
	}
}
