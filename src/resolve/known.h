/* Looking up what everybody knows.  Private to resolve/. */
#ifndef GAZETTE_RESOLVE_KNOWN_H
#define GAZETTE_RESOLVE_KNOWN_H

#include "resolve/resolve.h"

/* How a form stands for its thing; the better first. */
enum known_how {
	KNOWN_NAME,
	KNOWN_ABBR,
	KNOWN_DEMONYM,
	KNOWN_FORMER,
	KNOWN_NOT, /* no name: a hint for others */
};

struct known_row {
	const char *canonical;
	uint8_t type, how;
	bool is_ambiguous;
	bool is_users; /* of the user's own table: before ours */
	uint32_t next; /* index + 1 of another row of this form, 0: none */
};

/* What a form (name.whole) surely means, given the mention's type; NULL when
 * it is unknown, ambiguous, or means two things alike.  known may be NULL. */
const struct known_row *known_find(const struct known *k, const char *form,
				   uint8_t type);

/* What a form that has other meanings too is most often: "America",
 * "Washington".  For want of anything better; NULL when it is unknown. */
const struct known_row *known_guess(const struct known *k, const char *form);

/* The row of a canonical name, NULL when there is none. */
const struct known_row *known_canonical(const struct known *k, struct arena *a,
					const char *name);

/* Is one given name the other's nickname, "fred" and "frederick"? */
bool known_is_nickname(const struct known *k, const char *a, const char *b);

/* The first letters of the other names a given name has: bit 0 is 'a'. */
uint32_t known_initials(const struct known *k, const char *given);

#endif
