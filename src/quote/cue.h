/* Verbs of saying and who their subject is. */
#ifndef GAZETTE_QUOTE_CUE_H
#define GAZETTE_QUOTE_CUE_H

#include "quote/phrase.h"

enum cue_how {
	CUE_LEFT,      /* she said */
	CUE_RIGHT,     /* said the minister */
	CUE_INHERITED, /* and said; saying: the subject of the clause before */
	CUE_PASSIVE,   /* it was said by */
	CUE_ACCORDING, /* according to */
	CUE_NOUN,      /* her claim that */
};

struct cue {
	uint32_t verb;       /* item */
	struct phrase words; /* the cue as it is shown */
	struct phrase subject;
	struct phrase via; /* "REUTERS quoted the director as saying" */
	uint32_t first;    /* of subject and verb together, the first item */
	uint32_t after;    /* and the first behind them */
	uint8_t how;       /* enum cue_how */
	bool is_relay;     /* a trailing ", AFP reported" over another cue */
};

struct cues {
	struct cue *at;
	uint32_t n;
};

/* Find the cues of a row whose subject can be told, in text order. */
void quote_cues(const struct sheet *s, const struct row *row,
		struct cues *cues);

/* The subject of a row's main clause, as far as its first words tell. */
struct phrase quote_main_subject(const struct sheet *s, const struct row *row);

/* Does the word speak for nobody when it stands alone: "the", "this", "you"? */
bool quote_is_empty_word(struct slice word);

/* What cannot speak: such a word alone, a day, a stretch of land. */
bool quote_is_nobody(const struct sheet *s, struct phrase p);

#endif
