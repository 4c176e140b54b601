/* The tagger's tables: inside of tag/ only. */
#ifndef GAZETTE_TAG_LISTS_H
#define GAZETTE_TAG_LISTS_H

#include "tag/chance.h"
#include "tag/index.h"
#include "tag/model.h"
#include "tag/tag.h"

struct tagger {
	struct index index;
	struct model model;
	int32_t steps[(MODEL_TAGS + 1) * MODEL_TAGS]; /* as in the model */
	struct chance_powers *powers;                 /* of the model */
	bool has_model;
};

#endif
