/* Who said what: quotations, their cue and the mention that speaks. */
#ifndef GAZETTE_QUOTE_QUOTE_H
#define GAZETTE_QUOTE_QUOTE_H

#include "article/article.h"

struct quote_lists;

/* The tables that tell what words do: English verbs of saying, nouns for
 * people, and both of other languages. */
MUST_CHECK bool quote_lists_new(struct arena *a, struct slice reporting_verbs,
				struct slice roles, struct slice speech_words,
				struct quote_lists **out, struct error *err);

/* Find the quotations of an article.
 *
 * Reads   art->text, sentences, tokens, mentions.
 * Fills   art->quotes in text order: span, kind, cue, speaker, confidence,
 *         via, group; `mention` where a mention speaks.  May add mentions of
 *         form nominal or pronoun for a speaker that is none yet ("the US
 *         official", "He").  chain stays -1: coref fills it.
 * Errors  none.
 */
void quote_find(const struct quote_lists *lists, struct article *art);

#endif
