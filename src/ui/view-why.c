/* Why a name is what it is here: the step that put each form there, and what
 * users said. */
#include <stdio.h>
#include <string.h>

#include "store/edit.h"
#include "ui/view.h"

enum { LINE_FORM, LINE_EDIT };

struct why_state {
	struct entity_row *entity;
	struct entity_form *forms;
	uint32_t n_forms;
	struct edit_rows edits;
};

/* What the steps are called to a reader. */
static const char *const steps[WHYS] = {
	[WHY_NEW] = "the first of its name",
	[WHY_SAME] = "a name it had already",
	[WHY_KNOWN] = "everybody knows it",
	[WHY_ARTICLE] = "one with another form in the article",
	[WHY_ACRONYM] = "initials of its name",
	[WHY_SPELLING] = "the same by spelling and sound",
	[WHY_SURNAME] = "the only holder of the surname then",
	[WHY_USER] = "a user's word",
};

static bool load(struct ui *ui, struct arena *a, struct why_state *s,
		 int64_t id, struct error *err)
{
	return store_entity_get(ui->store, a, id, &s->entity, err) &&
	       (s->entity ||
		error_set(err, "there is no name #%lld", (long long)id)) &&
	       store_entity_forms(ui->store, a, s->entity->id, &s->forms,
				  &s->n_forms, err) &&
	       store_edits_of(ui->store, a, s->entity->id, &s->edits, err);
}

static bool open_why(struct ui *ui, struct pane *pane,
		     const struct place *place, struct error *err)
{
	struct why_state *s = arena_alloc(&pane->arena, sizeof(*s));
	bool is_loaded;

	pane->state = s;
	store_read_begin(ui->store);
	is_loaded = place->id ? load(ui, &pane->arena, s, place->id, err)
			      : error_set(err, "no name has the focus");
	store_read_end(ui->store);
	if (!is_loaded)
		return false;
	pane->place.id = s->entity->id;
	pane_title(pane, "Why %s", s->entity->name);
	for (uint32_t i = 0; i < s->n_forms; i++) {
		if (s->forms[i].surface)
			list_add(&pane->list, &pane->of_list, LINE_FORM, i, 1);
	}
	for (uint32_t i = 0; i < s->edits.n; i++)
		list_add(&pane->list, &pane->of_list, LINE_EDIT, i, 1);
	return true;
}

static const char *reason_of(struct arena *a, const struct entity_form *f)
{
	const char *why = steps[f->why];

	return f->merged ? arena_printf(a, "%s, merged as %s", why, f->merged)
			 : why;
}

static void draw_form(struct ui *ui, const struct area *area, int y,
		      const struct entity_form *f)
{
	int half = area->cols * 2 / 5;
	const char *why = reason_of(&ui->frame, f);
	const char *text =
		arena_printf(&ui->frame, "%s %u", f->surface, f->count);

	area_cut(area, y, 2, half - 3, STYLE_TEXT, text, strlen(text));
	area_cut(area, y, half, area->cols - half - 1, STYLE_DIM, why,
		 strlen(why));
}

static void draw_edit(struct ui *ui, const struct area *area, int y,
		      const struct edit_row *e)
{
	const char *text =
		arena_printf(&ui->frame, "%s, %s: %s%s",
			     say_day(&ui->frame, e->at / DATE_DAY, true),
			     e->who, e->words, e->undone_by ? " (undone)" : "");

	area_cut(area, y, 2, area->cols - 3, STYLE_TEXT, text, strlen(text));
}

static void draw_why(struct ui *ui, struct pane *pane, const struct area *area,
		     bool has_focus)
{
	struct why_state *s = pane->state;
	struct area body = area_part(area, 1, 0, area->rows - 1, area->cols);
	struct list *list = &pane->list;

	area_printf(area, 0, 1, STYLE_TITLE, "Why %s", s->entity->name);
	list_fit(list, (uint32_t)body.rows);
	if (has_focus)
		area_cursor(&body, 0, 2);
	for (int y = 0; y < body.rows && list->top + (uint32_t)y < list->n;
	     y++) {
		const struct list_line *line =
			&list->at[list->top + (uint32_t)y];

		if (line->kind == LINE_FORM)
			draw_form(ui, &body, y, &s->forms[line->index]);
		else
			draw_edit(ui, &body, y, &s->edits.at[line->index]);
		if (has_focus)
			ui_target(ui, &body, y, 0, list->top + y);
		if (list->top + (uint32_t)y != list->cursor)
			continue;
		ui_draw_cursor(&body, y, true);
		if (has_focus)
			area_cursor(&body, y, 2);
	}
}

/* To the article that brought the form. */
static bool act_why(struct ui *ui, struct pane *pane, enum action action,
		    int count)
{
	struct why_state *s = pane->state;
	const struct list_line *line = list_current(&pane->list);
	struct place place = {.view = view_find("article"),
			      .entity = s->entity->id};

	if (action != ACTION_OPEN && action != ACTION_RIGHT)
		return list_act(pane, action, count);
	if (line && line->kind == LINE_FORM)
		place.id = s->forms[line->index].first_seen;
	if (place.id)
		ui_go(ui, &place);
	return true;
}

static void pick_why(struct ui *ui, struct pane *pane, int64_t value)
{
	pane->list.cursor = (uint32_t)value;
	act_why(ui, pane, ACTION_OPEN, 0);
}

static void why_subject(struct ui *ui, struct pane *pane, struct arena *a,
			struct subject *out)
{
	struct why_state *s = pane->state;

	(void)ui;
	out->entity = s->entity->id;
	out->name = arena_string(a, s->entity->name);
}

const struct view ui_view_why = {
	.name = "why",
	.help = "What put each form of a name there, and what users said",
	.keys = "Enter the article  q back",
	.where = WHERE_WHY,
	.class = WHERE_LIST,
	.slot = SLOT_PAGE,
	.open = open_why,
	.draw = draw_why,
	.act = act_why,
	.pick = pick_why,
	.subject = why_subject,
};
