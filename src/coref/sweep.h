/* Pronouns and descriptions, in the order they are read. */
#ifndef GAZETTE_COREF_SWEEP_H
#define GAZETTE_COREF_SWEEP_H

#include "coref/role.h"

/* Resolve what is no name: pronouns, descriptions of people, capitals that
 * stand for governments; adds mentions for them.  Needs art->mentions sorted;
 * sets their chain to a node. */
void coref_sweep(struct knot *k);

#endif
