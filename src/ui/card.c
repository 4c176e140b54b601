/* The card of the focused name, below the text.  Its place is always kept, so
 * that the text never jumps. */
#include <stdio.h>
#include <string.h>

#include "base/width.h"
#include "ui/speech.h"

static const char *here(struct ui *ui, const struct reading *r)
{
	return arena_printf(&ui->frame, "here %u×, lit above",
			    r->art->chains[r->chain].mentions);
}

static const char *seen(struct ui *ui, const struct entity_row *e)
{
	const char *first = say_day(&ui->frame, e->first_day, false);
	const char *last = say_day(&ui->frame, e->last_day, false);

	first += *first == ' ';
	last += *last == ' ';
	if (e->first_day == e->last_day)
		return arena_printf(&ui->frame, "seen %s", first);
	return arena_printf(&ui->frame, "seen %s – %s", first, last);
}

static const char *company(struct ui *ui, const struct card *c, uint32_t most)
{
	const char *all = "";

	/* one article together says nothing, unless nobody has more */
	for (uint32_t i = 0;
	     i < c->n_with && i < most && (i == 0 || c->with[i].shared > 1);
	     i++)
		all = arena_printf(&ui->frame, "%s%s%s %u", all,
				   i ? ", " : "with ", c->with[i].entity.name,
				   c->with[i].shared);
	return all;
}

static const char *counts(struct ui *ui, const struct reading *r,
			  const struct entity_row *e)
{
	const char *articles =
		say_count(&ui->frame, e->articles, "article", "articles");

	if (r->of > 0)
		articles = arena_printf(&ui->frame, "%u/%u %s", r->place, r->of,
					r->of == 1 ? "article" : "articles");
	if (e->quotes == 0)
		return articles;
	return arena_printf(
		&ui->frame, "%s · %s", articles,
		say_count(&ui->frame, e->quotes, "quotation", "quotations"));
}

static const char *kind_and_role(struct ui *ui, const struct entity_row *e)
{
	if (!e->role || !*e->role)
		return say_type(e->type);
	return arena_printf(&ui->frame, "%s · %s", say_type(e->type), e->role);
}

/* "── Name ── kind · role          34 articles · 38 quotations" */
static void draw_first(const struct area *area, const char *name,
		       const char *kind, const char *right, const char *fill)
{
	int end = area->cols - 1, room, x;

	/* the name goes before the counts */
	if ((int)cell_text(right, strlen(right)) < area->cols / 2)
		end = area_right(area, 0, end, STYLE_DIM, right);
	x = area_string(area, 0, 0, STYLE_RULE, "── ");
	room = end - 2 - x;
	x = area_cut(area, 0, x, room, STYLE_CARD, name, strlen(name));
	if (end - x > 12) {
		x = area_string(area, 0, x, STYLE_RULE, " ── ");
		x = area_cut(area, 0, x, end - 2 - x, STYLE_TEXT, kind,
			     strlen(kind));
	}
	if (end - x > 2)
		area_repeat(area, 0, x + 1, end - 1, STYLE_RULE, fill);
}

static void draw_quote(struct ui *ui, const struct area *area, int y,
		       const struct card *c)
{
	const struct quote_row *q = c->quote;
	const char *day;
	bool bare;
	int x;

	if (!q)
		return;
	day = say_when(&ui->frame, &q->published, false);
	bare = q->quote.kind == QUOTE_DIRECT;
	x = area_string(area, y, 3, STYLE_DIM, day);
	x = area_string(area, y, x + 1, STYLE_TEXT, bare ? "“" : "");
	area_cut(area, y, x, area->cols - 1 - x, STYLE_TEXT,
		 bare ? arena_printf(&ui->frame, "%s”", q->text) : q->text,
		 strlen(q->text) + (bare ? 3 : 0));
}

static void draw_summary(struct ui *ui, const struct area *area)
{
	const struct article *art = ui->reading.art;
	const char *text = arena_printf(
		&ui->frame, "%s   %s   %s",
		say_count(&ui->frame, art->n_chains, "name", "names"),
		say_count(&ui->frame, art->n_quotes, "quotation", "quotations"),
		ui->reading.row.copies
			? say_count(&ui->frame, ui->reading.row.copies,
				    "copy folded", "copies folded")
			: "");

	area_repeat(area, 0, 0, area->cols - 1, STYLE_RULE, "─");
	area_cut(area, area->rows > 1 ? 1 : 0, 3, area->cols - 4, STYLE_DIM,
		 text, strlen(text));
}

void card_draw(struct ui *ui, const struct area *area)
{
	struct reading *r = &ui->reading;
	const struct card *c;
	const char *line;

	if (area->rows < 1)
		return;
	if (r->chain < 0) {
		draw_summary(ui, area);
		return;
	}
	c = reading_card(r);
	if (c && speech_is_on(ui)) {
		speech_draw(area, 0, STYLE_TEXT, speech_card(ui, c));
		return;
	}
	if (!c) {
		draw_first(area, reading_name(r, r->chain),
			   say_type(r->art->chains[r->chain].type), here(ui, r),
			   " ");
		return;
	}
	if (area->rows == 2) {
		line = arena_printf(&ui->frame, "%s ── %s ── %s",
				    kind_and_role(ui, c->row), here(ui, r),
				    company(ui, c, 4));
		draw_first(area, c->row->name, line, counts(ui, r, c->row),
			   "─");
		draw_quote(ui, area, 1, c);
		return;
	}
	draw_first(area, c->row->name, kind_and_role(ui, c->row),
		   counts(ui, r, c->row), " ");
	if (area->rows < 3)
		return;
	line = arena_printf(&ui->frame, "%s   %s  %s", here(ui, r),
			    seen(ui, c->row), company(ui, c, 4));
	area_cut(area, 1, 3, area->cols - 4, STYLE_TEXT, line, strlen(line));
	draw_quote(ui, area, 2, c);
}
