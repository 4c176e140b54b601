#include "html/tree.h"

#include <libxml/HTMLparser.h>
#include <libxml/catalog.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>
#include <string.h>

#include "base/array.h"
#include "base/hash.h"
#include "html/door.h"

const char html_library[] = "libxml2 " LIBXML_DOTTED_VERSION;

/* Elements nested deeper than this are left out and their text is their
 * parent's: no person wrote them, and a step that walks up stays short. */
#define DEPTH_MOST 4000u
/* More elements than this are none that a person wrote either. */
#define NODES_MOST ((uint32_t)1 << 22)

#define SLOTS 512u /* a power of two, four times the names */

static const struct {
	const char *name;
	uint8_t class;
} tags[HTML_TAGS] = {
#define TAG(id, text, kind) [HTML_##id] = {text, HTML_##kind},
#include "html/tags.def"
#undef TAG
};

static const char *const attr_names[HTML_ATTRS] = {
#define ATTR(id, text) [HTML_ATTR_##id] = text,
#include "html/attributes.def"
#undef ATTR
};

/* A parse under way. */
struct build {
	struct arena *arena;
	struct html_tree *tree;
	uint32_t *open; /* the nodes that are not closed, from the root */
	const xmlChar **names;
	uint32_t n_open, n_names;
	uint32_t n_skipped; /* open elements that have no node */
	uint32_t room;      /* bytes of tree->text */
	struct str script;  /* of a script that is JSON-LD */
	bool in_json, in_dead, in_pre;
	bool is_fresh; /* the last node is a text that may grow */
	uint8_t tag_slots[SLOTS], attr_slots[SLOTS]; /* index + 1 */
};

static uint32_t name_hash(const char *name)
{
	return (uint32_t)hash_bytes(name, strlen(name), 0) & (SLOTS - 1);
}

static void slot_put(uint8_t slots[SLOTS], const char *name, int value)
{
	uint32_t at = name_hash(name);

	while (slots[at])
		at = (at + 1) & (SLOTS - 1);
	slots[at] = (uint8_t)(value + 1);
}

static void slots_fill(struct build *b)
{
	for (int i = HTML_TEXT + 1; i < HTML_TAGS; i++)
		slot_put(b->tag_slots, tags[i].name, i);
	for (int i = 0; i < HTML_ATTRS; i++)
		slot_put(b->attr_slots, attr_names[i], i);
}

static uint8_t tag_find(const struct build *b, const char *name)
{
	uint32_t at = name_hash(name);

	for (; b->tag_slots[at]; at = (at + 1) & (SLOTS - 1)) {
		if (!strcmp(tags[b->tag_slots[at] - 1].name, name))
			return (uint8_t)(b->tag_slots[at] - 1);
	}
	return HTML_OTHER;
}

static int attr_find(const struct build *b, const char *name)
{
	uint32_t at = name_hash(name);

	for (; b->attr_slots[at]; at = (at + 1) & (SLOTS - 1)) {
		if (!strcmp(attr_names[b->attr_slots[at] - 1], name))
			return b->attr_slots[at] - 1;
	}
	return -1;
}

static uint32_t node_add(struct build *b, uint8_t tag)
{
	struct html_tree *t = b->tree;
	struct html_node *node;

	node = array_add(b->arena, t->nodes, t->n);
	node->tag = tag;
	node->parent = b->n_open ? b->open[b->n_open - 1] : 0;
	node->text = t->text_len;
	node->attr = t->n_attrs;
	return t->n - 1;
}

static void attrs_add(struct build *b, struct html_node *node,
		      const xmlChar **attrs)
{
	for (; attrs && attrs[0] && node->n_attrs < UINT8_MAX; attrs += 2) {
		const char *value = attrs[1] ? (const char *)attrs[1] : "";
		int name = attr_find(b, (const char *)attrs[0]);
		struct html_attribute *attr;
		size_t len;

		if (name < 0)
			continue;
		len = strlen(value);
		if (len > 1u << 20)
			continue;
		attr = array_add(b->arena, b->tree->attrs, b->tree->n_attrs);
		attr->name = (uint8_t)name;
		attr->len = (uint32_t)len;
		attr->value = arena_copy(b->arena, value, len);
		node->n_attrs++;
	}
}

static bool is_json(const struct html_tree *t, uint32_t node)
{
	const char *type = html_attr(t, node, HTML_ATTR_TYPE);

	return type && strstr(type, "ld+json");
}

static void text_room(struct build *b, uint32_t more)
{
	struct html_tree *t = b->tree;
	char *wider;

	if (b->room - t->text_len > more)
		return;
	while (b->room - t->text_len <= more)
		b->room *= 2;
	wider = arena_alloc(b->arena, b->room);
	memcpy(wider, t->text, t->text_len);
	t->text = wider;
}

/* The last byte of a soft hyphen (U+00AD), which is left out. */
#define SOFT ((char)0xAD)

/* The bytes of a blank at in; U+00A0 is one, and so that a soft hyphen goes
 * the same way it counts here.  0: something else. */
static size_t blank_len(const char *in, const char *stop)
{
	switch ((unsigned char)*in) {
	case ' ':
	case '\n':
	case '\t':
	case '\r':
	case '\f':
		return 1;
	case 0xC2:
		return stop - in > 1 && (in[1] == (char)0xA0 || in[1] == SOFT)
			       ? 2
			       : 0;
	default:
		return 0;
	}
}

static void on_text(void *data, const xmlChar *bytes, int len)
{
	struct build *b = data;
	struct html_tree *t = b->tree;
	const char *in = (const char *)bytes, *stop = in + len;
	char *out;

	if (b->in_dead) {
		if (b->in_json && b->script.len < 1u << 22)
			str_add(&b->script, in, (size_t)len);
		return;
	}
	text_room(b, (uint32_t)len);
	if (!b->is_fresh) {
		uint32_t node = node_add(b, HTML_TEXT);

		t->nodes[node].end = node + 1;
		b->is_fresh = true;
	}
	out = t->text + t->text_len;
	if (b->in_pre) {
		memcpy(out, in, (size_t)len);
		t->text_len += (uint32_t)len;
		return;
	}
	while (in < stop) {
		size_t n = blank_len(in, stop);

		if (!n) {
			*out++ = *in++;
			continue;
		}
		in += n;
		if (in[-1] != SOFT && (out == t->text || out[-1] != ' '))
			*out++ = ' ';
	}
	t->text_len = (uint32_t)(out - t->text);
}

/* An element without a node: a script is still no text, and what breaks a
 * line still parts words. */
static void skip_start(struct build *b, uint8_t tag)
{
	b->tree->was_cut = true;
	if (tag == HTML_SCRIPT || tag == HTML_STYLE)
		b->in_dead = true;
	else if (html_class_of(tag) != HTML_INLINE)
		on_text(b, BAD_CAST "\n", 1);
}

static void on_start(void *data, const xmlChar *name, const xmlChar **attrs)
{
	struct build *b = data;
	uint8_t tag = tag_find(b, (const char *)name);
	uint32_t node;

	if (b->n_skipped || b->n_open >= DEPTH_MOST ||
	    b->tree->n >= NODES_MOST) {
		b->n_skipped++;
		skip_start(b, tag);
		return;
	}
	b->is_fresh = false;
	node = node_add(b, tag);
	attrs_add(b, &b->tree->nodes[node], attrs);
	*array_add(b->arena, b->open, b->n_open) = node;
	*array_add(b->arena, b->names, b->n_names) = name;
	if (b->n_open > b->tree->depth)
		b->tree->depth = b->n_open;
	if (tag == HTML_PRE || tag == HTML_TEXTAREA)
		b->in_pre = true;
	b->in_dead = tag == HTML_SCRIPT || tag == HTML_STYLE;
	b->in_json = tag == HTML_SCRIPT && is_json(b->tree, node);
}

static void node_close(struct build *b)
{
	uint32_t node = b->open[--b->n_open];
	uint8_t tag = b->tree->nodes[node].tag;

	b->n_names--;
	b->is_fresh = false;
	b->tree->nodes[node].end = b->tree->n;
	if (b->in_json && b->script.len) {
		struct slice *json =
			array_add(b->arena, b->tree->json, b->tree->n_json);

		json->at = arena_copy(b->arena, b->script.at, b->script.len);
		json->len = b->script.len;
		str_clear(&b->script);
	}
	b->in_json = b->in_dead = false;
	if (tag == HTML_PRE || tag == HTML_TEXTAREA)
		b->in_pre = false;
}

/* The parser closes what it opened, in order; names tell when it did not. */
static void on_end(void *data, const xmlChar *name)
{
	struct build *b = data;

	if (b->n_skipped) {
		b->n_skipped--;
		b->in_dead = false;
		if (html_class_of(tag_find(b, (const char *)name)) !=
		    HTML_INLINE)
			on_text(b, BAD_CAST "\n", 1);
		return;
	}
	for (uint32_t i = b->n_names; i-- > 1;) {
		if (!xmlStrEqual(b->names[i], name))
			continue;
		while (b->n_names > i)
			node_close(b);
		return;
	}
}

static xmlParserInputPtr no_entity(const char *url, const char *id,
				   xmlParserCtxtPtr ctxt)
{
	(void)url;
	(void)id;
	(void)ctxt;
	return NULL;
}

static void no_message(void *data, xmlErrorPtr error)
{
	(void)data;
	(void)error;
}

void html_door_prepare(void)
{
	xmlCatalogSetDefaults(XML_CATA_ALLOW_NONE);
	xmlInitParser();
	xmlSetExternalEntityLoader(no_entity);
	xmlSetStructuredErrorFunc(NULL, no_message);
}

static void run(struct build *b, struct slice text)
{
	htmlParserCtxtPtr parser;
	xmlSAXHandler sax = {0};

	parser = htmlCreateMemoryParserCtxt(text.at, (int)text.len);
	if (!parser)
		return;
	sax.startElement = on_start;
	sax.endElement = on_end;
	sax.characters = on_text;
	sax.cdataBlock = on_text;
	sax.ignorableWhitespace = on_text;
	*parser->sax = sax;
	parser->userData = b;
	htmlCtxtUseOptions(parser,
			   HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
				   HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
				   HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC);
	parser->sax->ignorableWhitespace = on_text;
	xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
	htmlParseDocument(parser);
	htmlFreeParserCtxt(parser);
}

struct html_tree *html_parse(struct arena *a, struct slice text)
{
	struct build b = {.arena = a};
	struct html_tree *t = arena_alloc(a, sizeof(*t));
	struct html_node *end;
	uint32_t root;

	b.tree = t;
	b.room = (uint32_t)(text.len / 8 + 4096);
	t->text = arena_alloc(a, b.room);
	slots_fill(&b);
	root = node_add(&b, HTML_OTHER);
	*array_add(a, b.open, b.n_open) = root;
	*array_add(a, b.names, b.n_names) = BAD_CAST "";
	if (text.len > INT32_MAX / 4) {
		t->was_cut = true;
		text.len = INT32_MAX / 4;
	}
	if (text.len)
		run(&b, html_tame(a, html_unstream(a, text)));
	while (b.n_open)
		node_close(&b);
	str_free(&b.script);
	t->text[t->text_len] = '\0';
	end = array_add(a, t->nodes, t->n);
	end->text = t->text_len;
	end->end = t->n--;
	return t;
}

enum html_class html_class_of(uint8_t tag)
{
	return (enum html_class)tags[tag].class;
}

bool html_is_heading(uint8_t tag)
{
	return tag >= HTML_H1 && tag <= HTML_H6;
}

const char *html_attr(const struct html_tree *tree, uint32_t node,
		      enum html_attr name)
{
	const struct html_attribute *at = &tree->attrs[tree->nodes[node].attr];

	for (uint32_t i = 0; i < tree->nodes[node].n_attrs; i++) {
		if (at[i].name == name)
			return at[i].value;
	}
	return NULL;
}

struct slice html_node_text(const struct html_tree *tree, uint32_t node)
{
	uint32_t from = tree->nodes[node].text;
	uint32_t to = tree->nodes[tree->nodes[node].end].text;

	return slice_trim((struct slice){tree->text + from, to - from});
}
