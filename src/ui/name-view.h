/* The page of a name: its own parts. */
#ifndef GAZETTE_UI_NAME_VIEW_H
#define GAZETTE_UI_NAME_VIEW_H

#include "ui/view.h"

enum {
	LINE_SPACE,
	LINE_WRITTEN, /* index: first form on the line */
	LINE_DAYS,
	LINE_HEAD,
	LINE_QUOTE,
	LINE_ARTICLE,
	LINE_COMPANY, /* index: first of the row; stops are columns */
	LINE_MORE,    /* index: enum head */
};
enum head { HEAD_SAID, HEAD_ARTICLES, HEAD_WITH };

#define NAME_LABEL 10 /* column of what stands behind "written", "days" */

struct name_state {
	struct entity_row *entity;
	struct entity_form *forms;
	uint32_t n_forms;
	struct entity_day *days;
	uint32_t n_days;
	struct quote_rows quotes;
	struct article_rows articles;
	struct company_row *with;
	uint32_t n_with;
	int cols;         /* the lines were made for */
	uint32_t columns; /* of the company */
	int64_t cursor;   /* to go back to, -1 none */
	int64_t stop;
};

/* ---- name-lines.c ---- */

/* Make the lines for a size, unless they are. */
void name_fit_lines(struct ui *ui, struct pane *pane, int rows, int cols);

/* How many of the forms from `from` on fit on a line. */
uint32_t name_forms_on_line(struct ui *ui, const struct name_state *s,
			    uint32_t from, int cols);
const char *name_form_text(struct arena *a, const struct entity_form *f);

/* ---- name-draw.c ---- */

void name_draw(struct ui *ui, struct pane *pane, const struct area *area,
	       bool has_focus);

#endif
