#include "page/fold.h"

#include <string.h>

#include "base/utf8.h"

/* U+00C0 to U+017F; '.' stays as it is. */
static const char plain[] = "aaaaaaaceeeeiiiidnooooo.ouuuuyts"
			    "aaaaaaaceeeeiiiidnooooo.ouuuuyty"
			    "aaaaaaccccccccddddeeeeeeeeeegggg"
			    "gggghhhhiiiiiiiiiiiijjkkklllllll"
			    "lllnnnnnnnnnoooooooorrrrrrssssss"
			    "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

static uint32_t small(uint32_t rune)
{
	if (rune >= 0x410 && rune <= 0x42F)
		return rune + 0x20;
	if (rune >= 0x400 && rune <= 0x40F)
		return rune + 0x50;
	if (rune >= 0x391 && rune <= 0x3A9)
		return rune + 0x20;
	return rune;
}

static const struct {
	uint32_t rune;
	const char *text;
} twins[] = {
	{0xA0, " "},    {0xC6, "ae"},    {0xDF, "ss"},   {0xE6, "ae"},
	{0x152, "oe"},  {0x153, "oe"},   {0x2010, "-"},  {0x2011, "-"},
	{0x2012, "-"},  {0x2013, "-"},   {0x2014, "-"},  {0x2015, "-"},
	{0x2018, "'"},  {0x2019, "'"},   {0x201A, "'"},  {0x201B, "'"},
	{0x201C, "\""}, {0x201D, "\""},  {0x201E, "\""}, {0xAB, "\""},
	{0xBB, "\""},   {0x2026, "..."}, {0x2009, " "},  {0x202F, " "},
	{0x200B, ""},   {0x200C, ""},    {0x200D, ""},   {0xAD, ""},
	{0x3000, " "},  {0xFF1A, ":"},   {0x2022, "*"},  {0xB7, "*"},
};

static const char *twin(uint32_t rune)
{
	for (size_t i = 0; i < sizeof(twins) / sizeof(twins[0]); i++) {
		if (twins[i].rune == rune)
			return twins[i].text;
	}
	return NULL;
}

/* What stands for a rune beyond ASCII. */
static size_t fold_rune(uint32_t rune, char bytes[8])
{
	const char *text = NULL;

	if (rune < 0x180 || (rune >= 0x2000 && rune < 0x2100) ||
	    rune == 0x3000 || rune == 0xFF1A)
		text = twin(rune);
	if (text) {
		strcpy(bytes, text);
		return strlen(text);
	}
	if (rune >= 0xC0 && rune < 0x180 && plain[rune - 0xC0] != '.') {
		bytes[0] = plain[rune - 0xC0];
		return 1;
	}
	return utf8_put(bytes, small(rune));
}

size_t page_fold(struct slice text, char *out, size_t room)
{
	size_t used = 0;

	for (size_t i = 0; i < text.len && used + 8 < room;) {
		unsigned char c = (unsigned char)text.at[i];
		char bytes[8];
		uint32_t rune;
		size_t n = 1;

		if (c < 0x80) {
			i++;
			bytes[0] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
			if (c == '\t' || c == '\n')
				bytes[0] = ' ';
		} else {
			i += utf8_get(text.at + i, text.len - i, &rune);
			n = fold_rune(rune, bytes);
		}
		if (n == 1 && bytes[0] == ' ' &&
		    (!used || out[used - 1] == ' '))
			continue;
		memcpy(out + used, bytes, n);
		used += n;
	}
	while (used && out[used - 1] == ' ')
		used--;
	out[used] = '\0';
	return used;
}

size_t page_letters(struct slice text, char *out, size_t room)
{
	size_t n = page_fold(text, out, room), k = 0;

	for (size_t i = 0; i < n; i++) {
		if (page_is_word(out[i]))
			out[k++] = out[i];
	}
	return k;
}

bool page_same_words(struct slice a, struct slice b)
{
	char x[400], y[400];
	size_t n = page_fold(a, x, sizeof(x)), k = page_fold(b, y, sizeof(y));

	return n == k && !memcmp(x, y, n);
}
