/* A slow line: what a key sends is what it newly shows and little more.
 *
 * After each key the screen is held against the one before: rows that stood
 * somewhere on it count nothing, wherever they stand now, for the terminal
 * moves them itself.  The key may send the bytes of its row of the table, and
 * for each row that came new its own text and ROW_MORE for its colours.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "../test.h"
#include "base/array.h"
#include "base/file.h"
#include "session.h"

#define ROW_MORE      24 /* looks, bar and speaker, the way to it */
#define ROWS_MOST     64
#define MORE_ARTICLES 60 /* so that lists scroll */

/* Budgets: a row down 60, a line of text 120, a name with its card 350, a
 * quotation, which is lit whole, 550, a page 250, each with the rows that come
 * in. */
static const struct {
	const char *keys; /* before, not counted */
	const char *key;  /* counted */
	uint32_t times;
	size_t most;
	bool is_text; /* its head and its card are the key's own */
} rows[] = {
	{"", "j", 3, 60, false},          {"1 3 j", "j", 8, 60, false},
	{"G", "k", 3, 60, false},         {"G 1 6 k", "k", 8, 60, false},
	{"Enter", "j", 8, 120, true},     {"Enter G", "k", 8, 120, true},
	{"Enter", "Tab", 16, 350, true},  {"Enter G", "S-Tab", 12, 350, true},
	{"Enter", ")", 4, 550, true},     {"Enter", "Space", 2, 250, true},
	{"v n 1 5 j", "j", 8, 60, false}, {"v q", "j", 8, 60, false},
	{"v q", "Space", 2, 250, false},  {"?", "j", 8, 60, false},
	{"?", "Space", 2, 250, false},
};

static const char *const settings[] = {
	"80x24",
	"40x20",
	"80x24 TERM=tmux-256color",
	"80x24 TERM=vt100",
	"80x24 TERM=linux",
};

/* The articles of the other screens, and more, a day or two apart. */
static bool write_articles(const char *path)
{
	const char *sources = getenv("SOURCES");
	struct arena a;
	struct error err;
	const char *text;
	size_t len;
	FILE *f = fopen(path, "w");

	if (!f)
		return false;
	arena_init(&a);
	text = file_read(&a,
			 arena_printf(&a, "%s/tests/screens/archive.txt",
				      sources ? sources : "."),
			 1 << 20, &len, &err);
	if (text)
		fwrite(text, 1, len, f);
	for (int i = 0; i < MORE_ARTICLES; i++)
		fprintf(f,
			"====\nNotes of the %d. day on ships, tides and a "
			"wall\nFell Courier\n2026-01-%02d\n\n"
			"[P:Person %d|Person %d] said: \"{Person %d|The wall "
			"of day %d is as high as the tide.}\"\n\n",
			i + 1, 1 + i / 2, i, i, i, i);
	arena_free(&a);
	return fclose(f) == 0 && text;
}

static int make_archive(void **state)
{
	char path[] = "/tmp/gazette-bytes.XXXXXX";
	int fd = mkstemp(path);
	bool done;

	(void)state;
	if (fd < 0)
		return -1;
	close(fd);
	done = write_articles(path) && session_make_archive(path);
	unlink(path);
	return done ? 0 : -1;
}

static int remove_archive(void **state)
{
	(void)state;
	session_remove_archive();
	return 0;
}

struct seen {
	char row[ROWS_MOST][1024];
	int n;
};

static void look(struct session *s, struct seen *seen)
{
	seen->n = s->rows < ROWS_MOST ? s->rows : ROWS_MOST;
	for (int y = 0; y < seen->n; y++) {
		VTermRect rect = {y, y + 1, 0, s->cols};
		char *row = seen->row[y];
		size_t n = vterm_screen_get_text(
			s->screen, row, sizeof(seen->row[0]) - 1, rect);

		while (n > 0 && row[n - 1] == ' ')
			n--;
		row[n] = '\0';
	}
}

/* The same but for the mark of the current row. */
static bool is_same(const char *a, const char *b)
{
	static const char mark[] = "›";

	a += strncmp(a, mark, strlen(mark)) == 0 ? strlen(mark) : *a == ' ';
	b += strncmp(b, mark, strlen(mark)) == 0 ? strlen(mark) : *b == ' ';
	return strcmp(a, b) == 0;
}

static bool has_row(const struct seen *seen, const char *row)
{
	for (int y = 0; y < seen->n; y++) {
		if (is_same(seen->row[y], row))
			return true;
	}
	return false;
}

/* What the rows that came new may cost; not the last one, which is the key's
 * own. */
static size_t cost_of_new(const struct seen *before, const struct seen *now,
			  bool is_text)
{
	int from = is_text ? 1 : 0, to = now->n - (is_text ? 4 : 1);
	size_t cost = 0;

	for (int y = from; y < to; y++) {
		if (*now->row[y] && !has_row(before, now->row[y]))
			cost += strlen(now->row[y]) + ROW_MORE;
	}
	return cost;
}

static void type_all(struct session *s, const char *keys)
{
	char copy[64], *save = NULL;

	snprintf(copy, sizeof(copy), "%s", keys);
	for (char *word = strtok_r(copy, " ", &save); word;
	     word = strtok_r(NULL, " ", &save)) {
		session_type(s, word);
		assert_true(session_settle(s));
	}
}

static void run(const char *where, uint32_t i)
{
	static struct seen before, now;
	struct session s = {0};

	session_forget(false);
	session_start(&s, where);
	assert_true(session_settle(&s));
	type_all(&s, rows[i].keys);
	for (uint32_t k = 0; k < rows[i].times; k++) {
		size_t most;

		look(&s, &before);
		session_type(&s, rows[i].key);
		assert_true(session_settle(&s));
		look(&s, &now);
		most = rows[i].most +
		       cost_of_new(&before, &now, rows[i].is_text);
		if (getenv("SHOW_BYTES"))
			printf("%s: %s %s %u: %zu of %zu\n", where,
			       rows[i].keys, rows[i].key, k + 1, s.bytes, most);
		if (s.bytes > most)
			print_error("%s: '%s', then %s for the %u. time: %zu "
				    "bytes, at most %zu\n",
				    where, rows[i].keys, rows[i].key, k + 1,
				    s.bytes, most);
		assert_true(s.bytes <= most);
	}
	assert_int_equal(session_stop(&s), 0);
}

static void a_key_sends_what_it_shows(void **state)
{
	for (uint32_t i = 0; i < array_length(rows); i++)
		run(*state, i);
}

int main(void)
{
	static struct CMUnitTest tests[array_length(settings)];

	signal(SIGPIPE, SIG_IGN);
	for (uint32_t i = 0; i < array_length(settings); i++)
		tests[i] = (struct CMUnitTest){
			.name = settings[i],
			.test_func = a_key_sends_what_it_shows,
			.initial_state = (void *)(uintptr_t)settings[i]};
	return _cmocka_run_group_tests("bytes", tests, array_length(settings),
				       make_archive, remove_archive);
}
