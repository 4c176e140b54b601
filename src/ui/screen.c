#include "ui/screen.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/width.h"
#include "ui/add.h"
#include "ui/bidi.h"
#include "ui/choice.h"
#include "ui/command.h"
#include "ui/correct.h"
#include "ui/job.h"
#include "ui/keep.h"
#include "ui/saved.h"
#include "ui/search.h"
#include "ui/source.h"
#include "ui/speech.h"
#include "ui/view.h"

/* ---- panes ---- */

static void separate(const struct area *all, int x)
{
	for (int y = 0; y < all->rows; y++)
		area_string(all, y, x, STYLE_RULE, "│");
}

static void draw_pane(struct ui *ui, enum slot slot, const struct area *area)
{
	struct pane *pane = &ui->panes[slot];

	ui->is_shown[slot] = true;
	if (!pane->view)
		return;
	pane->y = area->y;
	pane->x = area->x;
	pane->rows = area->rows;
	pane->cols = area->cols;
	pane->view->draw(ui, pane, area, ui->focus == slot);
}

/* The article under the list's cursor, shown beside it but not opened. */
static void preview(struct ui *ui)
{
	const struct article_row *row = roll_current(&ui->roll);
	struct pane *pane = &ui->panes[SLOT_TEXT];
	struct place place = {.view = &ui_view_article};
	struct error err;

	if (!row ||
	    (ui->reading.art && ui->reading.docid == row->docid && pane->view))
		return;
	if (pane->view && pane->view->leave)
		pane->view->leave(ui, pane, &pane->place);
	place.id = row->art->id;
	arena_reset(&pane->arena);
	pane->view = place.view;
	pane->place = place;
	if (!pane->view->open(ui, pane, &place, &err))
		pane->view = NULL;
	ui->panes[SLOT_SIDE].view = NULL;
}

static void see_index(struct ui *ui)
{
	struct pane *pane = &ui->panes[SLOT_SIDE];
	struct place place = {.view = &ui_view_index};
	struct error err;

	if (!ui->panes[SLOT_TEXT].view ||
	    (pane->view && pane->place.id == ui->reading.id))
		return;
	place.id = ui->reading.id;
	arena_reset(&pane->arena);
	pane_clear_list(pane);
	pane->state = NULL;
	pane->view = place.view;
	pane->place = place;
	if (!pane->view->open(ui, pane, &place, &err))
		pane->view = NULL;
}

/* A card as wide as the screen, below the panes. */
#define CARD_ROWS 2

static struct area part_card(struct ui *ui, const struct area *all)
{
	struct area card;

	ui->card_is_apart = ui->conf.number[CONF_CARD] && all->rows >= 12;
	if (!ui->card_is_apart)
		return *all;
	card = area_part(all, all->rows - CARD_ROWS, 0, CARD_ROWS, all->cols);
	if (ui->panes[SLOT_TEXT].view)
		card_draw(ui, &card);
	return area_part(all, 0, 0, all->rows - CARD_ROWS, all->cols);
}

/* Columns of list, text and side: the text has its margin, what is left over
 * goes to the others. */
static void draw_three(struct ui *ui, const struct area *all)
{
	int text = (int)ui->conf.number[CONF_WIDTH] + 16;
	int others, list, side;
	struct area panes, part;

	if (all->cols < text + 2 + 2 * 38)
		text = 78;
	others = all->cols - text - 2;
	others = others < 50 ? 50 : others > 140 ? 140 : others;
	list = others / 2;
	side = others - list;
	text = all->cols - 2 - others;
	if (ui->focus == SLOT_LIST)
		preview(ui);
	see_index(ui);
	panes = part_card(ui, all);
	part = area_part(&panes, 0, 0, panes.rows, list);
	draw_pane(ui, SLOT_LIST, &part);
	separate(&panes, list);
	part = area_part(&panes, 0, list + 1, panes.rows, text);
	draw_pane(ui, SLOT_TEXT, &part);
	separate(&panes, list + text + 1);
	part = area_part(&panes, 0, list + text + 2, panes.rows, side);
	draw_pane(ui, SLOT_SIDE, &part);
}

static void draw_two(struct ui *ui, const struct area *all)
{
	int side = all->cols - 1 - 78 > 46 ? 46 : all->cols - 1 - 78;
	int text = all->cols - side - 1;
	struct area panes, part;

	see_index(ui);
	panes = part_card(ui, all);
	part = area_part(&panes, 0, 0, panes.rows, text);
	draw_pane(ui, SLOT_TEXT, &part);
	separate(&panes, text);
	part = area_part(&panes, 0, text + 1, panes.rows, side);
	draw_pane(ui, SLOT_SIDE, &part);
}

bool screen_is_zen(const struct ui *ui)
{
	return ui->is_zen && ui->focus == SLOT_TEXT;
}

/* The text alone, in the middle. */
static void draw_zen(struct ui *ui, const struct area *all)
{
	int wide = (int)ui->conf.number[CONF_WIDTH] + 6;
	struct area text;

	wide = wide > all->cols ? all->cols : wide;
	text = area_part(all, 0, (all->cols - wide) / 2, all->rows, wide);
	draw_pane(ui, SLOT_TEXT, &text);
}

static void draw_panes(struct ui *ui, const struct area *all)
{
	memset(ui->is_shown, 0, sizeof(ui->is_shown));
	ui->card_is_apart = false;
	if (ui->focus == SLOT_PAGE)
		draw_pane(ui, SLOT_PAGE, all);
	else if (speech_is_on(ui))
		draw_pane(ui, (enum slot)ui->focus, all);
	else if (screen_is_zen(ui))
		draw_zen(ui, all);
	else if (all->cols >= SCREEN_THREE)
		draw_three(ui, all);
	else if (all->cols >= SCREEN_TWO && ui->focus != SLOT_LIST)
		draw_two(ui, all);
	else
		draw_pane(ui, (enum slot)ui->focus, all);
}

/* ---- the last line ---- */

static void draw_message(struct ui *ui, const struct area *line)
{
	const struct ui_message *m =
		&ui->messages[(ui->n_messages - 1) % UI_MESSAGES];

	area_cut(line, 0, 1, line->cols - 1,
		 m->is_error ? STYLE_ERROR : STYLE_MESSAGE, m->text,
		 strlen(m->text));
}

static bool goes_on(const struct ui *ui, const struct binding *b)
{
	const struct view *view = ui->panes[ui->focus].view;

	return b->n > ui->n_sequence && b->command &&
	       memcmp(b->keys, ui->sequence,
		      ui->n_sequence * sizeof(b->keys[0])) == 0 &&
	       keys_holds(&ui->keys, b, view->where, view->class);
}

/* The i-th binding, if it goes on from the keys that were typed; of several
 * with the same next key, which begins their own menu, the first. */
static const struct binding *following(const struct ui *ui, uint32_t i)
{
	const struct binding *b = &ui->keys.at[i];

	if (!goes_on(ui, b))
		return NULL;
	for (uint32_t k = 0; k < i && b->n > ui->n_sequence + 1; k++) {
		if (goes_on(ui, &ui->keys.at[k]) &&
		    ui->keys.at[k].keys[ui->n_sequence] ==
			    b->keys[ui->n_sequence])
			return NULL;
	}
	return b;
}

/* What it does; of a menu of its own, what all in it begin with. */
static const char *menu_help(struct ui *ui, const struct binding *b)
{
	if (b->n == ui->n_sequence + 1)
		return keys_help(b);
	return arena_printf(&ui->frame, "%.*s...",
			    (int)strcspn(b->command, " "), b->command);
}

/* The keys that may follow those that were typed, on the last line. */
static void draw_menu(struct ui *ui, const struct area *line)
{
	int x = 1;

	for (uint32_t i = 0; i < ui->keys.n; i++) {
		const struct binding *b = following(ui, i);
		char key[16];

		if (!b)
			continue;
		x = area_string(line, 0, x, STYLE_CARD,
				key_spell(b->keys[ui->n_sequence], key));
		x = area_printf(line, 0, x, STYLE_STATUS, " %s   ",
				menu_help(ui, b));
	}
}

/* The same on a small screen: a row each, from where it was scrolled to. */
static void draw_menu_list(struct ui *ui, const struct area *all)
{
	uint32_t n = 0, skip;
	int y = 0;

	struct area at_end;

	for (uint32_t i = 0; i < ui->keys.n; i++)
		n += following(ui, i) != NULL;
	if (n < (uint32_t)all->rows) {
		at_end = area_part(all, all->rows - (int)n, 0, (int)n,
				   all->cols);
		all = &at_end;
	}
	if (ui->menu_top + (uint32_t)all->rows > n)
		ui->menu_top =
			n > (uint32_t)all->rows ? n - (uint32_t)all->rows : 0;
	skip = ui->menu_top;
	for (uint32_t i = 0; i < ui->keys.n && y < all->rows; i++) {
		const struct binding *b = following(ui, i);
		char key[16];
		int x;

		if (!b || skip-- > 0)
			continue;
		skip = 0;
		area_repeat(all, y, 0, all->cols, STYLE_TEXT, " ");
		x = area_string(all, y, 1, STYLE_CARD,
				key_spell(b->keys[ui->n_sequence], key));
		area_printf(all, y, x < 4 ? 4 : x + 1, STYLE_TEXT, "%s",
			    menu_help(ui, b));
		y++;
	}
}

static int menu_width(struct ui *ui)
{
	int wide = 1;

	for (uint32_t i = 0; i < ui->keys.n; i++) {
		const struct binding *b = following(ui, i);
		char key[16];

		if (b)
			wide += (int)(strlen(key_spell(b->keys[ui->n_sequence],
						       key)) +
				      cell_text(menu_help(ui, b),
						strlen(menu_help(ui, b)))) +
				4;
	}
	return wide;
}

static bool menu_is_list(struct ui *ui, const struct area *all)
{
	return menu_width(ui) > all->cols + 3 || all->cols < 60 ||
	       all->rows < 20 || speech_is_on(ui);
}

/* As many of the view's keys as have room, most wanted first. */
static void draw_keys(struct ui *ui, const struct area *line, int from)
{
	const struct pane *pane = &ui->panes[ui->focus];
	const char *keys = pane->view->keys;
	size_t room =
		line->cols > from + 3 ? (size_t)(line->cols - from - 3) : 0;
	const char *help = "? help";
	char text[200];
	size_t len = 0;

	/* a list of "key word" parted by two blanks; the help is last */
	while (keys && *keys) {
		const char *end = strstr(keys, "  ");
		size_t n = end ? (size_t)(end - keys) : strlen(keys);

		if (len + n + 2 >= sizeof(text) ||
		    cell_text(text, len) + n + 2 + strlen(help) > room)
			break;
		memcpy(text + len, keys, n);
		memcpy(text + len + n, "  ", 2);
		len += n + 2;
		keys = end ? end + 2 : NULL;
	}
	if (room < strlen(help))
		return;
	snprintf(text + len, sizeof(text) - len, "%s", help);
	area_right(line, 0, line->cols - 1, STYLE_STATUS, text);
}

static void draw_status(struct ui *ui, const struct area *line)
{
	struct pane *pane = &ui->panes[ui->focus];
	const char *left = pane->view->status
				   ? pane->view->status(ui, pane, &ui->frame)
				   : "";
	int x;

	if (job_is_running(ui))
		left = arena_printf(&ui->frame, "%s%s%s", left,
				    *left ? "   " : "",
				    job_words(ui, &ui->frame));
	x = area_cut(line, 0, 1, line->cols - 2, STYLE_STATUS, left,
		     strlen(left));

	draw_keys(ui, line, x);
}

static void draw_sequence(struct ui *ui, const struct area *line)
{
	char key[16];
	int x = line->cols - 8;

	if (ui->count > 0)
		x = area_printf(line, 0, x, STYLE_MESSAGE, "%d", ui->count);
	for (uint8_t i = 0; i < ui->n_sequence; i++)
		x = area_string(line, 0, x, STYLE_MESSAGE,
				key_spell(ui->sequence[i], key));
}

static const char *const leads[] = {
	[ASK_COMMAND] = ":", [ASK_FIND] = "/", [ASK_SEARCH] = "\\"};

static void draw_last(struct ui *ui, const struct area *all,
		      const struct area *line)
{
	if (ui->asks) {
		const char *lead = ui->asks == ASK_CORRECT  ? correct_lead(ui)
				   : ui->asks == ASK_KEEP   ? keep_lead(ui)
				   : ui->asks == ASK_ADD    ? add_lead(ui)
				   : ui->asks == ASK_SAVED  ? saved_lead(ui)
				   : ui->asks == ASK_SOURCE ? source_lead(ui)
							    : leads[ui->asks];

		if (ui->asks == ASK_FIND &&
		    ui->panes[ui->focus].view->is_narrowed)
			lead = "narrow to: ";
		prompt_draw(&ui->prompt, line, 0, lead);
	} else if (ui->is_hinting) {
		area_printf(line, 0, 1, STYLE_MESSAGE,
			    "type the letters of what to open   Esc ends");
	} else if (ui->wants_letter >= 0) {
		area_printf(line, 0, 1, STYLE_MESSAGE, "a letter, a to z%s",
			    ui->wants_letter == ACTION_GO_MARK
				    ? " of a place you marked"
				    : " for this place");
	} else if (ui->n_sequence > 0 && menu_is_list(ui, all)) {
		area_printf(line, 0, 1, STYLE_MESSAGE, "a key   Esc ends");
	} else if (ui->n_sequence > 0) {
		draw_menu(ui, line);
	} else if (ui->has_message) {
		draw_message(ui, line);
	} else if (!screen_is_zen(ui)) {
		draw_status(ui, line);
		if (ui->count > 0)
			draw_sequence(ui, line);
	}
}

/* ---- hints ---- */

void ui_target(struct ui *ui, const struct area *area, int y, int x,
	       int64_t value)
{
	ui_target_span(ui, area, y, x, area->cols - x, value);
}

void ui_target_span(struct ui *ui, const struct area *area, int y, int x,
		    int cols, int64_t value)
{
	if (y < 0 || y >= area->rows || x < 0 || x >= area->cols ||
	    ui->n_targets == UI_TARGETS)
		return;
	ui->targets[ui->n_targets++] =
		(struct target){area->y + y, area->x + x, cols, value};
}

void pane_draw_list(struct ui *ui, struct pane *pane, const struct area *body,
		    int title, bool has_focus, line_draw *draw)
{
	struct list *list = &pane->list;
	bool speaks = speech_is_on(ui);

	list_fit(list, (uint32_t)body->rows);
	if (has_focus)
		area_cursor(body, 0, speaks ? 0 : title);
	for (int y = 0; y < body->rows && list->top + (uint32_t)y < list->n;
	     y++) {
		uint32_t i = list->top + (uint32_t)y;

		draw(ui, pane, body, y, i);
		if (!list->at[i].stops)
			continue;
		if (has_focus)
			ui_target(ui, body, y, 0, i);
		if (i != list->cursor)
			continue;
		ui_draw_cursor(body, y, !speaks);
		if (has_focus)
			area_cursor(body, y, speaks ? 0 : title);
	}
}

static void draw_hints(struct ui *ui, const struct area *all)
{
	size_t typed = strlen(ui->hinted);

	for (uint32_t i = 0; i < ui->n_targets; i++) {
		const struct target *t = &ui->targets[i];
		char letters[3];

		command_hint(i, ui->n_targets, letters);
		if (strncmp(letters, ui->hinted, typed) == 0)
			area_string(all, t->y, t->x, STYLE_HINT,
				    letters + typed);
	}
}

/* The places that are marked, as many as there is room for. */
static void draw_marks(struct ui *ui, const struct area *all)
{
	int n = 0, y;

	for (size_t i = 0; i < array_length(ui->marks); i++)
		n += ui->marks[i].view != NULL;
	n = n > all->rows - 1 ? all->rows - 1 : n;
	y = all->rows - n;
	if (n && !speech_is_on(ui))
		area_repeat(all, y - 1, 0, all->cols, STYLE_RULE, "─");
	for (size_t i = 0; i < array_length(ui->marks) && y < all->rows; i++) {
		const struct place *mark = &ui->marks[i];
		struct choice row;

		if (!mark->view)
			continue;
		row = (struct choice){arena_printf(&ui->frame, "%c  %s",
						   (int)('a' + i), mark->title),
				      mark->view->name, 0};
		choice_draw(all, y++, &row, false);
	}
}

void screen_compose(struct ui *ui)
{
	struct area all, panes, line;
	int rows, cols;

	term_size(ui->term, &rows, &cols);
	if (rows != ui->canvas.rows || cols != ui->canvas.cols)
		canvas_resize(&ui->canvas, rows, cols);
	canvas_clear(&ui->canvas);
	arena_reset(&ui->frame);
	ui->n_targets = 0;
	all = area_all(&ui->canvas);
	panes = area_part(&all, 0, 0, rows > 1 ? rows - 1 : rows, cols);
	draw_panes(ui, &panes);
	if (ui->n_sequence > 0 && menu_is_list(ui, &all))
		draw_menu_list(ui, &panes);
	if (ui->wants_letter == ACTION_GO_MARK)
		draw_marks(ui, &panes);
	if (ui->asks == ASK_CORRECT)
		correct_draw(ui, &panes);
	else if (ask_is_query(ui))
		search_draw(ui, &panes);
	if (rows > 1) {
		int y = ui->canvas.cursor_y, x = ui->canvas.cursor_x;

		line = area_part(&all, rows - 1, 0, 1, cols);
		draw_last(ui, &all, &line);
		if (!ui->asks) {
			ui->canvas.cursor_y = y;
			ui->canvas.cursor_x = x;
		}
	}
	if (ui->is_hinting)
		draw_hints(ui, &all);
	if (speech_is_on(ui) && !ui->asks && !ui->is_hinting)
		speech_tidy(&ui->canvas);
	if (ui->conf.number[CONF_BIDI])
		bidi_order(&ui->canvas);
}

void screen_draw(struct ui *ui)
{
	screen_compose(ui);
	term_draw(ui->term, &ui->canvas);
}
