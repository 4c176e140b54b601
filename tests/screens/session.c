#include "session.h"

#include <dirent.h>
#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive.h"
#include "base/array.h"
#include "ui/ui.h"

#define NOW INT64_C(1774180800) /* 2026-03-22 12:00 */

static char folder[64], archive[96], reader[96], config[96];
static char program[512]; /* "": none runs beside the reader */

/* ---- what the reader tells of itself ---- */

/* Times say nothing on a busy machine: the reader counts what it has read and
 * sent, and how often it began to wait for more than moments.  It rests when
 * it waits, has read all that was typed, and all that it sent is here. */
#define LONG_WAIT_MS 1000
#define WORK_WAIT_MS 50

struct tally {
	atomic_ulong got, sent, waits;
	atomic_bool is_waiting;
};

static struct tally *tally; /* shared with the reader's process */

int __real_poll(struct pollfd *fds, nfds_t n, int timeout);
ssize_t __real_read(int fd, void *bytes, size_t n);
ssize_t __real_write(int fd, const void *bytes, size_t n);
int __wrap_poll(struct pollfd *fds, nfds_t n, int timeout);
ssize_t __wrap_read(int fd, void *bytes, size_t n);
ssize_t __wrap_write(int fd, const void *bytes, size_t n);

static bool is_reader;

int __wrap_poll(struct pollfd *fds, nfds_t n, int timeout)
{
	int ready;

	if (!is_reader || (timeout >= 0 && timeout < LONG_WAIT_MS))
		return __real_poll(fds, n, timeout);
	ready = __real_poll(fds, n, 0);
	if (ready != 0)
		return ready;
	atomic_fetch_add(&tally->waits, 1);
	atomic_store(&tally->is_waiting, true);
	/* who waits for work beside the reader waits for less */
	ready = __real_poll(fds, n, *program ? WORK_WAIT_MS : timeout);
	atomic_store(&tally->is_waiting, false);
	return ready;
}

ssize_t __wrap_read(int fd, void *bytes, size_t n)
{
	ssize_t got = __real_read(fd, bytes, n);

	if (is_reader && fd == STDIN_FILENO && got > 0)
		atomic_fetch_add(&tally->got, (unsigned long)got);
	return got;
}

ssize_t __wrap_write(int fd, const void *bytes, size_t n)
{
	ssize_t sent = __real_write(fd, bytes, n);

	if (is_reader && fd == STDOUT_FILENO && sent > 0)
		atomic_fetch_add(&tally->sent, (unsigned long)sent);
	return sent;
}

static bool is_settled(const struct session *s)
{
	return atomic_load(&tally->is_waiting) &&
	       atomic_load(&tally->waits) > s->waits &&
	       atomic_load(&tally->got) == s->typed &&
	       /* more came where a lent terminal echoed a key */
	       atomic_load(&tally->sent) <= s->received;
}

static void begin_tally(struct session *s)
{
	if (!tally)
		tally = mmap(NULL, sizeof(*tally), PROT_READ | PROT_WRITE,
			     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(tally != MAP_FAILED);
	memset(tally, 0, sizeof(*tally));
	s->waits = s->typed = s->received = 0;
}

/* ---- the child ---- */

static _Noreturn void run_reader(void)
{
	struct store_paths where = {.archive = archive, .reader = reader};
	struct paths paths = {.config = config,
			      .archive = archive,
			      .program = *program ? program : NULL};
	struct ui_start start = {.paths = &paths, .query = "", .now = NOW};
	struct error err;

	static const int faults[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGSYS};

	/* cmocka's handlers would carry on with the tests here */
	for (size_t i = 0; i < array_length(faults); i++)
		signal(faults[i], SIG_DFL);
	if (chdir(folder) != 0)
		exit(3);
	is_reader = true;
	setlocale(LC_CTYPE, "");
	if (!store_open(&where, STORE_WRITE, &start.store, &err) ||
	    !ui_run(&start, &err)) {
		printf("%s\n", err.text);
		exit(3);
	}
	store_close(start.store);
	exit(0);
}

/* The editor writes what stands in a file; the browser sees nothing. */
static void set_programs(void)
{
	char editor[160];

	snprintf(editor, sizeof(editor), "cp %s/note.txt", folder);
	unsetenv("VISUAL");
	setenv("EDITOR", editor, 1);
	setenv("BROWSER", "true", 1);
	setenv("TMPDIR", "/tmp", 1);
	unsetenv("XDG_RUNTIME_DIR");
}

static bool write_note(void)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof(path), "%s/note.txt", folder);
	f = fopen(path, "w");
	if (!f)
		return false;
	fputs("Ask Tern about\nthe tide.\n", f);
	return fclose(f) == 0;
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
	begin_tally(s);
	s->child = forkpty(&s->pty, NULL, NULL, &size);
	assert_true(s->child >= 0);
	if (s->child == 0) {
		setenv("TERM", name, 1);
		setenv("LC_ALL", strstr(settings, "ascii") ? "C" : "C.UTF-8",
		       1);
		unsetenv("NO_COLOR");
		set_programs();
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

bool session_settle(struct session *s)
{
	char bytes[8192];

	for (int i = 0; i < 10000; i++) {
		struct pollfd fd = {s->pty, POLLIN, 0};
		bool is_idle = is_settled(s);
		ssize_t n;

		if (poll(&fd, 1, is_idle ? 0 : 2) == 0) {
			if (is_idle)
				return true;
			continue;
		}
		n = read(s->pty, bytes, sizeof(bytes));
		if (n <= 0)
			return false;
		if (s->look)
			s->look(s->self, bytes, (size_t)n);
		if (!s->is_blind)
			vterm_input_write(s->vt, bytes, (size_t)n);
		s->bytes += (size_t)n;
		s->received += (size_t)n;
	}
	print_error("the reader does not come to rest\n");
	return false;
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
	s->typed += n;
	assert_int_equal(write(s->pty, bytes, n), (ssize_t)n);
}

/* "type:set_width_40": a line, its blanks written as _. */
static void type_line(struct session *s, const char *line)
{
	for (; *line; line++) {
		char key[] = {*line == '_' ? ' ' : *line, '\0'};

		session_type(s, key);
	}
}

void session_type(struct session *s, const char *word)
{
	const char *bytes = word;
	char control, mouse[40];
	int x, y;
	size_t len;

	if (strncmp(word, "type:", 5) == 0) {
		type_line(s, word + 5);
		return;
	}
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
	session_send(s, bytes, len);
}

void session_resize(struct session *s, int cols, int rows)
{
	struct winsize size = {0};

	if (cols == s->cols && rows == s->rows)
		return;
	size.ws_col = (unsigned short)cols;
	size.ws_row = (unsigned short)rows;
	s->waits = atomic_load(&tally->waits);
	s->rows = rows;
	s->cols = cols;
	if (!s->is_blind)
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

bool session_configure(const char *lines)
{
	FILE *f = fopen(config, "a");

	if (!f)
		return false;
	fputs(lines, f);
	return fclose(f) == 0;
}

/* Corrections change the archive: it is as it was made for each screen. */
static bool copy_file(const char *from, const char *to)
{
	FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
	char bytes[8192];
	size_t n;
	bool done = in && out;

	while (done && (n = fread(bytes, 1, sizeof(bytes), in)) > 0)
		done = fwrite(bytes, 1, n, out) == n;
	if (in)
		fclose(in);
	return out && fclose(out) == 0 && done;
}

static void path_of(char path[128], const char *name)
{
	snprintf(path, 128, "%s/%s", folder, name);
}

/* An archive of a file's articles, kept under a name of its own. */
static bool make_one(const char *file, const char *name)
{
	struct store_paths where = {.archive = archive, .reader = reader};
	char made[128];
	struct store *st;
	struct error err;
	bool done;

	unlink(archive);
	if (!store_open(&where, STORE_WRITE, &st, &err)) {
		print_error("%s\n", err.text);
		return false;
	}
	done = archive_make(st, file, &err) && archive_subscribe(st, NOW, &err);
	if (!done)
		print_error("%s\n", err.text);
	store_close(st);
	path_of(made, name);
	return done && copy_file(archive, made);
}

bool session_make_archive(const char *file)
{
	snprintf(folder, sizeof(folder), "/tmp/gazette-screens.XXXXXX");
	if (!mkdtemp(folder))
		return false;
	snprintf(archive, sizeof(archive), "%s/archive.db", folder);
	snprintf(reader, sizeof(reader), "%s/reader.db", folder);
	snprintf(config, sizeof(config), "%s/gazette.conf", folder);
	return write_config() && write_note() && make_one(file, "made.db");
}

bool session_make_odd(const char *file)
{
	return make_one(file, "odd.db");
}

const char *session_folder(void)
{
	return folder;
}

/* The program lies two folders above this test. */
static bool find_program(void)
{
	ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 9);

	if (n < 0)
		return false;
	program[n] = '\0';
	for (int i = 0; i < 3; i++) {
		char *slash = strrchr(program, '/');

		if (!slash)
			return false;
		*slash = '\0';
	}
	return true;
}

bool session_make_home(const char *paper)
{
	char path[4096], *real = realpath(paper, NULL);
	bool done = real && find_program();

	if (done) {
		/* what programs look for in $XDG_*_HOME/gazette is beside the
		 * archive */
		snprintf(path, sizeof(path), "%s:%s", program, getenv("PATH"));
		setenv("PATH", path, 1);
		setenv("XDG_DATA_HOME", folder, 1);
		setenv("XDG_CONFIG_HOME", folder, 1);
		setenv("XDG_STATE_HOME", folder, 1);
		setenv("LC_ALL", "C.UTF-8", 1);
		setenv("TZ", "UTC0", 1);
		unsetenv("GAZETTE_ARCHIVE");
		strcat(program, "/gazette");
		path_of(path, "paper");
		done = symlink(real, path) == 0;
		path_of(path, "gazette");
		done = done && symlink(".", path) == 0;
	}
	free(real);
	return done;
}

/* What a run left beside the archive. */
static void remove_others(void)
{
	static const char *const names[] = {"originals.db", "originals.db-wal",
					    "originals.db-shm", "reader.db-wal",
					    "reader.db-shm"};
	char path[128];

	for (size_t i = 0; i < array_length(names); i++) {
		path_of(path, names[i]);
		unlink(path);
	}
}

void session_forget(bool is_odd)
{
	char path[128];

	unlink(reader);
	remove_others();
	path_of(path, "archive.db-wal");
	unlink(path);
	path_of(path, "archive.db-shm");
	unlink(path);
	path_of(path, is_odd ? "odd.db" : "made.db");
	if (!copy_file(path, archive))
		abort();
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
