#include "base/width.h"

#include <utf8proc.h>

#include "base/array.h"
#include "base/utf8.h"

/* Code points on whose width all terminals agree (combining marks between
 * them are asked for first). */
static const struct {
	uint32_t first, last;
} sure[] = {
	{0x0000, 0x02FF}, {0x0370, 0x052F}, {0x05D0, 0x05EA}, {0x0620, 0x064A},
	{0x1E00, 0x1FFF}, {0x2010, 0x2027}, {0x2030, 0x205E}, {0x20A0, 0x20BF},
	{0x2500, 0x25A1}, {0x3001, 0x303E}, {0x3041, 0x3096}, {0x30A0, 0x30FF},
	{0x3400, 0x4DB5}, {0x4E00, 0x9FEF}, {0xAC00, 0xD7A3}, {0xFF01, 0xFF60},
};

static bool is_sure(uint32_t rune)
{
	for (uint32_t i = 0; i < array_length(sure); i++) {
		if (rune <= sure[i].last)
			return rune >= sure[i].first;
	}
	return false;
}

int cell_width(uint32_t rune)
{
	int width;

	if (rune < 0x300)
		return rune == 0xAD ? 0 : 1;
	width = utf8proc_charwidth((utf8proc_int32_t)rune);
	return width < 0 ? 1 : width > 2 ? 2 : width;
}

static bool is_plain(char c)
{
	return (unsigned char)c < 0x80;
}

struct cluster cell_next(const char *text, size_t len)
{
	struct cluster c = {1, 1, false};
	utf8proc_int32_t state = 0;
	uint32_t rune, before;
	size_t at;

	if (is_plain(text[0]) && (len == 1 || is_plain(text[1])))
		return c;
	at = utf8_get(text, len, &rune);
	if (at == 1 && !is_plain(text[0]))
		return c;
	c.width = (uint8_t)cell_width(rune);
	c.is_doubtful = !is_sure(rune);
	for (before = rune; at < len; before = rune) {
		size_t n = utf8_get(text + at, len - at, &rune);
		int width;

		if (n == 1 && !is_plain(text[at]))
			break;
		if (utf8proc_grapheme_break_stateful((utf8proc_int32_t)before,
						     (utf8proc_int32_t)rune,
						     &state))
			break;
		at += n;
		width = cell_width(rune);
		if (rune == 0xFE0F || width > 1)
			c.width = 2;
		else if (width == 1 && c.width < 2)
			c.width = (uint8_t)(c.width + (rune >= 0x1F1E6));
		if (rune < 0x300 || rune > 0x36F)
			c.is_doubtful = true;
	}
	c.len = (uint32_t)at;
	return c;
}

size_t cell_text(const char *text, size_t len)
{
	size_t cells = 0;

	for (size_t at = 0; at < len;) {
		struct cluster c = cell_next(text + at, len - at);

		cells += c.width;
		at += c.len;
	}
	return cells;
}

size_t cell_fit(const char *text, size_t len, size_t cols, size_t *used)
{
	size_t at = 0, cells = 0;

	while (at < len) {
		struct cluster c = cell_next(text + at, len - at);

		if (cells + c.width > cols)
			break;
		cells += c.width;
		at += c.len;
	}
	if (used)
		*used = cells;
	return at;
}
