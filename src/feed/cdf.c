/* The Channel Definition Format: capitals, and attributes where others have
 * elements. */
#include <string.h>

#include "feed/work.h"

static const struct feed_rule rules[] = {
	{SPACE_OWN, "ABSTRACT", read_plain, FEED_subtitle, 0, IN_HEAD},
	{SPACE_OWN, "ABSTRACT", read_html, FEED_summary, 0, IN_ENTRY},
	{SPACE_OWN, "LOGO", read_image, 0, 0, 0},
	{SPACE_OWN, "TITLE", read_plain, FEED_title, 0, 0},
	{0},
};

static void read_attributes(struct reading *r, struct feed_entry *e,
			    uint32_t node)
{
	const char *href = xml_attr(r->tree, node, "HREF");
	const char *time = xml_attr(r->tree, node, "LASTMOD");

	if (href)
		e->text[FEED_link] = feed_address(r, r->url, slice_of(href));
	if (time)
		e->when[FEED_updated] = feed_date(slice_of(time));
}

static bool parse(struct reading *r, struct slice text, struct error *err)
{
	const struct xml_tree *t = xml_parse(r->arena, text);
	const char *base;

	if (t->n < 2)
		return error_set(err, "is no feed");
	r->feed->is_wellformed = t->is_wellformed;
	r->feed->version = "cdf";
	feed_rules_set(r, t, rules, "");
	base = xml_attr(t, 1, "BASE");
	if (base && feed_address(r, r->url, slice_of(base)))
		r->url = feed_address(r, r->url, slice_of(base));
	read_attributes(r, &r->feed->head, 1);
	feed_read_into(r, &r->feed->head, 1, IN_HEAD);
	for (uint32_t i = 2; i < t->n; i++) {
		struct feed_entry *entry;

		if (!feed_is(r, i, SPACE_OWN, "ITEM") ||
		    r->feed->n_entries == FEED_ENTRIES_MOST)
			continue;
		entry = feed_entry_add(r, feed_raw(t, i));
		read_attributes(r, entry, i);
		feed_read_into(r, entry, i, IN_ENTRY);
	}
	return true;
}

static bool sniff(struct slice text, struct slice root)
{
	(void)text;
	return slice_equals(root, "CHANNEL") || slice_equals(root, "Channel");
}

const struct feed_format feed_format_cdf = {"cdf", sniff, parse};
