#include "tag/majority.h"

#include <string.h>

#include "tag/sequence.h"

#define KINDS 5

void tag_count_kinds(struct scan *s, const uint8_t *tags)
{
	for (uint32_t i = 0; i < s->n_seen; i++)
		memset(s->seen[i].kinds, 0, sizeof(s->seen[i].kinds));
	for (uint32_t i = 0; i < s->art->n_tokens; i++) {
		if (s->marks[i].seen)
			s->marks[i].seen->kinds[sequence_kind(tags[i])]++;
	}
}

static uint8_t majority(const uint32_t *kinds)
{
	uint32_t all = kinds[0];
	uint8_t best = 0;

	for (uint8_t k = 1; k < KINDS; k++) {
		all += kinds[k];
		if (kinds[k] > kinds[best] ||
		    (best == 0 && kinds[k] && kinds[k] * 2 >= kinds[0]))
			best = k;
	}
	return all < 2 ? 0 : (uint8_t)(best + 1);
}

void tag_majorities(const struct scan *s, struct sense *senses)
{
	for (uint32_t i = 0; i < s->art->n_tokens; i++)
		senses[i].majority = s->marks[i].seen
					     ? majority(s->marks[i].seen->kinds)
					     : 0;
}
