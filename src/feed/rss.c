/* RSS 0.90 to 2.0, RDF with and without a default name space, and what comes
 * near it. */
#include <strings.h>
#include <string.h>

#include "feed/work.h"

/* ---- rules ---- */

/* <guid isPermaLink>: an address where it is one and does not say otherwise. */
static void read_guid(struct reading *r, uint32_t node,
		      const struct feed_rule *rule)
{
	const char *is_link = xml_attr(r->tree, node, "isPermaLink");
	struct slice text = xml_text(r->tree, node);
	const char *address;

	read_token(r, node, rule);
	if (is_link && strcasecmp(is_link, "true") != 0)
		return;
	address = feed_address(r, feed_base(r, node), text);
	if (address && strncasecmp(address, "http", 4) == 0 &&
	    feed_take_text(r, FEED_link, 5))
		r->to->text[FEED_link] = address;
}

#define RANK_SUMMARY     0
#define RANK_DESCRIPTION 1

/* Where there is a <summary>, <description> is the content. */
static void read_description(struct reading *r, uint32_t node,
			     const struct feed_rule *rule)
{
	if (r->rank[FEED_summary] == RANK_SUMMARY)
		read_content(r, node, rule);
	else
		read_html(r, node, rule);
}

static void read_summary(struct reading *r, uint32_t node,
			 const struct feed_rule *rule)
{
	struct feed_entry *e = r->to;
	struct feed_content *content;

	if (r->rank[FEED_summary] == RANK_DESCRIPTION) {
		content = array_add(r->arena, e->contents, e->n_contents);
		content->value = e->text[FEED_summary];
		content->type = "text/html";
	}
	read_html(r, node, rule);
}

static void read_source(struct reading *r, uint32_t node,
			const struct feed_rule *rule)
{
	struct feed_entry *source = arena_alloc(r->arena, sizeof(*source));
	const char *url = xml_attr(r->tree, node, "url");

	(void)rule;
	source->text[FEED_title] = feed_line(r->arena, xml_text(r->tree, node));
	if (url)
		source->text[FEED_href] =
			feed_address(r, feed_base(r, node), slice_of(url));
	feed_finish(r, source);
	r->to->source = source;
}

static uint32_t number_of(struct slice text, uint32_t most)
{
	uint32_t n = 0;

	text = slice_trim(text);
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] < '0' || text.at[i] > '9')
			return i ? n : UINT32_MAX;
		if (n <= most)
			n = n * 10 + (uint32_t)(text.at[i] - '0');
	}
	return text.len && n <= most ? n : UINT32_MAX;
}

#define TTL_MOST (60u * 24 * 31)

static void read_ttl(struct reading *r, uint32_t node,
		     const struct feed_rule *rule)
{
	uint32_t n = number_of(xml_text(r->tree, node), TTL_MOST);

	(void)rule;
	if (n != UINT32_MAX)
		r->feed->ttl_min = n;
}

static void read_hours(struct reading *r, uint32_t node,
		       const struct feed_rule *rule)
{
	uint32_t at = 0;

	(void)rule;
	while ((at = feed_child(r, node, at))) {
		uint32_t hour = number_of(xml_text(r->tree, at), 24);

		if (hour != UINT32_MAX)
			r->feed->skip_hours |= UINT32_C(1) << hour % 24;
	}
}

static void read_days(struct reading *r, uint32_t node,
		      const struct feed_rule *rule)
{
	static const char *const days[] = {
		"Sunday",   "Monday", "Tuesday",  "Wednesday",
		"Thursday", "Friday", "Saturday",
	};
	uint32_t at = 0;

	(void)rule;
	while ((at = feed_child(r, node, at))) {
		struct slice day = slice_trim(xml_text(r->tree, at));

		for (size_t i = 0; i < array_length(days); i++) {
			if (day.len == strlen(days[i]) &&
			    strncasecmp(day.at, days[i], day.len) == 0)
				r->feed->skip_days |= UINT32_C(1) << i;
		}
	}
}

static const struct feed_rule rules[] = {
	{SPACE_OWN, "author", read_author, FEED_author, 1, 0},
	{SPACE_OWN, "body", read_content, 0, 0, IN_ENTRY},
	{SPACE_OWN, "category", read_category, 0, 0, 0},
	{SPACE_OWN, "comments", read_address, FEED_comments, 0, 0},
	{SPACE_OWN, "content", read_content, 0, 0, IN_ENTRY},
	{SPACE_OWN, "copyright", read_plain, FEED_rights, 0, 0},
	{SPACE_OWN, "description", read_plain, FEED_subtitle, 0, IN_HEAD},
	{SPACE_OWN, "description", read_description, FEED_summary,
	 RANK_DESCRIPTION, IN_ENTRY},
	{SPACE_OWN, "docs", read_address, FEED_docs, 0, IN_HEAD},
	{SPACE_OWN, "enclosure", read_enclosure, 0, 0, IN_ENTRY},
	{SPACE_OWN, "expirationDate", read_when, FEED_expired, 0, 0},
	{SPACE_OWN, "fullitem", read_content, 0, 0, IN_ENTRY},
	{SPACE_OWN, "generator", read_token, FEED_generator, 0, IN_HEAD},
	{SPACE_OWN, "guid", read_guid, FEED_id, 0, 0},
	{SPACE_OWN, "image", read_image, 0, 0, 0},
	{SPACE_OWN, "language", read_token, FEED_language, 0, 0},
	{SPACE_OWN, "lastBuildDate", read_when, FEED_updated, 2, 0},
	{SPACE_OWN, "link", read_link, FEED_link, 0, 0},
	{SPACE_OWN, "managingEditor", read_author, FEED_author, 2, 0},
	{SPACE_OWN, "pubDate", read_when, FEED_published, 0, 0},
	{SPACE_OWN, "skipDays", read_days, 0, 0, IN_HEAD},
	{SPACE_OWN, "skipHours", read_hours, 0, 0, IN_HEAD},
	{SPACE_OWN, "source", read_source, 0, 0, IN_ENTRY},
	{SPACE_OWN, "summary", read_summary, FEED_summary, RANK_SUMMARY,
	 IN_ENTRY},
	{SPACE_OWN, "tags", read_keywords, 0, 0, 0},
	{SPACE_OWN, "title", read_plain, FEED_title, 0, 0},
	{SPACE_OWN, "ttl", read_ttl, 0, 0, IN_HEAD},
	{SPACE_OWN, "webMaster", read_author, FEED_author, 8, 0},
	{0},
};

/* ---- the document ---- */

static const struct {
	const char *version, *name;
} versions[] = {
	{"0.90", "rss090"}, {"0.91", "rss091u"}, {"0.92", "rss092"},
	{"0.93", "rss093"}, {"0.94", "rss094"},  {"1.0", "rss10"},
};

static const char *version_of(const struct reading *r, uint32_t root,
			      const char *own)
{
	const char *version = xml_attr(r->tree, root, "version");

	if (strstr(own, "rdf/simple/0.9"))
		return "rss090";
	if (strstr(own, "purl.org/rss/1.0"))
		return "rss10";
	if (!version)
		return "rss";
	for (size_t i = 0; i < array_length(versions); i++) {
		if (strcmp(version, versions[i].version) == 0)
			return versions[i].name;
	}
	return version[0] == '2' ? "rss20" : "rss";
}

/* The element by its local name alone, anywhere; 0: none. */
static uint32_t find_local(const struct xml_tree *t, const char *local)
{
	for (uint32_t i = 1; i < t->n; i++) {
		if (t->nodes[i].name > XML_ROOT &&
		    strcasecmp(t->names[t->nodes[i].name].local, local) == 0)
			return i;
	}
	return 0;
}

/* Of RSS 1.0 the picture stands beside the channel. */
static void read_beside(struct reading *r, uint32_t channel)
{
	uint32_t root = r->tree->nodes[channel].parent, at = 0;
	static const struct feed_rule image = {.read = read_image};

	r->to = &r->feed->head;
	while ((at = feed_child(r, root, at))) {
		if (feed_is(r, at, SPACE_OWN, "image"))
			read_image(r, at, &image);
	}
}

static void read_items(struct reading *r)
{
	const struct xml_tree *t = r->tree;

	for (uint32_t i = 1; i < t->n; i++) {
		struct feed_entry *entry;

		if (!feed_is(r, i, SPACE_OWN, "item") &&
		    !feed_is(r, i, SPACE_OWN, "product") &&
		    !feed_is(r, i, SPACE_ATOM, "entry") &&
		    !feed_is(r, i, SPACE_OWN, "entry"))
			continue;
		if (r->feed->n_entries == FEED_ENTRIES_MOST)
			break;
		entry = feed_entry_add(r, feed_raw(t, i));
		feed_read_into(r, entry, i, IN_ENTRY);
		if (!entry->text[FEED_id]) {
			const char *about = xml_attr(t, i, "about");

			if (about)
				entry->text[FEED_id] =
					feed_line(r->arena, slice_of(about));
		}
	}
}

static bool parse(struct reading *r, struct slice text, struct error *err)
{
	const struct xml_tree *t = xml_parse(r->arena, text);
	uint32_t channel = find_local(t, "channel");
	uint32_t item = find_local(t, "item");
	uint32_t own = channel ? channel : item;

	if (t->n < 2)
		return error_set(err, "is no feed");
	if (!own)
		own = 1;
	r->feed->is_wellformed = t->is_wellformed;
	feed_rules_set(r, t, rules, t->names[t->nodes[own].name].space);
	r->feed->version = version_of(r, 1, t->names[t->nodes[own].name].space);
	if (channel) {
		feed_read_into(r, &r->feed->head, channel, IN_HEAD);
		read_beside(r, channel);
	}
	read_items(r);
	return true;
}

static bool sniff(struct slice text, struct slice root)
{
	static const char *const roots[] = {"rss", "rdf", "channel", "item"};
	const char *colon = memchr(root.at, ':', root.len);

	(void)text;
	if (colon) {
		root.len -= (size_t)(colon + 1 - root.at);
		root.at = colon + 1;
	}
	for (size_t i = 0; i < array_length(roots); i++) {
		if (root.len == strlen(roots[i]) &&
		    strncasecmp(root.at, roots[i], root.len) == 0)
			return true;
	}
	return false;
}

const struct feed_format feed_format_rss = {"rss", sniff, parse};
