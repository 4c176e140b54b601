/* What everybody knows, for resolving names. */
#ifndef GAZETTE_CLI_KNOWN_H
#define GAZETTE_CLI_KNOWN_H

#include "cli/cli.h"

/* Read every table in data/known, in the order of their names; it lives as
 * long as the run.  Errors  false: a table is missing or broken. */
MUST_CHECK bool cli_known(struct cli *cli, struct known **out,
			  struct error *err);

#endif
