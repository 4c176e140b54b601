/* What a page says of its encoding is wrong often enough that the bytes are
 * asked first: text that is well-formed UTF-8 with anything beyond ASCII in it
 * is UTF-8. */
#include "html/decode.h"

#include <string.h>
#include <uchardet.h>

#include "base/array.h"
#include "base/utf8.h"
#include "html/charset.h"
#include "html/door.h"

void html_prepare(void)
{
	if (!html_charset_prepare())
		return;
	html_late_prepare();
	html_door_prepare();
}

static const struct {
	const char *mark;
	size_t len;
	enum html_charset charset;
} marks[] = {
	{"\xEF\xBB\xBF", 3, CHARSET_UTF8},
	{"\xFF\xFE\x00\x00", 4, CHARSET_UTF32LE},
	{"\x00\x00\xFE\xFF", 4, CHARSET_UTF32BE},
	{"\xFF\xFE", 2, CHARSET_UTF16LE},
	{"\xFE\xFF", 2, CHARSET_UTF16BE},
};

static enum html_charset take_mark(struct slice *bytes)
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
static enum html_charset guess_utf16(struct slice bytes)
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
static enum html_charset find_declaration(struct slice bytes)
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
		if (html_charset_find(label))
			return html_charset_find(label);
	}
	return CHARSET_NONE;
}

#define DETECT_MOST ((size_t)1 << 19)

static enum html_charset detect(struct slice bytes)
{
	uchardet_t d = uchardet_new();
	size_t n = bytes.len < DETECT_MOST ? bytes.len : DETECT_MOST;
	enum html_charset found = CHARSET_NONE;

	if (!d)
		return CHARSET_NONE;
	if (uchardet_handle_data(d, bytes.at, n) == 0) {
		uchardet_data_end(d);
		found = html_charset_find(slice_of(uchardet_get_charset(d)));
	}
	uchardet_delete(d);
	return found;
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
	enum html_charset tries[4];
	enum html_charset found = take_mark(&bytes);
	struct look look;
	struct slice text;
	size_t bad, n = 0;

	html_prepare();
	if (!found)
		found = guess_utf16(bytes);
	if (found && found != CHARSET_UTF8) {
		text = html_charset_convert(a, bytes, found, &bad);
		goto out;
	}
	look = look_at(bytes);
	tries[n++] = html_charset_find(slice_of(charset));
	tries[n++] = is_html ? find_declaration(bytes) : CHARSET_NONE;
	if (look.has_escape && !look.good && !look.bad) {
		tries[n++] = detect(bytes);
		for (size_t i = 0; i < n; i++) {
			if (tries[i] == CHARSET_2022_JP ||
			    tries[i] == CHARSET_2022_KR)
				found = tries[i];
		}
		if (found == CHARSET_2022_JP || found == CHARSET_2022_KR) {
			text = html_charset_convert(a, bytes, found, &bad);
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
		text = html_charset_convert(a, bytes, found, &bad);
		if (bad <= text.len / 100)
			goto out;
	}
	found = CHARSET_1252;
	text = html_charset_convert(a, bytes, found, &bad);
out:
	no_nul(text);
	if (name)
		*name = html_charset_name(found);
	return text;
}

/* ---- XML ---- */

/* XML begins with '<': how wide its zeros lie around it tells. */
static enum html_charset guess_wide(struct slice bytes)
{
	if (bytes.len < 4)
		return CHARSET_NONE;
	if (memcmp(bytes.at, "\0\0\0<", 4) == 0)
		return CHARSET_UTF32BE;
	if (memcmp(bytes.at, "<\0\0\0", 4) == 0)
		return CHARSET_UTF32LE;
	return guess_utf16(bytes);
}

/* The label in <?xml ... encoding="label"?>; empty when there is none. */
static struct slice xml_label(struct slice bytes)
{
	struct slice label = {"", 0};
	const char *at, *end;

	if (bytes.len > 4096)
		bytes.len = 4096;
	at = memmem(bytes.at, bytes.len, "<?xml ", 6);
	if (!at)
		return label;
	bytes.len -= (size_t)(at - bytes.at);
	bytes.at = at;
	end = memmem(bytes.at, bytes.len, "?>", 2);
	if (end)
		bytes.len = (size_t)(end - bytes.at);
	at = memmem(bytes.at, bytes.len, "encoding", 8);
	if (!at)
		return label;
	bytes.len -= (size_t)(at + 8 - bytes.at);
	bytes.at = at + 8;
	while (bytes.len && strchr(" \t\r\n=\"'", *bytes.at) && *bytes.at) {
		bytes.at++;
		bytes.len--;
	}
	label.at = bytes.at;
	while (label.len < bytes.len && label.at[label.len] &&
	       !strchr("\"' \t\r\n", label.at[label.len]))
		label.len++;
	return label;
}

/* What iconv calls otherwise than those who declare it. */
static const struct {
	const char *iconv, *name;
} common[] = {
	{"BIG5-HKSCS", "big5"},       {"UHC", "euc-kr"},
	{"CP932", "shift_jis"},       {"EUC-JP-MS", "euc-jp"},
	{"CP1252", "windows-1252"},   {"CP1251", "windows-1251"},
	{"MAC-CENTRALEUROPE", "mac"}, {"CP874", "windows-874"},
};

static const char *common_name(const char *iconv)
{
	for (size_t i = 0; i < array_length(common); i++) {
		if (strcmp(iconv, common[i].iconv) == 0)
			return common[i].name;
	}
	return iconv;
}

/* A label as a name: small letters, digits and marks. */
static const char *small(struct arena *a, struct slice label)
{
	char *name = arena_copy(a, label.at, label.len), *to = name;

	for (char c, *from = name; (c = *from); from++) {
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		    strchr("-_.:", c))
			*to++ = c;
	}
	*to = '\0';
	return name;
}

/* What was declared, as it is read: GB 2312 as the larger set it is part of. */
static const char *declared(struct arena *a, struct slice label)
{
	return html_charset_find(label) == CHARSET_GB18030 ? "gb18030"
							   : small(a, label);
}

/* Bytes that are no UTF-8: by the labels, else by what they look like. */
static struct slice by_label(struct arena *a, struct slice bytes,
			     const struct slice labels[2], const char **name)
{
	struct slice text;
	size_t bad;

	for (int i = 0; i < 2; i++) {
		enum html_charset found = html_charset_find(labels[i]);

		if (found <= CHARSET_UTF32BE)
			continue;
		text = html_charset_convert(a, bytes, found, &bad);
		*name = declared(a, labels[i]);
		if (bad <= text.len / 100)
			return text;
	}
	text = html_decode(a, bytes, NULL, false, name);
	*name = small(a, slice_of(common_name(*name)));
	return text;
}

struct slice html_decode_xml(struct arena *a, struct slice bytes,
			     const char *charset, const char **name)
{
	struct slice labels[2] = {slice_of(charset), {"", 0}};
	enum html_charset found = take_mark(&bytes);
	struct look look;
	struct slice text;
	size_t bad;
	int known;

	html_prepare();
	if (!found)
		found = guess_wide(bytes);
	if (found && found != CHARSET_UTF8) {
		text = html_charset_convert(a, bytes, found, &bad);
		*name = small(a, slice_of(html_charset_name(found)));
		no_nul(text);
		return text;
	}
	labels[1] = xml_label(bytes);
	look = look_at(bytes);
	known = html_charset_find(labels[0]) ? 0 : 1;
	*name = "utf-8";
	if (look.good && look.good > look.bad * 4) {
		text = as_utf8(a, bytes, &look);
	} else if (look.bad || look.has_escape) {
		text = by_label(a, bytes, labels, name);
	} else {
		text = as_utf8(a, bytes, &look);
		if (!found &&
		    html_charset_find(labels[known]) > CHARSET_UTF32BE)
			*name = declared(a, labels[known]);
	}
	no_nul(text);
	return text;
}
