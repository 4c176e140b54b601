#include "base/table.h"

#include <string.h>

void table_init(struct table *t, const char *bytes, size_t len)
{
	*t = (struct table){.rest = {bytes, len}};
}

uint32_t table_row(struct table *t, struct slice column[TABLE_COLUMNS])
{
	struct slice row = {NULL, 0};
	uint32_t n = 0;

	do {
		if (!t->rest.at || t->rest.len == 0)
			return 0;
		row = slice_cut(&t->rest, '\n');
		t->line++;
		if (row.len && row.at[row.len - 1] == '\r')
			row.len--;
	} while (row.len == 0 || row.at[0] == '#');
	memset(column, 0, TABLE_COLUMNS * sizeof(*column));
	while (row.at && n < TABLE_COLUMNS)
		column[n++] = slice_cut(&row, '\t');
	return n;
}

uint32_t table_rows(struct slice bytes)
{
	uint32_t n = 1;

	for (size_t i = 0; i < bytes.len; i++)
		n += bytes.at[i] == '\n';
	return n;
}
