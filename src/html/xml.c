#include "html/xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/map.h"
#include "html/decode.h"
#include "html/mend.h"

#define VALUE_MOST ((size_t)1 << 20)
#define NODES_MOST ((uint32_t)1 << 22)
#define BYTES_MOST ((size_t)32 << 20)

/* libxml2 2.9 is kept from what needs no door at all: other documents,
 * entities that expand, sizes beyond its own limits. */
#define OPTIONS                                                                \
	(XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING |           \
	 XML_PARSE_NOCDATA)

/* A parse under way. */
struct build {
	struct arena *arena;
	struct xml_tree *tree;
	struct map names; /* "space LF prefix:local" to index */
	uint32_t open;    /* the node that is not closed */
	uint32_t room;    /* bytes of tree->text */
	uint32_t n_skipped;
	bool is_fresh; /* the last node is a text that may grow */
};

/* ---- names ---- */

static const char *or_empty(const xmlChar *text)
{
	return text ? (const char *)text : "";
}

static uint32_t name_index(struct build *b, const xmlChar *local,
			   const xmlChar *prefix, const xmlChar *space)
{
	struct xml_tree *t = b->tree;
	struct xml_name *name;
	char key[256];
	uint32_t at;
	bool is_new;
	int len = snprintf(key, sizeof(key), "%s\n%s:%s", or_empty(space),
			   or_empty(prefix), or_empty(local));

	if (len < 0 || (size_t)len >= sizeof(key)) /* nobody's name */
		len = snprintf(key, sizeof(key), "\n:?");
	if (map_get(&b->names, key, (size_t)len, &at))
		return at;
	at = t->n_names;
	name = array_add(b->arena, t->names, t->n_names);
	name->space = arena_string(b->arena, or_empty(space));
	name->prefix = arena_string(b->arena, or_empty(prefix));
	name->local = arena_string(b->arena, or_empty(local));
	*map_put(&b->names, arena_copy(b->arena, key, (size_t)len), (size_t)len,
		 &is_new) = at;
	return at;
}

/* ---- nodes ---- */

static struct xml_node *node_add(struct build *b, uint32_t name)
{
	struct xml_tree *t = b->tree;
	struct xml_node *node = array_add(b->arena, t->nodes, t->n);

	node->name = name;
	node->parent = b->open;
	node->text = t->text_len;
	node->attr = t->n_attrs;
	return node;
}

/* Where entities stay as they are, libxml2 leaves '&' as "&#38;". */
static uint32_t copy_value(char *to, const char *from, size_t len)
{
	char *at = to;

	for (size_t i = 0; i < len; i++) {
		*at++ = from[i];
		if (from[i] == '&' && len - i >= 5 &&
		    memcmp(from + i, "&#38;", 5) == 0)
			i += 4;
	}
	*at = '\0';
	return (uint32_t)(at - to);
}

/* libxml2 gives five pointers an attribute: local name, prefix, name space,
 * value, end of value. */
static void attrs_add(struct build *b, int n, const xmlChar **attrs)
{
	struct xml_tree *t = b->tree;

	for (int i = 0; i < n; i++, attrs += 5) {
		size_t len = (size_t)(attrs[4] - attrs[3]);
		struct xml_attribute *attr;
		char *value;

		if (len > VALUE_MOST)
			continue;
		attr = array_add(b->arena, t->attrs, t->n_attrs);
		value = arena_alloc(b->arena, len + 1);
		attr->len = copy_value(value, (const char *)attrs[3], len);
		attr->value = value;
		attr->name = name_index(b, attrs[0], attrs[1], attrs[2]);
		t->nodes[t->n - 1].n_attrs++;
	}
}

static void on_start(void *data, const xmlChar *local, const xmlChar *prefix,
		     const xmlChar *space, int n_spaces, const xmlChar **spaces,
		     int n_attrs, int n_defaulted, const xmlChar **attrs)
{
	struct build *b = data;

	(void)n_spaces;
	(void)spaces;
	(void)n_defaulted;
	if (b->n_skipped || b->tree->n >= NODES_MOST) {
		b->n_skipped++;
		return;
	}
	b->is_fresh = false;
	node_add(b, name_index(b, local, prefix, space));
	b->open = b->tree->n - 1;
	attrs_add(b, n_attrs, attrs);
}

static void on_end(void *data, const xmlChar *local, const xmlChar *prefix,
		   const xmlChar *space)
{
	struct build *b = data;
	struct xml_node *node = &b->tree->nodes[b->open];

	(void)local;
	(void)prefix;
	(void)space;
	if (b->n_skipped) {
		b->n_skipped--;
		return;
	}
	b->is_fresh = false;
	node->end = b->tree->n;
	b->open = node->parent;
}

static void text_room(struct build *b, uint32_t more)
{
	struct xml_tree *t = b->tree;
	char *wider;

	if (b->room - t->text_len > more)
		return;
	while (b->room - t->text_len <= more)
		b->room *= 2;
	wider = arena_alloc(b->arena, b->room);
	memcpy(wider, t->text, t->text_len);
	t->text = wider;
}

static void on_text(void *data, const xmlChar *bytes, int len)
{
	struct build *b = data;
	struct xml_tree *t = b->tree;

	if (len <= 0)
		return;
	text_room(b, (uint32_t)len);
	if (!b->is_fresh) {
		node_add(b, XML_TEXT)->end = t->n;
		b->is_fresh = true;
	}
	memcpy(t->text + t->text_len, bytes, (size_t)len);
	t->text_len += (uint32_t)len;
}

/* ---- the parser ---- */

static void tree_begin(struct build *b, size_t len)
{
	struct xml_tree *t = arena_alloc(b->arena, sizeof(*t));

	b->tree = t;
	b->open = 0;
	b->n_skipped = 0;
	b->is_fresh = false;
	map_init(&b->names, b->arena);
	b->room = (uint32_t)(len / 2 + 4096);
	t->text = arena_alloc(b->arena, b->room);
	array_add(b->arena, t->names, t->n_names)->local = "#text";
	array_add(b->arena, t->names, t->n_names)->local = "#root";
	for (uint32_t i = 0; i < t->n_names; i++)
		t->names[i].space = t->names[i].prefix = "";
	node_add(b, XML_ROOT);
}

static void tree_end(struct build *b)
{
	struct xml_tree *t = b->tree;
	struct xml_node *end;

	for (;;) {
		t->nodes[b->open].end = t->n;
		if (!b->open)
			break;
		b->open = t->nodes[b->open].parent;
	}
	t->text[t->text_len] = '\0';
	end = array_add(b->arena, t->nodes, t->n);
	end->text = t->text_len;
	end->attr = t->n_attrs;
	end->end = t->n--;
}

/* One run over text; true when it is well-formed. */
static bool run(struct build *b, struct slice text, int options)
{
	xmlParserCtxtPtr parser;
	xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC};
	bool is_good;

	tree_begin(b, text.len);
	parser = xmlCreateMemoryParserCtxt(text.at, (int)text.len);
	if (!parser) {
		tree_end(b);
		return false;
	}
	sax.startElementNs = on_start;
	sax.endElementNs = on_end;
	sax.characters = on_text;
	sax.cdataBlock = on_text;
	sax.ignorableWhitespace = on_text;
	*parser->sax = sax;
	parser->userData = b;
	xmlCtxtUseOptions(parser, OPTIONS | options);
	xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
	xmlParseDocument(parser);
	is_good = parser->wellFormed != 0;
	if (parser->myDoc)
		xmlFreeDoc(parser->myDoc);
	xmlFreeParserCtxt(parser);
	tree_end(b);
	return is_good;
}

struct xml_tree *xml_parse(struct arena *a, struct slice text)
{
	struct build b = {.arena = a};
	struct str front = {0}, mended = {0};
	bool is_good;

	html_prepare();
	if (text.len > BYTES_MOST)
		text.len = BYTES_MOST;
	is_good = mend_prologue(text, &front);
	text = (struct slice){str_text(&front), front.len};
	is_good = is_good && text.len && run(&b, text, 0);
	if (!is_good) {
		mend_xml(text, &mended);
		run(&b, (struct slice){str_text(&mended), mended.len},
		    XML_PARSE_RECOVER);
	}
	b.tree->is_wellformed = is_good;
	str_free(&front);
	str_free(&mended);
	return b.tree;
}

/* ---- reading it ---- */

static const struct xml_attribute *attr_find(const struct xml_tree *t,
					     uint32_t node, const char *prefix,
					     const char *local)
{
	const struct xml_attribute *at = &t->attrs[t->nodes[node].attr];

	for (uint32_t i = 0; i < t->nodes[node].n_attrs; i++) {
		const struct xml_name *name = &t->names[at[i].name];

		if (strcasecmp(name->local, local) == 0 &&
		    (prefix ? strcmp(name->prefix, prefix) == 0
			    : strcmp(name->prefix, "xml") != 0))
			return &at[i];
	}
	return NULL;
}

const char *xml_attr(const struct xml_tree *t, uint32_t node, const char *local)
{
	const struct xml_attribute *attr = attr_find(t, node, NULL, local);

	return attr ? attr->value : NULL;
}

const char *xml_attr_xml(const struct xml_tree *t, uint32_t node,
			 const char *local)
{
	const struct xml_attribute *attr = attr_find(t, node, "xml", local);

	return attr ? attr->value : NULL;
}

struct slice xml_text(const struct xml_tree *t, uint32_t node)
{
	uint32_t from = t->nodes[node].text;
	uint32_t to = t->nodes[t->nodes[node].end].text;

	return (struct slice){t->text + from, to - from};
}

/* ---- writing it ---- */

static const char *const voids[] = {
	"area",  "base", "br",   "col",   "embed",  "hr",    "img",
	"input", "link", "meta", "param", "source", "track", "wbr",
};

static bool is_void(const char *local)
{
	for (size_t i = 0; i < array_length(voids); i++) {
		if (strcasecmp(voids[i], local) == 0)
			return true;
	}
	return false;
}

static void put_start(struct str *out, const struct xml_tree *t, uint32_t node)
{
	const struct xml_attribute *attr = &t->attrs[t->nodes[node].attr];

	str_printf(out, "<%s", t->names[t->nodes[node].name].local);
	for (uint32_t i = 0; i < t->nodes[node].n_attrs; i++) {
		str_printf(out, " %s=\"", t->names[attr[i].name].local);
		str_add_xml(out, (struct slice){attr[i].value, attr[i].len});
		str_add_char(out, '"');
	}
	str_add_char(out, '>');
}

static void put_end(struct str *out, const struct xml_tree *t, uint32_t node)
{
	const char *local = t->names[t->nodes[node].name].local;

	if (!is_void(local))
		str_printf(out, "</%s>", local);
}

struct slice xml_inner(struct arena *a, const struct xml_tree *t, uint32_t node)
{
	struct str out = {0};
	uint32_t open = node;
	struct slice result;

	for (uint32_t i = node + 1; i < t->nodes[node].end; i++) {
		const struct xml_node *at = &t->nodes[i];

		for (; open != at->parent; open = t->nodes[open].parent)
			put_end(&out, t, open);
		if (at->name == XML_TEXT) {
			str_add_xml(&out, xml_text(t, i));
			continue;
		}
		put_start(&out, t, i);
		open = i;
	}
	for (; open != node; open = t->nodes[open].parent)
		put_end(&out, t, open);
	result.len = out.len;
	result.at = arena_copy(a, str_text(&out), out.len);
	str_free(&out);
	return result;
}
