/* What the splitter knows: inside of text/ only. */
#ifndef GAZETTE_TEXT_LISTS_H
#define GAZETTE_TEXT_LISTS_H

#include "base/map.h"
#include "text/text.h"

enum abbreviation {
	ABBREVIATION_ENDS = 1 << 0,   /* may end a sentence */
	ABBREVIATION_NUMBER = 1 << 1, /* one only before a number: "No. 5" */
};

#define TEXT_LANGUAGES 32

struct text_lists {
	struct map abbreviations; /* with their point -> enum abbreviation */
	struct map compounds;     /* words that may stand at a hyphen's sides */
	struct map words;         /* frequent ones -> bits of languages */
	struct map starters;      /* English ones that begin sentences */
	const char *language[TEXT_LANGUAGES];
	uint32_t n_languages;
};

bool text_list_has(const struct map *m, const char *word, size_t len);

/* The language of a text by its script and its frequent words; NULL when it
 * does not tell. */
const char *text_language(const struct text_lists *lists, const char *text,
			  size_t len);

#endif
