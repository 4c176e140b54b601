#include "base/run.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/array.h"
#include "base/str.h"

extern char **environ;

const char *run_editor(void)
{
	static const char *const names[] = {"VISUAL", "EDITOR"};

	for (size_t i = 0; i < array_length(names); i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return value;
	}
	return "vi";
}

void run_split(struct arena *a, const char *command, const char *last,
	       char *argv[RUN_WORDS + 2])
{
	struct slice rest = slice_of(command);
	bool is_there = false;
	size_t n = 0;

	while (rest.len && n < RUN_WORDS) {
		struct slice word = slice_cut(&rest, ' ');
		bool is_place = slice_equals(word, "%s");

		if (word.len)
			argv[n++] = is_place ? arena_string(a, last)
					     : arena_copy(a, word.at, word.len);
		is_there |= is_place;
	}
	if (!is_there)
		argv[n++] = arena_string(a, last);
	argv[n] = NULL;
}

/* What we ignore or catch is as usual for others. */
static void set_signals(posix_spawnattr_t *how)
{
	static const int usual[] = {SIGINT,  SIGQUIT, SIGPIPE,
				    SIGTSTP, SIGTTIN, SIGTTOU};
	sigset_t set;

	sigemptyset(&set);
	posix_spawnattr_setsigmask(how, &set);
	for (size_t i = 0; i < array_length(usual); i++)
		sigaddset(&set, usual[i]);
	posix_spawnattr_setsigdefault(how, &set);
	posix_spawnattr_setflags(how, POSIX_SPAWN_SETSIGDEF |
					      POSIX_SPAWN_SETSIGMASK);
}

static int start(pid_t *pid, char *const *argv, int in)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	int rc;

	posix_spawn_file_actions_init(&files);
	posix_spawnattr_init(&how);
	set_signals(&how);
	if (in >= 0)
		posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
	rc = posix_spawnp(pid, argv[0], &files, &how, argv, environ);
	posix_spawnattr_destroy(&how);
	posix_spawn_file_actions_destroy(&files);
	return rc;
}

bool run_program(char *const *argv, int in, int *status, struct error *err)
{
	pid_t pid;
	int rc = start(&pid, argv, in);

	if (rc != 0)
		return error_system(err, rc, "cannot start '%s'", argv[0]);
	while (waitpid(pid, status, 0) < 0) {
		if (errno != EINTR)
			return error_system(err, errno, "cannot wait for '%s'",
					    argv[0]);
	}
	return true;
}

const char *run_says(struct arena *a, int status)
{
	if (WIFSIGNALED(status))
		return arena_printf(a, "was ended by signal %d",
				    WTERMSIG(status));
	if (WEXITSTATUS(status) != 0)
		return arena_printf(a, "ended with %d", WEXITSTATUS(status));
	return "ended well";
}
