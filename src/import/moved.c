/* An item as a feed of its own: the way that feeds go is there already. */
#include "import/moved.h"

#include <jansson.h>
#include <stdlib.h>
#include <strings.h>

#include "base/date.h"

static void put(json_t *to, const char *key, const char *value)
{
	if (value)
		json_object_set_new(to, key, json_string(value));
}

static json_t *list_of(json_t *one)
{
	json_t *list = json_array();

	json_array_append_new(list, one);
	return list;
}

static void put_time(json_t *to, int64_t time)
{
	struct when when = {.time = time, .kind = WHEN_SECOND};
	char text[32];

	if (time <= 0 || time > date_days(9999, 12, 31) * DATE_DAY)
		return;
	date_write(&when, text);
	put(to, "date_published", text);
}

static json_t *object_of(const struct moved_item *item)
{
	bool is_plain = item->content_type &&
			strncasecmp(item->content_type, "text/plain", 10) == 0;
	json_t *to = json_object(), *part;

	put(to, "id", item->guid);
	put(to, "url", item->url);
	put(to, "title", item->title);
	put(to, is_plain ? "content_text" : "content_html", item->content);
	put_time(to, item->published);
	if (item->author) {
		part = json_object();
		put(part, "name", item->author);
		json_object_set_new(to, "authors", list_of(part));
	}
	if (item->enclosure) {
		part = json_object();
		put(part, "url", item->enclosure);
		put(part, "mime_type", item->enclosure_type);
		json_object_set_new(to, "attachments", list_of(part));
	}
	return to;
}

/* An address that several items share is told to be their feed's own, so that
 * each gets its id behind it, as in a feed with all of them. */
struct slice moved_item_feed(struct arena *a, const struct moved_item *item)
{
	json_t *feed = json_object();
	const char *copy;
	char *text;

	put(feed, "version", "https://jsonfeed.org/version/1.1");
	put(feed, "title", item->source);
	put(feed, "home_page_url", item->shares_url ? item->url : item->home);
	json_object_set_new(feed, "items", list_of(object_of(item)));
	text = json_dumps(feed, JSON_COMPACT);
	copy = arena_string(a, text ? text : "");
	free(text);
	json_decref(feed);
	return slice_of(copy);
}
