/* What the views of articles that belong with one share: related ones, best
 * first, and the story, oldest first. */
#ifndef GAZETTE_UI_KIN_H
#define GAZETTE_UI_KIN_H

#include "ui/speech.h"

enum kin_line { KIN_DAY, KIN_HEAD, KIN_SPACE, KIN_ROW, KIN_WHY, KIN_COPY };

/* The state of both; in the pane's arena. */
struct kin {
	struct article_row of;
	struct related_row *rows;
	uint32_t n;
	struct article_rows copies;
	bool is_there; /* they were looked up */
};

/* Make the state, with the article that the place tells of and the pane's
 * title, say being what stands before the article's.  The screen stands
 * first: what is related takes longest of all, and is looked up later. */
MUST_CHECK bool kin_open(struct ui *ui, struct pane *pane,
			 const struct place *place, const char *say,
			 struct error *err);

/* Put the cursor where it was left. */
void kin_return(struct pane *pane);
void kin_leave(struct ui *ui, struct pane *pane, struct place *place);

/* The article under the cursor, NULL when there is none. */
const struct article_row *kin_current(struct pane *pane);

/* Draw why a row is there; a row's title, with the sign of what is not read
 * before it. */
void kin_draw_why(struct ui *ui, const struct area *area, int y,
		  const struct kin *kin, uint32_t row);
void kin_draw_title(const struct area *area, int y, int end, uint8_t style,
		    const struct article_row *row);

bool kin_act(struct ui *ui, struct pane *pane, enum action action, int count);
void kin_pick(struct ui *ui, struct pane *pane, int64_t value);
const char *kin_status(struct ui *ui, struct pane *pane, struct arena *a);
void kin_subject(struct ui *ui, struct pane *pane, struct arena *a,
		 struct subject *out);

#endif
