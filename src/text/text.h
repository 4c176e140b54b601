/* Text to sentences and tokens. */
#ifndef GAZETTE_TEXT_TEXT_H
#define GAZETTE_TEXT_TEXT_H

#include "article/article.h"

/* Abbreviations and what else the splitter must know (data/). */
struct text_lists;

MUST_CHECK bool text_lists_new(struct arena *a, struct slice abbreviations,
			       struct text_lists **out, struct error *err);

/* Split title and body.
 *
 * Reads   art->text, art->title, art->body, art->blocks (made from blank
 *         lines when there are none, as for JSON Lines).
 * Fills   art->sentences, in text order, never overlapping, never crossing a
 *         block; art->tokens, every non-blank byte in exactly one of them;
 *         art->blocks if empty; art->language if NULL.
 * Errors  none: every text has sentences, an empty one has zero.
 * Source  UAX #29 sections 4 and 5; abbreviations of data/abbreviations.tsv.
 */
void text_split(struct article *art, const struct text_lists *lists);

/* The same for tokens that are given: one sentence, tokens parted by single
 * blanks in art->text (annotate --format conll). */
void text_split_given(struct article *art);

#endif
