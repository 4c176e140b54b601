/* Is the archive whole? */
#include <stdio.h>

#include "base/out.h"
#include "cli/print.h"

static void print_fault(void *self, const char *fault)
{
	(void)self;
	out_printf(stdout, "%s\n", fault);
}

static int check_run(struct cli *cli)
{
	struct store_checked checked;
	struct store_counts counts;
	struct error err;

	if (!cli_open(cli, STORE_READ))
		return CLI_FAILED;
	if (!store_check(cli->store, print_fault, NULL, &checked, &err) ||
	    !store_counts(cli->store, &counts, &err))
		return cli_fail(CLI_FAILED, &err);
	out_printf(stdout,
		   "%lld articles, %lld names, %lld mentions, %lld quotations: "
		   "%s\n",
		   (long long)checked.articles, (long long)counts.entities,
		   (long long)counts.mentions, (long long)counts.quotes,
		   checked.faults ? "not whole" : "whole");
	if (checked.faults == 0)
		return CLI_DONE;
	out_message("%lld fault%s in '%s'", (long long)checked.faults,
		    checked.faults == 1 ? "" : "s", cli->paths.archive);
	return CLI_PART;
}

const struct command cmd_check = {
	.name = "check",
	.operands = "",
	.text = "Prove that the archive is whole",
	.more = "Reads all of it: the files, every mention in its text, counts "
		"against sums, the\nfull-text index. Prints one line a fault; "
		"the exit status is 1 when there is one.",
	.run = check_run,
};
