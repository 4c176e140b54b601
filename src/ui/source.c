/* A change is kept as the subscription was before and as it is after, in the
 * arena of the run. */
#include "ui/source.h"

#include <string.h>

#include "base/array.h"
#include "base/fold.h"
#include "base/run.h"
#include "ui/command.h"
#include "ui/keep.h"

struct source_change {
	int64_t id;
	bool is_removal;
	struct feed_spec before, after;
	const char *words, *back; /* what it is then, and was before */
};

struct source {
	struct arena arena; /* of one question */
	enum action action;
	int64_t id;
	const char *name;
};

static struct source *state_of(struct ui *ui)
{
	if (!ui->source) {
		ui->source = arena_alloc(&ui->arena, sizeof(*ui->source));
		arena_init(&ui->source->arena);
	}
	return ui->source;
}

void source_free(struct ui *ui)
{
	if (ui->source)
		arena_free(&ui->source->arena);
	ui->source = NULL;
}

/* ---- doing it, and the other way ---- */

static bool apply(struct ui *ui, const struct source_change *c, bool back)
{
	enum store_how how;
	struct error err;
	int64_t id;
	bool done;

	if (c->is_removal)
		done = back ? store_feed_add(ui->store, &c->before, &how, &id,
					     &err)
			    : store_feed_remove(ui->store, c->id, &err);
	else
		done = store_feed_edit(ui->store, c->id,
				       back ? &c->before : &c->after, &err);
	if (!done)
		ui_say_error(ui, &err);
	else
		ui_refresh(ui);
	return done;
}

/* A ui_turn. */
static bool turn(struct ui *ui, void *what, bool again)
{
	const struct source_change *c = what;

	if (!apply(ui, c, !again))
		return false;
	ui_say(ui, "%s: %s", again ? "done again" : "undone",
	       again ? c->words : c->back);
	return true;
}

static void copy_spec(struct arena *a, const struct feed_spec *from,
		      struct feed_spec *to)
{
	const char **tags = arena_array(a, from->n_tags + 1, sizeof(*tags));

	for (uint32_t i = 0; i < from->n_tags; i++)
		tags[i] = arena_string(a, from->tags[i]);
	*to = *from;
	to->url = arena_string(a, from->url);
	to->name = arena_string(a, from->name);
	to->tags = tags;
}

static void change(struct ui *ui, const struct source_change *c)
{
	struct source_change *copy;

	if (!apply(ui, c, false))
		return;
	copy = arena_alloc(&ui->arena, sizeof(*copy));
	*copy = *c;
	copy_spec(&ui->arena, &c->before, &copy->before);
	copy_spec(&ui->arena, &c->after, &copy->after);
	copy->words = arena_string(&ui->arena, c->words);
	copy->back = arena_string(&ui->arena, c->back);
	ui_note_change(ui, turn, copy);
	ui_say(ui, "%s; u takes it back", c->words);
}

/* The subscription as it is now. */
static bool read_now(struct ui *ui, int64_t id, struct source_change *c,
		     const struct feed_row **out)
{
	struct feed_row *row;
	struct error err;

	if (!store_feed_get(ui->store, &ui->frame, id, &row, &err)) {
		ui_say_error(ui, &err);
		return false;
	}
	if (!row || row->removed) {
		ui_say(ui, "this source is gone");
		return false;
	}
	*c = (struct source_change){
		.id = id,
		.before = {.url = row->url,
			   .name = row->own_name,
			   .tags = row->tags,
			   .n_tags = row->n_tags,
			   .pages = row->pages},
	};
	c->after = c->before;
	*out = row;
	return true;
}

/* ---- each ---- */

static void remove_it(struct ui *ui, int64_t id)
{
	const struct feed_row *row;
	struct source_change c;

	if (!read_now(ui, id, &c, &row))
		return;
	c.is_removal = true;
	c.words = arena_printf(&ui->frame, "'%s' is removed, its articles stay",
			       row->name);
	c.back = arena_printf(&ui->frame, "'%s' is there again", row->name);
	change(ui, &c);
}

/* Without a name of the user's it has its own. */
static void rename_it(struct ui *ui, int64_t id, const char *name)
{
	const struct feed_row *row;
	struct source_change c;
	const char *now;

	if (!read_now(ui, id, &c, &row))
		return;
	now = *name ? name : row->title ? row->title : row->url;
	if (strcmp(row->name, now) == 0) {
		ui_say(ui, "nothing was changed");
		return;
	}
	c.after.name = *name ? name : NULL;
	c.words =
		arena_printf(&ui->frame, "'%s' is called '%s'", row->name, now);
	c.back =
		arena_printf(&ui->frame, "'%s' is called '%s'", now, row->name);
	change(ui, &c);
}

static bool same_tag(struct arena *a, const char *x, const char *y)
{
	return strcmp(fold_text(a, x, strlen(x), NULL),
		      fold_text(a, y, strlen(y), NULL)) == 0;
}

/* "tides" sets a tag, "-tides" takes it away. */
static void tag_it(struct ui *ui, int64_t id, const char *typed)
{
	struct arena *a = &ui->frame;
	bool is_off = *typed == '-', has = false;
	const char *tag = typed + is_off, **tags = NULL;
	const struct feed_row *row;
	struct source_change c;

	if (!*tag) {
		ui_say(ui, "nothing was changed");
		return;
	}
	if (!read_now(ui, id, &c, &row))
		return;
	c.after.n_tags = 0;
	for (uint32_t i = 0; i < row->n_tags; i++) {
		bool is_it = same_tag(a, row->tags[i], tag);

		has |= is_it;
		if (!is_it || !is_off)
			*array_add(a, tags, c.after.n_tags) = row->tags[i];
	}
	if (has != is_off) {
		ui_say(ui, "'%s' %s the tag '%s'", row->name,
		       has ? "has" : "does not have", tag);
		return;
	}
	if (!is_off)
		*array_add(a, tags, c.after.n_tags) = tag;
	c.after.tags = tags;
	c.words = arena_printf(a, "'%s' %s the tag '%s'", row->name,
			       is_off ? "no longer has" : "has", tag);
	c.back = arena_printf(a, "'%s' %s the tag '%s'", row->name,
			      is_off ? "has" : "no longer has", tag);
	change(ui, &c);
}

void source_edit(struct ui *ui)
{
	char *argv[] = {(char *)ui->paths->program,
			(char *)"--archive",
			(char *)ui->paths->archive,
			(char *)"feed",
			(char *)"edit",
			NULL};
	struct error err;
	int status;

	if (!out_run(ui, argv, -1, &status, &err))
		ui_say_error(ui, &err);
	else if (status != 0)
		ui_say(ui,
		       "not all that was written could be taken, see above");
	ui_refresh(ui);
}

/* ---- asking ---- */

const char *source_lead(const struct ui *ui)
{
	bool is_narrow = ui->canvas.cols < 60;

	if (ui->source->action == ACTION_TAG)
		return is_narrow ? "tag: " : "tag, or -tag to take away: ";
	return is_narrow ? "name: " : "name, or nothing for its own: ";
}

static void answer(struct ui *ui, enum action action, int64_t id,
		   const char *text)
{
	if (action == ACTION_TAG)
		tag_it(ui, id, text);
	else
		rename_it(ui, id, text);
}

void source_ended(struct ui *ui, bool is_kept)
{
	struct slice typed = slice_trim(slice_of(ui->prompt.text));

	ui->asks = ASK_NONE;
	if (is_kept)
		answer(ui, ui->source->action, ui->source->id,
		       arena_copy(&ui->frame, typed.at ? typed.at : "",
				  typed.len));
	else
		ui_say(ui, "nothing was changed");
}

void source_start(struct ui *ui, enum action action, const struct feed_row *row,
		  const char *given)
{
	struct source *s = state_of(ui);

	if (action == ACTION_REMOVE) {
		remove_it(ui, row->id);
		return;
	}
	if (*given) {
		answer(ui, action, row->id, given);
		return;
	}
	arena_reset(&s->arena);
	s->action = action;
	s->id = row->id;
	ask_start(ui, ASK_SOURCE, NULL,
		  action == ACTION_RENAME ? arena_string(&s->arena, row->name)
					  : "");
}
