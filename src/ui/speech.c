#include "ui/speech.h"

#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "base/width.h"

static const char *const months[] = {
	"January", "February", "March",     "April",   "May",      "June",
	"July",    "August",   "September", "October", "November", "December",
};
static const char *const weekdays[] = {"Sunday",    "Monday",   "Tuesday",
				       "Wednesday", "Thursday", "Friday",
				       "Saturday"};

const char *speech_day(struct arena *a, int64_t day)
{
	int64_t year;
	unsigned month, mday;

	date_civil(day, &year, &month, &mday);
	return arena_printf(a, "%s %u %s %lld", weekdays[date_weekday(day)],
			    mday, months[month - 1], (long long)year);
}

const char *speech_when(struct arena *a, const struct when *when)
{
	if (when->kind == WHEN_NONE)
		return "no date";
	return speech_day(a, date_day_of(when));
}

/* ---- rows ---- */

static const char *join(struct arena *a, const char *all, const char *part)
{
	size_t len = strlen(all);

	if (!part || !*part)
		return all;
	if (len == 0)
		return part;
	/* a quotation brings its own stop */
	return arena_printf(a, "%.*s%s %s", (int)(len - (all[len - 1] == ',')),
			    all, strchr(".?!", all[len - 1]) ? "" : ",", part);
}

const char *speech_article(struct ui *ui, const struct article_row *row)
{
	struct arena *a = &ui->frame;
	struct slice title = store_row_title(row);
	const char *all =
		title.len ? arena_copy(a, title.at, title.len) : "no title";

	if (row_is_unread(row))
		all = join(a, all, "unread");
	if (row->art->is_starred)
		all = join(a, all, "starred");
	if (row->copies > 0)
		all = join(a, all, say_count(a, row->copies, "copy", "copies"));
	if (row->count > 0)
		all = join(a, all, say_count(a, row->count, "time", "times"));
	all = join(a, all, say_source(a, row->art));
	return join(a, all, speech_when(a, &row->art->published));
}

static const char *kind_and_role(struct arena *a, const struct entity_row *e)
{
	return join(a, say_type(e->type), e->role);
}

static const char *counts(struct arena *a, const struct entity_row *e)
{
	const char *all = say_count(a, e->articles, "article", "articles");

	if (e->quotes == 0)
		return all;
	return join(a, all, say_count(a, e->quotes, "quotation", "quotations"));
}

const char *speech_name(struct ui *ui, const struct entity_row *e)
{
	struct arena *a = &ui->frame;

	return arena_printf(a, "%s, %s, %s, last %s", e->name,
			    kind_and_role(a, e), counts(a, e),
			    speech_day(a, e->last_day));
}

const char *speech_quote(struct ui *ui, const struct quote_row *q)
{
	struct arena *a = &ui->frame;
	const char *who = q->name                     ? q->name
			  : q->speaker && *q->speaker ? q->speaker
						      : "somebody";
	const char *all = !article_is_sure(&q->quote) ? "Speaker uncertain: "
			  : q->quote.kind == QUOTE_INDIRECT
				  ? arena_printf(a, "%s, reported: ", who)
				  : arena_printf(a, "%s says: ", who);

	all = arena_printf(a, "%s%s", all, q->text);
	return join(a, join(a, all, q->source), speech_when(a, &q->published));
}

const char *speech_card(struct ui *ui, const struct card *c)
{
	struct arena *a = &ui->frame;
	const struct reading *r = &ui->reading;
	const struct entity_row *e = c->row;
	const char *all = arena_printf(
		a, "%s, %s: here %s, %s, seen %s", e->name, kind_and_role(a, e),
		say_count(a, r->art->chains[r->chain].mentions, "time",
			  "times"),
		counts(a, e), speech_day(a, e->first_day));

	if (e->last_day != e->first_day)
		all = arena_printf(a, "%s to %s", all,
				   speech_day(a, e->last_day));
	for (uint32_t i = 0; i < c->n_with && i < 3; i++)
		all = arena_printf(a, "%s%s%s", all, i ? ", " : ", with ",
				   c->with[i].entity.name);
	return arena_printf(a, "%s.", all);
}

int speech_draw(const struct area *area, int y, uint8_t style, const char *text)
{
	size_t left = strlen(text);
	int from = y;

	while (left > 0 && y < area->rows) {
		size_t n = cell_fit(text, left, (size_t)area->cols, NULL);
		const char *blank = memrchr(text, ' ', n);

		if (y == area->rows - 1 || n == 0) {
			area_cut(area, y++, 0, area->cols, style, text, left);
			break;
		}
		if (n < left && text[n] != ' ' && blank && blank > text)
			n = (size_t)(blank - text);
		area_text(area, y++, 0, style, text, n);
		for (text += n, left -= n; left > 0 && *text == ' '; left--)
			text++;
	}
	return y - from;
}

/* ---- tidying ---- */

enum mark { MARK_NONE, MARK_GONE, MARK_COMMA };

/* What only eyes can use: rules, bars, arrows and the marks of rows. */
static enum mark mark_of(const struct cell *cell)
{
	uint32_t rune;

	if (cell->len == 0 || (unsigned char)cell->text[0] < 0x80)
		return MARK_NONE;
	utf8_get(cell->text, cell->len, &rune);
	if (rune == 0x00B7)
		return MARK_COMMA;
	if ((rune >= 0x2500 && rune <= 0x259F) || rune == 0x2022)
		return MARK_GONE;
	return cell->style == STYLE_CURSOR || cell->style == STYLE_DIM
		       ? rune == 0x203A || rune == 0x2192 ? MARK_GONE
							  : MARK_NONE
		       : MARK_NONE;
}

static bool is_blank(const struct cell *cell)
{
	return cell->len == 1 && cell->text[0] == ' ';
}

struct tidy {
	struct canvas *canvas;
	int y, to;
	int gap; /* blanks that are owed; -1 at the row's start */
	bool is_parted;
};

static void put(struct tidy *t, char c, uint8_t style)
{
	struct cell *cell = canvas_at(t->canvas, t->y, t->to++);

	*cell = (struct cell){.len = 1, .width = 1, .style = style};
	cell->text[0] = c;
}

/* One blank for one; a comma for more, where none is there. */
static void put_gap(struct tidy *t)
{
	const struct cell *last;

	if (t->gap <= 0)
		return;
	last = canvas_at(t->canvas, t->y, t->to - 1);
	if ((t->gap > 1 || t->is_parted) && !strchr(",.:;", last->text[0]))
		put(t, ',', STYLE_TEXT);
	put(t, ' ', STYLE_TEXT);
}

static void tidy_row(struct canvas *c, int y)
{
	struct tidy t = {c, y, 0, -1, false};
	int cursor = c->cursor_y == y ? c->cursor_x : -1, moved = -1;

	for (int x = 0; x < c->cols; x++) {
		struct cell cell = *canvas_at(c, y, x);
		enum mark mark = mark_of(&cell);

		if (is_blank(&cell) || mark != MARK_NONE) {
			t.gap += t.gap >= 0;
			t.is_parted |= mark == MARK_COMMA;
			continue;
		}
		/* never wider than what it stood in */
		if (t.to > 0)
			put_gap(&t);
		if (moved < 0 && x >= cursor && cursor >= 0)
			moved = t.to;
		*canvas_at(c, y, t.to++) = cell;
		t.gap = 0;
		t.is_parted = false;
	}
	if (cursor >= 0)
		c->cursor_x = moved >= 0 ? moved : t.to;
	if (c->cursor_x >= c->cols)
		c->cursor_x = c->cols - 1;
	while (t.to < c->cols)
		put(&t, ' ', STYLE_TEXT);
}

void speech_tidy(struct canvas *c)
{
	for (int y = 0; y < c->rows; y++)
		tidy_row(c, y);
}
