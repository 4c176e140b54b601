#include "worker/frame.h"

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
	if (!frame_text_get(a, &rest, &out->url) ||
	    !frame_text_get(a, &rest, &out->file) ||
	    !frame_text_get(a, &rest, &out->charset) ||
	    !frame_text_get(a, &rest, &out->title) ||
	    !frame_text_get(a, &rest, &out->byline) ||
	    !frame_text_get(a, &rest, &out->source) ||
	    !frame_text_get(a, &rest, &out->summary))
		return false;
	out->bytes = rest;
	return true;
}
