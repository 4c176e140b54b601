/* The tagger's tables: inside of tag/ only. */
#ifndef GAZETTE_TAG_LISTS_H
#define GAZETTE_TAG_LISTS_H

#include "tag/index.h"
#include "tag/tag.h"

struct tagger {
	struct index index;
};

#endif
