/* The language of a text: by script where the script tells, else by which
 * language's most frequent words are seen most often. */
#include "text/lists.h"

#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "text/class.h"

#define WORD_MOST  24   /* bytes; no frequent word is longer */
#define WORDS_MOST 400  /* that are looked at */
#define TEXT_MOST  8192 /* bytes that are looked at */

enum script { SCRIPT_NONE, HAN, KANA, HANGUL, THAI, HEBREW, GREEK, SCRIPTS };

static const struct {
	uint32_t first, last;
	enum script script;
} ranges[] = {
	{0x0370, 0x03FF, GREEK}, {0x0590, 0x05FF, HEBREW},
	{0x0E00, 0x0E7F, THAI},  {0x3040, 0x30FF, KANA},
	{0x3400, 0x9FFF, HAN},   {0xAC00, 0xD7AF, HANGUL},
};

static const char *const script_language[SCRIPTS] = {
	[HAN] = "zh",  [KANA] = "ja",   [HANGUL] = "ko",
	[THAI] = "th", [HEBREW] = "he", [GREEK] = "el",
};

struct count {
	uint32_t script[SCRIPTS];
	uint32_t letters, words, hits;
	uint32_t language[TEXT_LANGUAGES]; /* 12 a word, shared by its n */
};

static void count_rune(struct count *c, uint32_t rune)
{
	c->letters++;
	if (rune < ranges[0].first)
		return;
	for (size_t i = 0; i < array_length(ranges); i++) {
		if (rune >= ranges[i].first && rune <= ranges[i].last)
			c->script[ranges[i].script]++;
	}
}

static void count_word(struct count *c, const struct text_lists *lists,
		       const char *word, size_t len)
{
	uint32_t bits = 0, share;

	c->words++;
	if (len > WORD_MOST || !map_get(&lists->words, word, len, &bits))
		return;
	c->hits++;
	share = 12 / (uint32_t)__builtin_popcount(bits);
	for (uint32_t i = 0; i < lists->n_languages; i++) {
		if (bits & UINT32_C(1) << i)
			c->language[i] += share;
	}
}

static void count_text(struct count *c, const struct text_lists *lists,
		       const char *text, size_t len)
{
	char word[WORD_MOST + 4];
	size_t n = 0, size;

	for (size_t at = 0; at < len && c->words < WORDS_MOST; at += size) {
		enum text_class k = text_class_at(text + at, len - at, &size);
		uint32_t rune;

		if (text_class_is_letter(k)) {
			utf8_get(text + at, size, &rune);
			count_rune(c, rune);
			if (n <= WORD_MOST)
				n += utf8_put(word + n,
					      (uint32_t)utf8proc_tolower(
						      (utf8proc_int32_t)rune));
		} else if (n && k != CLASS_EXTEND) {
			count_word(c, lists, word, n);
			n = 0;
		}
	}
	if (n)
		count_word(c, lists, word, n);
}

static const char *by_script(const struct count *c)
{
	uint32_t all = 0;
	enum script best = SCRIPT_NONE;

	for (enum script s = HAN; s < SCRIPTS; s++) {
		all += c->script[s];
		if (c->script[s] > c->script[best])
			best = s;
	}
	if (all * 2 <= c->letters)
		return NULL;
	if (best == HAN && c->script[KANA] * 10 > c->script[HAN])
		best = KANA; /* Japanese mixes in Han */
	return script_language[best];
}

static const char *by_words(const struct count *c,
			    const struct text_lists *lists)
{
	uint32_t best = 0, second = 0;

	for (uint32_t i = 1; i < lists->n_languages; i++) {
		if (c->language[i] > c->language[best]) {
			second = c->language[best];
			best = i;
		} else if (c->language[i] > second) {
			second = c->language[i];
		}
	}
	if (c->hits < 2 || c->hits * 12 < c->words ||
	    c->language[best] < second + second / 5 + 6)
		return NULL;
	return lists->language[best];
}

const char *text_language(const struct text_lists *lists, const char *text,
			  size_t len)
{
	size_t most = len < TEXT_MOST ? len : TEXT_MOST;
	struct count c;
	const char *language;

	memset(&c, 0, sizeof(c));
	if (lists->n_languages == 0)
		return NULL;
	while (most > 0 && !utf8_boundary(text, len, most))
		most--;
	count_text(&c, lists, text, most);
	language = by_script(&c);
	return language ? language : by_words(&c, lists);
}
