/* What the first pass found of each word: inside of tag/ and the trainer. */
#ifndef GAZETTE_TAG_MAJORITY_H
#define GAZETTE_TAG_MAJORITY_H

#include "tag/feature.h"

/* Count the kinds that the words with a capital have, by their tags. */
void tag_count_kinds(struct scan *s, const uint8_t *tags);

/* Set the majority of each sense: 0 the word stands here but once, 1 mostly
 * no name, else 1 + its commonest kind. */
void tag_majorities(const struct scan *s, struct sense *senses);

#endif
