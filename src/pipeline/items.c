#include "pipeline/items.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/utf8.h"
#include "html/url.h"

/* A summary of so many bytes is a text. */
#define WHOLE_BYTES 2500u

static const char *text_of(const struct feed_entry *e, enum feed_field field)
{
	return e->text[field] && *e->text[field] ? e->text[field] : NULL;
}

/* As articles keep it: without marks of direction, in NFC. */
static const char *clean_of(struct arena *a, const struct feed_entry *e,
			    enum feed_field field)
{
	const char *text = text_of(e, field);
	size_t len;

	return text ? utf8_clean(a, text, strlen(text), &len) : NULL;
}

/* ---- addresses ---- */

static const char *link_of(struct arena *a, const struct feed_entry *e)
{
	const char *link = text_of(e, FEED_origin);

	if (!link)
		link = text_of(e, FEED_link);
	if (!link || strncasecmp(link, "http", 4) != 0)
		return NULL;
	return html_url_normal(a, link);
}

void items_init(struct items *it, struct arena *a, const struct feed *feed,
		const struct document *doc)
{
	const char *home = link_of(a, &feed->head);
	struct map links;

	*it = (struct items){.feed = feed, .doc = doc};
	it->has_own_link = arena_alloc(a, feed->n_entries + 1);
	map_init(&links, a);
	for (uint32_t i = 0; i < feed->n_entries; i++) {
		const char *link = link_of(a, &feed->entries[i]);
		uint32_t *first;
		bool is_new;

		if (!link || (home && strcmp(link, home) == 0))
			continue;
		first = map_put(&links, link, strlen(link), &is_new);
		it->has_own_link[i] = is_new;
		if (is_new)
			*first = i;
		else
			it->has_own_link[*first] = false;
	}
}

/* Where several items share an address, each has its id behind it, which opens
 * the same page. */
static const char *address_of(const struct items *it, uint32_t n,
			      struct arena *a)
{
	const struct feed_entry *e = &it->feed->entries[n];
	const char *link = link_of(a, e), *id = text_of(e, FEED_id);
	uint64_t hash;

	if (!link || it->has_own_link[n])
		return link;
	if (!id || strcmp(id, text_of(e, FEED_link)) == 0)
		id = text_of(e, FEED_title);
	if (!id)
		return link;
	hash = hash_bytes(id, strlen(id), 0);
	return arena_printf(a, "%s#%08x", link, (unsigned)(hash >> 32));
}

/* ---- words ---- */

/* Plain text where HTML may stand. */
static const char *as_html(struct arena *a, const char *text)
{
	struct str out = {0};
	const char *result;

	if (!text)
		return NULL;
	str_add_xml(&out, slice_of(text));
	result = arena_copy(a, str_text(&out), out.len);
	str_free(&out);
	return result;
}

/* The longest text that the item has. */
static const char *best_text(const struct feed_entry *e, bool *is_content)
{
	const char *best = e->text[FEED_summary] ? e->text[FEED_summary] : "";

	*is_content = false;
	for (uint32_t i = 0; i < e->n_contents; i++) {
		const char *value = e->contents[i].value;

		if (value && strlen(value) > strlen(best)) {
			best = value;
			*is_content = true;
		}
	}
	return best;
}

static bool ends_open(struct slice s)
{
	static const char *const ends[] = {"...", "\xE2\x80\xA6", "[...]",
					   "[\xE2\x80\xA6]"};

	for (size_t i = 0; i < array_length(ends); i++) {
		size_t len = strlen(ends[i]);

		if (s.len >= len && !memcmp(s.at + s.len - len, ends[i], len))
			return true;
	}
	return false;
}

/* Does the feed carry the beginning only, as far as one can see? */
static bool is_partial(const struct article *art, bool is_content)
{
	struct slice body = slice_trim(article_slice(art, art->body));

	if (ends_open(body))
		return true;
	return !is_content && body.len < WHOLE_BYTES;
}

static bool is_nobody(const char *name)
{
	static const char *const nobody[] = {"unknown", "admin", "anonymous",
					     "noreply", "no-reply"};

	for (size_t i = 0; i < array_length(nobody); i++) {
		if (strcasecmp(name, nobody[i]) == 0)
			return true;
	}
	return false;
}

static const char *byline_of(const struct feed_entry *e, struct arena *a)
{
	struct str out = {0};
	const char *result = NULL;

	for (uint32_t i = 0; i < e->n_authors; i++) {
		const char *name = e->authors[i].name;

		if (!name || is_nobody(name))
			continue;
		if (out.len)
			str_add_text(&out, ", ");
		str_add_text(&out, name);
	}
	if (out.len)
		result = arena_copy(a, out.at, out.len);
	str_free(&out);
	return result;
}

static struct when time_of(const struct feed_entry *e)
{
	if (e->when[FEED_published].kind)
		return e->when[FEED_published];
	return e->when[FEED_updated].kind ? e->when[FEED_updated]
					  : e->when[FEED_created];
}

/* ---- links ---- */

static void add_link(struct article *art, enum link_kind kind, const char *url,
		     const char *title)
{
	struct link *link;

	if (!url || strncasecmp(url, "http", 4) != 0)
		return;
	link = array_add(art->arena, art->links, art->n_links);
	link->kind = (uint8_t)kind;
	link->url = arena_string(art->arena, url);
	link->title = arena_string(art->arena, title);
	link->span.start = link->span.end = art->text_len;
}

/* "The talk, audio/mpeg, 12 MB": what of it the feed says. */
static const char *name_of(struct arena *a, const struct feed_link *file)
{
	long long bytes = file->length ? strtoll(file->length, NULL, 10) : 0;
	struct str out = {0};
	const char *name;

	str_add_text(&out, file->title ? file->title : "");
	if (file->type)
		str_printf(&out, "%s%s", out.len ? ", " : "", file->type);
	if (bytes >= 1 << 20)
		str_printf(&out, "%s%lld MB", out.len ? ", " : "", bytes >> 20);
	else if (bytes >= 1 << 10)
		str_printf(&out, "%s%lld KB", out.len ? ", " : "", bytes >> 10);
	name = out.len ? arena_copy(a, out.at, out.len) : NULL;
	str_free(&out);
	return name;
}

static void add_links(struct article *art, const struct feed_entry *e)
{
	for (uint32_t i = 0; i < e->n_enclosures; i++) {
		const struct feed_link *file = &e->enclosures[i];

		add_link(art, LINK_ENCLOSURE, file->href,
			 name_of(art->arena, file));
	}
	add_link(art, LINK_COMMENTS, text_of(e, FEED_comments), "Comments");
}

/* ---- what is kept of it ---- */

static void put(json_t *to, const char *key, const char *value)
{
	if (value && *value)
		json_object_set_new(to, key, json_string(value));
}

static json_t *authors_of(const struct feed_entry *e)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < e->n_authors; i++) {
		json_t *one = json_object();

		put(one, "name", e->authors[i].name);
		put(one, "url", e->authors[i].url);
		json_array_append_new(list, one);
	}
	return list;
}

static json_t *attachments_of(const struct feed_entry *e)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < e->n_enclosures; i++) {
		json_t *one = json_object();

		put(one, "url", e->enclosures[i].href);
		put(one, "mime_type", e->enclosures[i].type);
		put(one, "title", e->enclosures[i].title);
		json_array_append_new(list, one);
	}
	return list;
}

static json_t *item_object(const struct feed_entry *e, const char *html)
{
	struct when when = time_of(e);
	json_t *to = json_object();
	char time[32];

	date_write(&when, time);
	put(to, "id", e->text[FEED_id]);
	put(to, "url", e->text[FEED_link]);
	put(to, "title", e->text[FEED_title]);
	put(to, "date_published", time);
	put(to, "content_html", html);
	json_object_set_new(to, "authors", authors_of(e));
	json_object_set_new(to, "attachments", attachments_of(e));
	return to;
}

/* A JSON Feed with this one item, so that it can be read again. */
static const char *original_of(struct arena *a, const struct feed_entry *e,
			       const char *html, const char *source)
{
	json_t *feed = json_object(), *items = json_array();
	const char *result;
	char *text;

	put(feed, "version", "https://jsonfeed.org/version/1.1");
	put(feed, "title", source);
	json_array_append_new(items, item_object(e, html));
	json_object_set_new(feed, "items", items);
	text = json_dumps(feed, JSON_COMPACT);
	result = arena_string(a, text ? text : "");
	free(text);
	json_decref(feed);
	return result;
}

/* ---- an article ---- */

static struct document piece_of(const struct items *it, uint32_t n,
				struct arena *a, bool *is_content)
{
	const struct feed_entry *e = &it->feed->entries[n];
	const struct feed_entry *head = &it->feed->head;
	const char *source = it->doc->source;
	bool is_atom = strncmp(it->feed->version, "atom", 4) == 0;
	const char *byline = byline_of(e, a);

	if (!source)
		source = clean_of(a, head, FEED_title);
	if (!byline && is_atom)
		byline = byline_of(head, a);
	return (struct document){
		.kind = DOCUMENT_HTML,
		.bytes = slice_of(best_text(e, is_content)),
		.url = address_of(it, n, a),
		.file = it->doc->file,
		.charset = "utf-8",
		.time = it->doc->time,
		.title = as_html(a, text_of(e, FEED_title)),
		.byline = as_html(a, byline),
		.source = as_html(a, source),
		.published = time_of(e),
	};
}

/* An item that is a title and a link only. */
static bool bare_article(const struct items *it, uint32_t n, struct arena *a,
			 struct article **out, struct error *err)
{
	const char *title = clean_of(a, &it->feed->entries[n], FEED_title);

	if (!title)
		return error_set(err, "holds no text and no title");
	*out = article_new(a);
	article_set_text(*out, slice_of(title), SLICE(""));
	return true;
}

static void fill(const struct items *it, uint32_t n, const struct document *doc,
		 struct article *art)
{
	const struct feed_entry *e = &it->feed->entries[n];

	art->url = doc->url;
	art->file = doc->file;
	art->ref = text_of(e, FEED_id);
	art->item = (int64_t)e->raw;
	art->published = doc->published;
	art->source = it->doc->source ? it->doc->source
				      : clean_of(art->arena, &it->feed->head,
						 FEED_title);
	art->original = original_of(art->arena, e, doc->bytes.at, art->source);
	add_links(art, e);
}

bool items_article(const struct items *it, uint32_t n, struct arena *a,
		   const struct page_lists *lists, struct article **out,
		   struct error *err)
{
	bool is_content;
	struct document doc = piece_of(it, n, a, &is_content);

	if (doc.bytes.len && page_clean_item(a, lists, &doc, out, err)) {
		(*out)->is_partial = is_partial(*out, is_content);
	} else {
		if (!bare_article(it, n, a, out, err))
			return false;
		(*out)->byline = byline_of(&it->feed->entries[n], a);
		(*out)->is_partial = true;
	}
	fill(it, n, &doc, *out);
	return true;
}

void items_head(const struct items *it, struct arena *a,
		struct document_head *head)
{
	const struct feed *feed = it->feed;

	*head = (struct document_head){
		.title = clean_of(a, &feed->head, FEED_title),
		.link = text_of(&feed->head, FEED_link),
		.moved = feed->moved,
		.ttl_min = feed->ttl_min,
		.skip_hours = feed->skip_hours,
		.skip_days = feed->skip_days,
		.n_items = feed->n_entries,
	};
}
