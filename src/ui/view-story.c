/* The running story that an article is part of, oldest first: what happened
 * day by day, with what ties each part to the article one came from. */
#include <stdio.h>
#include <string.h>

#include "ui/speech.h"

enum { LINE_DAY, LINE_SPACE, LINE_ROW, LINE_WHY };

struct story_state {
	struct article_row of;
	struct related_row *rows;
	uint32_t n;
	bool is_there;
};

static bool same_day(const struct related_row *a, const struct related_row *b)
{
	return row_same_day(&a->row, &b->row);
}

static void make_lines(struct pane *pane, const struct place *place)
{
	struct story_state *s = pane->state;
	struct list *list = &pane->list;
	struct arena *a = &pane->of_list;

	for (uint32_t i = 0; i < s->n; i++) {
		const struct related_row *row = &s->rows[i];
		bool is_here = row->row.art->id == place->id;

		if (i == 0 || !same_day(row, row - 1)) {
			if (i > 0)
				list_add(list, a, LINE_SPACE, i, 0);
			list_add(list, a, LINE_DAY, i, 0)->is_head = true;
		}
		list_add(list, a, LINE_ROW, i, 1);
		if (is_here)
			list->cursor = list->n - 1;
		else if (row->n_names > 0)
			list_add(list, a, LINE_WHY, i, 0);
	}
	if (place->has_at && place->at < list->n && list->at[place->at].stops)
		list->cursor = (uint32_t)place->at;
}

static bool open_story(struct ui *ui, struct pane *pane,
		       const struct place *place, struct error *err)
{
	struct story_state *s = arena_alloc(&pane->arena, sizeof(*s));
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
		 "The story of %.*s", (int)title.len, title.at);
	pane->later_ms = LATER_AT_ONCE;
	return true;
}

static void look_story(struct ui *ui, struct pane *pane)
{
	struct story_state *s = pane->state;
	struct error err;

	if (!query_story(ui->store, &pane->arena, pane->place.id, &s->rows,
			 &s->n, &err))
		ui_say_error(ui, &err);
	s->is_there = true;
	make_lines(pane, &pane->place);
}

static void leave_story(struct ui *ui, struct pane *pane, struct place *place)
{
	(void)ui;
	if (pane->list.n == 0)
		return;
	place->has_at = true;
	place->at = pane->list.cursor;
}

/* ---- drawing ---- */

static void draw_row(struct ui *ui, const struct area *area, int y,
		     const struct article_row *row, bool is_here)
{
	struct slice title = article_slice(row->art, row->art->title);
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
	area_string(area, y, 1, STYLE_CURSOR, row_is_unread(row) ? "•" : " ");
	area_cut(area, y, 3, end - 4, style, title.at, title.len);
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

static void draw_line(struct ui *ui, const struct area *area, int y,
		      const struct story_state *s, const struct list_line *line)
{
	const struct related_row *row = &s->rows[line->index];
	const char *why;

	if (line->kind == LINE_DAY) {
		draw_day(ui, area, y, &row->row);
	} else if (line->kind == LINE_ROW) {
		draw_row(ui, area, y, &row->row,
			 row->row.art->id == s->of.art->id);
	} else if (line->kind == LINE_WHY) {
		why = query_reason(&ui->frame, &s->of, row);
		area_string(area, y, 3, STYLE_DIM, "└");
		area_cut(area, y, 5, area->cols - 6, STYLE_DIM, why,
			 strlen(why));
	}
}

static void draw_head(struct ui *ui, const struct area *area,
		      const struct pane *pane)
{
	const struct story_state *s = pane->state;
	const char *right = say_count(&ui->frame, s->n, "article", "articles");
	int end = area->cols - 1;

	if (s->n > 1 && head_has_room(area, pane->place.title, right))
		end = area_right(area, 0, end, STYLE_DIM, right);
	area_cut(area, 0, 1, end - 2, STYLE_TITLE, pane->place.title,
		 strlen(pane->place.title));
}

static void draw_story(struct ui *ui, struct pane *pane,
		       const struct area *area, bool has_focus)
{
	struct area body = area_part(area, 1, 0, area->rows - 1, area->cols);
	struct story_state *s = pane->state;
	struct list *list = &pane->list;
	int title = speech_is_on(ui) ? 0 : 3;

	draw_head(ui, area, pane);
	if (list->n == 0)
		area_string(&body, 1, title, STYLE_TEXT,
			    s->is_there ? "No story goes with this article."
					: "Looking for its story…");
	list_fit(list, (uint32_t)body.rows);
	if (has_focus)
		area_cursor(&body, 0, title);
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
			area_cursor(&body, y, title);
	}
}

/* ---- acting ---- */

static const struct article_row *current(struct pane *pane)
{
	struct story_state *s = pane->state;
	const struct list_line *line = list_current(&pane->list);

	return line ? &s->rows[line->index].row : NULL;
}

static bool act_story(struct ui *ui, struct pane *pane, enum action action,
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

static void pick_story(struct ui *ui, struct pane *pane, int64_t value)
{
	pane->list.cursor = (uint32_t)value;
	act_story(ui, pane, ACTION_OPEN, 0);
}

static const char *story_status(struct ui *ui, struct pane *pane,
				struct arena *a)
{
	struct story_state *s = pane->state;
	const struct list_line *line = list_current(&pane->list);

	(void)ui;
	if (!line)
		return "";
	return arena_printf(a, "%u of %u", line->index + 1, s->n);
}

static void story_subject(struct ui *ui, struct pane *pane, struct arena *a,
			  struct subject *out)
{
	const struct article_row *row = current(pane);

	(void)ui, (void)a;
	out->listed = row ? row->art->id : 0;
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
	.leave = leave_story,
	.act = act_story,
	.subject = story_subject,
	.pick = pick_story,
	.later = look_story,
	.status = story_status,
};
