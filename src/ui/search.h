/* Searching the archive as one types. */
#ifndef GAZETTE_UI_SEARCH_H
#define GAZETTE_UI_SEARCH_H

#include "ui/view.h"

/* Ask for a query, beginning with text. */
void search_start(struct ui *ui, const char *text);

/* Show what a query finds, as a place of its own; words that nobody writes are
 * taken for the names that they sound like, which is said. */
void search_go(struct ui *ui, const char *query);

/* Any line that is a query was begun or changed: what its word may be. */
void search_list(struct ui *ui);

/* The line was changed, taken or given up. */
void search_typed(struct ui *ui);
void search_ended(struct ui *ui, bool is_kept);

/* Put in what the word may be meant for, then the next of these (by 1) or the
 * one before (-1); for every line that is a query. */
void search_complete(struct ui *ui, int by);

/* The list of these above the last line, in the area of the panes. */
void search_draw(struct ui *ui, const struct area *all);

/* A query with its last word as a beginning, while that is being typed: "stor"
 * finds storms.  In the arena; the text itself where that makes no sense. */
const char *search_open_ended(struct arena *a, const char *text);

/* Of the list only what is unread; or all of it again. */
void search_toggle_unread(struct ui *ui);

void search_free(struct ui *ui);

#endif
