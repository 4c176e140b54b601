/* The record that every stage reads and fills.
 *
 * All of an article lives in one arena and dies with it.  text holds the
 * title, a blank line and the body, in UTF-8 NFC; every part is a span of its
 * bytes, so that what is drawn is the very span that was tagged.  The members
 * stand in fields.def.
 */
#ifndef GAZETTE_ARTICLE_ARTICLE_H
#define GAZETTE_ARTICLE_ARTICLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/date.h"
#include "base/str.h"

struct span {
	uint32_t start, end; /* bytes of article->text, [start, end) */
};

enum block_kind {
	BLOCK_PARAGRAPH,
	BLOCK_HEADING,
	BLOCK_ITEM,
	BLOCK_BLOCKQUOTE,
	BLOCK_PRE,
	BLOCK_TABLE, /* rows are lines, cells parted by TAB */
	BLOCK_KINDS
};

enum link_kind {
	LINK_INLINE,
	LINK_RELATED,
	LINK_ENCLOSURE, /* a file that a feed's item brings */
	LINK_COMMENTS,  /* the page on which it is talked of */
	LINK_KINDS
};

enum type {
	TYPE_UNKNOWN, /* never forbids a merge */
	TYPE_PERSON,
	TYPE_ORG,
	TYPE_PLACE,
	TYPE_GROUP,
	TYPE_EVENT,
	TYPE_WORK,
	TYPE_DATE,
	TYPE_MISC,
	TYPES
};

enum form { FORM_NAME, FORM_ROLE, FORM_NOMINAL, FORM_PRONOUN, FORMS };

enum gender { GENDER_UNKNOWN, GENDER_MALE, GENDER_FEMALE, GENDERS };

enum quote_kind { QUOTE_DIRECT, QUOTE_MIXED, QUOTE_INDIRECT, QUOTE_KINDS };

/* What an enum's numbers are called; NULL is null in the JSON. */
struct names {
	const char *const *at;
	uint8_t n;
};

extern const struct names article_block_kinds, article_link_kinds,
	article_types, article_forms, article_genders, article_quote_kinds;

/* The number called name, or -1. */
int names_find(const struct names *names, struct slice name);

#define C_PLACE(m) struct span m
#define C_SPAN(m)  struct span m
#define C_PART(m)  struct span m
#define C_TEXT(m)  const char *m
#define C_TEXTS(m)                                                             \
	const char **m;                                                        \
	uint32_t n_##m
#define C_WHEN(m)    struct when m
#define C_TIME(m)    int64_t m
#define C_ID(m)      int64_t m
#define C_CHAIN(m)   int32_t m
#define C_INDEX(m)   int32_t m
#define C_NUMBER(m)  uint32_t m
#define C_PERCENT(m) uint8_t m
#define C_FLAG(m)    bool m
#define C_KEY(m)     uint8_t m[16]

#define RECORD(record)                          struct record {
#define FIELD(record, kind, member, json, uses) C_##kind(member);
#define ENUM(record, names, member, json, uses) uint8_t member;
#define LIST(record, of, member, json, uses)                                   \
	struct of *member;                                                     \
	uint32_t n_##member;
#define END(record)                                                            \
	ARTICLE_WORK_##record                                                  \
	}                                                                      \
	;

/* What is only there while the stages run. */
#define ARTICLE_WORK_block
#define ARTICLE_WORK_sentence
#define ARTICLE_WORK_link
#define ARTICLE_WORK_mention
#define ARTICLE_WORK_chain
#define ARTICLE_WORK_quote
#define ARTICLE_WORK_drop
#define ARTICLE_WORK_article                                                   \
	struct arena *arena;                                                   \
	char *text; /* title, blank line, body; terminated */                  \
	uint32_t text_len;                                                     \
	bool has_mentions;    /* given from outside: do not tag */             \
	bool from_feed;       /* not by hand: it is born unread */             \
	struct token *tokens; /* of the sentences, in text order */            \
	uint32_t n_tokens;

enum token_flag {
	TOKEN_WORD = 1 << 0,     /* has a letter */
	TOKEN_CAPITAL = 1 << 1,  /* begins with an upper-case letter */
	TOKEN_CAPITALS = 1 << 2, /* two letters or more, no lower-case one */
	TOKEN_NUMBER = 1 << 3,   /* has a digit and no letter */
	TOKEN_MARK = 1 << 4,     /* punctuation or symbol */
	TOKEN_FIRST = 1 << 5,    /* of its sentence */
	TOKEN_GLUED = 1 << 6,    /* no blank between it and the one before */
};

struct token {
	struct span span;
	uint16_t flags; /* enum token_flag */
};

#include "article/fields.def"
#undef RECORD
#undef FIELD
#undef ENUM
#undef LIST
#undef END

/* A speaker less sure than this is not shown as one: "speaker uncertain".
 * Source: PolNeAR, development half: of 6,867 speakers at 70 and above 86 in
 * 100 are right, of 551 below 50 (of those that are quotations by its
 * annotators 91 and 59). */
#define ARTICLE_SURE 70

static inline bool article_is_sure(const struct quote *q)
{
	return q->confidence >= ARTICLE_SURE;
}

/* An empty article whose parts live in the arena. */
struct article *article_new(struct arena *a);

/* Set text, title and body from a title (may be empty) and a body; both must
 * be well-formed UTF-8 and together under 2 GiB. */
void article_set_text(struct article *art, struct slice title,
		      struct slice body);

/* The bytes a span covers. */
struct slice article_slice(const struct article *art, struct span span);

/* Sort the mentions: by start, the longer first, then by form and type; the
 * indices of quotes and roles follow. */
void article_sort_mentions(struct article *art);

/* The mention of form name that covers the byte, innermost; -1 none. */
int32_t article_mention_at(const struct article *art, uint32_t at);

/* Is every span inside the text and on code points, every index inside its
 * list, every string well-formed?  For records that come from outside.
 *
 * Errors  false with the first fault named.
 */
MUST_CHECK bool article_check(const struct article *art, struct error *err);

#endif
