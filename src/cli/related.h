/* Related articles as related and story print them. */
#ifndef GAZETTE_CLI_RELATED_H
#define GAZETTE_CLI_RELATED_H

#include "cli/articles.h"

extern const struct cli_column cli_related_columns[];

json_t *cli_related_object(const struct related_row *row, const char *reason);

/* Add a row to a grid of cli_related_columns. */
void cli_related_add(struct cli_grid *g, struct arena *a,
		     const struct related_row *row, const char *reason);

#endif
