#include "base/frame.h"

#include <string.h>

void frame_number_put(struct str *out, uint64_t n, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		str_add_char(out, (char)(n >> 8 * i));
}

uint64_t frame_number_get(struct slice *rest, unsigned bytes)
{
	uint64_t n = 0;

	if (rest->len < bytes) {
		rest->len = 0;
		return 0;
	}
	for (unsigned i = 0; i < bytes; i++)
		n |= (uint64_t)(unsigned char)rest->at[i] << 8 * i;
	rest->at += bytes;
	rest->len -= bytes;
	return n;
}

void frame_head(struct str *out, uint8_t kind, size_t len)
{
	frame_number_put(out, len, 4);
	str_add_char(out, (char)kind);
}

void frame_add(struct str *out, uint8_t kind, struct slice bytes)
{
	frame_head(out, kind, bytes.len);
	if (bytes.len)
		str_add(out, bytes.at, bytes.len);
}

bool frame_take(struct slice received, struct frame *out, size_t *taken,
		struct error *err)
{
	struct slice rest = received;
	uint64_t len;

	*taken = 0;
	if (received.len < FRAME_HEAD)
		return true;
	len = frame_number_get(&rest, 4);
	if (len > FRAME_MOST)
		return error_set(err, "a frame of %llu bytes is too long",
				 (unsigned long long)len);
	out->kind = (uint8_t)frame_number_get(&rest, 1);
	if (rest.len < len)
		return true;
	out->bytes = (struct slice){rest.at, (size_t)len};
	*taken = FRAME_HEAD + (size_t)len;
	return true;
}

/* A length + 1, so that NULL (0) is not "". */
void frame_text_put(struct str *out, const char *text)
{
	size_t len = text ? strlen(text) : 0;

	frame_number_put(out, text ? len + 1 : 0, 4);
	if (len)
		str_add(out, text, len);
}

bool frame_text_get(struct arena *a, struct slice *rest, const char **out)
{
	uint64_t len = frame_number_get(rest, 4);

	*out = NULL;
	if (len == 0)
		return true;
	if (len - 1 > rest->len)
		return false;
	*out = arena_copy(a, rest->at, (size_t)len - 1);
	rest->at += len - 1;
	rest->len -= (size_t)len - 1;
	return true;
}
