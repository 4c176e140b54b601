/* A keep rule walks what its query finds, the newest first, and takes what is
 * behind the number or the day that it names. */
#include "cli/keep-rules.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/date.h"
#include "base/out.h"
#include "cli/articles.h"

static const struct {
	char unit;
	int64_t days;
} units[] = {{'d', 1}, {'w', 7}, {'m', 30}, {'y', 365}};

/* What an amount says: so many days, or so many articles (*days 0). */
static bool read_amount(const char *amount, int64_t *days, int64_t *most,
			struct error *err)
{
	char *end;
	long long n = strtoll(amount, &end, 10);

	*days = *most = 0;
	if (*amount >= '0' && *amount <= '9' && n > 0 && n < 10000000) {
		if (!*end) {
			*most = n;
			return true;
		}
		for (size_t i = 0; i < array_length(units); i++) {
			if (*end == units[i].unit && !end[1] && n < 100000)
				*days = n * units[i].days;
		}
	}
	return *days || error_set(err,
				  "what is kept is an age (90d, 12w, 6m, 2y) "
				  "or a number (500), not '%s'",
				  amount);
}

bool keep_rule_is(const char *amount, struct error *err)
{
	int64_t days, most;

	return read_amount(amount, &days, &most, err);
}

/* ---- what is beyond ---- */

struct beyond {
	struct arena arena;
	const struct keep_rule *rule;
	int64_t most, before; /* the newest that stay; what is older goes */
	int64_t seen;         /* articles that match, so far */
	int64_t *ids;
	uint32_t n, n_spared;
	struct cli_grid grid;
	enum cli_format format;
	bool prints;
};

/* The user has put a hand on it. */
static bool is_spared(const struct article *art)
{
	return art->is_starred || art->n_tags || (art->note && *art->note);
}

static bool take_page(void *self, struct arena *a,
		      const struct article_rows *rows)
{
	struct beyond *b = self;

	for (uint32_t i = 0; i < rows->n; i++) {
		const struct article_row *row = &rows->at[i];

		if (b->most ? ++b->seen <= b->most : row->docid >= b->before)
			continue;
		if (is_spared(row->art)) {
			b->n_spared++;
			continue;
		}
		*array_add(&b->arena, b->ids, b->n) = row->art->id;
		if (b->prints && b->format == CLI_JSON)
			cli_json(cli_article_object(row, 0));
		else if (b->prints)
			cli_article_add(&b->grid, a, row);
	}
	return !b->prints || cli_grid_flush(&b->grid);
}

/* Fill b with what is beyond; it is to be freed. */
static int find_beyond(struct cli *cli, const struct keep_rule *rule,
		       struct beyond *b)
{
	struct cli_walk walk = {
		.with_copies = true, .page = take_page, .self = b};
	struct error err;
	int64_t days;
	struct query *q;
	int status;

	arena_init(&b->arena);
	b->rule = rule;
	if (!read_amount(rule->amount, &days, &b->most, &err))
		return cli_fail(CLI_USAGE, &err);
	b->before = (int64_t)time(NULL) - days * DATE_DAY;
	status = cli_query_open(cli, rule->query, &q);
	if (status)
		return status;
	status = cli_walk_query(q, &walk);
	query_close(q);
	return status;
}

static const char *articles(uint32_t n)
{
	return n == 1 ? "article" : "articles";
}

int keep_rules_try(struct cli *cli, const struct keep_rule *rule)
{
	struct beyond b = {.prints = true};
	int status;

	if (!cli_format(cli, &b.format))
		return CLI_USAGE;
	cli_grid_init(&b.grid, cli_article_columns, b.format);
	status = find_beyond(cli, rule, &b);
	if (status == CLI_DONE)
		out_message("%u %s would be removed; %u beyond %s stay: "
			    "starred, tagged or noted",
			    b.n, articles(b.n), b.n_spared, rule->amount);
	arena_free(&b.arena);
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
static bool remove_all(struct cli *cli, const struct beyond *b,
		       struct error *err)
{
	struct store *st = cli->store;
	const char *why = arena_printf(&cli->arena, "keep %s %s",
				       b->rule->amount, b->rule->query);
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
	struct beyond b = {.prints = false};
	int status = find_beyond(cli, rule, &b);
	struct error err;

	if (status == CLI_DONE && b.n && !remove_all(cli, &b, &err))
		status = cli_fail(CLI_FAILED, &err);
	else if (status == CLI_DONE && (b.n || !is_quiet))
		out_printf(is_quiet ? stderr : stdout, "%lld\tremoved\t%u %s\n",
			   (long long)rule->n, b.n, articles(b.n));
	arena_free(&b.arena);
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
