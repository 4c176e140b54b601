#include "ui/choice.h"

#include <string.h>

#include "ui/view.h"

void choice_draw(const struct area *all, int y, const struct choice *choice,
		 bool is_chosen)
{
	int end = all->cols - 1, room = all->cols - 3;

	area_repeat(all, y, 0, all->cols, STYLE_TEXT, " ");
	ui_draw_cursor(all, y, is_chosen);
	if (all->cols >= 40 && *choice->note) {
		end = area_right(all, y, end, STYLE_DIM, choice->note);
		room = end - 4;
	}
	area_cut(all, y, 2, room, STYLE_TEXT, choice->text,
		 strlen(choice->text));
}
