/* Interviews and transcripts: "NAME: what he said". */
#ifndef GAZETTE_QUOTE_TRANSCRIPT_H
#define GAZETTE_QUOTE_TRANSCRIPT_H

#include "quote/said.h"

/* Find the turns of a transcript.
 *
 * Fills   *out with a direct quotation for every turn, whose speaker is its
 *         label; is_turn[art->n_blocks + 1]: which paragraphs are turns, so
 *         that their marks are not read again.
 * Returns whether the article has turns: two labels alternate, or one comes
 *         three times.
 */
bool quote_transcript(const struct article *art, bool *is_turn,
		      struct said_list *out, uint32_t *n_groups);

#endif
