/* The page of a name on its pane. */
#include <string.h>

#include "ui/name-view.h"
#include "ui/speech.h"

static void draw_written(struct ui *ui, const struct area *area, int y,
			 const struct name_state *s, uint32_t from)
{
	uint32_t n = name_forms_on_line(ui, s, from, area->cols);
	int x = NAME_LABEL;

	if (from == 0)
		area_string(area, y, 1, STYLE_DIM, "written");
	for (uint32_t i = 0; i < n; i++) {
		const char *text =
			name_form_text(&ui->frame, &s->forms[from + i]);

		if (i > 0)
			x = area_string(area, y, x, STYLE_DIM, " · ");
		x = area_cut(area, y, x, area->cols - x - 1, STYLE_TEXT, text,
			     strlen(text));
	}
}

/* Sum the days into as many bars as there is room for. */
static uint32_t sum_days(const struct name_state *s, uint32_t *bars, uint32_t n)
{
	int64_t first = s->days[0].day, last = s->days[s->n_days - 1].day;
	uint32_t most = 0;

	for (uint32_t i = 0; i < s->n_days; i++) {
		int64_t at = (s->days[i].day - first) * n / (last - first + 1);

		bars[at] += s->days[i].articles;
		if (bars[at] > most)
			most = bars[at];
	}
	return most;
}

static void draw_days(struct ui *ui, const struct area *area, int y,
		      const struct name_state *s)
{
	static const char *const marks[] = {"·", "▁", "▂", "▃", "▄",
					    "▅", "▆", "▇", "█"};
	int64_t first = s->days[0].day, last = s->days[s->n_days - 1].day;
	bool years = last - first > 300;
	uint32_t bars[200] = {0}, n, most, scale;
	const char *from = say_day(&ui->frame, first, years);
	const char *to = say_day(&ui->frame, last, years), *right;
	int x = NAME_LABEL, room;

	area_string(area, y, 1, STYLE_DIM, "days");
	from += *from == ' ';
	to += *to == ' ';
	x = area_string(area, y, x, STYLE_TEXT, from);
	if (first == last)
		return;
	x++;
	room = area->cols - x - (int)strlen(to) - 14;
	n = room > 120 ? 120 : room < 1 ? 0 : (uint32_t)room;
	if ((int64_t)n > last - first + 1)
		n = (uint32_t)(last - first + 1);
	if (n < 2) {
		area_printf(area, y, x, STYLE_TEXT, "– %s", to);
		return;
	}
	most = sum_days(s, bars, n);
	scale = most < 4 ? 4 : most; /* one article is no summit */
	for (uint32_t i = 0; i < n; i++)
		x = area_string(
			area, y, x, STYLE_BAR,
			marks[bars[i] ? (bars[i] * 8 + scale - 1) / scale : 0]);
	x = area_string(area, y, x + 1, STYLE_TEXT, to);
	right = arena_printf(&ui->frame, "most: %u", most);
	if (area->cols - x > 12)
		area_right(area, y, area->cols - 1, STYLE_DIM, right);
}

static void draw_head(struct ui *ui, const struct area *area, int y,
		      const struct name_state *s, uint32_t head)
{
	const struct entity_row *e = s->entity;
	uint32_t copies = 0;
	const char *right = "articles shared";

	for (uint32_t i = 0; i < s->articles.n; i++)
		copies += s->articles.at[i].copies;
	if (head == HEAD_SAID) {
		area_printf(area, y, 1, STYLE_HEADING, "SAID     %u",
			    e->quotes);
		right = "newest first";
	} else if (head == HEAD_ARTICLES) {
		area_printf(area, y, 1, STYLE_HEADING, "ARTICLES %u",
			    e->articles);
		right = s->articles.n_hidden
				? arena_printf(&ui->frame, "%u hidden",
					       s->articles.n_hidden)
			: copies ? arena_printf(&ui->frame,
						"newest first · %s folded",
						say_count(&ui->frame, copies,
							  "copy", "copies"))
				 : "newest first";
	} else {
		area_printf(area, y, 1, STYLE_HEADING, "WITH     %u",
			    s->n_with);
		if (area->cols >= 60)
			right = "articles shared · Enter lists them";
	}
	if (area->cols >= 40)
		area_right(area, y, area->cols - 1, STYLE_DIM, right);
}

static void draw_quote(struct ui *ui, const struct area *area, int y,
		       const struct quote_row *q)
{
	const char *source = q->source ? q->source : "";
	int end = area->cols - 1, x;
	bool bare = q->quote.kind == QUOTE_DIRECT;
	const char *text =
		bare ? arena_printf(&ui->frame, "“%s”", q->text) : q->text;

	if (area->cols >= 70) {
		int wide = area->cols >= 120 ? 24 : 12;

		end -= wide;
		area_cut(area, y, end, wide, STYLE_DIM, source, strlen(source));
		end -= 2;
	}
	x = 2;
	if (area->cols >= 40)
		x = area_string(area, y, 2, STYLE_DIM,
				say_when(&ui->frame, &q->published, false)) +
		    1;
	area_string(area, y, x, STYLE_BAR,
		    q->quote.kind == QUOTE_INDIRECT ? "┊" : "┃");
	area_cut(area, y, x + 2, end - x - 2, STYLE_TEXT, text, strlen(text));
}

static void draw_article(struct ui *ui, const struct area *area, int y,
			 const struct article_row *row)
{
	struct slice title = store_row_title(row);
	const char *source = say_source(&ui->frame, row->art);
	int end = area->cols - 1, x = 2;

	if (area->cols >= 70) {
		int wide = area->cols >= 120 ? 24 : 12;

		end -= wide;
		area_cut(area, y, end, wide, STYLE_DIM, source, strlen(source));
		end -= 2;
	}
	if (area->cols >= 40) {
		area_right(area, y, end, STYLE_DIM,
			   arena_printf(&ui->frame, "%u×", row->count));
		end -= 6;
		x = area_string(
			    area, y, 2, STYLE_DIM,
			    say_when(&ui->frame, &row->art->published, false)) +
		    1;
	}
	if (row_is_unread(row))
		area_string(area, y, x, STYLE_CURSOR, "•");
	area_cut(area, y, x + 2, end - x - 2,
		 row_is_unread(row) ? STYLE_UNREAD : STYLE_TEXT, title.at,
		 title.len);
}

static int company_width(const struct area *area, const struct name_state *s)
{
	return (area->cols - 2) / (int)s->columns;
}

static void draw_company(const struct area *area, int y,
			 const struct name_state *s, uint32_t from,
			 uint32_t stops)
{
	int wide = company_width(area, s);

	for (uint32_t i = 0; i < stops; i++) {
		const struct company_row *c = &s->with[from + i];
		int x = 2 + (int)i * wide;

		x = area_printf(area, y, x, STYLE_DIM, "%4u  ", c->shared);
		area_cut(area, y, x, wide - 7, STYLE_TEXT, c->entity.name,
			 strlen(c->entity.name));
	}
}

static void draw_more(struct ui *ui, const struct area *area, int y,
		      const struct name_state *s, uint32_t head)
{
	uint32_t all =
		head == HEAD_SAID ? s->entity->quotes : s->entity->articles;

	area_string(area, y, 2, STYLE_DIM,
		    arena_printf(&ui->frame, "… all %u", all));
}

/* The rows that lead on as sentences. */
static bool draw_spoken(struct ui *ui, const struct area *area, int y,
			const struct name_state *s,
			const struct list_line *line)
{
	uint32_t i = line->index;
	const char *text;

	if (line->kind == LINE_QUOTE) {
		text = speech_quote(ui, &s->quotes.at[i]);
	} else if (line->kind == LINE_ARTICLE) {
		text = speech_article(ui, &s->articles.at[i]);
	} else if (line->kind == LINE_COMPANY) {
		text = arena_printf(
			&ui->frame, "%s, %s", s->with[i].entity.name,
			say_count(&ui->frame, s->with[i].shared,
				  "article shared", "articles shared"));
	} else if (line->kind == LINE_DAYS) {
		text = arena_printf(
			&ui->frame, "seen %s to %s",
			speech_day(&ui->frame, s->days[0].day),
			speech_day(&ui->frame, s->days[s->n_days - 1].day));
	} else {
		return false;
	}
	area_cut(area, y, 0, area->cols, STYLE_TEXT, text, strlen(text));
	return true;
}

static void draw_line(struct ui *ui, const struct area *area, int y,
		      const struct name_state *s, const struct list_line *line)
{
	uint32_t i = line->index;

	if (speech_is_on(ui) && draw_spoken(ui, area, y, s, line))
		return;
	switch (line->kind) {
	case LINE_WRITTEN:
		draw_written(ui, area, y, s, i);
		break;
	case LINE_DAYS:
		draw_days(ui, area, y, s);
		break;
	case LINE_HEAD:
		draw_head(ui, area, y, s, i);
		break;
	case LINE_QUOTE:
		draw_quote(ui, area, y, &s->quotes.at[i]);
		break;
	case LINE_ARTICLE:
		draw_article(ui, area, y, &s->articles.at[i]);
		break;
	case LINE_COMPANY:
		draw_company(area, y, s, i, line->stops);
		break;
	case LINE_MORE:
		draw_more(ui, area, y, s, i);
		break;
	default:
		break;
	}
}

static void draw_title(struct ui *ui, const struct area *area,
		       const struct entity_row *e)
{
	const char *kind = say_type(e->type), *right = "";
	int x, end = area->cols - 1;

	if (e->role && *e->role)
		kind = arena_printf(&ui->frame, "%s · %s", kind, e->role);
	if (e->is_hidden)
		kind = arena_printf(&ui->frame, "%s · hidden", kind);
	if (area->cols >= 60)
		right = arena_printf(&ui->frame, "#%lld", (long long)e->id);
	end = area_right(area, 0, end, STYLE_DIM, right);
	x = area_cut(area, 0, 1, end - 2, STYLE_TITLE, e->name,
		     strlen(e->name));
	if (end - x - 4 >= 10)
		area_cut(area, 0, x + 3, end - x - 4, STYLE_TEXT, kind,
			 strlen(kind));
}

static int cursor_column(struct ui *ui, const struct area *area,
			 const struct name_state *s,
			 const struct list_line *line)
{
	const struct list *list = &ui->panes[SLOT_PAGE].list;

	if (speech_is_on(ui))
		return 0;
	if (line->kind == LINE_COMPANY)
		return 8 + (int)list->stop * company_width(area, s);
	if (line->kind == LINE_MORE)
		return 2;
	return area->cols >= 40 ? 11 : 4;
}

void name_draw(struct ui *ui, struct pane *pane, const struct area *area,
	       bool has_focus)
{
	struct area body = area_part(area, 1, 0, area->rows - 1, area->cols);
	struct name_state *s = pane->state;
	struct list *list = &pane->list;

	name_fit_lines(ui, pane, body.rows, body.cols);
	draw_title(ui, area, s->entity);
	list_fit(list, (uint32_t)body.rows);
	for (int y = 0; y < body.rows && list->top + (uint32_t)y < list->n;
	     y++) {
		uint32_t i = list->top + (uint32_t)y;
		const struct list_line *line = &list->at[i];
		int wide = line->stops > 1 ? company_width(&body, s) : 0;

		draw_line(ui, &body, y, s, line);
		for (uint32_t k = 0; has_focus && k < line->stops; k++)
			ui_target(ui, &body, y, (int)k * wide,
				  (int64_t)i * 256 + k);
		if (i != list->cursor || !line->stops)
			continue;
		if (!speech_is_on(ui))
			area_string(&body, y,
				    line->kind == LINE_COMPANY
					    ? 1 + (int)list->stop * wide
					    : 0,
				    STYLE_CURSOR, "›");
		if (has_focus)
			area_cursor(&body, y,
				    cursor_column(ui, &body, s, line));
	}
}
