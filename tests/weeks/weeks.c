/* A week of one person each: keys typed into the reader and lines given to a
 * shell, with the screens and answers that come of them.
 *
 * NAME.week begins with the sizes it is played at.  Then a line at a time:
 *
 *	# a remark
 *	$ LINE             run by sh in the week's folder, where `gazette` is
 *this one; what it prints goes to the transcript screen: TITLE      so does the
 *screen as it is now until: TEXT        wait for work beside the reader to show
 *this needs: PROGRAM     a machine without it passes the week over again leave
 *the reader and start it again
 *
 * and all else is keys, a word each, as in tests/screens.  The transcript is
 * compared with NAME-COLSxROWS.screen, or written with UPDATE_SCREENS set.
 */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../screens/session.h"
#include "base/file.h"

#define WEEKS_MOST 16
#define WAITS_MOST 200 /* of 20 ms */

struct week {
	char name[40], size[20];
	struct session session;
	struct str transcript;
};

/* ---- what is on the screen ---- */

static void add_row(struct session *s, int y, struct str *out)
{
	size_t end = out->len;

	for (VTermPos pos = {y, 0}; pos.col < s->cols;) {
		VTermScreenCell cell;

		vterm_screen_get_cell(s->screen, pos, &cell);
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i];
		     i++)
			str_add_rune(out, cell.chars[i]);
		if (cell.chars[0] == 0)
			str_add_char(out, ' ');
		pos.col += cell.width > 1 ? cell.width : 1;
		if (out->at[out->len - 1] != ' ')
			end = out->len;
	}
	out->len = end;
	str_add_char(out, '\n');
}

static void add_screen(struct session *s, struct str *out)
{
	for (int y = 0; y < s->rows; y++)
		add_row(s, y, out);
}

static void wait_for(struct week *w, const char *text)
{
	struct str now = {0};
	bool is_there = false;

	for (int i = 0; i < WAITS_MOST && !is_there; i++) {
		assert_true(session_settle(&w->session));
		str_clear(&now);
		add_screen(&w->session, &now);
		is_there = strstr(str_text(&now), text) != NULL;
		if (!is_there)
			usleep(20000);
	}
	if (!is_there)
		print_error("%s never showed '%s':\n%s", w->name, text,
			    str_text(&now));
	assert_true(is_there);
	str_free(&now);
}

/* ---- a line of the week ---- */

static void run_shell(struct week *w, const char *line)
{
	char bytes[4096], command[1024];
	FILE *out;
	size_t n;

	snprintf(command, sizeof(command), "cd '%s' && { %s\n} 2>&1",
		 session_folder(), line);
	str_printf(&w->transcript, "$ %s\n", line);
	out = popen(command, "r");
	assert_non_null(out);
	while ((n = fread(bytes, 1, sizeof(bytes), out)) > 0)
		str_add(&w->transcript, bytes, n);
	assert_true(pclose(out) >= 0);
}

static void start_again(struct week *w)
{
	struct session *s = &w->session;

	session_type(s, "Q");
	while (session_settle(s))
		;
	assert_int_equal(session_stop(s), 0);
	session_start(s, w->size);
	assert_true(session_settle(s));
}

static void type_keys(struct week *w, char *line)
{
	char *save = NULL;

	for (char *word = strtok_r(line, " ", &save); word;
	     word = strtok_r(NULL, " ", &save)) {
		session_type(&w->session, word);
		assert_true(session_settle(&w->session));
	}
}

static bool has_program(const char *name)
{
	char command[120];

	snprintf(command, sizeof(command), "command -v %.60s >/dev/null", name);
	return system(command) == 0;
}

static void play_line(struct week *w, char *line)
{
	if (strncmp(line, "$ ", 2) == 0) {
		run_shell(w, line + 2);
	} else if (strncmp(line, "screen: ", 8) == 0) {
		str_printf(&w->transcript, "==== %s\n", line + 8);
		add_screen(&w->session, &w->transcript);
	} else if (strncmp(line, "until: ", 7) == 0) {
		wait_for(w, line + 7);
	} else if (strcmp(line, "again") == 0) {
		start_again(w);
	} else if (*line && *line != '#' && strncmp(line, "needs: ", 7)) {
		type_keys(w, line);
	}
}

static void compare(struct arena *a, const char *path, const char *name,
		    const char *got)
{
	const char *want;
	struct error err;
	size_t len;
	FILE *f;

	if (getenv("UPDATE_SCREENS")) {
		f = fopen(path, "w");
		assert_non_null(f);
		fputs(got, f);
		assert_int_equal(fclose(f), 0);
		return;
	}
	want = file_read(a, path, 1 << 20, &len, &err);
	if (!want || strcmp(want, got) != 0)
		print_error("%s differs; now it is:\n%s", name, got);
	assert_non_null(want);
	assert_string_equal(got, want);
}

/* ---- the tests ---- */

static const char *sources(void)
{
	const char *where = getenv("SOURCES");

	return where ? where : ".";
}

static void it_goes_so(void **state)
{
	struct week *w = *state;
	struct arena a;
	struct error err;
	struct slice rest;
	size_t len;

	arena_init(&a);
	rest.at = file_read(
		&a,
		arena_printf(&a, "%s/tests/weeks/%s.week", sources(), w->name),
		1 << 16, &rest.len, &err);
	assert_non_null(rest.at);
	slice_cut(&rest, '\n'); /* the sizes */
	session_forget(false);
	memset(&w->session, 0, sizeof(w->session));
	str_clear(&w->transcript);
	session_start(&w->session, w->size);
	assert_true(session_settle(&w->session));
	while (rest.at) {
		struct slice line = slice_cut(&rest, '\n');

		if (line.len > 7 && memcmp(line.at, "needs: ", 7) == 0 &&
		    !has_program(arena_copy(&a, line.at + 7, line.len - 7))) {
			session_stop(&w->session);
			skip();
		}
		play_line(w, arena_copy(&a, line.at, line.len));
	}
	len = (size_t)session_stop(&w->session);
	assert_int_equal(len, 0);
	compare(&a,
		arena_printf(&a, "%s/tests/weeks/%s-%s.screen", sources(),
			     w->name, w->size),
		w->name, str_text(&w->transcript));
	str_free(&w->transcript);
	arena_free(&a);
}

/* A test for each size in the first line of the week. */
static size_t add_sizes(struct week *weeks, size_t n, const char *name)
{
	char path[512], line[120] = "", *save = NULL;
	FILE *f;

	snprintf(path, sizeof(path), "%s/tests/weeks/%s.week", sources(), name);
	f = fopen(path, "r");
	if (!f || !fgets(line, sizeof(line), f))
		return n;
	fclose(f);
	for (char *size = strtok_r(line, " \n", &save); size && n < WEEKS_MOST;
	     size = strtok_r(NULL, " \n", &save), n++) {
		snprintf(weeks[n].name, sizeof(weeks[n].name), "%s", name);
		snprintf(weeks[n].size, sizeof(weeks[n].size), "%s", size);
	}
	return n;
}

static int make_archive(void **state)
{
	char text[512], paper[512];

	(void)state;
	snprintf(text, sizeof(text), "%s/tests/screens/archive.txt", sources());
	snprintf(paper, sizeof(paper), "%s/tests/weeks", sources());
	return session_make_archive(text) && session_make_home(paper) ? 0 : -1;
}

static int remove_archive(void **state)
{
	(void)state;
	session_remove_archive();
	return 0;
}

int main(int argc, char **argv)
{
	static struct week weeks[WEEKS_MOST];
	static struct CMUnitTest tests[WEEKS_MOST];
	static const char *const names[] = {"newsboat", "journalist", "blind",
					    "admin"};
	size_t n = 0;

	signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (argc < 2 || strcmp(argv[1], names[i]) == 0)
			n = add_sizes(weeks, n, names[i]);
	}
	for (size_t i = 0; i < n; i++)
		tests[i] = (struct CMUnitTest){.name = weeks[i].name,
					       .test_func = it_goes_so,
					       .initial_state = &weeks[i]};
	return _cmocka_run_group_tests("weeks", tests, n, make_archive,
				       remove_archive);
}
