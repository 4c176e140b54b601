/* The ASCII twins of graphemes, for locales that have no better. */
#include <utf8proc.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/fold.h"
#include "base/utf8.h"
#include "ui/term.h"

/* The marks that gazette draws itself; the rest is folded. */
static const struct {
	uint32_t rune;
	char ascii;
} twins[] = {
	{0x00A0, ' '},  {0x00AB, '"'}, {0x00B7, '.'}, {0x00BB, '"'},
	{0x00D7, 'x'},  {0x2013, '-'}, {0x2014, '-'}, {0x2018, '\''},
	{0x2019, '\''}, {0x201C, '"'}, {0x201D, '"'}, {0x201E, '"'},
	{0x2022, '*'},  {0x2026, '~'}, {0x2039, '<'}, {0x203A, '>'},
	{0x2190, '<'},  {0x2212, '-'}, {0x2192, '>'}, {0x2500, '-'},
	{0x2502, '|'},  {0x2503, '|'}, {0x250A, ':'}, {0x2514, '`'},
	{0x2581, '_'},  {0x2582, '.'}, {0x2583, '-'}, {0x2584, '-'},
	{0x2585, '='},  {0x2586, '='}, {0x2587, '#'}, {0x2588, '#'},
	{0x20AC, 'E'},
};

char term_ascii(const char *text, size_t len)
{
	struct arena a;
	uint32_t rune;
	char c = '?';

	utf8_get(text, len, &rune);
	for (uint32_t i = 0; i < array_length(twins); i++) {
		if (twins[i].rune == rune)
			return twins[i].ascii;
	}
	if (rune < 0xC0 || rune > 0x24F)
		return rune > 0x20 && rune < 0x7F ? text[0] : '?';
	arena_init(&a);
	c = *fold_text(&a, text, len, NULL);
	arena_free(&a);
	if (c >= 'a' && c <= 'z' &&
	    utf8proc_category((utf8proc_int32_t)rune) == UTF8PROC_CATEGORY_LU)
		return (char)(c - 'a' + 'A');
	return c > 0x20 && c < 0x7F ? c : '?';
}
