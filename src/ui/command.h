/* Keys and typed lines to actions. */
#ifndef GAZETTE_UI_COMMAND_H
#define GAZETTE_UI_COMMAND_H

#include "ui/view.h"

/* of press.c: what a key does. */
void command_key(struct ui *ui, uint32_t key);

/* of press.c: a click opens what it is on, the wheel moves by three. */
void command_mouse(struct ui *ui, const struct mouse *mouse);

/* of ask.c: pasted text is typed into a prompt, and never keys. */
void command_paste(struct ui *ui, const char *text);

/* of configure.c: do what an action that configures says.
 * Errors  false: it is wrong. */
MUST_CHECK bool configure(struct ui *ui, int action, const char *const *words,
			  uint32_t n, struct error *err);

/* of configure.c: a line of a configuration file; self is the ui.
 * Errors  false: it is wrong, or does not configure. */
MUST_CHECK bool configure_line(void *self, struct slice line,
			       struct error *err);

/* Go on with a line that waited for an answer. */
void command_go_on(struct ui *ui);

/* The letters of the hint on target i of n: one or two. */
void command_hint(uint32_t i, uint32_t n, char letters[3]);

/* of ask.c: begin a prompt, and give it a key. */
void ask_start(struct ui *ui, enum prompt_kind kind,
	       struct prompt_history *history, const char *text);
void ask_key(struct ui *ui, uint32_t key);

/* Is what is typed a query?  What narrows a list of articles is one. */
bool ask_is_query(const struct ui *ui);

/* of visits.c: what was visited, from the last session and for the next. */
void visits_load(struct ui *ui);
void visits_save(struct ui *ui);

/* of ui.c: by 0 closes, -1 and 1 step back and forward. */
void ui_step(struct ui *ui, int by);
void ui_jump(struct ui *ui, int32_t visit);
void ui_undo(struct ui *ui, bool again);

#endif
