#include "tag/majority.h"

#include <string.h>

#include "tag/sequence.h"

#define KINDS 5

/* The last of several names decides. */
static void count_longer(struct scan *s, const uint8_t *tags)
{
	uint32_t n = s->art->n_tokens;

	for (uint32_t i = 0, end; i < n; i = end) {
		uint8_t kind = sequence_kind(tags[i]);

		end = i + 1;
		if (kind == 0)
			continue;
		while (end < n && sequence_kind(tags[end]) == kind &&
		       !sequence_begins(tags[end]))
			end++;
		if (end - i < 2)
			continue;
		if (s->marks[i].seen)
			s->marks[i].seen->longer[0] = kind;
		if (s->marks[end - 1].seen)
			s->marks[end - 1].seen->longer[1] = kind;
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

/* ---- two words in a row ---- */

static struct pair *pair_at(const struct scan *s, uint32_t i)
{
	uint32_t n = s->n_seen * 2, k;
	uint64_t key;

	if (!s->pairs || i + 1 >= s->art->n_tokens || !s->marks[i].seen ||
	    !s->marks[i + 1].seen || (scan_flags(s, i + 1) & TOKEN_FIRST))
		return NULL;
	key = model_mix(s->marks[i].lower * 31 + s->marks[i + 1].lower) | 1;
	k = (uint32_t)(key >> 32) & (n - 1);
	while (s->pairs[k].key && s->pairs[k].key != key)
		k = (k + 1) & (n - 1);
	s->pairs[k].key = key;
	return &s->pairs[k];
}

static void count_pairs(struct scan *s, const uint8_t *tags)
{
	size_t room = (size_t)s->n_seen * 2;

	if (!s->pairs)
		s->pairs = arena_array(s->art->arena, room, sizeof(*s->pairs));
	memset(s->pairs, 0, room * sizeof(*s->pairs));
	for (uint32_t i = 0; i + 1 < s->art->n_tokens; i++) {
		struct pair *pair = pair_at(s, i);
		uint8_t kind = sequence_kind(tags[i]);

		if (pair)
			pair->kinds[sequence_kind(tags[i + 1]) == kind &&
						    !sequence_begins(
							    tags[i + 1])
					    ? kind
					    : 0]++;
	}
}

void tag_count_kinds(struct scan *s, const uint8_t *tags)
{
	for (uint32_t i = 0; i < s->n_seen; i++) {
		memset(s->seen[i].kinds, 0, sizeof(s->seen[i].kinds));
		s->seen[i].longer[0] = s->seen[i].longer[1] = 0;
	}
	for (uint32_t i = 0; i < s->art->n_tokens; i++) {
		if (s->marks[i].seen)
			s->marks[i].seen->kinds[sequence_kind(tags[i])]++;
	}
	count_longer(s, tags);
	count_pairs(s, tags);
}

void tag_majorities(const struct scan *s, struct sense *senses)
{
	for (uint32_t i = 0; i < s->art->n_tokens; i++) {
		const struct seen *seen = s->marks[i].seen;
		const struct pair *next = pair_at(s, i);
		const struct pair *last = i ? pair_at(s, i - 1) : NULL;

		senses[i].pair[0] = next ? majority(next->kinds) : 0;
		senses[i].pair[1] = last ? majority(last->kinds) : 0;
		senses[i].majority = seen ? majority(seen->kinds) : 0;
		senses[i].longer[0] = seen ? seen->longer[0] : 0;
		senses[i].longer[1] = seen ? seen->longer[1] : 0;
	}
}
