/* Text to sentences and tokens. */
#ifndef GAZETTE_TEXT_TEXT_H
#define GAZETTE_TEXT_TEXT_H

#include "article/article.h"

/* Abbreviations, words by language and what else the splitter must know. */
struct text_lists;

/* The tables the splitter stands on, as bytes; they need not outlive the call.
 * An empty one is allowed and leaves out what it is for. */
struct text_tables {
	struct slice abbreviations; /* data/abbreviations.tsv */
	struct slice languages;     /* data/languages.tsv */
	struct slice countries;     /* data/known/countries.tsv: which words may
				       stand on both sides of a hyphen */
};

MUST_CHECK bool text_lists_new(struct arena *a,
			       const struct text_tables *tables,
			       struct text_lists **out, struct error *err);

/* Split title and body.
 *
 * Reads   art->text, art->title, art->body, art->blocks (made from blank
 *         lines when there are none, as for JSON Lines).
 * Fills   art->sentences, in text order, never overlapping, never crossing a
 *         block; art->tokens, every non-blank byte in exactly one of them;
 *         art->blocks if empty; art->language if NULL and the text tells.
 * Errors  none: every text has sentences, an empty one has zero.
 * Source  UAX #29 sections 4 and 5; abbreviations of data/abbreviations.tsv.
 */
void text_split(struct article *art, const struct text_lists *lists);

/* The same for tokens that are given (annotate --format conll): in art->text
 * they are parted by single blanks, sentences by single line ends. */
void text_split_given(struct article *art);

#endif
