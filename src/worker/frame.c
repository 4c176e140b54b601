#include "worker/frame.h"

#include <string.h>

#include "base/utf8.h"

static void put_meta(struct str *out, const struct document *doc)
{
	frame_number_put(out, doc->kind, 1);
	frame_number_put(out, doc->mentions_given, 1);
	frame_number_put(out, (uint64_t)doc->time, 8);
	frame_number_put(out, doc->published.kind, 1);
	frame_number_put(out, (uint64_t)doc->published.time, 8);
	frame_number_put(out, (uint16_t)doc->published.offset, 2);
	frame_text_put(out, doc->url);
	frame_text_put(out, doc->file);
	frame_text_put(out, doc->charset);
	frame_text_put(out, doc->title);
	frame_text_put(out, doc->byline);
	frame_text_put(out, doc->source);
	frame_text_put(out, doc->summary);
	frame_number_put(out, doc->known.len, 4);
	if (doc->known.len)
		str_add(out, doc->known.at, doc->known.len);
}

void frame_document_put(struct str *out, const struct document *doc)
{
	struct str meta = {0};

	put_meta(&meta, doc);
	frame_head(out, FRAME_DOCUMENT, meta.len + doc->bytes.len);
	str_add(out, meta.at, meta.len);
	str_free(&meta);
}

/* Bytes with their length in front; they stay where they are. */
static bool get_bytes(struct slice *rest, struct slice *out)
{
	uint64_t len = frame_number_get(rest, 4);

	if (len > rest->len)
		return false;
	*out = (struct slice){rest->at, (size_t)len};
	rest->at += len;
	rest->len -= (size_t)len;
	return true;
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
	if (!frame_text_get(a, &rest, &out->url) ||
	    !frame_text_get(a, &rest, &out->file) ||
	    !frame_text_get(a, &rest, &out->charset) ||
	    !frame_text_get(a, &rest, &out->title) ||
	    !frame_text_get(a, &rest, &out->byline) ||
	    !frame_text_get(a, &rest, &out->source) ||
	    !frame_text_get(a, &rest, &out->summary) ||
	    !get_bytes(&rest, &out->known))
		return false;
	out->bytes = rest;
	return true;
}

void frame_feed_put(struct str *out, const struct document_head *head)
{
	struct str bytes = {0};

	frame_text_put(&bytes, head->title);
	frame_text_put(&bytes, head->link);
	frame_text_put(&bytes, head->moved);
	frame_number_put(&bytes, head->ttl_min, 4);
	frame_number_put(&bytes, head->skip_hours, 4);
	frame_number_put(&bytes, head->skip_days, 4);
	frame_number_put(&bytes, head->n_items, 4);
	frame_number_put(&bytes, head->n_known, 4);
	frame_number_put(&bytes, head->n_empty, 4);
	frame_number_put(&bytes, head->items.len, 4);
	if (head->items.len)
		str_add(&bytes, head->items.at, head->items.len);
	frame_add(out, FRAME_FEED, (struct slice){bytes.at, bytes.len});
	str_free(&bytes);
}

static bool is_text(const char *text)
{
	return !text || utf8_valid(text, strlen(text));
}

bool frame_feed_get(struct arena *a, struct slice payload,
		    struct document_head *out)
{
	struct slice items;

	*out = (struct document_head){0};
	if (!frame_text_get(a, &payload, &out->title) ||
	    !frame_text_get(a, &payload, &out->link) ||
	    !frame_text_get(a, &payload, &out->moved) || !is_text(out->title) ||
	    !is_text(out->link) || !is_text(out->moved))
		return false;
	out->ttl_min = (uint32_t)frame_number_get(&payload, 4);
	out->skip_hours = (uint32_t)frame_number_get(&payload, 4);
	out->skip_days = (uint32_t)frame_number_get(&payload, 4);
	out->n_items = (uint32_t)frame_number_get(&payload, 4);
	out->n_known = (uint32_t)frame_number_get(&payload, 4);
	out->n_empty = (uint32_t)frame_number_get(&payload, 4);
	if (!get_bytes(&payload, &items) || payload.len || items.len % 8)
		return false;
	out->items.at = arena_copy(a, items.at, items.len);
	out->items.len = items.len;
	return true;
}
