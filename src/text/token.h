/* Tokens and sentences of one stretch of text: inside of text/ only. */
#ifndef GAZETTE_TEXT_TOKEN_H
#define GAZETTE_TEXT_TOKEN_H

#include "text/lists.h"

/* Append the tokens of a stretch of art->text to art->tokens.
 *
 * Source  UAX #29 section 4 (words), with the news conventions named in
 *         token.c.
 */
void text_tokens(struct article *art, const struct text_lists *lists,
		 struct span piece);

/* Append to art->sentences those of the tokens from number first on, all of
 * one block.  In some kinds of block a line's end ends a sentence.
 *
 * Source  UAX #29 section 5 (sentences).
 */
void text_sentences(struct article *art, const struct text_lists *lists,
		    uint32_t first, enum block_kind kind);

/* Append one sentence of the tokens from number first to the last. */
void text_sentence_add(struct article *art, uint32_t first, uint32_t end);

/* The flags of a token that tell of its characters. */
uint16_t text_token_flags(const char *text, size_t len);

#endif
