/* The last line that says who wrote it: "AFP/ Al Jazeera", "(Reuters)", "Mit
 * Material der dpa". */
#include "page/sweep.h"

#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "page/fold.h"

#define CREDIT_MOST 100

static bool is_upper(struct slice s)
{
	uint32_t rune = 0;

	if (s.len)
		utf8_get(s.at, s.len, &rune);
	return (rune >= 'A' && rune <= 'Z') || (rune >= 0xC0 && rune <= 0xDE) ||
	       (rune >= 0x400 && rune <= 0x42F) ||
	       (rune >= 0x391 && rune <= 0x3A9) ||
	       (rune >= 0x100 && rune < 0x180 && !(rune & 1)) || rune >= 0x3040;
}

static const char *const small_words[] = {
	"and", "of",  "the", "for", "in", "und",  "von", "van", "der", "den",
	"de",  "del", "da",  "dos", "do", "das",  "di",  "du",  "des", "et",
	"y",   "e",   "en",  "la",  "le", "el",   "al",  "bin", "ibn", "zu",
	"og",  "och", "&",   "|",   "-",  "with", "st",  "'t",
};

static bool is_small_word(struct slice word)
{
	for (size_t i = 0; i < array_length(small_words); i++) {
		if (slice_equals(word, small_words[i]))
			return true;
	}
	return false;
}

bool page_is_names(struct slice text, uint32_t most)
{
	uint32_t n = 0, names = 0;

	text = slice_trim(text);
	while (text.at && text.len) {
		struct slice word = slice_cut(&text, ' ');

		while (word.len && strchr("(\"'*@", *word.at)) {
			word.at++;
			word.len--;
		}
		if (!word.len)
			continue;
		if (is_upper(word))
			names++;
		else if (!is_small_word(word))
			return false;
		if (++n > most)
			return false;
	}
	return names > 0;
}

const char *page_agency(const struct page_work *w, struct slice piece)
{
	char folded[64];
	uint32_t i;
	size_t n = page_fold(piece, folded, sizeof(folded));

	if (!map_get(&w->lists->agencies, folded, n, &i))
		return NULL;
	return w->lists->agency_names[i];
}

/* Cut at "/", ",", ";", "|", "&" or " and " and the like. */
static struct slice take_piece(struct slice *rest)
{
	static const char *const words[] = {" and ", " und ", " et ",  " y ",
					    " e ",   " en ",  " with "};
	struct slice piece = *rest;
	size_t at = 0, skip = 1;

	for (; at < rest->len && !strchr("/,;|&", rest->at[at]); at++) {
		for (size_t i = 0; i < array_length(words); i++) {
			size_t n = strlen(words[i]);

			if (rest->len - at > n &&
			    !memcmp(rest->at + at, words[i], n)) {
				skip = n;
				goto out;
			}
		}
	}
out:
	piece.len = at;
	if (at >= rest->len) {
		*rest = (struct slice){NULL, 0};
	} else {
		rest->at += at + skip;
		rest->len -= at + skip;
	}
	return slice_trim(piece);
}

static struct slice bare(struct slice s)
{
	s = slice_trim(s);
	while (s.len && strchr("([-*\xE2", *s.at) &&
	       ((unsigned char)*s.at < 0x80 || s.len > 3)) {
		size_t n = (unsigned char)*s.at < 0x80 ? 1 : 3;

		if (n == 3 && memcmp(s.at, "\xE2\x80\x94", 3) &&
		    memcmp(s.at, "\xE2\x80\x93", 3))
			break;
		s.at += n;
		s.len -= n;
		s = slice_trim(s);
	}
	while (s.len && strchr(")].", s.at[s.len - 1]))
		s.len--;
	return slice_trim(s);
}

bool page_credit(const struct page_work *w, const struct page_line *line,
		 const char *credit[8], uint32_t *n)
{
	struct slice rest = bare(line->text);
	bool is_known = false;

	*n = 0;
	if (line->text.len > CREDIT_MOST)
		return false;
	while (rest.at && rest.len) {
		struct slice piece = take_piece(&rest);
		const char *name = page_agency(w, piece);

		if (!piece.len)
			continue;
		if (*n == 8 || (!name && !page_is_names(piece, 5)))
			return false;
		is_known |= name != NULL;
		credit[(*n)++] =
			name ? name : arena_copy(w->arena, piece.at, piece.len);
	}
	return is_known;
}
