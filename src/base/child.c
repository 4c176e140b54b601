#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/utf8.h"

/* A process whose socket closed is at its end; so long may that take. */
#define END_MS     2000
#define HEAR_READS 64
#define FIRST_OPEN 3
#define CLOSE_MOST 65536

/* What of the environment every child gets: how to find its libraries. */
static const char *const kept_variables[] = {
	"LD_LIBRARY_PATH",
#ifdef SANITIZED
	"UBSAN_OPTIONS",
#endif
};

static void keep(struct arena *a, const char *name, char **out, size_t *n)
{
	const char *value = getenv(name);

	if (value)
		out[(*n)++] = arena_printf(a, "%s=%s", name, value);
}

static char **make_environment(struct arena *a, const struct child_needs *needs)
{
	char **out = arena_array(
		a, array_length(kept_variables) + needs->n_variables + 4,
		sizeof(*out));
	size_t n = 0;

	out[n++] = arena_string(a, "LC_ALL=C.UTF-8");
	out[n++] = arena_string(a, "TZ=UTC0");
#ifdef SANITIZED /* no leak check: it wants to trace other threads */
	out[n++] = arena_string(a, "ASAN_OPTIONS=detect_leaks=0:symbolize=0");
#endif
	for (size_t i = 0; i < array_length(kept_variables); i++)
		keep(a, kept_variables[i], out, &n);
	for (size_t i = 0; i < needs->n_variables; i++)
		keep(a, needs->variables[i], out, &n);
	return out;
}

/* ---- start ---- */

struct ends {
	int ours, theirs, hear, say;
};

static void close_ends(const struct ends *e)
{
	const int all[] = {e->ours, e->theirs, e->hear, e->say};

	for (size_t i = 0; i < array_length(all); i++) {
		if (all[i] >= 0)
			close(all[i]);
	}
}

static bool open_ends(struct ends *e, struct error *err)
{
	int pair[2], pipe_ends[2];

	*e = (struct ends){-1, -1, -1, -1};
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
		return error_system(err, errno, "cannot make a socket");
	e->ours = pair[0];
	e->theirs = pair[1];
	if (pipe2(pipe_ends, O_CLOEXEC) != 0)
		return error_system(err, errno, "cannot make a pipe");
	e->hear = pipe_ends[0];
	e->say = pipe_ends[1];
	if (fcntl(e->ours, F_SETFL, O_NONBLOCK) != 0 ||
	    fcntl(e->hear, F_SETFL, O_NONBLOCK) != 0)
		return error_system(err, errno, "cannot set up a socket");
	return true;
}

static int spawn(pid_t *pid, const struct ends *e, char *const *argv,
		 char *const *environment)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t none;
	int fault;

	sigemptyset(&none);
	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&how);
	posix_spawn_file_actions_adddup2(&files, e->theirs, 0);
	posix_spawn_file_actions_adddup2(&files, e->say, 1);
	posix_spawn_file_actions_adddup2(&files, e->say, 2);
	posix_spawnattr_setpgroup(&how, 0); /* Ctrl-C is the parent's */
	posix_spawnattr_setsigmask(&how, &none);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP |
					       POSIX_SPAWN_SETSIGMASK);
	fault = posix_spawn(pid, argv[0], &files, &how, argv, environment);
	posix_spawnattr_destroy(&how);
	posix_spawn_file_actions_destroy(&files);
	return fault;
}

/* Every descriptor of ours lies above 2, or dup2 onto 0, 1 and 2 would hit
 * one of them; a caller that closed its own is given /dev/null. */
static void fill_standard(void)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	while (fd >= 0 && fd <= 2)
		fd = dup(fd);
	if (fd > 2)
		close(fd);
}

bool child_start(struct child *c, char *const *argv,
		 const struct child_needs *needs, struct error *err)
{
	struct arena arena;
	struct ends e;
	int fault = 0;

	*c = (struct child){.needs = needs,
			    .socket = -1,
			    .words = -1,
			    .words_most = CHILD_WORDS};
	fill_standard();
	if (!open_ends(&e, err)) {
		close_ends(&e);
		return false;
	}
	arena_init(&arena);
	fault = spawn(&c->pid, &e, argv, make_environment(&arena, needs));
	arena_free(&arena);
	if (fault) {
		c->pid = 0;
		close_ends(&e);
		return error_system(err, fault, "cannot start '%s'", argv[0]);
	}
	close(e.theirs);
	close(e.say);
	c->socket = e.ours;
	c->words = e.hear;
	return true;
}

/* ---- last words ---- */

void child_hear(struct child *c)
{
	char part[1024];
	ssize_t n;

	/* one that only shouts must not keep us here */
	for (int i = 0; i < HEAR_READS && c->words >= 0; i++) {
		n = read(c->words, part, sizeof(part));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return;
		if (n == 0) {
			close(c->words);
			c->words = -1;
			return;
		}
		str_add(&c->last_words, part, (size_t)n);
		if (c->last_words.len > c->words_most) {
			size_t more = c->last_words.len - c->words_most;

			memmove(c->last_words.at, c->last_words.at + more,
				c->words_most);
			c->last_words.len = c->words_most;
		}
	}
}

/* Of a sanitizer's report: what is behind it says less. */
static bool is_summary(struct slice line)
{
	return line.len > 8 && memcmp(line.at, "SUMMARY:", 8) == 0;
}

/* The last line that says something, fit to be shown. */
static const char *last_line(const struct child *c, struct arena *a)
{
	struct slice rest = {c->last_words.at, c->last_words.len};
	struct slice line = {"", 0};
	size_t len;

	while (rest.len) {
		struct slice one = slice_trim(slice_cut(&rest, '\n'));

		if (one.len)
			line = one;
		if (is_summary(line))
			break;
	}
	return utf8_clean(a, line.at, line.len, &len);
}

static bool ran_out_of_memory(const struct child *c)
{
	return c->last_words.len &&
	       memmem(c->last_words.at, c->last_words.len, "out of memory",
		      strlen("out of memory"));
}

/* ---- end ---- */

static bool is_ended(pid_t pid, int *status, int flags)
{
	pid_t got;

	do
		got = waitpid(pid, status, flags);
	while (got < 0 && errno == EINTR);
	return got != 0;
}

static void forget(struct child *c)
{
	if (c->socket >= 0)
		close(c->socket);
	if (c->words >= 0)
		close(c->words);
	str_free(&c->last_words);
	*c = (struct child){.socket = -1, .words = -1};
}

static enum child_end judge_signal(const struct child *c, struct arena *a,
				   int number, const char **reason)
{
	const char *words = last_line(c, a);

	switch (number) {
	case SIGKILL:
	case SIGTERM:
	case SIGHUP:
	case SIGINT:
		*reason = arena_printf(a, "was killed (signal %d)", number);
		return CHILD_KILLED;
	case SIGXCPU:
		*reason = "used too much processor time";
		return CHILD_FAILED;
	case SIGSYS:
		*reason = arena_printf(a,
				       "tried what its cage forbids "
				       "(signal %d)",
				       number);
		return CHILD_FAILED;
	}
	if (number == SIGABRT && c->needs->memory_mb && ran_out_of_memory(c))
		*reason = arena_printf(a, "needed more than %u MB",
				       c->needs->memory_mb);
	else
		*reason = arena_printf(a, "crashed (signal %d%s%s)", number,
				       *words ? ": " : "", words);
	return CHILD_FAILED;
}

enum child_end child_end(struct child *c, struct arena *a, const char **reason)
{
	const struct timespec tick = {0, 1000000};
	enum child_end end;
	int status = 0;

	for (int ms = 0; !is_ended(c->pid, &status, WNOHANG); ms++) {
		child_hear(c); /* its report may be longer than a pipe */
		nanosleep(&tick, NULL);
		if (ms >= END_MS) {
			child_kill(c);
			*reason = "closed its socket";
			return CHILD_FAILED;
		}
	}
	child_hear(c);
	if (WIFSIGNALED(status)) {
		end = judge_signal(c, a, WTERMSIG(status), reason);
	} else if (WEXITSTATUS(status) == 0) {
		*reason = "stopped";
		end = CHILD_RETIRED;
	} else {
		*reason = arena_printf(a, "stopped with status %d: %s",
				       WEXITSTATUS(status), last_line(c, a));
		end = CHILD_FAILED;
	}
	forget(c);
	return end;
}

void child_kill(struct child *c)
{
	int status;

	if (c->pid > 0) {
		kill(c->pid, SIGKILL);
		is_ended(c->pid, &status, 0);
	}
	forget(c);
}

/* ---- the child's side ---- */

static void close_all_else(void)
{
	long most = sysconf(_SC_OPEN_MAX);

#ifdef HAVE_CLOSE_RANGE
	if (close_range(FIRST_OPEN, ~0U, 0) == 0)
		return;
#endif
	if (most < 0 || most > CLOSE_MOST)
		most = CLOSE_MOST;
	for (int fd = FIRST_OPEN; fd < most; fd++)
		close(fd);
}

bool child_begin(struct error *err)
{
	pid_t parent = getppid();

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		return error_set(err, "the parent is gone");
	close_all_else();
	return true;
}
