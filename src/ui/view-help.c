/* The keys that work in a view, the views, the options and the styles: made
 * from the tables that the program itself goes by. */
#include <stdio.h>
#include <string.h>

#include "base/width.h"
#include "ui/view.h"

enum { LINE_SPACE, LINE_HEAD, LINE_ROW };

struct help_row {
	const char *left, *right;
};

struct help_state {
	struct help_row *rows;
	uint32_t n;
};

static void add(struct pane *pane, uint8_t kind, const char *left,
		const char *right)
{
	struct help_state *s = pane->state;
	struct help_row *row = array_add(&pane->arena, s->rows, s->n);

	row->left = left;
	row->right = right;
	list_add(&pane->list, &pane->of_list, kind, s->n - 1, kind == LINE_ROW)
		->is_head = kind == LINE_HEAD;
}

static void add_head(struct pane *pane, const char *text)
{
	if (pane->list.n > 0)
		add(pane, LINE_SPACE, "", "");
	add(pane, LINE_HEAD, text, "");
}

/* All keys of one command on one line, in the table's order. */
static void add_keys(struct ui *ui, struct pane *pane, const struct view *view)
{
	const struct keys *keys = &ui->keys;

	for (uint32_t i = 0; i < keys->n; i++) {
		const struct binding *b = &keys->at[i];
		const char *all;
		bool is_first = true;

		if (!b->command ||
		    !keys_holds(keys, b, view->where, view->class))
			continue;
		for (uint32_t k = 0; k < i && is_first; k++)
			is_first = !keys->at[k].command ||
				   strcmp(keys->at[k].command, b->command) ||
				   !keys_holds(keys, &keys->at[k], view->where,
					       view->class);
		if (!is_first)
			continue;
		all = keys_text(&pane->arena, b);
		for (uint32_t k = i + 1; k < keys->n; k++) {
			if (keys->at[k].command &&
			    strcmp(keys->at[k].command, b->command) == 0 &&
			    keys_holds(keys, &keys->at[k], view->where,
				       view->class))
				all = arena_printf(
					&pane->arena, "%s %s", all,
					keys_text(&pane->arena, &keys->at[k]));
		}
		add(pane, LINE_ROW, all,
		    arena_printf(&pane->arena, "%s  (%s)", keys_help(b),
				 b->command));
	}
}

static void add_options(struct ui *ui, struct pane *pane)
{
	add_head(pane, "Options  (:set NAME VALUE, or gazette.conf)");
	for (uint32_t i = 0; i < CONF_OPTIONS; i++) {
		const struct conf_option *o = &conf_options[i];
		const char *value = ui->conf.text[i];

		if (o->type == CONF_NUMBER)
			value = arena_printf(&pane->arena, "%lld",
					     (long long)ui->conf.number[i]);
		else if (o->type == CONF_FLAG)
			value = ui->conf.number[i] ? "on" : "off";
		add(pane, LINE_ROW,
		    arena_printf(&pane->arena, "%s %s", o->name, value),
		    o->text);
	}
}

static bool open_help(struct ui *ui, struct pane *pane,
		      const struct place *place, struct error *err)
{
	const struct view *view = view_find(place->text);

	(void)err;
	if (!view)
		view = &ui_view_articles;
	pane->state = arena_alloc(&pane->arena, sizeof(struct help_state));
	pane_title(pane, "Help: %s", view->name);
	add_head(pane,
		 arena_printf(&pane->arena, "%s: %s", view->name, view->help));
	add_keys(ui, pane, view);
	add_head(pane, "Views  (:view NAME)");
	for (uint32_t i = 0; view_at(i); i++)
		add(pane, LINE_ROW, view_at(i)->name, view_at(i)->help);
	add_options(ui, pane);
	add_head(pane, "Looks  (:color NAME COLOUR ATTRIBUTES)");
	for (uint32_t i = 0; i < STYLES; i++)
		add(pane, LINE_ROW, style_name((enum style)i),
		    style_help((enum style)i));
	if (place->has_at && place->at < pane->list.n &&
	    pane->list.at[place->at].stops)
		pane->list.cursor = (uint32_t)place->at;
	return true;
}

static void leave_help(struct ui *ui, struct pane *pane, struct place *place)
{
	(void)ui;
	place->has_at = true;
	place->at = pane->list.cursor;
}

static void draw_help(struct ui *ui, struct pane *pane, const struct area *area,
		      bool has_focus)
{
	struct area body = area_part(area, 1, 0, area->rows - 1, area->cols);
	struct help_state *s = pane->state;
	struct list *list = &pane->list;
	int middle = area->cols >= 60 ? 24 : area->cols * 2 / 5;

	(void)ui;
	area_string(area, 0, 1, STYLE_TITLE, pane->place.title);
	list_fit(list, (uint32_t)body.rows);
	for (int y = 0; y < body.rows && list->top + (uint32_t)y < list->n;
	     y++) {
		uint32_t i = list->top + (uint32_t)y;
		const struct help_row *row = &s->rows[list->at[i].index];

		if (list->at[i].kind == LINE_HEAD) {
			area_cut(&body, y, 1, body.cols - 2, STYLE_HEADING,
				 row->left, strlen(row->left));
			continue;
		}
		area_cut(&body, y, 2, middle - 3, STYLE_CARD, row->left,
			 strlen(row->left));
		area_cut(&body, y, middle, body.cols - middle - 1, STYLE_TEXT,
			 row->right, strlen(row->right));
		if (i != list->cursor)
			continue;
		ui_draw_cursor(&body, y, true);
		if (has_focus)
			area_cursor(&body, y, 2);
	}
}

static void find_help(struct ui *ui, struct pane *pane, const char *text,
		      enum find_how how)
{
	struct help_state *s = pane->state;
	struct list *list = &pane->list;

	if (how == FIND_CANCEL || !*text)
		return;
	for (uint32_t k = 0; k < list->n; k++) {
		uint32_t i = (list->cursor + k) % list->n;
		const struct help_row *row = &s->rows[list->at[i].index];

		if (list->at[i].stops &&
		    (strstr(row->left, text) || strstr(row->right, text))) {
			list->cursor = i;
			return;
		}
	}
	if (how == FIND_DONE)
		ui_say(ui, "'%s' is not in the help", text);
}

const struct view ui_view_help = {
	.name = "help",
	.help = "The keys that work in a view, the views, the options",
	.keys = "/ find  q back",
	.where = WHERE_HELP,
	.class = WHERE_LIST,
	.slot = SLOT_PAGE,
	.open = open_help,
	.draw = draw_help,
	.leave = leave_help,
	.find = find_help,
};
