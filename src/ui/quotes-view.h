/* The quotations view's own parts: its rows, and what reads them. */
#ifndef GAZETTE_UI_QUOTES_VIEW_H
#define GAZETTE_UI_QUOTES_VIEW_H

#include "base/map.h"
#include "ui/view.h"

enum quotes_line { QUOTES_DAY, QUOTES_SPACE, QUOTES_ROW, QUOTES_ARTICLE };

#define QUOTES_PAGE 100 /* rows read at a time */

struct quotes_state {
	struct quote_spec spec;
	struct quote_row *rows;
	uint32_t n;
	struct map seen;   /* utterances that are listed */
	int64_t docid, id; /* of the last that was read */
	int64_t start;     /* docid at which the window begins; 0: newest */
	bool has_more;
	bool is_full;        /* there are more, for another window */
	bool is_dense;       /* the lines were made without blank ones */
	char find[128];      /* what / looks for, folded */
	uint32_t found_from; /* the row where it was typed */
	bool is_finding;
};

struct quote_at {
	int64_t docid, id;
};

/* Make the lines of the rows from one on. */
void quotes_add_lines(struct pane *pane, uint32_t from);

/* Empty the window: it begins with the quotations of an article, 0: with the
 * newest. */
void quotes_begin(struct pane *pane, int64_t docid);

/* Read on behind the last row. */
MUST_CHECK bool quotes_load(struct ui *ui, struct pane *pane,
			    struct error *err);

/* Make the window anew around a quotation, which is under the cursor then. */
MUST_CHECK bool quotes_show_around(struct ui *ui, struct pane *pane,
				   struct quote_at at, struct error *err);

/* Down to the oldest: the window begins with as many of the oldest articles
 * as are needed for a screen. */
MUST_CHECK bool quotes_show_oldest(struct ui *ui, struct pane *pane,
				   struct error *err);

#endif
