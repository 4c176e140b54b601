/* Whole screens, through a real pty and libvterm: the keys of NAME.keys are
 * typed, then text, attributes and cursor are compared with NAME.screen.
 *
 * The first line of NAME.keys says where: COLSxROWS, then "plain" for
 * NO_COLOR, "ascii" for LANG=C, "TERM=...", "odd" for the articles of odd.txt.
 * Then one key a word; "size:CxR" resizes, "click:XxY" and "wheel:XxY" are the
 * mouse's, "paste:TEXT" is pasted, "type:TEXT" is typed, every _ of it as a
 * blank, "hangup" loses the line, "again" starts again, "bytes:N" asserts
 * that the key before sent at most N bytes. With UPDATE_SCREENS set,
 * NAME.screen is written instead.
 */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "../test.h"
#include "base/file.h"
#include "session.h"

#define SCREENS_MOST 500

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

/* The reader has ended, or its line is lost; it is started again. */
static void start_again(struct session *s, const char *settings, bool is_lost)
{
	if (!is_lost)
		while (session_settle(s))
			;
	assert_int_equal(session_stop(s), 0);
	session_start(s, settings);
	assert_true(session_settle(s));
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
			session_resize(s, cols, rows);
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
			session_type(s, word);
		}
		if (is_watched(word, save))
			assert_true(session_settle(s));
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
	bool is_blank = cell->chars[0] == 0 || cell->chars[0] == ' ';

	/* what nobody sees is not sent */
	if (is_blank && !cell->attrs.reverse && !cell->attrs.underline)
		return ' ';
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
	rest = strchr(keys, '\n');
	assert_non_null(rest);
	*rest++ = '\0';
	session_forget(strstr(keys, " odd") != NULL);
	session_start(&s, keys);
	assert_true(session_settle(&s));
	play(&s, name, keys, rest);
	dump(&s, &out);
	assert_int_equal(session_stop(&s), 0);
	compare(arena_printf(&a, "%s/tests/screens/%s.screen", sources, name),
		name, str_text(&out));
	str_free(&out);
	arena_free(&a);
}

static int is_keys(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return dot && strcmp(dot, ".keys") == 0;
}

static const char *file_of(char path[512], const char *name)
{
	const char *sources = getenv("SOURCES");

	snprintf(path, 512, "%s/tests/screens/%s", sources ? sources : ".",
		 name);
	return path;
}

static int make_archive(void **state)
{
	char path[512];

	(void)state;
	if (!session_make_archive(file_of(path, "archive.txt")) ||
	    !session_make_odd(file_of(path, "odd.txt")))
		return -1;
	return 0;
}

static int remove_archive(void **state)
{
	(void)state;
	session_remove_archive();
	return 0;
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
	n_failed = _cmocka_run_group_tests("screens", tests, n, make_archive,
					   remove_archive);
	for (int i = 0; i < names; i++)
		free(found[i]);
	free(found);
	return n_failed;
}
