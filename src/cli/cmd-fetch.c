/* Fetch the feeds that are due, each item's page with them. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/out.h"
#include "cli/harvest.h"
#include "cli/keep-rules.h"
#include "cli/print.h"
#include "cli/stream.h"

#define PROGRESS_MS          1000
#define PROGRESS_PROGRAMS_MS 100

static const struct cli_option fetch_options[] = {
	{"force", 0, NULL, "fetch them now, due or not"},
	{"no-pages", 0, NULL, "take what the feeds carry, fetch no page"},
	{"jobs", 'j', "N", "read with N workers (default: cores, at most 8)"},
	{"quiet", 'q', NULL, "name a feed only when its state changes"},
	{"strict", 0, NULL, "status 1 when a feed failed, 3 when all did"},
	{"timing", 0, NULL, "say what CPU time each stage took"},
	{"progress", 0, "jsonl",
	 "report progress for programs on standard error"},
	CLI_OPTION_JSON,
	{0},
};

struct fetching {
	struct cli *cli;
	struct harvest harvest;
	bool is_quiet, is_json, shows_progress, reports_progress;
	uint32_t n_failed;
	int64_t began_ms, said_ms;
};

/* ---- progress ---- */

static void report_progress(const struct fetching *f)
{
	const struct harvest *h = &f->harvest;

	fprintf(stderr,
		"{\"feeds\": %u, \"done\": %u, \"failed\": %u, "
		"\"stored\": %u}\n",
		h->n_feeds, h->n_done, f->n_failed, h->n_stored);
}

static void say_progress(void *self)
{
	struct fetching *f = self;
	const struct harvest *h = &f->harvest;
	int64_t now = intake_now_ms();
	int64_t wait = f->reports_progress ? PROGRESS_PROGRAMS_MS : PROGRESS_MS;

	if (now - f->said_ms < wait)
		return;
	f->said_ms = now;
	if (f->reports_progress)
		report_progress(f);
	else if (f->shows_progress)
		fprintf(stderr, "\r%u of %u feeds, %u new articles\033[K",
			h->n_done, h->n_feeds, h->n_stored);
}

static void end_progress(const struct fetching *f)
{
	if (f->shows_progress)
		fputs("\r\033[K", stderr);
}

/* ---- a feed ---- */

/* Is it otherwise than it was when it was fetched before? */
static bool is_change(const struct harvest_feed *f)
{
	bool was_failing = f->row->errors > 0;

	if (f->result == HARVEST_GONE || f->outcome.moved)
		return true;
	return (f->result == HARVEST_FAILED) != was_failing;
}

static const char *name_of(const struct harvest_feed *f)
{
	return f->title && !f->row->own_name ? f->title : f->row->name;
}

static void print_json(const struct harvest_feed *f)
{
	const struct feed_outcome *o = &f->outcome;

	cli_json(json_pack(
		"{s:I, s:s, s:s, s:s, s:i, s:i, s:i, s:i, s:i, "
		"s:s?, s:s?, s:I}",
		"feed", (json_int_t)f->row->id, "name", name_of(f), "url",
		f->row->url, "result", harvest_results.at[f->result], "stored",
		(int)f->stored, "updated", (int)f->updated, "known",
		(int)f->known, "pages", (int)f->pages, "pages_failed",
		(int)f->pages_failed, "moved", o->moved, "error", o->error,
		"next_fetch", (json_int_t)o->next_fetch));
}

/* What there is to say of a feed, in words; "" nothing new. */
static void add_words(const struct harvest_feed *f, struct str *to)
{
	const char *between = "";

	if (f->stored) {
		str_printf(to, "%u new", f->stored);
		between = ", ";
	}
	if (f->updated) {
		str_printf(to, "%s%u updated", between, f->updated);
		between = ", ";
	}
	if (f->pages_failed) {
		str_printf(to, "%s%u of %u pages not to be had", between,
			   f->pages_failed, f->pages);
		between = ", ";
	}
	if (f->outcome.moved) {
		str_printf(to, "%smoved to %s", between, f->outcome.moved);
		between = ", ";
	}
	if (f->outcome.error)
		str_printf(to, "%s%s", between, f->outcome.error);
	else if (f->result == HARVEST_READ && f->row->errors)
		str_printf(to, "%sanswers again", between);
	else if (f->result == HARVEST_UNCHANGED && f->row->errors)
		str_add_text(to, "answers again, unchanged");
}

static void print_words(const struct harvest_feed *f)
{
	struct str words = {0};

	add_words(f, &words);
	if (words.len && f->result >= HARVEST_GONE)
		out_message("'%s' %s", name_of(f), str_text(&words));
	else if (words.len)
		out_printf(stdout, "%s\t%s\n", name_of(f), str_text(&words));
	str_free(&words);
}

static void feed_done(void *self, const struct harvest_feed *feed)
{
	struct fetching *f = self;

	f->n_failed += feed->result == HARVEST_FAILED;
	if (f->is_quiet && !is_change(feed))
		return;
	end_progress(f);
	if (f->is_json)
		print_json(feed);
	else
		print_words(feed);
	fflush(stdout);
}

/* ---- which feeds ---- */

static bool has_row(const struct feed_rows *rows, int64_t id)
{
	for (uint32_t i = 0; i < rows->n; i++) {
		if (rows->at[i].id == id)
			return true;
	}
	return false;
}

/* What the operands name; a feed that is named is fetched, due or not. */
static int named_feeds(struct cli *cli, struct feed_rows *out)
{
	struct error err;

	for (int i = 0; i < cli->n_operands; i++) {
		const char *text = cli->operands[i];
		struct feed_rows named;

		if (!store_feeds_named(cli->store, &cli->arena, text, &named,
				       &err))
			return cli_fail(CLI_FAILED, &err);
		if (named.n == 0)
			return cli_wrong(cli, "there is no feed '%s'", text);
		for (uint32_t k = 0; k < named.n; k++) {
			if (!has_row(out, named.at[k].id))
				*array_add(&cli->arena, out->at, out->n) =
					named.at[k];
		}
	}
	return CLI_DONE;
}

static int find_feeds(struct cli *cli, struct feed_rows *out)
{
	struct error err;

	*out = (struct feed_rows){0};
	if (cli->n_operands)
		return named_feeds(cli, out);
	if (!store_feeds_due(cli->store, &cli->arena, (int64_t)time(NULL),
			     cli_flag(cli, "force"), out, &err))
		return cli_fail(CLI_FAILED, &err);
	return CLI_DONE;
}

/* ---- the run ---- */

/* Two fetches do not do the same work: the lock goes with this process.
 * Returns the descriptor; -1: another one fetches; -2 with *err. */
static int lock(struct cli *cli, struct error *err)
{
	const char *path =
		arena_printf(&cli->arena, "%s.fetch", cli->paths.archive);
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0) {
		error_system(err, errno, "cannot open '%s'", path);
		return -2;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	close(fd);
	return -1;
}

static int result_of(const struct fetching *f)
{
	const struct harvest *h = &f->harvest;

	if (!cli_flag(f->cli, "strict") || f->n_failed == 0)
		return CLI_DONE;
	return f->n_failed < h->n_feeds ? CLI_PART : CLI_FAILED;
}

/* For who watches: what it came to. */
static void say_sum(const struct fetching *f)
{
	const struct harvest *h = &f->harvest;

	if (f->shows_progress)
		fprintf(stderr, "%u feed%s, %u new article%s, %u failed\n",
			h->n_done, h->n_done == 1 ? "" : "s", h->n_stored,
			h->n_stored == 1 ? "" : "s", f->n_failed);
}

static void print_times(struct fetching *f)
{
	const struct harvest *h = &f->harvest;

	stream_print_times(h->pool, h->n_stored);
	stream_print_time("gazette", intake_cpu_ns(), h->n_stored);
}

static int run_harvest(struct fetching *f, const struct feed_rows *rows)
{
	struct error err;
	bool is_good = harvest_run(&f->harvest, rows, &err);
	int status = result_of(f);

	end_progress(f);
	say_sum(f);
	if (f->reports_progress)
		report_progress(f);
	if (!is_good)
		status = cli_fail(CLI_FAILED, &err);
	else if (cli_flag(f->cli, "timing"))
		print_times(f);
	harvest_free(&f->harvest);
	return status;
}

static int start(struct fetching *f, const struct feed_rows *rows)
{
	struct cli *cli = f->cli;
	const struct conf *conf = &f->harvest.intake->conf;
	const struct fetch_settings settings = {
		.program = cli->paths.fetch,
		.per_host = (unsigned)conf->number[CONF_FETCH_PER_HOST],
		.timeout_s = (unsigned)conf->number[CONF_FETCH_TIMEOUT],
	};
	struct error err;
	int status;

	if (!cli_workers(cli, PIPELINE_ANNOTATE, &f->harvest.pool, &status))
		return status;
	if (fetch_open(&settings, &f->harvest.fetch, &err))
		status = run_harvest(f, rows);
	else
		status = cli_fail(CLI_FAILED, &err);
	fetch_close(f->harvest.fetch);
	worker_pool_close(f->harvest.pool);
	return status;
}

static int fetch_all(struct fetching *f)
{
	struct feed_rows rows;
	int status = find_feeds(f->cli, &rows);

	if (status || rows.n == 0)
		return status;
	return start(f, &rows);
}

static int fetch_run(struct cli *cli)
{
	bool is_terminal = isatty(STDERR_FILENO);
	struct intake intake;
	struct fetching f = {
		.cli = cli,
		.is_quiet = cli_flag(cli, "quiet"),
		.is_json = cli_flag(cli, "json"),
		.reports_progress = cli_flag(cli, "progress"),
		.harvest = {.intake = &intake,
			    .no_pages = cli_flag(cli, "no-pages"),
			    .self = &f,
			    .done = feed_done,
			    .progress = say_progress},
	};
	struct error err;
	int status = CLI_FAILED, fd;

	f.shows_progress = is_terminal && !f.is_quiet && !f.reports_progress;
	f.began_ms = f.said_ms = intake_now_ms();
	if (!intake_open(&intake, cli, false))
		return CLI_FAILED;
	fd = lock(cli, &err);
	if (fd >= 0)
		status = fetch_all(&f);
	if (fd >= 0 && status != CLI_USAGE)
		keep_rules_act(cli, 0, true);
	else if (fd == -1)
		status = CLI_DONE;
	else
		cli_fail(CLI_FAILED, &err);
	if (fd >= 0)
		close(fd);
	intake_close(&intake);
	return status;
}

const struct command cmd_fetch = {
	.name = "fetch",
	.operands = "[FEED...]",
	.text = "Fetch the feeds that are due, with the page of each item",
	.more = "FEED is a number, an address, a name, or a tag; a feed that "
		"is "
		"named is fetched,\ndue or not. A line is printed for each "
		"feed that has something new; those that\nfailed are named on "
		"standard error. Status 0: the run worked, whatever single\n"
		"feeds did. Where another fetch runs there is nothing to do.",
	.options = fetch_options,
	.least = 0,
	.most = -1,
	.run = fetch_run,
};
