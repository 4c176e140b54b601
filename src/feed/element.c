/* Elements to rules: each name of a document is looked up once, and then a
 * walk over the tree calls what reads it. */
#include <string.h>
#include <strings.h>

#include "base/hash.h"
#include "feed/work.h"
#include "html/url.h"

/* ---- name spaces ---- */

static const struct {
	uint8_t space;
	const char *prefix, *address;
} spaces[] = {
	{SPACE_ATOM, "atom", "http://www.w3.org/2005/atom"},
	{SPACE_ATOM, "atom", "http://purl.org/atom/ns#"},
	{SPACE_ATOM, "atom", "http://example.com/newformat#"},
	{SPACE_ATOM, "atom", "http://example.com/necho"},
	{SPACE_ATOM, "atom", "http://purl.org/echo"},
	{SPACE_ATOM, "atom", "uri/of/echo/namespace#"},
	{SPACE_ATOM, "atom", "http://purl.org/pie"},
	{SPACE_CC, "cc", "http://web.resource.org/cc"},
	{SPACE_CC, "creativecommons",
	 "http://backend.userland.com/creativecommonsrssmodule"},
	{SPACE_CONTENT, "content", "http://purl.org/rss/1.0/modules/content"},
	{SPACE_DC, "dc", "http://purl.org/dc/elements/1.1"},
	{SPACE_DC, "dc", "http://purl.org/dc/elements/1.0"},
	{SPACE_DCTERMS, "dcterms", "http://purl.org/dc/terms"},
	{SPACE_FEEDBURNER, "feedburner",
	 "http://rssnamespace.org/feedburner/ext/1.0"},
	{SPACE_ITUNES, "itunes", "http://www.itunes.com/dtds/podcast-1.0.dtd"},
	{SPACE_ITUNES, "itunes", "http://example.com/dtds/podcast-1.0.dtd"},
	{SPACE_MEDIA, "media", "http://search.yahoo.com/mrss"},
	{SPACE_RDF, "rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
	{SPACE_XHTML, "xhtml", "http://www.w3.org/1999/xhtml"},
};

/* What is RSS by another name, beside the format's own in this document. */
static const char *const rss_spaces[] = {
	"http://backend.userland.com/rss",
	"http://backend.userland.com/rss2",
	"http://backend.userland.com/rss091",
	"http://backend.userland.com/rss092",
	"http://blogs.law.harvard.edu/tech/rss",
	"http://my.netscape.com/rdf/simple/0.9",
	"http://my.netscape.com/publish/formats/rss-0.91.dtd",
	"http://purl.org/rss/1.0",
	"http://purl.org/net/rss1.1#",
	"http://channel.netscape.com/rdf/simple/0.9",
};

static bool address_is(const char *address, const char *known)
{
	size_t len = strlen(address), n = strlen(known);

	while (len > n && address[len - 1] == '/')
		len--;
	return len == n && strncasecmp(address, known, n) == 0;
}

static bool is_own(const char *address, const char *own)
{
	if (strcmp(address, own) == 0)
		return true;
	for (size_t i = 0; i < array_length(rss_spaces); i++) {
		if (address_is(address, rss_spaces[i]))
			return true;
	}
	return false;
}

static uint8_t space_of(const struct xml_name *name, const char *own)
{
	if (!*name->space && !*name->prefix)
		return SPACE_OWN;
	if (*name->space && is_own(name->space, own))
		return SPACE_OWN;
	for (size_t i = 0; i < array_length(spaces); i++) {
		if (*name->space
			    ? address_is(name->space, spaces[i].address)
			    : strcasecmp(name->prefix, spaces[i].prefix) == 0)
			return spaces[i].space;
	}
	return SPACE_OTHER;
}

/* ---- rules ---- */

static const struct feed_rule *find_rule(const struct feed_rule *rules,
					 uint8_t space, const char *local)
{
	for (; rules && rules->local; rules++) {
		if (rules->space == space &&
		    strcasecmp(rules->local, local) == 0)
			return rules;
	}
	return NULL;
}

void feed_rules_set(struct reading *r, const struct xml_tree *tree,
		    const struct feed_rule *rules, const char *own)
{
	r->tree = tree;
	r->rule_of = arena_array(r->arena, tree->n_names, sizeof(*r->rule_of));
	r->space_of = arena_alloc(r->arena, tree->n_names);
	for (uint32_t i = XML_ROOT + 1; i < tree->n_names; i++) {
		const struct xml_name *name = &tree->names[i];
		uint8_t space = space_of(name, own);

		if (space == SPACE_OWN && !rules)
			space = SPACE_ATOM;
		r->space_of[i] = space;
		r->rule_of[i] = find_rule(rules, space, name->local);
		if (!r->rule_of[i])
			r->rule_of[i] =
				find_rule(feed_modules, space, name->local);
	}
}

bool feed_is(const struct reading *r, uint32_t node, enum feed_space space,
	     const char *local)
{
	uint32_t name = r->tree->nodes[node].name;

	return name > XML_ROOT && r->space_of[name] == space &&
	       strcasecmp(r->tree->names[name].local, local) == 0;
}

uint32_t feed_child(const struct reading *r, uint32_t node, uint32_t before)
{
	const struct xml_node *nodes = r->tree->nodes;
	uint32_t at = before ? nodes[before].end : node + 1;

	while (at < nodes[node].end && nodes[at].name == XML_TEXT)
		at++;
	return at < nodes[node].end ? at : 0;
}

uint32_t feed_child_named(const struct reading *r, uint32_t node,
			  const char *local)
{
	uint32_t at = 0;

	while ((at = feed_child(r, node, at))) {
		uint32_t name = r->tree->nodes[at].name;

		if (strcasecmp(r->tree->names[name].local, local) == 0)
			return at;
	}
	return 0;
}

/* The rule of an element at this place, NULL for none. */
static const struct feed_rule *rule_at(const struct reading *r, uint32_t node)
{
	const struct feed_rule *rule = r->rule_of[r->tree->nodes[node].name];
	const char *local = rule ? rule->local : NULL;

	for (; rule && rule->local && strcmp(rule->local, local) == 0; rule++) {
		if ((rule->where ? rule->where : IN_ALL) & r->where)
			return rule;
	}
	return NULL;
}

static void read_children(struct reading *r, uint32_t node)
{
	uint32_t at = 0;

	while ((at = feed_child(r, node, at))) {
		const struct feed_rule *rule = rule_at(r, at);

		if (rule)
			rule->read(r, at, rule);
	}
}

void read_group(struct reading *r, uint32_t node, const struct feed_rule *rule)
{
	uint32_t at = 0;

	/* a group's own children only: groups do not nest */
	while ((at = feed_child(r, node, at))) {
		const struct feed_rule *inner = rule_at(r, at);

		if (inner && inner->read != read_group)
			inner->read(r, at, inner);
	}
	(void)rule;
}

void feed_read_into(struct reading *r, struct feed_entry *to, uint32_t node,
		    enum feed_where where)
{
	struct feed_entry *before = r->to;
	uint8_t rank[sizeof(r->rank)], was = r->where;

	memcpy(rank, r->rank, sizeof(rank));
	memset(r->rank, UINT8_MAX, sizeof(r->rank));
	r->to = to;
	r->where = (uint8_t)where;
	read_children(r, node);
	feed_finish(r, to);
	r->to = before;
	r->where = was;
	memcpy(r->rank, rank, sizeof(rank));
}

void feed_known_set(struct reading *r, struct slice known)
{
	bool is_new;

	map_init(&r->known, r->arena);
	for (size_t at = 0; at + 8 <= known.len; at += 8)
		map_put(&r->known, known.at + at, 8, &is_new);
}

struct feed_entry *feed_entry_add(struct reading *r, uint64_t raw)
{
	struct feed *feed = r->feed;
	struct feed_entry *entry =
		array_add(r->arena, feed->entries, feed->n_entries);
	uint32_t unused;
	char bytes[8];

	for (unsigned i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(raw >> 8 * i);
	entry->raw = raw;
	entry->is_known = map_get(&r->known, bytes, sizeof(bytes), &unused);
	return entry;
}

bool feed_take_text(struct reading *r, enum feed_field field, uint8_t rank)
{
	if (rank > r->rank[field])
		return false;
	r->rank[field] = rank;
	return true;
}

bool feed_take_when(struct reading *r, enum feed_when when, uint8_t rank)
{
	if (rank > r->rank[FEED_TEXTS + when])
		return false;
	r->rank[FEED_TEXTS + when] = rank;
	return true;
}

/* ---- what follows from the tree ---- */

uint64_t feed_raw(const struct xml_tree *t, uint32_t node)
{
	struct slice text = xml_text(t, node);
	uint64_t hash = hash_bytes(text.at, text.len, 0);
	uint32_t from = t->nodes[node].attr;
	uint32_t to = t->nodes[t->nodes[node].end].attr;

	for (uint32_t i = from; i < to; i++)
		hash = hash_bytes(t->attrs[i].value, t->attrs[i].len, hash);
	for (uint32_t i = node; i < t->nodes[node].end; i++) {
		const char *local = t->names[t->nodes[i].name].local;

		hash = hash_bytes(local, strlen(local), hash);
	}
	return hash;
}

#define BASES_MOST 32u

const char *feed_base(const struct reading *r, uint32_t node)
{
	const struct xml_tree *t = r->tree;
	const char *base = r->url, *found[BASES_MOST];
	uint32_t n = 0;

	for (; node; node = t->nodes[node].parent) {
		const char *one = t->nodes[node].n_attrs
					  ? xml_attr_xml(t, node, "base")
					  : NULL;

		if (one && *one && n < BASES_MOST)
			found[n++] = one;
	}
	while (n) {
		const char *next =
			html_url_resolve(r->arena, base, slice_of(found[--n]));

		base = next ? next : base;
	}
	return base;
}

const char *feed_language(const struct reading *r, uint32_t node)
{
	const struct xml_tree *t = r->tree;

	for (; node; node = t->nodes[node].parent) {
		const char *one = t->nodes[node].n_attrs
					  ? xml_attr_xml(t, node, "lang")
					  : NULL;
		char *language;

		if (!one)
			continue;
		language = (char *)feed_line(r->arena, slice_of(one));
		for (char *c = language; c && *c; c++) {
			if (*c == '_')
				*c = '-';
		}
		return language;
	}
	return NULL;
}

/* Schemes of addresses that are kept as a feed gives them. */
static const char *const names_only[] = {
	"mailto:", "tag:", "urn:", "ftp:", "feed:", "acct:", "magnet:",
};

const char *feed_address(const struct reading *r, const char *base,
			 struct slice ref)
{
	const char *line = feed_line(r->arena, ref);

	if (!line)
		return NULL;
	for (size_t i = 0; i < array_length(names_only); i++) {
		if (strncasecmp(line, names_only[i], strlen(names_only[i])) ==
		    0)
			return line;
	}
	return html_url_resolve(r->arena, base, slice_of(line));
}

/* ---- what follows from the rest ---- */

static bool is_web(const char *address)
{
	return address && (strncasecmp(address, "http://", 7) == 0 ||
			   strncasecmp(address, "https://", 8) == 0);
}

static const struct feed_link *best_link(const struct feed_entry *e)
{
	const struct feed_link *best = NULL;

	for (uint32_t i = 0; i < e->n_links; i++) {
		const struct feed_link *link = &e->links[i];

		if (strcmp(link->rel, "alternate") != 0)
			continue;
		if (!best || (best->type && !strstr(best->type, "html") &&
			      link->type && strstr(link->type, "html")))
			best = link;
	}
	return best;
}

static const char *author_line(struct reading *r, const struct feed_person *p)
{
	if (p->name && p->email)
		return arena_printf(r->arena, "%s (%s)", p->name, p->email);
	return p->name ? p->name : p->email;
}

void feed_finish(struct reading *r, struct feed_entry *e)
{
	const struct feed_link *link = best_link(e);

	if (!e->text[FEED_link] && link)
		e->text[FEED_link] = link->href;
	if (!e->text[FEED_author] && e->n_authors)
		e->text[FEED_author] = author_line(r, &e->authors[0]);
	if (!e->text[FEED_link] && is_web(e->text[FEED_href]))
		e->text[FEED_link] = e->text[FEED_href];
}
