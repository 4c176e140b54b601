/* A page as a flat tree.
 *
 * The nodes stand in document order, each knows where its subtree ends; so
 * a walk is a loop, a subtree a range, and no depth of nesting can hurt.  The
 * text of the page is one string with runs of blanks made one; every node
 * knows where in it its own text begins and ends.
 */
#ifndef GAZETTE_HTML_TREE_H
#define GAZETTE_HTML_TREE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

enum html_tag {
	HTML_OTHER,
	HTML_TEXT, /* a run of text; it has no children */
#define TAG(name, text, class) HTML_##name,
#include "html/tags.def"
#undef TAG
	HTML_TAGS
};

enum html_class { HTML_INLINE, HTML_BLOCK, HTML_VOID, HTML_DEAD };

enum html_attr {
#define ATTR(name, text) HTML_ATTR_##name,
#include "html/attributes.def"
#undef ATTR
	HTML_ATTRS
};

struct html_attribute {
	const char *value; /* never NULL */
	uint32_t len;
	uint8_t name; /* enum html_attr */
};

/* The library behind the door: "libxml2 2.9.14". */
extern const char html_library[];

struct html_node {
	uint32_t parent; /* the root is its own */
	uint32_t end;    /* the first node behind the subtree */
	uint32_t text;   /* where its text begins in tree->text */
	uint32_t attr;   /* its first in tree->attrs */
	uint8_t n_attrs;
	uint8_t tag; /* enum html_tag */
};

struct html_tree {
	struct html_node *nodes; /* nodes[n] stands for the end */
	uint32_t n;              /* at least 1: a root that holds all */
	uint32_t depth;          /* of the deepest node */
	struct html_attribute *attrs;
	uint32_t n_attrs;
	char *text;
	uint32_t text_len;
	struct slice *json; /* bodies of <script type="application/ld+json"> */
	uint32_t n_json;
	bool was_cut; /* nesting or size beyond all reason: some elements are
		       * left out, their text is not */
};

/* Parse a page or a piece of one.
 *
 * Reads   text: well-formed UTF-8 without NUL (html_decode).
 * Returns the tree, in the arena.  Anything is a page; an empty one has its
 *         root alone.
 * Source  libxml2's HTML parser, by its SAX side: no tree of its own.
 */
struct html_tree *html_parse(struct arena *a, struct slice text);

enum html_class html_class_of(uint8_t tag);
bool html_is_heading(uint8_t tag);

/* An attribute's value; NULL when the node has none. */
const char *html_attr(const struct html_tree *tree, uint32_t node,
		      enum html_attr name);

/* The text inside a node, without scripts and styles, trimmed. */
struct slice html_node_text(const struct html_tree *tree, uint32_t node);

#endif
