/* Atom 1.0 and 0.3 and its drafts: all its elements are in modules.c, since
 * they stand in RSS, too. */
#include <string.h>
#include <strings.h>

#include "feed/work.h"

static const char *version_of(const struct reading *r)
{
	const char *space = r->tree->names[r->tree->nodes[1].name].space;
	const char *version = xml_attr(r->tree, 1, "version");

	if (strcasecmp(space, "http://www.w3.org/2005/Atom") == 0)
		return "atom10";
	if (version && strcmp(version, "0.3") == 0)
		return "atom03";
	if (version && strcmp(version, "0.2") == 0)
		return "atom02";
	if (version && strcmp(version, "0.1") == 0)
		return "atom01";
	return strcasecmp(space, "http://purl.org/atom/ns#") == 0 ? "atom03"
								  : "atom";
}

static bool is_entry(const struct reading *r, uint32_t node)
{
	return feed_is(r, node, SPACE_ATOM, "entry") ||
	       feed_is(r, node, SPACE_ATOM, "item");
}

static void read_entries(struct reading *r)
{
	for (uint32_t i = 1; i < r->tree->n; i++) {
		struct feed_entry *entry;

		if (!is_entry(r, i))
			continue;
		if (r->feed->n_entries == FEED_ENTRIES_MOST)
			break;
		entry = feed_entry_add(r, feed_raw(r->tree, i));
		feed_read_into(r, entry, i, IN_ENTRY);
	}
}

static bool parse(struct reading *r, struct slice text, struct error *err)
{
	const struct xml_tree *t = xml_parse(r->arena, text);

	if (t->n < 2)
		return error_set(err, "is no feed");
	r->feed->is_wellformed = t->is_wellformed;
	feed_rules_set(r, t, NULL, t->names[t->nodes[1].name].space);
	r->feed->version = version_of(r);
	if (!is_entry(r, 1)) {
		feed_read_into(r, &r->feed->head, 1, IN_HEAD);
		r->feed->head.text[FEED_language] =
			r->feed->head.text[FEED_language]
				? r->feed->head.text[FEED_language]
				: feed_language(r, 1);
	}
	read_entries(r);
	return true;
}

static bool sniff(struct slice text, struct slice root)
{
	const char *colon = memchr(root.at, ':', root.len);

	(void)text;
	if (colon) {
		root.len -= (size_t)(colon + 1 - root.at);
		root.at = colon + 1;
	}
	return (root.len == 4 && strncasecmp(root.at, "feed", 4) == 0) ||
	       (root.len == 5 && strncasecmp(root.at, "entry", 5) == 0);
}

const struct feed_format feed_format_atom = {"atom", sniff, parse};
