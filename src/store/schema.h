/* The tables of the three files, as SQL. */
#ifndef GAZETTE_STORE_SCHEMA_H
#define GAZETTE_STORE_SCHEMA_H

#include <stdbool.h>
#include <stdint.h>

struct schema {
	const char *what;         /* the file, in words */
	int32_t application;      /* PRAGMA application_id */
	const char *const *steps; /* [newest]; step n: from schema n */
	int newest;
	bool is_copied;       /* before a step: what cannot be had again */
	const char *identity; /* SQL: the same in a copy of the file, or NULL */
};

extern const struct schema store_schemas[];

#endif
