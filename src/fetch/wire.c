#include "base/frame.h"
#include "fetch/fetch.h"

void fetch_ask_put(struct str *out, uint64_t ticket,
		   const struct fetch_request *request)
{
	struct str payload = {0};

	frame_number_put(&payload, ticket, 8);
	frame_number_put(&payload, request->what, 1);
	frame_text_put(&payload, request->url);
	frame_text_put(&payload, request->typed);
	frame_text_put(&payload, request->etag);
	frame_text_put(&payload, request->last_modified);
	frame_number_put(&payload, request->body, 8);
	frame_add(out, FETCH_FRAME_ASK,
		  (struct slice){payload.at, payload.len});
	str_free(&payload);
}

bool fetch_ask_get(struct arena *a, struct slice payload, uint64_t *ticket,
		   struct fetch_request *out)
{
	struct slice rest = payload;

	*out = (struct fetch_request){0};
	*ticket = frame_number_get(&rest, 8);
	out->what = (uint8_t)frame_number_get(&rest, 1);
	if (out->what >= FETCH_WHATS || !frame_text_get(a, &rest, &out->url) ||
	    !out->url || !frame_text_get(a, &rest, &out->typed) ||
	    !frame_text_get(a, &rest, &out->etag) ||
	    !frame_text_get(a, &rest, &out->last_modified) || rest.len != 8)
		return false;
	out->body = frame_number_get(&rest, 8);
	return true;
}

void fetch_answer_put(struct str *out, const struct fetch_reply *reply)
{
	struct str head = {0};

	frame_number_put(&head, reply->ticket, 8);
	frame_number_put(&head, reply->outcome, 1);
	frame_number_put(&head, reply->status, 2);
	frame_number_put(&head, (uint64_t)reply->max_age_s, 8);
	frame_number_put(&head, (uint64_t)reply->retry_after_s, 8);
	frame_number_put(&head, reply->wire_bytes, 8);
	frame_number_put(&head, reply->hash, 8);
	frame_text_put(&head, reply->url);
	frame_text_put(&head, reply->moved);
	frame_text_put(&head, reply->etag);
	frame_text_put(&head, reply->last_modified);
	frame_text_put(&head, reply->type);
	frame_text_put(&head, reply->charset);
	frame_text_put(&head, reply->reason);
	frame_head(out, FETCH_FRAME_ANSWER, head.len + reply->body.len);
	str_add(out, head.at, head.len);
	if (reply->body.len)
		str_add(out, reply->body.at, reply->body.len);
	str_free(&head);
}

bool fetch_answer_get(struct arena *a, struct slice payload,
		      struct fetch_reply *out)
{
	struct slice rest = payload;

	*out = (struct fetch_reply){0};
	out->ticket = frame_number_get(&rest, 8);
	out->outcome = (uint8_t)frame_number_get(&rest, 1);
	out->status = (uint16_t)frame_number_get(&rest, 2);
	out->max_age_s = (int64_t)frame_number_get(&rest, 8);
	out->retry_after_s = (int64_t)frame_number_get(&rest, 8);
	out->wire_bytes = frame_number_get(&rest, 8);
	out->hash = frame_number_get(&rest, 8);
	if (out->outcome >= FETCH_OUTCOMES ||
	    !frame_text_get(a, &rest, &out->url) ||
	    !frame_text_get(a, &rest, &out->moved) ||
	    !frame_text_get(a, &rest, &out->etag) ||
	    !frame_text_get(a, &rest, &out->last_modified) ||
	    !frame_text_get(a, &rest, &out->type) ||
	    !frame_text_get(a, &rest, &out->charset) ||
	    !frame_text_get(a, &rest, &out->reason))
		return false;
	out->body = rest;
	return true;
}
