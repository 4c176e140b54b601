/* Why a row of a search matches: the sentence, with what was asked for. */
#ifndef GAZETTE_UI_MATCH_H
#define GAZETTE_UI_MATCH_H

#include "ui/view.h"

/* Do the rows of the list have such a sentence? */
bool match_is_shown(const struct ui *ui);

/* Draw that of a row from column x on, in cols columns. */
void match_draw(struct ui *ui, const struct area *area, int y, int x, int cols,
		const struct article_row *row);

#endif
