/* The list of articles: those of a query, newest first, by day. */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "ui/match.h"
#include "ui/search.h"
#include "ui/speech.h"

enum { LINE_DAY, LINE_SPACE, LINE_ROW, LINE_MATCH };

struct articles {
	uint32_t changes;        /* of the roll, when the lines were made */
	bool is_dense;           /* no blank lines */
	bool is_low;             /* no room for sentences that match */
	bool has_day_column;     /* few articles a day: no lines for days */
	char before[PLACE_TEXT]; /* the query, while it is narrowed */
	bool is_narrowing;
	int64_t top;         /* docid of the first row on the screen */
	uint32_t before_top; /* lines of the screen before it */
};

/* Lines for days are worth their room when days have some articles each. */
static bool few_a_day(const struct roll *roll)
{
	uint32_t days = 0;

	for (uint32_t i = 0; i < roll->n; i++)
		days += i == 0 ||
			!row_same_day(&roll->rows[i], &roll->rows[i - 1]);
	return roll->n < days * 5 / 2;
}

static bool is_month_start(const struct roll *roll, uint32_t i)
{
	int64_t year;
	unsigned month, before = 0, day;

	if (!row_is_dated(&roll->rows[i]))
		return i == 0;
	date_civil(roll->rows[i].docid / DATE_DAY, &year, &month, &day);
	if (i > 0)
		date_civil(roll->rows[i - 1].docid / DATE_DAY, &year, &before,
			   &day);
	return month != before;
}

/* What stands on the screen stays there when rows come above it. */
static void hold(struct ui *ui, struct pane *pane)
{
	struct articles *s = pane->state;
	struct list *list = &pane->list;

	for (uint32_t i = 0; s->top && i < list->n; i++) {
		if (list->at[i].kind == LINE_ROW &&
		    ui->roll.rows[list->at[i].index].docid == s->top) {
			list->top = i > s->before_top ? i - s->before_top : 0;
			return;
		}
	}
}

static void note_top(struct ui *ui, struct pane *pane)
{
	struct articles *s = pane->state;
	struct list *list = &pane->list;

	s->top = 0;
	for (uint32_t i = list->top; i < list->n; i++) {
		if (list->at[i].kind != LINE_ROW)
			continue;
		s->top = ui->roll.rows[list->at[i].index].docid;
		s->before_top = i - list->top;
		return;
	}
}

static void make_lines(struct ui *ui, struct pane *pane)
{
	struct articles *s = pane->state;
	struct list *list = &pane->list;
	uint32_t top = list->top;
	const struct article_row *row = ui->roll.rows;

	bool has_match = match_is_shown(ui) && !s->is_low;

	pane_clear_list(pane);
	s->has_day_column = few_a_day(&ui->roll);
	for (uint32_t i = 0; i < ui->roll.n; i++, row++) {
		bool is_new = i == 0 || !row_same_day(row, row - 1);

		if (is_new && !s->has_day_column) {
			if (i > 0 && !s->is_dense)
				list_add(list, &pane->of_list, LINE_SPACE, i,
					 0);
			list_add(list, &pane->of_list, LINE_DAY, i, 0)
				->is_head = true;
		}
		list_add(list, &pane->of_list, LINE_ROW, i, 1)->is_head |=
			s->has_day_column && is_month_start(&ui->roll, i);
		if (has_match)
			list_add(list, &pane->of_list, LINE_MATCH, i, 0);
	}
	list->top = top < list->n ? top : 0;
	s->changes = ui->roll.changes;
	hold(ui, pane);
}

/* The roll's current row and the cursor are one. */
static void follow_roll(struct ui *ui, struct pane *pane)
{
	struct articles *s = pane->state;
	const struct list_line *line;

	if (s->changes != ui->roll.changes)
		make_lines(ui, pane);
	line = list_current(&pane->list);
	if (line && line->index != ui->roll.at)
		list_find(&pane->list, LINE_ROW, ui->roll.at);
}

static void follow_cursor(struct ui *ui, struct pane *pane)
{
	const struct list_line *line = list_current(&pane->list);
	uint32_t around = pane->list.height * 2 + 2;
	struct error err;

	if (line && !roll_set(&ui->roll, line->index, around, &err))
		ui_say_error(ui, &err);
	follow_roll(ui, pane);
}

static bool open_articles(struct ui *ui, struct pane *pane,
			  const struct place *place, struct error *err)
{
	struct articles *s = arena_alloc(&pane->arena, sizeof(*s));
	struct query_fault fault;
	bool is_same = strcmp(place->text, ui->roll.text) == 0 && ui->roll.n;

	pane->state = s;
	pane_title(pane, "%s", *place->text ? place->text : "All articles");
	if (!(is_same && place->has_at && roll_find(&ui->roll, place->at)) &&
	    !roll_open(&ui->roll, place->text, ui->now,
		       place->has_at ? place->at : 0, &fault, err))
		return false;
	if (ui->roll.notes)
		ui_say(ui, "%s", ui->roll.notes);
	make_lines(ui, pane);
	follow_roll(ui, pane);
	return true;
}

static void leave_articles(struct ui *ui, struct pane *pane,
			   struct place *place)
{
	const struct article_row *row = roll_current(&ui->roll);

	(void)pane;
	place->has_at = row != NULL;
	place->at = row ? row->docid : 0;
}

/* ---- drawing ---- */

static void draw_head(struct ui *ui, const struct area *area)
{
	const char *text = ui->roll.text;
	const char *right;
	int end;

	if (!*text && ui->counts.unread > 0)
		right = arena_printf(&ui->frame, "%lld unread",
				     (long long)ui->counts.unread);
	else if (!*text)
		right = say_count(&ui->frame, (uint64_t)ui->counts.articles,
				  "article", "articles");
	else
		right = arena_printf(&ui->frame, "%u%s", ui->roll.n,
				     ui->roll.has_older ? "+" : "");
	if (ui->roll.order != ROLL_NEWEST)
		right = arena_printf(&ui->frame, "%s · %s",
				     roll_order_words(ui->roll.order), right);
	if (!*text)
		text = "All articles";
	end = area->cols - 1;
	if (head_has_room(area, text, right))
		end = area_right(area, 0, end, STYLE_DIM, right);
	area_cut(area, 0, 1, end - 2, STYLE_TITLE, text, strlen(text));
}

static const char *row_mark(const struct article_row *row)
{
	if (row->art->is_starred)
		return "*";
	return row_is_unread(row) ? "•" : " ";
}

/* Does the list reach into another year than now? */
static bool is_old(const struct ui *ui)
{
	const struct roll *roll = &ui->roll;
	int64_t year, now;
	unsigned month, day;

	if (roll->n == 0)
		return false;
	date_civil(roll->rows[roll->n - 1].docid / DATE_DAY, &year, &month,
		   &day);
	date_civil(ui->now / DATE_DAY, &now, &month, &day);
	return year != now;
}

static int title_column(const struct ui *ui, const struct articles *s, int cols)
{
	if (speech_is_on(ui))
		return 0;
	if (!s->has_day_column || cols < 34)
		return 3;
	return cols >= 60 && is_old(ui) ? 16 : 11;
}

/* The day of a row, once for all rows of it; with its year where another
 * began. */
static void draw_day(struct ui *ui, const struct area *area, int y, uint32_t i)
{
	const struct article_row *row = &ui->roll.rows[i];
	bool is_new = i == 0 || !row_same_day(row, row - 1);
	bool years = area->cols >= 60 && is_old(ui);

	if (is_new || y == 0)
		area_string(area, y, 3, STYLE_DIM,
			    row_is_dated(row)
				    ? say_day(&ui->frame, row->docid / DATE_DAY,
					      years)
				    : "no date");
}

static void draw_row(struct ui *ui, const struct area *area, int y, int x,
		     const struct article_row *row)
{
	struct slice title = store_row_title(row);
	const char *spoken;
	uint8_t style = row_is_unread(row) ? STYLE_UNREAD : STYLE_TEXT;
	int end = area->cols - 1, source = 0;
	const char *from = say_source(&ui->frame, row->art);

	if (speech_is_on(ui)) {
		spoken = speech_article(ui, row);
		area_cut(area, y, 0, area->cols, style, spoken, strlen(spoken));
		return;
	}
	if (area->cols >= 34) {
		if (row->copies > 0)
			area_right(
				area, y, end, STYLE_DIM,
				arena_printf(&ui->frame, "+%u", row->copies));
		end -= row->copies > 0 || area->cols >= 60 ? 4 : 0;
		source = area->cols < 60 ? (x > 3 ? 0 : 6) : area->cols / 5;
		source = source > 24 ? 24 : source;
		end -= source;
		area_cut(area, y, end, source, STYLE_DIM, from, strlen(from));
		end--;
	}
	area_string(area, y, 1, STYLE_CURSOR, row_mark(row));
	if (title.len == 0)
		title = SLICE("(no title)");
	area_cut(area, y, x, end - x, style, title.at, title.len);
}

static void draw_line(struct ui *ui, const struct area *area, int y,
		      const struct articles *s, const struct list_line *line)
{
	const struct article_row *row = &ui->roll.rows[line->index];
	int x = title_column(ui, s, area->cols);

	if (line->kind == LINE_DAY) {
		area_string(
			area, y, 1, STYLE_HEADING,
			speech_is_on(ui)
				? speech_when(&ui->frame, &row->art->published)
			: row_is_dated(row)
				? say_weekday(&ui->frame, row->docid / DATE_DAY,
					      is_old(ui))
				: "No date");
		return;
	}
	if (line->kind == LINE_MATCH)
		match_draw(ui, area, y, x, area->cols - x - 1, row);
	if (line->kind != LINE_ROW)
		return;
	if (x > 3)
		draw_day(ui, area, y, line->index);
	draw_row(ui, area, y, x, row);
}

static void draw_nothing(struct ui *ui, const struct area *area)
{
	static const char *const empty[] = {
		"The archive is empty.",
		"",
		"gazette add PATH...     takes in pages, texts and folders",
		"gazette --help          says what else",
		"",
		"q leaves.",
	};
	uint32_t n = sizeof(empty) / sizeof(empty[0]);

	if (*ui->roll.text) {
		area_string(area, 2, 3, STYLE_TEXT, "Nothing matches.");
		return;
	}
	for (uint32_t i = 0; i < n; i++)
		area_string(area, (int)i + 2, 3, STYLE_TEXT, empty[i]);
}

static void draw_articles(struct ui *ui, struct pane *pane,
			  const struct area *area, bool has_focus)
{
	struct articles *s = pane->state;
	struct area body = area_part(area, 1, 0, area->rows - 1, area->cols);
	struct list *list = &pane->list;
	bool is_dense = area->rows < 18 || speech_is_on(ui);
	bool is_low = area->rows < 8;

	if (is_dense != s->is_dense || is_low != s->is_low) {
		s->is_dense = is_dense;
		s->is_low = is_low;
		make_lines(ui, pane);
	}
	follow_roll(ui, pane);
	draw_head(ui, area);
	if (ui->roll.n == 0)
		draw_nothing(ui, &body);
	list_fit(list, (uint32_t)body.rows);
	note_top(ui, pane);
	area_cursor(&body, 0, 3);
	for (int y = 0; y < body.rows && list->top + (uint32_t)y < list->n;
	     y++) {
		uint32_t i = list->top + (uint32_t)y;

		draw_line(ui, &body, y, s, &list->at[i]);
		if (list->at[i].kind == LINE_ROW && has_focus)
			ui_target(ui, &body, y, 0, list->at[i].index);
		if (i != list->cursor)
			continue;
		ui_draw_cursor(&body, y, !speech_is_on(ui));
		if (has_focus)
			area_cursor(&body, y, title_column(ui, s, body.cols));
	}
}

/* ---- acting ---- */

static void open_row(struct ui *ui)
{
	const struct article_row *row = roll_current(&ui->roll);

	if (row)
		ui_go_article(ui, row->art->id, true);
}

static void next_unread(struct ui *ui, struct pane *pane, int by)
{
	for (int64_t i = (int64_t)ui->roll.at + by;
	     i >= 0 && i < (int64_t)ui->roll.n; i += by) {
		if (row_is_unread(&ui->roll.rows[i])) {
			list_find(&pane->list, LINE_ROW, (uint32_t)i);
			follow_cursor(ui, pane);
			return;
		}
	}
	ui_say(ui, "nothing unread %s", by > 0 ? "below" : "above");
}

static void mark_row(struct ui *ui, struct pane *pane, enum action action)
{
	struct article_row *row = roll_current(&ui->roll);

	if (!row)
		return;
	if (action == ACTION_STAR) {
		ui_set_star(ui, row, !row->art->is_starred);
	} else if (row->is_saved) {
		ui_say(ui, "what was added by hand is never unread");
	} else {
		ui_set_read(ui, row,
			    action == ACTION_DONE ? true : !row->art->is_read);
	}
	if (action == ACTION_DONE) {
		list_move(&pane->list, 1);
		follow_cursor(ui, pane);
	}
}

static void to_end(struct ui *ui, struct pane *pane, bool is_newest)
{
	struct error err;

	if (!(is_newest ? roll_newest(&ui->roll, &err)
			: roll_oldest(&ui->roll, &err)))
		ui_say_error(ui, &err);
	follow_roll(ui, pane);
	if (is_newest)
		pane->list.top = 0;
	if (ui->roll.has_older && !is_newest)
		ui_say(ui, "there is more: G again");
}

static void toggle_copies(struct ui *ui)
{
	struct error err;

	ui->roll.with_copies = !ui->roll.with_copies;
	if (!roll_reload(&ui->roll, &err))
		ui_say_error(ui, &err);
	ui_say(ui, "copies are %s",
	       ui->roll.with_copies ? "unfolded" : "folded");
}

static bool act_articles(struct ui *ui, struct pane *pane, enum action action,
			 int count)
{
	const struct article_row *row = roll_current(&ui->roll);

	switch (action) {
	case ACTION_OPEN:
		open_row(ui);
		return true;
	case ACTION_NEXT:
		next_unread(ui, pane, 1);
		return true;
	case ACTION_PREVIOUS:
		next_unread(ui, pane, -1);
		return true;
	case ACTION_NEXT_ARTICLE:
		return act_articles(ui, pane, ACTION_DOWN, count);
	case ACTION_PREVIOUS_ARTICLE:
		return act_articles(ui, pane, ACTION_UP, count);
	case ACTION_DONE:
	case ACTION_TOGGLE_READ:
	case ACTION_STAR:
		mark_row(ui, pane, action);
		return true;
	case ACTION_RELATED:
		if (row)
			ui_go_view(ui, &ui_view_related, row->art->id);
		return true;
	case ACTION_INDEX:
		if (row)
			ui_go_view(ui, &ui_view_index, row->art->id);
		return true;
	case ACTION_COPIES:
		toggle_copies(ui);
		return true;
	case ACTION_BOTTOM:
		to_end(ui, pane, false);
		return true;
	case ACTION_TOP:
		to_end(ui, pane, true);
		count = count > 1 ? count - 1 : 0;
		action = ACTION_DOWN;
		if (count == 0)
			return true;
		break;
	default:
		break;
	}
	if (!list_act(pane, action, count))
		return false;
	follow_cursor(ui, pane);
	return true;
}

static void find_articles(struct ui *ui, struct pane *pane, const char *text,
			  enum find_how how)
{
	struct articles *s = pane->state;
	char query[2 * PLACE_TEXT];
	struct query_fault fault;
	struct error err;
	size_t at;

	if (!s->is_narrowing) {
		snprintf(s->before, sizeof(s->before), "%s", ui->roll.text);
		s->is_narrowing = true;
	}
	at = utf8_copy(query, sizeof(query), s->before);
	if (how != FIND_CANCEL && *text) {
		if (at > 0)
			at += utf8_copy(query + at, sizeof(query) - at, " ");
		at += utf8_copy(query + at, sizeof(query) - at, text);
		if (how == FIND_TYPED)
			utf8_copy(query, sizeof(query),
				  search_open_ended(&ui->frame, query));
	}
	if (strcmp(query, ui->roll.text) != 0 &&
	    !roll_open(&ui->roll, query, ui->now, 0, &fault, &err) &&
	    how == FIND_DONE)
		ui_say_error(ui, &err);
	if (how != FIND_TYPED)
		s->is_narrowing = false;
	snprintf(pane->place.text, PLACE_TEXT, "%s", ui->roll.text);
	if (trail_now(&ui->trail)->place.view == pane->view)
		snprintf(trail_now(&ui->trail)->place.text, PLACE_TEXT, "%s",
			 ui->roll.text);
	follow_roll(ui, pane);
}

static void pick_article(struct ui *ui, struct pane *pane, int64_t value)
{
	list_find(&pane->list, LINE_ROW, (uint32_t)value);
	follow_cursor(ui, pane);
	open_row(ui);
}

static void articles_changed(struct ui *ui, struct pane *pane)
{
	struct error err;

	if (!roll_reload(&ui->roll, &err))
		ui_say_error(ui, &err);
	follow_roll(ui, pane);
}

static const char *articles_status(struct ui *ui, struct pane *pane,
				   struct arena *a)
{
	const struct article_row *row = roll_current(&ui->roll);

	(void)pane;
	if (!row)
		return "";
	if (ui->roll.has_newer)
		return say_day(a, row->docid / DATE_DAY, true);
	return arena_printf(a, "%u of %u%s", ui->roll.at + 1, ui->roll.n,
			    ui->roll.has_older ? "+" : "");
}

static void articles_subject(struct ui *ui, struct pane *pane, struct arena *a,
			     struct subject *out)
{
	const struct article_row *row = roll_current(&ui->roll);

	(void)pane, (void)a;
	out->listed = row ? row->art->id : 0;
}

const struct view ui_view_articles = {
	.name = "articles",
	.help = "The articles of a query, newest first",
	.keys = "Enter open  / narrow  \\ search  vn names  vq quotations",
	.where = WHERE_ARTICLES,
	.class = WHERE_LIST,
	.slot = SLOT_LIST,
	.is_narrowed = true,
	.open = open_articles,
	.draw = draw_articles,
	.leave = leave_articles,
	.act = act_articles,
	.subject = articles_subject,
	.find = find_articles,
	.pick = pick_article,
	.changed = articles_changed,
	.status = articles_status,
};
