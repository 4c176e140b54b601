#include "base/fold.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/die.h"
#include "base/utf8.h"

/* ASCII is most of every text: fold it in place, tell what is left over. */
static bool fold_ascii(char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c >= 0x80)
			return false;
		if (c >= 'A' && c <= 'Z')
			text[i] = (char)(c + ('a' - 'A'));
	}
	return true;
}

static const struct {
	uint32_t rune;
	char ascii;
} twins[] = {
	{0x2010, '-'},  {0x2011, '-'},  {0x2012, '-'},  {0x2013, '-'},
	{0x2014, '-'},  {0x2018, '\''}, {0x2019, '\''}, {0x201B, '\''},
	{0x02BC, '\''}, {0x201C, '"'},  {0x201D, '"'},  {0x201E, '"'},
};

static utf8proc_int32_t fold_twin(utf8proc_int32_t rune, void *unused)
{
	(void)unused;
	for (size_t i = 0; i < sizeof(twins) / sizeof(twins[0]); i++) {
		if (twins[i].rune == (uint32_t)rune)
			return twins[i].ascii;
	}
	return rune;
}

char *fold_text(struct arena *a, const char *text, size_t len, size_t *out_len)
{
	char *copy = arena_copy(a, text, len);
	utf8proc_uint8_t *folded = NULL;
	utf8proc_ssize_t n;

	if (fold_ascii(copy, len)) {
		if (out_len)
			*out_len = len;
		return copy;
	}
	n = utf8proc_map_custom(
		(const utf8proc_uint8_t *)text, (utf8proc_ssize_t)len, &folded,
		UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE |
			UTF8PROC_STRIPMARK | UTF8PROC_IGNORE |
			UTF8PROC_CASEFOLD,
		fold_twin, NULL);
	if (n < 0)
		die("cannot fold a text");
	copy = arena_copy(a, (char *)folded, (size_t)n);
	free(folded);
	if (out_len)
		*out_len = (size_t)n;
	return copy;
}
