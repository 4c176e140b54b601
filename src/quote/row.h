/* Sentences as rows of items: a token, or a quoted string folded to one. */
#ifndef GAZETTE_QUOTE_ROW_H
#define GAZETTE_QUOTE_ROW_H

#include "article/article.h"
#include "quote/marks.h"
#include "quote/words.h"

struct item {
	struct span span;
	const struct word *word;
	uint32_t classes; /* of the word; fewer where it is part of a name */
	int32_t quoted;   /* index of the quoted string, -1 a token */
	int32_t name;     /* outermost mention of form name over it, -1 none */
	uint16_t flags;   /* enum token_flag */
	char sign;        /* its byte when it is one byte long, else 0 */
};

/* A sentence; quoted strings are never cut. */
struct row {
	uint32_t first, end;    /* items [first, end) */
	uint32_t part;          /* paragraph: 0 the title, then the blocks */
	bool is_first, is_last; /* of its paragraph */
	bool is_title;          /* or a heading */
};

struct sheet {
	const struct quote_lists *lists;
	const struct tongue *tongue; /* of the article's language */
	struct article *art;
	struct quoted_list strings;
	struct item *items;
	uint32_t n_items;
	struct row *rows;
	uint32_t n_rows;
};

/* Fold the article into rows.
 *
 * is_left_out[art->n_blocks + 1]  parts that have none: title, then blocks
 * Reads   art->text, title, blocks, sentences, tokens, mentions.
 * Fills   *sheet, in art->arena.  Tables and preformatted text have no rows.
 */
void quote_sheet(const struct quote_lists *lists, struct article *art,
		 const bool *is_left_out, struct sheet *sheet);

/* Is the item a word (a token with a letter or digit, no string)? */
static inline bool item_is_word(const struct item *it)
{
	return it->quoted < 0 && !(it->flags & TOKEN_MARK);
}

/* Is it a word with a capital, in a name or not? */
static inline bool item_is_capital(const struct item *it)
{
	return it->quoted < 0 && it->flags & TOKEN_CAPITAL;
}

static inline bool item_is(const struct item *it, uint32_t classes)
{
	return it->classes & classes;
}

#endif
