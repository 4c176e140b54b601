/* Who said what, newest first: all quotations, or those of one name. */
#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "ui/speech.h"

enum { LINE_DAY, LINE_SPACE, LINE_QUOTE, LINE_ARTICLE };

#define QUOTES_PAGE 100
#define QUOTES_MOST 3000

struct quotes_state {
	struct quote_spec spec;
	const char *speaker; /* of spec.by */
	struct quote_row *rows;
	uint32_t n;
	struct map seen;   /* utterances that are listed */
	int64_t docid, id; /* of the last that was read */
	bool has_more;
	bool is_dense; /* the lines were made without blank ones */
};

static bool same_day(const struct quote_row *a, const struct quote_row *b)
{
	return a->docid / DATE_DAY == b->docid / DATE_DAY &&
	       (a->published.kind == WHEN_NONE) ==
		       (b->published.kind == WHEN_NONE);
}

static void add_lines(struct pane *pane, uint32_t from)
{
	struct quotes_state *s = pane->state;
	struct list *list = &pane->list;
	struct arena *a = &pane->of_list;

	for (uint32_t i = from; i < s->n; i++) {
		const struct quote_row *q = &s->rows[i];
		const struct quote_row *before = i ? q - 1 : NULL;

		if (!before || !same_day(before, q)) {
			if (before && !s->is_dense)
				list_add(list, a, LINE_SPACE, i, 0);
			list_add(list, a, LINE_DAY, i, 0)->is_head = true;
		}
		if (!before || before->article != q->article)
			list_add(list, a, LINE_ARTICLE, i, 0);
		list_add(list, a, LINE_QUOTE, i, 1);
	}
}

/* One utterance is listed once, with the number of those who print it too. */
static bool is_again(struct pane *pane, const struct quote_row *q)
{
	struct quotes_state *s = pane->state;
	bool is_new = true;

	s->seen.arena = &pane->arena; /* the pane has moved since open */
	if (q->utterance)
		map_put(&s->seen, (const char *)&q->utterance,
			sizeof(q->utterance), &is_new);
	return !is_new;
}

static bool load_more(struct ui *ui, struct pane *pane, struct error *err)
{
	struct quotes_state *s = pane->state;
	struct quote_rows rows;
	uint32_t from = s->n;

	if (s->docid) {
		s->spec.from = s->docid;
		s->spec.from_quote = s->id;
	}
	if (!store_quotes(ui->store, &pane->arena, &s->spec, &rows, err))
		return false;
	for (uint32_t i = 0; i < rows.n; i++) {
		if (!is_again(pane, &rows.at[i]))
			*array_add(&pane->arena, s->rows, s->n) = rows.at[i];
		s->docid = rows.at[i].docid;
		s->id = rows.at[i].id;
	}
	s->has_more = rows.has_more && rows.n > 0 && s->n < QUOTES_MOST;
	add_lines(pane, from);
	return true;
}

static bool open_quotes(struct ui *ui, struct pane *pane,
			const struct place *place, struct error *err)
{
	struct quotes_state *s = arena_alloc(&pane->arena, sizeof(*s));
	struct entity_row *e = NULL;

	pane->state = s;
	map_init(&s->seen, &pane->arena);
	s->spec = (struct quote_spec){.by = place->id,
				      .kind = -1,
				      .min_confidence =
					      place->id ? ARTICLE_SURE : 0,
				      .limit = QUOTES_PAGE};
	if (place->id &&
	    !store_entity_get(ui->store, &pane->arena, place->id, &e, err))
		return false;
	s->speaker = e ? e->name : NULL;
	snprintf(pane->place.title, sizeof(pane->place.title), "Said%s%s",
		 e ? " by " : "", e ? e->name : "");
	do {
		if (!load_more(ui, pane, err))
			return false;
	} while (place->has_at && place->at >= (int64_t)s->n && s->has_more);
	if (place->has_at)
		list_find(&pane->list, LINE_QUOTE, (uint32_t)place->at);
	return true;
}

static void leave_quotes(struct ui *ui, struct pane *pane, struct place *place)
{
	const struct list_line *line = list_current(&pane->list);

	(void)ui;
	place->has_at = line != NULL;
	place->at = line ? line->index : 0;
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

	if (line->kind == LINE_DAY)
		area_string(
			area, y, 1, STYLE_HEADING,
			q->published.kind == WHEN_NONE ? "No date"
			: speech_is_on(ui)
				? speech_day(&ui->frame, q->docid / DATE_DAY)
				: say_weekday(&ui->frame, q->docid / DATE_DAY,
					      true));
	else if (line->kind == LINE_ARTICLE)
		draw_title(area, y, q);
	else if (line->kind == LINE_QUOTE)
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
		add_lines(pane, 0);
		list_find(list, LINE_QUOTE, index);
	}
	area_cut(area, 0, 1, area->cols - 2, STYLE_TITLE, pane->place.title,
		 strlen(pane->place.title));
	if (s->n == 0)
		area_string(&body, 1, 3, STYLE_TEXT, "Nobody is quoted.");
	pane_draw_list(ui, pane, &body, 2, has_focus, draw_line);
}

/* ---- acting ---- */

static const struct quote_row *current(struct pane *pane)
{
	struct quotes_state *s = pane->state;
	const struct list_line *line = list_current(&pane->list);

	return line ? &s->rows[line->index] : NULL;
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
	struct quotes_state *s = pane->state;
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
	default:
		break;
	}
	if (!list_act(pane, action, count))
		return false;
	if (s->has_more &&
	    pane->list.cursor + pane->list.height * 2 >= pane->list.n &&
	    !load_more(ui, pane, &err))
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
	if (all > 0)
		return arena_printf(a, "%u of %lld", line->index + 1,
				    (long long)all);
	return arena_printf(a, "%u of %u%s", line->index + 1, s->n,
			    s->has_more ? "+" : "");
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
	.keys = "Enter article  l speaker  } day  q back",
	.where = WHERE_QUOTES,
	.class = WHERE_LIST,
	.slot = SLOT_PAGE,
	.open = open_quotes,
	.draw = draw_quotes,
	.leave = leave_quotes,
	.act = act_quotes,
	.subject = quotes_subject,
	.pick = pick_quote,
	.status = quotes_status,
};
