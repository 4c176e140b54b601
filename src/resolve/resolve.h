/* The article's chains to the archive's entities.
 *
 * The archive is seen through a look-up that is handed in, so that this stage
 * is string work and a test hands in its own.
 */
#ifndef GAZETTE_RESOLVE_RESOLVE_H
#define GAZETTE_RESOLVE_RESOLVE_H

#include "article/article.h"

/* An entity that carries a name, as the archive knows it. */
struct candidate {
	int64_t entity;     /* the head: merges are followed */
	int64_t member;     /* merged into it, that has the name; else 0 */
	const char *own;    /* folded: the name it had before the user's word */
	const char *name;   /* canonical, as shown */
	const char *folded; /* the name it was found by */
	uint8_t type, gender;
	bool is_bare;      /* a surname alone, waiting for its holder */
	bool is_locked;    /* the user said so */
	bool is_said;      /* the user: the name found by means it, alone */
	uint32_t articles; /* that name it */
	uint32_t uses;     /* of this name for this entity */
	int32_t first_day, last_day; /* days since 1970-01-01 */
	const char *country;         /* of its role, or NULL */
	const char *known;           /* canonical name in data/known, or NULL */
};

struct names_lookup {
	void *self;

	/* Entities one of whose names folds to this, most written first.
	 * Fills at most `most` in the arena; returns how many. */
	uint32_t (*by_name)(void *self, struct arena *a, const char *folded,
			    struct candidate *out, uint32_t most);

	/* Entities with a name that has a phonetic code (resolve_codes) which
	 * begins with this, most written first. */
	uint32_t (*by_code)(void *self, struct arena *a, const char *code,
			    struct candidate *out, uint32_t most);

	/* Entities that may be meant by this word alone (resolve_alone). */
	uint32_t (*by_word)(void *self, struct arena *a, const char *word,
			    struct candidate *out, uint32_t most);

	/* Has the user said that these two are not one?  Of 0 and 0: that any
	 * two are not. */
	bool (*are_apart)(void *self, int64_t a, int64_t b);

	/* Can any candidate be is_said?  NULL: none. */
	bool (*has_said)(void *self);
};

/* What everybody knows: data/known. */
struct known;

MUST_CHECK bool known_new(struct arena *a, const struct slice *tables,
			  uint32_t n, struct known **out, struct error *err);

/* Add a table of the user's own, of the same form: what it says comes before
 * what the others say.
 * Errors  false: a line is broken. */
MUST_CHECK bool known_add(struct known *k, struct slice table,
			  struct error *err);

/* Add what given names are called: rows "name TAB nickname", folded. */
void known_nicknames(struct known *known, struct slice table);

/* One name to be kept with an entity. */
struct resolved_form {
	const char *surface; /* as resolve_form has it */
	const char *bare;    /* the mention's own words */
	const char *folded;  /* of those */
	uint32_t count;
	uint8_t why; /* enum resolve_why */
};

/* Why a form stands with its entity; shown by name --why. */
enum resolve_why {
	WHY_NEW,      /* the first of its name */
	WHY_SAME,     /* a name the entity had already */
	WHY_KNOWN,    /* data/known says so */
	WHY_ARTICLE,  /* one with another form in the article */
	WHY_ACRONYM,  /* initials of its name */
	WHY_SPELLING, /* the same person by spelling and sound */
	WHY_SURNAME,  /* the only holder of the surname at the time */
	WHY_USER,     /* a user's word */
	WHYS
};

extern const struct names resolve_whys;

/* A mention's words as the form that is kept: line ends and TABs inside are
 * blanks. */
const char *resolve_surface(struct arena *a, struct slice words);

/* The form that is kept of a name's mention: its words and an honorific right
 * before them, "Mr Blinken". */
const char *resolve_form(struct arena *a, const struct article *art,
			 const struct mention *m);

/* Are letters of two scripts that look alike in one of its words?  Such a name
 * is only itself. */
bool resolve_mixes_scripts(const char *name);

/* Is it written in capitals as headlines are, "CORVANT"?  Five letters at
 * least: "NATO" is its name. */
bool resolve_is_shouted(const char *name);

/* What becomes of one chain. */
struct resolution {
	int64_t entity;      /* 0: a new one is to be made; < 0: that of chain
			      * number -entity - 1 */
	const char *name;    /* canonical name of a new one */
	const char *known;   /* that name stands in data/known, or NULL */
	const char *role;    /* in words, or NULL */
	const char *country; /* of that role, or NULL */
	uint8_t type, gender;
	bool is_bare;
	bool is_shouted; /* the entity's name is, and has to give way */
	struct resolved_form *forms;
	uint32_t n_forms;
};

/* Resolve every chain that has a mention of form name.
 *
 * Reads   art->chains, mentions, published.
 * Fills   (*out)[n_chains], in the arena; n_forms 0 where a chain has no name.
 *         Two chains may have one entity.
 * Errors  none.
 * Source  research of the project on one index over many documents: names,
 *         then aliases, acronyms, spelling with sound; given-name clash and
 *         type clash forbid.
 */
void resolve_article(const struct known *known,
		     const struct names_lookup *names,
		     const struct article *art, struct arena *a,
		     struct resolution **out);

/* A name as it is compared and found: folded words without title, legal form
 * and possessive ("Secretary of State Blinken's" is "blinken"). */
const char *resolve_fold(struct arena *a, const char *text, size_t len);

/* The same with title and legal form, for what a user types. */
const char *resolve_words(struct arena *a, const char *text, size_t len);

/* Can two types not be one thing's?  A person is no place or body; what is
 * unknown forbids nothing. */
bool resolve_types_clash(uint8_t a, uint8_t b);

/* The words that may mean a name of several words when they stand alone: its
 * last word, its initials, the first word of a body ("ATI Technologies").
 * Returns how many. */
uint32_t resolve_alone(struct arena *a, const char *folded,
		       const char *alone[3]);

/* The codes of a name for the phonetic index: Double Metaphone of its words of
 * three letters and more, at most two a word, with where the word stands and
 * the first letter of the other end: "PLNK/a" (last word), "ANTN\\b" (first),
 * "KNT-" (between, or alone).
 * Returns how many of codes[] were filled; they live in the arena. */
uint32_t resolve_codes(struct arena *a, const char *folded, const char **codes,
		       uint32_t most);

/* Are two names one person by spelling: surname and given name within a small
 * edit distance or equal in sound, given and middle names that do not clash.
 * loosely: the rule of the query box, where a person looks at the answer. */
bool resolve_same_person(const char *folded_a, const char *folded_b,
			 bool loosely);

#endif
