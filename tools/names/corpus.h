/* Tagged text for the trainer: files of "token TAB tag" lines as articles. */
#ifndef GAZETTE_TOOLS_NAMES_CORPUS_H
#define GAZETTE_TOOLS_NAMES_CORPUS_H

#include "tag/feature.h"

/* Tags of a file beside enum model_tag. */
#define GOLD_O_OR_MISC 100 /* "?" */
#define GOLD_ANY       101 /* "*" */

struct document {
	struct article *art;
	struct scan scan;
	struct sense *senses;
	uint8_t *gold;  /* [art->n_tokens] */
	uint8_t *found; /* [art->n_tokens] by the last tagging */
	bool is_silver; /* its tags are not to be trusted */
};

struct corpus {
	struct arena *arena;
	const struct tagger *tagger;
	const struct model *model; /* lists and clusters */
	struct document *documents;
	uint32_t n_documents;
	uint64_t tokens;
};

/* Append the documents of a file.
 *
 * Errors  false: it cannot be read.
 */
MUST_CHECK bool corpus_read(struct corpus *c, const char *path, bool is_silver,
			    struct error *err);

/* Append copies of `percent` of the sentences of documents [first, end) in
 * capitals and in title case. */
void corpus_add_cases(struct corpus *c, uint32_t first, uint32_t end,
		      uint32_t percent);

/* Of silver documents keep what `found` agrees with: where the two differ in
 * persons, organisations or places any tag will do, a sentence that differs
 * more than it agrees is taken out. */
void corpus_agree(struct corpus *c);

/* From `found`: of each capital word the kind that most of its uses in the
 * document have, for the second pass. */
void corpus_majorities(struct document *d);

/* Take the majorities back. */
void corpus_forget(struct document *d);

/* Random numbers that are the same everywhere. */
uint32_t corpus_random(uint64_t *state, uint32_t below);

#endif
