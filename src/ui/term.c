#include "ui/term-own.h"

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
#include "ui/clipboard.h"

#undef lines
#undef columns

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

#define MOVE_MOST 64

/* To a column of the row where the cursor is: the shorter of two ways. */
static void add_column(struct terminal *t, int x, const char *far, char *out)
{
	const char *right = "";

	if (x == t->x) {
		*out = '\0';
	} else if (x == 0 && carriage_return) {
		snprintf(out, MOVE_MOST, "%s", carriage_return);
	} else if (x == t->x - 1 && cursor_left) {
		snprintf(out, MOVE_MOST, "%s", cursor_left);
	} else if (x > t->x && parm_right_cursor) {
		right = tparm(parm_right_cursor, (long)(x - t->x), 0L, 0L, 0L,
			      0L, 0L, 0L, 0L, 0L);
		snprintf(out, MOVE_MOST, "%s", right ? right : far);
	} else {
		snprintf(out, MOVE_MOST, "%s", far);
	}
}

/* Down a row by line feeds: cheaper than by address when it is the next. */
static void add_next_row(struct terminal *t, int x, const char *far, char *out)
{
	char column[MOVE_MOST];

	*out = '\0';
	if (!cursor_down || !carriage_return || strlen(cursor_down) > 1)
		return;
	if (x == t->x) {
		snprintf(out, MOVE_MOST, "%s", cursor_down);
		return;
	}
	t->x = 0;
	add_column(t, x, far, column);
	if (strcmp(column, far) != 0)
		snprintf(out, MOVE_MOST, "%.4s%.4s%.40s", carriage_return,
			 cursor_down, column);
}

static void paint_move(void *self, int y, int x)
{
	struct terminal *t = self;
	char far[MOVE_MOST], near[MOVE_MOST] = "";
	const char *best;

	if (t->y == y && t->x == x)
		return;
	/* tparm's string holds until it is called again */
	best = tparm(cursor_address, (long)y, (long)x, 0L, 0L, 0L, 0L, 0L, 0L,
		     0L);
	snprintf(far, sizeof(far), "%s", best ? best : "");
	if (t->y == y)
		add_column(t, x, far, near);
	else if (t->y >= 0 && t->y == y - 1)
		add_next_row(t, x, far, near);
	add_cap(t, *near && strlen(near) < strlen(far) ? near : far);
	t->y = y;
	t->x = x;
}

/* ---- looks ---- */

/* One sequence for a whole look, where the terminal's are of one form. */
struct looks {
	char merged[MOVE_MOST]; /* numbers parted by ; */
	bool is_first;
};

static void end_looks(struct terminal *t, struct looks *l)
{
	if (l->is_first)
		return;
	str_printf(&t->buffer, "\033[%sm", l->merged);
	*l = (struct looks){.is_first = true};
}

static void add_look(struct terminal *t, struct looks *l, const char *cap)
{
	size_t len = cap ? strlen(cap) : 0, used = strlen(l->merged);

	if (len == 0)
		return;
	if (strncmp(cap, "\033[", 2) != 0 ||
	    strspn(cap + 2, "0123456789;") != len - 3 || cap[len - 1] != 'm' ||
	    used + len >= sizeof(l->merged)) {
		end_looks(t, l);
		add_cap(t, cap);
		return;
	}
	snprintf(l->merged + used, sizeof(l->merged) - used, "%s%.*s",
		 l->is_first ? "" : ";", (int)len - 3, cap + 2);
	l->is_first = false;
}

static void add_colour(struct terminal *t, struct looks *l, const char *cap,
		       int16_t colour)
{
	if (cap && colour >= 0 && colour < t->colours)
		add_look(t, l,
			 tparm(cap, (long)colour, 0L, 0L, 0L, 0L, 0L, 0L, 0L,
			       0L));
}

static void set_look(struct terminal *t, struct look want)
{
	uint8_t gone = t->look.attrs & (uint8_t)~want.attrs;
	bool plain = (t->look.fore >= 0 && want.fore < 0) ||
		     (t->look.back >= 0 && want.back < 0);
	const char *const caps[] = {enter_bold_mode, enter_dim_mode,
				    enter_italics_mode, enter_underline_mode,
				    enter_reverse_mode};
	struct looks l = {.is_first = true};

	if (gone || plain) {
		add_look(t, &l, t->plain);
		t->look = (struct look){0, -1, -1};
	}
	for (uint32_t i = 0; i < array_length(caps); i++) {
		uint8_t attr = (uint8_t)(1 << i);

		if ((want.attrs & attr) && !(t->look.attrs & attr))
			add_look(t, &l, caps[i]);
	}
	if (want.fore != t->look.fore)
		add_colour(t, &l, set_a_foreground, want.fore);
	if (want.back != t->look.back)
		add_colour(t, &l, set_a_background, want.back);
	end_looks(t, &l);
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
	t->wanted = want;
}

/* Would a blank look the same? */
static bool is_seen_on_blanks(struct look look)
{
	return (look.attrs & (LOOK_UNDERLINE | LOOK_REVERSE)) || look.back >= 0;
}

/* Put on what was wanted last, unless nobody would see it. */
static void wear(struct terminal *t, bool is_blank)
{
	if (t->wanted.attrs == t->look.attrs &&
	    t->wanted.fore == t->look.fore && t->wanted.back == t->look.back)
		return;
	if (!is_blank || is_seen_on_blanks(t->look) ||
	    is_seen_on_blanks(t->wanted))
		set_look(t, t->wanted);
}

static void paint_put(void *self, const char *text, size_t len, int width,
		      bool is_lost)
{
	struct terminal *t = self;

	wear(t, len == 1 && text[0] == ' ');
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

	wear(t, true);
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
	wear(t, true);
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

/* ---- taking and giving back ---- */

/* What a terminal that pastes in brackets has in its description, under a name
 * that only newer ones carry; others ignore the mode. */
static void find_paste(struct terminal *t)
{
	char *on = tigetstr("BE"), *off = tigetstr("BD");
	bool is_ansi =
		cursor_address && strncmp(cursor_address, "\033[", 2) == 0;

	t->paste_on = t->paste_off = "";
	t->mouse_on = is_ansi && enter_ca_mode ? "\033[?1000h\033[?1006h" : "";
	t->mouse_off = is_ansi && enter_ca_mode ? "\033[?1006l\033[?1000l" : "";
	t->can_copy = is_ansi && enter_ca_mode;
	if (on && on != (char *)-1 && off && off != (char *)-1) {
		t->paste_on = on;
		t->paste_off = off;
	} else if (is_ansi && enter_ca_mode) {
		t->paste_on = "\033[?2004h";
		t->paste_off = "\033[?2004l";
	}
}

void term_take(struct terminal *t)
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
	if (t->has_mouse)
		add_cap(t, t->mouse_on);
	add_cap(t, cursor_normal);
	t->is_active = true;
	term_forget(t);
	send_all(t);
}

void term_restore(struct terminal *t)
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
	if (t->has_mouse)
		add_cap(t, t->mouse_off);
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

/* What ends all looks, without what ends other character sets: none is begun.
 */
static void find_plain(struct terminal *t)
{
	const char *cap = exit_attribute_mode;

	if (strncmp(cap, "\033(B", 3) == 0)
		cap += 3;
	snprintf(t->plain, sizeof(t->plain), "%s", cap);
	t->plain[strcspn(t->plain, "\017")] = '\0';
	if (strchr(t->plain, '$') || strlen(cap) >= sizeof(t->plain) ||
	    !t->plain[0])
		snprintf(t->plain, sizeof(t->plain), "%s", exit_attribute_mode);
}

bool term_open(struct terminal **out, const char **note, struct error *err)
{
	const char *no_colour = getenv("NO_COLOR");
	struct terminal *t;

	*note = NULL;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return error_set(err, "the reader needs a terminal");
	if (!find_description(note, err) || !term_catch_signals(err))
		return false;
	t = calloc(1, sizeof(*t));
	if (!t)
		die("out of memory");
	t->in = STDIN_FILENO;
	t->out = STDOUT_FILENO;
	for (int i = 0; i < TERM_WATCHED; i++)
		t->watched[i] = -1;
	t->y = -1;
	t->is_ascii = strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	t->colours = max_colors > 256 ? 256 : max_colors;
	if (t->colours < 8 || !set_a_foreground || (no_colour && *no_colour))
		t->colours = 0;
	t->look = (struct look){0xFF, -1, -1};
	find_plain(t);
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
	term_set_active(t);
	term_take(t);
	*out = t;
	return true;
}

void term_close(struct terminal *t)
{
	if (!t)
		return;
	term_restore(t);
	term_set_active(NULL);
	term_release_signals();
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

void term_mouse(struct terminal *t, bool is_on)
{
	if (t->has_mouse != is_on && t->is_active)
		add_cap(t, is_on ? t->mouse_on : t->mouse_off);
	t->has_mouse = is_on;
}

bool term_has_italics(const struct terminal *t)
{
	(void)t;
	return enter_italics_mode != NULL;
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

bool term_copy(struct terminal *t, struct slice text, struct error *err)
{
	if (!t->can_copy)
		return error_set(err, "this terminal has no clipboard that we "
				      "can reach");
	if (!clipboard_put(&t->buffer, text))
		return error_set(err, "the text is too long for a clipboard");
	send_all(t);
	return true;
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
