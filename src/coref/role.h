/* Offices and descriptions: "US Secretary of State", "the Egyptian official".
 */
#ifndef GAZETTE_COREF_ROLE_H
#define GAZETTE_COREF_ROLE_H

#include "coref/node.h"

/* What a description says. */
struct description {
	struct span span;
	struct slice noun; /* its head as written; empty: none known */
	const struct role_noun *role;
	struct slice country; /* canonical; empty: none */
	struct slice of;      /* "Delvik" of "mayor of Delvik"; empty: none */
	bool is_indefinite;   /* a, an */
	bool is_counterpart;
	bool is_person; /* man, woman, the 61-year-old */
	uint8_t gender;
};

/* Read tokens [first, end) as a description: its head noun is the longest
 * known one that ends there. */
struct description coref_describe(const struct knot *k, uint32_t first,
				  uint32_t end);

/* A description that begins at token `first` with a determiner or possessive,
 * within the sentence that ends at `end`: its tokens end at the number that is
 * returned, 0 when there is none. */
uint32_t coref_description_end(const struct knot *k, uint32_t first,
			       uint32_t end);

/* Give the people what they are called beside their names. */
void coref_roles(struct knot *k);

/* How well a description fits a person: 0 not at all. */
int coref_fits(const struct node *n, const struct description *d);

/* The first token at or behind a byte. */
uint32_t coref_token_at(const struct article *art, uint32_t at);

#endif
