/* All subscriptions in the user's editor, a line each.  The editor is started
 * by its argument vector: no shell sees what stands in a feed's name. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file.h"
#include "base/out.h"
#include "base/run.h"
#include "cli/feeds.h"

#define FILE_MOST ((size_t)8 << 20)

static const char head[] =
	"# One feed a line: its number, its address, then \"~the name you give "
	"it\",\n# tags, and pages=on or pages=off where not auto.  A line "
	"taken "
	"out is a feed\n# removed (its articles stay); one without a number is "
	"a new one.\n\n";

struct edit {
	struct cli *cli;
	struct feed_rows before;
	char path[4096];
	struct feed_line *lines;
	uint32_t n_lines;
};

/* ---- the editor ---- */

static bool start_editor(struct edit *e, struct error *err)
{
	char *argv[RUN_WORDS + 2];
	int status;

	run_split(&e->cli->arena, run_editor(), e->path, argv);
	if (!run_program(argv, -1, &status, err))
		return false;
	if (status == 0)
		return true;
	return error_set(err, "the editor '%s' %s; nothing is changed", argv[0],
			 run_says(&e->cli->arena, status));
}

/* ---- the file ---- */

static bool write_file(struct edit *e, struct error *err)
{
	const char *folder = getenv("XDG_RUNTIME_DIR");
	struct str text = {0};
	bool is_good;
	int fd;

	if (!folder || !*folder)
		folder = getenv("TMPDIR");
	snprintf(e->path, sizeof(e->path), "%s/gazette-feeds-XXXXXX",
		 folder && *folder ? folder : "/tmp");
	fd = mkostemp(e->path, O_CLOEXEC);
	if (fd < 0)
		return error_system(err, errno, "cannot make '%s'", e->path);
	str_add_text(&text, head);
	for (uint32_t i = 0; i < e->before.n; i++)
		feed_line_put(&text, &e->before.at[i], true);
	is_good = write(fd, text.at, text.len) == (ssize_t)text.len;
	is_good &= close(fd) == 0;
	str_free(&text);
	return is_good ||
	       error_system(err, errno, "cannot write '%s'", e->path);
}

/* ---- what was written ---- */

static const struct feed_row *find_row(const struct edit *e, int64_t id)
{
	for (uint32_t i = 0; i < e->before.n; i++) {
		if (e->before.at[i].id == id)
			return &e->before.at[i];
	}
	return NULL;
}

static bool is_again(const struct edit *e, const struct feed_line *line)
{
	for (uint32_t i = 0; i < e->n_lines; i++) {
		if ((line->id && e->lines[i].id == line->id) ||
		    strcmp(e->lines[i].spec.url, line->spec.url) == 0)
			return true;
	}
	return false;
}

static bool read_line(struct edit *e, struct slice text, struct error *err)
{
	struct feed_line line;

	if (!feed_line_get(&e->cli->arena, text, &line, err))
		return false;
	if (line.id && !find_row(e, line.id))
		return error_set(err, "there is no feed %lld",
				 (long long)line.id);
	if (is_again(e, &line))
		return error_set(err, "this feed stands here twice");
	*array_add(&e->cli->arena, e->lines, e->n_lines) = line;
	return true;
}

/* Every fault is named, with its line; returns how many there are. */
static uint32_t read_lines(struct edit *e, struct slice text)
{
	uint32_t n_faults = 0;

	e->lines = NULL;
	e->n_lines = 0;
	for (uint32_t n = 1; text.len; n++) {
		struct slice line = slice_trim(slice_cut(&text, '\n'));
		struct error err;

		if (!line.len || *line.at == '#' || read_line(e, line, &err))
			continue;
		out_message("line %u: %s", n, err.text);
		n_faults++;
	}
	return n_faults;
}

static bool read_file(struct edit *e, uint32_t *n_faults, struct error *err)
{
	struct slice text;

	text.at = file_read(&e->cli->arena, e->path, FILE_MOST, &text.len, err);
	if (!text.at)
		return false;
	*n_faults = read_lines(e, text);
	return true;
}

/* ---- doing it ---- */

static bool same_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool has_tag(const struct feed_row *row, const char *tag)
{
	for (uint32_t i = 0; i < row->n_tags; i++) {
		if (strcmp(row->tags[i], tag) == 0)
			return true;
	}
	return false;
}

static bool is_same(const struct feed_row *row, const struct feed_spec *spec)
{
	if (!same_text(row->url, spec->url) ||
	    !same_text(row->own_name, spec->name) ||
	    row->pages != spec->pages || row->n_tags != spec->n_tags)
		return false;
	for (uint32_t i = 0; i < spec->n_tags; i++) {
		if (!has_tag(row, spec->tags[i]))
			return false;
	}
	return true;
}

static bool is_kept(const struct edit *e, int64_t id)
{
	for (uint32_t i = 0; i < e->n_lines; i++) {
		if (e->lines[i].id == id)
			return true;
	}
	return false;
}

struct done {
	uint32_t removed, changed, added;
};

/* Removals first: their addresses are free then. */
static bool apply(struct edit *e, struct done *done, struct error *err)
{
	struct store *st = e->cli->store;

	for (uint32_t i = 0; i < e->before.n; i++) {
		const struct feed_row *row = &e->before.at[i];

		if (is_kept(e, row->id))
			continue;
		if (!store_feed_remove(st, row->id, err))
			return false;
		done->removed++;
		out_message("removed '%s'; 'gazette feed add %s' brings it "
			    "back",
			    row->name, row->url);
	}
	for (uint32_t i = 0; i < e->n_lines; i++) {
		const struct feed_line *line = &e->lines[i];
		enum store_how how;
		int64_t id;

		if (!line->id) {
			if (!store_feed_add(st, &line->spec, &how, &id, err))
				return false;
			done->added++;
		} else if (!is_same(find_row(e, line->id), &line->spec)) {
			if (!store_feed_edit(st, line->id, &line->spec, err))
				return false;
			done->changed++;
		}
	}
	return true;
}

static int apply_all(struct edit *e)
{
	struct done done = {0};
	struct error err;

	if (!apply(e, &done, &err))
		return cli_fail(done.removed + done.changed + done.added
					? CLI_PART
					: CLI_FAILED,
				&err);
	out_message("%u added, %u changed, %u removed", done.added,
		    done.changed, done.removed);
	return CLI_DONE;
}

/* Edit once more?  Where nobody can be asked: no. */
static bool asks_again(void)
{
	char answer[64];

	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return false;
	fputs("Edit it again? [Y/n] ", stderr);
	if (!fgets(answer, sizeof(answer), stdin))
		return false;
	return answer[0] != 'n' && answer[0] != 'N';
}

int feed_edit_run(struct cli *cli)
{
	struct edit e = {.cli = cli};
	uint32_t n_faults = 1;
	int status = CLI_FAILED;
	struct error err;

	if (!store_feeds(cli->store, &cli->arena, false, &e.before, &err) ||
	    !write_file(&e, &err))
		return cli_fail(CLI_FAILED, &err);
	while (n_faults) {
		if (!start_editor(&e, &err) ||
		    !read_file(&e, &n_faults, &err)) {
			cli_fail(CLI_FAILED, &err);
			break;
		}
		if (!n_faults) {
			status = apply_all(&e);
		} else if (!asks_again()) {
			out_message("nothing is changed; what you wrote is in "
				    "'%s'",
				    e.path);
			return CLI_USAGE;
		}
	}
	unlink(e.path);
	return status;
}
