/* What coreference knows beforehand. */
#ifndef GAZETTE_COREF_LISTS_H
#define GAZETTE_COREF_LISTS_H

#include "base/bytemap.h"
#include "base/map.h"
#include "coref/coref.h"

/* What a form of data/known stands for. */
struct fact {
	struct slice canonical;
	bool is_demonym, is_metonym, is_agency;
};

/* A noun for a person. */
struct role_noun {
	struct slice class;
	uint8_t gender;
};

struct coref_lists {
	struct arena *arena;
	struct map countries, metonyms, organisations, people; /* facts[] */
	struct fact *facts;
	uint32_t n_facts;
	struct bytemap given; /* folded given name -> gender */
	struct map titles;    /* lower-case title -> gender */
	struct map roles;     /* lower-case noun -> nouns[] */
	struct role_noun *nouns;
	uint32_t n_nouns;
	struct bytemap nicknames; /* "name TAB nickname", both ways */
};

/* The fact of a form in one of the maps; NULL when there is none. */
const struct fact *coref_fact(const struct coref_lists *lists,
			      const struct map *map, struct slice form);

/* The noun that words[0..n) are, whatever their case; NULL when none. */
const struct role_noun *coref_noun(const struct coref_lists *lists,
				   struct slice words);

/* Is words a title or honorific ("Mr", "Sen.")?  Fills *gender. */
bool coref_title(const struct coref_lists *lists, struct slice words,
		 uint8_t *gender);

uint8_t coref_given_gender(const struct coref_lists *lists,
			   struct slice folded);

bool coref_nicknames(const struct coref_lists *lists, struct slice a,
		     struct slice b);

/* Does a general noun ("official") speak of people of a class? */
bool coref_noun_covers(struct slice noun, struct slice class);

#endif
