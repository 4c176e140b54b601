/* What the formats share.  Nobody outside includes it. */
#ifndef GAZETTE_FEED_WORK_H
#define GAZETTE_FEED_WORK_H

#include "base/map.h"
#include "feed/feed.h"
#include "html/xml.h"

/* The name spaces that are read; all spellings of one are one. */
enum feed_space {
	SPACE_OTHER,
	SPACE_OWN, /* the format's */
	SPACE_ATOM,
	SPACE_CC,
	SPACE_CONTENT,
	SPACE_DC,
	SPACE_DCTERMS,
	SPACE_FEEDBURNER,
	SPACE_ITUNES,
	SPACE_MEDIA,
	SPACE_RDF,
	SPACE_XHTML,
};

/* A feed that is being read. */
struct reading {
	struct arena *arena;
	struct feed *feed;
	const struct xml_tree *tree;      /* NULL: JSON */
	const char *url;                  /* relative addresses count from it */
	const struct feed_rule **rule_of; /* [names], NULL: passed over */
	uint8_t *space_of;                /* [names], enum feed_space */

	/* The entry that is being filled. */
	struct feed_entry *to;
	uint8_t rank[FEED_TEXTS + FEED_WHENS]; /* of who filled what */
	uint8_t where;
	struct map known; /* hashes of entries, 8 bytes each */
};

enum feed_where {
	IN_HEAD = 1 << 0,
	IN_ENTRY = 1 << 1,
	IN_SOURCE = 1 << 2,
	IN_ALL = IN_HEAD | IN_ENTRY | IN_SOURCE,
};

/* An element and what reads it.  Of several that fill one member the lowest
 * rank wins, of one rank the last.  A table ends with local NULL; two rows for
 * one element that differ in where stand one behind the other. */
struct feed_rule {
	uint8_t space; /* enum feed_space */
	const char *local;
	void (*read)(struct reading *r, uint32_t node,
		     const struct feed_rule *rule);
	uint8_t member; /* enum feed_field or feed_when */
	uint8_t rank;
	uint8_t where; /* enum feed_where; 0: IN_ALL */
};

struct feed_format {
	const char *name;
	/* text: its first 64 KiB; root: the name of its first element, "" where
	 * there is none. */
	bool (*sniff)(struct slice text, struct slice root);
	/* text is UTF-8 without NUL.  false: it is none after all. */
	bool (*parse)(struct reading *r, struct slice text, struct error *err);
};

/* ---- element.c ---- */

/* Ready the rules for a tree: the format's own (NULL: those of Atom) and those
 * of all modules.  own: the address of its name space in this document. */
void feed_rules_set(struct reading *r, const struct xml_tree *tree,
		    const struct feed_rule *rules, const char *own);

bool feed_is(const struct reading *r, uint32_t node, enum feed_space space,
	     const char *local);

/* Read the children of a node into an entry. */
void feed_read_into(struct reading *r, struct feed_entry *to, uint32_t node,
		    enum feed_where where);

/* The children of a node, one after the other: the first behind `before`
 * (0: the first); 0 at the end. */
uint32_t feed_child(const struct reading *r, uint32_t node, uint32_t before);

/* A child by its local name, whatever its space; 0: none. */
uint32_t feed_child_named(const struct reading *r, uint32_t node,
			  const char *local);

/* A new entry of the feed, with the hash of all that stands there. */
struct feed_entry *feed_entry_add(struct reading *r, uint64_t raw);

void feed_known_set(struct reading *r, struct slice known);

/* Hash all that stands in a node. */
uint64_t feed_raw(const struct xml_tree *t, uint32_t node);

/* What base and language a node has by xml:base and xml:lang; NULL: none. */
const char *feed_base(const struct reading *r, uint32_t node);
const char *feed_language(const struct reading *r, uint32_t node);

/* An address absolute, as it may be kept; NULL: it must not be.
 * Of a scheme but http(s) only what leads nowhere by itself. */
const char *feed_address(const struct reading *r, const char *base,
			 struct slice ref);

/* Is the member free for this rank?  Then it is taken. */
bool feed_take_text(struct reading *r, enum feed_field field, uint8_t rank);
bool feed_take_when(struct reading *r, enum feed_when when, uint8_t rank);

/* What follows from the rest: link from id, author from persons. */
void feed_finish(struct reading *r, struct feed_entry *e);

/* ---- value.c: readers of rules ---- */

void read_plain(struct reading *r, uint32_t node, const struct feed_rule *rule);
void read_html(struct reading *r, uint32_t node, const struct feed_rule *rule);
void read_content(struct reading *r, uint32_t node,
		  const struct feed_rule *rule);
void read_token(struct reading *r, uint32_t node, const struct feed_rule *rule);
void read_address(struct reading *r, uint32_t node,
		  const struct feed_rule *rule);
void read_when(struct reading *r, uint32_t node, const struct feed_rule *rule);
void read_author(struct reading *r, uint32_t node,
		 const struct feed_rule *rule);
void read_contributor(struct reading *r, uint32_t node,
		      const struct feed_rule *rule);
void read_link(struct reading *r, uint32_t node, const struct feed_rule *rule);
void read_category(struct reading *r, uint32_t node,
		   const struct feed_rule *rule);
void read_keywords(struct reading *r, uint32_t node,
		   const struct feed_rule *rule);
void read_enclosure(struct reading *r, uint32_t node,
		    const struct feed_rule *rule);
void read_image(struct reading *r, uint32_t node, const struct feed_rule *rule);
void read_group(struct reading *r, uint32_t node, const struct feed_rule *rule);

void feed_link_add(struct reading *r, const struct feed_link *link);
void feed_tag_add(struct reading *r, const struct feed_tag *tag);
void feed_enclosure_add(struct reading *r, const struct feed_link *link);

/* "Ana Roy (ana@example.org)" and its like. */
struct feed_person feed_person_of(struct arena *a, struct slice text);

/* ---- text.c ---- */

/* A text as it stands in a feed: plain, or HTML. */
struct feed_value {
	struct slice text;
	bool is_html, is_bytes; /* is_bytes: as a line, what it is */
	const char *type;       /* "text/html" */
};

/* By the element's type and mode, or what the format says without. */
struct feed_value feed_value_of(struct reading *r, uint32_t node);

/* As one line of plain text; as clean HTML; NULL when nothing is left. */
const char *feed_plain(struct arena *a, const struct feed_value *v);
const char *feed_html(struct arena *a, const struct feed_value *v,
		      const char *base);

/* One line of clean text, references left alone; NULL when empty. */
const char *feed_line(struct arena *a, struct slice text);

/* ---- modules.c ---- */

extern const struct feed_rule feed_modules[];

#endif
