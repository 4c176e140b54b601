/* Quotations as quotes and name print them. */
#ifndef GAZETTE_CLI_QUOTES_H
#define GAZETTE_CLI_QUOTES_H

#include "cli/print.h"

extern const struct cli_column cli_quote_columns[];

void cli_quote_add(struct cli_grid *g, struct arena *a,
		   const struct quote_row *row);

/* Quotations as objects.  Their offsets count in the article's text, which is
 * read once for all that stand beside each other. */
struct cli_quotes {
	struct store *store;
	struct arena arena;
	int64_t docid; /* of art; 0 none */
	struct article *art;
};

void cli_quotes_init(struct cli_quotes *c, struct store *st);
void cli_quotes_free(struct cli_quotes *c);

/* Errors  NULL: the archive cannot be read. */
json_t *cli_quote_object(struct cli_quotes *c, const struct quote_row *row,
			 struct error *err);

/* The key behind a row, and back.
 * Errors  false: no such key. */
const char *cli_quote_key(struct arena *a, const struct quote_row *row);
MUST_CHECK bool cli_quote_from(const char *key, struct quote_spec *spec);

#endif
