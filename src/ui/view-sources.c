/* Subscriptions: what each has unread, when it was fetched, what fails. */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "store/feeds.h"
#include "ui/command.h"
#include "ui/job.h"
#include "ui/source.h"
#include "ui/speech.h"
#include "ui/view.h"

struct sources_state {
	struct feed_rows rows;
	char wanted[PLACE_TEXT]; /* what the list is narrowed to */
	int64_t doomed;          /* D was pressed on it once */
};

/* ---- the list ---- */

static bool is_wanted(const struct sources_state *s, const struct feed_row *row)
{
	if (strcasestr(row->name, s->wanted) ||
	    strcasestr(row->url, s->wanted) ||
	    (row->error &&
	     strcasestr(store_feed_states.at[row->state], s->wanted)))
		return true;
	for (uint32_t i = 0; i < row->n_tags; i++) {
		if (strcasestr(row->tags[i], s->wanted))
			return true;
	}
	return false;
}

static void fill(struct pane *pane)
{
	struct sources_state *s = pane->state;

	pane_clear_list(pane);
	for (uint32_t i = 0; i < s->rows.n; i++) {
		if (is_wanted(s, &s->rows.at[i]))
			list_add(&pane->list, &pane->of_list, 0, i, 1);
	}
}

static const struct feed_row *current(const struct pane *pane)
{
	const struct sources_state *s = pane->state;
	const struct list_line *line = list_current(&pane->list);

	return line ? &s->rows.at[line->index] : NULL;
}

static bool go_to(struct pane *pane, int64_t id)
{
	const struct sources_state *s = pane->state;

	for (uint32_t i = 0; i < s->rows.n; i++) {
		if (s->rows.at[i].id == id)
			return list_find(&pane->list, 0, i);
	}
	return false;
}

static bool open_sources(struct ui *ui, struct pane *pane,
			 const struct place *place, struct error *err)
{
	struct sources_state *s = arena_alloc(&pane->arena, sizeof(*s));

	pane->state = s;
	pane_title(pane, "Sources");
	snprintf(s->wanted, sizeof(s->wanted), "%s", place->text);
	if (!store_feeds(ui->store, &pane->arena, false, &s->rows, err))
		return false;
	fill(pane);
	if (place->has_at)
		go_to(pane, place->at);
	return true;
}

static void leave_sources(struct ui *ui, struct pane *pane, struct place *place)
{
	const struct feed_row *row = current(pane);
	const struct sources_state *s = pane->state;

	(void)ui;
	place->has_at = row != NULL;
	place->at = row ? row->id : 0;
	snprintf(place->text, sizeof(place->text), "%s", s->wanted);
}

/* Read it anew, the cursor staying where it is. */
static void refresh(struct ui *ui, struct pane *pane)
{
	const struct feed_row *row = current(pane);
	int64_t id = row ? row->id : 0;
	uint32_t at = pane->list.cursor;
	struct sources_state *s = pane->state, old = *s;
	struct error err;

	arena_reset(&pane->arena);
	s = pane->state = arena_alloc(&pane->arena, sizeof(*s));
	*s = old;
	s->rows = (struct feed_rows){0};
	if (!store_feeds(ui->store, &pane->arena, false, &s->rows, &err))
		ui_say_error(ui, &err);
	fill(pane);
	if (id && !go_to(pane, id) && pane->list.n)
		pane->list.cursor = at < pane->list.n ? at : pane->list.n - 1;
}

/* ---- drawing ---- */

static const char *ago(struct ui *ui, int64_t time)
{
	return arena_printf(&ui->frame, "%s ago",
			    date_span(&ui->frame, ui->now - time));
}

/* What there is to say of how it goes. */
static const char *state_words(struct ui *ui, const struct feed_row *row)
{
	struct arena *a = &ui->frame;
	int64_t wait = row->next_fetch - ui->now;

	if (!row->last_try)
		return "not fetched yet";
	if (row->state == FEED_GONE)
		return row->error ? row->error : "is gone for good";
	if (row->state == FEED_FAILING)
		return arena_printf(a, "%s: %s",
				    store_feed_again(a, row, ui->now),
				    row->error);
	return arena_printf(a, "%s%s%s", ago(ui, row->last_good),
			    wait > 0 ? ", next in " : ", due",
			    wait > 0 ? date_span(a, wait) : "");
}

static void draw_spoken(struct ui *ui, const struct area *area, int y,
			const struct feed_row *row)
{
	const char *text =
		arena_printf(&ui->frame, "%s, %lld unread, %s", row->name,
			     (long long)row->unread, state_words(ui, row));

	area_cut(area, y, 0, area->cols, STYLE_TEXT, text, strlen(text));
}

static void draw_row(struct ui *ui, const struct area *area, int y,
		     const struct feed_row *row)
{
	bool is_wide = area->cols >= 60;
	int state = is_wide ? area->cols * 45 / 100 : area->cols - 1;
	uint8_t style = row->unread ? STYLE_UNREAD : STYLE_TEXT;
	const char *text = state_words(ui, row);

	if (speech_is_on(ui)) {
		draw_spoken(ui, area, y, row);
		return;
	}
	if (row->unread)
		area_right(area, y, 7, STYLE_TEXT,
			   arena_printf(&ui->frame, "%lld",
					(long long)row->unread));
	area_cut(area, y, 9, state - 10, style, row->name, strlen(row->name));
	if (is_wide)
		area_cut(area, y, state, area->cols - state - 1,
			 row->error ? STYLE_ERROR : STYLE_DIM, text,
			 strlen(text));
	else if (row->error)
		area_string(area, y, 2, STYLE_ERROR, "!");
}

static void draw_empty(const struct area *body, const struct sources_state *s)
{
	if (*s->wanted) {
		area_string(body, 1, 3, STYLE_TEXT, "No source is like this.");
		return;
	}
	area_string(body, 1, 3, STYLE_TEXT, "No sources yet.");
	area_string(body, 3, 3, STYLE_DIM, "gazette feed add URL");
	area_string(body, 4, 3, STYLE_DIM, "gazette import opml FILE");
}

static void draw_sources(struct ui *ui, struct pane *pane,
			 const struct area *area, bool has_focus)
{
	struct area body = area_part(area, 1, 0, area->rows - 1, area->cols);
	struct sources_state *s = pane->state;
	struct list *list = &pane->list;
	bool speaks = speech_is_on(ui);

	area_printf(area, 0, 1, STYLE_TITLE, "Sources%s%s",
		    *s->wanted ? " › " : "", s->wanted);
	list_fit(list, (uint32_t)body.rows);
	if (has_focus)
		area_cursor(&body, 0, 2);
	if (list->n == 0)
		draw_empty(&body, s);
	for (int y = 0; y < body.rows && list->top + (uint32_t)y < list->n;
	     y++) {
		uint32_t i = list->top + (uint32_t)y;

		draw_row(ui, &body, y, &s->rows.at[list->at[i].index]);
		if (has_focus)
			ui_target(ui, &body, y, 0, i);
		if (i != list->cursor)
			continue;
		ui_draw_cursor(&body, y, !speaks);
		if (has_focus)
			area_cursor(&body, y, speaks ? 0 : 9);
	}
}

/* ---- acting ---- */

static void open_row(struct ui *ui, const struct feed_row *row)
{
	const char *source = row->title ? row->title : row->name;

	if (!row->articles && !row->last_good)
		ui_say(ui, "'%s' has not been fetched yet: r does", row->name);
	else
		ui_go_query(ui,
			    arena_printf(&ui->frame, "source:\"%s\"", source));
}

static void fetch_row(struct ui *ui, const struct feed_row *row)
{
	const char *number =
		arena_printf(&ui->frame, "#%lld", (long long)row->id);

	job_fetch(ui, number);
}

/* To be pressed twice; u brings it back. */
static void remove_row(struct ui *ui, struct pane *pane,
		       const struct feed_row *row)
{
	struct sources_state *s = pane->state;

	if (s->doomed != row->id) {
		s->doomed = row->id;
		ui_say(ui, "remove '%s'? D again does; its articles stay",
		       row->name);
		return;
	}
	s->doomed = 0;
	source_start(ui, ACTION_REMOVE, row, "");
}

/* All that is known of how it goes. */
static void explain_row(struct ui *ui, const struct feed_row *row)
{
	struct arena *a = &ui->frame;
	const char *fails = "";

	if (row->error)
		fails = arena_printf(
			a, "; %u times in a row, last read %s", row->errors,
			row->last_good ? ago(ui, row->last_good) : "never");
	ui_say(ui, "%s: %s, %lld unread; %s%s; %s", row->name,
	       say_count(a, (uint32_t)row->articles, "article", "articles"),
	       (long long)row->unread, state_words(ui, row), fails, row->url);
}

static bool act_row(struct ui *ui, struct pane *pane,
		    const struct feed_row *row, enum action action)
{
	switch (action) {
	case ACTION_OPEN:
	case ACTION_RIGHT:
		open_row(ui, row);
		return true;
	case ACTION_FETCH:
		fetch_row(ui, row);
		return true;
	case ACTION_REMOVE:
		remove_row(ui, pane, row);
		return true;
	case ACTION_RENAME:
	case ACTION_TAG:
		source_start(ui, action, row, ui->given);
		return true;
	case ACTION_WHY:
		explain_row(ui, row);
		return true;
	default:
		return false;
	}
}

static bool act_sources(struct ui *ui, struct pane *pane, enum action action,
			int count)
{
	const struct feed_row *row = current(pane);
	struct sources_state *s = pane->state;

	if (action != ACTION_REMOVE)
		s->doomed = 0;
	if (action == ACTION_NOTE) {
		source_edit(ui);
		return true;
	}
	return (row && act_row(ui, pane, row, action)) ||
	       list_act(pane, action, count);
}

static void find_source(struct ui *ui, struct pane *pane, const char *text,
			enum find_how how)
{
	struct sources_state *s = pane->state;

	(void)ui;
	snprintf(s->wanted, sizeof(s->wanted), "%s",
		 how == FIND_CANCEL ? "" : text);
	fill(pane);
}

static void pick_source(struct ui *ui, struct pane *pane, int64_t value)
{
	pane->list.cursor = (uint32_t)value;
	act_sources(ui, pane, ACTION_OPEN, 0);
}

static const char *sources_status(struct ui *ui, struct pane *pane,
				  struct arena *a)
{
	const struct sources_state *s = pane->state;
	int64_t unread = 0;
	uint32_t failing = 0;

	(void)ui;
	for (uint32_t i = 0; i < s->rows.n; i++) {
		unread += s->rows.at[i].unread;
		failing += s->rows.at[i].error != NULL;
	}
	if (!s->rows.n)
		return "";
	return arena_printf(
		a, "%s, %lld unread%s",
		say_count(a, s->rows.n, "source", "sources"), (long long)unread,
		failing ? arena_printf(a, ", %u failing", failing) : "");
}

const struct view ui_view_sources = {
	.name = "sources",
	.help = "Subscriptions: what is unread, what fails",
	.keys = "Enter articles  r fetch  R all  cr rename  t tag  D remove  "
		"E edit  cw why  / narrow  q back",
	.where = WHERE_SOURCES,
	.class = WHERE_LIST,
	.slot = SLOT_PAGE,
	.is_narrowed = true,
	.open = open_sources,
	.draw = draw_sources,
	.leave = leave_sources,
	.act = act_sources,
	.find = find_source,
	.pick = pick_source,
	.changed = refresh,
	.status = sources_status,
};
