/* What changed in an article. */
#ifndef GAZETTE_CLI_CHANGES_H
#define GAZETTE_CLI_CHANGES_H

#include "cli/cli.h"

/* Print what changed in an article since its version `since` (0: the one
 * before the newest), as words; returns the exit status, said. */
int changes_print(struct cli *cli, struct arena *a, int64_t id, int64_t since,
		  bool as_json);

#endif
