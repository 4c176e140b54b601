/* What query_keep_beyond finds, shown or removed. */
#include "cli/keep-rules.h"

#include <pwd.h>
#include <time.h>
#include <unistd.h>

#include "base/out.h"
#include "cli/articles.h"
#include "query/query.h"

/* ---- what is beyond ---- */

struct printing {
	struct cli_grid grid;
	enum cli_format format;
};

static void print_row(void *self, struct arena *a,
		      const struct article_row *row)
{
	struct printing *p = self;

	if (p->format == CLI_JSON) {
		cli_json(cli_article_object(row, 0));
		return;
	}
	cli_article_add(&p->grid, a, row);
	cli_grid_flush(&p->grid);
}

static int find_beyond(struct cli *cli, const struct keep_rule *rule,
		       struct query_beyond *b)
{
	struct query_fault fault;
	struct error err;

	if (query_keep_beyond(cli->store, &cli->arena, rule,
			      (int64_t)time(NULL), b, &fault, &err))
		return CLI_DONE;
	return cli_query_fault(rule->query, &fault, &err);
}

static const char *articles(uint32_t n)
{
	return n == 1 ? "article" : "articles";
}

int keep_rules_try(struct cli *cli, const struct keep_rule *rule)
{
	struct printing p;
	struct query_beyond b = {.row = print_row, .self = &p};
	int status;

	if (!cli_format(cli, &p.format))
		return CLI_USAGE;
	cli_grid_init(&p.grid, cli_article_columns, p.format);
	status = find_beyond(cli, rule, &b);
	if (status == CLI_DONE)
		out_message("%u %s would be removed; %u beyond %s stay: "
			    "starred, tagged or noted",
			    b.n, articles(b.n), b.n_spared, rule->amount);
	return status;
}

/* ---- taking it ---- */

static const char *who(struct cli *cli)
{
	const struct passwd *user = getpwuid(geteuid());

	return user ? arena_string(&cli->arena, user->pw_name)
		    : arena_printf(&cli->arena, "%ld", (long)geteuid());
}

/* As one removal, which 'gazette remove --undo' brings back. */
static bool remove_all(struct cli *cli, const struct keep_rule *rule,
		       const struct query_beyond *b, struct error *err)
{
	struct store *st = cli->store;
	const char *why = arena_printf(&cli->arena, "keep %s %s", rule->amount,
				       rule->query);
	struct error ignored;
	int64_t removal;
	uint32_t done = 0;

	if (!store_batch_begin(st, err) ||
	    !store_removal_begin(st, who(cli), why, &removal, err))
		return false;
	while (done < b->n &&
	       store_article_remove(st, b->ids[done], removal, err))
		done++;
	return store_batch_commit(st, done == b->n ? err : &ignored) &&
	       done == b->n;
}

static int act(struct cli *cli, const struct keep_rule *rule, bool is_quiet)
{
	struct query_beyond b = {.row = NULL};
	int status = find_beyond(cli, rule, &b);
	struct error err;

	if (status == CLI_DONE && b.n && !remove_all(cli, rule, &b, &err))
		status = cli_fail(CLI_FAILED, &err);
	else if (status == CLI_DONE && (b.n || !is_quiet))
		out_printf(is_quiet ? stderr : stdout, "%lld\tremoved\t%u %s\n",
			   (long long)rule->n, b.n, articles(b.n));
	return status;
}

int keep_rules_act(struct cli *cli, int64_t which, bool is_quiet)
{
	struct keep_rule *rules;
	struct error err;
	uint32_t n;
	int status = CLI_DONE;

	if (!store_keep_rules(cli->store, &cli->arena, &rules, &n, &err))
		return cli_fail(CLI_FAILED, &err);
	for (uint32_t i = 0; i < n && status == CLI_DONE; i++) {
		if (!which || rules[i].n == which)
			status = act(cli, &rules[i], is_quiet);
	}
	return status;
}
