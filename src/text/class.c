#include "text/class.h"

#include <utf8proc.h>

#include "base/array.h"
#include "base/utf8.h"

/* Letters that stand without blanks between words. */
static const struct {
	uint32_t first, last;
} alone[] = {
	{0x0E01, 0x0EDF},   /* Thai, Lao */
	{0x1000, 0x109F},   /* Myanmar */
	{0x1780, 0x17DF},   /* Khmer */
	{0x2E80, 0x2FDF},   /* radicals */
	{0x3005, 0x3007},   /* iteration mark, zero */
	{0x3021, 0x309F},   /* Hangzhou numerals, Hiragana */
	{0x3400, 0x4DBF},   /* Han, extension A */
	{0x4E00, 0x9FFF},   /* Han */
	{0xA9E0, 0xA9FE},   /* Myanmar, extended */
	{0xAA60, 0xAA7F},   /* Myanmar, extended */
	{0xF900, 0xFAFF},   /* Han, compatibility */
	{0x20000, 0x3FFFD}, /* Han, extensions */
};

static enum text_class letter_class(uint32_t rune)
{
	if (rune < alone[0].first)
		return CLASS_LETTER;
	for (size_t i = 0; i < array_length(alone); i++) {
		if (rune >= alone[i].first && rune <= alone[i].last)
			return CLASS_ALONE;
	}
	return CLASS_LETTER;
}

static enum text_class rune_class(uint32_t rune)
{
	switch (utf8proc_category((utf8proc_int32_t)rune)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LT:
		return CLASS_UPPER;
	case UTF8PROC_CATEGORY_LL:
		return CLASS_LOWER;
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
		return letter_class(rune);
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return CLASS_EXTEND;
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return CLASS_DIGIT;
	case UTF8PROC_CATEGORY_CF:
		return rune == 0x200B ? CLASS_BLANK : CLASS_EXTEND;
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_CC:
		return CLASS_BLANK;
	default:
		return CLASS_MARK;
	}
}

enum text_class text_class_at(const char *text, size_t len, size_t *size)
{
	unsigned char c = (unsigned char)text[0];
	uint32_t rune;

	*size = 1;
	if (c < 0x80) {
		if (c >= 'a' && c <= 'z')
			return CLASS_LOWER;
		if (c >= 'A' && c <= 'Z')
			return CLASS_UPPER;
		if (c >= '0' && c <= '9')
			return CLASS_DIGIT;
		return c <= ' ' || c == 0x7F ? CLASS_BLANK : CLASS_MARK;
	}
	*size = utf8_get(text, len, &rune);
	return rune_class(rune);
}
