/* The form of a name as it is written and kept. */
#include <string.h>

#include "resolve/resolve.h"
#include "resolve/words.h"

/* The longest honorific of words.def, with its point. */
#define HONORIFIC_MOST 16

const char *resolve_surface(struct arena *a, struct slice s)
{
	char *text = arena_copy(a, s.at, s.len);

	for (size_t i = 0; i < s.len; i++) {
		if (text[i] == '\n' || text[i] == '\t')
			text[i] = ' ';
	}
	return text;
}

/* Bytes of the letter that ends at text + at, 0: none.  Those of honorifics
 * are of ASCII or of Latin-1's second half. */
static size_t letter_before(const char *text, size_t at)
{
	if (at >= 1 && (text[at - 1] | 0x20) >= 'a' &&
	    (text[at - 1] | 0x20) <= 'z')
		return 1;
	return at >= 2 && text[at - 2] == '\xC3' ? 2 : 0;
}

/* Bytes of the honorific that ends at text + end, its point with it; 0: none.
 * What is not capitalised is a word ("the mister"). */
static size_t honorific_before(const char *text, size_t end)
{
	char word[HONORIFIC_MOST];
	size_t stop = end && text[end - 1] == '.' ? end - 1 : end, at = stop;
	size_t len, step;

	while (stop - at < sizeof(word) &&
	       (step = letter_before(text, at)) != 0)
		at -= step;
	len = stop - at;
	if (len == 0 || len >= sizeof(word) || text[at] < 'A' ||
	    text[at] > 'Z' || (at > 0 && strchr("-'.", text[at - 1])))
		return 0;
	for (size_t i = 0; i < len; i++) {
		char c = text[at + i];

		word[i] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
	}
	word[len] = '\0';
	return words_has(word, WORD_HONORIFIC) ? end - at : 0;
}

const char *resolve_form(struct arena *a, const struct article *art,
			 const struct mention *m)
{
	struct span span = m->span;
	size_t n = 0;

	if ((m->type == TYPE_PERSON || m->type == TYPE_UNKNOWN) &&
	    span.start > 1 && art->text[span.start - 1] == ' ')
		n = honorific_before(art->text, span.start - 1);
	if (n)
		span.start -= (uint32_t)n + 1;
	return resolve_surface(a, article_slice(art, span));
}

bool resolve_is_shouted(const char *name)
{
	unsigned letters = 0;

	for (; *name; name++) {
		if ((*name >= 'a' && *name <= 'z') ||
		    (*name >= '0' && *name <= '9'))
			return false;
		letters += *name >= 'A' && *name <= 'Z';
	}
	return letters >= 5;
}
