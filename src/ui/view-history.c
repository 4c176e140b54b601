/* Everything visited, newest first. */
#include <string.h>

#include "base/fold.h"
#include "ui/command.h"
#include "ui/view.h"

static bool same_place(const struct place *a, const struct place *b)
{
	return a->view == b->view && a->id == b->id &&
	       strcmp(a->text, b->text) == 0;
}

/* Was the place visited again later? */
static bool comes_again(const struct ui *ui, uint32_t visit)
{
	const struct place *place = &ui->trail.at[visit].place;

	for (uint32_t i = visit + 1; i < ui->trail.n; i++) {
		if (same_place(&ui->trail.at[i].place, place))
			return true;
	}
	return false;
}

/* Each place once, where it was visited last, if it has the folded text. */
static void make_lines(struct ui *ui, struct pane *pane, const char *text)
{
	pane_clear_list(pane);
	for (uint32_t i = ui->trail.n; i-- > 0;) {
		const struct place *p = &ui->trail.at[i].place;
		const char *title =
			fold_text(&ui->frame, p->title, strlen(p->title), NULL);

		if (p->view != pane->view && strstr(title, text) &&
		    !comes_again(ui, i))
			list_add(&pane->list, &pane->of_list, 0, i, 1);
	}
}

static bool open_history(struct ui *ui, struct pane *pane,
			 const struct place *place, struct error *err)
{
	(void)place, (void)err;
	pane_title(pane, "History");
	make_lines(ui, pane, "");
	return true;
}

static void find_visit(struct ui *ui, struct pane *pane, const char *text,
		       enum find_how how)
{
	if (how == FIND_CANCEL)
		text = "";
	make_lines(ui, pane, fold_text(&ui->frame, text, strlen(text), NULL));
}

static void draw_history(struct ui *ui, struct pane *pane,
			 const struct area *area, bool has_focus)
{
	struct area body = area_part(area, 1, 0, area->rows - 1, area->cols);
	struct list *list = &pane->list;
	int title = body.cols < 40 ? 2 : 12;

	area_string(area, 0, 1, STYLE_TITLE, "History");
	if (list->n == 0)
		area_string(&body, 1, 3, STYLE_TEXT,
			    "Nothing that was visited has this.");
	list_fit(list, (uint32_t)body.rows);
	if (has_focus)
		area_cursor(&body, 0, 2);
	for (int y = 0; y < body.rows && list->top + (uint32_t)y < list->n;
	     y++) {
		uint32_t i = list->top + (uint32_t)y;
		const struct place *p = &ui->trail.at[list->at[i].index].place;

		if (title > 2)
			area_string(&body, y, 2, STYLE_DIM, p->view->name);
		area_cut(&body, y, title, body.cols - title - 1, STYLE_TEXT,
			 p->title, strlen(p->title));
		if (has_focus)
			ui_target(ui, &body, y, 0, i);
		if (i != list->cursor)
			continue;
		ui_draw_cursor(&body, y, true);
		if (has_focus)
			area_cursor(&body, y, title);
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

static const char *history_status(struct ui *ui, struct pane *pane,
				  struct arena *a)
{
	(void)ui;
	return pane->list.n == 0
		       ? ""
		       : arena_printf(a, "%u of %u", pane->list.cursor + 1,
				      pane->list.n);
}

const struct view ui_view_history = {
	.name = "history",
	.help = "Everything visited, newest first",
	.keys = "Enter go there  / narrow  q back",
	.where = WHERE_HISTORY,
	.class = WHERE_LIST,
	.slot = SLOT_PAGE,
	.is_narrowed = true,
	.open = open_history,
	.draw = draw_history,
	.act = act_history,
	.find = find_visit,
	.pick = pick_visit,
	.status = history_status,
};
