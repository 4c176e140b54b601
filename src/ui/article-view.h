/* The article view's own parts: its state, what draws it, what acts in it. */
#ifndef GAZETTE_UI_ARTICLE_VIEW_H
#define GAZETTE_UI_ARTICLE_VIEW_H

#include "ui/view.h"

struct text_state {
	bool shows_dropped;
	bool was_scrolled;
	uint32_t find_from; /* where a search began */
	uint32_t find_top;
};

/* The parts of the pane for a size. */
struct parts {
	int bar, text, width, margin; /* columns; margin 0: none */
	int body, card;               /* rows */
};

/* ---- article-draw.c ---- */

void article_draw(struct ui *ui, struct pane *pane, const struct area *area,
		  bool has_focus);

/* ---- article-line.c ---- */

/* Draw one line of the text with its marks, its bar and its speaker. */
void article_draw_line(struct ui *ui, const struct area *body, int y,
		       const struct parts *p, const struct line *line);

/* The column of a byte of a line, from the line's first. */
int article_column(const struct reading *r, const struct line *line,
		   uint32_t byte);

/* The first mention that may reach to a byte. */
uint32_t article_mention_from(const struct article *art, uint32_t byte);

/* ---- article-move.c ---- */

/* Scroll; false: the action moves nothing. */
bool article_move(struct ui *ui, struct pane *pane, enum action action,
		  int count);

/* The reader has moved: what is read is read. */
void article_scrolled(struct ui *ui, struct pane *pane);

/* To the next name, quotation or match; false: another action. */
bool article_walk(struct ui *ui, struct pane *pane, enum action action,
		  int count);

/* ---- article-go.c ---- */

/* To another place, or change what is read; false: another action. */
bool article_go(struct ui *ui, struct pane *pane, enum action action);

/* The name, or the speaker, that has the focus. */
void article_open_focus(struct ui *ui);
void article_open_link(struct ui *ui, uint32_t link);

#endif
