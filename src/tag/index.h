/* What the tables know of a phrase: inside of tag/ only.
 *
 * A phrase is found by a hash of its letters alone, in which accents, curly
 * apostrophes and blanks beside marks do not count, so that "Cote d'Ivoire",
 * "Côte d’Ivoire" and the given tokens "Moody" "'s" are found however they
 * were split.  The hash of a phrase is made from those of its tokens.
 */
#ifndef GAZETTE_TAG_INDEX_H
#define GAZETTE_TAG_INDEX_H

#include "article/article.h"

/* The hash of a piece of text: h of what is before and then this piece is
 * h * power + hash. */
struct piece {
	uint64_t hash, power;
	bool begins_word, ends_word; /* a letter or digit at the edge */
};

enum spelling {
	SPELLING_EXACT,
	SPELLING_LOWER, /* all in lower case */
	SPELLING_TITLE, /* the first letter as it is, the others lower */
};

struct piece tag_piece(const char *text, size_t len, enum spelling spelling);

/* The piece of both, with a blank between when two words meet. */
struct piece tag_piece_join(struct piece a, struct piece b);

/* Called with the hash of each beginning of a phrase that could be tokens. */
typedef void tag_beginning(void *to, uint64_t hash);

/* The hash of a whole phrase: that of the pieces of its tokens, joined. */
uint64_t tag_phrase(struct slice phrase, enum spelling spelling,
		    tag_beginning *beginning, void *to);

enum fact {
	FACT_MORE = 1 << 0, /* a longer phrase begins so */
	FACT_TITLE = 1 << 1,
	FACT_ROLE = 1 << 2, /* kept in lower case */
	FACT_GIVEN = 1 << 3,
	FACT_SURNAME = 1 << 4,
	FACT_WORD = 1 << 5, /* a surname that is an ordinary word too */
	FACT_HEAD_FIRST = 1 << 6,
	FACT_HEAD_LAST = 1 << 7,
	FACT_HEAD_ANY = 1 << 8,
	FACT_STOP = 1 << 9,       /* no name although it has a capital */
	FACT_DATE = 1 << 10,      /* month or weekday */
	FACT_PARTICLE = 1 << 11,  /* "von", "bin": inside of a person's name */
	FACT_STATE = 1 << 12,     /* an office of a state: after a demonym */
	FACT_HONORIFIC = 1 << 13, /* "Mr": a title, but no office */
	FACT_MODIFIER = 1 << 14,  /* "former", "deputy": belongs to a role */
	FACT_FUNCTION = 1 << 15,  /* "The", "He": no name goes on with it */
	FACT_KIND = 1 << 16,      /* "company", "river": says what a name is */
	FACT_GERMAN = 1 << 18,    /* an ordinary word there, with its capital */
	FACT_TOWN = 1 << 19,      /* and a town all the same */
	FACT_SPORT = 1 << 17, /* "season", "coach": the article is on sport */
};

#define FACT_HEAD (FACT_HEAD_FIRST | FACT_HEAD_LAST | FACT_HEAD_ANY)

struct facts {
	uint32_t flags; /* enum fact */
	uint16_t types; /* 1 << enum type: known by this name */
	uint16_t weak;  /* of these: ambiguous */
	uint8_t head;   /* enum type of a head word */
	uint8_t gender; /* of a given name, title or role */
	uint8_t date;   /* enum date_word, of a word in lower case */
	uint8_t value;  /* of that: the number of the month and so on */
};

/* An index while it is made. */
struct indexing {
	struct arena *arena;
	uint64_t *keys;      /* [n_facts] */
	struct facts *facts; /* [n_facts] of the phrase with that key */
	uint32_t n_facts, room;
	uint32_t *slots; /* [n_slots] 1 + number in facts, 0 free */
	uint32_t n_slots;
};

/* Phrases by 32 bits of their hash; what is known of one is known of many. */
struct index {
	const uint32_t *tags;      /* [n_slots], 0 free */
	const uint16_t *numbers;   /* [n_slots] in facts */
	const struct facts *facts; /* each but once */
	uint32_t n_slots;
};

/* Begin an index with room for phrases of `bytes` bytes of tables. */
void tag_indexing_init(struct indexing *index, struct arena *a, size_t bytes);

/* The facts of a phrase, made when new; its beginnings are marked.  They hold
 * until the next phrase is added. */
struct facts *tag_index_add(struct indexing *index, struct slice phrase,
			    enum spelling spelling);

/* The index of all that was added, in an arena of its own. */
void tag_index_pack(struct index *index, struct arena *a,
		    const struct indexing *from);

/* The facts of a phrase, or NULL. */
const struct facts *tag_index_find(const struct index *index,
				   struct piece phrase, bool is_lower);

#endif
