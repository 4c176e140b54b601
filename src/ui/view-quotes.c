/* Who said what, newest first: all quotations, or those of one name. */
#include <stdio.h>
#include <string.h>

#include "base/fold.h"
#include "ui/quotes-view.h"
#include "ui/speech.h"

static bool open_quotes(struct ui *ui, struct pane *pane,
			const struct place *place, struct error *err)
{
	struct quotes_state *s = arena_alloc(&pane->arena, sizeof(*s));
	struct entity_row *e = NULL;

	pane->state = s;
	s->spec = (struct quote_spec){.by = place->id,
				      .kind = -1,
				      .min_confidence =
					      place->id ? ARTICLE_SURE : 0,
				      .limit = QUOTES_PAGE};
	if (place->id &&
	    !store_entity_get(ui->store, &pane->arena, place->id, &e, err))
		return false;
	pane_title(pane, "Said%s%s", e ? " by " : "", e ? e->name : "");
	if (place->has_at) {
		const struct quote_at at = {place->at, place->at_too};

		return quotes_show_around(ui, pane, at, err);
	}
	quotes_begin(pane, 0);
	return quotes_load(ui, pane, err);
}

static const struct quote_row *current(struct pane *pane)
{
	struct quotes_state *s = pane->state;
	const struct list_line *line = list_current(&pane->list);

	return line ? &s->rows[line->index] : NULL;
}

static void leave_quotes(struct ui *ui, struct pane *pane, struct place *place)
{
	const struct quote_row *q = current(pane);

	(void)ui;
	place->has_at = q != NULL;
	place->at = q ? q->docid : 0;
	place->at_too = q ? q->id : 0;
}

/* ---- drawing ---- */

/* Does the quotation before, of the same article, have the same speaker? */
static bool is_same_speaker(const struct quotes_state *s,
			    const struct quote_row *q)
{
	return q > s->rows && q[-1].article == q->article && q->entity &&
	       q[-1].entity == q->entity &&
	       article_is_sure(&q->quote) == article_is_sure(&q[-1].quote);
}

static const char *quote_by(const struct quote_row *q, int wide)
{
	if ((q->name || q->speaker) && !article_is_sure(&q->quote))
		return wide >= 17 ? "speaker uncertain" : "uncertain";
	return q->name ? q->name : q->speaker ? q->speaker : "?";
}

static void draw_quote(struct ui *ui, const struct area *area, int y,
		       const struct quotes_state *s, const struct quote_row *q)
{
	bool bare = q->quote.kind == QUOTE_DIRECT;
	const char *text =
		bare ? arena_printf(&ui->frame, "“%s”", q->text) : q->text;
	int end = area->cols - 1, x = 2;

	if (speech_is_on(ui)) {
		text = speech_quote(ui, q);
		area_cut(area, y, 0, area->cols, STYLE_TEXT, text,
			 strlen(text));
		return;
	}
	if (!s->spec.by && area->cols >= 40) {
		int wide = area->cols >= 76 ? 18 : 10;
		const char *who = quote_by(q, wide);

		if (y == 0 || !is_same_speaker(s, q))
			area_cut(area, y, x, wide, STYLE_SPEAKER, who,
				 strlen(who));
		x += wide + 1;
	}
	if (q->witnesses && area->cols >= 60)
		end = area_right(area, y, end, STYLE_DIM,
				 arena_printf(&ui->frame, "also in %u",
					      q->witnesses)) -
		      1;
	area_string(area, y, x, STYLE_BAR,
		    q->quote.kind == QUOTE_INDIRECT ? "┊" : "┃");
	area_cut(area, y, x + 2, end - x - 2, STYLE_TEXT, text, strlen(text));
}

static void draw_title(const struct area *area, int y,
		       const struct quote_row *q)
{
	const char *source = q->source ? q->source : "";
	const char *title = q->title ? q->title : "";
	int end = area->cols - 1;

	if (area->cols >= 60)
		end = area_right(area, y, end, STYLE_DIM, source) - 2;
	area_cut(area, y, 1, end - 1, STYLE_DIM, title, strlen(title));
}

static void draw_line(struct ui *ui, struct pane *pane, const struct area *area,
		      int y, uint32_t i)
{
	const struct quotes_state *s = pane->state;
	const struct list_line *line = &pane->list.at[i];
	const struct quote_row *q = &s->rows[line->index];

	if (line->kind == QUOTES_DAY)
		area_string(
			area, y, 1, STYLE_HEADING,
			q->published.kind == WHEN_NONE ? "No date"
			: speech_is_on(ui)
				? speech_day(&ui->frame, q->docid / DATE_DAY)
				: say_weekday(&ui->frame, q->docid / DATE_DAY,
					      true));
	else if (line->kind == QUOTES_ARTICLE)
		draw_title(area, y, q);
	else if (line->kind == QUOTES_ROW)
		draw_quote(ui, area, y, s, q);
}

static void draw_quotes(struct ui *ui, struct pane *pane,
			const struct area *area, bool has_focus)
{
	struct area body = area_part(area, 1, 0, area->rows - 1, area->cols);
	struct quotes_state *s = pane->state;
	struct list *list = &pane->list;
	bool is_dense = area->rows < 18 || speech_is_on(ui);

	if (is_dense != s->is_dense) {
		const struct list_line *line = list_current(list);
		uint32_t index = line ? line->index : 0;

		s->is_dense = is_dense;
		pane_clear_list(pane);
		quotes_add_lines(pane, 0);
		list_find(list, QUOTES_ROW, index);
	}
	area_cut(area, 0, 1, area->cols - 2, STYLE_TITLE, pane->place.title,
		 strlen(pane->place.title));
	if (s->n == 0)
		area_string(&body, 1, 3, STYLE_TEXT, "Nobody is quoted.");
	pane_draw_list(ui, pane, &body, 2, has_focus, draw_line);
}

/* ---- acting ---- */

/* Rows around the cursor's, where there are any. */
static bool follow_cursor(struct ui *ui, struct pane *pane, struct error *err)
{
	const struct quotes_state *s = pane->state;
	const struct quote_row *q = current(pane);
	uint32_t height = pane->list.height, cursor = pane->list.cursor;
	bool is_low = cursor + height * 2 >= pane->list.n;

	if (!q)
		return true;
	if ((s->start && cursor < height) || (is_low && s->is_full)) {
		const struct quote_at at = {q->docid, q->id};

		return quotes_show_around(ui, pane, at, err);
	}
	return !s->has_more || !is_low || quotes_load(ui, pane, err);
}

static void to_end(struct ui *ui, struct pane *pane, enum action action)
{
	const struct quotes_state *s = pane->state;
	struct error err;
	bool done = true;

	if (action == ACTION_BOTTOM && (s->has_more || s->is_full))
		done = quotes_show_oldest(ui, pane, &err);
	if (action == ACTION_TOP && s->start) {
		quotes_begin(pane, 0);
		done = quotes_load(ui, pane, &err);
	}
	if (!done)
		ui_say_error(ui, &err);
}

/* ---- finding ---- */

static bool has_words(struct arena *a, const char *text, const char *folded)
{
	return text && strstr(fold_text(a, text, strlen(text), NULL), folded);
}

static bool is_match(struct arena *a, const struct quote_row *q,
		     const char *folded)
{
	return has_words(a, q->text, folded) || has_words(a, q->name, folded) ||
	       has_words(a, q->name ? NULL : q->speaker, folded) ||
	       has_words(a, q->title, folded);
}

/* To the next row that has what is looked for, from row i on (by 1) or back
 * (by -1); false when none of the window has it. */
static bool find_match(struct ui *ui, struct pane *pane, int64_t i, int by)
{
	struct quotes_state *s = pane->state;
	struct error err;
	struct arena a;
	bool found = false;

	arena_init(&a);
	for (; i >= 0 && !found; i += by) {
		if (i >= (int64_t)s->n &&
		    (!s->has_more || !quotes_load(ui, pane, &err)))
			break;
		if (i >= (int64_t)s->n)
			break;
		arena_reset(&a);
		found = is_match(&a, &s->rows[i], s->find);
		if (found)
			list_find(&pane->list, QUOTES_ROW, (uint32_t)i);
	}
	arena_free(&a);
	return found;
}

static void say_none(struct ui *ui, const struct quotes_state *s)
{
	ui_say(ui, "'%s' is in none of these %u quotations%s", s->find, s->n,
	       s->is_full || s->start ? "; \\ searches all articles" : "");
}

static void find_quotes(struct ui *ui, struct pane *pane, const char *text,
			enum find_how how)
{
	struct quotes_state *s = pane->state;
	const struct list_line *line = list_current(&pane->list);
	struct arena a;

	if (!s->is_finding)
		s->found_from = line ? line->index : 0;
	s->is_finding = how == FIND_TYPED;
	arena_init(&a);
	snprintf(s->find, sizeof(s->find), "%s",
		 fold_text(&a, text, strlen(text), NULL));
	arena_free(&a);
	if (how == FIND_CANCEL)
		s->find[0] = '\0';
	if (!*s->find || !find_match(ui, pane, s->found_from, 1))
		list_find(&pane->list, QUOTES_ROW, s->found_from);
	else
		return;
	if (*s->find && how == FIND_DONE)
		say_none(ui, s);
}

static void next_match(struct ui *ui, struct pane *pane, int by)
{
	struct quotes_state *s = pane->state;
	const struct list_line *line = list_current(&pane->list);

	if (!*s->find)
		ui_say(ui, "nothing is looked for: / finds words, a speaker, "
			   "a title");
	else if (line && !find_match(ui, pane, (int64_t)line->index + by, by))
		ui_say(ui, "'%s' is not %s", s->find,
		       by > 0 ? "below" : "above");
}

static void open_quote(struct ui *ui, const struct quote_row *q)
{
	struct place place = {.view = &ui_view_article};

	if (!q)
		return;
	place.id = q->article;
	place.entity = q->entity;
	place.at_too = q->quote.span.start + 1;
	ui_go(ui, &place);
}

static bool act_quotes(struct ui *ui, struct pane *pane, enum action action,
		       int count)
{
	const struct quote_row *q = current(pane);
	struct error err;

	switch (action) {
	case ACTION_OPEN:
		open_quote(ui, q);
		return true;
	case ACTION_RIGHT:
		if (q && q->entity)
			ui_go_name(ui, q->entity);
		return true;
	case ACTION_RELATED:
		if (q)
			ui_go_view(ui, &ui_view_related, q->article);
		return true;
	case ACTION_NEXT:
		next_match(ui, pane, 1);
		return true;
	case ACTION_PREVIOUS:
		next_match(ui, pane, -1);
		return true;
	case ACTION_TOP:
	case ACTION_BOTTOM:
		to_end(ui, pane, action);
		break;
	default:
		break;
	}
	if (!list_act(pane, action, count))
		return false;
	if (!follow_cursor(ui, pane, &err))
		ui_say_error(ui, &err);
	return true;
}

static void pick_quote(struct ui *ui, struct pane *pane, int64_t value)
{
	pane->list.cursor = (uint32_t)value;
	open_quote(ui, current(pane));
}

static const char *quotes_status(struct ui *ui, struct pane *pane,
				 struct arena *a)
{
	struct quotes_state *s = pane->state;
	const struct list_line *line = list_current(&pane->list);
	int64_t all = s->spec.by ? 0 : ui->counts.quotes;

	if (!line)
		return "";
	if (s->start)
		return say_day(a, s->rows[line->index].docid / DATE_DAY, true);
	if (all > 0)
		return arena_printf(a, "%u of %lld", line->index + 1,
				    (long long)all);
	return arena_printf(a, "%u of %u%s", line->index + 1, s->n,
			    s->has_more || s->is_full ? "+" : "");
}

static void quotes_subject(struct ui *ui, struct pane *pane, struct arena *a,
			   struct subject *out)
{
	const struct quote_row *q = current(pane);

	(void)ui;
	if (!q)
		return;
	out->said = q;
	out->listed = q->article;
	if (!q->entity)
		return;
	out->entity = q->entity;
	out->name = arena_string(a, q->name);
}

const struct view ui_view_quotes = {
	.name = "quotes",
	.help = "Who said what, newest first",
	.keys = "Enter article  l speaker  } day  / find  q back",
	.where = WHERE_QUOTES,
	.class = WHERE_LIST,
	.slot = SLOT_PAGE,
	.open = open_quotes,
	.draw = draw_quotes,
	.leave = leave_quotes,
	.act = act_quotes,
	.subject = quotes_subject,
	.find = find_quotes,
	.pick = pick_quote,
	.status = quotes_status,
};
