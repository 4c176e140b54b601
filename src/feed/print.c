/* A feed as one line of JSON. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "feed/feed.h"

static const char *const text_keys[FEED_TEXTS] = {
#define FEED_TEXT(member, key) [FEED_##member] = key,
#include "feed/fields.def"
#undef FEED_TEXT
};

static const char *const when_keys[FEED_WHENS] = {
#define FEED_WHEN(member, key) [FEED_##member] = key,
#include "feed/dates.def"
#undef FEED_WHEN
};

static void put(json_t *to, const char *key, const char *value)
{
	if (value)
		json_object_set_new(to, key, json_string(value));
}

static void put_list(json_t *to, const char *key, json_t *list)
{
	if (json_array_size(list))
		json_object_set(to, key, list);
	json_decref(list);
}

static json_t *link_object(const struct feed_link *link)
{
	json_t *to = json_object();

	put(to, "rel", link->rel);
	put(to, "href", link->href);
	put(to, "type", link->type);
	put(to, "title", link->title);
	put(to, "hreflang", link->language);
	put(to, "length", link->length);
	return to;
}

static json_t *links_array(const struct feed_link *links, uint32_t n)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < n; i++)
		json_array_append_new(list, link_object(&links[i]));
	return list;
}

static json_t *people_array(const struct feed_person *people, uint32_t n)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < n; i++) {
		json_t *to = json_object();

		put(to, "name", people[i].name);
		put(to, "email", people[i].email);
		put(to, "href", people[i].url);
		json_array_append_new(list, to);
	}
	return list;
}

static json_t *tags_array(const struct feed_entry *e)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < e->n_tags; i++) {
		json_t *to = json_object();

		put(to, "term", e->tags[i].term);
		put(to, "scheme", e->tags[i].scheme);
		put(to, "label", e->tags[i].label);
		json_array_append_new(list, to);
	}
	return list;
}

static json_t *contents_array(const struct feed_entry *e)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < e->n_contents; i++) {
		json_t *to = json_object();

		put(to, "value", e->contents[i].value);
		put(to, "type", e->contents[i].type);
		put(to, "language", e->contents[i].language);
		json_array_append_new(list, to);
	}
	return list;
}

static void put_image(json_t *to, const struct feed_image *image)
{
	json_t *picture = json_object();

	put(picture, "href", image->href);
	put(picture, "title", image->title);
	put(picture, "link", image->link);
	put(picture, "subtitle", image->subtitle);
	if (json_object_size(picture))
		json_object_set(to, "image", picture);
	json_decref(picture);
}

static json_t *entry_object(const struct feed_entry *e)
{
	json_t *to = json_object();

	for (int i = 0; i < FEED_TEXTS; i++)
		put(to, text_keys[i], e->text[i]);
	for (int i = 0; i < FEED_WHENS; i++) {
		char text[32];

		date_write(&e->when[i], text);
		if (*text)
			put(to, when_keys[i], text);
	}
	if (e->n_authors) {
		put(to, "author_name", e->authors[0].name);
		put(to, "author_email", e->authors[0].email);
		put(to, "author_url", e->authors[0].url);
	}
	put_list(to, "authors", people_array(e->authors, e->n_authors));
	put_list(to, "contributors",
		 people_array(e->contributors, e->n_contributors));
	put_image(to, &e->image);
	put_list(to, "tags", tags_array(e));
	put_list(to, "links", links_array(e->links, e->n_links));
	put_list(to, "content", contents_array(e));
	put_list(to, "enclosures", links_array(e->enclosures, e->n_enclosures));
	return to;
}

/* A source has none itself. */
static json_t *whole_entry(const struct feed_entry *e)
{
	json_t *to = entry_object(e);

	if (e->source)
		json_object_set_new(to, "source", entry_object(e->source));
	return to;
}

static void put_line(json_t *value, struct str *out)
{
	char *text = json_dumps(value, JSON_COMPACT);

	if (text)
		str_add_text(out, text);
	str_add_char(out, '\n');
	free(text);
	json_decref(value);
}

void feed_json(const struct feed *feed, const char *file, struct str *out)
{
	json_t *to = json_object(), *head = entry_object(&feed->head);
	json_t *entries = json_array();

	put(to, "file", file);
	json_object_set_new(to, "version", json_string(feed->version));
	put(to, "encoding", feed->encoding);
	json_object_set_new(to, "wellformed",
			    json_boolean(feed->is_wellformed));
	if (feed->ttl_min) {
		char ttl[16];

		snprintf(ttl, sizeof(ttl), "%u", feed->ttl_min);
		put(head, "ttl", ttl);
	}
	json_object_set_new(to, "feed", head);
	for (uint32_t i = 0; i < feed->n_entries; i++)
		json_array_append_new(entries, whole_entry(&feed->entries[i]));
	json_object_set_new(to, "entries", entries);
	put_line(to, out);
}
