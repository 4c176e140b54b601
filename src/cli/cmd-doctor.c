/* What the program stands on: versions, folders, locale, terminal, cage. */
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>

#include "base/out.h"
#include "cli/cli.h"

static int doctor_run(struct cli *cli)
{
	const char *term = getenv("TERM"), *locale = setlocale(LC_CTYPE, NULL);

	out_printf(stdout, "gazette    %s\n", PACKAGE_VERSION);
	out_printf(stdout, "program    %s\n", cli->paths.program);
	out_printf(stdout, "data       %s\n", cli->paths.data);
	out_printf(stdout, "archive    %s\n", cli->paths.archive);
	out_printf(stdout, "locale     %s, %s\n", locale ? locale : "unknown",
		   nl_langinfo(CODESET));
	out_printf(stdout, "terminal   %s\n", term ? term : "TERM is not set");
	return CLI_DONE;
}

const struct command cmd_doctor = {
	.name = "doctor",
	.operands = "",
	.text = "Say what gazette stands on: versions, folders, locale, "
		"terminal, sandbox",
	.run = doctor_run,
};
