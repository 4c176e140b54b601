/* Cues and strings to what was said. */
#ifndef GAZETTE_QUOTE_SAID_H
#define GAZETTE_QUOTE_SAID_H

#include "quote/cue.h"

/* A quotation whose speaker is words, not yet a mention. */
struct said {
	struct span span, speaker, cue, via; /* empty: none */
	uint32_t group;
	uint8_t kind;       /* enum quote_kind */
	uint8_t confidence; /* 0 to 100 */
};

struct said_list {
	struct said *at;
	uint32_t n;
};

struct trials;

/* Find what was said in all rows of a sheet.
 *
 * n_groups  the first number for groups that is free
 * log       gets what was put to judgement, for the fitting program; or NULL
 * Fills   *out, not sorted, perhaps overlapping; in the article's arena.
 */
void quote_said(const struct sheet *s, uint32_t n_groups, struct said_list *out,
		struct trials *log);

#endif
