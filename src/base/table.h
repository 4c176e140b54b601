/* The tables under data/: UTF-8, one row a line, columns parted by TAB, lines
 * that begin with '#' and empty ones passed over. */
#ifndef GAZETTE_BASE_TABLE_H
#define GAZETTE_BASE_TABLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define TABLE_COLUMNS 10

struct table {
	struct slice rest;
	uint32_t line; /* of the row last read, from 1 */
};

void table_init(struct table *t, const char *bytes, size_t len);

/* Read the next row.
 *
 * Fills   column[0..TABLE_COLUMNS): slices into the table's bytes, empty where
 *         the row has fewer.
 * Returns the number of columns, 0 at the end.
 */
uint32_t table_row(struct table *t, struct slice column[TABLE_COLUMNS]);

/* How many rows a table has at most. */
uint32_t table_rows(struct slice bytes);

#endif
