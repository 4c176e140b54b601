/* What a single word does in names: words.def.  Private to resolve/. */
#ifndef GAZETTE_RESOLVE_WORDS_H
#define GAZETTE_RESOLVE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

enum word_class {
	WORD_TITLE = 1 << 0,
	WORD_WEAK = 1 << 1,
	WORD_HONORIFIC = 1 << 2,
	WORD_MODIFIER = 1 << 3,
	WORD_LEGAL = 1 << 4,
	WORD_BEHIND = 1 << 5,
	WORD_BODY = 1 << 6,
	WORD_LEAD = 1 << 7,
	WORD_PARTICLE = 1 << 8,
	WORD_SMALL = 1 << 9,
	WORD_SEAT = 1 << 10,
};

/* The classes of a folded word; 0: of none. */
unsigned words_classes(const char *word);

static inline bool words_has(const char *word, enum word_class class)
{
	return (words_classes(word) & class) != 0;
}

#endif
