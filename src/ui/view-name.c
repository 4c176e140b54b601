/* The page of one name: the forms it is written in, its days, what it said,
 * the articles on it, the company it keeps.  Every row leads on. */
#include <stdio.h>

#include "ui/name-view.h"

#define NAME_QUOTES   100
#define NAME_ARTICLES 100
#define NAME_COMPANY  60

static bool load(struct ui *ui, struct arena *a, struct name_state *s,
		 int64_t id, struct error *err)
{
	struct quote_spec spec = {.by = id,
				  .kind = -1,
				  .min_confidence = ARTICLE_SURE,
				  .limit = NAME_QUOTES};
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
	pane->place.id = s->entity->id;
	pane_title(pane, "%s", s->entity->name);
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

static void name_subject(struct ui *ui, struct pane *pane, struct arena *a,
			 struct subject *out)
{
	struct name_state *s = pane->state;
	const struct list_line *line = list_current(&pane->list);

	(void)ui;
	out->entity = s->entity->id;
	out->name = arena_string(a, s->entity->name);
	if (line && line->kind == LINE_QUOTE) {
		out->said = &s->quotes.at[line->index];
		out->listed = out->said->article;
	} else if (line && line->kind == LINE_ARTICLE) {
		out->listed = s->articles.at[line->index].art->id;
	}
}

const struct view ui_view_name = {
	.name = "name",
	.help = "One name: forms, days, quotations, articles, company",
	.keys = "Enter open  Tab section  ] newest  [ oldest "
		" q back",
	.where = WHERE_NAME,
	.class = WHERE_LIST,
	.slot = SLOT_PAGE,
	.open = open_name,
	.draw = name_draw,
	.leave = leave_name,
	.act = act_name,
	.subject = name_subject,
	.pick = pick_in_name,
	.status = name_status,
};
