/* The reader: places opened in panes, keys to commands, one screen after
 * another.  Nothing is drawn while keys wait. */
#include "ui/ui.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/die.h"
#include "conf/line.h"
#include "ui/command.h"
#include "ui/correct.h"
#include "ui/job.h"
#include "ui/keep.h"
#include "ui/saved.h"
#include "ui/source.h"
#include "ui/search.h"
#include "ui/screen.h"
#include "ui/view.h"

/* How often we ask whether another process has changed the archive. */
#define UI_TICK_MS 2000

/* Everybody's settings; the user's own come after them. */

static const struct view *const views[] = {
#define VIEW(NAME, name) &ui_view_##name,
#include "ui/views.def"
#undef VIEW
};

const struct view *view_at(uint32_t i)
{
	return i < array_length(views) ? views[i] : NULL;
}

const struct view *view_find(const char *name)
{
	for (uint32_t i = 0; i < array_length(views); i++) {
		if (strcmp(views[i]->name, name) == 0)
			return views[i];
	}
	return NULL;
}

/* ---- messages ---- */

static struct ui_message *new_message(struct ui *ui)
{
	struct ui_message *m = &ui->messages[ui->n_messages++ % UI_MESSAGES];

	ui->has_message = true;
	m->is_error = false;
	return m;
}

void ui_say(struct ui *ui, const char *format, ...)
{
	struct ui_message *m = new_message(ui);
	va_list args;

	va_start(args, format);
	vsnprintf(m->text, sizeof(m->text), format, args);
	va_end(args);
}

void ui_say_error(struct ui *ui, const struct error *err)
{
	struct ui_message *m = new_message(ui);

	snprintf(m->text, sizeof(m->text), "%.*s", (int)sizeof(m->text) - 1,
		 err->text);
	m->is_error = true;
}

void ui_note_error(struct ui *ui, const struct error *err)
{
	ui_say_error(ui, err);
	ui->has_message = false;
}

/* ---- places ---- */

static void leave(struct ui *ui)
{
	struct visit *now = trail_now(&ui->trail);
	struct pane *pane;

	if (!now)
		return;
	pane = &ui->panes[now->place.view->slot];
	if (pane->view == now->place.view && pane->view->leave)
		pane->view->leave(ui, pane, &now->place);
}

static void empty_pane(struct pane *pane)
{
	arena_free(&pane->arena);
	arena_free(&pane->of_list);
	memset(pane, 0, sizeof(*pane));
}

/* Open a place in its pane, which stays as it was when that fails. */
static bool show(struct ui *ui, const struct place *place)
{
	struct pane *pane = &ui->panes[place->view->slot];
	struct pane new = {.view = place->view};
	struct error err;

	arena_init(&new.arena);
	arena_init(&new.of_list);
	new.place = *place;
	if (!place->view->open(ui, &new, place, &err)) {
		arena_free(&new.arena);
		arena_free(&new.of_list);
		ui_say_error(ui, &err);
		return false;
	}
	empty_pane(pane);
	*pane = new;
	ui->focus = place->view->slot;
	ui->next_opens = false;
	return true;
}

/* The visit that the focused pane shows: with the list beside a text, the
 * newest list that the text was come to from. */
static int32_t visit_of_focus(const struct ui *ui)
{
	int32_t at = ui->trail.now;

	while (at >= 0 && ui->focus == SLOT_LIST &&
	       ui->trail.at[at].place.view->slot != SLOT_LIST)
		at = ui->trail.at[at].opener;
	return at >= 0 ? at : ui->trail.now;
}

static bool go(struct ui *ui, const struct place *place, bool keep_opener)
{
	int32_t from = visit_of_focus(ui);
	int32_t opener =
		keep_opener && from >= 0 ? ui->trail.at[from].opener : from;

	leave(ui);
	if (!show(ui, place))
		return false;
	trail_add(&ui->trail, &ui->panes[place->view->slot].place, opener);
	return true;
}

bool ui_go(struct ui *ui, const struct place *place)
{
	return go(ui, place, false);
}

bool ui_go_on(struct ui *ui, const struct place *place)
{
	return go(ui, place, true);
}

bool ui_go_view(struct ui *ui, const struct view *view, int64_t id)
{
	struct place place = {.view = view, .id = id};

	return ui_go(ui, &place);
}

bool ui_go_article(struct ui *ui, int64_t id, bool was_listed)
{
	struct place place = {.view = view_find("article"),
			      .id = id,
			      .was_listed = was_listed};

	return ui_go(ui, &place);
}

bool ui_go_name(struct ui *ui, int64_t entity)
{
	return ui_go_view(ui, view_find("name"), entity);
}

bool ui_go_query(struct ui *ui, const char *query)
{
	struct place place = {.view = view_find("articles")};

	snprintf(place.text, sizeof(place.text), "%s", query);
	return ui_go(ui, &place);
}

/* Close what has no opener: the list is left, what is older than the trail
 * leads back to it. */
static void close_first(struct ui *ui)
{
	struct place list = {.view = view_find("articles")};

	if (ui->focus == SLOT_LIST)
		ui->is_over = true;
	else if (show(ui, &list))
		trail_add(&ui->trail, &list, -1);
}

/* A step over everything visited, or to the opener. */
void ui_step(struct ui *ui, int by)
{
	int32_t before = ui->trail.now;

	leave(ui);
	ui->trail.now = visit_of_focus(ui);
	if (by == 0 ? !trail_close(&ui->trail) : !trail_step(&ui->trail, by)) {
		ui->trail.now = before;
		if (by == 0)
			close_first(ui);
		else
			ui_say(ui, by < 0 ? "this is where it began"
					  : "nothing was visited after this");
		return;
	}
	if (!show(ui, &trail_now(&ui->trail)->place))
		ui->trail.now = before;
}

void ui_jump(struct ui *ui, int32_t visit)
{
	struct visit to;

	if (visit < 0 || visit >= (int32_t)ui->trail.n)
		return;
	leave(ui);
	to = ui->trail.at[visit];
	if (show(ui, &to.place))
		trail_add(&ui->trail, &ui->panes[to.place.view->slot].place,
			  to.opener);
}

void ui_refresh(struct ui *ui)
{
	struct pane *focused = &ui->panes[ui->focus];
	uint8_t focus = ui->focus;
	struct reading_held held;
	struct error err;

	reading_hold(&ui->reading, &held);
	if (!store_counts(ui->store, &ui->counts, &err))
		ui_say_error(ui, &err);
	for (uint8_t slot = 0; slot < SLOTS; slot++) {
		struct pane *pane = &ui->panes[slot];
		struct place place = pane->place;

		/* a page hides the others, which are opened anew behind it */
		if (!pane->view || (slot == SLOT_SIDE && pane != focused))
			continue;
		if (pane->view->leave)
			pane->view->leave(ui, pane, &place);
		show(ui, &place);
	}
	if (focus != SLOT_SIDE && ui->panes[SLOT_SIDE].view)
		empty_pane(&ui->panes[SLOT_SIDE]);
	ui->focus = focus;
	reading_hold_again(&ui->reading, &held);
}

void ui_focus(struct ui *ui, enum slot slot)
{
	if (ui->panes[slot].view)
		ui->focus = (uint8_t)slot;
}

/* ---- changes ---- */

static void note_change(struct ui *ui, int64_t id, enum change_kind kind,
			bool before)
{
	if (ui->n_changes == UI_CHANGES) {
		memmove(ui->changes, ui->changes + 1,
			sizeof(ui->changes) - sizeof(ui->changes[0]));
		ui->n_changes--;
	}
	ui->changes[ui->n_changes++] =
		(struct change){.id = id, .kind = kind, .before = before};
	ui->n_undone = 0;
}

/* Rows of the same article elsewhere on the screen follow. */
static void mirror(struct ui *ui, int64_t id, bool is_star, bool is_on)
{
	for (uint32_t i = 0; i < ui->roll.n; i++) {
		struct article *art = ui->roll.rows[i].art;

		if (art->id == id)
			*(is_star ? &art->is_starred : &art->is_read) = is_on;
	}
	if (ui->reading.art && ui->reading.id == id) {
		struct article *row = ui->reading.row.art;

		*(is_star ? &row->is_starred : &row->is_read) = is_on;
	}
}

static bool write_change(struct ui *ui, int64_t id, bool is_star, bool is_on)
{
	struct error err;
	bool done = is_star ? store_starred_set(ui->store, id, is_on, &err)
			    : store_read_set(ui->store, id, is_on, &err);

	if (!done) {
		ui_say_error(ui, &err);
		return false;
	}
	mirror(ui, id, is_star, is_on);
	if (!store_counts(ui->store, &ui->counts, &err))
		ui_say_error(ui, &err);
	return true;
}

void ui_set_read(struct ui *ui, struct article_row *row, bool is_read)
{
	int64_t id = row->art->id;
	bool before = row->art->is_read;

	if (before == is_read || !write_change(ui, id, false, is_read))
		return;
	row->art->is_read = is_read;
	note_change(ui, id, CHANGE_READ, before);
}

void ui_set_star(struct ui *ui, struct article_row *row, bool is_starred)
{
	int64_t id = row->art->id;
	bool before = row->art->is_starred;

	if (before == is_starred || !write_change(ui, id, true, is_starred))
		return;
	row->art->is_starred = is_starred;
	note_change(ui, id, CHANGE_STAR, before);
}

void ui_note_edit(struct ui *ui, int64_t entry)
{
	note_change(ui, entry, CHANGE_EDIT, false);
}

void ui_note_kept(struct ui *ui, const struct kept *kept)
{
	note_change(ui, 0, CHANGE_KEPT, false);
	ui->changes[ui->n_changes - 1].kept = kept;
}

void ui_note_change(struct ui *ui, ui_turn *turn, void *what)
{
	note_change(ui, 0, CHANGE_OTHER, false);
	ui->changes[ui->n_changes - 1].turn = turn;
	ui->changes[ui->n_changes - 1].what = what;
}

static bool undo_mark(struct ui *ui, const struct change *c, bool again)
{
	bool is_star = c->kind == CHANGE_STAR;
	bool to = again ? !c->before : c->before;

	if (!write_change(ui, c->id, is_star, to))
		return false;
	ui_say(ui, "%s: article %lld is %s", again ? "done again" : "undone",
	       (long long)c->id,
	       is_star ? to ? "starred" : "not starred"
	       : to    ? "read"
		       : "unread");
	return true;
}

void ui_undo(struct ui *ui, bool again)
{
	struct change *c;

	if (again ? ui->n_undone == 0 : ui->n_changes == 0) {
		ui_say(ui, again ? "nothing to do again" : "nothing to undo");
		return;
	}
	c = &ui->changes[again ? ui->n_changes : ui->n_changes - 1];
	if (c->kind == CHANGE_EDIT    ? !correct_undo(ui, &c->id, again)
	    : c->kind == CHANGE_KEPT  ? !keep_undo(ui, c->kept, again)
	    : c->kind == CHANGE_OTHER ? !c->turn(ui, c->what, again)
				      : !undo_mark(ui, c, again))
		return;
	if (again) {
		ui->n_changes++;
		ui->n_undone--;
	} else {
		ui->n_changes--;
		ui->n_undone++;
	}
}

/* ---- the run ---- */

static void tell_changed(struct ui *ui)
{
	int64_t version = store_data_version(ui->store), before;
	struct error err;

	if (version == ui->data_version)
		return;
	ui->data_version = version;
	before = ui->counts.articles;
	if (!store_counts(ui->store, &ui->counts, &err))
		ui_say_error(ui, &err);
	/* work of ours says itself what came of it */
	if (ui->counts.articles > before && !ui->has_message && !ui->asks)
		ui_say(ui, "%s came in",
		       say_count(&ui->frame,
				 (uint64_t)(ui->counts.articles - before),
				 "article", "articles"));
	for (uint32_t i = 0; i < SLOTS; i++) {
		struct pane *pane = &ui->panes[i];

		if (pane->view && pane->view->changed)
			pane->view->changed(ui, pane);
	}
}

static void complain(void *self, const char *what)
{
	struct error err;

	error_set(&err, "%s", what);
	ui_say_error(self, &err);
}

static bool start(struct ui *ui, const struct ui_start *from, struct error *err)
{
	const char *note;
	struct place first = {.view = view_find("articles")};

	ui->store = from->store;
	ui->paths = from->paths;
	ui->now = from->now;
	ui->wants_letter = -1;
	arena_init(&ui->arena);
	arena_init(&ui->frame);
	for (uint32_t i = 0; i < SLOTS; i++) {
		arena_init(&ui->panes[i].arena);
		arena_init(&ui->panes[i].of_list);
	}
	canvas_init(&ui->canvas);
	conf_init(&ui->conf);
	keys_init(&ui->keys, &ui->arena);
	roll_init(&ui->roll, ui->store);
	reading_init(&ui->reading, ui->store);
	if (!term_open(&ui->term, &note, err))
		return false;
	style_init(&ui->theme, term_colours(ui->term));
	term_theme(ui->term, &ui->theme);
	if (note)
		ui_say(ui, "%s", note);
	if (!conf_read(CONF_SYSTEM_FILE, configure_line, complain, ui, err) ||
	    !conf_read(from->paths->config, configure_line, complain, ui, err))
		ui_say_error(ui, err);
	trail_init(&ui->trail, (uint32_t)ui->conf.number[CONF_HISTORY]);
	visits_load(ui);
	ui->data_version = store_data_version(ui->store);
	if (!store_counts(ui->store, &ui->counts, err))
		return false;
	snprintf(first.text, sizeof(first.text), "%s", from->query);
	return ui_go(ui, &first) ||
	       error_set(err, "%s",
			 ui->messages[(ui->n_messages - 1) % UI_MESSAGES].text);
}

static void finish(struct ui *ui)
{
	job_stop(ui);
	term_close(ui->term);
	for (uint32_t i = 0; i < SLOTS; i++)
		empty_pane(&ui->panes[i]);
	reading_free(&ui->reading);
	roll_free(&ui->roll);
	trail_free(&ui->trail);
	canvas_free(&ui->canvas);
	correct_free(ui);
	keep_free(ui);
	source_free(ui);
	search_free(ui);
	saved_free(ui);
	arena_free(&ui->arena);
	arena_free(&ui->frame);
}

/* ---- what was put off until the screen stood ---- */

/* How long to wait for a key before it is done, -1: nothing is to be done. */
static int later_in(const struct ui *ui)
{
	int soonest = -1;

	for (uint32_t i = 0; i < SLOTS; i++) {
		const struct pane *pane = &ui->panes[i];

		if (ui->is_shown[i] && pane->view && pane->later_ms &&
		    (soonest < 0 || pane->later_ms < soonest))
			soonest = pane->later_ms;
	}
	return soonest;
}

static void do_later(struct ui *ui)
{
	for (uint32_t i = 0; i < SLOTS && !term_has_keys(ui->term); i++) {
		struct pane *pane = &ui->panes[i];

		if (!ui->is_shown[i] || !pane->view || !pane->later_ms)
			continue;
		pane->later_ms = 0;
		pane->view->later(ui, pane);
	}
}

static void handle(struct ui *ui, struct event event)
{
	switch ((enum event_kind)event.kind) {
	case EVENT_NONE:
		tell_changed(ui);
		break;
	case EVENT_KEY:
		command_key(ui, event.key);
		break;
	case EVENT_HEARD:
		job_hear(ui);
		if (!job_is_running(ui))
			tell_changed(ui);
		break;
	case EVENT_MOUSE:
		command_mouse(ui, &event.mouse);
		break;
	case EVENT_PASTE:
		command_paste(ui, event.text);
		break;
	case EVENT_RESIZE:
		ui->panes[ui->focus].rows = 0;
		break;
	case EVENT_HANGUP:
		ui->is_over = true;
		ui->is_lost = event.is_lost;
		break;
	}
}

/* Draw, and wait for what comes: first for keys, then with less to do. */
static void step(struct ui *ui)
{
	struct event event;
	int later;

	if (!term_has_keys(ui->term))
		screen_draw(ui);
	later = later_in(ui);
	event = term_wait(ui->term, later < 0 ? UI_TICK_MS : later);
	if (event.kind == EVENT_NONE && later >= 0)
		do_later(ui);
	else
		handle(ui, event);
}

bool ui_run(const struct ui_start *from, struct error *err)
{
	struct ui *ui = calloc(1, sizeof(*ui));
	bool done;

	if (!ui)
		die("out of memory");
	done = start(ui, from, err);
	while (done && !ui->is_over) {
		step(ui);
	}
	if (done) {
		leave(ui);
		visits_save(ui);
	}
	finish(ui);
	free(ui);
	return done;
}
