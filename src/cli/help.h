/* What --help prints. */
#ifndef GAZETTE_CLI_HELP_H
#define GAZETTE_CLI_HELP_H

#include "cli/cli.h"

void cli_help(void);
void cli_help_command(const struct command *command);

#endif
