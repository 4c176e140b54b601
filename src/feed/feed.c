#include "feed/feed.h"

#include <string.h>

#include "feed/work.h"
#include "html/decode.h"
#include "html/mend.h"

#define LOOK 65536u

#define FORMAT(name) extern const struct feed_format feed_format_##name;
#include "feed/formats.def"
#undef FORMAT

#define FORMAT(name) &feed_format_##name,
static const struct feed_format *const formats[] = {
#include "feed/formats.def"
};
#undef FORMAT

static const struct feed_format *find_format(struct slice text)
{
	struct slice root = mend_root(text);

	if (text.len > LOOK)
		text.len = LOOK;
	for (size_t i = 0; i < array_length(formats); i++) {
		if (formats[i]->sniff(text, root))
			return formats[i];
	}
	return NULL;
}

bool feed_parse(struct arena *a, struct slice bytes, const char *charset,
		const char *url, struct feed **out, struct error *err)
{
	return feed_parse_new(a, bytes, charset, url, (struct slice){0}, out,
			      err);
}

bool feed_parse_new(struct arena *a, struct slice bytes, const char *charset,
		    const char *url, struct slice known, struct feed **out,
		    struct error *err)
{
	struct feed *feed = arena_alloc(a, sizeof(*feed));
	struct reading r = {.arena = a, .feed = feed, .url = url};
	const struct feed_format *format;
	struct slice text;

	if (bytes.len > FEED_BYTES_MOST)
		return error_set(err, "is larger than %zu MB",
				 FEED_BYTES_MOST >> 20);
	feed_known_set(&r, known);
	text = html_decode_xml(a, bytes, charset, &feed->encoding);
	feed->version = "";
	format = find_format(text);
	if (!format)
		return error_set(err, slice_trim(text).len ? "is no feed"
							   : "is empty");
	*out = feed;
	return format->parse(&r, text, err);
}
