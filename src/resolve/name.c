/* Reading names: what is left when titles, legal forms, articles and
 * possessives are gone is what two mentions of one thing have in common.
 *
 * Source: words.def.
 */
#include "resolve/name.h"

#include <string.h>
#include <utf8proc.h>

#include "base/array.h"
#include "base/fold.h"
#include "base/utf8.h"
#include "resolve/resolve.h"
#include "resolve/words.h"

bool name_is_particle(const char *word)
{
	return words_has(word, WORD_PARTICLE);
}

/* ---- to words ---- */

static bool is_letter(uint32_t rune)
{
	utf8proc_category_t c;

	if (rune < 0x80)
		return (rune >= '0' && rune <= '9') || rune == '&' ||
		       rune == '_' ||
		       ((rune | 0x20) >= 'a' && (rune | 0x20) <= 'z');
	c = utf8proc_category((utf8proc_int32_t)rune);
	return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_MC) ||
	       c == UTF8PROC_CATEGORY_ND;
}

/* "'s" or "'" at the end of a word. */
static size_t possessive(const char *text, size_t len, size_t at)
{
	size_t end = at + 1;
	uint32_t rune = 0;

	if (text[at] != '\'')
		return 0;
	if (end < len && text[end] == 's')
		end++;
	if (end < len)
		utf8_get(text + end, len - end, &rune);
	return end == len || !is_letter(rune) ? end - at : 0;
}

/* The point of an abbreviation ("u.s.") is behind a single letter. */
static bool is_point(const char *text, size_t len, size_t at, size_t word)
{
	return text[at] == '.' && at >= 1 && at - 1 >= word &&
	       (at - 1 == word || text[at - 2] == '.') && at < len;
}

/* "H-P": a hyphen between two letters that stand alone. */
static bool is_hyphen(const char *text, size_t len, size_t at, size_t word)
{
	return text[at] == '-' && at >= 1 && at - 1 == word && at + 1 < len &&
	       (unsigned char)text[at + 1] < 0x80 &&
	       is_letter((unsigned char)text[at + 1]) &&
	       (at + 2 == len || !is_letter((unsigned char)text[at + 2]));
}

/* One word, two spellings. */
static const struct {
	const char *written, *kept;
} spellings[] = {
	{"centre", "center"},
	{"defence", "defense"},
	{"ft", "fort"},
	{"harbour", "harbor"},
	{"intl", "international"},
	{"mt", "mount"},
	{"organisation", "organization"},
	{"programme", "program"},
	{"theatre", "theater"},
	{"univ", "university"},
};

static void add_word(struct arena *a, struct name *n, const char *at,
		     size_t len)
{
	struct slice word = {at, len};

	if (!len || n->n == NAME_WORDS)
		return;
	for (size_t i = 0; i < array_length(spellings); i++) {
		if (slice_equals(word, spellings[i].written))
			word = slice_of(spellings[i].kept);
	}
	n->word[n->n++] = arena_copy(a, word.at, word.len);
}

/* Lower-case words without marks; apostrophes inside a word close it up. */
static void split_words(struct arena *a, const char *text, size_t len,
			struct name *n)
{
	char *word = arena_alloc(a, len + 1);
	size_t used = 0, start = 0, at = 0;

	while (at < len) {
		uint32_t rune;
		size_t step = utf8_get(text + at, len - at, &rune);
		size_t gone = used ? possessive(text, len, at) : 0;

		if (gone) {
			add_word(a, n, word, used);
			used = 0;
			at += gone;
			continue;
		}
		if (is_letter(rune)) {
			if (!used)
				start = at;
			memcpy(word + used, text + at, step);
			used += step;
		} else if (rune != '\'' && !is_point(text, len, at, start) &&
			   !is_hyphen(text, len, at, start)) {
			add_word(a, n, word, used);
			used = 0;
		}
		at += step;
	}
	add_word(a, n, word, used);
}

static const char *join(struct arena *a, const struct name *n)
{
	size_t len = 1;
	char *out, *at;

	for (uint32_t i = 0; i < n->n; i++)
		len += strlen(n->word[i]) + 1;
	out = at = arena_alloc(a, len);
	for (uint32_t i = 0; i < n->n; i++) {
		size_t size = strlen(n->word[i]);

		if (i)
			*at++ = ' ';
		memcpy(at, n->word[i], size);
		at += size;
	}
	return out;
}

static void drop_front(struct name *n, uint32_t k)
{
	memmove(n->word, n->word + k, (n->n - k) * sizeof(n->word[0]));
	n->n -= k;
}

/* ---- what goes ---- */

/* "A." is a given name. */
static void drop_article(struct name *n, bool is_initial)
{
	if (n->n > 1 && (!strcmp(n->word[0], "the") ||
			 (!is_initial && !strcmp(n->word[0], "a")) ||
			 !strcmp(n->word[0], "an")))
		drop_front(n, 1);
}

/* The words up to the last title, if all before it are titles, words that
 * stand before titles, or at most three words of a body ("Apple CEO"). */
static uint32_t title_words(const struct name *n)
{
	uint32_t k = 0;

	for (uint32_t i = 0; i + 1 < n->n && i < 6; i++) {
		bool strong = words_has(n->word[i], WORD_TITLE) &&
			      !words_has(n->word[i], WORD_WEAK);
		bool weak = words_has(n->word[i], WORD_WEAK) && n->n - i > 2 &&
			    (i == 0 || k == i ||
			     words_has(n->word[i - 1], WORD_MODIFIER));

		if ((strong && i < 4) || weak)
			k = i + 1;
	}
	while (k && k + 1 < n->n && words_has(n->word[k], WORD_MODIFIER) &&
	       (!strcmp(n->word[k], "of") || !strcmp(n->word[k], "state")))
		k++;
	return k;
}

/* "President Obama of the US": what follows is no part of the name. */
static void drop_of(struct name *n)
{
	for (uint32_t i = 1; i < n->n; i++) {
		if (!strcmp(n->word[i], "of"))
			n->n = i;
	}
}

static void drop_title(struct name *n)
{
	uint32_t k = title_words(n);

	/* "Sheikh Lotfollah Mosque" is no sheikh */
	if (!k || words_has(n->word[n->n - 1], WORD_BODY))
		return;
	drop_front(n, k);
	drop_article(n, true);
	drop_of(n);
	n->had_title = true;
}

static void drop_behind(struct name *n)
{
	while (n->n > 1 && words_has(n->word[n->n - 1], WORD_BEHIND))
		n->n--;
	while (n->n > 1 && words_has(n->word[n->n - 1], WORD_LEGAL)) {
		n->n--;
		n->had_legal = true;
	}
	if (n->n > 1 && n->had_legal && !strcmp(n->word[n->n - 1], "&"))
		n->n--;
}

/* "Federal Reserve (Fed)": cut and keep what is in the brackets.  What they
 * stand in the middle of goes on behind them, "Charles (Chuck) Edwards". */
static const char *cut_acronym(struct arena *a, const char *text, size_t *len,
			       struct name *n)
{
	const char *open = memchr(text, '(', *len);
	size_t at = open ? (size_t)(open - text) : 0, end;
	struct name inside = {0};

	if (!open || at < 2)
		return text;
	end = at + 1;
	while (end < *len && text[end] != ')')
		end++;
	if (end + 2 < *len && text[end + 1] == ' ') {
		const char *both =
			arena_printf(a, "%.*s%.*s", (int)at, text,
				     (int)(*len - end - 2), text + end + 2);

		*len = strlen(both);
		return both;
	}
	split_words(a, text + at + 1, end - at - 1, &inside);
	if (inside.n == 1 && strlen(inside.word[0]) >= 2 &&
	    strlen(inside.word[0]) <= 10)
		n->acronym = inside.word[0];
	*len = at;
	return text;
}

/* "Steve Jobs, the founder", "Anna Lund, 61": cut at a comma before a
 * lower-case word or a number. */
static size_t cut_comma(const char *text, size_t len)
{
	const char *comma = memchr(text, ',', len);
	size_t at = comma ? (size_t)(comma - text) : 0, next = at + 1;

	if (!comma || !memchr(text, ' ', at))
		return len;
	while (next < len && text[next] == ' ')
		next++;
	if (next < len && text[next] >= '0' && text[next] <= '9')
		return at;
	return next < len && text[next] >= 'a' && text[next] <= 'z' ? at : len;
}

/* ---- what it looks like ---- */

static bool is_capitals(const char *text, size_t len)
{
	unsigned letters = 0;

	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (c >= 'A' && c <= 'Z')
			letters++;
		else if (c != '.' && c != '&' && c != '-' &&
			 !(c >= '0' && c <= '9'))
			return false;
	}
	return letters >= 2 && letters <= 6;
}

/* Latin, Greek, Cyrillic: the scripts whose letters look alike. */
static unsigned script_of(uint32_t rune)
{
	if ((rune | 0x20) >= 'a' && (rune | 0x20) <= 'z')
		return 1;
	if (rune >= 0x00C0 && rune <= 0x024F)
		return 1;
	if (rune >= 0x0370 && rune <= 0x03FF)
		return 2;
	if (rune >= 0x0400 && rune <= 0x052F)
		return 4;
	return 0;
}

static bool mixes_scripts(const char *text, size_t len)
{
	unsigned seen = 0;

	for (size_t at = 0; at < len;) {
		uint32_t rune;

		at += utf8_get(text + at, len - at, &rune);
		if (!is_letter(rune))
			seen = 0;
		seen |= script_of(rune);
		if (seen & (seen - 1))
			return true;
	}
	return false;
}

bool resolve_mixes_scripts(const char *name)
{
	return mixes_scripts(name, strlen(name));
}

void name_read(struct arena *a, const char *text, size_t len, struct name *out)
{
	bool is_initial = len > 1 && text[1] == '.';
	char *folded;

	memset(out, 0, sizeof(*out));
	out->is_capitals = is_capitals(text, len);
	out->mixes = mixes_scripts(text, len);
	text = cut_acronym(a, text, &len, out);
	len = cut_comma(text, len);
	folded = fold_text(a, text, len, &len);
	split_words(a, folded, len, out);
	drop_article(out, is_initial);
	out->whole = join(a, out);
	drop_behind(out);
	drop_title(out);
	out->folded = join(a, out);
}

void name_split(struct arena *a, const char *folded, struct name *out)
{
	struct slice rest = slice_of(folded);

	memset(out, 0, sizeof(*out));
	while (rest.at) {
		struct slice word = slice_cut(&rest, ' ');

		add_word(a, out, word.at, word.len);
	}
	out->folded = out->whole = folded;
}

bool name_may_be_person(const struct name *n)
{
	if (n->n < 2 || n->n > 5 || n->had_legal)
		return false;
	for (uint32_t i = 0; i < n->n; i++) {
		if (words_has(n->word[i], WORD_BODY) || strchr(n->word[i], '&'))
			return false;
		if (n->word[i][0] >= '0' && n->word[i][0] <= '9')
			return false;
	}
	return true;
}

bool name_is_body(const struct name *n)
{
	return n->n >= 2 && words_has(n->word[n->n - 1], WORD_BODY);
}

bool name_may_lead(const struct name *n)
{
	return n->n >= 2 && strlen(n->word[0]) >= 3 &&
	       !words_has(n->word[0], WORD_BODY) &&
	       !words_has(n->word[0], WORD_SMALL) &&
	       !words_has(n->word[0], WORD_LEAD) &&
	       !words_has(n->word[n->n - 1], WORD_SEAT);
}

bool name_is_led(const struct name *n)
{
	return name_may_lead(n) && name_is_body(n);
}

const char *name_initials(struct arena *a, const struct name *n)
{
	char *out = arena_alloc(a, NAME_WORDS * 4 + 1), *at = out;

	if (n->n < 2)
		return "";
	for (uint32_t i = 0; i < n->n; i++) {
		uint32_t rune;

		if (words_has(n->word[i], WORD_SMALL))
			continue;
		utf8_get(n->word[i], strlen(n->word[i]), &rune);
		at += utf8_put(at, rune);
	}
	return out;
}

/* ---- likeness ---- */

#define NEAR_MOST 40

/* Damerau-Levenshtein with neighbours swapped, cut at limit + 1.
 * Source: Damerau 1964; restricted edit distance. */
static unsigned distance(const char *a, size_t la, const char *b, size_t lb,
			 unsigned limit)
{
	unsigned rows[3][NEAR_MOST + 1];
	unsigned *two = rows[0], *one = rows[1], *now = rows[2];

	if ((la > lb ? la - lb : lb - la) > limit)
		return limit + 1;
	for (size_t j = 0; j <= lb; j++)
		one[j] = (unsigned)j;
	for (size_t i = 1; i <= la; i++) {
		unsigned *swap = two;

		now[0] = (unsigned)i;
		for (size_t j = 1; j <= lb; j++) {
			unsigned v = one[j - 1] + (a[i - 1] != b[j - 1]);

			v = one[j] + 1 < v ? one[j] + 1 : v;
			v = now[j - 1] + 1 < v ? now[j - 1] + 1 : v;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1] && two[j - 2] + 1 < v)
				v = two[j - 2] + 1;
			now[j] = v;
		}
		two = one;
		one = now;
		now = swap;
	}
	return one[lb];
}

/* One bit a letter that is there. */
static uint32_t letters(const char *word)
{
	uint32_t set = 0;

	for (; *word; word++)
		set |= 1u << (*word & 31);
	return set;
}

static bool more_than(uint32_t set, unsigned limit)
{
	for (; set && limit; limit--)
		set &= set - 1;
	return set != 0;
}

/* A slip takes away or brings in one letter at most: a cheap no. */
static bool is_far(const char *a, const char *b, unsigned limit)
{
	uint32_t in_a = letters(a), in_b = letters(b);

	return more_than(in_a & ~in_b, limit) || more_than(in_b & ~in_a, limit);
}

bool name_near(const char *a, const char *b)
{
	size_t la = strlen(a), lb = strlen(b);
	unsigned limit = la < 6 || lb < 6 ? 1 : 2;

	if (!strcmp(a, b))
		return true;
	if (la <= 3 || lb <= 3 || la > NEAR_MOST || lb > NEAR_MOST)
		return false;
	if (is_far(a, b, limit))
		return false;
	return distance(a, la, b, lb, limit) <= limit;
}

bool name_slipped(const char *a, const char *b)
{
	size_t la = strlen(a), lb = strlen(b);

	if (la < 3 || lb < 3 || la == lb || la > NEAR_MOST || lb > NEAR_MOST ||
	    a[0] != b[0])
		return false;
	return distance(a, la, b, lb, 1) <= 1;
}

/* Letters of a that b has near the same place; marks them in both. */
static unsigned common(const char *a, size_t la, const char *b, size_t lb,
		       bool *in_a, bool *in_b)
{
	size_t window = (la > lb ? la : lb) / 2;
	unsigned n = 0;

	window = window ? window - 1 : 0;
	for (size_t i = 0; i < la; i++) {
		size_t from = i > window ? i - window : 0;

		for (size_t j = from; j < lb && j <= i + window; j++) {
			if (in_b[j] || a[i] != b[j])
				continue;
			in_a[i] = in_b[j] = true;
			n++;
			break;
		}
	}
	return n;
}

/* Source: Winkler 1990, prefix of at most 4, scale 0.1. */
double name_likeness(const char *a, const char *b)
{
	size_t la = strlen(a), lb = strlen(b), k = 0, prefix = 0;
	bool in_a[NEAR_MOST] = {0}, in_b[NEAR_MOST] = {0};
	unsigned n, swapped = 0;
	double jaro;

	if (!strcmp(a, b))
		return 1;
	if (!la || !lb || la > NEAR_MOST || lb > NEAR_MOST)
		return 0;
	n = common(a, la, b, lb, in_a, in_b);
	if (!n)
		return 0;
	for (size_t i = 0; i < la; i++) {
		if (!in_a[i])
			continue;
		while (!in_b[k])
			k++;
		swapped += a[i] != b[k++];
	}
	jaro = ((double)n / la + (double)n / lb + (n - swapped / 2.0) / n) / 3;
	while (prefix < 4 && a[prefix] && a[prefix] == b[prefix])
		prefix++;
	return jaro + 0.1 * (double)prefix * (1 - jaro);
}

/* The likeness that given names must have.  Source: measured on pairs of
 * listed names; below it the false ones double. */
#define GIVEN_LIKENESS 0.90

bool name_given_fit(const char *a, const char *b)
{
	if (!strcmp(a, b))
		return true;
	if (!a[1] || !b[1])
		return a[0] == b[0];
	return name_likeness(a, b) >= GIVEN_LIKENESS;
}
