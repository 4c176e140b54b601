/* Small linear models over what can be seen of a string or clause: kinds,
 * counts and places, no words. */
#ifndef GAZETTE_QUOTE_JUDGE_H
#define GAZETTE_QUOTE_JUDGE_H

#include "article/article.h"

/* What is asked. */
enum judge_kind {
	JUDGE_STRING, /* is a string that no cue took speech? */
	JUDGE_CLAUSE, /* is what follows a verb what its subject said? */
	JUDGE_END,    /* does it end at this comma or conjunction? */
	JUDGE_KINDS
};

#define JUDGE_TRAITS 64

/* One question as it was put. */
struct trial {
	struct span span;
	uint64_t traits; /* bit n: trait n holds */
	uint8_t kind;    /* enum judge_kind */
	bool was_taken;
};

struct trials {
	struct trial *at;
	uint32_t n;
};

/* The answer of the model. */
bool quote_judge(enum judge_kind kind, uint64_t traits);

#endif
