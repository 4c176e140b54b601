/* Somebody types in the reader: typing SECONDS SEED MOST_MS COMMAND...
 *
 * Runs the command on a terminal of its own and types random keys that never
 * leave it, behind each ':' and its cancelling, which always draw.  What is
 * measured is from a key to the last byte of what it drew.  Prints the
 * median, the 99th of a hundred and the most in milliseconds; status 1 when
 * the 99th is above MOST_MS, when a word of FORBIDDEN was on the screen or when
 * the command ended.
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
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define KEYS_MOST 200000
#define QUIET_MS  8   /* without a byte: it is drawn */
#define WAIT_MS   400 /* a key may draw nothing */
#define START_MS  3000

static const char *const keys[] = {
	"j",  "j", "j", "k", "k", " ", "b", "G", "g",  "\r",  "H",  "L",
	"\t", ")", "(", "]", "[", "i", "h", "l", "n",  "N",   "va", "vn",
	"vq", "F", "F", "U", "J", "K", "r", "?", "/a", "50%",
};

static const char *const forbidden[] = {"locked", "busy", "in use"};

struct typing {
	int pty;
	pid_t child;
	char screen[1 << 16]; /* what was drawn last */
	size_t n_screen;
	double *ms;
	uint32_t n;
	bool has_ended, saw_forbidden;
};

static double now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void look(struct typing *t)
{
	t->screen[t->n_screen] = '\0';
	for (size_t i = 0; i < sizeof(forbidden) / sizeof(forbidden[0]); i++) {
		if (!strstr(t->screen, forbidden[i]) || t->saw_forbidden)
			continue;
		t->saw_forbidden = true;
		fprintf(stderr, "typing: '%s' was on the screen\n",
			forbidden[i]);
	}
	t->n_screen = 0;
}

/* Take in what is drawn, until it is quiet; when the last byte came, or 0 if
 * none did. */
static double drain(struct typing *t, int wait_ms)
{
	struct pollfd poll_in = {t->pty, POLLIN, 0};
	double last = 0;

	while (poll(&poll_in, 1, last > 0 ? QUIET_MS : wait_ms) > 0) {
		char bytes[4096];
		ssize_t n = read(t->pty, bytes, sizeof(bytes));

		if (n <= 0) {
			t->has_ended = true;
			return last;
		}
		last = now_ms();
		if (t->n_screen + (size_t)n >= sizeof(t->screen))
			look(t);
		memcpy(t->screen + t->n_screen, bytes, (size_t)n);
		t->n_screen += (size_t)n;
	}
	look(t);
	return last;
}

static void type(struct typing *t, const char *key, bool always_draws)
{
	double began = now_ms(), drawn;

	if (write(t->pty, key, strlen(key)) != (ssize_t)strlen(key)) {
		t->has_ended = true;
		return;
	}
	drawn = drain(t, always_draws ? 5000 : WAIT_MS);
	if (t->n == KEYS_MOST || (drawn == 0 && !always_draws))
		return;
	if (drawn == 0)
		fprintf(stderr, "typing: nothing was drawn for a key\n");
	t->ms[t->n++] = drawn > 0 ? drawn - began : 5000;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static bool start(struct typing *t, char **argv)
{
	struct winsize size = {.ws_row = 48, .ws_col = 160};

	t->child = forkpty(&t->pty, NULL, NULL, &size);
	if (t->child == 0) {
		execvp(argv[0], argv);
		_exit(127);
	}
	if (t->child < 0) {
		perror("typing: forkpty");
		return false;
	}
	return drain(t, START_MS) > 0 && !t->has_ended;
}

static void end(struct typing *t)
{
	kill(t->child, SIGHUP);
	for (int i = 0; i < 100; i++) {
		if (waitpid(t->child, NULL, WNOHANG) != 0)
			return;
		usleep(20000);
	}
	kill(t->child, SIGKILL);
	waitpid(t->child, NULL, 0);
}

static void type_for(struct typing *t, double seconds, unsigned seed)
{
	double until = now_ms() + seconds * 1e3;

	while (now_ms() < until && !t->has_ended && !t->saw_forbidden) {
		seed = seed * 1664525u + 1013904223u;
		type(t, keys[(seed >> 8) % (sizeof(keys) / sizeof(keys[0]))],
		     false);
		if (!t->has_ended)
			type(t, ":", true);
		if (!t->has_ended)
			type(t, "\007", true);
	}
}

int main(int argc, char **argv)
{
	struct typing t = {0};
	double most, p99;

	if (argc < 5) {
		fprintf(stderr, "typing SECONDS SEED MOST_MS COMMAND...\n");
		return 2;
	}
	most = atof(argv[3]);
	t.ms = calloc(KEYS_MOST, sizeof(*t.ms));
	if (!t.ms || !start(&t, argv + 4)) {
		fprintf(stderr, "typing: '%s' drew nothing\n", argv[4]);
		return 1;
	}
	type_for(&t, atof(argv[1]), (unsigned)atoi(argv[2]));
	end(&t);
	if (t.n == 0)
		return 1;
	qsort(t.ms, t.n, sizeof(*t.ms), by_size);
	p99 = t.ms[(size_t)t.n * 99 / 100];
	printf("%u keys: median %.1f ms, 99th of a hundred %.1f ms, most %.1f "
	       "ms\n",
	       t.n, t.ms[t.n / 2], p99, t.ms[t.n - 1]);
	if (t.has_ended)
		fprintf(stderr, "typing: the reader ended\n");
	return t.has_ended || t.saw_forbidden || p99 > most;
}
