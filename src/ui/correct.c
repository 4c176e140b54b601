/* Corrections in the reader.
 *
 * A view says what has its focus (view.subject); the action asks for what is
 * right, in steps where there are two things to say, and the archive's log
 * takes it (store/edit.h).  What changed is drawn at once, said with its
 * counts, and taken back with u.
 */
#include "ui/correct-own.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "store/edit.h"
#include "ui/command.h"

static struct correct *state_of(struct ui *ui)
{
	if (!ui->correct) {
		ui->correct = arena_alloc(&ui->arena, sizeof(*ui->correct));
		arena_init(&ui->correct->arena);
		arena_init(&ui->correct->list);
	}
	return ui->correct;
}

void correct_free(struct ui *ui)
{
	if (!ui->correct)
		return;
	arena_free(&ui->correct->arena);
	arena_free(&ui->correct->list);
	ui->correct = NULL;
}

/* ---- doing it ---- */

/* "3 articles, 12 mentions: ", without what is none. */
static const char *counts_of(struct arena *a, const struct edit_done *done)
{
	const struct {
		uint32_t n;
		const char *one, *many;
	} counts[] = {
		{done->articles, "article", "articles"},
		{done->mentions, "mention", "mentions"},
		{done->quotes, "quotation", "quotations"},
	};
	const char *text = "";

	for (size_t i = 0; i < array_length(counts); i++) {
		if (counts[i].n)
			text = arena_printf(
				a, "%s%s%s", text, *text ? ", " : "",
				say_count(a, counts[i].n, counts[i].one,
					  counts[i].many));
	}
	return *text ? arena_printf(a, "%s: ", text) : "";
}

static void apply(struct ui *ui, const struct edit *edit)
{
	struct edit_done done;
	struct error err;

	if (!store_edit(ui->store, &ui->frame, edit, false, &done, &err)) {
		ui_say_error(ui, &err);
		return;
	}
	ui_note_edit(ui, done.n);
	ui_refresh(ui);
	ui_say(ui, "%s%s; u takes it back",
	       done.doubt ? "of two kinds: " : counts_of(&ui->frame, &done),
	       done.words);
}

bool correct_undo(struct ui *ui, int64_t *entry, bool again)
{
	struct edit_done done;
	const char *words;
	struct error err;

	if (!store_edit_undo(ui->store, &ui->frame, *entry, false, &done,
			     &err)) {
		ui_say_error(ui, &err);
		return false;
	}
	*entry = done.n;
	words = done.words;
	if (!strncmp(words, "undo ", 5))
		words += 5;
	else if (!strncmp(words, "again ", 6))
		words += 6;
	ui_refresh(ui);
	ui_say(ui, "%s: %s%s", again ? "done again" : "undone",
	       counts_of(&ui->frame, &done), words);
	return true;
}

static void add_name(struct ui *ui, struct edit *edit, int64_t entity)
{
	*array_add(&ui->frame, edit->names, edit->n_names) = entity;
}

static bool add_article(struct ui *ui, struct edit *edit)
{
	struct correct *c = ui->correct;

	return store_edit_key(ui->store, c->subject.article,
			      array_add(&ui->frame, edit->keys, edit->n_keys));
}

/* Where a span of the article that is read stands, in code points. */
static void set_place(struct ui *ui, struct edit *edit, struct span span)
{
	const struct article *art = ui->reading.art;
	struct span part = span.start < art->title.end ? art->title : art->body;
	const char *text = art->text + part.start;

	edit->in_title = span.start < art->title.end;
	edit->start = (uint32_t)utf8_count(text, span.start - part.start);
	edit->end = (uint32_t)utf8_count(text, span.end - part.start);
}

/* Those that were marked are one with the row under the cursor, or, with -,
 * are not. */
static void apply_marked(struct ui *ui)
{
	struct correct *c = ui->correct;
	bool is_same = c->action == ACTION_SAME_AS;
	struct edit edit = {.kind = is_same ? EDIT_MERGE : EDIT_APART};

	for (uint32_t i = 0; i < c->subject.n_marked; i++) {
		if (c->subject.marked[i] != c->subject.entity)
			add_name(ui, &edit, c->subject.marked[i]);
	}
	add_name(ui, &edit, c->subject.entity);
	if (!is_same && edit.n_names != 2)
		ui_say(ui, "mark one row and stand on the other to keep two "
			   "apart");
	else
		apply(ui, &edit);
}

/* What is typed or chosen is somebody else, new or there already. */
static void apply_other(struct ui *ui, const char *text, int64_t entity)
{
	struct correct *c = ui->correct;
	struct edit edit = {.kind = EDIT_SPLIT, .written = c->written};

	add_name(ui, &edit, c->subject.entity);
	if (entity)
		add_name(ui, &edit, entity);
	else
		edit.text = text;
	if (c->subject.article && !c->written && !add_article(ui, &edit))
		return;
	apply(ui, &edit);
}

static void apply_speaker(struct ui *ui, int64_t entity)
{
	struct correct *c = ui->correct;
	struct edit edit = {.kind = EDIT_SPEAKER};

	if (entity)
		add_name(ui, &edit, entity);
	set_place(ui, &edit, ui->reading.art->quotes[c->subject.quote].span);
	if (add_article(ui, &edit))
		apply(ui, &edit);
}

static void apply_not_a_name(struct ui *ui)
{
	struct correct *c = ui->correct;
	struct edit edit = {.kind = EDIT_MENTION};

	set_place(ui, &edit,
		  ui->reading.art->mentions[c->subject.mention].span);
	if (add_article(ui, &edit))
		apply(ui, &edit);
}

/* The article of the text or of the row is of another day. */
static void apply_date(struct ui *ui, const char *day)
{
	struct subject *s = &ui->correct->subject;
	struct edit edit = {.kind = EDIT_DATE};

	if (date_read_iso(day, strlen(day), &edit.day) != strlen(day)) {
		ui_say(ui, "'%s' is no day like 2024-03-21", day);
		return;
	}
	s->article = s->listed ? s->listed : s->article;
	if (add_article(ui, &edit))
		apply(ui, &edit);
}

static void apply_field(struct ui *ui, uint8_t kind, const char *text,
			uint8_t type)
{
	struct edit edit = {.kind = kind, .text = text, .type = type};

	add_name(ui, &edit, ui->correct->subject.entity);
	apply(ui, &edit);
}

/* ---- asking ---- */

static void ask(struct ui *ui, enum step step, const char *text)
{
	ui->correct->step = step;
	ask_start(ui, ASK_CORRECT, NULL, text);
	correct_list(ui);
}

/* On a narrow screen the line is needed for what is typed. */
static const char *short_lead(const struct correct *c)
{
	switch (c->action) {
	case ACTION_SAME_AS:
		return "same as: ";
	case ACTION_SOMEONE_ELSE:
		return c->step == STEP_FORM ? "written: " : "but: ";
	case ACTION_RENAME:
		return "called: ";
	case ACTION_DATE:
		return "day: ";
	case ACTION_KIND:
		return "kind: ";
	default:
		return "said by: ";
	}
}

const char *correct_lead(const struct ui *ui)
{
	struct correct *c = ui->correct;
	const char *name = c->subject.name;
	struct arena *a = &c->arena;

	if (ui->canvas.cols < 60)
		return short_lead(c);
	switch (c->action) {
	case ACTION_SAME_AS:
		return arena_printf(a, "%s is the same as: ", name);
	case ACTION_SOMEONE_ELSE:
		if (c->step == STEP_FORM)
			return arena_printf(a, "%s, where written: ", name);
		return arena_printf(
			a, "not %s but: ", c->written ? c->written : name);
	case ACTION_RENAME:
		return arena_printf(a, "%s is called: ", name);
	case ACTION_DATE:
		return "it was published on (2024-03-21): ";
	case ACTION_KIND:
		return arena_printf(a, "%s is of the kind: ", name);
	default:
		return "who says it: ";
	}
}

static void begin_other(struct ui *ui)
{
	struct correct *c = ui->correct;

	if (c->subject.article)
		ask(ui, STEP_NEW, "");
	else
		ask(ui, STEP_FORM, "");
}

/* Is what the action needs under the cursor? */
static bool has_subject(struct ui *ui, enum action action)
{
	const struct subject *s = &ui->correct->subject;

	if (action == ACTION_SPEAKER && s->quote < 0)
		ui_say(ui, "no quotation has the focus; ) gives it to one");
	else if (action == ACTION_DATE && !s->article && !s->listed)
		ui_say(ui, "no article has the focus");
	else if (action == ACTION_NOT_A_NAME && s->mention < 0)
		ui_say(ui, "no name in a text has the focus");
	else if (action != ACTION_SPEAKER && action != ACTION_NOT_A_NAME &&
		 action != ACTION_DATE && !s->entity)
		ui_say(ui, "no name has the focus");
	else
		return true;
	return false;
}

static void begin(struct ui *ui, enum action action)
{
	struct correct *c = ui->correct;

	switch (action) {
	case ACTION_SAME_AS:
		if (c->subject.n_marked)
			apply_marked(ui);
		else
			ask(ui, STEP_NAME, "");
		break;
	case ACTION_SOMEONE_ELSE:
		if (c->subject.n_marked)
			apply_marked(ui);
		else
			begin_other(ui);
		break;
	case ACTION_RENAME:
		ask(ui, STEP_TEXT, c->subject.name);
		break;
	case ACTION_DATE:
		ask(ui, STEP_TEXT, "");
		break;
	case ACTION_KIND:
		ask(ui, STEP_KIND, "");
		break;
	case ACTION_HIDE:
		apply_field(ui, EDIT_HIDE, NULL, 0);
		break;
	case ACTION_NOT_A_NAME:
		apply_not_a_name(ui);
		break;
	case ACTION_SPEAKER:
		ask(ui, STEP_NAME, "");
		break;
	default:
		ui_go_view(ui, view_find("why"), c->subject.entity);
		break;
	}
}

void correct_start(struct ui *ui, enum action action, const char *given)
{
	struct pane *pane = &ui->panes[ui->focus];
	struct correct *c = state_of(ui);

	arena_reset(&c->arena);
	memset(&c->subject, 0, sizeof(c->subject));
	c->subject.mention = c->subject.quote = -1;
	c->action = action;
	c->written = NULL;
	if (pane->view->subject)
		pane->view->subject(ui, pane, &c->arena, &c->subject);
	if (!has_subject(ui, action))
		return;
	begin(ui, action);
	if (ui->asks == ASK_CORRECT && *given) {
		prompt_set(&ui->prompt, given);
		correct_list(ui);
		correct_ended(ui, true);
	}
}

/* ---- the answer ---- */

static void answer(struct ui *ui, const char *text, int64_t entity)
{
	struct correct *c = ui->correct;

	if (c->step == STEP_FORM) {
		c->written = arena_string(&c->arena, text);
		ask(ui, STEP_NEW, text);
	} else if (c->action == ACTION_SAME_AS) {
		struct edit edit = {.kind = EDIT_MERGE};

		add_name(ui, &edit, c->subject.entity);
		add_name(ui, &edit, entity);
		apply(ui, &edit);
	} else if (c->action == ACTION_SOMEONE_ELSE) {
		apply_other(ui, text, entity);
	} else if (c->action == ACTION_RENAME) {
		apply_field(ui, EDIT_RENAME, text, 0);
	} else if (c->action == ACTION_DATE) {
		apply_date(ui, text);
	} else if (c->action == ACTION_KIND) {
		int type = names_find(&article_types, slice_of(text));

		apply_field(ui, EDIT_RETYPE, NULL,
			    type < 0 ? 0 : (uint8_t)type);
	} else {
		apply_speaker(ui, entity);
	}
}

void correct_ended(struct ui *ui, bool is_kept)
{
	struct correct *c = ui->correct;
	const struct choice *o = c->chosen >= 0 && (uint32_t)c->chosen < c->n
					 ? &c->at[c->chosen]
					 : NULL;
	struct slice typed = slice_trim(slice_of(ui->prompt.text));

	ui->asks = ASK_NONE;
	if (!is_kept) {
		ui_say(ui, "nothing was changed");
		return;
	}
	if (o)
		answer(ui, arena_string(&c->arena, o->text), o->value);
	else if (typed.len && (c->step == STEP_NEW || c->step == STEP_TEXT))
		answer(ui, arena_copy(&c->arena, typed.at, typed.len), 0);
	else if (!typed.len)
		ui_say(ui, "nothing was changed");
	else
		ui_say(ui,
		       c->step == STEP_KIND
			       ? "there is no kind '%.*s'"
			       : "nobody and nothing is called '%.*s'",
		       (int)typed.len, typed.at);
}

/* ---- drawing ---- */

void correct_draw(struct ui *ui, const struct area *all)
{
	const struct correct *c = ui->correct;
	bool has_typed = c->step == STEP_NEW && *ui->prompt.text;
	int rows = (int)c->n + has_typed, y;

	if (rows > all->rows - 1)
		rows = all->rows - 1;
	y = all->rows - rows;
	if (rows && !speech_is_on(ui))
		area_repeat(all, y - 1, 0, all->cols, STYLE_RULE, "─");
	for (int32_t i = has_typed ? -1 : 0; y < all->rows; i++, y++) {
		const struct choice own = {ui->prompt.text, "a name of its own",
					   0};

		choice_draw(all, y, i < 0 ? &own : &c->at[i], i == c->chosen);
	}
}
