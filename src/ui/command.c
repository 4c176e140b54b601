#include "ui/command.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
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

/* ---- what holds in every view ---- */

typedef void global_run(struct ui *ui, int count, const char *const *words,
			uint32_t n);

static void do_close(struct ui *ui, int count, const char *const *words,
		     uint32_t n)
{
	const struct visit *now = trail_now(&ui->trail);

	(void)count, (void)words, (void)n;
	if (ui->focus == SLOT_SIDE && now->place.view->slot != SLOT_SIDE)
		ui_focus(ui, SLOT_TEXT);
	else
		ui_step(ui, 0);
}

static void do_quit(struct ui *ui, int count, const char *const *words,
		    uint32_t n)
{
	(void)count, (void)words, (void)n;
	ui->is_over = true;
}

static void do_back(struct ui *ui, int count, const char *const *words,
		    uint32_t n)
{
	(void)words, (void)n;
	for (int i = 0; i < (count ? count : 1); i++)
		ui_step(ui, -1);
}

static void do_forward(struct ui *ui, int count, const char *const *words,
		       uint32_t n)
{
	(void)words, (void)n;
	for (int i = 0; i < (count ? count : 1); i++)
		ui_step(ui, 1);
}

static void do_left(struct ui *ui, int count, const char *const *words,
		    uint32_t n)
{
	(void)count, (void)words, (void)n;
	if (ui->focus == SLOT_SIDE)
		ui_focus(ui, SLOT_TEXT);
	else if (ui->focus == SLOT_TEXT)
		ui_focus(ui, SLOT_LIST);
	else if (ui->focus == SLOT_PAGE)
		ui_step(ui, -1);
}

static void do_right(struct ui *ui, int count, const char *const *words,
		     uint32_t n)
{
	struct pane *pane = &ui->panes[ui->focus];

	(void)count, (void)words, (void)n;
	if (ui->focus == SLOT_LIST)
		pane->view->act(ui, pane, ACTION_OPEN, 0);
	else if (ui->focus == SLOT_TEXT)
		ui_command(ui, "index", 0);
}

static void do_hint(struct ui *ui, int count, const char *const *words,
		    uint32_t n)
{
	(void)count, (void)words, (void)n;
	if (ui->n_targets == 0 || !ui->panes[ui->focus].view->pick)
		ui_say(ui, "nothing here leads on");
	else
		ui->is_hinting = true;
}

static void ask(struct ui *ui, enum prompt_kind kind,
		struct prompt_history *history, const char *text)
{
	ui->asks = (uint8_t)kind;
	prompt_start(&ui->prompt, history, text);
}

static void do_command(struct ui *ui, int count, const char *const *words,
		       uint32_t n)
{
	(void)count;
	ask(ui, ASK_COMMAND, &ui->commands, n > 1 ? words[1] : "");
}

static void do_find(struct ui *ui, int count, const char *const *words,
		    uint32_t n)
{
	(void)count, (void)words, (void)n;
	if (ui->panes[ui->focus].view->find)
		ask(ui, ASK_FIND, &ui->finds, "");
	else
		ui_say(ui, "there is nothing to narrow here");
}

static void do_search(struct ui *ui, int count, const char *const *words,
		      uint32_t n)
{
	(void)count;
	if (n > 1) {
		ui_go_query(ui, words[1]);
		return;
	}
	ui->search_is_open = false;
	snprintf(ui->before_search, sizeof(ui->before_search), "%s",
		 ui->roll.text);
	ask(ui, ASK_SEARCH, &ui->searches, "");
}

static void do_undo(struct ui *ui, int count, const char *const *words,
		    uint32_t n)
{
	(void)count, (void)words, (void)n;
	ui_undo(ui, false);
}

static void do_redo(struct ui *ui, int count, const char *const *words,
		    uint32_t n)
{
	(void)count, (void)words, (void)n;
	ui_undo(ui, true);
}

static void do_view(struct ui *ui, int count, const char *const *words,
		    uint32_t n)
{
	const struct view *view = n > 1 ? view_find(words[1]) : NULL;
	int64_t id = 0;

	(void)count;
	if (!view) {
		ui_say(ui, "there is no view '%s'", n > 1 ? words[1] : "");
		return;
	}
	if (view == &ui_view_article || view == &ui_view_related ||
	    view == &ui_view_index)
		id = ui->reading.art ? ui->reading.id : 0;
	if (view == &ui_view_name)
		id = ui->reading.art ? reading_entity(&ui->reading) : 0;
	ui_go_view(ui, view, id);
}

static void do_help(struct ui *ui, int count, const char *const *words,
		    uint32_t n)
{
	const struct view *view = ui->panes[ui->focus].view;
	struct place place = {.view = &ui_view_help};

	(void)count, (void)words, (void)n;
	if (view == &ui_view_help)
		return;
	snprintf(place.text, sizeof(place.text), "%s", view->name);
	ui_go(ui, &place);
}

static void do_redraw(struct ui *ui, int count, const char *const *words,
		      uint32_t n)
{
	(void)count, (void)words, (void)n;
	term_forget(ui->term);
}

static void do_suspend(struct ui *ui, int count, const char *const *words,
		       uint32_t n)
{
	(void)count, (void)words, (void)n;
	term_suspend(ui->term);
}

static void wait_letter(struct ui *ui, const char *const *words, uint32_t n,
			enum action action)
{
	if (n > 1) {
		ui->wants_letter = (int)action;
		command_key(ui, (uint32_t)words[1][0]);
	} else {
		ui->wants_letter = (int)action;
	}
}

static void do_mark(struct ui *ui, int count, const char *const *words,
		    uint32_t n)
{
	(void)count;
	wait_letter(ui, words, n, ACTION_SET_MARK);
}

static void do_go_mark(struct ui *ui, int count, const char *const *words,
		       uint32_t n)
{
	(void)count;
	wait_letter(ui, words, n, ACTION_GO_MARK);
}

static void do_configure(struct ui *ui, int count, const char *const *words,
			 uint32_t n)
{
	struct error err;

	(void)count;
	if (!command_configure(ui, words, n, &err))
		ui_say_error(ui, &err);
}

static global_run *const global[ACTIONS] = {
	[ACTION_CLOSE] = do_close,      [ACTION_QUIT] = do_quit,
	[ACTION_BACK] = do_back,        [ACTION_FORWARD] = do_forward,
	[ACTION_LEFT] = do_left,        [ACTION_RIGHT] = do_right,
	[ACTION_HINT] = do_hint,        [ACTION_FIND] = do_find,
	[ACTION_SEARCH] = do_search,    [ACTION_COMMAND] = do_command,
	[ACTION_UNDO] = do_undo,        [ACTION_REDO] = do_redo,
	[ACTION_VIEW] = do_view,        [ACTION_HELP] = do_help,
	[ACTION_REDRAW] = do_redraw,    [ACTION_SUSPEND] = do_suspend,
	[ACTION_SET_MARK] = do_mark,    [ACTION_GO_MARK] = do_go_mark,
	[ACTION_SET] = do_configure,    [ACTION_BIND] = do_configure,
	[ACTION_UNBIND] = do_configure, [ACTION_COLOR] = do_configure,
};

/* ---- configuration ---- */

static const char *join(struct arena *a, const char *const *words, uint32_t n)
{
	const char *all = n ? words[0] : "";

	for (uint32_t i = 1; i < n; i++)
		all = arena_printf(a, "%s %s", all, words[i]);
	return all;
}

bool command_configure(struct ui *ui, const char *const *words, uint32_t n,
		       struct error *err)
{
	int action = action_find(words[0]);

	switch (action) {
	case ACTION_SET:
		if (n < 2)
			return error_set(err, "set wants an option");
		ui->reading.width = 0; /* lay out again */
		return conf_set(&ui->conf, words[1], n > 2 ? words[2] : "",
				err);
	case ACTION_BIND:
		if (n < 4)
			return error_set(err, "bind wants a place, keys and a "
					      "command");
		return keys_bind(&ui->keys, words[1], words[2],
				 join(&ui->arena, words + 3, n - 3), err);
	case ACTION_UNBIND:
		if (n != 3)
			return error_set(err, "unbind wants a place and keys");
		return keys_bind(&ui->keys, words[1], words[2], NULL, err);
	case ACTION_COLOR:
		if (ui->term)
			term_forget(ui->term);
		return style_set(&ui->theme, words + 1, n - 1, err);
	default:
		return error_set(err,
				 "'%s' configures nothing; set, bind, "
				 "unbind and color do",
				 words[0]);
	}
}

/* ---- lines ---- */

static bool run(struct ui *ui, const char *const *words, uint32_t n, int count)
{
	struct pane *pane = &ui->panes[ui->focus];
	int action = action_find(words[0]);

	if (action < 0) {
		ui_say(ui, "there is no command '%s'", words[0]);
		return false;
	}
	if (pane->view->act &&
	    pane->view->act(ui, pane, (enum action)action, count))
		return true;
	if (global[action]) {
		global[action](ui, count, words, n);
		return true;
	}
	if (pane->view->class == WHERE_LIST &&
	    list_act(pane, (enum action)action, count))
		return true;
	if (action != ACTION_CANCEL)
		ui_say(ui, "%s means nothing here", words[0]);
	return false;
}

bool ui_command(struct ui *ui, const char *line, int count)
{
	const char *words[CONF_WORDS];
	struct arena a;
	struct error err;
	uint32_t n;
	bool done = false;

	arena_init(&a);
	if (strncmp(line, "search ", 7) == 0) {
		/* a query keeps its marks */
		words[0] = "search";
		words[1] = line + 7;
		done = run(ui, words, 2, count);
	} else if (!conf_words(&a, slice_of(line), words, &n, &err)) {
		ui_say_error(ui, &err);
	} else if (n > 0) {
		done = run(ui, words, n, count);
	}
	arena_free(&a);
	return done;
}

/* ---- prompts ---- */

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

/* Show what the typed query finds, in place of what it found before. */
static void search_typed(struct ui *ui)
{
	const char *text = ui->prompt.text;
	struct query_fault fault;
	struct error err;
	struct place place = {.view = &ui_view_articles};

	if (!ui->search_is_open) {
		snprintf(place.text, sizeof(place.text), "%s", ui->roll.text);
		if (!ui_go(ui, &place))
			return;
		ui->search_is_open = true;
	}
	/* what is not yet a query leaves the last answer standing */
	if (!roll_open(&ui->roll, text, ui->now, 0, &fault, &err))
		return;
	snprintf(ui->panes[SLOT_LIST].place.text, PLACE_TEXT, "%s", text);
	snprintf(trail_now(&ui->trail)->place.text, PLACE_TEXT, "%s", text);
}

static void say_fault(struct ui *ui, const char *text)
{
	struct query_fault fault;
	struct error err;
	struct roll probe;

	roll_init(&probe, ui->store);
	if (!roll_open(&probe, text, ui->now, 0, &fault, &err)) {
		if (fault.end > fault.start)
			error_note(&err, "'%.*s'",
				   (int)(fault.end - fault.start),
				   text + fault.start);
		ui_say_error(ui, &err);
	}
	roll_free(&probe);
}

static void search_ended(struct ui *ui, bool is_kept)
{
	struct query_fault fault;
	struct error err;

	if (!is_kept && ui->search_is_open) {
		/* the list beside or behind is what it was, too */
		if (!roll_open(&ui->roll, ui->before_search, ui->now, 0, &fault,
			       &err))
			ui_say_error(ui, &err);
		ui_step(ui, 0);
		if (ui->reading.art)
			roll_find(&ui->roll, ui->reading.docid);
	} else if (is_kept && strcmp(ui->roll.text, ui->prompt.text) != 0)
		say_fault(ui, ui->prompt.text);
	else if (is_kept && ui->roll.notes)
		ui_say(ui, "%s", ui->roll.notes);
	ui->search_is_open = false;
}

static void prompt_changed(struct ui *ui)
{
	struct pane *pane = &ui->panes[ui->focus];

	if (ui->asks == ASK_FIND)
		pane->view->find(ui, pane, ui->prompt.text, FIND_TYPED);
	else if (ui->asks == ASK_SEARCH)
		search_typed(ui);
}

static void prompt_ended(struct ui *ui, bool is_kept)
{
	struct pane *pane = &ui->panes[ui->focus];
	enum prompt_kind kind = (enum prompt_kind)ui->asks;
	char line[PROMPT_MOST + 1];

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

static void asked_key(struct ui *ui, uint32_t key)
{
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
		if (ui->asks == ASK_COMMAND)
			complete(ui);
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

/* ---- keys ---- */

static void letter_key(struct ui *ui, uint32_t key)
{
	int action = ui->wants_letter;
	struct visit *now = trail_now(&ui->trail);
	struct place *mark;

	ui->wants_letter = -1;
	if (key < 'a' || key > 'z')
		return;
	mark = &ui->marks[key - 'a'];
	if (action == ACTION_SET_MARK) {
		struct pane *pane = &ui->panes[now->place.view->slot];

		if (pane->view == now->place.view && pane->view->leave)
			pane->view->leave(ui, pane, &now->place);
		*mark = now->place;
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
	if (found == KEYS_MORE && ui->n_sequence < KEYS_LONGEST)
		return;
	if (found != KEYS_FOUND && ui->n_sequence == 1)
		ui_say(ui, "%s does nothing here; ? says what does",
		       key_spell(key, text));
	ui->n_sequence = 0;
	ui->count = 0;
	if (found == KEYS_FOUND)
		ui_command(ui, b->command, count);
}

void command_key(struct ui *ui, uint32_t key)
{
	bool had_next = ui->next_opens;

	ui->has_message = false;
	if (ui->asks)
		asked_key(ui, key);
	else if (ui->is_hinting)
		hint_key(ui, key);
	else if (ui->wants_letter >= 0)
		letter_key(ui, key);
	else if (!count_key(ui, key))
		sequence_key(ui, key);
	/* what was announced holds for the very next key only */
	if (had_next)
		ui->next_opens = false;
}
