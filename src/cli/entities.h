/* Entities as names and name print them. */
#ifndef GAZETTE_CLI_ENTITIES_H
#define GAZETTE_CLI_ENTITIES_H

#include "cli/print.h"

extern const struct cli_column cli_entity_columns[];

void cli_entity_add(struct cli_grid *g, struct arena *a,
		    const struct entity_row *row);

json_t *cli_entity_object(const struct entity_row *row);

#endif
