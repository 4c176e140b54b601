/* What cannot be done inside the cage: each row is tried in a child of its
 * own, which must be refused (exit status 0) or killed by the signal. */
#include "../test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "article/json.h"
#include "worker/cage.h"

#define REFUSED 0
#define DONE    42 /* it could be done */
#define NO_CAGE 43
#define CPU_S   1
#define KEPT    "cage-keeps-this"

static int try_open(void)
{
	return open("/etc/passwd", O_RDONLY) < 0 ? REFUSED : DONE;
}

static int try_create(void)
{
	return open("cage-made-this", O_WRONLY | O_CREAT, 0600) < 0 ? REFUSED
								    : DONE;
}

#ifdef HAVE_SECCOMP
static int try_stat(void)
{
	struct stat st;

	return stat("/etc/passwd", &st) < 0 ? REFUSED : DONE;
}
#endif

static int try_unlink(void)
{
	return unlink(KEPT) < 0 ? REFUSED : DONE;
}

static int try_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) < 0 ? REFUSED : DONE;
}

static int try_exec(void)
{
	char program_name[] = "/bin/true", *argv[] = {program_name, NULL};

	execv(argv[0], argv);
	return REFUSED;
}

#ifdef HAVE_SECCOMP
static int try_fork(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(0);
	return pid < 0 ? REFUSED : DONE;
}

static int try_kill(void)
{
	return kill(getppid(), 0) < 0 ? REFUSED : DONE;
}

static int try_code(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED
		       ? REFUSED
		       : DONE;
}
#endif

static int try_loop(void)
{
	for (volatile unsigned long i = 0;; i++)
		;
	return DONE;
}

static int try_abort(void)
{
	abort();
	return DONE;
}

#ifndef SANITIZED
static int try_memory(void)
{
	char *volatile much = malloc((size_t)4 << 30);

	if (!much)
		return REFUSED;
	memset(much, 1, (size_t)4 << 30);
	return DONE;
}

static int try_pieces(void)
{
	size_t got = 0;

	for (void *volatile piece = &got; piece; got++)
		piece = malloc(1 << 20);
	return got < CAGE_MEMORY_MB ? REFUSED : DONE;
}
#endif

/* What the stages need. */

static int try_work(void)
{
	char *at = malloc(100000), *more;
	time_t now = time(NULL);
	struct tm tm;
	json_t *value = json_pack("{s:s}", "a", "b");

	if (!at || !value || !localtime_r(&now, &tm))
		return DONE;
	more = realloc(at, 50 << 20);
	if (!more)
		return DONE;
	free(more);
	json_decref(value);
	return dprintf(1, "%s", "") == 0 ? REFUSED : DONE;
}

static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static int try_sort(void)
{
	size_t n = 1 << 20;
	int *many = calloc(n, sizeof(*many));

	if (!many)
		return DONE;
	for (size_t i = 0; i < n; i++)
		many[i] = (int)(i * 7919 % n);
	qsort(many, n, sizeof(*many), compare);
	return many[0] == 0 && many[n - 1] == (int)n - 1 ? REFUSED : DONE;
}

static const struct {
	const char *name;
	int (*run)(void);
	int signal; /* that may kill it; 0: it must come back */
} rows[] = {
	{"open a file", try_open, SIGSYS},
	{"make a file", try_create, SIGSYS},
	{"remove a file", try_unlink, SIGSYS},
	{"make a socket", try_socket, SIGSYS},
	{"execute a program", try_exec, SIGSYS},
#ifdef HAVE_SECCOMP /* the other walls have holes here */
	{"look at a file", try_stat, SIGSYS},
	{"fork", try_fork, SIGSYS},
	{"signal its parent", try_kill, SIGSYS},
	{"make code", try_code, SIGSYS},
#endif
	{"loop for ever", try_loop, SIGXCPU},
	{"fail an assertion", try_abort, SIGABRT},
#ifndef SANITIZED
	{"take 4 GB at once", try_memory, 0},
	{"take 4 GB in pieces", try_pieces, 0},
#endif
	{"allocate, tell time and read JSON", try_work, 0},
	{"sort a million numbers", try_sort, 0},
};

static int run_caged(int (*run)(void))
{
	struct error err;
	int null;

	signal(SIGXCPU, SIG_DFL);
	null = open("/dev/null", O_RDWR);
	dup2(null, 0);
	dup2(null, 1);
#ifndef SANITIZED
	dup2(null, 2);
#endif
	close(null);
	cage_prepare();
	if (!cage_enter(CPU_S, &err)) {
		dprintf(2, "%s\n", err.text);
		return NO_CAGE;
	}
	return run();
}

static int wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

static void it_refuses_or_kills_all_that_is_no_work(void **state)
{
	FILE *file = fopen(KEPT, "w");

	(void)state;
	assert_non_null(file);
	fclose(file);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		pid_t pid = fork();
		int status;

		assert_true(pid >= 0);
		if (pid == 0)
			_exit(run_caged(rows[i].run));
		status = wait_for(pid);
		if (WIFSIGNALED(status) && WTERMSIG(status) == rows[i].signal)
			continue;
		if (WIFEXITED(status) && WEXITSTATUS(status) == REFUSED)
			continue;
		fail_msg("%s: status %x", rows[i].name, (unsigned)status);
	}
	assert_int_not_equal(access("cage-made-this", F_OK), 0);
	assert_int_equal(unlink(KEPT), 0);
}

static void it_says_what_it_consists_of(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_non_null(strstr(cage_describe(&a), "andlock"));
	assert_non_null(strstr(cage_describe(&a), "memory"));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_refuses_or_kills_all_that_is_no_work),
		TEST(it_says_what_it_consists_of),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
