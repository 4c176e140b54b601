/* Tables of names, and iconv behind them. */
#include "html/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"

static const char *const charset_names[CHARSETS] = {
	[CHARSET_UTF8] = "UTF-8",
	[CHARSET_UTF16LE] = "UTF-16LE",
	[CHARSET_UTF16BE] = "UTF-16BE",
	[CHARSET_UTF32LE] = "UTF-32LE",
	[CHARSET_UTF32BE] = "UTF-32BE",
	[CHARSET_1250] = "CP1250",
	[CHARSET_1251] = "CP1251",
	[CHARSET_1252] = "CP1252",
	[CHARSET_1253] = "CP1253",
	[CHARSET_1254] = "CP1254",
	[CHARSET_1255] = "CP1255",
	[CHARSET_1256] = "CP1256",
	[CHARSET_1257] = "CP1257",
	[CHARSET_1258] = "CP1258",
	[CHARSET_874] = "CP874",
	[CHARSET_8859_2] = "ISO-8859-2",
	[CHARSET_8859_3] = "ISO-8859-3",
	[CHARSET_8859_4] = "ISO-8859-4",
	[CHARSET_8859_5] = "ISO-8859-5",
	[CHARSET_8859_6] = "ISO-8859-6",
	[CHARSET_8859_7] = "ISO-8859-7",
	[CHARSET_8859_8] = "ISO-8859-8",
	[CHARSET_8859_10] = "ISO-8859-10",
	[CHARSET_8859_13] = "ISO-8859-13",
	[CHARSET_8859_14] = "ISO-8859-14",
	[CHARSET_8859_15] = "ISO-8859-15",
	[CHARSET_8859_16] = "ISO-8859-16",
	[CHARSET_KOI8R] = "KOI8-R",
	[CHARSET_KOI8U] = "KOI8-U",
	[CHARSET_IBM866] = "IBM866",
	[CHARSET_IBM852] = "IBM852",
	[CHARSET_IBM855] = "IBM855",
	[CHARSET_MAC] = "MACINTOSH",
	[CHARSET_MAC_CYRILLIC] = "MAC-CYRILLIC",
	[CHARSET_MAC_CE] = "MAC-CENTRALEUROPE",
	[CHARSET_GB18030] = "GB18030",
	[CHARSET_BIG5] = "BIG5-HKSCS",
	[CHARSET_EUC_TW] = "EUC-TW",
	[CHARSET_SJIS] = "CP932",
	[CHARSET_EUC_JP] = "EUC-JP-MS",
	[CHARSET_2022_JP] = "ISO-2022-JP",
	[CHARSET_UHC] = "UHC",
	[CHARSET_JOHAB] = "JOHAB",
	[CHARSET_2022_KR] = "ISO-2022-KR",
	[CHARSET_VISCII] = "VISCII",
};

/* Names that pages, servers and uchardet use, in small letters without
 * anything but letters and digits. */
static const struct {
	const char *label;
	uint8_t charset;
} labels[] = {
	{"utf8", CHARSET_UTF8},
	{"unicode11utf8", CHARSET_UTF8},
	{"utf16", CHARSET_UTF16LE},
	{"utf16le", CHARSET_UTF16LE},
	{"unicode", CHARSET_UTF16LE},
	{"ucs2", CHARSET_UTF16LE},
	{"utf16be", CHARSET_UTF16BE},
	{"utf32le", CHARSET_UTF32LE},
	{"utf32be", CHARSET_UTF32BE},
	{"windows1250", CHARSET_1250},
	{"cp1250", CHARSET_1250},
	{"xcp1250", CHARSET_1250},
	{"windows1251", CHARSET_1251},
	{"cp1251", CHARSET_1251},
	{"xcp1251", CHARSET_1251},
	{"windows1252", CHARSET_1252},
	{"cp1252", CHARSET_1252},
	{"xcp1252", CHARSET_1252},
	{"iso88591", CHARSET_1252},
	{"88591", CHARSET_1252},
	{"latin1", CHARSET_1252},
	{"l1", CHARSET_1252},
	{"ascii", CHARSET_1252},
	{"usascii", CHARSET_1252},
	{"ansix341968", CHARSET_1252},
	{"ibm819", CHARSET_1252},
	{"cp819", CHARSET_1252},
	{"windows1253", CHARSET_1253},
	{"cp1253", CHARSET_1253},
	{"windows1254", CHARSET_1254},
	{"cp1254", CHARSET_1254},
	{"iso88599", CHARSET_1254},
	{"latin5", CHARSET_1254},
	{"windows1255", CHARSET_1255},
	{"cp1255", CHARSET_1255},
	{"windows1256", CHARSET_1256},
	{"cp1256", CHARSET_1256},
	{"windows1257", CHARSET_1257},
	{"cp1257", CHARSET_1257},
	{"windows1258", CHARSET_1258},
	{"cp1258", CHARSET_1258},
	{"windows874", CHARSET_874},
	{"cp874", CHARSET_874},
	{"tis620", CHARSET_874},
	{"iso885911", CHARSET_874},
	{"iso88592", CHARSET_8859_2},
	{"latin2", CHARSET_8859_2},
	{"iso88593", CHARSET_8859_3},
	{"latin3", CHARSET_8859_3},
	{"iso88594", CHARSET_8859_4},
	{"latin4", CHARSET_8859_4},
	{"iso88595", CHARSET_8859_5},
	{"cyrillic", CHARSET_8859_5},
	{"iso88596", CHARSET_8859_6},
	{"arabic", CHARSET_8859_6},
	{"iso88597", CHARSET_8859_7},
	{"greek", CHARSET_8859_7},
	{"iso88598", CHARSET_8859_8},
	{"iso88598i", CHARSET_8859_8},
	{"hebrew", CHARSET_8859_8},
	{"iso885910", CHARSET_8859_10},
	{"latin6", CHARSET_8859_10},
	{"iso885913", CHARSET_8859_13},
	{"iso885914", CHARSET_8859_14},
	{"iso885915", CHARSET_8859_15},
	{"latin9", CHARSET_8859_15},
	{"iso885916", CHARSET_8859_16},
	{"koi8r", CHARSET_KOI8R},
	{"koi8", CHARSET_KOI8R},
	{"koi8u", CHARSET_KOI8U},
	{"koi8ru", CHARSET_KOI8U},
	{"ibm866", CHARSET_IBM866},
	{"cp866", CHARSET_IBM866},
	{"ibm852", CHARSET_IBM852},
	{"cp852", CHARSET_IBM852},
	{"ibm855", CHARSET_IBM855},
	{"cp855", CHARSET_IBM855},
	{"macintosh", CHARSET_MAC},
	{"xmacroman", CHARSET_MAC},
	{"mac", CHARSET_MAC},
	{"maccyrillic", CHARSET_MAC_CYRILLIC},
	{"xmaccyrillic", CHARSET_MAC_CYRILLIC},
	{"maccentraleurope", CHARSET_MAC_CE},
	{"gb18030", CHARSET_GB18030},
	{"gbk", CHARSET_GB18030},
	{"gb2312", CHARSET_GB18030},
	{"gb231280", CHARSET_GB18030},
	{"xgbk", CHARSET_GB18030},
	{"chinese", CHARSET_GB18030},
	{"big5", CHARSET_BIG5},
	{"big5hkscs", CHARSET_BIG5},
	{"xxbig5", CHARSET_BIG5},
	{"euctw", CHARSET_EUC_TW},
	{"shiftjis", CHARSET_SJIS},
	{"sjis", CHARSET_SJIS},
	{"xsjis", CHARSET_SJIS},
	{"mskanji", CHARSET_SJIS},
	{"windows31j", CHARSET_SJIS},
	{"cp932", CHARSET_SJIS},
	{"eucjp", CHARSET_EUC_JP},
	{"xeucjp", CHARSET_EUC_JP},
	{"iso2022jp", CHARSET_2022_JP},
	{"euckr", CHARSET_UHC},
	{"uhc", CHARSET_UHC},
	{"cp949", CHARSET_UHC},
	{"windows949", CHARSET_UHC},
	{"ksc56011987", CHARSET_UHC},
	{"ksc5601", CHARSET_UHC},
	{"korean", CHARSET_UHC},
	{"johab", CHARSET_JOHAB},
	{"iso2022kr", CHARSET_2022_KR},
	{"viscii", CHARSET_VISCII},
};

/* The one state of this folder: glibc loads a converter's code when it is
 * opened, so a caged process must have them open beforehand.  Written by
 * html_charset_prepare alone, closed by nobody. */
static struct {
	iconv_t open[CHARSETS];
	bool is_prepared;
} prepared;

bool html_charset_prepare(void)
{
	if (prepared.is_prepared)
		return false;
	prepared.is_prepared = true;
	for (int i = 0; i < CHARSETS; i++) {
		prepared.open[i] = (iconv_t)-1;
		if (charset_names[i])
			prepared.open[i] =
				iconv_open("UTF-8", charset_names[i]);
	}
	return true;
}

const char *html_charset_name(enum html_charset charset)
{
	return charset_names[charset];
}

enum html_charset html_charset_find(struct slice label)
{
	char key[24];
	size_t n = 0;

	for (size_t i = 0; i < label.len; i++) {
		char c = label.at[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c < 'a' || c > 'z') && (c < '0' || c > '9'))
			continue;
		if (n == sizeof(key))
			return CHARSET_NONE;
		key[n++] = c;
	}
	for (size_t i = 0; i < array_length(labels); i++) {
		if (slice_equals((struct slice){key, n}, labels[i].label))
			return (enum html_charset)labels[i].charset;
	}
	return CHARSET_NONE;
}

/* Bytes that are kept free: for a replacement character and a NUL. */
#define SPARE 8u

static char *widen(struct arena *a, const char *text, size_t used, size_t *room)
{
	char *wider = arena_alloc(a, *room * 2);

	memcpy(wider, text, used);
	*room *= 2;
	return wider;
}

/* Convert with iconv; *bad counts what meant nothing. */
struct slice html_charset_convert(struct arena *a, struct slice bytes,
				  enum html_charset charset, size_t *bad)
{
	iconv_t cd = prepared.open[charset];
	size_t in_left = bytes.len, room = bytes.len + bytes.len / 2 + 64;
	char *in = (char *)bytes.at, *out = arena_alloc(a, room);
	size_t used = 0;

	*bad = 0;
	if (cd == (iconv_t)-1) {
		*bad = SIZE_MAX;
		return (struct slice){out, 0};
	}
	iconv(cd, NULL, NULL, NULL, NULL);
	while (in_left) {
		char *to = out + used;
		size_t left = room - used - SPARE;
		size_t done = iconv(cd, &in, &in_left, &to, &left);
		bool is_full = done == (size_t)-1 && errno == E2BIG;

		used = (size_t)(to - out);
		if (done != (size_t)-1)
			break;
		if (!is_full) {
			used += utf8_put(out + used, UTF8_BAD);
			(*bad)++;
			in++;
			in_left--;
			iconv(cd, NULL, NULL, NULL, NULL);
		}
		if (is_full || room - used < 2 * SPARE)
			out = widen(a, out, used, &room);
	}
	out[used] = '\0';
	return (struct slice){out, used};
}
