/* What reading costs: reading COMMAND...
 *
 * Runs the command, the reader on a large archive, on a terminal of its own
 * and prints the CPU it takes to start, a row for each view with the CPU of a
 * key until the reader rests again (median, 99th of a hundred, most), and its
 * memory after a walk through a thousand articles and names.  Status 1 when a
 * budget is exceeded: 15 ms, 16 ms at the 99th of a hundred, 30 MiB.
 *
 * Time on the clock says nothing on a busy machine: counted is what the kernel
 * gave the process (/proc/PID/schedstat).
 */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define STARTS     9
#define KEYS       300 /* a view */
#define WALK       1000
#define REST_MS    6 /* so long asleep, having got no CPU: it rests */
#define START_MOST 15.0
#define KEY_MOST   16.0
#define MIB_MOST   30.0

/* The way to a view from the first list, and what is typed there. */
static const struct {
	const char *name, *way;
	const char *keys[10];
} views[] = {
	{"articles", "", {"j", "j", "k", " ", "b", "}", "{", "G", "g", "j"}},
	{"articles of a query",
	 "\\the\r",
	 {"j", "j", "k", " ", "b", "}", "{", "j", "g", "j"}},
	{"search as one types",
	 "\\",
	 {"a", "b", "e", "t", "\x7f", "h", "\x7f", "s", "\x7f", "\x7f"}},
	{"article", "\r", {"j", "k", " ", "\t", "\t", ")", "*", "n", "(", "J"}},
	{"article, from one to the next",
	 "\r\t",
	 {"]", "]", "\t", "J", "[", "]", "\t", "K", "]", "J"}},
	{"index", "\ri", {"j", "j", "k", " ", "b", "\t", "G", "g", "j", "k"}},
	{"names", "vn", {"j", "j", "k", " ", "b", "j", "G", "g", "50%", "j"}},
	{"names, narrowed",
	 "vn/",
	 {"a", "n", "\x7f", "b", "o", "\x7f", "\x7f", "s", "a", "\x7f"}},
	{"name", "vn\r", {"j", "k", "\t", "\t", " ", "j", "G", "g", "\r", "H"}},
	{"quotes", "vq", {"j", "j", "k", " ", "b", "}", "G", "g", "j", "k"}},
	{"related", "\rr", {"j", "k", "j", "\r", "H", " ", "b", "G", "g", "j"}},
	{"story", "\rvt", {"j", "k", "j", "\r", "H", " ", "b", "G", "g", "j"}},
	{"history",
	 "\rJJJvh",
	 {"j", "k", "G", "g", "j", "k", "j", "k", "j", "k"}},
	{"help", "?", {"j", "k", " ", "b", "G", "g", "}", "{", "j", "k"}},
};

struct reader {
	pid_t pid;
	int pty;
};

/* ---- what the kernel says ---- */

static bool read_text(pid_t pid, const char *what, char *text, size_t size)
{
	char path[64];
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/%s", (int)pid, what);
	f = fopen(path, "r");
	if (!f)
		return false;
	n = fread(text, 1, size - 1, f);
	text[n] = '\0';
	fclose(f);
	return n > 0;
}

static double cpu_ms(pid_t pid)
{
	char text[128];

	if (!read_text(pid, "schedstat", text, sizeof(text)))
		return -1;
	return strtod(text, NULL) / 1e6;
}

static _Noreturn void ended(void)
{
	fprintf(stderr, "reading: the reader has ended\n");
	exit(3);
}

static bool is_asleep(pid_t pid)
{
	char text[512];
	const char *state;

	if (!read_text(pid, "stat", text, sizeof(text)))
		return false;
	state = strrchr(text, ')');
	if (state && state[2] == 'Z')
		ended();
	return state && state[2] == 'S';
}

static double memory_mib(pid_t pid, const char *what)
{
	char text[4096];
	const char *at;

	if (!read_text(pid, "status", text, sizeof(text)))
		return 0;
	at = strstr(text, what);
	return at ? strtod(at + strlen(what), NULL) / 1024 : 0;
}

/* ---- the reader ---- */

static void drain(struct reader *r, int ms)
{
	struct pollfd fd = {r->pty, POLLIN, 0};
	char bytes[65536];

	while (poll(&fd, 1, ms) > 0 && read(r->pty, bytes, sizeof(bytes)) > 0)
		;
}

/* Wait until it rests; the CPU it has had. */
static double settle(struct reader *r)
{
	double before = -2, now = -1;

	for (int i = 0; i < 2000 && (before < now || !is_asleep(r->pid)); i++) {
		before = now;
		drain(r, REST_MS);
		now = cpu_ms(r->pid);
	}
	if (now < 0)
		ended();
	return now;
}

static void begin(struct reader *r, char **argv)
{
	struct winsize size = {.ws_row = 24, .ws_col = 80};

	r->pid = forkpty(&r->pty, NULL, NULL, &size);
	if (r->pid < 0) {
		perror("reading: no pty");
		exit(3);
	}
	if (r->pid == 0) {
		setenv("TERM", "xterm-256color", 1);
		execvp(argv[0], argv);
		_exit(127);
	}
}

static void end(struct reader *r)
{
	int status;

	kill(r->pid, SIGHUP);
	drain(r, 20);
	close(r->pty);
	waitpid(r->pid, &status, 0);
}

static double type(struct reader *r, const char *keys)
{
	double before = cpu_ms(r->pid);

	if (write(r->pty, keys, strlen(keys)) < 0) {
		perror("reading: the reader is gone");
		exit(3);
	}
	return settle(r) - before;
}

/* The way to a view is typed key by key, as a person does. */
static void go(struct reader *r, const char *way)
{
	for (; *way; way++) {
		const char key[2] = {*way, '\0'};

		type(r, key);
	}
}

/* ---- what is measured ---- */

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static bool measure_start(char **argv)
{
	double cpu[STARTS];

	for (int i = 0; i < STARTS; i++) {
		struct reader r;

		begin(&r, argv);
		cpu[i] = settle(&r);
		end(&r);
	}
	qsort(cpu, STARTS, sizeof(*cpu), by_size);
	printf("%-30s %6.1f ms  (%.1f to %.1f)  budget %.0f ms\n",
	       "start to first list", cpu[STARTS / 2], cpu[0], cpu[STARTS - 1],
	       START_MOST);
	return cpu[STARTS / 2] <= START_MOST;
}

static bool measure_view(char **argv, size_t i)
{
	double cpu[KEYS];
	struct reader r;
	uint32_t seed = 1;

	begin(&r, argv);
	settle(&r);
	go(&r, views[i].way);
	for (int k = 0; k < KEYS; k++) {
		seed = seed * 1103515245u + 12345u;
		cpu[k] = type(&r, views[i].keys[(seed >> 16) % 10]);
	}
	end(&r);
	qsort(cpu, KEYS, sizeof(*cpu), by_size);
	printf("%-30s %6.1f ms  99th %5.1f  most %5.1f  budget %.0f ms\n",
	       views[i].name, cpu[KEYS / 2], cpu[KEYS * 99 / 100],
	       cpu[KEYS - 1], KEY_MOST);
	return cpu[KEYS * 99 / 100] <= KEY_MOST;
}

/* An article, a name of it, the name's page; the next article. */
static bool measure_memory(char **argv)
{
	struct reader r;
	double now;

	begin(&r, argv);
	settle(&r);
	type(&r, "\r");
	for (int i = 0; i < WALK; i++) {
		type(&r, "\t");
		type(&r, "\r");
		type(&r, "q");
		type(&r, "J");
	}
	now = memory_mib(r.pid, "VmRSS:");
	printf("%-30s %6.1f MiB  own %.1f  most %.1f  budget %.0f MiB\n",
	       "after 1000 articles and names", now,
	       memory_mib(r.pid, "RssAnon:"), memory_mib(r.pid, "VmHWM:"),
	       MIB_MOST);
	end(&r);
	return now <= MIB_MOST;
}

int main(int argc, char **argv)
{
	bool is_good;

	if (argc < 2) {
		fprintf(stderr, "usage: reading COMMAND...\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	is_good = measure_start(argv + 1);
	for (size_t i = 0; i < sizeof(views) / sizeof(views[0]); i++)
		is_good &= measure_view(argv + 1, i);
	is_good &= measure_memory(argv + 1);
	return is_good ? 0 : 1;
}
