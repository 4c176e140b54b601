#include "ui/clipboard.h"

#include "base/utf8.h"

static void put_three(struct str *out, const unsigned char *at, size_t n)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t bits = (uint32_t)at[0] << 16;

	bits |= n > 1 ? (uint32_t)at[1] << 8 : 0;
	bits |= n > 2 ? at[2] : 0;
	str_add_char(out, digits[bits >> 18]);
	str_add_char(out, digits[bits >> 12 & 63]);
	str_add_char(out, n > 1 ? digits[bits >> 6 & 63] : '=');
	str_add_char(out, n > 2 ? digits[bits & 63] : '=');
}

bool clipboard_put(struct str *out, struct slice text)
{
	struct arena a;
	const char *clean;
	size_t len;
	bool fits;

	if (text.len > CLIPBOARD_MOST)
		return false;
	arena_init(&a);
	clean = utf8_strip(&a, text.at, text.len, &len);
	fits = (len + 2) / 3 * 4 <= CLIPBOARD_MOST;
	if (fits) {
		str_add_text(out, "\033]52;c;");
		for (size_t i = 0; i < len; i += 3)
			put_three(out, (const unsigned char *)clean + i,
				  len - i);
		str_add_char(out, '\a');
	}
	arena_free(&a);
	return fits;
}
