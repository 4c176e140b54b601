#include "ui/add.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "ui/command.h"
#include "ui/job.h"
#include "ui/keep.h"

static bool is_address(const char *text)
{
	return strncmp(text, "https://", 8) == 0 ||
	       strncmp(text, "http://", 7) == 0;
}

static void take(struct ui *ui, const char *input)
{
	const char *path;

	if (ui->adds_feed) {
		job_subscribe(ui, input);
		return;
	}
	path = is_address(input) ? input : save_path(&ui->frame, input);
	if (!is_address(input) && access(path, R_OK) != 0)
		ui_say(ui, "'%s' is no address, and no file that can be read",
		       input);
	else
		job_add(ui, path);
}

void add_start(struct ui *ui, enum action action, const char *given)
{
	ui->adds_feed = action == ACTION_SUBSCRIBE;
	if (*given)
		take(ui, given);
	else
		ask_start(ui, ASK_ADD, &ui->adds, "");
}

const char *add_lead(const struct ui *ui)
{
	bool is_narrow = ui->canvas.cols < 60;

	if (ui->adds_feed)
		return is_narrow ? "feed: " : "subscribe to the feed of: ";
	return is_narrow ? "add: " : "add an address, a file or a folder: ";
}

void add_ended(struct ui *ui, bool is_kept)
{
	struct slice typed = slice_trim(slice_of(ui->prompt.text));

	ui->asks = ASK_NONE;
	if (!is_kept || !typed.len) {
		ui_say(ui, "nothing is added");
		return;
	}
	prompt_keep(&ui->prompt);
	take(ui, arena_copy(&ui->frame, typed.at, typed.len));
}

/* ---- names of files ---- */

struct found {
	char name[PROMPT_MOST + 1]; /* what all that begin so have in common */
	uint32_t n;
};

static void add_found(struct found *f, const char *name)
{
	size_t common = 0;

	if (f->n++ == 0) {
		utf8_copy(f->name, sizeof(f->name), name);
		return;
	}
	while (f->name[common] && f->name[common] == name[common])
		common++;
	while (!utf8_boundary(f->name, strlen(f->name), common))
		common--;
	f->name[common] = '\0';
}

static void look(const char *folder, const char *start, struct found *out)
{
	DIR *dir = opendir(*folder ? folder : ".");
	size_t len = strlen(start);
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		const char *name = entry->d_name;

		if (strncmp(name, start, len) == 0 &&
		    (name[0] != '.' || start[0] == '.') &&
		    utf8_valid(name, strlen(name)))
			add_found(out, name);
	}
	if (dir)
		closedir(dir);
}

void add_complete(struct ui *ui)
{
	struct prompt *p = &ui->prompt;
	const char *slash = strrchr(p->text, '/');
	size_t from = slash ? (size_t)(slash - p->text) + 1 : 0;
	struct arena *a = &ui->frame;
	struct found found = {.n = 0};
	struct stat is;
	const char *line;

	if (is_address(p->text) || ui->adds_feed || p->at != p->len)
		return;
	look(save_path(a, arena_copy(a, p->text, from)), p->text + from,
	     &found);
	if (!found.n)
		return;
	line = arena_printf(a, "%.*s%s", (int)from, p->text, found.name);
	if (found.n == 1 && stat(save_path(a, line), &is) == 0 &&
	    S_ISDIR(is.st_mode))
		line = arena_printf(a, "%s/", line);
	prompt_set(p, line);
}
