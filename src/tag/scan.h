/* An article while it is tagged: inside of tag/ only. */
#ifndef GAZETTE_TAG_SCAN_H
#define GAZETTE_TAG_SCAN_H

#include "tag/lists.h"

/* Flags of a word that may be a name: "6PR" too. */
#define SCAN_CAPITAL (TOKEN_CAPITAL | TOKEN_CAPITALS)

/* How the words of a sentence are written. */
enum regime {
	REGIME_PLAIN,
	REGIME_TITLED, /* A Headline Like This: capitals tell little */
	REGIME_SHOUT,  /* ALL IN CAPITALS: they tell nothing */
};

/* Whether capitals may have been left out. */
enum care {
	CARE_TAKEN,
	CARE_LITTLE, /* in some sentences of the article they are */
	CARE_NONE,   /* in this sentence they are */
};

/* What the whole article shows of a word, whatever its case. */
struct seen {
	uint64_t key;     /* hash of its lower case; 0 free */
	uint32_t lower;   /* times without a capital */
	uint32_t capital; /* times with one where nothing else asks for it */
	uint32_t votes[TYPES]; /* of names that are or end with it */
	uint8_t gender;
	uint8_t declared;  /* enum type: "Name of It (NOI)" */
	uint32_t kinds[5]; /* of its uses: none, person, org, place, other */
	bool is_surname;   /* the last word of a person's full name */
	uint32_t context;  /* bits: words beside the runs it stands in */
	uint16_t told;     /* bits: what nouns beside them say it is */
	uint8_t longer[2]; /* kind of the longer names it begins, it ends */
	bool after_title, after_given; /* at least once */
};

/* What the first pass made of two capital words in a row. */
struct pair {
	uint64_t key; /* hash of both; 0 free */
	uint32_t kinds[5];
};

/* What is known of a token. */
struct mark {
	uint64_t hash, lower, power;
	const struct facts *facts;       /* of the word as written, or NULL */
	const struct facts *lower_facts; /* of the word in lower case */
	struct seen *seen;               /* of capital words, else NULL */
	uint32_t name; /* 1 + number of the name that covers it, 0 none */
	bool begins_word, ends_word;
	bool is_name;   /* part of a name or date that was found */
	uint8_t regime; /* of its sentence */
	uint8_t care;   /* enum care, likewise */
};

/* A name that was found; tokens [first, end). */
struct name {
	uint32_t first, end;
	uint8_t type, gender;
	bool weak;       /* only a guess: the article may know better */
	uint8_t votes;   /* what it counts there */
	uint8_t percent; /* how sure it is, 0 not told */
	int32_t mention; /* in art->mentions, -1 not yet */
};

struct scan {
	const struct tagger *tagger;
	struct article *art;
	struct mark *marks; /* [art->n_tokens] */
	struct seen *seen;
	uint32_t n_seen;    /* room, a power of two */
	struct pair *pairs; /* [2 * n_seen] or NULL */
	struct name *names; /* in text order, never overlapping */
	uint32_t n_names;
	bool careful;   /* not English: English head words tell nothing */
	bool is_german; /* every noun has a capital */
	uint8_t sport;  /* 0 the article is not on sport, to 2 */
};

void tag_scan(struct scan *s, const struct tagger *tagger, struct article *art);

static inline uint16_t scan_flags(const struct scan *s, uint32_t i)
{
	return s->art->tokens[i].flags;
}

static inline bool scan_has(const struct scan *s, uint32_t i, uint32_t facts)
{
	return s->marks[i].facts && (s->marks[i].facts->flags & facts);
}

/* What stands beside the capitals of a sentence: a part of tag_scan. */
void tag_see_beside(struct scan *s, const struct sentence *st);

struct slice scan_word(const struct scan *s, uint32_t i);
bool scan_is(const struct scan *s, uint32_t i, const char *word);

/* Is the word one of those in list (NULL at its end), whatever its case? */
bool scan_is_one(const struct scan *s, uint32_t i, const char *const *list);

/* The longest phrase from token i on, before end, with one of the flags or of
 * the types (bits).
 *
 * Fills   *found.
 * Returns its number of tokens, 0 when there is none.
 */
uint32_t scan_match(const struct scan *s, uint32_t i, uint32_t end,
		    bool is_lower, uint32_t flags, uint16_t types,
		    const struct facts **found);

/* The piece of tokens [first, end). */
struct piece scan_piece(const struct scan *s, uint32_t first, uint32_t end,
			bool is_lower);

/* ---- what fills names and mentions, in this order ---- */

/* Dates of a sentence, as mentions; their tokens are no names any more. */
void tag_dates(struct scan *s, const struct sentence *sentence);

/* Names of a sentence. */
void tag_names(struct scan *s, const struct sentence *sentence);

/* Let the article's clear names decide its doubtful ones. */
void tag_agree(struct scan *s);

/* Names of the whole article by the trained model, instead of these two. */
void tag_learned(struct scan *s);

/* Make names whole that were taken too short, too long or apart. */
void tag_make_whole(struct scan *s);

/* One name where letters in brackets behind it spell it out. */
void tag_spell_out(struct scan *s);

/* Mend what neither tells: declared acronyms, a misspelt title. */
void tag_mend(struct scan *s);

/* Part of it: names that acronyms in brackets spell are taken whole, acronyms
 * mean what they were declared with or whom their people belong to. */
void tag_acronyms(struct scan *s);

/* Part of it: places and peoples that no table has. */
void tag_ground(struct scan *s);

/* A new name at place `at` of the names. */
struct name *tag_insert_name(struct scan *s, uint32_t at);

/* Roles beside the persons of a sentence, as mentions. */
void tag_roles(struct scan *s, const struct sentence *sentence);

/* The one type of a known phrase, the sure ones first. */
enum type tag_known_type(const struct facts *f);

/* Append a mention of the tokens [first, end); returns its number. */
int32_t tag_mention(struct scan *s, uint32_t first, uint32_t end,
		    enum type type, enum form form);

/* The words of dates to the index. */
void tag_date_words(struct indexing *index);

#endif
