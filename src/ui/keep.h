/* What a reader keeps of an article, and where it goes: tags and notes, all
 * of a list read, the browser, a command. */
#ifndef GAZETTE_UI_KEEP_H
#define GAZETTE_UI_KEEP_H

#include "ui/view.h"

/* The article of the row under the cursor, else the one that is read: users'
 * number, 0 for none. */
int64_t keep_article(struct ui *ui);

/* Do what the action names, or ask what it needs first; given: what stands
 * behind its name on a typed line, or "". */
void keep_start(struct ui *ui, enum action action, const char *given);

/* What the prompt asks, completing the line, and its end. */
const char *keep_lead(const struct ui *ui);
void keep_complete(struct ui *ui);
void keep_ended(struct ui *ui, bool is_kept);

/* Undo or do again what was kept. */
bool keep_undo(struct ui *ui, const struct kept *kept, bool again);

/* Of the article that is read: "#tides #dredging  note: ...", NULL without;
 * in the arena. */
const char *keep_head(const struct ui *ui, struct arena *a);

void keep_free(struct ui *ui);

/* of out.c: the browser, or the program that is given ("": none), and mark it
 * read; a command. */
void out_browse(struct ui *ui, int64_t id, const char *given,
		bool is_read_then);
void out_pipe(struct ui *ui, int64_t id, const char *line);

/* of enclosure.c: open file number n of those that came with an article, with
 * what `open-with KIND PROGRAM [ARGUMENT...]` names. */
void enclosure_open(struct ui *ui, int64_t id, int n);
MUST_CHECK bool enclosure_open_with(struct ui *ui, const char *const *words,
				    uint32_t n, struct error *err);

/* of out.c: may it be handed to a program as an address? */
bool out_is_address(const char *url);

/* of out.c: title and body, as plain text. */
void out_text_put(struct str *out, const struct article *art);

/* of save.c: "~/" is the user's home. */
const char *save_path(struct arena *a, const char *name);

/* of save.c: the name that is proposed for a file, in the arena. */
const char *save_name(struct ui *ui, struct arena *a, int64_t id);

/* of save.c: write the article into a file; one that is there only when it is
 * to be overwritten.
 * Returns false when it is there, and nothing was said. */
bool save_article(struct ui *ui, int64_t id, const char *name,
		  bool may_overwrite);

/* of out.c: run a program with the terminal lent to it. */
bool out_run(struct ui *ui, char *const *argv, int in, int *status,
	     struct error *err);

#endif
