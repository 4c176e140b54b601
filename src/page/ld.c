/* Real JSON-LD has raw line ends in strings, comments and CDATA around it,
 * arrays where an object should be, authors as strings, lists or references.
 * Objects are walked with a list of what is still to see, never by recursion.
 */
#include "page/ld.h"

#include <jansson.h>
#include <string.h>

#include "base/array.h"
#include "html/text.h"

#define NODES_MOST 2000

/* Types of an article, the better the higher. */
static const struct {
	const char *type;
	int rank;
} types[] = {
	{"NewsArticle", 4},
	{"ReportageNewsArticle", 4},
	{"AnalysisNewsArticle", 4},
	{"OpinionNewsArticle", 4},
	{"BackgroundNewsArticle", 4},
	{"ReviewNewsArticle", 4},
	{"LiveBlogPosting", 4},
	{"BlogPosting", 4},
	{"Article", 4},
	{"TechArticle", 4},
	{"Report", 3},
	{"ScholarlyArticle", 3},
	{"SocialMediaPosting", 3},
	{"Review", 2},
	{"Recipe", 2},
	{"WebPage", 1},
	{"ItemPage", 1},
};

struct reader {
	struct arena *arena;
	json_t **nodes; /* objects of all scripts */
	uint32_t n_nodes;
	const char *url;
	struct slice title;
};

static int rank_of_type(const char *type)
{
	for (size_t i = 0; i < array_length(types); i++) {
		if (!strcmp(types[i].type, type))
			return types[i].rank;
	}
	return 0;
}

static int rank_of(json_t *object)
{
	json_t *type = json_object_get(object, "@type"), *one;
	int best = 0;
	size_t i;

	if (json_is_string(type))
		return rank_of_type(json_string_value(type));
	json_array_foreach(type, i, one)
	{
		if (json_is_string(one) &&
		    rank_of_type(json_string_value(one)) > best)
			best = rank_of_type(json_string_value(one));
	}
	return best;
}

/* Cut what stands around the JSON, and line ends inside strings. */
static struct slice mended(struct arena *a, struct slice s)
{
	char *copy = arena_copy(a, s.at, s.len);
	char *from = copy, *to = copy + s.len;

	for (char *at = copy; at < to; at++) {
		if ((unsigned char)*at < 0x20)
			*at = ' ';
	}
	while (from < to && *from != '{' && *from != '[')
		from++;
	if (to - from > 7 && !memcmp(from, "[CDATA[", 7)) {
		from += 7;
		while (from < to && *from != '{' && *from != '[')
			from++;
	}
	return (struct slice){from, (size_t)(to - from)};
}

static void collect(struct reader *r, json_t *root)
{
	json_t **todo = NULL, *one;
	uint32_t n = 0;
	static const char *const inside[] = {"@graph", "mainEntity",
					     "mainEntityOfPage"};
	size_t k;

	*array_add(r->arena, todo, n) = root;
	for (uint32_t i = 0; i < n && n < NODES_MOST; i++) {
		if (json_is_array(todo[i])) {
			json_array_foreach(todo[i], k, one) *
				array_add(r->arena, todo, n) = one;
			continue;
		}
		if (!json_is_object(todo[i]))
			continue;
		*array_add(r->arena, r->nodes, r->n_nodes) = todo[i];
		for (k = 0; k < array_length(inside); k++) {
			one = json_object_get(todo[i], inside[k]);
			if (one)
				*array_add(r->arena, todo, n) = one;
		}
	}
}

static struct slice text_of(struct reader *r, json_t *value)
{
	struct slice s = {json_string_value(value), json_string_length(value)};

	if (!json_is_string(value))
		return (struct slice){NULL, 0};
	return html_to_line(r->arena, s);
}

static const char *string_at(struct reader *r, json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);
	struct slice s;

	if (json_is_array(value))
		value = json_array_get(value, 0);
	s = text_of(r, value);
	return s.len ? arena_copy(r->arena, s.at, s.len) : NULL;
}

/* {"@id": x} stands for the object that has this @id and more. */
static json_t *deref(struct reader *r, json_t *value)
{
	const char *id = json_string_value(json_object_get(value, "@id"));

	if (!id || json_object_get(value, "name"))
		return value;
	for (uint32_t i = 0; i < r->n_nodes; i++) {
		const char *other =
			json_string_value(json_object_get(r->nodes[i], "@id"));

		if (other && !strcmp(id, other) &&
		    json_object_get(r->nodes[i], "name"))
			return r->nodes[i];
	}
	return value;
}

static void author_add(struct reader *r, json_t *value, struct page_ld *out)
{
	const char *type = json_string_value(json_object_get(value, "@type"));
	struct slice name;

	if (json_is_object(value))
		value = json_object_get(deref(r, value), "name");
	if (json_is_array(value))
		value = json_array_get(value, 0);
	name = text_of(r, value);
	if (!name.len)
		return;
	if (type && strstr(type, "Organization"))
		*array_add(r->arena, out->bodies, out->n_bodies) = name;
	else
		*array_add(r->arena, out->authors, out->n_authors) = name;
}

static void authors(struct reader *r, json_t *object, struct page_ld *out)
{
	json_t *value = json_object_get(object, "author"), *one;
	size_t i;

	if (!value)
		value = json_object_get(object, "creator");
	if (json_is_array(value)) {
		json_array_foreach(value, i, one) author_add(r, one, out);
	} else if (value) {
		author_add(r, value, out);
	}
}

/* A page that describes one person and no article means its author. */
static void only_person(struct reader *r, struct page_ld *out)
{
	json_t *found = NULL;

	for (uint32_t i = 0; i < r->n_nodes; i++) {
		json_t *type = json_object_get(r->nodes[i], "@type");

		if (json_is_array(type))
			type = json_array_get(type, 0);
		if (!json_is_string(type) ||
		    strcmp(json_string_value(type), "Person") != 0)
			continue;
		if (found)
			return;
		found = r->nodes[i];
	}
	if (found)
		author_add(r, found, out);
}

static bool names_url(struct reader *r, json_t *object)
{
	static const char *const keys[] = {"url", "mainEntityOfPage", "@id"};

	for (size_t i = 0; r->url && i < array_length(keys); i++) {
		json_t *value = json_object_get(object, keys[i]);
		const char *url;

		if (json_is_object(value))
			value = json_object_get(value, "@id");
		url = json_string_value(value);
		if (url && !strcmp(url, r->url))
			return true;
	}
	return false;
}

static json_t *best(struct reader *r)
{
	json_t *found = NULL;
	int most = 0;

	for (uint32_t i = 0; i < r->n_nodes; i++) {
		int rank = rank_of(r->nodes[i]) * 4;
		struct slice head;

		if (!rank)
			continue;
		head = text_of(r, json_object_get(r->nodes[i], "headline"));
		rank += names_url(r, r->nodes[i]) * 2;
		rank += r->title.len && slice_same(head, r->title);
		if (rank > most) {
			most = rank;
			found = r->nodes[i];
		}
	}
	return found;
}

static void take(struct reader *r, json_t *object, struct page_ld *out)
{
	json_t *publisher = json_object_get(object, "publisher");
	json_t *body = json_object_get(object, "articleBody");

	out->is_article = rank_of(object) > 1;
	out->headline = string_at(r, object, "headline");
	if (!out->headline && out->is_article)
		out->headline = string_at(r, object, "name");
	out->published = string_at(r, object, "datePublished");
	out->language = string_at(r, object, "inLanguage");
	if (json_is_array(publisher))
		publisher = json_array_get(publisher, 0);
	if (json_is_object(publisher))
		out->publisher = string_at(r, deref(r, publisher), "name");
	if (json_is_string(body)) {
		struct slice s = html_to_text(
			r->arena, (struct slice){json_string_value(body),
						 json_string_length(body)});

		out->body = arena_copy(r->arena, s.at, s.len);
	}
	authors(r, object, out);
}

void page_ld_read(struct arena *a, const struct slice *json, uint32_t n,
		  const char *url, struct slice title, struct page_ld *out)
{
	struct reader r = {.arena = a, .url = url, .title = title};
	json_t **roots = arena_array(a, n + 1, sizeof(*roots));
	json_t *object;

	*out = (struct page_ld){0};
	for (uint32_t i = 0; i < n; i++) {
		struct slice s = mended(a, json[i]);

		roots[i] =
			json_loadb(s.at, s.len, JSON_DISABLE_EOF_CHECK, NULL);
		if (roots[i])
			collect(&r, roots[i]);
	}
	object = best(&r);
	if (object)
		take(&r, object, out);
	if (!out->n_authors)
		only_person(&r, out);
	for (uint32_t i = 0; i < n; i++)
		json_decref(roots[i]);
}
