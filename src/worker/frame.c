#include "worker/frame.h"

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

void frame_head(struct str *out, enum frame_kind kind, size_t len)
{
	frame_number_put(out, len, 4);
	str_add_char(out, (char)kind);
}

void frame_add(struct str *out, enum frame_kind kind, struct slice bytes)
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

/* ---- documents ---- */

/* A length + 1, so that NULL (0) is not "". */
static void put_text(struct str *out, const char *text)
{
	size_t len = text ? strlen(text) : 0;

	frame_number_put(out, text ? len + 1 : 0, 4);
	if (len)
		str_add(out, text, len);
}

static bool get_text(struct arena *a, struct slice *rest, const char **out)
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

static void put_meta(struct str *out, const struct document *doc)
{
	frame_number_put(out, doc->kind, 1);
	frame_number_put(out, doc->mentions_given, 1);
	frame_number_put(out, (uint64_t)doc->time, 8);
	frame_number_put(out, doc->published.kind, 1);
	frame_number_put(out, (uint64_t)doc->published.time, 8);
	frame_number_put(out, (uint16_t)doc->published.offset, 2);
	put_text(out, doc->url);
	put_text(out, doc->file);
	put_text(out, doc->charset);
	put_text(out, doc->title);
	put_text(out, doc->byline);
	put_text(out, doc->source);
	put_text(out, doc->summary);
}

void frame_document_put(struct str *out, const struct document *doc)
{
	struct str meta = {0};

	put_meta(&meta, doc);
	frame_head(out, FRAME_DOCUMENT, meta.len + doc->bytes.len);
	str_add(out, meta.at, meta.len);
	str_free(&meta);
}

bool frame_document_get(struct arena *a, struct slice payload,
			struct document *out)
{
	struct slice rest = payload;

	*out = (struct document){0};
	out->kind = (uint8_t)frame_number_get(&rest, 1);
	out->mentions_given = frame_number_get(&rest, 1) != 0;
	out->time = (int64_t)frame_number_get(&rest, 8);
	out->published.kind = (uint8_t)frame_number_get(&rest, 1);
	out->published.time = (int64_t)frame_number_get(&rest, 8);
	out->published.offset = (int16_t)frame_number_get(&rest, 2);
	if (out->kind >= DOCUMENT_KINDS || out->published.kind > WHEN_SECOND)
		return false;
	if (!get_text(a, &rest, &out->url) || !get_text(a, &rest, &out->file) ||
	    !get_text(a, &rest, &out->charset) ||
	    !get_text(a, &rest, &out->title) ||
	    !get_text(a, &rest, &out->byline) ||
	    !get_text(a, &rest, &out->source) ||
	    !get_text(a, &rest, &out->summary))
		return false;
	out->bytes = rest;
	return true;
}
