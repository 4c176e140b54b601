/* What makes an article the same article. */
#ifndef GAZETTE_ARTICLE_KEY_H
#define GAZETTE_ARTICLE_KEY_H

#include "article/article.h"

/* Fill art->key: the first 128 bits of SHA-256 over the first there is of
 *   its address (art->url, already normalised and canonical);
 *   its source and the id it was given there (source, ref);
 *   its text, and the id it was given, if any: two of one text but
 *   different ids are two, the one a copy of the other.
 */
void article_key_set(struct article *art);

/* The SHA-256 of bytes as 64 hex digits, in the arena. */
const char *article_sha256(struct arena *a, const char *bytes, size_t len);

#endif
