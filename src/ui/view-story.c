/* The running story that an article is part of, oldest first: what happened
 * day by day, with what ties each part to the article one came from. */
#include <string.h>

#include "ui/kin.h"

static void make_lines(struct pane *pane)
{
	struct kin *kin = pane->state;
	struct list *list = &pane->list;
	struct arena *a = &pane->of_list;

	for (uint32_t i = 0; i < kin->n; i++) {
		const struct related_row *row = &kin->rows[i];

		if (i == 0 || !row_same_day(&row->row, &row[-1].row)) {
			if (i > 0)
				list_add(list, a, KIN_SPACE, i, 0);
			list_add(list, a, KIN_DAY, i, 0)->is_head = true;
		}
		list_add(list, a, KIN_ROW, i, 1);
		if (row->row.art->id == kin->of.art->id)
			list->cursor = list->n - 1;
		else if (row->n_names > 0)
			list_add(list, a, KIN_WHY, i, 0);
	}
}

static bool open_story(struct ui *ui, struct pane *pane,
		       const struct place *place, struct error *err)
{
	return kin_open(ui, pane, place, "The story of", err);
}

static void look_story(struct ui *ui, struct pane *pane)
{
	struct kin *kin = pane->state;
	struct error err;

	if (!query_story(ui->store, &pane->arena, pane->place.id, &kin->rows,
			 &kin->n, &err))
		ui_say_error(ui, &err);
	kin->is_there = true;
	make_lines(pane);
	kin_return(pane);
}

/* ---- drawing ---- */

static void draw_row(struct ui *ui, const struct area *area, int y,
		     const struct article_row *row, bool is_here)
{
	const char *source = say_source(&ui->frame, row->art);
	uint8_t style = is_here              ? STYLE_CARD
			: row_is_unread(row) ? STYLE_UNREAD
					     : STYLE_TEXT;
	int end = area->cols - 1;

	if (speech_is_on(ui)) {
		source = speech_article(ui, row);
		area_cut(area, y, 0, area->cols, style, source, strlen(source));
		return;
	}
	if (area->cols >= 60) {
		int wide = area->cols >= 120 ? 24 : 16;

		end -= wide;
		area_cut(area, y, end, wide, STYLE_DIM, source, strlen(source));
		end -= 2;
	}
	kin_draw_title(area, y, end, style, row);
}

static void draw_day(struct ui *ui, const struct area *area, int y,
		     const struct article_row *row)
{
	const struct when *when = &row->art->published;

	area_string(area, y, 1, STYLE_HEADING,
		    speech_is_on(ui) ? speech_when(&ui->frame, when)
		    : when->kind == WHEN_NONE
			    ? "No date"
			    : say_weekday(&ui->frame, date_day_of(when), true));
}

static void draw_line(struct ui *ui, struct pane *pane, const struct area *area,
		      int y, uint32_t i)
{
	const struct kin *kin = pane->state;
	const struct list_line *line = &pane->list.at[i];
	const struct article_row *row = &kin->rows[line->index].row;

	if (line->kind == KIN_DAY)
		draw_day(ui, area, y, row);
	else if (line->kind == KIN_ROW)
		draw_row(ui, area, y, row, row->art->id == kin->of.art->id);
	else if (line->kind == KIN_WHY)
		kin_draw_why(ui, area, y, kin, line->index);
}

static void draw_head(struct ui *ui, const struct area *area,
		      const struct pane *pane)
{
	const struct kin *kin = pane->state;
	const char *right =
		say_count(&ui->frame, kin->n, "article", "articles");
	int end = area->cols - 1;

	if (kin->n > 1 && head_has_room(area, pane->place.title, right))
		end = area_right(area, 0, end, STYLE_DIM, right);
	area_cut(area, 0, 1, end - 2, STYLE_TITLE, pane->place.title,
		 strlen(pane->place.title));
}

static void draw_story(struct ui *ui, struct pane *pane,
		       const struct area *area, bool has_focus)
{
	struct area body = area_part(area, 1, 0, area->rows - 1, area->cols);
	struct kin *kin = pane->state;

	draw_head(ui, area, pane);
	if (pane->list.n == 0)
		area_string(&body, 1, speech_is_on(ui) ? 0 : 3, STYLE_TEXT,
			    kin->is_there ? "No story goes with this article."
					  : "Looking for its story…");
	pane_draw_list(ui, pane, &body, 3, has_focus, draw_line);
}

const struct view ui_view_story = {
	.name = "story",
	.help = "The story an article is part of, oldest first",
	.keys = "Enter open  } day  r related  q back",
	.where = WHERE_STORY,
	.class = WHERE_LIST,
	.slot = SLOT_PAGE,
	.open = open_story,
	.draw = draw_story,
	.leave = kin_leave,
	.act = kin_act,
	.subject = kin_subject,
	.pick = kin_pick,
	.later = look_story,
	.status = kin_status,
};
