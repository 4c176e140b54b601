/* The page of one name: the forms it is written in, its days, what it said,
 * the articles on it, the company it keeps.  Every row leads on. */
#include <stdio.h>
#include <string.h>

#include "base/width.h"
#include "ui/view.h"

enum {
	LINE_SPACE,
	LINE_WRITTEN, /* index: first form on the line */
	LINE_DAYS,
	LINE_HEAD,
	LINE_QUOTE,
	LINE_ARTICLE,
	LINE_COMPANY, /* index: first of the row; stops are columns */
	LINE_MORE,    /* index: enum head */
};
enum head { HEAD_SAID, HEAD_ARTICLES, HEAD_WITH };

#define NAME_QUOTES   100
#define NAME_ARTICLES 100
#define NAME_COMPANY  60
#define NAME_LABEL    10 /* column of what stands behind "written", "days" */

struct name_state {
	struct entity_row *entity;
	struct entity_form *forms;
	uint32_t n_forms;
	struct entity_day *days;
	uint32_t n_days;
	struct quote_rows quotes;
	struct article_rows articles;
	struct company_row *with;
	uint32_t n_with;
	int cols;         /* the lines were made for */
	uint32_t columns; /* of the company */
	int64_t cursor;   /* to go back to, -1 none */
	int64_t stop;
};

static bool load(struct ui *ui, struct arena *a, struct name_state *s,
		 int64_t id, struct error *err)
{
	struct quote_spec spec = {.by = id, .kind = -1, .limit = NAME_QUOTES};
	struct store_page page = {.limit = NAME_ARTICLES};

	if (!store_entity_get(ui->store, a, id, &s->entity, err))
		return false;
	if (!s->entity)
		return error_set(err, "there is no name #%lld", (long long)id);
	id = spec.by = s->entity->id;
	return store_entity_forms(ui->store, a, id, &s->forms, &s->n_forms,
				  err) &&
	       store_entity_days(ui->store, a, id, &s->days, &s->n_days, err) &&
	       store_quotes(ui->store, a, &spec, &s->quotes, err) &&
	       store_entity_articles(ui->store, a, id, &page, &s->articles,
				     err) &&
	       store_entity_company(ui->store, a, id, NAME_COMPANY, &s->with,
				    &s->n_with, err);
}

static bool open_name(struct ui *ui, struct pane *pane,
		      const struct place *place, struct error *err)
{
	struct name_state *s = arena_alloc(&pane->arena, sizeof(*s));
	bool is_loaded;

	pane->state = s;
	if (place->id == 0)
		return error_set(err, "no name has the focus");
	store_read_begin(ui->store);
	is_loaded = load(ui, &pane->arena, s, place->id, err);
	store_read_end(ui->store);
	if (!is_loaded)
		return false;
	sort_company(s->with, s->n_with);
	pane->place.id = s->entity->id;
	snprintf(pane->place.title, sizeof(pane->place.title), "%s",
		 s->entity->name);
	s->cursor = place->has_at ? place->at : -1;
	s->stop = place->at_too;
	return true;
}

static void leave_name(struct ui *ui, struct pane *pane, struct place *place)
{
	(void)ui;
	place->has_at = true;
	place->at = pane->list.cursor;
	place->at_too = pane->list.stop;
}

/* ---- lines ---- */

static const char *form_text(struct arena *a, const struct entity_form *f)
{
	if (f->surface)
		return arena_printf(a, "%s %u", f->surface, f->count);
	return arena_printf(a, "by %s %u",
			    f->form == FORM_PRONOUN   ? "pronoun"
			    : f->form == FORM_NOMINAL ? "description"
						      : "role",
			    f->count);
}

/* How many forms from `from` fit on a line. */
static uint32_t forms_on_line(struct ui *ui, const struct name_state *s,
			      uint32_t from, int cols)
{
	int room = cols - NAME_LABEL - 1;
	uint32_t n = 0;

	while (from + n < s->n_forms) {
		const char *text = form_text(&ui->frame, &s->forms[from + n]);
		int wide = (int)cell_text(text, strlen(text)) + (n ? 3 : 0);

		if (n > 0 && wide > room)
			break;
		room -= wide;
		n++;
	}
	return n;
}

static void add_section(struct pane *pane, enum head head, uint8_t kind,
			uint32_t n, uint32_t shown, bool has_more)
{
	struct list *list = &pane->list;
	struct arena *a = &pane->of_list;

	if (n == 0)
		return;
	list_add(list, a, LINE_SPACE, 0, 0);
	list_add(list, a, LINE_HEAD, head, 0)->is_head = true;
	for (uint32_t i = 0; i < n && i < shown; i++)
		list_add(list, a, kind, i, 1);
	if (n > shown || has_more)
		list_add(list, a, LINE_MORE, head, 1);
}

static void make_lines(struct ui *ui, struct pane *pane, int rows, int cols)
{
	struct name_state *s = pane->state;
	struct list *list = &pane->list;
	struct arena *a = &pane->of_list;
	uint32_t shown = rows < 30 ? 6 : rows < 60 ? 12 : 20, lines = 0;

	pane_clear_list(pane);
	s->cols = cols;
	s->columns = cols < 50 ? 1 : cols < 76 ? 2 : (uint32_t)cols / 25;
	list_add(list, a, LINE_SPACE, 0, 0);
	for (uint32_t i = 0; i < s->n_forms && lines < 4; lines++) {
		list_add(list, a, LINE_WRITTEN, i, 0);
		i += forms_on_line(ui, s, i, cols);
	}
	if (s->n_days > 0)
		list_add(list, a, LINE_DAYS, 0, 0);
	add_section(pane, HEAD_SAID, LINE_QUOTE, s->quotes.n, shown,
		    s->quotes.has_more);
	add_section(pane, HEAD_ARTICLES, LINE_ARTICLE, s->articles.n, shown,
		    s->articles.has_more);
	if (s->n_with == 0)
		return;
	list_add(list, a, LINE_SPACE, 0, 0);
	list_add(list, a, LINE_HEAD, HEAD_WITH, 0)->is_head = true;
	for (uint32_t i = 0; i < s->n_with; i += s->columns) {
		uint32_t left = s->n_with - i;

		list_add(list, a, LINE_COMPANY, i,
			 (uint8_t)(left < s->columns ? left : s->columns));
	}
}

static void fit_lines(struct ui *ui, struct pane *pane, int rows, int cols)
{
	struct name_state *s = pane->state;
	struct list *list = &pane->list;
	int64_t cursor = s->cols ? (int64_t)list->cursor : s->cursor;
	uint32_t stop = s->cols ? list->stop : (uint32_t)s->stop;

	if (s->cols == cols && list->height == (uint32_t)rows)
		return;
	make_lines(ui, pane, rows, cols);
	list->height = (uint32_t)rows;
	if (cursor >= 0 && cursor < (int64_t)list->n &&
	    list->at[cursor].stops) {
		list->cursor = (uint32_t)cursor;
		if (stop < list->at[cursor].stops)
			list->stop = stop;
	}
}

/* ---- drawing ---- */

static void draw_written(struct ui *ui, const struct area *area, int y,
			 const struct name_state *s, uint32_t from)
{
	uint32_t n = forms_on_line(ui, s, from, area->cols);
	int x = NAME_LABEL;

	if (from == 0)
		area_string(area, y, 1, STYLE_DIM, "written");
	for (uint32_t i = 0; i < n; i++) {
		const char *text = form_text(&ui->frame, &s->forms[from + i]);

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
		right = copies ? arena_printf(&ui->frame,
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
	int64_t day = q->published.kind ? date_day_of(&q->published)
					: q->docid / DATE_DAY;
	int end = area->cols - 1, x;
	bool bare = q->quote.kind == QUOTE_DIRECT;
	const char *text =
		bare ? arena_printf(&ui->frame, "“%s”", q->text) : q->text;

	if (area->cols >= 70) {
		end -= 12;
		area_cut(area, y, end, 12, STYLE_DIM, source, strlen(source));
		end -= 2;
	}
	x = 2;
	if (area->cols >= 40)
		x = area_string(area, y, 2, STYLE_DIM,
				say_day(&ui->frame, day, false)) +
		    1;
	area_string(area, y, x, STYLE_BAR,
		    q->quote.kind == QUOTE_INDIRECT ? "┊" : "┃");
	area_cut(area, y, x + 2, end - x - 2, STYLE_TEXT, text, strlen(text));
}

static void draw_article(struct ui *ui, const struct area *area, int y,
			 const struct article_row *row)
{
	struct slice title = article_slice(row->art, row->art->title);
	const char *source = say_source(&ui->frame, row->art);
	int end = area->cols - 1, x = 2;

	if (area->cols >= 70) {
		end -= 12;
		area_cut(area, y, end, 12, STYLE_DIM, source, strlen(source));
		end -= 2;
	}
	if (area->cols >= 40) {
		area_right(area, y, end, STYLE_DIM,
			   arena_printf(&ui->frame, "%u×", row->count));
		end -= 6;
		x = area_string(area, y, 2, STYLE_DIM,
				say_day(&ui->frame, row_day(row), false)) +
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

static void draw_line(struct ui *ui, const struct area *area, int y,
		      const struct name_state *s, const struct list_line *line)
{
	uint32_t i = line->index;

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
	if (area->cols >= 60)
		right = arena_printf(&ui->frame, "#%lld", (long long)e->id);
	end = area_right(area, 0, end, STYLE_DIM, right);
	x = area_cut(area, 0, 1, end - 2, STYLE_TITLE, e->name,
		     strlen(e->name));
	area_cut(area, 0, x + 3, end - x - 4, STYLE_TEXT, kind, strlen(kind));
}

static void draw_name(struct ui *ui, struct pane *pane, const struct area *area,
		      bool has_focus)
{
	struct area body = area_part(area, 1, 0, area->rows - 1, area->cols);
	struct name_state *s = pane->state;
	struct list *list = &pane->list;

	fit_lines(ui, pane, body.rows, body.cols);
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
		area_string(&body, y,
			    line->kind == LINE_COMPANY
				    ? 1 + (int)list->stop * wide
				    : 0,
			    STYLE_CURSOR, "›");
		if (has_focus)
			area_cursor(&body, y,
				    line->kind == LINE_COMPANY
					    ? 8 + (int)list->stop * wide
				    : line->kind == LINE_MORE ? 2
				    : area->cols >= 40        ? 11
							      : 4);
	}
}

/* ---- acting ---- */

static void open_more(struct ui *ui, const struct name_state *s, uint32_t head)
{
	struct place place = {.view = &ui_view_quotes, .id = s->entity->id};

	if (head == HEAD_SAID)
		ui_go(ui, &place);
	else
		ui_go_query(ui, arena_printf(&ui->frame, "name:#%lld",
					     (long long)s->entity->id));
}

static void open_line(struct ui *ui, struct pane *pane)
{
	struct name_state *s = pane->state;
	const struct list_line *line = list_current(&pane->list);
	struct place place = {.view = &ui_view_article,
			      .entity = s->entity->id};

	if (!line)
		return;
	if (line->kind == LINE_QUOTE) {
		const struct quote_row *q = &s->quotes.at[line->index];

		place.id = q->article;
		place.at_too = q->quote.span.start + 1;
		ui_go(ui, &place);
	} else if (line->kind == LINE_ARTICLE) {
		place.id = s->articles.at[line->index].art->id;
		ui_go(ui, &place);
	} else if (line->kind == LINE_COMPANY) {
		uint32_t i = line->index + pane->list.stop;

		ui_go_query(ui,
			    arena_printf(&ui->frame, "name:#%lld name:#%lld",
					 (long long)s->entity->id,
					 (long long)s->with[i].entity.id));
	} else if (line->kind == LINE_MORE) {
		open_more(ui, s, line->index);
	}
}

static bool sideways(struct ui *ui, struct pane *pane, int by)
{
	const struct list_line *line = list_current(&pane->list);
	int64_t to = (int64_t)pane->list.stop + by;

	(void)ui;
	if (!line || line->stops < 2 || to < 0 || to >= line->stops)
		return false;
	pane->list.stop = (uint32_t)to;
	return true;
}

static void go_end(struct ui *ui, const struct name_state *s,
		   enum store_order order)
{
	struct place place = {.view = &ui_view_article,
			      .entity = s->entity->id};
	uint32_t at, of;
	int64_t docid = store_entity_step(ui->store, s->entity->id,
					  order == STORE_NEWEST ? INT64_MAX : 0,
					  order, &at, &of);

	if (!docid)
		return;
	place.id = store_id(ui->store, docid);
	if (!ui_go(ui, &place))
		return;
	ui->reading.place = at;
	ui->reading.of = of;
}

static bool act_name(struct ui *ui, struct pane *pane, enum action action,
		     int count)
{
	struct name_state *s = pane->state;

	switch (action) {
	case ACTION_OPEN:
		open_line(ui, pane);
		return true;
	case ACTION_LEFT:
		return sideways(ui, pane, -1);
	case ACTION_RIGHT:
		if (!sideways(ui, pane, 1))
			open_line(ui, pane);
		return true;
	case ACTION_OLDER:
		go_end(ui, s, STORE_NEWEST);
		return true;
	case ACTION_NEWER:
		go_end(ui, s, STORE_OLDEST);
		return true;
	default:
		return list_act(pane, action, count);
	}
}

static void pick_in_name(struct ui *ui, struct pane *pane, int64_t value)
{
	pane->list.cursor = (uint32_t)(value / 256);
	pane->list.stop = (uint32_t)(value % 256);
	open_line(ui, pane);
}

static const char *name_status(struct ui *ui, struct pane *pane,
			       struct arena *a)
{
	struct name_state *s = pane->state;
	const struct list_line *line = list_current(&pane->list);

	(void)ui;
	if (!line)
		return "";
	if (line->kind == LINE_QUOTE)
		return arena_printf(a, "%u of %u", line->index + 1,
				    s->entity->quotes);
	if (line->kind == LINE_ARTICLE)
		return arena_printf(a, "%u of %u", line->index + 1,
				    s->entity->articles);
	if (line->kind == LINE_COMPANY)
		return arena_printf(a, "%u of %u",
				    line->index + pane->list.stop + 1,
				    s->n_with);
	return "";
}

const struct view ui_view_name = {
	.name = "name",
	.help = "One name: forms, days, quotations, articles, company",
	.keys = "Enter open  Tab section  ] newest  [ oldest  q back",
	.where = WHERE_NAME,
	.class = WHERE_LIST,
	.slot = SLOT_PAGE,
	.open = open_name,
	.draw = draw_name,
	.leave = leave_name,
	.act = act_name,
	.pick = pick_in_name,
	.status = name_status,
};
