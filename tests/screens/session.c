#include "session.h"

#include <dirent.h>
#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive.h"
#include "base/array.h"
#include "ui/ui.h"

#define NOW INT64_C(1774180800) /* 2026-03-22 12:00 */

static char folder[64], archive[96], reader[96], config[96];

/* ---- the child ---- */

static _Noreturn void run_reader(void)
{
	struct store_paths where = {.archive = archive, .reader = reader};
	struct paths paths = {.config = config};
	struct ui_start start = {.paths = &paths, .query = "", .now = NOW};
	struct error err;

	setlocale(LC_CTYPE, "");
	if (!store_open(&where, STORE_WRITE, &start.store, &err) ||
	    !ui_run(&start, &err)) {
		printf("%s\n", err.text);
		exit(3);
	}
	store_close(start.store);
	exit(0);
}

void session_start(struct session *s, const char *settings)
{
	struct winsize size = {0};
	const char *term = strstr(settings, "TERM=");
	char name[40] = "xterm-256color";

	assert_int_equal(sscanf(settings, "%dx%d", &s->cols, &s->rows), 2);
	size.ws_col = (unsigned short)s->cols;
	size.ws_row = (unsigned short)s->rows;
	if (term)
		sscanf(term + 5, "%39s", name);
	fflush(NULL);
	s->child = forkpty(&s->pty, NULL, NULL, &size);
	assert_true(s->child >= 0);
	if (s->child == 0) {
		setenv("TERM", name, 1);
		setenv("LC_ALL", strstr(settings, "ascii") ? "C" : "C.UTF-8",
		       1);
		unsetenv("NO_COLOR");
		if (strstr(settings, "plain"))
			setenv("NO_COLOR", "1", 1);
		run_reader();
	}
	s->vt = vterm_new(s->rows, s->cols);
	vterm_set_utf8(s->vt, 1);
	s->screen = vterm_obtain_screen(s->vt);
	vterm_screen_reset(s->screen, 1);
}

/* ---- watching it ---- */

/* Does the child wait for something (state S), not run? */
static bool sleeps(pid_t child)
{
	char path[40], text[300] = "";
	const char *state;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)child);
	f = fopen(path, "r");
	if (!f)
		return true;
	if (!fgets(text, sizeof(text), f))
		text[0] = '\0';
	fclose(f);
	state = strrchr(text, ')');
	return !state || state[2] == 'S' || state[2] == 'Z';
}

bool session_settle(struct session *s)
{
	char bytes[8192];
	int quiet = 0;

	for (int i = 0; i < 8000 && quiet < 3; i++) {
		struct pollfd fd = {s->pty, POLLIN, 0};
		ssize_t n;

		if (poll(&fd, 1, s->is_late ? 20 : 5) == 0) {
			quiet = sleeps(s->child) ? quiet + 1 : 0;
			continue;
		}
		n = read(s->pty, bytes, sizeof(bytes));
		if (n <= 0)
			return false;
		if (s->look)
			s->look(s->self, bytes, (size_t)n);
		vterm_input_write(s->vt, bytes, (size_t)n);
		s->bytes += (size_t)n;
		quiet = 0;
	}
	return true;
}

static const struct {
	const char *name, *bytes;
} special[] = {
	{"Tab", "\t"},       {"S-Tab", "\033[Z"}, {"Enter", "\r"},
	{"Esc", "\033"},     {"Space", " "},      {"Backspace", "\x7f"},
	{"Up", "\033OA"},    {"Down", "\033OB"},  {"Left", "\033OD"},
	{"Right", "\033OC"}, {"PgDn", "\033[6~"}, {"PgUp", "\033[5~"},
	{"Home", "\033[H"},  {"End", "\033[F"},
};

const char *session_key(size_t i)
{
	return i < array_length(special) ? special[i].name : NULL;
}

void session_send(struct session *s, const char *bytes, size_t n)
{
	s->bytes = 0;
	assert_int_equal(write(s->pty, bytes, n), (ssize_t)n);
}

void session_type(struct session *s, const char *word)
{
	const char *bytes = word;
	char control, mouse[40];
	int x, y;
	size_t len;

	for (size_t i = 0; i < array_length(special); i++) {
		if (strcmp(word, special[i].name) == 0)
			bytes = special[i].bytes;
	}
	if (sscanf(word, "click:%dx%d", &x, &y) == 2 ||
	    sscanf(word, "wheel:%dx%d", &x, &y) == 2) {
		snprintf(mouse, sizeof(mouse), "\033[<%d;%d;%dM",
			 *word == 'c' ? 0 : 65, x, y);
		bytes = mouse;
	}
	if (strncmp(word, "paste:", 6) == 0) {
		snprintf(mouse, sizeof(mouse), "\033[200~%.15s\033[201~",
			 word + 6);
		bytes = mouse;
	}
	len = strlen(bytes);
	if (strncmp(word, "Ctrl-", 5) == 0) {
		control = (char)(word[5] & 0x1F);
		bytes = &control;
		len = 1;
	}
	s->is_late = strcmp(word, "Esc") == 0;
	session_send(s, bytes, len);
}

void session_resize(struct session *s, int cols, int rows)
{
	struct winsize size = {0};

	size.ws_col = (unsigned short)cols;
	size.ws_row = (unsigned short)rows;
	s->rows = rows;
	s->cols = cols;
	vterm_set_size(s->vt, rows, cols);
	ioctl(s->pty, TIOCSWINSZ, &size);
}

int session_stop(struct session *s)
{
	int status = 0;

	kill(s->child, SIGHUP); /* nothing happens to one that has ended */
	while (session_settle(s) && waitpid(s->child, &status, WNOHANG) == 0)
		;
	if (waitpid(s->child, &status, WNOHANG) == 0)
		waitpid(s->child, &status, 0);
	vterm_free(s->vt);
	close(s->pty);
	return status;
}

/* What is related is query's to say, and would change these screens. */
static bool write_config(void)
{
	FILE *f = fopen(config, "w");

	if (!f)
		return false;
	fputs("# for the tests\nset related 0\nbind all e down\n", f);
	return fclose(f) == 0;
}

bool session_make_archive(const char *file)
{
	struct store_paths where = {.archive = archive, .reader = reader};
	struct store *st;
	struct error err;

	snprintf(folder, sizeof(folder), "/tmp/gazette-screens.XXXXXX");
	if (!mkdtemp(folder))
		return false;
	snprintf(archive, sizeof(archive), "%s/archive.db", folder);
	snprintf(reader, sizeof(reader), "%s/reader.db", folder);
	snprintf(config, sizeof(config), "%s/gazette.conf", folder);
	if (!write_config())
		return false;
	if (!store_open(&where, STORE_WRITE, &st, &err))
		return false;
	if (!archive_make(st, file, &err)) {
		print_error("%s\n", err.text);
		return false;
	}
	store_close(st);
	return true;
}

void session_forget(void)
{
	unlink(reader);
}

void session_remove_archive(void)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char path[512];

	while (dir && (entry = readdir(dir))) {
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		unlink(path);
	}
	if (dir)
		closedir(dir);
	rmdir(folder);
}
