/* What was visited, kept for the next start: a place a line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/command.h"

#define VISITS_KEPT 100
#define MARKS       26

/* Before the place in which a line was lost; before the letter of a mark. */
#define LOST '!'
#define MARK '\''

/* view, number, name, place in it, quotation, listed, words, title */
static const char *write_place(struct arena *a, const struct place *p,
			       bool is_lost)
{
	char *text = arena_printf(
		a, "%s%s\t%lld\t%lld\t%lld\t%lld\t%d\t%s\t%s",
		is_lost ? "!" : "", p->view->name, (long long)p->id,
		(long long)p->entity, p->has_at ? (long long)p->at : -1,
		(long long)p->at_too, p->was_listed, p->text, p->title);

	return text;
}

static int64_t number(struct slice *rest)
{
	struct slice word = slice_cut(rest, '\t');
	int64_t n = 0;
	bool is_minus = word.len > 0 && *word.at == '-';

	for (size_t i = is_minus; i < word.len && i < 19; i++) {
		if (word.at[i] < '0' || word.at[i] > '9')
			return 0;
		n = n * 10 + (word.at[i] - '0');
	}
	return is_minus ? -n : n;
}

static void text_of(struct slice *rest, char *room, size_t size)
{
	struct slice word = slice_cut(rest, '\t');

	snprintf(room, size, "%.*s", (int)word.len, word.at ? word.at : "");
}

/* false: not a place that this program knows. */
static bool read_place(const char *line, struct place *p, bool *is_lost)
{
	struct slice rest = slice_of(line);
	char name[32];

	memset(p, 0, sizeof(*p));
	*is_lost = *line == LOST;
	if (*is_lost) {
		rest.at++;
		rest.len--;
	}
	text_of(&rest, name, sizeof(name));
	p->view = view_find(name);
	p->id = number(&rest);
	p->entity = number(&rest);
	p->at = number(&rest);
	p->has_at = p->at >= 0;
	p->at_too = number(&rest);
	p->was_listed = number(&rest) != 0;
	text_of(&rest, p->text, sizeof(p->text));
	text_of(&rest, p->title, sizeof(p->title));
	return p->view != NULL;
}

/* "'a" and a place: what is marked so, unless it was marked anew since. */
static bool read_mark(struct ui *ui, const char *line)
{
	unsigned letter = (unsigned)(line[1] - 'a');
	struct place place;
	bool is_lost;

	if (line[0] != MARK || letter >= MARKS)
		return false;
	if (!(ui->marked >> letter & 1) &&
	    read_place(line + 2, &place, &is_lost))
		ui->marks[letter] = place;
	return true;
}

/* Marks that another reader of this archive has set meanwhile. */
static void read_marks(struct ui *ui, struct arena *a)
{
	const char **lines;
	struct error ignored;
	uint32_t n;

	if (!store_jumps_get(ui->store, a, &lines, &n, &ignored))
		return;
	for (uint32_t i = 0; i < n; i++)
		read_mark(ui, lines[i]);
}

void visits_load(struct ui *ui)
{
	struct arena a;
	const char **lines;
	struct error err;
	struct place place = {0};
	uint32_t n;
	bool is_lost = false;

	arena_init(&a);
	if (!store_jumps_get(ui->store, &a, &lines, &n, &err)) {
		ui_say_error(ui, &err);
		n = 0;
	}
	for (uint32_t i = 0; i < n && i < VISITS_KEPT + MARKS; i++) {
		if (!read_mark(ui, lines[i]) &&
		    read_place(lines[i], &place, &is_lost))
			trail_add(&ui->trail, &place, -1);
	}
	/* what comes now was opened from none of them */
	ui->trail.now = -1;
	if (is_lost && place.view)
		ui_say(ui, "the line was lost in '%s': H leads back there",
		       place.title);
	arena_free(&a);
}

void visits_save(struct ui *ui)
{
	const struct trail *t = &ui->trail;
	const char *lines[VISITS_KEPT + MARKS];
	uint32_t n = t->n > VISITS_KEPT ? VISITS_KEPT : t->n, n_marks = 0;
	struct arena a;
	struct error err;

	arena_init(&a);
	read_marks(ui, &a);
	/* where one is comes last, wherever it stands among them */
	for (uint32_t i = 0; i < n; i++)
		lines[i] = write_place(&a, &t->at[t->n - n + i].place, false);
	if (n > 0 && t->now >= 0) {
		if (n == VISITS_KEPT)
			memmove(lines, lines + 1, --n * sizeof(lines[0]));
		lines[n++] = write_place(&a, &t->at[t->now].place, ui->is_lost);
	}
	/* before them, for what is lost is the last */
	for (uint32_t i = 0; i < MARKS; i++)
		n_marks += ui->marks[i].view != NULL;
	memmove(lines + n_marks, lines, n * sizeof(lines[0]));
	for (uint32_t i = 0, k = 0; i < MARKS; i++) {
		if (ui->marks[i].view)
			lines[k++] = arena_printf(
				&a, "%c%c%s", MARK, (int)('a' + i),
				write_place(&a, &ui->marks[i], false));
	}
	n += n_marks;
	/* who may not write has been told at the first change */
	(void)!store_jumps_set(ui->store, lines, n, &err);
	arena_free(&a);
}
