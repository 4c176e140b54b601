#include "ui/term.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* after the system's headers: both define names of one word */
#include <curses.h>
#include <term.h>

/* curses' numbers for keys would hide those of ui/input.h */
#undef KEY_UP
#undef KEY_DOWN
#undef KEY_LEFT
#undef KEY_RIGHT
#undef KEY_HOME
#undef KEY_END
#undef KEY_ENTER
#undef KEY_BACKSPACE

#include "base/array.h"
#include "base/die.h"
#include "base/fold.h"
#include "base/utf8.h"
#include "ui/paint.h"

#undef lines
#undef columns

/* How long a lone Esc waits for the rest of a sequence. */
#define ESCAPE_MS 40

struct terminal {
	int in, out;
	struct termios before;
	struct input input;
	struct painter painter;
	struct canvas shown;
	const struct theme *theme;
	struct str buffer;       /* of one frame */
	bool is_ascii, is_known; /* is_known: shown is what is there */
	int colours;
	int y, x; /* the cursor; y -1: not known */
	struct look look;
	const char *paste_on, *paste_off;
	bool is_active;
};

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

static void restore(struct terminal *t);

static void on_die(void)
{
	if (active)
		restore(active);
}

static const int caught[] = {SIGWINCH, SIGHUP,  SIGTERM,
			     SIGINT,   SIGCONT, SIGTSTP};

static bool catch_signals(struct error *err)
{
	struct sigaction act = {.sa_handler = on_signal};

	if (pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0)
		return error_system(err, errno, "cannot make a pipe");
	for (uint32_t i = 0; i < array_length(caught); i++)
		sigaction(caught[i], &act, NULL);
	return true;
}

static void release_signals(void)
{
	for (uint32_t i = 0; i < array_length(caught); i++)
		signal(caught[i], SIG_DFL);
	close(signal_pipe[0]);
	close(signal_pipe[1]);
	signal_pipe[0] = signal_pipe[1] = -1;
}

/* ---- sending ---- */

static void send_all(struct terminal *t)
{
	size_t at = 0;

	while (at < t->buffer.len) {
		ssize_t n =
			write(t->out, t->buffer.at + at, t->buffer.len - at);
		struct pollfd p = {t->out, POLLOUT, 0};

		if (n >= 0)
			at += (size_t)n;
		else if (errno == EAGAIN)
			poll(&p, 1, 100);
		else if (errno != EINTR)
			break; /* gone: a hang-up will tell */
	}
	str_clear(&t->buffer);
}

/* A capability without the padding marks ($<5>) of old terminals. */
static void add_cap(struct terminal *t, const char *cap)
{
	while (cap && *cap) {
		const char *pad = strstr(cap, "$<");
		size_t n = pad ? (size_t)(pad - cap) : strlen(cap);

		str_add(&t->buffer, cap, n);
		cap += n;
		if (pad) {
			const char *end = strchr(pad, '>');

			if (!end) {
				str_add(&t->buffer, pad, 2);
				cap += 2;
			} else {
				cap = end + 1;
			}
		}
	}
}

/* ---- the painter's side ---- */

static void paint_move(void *self, int y, int x)
{
	struct terminal *t = self;
	const char *best;

	if (t->y == y && t->x == x)
		return;
	best = tparm(cursor_address, (long)y, (long)x, 0L, 0L, 0L, 0L, 0L, 0L,
		     0L);
	if (t->y == y && x == 0 && carriage_return) {
		add_cap(t, carriage_return);
	} else if (t->y == y && x == t->x - 1 && cursor_left) {
		add_cap(t, cursor_left);
	} else if (t->y == y && x > t->x && parm_right_cursor) {
		/* tparm's string holds until it is called again */
		char far[64];
		const char *right;

		snprintf(far, sizeof(far), "%s", best ? best : "");
		right = tparm(parm_right_cursor, (long)(x - t->x), 0L, 0L, 0L,
			      0L, 0L, 0L, 0L, 0L);
		add_cap(t, right && strlen(right) < strlen(far) ? right : far);
	} else {
		add_cap(t, best);
	}
	t->y = y;
	t->x = x;
}

static void add_colour(struct terminal *t, const char *cap, int16_t colour)
{
	if (cap && colour >= 0 && colour < t->colours)
		add_cap(t, tparm(cap, (long)colour, 0L, 0L, 0L, 0L, 0L, 0L, 0L,
				 0L));
}

static void set_look(struct terminal *t, struct look want)
{
	uint8_t gone = t->look.attrs & (uint8_t)~want.attrs;
	bool plain = (t->look.fore >= 0 && want.fore != t->look.fore) ||
		     (t->look.back >= 0 && want.back != t->look.back);
	const char *const caps[] = {enter_bold_mode, enter_dim_mode,
				    enter_italics_mode, enter_underline_mode,
				    enter_reverse_mode};

	if (gone || plain) {
		add_cap(t, exit_attribute_mode);
		t->look = (struct look){0, -1, -1};
	}
	for (uint32_t i = 0; i < array_length(caps); i++) {
		uint8_t attr = (uint8_t)(1 << i);

		if ((want.attrs & attr) && !(t->look.attrs & attr))
			add_cap(t, caps[i]);
	}
	if (want.fore != t->look.fore)
		add_colour(t, set_a_foreground, want.fore);
	if (want.back != t->look.back)
		add_colour(t, set_a_background, want.back);
	t->look = want;
}

static void paint_look(void *self, uint8_t style, uint8_t over)
{
	struct terminal *t = self;
	struct look want = style_look(t->theme, style, over);

	/* what has no italics is bold: underlined is what others are */
	if ((want.attrs & LOOK_ITALIC) && !enter_italics_mode) {
		want.attrs &= (uint8_t) ~(LOOK_ITALIC | LOOK_UNDERLINE);
		want.attrs |= LOOK_BOLD;
	}
	if (memcmp(&want.attrs, &t->look.attrs, 1) != 0 ||
	    want.fore != t->look.fore || want.back != t->look.back)
		set_look(t, want);
}

static void paint_put(void *self, const char *text, size_t len, int width,
		      bool is_lost)
{
	struct terminal *t = self;

	if (t->is_ascii && (len > 1 || (unsigned char)text[0] >= 0x80)) {
		str_add_char(&t->buffer, term_ascii(text, len));
		if (width == 2)
			str_add_char(&t->buffer, ' ');
	} else {
		str_add(&t->buffer, text, len);
	}
	t->x += width;
	if (is_lost)
		t->y = -1;
}

static void paint_erase(void *self, int cols)
{
	struct terminal *t = self;

	if (clr_eol) {
		add_cap(t, clr_eol);
		return;
	}
	for (int i = 0; i < cols; i++)
		str_add_char(&t->buffer, ' ');
	t->y = -1;
}

static void repeat(struct terminal *t, const char *parm, const char *once,
		   int n)
{
	if (parm && n > 1) {
		add_cap(t,
			tparm(parm, (long)n, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L));
		return;
	}
	for (int i = 0; i < n; i++)
		add_cap(t, once);
}

static bool paint_scroll(void *self, int top, int bottom, int n)
{
	struct terminal *t = self;

	if (!change_scroll_region || !scroll_forward || !scroll_reverse)
		return false;
	paint_look(t, STYLE_TEXT, STYLE_TEXT);
	add_cap(t, tparm(change_scroll_region, (long)top, (long)bottom - 1, 0L,
			 0L, 0L, 0L, 0L, 0L, 0L));
	t->y = -1;
	paint_move(t, n > 0 ? bottom - 1 : top, 0);
	if (n > 0)
		repeat(t, parm_index, scroll_forward, n);
	else
		repeat(t, parm_rindex, scroll_reverse, -n);
	add_cap(t, tparm(change_scroll_region, 0L, (long)t->shown.rows - 1, 0L,
			 0L, 0L, 0L, 0L, 0L, 0L));
	t->y = -1;
	return true;
}

/* ---- ASCII ---- */

/* The marks that gazette draws itself; the rest is folded. */
static const struct {
	uint32_t rune;
	char ascii;
} twins[] = {
	{0x00A0, ' '},  {0x00AB, '"'}, {0x00B7, '.'}, {0x00BB, '"'},
	{0x00D7, 'x'},  {0x2013, '-'}, {0x2014, '-'}, {0x2018, '\''},
	{0x2019, '\''}, {0x201C, '"'}, {0x201D, '"'}, {0x201E, '"'},
	{0x2022, '*'},  {0x2026, '~'}, {0x2039, '<'}, {0x203A, '>'},
	{0x2190, '<'},  {0x2212, '-'}, {0x2192, '>'}, {0x2500, '-'},
	{0x2502, '|'},  {0x2503, '|'}, {0x250A, ':'}, {0x2514, '`'},
	{0x2581, '_'},  {0x2582, '.'}, {0x2583, '-'}, {0x2584, '-'},
	{0x2585, '='},  {0x2586, '='}, {0x2587, '#'}, {0x2588, '#'},
	{0x20AC, 'E'},
};

char term_ascii(const char *text, size_t len)
{
	struct arena a;
	uint32_t rune;
	char c = '?';

	utf8_get(text, len, &rune);
	for (uint32_t i = 0; i < array_length(twins); i++) {
		if (twins[i].rune == rune)
			return twins[i].ascii;
	}
	if (rune < 0xC0 || rune > 0x24F)
		return rune > 0x20 && rune < 0x7F ? text[0] : '?';
	arena_init(&a);
	c = *fold_text(&a, text, len, NULL);
	arena_free(&a);
	return c > 0x20 && c < 0x7F ? c : '?';
}

/* ---- taking and giving back ---- */

/* What a terminal that pastes in brackets has in its description, under a name
 * that only newer ones carry; others ignore the mode. */
static void find_paste(struct terminal *t)
{
	char *on = tigetstr("BE"), *off = tigetstr("BD");
	bool is_ansi =
		cursor_address && strncmp(cursor_address, "\033[", 2) == 0;

	t->paste_on = t->paste_off = "";
	if (on && on != (char *)-1 && off && off != (char *)-1) {
		t->paste_on = on;
		t->paste_off = off;
	} else if (is_ansi && enter_ca_mode) {
		t->paste_on = "\033[?2004h";
		t->paste_off = "\033[?2004l";
	}
}

static void take(struct terminal *t)
{
	struct termios raw = t->before;

	raw.c_iflag &= ~(tcflag_t)(IXON | IXOFF | ICRNL | INLCR | IGNCR |
				   ISTRIP | BRKINT);
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
	raw.c_oflag &= ~(tcflag_t)OPOST;
	raw.c_cc[VMIN] = 0;
	raw.c_cc[VTIME] = 0;
	tcsetattr(t->in, TCSADRAIN, &raw);
	add_cap(t, enter_ca_mode);
	add_cap(t, keypad_xmit);
	add_cap(t, t->paste_on);
	add_cap(t, cursor_normal);
	t->is_active = true;
	term_forget(t);
	send_all(t);
}

static void restore(struct terminal *t)
{
	if (!t->is_active)
		return;
	t->is_active = false;
	str_clear(&t->buffer);
	add_cap(t, exit_attribute_mode);
	t->y = -1;
	paint_move(t, t->shown.rows > 0 ? t->shown.rows - 1 : 0, 0);
	add_cap(t, clr_eol);
	add_cap(t, t->paste_off);
	add_cap(t, keypad_local);
	add_cap(t, exit_ca_mode);
	send_all(t);
	tcsetattr(t->in, TCSADRAIN, &t->before);
}

static bool find_description(const char **note, struct error *err)
{
	const char *name = getenv("TERM");
	int status;

	*note = NULL;
	if (!name || !*name)
		name = "unknown";
	if (setupterm(name, STDOUT_FILENO, &status) != OK || generic_type ||
	    !cursor_address) {
		if (strcmp(name, "dumb") == 0)
			return error_set(err, "the terminal is called 'dumb': "
					      "its cursor cannot be moved");
		if (setupterm("xterm-256color", STDOUT_FILENO, &status) != OK)
			return error_set(err,
					 "there is no description of the "
					 "terminal '%s' (TERM), and none of "
					 "xterm-256color",
					 name);
		*note = "TERM names a terminal that is not known here; taken "
			"for xterm-256color";
	}
	if (!cursor_address || !exit_attribute_mode)
		return error_set(err,
				 "the terminal '%s' cannot move its "
				 "cursor",
				 name);
	return true;
}

_Static_assert(KEY_UP >= 0x110000 && KEY_END >= 0x110000,
	       "keys are numbered behind all code points");

static void learn_keys(struct terminal *t)
{
	const struct {
		const char *cap;
		uint32_t key;
	} own[] = {
		{key_up, KEY_UP},         {key_down, KEY_DOWN},
		{key_left, KEY_LEFT},     {key_right, KEY_RIGHT},
		{key_home, KEY_HOME},     {key_end, KEY_END},
		{key_ppage, KEY_PAGE_UP}, {key_npage, KEY_PAGE_DOWN},
		{key_ic, KEY_INSERT},     {key_dc, KEY_DELETE},
		{key_btab, KEY_BACKTAB},
	};

	for (uint32_t i = 0; i < array_length(own); i++)
		input_add(&t->input, own[i].cap, own[i].key);
}

bool term_open(struct terminal **out, const char **note, struct error *err)
{
	const char *no_colour = getenv("NO_COLOR");
	struct terminal *t;

	*note = NULL;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return error_set(err, "the reader needs a terminal");
	if (!find_description(note, err) || !catch_signals(err))
		return false;
	t = calloc(1, sizeof(*t));
	if (!t)
		die("out of memory");
	t->in = STDIN_FILENO;
	t->out = STDOUT_FILENO;
	t->y = -1;
	t->is_ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	t->colours = max_colors > 256 ? 256 : max_colors;
	if (t->colours < 8 || !set_a_foreground || (no_colour && *no_colour))
		t->colours = 0;
	t->look = (struct look){0xFF, -1, -1};
	t->painter = (struct painter){
		.self = t,
		.move = paint_move,
		.look = paint_look,
		.put = paint_put,
		.erase = paint_erase,
		.scroll = paint_scroll,
		.no_corner = auto_right_margin && !eat_newline_glitch,
	};
	canvas_init(&t->shown);
	input_init(&t->input);
	learn_keys(t);
	find_paste(t);
	tcgetattr(t->in, &t->before);
	active = t;
	die_hook(on_die);
	take(t);
	*out = t;
	return true;
}

void term_close(struct terminal *t)
{
	if (!t)
		return;
	restore(t);
	die_hook(NULL);
	active = NULL;
	release_signals();
	canvas_free(&t->shown);
	input_free(&t->input);
	str_free(&t->buffer);
	del_curterm(cur_term);
	free(t);
}

int term_colours(const struct terminal *t)
{
	return t->colours;
}

void term_theme(struct terminal *t, const struct theme *theme)
{
	t->theme = theme;
}

void term_size(struct terminal *t, int *rows, int *cols)
{
	struct winsize size = {0};

	if (ioctl(t->out, TIOCGWINSZ, &size) != 0 || !size.ws_row ||
	    !size.ws_col) {
		size.ws_row = 24;
		size.ws_col = 80;
	}
	*rows = size.ws_row > 500 ? 500 : size.ws_row;
	*cols = size.ws_col > 1000 ? 1000 : size.ws_col;
}

void term_forget(struct terminal *t)
{
	t->is_known = false;
}

void term_draw(struct terminal *t, const struct canvas *canvas)
{
	if (t->shown.rows != canvas->rows || t->shown.cols != canvas->cols) {
		canvas_resize(&t->shown, canvas->rows, canvas->cols);
		t->is_known = false;
	}
	if (!t->is_known) {
		add_cap(t, exit_attribute_mode);
		t->look = (struct look){0, -1, -1};
		add_cap(t, clear_screen);
		canvas_clear(&t->shown);
		t->y = -1;
		t->is_known = true;
	}
	paint(&t->painter, &t->shown, canvas);
	send_all(t);
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
	}
	return true;
}

static bool take_signal(struct terminal *t, struct event *event)
{
	char number;

	if (read(signal_pipe[0], &number, 1) != 1)
		return false;
	event->kind = EVENT_RESIZE;
	if (number == SIGHUP || number == SIGTERM || number == SIGINT)
		event->kind = EVENT_HANGUP;
	else if (number == SIGTSTP)
		term_suspend(t);
	else if (number == SIGCONT)
		take(t);
	return true;
}

struct event term_wait(struct terminal *t, int timeout_ms)
{
	struct event event = {EVENT_NONE, 0, NULL};
	struct pollfd fds[2] = {{t->in, POLLIN, 0},
				{signal_pipe[0], POLLIN, 0}};
	bool was_cut = false;

	for (;;) {
		int wait = input_waits(&t->input) ? ESCAPE_MS : timeout_ms;
		int n;

		if (take_signal(t, &event) || take_key(t, was_cut, &event))
			return event;
		n = poll(fds, 2, wait);
		if (n < 0 && errno != EINTR)
			return (struct event){EVENT_HANGUP, 0, NULL};
		was_cut = n == 0 && input_waits(&t->input);
		if (n == 0 && !was_cut)
			return event;
		if (n > 0 &&
		    (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)) &&
		    !(fds[0].revents & POLLIN))
			return (struct event){EVENT_HANGUP, 0, NULL};
		if (n > 0 && (fds[0].revents & POLLIN))
			read_keys(t);
	}
}

bool term_has_keys(struct terminal *t)
{
	struct pollfd fd = {t->in, POLLIN, 0};

	return input_waits(&t->input) || poll(&fd, 1, 0) > 0;
}

void term_suspend(struct terminal *t)
{
	restore(t);
	/* the whole group, so that a shell sees its job stop */
	signal(SIGTSTP, SIG_DFL);
	kill(0, SIGTSTP);
	signal(SIGTSTP, on_signal);
	take(t);
}
