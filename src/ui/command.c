#include "ui/command.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "ui/add.h"
#include "ui/correct.h"
#include "ui/job.h"
#include "ui/keep.h"
#include "ui/line.h"
#include "ui/saved.h"
#include "ui/search.h"
#include "ui/view.h"
#include "ui/yank.h"

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

static const char *join(struct arena *a, const char *const *words, uint32_t n)
{
	const char *all = n ? words[0] : "";

	for (uint32_t i = 1; i < n; i++)
		all = arena_printf(a, "%s %s", all, words[i]);
	return all;
}

static void do_command(struct ui *ui, int count, const char *const *words,
		       uint32_t n)
{
	(void)count;
	ask_start(ui, ASK_COMMAND, &ui->commands,
		  join(&ui->frame, words + 1, n - 1));
}

static void do_find(struct ui *ui, int count, const char *const *words,
		    uint32_t n)
{
	(void)count, (void)words, (void)n;
	if (ui->panes[ui->focus].view->find)
		ask_start(ui, ASK_FIND, &ui->finds, "");
	else
		ui_say(ui, "there is nothing to narrow here");
}

static void do_search(struct ui *ui, int count, const char *const *words,
		      uint32_t n)
{
	(void)count;
	if (n > 1) {
		search_go(ui, words[1]);
		return;
	}
	search_start(ui, "");
}

static void do_fetch(struct ui *ui, int count, const char *const *words,
		     uint32_t n)
{
	(void)count, (void)words, (void)n;
	job_fetch(ui, NULL);
}

static void do_fetch_all(struct ui *ui, int count, const char *const *words,
			 uint32_t n)
{
	(void)count, (void)words, (void)n;
	job_fetch(ui, "--force");
}

static void do_add(struct ui *ui, int count, const char *const *words,
		   uint32_t n)
{
	int action = action_find(words[0]);

	(void)count;
	if (action >= 0)
		add_start(ui, (enum action)action,
			  n > 1 ? join(&ui->frame, words + 1, n - 1) : "");
}

static void do_enclosure(struct ui *ui, int count, const char *const *words,
			 uint32_t n)
{
	int64_t id = keep_article(ui);

	(void)words, (void)n;
	if (id)
		enclosure_open(ui, id, count);
	else
		ui_say(ui, "no article has the focus");
}

static void do_sort(struct ui *ui, int count, const char *const *words,
		    uint32_t n)
{
	int order = n > 1 ? names_find(&roll_orders, slice_of(words[1])) : -1;
	struct error err;

	(void)count;
	if (n > 1 && order < 0) {
		ui_say(ui,
		       "the list is sorted by newest, oldest, best, title, "
		       "source, longest or unread, not by '%s'",
		       words[1]);
		return;
	}
	if (n > 1 && !roll_sort(&ui->roll, (enum roll_order)order, &err)) {
		ui_say_error(ui, &err);
		return;
	}
	ui_say(ui, "%s%s", roll_order_words(ui->roll.order),
	       ui->roll.is_cut ? ", of the newest 4,000" : "");
}

static void do_unread_only(struct ui *ui, int count, const char *const *words,
			   uint32_t n)
{
	(void)count, (void)words, (void)n;
	search_toggle_unread(ui);
}

static void do_save_view(struct ui *ui, int count, const char *const *words,
			 uint32_t n)
{
	(void)count;
	saved_save(ui, n > 1 ? words[1] : "");
}

static void do_rule(struct ui *ui, int count, const char *const *words,
		    uint32_t n)
{
	(void)count;
	saved_rule(ui, n > 1 ? join(&ui->frame, words + 1, n - 1) : "");
}

static void do_reannotate(struct ui *ui, int count, const char *const *words,
			  uint32_t n)
{
	(void)count;
	job_reannotate(ui, n > 1 ? join(&ui->frame, words + 1, n - 1) : NULL);
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

static void do_correct(struct ui *ui, int count, const char *const *words,
		       uint32_t n)
{
	int action = action_find(words[0]);

	(void)count;
	if (action >= 0)
		correct_start(ui, (enum action)action,
			      n > 1 ? join(&ui->frame, words + 1, n - 1) : "");
}

static void do_copy(struct ui *ui, int count, const char *const *words,
		    uint32_t n)
{
	int action = action_find(words[0]);

	(void)count, (void)n;
	if (action >= 0)
		yank(ui, (enum action)action);
}

static void do_keep(struct ui *ui, int count, const char *const *words,
		    uint32_t n)
{
	int action = action_find(words[0]);

	(void)count;
	if (action >= 0)
		keep_start(ui, (enum action)action,
			   n > 1 ? join(&ui->frame, words + 1, n - 1) : "");
}

/* The article under the list's cursor, else the one that is read. */
static int64_t article_meant(const struct ui *ui)
{
	const struct article_row *row = roll_current(&ui->roll);

	if (ui->focus == SLOT_LIST && row)
		return row->art->id;
	return ui->reading.art ? ui->reading.id : 0;
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
	    view == &ui_view_story || view == &ui_view_index)
		id = article_meant(ui);
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

static void do_nothing(struct ui *ui, int count, const char *const *words,
		       uint32_t n)
{
	(void)ui, (void)count, (void)words, (void)n;
}

static void do_configure(struct ui *ui, int count, const char *const *words,
			 uint32_t n)
{
	struct error err;

	(void)count;
	if (!configure(ui, action_find(words[0]), words, n, &err))
		ui_say_error(ui, &err);
}

static global_run *const global[ACTIONS] = {
	[ACTION_CLOSE] = do_close,
	[ACTION_QUIT] = do_quit,
	[ACTION_BACK] = do_back,
	[ACTION_FORWARD] = do_forward,
	[ACTION_LEFT] = do_left,
	[ACTION_RIGHT] = do_right,
	[ACTION_HINT] = do_hint,
	[ACTION_FIND] = do_find,
	[ACTION_SEARCH] = do_search,
	[ACTION_COMMAND] = do_command,
	[ACTION_FETCH] = do_fetch,
	[ACTION_FETCH_ALL] = do_fetch_all,
	[ACTION_ADD] = do_add,
	[ACTION_SUBSCRIBE] = do_add,
	[ACTION_REANNOTATE] = do_reannotate,
	[ACTION_SAVE_VIEW] = do_save_view,
	[ACTION_ENCLOSURE] = do_enclosure,
	[ACTION_SORT] = do_sort,
	[ACTION_UNREAD_ONLY] = do_unread_only,
	[ACTION_RULE] = do_rule,
	[ACTION_UNDO] = do_undo,
	[ACTION_REDO] = do_redo,
	[ACTION_VIEW] = do_view,
	[ACTION_HELP] = do_help,
	[ACTION_NOTHING] = do_nothing,
	[ACTION_REDRAW] = do_redraw,
	[ACTION_SUSPEND] = do_suspend,
	[ACTION_SET_MARK] = do_mark,
	[ACTION_GO_MARK] = do_go_mark,
	[ACTION_SET] = do_configure,
	[ACTION_BIND] = do_configure,
	[ACTION_UNBIND] = do_configure,
	[ACTION_COLOR] = do_configure,
	[ACTION_SAME_AS] = do_correct,
	[ACTION_SOMEONE_ELSE] = do_correct,
	[ACTION_RENAME] = do_correct,
	[ACTION_KIND] = do_correct,
	[ACTION_HIDE] = do_correct,
	[ACTION_SPEAKER] = do_correct,
	[ACTION_DATE] = do_correct,
	[ACTION_WHY] = do_correct,
	[ACTION_NOT_A_NAME] = do_correct,
	[ACTION_TAG] = do_keep,
	[ACTION_NOTE] = do_keep,
	[ACTION_READ_ALL] = do_keep,
	[ACTION_PIPE] = do_keep,
	[ACTION_BROWSER] = do_keep,
	[ACTION_BROWSER_READ] = do_keep,
	[ACTION_SAVE] = do_keep,
	[ACTION_COPY_LINK] = do_copy,
	[ACTION_COPY_QUOTE] = do_copy,
	[ACTION_COPY_CITATION] = do_copy,
	[ACTION_COPY_NAME] = do_copy,
};

/* ---- lines ---- */

static bool run(struct ui *ui, const struct command_line *line)
{
	struct pane *pane = &ui->panes[ui->focus];
	enum action action = (enum action)line->action;

	ui->given = line->n > 1 ? join(&ui->frame,
				       (const char *const *)line->words + 1,
				       line->n - 1)
				: "";
	if (pane->view->act && pane->view->act(ui, pane, action, line->count))
		return true;
	if (global[action]) {
		global[action](ui, line->count, line->words, line->n);
		return true;
	}
	if (pane->view->class == WHERE_LIST &&
	    list_act(pane, action, line->count))
		return true;
	if (action != ACTION_CANCEL)
		ui_say(ui, "%s means nothing here", line->words[0]);
	return false;
}

/* Does something ask before the next command can be? */
static bool is_asking(const struct ui *ui)
{
	return ui->asks || ui->wants_letter >= 0 || ui->is_hinting;
}

/* The rest of a line waits for the answer. */
static void put_off(struct ui *ui, struct slice rest)
{
	rest = slice_trim(rest);
	if (rest.len < sizeof(ui->rest))
		snprintf(ui->rest, sizeof(ui->rest), "%.*s", (int)rest.len,
			 rest.at ? rest.at : "");
}

/* false: one could not be done, and those behind it were not. */
static bool run_line(struct ui *ui, struct slice rest, int count)
{
	struct command_line line;
	struct arena a;
	struct error err;
	bool done = true;

	arena_init(&a);
	while (done && rest.at) {
		done = line_next(&a, &rest, &line, &err);
		if (!done)
			ui_say_error(ui, &err);
		else if (line.action >= 0) {
			line.count = line.count ? line.count : count;
			done = run(ui, &line);
		}
		if (done && is_asking(ui)) {
			put_off(ui, rest);
			break;
		}
	}
	arena_free(&a);
	return done;
}

bool ui_command(struct ui *ui, const char *line, int count)
{
	bool is_macro = line_is_macro(line), done = true;
	int times = is_macro && count ? count : 1;

	ui->rest[0] = '\0';
	for (int i = 0; i < times && done && !ui->rest[0] && !ui->is_over; i++)
		done = run_line(ui, slice_of(line), is_macro ? 0 : count);
	return done;
}

void command_go_on(struct ui *ui)
{
	char line[sizeof(ui->rest)];

	if (!ui->rest[0] || is_asking(ui))
		return;
	memcpy(line, ui->rest, sizeof(line));
	ui->rest[0] = '\0';
	run_line(ui, slice_of(line), 0);
}
