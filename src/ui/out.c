/* Ways out of the reader: programs of the user's choice, with the terminal
 * lent to them while they run. */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/run.h"
#include "ui/keep.h"

bool out_run(struct ui *ui, char *const *argv, int in, int *status,
	     struct error *err)
{
	bool done;

	term_lend(ui->term);
	done = run_program(argv, in, status, err);
	term_regain(ui->term);
	return done;
}

/* ---- the browser ---- */

/* The one that is given, else the one that is set, else $BROWSER, which may
 * name several, parted by colons: the first is meant. */
static const char *browser(struct ui *ui, const char *given)
{
	struct arena *a = &ui->frame;
	struct slice all = slice_of(getenv("BROWSER"));
	struct slice first = all.len ? slice_cut(&all, ':') : all;

	if (*given)
		return given;
	if (*ui->conf.text[CONF_BROWSER])
		return ui->conf.text[CONF_BROWSER];
	return first.len ? arena_copy(a, first.at, first.len) : "xdg-open";
}

/* Only what cannot be taken for an option or a program of its own. */
bool out_is_address(const char *url)
{
	return url && (strncmp(url, "https://", 8) == 0 ||
		       strncmp(url, "http://", 7) == 0);
}

static void mark_read(struct ui *ui, int64_t id)
{
	struct article_rows rows;
	struct error err;
	int64_t docid = store_docid(ui->store, id);

	if (!store_rows(ui->store, &ui->frame, &docid, 1, &rows, &err))
		ui_say_error(ui, &err);
	else if (rows.n && row_is_unread(&rows.at[0]))
		ui_set_read(ui, &rows.at[0], true);
}

void out_browse(struct ui *ui, int64_t id, const char *given, bool is_read_then)
{
	char *argv[RUN_WORDS + 2];
	struct article *art = NULL;
	struct error err;
	int status;

	if (!store_article_get(ui->store, &ui->frame, id, &art, &err)) {
		ui_say_error(ui, &err);
		return;
	}
	if (!art || !out_is_address(art->url)) {
		ui_say(ui, "this article has no address for a browser");
		return;
	}
	run_split(&ui->frame, browser(ui, given), art->url, argv);
	if (!out_run(ui, argv, -1, &status, &err)) {
		ui_say_error(ui, &err);
		return;
	}
	if (is_read_then && status == 0)
		mark_read(ui, id);
	ui_say(ui, "%s %s: %s", argv[0], run_says(&ui->frame, status),
	       art->url);
}

/* ---- a command ---- */

void out_text_put(struct str *out, const struct article *art)
{
	struct slice title = article_slice(art, art->title);
	struct slice body = article_slice(art, art->body);

	str_add(out, title.at, title.len);
	if (title.len)
		str_add_text(out, "\n\n");
	str_add(out, body.at, body.len);
	str_add_char(out, '\n');
}

/* The text in a file that nobody else sees, to be read from its start. */
static int text_file(const struct article *art)
{
	int fd = memfd_create("gazette-text", MFD_CLOEXEC);
	struct str text = {0};
	bool is_good;

	if (fd < 0)
		return -1;
	out_text_put(&text, art);
	is_good = write(fd, text.at, text.len) == (ssize_t)text.len &&
		  lseek(fd, 0, SEEK_SET) == 0;
	str_free(&text);
	if (is_good)
		return fd;
	close(fd);
	return -1;
}

void out_pipe(struct ui *ui, int64_t id, const char *line)
{
	char sh[] = "sh", c[] = "-c";
	char *argv[] = {sh, c, arena_string(&ui->frame, line), NULL};
	struct article *art = NULL;
	struct error err;
	const char *says;
	int fd, status;

	if (!store_article_get(ui->store, &ui->frame, id, &art, &err)) {
		ui_say_error(ui, &err);
		return;
	}
	fd = art ? text_file(art) : -1;
	if (fd < 0) {
		ui_say(ui, "the text cannot be handed on");
		return;
	}
	term_lend(ui->term);
	if (run_program(argv, fd, &status, &err)) {
		says = run_says(&ui->frame, status);
		term_pause(ui->term,
			   arena_printf(&ui->frame, "-- it %s; a key goes back",
					says));
		ui_say(ui, "it %s: %s", says, line);
	} else {
		ui_say_error(ui, &err);
	}
	term_regain(ui->term);
	close(fd);
}
