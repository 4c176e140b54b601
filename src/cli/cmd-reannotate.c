/* Clean and annotate again what is in the archive, from what it came as.
 *
 * The articles go by their numbers, which never change; how far the run has
 * come is written with what it did, so that one that was killed is gone on
 * with.  An article whose original was not kept is annotated from its text. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "article/json.h"
#include "base/out.h"
#include "cli/articles.h"
#include "cli/intake.h"
#include "cli/stream.h"

#define COLLECT_MS           100
#define PROGRESS_MS          1000
#define PROGRESS_PROGRAMS_MS 100

static const struct cli_option reannotate_options[] = {
	{"jobs", 'j', "N", "read with N workers (default: cores, at most 8)"},
	{"dry-run", 'n', NULL, "say how many would be annotated again"},
	{"stale", 0, NULL, "only what another program or model annotated"},
	{"anew", 0, NULL, "begin anew, though a run before was not ended"},
	{"progress", 0, "jsonl",
	 "report progress for programs on standard error"},
	{0},
};

struct counts {
	uint32_t changed, same, failed, from_text;
	uint32_t names_won, names_lost, quotes_won, quotes_lost, texts;
};

struct again {
	struct cli *cli;
	struct intake intake;
	struct worker_pool *pool;
	struct arena arena;
	int64_t *ids; /* ascending */
	uint32_t n, at;
	const char *query;
	struct counts counts;
	bool shows_progress, reports_progress;
	int64_t said_ms;
};

/* What a document was made of. */
struct source {
	int64_t id;
	bool is_text; /* no original was kept */
};

/* ---- which ---- */

static bool add_page(void *self, struct arena *a,
		     const struct article_rows *rows)
{
	struct again *s = self;

	(void)a;
	for (uint32_t i = 0; i < rows->n; i++)
		*array_add(&s->arena, s->ids, s->n) = rows->at[i].art->id;
	return true;
}

static int by_number(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return (a > b) - (a < b);
}

static int find(struct again *s)
{
	struct cli_walk walk = {
		.with_copies = true, .page = add_page, .self = s};
	struct query *q;
	int status = cli_query_open(s->cli, s->query, &q);

	if (status)
		return status;
	status = cli_walk_query(q, &walk);
	query_close(q);
	if (s->n)
		qsort(s->ids, s->n, sizeof(*s->ids), by_number);
	return status;
}

/* Pass over what a run of the same query has done that did not end. */
static bool go_on(struct again *s, struct error *err)
{
	const char *query;
	int64_t done;

	if (!store_redo_marked(s->cli->store, &s->arena, &done, &query, err))
		return false;
	if (!done || strcmp(query, s->query) != 0 || cli_flag(s->cli, "anew"))
		return true;
	while (s->at < s->n && s->ids[s->at] <= done)
		s->at++;
	if (s->at)
		out_message("going on behind article %lld; --anew begins anew",
			    (long long)done);
	return true;
}

/* ---- documents ---- */

static const struct {
	const char *begins;
	enum document_kind kind;
} types[] = {
	{"text/html", DOCUMENT_HTML},
	{"application/json", DOCUMENT_JSON},
	{"application/feed+json", DOCUMENT_FEED},
	{"message/rfc822", DOCUMENT_MAIL},
};

static uint8_t kind_of(const char *type, struct slice bytes)
{
	struct slice text = slice_trim(bytes);

	for (size_t i = 0; i < array_length(types); i++) {
		if (!strncmp(type, types[i].begins, strlen(types[i].begins)))
			return (uint8_t)types[i].kind;
	}
	/* as it was told the first time, but what was said to be text */
	return text.len && text.at[0] == '<' ? DOCUMENT_TEXT : DOCUMENT_AUTO;
}

/* The text itself, as a line of JSON. */
static void make_text(struct arena *a, const struct article *art,
		      struct document *doc)
{
	struct slice title = article_slice(art, art->title);
	struct slice body = article_slice(art, art->body);
	json_t *line = json_pack("{s:s%, s:s%}", "title", title.at, title.len,
				 "text", body.at, body.len);
	char *bytes = line ? json_dumps(line, JSON_COMPACT) : NULL;

	json_decref(line);
	doc->kind = DOCUMENT_JSON;
	doc->bytes.at = arena_string(a, bytes ? bytes : "{}");
	doc->bytes.len = strlen(doc->bytes.at);
	free(bytes);
}

/* What the feed's item said of a page is known by what was kept of it. */
static void add_witness(struct arena *a, const struct article *art,
			struct document *doc)
{
	struct slice title = article_slice(art, art->title);

	doc->title = title.len ? arena_copy(a, title.at, title.len) : NULL;
	doc->byline = art->byline;
	doc->source = art->source;
	doc->published = art->published;
}

static bool make_document(struct again *s, struct stream_item *item,
			  struct source *from, struct error *err)
{
	struct store *st = s->cli->store;
	struct document *doc = &item->in.doc;
	int64_t docid = store_docid(st, from->id);
	struct article_rows rows;
	struct article *art;
	const char *type;

	if (!store_article_get(st, &item->arena, from->id, &art, err) ||
	    !store_rows(st, &item->arena, &docid, 1, &rows, err) ||
	    !store_original_get(st, &item->arena, from->id, &doc->bytes, &type,
				err))
		return false;
	if (!art || !rows.n)
		return error_set(err, "it was removed");
	doc->url = art->url;
	doc->file = art->file;
	doc->time = art->added;
	from->is_text = !type;
	if (!type) {
		make_text(&item->arena, art, doc);
		return true;
	}
	doc->kind = kind_of(type, doc->bytes);
	doc->charset = strstr(type, "charset=");
	doc->charset = doc->charset ? doc->charset + 8 : NULL;
	doc->mentions_given = strstr(type, "mentions=given") != NULL;
	if (doc->kind == DOCUMENT_HTML && !rows.at[0].is_saved)
		add_witness(&item->arena, art, doc);
	return true;
}

static bool again_next(void *self, struct stream_item *item)
{
	struct again *s = self;
	struct source *from;
	struct error err;

	if (s->at == s->n)
		return false;
	from = arena_alloc(&item->arena, sizeof(*from));
	from->id = s->ids[s->at++];
	item->own = from;
	item->in.input =
		arena_printf(&item->arena, "article %lld", (long long)from->id);
	item->in.what = IMPORT_DOCUMENT;
	if (!make_document(s, item, from, &err)) {
		item->in.what = IMPORT_FAILURE;
		item->in.reason = arena_string(&item->arena, err.text);
	}
	return true;
}

/* ---- what came of it ---- */

static void count(struct counts *c, const struct store_redone *done,
		  bool is_text)
{
	bool is_changed = done->has_new_text || done->names_won ||
			  done->names_lost || done->quotes_won ||
			  done->quotes_lost;

	c->changed += is_changed;
	c->same += !is_changed;
	c->from_text += is_text;
	c->texts += done->has_new_text;
	c->names_won += done->names_won;
	c->names_lost += done->names_lost;
	c->quotes_won += done->quotes_won;
	c->quotes_lost += done->quotes_lost;
}

static bool take(struct again *s, struct stream_item *item, struct error *err)
{
	const struct source *from = item->own;
	struct store_redone done;

	if (!item->n_arts) {
		s->counts.failed++;
		out_message(
			"article %lld stays as it is: %s", (long long)from->id,
			item->reason ? item->reason : "it holds no article");
		return true;
	}
	if (!intake_begin(&s->intake, err) ||
	    !store_article_redo(s->cli->store, s->intake.known, item->arts[0],
				from->id, from->is_text, &done, err))
		return false;
	s->intake.has_stored = true;
	count(&s->counts, &done, from->is_text);
	return true;
}

/* With what was done goes how far it has come. */
static bool commit(struct again *s, int64_t last, struct error *err)
{
	return intake_begin(&s->intake, err) &&
	       store_redo_mark(s->cli->store, last, s->query, err) &&
	       intake_commit(&s->intake, err);
}

static void report_progress(const struct again *s)
{
	const struct counts *c = &s->counts;

	fprintf(stderr,
		"{\"all\": %u, \"done\": %u, \"changed\": %u, \"failed\": "
		"%u}\n",
		s->n, c->changed + c->same + c->failed, c->changed, c->failed);
}

static void say_progress(struct again *s, bool at_end)
{
	const struct counts *c = &s->counts;
	int64_t now = intake_now_ms();
	int64_t wait = s->reports_progress ? PROGRESS_PROGRAMS_MS : PROGRESS_MS;

	if (!at_end && now - s->said_ms < wait)
		return;
	s->said_ms = now;
	if (s->reports_progress)
		report_progress(s);
	else if (!s->shows_progress)
		return;
	else if (at_end)
		fputs("\r\033[K", stderr);
	else
		fprintf(stderr, "\r%u of %u, %u changed, %u failed\033[K",
			s->at, s->n, c->changed, c->failed);
}

static bool again_done(void *self, struct stream_item **at, uint32_t n,
		       bool at_end, struct error *err)
{
	struct again *s = self;

	for (uint32_t i = 0; i < n; i++) {
		const struct source *from = at[i]->own;

		if (!take(s, at[i], err) || !worker_turn(s->pool, err))
			return false;
		if ((i + 1 == n || intake_is_due(&s->intake)) &&
		    !commit(s, from->id, err))
			return false;
	}
	say_progress(s, at_end);
	return true;
}

/* ---- the command ---- */

static void say_counts(const struct counts *c)
{
	out_printf(stdout,
		   "%u articles changed, %u did not, %u failed; names: %u won, "
		   "%u lost; quotations: %u won, %u lost; %u new texts\n",
		   c->changed, c->same, c->failed, c->names_won, c->names_lost,
		   c->quotes_won, c->quotes_lost, c->texts);
	if (c->from_text)
		out_printf(stdout,
			   "%u had no original: names and quotations of their "
			   "texts only\n",
			   c->from_text);
}

static int run(struct again *s)
{
	struct stream stream = {.pool = s->pool,
				.self = s,
				.next = again_next,
				.done = again_done,
				.batch_ms = COLLECT_MS};
	struct error err;

	if (!stream_run(&stream, &err)) {
		say_progress(s, true);
		return cli_fail(CLI_FAILED, &err);
	}
	if (!commit(s, 0, &err))
		return cli_fail(CLI_FAILED, &err);
	say_counts(&s->counts);
	return s->counts.failed ? CLI_PART : CLI_DONE;
}

static int find_and_run(struct again *s)
{
	struct error err;
	int status = find(s);

	if (status)
		return status;
	if (!go_on(s, &err))
		return cli_fail(CLI_FAILED, &err);
	if (!cli_flag(s->cli, "dry-run"))
		return run(s);
	out_printf(stdout, "%u %s would be annotated again\n", s->n - s->at,
		   s->n - s->at == 1 ? "article" : "articles");
	return CLI_DONE;
}

static int reannotate_run(struct cli *cli)
{
	struct again s = {.cli = cli,
			  .shows_progress = isatty(STDERR_FILENO),
			  .reports_progress = cli_flag(cli, "progress")};
	const char *progress = cli_value(cli, "progress");
	bool is_stale = cli_flag(cli, "stale");
	int status;

	if (progress && strcmp(progress, "jsonl") != 0)
		return cli_wrong(cli, "--progress must be 'jsonl', not '%s'",
				 progress);
	if (!cli_workers(cli, PIPELINE_ANNOTATE, &s.pool, &status))
		return status;
	arena_init(&s.arena);
	s.query = cli_query(cli);
	if (is_stale)
		s.query = *s.query ? arena_printf(&s.arena, "(%s) is:stale",
						  s.query)
				   : "is:stale";
	status = CLI_FAILED;
	if (access(cli->paths.archive, F_OK) != 0)
		out_message("there is no archive '%s'", cli->paths.archive);
	else if (intake_open(&s.intake, cli, cli_flag(cli, "dry-run")))
		status = find_and_run(&s);
	intake_close(&s.intake);
	worker_pool_close(s.pool);
	arena_free(&s.arena);
	return status;
}

const struct command cmd_reannotate = {
	.name = "reannotate",
	.operands = "[QUERY]",
	.text = "Clean and annotate articles again",
	.more = "From the originals, by this program and its models: texts, "
		"names, quotations.\nNumbers, reading state, versions and "
		"corrections stay. An article whose original\nwas not kept is "
		"annotated from its text. A run that ends early is gone on "
		"with by\nthe next one of the same query. Says what was won "
		"and lost.",
	.options = reannotate_options,
	.least = 0,
	.most = -1,
	.run = reannotate_run,
};
