/* What the views of related articles and of a story share: all but the lines
 * that they make and how a row is drawn. */
#include <stdio.h>
#include <string.h>

#include "ui/kin.h"

bool kin_open(struct ui *ui, struct pane *pane, const struct place *place,
	      const char *say, struct error *err)
{
	struct kin *kin = arena_alloc(&pane->arena, sizeof(*kin));
	int64_t docid = store_docid(ui->store, place->id);
	struct article_rows of;
	struct slice title;

	pane->state = kin;
	if (!docid)
		return error_set(err, "no article is open");
	if (!store_rows(ui->store, &pane->arena, &docid, 1, &of, err))
		return false;
	if (of.n == 0)
		return error_set(err, "article %lld is gone",
				 (long long)place->id);
	kin->of = of.at[0];
	title = store_row_title(&kin->of);
	pane_title(pane, "%s %.*s", say, (int)title.len, title.at);
	pane->later_ms = LATER_AT_ONCE;
	return true;
}

void kin_return(struct pane *pane)
{
	const struct place *place = &pane->place;

	if (place->has_at && place->at < pane->list.n &&
	    pane->list.at[place->at].stops)
		pane->list.cursor = (uint32_t)place->at;
}

void kin_leave(struct ui *ui, struct pane *pane, struct place *place)
{
	(void)ui;
	if (pane->list.n == 0)
		return;
	place->has_at = true;
	place->at = pane->list.cursor;
}

const struct article_row *kin_current(struct pane *pane)
{
	struct kin *kin = pane->state;
	const struct list_line *line = list_current(&pane->list);

	if (!line)
		return NULL;
	return line->kind == KIN_COPY ? &kin->copies.at[line->index]
				      : &kin->rows[line->index].row;
}

/* ---- drawing ---- */

void kin_draw_why(struct ui *ui, const struct area *area, int y,
		  const struct kin *kin, uint32_t row)
{
	const char *why = query_reason(&ui->frame, &kin->of, &kin->rows[row]);

	area_string(area, y, 3, STYLE_DIM, "└");
	area_cut(area, y, 5, area->cols - 6, STYLE_DIM, why, strlen(why));
}

void kin_draw_title(const struct area *area, int y, int end, uint8_t style,
		    const struct article_row *row)
{
	struct slice title = store_row_title(row);

	area_string(area, y, 1, STYLE_CURSOR, row_is_unread(row) ? "•" : " ");
	area_cut(area, y, 3, end - 4, style, title.at, title.len);
}

/* ---- acting ---- */

bool kin_act(struct ui *ui, struct pane *pane, enum action action, int count)
{
	const struct article_row *row = kin_current(pane);

	switch (action) {
	case ACTION_OPEN:
	case ACTION_RIGHT:
		if (row)
			ui_go_article(ui, row->art->id, true);
		return true;
	case ACTION_RELATED:
		if (row)
			ui_go_view(ui, &ui_view_related, row->art->id);
		return true;
	default:
		return list_act(pane, action, count);
	}
}

void kin_pick(struct ui *ui, struct pane *pane, int64_t value)
{
	pane->list.cursor = (uint32_t)value;
	kin_act(ui, pane, ACTION_OPEN, 0);
}

const char *kin_status(struct ui *ui, struct pane *pane, struct arena *a)
{
	struct kin *kin = pane->state;
	const struct list_line *line = list_current(&pane->list);

	(void)ui;
	if (!line || line->kind != KIN_ROW)
		return "";
	return arena_printf(a, "%u of %u", line->index + 1, kin->n);
}

void kin_subject(struct ui *ui, struct pane *pane, struct arena *a,
		 struct subject *out)
{
	const struct article_row *row = kin_current(pane);

	(void)ui, (void)a;
	out->listed = row ? row->art->id : 0;
}
