#include "article/key.h"

#include <nettle/sha2.h>
#include <stdio.h>
#include <string.h>

/* The kind and every part end with a NUL, so that no two inputs run together.
 */
static void add_part(struct sha256_ctx *sha, const char *part)
{
	sha256_update(sha, strlen(part) + 1, (const uint8_t *)part);
}

void article_key_set(struct article *art)
{
	struct sha256_ctx sha;

	sha256_init(&sha);
	if (art->url) {
		add_part(&sha, "url");
		add_part(&sha, art->url);
	} else if (art->source && art->ref) {
		add_part(&sha, "id");
		add_part(&sha, art->source);
		add_part(&sha, art->ref);
	} else {
		add_part(&sha, "text");
		if (art->ref)
			add_part(&sha, art->ref);
		sha256_update(&sha, art->text_len, (const uint8_t *)art->text);
	}
	sha256_digest(&sha, sizeof(art->key), art->key);
}

const char *article_sha256(struct arena *a, const char *bytes, size_t len)
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	char *hex = arena_alloc(a, 2 * sizeof(digest) + 1);
	struct sha256_ctx sha;

	sha256_init(&sha);
	sha256_update(&sha, len, (const uint8_t *)bytes);
	sha256_digest(&sha, sizeof(digest), digest);
	for (size_t i = 0; i < sizeof(digest); i++)
		snprintf(hex + 2 * i, 3, "%02x", digest[i]);
	return hex;
}
