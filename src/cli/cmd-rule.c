/* Rules: what is done with articles as they come in. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/out.h"
#include "cli/articles.h"
#include "cli/keep-rules.h"

#define CHUNK 500u /* articles changed together */

static const char *const done_words[RULE_KINDS] = {
	[RULE_HIDE] = "hidden",
	[RULE_READ] = "marked as read",
	[RULE_STAR] = "starred",
	[RULE_TAG] = "tagged",
};

static const struct cli_column rule_columns[] = {
	{"rule", COLUMN_BOTH | COLUMN_RIGHT, 0},
	{"does", COLUMN_BOTH, 0},
	{"tag", COLUMN_BOTH, 0},
	{"query", COLUMN_BOTH | COLUMN_FILL, 0},
	{"changed", COLUMN_BOTH | COLUMN_RIGHT, 0},
	{0},
};

static const char *articles_word(uint32_t n)
{
	return n == 1 ? "article" : "articles";
}

static bool is_trying(struct cli *cli)
{
	return cli_flag(cli, "try") || cli_flag(cli, "dry-run");
}

/* ---- what a rule would touch, and touching it ---- */

struct touch {
	struct cli *cli;
	const struct rule *rule;
	struct cli_grid grid;
	enum cli_format format;
	bool unhides; /* what is hidden is shown, whatever rule hid it */
	uint32_t n;   /* articles that were, or would be, changed */
	int64_t ids[CHUNK];
	uint32_t n_ids;
	int status;
};

static bool print_page(void *self, struct arena *a,
		       const struct article_rows *rows)
{
	struct touch *t = self;

	for (uint32_t i = 0; i < rows->n; i++) {
		const struct article_row *row = &rows->at[i];

		if (query_rule_is_done(t->rule, row))
			continue;
		t->n++;
		if (t->format == CLI_JSON)
			cli_json(cli_article_object(row, 0));
		else
			cli_article_add(&t->grid, a, row);
	}
	return cli_grid_flush(&t->grid);
}

static bool flush(struct touch *t)
{
	struct error err;
	uint32_t changed;

	if (!(t->unhides ? store_unhide(t->cli->store, t->ids, t->n_ids,
					&changed, &err)
			 : store_rule_do(t->cli->store, t->rule, t->ids,
					 t->n_ids, &changed, &err))) {
		t->status = cli_fail(CLI_FAILED, &err);
		return false;
	}
	t->n += changed;
	t->n_ids = 0;
	return true;
}

static bool touch_page(void *self, struct arena *a,
		       const struct article_rows *rows)
{
	struct touch *t = self;

	(void)a;
	for (uint32_t i = 0; i < rows->n; i++) {
		t->ids[t->n_ids++] = rows->at[i].art->id;
		if (t->n_ids == CHUNK && !flush(t))
			return false;
	}
	return true;
}

static int walk(struct touch *t, cli_page *page)
{
	struct cli_walk walk = {.with_copies = true, .page = page, .self = t};
	struct query *q;
	int status = cli_query_open(t->cli, t->rule->query, &q);

	if (status)
		return status;
	status = cli_walk_query(q, &walk);
	query_close(q);
	return t->status ? t->status : status;
}

static int try_rule(struct cli *cli, const struct rule *rule)
{
	struct touch t = {.cli = cli, .rule = rule};
	int status;

	if (!cli_format(cli, &t.format))
		return CLI_USAGE;
	cli_grid_init(&t.grid, cli_article_columns, t.format);
	status = walk(&t, print_page);
	if (status == CLI_DONE)
		out_message("%u %s would be %s", t.n, articles_word(t.n),
			    done_words[rule->kind]);
	return status;
}

static int run_one(struct cli *cli, const struct rule *rule)
{
	struct touch t = {.cli = cli, .rule = rule};
	int status = walk(&t, touch_page);

	if (status == CLI_DONE && t.n_ids && !flush(&t))
		status = t.status;
	if (status == CLI_DONE)
		out_printf(stdout, "%lld\t%s\t%u %s\n", (long long)rule->n,
			   done_words[rule->kind], t.n, articles_word(t.n));
	return status;
}

/* ---- the rules ---- */

static int add_keep_rules(struct cli *cli, struct cli_grid *grid,
			  enum cli_format format);

/* with_keep: those of what is kept behind them. */
static int print_rules(struct cli *cli, const struct rule *rules, uint32_t n,
		       bool with_keep)
{
	int status = CLI_DONE;
	enum cli_format format;
	struct cli_grid grid;

	if (!cli_format(cli, &format))
		return CLI_USAGE;
	cli_grid_init(&grid, rule_columns, format);
	for (uint32_t i = 0; i < n; i++) {
		const struct rule *rule = &rules[i];
		const char *kind = rule_kinds.at[rule->kind];
		struct cli_row *row;

		if (format == CLI_JSON) {
			cli_json(json_pack("{s:I, s:s, s:s?, s:s, s:I}", "rule",
					   (json_int_t)rule->n, "does", kind,
					   "tag", rule->tag, "query",
					   rule->query, "changed",
					   (json_int_t)rule->done));
			continue;
		}
		row = cli_grid_add(&grid, &cli->arena);
		row->cell[0] =
			arena_printf(&cli->arena, "%lld", (long long)rule->n);
		row->cell[1] = kind;
		row->cell[2] = rule->tag ? rule->tag : "";
		row->cell[3] = rule->query;
		row->cell[4] = arena_printf(&cli->arena, "%u", rule->done);
	}
	if (with_keep)
		status = add_keep_rules(cli, &grid, format);
	cli_grid_flush(&grid);
	return status;
}

static int load(struct cli *cli, struct rule **rules, uint32_t *n)
{
	struct error err;

	if (!store_rules(cli->store, &cli->arena, rules, n, &err))
		return cli_fail(CLI_FAILED, &err);
	return CLI_DONE;
}

/* Rules of what is kept stand below the others. */
static int add_keep_rules(struct cli *cli, struct cli_grid *grid,
			  enum cli_format format)
{
	struct keep_rule *rules;
	struct error err;
	uint32_t n;

	if (!store_keep_rules(cli->store, &cli->arena, &rules, &n, &err))
		return cli_fail(CLI_FAILED, &err);
	for (uint32_t i = 0; i < n; i++) {
		struct cli_row *row;

		if (format == CLI_JSON) {
			cli_json(json_pack("{s:I, s:s, s:s, s:s}", "rule",
					   (json_int_t)rules[i].n, "does",
					   "keep", "amount", rules[i].amount,
					   "query", rules[i].query));
			continue;
		}
		row = cli_grid_add(grid, &cli->arena);
		row->cell[0] = arena_printf(&cli->arena, "%lld",
					    (long long)rules[i].n);
		row->cell[1] = "keep";
		row->cell[2] = rules[i].amount;
		row->cell[3] = rules[i].query;
		row->cell[4] = "";
	}
	return CLI_DONE;
}

/* The keep rule whose number the second operand is; NULL: it is none. */
static int find_keep(struct cli *cli, struct keep_rule **out)
{
	struct keep_rule *rules;
	struct error err;
	uint32_t n;

	*out = NULL;
	if (!store_keep_rules(cli->store, &cli->arena, &rules, &n, &err))
		return cli_fail(CLI_FAILED, &err);
	for (uint32_t i = 0; i < n && cli->n_operands > 1; i++) {
		if (rules[i].n == strtoll(cli->operands[1], NULL, 10) &&
		    !cli->operands[1][strspn(cli->operands[1], "0123456789")])
			*out = &rules[i];
	}
	return CLI_DONE;
}

/* The rule whose number the second operand is. */
static int find(struct cli *cli, struct rule **out)
{
	const char *text = cli->operands[1];
	struct rule *rules;
	uint32_t n;
	char *end;
	int64_t number = strtoll(text, &end, 10);
	int status = load(cli, &rules, &n);

	for (uint32_t i = 0; status == CLI_DONE && i < n && !*end; i++) {
		if (rules[i].n != number)
			continue;
		*out = &rules[i];
		return CLI_DONE;
	}
	if (status == CLI_DONE) {
		out_message("there is no rule '%s'; 'gazette rule list' has "
			    "them",
			    text);
		status = CLI_USAGE;
	}
	return status;
}

static int rule_list(struct cli *cli)
{
	struct rule *rules;
	uint32_t n;
	int status = load(cli, &rules, &n);

	return status ? status : print_rules(cli, rules, n, true);
}

static int remove_keep(struct cli *cli, const struct keep_rule *rule)
{
	struct error err;
	bool found;

	if (!store_rule_remove(cli->store, rule->n, &found, &err))
		return cli_fail(CLI_FAILED, &err);
	out_message("rule %lld was: keep %s %s", (long long)rule->n,
		    rule->amount, rule->query);
	return CLI_DONE;
}

static int rule_remove(struct cli *cli)
{
	struct keep_rule *keep;
	struct rule *rule;
	struct error err;
	bool found;
	int status = find_keep(cli, &keep);

	if (!status && keep)
		return remove_keep(cli, keep);
	status = status ? status : find(cli, &rule);
	if (status)
		return status;
	if (!store_rule_remove(cli->store, rule->n, &found, &err))
		return cli_fail(CLI_FAILED, &err);
	out_message("rule %lld was: %s %s%s%s", (long long)rule->n,
		    rule_kinds.at[rule->kind], rule->tag ? rule->tag : "",
		    rule->tag ? " " : "", rule->query);
	if (rule->done && rule->kind == RULE_HIDE)
		out_message("%u %s %s hidden: 'gazette rule unhide QUERY' "
			    "shows what you want of them",
			    rule->done, articles_word(rule->done),
			    rule->done == 1 ? "stays" : "stay");
	return CLI_DONE;
}

static int rule_undo(struct cli *cli)
{
	struct keep_rule *keep;
	struct rule *rule;
	struct error err;
	uint32_t changed;
	int status = find_keep(cli, &keep);

	if (!status && keep)
		return cli_wrong(cli, "what a keep rule removed comes back "
				      "with 'gazette remove --undo', the last "
				      "removal first");
	status = status ? status : find(cli, &rule);
	if (status)
		return status;
	if (!store_rule_undo(cli->store, rule, &changed, &err))
		return cli_fail(CLI_FAILED, &err);
	out_printf(stdout, "%lld\tno longer %s\t%u %s\n", (long long)rule->n,
		   done_words[rule->kind], changed, articles_word(changed));
	return CLI_DONE;
}

/* Of one rule of what is kept, or of all, after the others have acted. */
static int run_keep(struct cli *cli, const struct keep_rule *one)
{
	struct keep_rule *rules;
	struct error err;
	uint32_t n;
	int status = CLI_DONE;

	if (!is_trying(cli))
		return cli_open(cli, STORE_WRITE)
			       ? keep_rules_act(cli, one ? one->n : 0, false)
			       : CLI_FAILED;
	if (!store_keep_rules(cli->store, &cli->arena, &rules, &n, &err))
		return cli_fail(CLI_FAILED, &err);
	for (uint32_t i = 0; i < n && status == CLI_DONE; i++) {
		if (!one || rules[i].n == one->n)
			status = keep_rules_try(cli, &rules[i]);
	}
	return status;
}

static int rule_run_now(struct cli *cli)
{
	struct keep_rule *keep;
	struct rule *rules;
	uint32_t n = 1;
	int status = find_keep(cli, &keep);

	if (!status && keep)
		return run_keep(cli, keep);
	if (!status)
		status = cli->n_operands > 1 ? find(cli, &rules)
					     : load(cli, &rules, &n);
	for (uint32_t i = 0; status == CLI_DONE && i < n; i++)
		status = is_trying(cli) ? try_rule(cli, &rules[i])
					: run_one(cli, &rules[i]);
	return status || cli->n_operands > 1 ? status : run_keep(cli, NULL);
}

/* "keep AMOUNT QUERY": what would go is counted before it is kept. */
static int rule_keep(struct cli *cli)
{
	struct keep_rule rule = {.amount = cli->operands[1]};
	struct query_fault fault;
	const char *notes;
	struct error err;
	int64_t days, most;
	int status;

	if (!query_keep_amount(rule.amount, &days, &most, &err))
		return cli_wrong(cli, "%s", err.text);
	rule.query = cli_query_from(cli, 2);
	if (slice_trim(slice_of(rule.query)).len == 0)
		return cli_wrong(cli,
				 "a keep rule wants a query: 'is:unread OR "
				 "is:read' is all that feeds brought");
	if (!cli_open(cli, STORE_READ))
		return CLI_FAILED;
	if (!query_view_check(cli->store, &cli->arena, NULL, rule.query,
			      (int64_t)time(NULL), &notes, &fault, &err))
		return cli_query_fault(rule.query, &fault, &err);
	status = keep_rules_try(cli, &rule);
	if (status || is_trying(cli))
		return status;
	if (!store_keep_rule_put(cli->store, &rule, &rule.n, &err))
		return cli_fail(CLI_FAILED, &err);
	out_message("kept as rule %lld: it acts with the next fetch, or with "
		    "'gazette rule run %lld'",
		    (long long)rule.n, (long long)rule.n);
	return CLI_DONE;
}

/* "hide QUERY", "tag TAG QUERY": try it, or keep it. */
static int rule_make(struct cli *cli, enum rule_kind kind)
{
	int first = kind == RULE_TAG ? 2 : 1;
	struct rule rule = {.kind = (uint8_t)kind};
	struct query_fault fault;
	const char *notes;
	struct error err;

	if (cli->n_operands <= first)
		return cli_wrong(cli, "it is 'rule %s %sQUERY'",
				 cli->operands[0],
				 kind == RULE_TAG ? "TAG " : "");
	rule.tag = kind == RULE_TAG ? cli->operands[1] : NULL;
	rule.query = cli_query_from(cli, first);
	if (slice_trim(slice_of(rule.query)).len == 0)
		return cli_wrong(cli, "a rule for every article is none: it "
				      "wants a query");
	if (!cli_open(cli, STORE_READ))
		return CLI_FAILED;
	if (!query_view_check(cli->store, &cli->arena, NULL, rule.query,
			      (int64_t)time(NULL), &notes, &fault, &err))
		return cli_query_fault(rule.query, &fault, &err);
	if (is_trying(cli))
		return try_rule(cli, &rule);
	if (!store_rule_put(cli->store, &rule, &rule.n, &err))
		return cli_fail(rule.tag ? CLI_USAGE : CLI_FAILED, &err);
	if (notes)
		out_message("kept, but now it finds nothing: %s", notes);
	return print_rules(cli, &rule, 1, false);
}

/* ---- what is hidden, again ---- */

static int rule_unhide(struct cli *cli)
{
	struct rule rule = {
		.kind = RULE_HIDE,
		.query = arena_printf(&cli->arena, "is:hidden (%s)",
				      cli_query_from(cli, 1)),
	};
	struct touch t = {.cli = cli, .rule = &rule, .unhides = true};
	int status = walk(&t, touch_page);

	if (status == CLI_DONE && t.n_ids && !flush(&t))
		status = t.status;
	if (status == CLI_DONE)
		out_printf(stdout, "no longer hidden\t%u %s\n", t.n,
			   articles_word(t.n));
	return status;
}

static const struct {
	const char *name;
	int least, most; /* operands with it */
	int (*run)(struct cli *cli);
} verbs[] = {
	{"list", 1, 1, rule_list},           {"remove", 2, 2, rule_remove},
	{"run", 1, 2, rule_run_now},         {"undo", 2, 2, rule_undo},
	{"unhide", 2, INT_MAX, rule_unhide},
};

static int rule_run(struct cli *cli)
{
	int kind = names_find(&rule_kinds, slice_of(cli->operands[0]));

	if (kind >= 0)
		return rule_make(cli, (enum rule_kind)kind);
	if (strcmp(cli->operands[0], "keep") == 0 && cli->n_operands > 1)
		return rule_keep(cli);
	for (size_t i = 0; i < array_length(verbs); i++) {
		if (strcmp(cli->operands[0], verbs[i].name) != 0)
			continue;
		if (cli->n_operands < verbs[i].least ||
		    cli->n_operands > verbs[i].most)
			break;
		return cli_open(cli, STORE_READ) ? verbs[i].run(cli)
						 : CLI_FAILED;
	}
	return cli_wrong(cli,
			 "it is 'rule hide|read|star QUERY', 'rule tag "
			 "TAG QUERY', 'rule keep AGE|NUMBER QUERY', "
			 "'rule list', 'rule run [N]', 'rule "
			 "undo N', 'rule remove N' or 'rule unhide QUERY'");
}

static const struct cli_option rule_options[] = {
	{"try", 0, NULL, "print the articles it would change, keep nothing"},
	{"dry-run", 'n', NULL, "the same, with 'rule run', too"},
	CLI_OPTION_JSON,
	CLI_OPTION_CSV,
	{0},
};

const struct command cmd_rule = {
	.name = "rule",
	.operands = "hide|read|star QUERY | tag TAG QUERY | "
		    "keep AGE|NUMBER QUERY | list | "
		    "run [N] | undo N | remove N | unhide QUERY",
	.text = "Say what is done with articles as they come in",
	.more = "A rule acts on every article that comes in and matches its "
		"QUERY; on those that are\nhere 'rule run' does. What a rule "
		"hides is left out of lists and searches and counts\nas read; "
		"'gazette list is:hidden' shows it. 'rule undo' takes back all "
		"that a rule\nchanged and nobody has changed again since; the "
		"rule stays. 'rule remove' forgets\nthe rule and keeps what it "
		"did; 'rule unhide' shows what was hidden, by\nwhatever rule.",
	.options = rule_options,
	.least = 1,
	.most = -1,
	.run = rule_run,
};
