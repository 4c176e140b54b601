/* OPML: a list of feeds in folders.  A list can never name a program: what is
 * no http(s) address is refused by name.  Source  http://opml.org/spec2.opml */
#include "feed/list.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "feed/work.h"
#include "html/decode.h"

#define FOLDERS_MOST 32u

static const char *attr_line(struct arena *a, const struct xml_tree *t,
			     uint32_t node, const char *name)
{
	const char *value = xml_attr(t, node, name);

	return value ? feed_line(a, slice_of(value)) : NULL;
}

static bool is_outline(const struct xml_tree *t, uint32_t node)
{
	return t->nodes[node].name > XML_ROOT &&
	       strcasecmp(t->names[t->nodes[node].name].local, "outline") == 0;
}

static const char *name_of(struct arena *a, const struct xml_tree *t,
			   uint32_t node)
{
	const char *name = attr_line(a, t, node, "text");

	return name ? name : attr_line(a, t, node, "title");
}

static void add_tag(struct arena *a, struct feed_listed *to, const char *tag)
{
	if (!tag)
		return;
	for (uint32_t i = 0; i < to->n_tags; i++) {
		if (strcmp(to->tags[i], tag) == 0)
			return;
	}
	*array_add(a, to->tags, to->n_tags) = tag;
}

/* Each folder around it is a tag, and what stands in "category". */
static void add_tags(struct arena *a, const struct xml_tree *t, uint32_t node,
		     struct feed_listed *to)
{
	const char *folders[FOLDERS_MOST], *more;
	struct slice rest;
	uint32_t n = 0;

	for (uint32_t i = t->nodes[node].parent; i; i = t->nodes[i].parent) {
		if (is_outline(t, i) && n < FOLDERS_MOST)
			folders[n++] = name_of(a, t, i);
	}
	while (n)
		add_tag(a, to, folders[--n]);
	more = attr_line(a, t, node, "category");
	rest = slice_of(more);
	while (rest.len) {
		struct slice tag = slice_trim(slice_cut(&rest, ','));

		while (tag.len && *tag.at == '/') {
			tag.at++;
			tag.len--;
		}
		add_tag(a, to, feed_line(a, tag));
	}
}

static void add_feed(struct arena *a, const struct xml_tree *t, uint32_t node,
		     const char *url, struct feed_list *list)
{
	struct feed_listed *to = array_add(a, list->feeds, list->n_feeds);

	to->url = url;
	to->name = name_of(a, t, node);
	if (to->name && strcmp(to->name, url) == 0)
		to->name = NULL;
	to->link = attr_line(a, t, node, "htmlUrl");
	to->type = attr_line(a, t, node, "type");
	to->has_filter = xml_attr(t, node, "filtercmd") != NULL;
	add_tags(a, t, node, to);
}

bool feed_list_parse(struct arena *a, struct slice bytes, const char *charset,
		     struct feed_list *out, struct error *err)
{
	const char *encoding;
	struct slice text = html_decode_xml(a, bytes, charset, &encoding);
	const struct xml_tree *t = xml_parse(a, text);

	*out = (struct feed_list){0};
	if (t->n < 2 ||
	    strcasecmp(t->names[t->nodes[1].name].local, "opml") != 0)
		return error_set(err, "is no list of feeds (OPML)");
	for (uint32_t i = 1; i < t->n; i++) {
		const char *url;

		if (!is_outline(t, i))
			continue;
		url = attr_line(a, t, i, "xmlUrl");
		if (url && out->n_feeds < FEED_LIST_MOST)
			add_feed(a, t, i, url, out);
	}
	return true;
}

/* ---- as words ---- */

static void put(json_t *to, const char *key, const char *value)
{
	if (value && *value)
		json_object_set_new(to, key, json_string(value));
}

static json_t *tags_array(const struct feed_listed *feed)
{
	json_t *tags = json_array();

	for (uint32_t i = 0; i < feed->n_tags; i++)
		json_array_append_new(tags, json_string(feed->tags[i]));
	return tags;
}

void feed_list_json(const struct feed_list *list, struct str *out)
{
	json_t *all = json_array();
	char *text;

	for (uint32_t i = 0; i < list->n_feeds; i++) {
		const struct feed_listed *feed = &list->feeds[i];
		json_t *to = json_object();

		put(to, "url", feed->url);
		put(to, "name", feed->name);
		put(to, "link", feed->link);
		put(to, "type", feed->type);
		if (feed->has_filter)
			json_object_set_new(to, "filter", json_true());
		json_object_set_new(to, "tags", tags_array(feed));
		json_array_append_new(all, to);
	}
	text = json_dumps(all, JSON_COMPACT);
	if (text)
		str_add_text(out, text);
	str_add_char(out, '\n');
	free(text);
	json_decref(all);
}
