/* What a command costs: measure LABEL BUDGET RUNS COMMAND...
 *
 * Runs the command once to warm up and RUNS times more, its output thrown
 * away, and prints one row: the median of user and system CPU in
 * milliseconds, the least and the most, the largest resident memory in MiB,
 * and BUDGET ("15 ms", "-") as it was given.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define RUNS_MOST 101

extern char **environ;

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

/* CPU milliseconds of one run; its memory in *mib. */
static double run(char **argv, double *mib)
{
	posix_spawn_file_actions_t files;
	struct rusage usage;
	pid_t child;
	int status;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null",
					 O_WRONLY, 0);
	if (posix_spawnp(&child, argv[0], &files, NULL, argv, environ) != 0) {
		fprintf(stderr, "measure: cannot start %s\n", argv[0]);
		exit(3);
	}
	posix_spawn_file_actions_destroy(&files);
	if (wait4(child, &status, 0, &usage) < 0 || !WIFEXITED(status) ||
	    WEXITSTATUS(status) > 1) {
		fprintf(stderr, "measure: %s failed\n", argv[0]);
		exit(1);
	}
	*mib = (double)usage.ru_maxrss / 1024;
	return 1000 * (seconds(usage.ru_utime) + seconds(usage.ru_stime));
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	int runs = argc > 3 ? atoi(argv[3]) : 0;
	double cpu[RUNS_MOST], mib = 0, most = 0;

	if (argc < 5 || runs < 1 || runs > RUNS_MOST) {
		fprintf(stderr, "usage: measure LABEL BUDGET RUNS COMMAND...\n");
		return 2;
	}
	run(argv + 4, &mib);
	for (int i = 0; i < runs; i++) {
		cpu[i] = run(argv + 4, &mib);
		if (mib > most)
			most = mib;
	}
	qsort(cpu, (size_t)runs, sizeof(*cpu), by_size);
	printf("%-46s %9.1f ms  (%.1f to %.1f)  %6.1f MiB  budget %s\n",
	       argv[1], cpu[runs / 2], cpu[0], cpu[runs - 1], most, argv[2]);
	return 0;
}
