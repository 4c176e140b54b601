/* What people saved with a service into an archive. */
#ifndef GAZETTE_CLI_IMPORT_SAVED_H
#define GAZETTE_CLI_IMPORT_SAVED_H

#include "cli/cli.h"

/* Take in an export of the service ("pocket"): articles with their text where
 * the export has it, else with that of their pages, which are fetched; what
 * was read, liked, tagged and noted of them.
 *
 * Counts on standard output, each that could not be taken on standard error.
 * Returns the exit status.
 */
int import_saved(struct cli *cli, const char *service, const char *path,
		 bool is_dry);

#endif
