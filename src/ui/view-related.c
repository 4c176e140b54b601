/* Articles related to one, best first, with the reason for each, and the
 * copies that were folded into it. */
#include <string.h>

#include "ui/kin.h"

#define RELATED_MOST 40

static void make_lines(struct pane *pane)
{
	struct kin *kin = pane->state;
	struct list *list = &pane->list;
	struct arena *a = &pane->of_list;

	for (uint32_t i = 0; i < kin->n; i++) {
		list_add(list, a, KIN_ROW, i, 1)->is_head = i == 0;
		list_add(list, a, KIN_WHY, i, 0);
	}
	if (kin->copies.n == 0)
		return;
	list_add(list, a, KIN_SPACE, 0, 0);
	list_add(list, a, KIN_HEAD, 0, 0)->is_head = true;
	for (uint32_t i = 0; i < kin->copies.n; i++)
		list_add(list, a, KIN_COPY, i, 1);
}

static bool open_related(struct ui *ui, struct pane *pane,
			 const struct place *place, struct error *err)
{
	struct kin *kin;

	if (!kin_open(ui, pane, place, "Related to", err))
		return false;
	kin = pane->state;
	return store_copies(ui->store, &pane->arena, place->id, &kin->copies,
			    err);
}

static void look_related(struct ui *ui, struct pane *pane)
{
	struct kin *kin = pane->state;
	struct error err;

	if (!query_related(ui->store, &pane->arena, pane->place.id,
			   RELATED_MOST, &kin->rows, &kin->n, &err))
		ui_say_error(ui, &err);
	kin->is_there = true;
	make_lines(pane);
	kin_return(pane);
}

static void draw_row(struct ui *ui, const struct area *area, int y,
		     const struct article_row *row)
{
	const char *source = say_source(&ui->frame, row->art);
	int end = area->cols - 1;

	if (speech_is_on(ui)) {
		source = speech_article(ui, row);
		area_cut(area, y, 0, area->cols, STYLE_TEXT, source,
			 strlen(source));
		return;
	}
	if (area->cols >= 60) {
		end -= 14;
		area_cut(area, y, end, 14, STYLE_DIM, source, strlen(source));
		end -= 2;
	}
	if (area->cols >= 36)
		end = area_right(area, y, end, STYLE_DIM,
				 say_when(&ui->frame, &row->art->published,
					  false)) -
		      1;
	kin_draw_title(area, y, end,
		       row_is_unread(row) ? STYLE_UNREAD : STYLE_TEXT, row);
}

static void draw_line(struct ui *ui, struct pane *pane, const struct area *area,
		      int y, uint32_t i)
{
	const struct kin *kin = pane->state;
	const struct list_line *line = &pane->list.at[i];

	switch (line->kind) {
	case KIN_ROW:
		draw_row(ui, area, y, &kin->rows[line->index].row);
		break;
	case KIN_WHY:
		kin_draw_why(ui, area, y, kin, line->index);
		break;
	case KIN_HEAD:
		area_printf(area, y, 1, STYLE_HEADING, "COPIES %u",
			    kin->copies.n);
		break;
	case KIN_COPY:
		draw_row(ui, area, y, &kin->copies.at[line->index]);
		break;
	default:
		break;
	}
}

static void draw_related(struct ui *ui, struct pane *pane,
			 const struct area *area, bool has_focus)
{
	struct area body = area_part(area, 1, 0, area->rows - 1, area->cols);
	struct kin *kin = pane->state;

	area_cut(area, 0, 1, area->cols - 2, STYLE_TITLE, pane->place.title,
		 strlen(pane->place.title));
	if (pane->list.n == 0)
		area_string(&body, 1, 3, STYLE_TEXT,
			    kin->is_there ? "Nothing in the archive is related."
					  : "Looking for what is related…");
	pane_draw_list(ui, pane, &body, 3, has_focus, draw_line);
}

const struct view ui_view_related = {
	.name = "related",
	.help = "Related articles, with the reason for each",
	.keys = "Enter open  r related to this  q back",
	.where = WHERE_RELATED,
	.class = WHERE_LIST,
	.slot = SLOT_PAGE,
	.open = open_related,
	.draw = draw_related,
	.leave = kin_leave,
	.act = kin_act,
	.subject = kin_subject,
	.pick = kin_pick,
	.later = look_related,
	.status = kin_status,
};
