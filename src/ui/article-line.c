/* One line of an article: how its bytes look, what stands beside it. */
#include <string.h>

#include "base/width.h"
#include "ui/article-view.h"
#include "ui/speech.h"

/* Mentions longer than this are not looked for behind a line's start. */
#define MENTION_LONGEST 400

static bool overlaps(struct span a, uint32_t start, uint32_t end)
{
	return a.start < end && a.end > start;
}

uint32_t article_mention_from(const struct article *art, uint32_t byte)
{
	uint32_t low = 0, high = art->n_mentions;

	byte = byte > MENTION_LONGEST ? byte - MENTION_LONGEST : 0;
	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (art->mentions[mid].span.start < byte)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* How the bytes of one line look: written mention by mention, the inner ones
 * last. */
#define PAINTS 2048 /* bytes of a line; the rest looks like the last */

struct paints {
	uint8_t style[PAINTS], over[PAINTS];
};

static void lay_span(uint8_t *at, const struct line *line, struct span s,
		     uint8_t value)
{
	uint32_t from = s.start > line->start ? s.start - line->start : 0;
	uint32_t to = s.end < line->end ? s.end : line->end;

	for (uint32_t i = from; line->start + i < to && i < PAINTS; i++)
		at[i] = value;
}

static uint8_t style_of_line(uint8_t kind)
{
	switch ((enum line_kind)kind) {
	case LINE_TITLE:
		return STYLE_TITLE;
	case LINE_HEADING:
		return STYLE_HEADING;
	case LINE_DROP:
		return STYLE_DIM;
	default:
		return STYLE_TEXT;
	}
}

static void paint_line(const struct reading *r, const struct line *line,
		       struct paints *p)
{
	const struct article *art = r->art;

	memset(p->style, style_of_line(line->kind), sizeof(p->style));
	memset(p->over, STYLE_TEXT, sizeof(p->over));
	for (uint32_t i = 0; i < art->n_links; i++) {
		if (art->links[i].kind == LINK_INLINE &&
		    overlaps(art->links[i].span, line->start, line->end))
			lay_span(p->style, line, art->links[i].span,
				 STYLE_LINK);
	}
	for (uint32_t i = article_mention_from(art, line->start);
	     i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];

		if (m->span.start >= line->end)
			break;
		if (!overlaps(m->span, line->start, line->end))
			continue;
		if (r->is_stop[i])
			lay_span(p->style, line, m->span,
				 style_of_type(m->type));
		if (m->chain >= 0 && m->chain == r->chain)
			lay_span(p->over, line, m->span, STYLE_LIT);
	}
	if (r->focus >= 0)
		lay_span(p->over, line, art->mentions[r->focus].span,
			 STYLE_FOCUS);
	if (r->quote >= 0)
		lay_span(p->over, line, art->quotes[r->quote].span,
			 STYLE_FOCUS);
	if (overlaps(r->match, line->start, line->end))
		lay_span(p->over, line, r->match, STYLE_MATCH);
}

/* Columns before a line's text: the item's dot. */
static void draw_lead(const struct area *area, int y, int x,
		      const struct line *line)
{
	if (line->kind == LINE_ITEM && line->is_first && line->indent > 0)
		area_string(area, y,
			    x + line->indent - (line->indent > 1 ? 2 : 1),
			    STYLE_DIM, "•");
	if (line->kind == LINE_BLOCKQUOTE && line->indent > 0)
		area_string(area, y, x, STYLE_DIM, "│");
}

int article_column(const struct reading *r, const struct line *line,
		   uint32_t byte)
{
	const struct article *art = r->art;
	int x = line->stops ? line->stops[0] : line->indent;
	const struct insert *insert;
	uint32_t cell = 0;

	for (uint32_t at = line->start; at < line->end;) {
		struct cluster c = cell_next(art->text + at, line->end - at);

		insert = layout_insert(&r->layout, at);
		x += insert ? insert->width : 0;
		if (at >= byte)
			break;
		if (art->text[at] != '\t')
			x += c.width;
		else if (line->stops)
			x = line->stops[++cell];
		else
			x += LAYOUT_TAB;
		at += c.len;
	}
	return x;
}

static void draw_spans(const struct ui *ui, const struct area *area, int y,
		       const struct line *line, const struct paints *p)
{
	const struct reading *r = &ui->reading;
	const struct article *art = r->art;
	int x = line->stops ? line->stops[0] : line->indent;
	const struct insert *insert;
	uint32_t cell = 0;

	for (uint32_t at = line->start; at < line->end;) {
		struct cluster c = cell_next(art->text + at, line->end - at);
		uint32_t i = at - line->start < PAINTS ? at - line->start
						       : PAINTS - 1;

		insert = layout_insert(&r->layout, at);
		if (insert)
			x = area_string(area, y, x, STYLE_DIM, insert->text);
		if (art->text[at] == '\t' && line->stops)
			x = line->stops[++cell];
		else if (art->text[at] == '\t')
			x = area_string(area, y, x, STYLE_DIM, " · ");
		else
			x = area_over(area, y, x, p->style[i], p->over[i],
				      art->text + at, c.len);
		at += c.len;
	}
}

static bool is_free(const struct area *area, int y, int x)
{
	const struct cell *cell;

	if (x < 0 || x >= area->cols)
		return false;
	cell = canvas_at(area->canvas, area->y + y, area->x + x);
	return cell->len == 1 && cell->text[0] == ' ';
}

/* An arrow before each further line of a link, too: what is underlined alone
 * may be a name. */
static void draw_arrows(struct ui *ui, const struct area *area, int y,
			const struct parts *p, const struct line *line)
{
	const struct article *art = ui->reading.art;
	int x = p->text + (line->stops ? line->stops[0] : line->indent) - 1;

	for (uint32_t i = 0; i < art->n_links; i++) {
		const struct link *l = &art->links[i];

		if (l->kind == LINK_INLINE && l->span.start < line->start &&
		    l->span.end > line->start && is_free(area, y, x))
			area_string(area, y, x, STYLE_DIM, "→");
	}
}

/* In the speakers' margin, of a name that would as often be wrong. */
#define UNCERTAIN "uncertain"

static void draw_margin(struct ui *ui, const struct area *area, int y,
			const struct parts *p, const struct line *line)
{
	const struct article *art = ui->reading.art;
	const struct quote *q;
	struct slice name;

	if (speech_is_on(ui))
		return;
	if (line->bar)
		area_string(area, y, p->bar, STYLE_BAR,
			    line->bar == BAR_WORDS ? "┃" : "┊");
	/* where nothing is italic, places are as bold as headings */
	else if (line->kind == LINE_HEADING && line->is_first &&
		 !term_has_italics(ui->term))
		area_string(area, y, p->bar, STYLE_DIM, "#");
	if (!p->margin || line->quote < 0)
		return;
	q = &art->quotes[line->quote];
	if (!article_is_sure(q) &&
	    (q->chain >= 0 || q->speaker.end > q->speaker.start)) {
		area_cut(area, y, p->margin + 1, area->cols - p->margin - 2,
			 STYLE_DIM, UNCERTAIN, strlen(UNCERTAIN));
		return;
	}
	if (q->chain >= 0)
		name = reading_short_name(&ui->reading, q->chain);
	else
		name = article_slice(art, q->speaker);
	area_cut(area, y, p->margin + 1, area->cols - p->margin - 2,
		 STYLE_SPEAKER, name.at ? name.at : "", name.len);
}

static void draw_special(struct ui *ui, const struct area *text, int y,
			 const struct line *line)
{
	const struct article *art = ui->reading.art;
	const char *words;
	int x;

	if (line->kind == LINE_LINK) {
		const struct link *l = &art->links[line->index];

		words = l->title && *l->title ? l->title : l->url;
		x = area_string(text, y, 0, STYLE_DIM, "→ ");
		area_cut(text, y, x, text->cols - x, STYLE_LINK,
			 words ? words : "", words ? strlen(words) : 0);
	} else {
		if (line->is_first)
			area_printf(text, y, 0, STYLE_DIM, "− %s",
				    art->dropped[line->index].why);
		else
			area_text(text, y, 2, STYLE_DIM, line->words.at,
				  line->words.len);
	}
}

void article_draw_line(struct ui *ui, const struct area *body, int y,
		       const struct parts *p, const struct line *line)
{
	struct area text = area_part(body, 0, p->text, body->rows, p->width);
	struct paints *paints;

	if (line->kind == LINE_LINK || line->kind == LINE_DROP) {
		draw_special(ui, &text, y, line);
	} else if (line->kind != LINE_BLANK) {
		paints = arena_alloc(&ui->frame, sizeof(*paints));
		paint_line(&ui->reading, line, paints);
		draw_lead(&text, y, 0, line);
		draw_spans(ui, &text, y, line, paints);
		draw_arrows(ui, body, y, p, line);
		draw_margin(ui, body, y, p, line);
	}
}
