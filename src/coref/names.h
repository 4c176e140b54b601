/* What the files that join names share. */
#ifndef GAZETTE_COREF_NAMES_H
#define GAZETTE_COREF_NAMES_H

#include "coref/node.h"

#define NODES_MOST 2000 /* names in an article that are compared */

/* A name without "the", titles in front, a possessive or a comma behind. */
struct slice coref_bare(const struct knot *k, struct slice s);

/* Where a search of the nodes begins: in a text of very many names only the
 * latest are looked at. */
uint32_t coref_first_node(const struct knot *k);

/* Name a node by a form. */
void coref_node_name(struct knot *k, struct node *n, const struct spelling *f);

/* Make the nodes of people who have a name of two words and more. */
void coref_people_full(struct knot *k);

/* How a single word may name a node: 2 as surname, 1 as given name. */
int coref_single_rank(const struct node *n, struct slice word);

/* The gender that the title right before a mention tells. */
uint8_t coref_title_gender(const struct knot *k, uint32_t mention);

/* Note who is first named as somebody's relation. */
void coref_find_kin(struct knot *k);

/* The person a single word means at one mention; -1 nobody known.
 *
 * last[n_nodes]  where each node was last named, 0 not yet */
int32_t coref_single_at(const struct knot *k, const struct spelling *f,
			uint32_t mention, const uint32_t *last);

#endif
