/* The words by which a text shows that it matches. */
#ifndef GAZETTE_QUERY_LOOKS_H
#define GAZETTE_QUERY_LOOKS_H

#include "query/tree.h"

struct query_look {
	const char *word; /* folded */
	size_t len;
	bool is_prefix;
};

struct query_looks {
	struct query_look *at; /* [n] */
	uint32_t n;
};

/* All that a bound tree wants: words, and the words of names. */
void query_looks_find(struct store *st, struct arena *a,
		      const struct query_node *tree, struct query_looks *out);

/* The first sentence with most of them; false: none is there. */
bool query_looks_match(const struct query_looks *looks, struct slice text,
		       struct query_match *out);

#endif
