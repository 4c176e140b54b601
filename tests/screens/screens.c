/* Whole screens, through a real pty and libvterm: the keys of NAME.keys are
 * typed, then text, attributes and cursor are compared with NAME.screen.
 *
 * The first line of NAME.keys says where: COLSxROWS, then "plain" for
 * NO_COLOR, "ascii" for LANG=C, "TERM=...".  Then one key a word; "size:CxR"
 * resizes, "click:XxY" and "wheel:XxY" are the mouse's, "paste:TEXT" is pasted,
 * "hangup" loses the line, "again" starts again, "bytes:N" asserts
 * that the key before sent at most N bytes. With UPDATE_SCREENS set,
 * NAME.screen is written instead.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vterm.h>

#include "../test.h"
#include "archive.h"
#include "base/file.h"
#include "ui/input.h"
#include "ui/ui.h"

#define SCREENS_MOST 200
#define NOW          INT64_C(1774180800) /* 2026-03-22 12:00 */

static char folder[64], archive[96], reader[96], config[96];

struct session {
	pid_t child;
	int pty;
	VTerm *vt;
	VTermScreen *screen;
	int rows, cols;
	size_t bytes; /* since the last key */
	bool is_late; /* a lone Esc waits for what may follow it */
};

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

static void start(struct session *s, const char *settings)
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

/* Take what it sends until it has been quiet and asleep; false when it is
 * gone. */
static bool settle(struct session *s)
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

static void type(struct session *s, const char *word)
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
	s->bytes = 0;
	s->is_late = strcmp(word, "Esc") == 0;
	assert_int_equal(write(s->pty, bytes, len), (ssize_t)len);
}

static void resize(struct session *s, int cols, int rows)
{
	struct winsize size = {0};

	size.ws_col = (unsigned short)cols;
	size.ws_row = (unsigned short)rows;
	s->rows = rows;
	s->cols = cols;
	vterm_set_size(s->vt, rows, cols);
	ioctl(s->pty, TIOCSWINSZ, &size);
}

/* Must the screen stand before what follows a word?  Other keys are typed
 * ahead, as fast as they go: what is shown in the end must not depend on it. */
static bool is_watched(const char *word, const char *rest)
{
	const char *second;

	rest += strspn(rest, " \n");
	second = rest + strcspn(rest, " \n");
	second += strspn(second, " \n");
	return !*rest || strncmp(word, "size:", 5) == 0 ||
	       strcmp(word, "Esc") == 0 || strncmp(rest, "hangup", 6) == 0 ||
	       strncmp(rest, "bytes:", 6) == 0 ||
	       strncmp(rest, "size:", 5) == 0 ||
	       strncmp(second, "bytes:", 6) == 0;
}

static int stop(struct session *s)
{
	int status = 0;

	kill(s->child, SIGHUP); /* nothing happens to one that has ended */
	while (settle(s) && waitpid(s->child, &status, WNOHANG) == 0)
		;
	if (waitpid(s->child, &status, WNOHANG) == 0)
		waitpid(s->child, &status, 0);
	vterm_free(s->vt);
	close(s->pty);
	return status;
}

/* The reader has ended, or its line is lost; it is started again. */
static void start_again(struct session *s, const char *settings, bool is_lost)
{
	if (!is_lost)
		while (settle(s))
			;
	assert_int_equal(stop(s), 0);
	start(s, settings);
	assert_true(settle(s));
}

static void play(struct session *s, const char *name, const char *settings,
		 char *keys)
{
	char *save = NULL;

	for (char *word = strtok_r(keys, " \n", &save); word;
	     word = strtok_r(NULL, " \n", &save)) {
		int cols, rows;
		size_t most;

		if (sscanf(word, "size:%dx%d", &cols, &rows) == 2) {
			resize(s, cols, rows);
		} else if (strcmp(word, "hangup") == 0 ||
			   strcmp(word, "again") == 0) {
			start_again(s, settings, *word == 'h');
			continue;
		} else if (sscanf(word, "bytes:%zu", &most) == 1) {
			if (s->bytes > most)
				print_error("%s: %zu bytes sent, at most %zu\n",
					    name, s->bytes, most);
			assert_true(s->bytes <= most);
			continue;
		} else {
			type(s, word);
		}
		if (is_watched(word, save))
			assert_true(settle(s));
	}
}

/* ---- what is on the screen ---- */

static void add_cell(struct str *out, const VTermScreenCell *cell)
{
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell->chars[i]; i++)
		str_add_rune(out, cell->chars[i]);
	if (cell->chars[0] == 0)
		str_add_char(out, ' ');
}

/* One letter a cell: its colour in lower case, upper case when it is bold, or
 * what marks it without colour. */
static char attribute(const VTermScreenCell *cell)
{
	static const char colours[] = "krgybmcw";
	VTermColor c = cell->fg;

	if (cell->attrs.reverse)
		return '#';
	if (!VTERM_COLOR_IS_DEFAULT_FG(&c) && VTERM_COLOR_IS_INDEXED(&c) &&
	    c.indexed.idx < 8) {
		char letter = colours[c.indexed.idx];

		return cell->attrs.bold ? (char)(letter & 0x5F) : letter;
	}
	if (cell->attrs.bold && cell->attrs.underline)
		return '=';
	if (cell->attrs.italic)
		return '/';
	if (cell->attrs.underline)
		return '_';
	return cell->attrs.bold ? '*' : ' ';
}

static void add_row(struct session *s, int y, bool is_text, struct str *out)
{
	size_t end = out->len;

	for (VTermPos pos = {y, 0}; pos.col < s->cols;) {
		VTermScreenCell cell;

		vterm_screen_get_cell(s->screen, pos, &cell);
		if (is_text)
			add_cell(out, &cell);
		else
			str_add_char(out, attribute(&cell));
		pos.col += cell.width > 1 ? cell.width : 1;
		if (out->at[out->len - 1] != ' ')
			end = out->len;
	}
	out->len = end;
	str_add_char(out, '\n');
}

static const char *dump(struct session *s, struct str *out)
{
	VTermPos at;

	str_clear(out);
	for (int y = 0; y < s->rows; y++)
		add_row(s, y, true, out);
	str_add_text(out, "---- attributes\n");
	for (int y = 0; y < s->rows; y++)
		add_row(s, y, false, out);
	vterm_state_get_cursorpos(vterm_obtain_state(s->vt), &at);
	str_printf(out, "---- cursor %d %d\n", at.row, at.col);
	return str_text(out);
}

/* ---- the tests ---- */

static void compare(const char *path, const char *name, const char *got)
{
	struct arena a;
	struct error err;
	const char *want;
	size_t len;
	FILE *f;

	if (getenv("UPDATE_SCREENS")) {
		f = fopen(path, "w");
		assert_non_null(f);
		fputs(got, f);
		fclose(f);
		return;
	}
	arena_init(&a);
	want = file_read(&a, path, 1 << 20, &len, &err);
	if (!want || strcmp(want, got) != 0)
		print_error("%s differs; now it is:\n%s", name, got);
	assert_non_null(want);
	assert_string_equal(got, want);
	arena_free(&a);
}

static void it_shows(void **state)
{
	const char *name = *state;
	const char *sources = getenv("SOURCES");
	struct session s = {0};
	struct arena a;
	struct error err;
	struct str out = {0};
	char *keys, *rest;
	size_t len;

	arena_init(&a);
	sources = sources ? sources : ".";
	keys = file_read(
		&a, arena_printf(&a, "%s/tests/screens/%s.keys", sources, name),
		1 << 16, &len, &err);
	assert_non_null(keys);
	unlink(reader);
	rest = strchr(keys, '\n');
	assert_non_null(rest);
	*rest++ = '\0';
	start(&s, keys);
	assert_true(settle(&s));
	play(&s, name, keys, rest);
	dump(&s, &out);
	assert_int_equal(stop(&s), 0);
	compare(arena_printf(&a, "%s/tests/screens/%s.screen", sources, name),
		name, str_text(&out));
	str_free(&out);
	arena_free(&a);
}

static unsigned roll_dice(unsigned *seed, unsigned sides)
{
	*seed = *seed * 1103515245u + 12345u;
	return (*seed >> 16) % sides;
}

/* No byte that a text brought may act: what is on the screen has none. */
static void assert_no_controls(struct session *s)
{
	for (VTermPos pos = {0, 0}; pos.row < s->rows; pos.row++) {
		for (pos.col = 0; pos.col < s->cols; pos.col++) {
			VTermScreenCell cell;

			vterm_screen_get_cell(s->screen, pos, &cell);
			if (cell.chars[0] != (uint32_t)-1)
				assert_true(cell.chars[0] == 0 ||
					    cell.chars[0] >= 0x20);
		}
	}
}

static void it_survives_random_keys_and_sizes(void **state)
{
	static const char letters[] =
		"jkhlgG}{()nNpJKfirR/\\?:vanqsrhm*][<>uUFdwWHLxyz0123456789 ";
	struct session s = {0};
	unsigned seed = 20260322;
	const char *turns = getenv("MONKEY_TURNS");
	int most = turns ? atoi(turns) : 400;

	(void)state;
	start(&s, "80x24");
	assert_true(settle(&s));
	for (int i = 0; i < most; i++) {
		char letter[2] = {0};

		if (roll_dice(&seed, 25) == 0)
			resize(&s, 1 + (int)roll_dice(&seed, 200),
			       1 + (int)roll_dice(&seed, 60));
		if (roll_dice(&seed, 3) == 0) {
			type(&s,
			     special[roll_dice(&seed, array_length(special))]
				     .name);
		} else {
			letter[0] =
				letters[roll_dice(&seed, sizeof(letters) - 1)];
			type(&s, letter);
		}
		if (i % 16 == 0 && !settle(&s))
			break;
		if (i % 64 == 0)
			assert_no_controls(&s);
		if (waitpid(s.child, NULL, WNOHANG) != 0)
			fail_msg("it ended after %d keys", i);
	}
	assert_int_equal(stop(&s), 0);
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

static int make_archive(void **state)
{
	const char *sources = getenv("SOURCES");
	struct store_paths where = {.archive = archive, .reader = reader};
	struct store *st;
	struct error err;
	char text[512];

	(void)state;
	snprintf(folder, sizeof(folder), "/tmp/gazette-screens.XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(archive, sizeof(archive), "%s/archive.db", folder);
	snprintf(reader, sizeof(reader), "%s/reader.db", folder);
	snprintf(config, sizeof(config), "%s/gazette.conf", folder);
	if (!write_config())
		return -1;
	snprintf(text, sizeof(text), "%s/tests/screens/archive.txt",
		 sources ? sources : ".");
	if (!store_open(&where, STORE_WRITE, &st, &err) ||
	    !archive_make(st, text, &err)) {
		print_error("%s\n", err.text);
		return -1;
	}
	store_close(st);
	return 0;
}

static int remove_archive(void **state)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char path[512];

	(void)state;
	while (dir && (entry = readdir(dir))) {
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		unlink(path);
	}
	if (dir)
		closedir(dir);
	rmdir(folder);
	return 0;
}

static int is_keys(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return dot && strcmp(dot, ".keys") == 0;
}

int main(int argc, char **argv)
{
	static struct CMUnitTest tests[SCREENS_MOST + 1];
	const char *sources = getenv("SOURCES");
	struct dirent **found = NULL;
	char path[512];
	size_t n = 0;
	int names, n_failed;

	signal(SIGPIPE, SIG_IGN);
	snprintf(path, sizeof(path), "%s/tests/screens",
		 sources ? sources : ".");
	names = scandir(path, &found, is_keys, alphasort);
	for (int i = 0; i < names && n < SCREENS_MOST; i++) {
		char *name = found[i]->d_name;

		*strrchr(name, '.') = '\0';
		if (argc > 1 && strcmp(argv[1], name) != 0)
			continue;
		tests[n++] = (struct CMUnitTest){.name = name,
						 .test_func = it_shows,
						 .initial_state = name};
	}
	if (argc < 2)
		tests[n++] = (struct CMUnitTest)TEST(
			it_survives_random_keys_and_sizes);
	n_failed = _cmocka_run_group_tests("screens", tests, n, make_archive,
					   remove_archive);
	for (int i = 0; i < names; i++)
		free(found[i]);
	free(found);
	return n_failed;
}
