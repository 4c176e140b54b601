/* A text as the words that the full-text index is fed.
 *
 * The index splits at blanks only, so that another engine can be given the
 * same words: folded (fold.h), marks left out, a possessive's end too, the
 * points of abbreviations ("U.S.") and apostrophes inside words closed up,
 * Han and kana as pairs that overlap.
 */
#include <string.h>
#include <utf8proc.h>

#include "base/fold.h"
#include "base/utf8.h"
#include "store/inside.h"

static bool is_word_rune(uint32_t rune)
{
	if (rune < 0x80)
		return (rune >= '0' && rune <= '9') ||
		       ((rune | 0x20) >= 'a' && (rune | 0x20) <= 'z');
	switch (utf8proc_category((utf8proc_int32_t)rune)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return true;
	default:
		return false;
	}
}

static bool is_apostrophe(uint32_t rune)
{
	return rune == '\'' || rune == 0x2019 || rune == 0x02BC;
}

/* Scripts written without blanks: Han, Hiragana, Katakana, Bopomofo. */
static bool is_unspaced(uint32_t rune)
{
	return rune >= 0x2E80 &&
	       (rune <= 0x2FDF || (rune >= 0x3005 && rune <= 0x3007) ||
		(rune >= 0x3021 && rune <= 0x312F) ||
		(rune >= 0x3400 && rune <= 0x4DBF) ||
		(rune >= 0x4E00 && rune <= 0x9FFF) ||
		(rune >= 0xF900 && rune <= 0xFAFF) ||
		(rune >= 0x20000 && rune <= 0x3134F));
}

struct word {
	struct arena *arena;
	struct str *out;
	char at[512]; /* the word under way; a longer one is cut in two */
	size_t len;
	bool has_wide; /* a byte >= 0x80 */
};

static void word_add_folded(struct word *w, const char *text, size_t len)
{
	if (len == 0)
		return;
	if (w->out->len)
		str_add_char(w->out, ' ');
	str_add(w->out, text, len);
}

/* Folding may leave marks inside ("½" becomes "1⁄2"): split there again. */
static void word_add_wide(struct word *w)
{
	size_t len, start = 0, at = 0;
	char *text = fold_text(w->arena, w->at, w->len, &len);

	while (at < len) {
		uint32_t rune;
		size_t n = utf8_get(text + at, len - at, &rune);

		if (!is_word_rune(rune)) {
			word_add_folded(w, text + start, at - start);
			start = at + n;
		}
		at += n;
	}
	word_add_folded(w, text + start, len - start);
}

static void word_end(struct word *w)
{
	if (w->len == 0)
		return;
	if (w->has_wide) {
		word_add_wide(w);
	} else {
		for (size_t i = 0; i < w->len; i++) {
			if (w->at[i] >= 'A' && w->at[i] <= 'Z')
				w->at[i] = (char)(w->at[i] + ('a' - 'A'));
		}
		word_add_folded(w, w->at, w->len);
	}
	w->len = 0;
	w->has_wide = false;
}

static void word_put(struct word *w, const char *bytes, size_t n)
{
	if (w->len + n > sizeof(w->at))
		word_end(w);
	memcpy(w->at + w->len, bytes, n);
	w->len += n;
	w->has_wide |= (unsigned char)bytes[0] >= 0x80;
}

/* A run of an unspaced script from text.at: pairs.  Returns its bytes. */
static size_t put_pairs(struct word *w, struct slice text)
{
	size_t at = 0, before = 0, runes = 0;
	uint32_t rune;

	word_end(w);
	while (at < text.len) {
		size_t n = utf8_get(text.at + at, text.len - at, &rune);

		if (!is_unspaced(rune))
			break;
		if (runes++) {
			word_put(w, text.at + before, at + n - before);
			word_end(w);
		}
		before = at;
		at += n;
	}
	if (runes == 1) {
		word_put(w, text.at, at);
		word_end(w);
	}
	return at;
}

/* Is the rune at text.at + at part of a word? */
static bool word_goes_on(struct slice text, size_t at)
{
	uint32_t rune;

	if (at >= text.len)
		return false;
	utf8_get(text.at + at, text.len - at, &rune);
	return is_word_rune(rune) && !is_unspaced(rune);
}

/* "'s" and nothing of a word behind it. */
static size_t possessive(struct slice text, size_t at)
{
	if (at < text.len && (text.at[at] | 0x20) == 's' &&
	    !word_goes_on(text, at + 1))
		return 1;
	return 0;
}

/* Does a point here stand between letters of an abbreviation, "U.S."? */
static bool closes_up(const struct word *w, struct slice text, size_t at)
{
	return w->len == 1 || (w->len > 1 && at >= 2 && text.at[at - 2] == '.');
}

static bool is_plain(char c)
{
	return (c >= '0' && c <= '9') ||
	       ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* A run of ASCII letters and digits, most of any text.  Returns its bytes. */
static size_t put_plain(struct word *w, struct slice text, size_t at)
{
	size_t start = at;

	for (; at < text.len && is_plain(text.at[at]); at++) {
		if (w->len == sizeof(w->at))
			word_end(w);
		w->at[w->len++] = text.at[at];
	}
	return at - start;
}

/* Letters and digits of ASCII, folded; 0: anything else. */
static const char lower[256] = {
	['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4',
	['5'] = '5', ['6'] = '6', ['7'] = '7', ['8'] = '8', ['9'] = '9',
	['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e',
	['F'] = 'f', ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j',
	['K'] = 'k', ['L'] = 'l', ['M'] = 'm', ['N'] = 'n', ['O'] = 'o',
	['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't',
	['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y',
	['Z'] = 'z', ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd',
	['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i',
	['j'] = 'j', ['k'] = 'k', ['l'] = 'l', ['m'] = 'm', ['n'] = 'n',
	['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r', ['s'] = 's',
	['t'] = 't', ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x',
	['y'] = 'y', ['z'] = 'z',
};

/* May the word go on behind ASCII letters with this byte? */
static bool may_go_on(unsigned char c)
{
	return c >= 0x80 || c == '.' || c == '\'';
}

/* A whole word of ASCII letters and digits, as nearly all are: straight to
 * where it goes.  Returns its bytes, 0 when it may be more than that. */
static size_t put_whole(struct word *w, struct slice text, size_t at)
{
	size_t most =
		text.len - at < sizeof(w->at) ? text.len - at : sizeof(w->at);
	char *to = str_reserve(w->out, most + 1);
	const char *from = text.at + at;
	size_t n = 0, blank = w->out->len > 0;
	char c;

	if (blank)
		*to++ = ' ';
	for (; n < most && (c = lower[(unsigned char)from[n]]); n++)
		to[n] = c;
	if (n == 0 || n == sizeof(w->at) ||
	    (n < most && may_go_on((unsigned char)from[n])))
		n = 0;
	else
		w->out->len += blank + n;
	w->out->at[w->out->len] = '\0';
	return n;
}

void words_fold(struct arena *a, struct slice text, struct str *out)
{
	struct word w = {.arena = a, .out = out};
	size_t at = 0;

	while (at < text.len) {
		uint32_t rune;
		size_t n = w.len ? 0 : put_whole(&w, text, at);

		at += n;
		if (n == 0)
			at += put_plain(&w, text, at);
		if (at == text.len)
			break;
		if (text.at[at] == ' ') {
			word_end(&w);
			at++;
			continue;
		}
		n = utf8_get(text.at + at, text.len - at, &rune);
		if (is_unspaced(rune)) {
			at += put_pairs(&w, (struct slice){text.at + at,
							   text.len - at});
			continue;
		}
		if (is_word_rune(rune))
			word_put(&w, text.at + at, n);
		else if (is_apostrophe(rune) && w.len)
			n += possessive(text, at + n);
		else if (rune == '.' && word_goes_on(text, at + n) &&
			 closes_up(&w, text, at) &&
			 !word_goes_on(text, at + n + 1))
			;
		else
			word_end(&w);
		if (is_apostrophe(rune) && !word_goes_on(text, at + n))
			word_end(&w);
		at += n;
	}
	word_end(&w);
}
