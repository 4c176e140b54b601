/* A name as words that can be compared.  Private to resolve/. */
#ifndef GAZETTE_RESOLVE_NAME_H
#define GAZETTE_RESOLVE_NAME_H

#include "base/arena.h"
#include "base/str.h"

#define NAME_WORDS 12

/* A name read: "US Secretary of State Antony Blinken's" has the words "antony
 * blinken" and had a title. */
struct name {
	const char *word[NAME_WORDS]; /* folded, terminated */
	uint32_t n;
	const char *folded;  /* the words, parted by single blanks */
	const char *whole;   /* the same with title and legal form */
	const char *acronym; /* that it declares, "Name (ACR)", or NULL */
	bool had_title, had_legal;
	bool is_capitals; /* written "NATO", two to six letters */
	bool mixes;       /* scripts in one word: a look-alike */
};

void name_read(struct arena *a, const char *text, size_t len, struct name *out);

/* The words of what is folded already. */
void name_split(struct arena *a, const char *folded, struct name *out);

/* May it be a person's: two to four words, none of an organisation? */
bool name_may_be_person(const struct name *n);

/* Does it end with the word of a body, "Ostrel Medical Center"? */
bool name_is_body(const struct name *n);

/* May its first word stand for it: "ATI Technologies", "Boeing Company"? */
bool name_is_led(const struct name *n);

/* The same of a firm whose other words tell nothing: "Northrop Grumman". */
bool name_may_lead(const struct name *n);

/* The first letters of its words, small words left out; "" for one word. */
const char *name_initials(struct arena *a, const struct name *n);

bool name_is_particle(const char *word); /* "de", "van", "al" */

/* May two given names be one person's: equal, one the other's initial, or
 * much alike? */
bool name_given_fit(const char *a, const char *b);

/* Within a letter or two: one below six letters, else two; four letters at
 * least. */
bool name_near(const char *a, const char *b);

/* A letter left out or put in behind the first, in words of three letters and
 * more: for a name whose other half is the same. */
bool name_slipped(const char *a, const char *b);

/* Jaro-Winkler likeness, 0 to 1. */
double name_likeness(const char *a, const char *b);

/* Double Metaphone: the codes of a word (the second "" when it is the same).
 * Words of other scripts than Latin are their own code. */
struct sound {
	char first[5], second[5];
};

struct sound name_sound(const char *word);

/* resolve_same_person of names that are read. */
bool name_same_person(const struct name *a, const struct name *b, bool loosely);

#endif
