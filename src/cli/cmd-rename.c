/* A name is shown by another. */
#include "base/utf8.h"
#include "cli/corrections.h"

#include <string.h>

static const struct cli_option rename_options[] = {CLI_CORRECTION_OPTIONS, {0}};

static int rename_run(struct cli *cli)
{
	struct edit edit = {.kind = EDIT_RENAME};
	const char *name = cli->operands[1];
	size_t len;
	int status;

	name = utf8_clean(&cli->arena, name, strlen(name), &len);
	edit.text = arena_string(&cli->arena, name);
	if (slice_trim(slice_of(name)).len == 0)
		return cli_wrong(cli, "the new name is empty");
	if (!cli_correction_open(cli))
		return CLI_FAILED;
	status = cli_correction_name(cli, cli->operands[0], &edit);
	return status ? status : cli_correction_apply(cli, &edit);
}

const struct command cmd_rename = {
	.name = "rename",
	.operands = "NAME NEW",
	.text = "Show a name by another",
	.more = "NEW is kept whatever articles write; NAME and the other forms "
		"still find it.",
	.options = rename_options,
	.least = 2,
	.most = 2,
	.run = rename_run,
};
