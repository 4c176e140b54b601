#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/die.h"

static size_t utf8_length(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	if (lead < 0xC2 || lead > 0xF4)
		return 0;
	return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

size_t utf8_get(const char *text, size_t len, uint32_t *rune)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *s = (const unsigned char *)text;
	size_t n = utf8_length(s[0]);
	uint32_t value;

	*rune = s[0];
	if (n == 1)
		return 1;
	*rune = UTF8_BAD;
	if (n == 0 || n > len)
		return 1;
	value = s[0] & (0x7Fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xC0) != 0x80)
			return 1;
		value = value << 6 | (s[i] & 0x3Fu);
	}
	if (value < least[n] || value > 0x10FFFF ||
	    (value >= 0xD800 && value < 0xE000))
		return 1;
	*rune = value;
	return n;
}

size_t utf8_put(char bytes[4], uint32_t rune)
{
	if (rune > 0x10FFFF || (rune >= 0xD800 && rune < 0xE000))
		rune = UTF8_BAD;
	return (size_t)utf8proc_encode_char((utf8proc_int32_t)rune,
					    (utf8proc_uint8_t *)bytes);
}

size_t utf8_before(const char *text, size_t at)
{
	at--;
	while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80)
		at--;
	return at;
}

bool utf8_valid(const char *text, size_t len)
{
	size_t at = 0;

	while (at < len) {
		uint32_t rune;
		size_t n;

		if ((unsigned char)text[at] < 0x80) {
			at++;
			continue;
		}
		n = utf8_get(text + at, len - at, &rune);
		if (n == 1)
			return false;
		at += n;
	}
	return true;
}

bool utf8_boundary(const char *text, size_t len, size_t at)
{
	return at == len ||
	       (at < len && ((unsigned char)text[at] & 0xC0) != 0x80);
}

size_t utf8_count(const char *text, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += ((unsigned char)text[i] & 0xC0) != 0x80;
	return count;
}

size_t utf8_offset(const char *text, size_t len, size_t n)
{
	size_t i = 0;

	while (i < len) {
		if (((unsigned char)text[i] & 0xC0) != 0x80 && n-- == 0)
			return i;
		i++;
	}
	return len;
}

size_t utf8_copy(char *room, size_t size, const char *text)
{
	size_t len = strlen(text);

	if (len >= size) {
		len = size - 1;
		while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80)
			len--;
	}
	memcpy(room, text, len);
	room[len] = '\0';
	return len;
}

/* What never belongs to a text: controls, bidi controls, interlinear and
 * deprecated format characters, tags, noncharacters, the BOM. */
static const struct {
	uint32_t first, last;
} unwanted[] = {
	{0x00, 0x08},     {0x0B, 0x1F},       {0x7F, 0x9F},
	{0x061C, 0x061C}, {0x200E, 0x200F},   {0x202A, 0x202E},
	{0x2066, 0x206F}, {0xFDD0, 0xFDEF},   {0xFEFF, 0xFEFF},
	{0xFFF9, 0xFFFB}, {0xE0000, 0xE007F},
};

static bool is_unwanted(uint32_t rune)
{
	if ((rune & 0xFFFE) == 0xFFFE)
		return true;
	for (size_t i = 0; i < sizeof(unwanted) / sizeof(unwanted[0]); i++) {
		if (rune < unwanted[i].first)
			return false;
		if (rune <= unwanted[i].last)
			return true;
	}
	return false;
}

/* Copy without what is unwanted; CR and CRLF become LF, form feeds and
 * vertical tabs and U+0085 (in UTF-8) too.  Returns the bytes written. */
static size_t copy_wanted(char *to, const char *text, size_t len,
			  bool keeps_marks)
{
	size_t n = 0;

	for (size_t at = 0; at < len;) {
		uint32_t rune;
		size_t step = utf8_get(text + at, len - at, &rune);

		at += step;
		if (rune == '\r') {
			if (at < len && text[at] == '\n')
				continue;
			rune = '\n';
		} else if (rune == '\f' || rune == '\v' || rune == 0x85 ||
			   rune == 0x2028 || rune == 0x2029) {
			rune = '\n';
		}
		if (!is_unwanted(rune) ||
		    (keeps_marks && (rune == 0x200E || rune == 0x200F)))
			n += utf8_put(to + n, rune);
	}
	return n;
}

static bool is_ascii(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)text[i] >= 0x80)
			return false;
	}
	return true;
}

char *utf8_strip(struct arena *a, const char *text, size_t len, size_t *out_len)
{
	/* an ill-formed byte becomes three */
	char *copy;

	if (len > (SIZE_MAX - 1) / 3)
		die("out of memory");
	copy = arena_alloc(a, len * 3 + 1);
	*out_len = copy_wanted(copy, text, len, true);
	return copy;
}

char *utf8_clean(struct arena *a, const char *text, size_t len, size_t *out_len)
{
	/* an ill-formed byte becomes three */
	char *copy;
	utf8proc_uint8_t *nfc = NULL;
	utf8proc_ssize_t n;

	if (len > (SIZE_MAX - 1) / 3)
		die("out of memory");
	copy = malloc(len * 3 + 1);
	if (!copy)
		die("out of memory");
	*out_len = copy_wanted(copy, text, len, false);
	if (is_ascii(copy, *out_len)) {
		char *result = arena_copy(a, copy, *out_len);

		free(copy);
		return result;
	}
	n = utf8proc_map((const utf8proc_uint8_t *)copy,
			 (utf8proc_ssize_t)*out_len, &nfc,
			 UTF8PROC_STABLE | UTF8PROC_COMPOSE);
	free(copy);
	if (n < 0)
		die("cannot normalise a text");
	*out_len = (size_t)n;
	text = arena_copy(a, (char *)nfc, *out_len);
	free(nfc);
	return (char *)text;
}
