/* Keys to commands: counts, sequences, letters of places, letters of hints. */
#include <string.h>

#include "ui/command.h"
#include "ui/screen.h"
#include "ui/view.h"

#define COUNT_MOST 99999

/* ---- hints ---- */

static const char hint_letters[] = "asdfghjklqwertyuiopzxcvbnm";
#define HINT_LETTERS (sizeof(hint_letters) - 1)

void command_hint(uint32_t i, uint32_t n, char letters[3])
{
	letters[1] = letters[2] = '\0';
	if (n <= HINT_LETTERS) {
		letters[0] = hint_letters[i];
		return;
	}
	letters[0] = hint_letters[i / HINT_LETTERS % HINT_LETTERS];
	letters[1] = hint_letters[i % HINT_LETTERS];
}

static void end_hints(struct ui *ui)
{
	ui->is_hinting = false;
	ui->hinted[0] = '\0';
}

static void hint_key(struct ui *ui, uint32_t key)
{
	struct pane *pane = &ui->panes[ui->focus];
	size_t typed = strlen(ui->hinted);
	bool may_follow = false;

	if (key < 'a' || key > 'z') {
		ui->rest[0] = '\0';
		end_hints(ui);
		return;
	}
	ui->hinted[typed] = (char)key;
	ui->hinted[typed + 1] = '\0';
	for (uint32_t i = 0; i < ui->n_targets; i++) {
		char letters[3];

		command_hint(i, ui->n_targets, letters);
		if (strcmp(letters, ui->hinted) == 0) {
			int64_t value = ui->targets[i].value;

			end_hints(ui);
			pane->view->pick(ui, pane, value);
			return;
		}
		may_follow |= strncmp(letters, ui->hinted, typed + 1) == 0;
	}
	if (!may_follow)
		end_hints(ui);
}

static void letter_key(struct ui *ui, uint32_t key)
{
	int action = ui->wants_letter;
	struct visit *now = trail_now(&ui->trail);
	struct place *mark;

	ui->wants_letter = -1;
	if (key < 'a' || key > 'z') {
		ui->rest[0] = '\0';
		return;
	}
	mark = &ui->marks[key - 'a'];
	if (action == ACTION_SET_MARK) {
		struct pane *pane = &ui->panes[now->place.view->slot];

		if (pane->view == now->place.view && pane->view->leave)
			pane->view->leave(ui, pane, &now->place);
		*mark = now->place;
		ui->marked |= 1u << (key - 'a');
		visits_save(ui);
		ui_say(ui, "this place is '%c' now", (char)key);
	} else if (!mark->view) {
		ui_say(ui, "no place is marked '%c'", (char)key);
	} else {
		ui_go(ui, mark);
	}
}

static bool count_key(struct ui *ui, uint32_t key)
{
	if (ui->n_sequence > 0 || key > '9' ||
	    key < (ui->count > 0 ? '0' : '1'))
		return false;
	ui->count = ui->count * 10 + (int)(key - '0');
	if (ui->count > COUNT_MOST)
		ui->count = COUNT_MOST;
	return true;
}

/* On small screens the menu of next keys is a list, which may be longer than
 * the screen. */
static bool scroll_menu(struct ui *ui, uint32_t key)
{
	if (key != KEY_DOWN && key != KEY_UP && key != KEY_PAGE_DOWN &&
	    key != KEY_PAGE_UP && key != ' ')
		return false;
	ui->n_sequence--;
	if (key == KEY_UP || key == KEY_PAGE_UP)
		ui->menu_top -= ui->menu_top > 0;
	else
		ui->menu_top++;
	return true;
}

static void sequence_key(struct ui *ui, uint32_t key)
{
	const struct view *view = ui->panes[ui->focus].view;
	const struct binding *b;
	enum keys_found found;
	int count = ui->count;
	char text[16];

	ui->sequence[ui->n_sequence++] = key;
	found = keys_find(&ui->keys, view->where, view->class, ui->sequence,
			  ui->n_sequence, &b);
	if (found == KEYS_MORE && ui->n_sequence < KEYS_LONGEST) {
		ui->menu_top = 0;
		return;
	}
	if (found == KEYS_NONE && ui->n_sequence > 1 && scroll_menu(ui, key))
		return;
	if (found != KEYS_FOUND && ui->n_sequence == 1)
		ui_say(ui, "%s does nothing here; ? says what does",
		       key_spell(key, text));
	ui->n_sequence = 0;
	ui->count = 0;
	if (found == KEYS_FOUND)
		ui_command(ui, b->command, count);
}

/* Keys may come before a view was drawn or has its rows: they are to do the
 * same as if one had waited. */
static void be_ready(struct ui *ui)
{
	struct pane *pane = &ui->panes[ui->focus];

	if (pane->rows == 0)
		screen_compose(ui);
	if (pane->later_ms == LATER_AT_ONCE) {
		pane->later_ms = 0;
		pane->view->later(ui, pane);
	}
}

void command_key(struct ui *ui, uint32_t key)
{
	bool had_next = ui->next_opens;

	be_ready(ui);
	ui->has_message = false;
	if (ui->asks)
		ask_key(ui, key);
	else if (ui->is_hinting)
		hint_key(ui, key);
	else if (ui->wants_letter >= 0)
		letter_key(ui, key);
	else if (!count_key(ui, key))
		sequence_key(ui, key);
	command_go_on(ui);
	/* what was announced holds for the very next key only */
	if (had_next)
		ui->next_opens = false;
}

/* ---- the mouse ---- */

static bool is_in(const struct pane *pane, const struct mouse *m)
{
	return pane->view && m->y >= pane->y && m->y < pane->y + pane->rows &&
	       m->x >= pane->x && m->x < pane->x + pane->cols;
}

/* The target under a click: the last to begin before it on its row. */
static const struct target *find_target(const struct ui *ui,
					const struct mouse *m)
{
	const struct target *best = NULL;

	for (uint32_t i = 0; i < ui->n_targets; i++) {
		const struct target *t = &ui->targets[i];

		if (t->y == m->y && t->x <= m->x && m->x < t->x + t->cols &&
		    (!best || t->x >= best->x))
			best = t;
	}
	return best;
}

static void click(struct ui *ui, struct pane *pane, const struct mouse *m)
{
	const struct target *t = find_target(ui, m);

	if (t && pane->view->pick)
		pane->view->pick(ui, pane, t->value);
}

void command_mouse(struct ui *ui, const struct mouse *m)
{
	if (!ui->conf.number[CONF_MOUSE] || ui->asks || ui->is_hinting ||
	    ui->wants_letter >= 0)
		return;
	be_ready(ui);
	ui->has_message = false;
	ui->n_sequence = 0;
	for (uint8_t slot = 0; slot < SLOTS; slot++) {
		struct pane *pane = &ui->panes[slot];

		if (!ui->is_shown[slot] || !is_in(pane, m))
			continue;
		if (slot != ui->focus) {
			/* its targets are named when it has the focus */
			ui_focus(ui, (enum slot)slot);
			screen_compose(ui);
		}
		if (m->kind == MOUSE_CLICK)
			click(ui, pane, m);
		else
			ui_command(ui,
				   m->kind == MOUSE_WHEEL_UP ? "up" : "down",
				   3);
		return;
	}
}
