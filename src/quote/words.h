/* What the words around a quotation do there. */
#ifndef GAZETTE_QUOTE_WORDS_H
#define GAZETTE_QUOTE_WORDS_H

#include "article/article.h"
#include "base/map.h"

enum word_class {
	WORD_AUX = 1 << 0,    /* has, will, did, not */
	WORD_BE = 1 << 1,     /* is, was, been */
	WORD_DET = 1 << 2,    /* the, a, some, two */
	WORD_POSS = 1 << 3,   /* his, her, their */
	WORD_PRON = 1 << 4,   /* can be a subject: he, she, they */
	WORD_PREP = 1 << 5,   /* in, at, during */
	WORD_CONJ = 1 << 6,   /* and, but, or */
	WORD_SUB = 1 << 7,    /* because, while, as */
	WORD_REL = 1 << 8,    /* who, which */
	WORD_ADV = 1 << 9,    /* also, later, himself */
	WORD_TIME = 1 << 10,  /* Monday, yesterday, March */
	WORD_SAY = 1 << 11,   /* a verb of saying */
	WORD_ING = 1 << 12,   /* its form in -ing */
	WORD_BASE = 1 << 13,  /* its bare form: call, say */
	WORD_NOUN = 1 << 14,  /* a noun of saying: claim, statement */
	WORD_ROLE = 1 << 15,  /* spokesman, minister */
	WORD_TELL = 1 << 16,  /* takes whom it is said to: told, asked */
	WORD_CALL = 1 << 17,  /* calls a thing something: dubbed */
	WORD_LABEL = 1 << 18, /* so-called, known, entitled */
	WORD_THAT = 1 << 19,
	WORD_TO = 1 << 20,
	WORD_BY = 1 << 21,
	WORD_CLAUSE = 1 << 22, /* its complement may be a bare clause */
	WORD_ACCORDING = 1 << 23,
	WORD_VERB = 1 << 24,   /* a common verb that says nothing */
	WORD_MEDIA = 1 << 25,  /* agency, newspaper */
	WORD_ADDING = 1 << 26, /* saying, adding: even without a comma */
	WORD_RARE = 1 << 27,   /* a verb of saying only beside a string */
	WORD_MUTE = 1 << 28,   /* a noun for what says nothing: day, area */
	WORD_THING = 1 << 29,  /* a noun that looks like an adverb: assembly */
	WORD_WORK = 1 << 30,   /* what has a title: film, show */
};

/* What ends a noun phrase on either side. */
#define WORD_STOPS                                                             \
	(WORD_AUX | WORD_BE | WORD_PRON | WORD_PREP | WORD_CONJ | WORD_SUB |   \
	 WORD_REL | WORD_ADV | WORD_SAY | WORD_THAT | WORD_TO | WORD_BY |      \
	 WORD_ACCORDING | WORD_VERB)

struct word {
	uint32_t classes; /* enum word_class */
	uint32_t count;   /* of a verb: as a cue, of that direct and so on */
	uint32_t direct, mixed, indirect;
	uint8_t after; /* percent with the speaker behind */
};

/* The forms of one language. */
struct tongue {
	struct slice code; /* "fr" */
	struct map map;    /* lower-case form -> words[] */
};

#define TONGUES 8

struct quote_lists {
	struct arena *arena;
	struct tongue tongues[TONGUES]; /* English is the first */
	uint32_t n_tongues;
	struct word *words; /* [n_words]; the first says nothing */
	uint32_t n_words;
};

/* The words of a language; English where it is unknown (NULL) or has none. */
const struct tongue *quote_tongue(const struct quote_lists *lists,
				  const char *language);

/* The entry of a token's bytes, whatever their case; never NULL. */
const struct word *quote_word(const struct quote_lists *lists,
			      const struct tongue *tongue, struct slice form);

#endif
