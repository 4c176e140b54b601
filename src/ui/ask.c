/* Lines that are typed: commands, what to find, what to search for. */
#include <stdio.h>
#include <string.h>

#include "ui/add.h"
#include "ui/command.h"
#include "ui/correct.h"
#include "ui/keep.h"
#include "ui/saved.h"
#include "ui/search.h"
#include "ui/source.h"
#include "ui/view.h"

void ask_start(struct ui *ui, enum prompt_kind kind,
	       struct prompt_history *history, const char *text)
{
	ui->asks = (uint8_t)kind;
	prompt_start(&ui->prompt, history, text);
	if (ask_is_query(ui))
		search_list(ui);
}

/* Complete the word before the insertion point with commands, options, views
 * or styles; the common beginning of several. */
static void complete(struct ui *ui)
{
	struct prompt *p = &ui->prompt;
	const char *blank = strrchr(p->text, ' ');
	size_t from = blank ? (size_t)(blank - p->text) + 1 : 0;
	size_t len = p->len - from, common = 0;
	char found[64] = "", line[PROMPT_MOST + 1];
	uint32_t n = 0, total = ACTIONS + CONF_OPTIONS + STYLES + WHERES;

	for (uint32_t i = 0; i < total; i++) {
		uint32_t o = i - ACTIONS, s = o - CONF_OPTIONS, w = s - STYLES;
		bool is_set = strncmp(p->text, "set ", 4) == 0;
		bool is_color = strncmp(p->text, "color ", 6) == 0;
		const char *name =
			i < ACTIONS
				? from == 0 || strncmp(p->text, "bind ", 5) == 0
					  ? ui_actions[i].name
					  : NULL
			: o < CONF_OPTIONS
				? is_set ? conf_options[o].name : NULL
			: s < STYLES
				? is_color ? style_name((enum style)s) : NULL
			: from > 0 && !is_set && !is_color
				? keys_where((uint8_t)w)
				: NULL;

		if (!name || strncmp(name, p->text + from, len) != 0)
			continue;
		if (n++ == 0) {
			snprintf(found, sizeof(found), "%s", name);
			common = strlen(found);
		}
		while (common > 0 && strncmp(found, name, common) != 0)
			common--;
	}
	if (n == 0 || p->at != p->len)
		return;
	snprintf(line, sizeof(line), "%.*s%.*s%s", (int)from, p->text,
		 (int)common, found, n == 1 ? " " : "");
	prompt_set(p, line);
}

bool ask_is_query(const struct ui *ui)
{
	return ui->asks == ASK_SEARCH ||
	       (ui->asks == ASK_FIND &&
		ui->panes[ui->focus].view == &ui_view_articles);
}

static void prompt_changed(struct ui *ui)
{
	struct pane *pane = &ui->panes[ui->focus];

	if (ask_is_query(ui))
		search_list(ui);
	if (ui->asks == ASK_FIND)
		pane->view->find(ui, pane, ui->prompt.text, FIND_TYPED);
	else if (ui->asks == ASK_SEARCH)
		search_typed(ui);
	else if (ui->asks == ASK_CORRECT)
		correct_typed(ui);
}

static void prompt_ended(struct ui *ui, bool is_kept)
{
	struct pane *pane = &ui->panes[ui->focus];
	enum prompt_kind kind = (enum prompt_kind)ui->asks;
	char line[PROMPT_MOST + 1];

	if (kind == ASK_CORRECT) {
		correct_ended(ui, is_kept);
		return;
	}
	if (kind == ASK_KEEP) {
		keep_ended(ui, is_kept);
		return;
	}
	if (kind == ASK_SAVED) {
		saved_ended(ui, is_kept);
		return;
	}
	if (kind == ASK_ADD) {
		add_ended(ui, is_kept);
		return;
	}
	if (kind == ASK_SOURCE) {
		source_ended(ui, is_kept);
		return;
	}
	ui->asks = ASK_NONE;
	if (is_kept)
		prompt_keep(&ui->prompt);
	snprintf(line, sizeof(line), "%s", ui->prompt.text);
	if (kind == ASK_FIND)
		pane->view->find(ui, pane, line,
				 is_kept ? FIND_DONE : FIND_CANCEL);
	else if (kind == ASK_SEARCH)
		search_ended(ui, is_kept);
	else if (is_kept && *line)
		ui_command(ui, line, 0);
}

static void complete_query(struct ui *ui, uint32_t key)
{
	search_complete(ui, key == KEY_BACKTAB ? -1 : 1);
	prompt_changed(ui);
}

void ask_key(struct ui *ui, uint32_t key)
{
	if (key == KEY_ESC || key == KEY_CTRL('c') || key == KEY_CTRL('g'))
		ui->rest[0] = '\0'; /* what waited for the answer */
	if (ui->asks == ASK_CORRECT && correct_key(ui, key))
		return;
	switch (prompt_key(&ui->prompt, key)) {
	case PROMPT_CHANGED:
		prompt_changed(ui);
		break;
	case PROMPT_ENTER:
		prompt_ended(ui, true);
		break;
	case PROMPT_CANCEL:
		prompt_ended(ui, false);
		break;
	case PROMPT_COMPLETE:
	case PROMPT_COMPLETE_BACK:
		if (ui->asks == ASK_COMMAND)
			complete(ui);
		else if (ask_is_query(ui))
			complete_query(ui, key);
		else if (ui->asks == ASK_CORRECT)
			correct_complete(ui);
		else if (ui->asks == ASK_KEEP)
			keep_complete(ui);
		else if (ui->asks == ASK_ADD)
			add_complete(ui);
		break;
	case PROMPT_NONE:
		break;
	}
}

void command_paste(struct ui *ui, const char *text)
{
	if (!ui->asks) {
		ui_say(ui, "pasted text is left out: it is not keys");
		return;
	}
	prompt_insert(&ui->prompt, text);
	prompt_changed(ui);
}
