/* The terminal: the one door to curses.
 *
 * curses' own screen is not used: it asks libc for widths, on which terminals
 * do not agree, and hides where its bytes go.  What is taken from it is the
 * description of every terminal there is (terminfo).
 */
#ifndef GAZETTE_UI_TERM_H
#define GAZETTE_UI_TERM_H

#include "ui/canvas.h"
#include "ui/input.h"

struct terminal;

enum event_kind {
	EVENT_NONE, /* the time is up */
	EVENT_KEY,
	EVENT_PASTE,
	EVENT_MOUSE,
	EVENT_HEARD, /* what is watched can be read */
	EVENT_RESIZE,
	EVENT_HANGUP, /* the line is gone or we are asked to end */
};

struct event {
	uint8_t kind; /* enum event_kind */
	uint32_t key;
	const char *text;   /* PASTE: until the next event */
	struct mouse mouse; /* MOUSE */
	bool is_lost;       /* HANGUP: not asked to end, the line is gone */
};

/* Take the terminal over: full screen, raw keys.
 *
 * Fills   *note with what the user should know of it, or NULL.
 * Errors  false: no terminal, or one whose cursor cannot be moved.
 */
MUST_CHECK bool term_open(struct terminal **out, const char **note,
			  struct error *err);

/* Give it back as it was; NULL is nothing. */
void term_close(struct terminal *t);

/* How many colours may be used: 0 with NO_COLOR or a terminal without. */
int term_colours(const struct terminal *t);

/* Can it slant letters? */
bool term_has_italics(const struct terminal *t);

/* Hear of clicks and the wheel, or leave them to the terminal. */
void term_mouse(struct terminal *t, bool is_on);

/* The looks that canvases are drawn in; theme must stay. */
void term_theme(struct terminal *t, const struct theme *theme);

/* The size as it is now. */
void term_size(struct terminal *t, int *rows, int *cols);

/* Show a canvas: only what differs from the last one is sent. */
void term_draw(struct terminal *t, const struct canvas *canvas);

/* Forget what is shown: the next term_draw sends all. */
void term_forget(struct terminal *t);

/* Wait for something to happen, at most timeout_ms (-1: for ever). */
struct event term_wait(struct terminal *t, int timeout_ms);

/* Wake up when descriptor number i can be read, too (-1: none). */
#define TERM_WATCHED 4
void term_watch(struct terminal *t, int i, int fd);

/* Hand text to the terminal's clipboard (ui/clipboard.h).  Whether it takes it
 * is not told.
 * Errors  false: it has none that we know of, or the text is too long. */
MUST_CHECK bool term_copy(struct terminal *t, struct slice text,
			  struct error *err);

/* Have keys come that are not read yet? */
bool term_has_keys(struct terminal *t);

/* Put the terminal back, stop the process as Ctrl-z does, go on when it is
 * continued. */
void term_suspend(struct terminal *t);

/* Lend the terminal, as it was before us, to a program that is waited for;
 * Ctrl-c and Ctrl-z are meant for that one.  Then take it over again. */
void term_lend(struct terminal *t);
void term_regain(struct terminal *t);

/* While it is lent: show a line below what stands there, and wait for a key,
 * which is lost; not where keys wait already. */
void term_pause(struct terminal *t, const char *text);

/* The ASCII twin of a grapheme, for locales that have no better. */
char term_ascii(const char *text, size_t len);

#endif
