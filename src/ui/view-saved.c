/* The user's saved views and rules. */
#include <stdio.h>
#include <string.h>

#include "ui/saved.h"
#include "ui/speech.h"

enum { LINE_HEAD, LINE_SPACE, LINE_VIEW, LINE_RULE, LINE_KEEP, LINE_NONE };

struct saved_state {
	struct view_row *views;
	struct rule *rules;
	struct keep_rule *keeps;
	uint32_t n_views, n_rules, n_keeps;
	const struct list_line *doomed; /* to be removed by the next D */
};

static void fill(struct pane *pane)
{
	struct saved_state *s = pane->state;
	struct list *list = &pane->list;
	struct arena *a = &pane->of_list;

	pane_clear_list(pane);
	list_add(list, a, LINE_HEAD, 0, 0)->is_head = true;
	for (uint32_t i = 0; i < s->n_views; i++)
		list_add(list, a, LINE_VIEW, i, 1);
	if (!s->n_views)
		list_add(list, a, LINE_NONE, 0, 0);
	list_add(list, a, LINE_SPACE, 0, 0);
	list_add(list, a, LINE_HEAD, 1, 0)->is_head = true;
	for (uint32_t i = 0; i < s->n_rules; i++)
		list_add(list, a, LINE_RULE, i, 1);
	for (uint32_t i = 0; i < s->n_keeps; i++)
		list_add(list, a, LINE_KEEP, i, 1);
	if (!s->n_rules && !s->n_keeps)
		list_add(list, a, LINE_NONE, 1, 0);
}

static bool open_saved(struct ui *ui, struct pane *pane,
		       const struct place *place, struct error *err)
{
	struct saved_state *s = arena_alloc(&pane->arena, sizeof(*s));

	pane->state = s;
	strcpy(pane->place.title, "Saved views and rules");
	if (!store_views(ui->store, &pane->arena, &s->views, &s->n_views,
			 err) ||
	    !store_rules(ui->store, &pane->arena, &s->rules, &s->n_rules,
			 err) ||
	    !store_keep_rules(ui->store, &pane->arena, &s->keeps, &s->n_keeps,
			      err))
		return false;
	fill(pane);
	if (place->has_at && place->at < pane->list.n &&
	    pane->list.at[place->at].stops)
		pane->list.cursor = (uint32_t)place->at;
	return true;
}

static void leave_saved(struct ui *ui, struct pane *pane, struct place *place)
{
	(void)ui;
	place->has_at = true;
	place->at = pane->list.cursor;
}

/* ---- drawing ---- */

static const char *does(struct arena *a, const struct rule *rule)
{
	const char *kind = rule_kinds.at[rule->kind];

	return rule->tag ? arena_printf(a, "%s %s", kind, rule->tag) : kind;
}

static void draw_pair(struct ui *ui, const struct area *area, int y,
		      const char *left, const char *query, const char *right)
{
	int x = area->cols >= 60 ? 24 : 14, end = area->cols - 1;
	const char *spoken;

	if (speech_is_on(ui)) {
		spoken = arena_printf(&ui->frame, "%s: %s%s%s", left, query,
				      *right ? ", " : "", right);
		area_cut(area, y, 0, area->cols, STYLE_TEXT, spoken,
			 strlen(spoken));
		return;
	}
	if (*right && area->cols >= 60)
		end = area_right(area, y, end, STYLE_DIM, right) - 2;
	area_cut(area, y, 2, x - 3, STYLE_TEXT, left, strlen(left));
	area_cut(area, y, x, end - x, STYLE_DIM, query, strlen(query));
}

static void draw_line(struct ui *ui, const struct area *area, int y,
		      const struct saved_state *s, const struct list_line *line)
{
	static const char *const heads[] = {"Views", "Rules"};
	static const char *const none[] = {
		"None yet: search, then v@ saves the query.",
		"None yet: search, then :rule hide, read, star or tag TAG."};
	struct arena *a = &ui->frame;

	switch (line->kind) {
	case LINE_HEAD:
		area_string(area, y, 1, STYLE_HEADING, heads[line->index]);
		break;
	case LINE_NONE:
		area_string(area, y, 2, STYLE_DIM, none[line->index]);
		break;
	case LINE_VIEW:
		draw_pair(ui, area, y,
			  arena_printf(a, "@%s", s->views[line->index].name),
			  s->views[line->index].query, "");
		break;
	case LINE_RULE:
		draw_pair(ui, area, y,
			  arena_printf(a, "%lld %s",
				       (long long)s->rules[line->index].n,
				       does(a, &s->rules[line->index])),
			  s->rules[line->index].query,
			  say_count(a, s->rules[line->index].done, "article",
				    "articles"));
		break;
	case LINE_KEEP:
		draw_pair(ui, area, y,
			  arena_printf(a, "%lld keep %s",
				       (long long)s->keeps[line->index].n,
				       s->keeps[line->index].amount),
			  s->keeps[line->index].query, "behind each fetch");
		break;
	}
}

static void draw_saved(struct ui *ui, struct pane *pane,
		       const struct area *area, bool has_focus)
{
	struct area body = area_part(area, 1, 0, area->rows - 1, area->cols);
	struct list *list = &pane->list;

	area_string(area, 0, 1, STYLE_TITLE, "Saved views and rules");
	list_fit(list, (uint32_t)body.rows);
	if (has_focus)
		area_cursor(&body, 0, 2);
	for (int y = 0; y < body.rows && list->top + (uint32_t)y < list->n;
	     y++) {
		uint32_t i = list->top + (uint32_t)y;
		bool is_current = i == list->cursor && list->at[i].stops;

		draw_line(ui, &body, y, pane->state, &list->at[i]);
		if (has_focus && list->at[i].stops)
			ui_target(ui, &body, y, 2, i);
		if (!is_current)
			continue;
		ui_draw_cursor(&body, y, !speech_is_on(ui));
		if (has_focus)
			area_cursor(&body, y, speech_is_on(ui) ? 0 : 2);
	}
}

/* ---- acting ---- */

static void open_row(struct ui *ui, const struct saved_state *s,
		     const struct list_line *line)
{
	const struct rule *rule;

	if (line->kind == LINE_VIEW) {
		ui_go_query(ui, arena_printf(&ui->frame, "@%s",
					     s->views[line->index].name));
		return;
	}
	if (line->kind == LINE_KEEP) {
		ui_go_query(ui, s->keeps[line->index].query);
		return;
	}
	rule = &s->rules[line->index];
	ui_go_query(ui, rule->kind == RULE_HIDE
				? arena_printf(&ui->frame, "(%s) is:hidden",
					       rule->query)
				: rule->query);
}

static int64_t rule_number(const struct saved_state *s,
			   const struct list_line *line)
{
	return line->kind == LINE_KEEP ? s->keeps[line->index].n
				       : s->rules[line->index].n;
}

/* To be pressed twice; u brings it back. */
static void remove_row(struct ui *ui, struct saved_state *s,
		       const struct list_line *line)
{
	bool is_view = line->kind == LINE_VIEW;

	if (s->doomed != line) {
		s->doomed = line;
		if (is_view)
			ui_say(ui, "remove @%s? D again does",
			       s->views[line->index].name);
		else
			ui_say(ui,
			       "remove rule %lld? D again does; what it did "
			       "stays",
			       (long long)rule_number(s, line));
		return;
	}
	s->doomed = NULL;
	if (is_view)
		saved_remove(ui, arena_string(&ui->frame,
					      s->views[line->index].name));
	else if (line->kind == LINE_KEEP)
		saved_remove_keep(ui, &s->keeps[line->index]);
	else
		saved_remove_rule(ui, &s->rules[line->index]);
}

static bool act_saved(struct ui *ui, struct pane *pane, enum action action,
		      int count)
{
	const struct list_line *line = list_current(&pane->list);
	struct saved_state *s = pane->state;
	const struct view_row *view =
		line && line->kind == LINE_VIEW ? &s->views[line->index] : NULL;

	if (action != ACTION_REMOVE)
		s->doomed = NULL;
	if (action != ACTION_OPEN && action != ACTION_RIGHT &&
	    action != ACTION_REMOVE && action != ACTION_RENAME &&
	    action != ACTION_NOTE)
		return list_act(pane, action, count);
	if (!line)
		return true;
	if (action == ACTION_REMOVE)
		remove_row(ui, s, line);
	else if (action == ACTION_RENAME || action == ACTION_NOTE) {
		if (!view)
			ui_say(ui, "a rule stays as it is: remove it, and make "
				   "another");
		else if (action == ACTION_RENAME)
			saved_rename(ui, view->name);
		else
			saved_edit(ui, view->name, view->query);
	} else
		open_row(ui, s, line);
	return true;
}

static void pick_saved(struct ui *ui, struct pane *pane, int64_t value)
{
	pane->list.cursor = (uint32_t)value;
	act_saved(ui, pane, ACTION_OPEN, 0);
}

const struct view ui_view_saved = {
	.name = "saved",
	.help = "Saved views and rules",
	.keys = "Enter articles  E query  cr rename  D remove  q back",
	.where = WHERE_SAVED,
	.class = WHERE_LIST,
	.slot = SLOT_PAGE,
	.open = open_saved,
	.draw = draw_saved,
	.leave = leave_saved,
	.act = act_saved,
	.pick = pick_saved,
};
