/* Screens that are heard or felt: rows as sentences, days in words.
 *
 * What a screen reader speaks is a row from left to right, what changed and
 * where the cursor stands: so there are no columns, no marks and no bars.
 */
#ifndef GAZETTE_UI_SPEECH_H
#define GAZETTE_UI_SPEECH_H

#include "ui/view.h"

static inline bool speech_is_on(const struct ui *ui)
{
	return ui->conf.number[CONF_SPEECH] != 0;
}

/* "Thursday 21 March 2024"; in the arena. */
const char *speech_day(struct arena *a, int64_t day);
/* The same of a publication, "no date" without one. */
const char *speech_when(struct arena *a, const struct when *when);

/* Rows of lists as sentences, in the frame's arena. */
const char *speech_article(struct ui *ui, const struct article_row *row);
const char *speech_name(struct ui *ui, const struct entity_row *e);
const char *speech_quote(struct ui *ui, const struct quote_row *q);

/* The focused name as one sentence. */
const char *speech_card(struct ui *ui, const struct card *card);

/* Draw a sentence from the first column on as many rows as it takes; returns
 * them. */
int speech_draw(const struct area *area, int y, uint8_t style,
		const char *text);

/* Take marks, bars and columns out of a canvas; the cursor stays on what it
 * was on. */
void speech_tidy(struct canvas *c);

#endif
