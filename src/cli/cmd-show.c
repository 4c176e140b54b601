/* Articles to read, or as they are kept. */
#include <stdio.h>
#include <unistd.h>

#include "article/json.h"
#include "base/out.h"
#include "cli/changes.h"
#include "cli/print.h"
#include "cli/render.h"

enum show_how { SHOW_TEXT, SHOW_PLAIN, SHOW_JSON, SHOW_EXPLAIN, SHOW_ORIGINAL };

static const struct cli_option show_options[] = {
	CLI_OPTION_JSON,
	{"plain", 0, NULL, "print the text alone, without marks or wrapping"},
	{"explain", 0, NULL, "print what the cleaner took out, and why"},
	{"original", 0, NULL, "print the bytes as they came"},
	{"diff", 0, "[=N]", "print what changed since version N, or the last"},
	{0},
};

/* Which of the flags was given, at most one. */
static int read_how(const struct cli *cli, enum show_how *how)
{
	static const struct {
		const char *name;
		enum show_how how;
	} flags[] = {{"json", SHOW_JSON},
		     {"plain", SHOW_PLAIN},
		     {"explain", SHOW_EXPLAIN},
		     {"original", SHOW_ORIGINAL}};
	const char *first = NULL;

	*how = SHOW_TEXT;
	for (size_t i = 0; i < array_length(flags); i++) {
		if (!cli_flag(cli, flags[i].name))
			continue;
		if (first)
			return cli_wrong(cli,
					 "--%s and --%s exclude each other",
					 first, flags[i].name);
		first = flags[i].name;
		*how = flags[i].how;
	}
	return CLI_DONE;
}

/* Bytes as they came; a terminal is shielded from them. */
static int show_original(struct cli *cli, struct arena *a, int64_t id)
{
	struct slice bytes;
	const char *type;
	struct error err;

	if (!store_original_get(cli->store, a, id, &bytes, &type, &err))
		return cli_fail(CLI_FAILED, &err);
	if (!type) {
		out_message("no original of article %lld was kept",
			    (long long)id);
		return CLI_FAILED;
	}
	if (isatty(STDOUT_FILENO))
		out_text(stdout, bytes.at, bytes.len, false);
	else
		fwrite(bytes.at, 1, bytes.len, stdout);
	return CLI_DONE;
}

static void show_text(const struct cli *cli, struct arena *a,
		      const struct article *art, enum show_how how)
{
	if (how == SHOW_TEXT && cli_has_marks())
		render_marked(a, art, cli_width(), cli->has_colour);
	else
		render_plain(a, art);
}

/* The version that --diff=N names, 0: none. */
static bool read_since(const struct cli *cli, int64_t *out)
{
	*out = 0;
	return !*cli_value(cli, "diff") ||
	       cli_number(cli, "diff", 1, INT32_MAX, 0, out);
}

static int show(struct cli *cli, struct arena *a, int64_t id, enum show_how how)
{
	struct article *art;
	struct error err;
	int64_t since;

	if (cli_flag(cli, "diff"))
		return read_since(cli, &since)
			       ? changes_print(cli, a, id, since,
					       how == SHOW_JSON)
			       : CLI_USAGE;
	if (how == SHOW_ORIGINAL)
		return show_original(cli, a, id);
	if (!store_article_get(cli->store, a, id, &art, &err))
		return cli_fail(CLI_FAILED, &err);
	if (!art) { /* taken away since its number was looked up */
		out_message("there is no article %lld", (long long)id);
		return CLI_USAGE;
	}
	if (how == SHOW_JSON)
		cli_json(article_json(art, ARTICLE_JSON_ALL));
	else if (how == SHOW_EXPLAIN)
		render_dropped(art);
	else
		show_text(cli, a, art, how);
	return CLI_DONE;
}

static bool is_text(enum show_how how)
{
	return how == SHOW_TEXT || how == SHOW_PLAIN;
}

static int show_run(struct cli *cli)
{
	enum show_how how;
	struct arena a;
	int64_t id;
	int status = read_how(cli, &how);

	if (!status && cli_flag(cli, "diff") && how != SHOW_TEXT &&
	    how != SHOW_JSON)
		status = cli_wrong(cli, "--diff goes with --json alone");
	if (status)
		return status;
	if (!cli_open(cli, STORE_READ))
		return CLI_FAILED;
	for (int i = 0; i < cli->n_operands && !status; i++)
		status = cli_article(cli, cli->operands[i], &id);
	arena_init(&a);
	for (int i = 0; i < cli->n_operands && !status && cli_more(); i++) {
		if (i > 0 && is_text(how))
			fputs("\n\n", stdout);
		status = cli_article(cli, cli->operands[i], &id);
		if (!status)
			status = show(cli, &a, id, how);
		arena_reset(&a);
	}
	arena_free(&a);
	return status;
}

const struct command cmd_show = {
	.name = "show",
	.operands = "ID...",
	.text = "Show articles as text",
	.more = "On a terminal the text is wrapped, names are marked by kind "
		"(people bold,\nplaces italic, organisations plain, all "
		"underlined), and a bar stands beside\nquotations: a full one "
		"beside quoted words, a broken one beside reported\nspeech. "
		"Elsewhere a paragraph is one line.",
	.options = show_options,
	.least = 1,
	.most = -1,
	.run = show_run,
};
