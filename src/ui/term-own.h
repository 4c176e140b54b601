/* The terminal's own parts: term.c writes to it, term-wait.c hears from it. */
#ifndef GAZETTE_UI_TERM_OWN_H
#define GAZETTE_UI_TERM_OWN_H

#include <termios.h>

#include "ui/paint.h"
#include "ui/term.h"

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
	int y, x;           /* the cursor; y -1: not known */
	struct look look;   /* what is on */
	struct look wanted; /* for what is put next */
	char plain[32];     /* ends all looks */
	const char *paste_on, *paste_off;
	const char *mouse_on, *mouse_off;
	bool has_mouse; /* it was asked for */
	bool can_copy;  /* what is not for it does not show there */
	bool is_active;
	int watched[TERM_WATCHED]; /* -1 none */
};

/* ---- term.c ---- */

/* Take the terminal over, and give it back. */
void term_take(struct terminal *t);
void term_restore(struct terminal *t);

/* ---- term-wait.c ---- */

/* Signals become bytes of a pipe, and dying gives this terminal back. */
MUST_CHECK bool term_catch_signals(struct error *err);
void term_release_signals(void);
void term_set_active(struct terminal *t);

#endif
