/* A line that is typed: its text, its insertion point, what was typed before.
 */
#ifndef GAZETTE_UI_PROMPT_H
#define GAZETTE_UI_PROMPT_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/canvas.h"

#define PROMPT_MOST  240
#define PROMPT_LINES 32

struct prompt_history {
	char line[PROMPT_LINES][PROMPT_MOST + 1]; /* newest first */
	uint32_t n;
};

struct prompt {
	char text[PROMPT_MOST + 1];
	uint32_t len, at; /* bytes; at is the insertion point */
	struct prompt_history *history;
	int32_t recalled;          /* index into history, -1 the line itself */
	char own[PROMPT_MOST + 1]; /* the line while history is shown */
};

enum prompt_result {
	PROMPT_NONE,
	PROMPT_CHANGED,
	PROMPT_COMPLETE,      /* Tab */
	PROMPT_COMPLETE_BACK, /* S-Tab */
	PROMPT_ENTER,
	PROMPT_CANCEL,
};

void prompt_start(struct prompt *p, struct prompt_history *history,
		  const char *text);
enum prompt_result prompt_key(struct prompt *p, uint32_t key);

/* Insert text at the insertion point; line ends become blanks, controls are
 * left out. */
void prompt_insert(struct prompt *p, const char *text);

/* Replace the whole line. */
void prompt_set(struct prompt *p, const char *text);

/* Remember the line as the newest. */
void prompt_keep(struct prompt *p);

/* Draw "lead" and the line, the part around the insertion point when it is
 * too long, with the cursor there. */
void prompt_draw(const struct prompt *p, const struct area *area, int y,
		 const char *lead);

#endif
