/* What kind of character stands where: the classes that words and sentences
 * are made of. */
#ifndef GAZETTE_TEXT_CLASS_H
#define GAZETTE_TEXT_CLASS_H

#include <stddef.h>
#include <stdint.h>

enum text_class {
	CLASS_BLANK,  /* white space, controls, zero-width space */
	CLASS_UPPER,  /* a letter in upper or title case */
	CLASS_LOWER,  /* a letter in lower case */
	CLASS_LETTER, /* a letter of a script without case */
	CLASS_ALONE,  /* Han, Hiragana, Thai and such: a word of its own */
	CLASS_DIGIT,
	CLASS_EXTEND, /* combining marks, joiners: with what is before */
	CLASS_MARK,   /* all else */
};

/* The class of the character at text[0..len), len >= 1.
 *
 * Fills   *size: its bytes, 1 to 4.
 * Source  general categories of Unicode 15 through utf8proc; scripts without
 *         blanks between words: UAX #29 table 3 and UAX #14 class SA.
 */
enum text_class text_class_at(const char *text, size_t len, size_t *size);

static inline int text_class_is_letter(enum text_class c)
{
	return c >= CLASS_UPPER && c <= CLASS_ALONE;
}

#endif
