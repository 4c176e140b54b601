/* argv -> subcommand, nothing else. */
#include <locale.h>
#include <signal.h>
#include <string.h>

#include "cli/cli.h"
#include "worker/worker.h"

int main(int argc, char **argv)
{
	/* LC_NUMERIC stays C: a German one prints 0,97 */
	setlocale(LC_CTYPE, "");
	setlocale(LC_MESSAGES, "");
	signal(SIGPIPE, SIG_IGN);
	if (argc > 1 && strcmp(argv[1], "--worker") == 0)
		return worker_main(argc - 1, argv + 1);
	return cli_main(argc, argv);
}
