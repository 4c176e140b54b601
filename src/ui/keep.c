/* Tags, notes, and all of a list read.  Each change is kept with what was
 * before it (struct kept), in the arena of the run, so that u takes it back.
 */
#include "ui/keep.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file.h"
#include "base/fold.h"
#include "base/run.h"
#include "base/utf8.h"
#include "ui/command.h"

#define NOTE_MOST ((size_t)1 << 20)

struct kept {
	enum action action; /* TAG, NOTE or READ_ALL */
	int64_t *ids;       /* users' numbers of articles */
	uint32_t n;
	const char *before, *after; /* NOTE; TAG: the one that is set */
};

struct keep {
	struct arena arena; /* of one question */
	enum action action;
	int64_t id;
	const char *is_there; /* the file that Enter would overwrite */
};

static struct keep *state_of(struct ui *ui)
{
	if (!ui->keep) {
		ui->keep = arena_alloc(&ui->arena, sizeof(*ui->keep));
		arena_init(&ui->keep->arena);
	}
	return ui->keep;
}

void keep_free(struct ui *ui)
{
	if (ui->keep)
		arena_free(&ui->keep->arena);
	ui->keep = NULL;
}

int64_t keep_article(struct ui *ui)
{
	struct pane *pane = &ui->panes[ui->focus];
	struct subject s = {.mention = -1, .quote = -1};

	if (pane->view->subject)
		pane->view->subject(ui, pane, &ui->frame, &s);
	return s.listed ? s.listed : s.article;
}

static bool get(struct ui *ui, struct arena *a, int64_t id,
		struct article **out)
{
	struct error err;

	*out = NULL;
	if (!store_article_get(ui->store, a, id, out, &err))
		ui_say_error(ui, &err);
	else if (!*out)
		ui_say(ui, "article %lld is gone", (long long)id);
	return *out != NULL;
}

/* The text that is read shows what is kept of it. */
static void follow(struct ui *ui, int64_t id)
{
	struct reading *r = &ui->reading;
	struct article *now;

	if (!r->art || r->id != id || !get(ui, &r->arena, id, &now))
		return;
	r->art->note = now->note;
	r->art->tags = now->tags;
	r->art->n_tags = now->n_tags;
}

static void note_kept(struct ui *ui, const struct kept *kept)
{
	struct kept *copy = arena_alloc(&ui->arena, sizeof(*copy));

	*copy = *kept;
	copy->ids = arena_array(&ui->arena, kept->n, sizeof(*copy->ids));
	memcpy(copy->ids, kept->ids, kept->n * sizeof(*copy->ids));
	copy->before =
		kept->before ? arena_string(&ui->arena, kept->before) : NULL;
	copy->after =
		kept->after ? arena_string(&ui->arena, kept->after) : NULL;
	ui_note_kept(ui, copy);
}

/* ---- doing it, and the other way ---- */

static bool set_tag(struct ui *ui, const struct kept *k, bool back,
		    struct error *err)
{
	bool is_set = (k->after != NULL) != back;

	return store_tag_set(ui->store, k->ids[0],
			     k->after ? k->after : k->before, is_set, err);
}

static bool set_note(struct ui *ui, const struct kept *k, bool back,
		     struct error *err)
{
	return store_note_set(ui->store, k->ids[0], back ? k->before : k->after,
			      err);
}

static bool set_read(struct ui *ui, const struct kept *k, bool back,
		     struct error *err)
{
	bool done = store_reading_begin(ui->store, err);

	if (!done)
		return false;
	for (uint32_t i = 0; i < k->n && done; i++)
		done = store_read_set(ui->store, k->ids[i], !back, err);
	if (done)
		return store_reading_commit(ui->store, err);
	store_reading_rollback(ui->store);
	return false;
}

static bool apply(struct ui *ui, const struct kept *k, bool back)
{
	struct error err;
	bool done = k->action == ACTION_TAG    ? set_tag(ui, k, back, &err)
		    : k->action == ACTION_NOTE ? set_note(ui, k, back, &err)
					       : set_read(ui, k, back, &err);

	if (done && k->action == ACTION_READ_ALL)
		done = store_counts(ui->store, &ui->counts, &err) &&
		       roll_reload(&ui->roll, &err);
	if (!done)
		ui_say_error(ui, &err);
	else if (k->action != ACTION_READ_ALL)
		follow(ui, k->ids[0]);
	return done;
}

static const char *words_of(struct arena *a, const struct kept *k, bool back)
{
	bool is_set = (k->after != NULL) != back;

	if (k->action == ACTION_READ_ALL)
		return arena_printf(a, "%s %s %s",
				    say_count(a, k->n, "article", "articles"),
				    k->n == 1 ? "is" : "are",
				    back ? "unread" : "read");
	if (k->action == ACTION_TAG)
		return arena_printf(a, "tag '%s' %s",
				    k->after ? k->after : k->before,
				    is_set ? "set" : "taken away");
	return (back ? k->before : k->after) ? "the note is kept"
					     : "the note is taken away";
}

static void keep(struct ui *ui, const struct kept *k)
{
	if (!apply(ui, k, false))
		return;
	note_kept(ui, k);
	ui_say(ui, "%s; u takes it back", words_of(&ui->frame, k, false));
}

bool keep_undo(struct ui *ui, const struct kept *k, bool again)
{
	if (!apply(ui, k, !again))
		return false;
	ui_say(ui, "%s: %s", again ? "done again" : "undone",
	       words_of(&ui->frame, k, !again));
	return true;
}

/* ---- tags ---- */

static const char *folded(struct arena *a, const char *text)
{
	return fold_text(a, text, strlen(text), NULL);
}

/* The article's tag that is written so or nearly so, or NULL. */
static const char *own_tag(struct arena *a, const struct article *art,
			   const char *tag)
{
	for (uint32_t i = 0; i < art->n_tags; i++) {
		if (!strcmp(folded(a, art->tags[i]), folded(a, tag)))
			return art->tags[i];
	}
	return NULL;
}

static void change_tag(struct ui *ui, int64_t id, struct slice typed)
{
	bool is_off = typed.len && *typed.at == '-';
	struct kept k = {.action = ACTION_TAG, .ids = &id, .n = 1};
	struct slice tag = slice_trim(
		(struct slice){typed.at + is_off, typed.len - is_off});
	struct article *art;
	const char *text = arena_copy(&ui->frame, tag.at, tag.len), *has;

	if (!tag.len) {
		ui_say(ui, "nothing was changed");
		return;
	}
	if (!get(ui, &ui->frame, id, &art))
		return;
	has = own_tag(&ui->frame, art, text);
	if (is_off && !has)
		ui_say(ui, "it has no tag '%s'", text);
	else if (!is_off && has)
		ui_say(ui, "it has the tag '%s'", has);
	else {
		*(is_off ? &k.before : &k.after) = is_off ? has : text;
		keep(ui, &k);
	}
}

/* As far as all tags that begin so agree. */
void keep_complete(struct ui *ui)
{
	struct arena *a = &ui->frame;
	bool is_off = ui->prompt.text[0] == '-';
	const char *typed = ui->prompt.text + is_off, *found = NULL;
	size_t common = 0;
	struct tag_row *rows;
	struct error err;
	uint32_t n;

	if (ui->keep->action != ACTION_TAG ||
	    !store_tags(ui->store, a, &rows, &n, &err))
		return;
	for (uint32_t i = 0; i < n; i++) {
		const char *start = folded(a, typed);
		const char *tag = rows[i].tag;

		if (strncmp(folded(a, tag), start, strlen(start)) != 0)
			continue;
		common = found ? common : strlen(tag);
		found = found ? found : tag;
		while (common && (strncmp(found, tag, common) != 0 ||
				  !utf8_boundary(found, strlen(found), common)))
			common--;
	}
	if (common >= strlen(typed))
		prompt_set(&ui->prompt,
			   arena_printf(a, "%s%.*s", is_off ? "-" : "",
					(int)common, found));
}

/* ---- the note ---- */

/* The note in a file of its own, NULL with *err. */
static const char *write_note(struct arena *a, const char *note,
			      struct error *err)
{
	const char *folder = getenv("XDG_RUNTIME_DIR");
	size_t len = note ? strlen(note) : 0;
	bool is_good;
	char *path;
	int fd;

	if (!folder || !*folder)
		folder = getenv("TMPDIR");
	path = arena_string(a,
			    arena_printf(a, "%s/gazette-note-XXXXXX",
					 folder && *folder ? folder : "/tmp"));
	fd = mkstemp(path);
	if (fd < 0) {
		error_set(err, "cannot make '%s'", path);
		return NULL;
	}
	is_good = write(fd, note ? note : "", len) == (ssize_t)len;
	is_good &= write(fd, "\n", len > 0) == (len > 0);
	is_good &= close(fd) == 0;
	if (is_good)
		return path;
	error_set(err, "cannot write '%s'", path);
	unlink(path);
	return NULL;
}

/* Errors  false: the editor failed, nothing is to be changed. */
static bool edit(struct ui *ui, const char *path, struct slice *out,
		 struct error *err)
{
	char *argv[RUN_WORDS + 2];
	struct arena *a = &ui->frame;
	int status;
	size_t len;
	char *bytes;

	run_split(a, run_editor(), path, argv);
	if (!out_run(ui, argv, -1, &status, err))
		return false;
	if (status != 0)
		return error_set(err, "the editor '%s' %s; nothing is changed",
				 argv[0], run_says(a, status));
	bytes = file_read(a, path, NOTE_MOST, &len, err);
	if (!bytes)
		return false;
	bytes = utf8_clean(a, bytes, len, &len);
	*out = slice_trim((struct slice){bytes, len});
	return true;
}

static void change_note(struct ui *ui, int64_t id)
{
	struct kept k = {.action = ACTION_NOTE, .ids = &id, .n = 1};
	struct article *art;
	const char *path;
	struct slice text = {0};
	struct error err;
	bool done;

	if (!get(ui, &ui->frame, id, &art))
		return;
	path = write_note(&ui->frame, art->note, &err);
	done = path && edit(ui, path, &text, &err);
	if (path)
		unlink(path);
	if (!done) {
		ui_say_error(ui, &err);
		return;
	}
	k.before = art->note && *art->note ? art->note : NULL;
	k.after = text.len ? arena_copy(&ui->frame, text.at, text.len) : NULL;
	if (strcmp(k.before ? k.before : "", k.after ? k.after : "") == 0)
		ui_say(ui, "the note is as it was");
	else
		keep(ui, &k);
}

/* ---- all of the list ---- */

static bool add_unread(struct ui *ui, struct arena *rows_in, struct kept *k,
		       int64_t *from, struct error *err)
{
	struct store_page page = {*from, 500, STORE_NEWEST, true};
	struct article_rows rows = {0};
	struct roll *roll = &ui->roll;

	arena_reset(rows_in);
	if (!(roll->query
		      ? query_rows(roll->query, rows_in, &page, &rows, err)
		      : store_articles(ui->store, rows_in, &page, &rows, err)))
		return false;
	for (uint32_t i = 0; i < rows.n; i++) {
		if (row_is_unread(&rows.at[i]))
			*array_add(&ui->frame, k->ids, k->n) =
				rows.at[i].art->id;
	}
	*from = !rows.has_more ? 0
		: roll->query  ? query_reached(roll->query)
		: rows.n       ? rows.at[rows.n - 1].docid
			       : 0;
	return true;
}

static void read_all(struct ui *ui)
{
	struct kept k = {.action = ACTION_READ_ALL};
	struct arena rows;
	struct error err;
	int64_t from = 0;
	bool done;

	arena_init(&rows);
	do {
		done = add_unread(ui, &rows, &k, &from, &err);
	} while (done && from);
	arena_free(&rows);
	if (!done)
		ui_say_error(ui, &err);
	else if (!k.n)
		ui_say(ui, "nothing here is unread");
	else
		keep(ui, &k);
}

/* ---- asking ---- */

const char *keep_lead(const struct ui *ui)
{
	bool is_narrow = ui->canvas.cols < 60;

	if (ui->keep->action == ACTION_PIPE)
		return "| ";
	if (ui->keep->action == ACTION_SAVE && ui->keep->is_there)
		return is_narrow ? "overwrite: "
				 : "it is there; Enter overwrites it: ";
	if (ui->keep->action == ACTION_SAVE)
		return is_narrow ? "save: " : "save, .md as Markdown: ";
	return is_narrow ? "tag: " : "tag, or -tag to take away: ";
}

/* What is there is overwritten when its name is given twice. */
static void save(struct ui *ui, const char *name)
{
	struct keep *k = ui->keep;
	bool is_again = k->is_there && strcmp(k->is_there, name) == 0;

	if (save_article(ui, k->id, name, is_again))
		return;
	k->is_there = name;
	ask_start(ui, ASK_KEEP, NULL, name);
}

static void answer(struct ui *ui, struct slice typed)
{
	struct keep *k = ui->keep;

	if (k->action == ACTION_TAG)
		change_tag(ui, k->id, typed);
	else if (typed.len && k->action == ACTION_SAVE)
		save(ui, arena_copy(&k->arena, typed.at, typed.len));
	else if (typed.len)
		out_pipe(ui, k->id, arena_copy(&k->arena, typed.at, typed.len));
}

void keep_ended(struct ui *ui, bool is_kept)
{
	ui->asks = ASK_NONE;
	if (is_kept)
		answer(ui, slice_trim(slice_of(ui->prompt.text)));
	else
		ui_say(ui, ui->keep->action == ACTION_SAVE ? "nothing was saved"
			   : ui->keep->action == ACTION_PIPE
				   ? "nothing was run"
				   : "nothing was changed");
}

void keep_start(struct ui *ui, enum action action, const char *given)
{
	struct keep *k = state_of(ui);

	arena_reset(&k->arena);
	k->action = action;
	k->is_there = NULL;
	if (action == ACTION_READ_ALL) {
		read_all(ui);
		return;
	}
	k->id = keep_article(ui);
	if (!k->id) {
		ui_say(ui, "no article has the focus");
		return;
	}
	if (action == ACTION_NOTE)
		change_note(ui, k->id);
	else if (action == ACTION_BROWSER || action == ACTION_BROWSER_READ)
		out_browse(ui, k->id, given, action == ACTION_BROWSER_READ);
	else if (*given)
		answer(ui, slice_of(given));
	else
		ask_start(ui, ASK_KEEP, NULL,
			  action == ACTION_SAVE
				  ? save_name(ui, &k->arena, k->id)
				  : "");
}

const char *keep_head(const struct ui *ui, struct arena *a)
{
	const struct article *art = ui->reading.art;
	const char *text = "";

	for (uint32_t i = 0; i < art->n_tags; i++)
		text = arena_printf(a, "%s#%s  ", text, art->tags[i]);
	if (art->note && *art->note)
		text = arena_printf(a, "%snote: %s", text,
				    resolve_surface(a, slice_of(art->note)));
	return *text ? text : NULL;
}
