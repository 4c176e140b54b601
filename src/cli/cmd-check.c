/* Is the archive whole? */
#include <stdio.h>

#include "base/out.h"
#include "cli/known.h"
#include "cli/print.h"

static const struct cli_option check_options[] = {
	{"repair", 0, NULL, "make whole what can be, and say what was done"},
	{0},
};

static void print_fault(void *self, const char *fault)
{
	(void)self;
	out_printf(stdout, "%s\n", fault);
}

static bool repair(struct cli *cli, struct store_checked *out,
		   struct error *err)
{
	struct known *known;

	return cli_known(cli, &known, err) &&
	       store_repair(cli->store, known, print_fault, NULL, out, err);
}

static int check_run(struct cli *cli)
{
	bool repairs = cli_flag(cli, "repair");
	struct store_checked checked;
	struct store_counts counts;
	struct error err;

	if (!cli_open(cli, repairs ? STORE_WRITE : STORE_READ))
		return CLI_FAILED;
	if (!(repairs ? repair(cli, &checked, &err)
		      : store_check(cli->store, print_fault, NULL, &checked,
				    &err)) ||
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
		"the exit status is 1 when there is one.\n\nWith --repair "
		"rows that belong to nothing go, and what follows from "
		"articles and\nnames is made anew; each thing done is a "
		"line, and so is each fault that is left.\nTexts, names and "
		"corrections are never touched; make a backup first all the "
		"same.",
	.options = check_options,
	.run = check_run,
};
