/* Articles related to one, best first, with the reason for each, and the
 * copies that were folded into it. */
#include <stdio.h>
#include <string.h>

#include "ui/speech.h"

enum { LINE_HEAD, LINE_SPACE, LINE_RELATED, LINE_WHY, LINE_COPY };
enum { HEAD_RELATED, HEAD_COPIES };

#define RELATED_MOST 40

struct related_state {
	struct article_row of;
	struct related_row *rows;
	uint32_t n;
	struct article_rows copies;
	bool is_there; /* they were looked up */
};

static void make_lines(struct pane *pane)
{
	struct related_state *s = pane->state;
	struct list *list = &pane->list;
	struct arena *a = &pane->of_list;

	for (uint32_t i = 0; i < s->n; i++) {
		list_add(list, a, LINE_RELATED, i, 1)->is_head = i == 0;
		list_add(list, a, LINE_WHY, i, 0);
	}
	if (s->copies.n == 0)
		return;
	list_add(list, a, LINE_SPACE, 0, 0);
	list_add(list, a, LINE_HEAD, HEAD_COPIES, 0)->is_head = true;
	for (uint32_t i = 0; i < s->copies.n; i++)
		list_add(list, a, LINE_COPY, i, 1);
}

static bool open_related(struct ui *ui, struct pane *pane,
			 const struct place *place, struct error *err)
{
	struct related_state *s = arena_alloc(&pane->arena, sizeof(*s));
	int64_t docid = store_docid(ui->store, place->id);
	struct article_rows of;
	struct slice title;

	pane->state = s;
	if (!docid)
		return error_set(err, "no article is open");
	if (!store_rows(ui->store, &pane->arena, &docid, 1, &of, err))
		return false;
	if (of.n == 0)
		return error_set(err, "article %lld is gone",
				 (long long)place->id);
	s->of = of.at[0];
	title = article_slice(s->of.art, s->of.art->title);
	snprintf(pane->place.title, sizeof(pane->place.title),
		 "Related to %.*s", (int)title.len, title.at);
	if (!store_copies(ui->store, &pane->arena, place->id, &s->copies, err))
		return false;
	pane->later_ms = LATER_AT_ONCE;
	return true;
}

/* The screen stands first: what is related takes longest of all. */
static void look_related(struct ui *ui, struct pane *pane)
{
	struct related_state *s = pane->state;
	const struct place *place = &pane->place;
	struct error err;

	if (!query_related(ui->store, &pane->arena, place->id, RELATED_MOST,
			   &s->rows, &s->n, &err))
		ui_say_error(ui, &err);
	s->is_there = true;
	make_lines(pane);
	if (place->has_at && place->at < pane->list.n &&
	    pane->list.at[place->at].stops)
		pane->list.cursor = (uint32_t)place->at;
}

static void leave_related(struct ui *ui, struct pane *pane, struct place *place)
{
	(void)ui;
	if (pane->list.n == 0)
		return;
	place->has_at = true;
	place->at = pane->list.cursor;
}

static void draw_row(struct ui *ui, const struct area *area, int y,
		     const struct article_row *row)
{
	struct slice title = store_row_title(row);
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
	area_string(area, y, 1, STYLE_CURSOR, row_is_unread(row) ? "•" : " ");
	area_cut(area, y, 3, end - 4,
		 row_is_unread(row) ? STYLE_UNREAD : STYLE_TEXT, title.at,
		 title.len);
}

static void draw_line(struct ui *ui, const struct area *area, int y,
		      const struct related_state *s,
		      const struct list_line *line)
{
	const char *why;

	switch (line->kind) {
	case LINE_RELATED:
		draw_row(ui, area, y, &s->rows[line->index].row);
		break;
	case LINE_WHY:
		why = query_reason(&ui->frame, &s->of, &s->rows[line->index]);
		area_string(area, y, 3, STYLE_DIM, "└");
		area_cut(area, y, 5, area->cols - 6, STYLE_DIM, why,
			 strlen(why));
		break;
	case LINE_HEAD:
		area_printf(area, y, 1, STYLE_HEADING, "COPIES %u",
			    s->copies.n);
		break;
	case LINE_COPY:
		draw_row(ui, area, y, &s->copies.at[line->index]);
		break;
	default:
		break;
	}
}

static void draw_related(struct ui *ui, struct pane *pane,
			 const struct area *area, bool has_focus)
{
	struct area body = area_part(area, 1, 0, area->rows - 1, area->cols);
	struct related_state *s = pane->state;
	struct list *list = &pane->list;

	area_cut(area, 0, 1, area->cols - 2, STYLE_TITLE, pane->place.title,
		 strlen(pane->place.title));
	if (list->n == 0)
		area_string(&body, 1, 3, STYLE_TEXT,
			    s->is_there ? "Nothing in the archive is related."
					: "Looking for what is related…");
	list_fit(list, (uint32_t)body.rows);
	if (has_focus)
		area_cursor(&body, 0, 3);
	for (int y = 0; y < body.rows && list->top + (uint32_t)y < list->n;
	     y++) {
		uint32_t i = list->top + (uint32_t)y;

		draw_line(ui, &body, y, s, &list->at[i]);
		if (has_focus && list->at[i].stops)
			ui_target(ui, &body, y, 0, i);
		if (i != list->cursor || !list->at[i].stops)
			continue;
		ui_draw_cursor(&body, y, !speech_is_on(ui));
		if (has_focus)
			area_cursor(&body, y, speech_is_on(ui) ? 0 : 3);
	}
}

static const struct article_row *current(struct pane *pane)
{
	struct related_state *s = pane->state;
	const struct list_line *line = list_current(&pane->list);

	if (!line)
		return NULL;
	return line->kind == LINE_COPY ? &s->copies.at[line->index]
				       : &s->rows[line->index].row;
}

static bool act_related(struct ui *ui, struct pane *pane, enum action action,
			int count)
{
	const struct article_row *row = current(pane);

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

static void pick_related(struct ui *ui, struct pane *pane, int64_t value)
{
	pane->list.cursor = (uint32_t)value;
	act_related(ui, pane, ACTION_OPEN, 0);
}

static const char *related_status(struct ui *ui, struct pane *pane,
				  struct arena *a)
{
	struct related_state *s = pane->state;
	const struct list_line *line = list_current(&pane->list);

	(void)ui;
	if (!line || line->kind != LINE_RELATED)
		return "";
	return arena_printf(a, "%u of %u", line->index + 1, s->n);
}

static void related_subject(struct ui *ui, struct pane *pane, struct arena *a,
			    struct subject *out)
{
	const struct article_row *row = current(pane);

	(void)ui, (void)a;
	out->listed = row ? row->art->id : 0;
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
	.leave = leave_related,
	.act = act_related,
	.subject = related_subject,
	.pick = pick_related,
	.later = look_related,
	.status = related_status,
};
