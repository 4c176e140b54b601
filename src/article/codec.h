/* Articles as bytes: over the wire from a worker, and in the archive.
 *
 * Format: a version byte, the text, then the fields of fields.def in order,
 * those whose `uses` has the bit asked for.  Numbers are LEB128, signed ones
 * zig-zag; strings have their length + 1 in front (0: NULL); a list its count;
 * the spans of a list's records are kept as differences.  Independent of byte
 * order and word size.
 */
#ifndef GAZETTE_ARTICLE_CODEC_H
#define GAZETTE_ARTICLE_CODEC_H

#include "article/article.h"

/* Raised with the first field that is added after a release; such fields bear
 * the bit of their version (SINCE_2), and blobs of older versions are read
 * without them.  No field is ever moved or taken out. */
#define CODEC_VERSION 2

/* Append the article to out.  use: WIRE or STORE of record.h.  With STORE the
 * text itself is left out: the archive keeps it beside. */
void codec_write(const struct article *art, uint8_t use, struct str *out);

/* Read what codec_write wrote; bytes may be hostile.
 *
 * With STORE, text is the text that was kept beside it.
 * Fills   *out, in the arena, checked by article_check.
 * Errors  false: truncated, too many elements, spans out of bounds, ...
 */
MUST_CHECK bool codec_read(struct arena *a, struct slice bytes, uint8_t use,
			   struct slice text, struct article **out,
			   struct error *err);

#endif
