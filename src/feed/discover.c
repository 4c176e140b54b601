/* Which feeds does a site's page name? */
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "feed/feed.h"
#include "feed/list.h"
#include "feed/work.h"
#include "html/decode.h"
#include "html/tree.h"
#include "html/url.h"

/* Many sites name more: of each section, of comments. */
#define FOUND_MOST 64u

/* Types in order of what they carry. */
static const char *const types[] = {
	"application/atom+xml",
	"application/rss+xml",
	"application/feed+json",
	"application/rdf+xml",
	"text/xml",
	"application/xml",
	"application/x.atom+xml",
	"application/x-atom+xml",
	"application/json",
};

/* How a feed's address looks, where nothing else says so. */
static const char *const looks[] = {
	"/feed",     "/rss",       "/atom",    ".rss",       ".atom",
	".rdf",      "/index.xml", "feed.xml", "rss.xml",    "atom.xml",
	"feed.json", "feeds/",     "feed=",    "format=rss", "format=atom",
};

struct found {
	struct arena *arena;
	const char *base;
	struct feed_list *out;
};

static bool has_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = text; (at = strcasestr(at, word)); at += len) {
		bool starts = at == text || at[-1] == ' ';

		if (starts && (at[len] == '\0' || at[len] == ' '))
			return true;
	}
	return false;
}

static bool is_feed_type(const char *type)
{
	size_t len = type ? strcspn(type, "; ") : 0;

	for (size_t i = 0; len && i < array_length(types); i++) {
		if (strlen(types[i]) == len &&
		    strncasecmp(types[i], type, len) == 0)
			return true;
	}
	return false;
}

static void add(struct found *f, const char *href, const char *name,
		const char *type)
{
	char *url = html_url_resolve(f->arena, f->base, slice_of(href));
	struct feed_listed *to;

	if (!url || f->out->n_feeds == FOUND_MOST)
		return;
	for (uint32_t i = 0; i < f->out->n_feeds; i++) {
		if (strcmp(f->out->feeds[i].url, url) == 0)
			return;
	}
	to = array_add(f->arena, f->out->feeds, f->out->n_feeds);
	to->url = url;
	to->name = name ? feed_line(f->arena, slice_of(name)) : NULL;
	to->type = type ? feed_line(f->arena, slice_of(type)) : NULL;
}

/* <base href> counts from the page's own address. */
static void find_base(struct found *f, const struct html_tree *t)
{
	for (uint32_t i = 1; i < t->n; i++) {
		const char *href;

		if (t->nodes[i].tag != HTML_BASE)
			continue;
		href = html_attr(t, i, HTML_ATTR_HREF);
		if (href)
			href = html_url_resolve(f->arena, f->base,
						slice_of(href));
		if (href)
			f->base = href;
		return;
	}
}

static bool is_of_comments(const char *name, const char *href)
{
	return (name && strcasestr(name, "comment")) ||
	       strcasestr(href, "comments");
}

/* What a page links as its other form; comments come behind. */
static void find_links(struct found *f, const struct html_tree *t,
		       bool of_comments)
{
	for (uint32_t i = 1; i < t->n; i++) {
		const char *rel, *href, *type, *name;

		if (t->nodes[i].tag != HTML_LINK)
			continue;
		rel = html_attr(t, i, HTML_ATTR_REL);
		href = html_attr(t, i, HTML_ATTR_HREF);
		type = html_attr(t, i, HTML_ATTR_TYPE);
		name = html_attr(t, i, HTML_ATTR_TITLE);
		if (!rel || !href || is_of_comments(name, href) != of_comments)
			continue;
		if (has_word(rel, "feed") ||
		    (has_word(rel, "alternate") && is_feed_type(type)))
			add(f, href, name, type);
	}
}

static bool looks_like_feed(const char *href)
{
	for (size_t i = 0; i < array_length(looks); i++) {
		const char *at = strcasestr(href, looks[i]);

		/* "/feeding-time" is none */
		if (at && !((at[strlen(looks[i])] | 0x20) >= 'a' &&
			    (at[strlen(looks[i])] | 0x20) <= 'z'))
			return true;
	}
	return false;
}

/* Links to the site's own feeds first; elsewhere many are for others. */
static void find_anchors(struct found *f, const struct html_tree *t,
			 bool same_host)
{
	for (uint32_t i = 1; i < t->n; i++) {
		const char *href, *url;
		struct slice text;

		if (t->nodes[i].tag != HTML_A)
			continue;
		href = html_attr(t, i, HTML_ATTR_HREF);
		if (!href || !looks_like_feed(href))
			continue;
		url = html_url_resolve(f->arena, f->base, slice_of(href));
		if (!url || html_url_same_host(url, f->base) != same_host)
			continue;
		text = html_node_text(t, i);
		add(f, href, arena_copy(f->arena, text.at, text.len),
		    html_attr(t, i, HTML_ATTR_TYPE));
	}
}

void feed_discover(struct arena *a, struct slice bytes, const char *charset,
		   const char *url, struct feed_list *out)
{
	struct found f = {a, url, out};
	struct slice text = html_decode(a, bytes, charset, true, NULL);
	const struct html_tree *t = html_parse(a, text);

	*out = (struct feed_list){0};
	find_base(&f, t);
	find_links(&f, t, false);
	find_links(&f, t, true);
	if (out->n_feeds)
		return;
	find_anchors(&f, t, true);
	if (!out->n_feeds)
		find_anchors(&f, t, false);
}
