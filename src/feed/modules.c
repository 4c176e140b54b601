/* What stands in feeds of every format. */
#include "feed/work.h"

static void read_source(struct reading *r, uint32_t node,
			const struct feed_rule *rule)
{
	struct feed_entry *source = arena_alloc(r->arena, sizeof(*source));

	(void)rule;
	r->to->source = source;
	feed_read_into(r, source, node, IN_SOURCE);
}

/* An id is an address, and may be written from its base as one. */
static void read_id(struct reading *r, uint32_t node,
		    const struct feed_rule *rule)
{
	struct slice text = slice_trim(xml_text(r->tree, node));
	const char *whole = NULL;

	if (text.len > 1 && *text.at == '/')
		whole = feed_address(r, feed_base(r, node), text);
	if (!whole)
		read_token(r, node, rule);
	else if (feed_take_text(r, FEED_id, rule->rank))
		r->to->text[FEED_id] = whole;
}

static void read_moved(struct reading *r, uint32_t node,
		       const struct feed_rule *rule)
{
	(void)rule;
	r->feed->moved =
		feed_address(r, feed_base(r, node), xml_text(r->tree, node));
}

const struct feed_rule feed_modules[] = {
	{SPACE_ATOM, "author", read_author, FEED_author, 1, 0},
	{SPACE_ATOM, "category", read_category, 0, 0, 0},
	{SPACE_ATOM, "content", read_content, 0, 0, 0},
	{SPACE_ATOM, "contributor", read_contributor, 0, 0, 0},
	{SPACE_ATOM, "copyright", read_plain, FEED_rights, 1, 0},
	{SPACE_ATOM, "created", read_when, FEED_created, 1, 0},
	{SPACE_ATOM, "generator", read_token, FEED_generator, 1, 0},
	{SPACE_ATOM, "icon", read_address, FEED_icon, 1, 0},
	{SPACE_ATOM, "id", read_id, FEED_id, 1, 0},
	{SPACE_ATOM, "info", read_plain, FEED_info, 1, 0},
	{SPACE_ATOM, "issued", read_when, FEED_published, 1, 0},
	{SPACE_ATOM, "link", read_link, FEED_link, 1, 0},
	{SPACE_ATOM, "logo", read_address, FEED_logo, 1, 0},
	{SPACE_ATOM, "modified", read_when, FEED_updated, 1, 0},
	{SPACE_ATOM, "published", read_when, FEED_published, 1, 0},
	{SPACE_ATOM, "rights", read_plain, FEED_rights, 1, 0},
	{SPACE_ATOM, "source", read_source, 0, 0, IN_ENTRY},
	{SPACE_ATOM, "subtitle", read_plain, FEED_subtitle, 1, 0},
	{SPACE_ATOM, "summary", read_html, FEED_summary, 1, 0},
	{SPACE_ATOM, "tagline", read_plain, FEED_subtitle, 1, 0},
	{SPACE_ATOM, "title", read_plain, FEED_title, 1, 0},
	{SPACE_ATOM, "updated", read_when, FEED_updated, 1, 0},
	{SPACE_CC, "license", read_address, FEED_license, 0, 0},
	{SPACE_CONTENT, "encoded", read_content, 0, 0, 0},
	{SPACE_DC, "author", read_author, FEED_author, 2, 0},
	{SPACE_DC, "contributor", read_contributor, 0, 0, 0},
	{SPACE_DC, "creator", read_author, FEED_author, 2, 0},
	{SPACE_DC, "date", read_when, FEED_updated, 3, 0},
	{SPACE_DC, "description", read_html, FEED_summary, 4, IN_ENTRY},
	{SPACE_DC, "language", read_token, FEED_language, 2, 0},
	{SPACE_DC, "rights", read_plain, FEED_rights, 2, 0},
	{SPACE_DC, "subject", read_category, 0, 0, 0},
	{SPACE_DC, "title", read_plain, FEED_title, 2, 0},
	{SPACE_DCTERMS, "created", read_when, FEED_created, 2, 0},
	{SPACE_DCTERMS, "issued", read_when, FEED_published, 2, 0},
	{SPACE_DCTERMS, "modified", read_when, FEED_updated, 2, 0},
	{SPACE_FEEDBURNER, "origLink", read_address, FEED_origin, 0, IN_ENTRY},
	{SPACE_ITUNES, "author", read_author, FEED_author, 3, 0},
	{SPACE_ITUNES, "category", read_category, 0, 0, 0},
	{SPACE_ITUNES, "image", read_image, 0, 1, 0},
	{SPACE_ITUNES, "keywords", read_keywords, 0, 0, 0},
	{SPACE_ITUNES, "link", read_image, 0, 1, 0},
	{SPACE_ITUNES, "new-feed-url", read_moved, 0, 0, IN_HEAD},
	{SPACE_ITUNES, "subtitle", read_plain, FEED_subtitle, 3, 0},
	{SPACE_ITUNES, "summary", read_plain, FEED_subtitle, 4, IN_HEAD},
	{SPACE_ITUNES, "summary", read_html, FEED_summary, 5, IN_ENTRY},
	{SPACE_MEDIA, "category", read_category, 0, 0, 0},
	{SPACE_MEDIA, "content", read_enclosure, 0, 0, IN_ENTRY},
	{SPACE_MEDIA, "description", read_html, FEED_summary, 6, IN_ENTRY},
	{SPACE_MEDIA, "group", read_group, 0, 0, 0},
	{SPACE_MEDIA, "keywords", read_keywords, 0, 0, 0},
	{SPACE_MEDIA, "title", read_plain, FEED_title, 4, 0},
	{SPACE_XHTML, "body", read_content, 0, 0, 0},
	{SPACE_XHTML, "div", read_content, 0, 0, IN_ENTRY},
	{0},
};
