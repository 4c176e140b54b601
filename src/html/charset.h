/* The encodings of the web: their labels, and their bytes to UTF-8. */
#ifndef GAZETTE_HTML_CHARSET_H
#define GAZETTE_HTML_CHARSET_H

#include "base/arena.h"
#include "base/str.h"

/* The web's encodings as iconv names them. */
enum html_charset {
	CHARSET_NONE,
	CHARSET_UTF8,
	CHARSET_UTF16LE,
	CHARSET_UTF16BE,
	CHARSET_UTF32LE,
	CHARSET_UTF32BE,
	CHARSET_1250,
	CHARSET_1251,
	CHARSET_1252,
	CHARSET_1253,
	CHARSET_1254,
	CHARSET_1255,
	CHARSET_1256,
	CHARSET_1257,
	CHARSET_1258,
	CHARSET_874,
	CHARSET_8859_2,
	CHARSET_8859_3,
	CHARSET_8859_4,
	CHARSET_8859_5,
	CHARSET_8859_6,
	CHARSET_8859_7,
	CHARSET_8859_8,
	CHARSET_8859_10,
	CHARSET_8859_13,
	CHARSET_8859_14,
	CHARSET_8859_15,
	CHARSET_8859_16,
	CHARSET_KOI8R,
	CHARSET_KOI8U,
	CHARSET_IBM866,
	CHARSET_IBM852,
	CHARSET_IBM855,
	CHARSET_MAC,
	CHARSET_MAC_CYRILLIC,
	CHARSET_MAC_CE,
	CHARSET_GB18030,
	CHARSET_BIG5,
	CHARSET_EUC_TW,
	CHARSET_SJIS,
	CHARSET_EUC_JP,
	CHARSET_2022_JP,
	CHARSET_UHC,
	CHARSET_JOHAB,
	CHARSET_2022_KR,
	CHARSET_VISCII,
	CHARSETS
};

/* Open every converter; for html_prepare.  Returns false when they are open
 * already. */
bool html_charset_prepare(void);

/* The encoding that a label means; CHARSET_NONE: unknown.
 * Source  WHATWG Encoding, and the names that uchardet gives. */
enum html_charset html_charset_find(struct slice label);

/* Its name, a constant string; NULL of CHARSET_NONE. */
const char *html_charset_name(enum html_charset charset);

/* Convert to UTF-8, in the arena, a NUL behind it.
 * Fills   *bad: how many bytes meant nothing, each U+FFFD now; SIZE_MAX: there
 *         is no converter. */
struct slice html_charset_convert(struct arena *a, struct slice bytes,
				  enum html_charset charset, size_t *bad);

#endif
