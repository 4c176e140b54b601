/* JSON Feed 1.0 and 1.1.  Source  https://www.jsonfeed.org/version/1.1/ */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "feed/work.h"

static struct slice string_at(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (!json_is_string(value))
		return (struct slice){"", 0};
	return (struct slice){json_string_value(value),
			      json_string_length(value)};
}

/* A string, or a number as one: ids are met as both. */
static const char *line_at(struct reading *r, const json_t *object,
			   const char *key)
{
	const json_t *value = json_object_get(object, key);

	if (json_is_integer(value))
		return arena_printf(r->arena, "%lld",
				    (long long)json_integer_value(value));
	return feed_line(r->arena, string_at(object, key));
}

static const char *address_at(struct reading *r, const json_t *object,
			      const char *key)
{
	return feed_address(r, r->url, string_at(object, key));
}

/* ---- people, tags, attachments ---- */

static void add_author(struct reading *r, struct feed_entry *e,
		       const json_t *author)
{
	struct feed_person p = {
		.name = line_at(r, author, "name"),
		.url = address_at(r, author, "url"),
	};

	if (p.name || p.url)
		*array_add(r->arena, e->authors, e->n_authors) = p;
}

static void add_authors(struct reading *r, struct feed_entry *e,
			const json_t *object)
{
	const json_t *all = json_object_get(object, "authors"), *one;
	size_t i;

	json_array_foreach(all, i, one) add_author(r, e, one);
	if (!e->n_authors)
		add_author(r, e, json_object_get(object, "author"));
}

static void add_tags(struct reading *r, struct feed_entry *e,
		     const json_t *object)
{
	const json_t *all = json_object_get(object, "tags"), *one;
	size_t i;

	r->to = e;
	json_array_foreach(all, i, one)
	{
		struct feed_tag tag = {
			.term = feed_line(
				r->arena,
				(struct slice){json_string_value(one),
					       json_string_length(one)}),
		};

		if (json_is_string(one))
			feed_tag_add(r, &tag);
	}
}

static void add_attachments(struct reading *r, struct feed_entry *e,
			    const json_t *object)
{
	const json_t *all = json_object_get(object, "attachments"), *one;
	size_t i;

	r->to = e;
	json_array_foreach(all, i, one)
	{
		struct feed_link link = {
			.rel = "enclosure",
			.href = address_at(r, one, "url"),
			.type = line_at(r, one, "mime_type"),
			.title = line_at(r, one, "title"),
			.length = line_at(r, one, "size_in_bytes"),
		};

		if (link.href)
			feed_enclosure_add(r, &link);
	}
}

static void add_link(struct reading *r, struct feed_entry *e, const char *href,
		     const char *rel, const char *type)
{
	struct feed_link link = {.rel = rel, .href = href, .type = type};

	r->to = e;
	feed_link_add(r, &link);
}

/* ---- items ---- */

static void add_content(struct reading *r, struct feed_entry *e,
			const json_t *item, const char *key, bool is_html)
{
	struct feed_value v = {.text = string_at(item, key),
			       .is_html = is_html};
	const char *html = feed_html(r->arena, &v, r->url);
	struct feed_content *content;

	if (!html)
		return;
	content = array_add(r->arena, e->contents, e->n_contents);
	content->value = html;
	content->type = is_html ? "text/html" : "text/plain";
}

static uint64_t raw_of(const json_t *item)
{
	char *text = json_dumps(item, JSON_COMPACT | JSON_SORT_KEYS);
	uint64_t hash = text ? hash_bytes(text, strlen(text), 0) : 0;

	free(text);
	return hash;
}

static void read_item(struct reading *r, const json_t *item)
{
	struct feed_entry *e = feed_entry_add(r, raw_of(item));
	struct feed_value summary = {.text = string_at(item, "summary")};

	e->text[FEED_title] = line_at(r, item, "title");
	e->text[FEED_id] = line_at(r, item, "id");
	e->text[FEED_language] = line_at(r, item, "language");
	e->text[FEED_link] = address_at(r, item, "url");
	if (!e->is_known)
		e->text[FEED_summary] = feed_html(r->arena, &summary, r->url);
	e->when[FEED_published] = feed_date(string_at(item, "date_published"));
	e->when[FEED_updated] = feed_date(string_at(item, "date_modified"));
	e->image.href = address_at(r, item, "image");
	if (e->text[FEED_link])
		add_link(r, e, e->text[FEED_link], "alternate", "text/html");
	add_link(r, e, address_at(r, item, "external_url"), "related", NULL);
	if (!e->is_known)
		add_content(r, e, item, "content_html", true);
	if (!e->is_known && !e->n_contents)
		add_content(r, e, item, "content_text", false);
	add_authors(r, e, item);
	add_tags(r, e, item);
	add_attachments(r, e, item);
	feed_finish(r, e);
}

static void read_head(struct reading *r, const json_t *root)
{
	struct feed_entry *e = &r->feed->head;

	e->text[FEED_title] = line_at(r, root, "title");
	e->text[FEED_subtitle] = line_at(r, root, "description");
	e->text[FEED_link] = address_at(r, root, "home_page_url");
	e->text[FEED_id] = address_at(r, root, "feed_url");
	e->text[FEED_language] = line_at(r, root, "language");
	e->text[FEED_icon] = address_at(r, root, "icon");
	if (e->text[FEED_link])
		add_link(r, e, e->text[FEED_link], "alternate", "text/html");
	add_link(r, e, e->text[FEED_id], "self", "application/feed+json");
	add_authors(r, e, root);
	feed_finish(r, e);
}

static bool parse(struct reading *r, struct slice text, struct error *err)
{
	json_error_t fault;
	json_t *root =
		json_loadb(text.at, text.len,
			   JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, &fault);
	const json_t *items, *item;
	struct slice version;
	size_t i;

	if (!json_is_object(root)) {
		json_decref(root);
		return error_set(err, "is no feed: line %d: %s", fault.line,
				 feed_line(r->arena, slice_of(fault.text)));
	}
	version = string_at(root, "version");
	r->feed->version = memmem(version.at, version.len, "/1.1", 4)
				   ? "json11"
				   : "json10";
	r->feed->is_wellformed = true;
	if (!r->url)
		r->url = address_at(r, root, "feed_url");
	read_head(r, root);
	items = json_object_get(root, "items");
	json_array_foreach(items, i, item)
	{
		if (json_is_object(item) &&
		    r->feed->n_entries < FEED_ENTRIES_MOST)
			read_item(r, item);
	}
	json_decref(root);
	return true;
}

static bool sniff(struct slice text, struct slice root)
{
	(void)root;
	text = slice_trim(text);
	return text.len && *text.at == '{' &&
	       memmem(text.at, text.len, "jsonfeed.org/version", 20);
}

const struct feed_format feed_format_json = {"json", sniff, parse};
