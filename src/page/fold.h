/* A light folding for the phrases of the cleaner: small letters, no accents,
 * straight quotes.  Not for keys: base/fold.h folds those by the book. */
#ifndef GAZETTE_PAGE_FOLD_H
#define GAZETTE_PAGE_FOLD_H

#include "base/str.h"

/* Fold text (well-formed UTF-8) into out[0..room): Latin letters lose their
 * accents, Greek and Cyrillic their capitals, every run of blanks becomes one
 * space.  Stops where room ends.
 * Returns the bytes written; a NUL stands behind them. */
size_t page_fold(struct slice text, char *out, size_t room);

/* Likewise the letters and digits alone. */
size_t page_letters(struct slice text, char *out, size_t room);

/* Are both the same when folded? */
bool page_same_words(struct slice a, struct slice b);

/* Is this byte of folded text part of a word? */
static inline int page_is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       (unsigned char)c >= 0x80;
}

#endif
