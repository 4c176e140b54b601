/* An article while its chains are resolved: inside of resolve/ only. */
#ifndef GAZETTE_RESOLVE_WORK_H
#define GAZETTE_RESOLVE_WORK_H

#include "resolve/known.h"
#include "resolve/name.h"
#include "resolve/resolve.h"

#define SAME_MOST 16 /* candidates of one name that are looked at */

struct item {
	struct name main; /* of the form with most words */
	int64_t head;     /* of the entity that it has; 0: none yet */
	const struct known_row *known;
	uint8_t type, gender, why;
	uint32_t mentions, first; /* byte of its first mention */
	bool is_person;           /* may be one */
	bool is_settled;          /* has an entity or stands for a new one */
	bool is_merged;           /* with another chain of the article */
	int32_t with;             /* that chain */
};

struct work {
	const struct known *known;
	const struct names_lookup *names;
	const struct article *art;
	struct arena *arena;
	struct item *items;     /* [n_chains] */
	struct resolution *out; /* [n_chains] */
	uint32_t n, n_paired;
	struct arena scratch; /* of one look-up */
};

bool work_is_thing(uint8_t type);
bool work_genders_clash(uint8_t a, uint8_t b);

/* A chain is a candidate: what is merged stays with its own name, so that a
 * merge can be undone. */
void work_take(struct work *w, uint32_t i, const struct candidate *c,
	       uint8_t why);

/* Do two chains stand for one entity already? */
bool work_same_item(const struct work *w, uint32_t a, uint32_t b);

/* Has the user said that a name is not whom another chain of the article
 * stands for? */
bool work_is_apart(struct work *w, uint32_t i, uint32_t from);

/* Settle a chain by the user's word, false: there is none; as a known thing;
 * by its name of several words; by its one word. */
bool work_settle_said(struct work *w, uint32_t i);
void work_settle_known(struct work *w, uint32_t i, const struct known_row *row);
void work_settle_several(struct work *w, uint32_t i);
void work_settle_one(struct work *w, uint32_t i);

#endif
