/* What is in the archive, what it takes of the disk, and how fetching goes. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/out.h"
#include "cli/print.h"
#include "pipeline/pipeline.h"
#include "store/feeds.h"

/* To say what the parts of a larger archive take, all of it is read. */
#define PARTS_BYTES (INT64_C(1) << 30)

static const struct cli_option status_options[] = {
	CLI_OPTION_JSON,
	{"parts", 0, NULL, "say what each part takes, however large it is"},
	{0},
};

struct status {
	struct cli *cli;
	struct arena *arena;
	struct store_status of;
	struct feed_rows feeds;
	int64_t last_try, last_good;
	uint32_t n_failing;
};

static const char *time_of(struct arena *a, int64_t time, bool is_json)
{
	time_t t = (time_t)time;
	char text[32];
	struct tm tm;

	if (is_json && gmtime_r(&t, &tm) &&
	    strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm))
		return arena_string(a, text);
	if (localtime_r(&t, &tm) &&
	    strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &tm))
		return arena_string(a, text);
	return "?";
}

static bool load(struct status *s, struct error *err)
{
	struct store *st = s->cli->store;
	bool with_parts = cli_flag(s->cli, "parts") ||
			  store_bytes(s->cli->paths.archive) < PARTS_BYTES;

	if (!store_status_get(st, s->arena, with_parts, &s->of, err) ||
	    !store_feeds(st, s->arena, false, &s->feeds, err))
		return false;
	for (uint32_t i = 0; i < s->feeds.n; i++) {
		const struct feed_row *f = &s->feeds.at[i];

		if (f->last_try > s->last_try)
			s->last_try = f->last_try;
		if (f->last_good > s->last_good)
			s->last_good = f->last_good;
		s->n_failing += f->state != FEED_FINE;
	}
	return true;
}

/* ---- for people ---- */

static void print_file(struct status *s, const char *what, int64_t bytes,
		       int64_t inside)
{
	if (!bytes)
		return;
	out_printf(stdout, "%-11s%s", what, cli_bytes(s->arena, bytes));
	if (inside * 10 > bytes)
		out_printf(stdout, ", %s of it free",
			   cli_bytes(s->arena, inside));
	fputs("\n", stdout);
}

static void print_bytes(struct status *s)
{
	const struct store_status *of = &s->of;

	out_printf(stdout, "path       %s\n", s->cli->paths.archive);
	print_file(s, "archive", of->archive, of->archive_free);
	for (uint32_t i = 0; i < of->n_parts; i++)
		out_printf(stdout, "  %-18s %10s\n", of->parts[i].name,
			   cli_bytes(s->arena, of->parts[i].bytes));
	print_file(s, "originals", of->originals, of->originals_free);
	print_file(s, "reader", of->reader, 0);
	for (uint32_t i = 0; i < of->n_copies; i++)
		out_printf(stdout, "copy       %s: %s, may be deleted\n",
			   of->copies[i].name,
			   cli_bytes(s->arena, of->copies[i].bytes));
}

static void print_counts(struct status *s)
{
	const struct store_counts *c = &s->of.counts;

	out_printf(stdout, "articles   %lld, and %lld copies; %lld unread\n",
		   (long long)c->articles, (long long)s->of.copied,
		   (long long)c->unread);
	out_printf(stdout, "names      %lld, %lld mentions\n",
		   (long long)c->entities, (long long)c->mentions);
	out_printf(stdout, "quotations %lld\n", (long long)c->quotes);
	if (s->of.removed)
		out_printf(stdout, "removed    %lld, until 'gazette gc'\n",
			   (long long)s->of.removed);
	if (c->failed)
		out_printf(stdout, "failed     %lld inputs\n",
			   (long long)c->failed);
}

static void print_feeds(struct status *s)
{
	out_printf(stdout, "feeds      %u, %u failing\n", s->feeds.n,
		   s->n_failing);
	for (uint32_t i = 0; i < s->feeds.n; i++) {
		const struct feed_row *f = &s->feeds.at[i];

		if (f->state == FEED_FINE)
			continue;
		out_printf(stdout, "  %s: %s", f->name,
			   f->error ? f->error : "gone");
		if (f->error_since)
			out_printf(stdout, ", since %s",
				   time_of(s->arena, f->error_since, false));
		fputs("\n", stdout);
	}
	out_printf(stdout, "last fetch %s\n",
		   s->last_try ? time_of(s->arena, s->last_try, false)
			       : "never");
}

static void print_made_by(struct status *s)
{
	const struct store_versions *v = &s->of.versions;

	out_printf(stdout, "schema     %d, %s\n", v->schema, v->engine);
	out_printf(stdout, "model      %s\n", pipeline_annotated);
	for (uint32_t i = 0; i < s->of.n_annotated; i++) {
		const struct store_part *by = &s->of.annotated[i];

		if (strcmp(by->name, pipeline_annotated) != 0)
			out_printf(stdout,
				   "  %lld articles by %s: 'gazette "
				   "reannotate'\n",
				   (long long)by->bytes,
				   *by->name ? by->name : "nobody");
	}
}

/* ---- for programs ---- */

static json_t *bytes_json(const struct status *s)
{
	const struct store_status *of = &s->of;
	json_t *parts = json_object(), *copies = json_object();

	for (uint32_t i = 0; i < of->n_parts; i++)
		json_object_set_new(parts, of->parts[i].name,
				    json_integer(of->parts[i].bytes));
	for (uint32_t i = 0; i < of->n_copies; i++)
		json_object_set_new(copies, of->copies[i].name,
				    json_integer(of->copies[i].bytes));
	return json_pack("{s:I, s:I, s:I, s:I, s:I, s:o, s:o}", "archive",
			 (json_int_t)of->archive, "archive_free",
			 (json_int_t)of->archive_free, "originals",
			 (json_int_t)of->originals, "originals_free",
			 (json_int_t)of->originals_free, "reader",
			 (json_int_t)of->reader, "parts", parts, "copies",
			 copies);
}

static json_t *feeds_json(const struct status *s)
{
	json_t *failing = json_array();

	for (uint32_t i = 0; i < s->feeds.n; i++) {
		const struct feed_row *f = &s->feeds.at[i];

		if (f->state == FEED_FINE)
			continue;
		json_array_append_new(
			failing,
			json_pack("{s:I, s:s, s:s, s:s?, s:s?}", "id",
				  (json_int_t)f->id, "name", f->name, "url",
				  f->url, "error", f->error, "since",
				  f->error_since ? time_of(s->arena,
							   f->error_since, true)
						 : NULL));
	}
	return json_pack(
		"{s:i, s:o, s:s?, s:s?}", "feeds", (int)s->feeds.n, "failing",
		failing, "last_fetch",
		s->last_try ? time_of(s->arena, s->last_try, true) : NULL,
		"last_good",
		s->last_good ? time_of(s->arena, s->last_good, true) : NULL);
}

static json_t *annotated_json(const struct status *s)
{
	json_t *by = json_object();

	for (uint32_t i = 0; i < s->of.n_annotated; i++)
		json_object_set_new(by, s->of.annotated[i].name,
				    json_integer(s->of.annotated[i].bytes));
	return by;
}

static void print_json(const struct status *s)
{
	const struct store_counts *c = &s->of.counts;
	json_t *all = json_pack(
		"{s:s, s:i, s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}",
		"archive", s->cli->paths.archive, "schema",
		s->of.versions.schema, "engine", s->of.versions.engine, "model",
		pipeline_annotated, "articles", (json_int_t)c->articles,
		"copies", (json_int_t)s->of.copied, "unread",
		(json_int_t)c->unread, "names", (json_int_t)c->entities,
		"mentions", (json_int_t)c->mentions, "quotes",
		(json_int_t)c->quotes, "failed", (json_int_t)c->failed,
		"removed", (json_int_t)s->of.removed);

	json_object_set_new(all, "bytes", bytes_json(s));
	json_object_set_new(all, "annotated", annotated_json(s));
	json_object_update_new(all, feeds_json(s));
	cli_json(all);
}

static int status_run(struct cli *cli)
{
	struct status s = {.cli = cli, .arena = &cli->arena};
	struct error err;

	if (!cli_open(cli, STORE_READ))
		return CLI_FAILED;
	if (!load(&s, &err))
		return cli_fail(CLI_FAILED, &err);
	if (cli_flag(cli, "json")) {
		print_json(&s);
		return CLI_DONE;
	}
	print_bytes(&s);
	print_counts(&s);
	print_feeds(&s);
	print_made_by(&s);
	return CLI_DONE;
}

const struct command cmd_status = {
	.name = "status",
	.operands = "",
	.text = "Say what is in the archive, what it takes, how fetching goes",
	.more = "Bytes by part, counts, feeds that fail and since when, the "
		"last fetch, schema and\nmodel. The parts of an archive over "
		"1 GiB take a while to count: --parts.",
	.options = status_options,
	.run = status_run,
};
