/* Waiting for keys and signals. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "base/array.h"
#include "base/die.h"
#include "ui/term-own.h"

/* How long a lone Esc waits for the rest of a sequence. */
#define ESCAPE_MS 40

/* ---- what signal handlers and die() need: one of each a process ---- */

static int signal_pipe[2] = {-1, -1};
static struct terminal *active;

static void on_signal(int number)
{
	char byte = (char)number;
	int saved = errno;
	ssize_t n = write(signal_pipe[1], &byte, 1);

	(void)n;
	errno = saved;
}

static void on_die(void)
{
	if (active)
		term_restore(active);
}

static const int caught[] = {SIGWINCH, SIGHUP,  SIGTERM,
			     SIGINT,   SIGCONT, SIGTSTP};

bool term_catch_signals(struct error *err)
{
	struct sigaction act = {.sa_handler = on_signal};

	if (pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
		return error_system(err, errno, "cannot make a pipe");
	for (uint32_t i = 0; i < array_length(caught); i++)
		sigaction(caught[i], &act, NULL);
	return true;
}

void term_release_signals(void)
{
	for (uint32_t i = 0; i < array_length(caught); i++)
		signal(caught[i], SIG_DFL);
	close(signal_pipe[0]);
	close(signal_pipe[1]);
	signal_pipe[0] = signal_pipe[1] = -1;
}

void term_set_active(struct terminal *t)
{
	active = t;
	die_hook(t ? on_die : NULL);
}

/* ---- waiting ---- */

static void read_keys(struct terminal *t)
{
	char bytes[512];
	ssize_t n;

	do {
		n = read(t->in, bytes, sizeof(bytes));
		if (n > 0)
			input_feed(&t->input, bytes, (size_t)n);
	} while (n == (ssize_t)sizeof(bytes) || (n < 0 && errno == EINTR));
}

static bool take_key(struct terminal *t, bool is_late, struct event *event)
{
	if (!input_next(&t->input, is_late, &event->key))
		return false;
	event->kind = EVENT_KEY;
	if (event->key == KEY_PASTE) {
		event->kind = EVENT_PASTE;
		event->text = str_text(&t->input.paste);
	} else if (event->key == KEY_MOUSE) {
		event->kind = EVENT_MOUSE;
		event->mouse = t->input.mouse;
	}
	return true;
}

static bool take_signal(struct terminal *t, struct event *event)
{
	char number;

	/* of a storm of sizes only the last one is drawn */
	do {
		if (read(signal_pipe[0], &number, 1) != 1)
			return event->kind == EVENT_RESIZE;
		event->kind = EVENT_RESIZE;
	} while (number == SIGWINCH);
	event->is_lost = number == SIGHUP;
	if (number == SIGHUP || number == SIGTERM || number == SIGINT)
		event->kind = EVENT_HANGUP;
	else if (number == SIGTSTP)
		term_suspend(t);
	else if (number == SIGCONT)
		term_take(t);
	return true;
}

static bool can_hear(const struct pollfd *watched)
{
	bool can = false;

	for (int i = 0; i < TERM_WATCHED; i++)
		can |= watched[i].revents != 0;
	return can;
}

struct event term_wait(struct terminal *t, int timeout_ms)
{
	struct event event = {.kind = EVENT_NONE};
	struct pollfd fds[2 + TERM_WATCHED] = {{t->in, POLLIN, 0},
					       {signal_pipe[0], POLLIN, 0}};
	bool was_cut = false;

	for (int i = 0; i < TERM_WATCHED; i++)
		fds[2 + i] = (struct pollfd){t->watched[i], POLLIN, 0};

	for (;;) {
		int wait = input_waits(&t->input) ? ESCAPE_MS : timeout_ms;
		int n;

		if (take_signal(t, &event) || take_key(t, was_cut, &event))
			return event;
		n = poll(fds, 2 + TERM_WATCHED, wait);
		if (n < 0 && errno != EINTR)
			return (struct event){.kind = EVENT_HANGUP,
					      .is_lost = true};
		was_cut = n == 0 && input_waits(&t->input);
		if (n == 0 && !was_cut)
			return event;
		if (n > 0 &&
		    (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)) &&
		    !(fds[0].revents & POLLIN))
			return (struct event){.kind = EVENT_HANGUP,
					      .is_lost = true};
		if (n > 0 && (fds[0].revents & POLLIN))
			read_keys(t);
		else if (n > 0 && can_hear(fds + 2))
			return (struct event){.kind = EVENT_HEARD};
	}
}

void term_watch(struct terminal *t, int i, int fd)
{
	t->watched[i] = fd;
}

bool term_has_keys(struct terminal *t)
{
	struct pollfd fd = {t->in, POLLIN, 0};

	return input_waits(&t->input) || poll(&fd, 1, 0) > 0;
}

void term_suspend(struct terminal *t)
{
	term_restore(t);
	/* the whole group, so that a shell sees its job stop */
	signal(SIGTSTP, SIG_DFL);
	kill(0, SIGTSTP);
	signal(SIGTSTP, on_signal);
	term_take(t);
}

void term_lend(struct terminal *t)
{
	term_restore(t);
	signal(SIGINT, SIG_IGN);
	signal(SIGTSTP, SIG_DFL);
}

void term_regain(struct terminal *t)
{
	signal(SIGINT, on_signal);
	signal(SIGTSTP, on_signal);
	term_take(t);
}

void term_pause(struct terminal *t, const char *text)
{
	struct termios one_key = t->before;
	struct pollfd fd = {t->in, POLLIN, 0};
	char key[32];

	str_clear(&t->buffer);
	str_printf(&t->buffer, "%s\r\n", text);
	if (write(t->out, t->buffer.at, t->buffer.len) < 0 || term_has_keys(t))
		return;
	one_key.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	tcsetattr(t->in, TCSADRAIN, &one_key);
	if (poll(&fd, 1, -1) > 0 && read(t->in, key, sizeof(key)) < 0)
		return;
}
