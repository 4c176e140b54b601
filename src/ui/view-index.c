/* The index of one article: its names, quotations and related articles. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/view.h"

enum { LINE_HEAD, LINE_SPACE, LINE_NAME, LINE_QUOTE, LINE_RELATED, LINE_WHY };
enum { HEAD_NAMES, HEAD_QUOTES, HEAD_RELATED };

#define INDEX_NAMES 300
/* Who goes through a list quickly does not wait for what is related. */
#define INDEX_LATER_MS 100

struct index_name {
	int32_t chain;
	uint32_t here, all;
};

struct index {
	struct index_name *names;
	uint32_t n_names;
	struct related_row *related;
	uint32_t n_related;
	int64_t wanted; /* the line to come to when they are there, -1 */
};

static int by_count(const void *a, const void *b)
{
	const struct index_name *x = a, *y = b;

	if (x->here != y->here)
		return x->here < y->here ? 1 : -1;
	return x->chain < y->chain ? -1 : x->chain > y->chain;
}

static void gather_names(struct ui *ui, struct pane *pane, struct index *s)
{
	const struct article *art = ui->reading.art;
	struct error err;

	s->names = arena_array(&pane->arena, (size_t)art->n_chains + 1,
			       sizeof(*s->names));
	for (uint32_t i = 0; i < art->n_chains; i++) {
		const struct chain *c = &art->chains[i];

		/* a description that no name stands for has no page */
		if (c->type == TYPE_DATE || !c->name || !c->entity)
			continue;
		s->names[s->n_names++] =
			(struct index_name){(int32_t)i, c->mentions, 0};
	}
	qsort(s->names, s->n_names, sizeof(*s->names), by_count);
	if (s->n_names > INDEX_NAMES)
		s->n_names = INDEX_NAMES;
	for (uint32_t i = 0; i < s->n_names; i++) {
		int64_t id = art->chains[s->names[i].chain].entity;
		struct entity_row *e = NULL;

		if (id &&
		    store_entity_get(ui->store, &ui->frame, id, &e, &err) && e)
			s->names[i].all = e->articles;
	}
}

static void make_lines(struct ui *ui, struct pane *pane)
{
	struct index *s = pane->state;
	struct list *list = &pane->list;
	struct arena *a = &pane->of_list;
	uint32_t quotes = ui->reading.art->n_quotes;

	pane_clear_list(pane);
	list_add(list, a, LINE_HEAD, HEAD_NAMES, 0)->is_head = true;
	for (uint32_t i = 0; i < s->n_names; i++)
		list_add(list, a, LINE_NAME, i, 1);
	if (quotes > 0) {
		list_add(list, a, LINE_SPACE, 0, 0);
		list_add(list, a, LINE_HEAD, HEAD_QUOTES, 0)->is_head = true;
	}
	for (uint32_t i = 0; i < quotes; i++)
		list_add(list, a, LINE_QUOTE, i, 1);
	if (s->n_related > 0) {
		list_add(list, a, LINE_SPACE, 0, 0);
		list_add(list, a, LINE_HEAD, HEAD_RELATED, 0)->is_head = true;
	}
	for (uint32_t i = 0; i < s->n_related; i++) {
		list_add(list, a, LINE_RELATED, i, 1);
		list_add(list, a, LINE_WHY, i, 0);
	}
}

static bool open_index(struct ui *ui, struct pane *pane,
		       const struct place *place, struct error *err)
{
	struct index *s = arena_alloc(&pane->arena, sizeof(*s));
	struct reading *r = &ui->reading;
	struct slice title;

	pane->state = s;
	if (place->id == 0 && !r->art)
		return error_set(err, "no article is open");
	if (place->id && (!r->art || r->id != place->id) &&
	    !reading_open(r, place->id, &ui->conf, err))
		return false;
	pane->place.id = r->id;
	title = store_row_title(&r->row);
	pane_title(pane, "Index of %.*s", (int)title.len, title.at);
	gather_names(ui, pane, s);
	if (ui->conf.number[CONF_RELATED] > 0)
		pane->later_ms = INDEX_LATER_MS;
	s->wanted = place->has_at ? place->at : -1;
	make_lines(ui, pane);
	if (place->has_at && place->at < pane->list.n &&
	    pane->list.at[place->at].stops)
		pane->list.cursor = (uint32_t)place->at;
	return true;
}

/* Related articles stand last, so that nothing moves when they come. */
static void look_related(struct ui *ui, struct pane *pane)
{
	struct index *s = pane->state;
	struct list *list = &pane->list;
	struct error err;
	struct list before = *list;

	if (!ui->reading.art)
		return;
	if (!query_related(ui->store, &pane->arena, ui->reading.id,
			   (uint32_t)ui->conf.number[CONF_RELATED], &s->related,
			   &s->n_related, &err))
		ui_say_error(ui, &err);
	make_lines(ui, pane);
	list->cursor = before.cursor;
	list->top = before.top;
	if (s->wanted >= before.n && s->wanted < list->n &&
	    list->at[s->wanted].stops)
		list->cursor = (uint32_t)s->wanted;
}

static void leave_index(struct ui *ui, struct pane *pane, struct place *place)
{
	(void)ui;
	place->has_at = true;
	place->at = pane->list.cursor;
}

/* ---- drawing ---- */

static void draw_head(struct ui *ui, const struct area *area, int y,
		      const struct index *s, uint32_t which)
{
	static const char *const heads[] = {"NAMES", "QUOTATIONS", "RELATED"};
	const uint32_t counts[] = {s->n_names, ui->reading.art->n_quotes,
				   s->n_related};

	area_printf(area, y, 1, STYLE_HEADING, "%s %u", heads[which],
		    counts[which]);
	if (which == HEAD_NAMES && area->cols < 34)
		area_right(area, y, area->cols - 1, STYLE_DIM, "here");
	else if (which == HEAD_NAMES)
		area_right(area, y, area->cols - 1, STYLE_DIM, "here   all");
}

static void draw_name(struct ui *ui, const struct area *area, int y,
		      const struct index_name *n)
{
	const struct chain *c = &ui->reading.art->chains[n->chain];
	const char *name = reading_name(&ui->reading, n->chain);
	int end = area->cols - 1, kind = area->cols > 34 ? 7 : 0;

	if (area->cols < 34) {
		/* no room for a second column */
		area_right(area, y, end, STYLE_DIM,
			   arena_printf(&ui->frame, "%u", n->here));
		area_cut(area, y, 2, end - 6, STYLE_TEXT, name, strlen(name));
		return;
	}
	area_right(area, y, end, STYLE_DIM,
		   n->all ? arena_printf(&ui->frame, "%u", n->all) : "");
	area_right(area, y, end - 6, STYLE_TEXT,
		   arena_printf(&ui->frame, "%u", n->here));
	if (kind) {
		const char *word = article_types.at[c->type];

		area_cut(area, y, end - 9 - kind, kind, STYLE_DIM,
			 word ? word : "", word ? strlen(word) : 0);
	}
	area_cut(area, y, 2, end - 12 - kind,
		 n->chain == ui->reading.chain ? STYLE_CARD : STYLE_TEXT, name,
		 strlen(name));
}

static void draw_quote(struct ui *ui, const struct area *area, int y,
		       uint32_t i)
{
	const struct reading *r = &ui->reading;
	const struct quote *q = &r->art->quotes[i];
	const struct quote *before = i ? q - 1 : NULL;
	struct slice words = article_slice(r->art, q->span), name = {"", 0};
	bool is_same = before && q->chain >= 0 && before->chain == q->chain &&
		       article_is_sure(before) == article_is_sure(q);

	area_string(area, y, 2, STYLE_BAR,
		    q->kind == QUOTE_INDIRECT ? "┊" : "┃");
	if (q->chain >= 0 && !is_same)
		name = article_is_sure(q) ? reading_short_name(r, q->chain)
					  : SLICE("unsure");
	area_cut(area, y, 4, 8, STYLE_SPEAKER, name.at, name.len);
	if (q->kind == QUOTE_DIRECT)
		words = slice_of(arena_printf(&ui->frame, "“%.*s”",
					      (int)words.len, words.at));
	area_cut(area, y, 13, area->cols - 14, STYLE_TEXT, words.at, words.len);
}

static void draw_related(struct ui *ui, const struct area *area, int y,
			 const struct related_row *row)
{
	struct slice title = store_row_title(&row->row);
	int end = area_right(
		area, y, area->cols - 1, STYLE_DIM,
		say_when(&ui->frame, &row->row.art->published, false));

	area_cut(area, y, 2, end - 3, STYLE_TEXT, title.at, title.len);
}

static void draw_line(struct ui *ui, const struct area *area, int y,
		      const struct index *s, const struct list_line *line)
{
	const char *why;

	switch (line->kind) {
	case LINE_HEAD:
		draw_head(ui, area, y, s, line->index);
		break;
	case LINE_NAME:
		draw_name(ui, area, y, &s->names[line->index]);
		break;
	case LINE_QUOTE:
		draw_quote(ui, area, y, line->index);
		break;
	case LINE_RELATED:
		draw_related(ui, area, y, &s->related[line->index]);
		break;
	case LINE_WHY:
		why = query_reason(&ui->frame, &ui->reading.row,
				   &s->related[line->index]);
		area_string(area, y, 2, STYLE_DIM, "└");
		area_cut(area, y, 4, area->cols - 5, STYLE_DIM, why,
			 strlen(why));
		break;
	default:
		break;
	}
}

static void draw_index(struct ui *ui, struct pane *pane,
		       const struct area *area, bool has_focus)
{
	struct index *s = pane->state;
	struct list *list = &pane->list;

	list_fit(list, (uint32_t)area->rows);
	for (int y = 0; y < area->rows && list->top + (uint32_t)y < list->n;
	     y++) {
		uint32_t i = list->top + (uint32_t)y;

		draw_line(ui, area, y, s, &list->at[i]);
		if (has_focus && list->at[i].stops)
			ui_target(ui, area, y, 1, i);
		if (i != list->cursor || !list->at[i].stops)
			continue;
		ui_draw_cursor(area, y, has_focus);
		if (has_focus)
			area_cursor(area, y, 2);
	}
}

/* ---- acting ---- */

static void open_line(struct ui *ui, struct pane *pane)
{
	struct index *s = pane->state;
	const struct list_line *line = list_current(&pane->list);
	struct place place = {.view = &ui_view_article, .id = pane->place.id};
	int64_t entity;

	if (!line)
		return;
	if (line->kind == LINE_NAME) {
		int32_t chain = s->names[line->index].chain;

		entity = ui->reading.art->chains[chain].entity;
		if (entity)
			ui_go_name(ui, entity);
		else
			ui_say(ui, "%s has no page",
			       reading_name(&ui->reading, chain));
	} else if (line->kind == LINE_QUOTE) {
		place.at_too =
			ui->reading.art->quotes[line->index].span.start + 1;
		ui_go(ui, &place);
	} else if (line->kind == LINE_RELATED) {
		ui_go_article(ui, s->related[line->index].row.art->id, true);
	}
}

/* The text beside shows what the cursor is on. */
static void follow(struct ui *ui, struct pane *pane)
{
	struct index *s = pane->state;
	struct reading *r = &ui->reading;
	const struct list_line *line = list_current(&pane->list);

	if (!line || !ui->is_shown[SLOT_TEXT])
		return;
	if (line->kind == LINE_NAME) {
		int32_t chain = s->names[line->index].chain;

		for (uint32_t i = 0; i < r->art->n_mentions; i++) {
			if (r->art->mentions[i].chain == chain &&
			    r->art->mentions[i].span.start >=
				    r->art->body.start) {
				reading_focus(r, (int32_t)i);
				return;
			}
		}
	} else if (line->kind == LINE_QUOTE) {
		reading_focus_quote(r, (int32_t)line->index);
	}
}

static bool act_index(struct ui *ui, struct pane *pane, enum action action,
		      int count)
{
	switch (action) {
	case ACTION_OPEN:
		open_line(ui, pane);
		return true;
	case ACTION_INDEX:
		ui_command(ui, "close", 0);
		return true;
	case ACTION_RELATED:
		ui_go_view(ui, &ui_view_related, pane->place.id);
		return true;
	default:
		if (!list_act(pane, action, count))
			return false;
		follow(ui, pane);
		return true;
	}
}

static void pick_in_index(struct ui *ui, struct pane *pane, int64_t value)
{
	pane->list.cursor = (uint32_t)value;
	open_line(ui, pane);
}

static void index_subject(struct ui *ui, struct pane *pane, struct arena *a,
			  struct subject *out)
{
	struct index *s = pane->state;
	struct reading *r = &ui->reading;
	const struct list_line *line = list_current(&pane->list);

	if (!line || !r->art || r->id != pane->place.id)
		return;
	out->article = r->id;
	if (line->kind == LINE_NAME) {
		int32_t chain = s->names[line->index].chain;

		out->entity = r->art->chains[chain].entity;
		out->name = arena_string(a, reading_name(r, chain));
	} else if (line->kind == LINE_QUOTE) {
		out->quote = (int32_t)line->index;
	} else if (line->kind == LINE_RELATED) {
		out->listed = s->related[line->index].row.art->id;
	}
}

const struct view ui_view_index = {
	.name = "index",
	.help = "Names, quotations and related articles of one article",
	.keys = "Enter open  h text  q back",
	.where = WHERE_INDEX,
	.class = WHERE_LIST,
	.slot = SLOT_SIDE,
	.open = open_index,
	.draw = draw_index,
	.leave = leave_index,
	.act = act_index,
	.subject = index_subject,
	.pick = pick_in_index,
	.later = look_related,
};
