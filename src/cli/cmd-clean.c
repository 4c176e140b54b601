/* Pages to clean text; nothing is stored. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "article/json.h"
#include "article/key.h"
#include "base/out.h"
#include "cli/print.h"
#include "cli/render.h"
#include "cli/stream.h"
#include "import/reader.h"

#define LINE_MOST ((size_t)1 << 16)

static const struct cli_option clean_options[] = {
	CLI_OPTION_JSON,
	{"explain", 0, NULL, "print each dropped block and why, too"},
	{"batch", 0, NULL,
	 "read lines PATH<TAB>URL, print one object for each"},
	{"url", 0, "URL", "the address of the page"},
	{"as", 0, "KIND", "take it as html or text, whatever it looks like"},
	{"jobs", 'j', "N", "--batch: read with N workers"},
	{"timing", 0, NULL, "say what CPU time each stage took"},
	{0},
};

/* ---- one page ---- */

static void print_slice(struct slice s)
{
	out_text(stdout, s.at, s.len, false);
}

static void print_article(const struct cli *cli, const struct article *art)
{
	struct slice title = article_slice(art, art->title);

	if (cli_flag(cli, "json")) {
		cli_json(article_json(art, ARTICLE_JSON_ALL));
		return;
	}
	if (title.len) {
		print_slice(title);
		fputs("\n\n", stdout);
	}
	print_slice(article_slice(art, art->body));
	fputc('\n', stdout);
	if (cli_flag(cli, "explain")) {
		fputc('\n', stdout);
		render_dropped(art);
	}
}

static int clean_one(struct cli *cli, struct worker_pool *pool,
		     enum document_kind kind)
{
	const char *path = cli->operands[0];
	struct document doc = {
		.kind = (uint8_t)kind,
		.url = cli_value(cli, "url"),
		.file = strcmp(path, "-") == 0 ? NULL : path,
	};
	struct article *art;
	struct error err;

	if (!import_read(&cli->arena, path, &doc.bytes, &doc.time, &err) ||
	    !stream_one(pool, &cli->arena, &doc, &art, &err)) {
		error_note(&err, "cannot clean '%s'", path);
		return cli_fail(CLI_FAILED, &err);
	}
	art->sha256 = article_sha256(art->arena, doc.bytes.at, doc.bytes.len);
	article_key_set(art);
	print_article(cli, art);
	return CLI_DONE;
}

/* ---- many ---- */

struct batch {
	struct reader *lines;
	enum document_kind kind;
	uint32_t n, n_failed;
	struct error failure; /* of reading the list itself */
	bool has_failed;
};

static bool next_line(struct batch *b, struct arena *a, struct slice *line)
{
	enum reader_line got;

	do
		got = reader_line(b->lines, a, LINE_MOST, line, &b->failure);
	while (got == READER_LINE && slice_trim(*line).len == 0);
	if (got == READER_TOO_LONG)
		error_set(&b->failure, "a line of the list is too long");
	b->has_failed = got == READER_FAILED || got == READER_TOO_LONG;
	return got == READER_LINE;
}

static bool batch_next(void *self, struct stream_item *item)
{
	struct batch *b = self;
	struct slice line, path, url;

	if (!next_line(b, &item->arena, &line))
		return false;
	path = slice_cut(&line, '\t');
	url = slice_trim(slice_cut(&line, '\t'));
	if (path.len && path.at[path.len - 1] == '\r')
		path.len--;
	stream_item_read(item, arena_copy(&item->arena, path.at, path.len));
	item->in.doc.kind = (uint8_t)b->kind;
	if (url.len)
		item->in.doc.url = arena_copy(&item->arena, url.at, url.len);
	return true;
}

static json_t *text_or_null(const char *text, size_t len)
{
	json_t *value = text ? json_stringn(text, len) : NULL;

	return value ? value : json_null();
}

static json_t *batch_object(const char *path, const struct article *art)
{
	static const char *const keys[] = {"title",  "byline",   "published",
					   "source", "language", "text"};
	json_t *whole = article_json(art, ARTICLE_JSON_ALL);
	json_t *to = json_object();

	json_object_set_new(to, "path", text_or_null(path, strlen(path)));
	for (size_t i = 0; i < array_length(keys); i++)
		json_object_set(to, keys[i], json_object_get(whole, keys[i]));
	json_decref(whole);
	return to;
}

static json_t *batch_error(const char *path, const char *reason)
{
	json_t *to = json_object();

	json_object_set_new(to, "path", text_or_null(path, strlen(path)));
	json_object_set_new(to, "error", text_or_null(reason, strlen(reason)));
	return to;
}

static bool batch_done(void *self, struct stream_item **at, uint32_t n,
		       bool at_end, struct error *err)
{
	struct batch *b = self;

	(void)at_end;
	for (uint32_t i = 0; i < n; i++) {
		const struct stream_item *item = at[i];

		b->n++;
		b->n_failed += item->n_arts == 0;
		cli_json(item->n_arts
				 ? batch_object(item->in.input, item->arts[0])
				 : batch_error(item->in.input, item->reason));
	}
	return cli_more() || out_flush(err);
}

static int clean_batch(struct cli *cli, struct worker_pool *pool,
		       enum document_kind kind)
{
	struct batch b = {.kind = kind};
	struct stream stream = {
		.pool = pool,
		.self = &b,
		.next = batch_next,
		.done = batch_done,
	};
	struct error err;
	bool is_good;

	if (!reader_open("-", &b.lines, &err))
		return cli_fail(CLI_FAILED, &err);
	is_good = stream_run(&stream, &err);
	reader_close(b.lines);
	if (!is_good)
		return cli_fail(CLI_FAILED, &err);
	if (cli_flag(cli, "timing"))
		stream_print_times(pool, b.n);
	if (b.has_failed)
		return cli_fail(CLI_FAILED, &b.failure);
	return b.n_failed == 0    ? CLI_DONE
	       : b.n_failed < b.n ? CLI_PART
				  : CLI_FAILED;
}

/* ---- the command ---- */

static int read_kind(struct cli *cli, enum document_kind *kind)
{
	const char *as = cli_value(cli, "as");

	*kind = DOCUMENT_AUTO;
	if (!as)
		return CLI_DONE;
	*kind = strcmp(as, "html") == 0 ? DOCUMENT_HTML : DOCUMENT_TEXT;
	if (*kind == DOCUMENT_HTML || strcmp(as, "text") == 0)
		return CLI_DONE;
	return cli_wrong(cli, "--as must be html or text, not '%s'", as);
}

static int clean_run(struct cli *cli)
{
	bool is_batch = cli_flag(cli, "batch");
	struct worker_pool *pool;
	enum document_kind kind;
	int status = read_kind(cli, &kind);

	if (status)
		return status;
	if (is_batch && cli->n_operands)
		return cli_wrong(cli, "--batch reads its paths from standard "
				      "input");
	if (!is_batch && !cli->n_operands)
		return cli_wrong(cli, "clean wants FILE or -");
	if (!cli_workers(cli, PIPELINE_CLEAN, &pool, &status))
		return status;
	status = is_batch ? clean_batch(cli, pool, kind)
			  : clean_one(cli, pool, kind);
	if (!is_batch && cli_flag(cli, "timing"))
		stream_print_times(pool, 1);
	worker_pool_close(pool);
	return status;
}

const struct command cmd_clean = {
	.name = "clean",
	.operands = "FILE|-",
	.text = "Print the clean text of one page, store nothing",
	.more = "Title, blank line, body. With --batch, for each line "
		"PATH<TAB>URL of standard\ninput (URL may be empty) one JSON "
		"object with the page's text, or with an error.",
	.options = clean_options,
	.least = 0,
	.most = 1,
	.run = clean_run,
};
