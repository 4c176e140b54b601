/* Looking up words.def by halves. */
#include "resolve/words.h"

#include <stdlib.h>
#include <string.h>

#define TITLE     WORD_TITLE
#define WEAK      WORD_WEAK
#define HONORIFIC WORD_HONORIFIC
#define MODIFIER  WORD_MODIFIER
#define LEGAL     WORD_LEGAL
#define BEHIND    WORD_BEHIND
#define BODY      WORD_BODY
#define LEAD      WORD_LEAD
#define PARTICLE  WORD_PARTICLE
#define SMALL     WORD_SMALL
#define SEAT      WORD_SEAT

struct word {
	const char *text;
	unsigned classes;
};

static const struct word words[] = {
#define WORD(text, classes) {text, classes},
#include "resolve/words.def"
#undef WORD
};

static int compare(const void *key, const void *word)
{
	return strcmp(key, ((const struct word *)word)->text);
}

unsigned words_classes(const char *word)
{
	const struct word *found =
		bsearch(word, words, sizeof(words) / sizeof(words[0]),
			sizeof(words[0]), compare);

	return found ? found->classes : 0;
}
