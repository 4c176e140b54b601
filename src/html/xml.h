/* An XML document (a feed, a list of feeds) as a flat tree.
 *
 * Like html/tree.h: nodes stand in document order, each knows where its
 * subtree ends, the text is one string.  Names are interned, so that whoever
 * reads the tree looks up each name once.  Blanks are kept.
 */
#ifndef GAZETTE_HTML_XML_H
#define GAZETTE_HTML_XML_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

struct xml_name {
	const char *space;  /* the name space's address; "" for none */
	const char *prefix; /* as written; "" for none */
	const char *local;
};

struct xml_attribute {
	const char *value; /* never NULL */
	uint32_t len;
	uint32_t name; /* index into names */
};

#define XML_TEXT 0u /* the name of a run of text */
#define XML_ROOT 1u /* of node 0, which holds all */

struct xml_node {
	uint32_t parent; /* the root is its own */
	uint32_t end;    /* the first node behind the subtree */
	uint32_t text;   /* where its text begins in tree->text */
	uint32_t attr;   /* its first in tree->attrs */
	uint32_t name;   /* index into names, or XML_TEXT */
	uint32_t n_attrs;
};

struct xml_tree {
	struct xml_node *nodes; /* nodes[n] stands for the end */
	uint32_t n;             /* at least 1 */
	struct xml_attribute *attrs;
	uint32_t n_attrs;
	struct xml_name *names;
	uint32_t n_names;
	char *text;
	uint32_t text_len;
	bool is_wellformed;
};

/* Parse XML, well-formed or not.
 *
 * Reads   text: well-formed UTF-8 without NUL (html_decode_xml).
 * Returns the tree, in the arena; what is no XML at all has its root alone.
 *         Entities are the five of XML, those of HTML and the plain ones
 *         that the document declares; no other document is read.
 * Source  libxml2's XML parser by its SAX side, strict first; text that it
 *         refuses is mended (mend.h) and parsed again.
 */
struct xml_tree *xml_parse(struct arena *a, struct slice text);

/* An attribute by its local name, whatever its name space; NULL for none. */
const char *xml_attr(const struct xml_tree *t, uint32_t node,
		     const char *local);

/* An attribute of the prefix "xml" (xml:base, xml:lang); NULL for none. */
const char *xml_attr_xml(const struct xml_tree *t, uint32_t node,
			 const char *local);

/* All text inside a node, untrimmed. */
struct slice xml_text(const struct xml_tree *t, uint32_t node);

/* What is inside a node written as HTML, name spaces left out. */
struct slice xml_inner(struct arena *a, const struct xml_tree *t,
		       uint32_t node);

#endif
