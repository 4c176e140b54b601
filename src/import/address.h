/* Operands that are addresses: fetched some ahead of time, taken one by one in
 * their order. */
#ifndef GAZETTE_IMPORT_ADDRESS_H
#define GAZETTE_IMPORT_ADDRESS_H

#include "fetch/fetch.h"

struct addresses;

bool address_is(const char *operand);

/* The operands must live as long; fetch is the path of gazette-fetch, which
 * is started when the first address is taken. */
struct addresses *addresses_new(char *const *operands, int n,
				const char *fetch);
void addresses_free(struct addresses *ad); /* NULL is nothing */

/* Wait for what operand number i gave, in the arena.
 * Errors  false: it was not got, in words that follow the address. */
MUST_CHECK bool addresses_take(struct addresses *ad, int i, struct arena *a,
			       struct fetch_reply *reply, struct error *err);

#endif
