/* What a page says of its encoding is wrong often enough that the bytes are
 * asked first: text that is well-formed UTF-8 with anything beyond ASCII in it
 * is UTF-8. */
#include "html/decode.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <uchardet.h>

#include "base/array.h"
#include "base/utf8.h"
#include "html/door.h"

/* The web's encodings as iconv names them. */
enum charset {
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
 * html_prepare alone, closed by nobody. */
static struct {
	iconv_t open[CHARSETS];
	bool is_prepared;
} prepared;

void html_prepare(void)
{
	if (prepared.is_prepared)
		return;
	prepared.is_prepared = true;
	for (int i = 0; i < CHARSETS; i++) {
		prepared.open[i] = (iconv_t)-1;
		if (charset_names[i])
			prepared.open[i] =
				iconv_open("UTF-8", charset_names[i]);
	}
	html_door_prepare();
}

static enum charset charset_find(struct slice label)
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
			return (enum charset)labels[i].charset;
	}
	return CHARSET_NONE;
}

static const struct {
	const char *mark;
	size_t len;
	enum charset charset;
} marks[] = {
	{"\xEF\xBB\xBF", 3, CHARSET_UTF8},
	{"\xFF\xFE\x00\x00", 4, CHARSET_UTF32LE},
	{"\x00\x00\xFE\xFF", 4, CHARSET_UTF32BE},
	{"\xFF\xFE", 2, CHARSET_UTF16LE},
	{"\xFE\xFF", 2, CHARSET_UTF16BE},
};

static enum charset take_mark(struct slice *bytes)
{
	for (size_t i = 0; i < array_length(marks); i++) {
		if (bytes->len < marks[i].len ||
		    memcmp(bytes->at, marks[i].mark, marks[i].len))
			continue;
		bytes->at += marks[i].len;
		bytes->len -= marks[i].len;
		return marks[i].charset;
	}
	return CHARSET_NONE;
}

/* UTF-16 without a mark: in western text every other byte is zero. */
static enum charset guess_utf16(struct slice bytes)
{
	size_t zero[2] = {0, 0}, n = bytes.len < 2048 ? bytes.len : 2048;

	for (size_t i = 0; i < n; i++)
		zero[i & 1] += !bytes.at[i];
	if (n < 8)
		return CHARSET_NONE;
	if (zero[1] > n / 4 && zero[0] < n / 16)
		return CHARSET_UTF16LE;
	if (zero[0] > n / 4 && zero[1] < n / 16)
		return CHARSET_UTF16BE;
	return CHARSET_NONE;
}

/* How the bytes look as UTF-8. */
struct look {
	size_t good; /* sequences of more than one byte */
	size_t bad;  /* bytes that are none */
	bool has_escape, has_nul;
};

static struct look look_at(struct slice bytes)
{
	struct look look = {0};
	uint32_t rune;

	for (size_t i = 0; i < bytes.len;) {
		size_t n;

		if ((unsigned char)bytes.at[i] < 0x80) {
			look.has_escape |= bytes.at[i] == 0x1B;
			look.has_nul |= !bytes.at[i];
			i++;
			continue;
		}
		n = utf8_get(bytes.at + i, bytes.len - i, &rune);
		look.good += n > 1;
		look.bad += n == 1;
		i += n;
	}
	return look;
}

static bool starts_word(const char *at, size_t left, const char *word)
{
	for (; *word; word++, at++, left--) {
		if (!left || (*at | 0x20) != *word)
			return false;
	}
	return true;
}

/* What the first bytes declare: <meta charset=x>, <meta ... content="text/html;
 * charset=x">, <?xml encoding="x"?>. */
static enum charset find_declaration(struct slice bytes)
{
	size_t n = bytes.len < 8192 ? bytes.len : 8192;

	for (size_t i = 0; i + 8 < n; i++) {
		struct slice label;
		size_t skip = 0;

		if (starts_word(bytes.at + i, n - i, "charset"))
			skip = 7;
		else if (starts_word(bytes.at + i, n - i, "encoding"))
			skip = 8;
		if (!skip)
			continue;
		i += skip;
		while (i < n && strchr(" \t\r\n", bytes.at[i]) && bytes.at[i])
			i++;
		if (i >= n || bytes.at[i] != '=')
			continue;
		i++;
		while (i < n && strchr(" \t\"'", bytes.at[i]) && bytes.at[i])
			i++;
		label.at = bytes.at + i;
		for (label.len = 0; i < n && bytes.at[i] &&
				    !strchr("\"' \t\r\n;/>?", bytes.at[i]);
		     i++)
			label.len++;
		if (charset_find(label))
			return charset_find(label);
	}
	return CHARSET_NONE;
}

#define DETECT_MOST ((size_t)1 << 19)

static enum charset detect(struct slice bytes)
{
	uchardet_t d = uchardet_new();
	size_t n = bytes.len < DETECT_MOST ? bytes.len : DETECT_MOST;
	enum charset found = CHARSET_NONE;

	if (!d)
		return CHARSET_NONE;
	if (uchardet_handle_data(d, bytes.at, n) == 0) {
		uchardet_data_end(d);
		found = charset_find(slice_of(uchardet_get_charset(d)));
	}
	uchardet_delete(d);
	return found;
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
static struct slice convert(struct arena *a, struct slice bytes,
			    enum charset charset, size_t *bad)
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

/* The C1 bytes of windows-1252; what it leaves open stays a control. */
static const uint16_t c1_of_1252[32] = {
	0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
	0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
};

/* UTF-8 with other bytes strewn in: those are taken for windows-1252. */
static struct slice mend(struct arena *a, struct slice bytes)
{
	struct look look = look_at(bytes);
	char *out = arena_alloc(a, bytes.len + look.bad * 2 + 1);
	size_t used = 0;

	for (size_t i = 0; i < bytes.len;) {
		unsigned char c = (unsigned char)bytes.at[i];
		uint32_t rune;
		size_t n = utf8_get(bytes.at + i, bytes.len - i, &rune);

		i += n;
		if (c && (c < 0x80 || n > 1)) {
			memcpy(out + used, bytes.at + i - n, n);
			used += n;
			continue;
		}
		rune = c < 0xA0 && c >= 0x80 ? c1_of_1252[c - 0x80] : c;
		if (!c)
			rune = ' ';
		used += utf8_put(out + used, rune);
	}
	out[used] = '\0';
	return (struct slice){out, used};
}

/* iconv lets NUL through; libxml2 would end the page there. */
static void no_nul(struct slice text)
{
	char *at = (char *)text.at;
	char *end = at + text.len;

	while ((at = memchr(at, '\0', (size_t)(end - at))))
		*at++ = ' ';
}

static struct slice as_utf8(struct arena *a, struct slice bytes,
			    const struct look *look)
{
	if (look->bad || look->has_nul)
		return mend(a, bytes);
	return (struct slice){arena_copy(a, bytes.at, bytes.len), bytes.len};
}

struct slice html_decode(struct arena *a, struct slice bytes,
			 const char *charset, bool is_html, const char **name)
{
	enum charset tries[4];
	enum charset found = take_mark(&bytes);
	struct look look;
	struct slice text;
	size_t bad, n = 0;

	html_prepare();
	if (!found)
		found = guess_utf16(bytes);
	if (found && found != CHARSET_UTF8) {
		text = convert(a, bytes, found, &bad);
		goto out;
	}
	look = look_at(bytes);
	tries[n++] = charset_find(slice_of(charset));
	tries[n++] = is_html ? find_declaration(bytes) : CHARSET_NONE;
	if (look.has_escape && !look.good && !look.bad) {
		tries[n++] = detect(bytes);
		for (size_t i = 0; i < n; i++) {
			if (tries[i] == CHARSET_2022_JP ||
			    tries[i] == CHARSET_2022_KR)
				found = tries[i];
		}
		if (found == CHARSET_2022_JP || found == CHARSET_2022_KR) {
			text = convert(a, bytes, found, &bad);
			goto out;
		}
	}
	if (found || !look.bad || look.good > look.bad * 4) {
		found = CHARSET_UTF8;
		text = as_utf8(a, bytes, &look);
		goto out;
	}
	for (size_t i = 0; i <= 2; i++) {
		found = i < 2 ? tries[i] : detect(bytes);
		if (found <= CHARSET_UTF32BE)
			continue; /* it is not, or we would be done */
		text = convert(a, bytes, found, &bad);
		if (bad <= text.len / 100)
			goto out;
	}
	found = CHARSET_1252;
	text = convert(a, bytes, found, &bad);
out:
	no_nul(text);
	if (name)
		*name = charset_names[found];
	return text;
}
