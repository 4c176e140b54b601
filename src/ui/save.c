/* An article into a file of the user's: Markdown or plain text, by its name.
 * A file that is there is replaced as a whole, or stays as it is. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ui/keep.h"
#include "ui/markdown.h"

static struct article *get(struct ui *ui, int64_t id)
{
	struct article *art = NULL;
	struct error err;

	if (!store_article_get(ui->store, &ui->frame, id, &art, &err))
		ui_say_error(ui, &err);
	else if (!art)
		ui_say(ui, "article %lld is gone", (long long)id);
	return art;
}

const char *save_name(struct ui *ui, struct arena *a, int64_t id)
{
	const struct article *art = get(ui, id);

	return art ? arena_printf(a, "%s.md", markdown_file_name(a, art)) : "";
}

/* "~/" is the user's home. */
const char *save_path(struct arena *a, const char *name)
{
	const char *home = getenv("HOME");

	return strncmp(name, "~/", 2) == 0 && home && *home
		       ? arena_printf(a, "%s%s", home, name + 1)
		       : name;
}

static bool write_all(int fd, const struct str *text)
{
	for (size_t at = 0; at < text->len;) {
		ssize_t n = write(fd, text->at + at, text->len - at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += (size_t)n;
	}
	return fsync(fd) == 0 || errno == EINVAL;
}

/* Put the text at path, by way of a file beside it. */
static bool replace(struct arena *a, const char *path, const struct stat *old,
		    const struct str *text, struct error *err)
{
	char *beside = arena_string(a, arena_printf(a, "%s.XXXXXX", path));
	int fd = mkostemp(beside, O_CLOEXEC);
	bool is_good = fd >= 0;

	if (!is_good)
		return error_system(err, errno, "cannot write beside '%s'",
				    path);
	is_good = fchmod(fd, old->st_mode & 0777) == 0 && write_all(fd, text);
	is_good &= close(fd) == 0;
	if (is_good && rename(beside, path) == 0)
		return true;
	error_system(err, errno, "cannot write '%s'", path);
	unlink(beside);
	return false;
}

static bool make(const char *path, const struct str *text, struct error *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	bool is_good;

	if (fd < 0)
		return error_system(err, errno, "cannot make '%s'", path);
	is_good = write_all(fd, text);
	is_good &= close(fd) == 0;
	if (is_good)
		return true;
	error_system(err, errno, "cannot write '%s'", path);
	unlink(path);
	return false;
}

bool save_article(struct ui *ui, int64_t id, const char *name,
		  bool may_overwrite)
{
	const char *path = save_path(&ui->frame, name);
	const struct article *art = get(ui, id);
	struct slice end = slice_of(path);
	struct str text = {0};
	struct stat old;
	bool is_there = lstat(path, &old) == 0, done;
	struct error err;

	if (!art)
		return true;
	if (is_there && !S_ISREG(old.st_mode)) {
		ui_say(ui, "'%s' is there and no file", name);
		return true;
	}
	if (is_there && !may_overwrite)
		return false;
	if (end.len > 3 && strcmp(path + end.len - 3, ".md") == 0)
		markdown_put(&text, art);
	else
		out_text_put(&text, art);
	done = is_there ? replace(&ui->frame, path, &old, &text, &err)
			: make(path, &text, &err);
	str_free(&text);
	if (done)
		ui_say(ui, "saved: %s", name);
	else
		ui_say_error(ui, &err);
	return true;
}
