/* Take away for good what nobody needs any more. */
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/out.h"
#include "cli/print.h"

static const struct cli_option gc_options[] = {
	{"vacuum", 0, NULL,
	 "write files anew as a whole that cannot give room back in pieces"},
	{0},
};

static void show_progress(void *self, const char *what, unsigned percent)
{
	(void)self;
	(void)percent;
	out_printf(stderr, "\r%s", what);
	fputs("\033[K", stderr);
}

static int gc_run(struct cli *cli)
{
	bool is_terminal = isatty(STDERR_FILENO);
	struct store_gc spec = {
		.rewrite = cli_flag(cli, "vacuum"),
		.progress = is_terminal ? show_progress : NULL,
	};
	struct store_gc_done done;
	struct error err;
	struct conf conf;
	bool is_good;

	if (!cli_conf(cli, &conf) || !cli_open(cli, STORE_WRITE))
		return CLI_FAILED;
	spec.keep_sec = conf.number[CONF_KEEP_ORIGINALS];
	is_good = store_gc(cli->store, &spec, &done, &err);
	if (is_terminal)
		fputs("\r\033[K", stderr);
	if (!is_good)
		return cli_fail(CLI_FAILED, &err);
	out_printf(stdout,
		   "%lld removed articles, %lld names, %lld originals taken "
		   "away; %s won, %s kept\n",
		   (long long)done.removed, (long long)done.names,
		   (long long)done.originals,
		   cli_bytes(&cli->arena, done.before > done.after
						  ? done.before - done.after
						  : 0),
		   cli_bytes(&cli->arena, done.after));
	if (done.inside)
		out_printf(stdout,
			   "%s are free inside and used again; 'gazette gc "
			   "--vacuum' gives them back\n",
			   cli_bytes(&cli->arena, done.inside));
	return CLI_DONE;
}

const struct command cmd_gc = {
	.name = "gc",
	.operands = "",
	.text = "Take away for good what was removed and what is too old",
	.more = "Removed articles with their versions, names that no article "
		"has any more and\nof which nobody has said anything, "
		"originals older than 'set keep-originals'.\nThe full-text "
		"index is tidied, and the room goes back to the disk. Others "
		"may\nread and write meanwhile, but not with --vacuum, which "
		"needs as much room again\nand only helps archives made by "
		"the first gazette.",
	.options = gc_options,
	.run = gc_run,
};
