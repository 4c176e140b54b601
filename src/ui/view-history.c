/* Everything visited, newest first. */
#include <string.h>

#include "ui/command.h"
#include "ui/view.h"

static bool open_history(struct ui *ui, struct pane *pane,
			 const struct place *place, struct error *err)
{
	(void)err;
	strcpy(pane->place.title, "History");
	for (uint32_t i = ui->trail.n; i-- > 0;) {
		if (ui->trail.at[i].place.view != place->view)
			list_add(&pane->list, &pane->of_list, 0, i, 1);
	}
	return true;
}

static void draw_history(struct ui *ui, struct pane *pane,
			 const struct area *area, bool has_focus)
{
	struct area body = area_part(area, 1, 0, area->rows - 1, area->cols);
	struct list *list = &pane->list;

	area_string(area, 0, 1, STYLE_TITLE, "History");
	list_fit(list, (uint32_t)body.rows);
	if (has_focus)
		area_cursor(&body, 0, 2);
	for (int y = 0; y < body.rows && list->top + (uint32_t)y < list->n;
	     y++) {
		uint32_t i = list->top + (uint32_t)y;
		const struct place *p = &ui->trail.at[list->at[i].index].place;

		area_string(&body, y, 2, STYLE_DIM, p->view->name);
		area_cut(&body, y, 12, body.cols - 13, STYLE_TEXT, p->title,
			 strlen(p->title));
		if (has_focus)
			ui_target(ui, &body, y, 0, i);
		if (i != list->cursor)
			continue;
		ui_draw_cursor(&body, y, true);
		if (has_focus)
			area_cursor(&body, y, 12);
	}
}

static bool act_history(struct ui *ui, struct pane *pane, enum action action,
			int count)
{
	const struct list_line *line = list_current(&pane->list);

	if (action != ACTION_OPEN && action != ACTION_RIGHT)
		return list_act(pane, action, count);
	if (line)
		ui_jump(ui, (int32_t)line->index);
	return true;
}

static void pick_visit(struct ui *ui, struct pane *pane, int64_t value)
{
	pane->list.cursor = (uint32_t)value;
	act_history(ui, pane, ACTION_OPEN, 0);
}

const struct view ui_view_history = {
	.name = "history",
	.help = "Everything visited, newest first",
	.keys = "Enter go there  q back",
	.where = WHERE_HISTORY,
	.class = WHERE_LIST,
	.slot = SLOT_PAGE,
	.open = open_history,
	.draw = draw_history,
	.act = act_history,
	.pick = pick_visit,
};
