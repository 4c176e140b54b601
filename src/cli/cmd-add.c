/* Take articles in.  Workers read them, the archive keeps them in the order
 * in which they came; each input's line is printed once it is safely stored. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/array.h"
#include "base/out.h"
#include "cli/intake.h"
#include "cli/stream.h"
#include "import/watch.h"

#define COLLECT_MS           100
#define PROGRESS_MS          1000
#define PROGRESS_PROGRAMS_MS 100

static const struct cli_option add_options[] = {
	{"as", 0, "KIND",
	 "take it as html, text, jsonl, feed, mbox, maildir or "
	 "tsv, whatever it looks like"},
	{"url", 0, "URL", "the address of the one page that is added"},
	{"jobs", 'j', "N", "read with N workers (default: cores, at most 8)"},
	{"watch", 'w', NULL,
	 "go on: take in what comes into the folders, until a signal"},
	{"dry-run", 'n', NULL, "say what would be done, store nothing"},
	{"mentions", 0, "given", "take the mentions of JSON Lines, find none"},
	{"timing", 0, NULL, "say what CPU time each stage took"},
	{"progress", 0, "jsonl",
	 "report progress for programs on standard "
	 "error"},
	{0},
};

struct counts {
	uint32_t stored, known, updated, failed;
};

struct add {
	struct cli *cli;
	struct intake intake;
	struct worker_pool *pool;
	struct import *import;
	struct watch *watch; /* or NULL */
	bool is_broken;      /* the archive, or the workers: it cannot go on */
	struct counts counts;
	struct str lines;    /* of what is in the open transaction */
	struct str messages; /* messages that go with them */
	bool is_dry, shows_progress, reports_progress, shows_failures;
	int64_t began_ms, said_ms;
	uint64_t told_ns; /* CPU of stages and store; 0: it was not told */
};

static uint32_t all(const struct counts *c)
{
	return c->stored + c->known + c->updated + c->failed;
}

/* ---- progress ---- */

static void report_progress(const struct add *add)
{
	const struct counts *c = &add->counts;

	fprintf(stderr,
		"{\"done\": %u, \"stored\": %u, \"known\": %u, \"updated\": "
		"%u, \"failed\": %u}\n",
		all(c), c->stored, c->known, c->updated, c->failed);
}

static void show_progress(const struct add *add)
{
	const struct counts *c = &add->counts;
	int64_t ms = intake_now_ms() - add->began_ms;

	fprintf(stderr, "\r%u inputs, %u failed, %.0f a second\033[K", all(c),
		c->failed, ms ? all(c) * 1000.0 / (double)ms : 0.0);
}

static void say_progress(struct add *add, bool at_end)
{
	int64_t now = intake_now_ms();
	int64_t wait =
		add->reports_progress ? PROGRESS_PROGRAMS_MS : PROGRESS_MS;

	if (!at_end && now - add->said_ms < wait)
		return;
	add->said_ms = now;
	if (add->reports_progress)
		report_progress(add);
	else if (add->shows_progress && at_end)
		fputs("\r\033[K", stderr);
	else if (add->shows_progress)
		show_progress(add);
}

/* ---- one input ---- */

/* A field of a line: a file's name may have anything in it. */
static void add_field(struct str *to, const char *text)
{
	for (; *text; text++) {
		bool parts = *text == '\t' || *text == '\n';

		str_add_char(to, parts ? ' ' : *text);
	}
}

static void add_line(struct add *add, const char *what, int64_t id,
		     const struct import_item *in, const char *reason)
{
	struct str *to = &add->lines;

	if (id)
		str_printf(to, "%s\t%lld\t", what, (long long)id);
	else
		str_printf(to, "%s\t-\t", what);
	add_field(to, in->input);
	if (reason) {
		str_add_char(to, '\t');
		add_field(to, reason);
	}
	str_add_char(to, '\n');
}

static void add_message(struct add *add, const char *before,
			const struct import_item *in, const char *between,
			const char *reason)
{
	struct str *to = &add->messages;

	str_add_text(to, before);
	add_field(to, in->input);
	str_add_text(to, between);
	add_field(to, reason);
	str_add_char(to, '\n');
}

static bool fail(struct add *add, const struct import_item *in,
		 const char *reason, struct error *err)
{
	add->counts.failed++;
	add_line(add, "failed", 0, in, reason);
	if (add->shows_failures)
		add_message(add, "cannot add '", in, "': ", reason);
	if (add->is_dry)
		return true;
	return intake_begin(&add->intake, err) &&
	       store_failure_put(add->cli->store, in->input, reason, err);
}

static const char *original_type(const struct document *doc)
{
	struct slice bytes = slice_trim(doc->bytes);

	switch (doc->kind) {
	case DOCUMENT_JSON:
		return doc->mentions_given ? "application/json; mentions=given"
					   : "application/json";
	case DOCUMENT_TEXT:
		return "text/plain";
	case DOCUMENT_MAIL:
		return "message/rfc822";
	case DOCUMENT_HTML:
		return "text/html";
	}
	return bytes.len && bytes.at[0] == '<' ? "text/html" : "text/plain";
}

/* The document; of a feed, which has many articles, the item alone. */
static struct original original_of(const struct import_item *in,
				   const struct article *art)
{
	const char *type = original_type(&in->doc);

	if (art->original)
		return (struct original){slice_of(art->original),
					 "application/feed+json"};
	if (in->doc.charset)
		type = arena_printf(art->arena, "%s; charset=%s", type,
				    in->doc.charset);
	return (struct original){in->doc.bytes, type};
}

static bool put(struct add *add, struct stream_item *item, struct article *art,
		struct error *err)
{
	static const char *const words[] = {[STORE_STORED] = "stored",
					    [STORE_KNOWN] = "known",
					    [STORE_UPDATED] = "updated",
					    [STORE_REMOVED] = "known"};
	const struct import_item *in = &item->in;
	struct original original = original_of(in, art);
	struct error fault;
	enum store_how how;
	int64_t id;

	art->from_feed = art->original != NULL;
	if (!intake_put(&add->intake, art, &original, &how, &id, &fault, err))
		return fault.text[0] &&
		       fail(add, in, arena_string(&item->arena, fault.text),
			    err);
	add->counts.stored += how == STORE_STORED;
	add->counts.known += how == STORE_KNOWN || how == STORE_REMOVED;
	add->counts.updated += how == STORE_UPDATED;
	add_line(add, words[how], id, in,
		 how == STORE_REMOVED ? "it was removed" : NULL);
	return true;
}

static bool take(struct add *add, struct stream_item *item, struct error *err)
{
	if (item->in.what == IMPORT_NOTE) {
		add_message(add, "in '", &item->in, "': ", item->reason);
		return true;
	}
	for (uint32_t i = 0; i < item->n_arts; i++) {
		if (!put(add, item, item->arts[i], err))
			return false;
	}
	if (item->head && !item->head->n_items)
		add_message(add, "in '", &item->in,
			    "': ", "a feed without items");
	return !item->reason || fail(add, &item->in, item->reason, err);
}

/* ---- transactions ---- */

static void print_messages(struct add *add)
{
	struct slice rest = {add->messages.at, add->messages.len};

	while (rest.len) {
		struct slice line = slice_cut(&rest, '\n');

		out_message("%.*s", (int)line.len, line.at);
	}
}

static bool commit(struct add *add, struct error *err)
{
	if (!intake_commit(&add->intake, err))
		return false;
	if (add->shows_progress && (add->lines.len || add->messages.len))
		fputs("\r\033[K", stderr);
	out_text(stdout, add->lines.at, add->lines.len, false);
	fflush(stdout);
	print_messages(add);
	str_clear(&add->lines);
	str_clear(&add->messages);
	return true;
}

/* Store n items in as many transactions as politeness asks for. */
static bool store_items(struct add *add, struct stream_item **at, uint32_t n,
			struct error *err)
{
	for (uint32_t i = 0; i < n; i++) {
		if (!take(add, at[i], err) || !worker_turn(add->pool, err))
			return false;
		if (intake_is_due(&add->intake) && !commit(add, err))
			return false;
	}
	return commit(add, err);
}

static bool add_done(void *self, struct stream_item **at, uint32_t n,
		     bool at_end, struct error *err)
{
	struct add *add = self;
	uint64_t before = intake_cpu_ns();
	bool is_good = store_items(add, at, n, err);

	add->intake.cpu_ns += intake_cpu_ns() - before;
	say_progress(add, at_end);
	return is_good;
}

static bool add_next(void *self, struct stream_item *item)
{
	struct add *add = self;

	if (add->watch && watch_is_over(add->watch))
		return false;
	return import_next(add->import, &item->arena, &item->in);
}

/* ---- the command ---- */

static int read_kind(struct cli *cli, uint8_t *kind)
{
	static const struct {
		const char *name;
		uint8_t kind;
	} kinds[] = {{"html", DOCUMENT_HTML},  {"text", DOCUMENT_TEXT},
		     {"jsonl", DOCUMENT_JSON}, {"feed", DOCUMENT_FEED},
		     {"mbox", IMPORT_MBOX},    {"maildir", IMPORT_MAILDIR},
		     {"tsv", IMPORT_TSV}};
	const char *as = cli_value(cli, "as");

	*kind = DOCUMENT_AUTO;
	if (!as)
		return CLI_DONE;
	for (size_t i = 0; i < array_length(kinds); i++) {
		if (strcmp(as, kinds[i].name) == 0) {
			*kind = kinds[i].kind;
			return CLI_DONE;
		}
	}
	return cli_wrong(
		cli,
		"--as must be html, text, jsonl, feed, mbox, maildir or tsv, "
		"not '%s'",
		as);
}

/* "https://HOST...": what a page can have. */
static bool is_address(const char *url)
{
	static const char *const begins[] = {"http://", "https://"};

	for (const char *c = url; *c; c++) {
		if ((unsigned char)*c <= ' ' || *c == 0x7F)
			return false;
	}
	for (size_t i = 0; i < array_length(begins); i++) {
		size_t len = strlen(begins[i]);

		if (strncasecmp(url, begins[i], len) == 0)
			return url[len] && !strchr("/?#:@", url[len]);
	}
	return false;
}

static int read_settings(struct cli *cli, struct import_settings *out)
{
	const char *mentions = cli_value(cli, "mentions");
	const char *progress = cli_value(cli, "progress");
	int status = read_kind(cli, &out->kind);

	if (status)
		return status;
	out->url = cli_value(cli, "url");
	out->fetch = cli->paths.fetch;
	out->mentions_given = mentions != NULL;
	if (out->url && cli->n_operands != 1)
		return cli_wrong(cli, "--url goes with one page");
	if (out->url && !is_address(out->url))
		return cli_wrong(cli,
				 "--url is a http or https address, not "
				 "'%s'",
				 out->url);
	if (mentions && strcmp(mentions, "given") != 0)
		return cli_wrong(cli, "--mentions must be 'given', not '%s'",
				 mentions);
	if (progress && strcmp(progress, "jsonl") != 0)
		return cli_wrong(cli, "--progress must be 'jsonl', not '%s'",
				 progress);
	return CLI_DONE;
}

static int result_of(const struct counts *c)
{
	if (c->failed == 0)
		return CLI_DONE;
	return all(c) > c->failed ? CLI_PART : CLI_FAILED;
}

static int run_add(struct add *add, struct worker_pool *pool)
{
	struct stream stream = {
		.pool = pool,
		.self = add,
		.next = add_next,
		.done = add_done,
		.batch_ms = COLLECT_MS,
	};
	struct error err;

	add->began_ms = intake_now_ms();
	if (!stream_run(&stream, &err)) {
		add->is_broken = true;
		say_progress(add, true);
		return cli_fail(CLI_FAILED, &err);
	}
	if (cli_flag(add->cli, "timing")) {
		add->told_ns = stream_print_times(pool, all(&add->counts)) +
			       add->intake.cpu_ns;
		stream_print_time("store", add->intake.cpu_ns,
				  all(&add->counts));
	}
	return result_of(&add->counts);
}

static uint64_t used_ns(int who)
{
	struct rusage use;

	if (getrusage(who, &use) != 0)
		return 0;
	return (uint64_t)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) *
		       UINT64_C(1000000000) +
	       (uint64_t)(use.ru_utime.tv_usec + use.ru_stime.tv_usec) * 1000;
}

/* What all processes used besides: to start, to read files and lists, to hand
 * articles on.  The workers have ended, or it would not be counted. */
static void print_rest(const struct add *add)
{
	uint64_t all_ns = used_ns(RUSAGE_SELF) + used_ns(RUSAGE_CHILDREN);

	if (!add->told_ns)
		return;
	stream_print_time("rest",
			  all_ns > add->told_ns ? all_ns - add->told_ns : 0,
			  all(&add->counts));
	stream_print_time("all", all_ns, all(&add->counts));
}

/* All operands once. */
static int add_once(struct add *add, const struct import_settings *settings)
{
	struct cli *cli = add->cli;
	int status;

	if (!cli_workers(cli, PIPELINE_ANNOTATE, &add->pool, &status))
		return status;
	status = CLI_FAILED;
	if (intake_open(&add->intake, cli, add->is_dry)) {
		add->is_broken = false;
		add->import =
			import_open(cli->operands, cli->n_operands, settings);
		status = run_add(add, add->pool);
		import_close(add->import);
	}
	intake_close(&add->intake);
	worker_pool_close(add->pool);
	return status;
}

/* Only what lies in files can be watched, and not in passing. */
static bool check_watch(struct cli *cli)
{
	for (int i = 0; i < cli->n_operands; i++) {
		const char *operand = cli->operands[i];

		if (strcmp(operand, "-") == 0 || is_address(operand)) {
			cli_wrong(cli,
				  "--watch goes with folders and files, "
				  "not with '%s'",
				  operand);
			return false;
		}
	}
	if (cli_flag(cli, "dry-run"))
		cli_wrong(cli, "--watch and -n do not go together");
	return !cli_flag(cli, "dry-run");
}

/* Nothing runs and no memory of workers is held while nothing comes. */
static int add_watching(struct add *add, struct import_settings *settings)
{
	int status;

	if (!check_watch(add->cli))
		return CLI_USAGE;
	add->watch = settings->watch = watch_new();
	add->is_broken = true;
	do {
		status = add_once(add, settings);
	} while (!add->is_broken && watch_wait(add->watch));
	watch_free(add->watch);
	return add->is_broken ? status : CLI_DONE;
}

static int add_run(struct cli *cli)
{
	struct import_settings settings = {0};
	bool is_terminal = isatty(STDERR_FILENO);
	struct add add = {
		.cli = cli,
		.is_dry = cli_flag(cli, "dry-run"),
		.shows_progress = is_terminal && !isatty(STDOUT_FILENO),
		.reports_progress = cli_flag(cli, "progress"),
		.shows_failures = !is_terminal || !isatty(STDOUT_FILENO),
	};
	int status = read_settings(cli, &settings);

	if (status)
		return status;
	status = cli_flag(cli, "watch") ? add_watching(&add, &settings)
					: add_once(&add, &settings);
	str_free(&add.lines);
	str_free(&add.messages);
	print_rest(&add);
	return status;
}

const struct command cmd_add = {
	.name = "add",
	.operands = "PATH|URL|-...",
	.text = "Take articles in: pages, text, feeds, JSON Lines, mail, "
		"folders of them",
	.more = "Each input's line is printed once it is safely stored: "
		"stored, known, updated\nor failed, its number, the input, and "
		"for a failed one the reason, parted by TAB.\nFolders are read "
		"with all below them; hidden files and the companion folders "
		"of\nsaved pages are passed over. Files packed by gzip are "
		"unpacked. Of mail (mbox,\nMaildir with its folders, single "
		"messages) the longest part of HTML or text is the\narticle, "
		"its subject the title, the list or the sender the source; "
		"what "
		"is attached\nis left out. The files of sfeed (TSV) give an "
		"article a line, the file's name is\ntheir source. A file "
		"whose "
		"name or first bytes say that it is no article (a "
		"script, a table, a PDF)\nis refused; '--as text' reads a "
		"text all the same. Status 1: "
		"some inputs failed, 3: all.\nWith --watch the folders are "
		"watched from then on: files that come, or change, are\ntaken "
		"in when they are written to their end, until SIGINT, SIGTERM "
		"or SIGHUP; then\nthe status is 0. What came while nobody "
		"watched is taken in at the next start.",
	.options = add_options,
	.least = 1,
	.most = -1,
	.run = add_run,
};
