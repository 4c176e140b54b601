/* Articles with everything known of them, in the formats of other programs. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "article/json.h"
#include "base/out.h"
#include "base/utf8.h"
#include "cli/export.h"

#define NAMES      200 /* of a graph */
#define NAMES_MOST 2000

static bool put_jsonl(struct export *e, const struct article *art)
{
	(void)e;
	cli_json(article_json(art, ARTICLE_JSON_ALL));
	return true;
}

static const struct export_format export_jsonl = {
	.name = "jsonl",
	.text = "everything, one object a line",
	.article = put_jsonl,
};

static const struct export_format *const formats[] = {
	&export_jsonl, &export_csl,     &export_markdown, &export_webannotation,
	&export_brat,  &export_graphml, &export_dot,
};

static const struct cli_option export_options[] = {
	{"format", 0, "FORMAT",
	 "jsonl (default), csl, markdown, webannotation, brat, graphml, dot"},
	{"output", 0, "DIR", "write a file an article there (markdown, brat)"},
	{"names", 0, "N", "names in a graph (default: 200, at most 2000)"},
	CLI_OPTION_LIMIT,
	CLI_OPTION_AFTER,
	{0},
};

/* ---- for the formats ---- */

static bool write_all(int fd, const char *at, size_t len)
{
	while (len) {
		ssize_t n = write(fd, at, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

static bool write_file(struct export *e, const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	bool is_written;

	if (fd < 0)
		return error_system(&e->err, errno, "cannot write '%s'", path);
	is_written = write_all(fd, e->out.at, e->out.len);
	if (close(fd) != 0 || !is_written)
		return error_system(&e->err, errno, "cannot write '%s'", path);
	return true;
}

bool export_put(struct export *e, const char *name)
{
	bool done = true;

	if (!e->folder) {
		out_text(stdout, str_text(&e->out), e->out.len, false);
	} else {
		struct str path = {0};

		str_printf(&path, "%s/%s", e->folder, name);
		done = write_file(e, str_text(&path));
		str_free(&path);
	}
	str_clear(&e->out);
	return done;
}

/* ---- the walk ---- */

struct exporting {
	struct export *e;
	const struct export_format *format;
	bool failed;
};

static bool export_one(struct exporting *s, int64_t id)
{
	struct article *art;
	struct arena own;
	bool done;

	arena_init(&own);
	done = store_article_get(s->e->cli->store, &own, id, &art,
				 &s->e->err) &&
	       (!art || s->format->article(s->e, art));
	arena_free(&own);
	return done;
}

static bool export_page(void *self, struct arena *a,
			const struct article_rows *rows)
{
	struct exporting *s = self;

	(void)a;
	for (uint32_t i = 0; i < rows->n && !s->failed; i++)
		s->failed = !export_one(s, rows->at[i].art->id);
	return !s->failed && cli_more();
}

static int export_articles(struct export *e, const struct export_format *format,
			   struct cli_walk *walk)
{
	struct exporting s = {.e = e, .format = format};
	struct query *q;
	int status = cli_query_open(e->cli, cli_query(e->cli), &q);

	if (status)
		return status;
	walk->page = export_page;
	walk->self = &s;
	s.failed = format->begin && !format->begin(e);
	if (!s.failed)
		status = cli_walk_query(q, walk);
	if (!s.failed && format->end)
		s.failed = !format->end(e);
	query_close(q);
	return s.failed ? cli_fail(CLI_FAILED, &e->err) : status;
}

/* ---- the command ---- */

static const struct export_format *find_format(const char *name)
{
	for (size_t i = 0; i < array_length(formats); i++) {
		if (!name || !strcmp(formats[i]->name, name))
			return formats[i];
	}
	return NULL;
}

static bool make_folder(struct export *e)
{
	struct stat st;

	if (mkdir(e->folder, 0777) == 0)
		return true;
	if (errno == EEXIST && stat(e->folder, &st) == 0 && S_ISDIR(st.st_mode))
		return true;
	return error_system(&e->err, errno, "cannot make the folder '%s'",
			    e->folder);
}

/* Is what was asked for something the format has? */
static int check_use(struct cli *cli, const struct export_format *format)
{
	const char *name = format->name;

	if (cli_value(cli, "output") && format->folder == FOLDER_NEVER)
		return cli_wrong(cli, "--output is not for the format %s",
				 name);
	if (!cli_value(cli, "output") && format->folder == FOLDER_MUST)
		return cli_wrong(cli,
				 "the format %s writes files: --output DIR is "
				 "missing",
				 name);
	if (cli_value(cli, "names") && !format->graph)
		return cli_wrong(cli, "--names is not for the format %s", name);
	if (format->graph &&
	    (cli_value(cli, "limit") || cli_value(cli, "after")))
		return cli_wrong(cli,
				 "--limit and --after are not for the format "
				 "%s",
				 name);
	return CLI_DONE;
}

static int export_run(struct cli *cli)
{
	const struct export_format *format =
		find_format(cli_value(cli, "format"));
	struct cli_walk walk = {.with_copies = true};
	struct export e = {.cli = cli, .folder = cli_value(cli, "output")};
	int64_t names;
	int status;

	if (!format)
		return cli_wrong(cli, "there is no format '%s'",
				 cli_value(cli, "format"));
	status = check_use(cli, format);
	if (status)
		return status;
	if (!cli_number(cli, "limit", 1, INT32_MAX, 0, &walk.most) ||
	    !cli_number(cli, "after", INT64_MIN + 1, INT64_MAX, 0,
			&walk.from) ||
	    !cli_number(cli, "names", 2, NAMES_MOST, NAMES, &names))
		return CLI_USAGE;
	e.names = (uint32_t)names;
	if (!cli_open(cli, STORE_READ))
		return CLI_FAILED;
	if (e.folder && !make_folder(&e))
		return cli_fail(CLI_FAILED, &e.err);
	status = format->graph ? format->graph(&e)
			       : export_articles(&e, format, &walk);
	str_free(&e.out);
	return status;
}

const struct command cmd_export = {
	.name = "export",
	.operands = "[QUERY]",
	.text = "Print articles with everything known of them",
	.more = "Newest first, copies too; only a graph counts them once. "
		"gazette(1), FORMATS\nOF EXPORT, says what each format is "
		"for.",
	.options = export_options,
	.least = 0,
	.most = -1,
	.run = export_run,
};
