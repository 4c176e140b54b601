/* What the commands of the user's word share: who is meant, and what came of
 * it. */
#ifndef GAZETTE_CLI_CORRECTIONS_H
#define GAZETTE_CLI_CORRECTIONS_H

#include "cli/print.h"
#include "store/edit.h"

#define CLI_OPTION_DRY                                                         \
	{                                                                      \
		"dry-run", 'n', NULL, "say what would change, change nothing"  \
	}
#define CLI_CORRECTION_OPTIONS CLI_OPTION_DRY, CLI_OPTION_JSON

/* Open the archive, which must be there, for a correction.
 * Errors  false, said. */
MUST_CHECK bool cli_correction_open(struct cli *cli);

/* Add the entity that NAME means to the names of a correction.
 * Returns CLI_DONE, else the exit status, said. */
int cli_correction_name(struct cli *cli, const char *name, struct edit *edit);

/* The same, where "none" is nobody. */
int cli_correction_name_or_none(struct cli *cli, const char *name,
				struct edit *edit);

/* Add an article by its number. */
int cli_correction_article(struct cli *cli, const char *id, struct edit *edit);

/* Read ID:START, ID:START-END or ID:title:START. */
int cli_correction_place(struct cli *cli, const char *place, struct edit *edit);

/* Apply the correction, or only count, and print what came of it. */
int cli_correction_apply(struct cli *cli, const struct edit *edit);

/* Print what came of a correction. */
int cli_correction_print(struct cli *cli, const char *kind,
			 const struct edit_done *done);

#endif
