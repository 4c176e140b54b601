/* Subscriptions. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/array.h"
#include "base/out.h"
#include "cli/feeds.h"
#include "cli/print.h"

#define TAGS_MOST 32u

/* ---- add ---- */

static bool is_program(const char *text)
{
	struct error err;

	return !store_feed_address(text, &err) && strstr(err.text, "program");
}

static int read_spec(struct cli *cli, const char *tags[TAGS_MOST],
		     struct feed_spec *out)
{
	const char *pages = cli_value(cli, "pages"), *tag;
	int way;

	*out = (struct feed_spec){.url = cli->operands[1], .tags = tags};
	if (cli->n_operands > 2)
		out->name = cli->operands[2];
	while (out->n_tags < TAGS_MOST &&
	       (tag = cli_value_at(cli, "tag", out->n_tags)))
		tags[out->n_tags++] = tag;
	if (!pages)
		return CLI_DONE;
	way = names_find(&store_feed_pages, slice_of(pages));
	if (way < 0)
		return cli_wrong(cli, "--pages is auto, on or off, not '%s'",
				 pages);
	out->pages = (uint8_t)way;
	return CLI_DONE;
}

/* "example.org" is meant as an address. */
static const char *whole_address(struct cli *cli, const char *text)
{
	if (strncmp(text, "feed://", 7) == 0)
		return arena_printf(&cli->arena, "https://%s", text + 7);
	if (strncmp(text, "feed:http", 9) == 0)
		return text + 5;
	if (strstr(text, "://") || is_program(text) || !strchr(text, '.') ||
	    strchr(text, ':'))
		return text;
	return arena_printf(&cli->arena, "https://%s", text);
}

static const char *tags_line(struct arena *a, const struct feed_row *row)
{
	struct str out = {0};
	const char *line;

	for (uint32_t i = 0; i < row->n_tags; i++) {
		if (i)
			str_add_text(&out, ", ");
		str_add_text(&out, row->tags[i]);
	}
	line = arena_string(a, str_text(&out));
	str_free(&out);
	return line;
}

/* Of what is subscribed to already only what was missing is set. */
static void say_known(struct cli *cli, int64_t id, const struct feed_spec *spec)
{
	struct feed_row *row;
	struct error err;

	if (!store_feed_get(cli->store, &cli->arena, id, &row, &err) || !row)
		return;
	out_message("feed %lld, '%s', is that address already", (long long)id,
		    row->name);
	if (spec->name && row->own_name && strcmp(spec->name, row->own_name))
		out_message("it keeps its name: 'gazette feed edit' changes "
			    "it");
	if (spec->n_tags)
		out_message("its tags are now: %s",
			    tags_line(&cli->arena, row));
}

static int feed_add(struct cli *cli)
{
	static const char *const words[] = {[STORE_STORED] = "added",
					    [STORE_KNOWN] = "known",
					    [STORE_UPDATED] = "restored"};
	const char *tags[TAGS_MOST];
	struct feed_spec spec;
	enum store_how how;
	struct error err;
	int64_t id;
	int status = read_spec(cli, tags, &spec);

	if (status)
		return status;
	spec.url = whole_address(cli, spec.url);
	if (!store_feed_address(spec.url, &err))
		return cli_fail(CLI_USAGE, &err);
	if (!cli_flag(cli, "unseen")) {
		status = feed_find(cli, spec.url, &spec.url);
		if (status)
			return status;
	}
	if (!store_feed_add(cli->store, &spec, &how, &id, &err))
		return cli_fail(CLI_FAILED, &err);
	out_printf(stdout, "%s\t%lld\t%s\n", words[how], (long long)id,
		   spec.url);
	if (how == STORE_KNOWN)
		say_known(cli, id, &spec);
	return CLI_DONE;
}

/* ---- list ---- */

static const struct cli_column feed_columns[] = {
	{"id", COLUMN_BOTH | COLUMN_RIGHT, 0},
	{"name", COLUMN_BOTH, 40},
	{"unread", COLUMN_BOTH | COLUMN_RIGHT, 0},
	{"articles", COLUMN_BOTH | COLUMN_RIGHT, 0},
	{"tags", COLUMN_BOTH, 24},
	{"state", COLUMN_BOTH, 0},
	{"url", COLUMN_BOTH | COLUMN_FILL, 0},
	{"last_good", COLUMN_CSV, 0},
	{"error", COLUMN_CSV, 0},
	{"next_fetch", COLUMN_CSV, 0},
	{0},
};

enum feed_cell {
	CELL_ID,
	CELL_NAME,
	CELL_UNREAD,
	CELL_ARTICLES,
	CELL_TAGS,
	CELL_STATE,
	CELL_URL,
	CELL_LAST_GOOD,
	CELL_ERROR,
	CELL_NEXT_FETCH,
};

static const char *time_text(struct arena *a, int64_t time)
{
	struct when when = {.time = time, .kind = WHEN_SECOND};
	char text[32] = "";

	if (time)
		date_write(&when, text);
	return arena_string(a, text);
}

/* A number that fits its place in a list. */
static const char *number(struct arena *a, int64_t n)
{
	return arena_printf(a, "%lld", (long long)n);
}

/* 0: never again. */
static int64_t next_fetch(const struct feed_row *row)
{
	return row->state == FEED_GONE ? 0 : row->next_fetch;
}

/* When it is tried again, why it fails, how long. */
static const char *why_line(struct arena *a, const struct feed_row *row)
{
	const char *times = row->errors < 2
				    ? ""
				    : arena_printf(a, "%u times ", row->errors);

	return arena_printf(a, "%s: %s; %ssince %s",
			    store_feed_again(a, row, (int64_t)time(NULL)),
			    row->error, times, time_text(a, row->error_since));
}

static void add_row(struct cli_grid *g, struct arena *a,
		    const struct feed_row *row)
{
	struct cli_row *to = cli_grid_add(g, a);

	to->cell[CELL_ID] = number(a, row->id);
	to->cell[CELL_NAME] = row->name;
	to->cell[CELL_UNREAD] = number(a, row->unread);
	to->cell[CELL_ARTICLES] = number(a, row->articles);
	to->cell[CELL_TAGS] = tags_line(a, row);
	to->cell[CELL_STATE] =
		!row->last_try ? "new" : store_feed_states.at[row->state];
	to->cell[CELL_URL] = row->url;
	to->cell[CELL_LAST_GOOD] = time_text(a, row->last_good);
	to->cell[CELL_ERROR] = row->error ? row->error : "";
	to->cell[CELL_NEXT_FETCH] = time_text(a, next_fetch(row));
	if (row->error)
		to->below = why_line(a, row);
}

static void put_text(json_t *to, const char *key, const char *text)
{
	json_object_set_new(to, key, text ? json_string(text) : json_null());
}

static void put_time(struct arena *a, json_t *to, const char *key, int64_t time)
{
	put_text(to, key, time ? time_text(a, time) : NULL);
}

static json_t *row_object(struct arena *a, const struct feed_row *row)
{
	json_t *to = json_object(), *tags = json_array();

	for (uint32_t i = 0; i < row->n_tags; i++)
		json_array_append_new(tags, json_string(row->tags[i]));
	json_object_set_new(to, "id", json_integer(row->id));
	put_text(to, "url", row->url);
	put_text(to, "name", row->name);
	put_text(to, "title", row->title);
	put_text(to, "link", row->link);
	json_object_set_new(to, "tags", tags);
	put_text(to, "pages", store_feed_pages.at[row->pages]);
	put_text(to, "state", store_feed_states.at[row->state]);
	put_text(to, "error", row->error);
	json_object_set_new(to, "errors", json_integer(row->errors));
	put_time(a, to, "error_since", row->error_since);
	put_time(a, to, "added", row->added);
	put_time(a, to, "last_try", row->last_try);
	put_time(a, to, "last_good", row->last_good);
	put_time(a, to, "next_fetch", next_fetch(row));
	put_text(to, "moved_from", row->moved_from);
	json_object_set_new(to, "articles", json_integer(row->articles));
	json_object_set_new(to, "unread", json_integer(row->unread));
	return to;
}

/* The feeds that operands mean, from the second on; without one all. */
static int find_feeds(struct cli *cli, struct feed_rows *out)
{
	struct feed_rows some;
	struct error err;

	*out = (struct feed_rows){0};
	if (cli->n_operands == 1)
		return store_feeds(cli->store, &cli->arena, false, out, &err)
			       ? CLI_DONE
			       : cli_fail(CLI_FAILED, &err);
	for (int i = 1; i < cli->n_operands; i++) {
		const char *text = cli->operands[i];

		if (!store_feeds_named(cli->store, &cli->arena, text, &some,
				       &err))
			return cli_fail(CLI_FAILED, &err);
		if (!some.n) {
			out_message("no feed is called '%s'", text);
			return CLI_USAGE;
		}
		for (uint32_t k = 0; k < some.n; k++)
			*array_add(&cli->arena, out->at, out->n) = some.at[k];
	}
	return CLI_DONE;
}

/* Those that fail or are gone alone. */
static void keep_failing(struct feed_rows *rows)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < rows->n; i++) {
		if (rows->at[i].error)
			rows->at[n++] = rows->at[i];
	}
	rows->n = n;
}

static int feed_list(struct cli *cli)
{
	bool is_failing = cli_flag(cli, "failing");
	enum cli_format format;
	struct feed_rows rows;
	struct cli_grid grid;
	int status;

	if (!cli_format(cli, &format))
		return CLI_USAGE;
	status = find_feeds(cli, &rows);
	if (status)
		return status;
	if (is_failing)
		keep_failing(&rows);
	cli_grid_init(&grid, feed_columns, format);
	for (uint32_t i = 0; i < rows.n; i++) {
		if (format == CLI_JSON)
			cli_json(row_object(&cli->arena, &rows.at[i]));
		else
			add_row(&grid, &cli->arena, &rows.at[i]);
	}
	if (!rows.n && is_failing)
		out_message("no feed fails");
	else if (!rows.n)
		out_message("there are no feeds; 'gazette feed add URL' adds "
			    "one");
	return format == CLI_JSON || cli_grid_flush(&grid) ? CLI_DONE
							   : CLI_FAILED;
}

/* ---- remove, edit, export ---- */

static int feed_remove(struct cli *cli)
{
	struct feed_rows rows;
	struct error err;
	int status;

	if (cli->n_operands < 2)
		return cli_wrong(cli, "feed remove wants FEED...");
	status = find_feeds(cli, &rows);
	for (uint32_t i = 0; !status && i < rows.n; i++) {
		const struct feed_row *row = &rows.at[i];

		if (!store_feed_remove(cli->store, row->id, &err))
			return cli_fail(CLI_FAILED, &err);
		out_printf(stdout, "removed\t%lld\t%s\n", (long long)row->id,
			   row->url);
		out_message("its articles stay; 'gazette feed add %s' brings "
			    "'%s' back",
			    row->url, row->name);
	}
	return status;
}

static int feed_export(struct cli *cli)
{
	bool is_text = cli_flag(cli, "text");
	struct feed_rows rows;
	struct str out = {0};
	int status = find_feeds(cli, &rows);

	if (status)
		return status;
	if (!is_text)
		feed_opml_put(&out, &rows);
	for (uint32_t i = 0; is_text && i < rows.n; i++)
		feed_line_put(&out, &rows.at[i], false);
	out_text(stdout, str_text(&out), out.len, false);
	str_free(&out);
	return CLI_DONE;
}

/* ---- the command ---- */

static const struct {
	const char *name;
	int least, most; /* operands with it; -1: no bound */
	bool writes;
	int (*run)(struct cli *cli);
} verbs[] = {
	{"add", 2, 3, true, feed_add},
	{"list", 1, -1, false, feed_list},
	{"remove", 1, -1, true, feed_remove},
	{"edit", 1, 1, true, feed_edit_run},
	{"export", 1, -1, false, feed_export},
};

static int feed_run(struct cli *cli)
{
	for (size_t i = 0; i < array_length(verbs); i++) {
		if (strcmp(cli->operands[0], verbs[i].name) != 0)
			continue;
		if (cli->n_operands < verbs[i].least ||
		    (verbs[i].most >= 0 && cli->n_operands > verbs[i].most))
			break;
		if (!cli_open(cli, verbs[i].writes ? STORE_WRITE : STORE_READ))
			return CLI_FAILED;
		return verbs[i].run(cli);
	}
	return cli_wrong(cli, "it is 'feed add URL [NAME]', 'feed list', 'feed "
			      "remove FEED', 'feed edit' or 'feed export'");
}

static const struct cli_option feed_options[] = {
	{"tag", 't', "TAG", "add: give it a tag; may stand more than once"},
	{"pages", 0, "auto|on|off",
	 "add: fetch the page of each item, too: where the feed has only its "
	 "beginning, always, never"},
	{"unseen", 0, NULL,
	 "add: without a look at what is there; a site's page is no feed"},
	{"failing", 0, NULL,
	 "list: those that fail alone; why and until when stands below each"},
	{"text", 0, NULL, "export: a line a feed, as 'feed edit' shows them"},
	CLI_OPTION_JSON,
	CLI_OPTION_CSV,
	{0},
};

const struct command cmd_feed = {
	.name = "feed",
	.operands = "add URL [NAME] | list [FEED...] | remove FEED... | edit | "
		    "export [FEED...]",
	.text = "Subscribe to feeds, list and change subscriptions",
	.more = "FEED is a number ('3', or '#3' where a feed or tag is called "
		"3), an address, a\nname, or a tag: all feeds that have "
		"it.\n'feed edit' opens all of them in "
		"$VISUAL or $EDITOR, one a line. A feed that is\nremoved "
		"leaves its articles; 'feed add' of its address brings it back "
		"with all that\nwas known of it. 'feed export' prints OPML, "
		"which other readers take.",
	.options = feed_options,
	.least = 1,
	.most = -1,
	.run = feed_run,
};
