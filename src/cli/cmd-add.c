/* Take articles in.  Workers read them, the archive keeps them in the order
 * in which they came; each input's line is printed once it is safely stored. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "article/key.h"
#include "base/array.h"
#include "base/die.h"
#include "base/out.h"
#include "cli/known.h"
#include "cli/stream.h"
#include "query/query.h"

/* Others may write between our transactions: so long a one at most, so long a
 * pause behind it. */
#define TRANSACTION_MS       50
#define PAUSE_NS             5000000
#define COLLECT_MS           100
#define PROGRESS_MS          1000
#define PROGRESS_PROGRAMS_MS 100

static const struct cli_option add_options[] = {
	{"as", 0, "KIND",
	 "take it as html, text or jsonl, whatever it looks "
	 "like"},
	{"url", 0, "URL", "the address of the one page that is added"},
	{"jobs", 'j', "N", "read with N workers (default: cores, at most 8)"},
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
	struct worker_pool *pool;
	struct import *import;
	struct known *known;
	struct conf conf;
	struct counts counts;
	struct str lines;    /* of what is in the open transaction */
	struct str messages; /* messages that go with them */
	struct arena arena;  /* of the open transaction */
	int64_t *fresh;      /* ids of articles that are new in it */
	uint32_t n_fresh;
	bool is_dry, shows_progress, reports_progress, shows_failures;
	int64_t began_ms, said_ms;
	uint64_t store_ns;
};

static int64_t now_ms(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static uint64_t cpu_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (uint64_t)now.tv_sec * UINT64_C(1000000000) +
	       (uint64_t)now.tv_nsec;
}

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
	int64_t ms = now_ms(CLOCK_MONOTONIC) - add->began_ms;

	fprintf(stderr, "\r%u inputs, %u failed, %.0f a second\033[K", all(c),
		c->failed, ms ? all(c) * 1000.0 / (double)ms : 0.0);
}

static void say_progress(struct add *add, bool at_end)
{
	int64_t now = now_ms(CLOCK_MONOTONIC);
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
	return add->is_dry ||
	       store_failure_put(add->cli->store, in->input, reason, err);
}

static const char *original_type(const struct document *doc)
{
	struct slice bytes = slice_trim(doc->bytes);

	switch (doc->kind) {
	case DOCUMENT_JSON:
		return "application/json";
	case DOCUMENT_TEXT:
		return "text/plain";
	case DOCUMENT_HTML:
		return "text/html";
	}
	return bytes.len && bytes.at[0] == '<' ? "text/html" : "text/plain";
}

/* Store it, or only look what that would do. */
static bool store(struct add *add, struct article *art,
		  const struct original *original, enum store_how *how,
		  int64_t *id, struct error *err)
{
	struct store *st = add->cli->store;

	if (!add->is_dry)
		return store_article_put(st, add->known, art, original, how, id,
					 err);
	return !st || store_article_look(st, art, how, id, err);
}

static bool put(struct add *add, struct stream_item *item, struct article *art,
		struct error *err)
{
	static const char *const words[] = {[STORE_STORED] = "stored",
					    [STORE_KNOWN] = "known",
					    [STORE_UPDATED] = "updated",
					    [STORE_REMOVED] = "known"};
	const struct import_item *in = &item->in;
	struct original original = {in->doc.bytes, original_type(&in->doc)};
	enum store_how how = STORE_STORED;
	struct error fault;
	int64_t id = 0;

	art->sha256 =
		article_sha256(art->arena, in->doc.bytes.at, in->doc.bytes.len);
	article_key_set(art);
	if (!store(add, art,
		   add->conf.number[CONF_KEEP_ORIGINALS] ? &original : NULL,
		   &how, &id, &fault)) {
		error_note(&fault, "could not be stored");
		return fail(add, in, arena_string(&item->arena, fault.text),
			    err);
	}
	if (how == STORE_STORED && !add->is_dry)
		*array_add(&add->arena, add->fresh, add->n_fresh) = id;
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

/* The user's rules act on what is new: it is safe already. */
static void act_by_rules(struct add *add)
{
	struct error err;

	if (!query_rules_act(add->cli->store, add->fresh, add->n_fresh,
			     (int64_t)time(NULL), &err))
		out_message("the rules could not act: %s", err.text);
	arena_reset(&add->arena);
	add->fresh = NULL;
	add->n_fresh = 0;
}

static bool commit(struct add *add, struct error *err)
{
	if (!add->is_dry && !store_batch_commit(add->cli->store, err))
		return error_note(err, "cannot store");
	if (add->shows_progress && (add->lines.len || add->messages.len))
		fputs("\r\033[K", stderr);
	out_text(stdout, add->lines.at, add->lines.len, false);
	fflush(stdout);
	print_messages(add);
	act_by_rules(add);
	str_clear(&add->lines);
	str_clear(&add->messages);
	return true;
}

static void pause_for_others(void)
{
	const struct timespec pause = {0, PAUSE_NS};

	nanosleep(&pause, NULL);
}

/* A disk that others need is not filled to its last byte. */
static bool begin_batch(struct add *add, struct error *err)
{
	struct store *st = add->cli->store;

	return store_has_room(st, add->conf.number[CONF_MIN_FREE], err) &&
	       (store_batch_begin(st, err) || error_note(err, "cannot store"));
}

/* Store n items in as many transactions as politeness asks for. */
static bool store_items(struct add *add, struct stream_item **at, uint32_t n,
			bool at_end, struct error *err)
{
	for (uint32_t i = 0; i < n;) {
		int64_t start;

		if (!add->is_dry && !begin_batch(add, err))
			return false;
		start = now_ms(CLOCK_MONOTONIC);
		do {
			if (!take(add, at[i++], err) ||
			    !worker_turn(add->pool, err))
				return false;
		} while (i < n &&
			 now_ms(CLOCK_MONOTONIC) - start < TRANSACTION_MS);
		if (!commit(add, err))
			return false;
		if (!add->is_dry && !(at_end && i == n))
			pause_for_others();
	}
	return true;
}

static bool add_done(void *self, struct stream_item **at, uint32_t n,
		     bool at_end, struct error *err)
{
	struct add *add = self;
	uint64_t before = cpu_ns();
	bool is_good = store_items(add, at, n, at_end, err);

	add->store_ns += cpu_ns() - before;
	say_progress(add, at_end);
	return is_good;
}

static bool add_next(void *self, struct stream_item *item)
{
	struct add *add = self;

	return import_next(add->import, &item->arena, &item->in);
}

/* ---- the command ---- */

static int read_kind(struct cli *cli, uint8_t *kind)
{
	static const struct {
		const char *name;
		enum document_kind kind;
	} kinds[] = {{"html", DOCUMENT_HTML},
		     {"text", DOCUMENT_TEXT},
		     {"jsonl", DOCUMENT_JSON}};
	const char *as = cli_value(cli, "as");

	*kind = DOCUMENT_AUTO;
	if (!as)
		return CLI_DONE;
	for (size_t i = 0; i < array_length(kinds); i++) {
		if (strcmp(as, kinds[i].name) == 0) {
			*kind = (uint8_t)kinds[i].kind;
			return CLI_DONE;
		}
	}
	return cli_wrong(cli, "--as must be html, text or jsonl, not '%s'", as);
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

	add->began_ms = now_ms(CLOCK_MONOTONIC);
	if (!stream_run(&stream, &err)) {
		say_progress(add, true);
		return cli_fail(CLI_FAILED, &err);
	}
	if (cli_flag(add->cli, "timing")) {
		stream_print_times(pool, all(&add->counts));
		stream_print_time("store", add->store_ns, all(&add->counts));
	}
	return result_of(&add->counts);
}

/* With -n an archive is only read, and none is made. */
static bool open_archive(struct cli *cli, bool is_dry)
{
	if (!is_dry)
		return cli_open(cli, STORE_WRITE);
	return access(cli->paths.archive, F_OK) != 0 ||
	       cli_open(cli, STORE_READ);
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
	struct worker_pool *pool;
	struct error err;
	int status = read_settings(cli, &settings);

	arena_init(&add.arena);
	if (!status && !cli_conf(cli, &add.conf))
		status = CLI_FAILED;
	if (status || !cli_workers(cli, PIPELINE_ANNOTATE, &pool, &status))
		return status;
	add.pool = pool;
	status = CLI_FAILED;
	if (!cli_known(cli, &add.known, &err)) {
		cli_fail(CLI_FAILED, &err);
	} else if (open_archive(cli, add.is_dry)) {
		add.import =
			import_open(cli->operands, cli->n_operands, &settings);
		status = run_add(&add, pool);
		import_close(add.import);
	}
	str_free(&add.lines);
	str_free(&add.messages);
	arena_free(&add.arena);
	worker_pool_close(pool);
	return status;
}

const struct command cmd_add = {
	.name = "add",
	.operands = "PATH|URL|-...",
	.text = "Take articles in: pages, text, JSON Lines, folders of them",
	.more = "Each input's line is printed once it is safely stored: "
		"stored, known, updated\nor failed, its number, the input, and "
		"for a failed one the reason, parted by TAB.\nFolders are read "
		"with all below them; hidden files and the companion folders "
		"of\nsaved pages are passed over. Files packed by gzip are "
		"unpacked. Status 1: some\ninputs failed, 3: all.",
	.options = add_options,
	.least = 1,
	.most = -1,
	.run = add_run,
};
