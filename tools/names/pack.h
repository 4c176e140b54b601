/* Weights, clusters and lists to the bytes of a model file. */
#ifndef GAZETTE_TOOLS_NAMES_PACK_H
#define GAZETTE_TOOLS_NAMES_PACK_H

#include "weights.h"

struct pack {
	struct arena *arena;
	struct model_word *words;
	struct model_phrase *phrases;
	uint32_t n_words, n_phrases;
	uint8_t *rows;
	uint32_t n_rows;
	int16_t steps[MODEL_NUMBERS];
};

/* Read "word TAB id TAB id TAB id TAB id" lines, at most `most`. */
MUST_CHECK bool pack_clusters(struct pack *p, const char *path, uint32_t most,
			      struct error *err);

/* Read "class TAB phrase" lines. */
MUST_CHECK bool pack_lists(struct pack *p, const char *path, struct error *err);

/* Keep the heaviest rows of the weights, one byte a weight. */
void pack_weights(struct pack *p, const struct weights *w, uint32_t n_rows);

/* Set how chances are made of log odds: times slope plus offset, hundredths. */
void pack_calibration(struct pack *p, int16_t slope, int16_t offset);

/* The model as it is so far (rows or none), to look words up with. */
void pack_model(const struct pack *p, struct model *m);

/* Write the file. */
MUST_CHECK bool pack_write(const struct pack *p, const char *path,
			   struct error *err);

#endif
