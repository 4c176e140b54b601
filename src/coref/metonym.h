/* Capitals that stand for a government. */
#ifndef GAZETTE_COREF_METONYM_H
#define GAZETTE_COREF_METONYM_H

#include "coref/node.h"

/* "Washington has on three occasions vetoed": give the mention of a capital
 * before a verb of deciding the chain of its country. */
void coref_metonym(struct knot *k, struct mention *m);

#endif
