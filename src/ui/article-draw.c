/* The article on its pane: head, text with its margins, card. */
#include <stdio.h>
#include <string.h>

#include "base/width.h"
#include "ui/article-view.h"
#include "ui/keep.h"
#include "ui/screen.h"
#include "ui/speech.h"

/* Columns of the speakers' margin and the width from which there is one. */
#define MARGIN_COLS 13
#define MARGIN_FROM 78

/* The text alone, and the sentence of the card. */
static struct parts measure_speech(const struct ui *ui, int rows, int cols)
{
	int widest = (int)ui->conf.number[CONF_WIDTH];
	struct parts p = {.width = cols > widest ? widest : cols};

	if (ui->conf.number[CONF_CARD] && rows >= 4)
		p.card = rows < 8 ? 1 : 3;
	p.body = rows - 1 - p.card;
	return p;
}

/* Tags and note have a line below the head; on small screens only then. */
static bool shows_kept(const struct ui *ui, int rows)
{
	const struct article *art = ui->reading.art;

	return rows >= 8 && !screen_is_zen(ui) && art &&
	       (art->n_tags || (art->note && *art->note));
}

static struct parts measure(const struct ui *ui, int rows, int cols)
{
	struct parts p = {.bar = 1, .text = 3};
	int widest = (int)ui->conf.number[CONF_WIDTH];

	if (speech_is_on(ui))
		return measure_speech(ui, rows, cols);
	if (cols < 40) {
		p.bar = 0;
		p.text = cols < 24 ? 1 : 2;
	}
	p.width = cols - p.text - 1;
	if (cols >= MARGIN_FROM && ui->conf.number[CONF_MARGIN] &&
	    !screen_is_zen(ui)) {
		p.width = cols - p.text - MARGIN_COLS;
		p.margin = 1;
	}
	if (p.width > widest)
		p.width = widest;
	if (p.margin)
		p.margin = p.text + p.width + 1;
	if (ui->conf.number[CONF_CARD] && !ui->card_is_apart)
		p.card = rows < 8 ? 1 : rows < 19 || cols < 60 ? 1 : 3;
	if (rows < 4 || screen_is_zen(ui))
		p.card = 0;
	p.body = rows - 1 - p.card;
	if (rows >= 19 || shows_kept(ui, rows))
		p.body--; /* a line below the head */
	if (p.body < 1)
		p.body = 1;
	return p;
}

static unsigned percent(const struct reading *r)
{
	uint32_t seen = r->top + r->height;

	if (r->layout.n == 0 || seen >= r->layout.n)
		return 100;
	return seen * 100 / r->layout.n;
}

static struct slice head_title(const struct reading *r)
{
	struct slice title = article_slice(r->art, r->art->title);

	return title.len ? title : SLICE("(no title)");
}

/* The title at the left, whom it is from and when at the right; what does not
 * fit is left out from the left of the right side. */
static bool title_fits(struct ui *ui, int cols, const char **right)
{
	const struct reading *r = &ui->reading;
	struct slice title = head_title(r);
	struct arena *a = &ui->frame;
	int wide = (int)cell_text(title.at, title.len), room;
	const struct when *when = &r->row.art->published;
	const char *day = when->kind == WHEN_NONE
				  ? "no date"
				  : say_weekday(a, date_day_of(when), true);
	unsigned minutes = r->row.words / 230 + 1;
	const char *source = say_source(a, r->art);
	const char *const all[] = {
		arena_printf(a, "%s%s%s  %u min  %u %%", source,
			     *source ? "  " : "", day, minutes, percent(r)),
		arena_printf(a, "%s  %u min  %u %%", day, minutes, percent(r)),
		arena_printf(a, "%u min  %u %%", minutes, percent(r)),
		arena_printf(a, "%u %%", percent(r)),
	};

	for (uint32_t i = 0; i < 4; i++) {
		room = cols - 4 - (int)cell_text(all[i], strlen(all[i]));
		*right = all[i];
		if (wide <= room)
			return i < 2 || cols < 60;
		if (i == 0 && room < cols / 4)
			continue;
		if (i < 2 && room >= cols / 4)
			return false;
	}
	return false;
}

static void draw_head(struct ui *ui, const struct area *area, const char *right)
{
	const struct reading *r = &ui->reading;
	struct slice title = head_title(r);
	int end = area_right(area, 0, area->cols - 1, STYLE_DIM, right);

	area_string(area, 0, 0, STYLE_CURSOR,
		    r->row.art->is_starred ? "*" : " ");
	area_cut(area, 0, 1, end - 2, STYLE_TITLE, title.at, title.len);
}

static void draw_kept(struct ui *ui, const struct area *area)
{
	const char *kept = keep_head(ui, &ui->frame);

	if (kept)
		area_cut(area, 1, 3, area->cols - 4, STYLE_DIM, kept,
			 strlen(kept));
}

static void target_span(struct ui *ui, const struct area *text, int y,
			const struct line *line, struct span s, int64_t value)
{
	int x = article_column(&ui->reading, line, s.start);

	ui_target_span(ui, text, y, x,
		       article_column(&ui->reading, line, s.end) - x, value);
}

/* What hints on a line lead to: mention i as i, link i as -1 - i. */
static void add_targets(struct ui *ui, const struct area *text, int y,
			const struct line *line)
{
	const struct reading *r = &ui->reading;
	const struct article *art = r->art;

	if (line->kind == LINE_LINK)
		ui_target(ui, text, y, 0, -1 - (int64_t)line->index);
	for (uint32_t i = article_mention_from(art, line->start);
	     i < art->n_mentions && art->mentions[i].span.start < line->end;
	     i++) {
		uint32_t at = art->mentions[i].span.start;

		if (r->is_stop[i] == 2 && at >= line->start)
			target_span(ui, text, y, line, art->mentions[i].span,
				    i);
	}
	for (uint32_t i = 0; i < art->n_links; i++) {
		uint32_t at = art->links[i].span.start;

		if (art->links[i].kind == LINK_INLINE && at >= line->start &&
		    at < line->end)
			target_span(ui, text, y, line, art->links[i].span,
				    -1 - (int64_t)i);
	}
}

/* The byte that the cursor belongs on, if it is on the screen. */
static bool cursor_byte(const struct reading *r, uint32_t *byte)
{
	if (r->match.end > 0)
		*byte = r->match.start;
	else if (r->focus >= 0)
		*byte = r->art->mentions[r->focus].span.start;
	else if (r->quote >= 0)
		*byte = r->art->quotes[r->quote].span.start;
	else
		return false;
	return true;
}

static void put_cursor(struct ui *ui, const struct area *text)
{
	struct reading *r = &ui->reading;
	uint32_t byte, i;
	int y = (int)r->fresh - (int)r->top;

	if (cursor_byte(r, &byte)) {
		i = layout_line(&r->layout, byte);
		if (i >= r->top && i < r->top + (uint32_t)text->rows) {
			area_cursor(text, (int)(i - r->top),
				    article_column(r, &r->layout.at[i], byte));
			return;
		}
	}
	area_cursor(text, y < 0 || y >= text->rows ? 0 : y, 0);
}

static void draw_body(struct ui *ui, const struct area *body,
		      const struct parts *p, bool has_focus)
{
	struct reading *r = &ui->reading;
	struct area text = area_part(body, 0, p->text, body->rows, p->width);

	for (int y = 0; y < body->rows; y++) {
		const struct line *line;
		uint32_t i = r->top + (uint32_t)y;

		if (i >= r->layout.n)
			break;
		line = &r->layout.at[i];
		article_draw_line(ui, body, y, p, line);
		if (has_focus && line->kind != LINE_BLANK)
			add_targets(ui, &text, y, line);
	}
	if (has_focus)
		put_cursor(ui, &text);
}

void article_draw(struct ui *ui, struct pane *pane, const struct area *area,
		  bool has_focus)
{
	struct text_state *s = pane->state;
	struct parts p = measure(ui, area->rows, area->cols);
	struct area body, card;
	const char *right;
	int with = s->shows_dropped ? LAYOUT_DROPPED : 0;

	if (speech_is_on(ui))
		with |= LAYOUT_SPEECH;
	if (screen_is_zen(ui) || !title_fits(ui, area->cols, &right))
		with |= LAYOUT_TITLE;
	reading_fit(&ui->reading, (uint32_t)(p.width > 0 ? p.width : 1),
		    (uint32_t)p.body, with);
	title_fits(ui, area->cols, &right);
	if (speech_is_on(ui))
		area_string(area, 0, 0, STYLE_TITLE,
			    speech_article(ui, &ui->reading.row));
	else if (!screen_is_zen(ui))
		draw_head(ui, area, right);
	if (shows_kept(ui, area->rows) && !speech_is_on(ui))
		draw_kept(ui, area);
	body = area_part(area, area->rows - p.card - p.body, 0, p.body,
			 area->cols);
	draw_body(ui, &body, &p, has_focus);
	card = area_part(area, area->rows - p.card, 0, p.card, area->cols);
	card_draw(ui, &card);
}
