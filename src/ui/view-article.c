/* Reading one article: its text with names and quotations marked, who speaks
 * in the margin, the card of the focused name below. */
#include <stdio.h>
#include <string.h>

#include "base/fold.h"
#include "base/utf8.h"
#include "base/width.h"
#include "ui/view.h"

/* Columns of the speakers' margin and the width from which there is one. */
#define MARGIN_COLS 13
#define MARGIN_FROM 78

/* Mentions longer than this are not looked for behind a line's start. */
#define MENTION_LONGEST 400

struct text_state {
	bool shows_dropped;
	bool was_scrolled;
	uint32_t find_from; /* where a search began */
	uint32_t find_top;
};

/* The parts of the pane for a size. */
struct parts {
	int bar, text, width, margin; /* columns; margin 0: none */
	int body, card;               /* rows */
};

static struct parts measure(const struct ui *ui, int rows, int cols)
{
	struct parts p = {.bar = 1, .text = 3};
	int widest = (int)ui->conf.number[CONF_WIDTH];

	if (cols < 40) {
		p.bar = 0;
		p.text = cols < 24 ? 1 : 2;
	}
	p.width = cols - p.text - 1;
	if (cols >= MARGIN_FROM && ui->conf.number[CONF_MARGIN]) {
		p.width = cols - p.text - MARGIN_COLS;
		p.margin = 1;
	}
	if (p.width > widest)
		p.width = widest;
	if (p.margin)
		p.margin = p.text + p.width + 1;
	if (ui->conf.number[CONF_CARD] && !ui->card_is_apart)
		p.card = rows < 8 ? 1 : rows < 19 || cols < 60 ? 1 : 3;
	if (rows < 4)
		p.card = 0;
	p.body = rows - 1 - p.card;
	if (rows >= 19)
		p.body--; /* a blank line below the head */
	if (p.body < 1)
		p.body = 1;
	return p;
}

/* ---- opening ---- */

static void note_read(struct ui *ui)
{
	struct article_row *row = &ui->reading.row;

	if (row_is_unread(row))
		ui_set_read(ui, row, true);
}

/* Come to a quotation that begins at a byte of the text. */
static void focus_quote_at(struct reading *r, uint32_t byte)
{
	for (uint32_t i = 0; i < r->art->n_quotes; i++) {
		if (r->art->quotes[i].span.start == byte) {
			reading_focus_quote(r, (int32_t)i);
			return;
		}
	}
	reading_show(r, byte);
}

static bool open_article(struct ui *ui, struct pane *pane,
			 const struct place *place, struct error *err)
{
	struct reading *r = &ui->reading;
	struct slice title;
	int32_t mention;

	pane->state = arena_alloc(&pane->arena, sizeof(struct text_state));
	if (!reading_open(r, place->id, &ui->conf, err))
		return false;
	title = article_slice(r->art, r->art->title);
	snprintf(pane->place.title, sizeof(pane->place.title), "%.*s",
		 (int)title.len, title.at);
	mention = reading_mention_of(r, place->entity);
	if (place->entity)
		r->chain = reading_chain_of(r, place->entity);
	if (place->has_at)
		reading_to_body(r, (uint32_t)place->at);
	else if (place->at_too)
		focus_quote_at(r, (uint32_t)place->at_too - 1);
	else if (mention < 0)
		reading_to_body(r, store_position(ui->store, r->id));
	if (mention >= 0 && !place->has_at && !place->at_too)
		reading_focus(r, mention);
	else if (mention >= 0 && r->quote < 0)
		r->focus = mention;
	if (place->was_listed)
		note_read(ui);
	roll_find(&ui->roll, r->docid);
	return true;
}

static void leave_article(struct ui *ui, struct pane *pane, struct place *place)
{
	struct reading *r = &ui->reading;
	struct error err;

	(void)pane;
	if (!r->art || r->id != place->id)
		return;
	place->has_at = true;
	place->at = reading_position(r);
	place->entity = reading_entity(r);
	if (reading_position(r) != store_position(ui->store, r->id) &&
	    !store_position_set(ui->store, r->id, reading_position(r), &err))
		ui_say_error(ui, &err);
}

/* ---- drawing ---- */

static unsigned percent(const struct reading *r)
{
	uint32_t seen = r->top + r->height;

	if (r->layout.n == 0 || seen >= r->layout.n)
		return 100;
	return seen * 100 / r->layout.n;
}

/* The title at the left, whom it is from and when at the right; what does not
 * fit is left out from the left of the right side. */
static bool title_fits(struct ui *ui, int cols, const char **right)
{
	const struct reading *r = &ui->reading;
	struct slice title = article_slice(r->art, r->art->title);
	struct arena *a = &ui->frame;
	int wide = (int)cell_text(title.at, title.len), room;
	const char *day = say_weekday(a, row_day(&r->row), true);
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
	struct slice title = article_slice(r->art, r->art->title);
	int end = area_right(area, 0, area->cols - 1, STYLE_DIM, right);

	area_string(area, 0, 0, STYLE_CURSOR,
		    r->row.art->is_starred ? "*" : " ");
	area_cut(area, 0, 1, end - 2, STYLE_TITLE, title.at, title.len);
}

static bool overlaps(struct span a, uint32_t start, uint32_t end)
{
	return a.start < end && a.end > start;
}

/* The first mention that may reach to a byte. */
static uint32_t mention_from(const struct article *art, uint32_t byte)
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
	for (uint32_t i = mention_from(art, line->start); i < art->n_mentions;
	     i++) {
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

/* The column of a byte of a line, from the line's first. */
static int column_of(const struct article *art, const struct line *line,
		     uint32_t byte)
{
	int x = line->stops ? line->stops[0] : line->indent;
	uint32_t cell = 0;

	for (uint32_t at = line->start; at < byte && at < line->end;) {
		struct cluster c = cell_next(art->text + at, line->end - at);

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
	const struct article *art = ui->reading.art;
	int x = line->stops ? line->stops[0] : line->indent;
	uint32_t cell = 0;

	for (uint32_t at = line->start; at < line->end;) {
		struct cluster c = cell_next(art->text + at, line->end - at);
		uint32_t i = at - line->start < PAINTS ? at - line->start
						       : PAINTS - 1;

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

/* An arrow in the blank before a link, or behind it: what is underlined alone
 * may be a name. */
static void draw_arrows(struct ui *ui, const struct area *area, int y,
			const struct parts *p, const struct line *line)
{
	const struct article *art = ui->reading.art;

	for (uint32_t i = 0; i < art->n_links; i++) {
		struct span s = art->links[i].span;
		int x;

		if (art->links[i].kind != LINK_INLINE ||
		    s.start < line->start || s.start >= line->end)
			continue;
		x = p->text + column_of(art, line, s.start) - 1;
		if (!is_free(area, y, x))
			x = p->text + column_of(art, line, s.end);
		if (is_free(area, y, x))
			area_string(area, y, x, STYLE_DIM, "→");
	}
}

static void draw_margin(struct ui *ui, const struct area *area, int y,
			const struct parts *p, const struct line *line)
{
	const struct article *art = ui->reading.art;
	const struct quote *q;
	struct slice name;

	if (line->bar)
		area_string(area, y, p->bar, STYLE_BAR,
			    line->bar == BAR_WORDS ? "┃" : "┊");
	if (!p->margin || line->quote < 0)
		return;
	q = &art->quotes[line->quote];
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
		const struct drop *d = &art->dropped[line->index];

		words = arena_printf(&ui->frame, "− %s: %s", d->why, d->text);
		area_cut(text, y, 0, text->cols, STYLE_DIM, words,
			 strlen(words));
	}
}

/* What hints on a line lead to: mention i as i, link i as -1 - i. */
static void add_targets(struct ui *ui, const struct area *text, int y,
			const struct line *line)
{
	const struct reading *r = &ui->reading;
	const struct article *art = r->art;

	if (line->kind == LINE_LINK)
		ui_target(ui, text, y, 0, -1 - (int64_t)line->index);
	for (uint32_t i = mention_from(art, line->start);
	     i < art->n_mentions && art->mentions[i].span.start < line->end;
	     i++) {
		uint32_t at = art->mentions[i].span.start;

		if (r->is_stop[i] == 2 && at >= line->start)
			ui_target(ui, text, y, column_of(art, line, at), i);
	}
	for (uint32_t i = 0; i < art->n_links; i++) {
		uint32_t at = art->links[i].span.start;

		if (art->links[i].kind == LINK_INLINE && at >= line->start &&
		    at < line->end)
			ui_target(ui, text, y, column_of(art, line, at),
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
				    column_of(r->art, &r->layout.at[i], byte));
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
	struct paints *paints = arena_alloc(&ui->frame, sizeof(*paints));

	for (int y = 0; y < body->rows; y++) {
		const struct line *line;
		uint32_t i = r->top + (uint32_t)y;

		if (i >= r->layout.n)
			break;
		line = &r->layout.at[i];
		if (line->kind == LINE_LINK || line->kind == LINE_DROP) {
			draw_special(ui, &text, y, line);
		} else if (line->kind != LINE_BLANK) {
			paint_line(r, line, paints);
			draw_lead(&text, y, 0, line);
			draw_spans(ui, &text, y, line, paints);
			draw_arrows(ui, body, y, p, line);
			draw_margin(ui, body, y, p, line);
		}
		if (has_focus && line->kind != LINE_BLANK)
			add_targets(ui, &text, y, line);
	}
	if (has_focus)
		put_cursor(ui, &text);
}

static void draw_article(struct ui *ui, struct pane *pane,
			 const struct area *area, bool has_focus)
{
	struct text_state *s = pane->state;
	struct parts p = measure(ui, area->rows, area->cols);
	struct area body, card;
	const char *right;
	int with = s->shows_dropped ? LAYOUT_DROPPED : 0;

	if (!title_fits(ui, area->cols, &right))
		with |= LAYOUT_TITLE;
	reading_fit(&ui->reading, (uint32_t)(p.width > 0 ? p.width : 1),
		    (uint32_t)p.body, with);
	title_fits(ui, area->cols, &right);
	draw_head(ui, area, right);
	body = area_part(area, area->rows - p.card - p.body, 0, p.body,
			 area->cols);
	draw_body(ui, &body, &p, has_focus);
	card = area_part(area, area->rows - p.card, 0, p.card, area->cols);
	card_draw(ui, &card);
}

/* ---- moving ---- */

static void scrolled(struct ui *ui, struct pane *pane)
{
	struct text_state *s = pane->state;

	if (!s->was_scrolled)
		note_read(ui);
	s->was_scrolled = true;
}

static int page_rows(struct ui *ui)
{
	int rows = (int)ui->reading.height;
	int overlap = (int)ui->conf.number[CONF_OVERLAP];

	return rows > overlap + 1 ? rows - overlap : 1;
}

static void to_block(struct reading *r, int by)
{
	int64_t i = r->top;

	for (; by > 0 && i + 1 < (int64_t)r->layout.n; by--) {
		while (i < (int64_t)r->layout.n &&
		       r->layout.at[i].kind != LINE_BLANK)
			i++;
		i++;
	}
	for (; by < 0 && i > 0; by++) {
		for (i -= 2; i > 0 && r->layout.at[i].kind != LINE_BLANK; i--)
			;
		i += i > 0;
	}
	reading_to(r, i < 0 ? 0 : (uint32_t)i);
}

static bool move(struct ui *ui, struct pane *pane, enum action action,
		 int count)
{
	struct reading *r = &ui->reading;
	int n = count ? count : 1, half = (int)r->height / 2;

	switch (action) {
	case ACTION_DOWN:
		reading_scroll(r, n);
		break;
	case ACTION_UP:
		reading_scroll(r, -n);
		break;
	case ACTION_PAGE_DOWN:
		reading_scroll(r, n * page_rows(ui));
		break;
	case ACTION_PAGE_UP:
		reading_scroll(r, -n * page_rows(ui));
		break;
	case ACTION_HALF_DOWN:
		reading_scroll(r, n * (half ? half : 1));
		break;
	case ACTION_HALF_UP:
		reading_scroll(r, -n * (half ? half : 1));
		break;
	case ACTION_TOP:
		reading_to(r, count > 1 ? (uint32_t)count - 1 : 0);
		break;
	case ACTION_BOTTOM:
		reading_to(r, UINT32_MAX);
		break;
	case ACTION_PERCENT:
		reading_to(r, (uint32_t)((uint64_t)r->layout.n *
					 (uint32_t)(count > 100 ? 100 : count) /
					 100));
		break;
	case ACTION_NEXT_BLOCK:
		to_block(r, n);
		break;
	case ACTION_PREVIOUS_BLOCK:
		to_block(r, -n);
		break;
	default:
		return false;
	}
	scrolled(ui, pane);
	return true;
}

/* ---- names ---- */

static void next_name(struct ui *ui, int by, int count)
{
	struct reading *r = &ui->reading;

	for (int i = 0; i < (count ? count : 1); i++) {
		int32_t next = reading_next_stop(r, by);

		if (next < 0) {
			ui_say(ui, "no name %s", by > 0 ? "below" : "above");
			return;
		}
		reading_focus(r, next);
		r->match = (struct span){0, 0};
	}
}

static void next_quote(struct ui *ui, int by, int count)
{
	struct reading *r = &ui->reading;

	for (int i = 0; i < (count ? count : 1); i++) {
		int32_t next = reading_next_quote(r, by);

		if (next < 0) {
			ui_say(ui, "no quotation %s",
			       by > 0 ? "below" : "above");
			return;
		}
		reading_focus_quote(r, next);
		r->match = (struct span){0, 0};
	}
}

static void light(struct ui *ui)
{
	struct reading *r = &ui->reading;

	if (r->chain < 0 && reading_next_stop(r, 1) >= 0)
		reading_focus(r, reading_next_stop(r, 1));
	if (r->chain < 0) {
		ui_say(ui, "no name has the focus; Tab gives it to one");
		return;
	}
	r->walks_mentions = true;
	r->find[0] = '\0';
	r->match = (struct span){0, 0};
	ui_say(ui, "%s is mentioned %u times here; n and N walk them",
	       reading_name(r, r->chain), r->art->chains[r->chain].mentions);
}

static void next_match(struct ui *ui, struct pane *pane, int by)
{
	struct reading *r = &ui->reading;
	uint32_t from;

	if (*r->find) {
		from = r->match.end > 0       ? r->match.start
		       : r->top < r->layout.n ? r->layout.at[r->top].start
					      : 0;
		if (r->match.end > 0)
			from = by > 0 ? from + 1 : from ? from - 1 : 0;
		if (!reading_find(r, from, by))
			ui_say(ui, "'%s' is not in this text", r->find);
		scrolled(ui, pane);
	} else if (r->walks_mentions && r->chain >= 0) {
		bool walks = true;
		int32_t next = reading_next_mention(r, by);

		if (next >= 0)
			reading_focus(r, next);
		r->walks_mentions = walks;
	} else {
		ui_say(ui, "nothing is looked for: / finds text, * the "
			   "mentions of a name");
	}
}

/* ---- going on ---- */

static void open_link(struct ui *ui, uint32_t i)
{
	const struct link *l = &ui->reading.art->links[i];

	if (l->article)
		ui_go_article(ui, l->article, false);
	else
		ui_say(ui, "not in the archive: %s", l->url ? l->url : "");
}

static void open_focus(struct ui *ui)
{
	struct reading *r = &ui->reading;
	int64_t entity = reading_entity(r);

	if (entity)
		ui_go_name(ui, entity);
	else if (r->quote >= 0)
		ui_say(ui, "nobody is known to have said this");
	else
		ui_say(ui, "no name has the focus; Tab gives it to one");
}

/* The next older or newer article with the focused name. */
static void step(struct ui *ui, enum store_order order)
{
	struct reading *r = &ui->reading;
	struct place place = {.view = &ui_view_article};
	int64_t entity, next;
	uint32_t at = 0, of = 0;

	if (r->chain < 0)
		reading_focus(r, reading_next_stop(r, 1));
	entity = reading_entity(r);
	if (!entity) {
		ui_say(ui, "no name has the focus; Tab gives it to one");
		return;
	}
	next = store_entity_step(ui->store, entity, r->docid, order, &at, &of);
	if (!next && r->ended != entity) {
		ui_say(ui, "the %s of %u with %s; again to go round",
		       order == STORE_NEWEST ? "oldest" : "newest", of,
		       reading_name(r, r->chain));
		r->ended = entity;
		return;
	}
	if (!next)
		next = store_entity_step(ui->store, entity,
					 order == STORE_NEWEST ? INT64_MAX : 0,
					 order, &at, &of);
	if (!next || next == r->docid) {
		ui_say(ui, "the only article with %s",
		       reading_name(r, r->chain));
		return;
	}
	place.id = store_id(ui->store, next);
	place.entity = entity;
	if (!ui_go_on(ui, &place))
		return;
	r->place = at;
	r->of = of;
	if (r->chain < 0)
		r->chain = reading_chain_of(r, entity);
	ui_say(ui, "%u/%u %s", at, of,
	       r->chain < 0 ? "" : reading_name(r, r->chain));
}

/* The article of the list `by` rows away, or the next unread one. */
static const struct article_row *in_list(struct ui *ui, int by, bool unread)
{
	struct roll *roll = &ui->roll;
	bool is_here = roll_find(roll, ui->reading.docid);
	int64_t i = (int64_t)roll->at + (is_here ? by : 0);

	for (; i >= 0 && i < (int64_t)roll->n; i += by) {
		if (!unread || row_is_unread(&roll->rows[i]))
			return &roll->rows[i];
	}
	return NULL;
}

static void to_row(struct ui *ui, const struct article_row *row)
{
	struct place place = {.view = &ui_view_article,
			      .id = row->art->id,
			      .was_listed = true};
	struct error err;

	if (roll_find(&ui->roll, row->docid) &&
	    !roll_set(&ui->roll, ui->roll.at, 50, &err))
		ui_say_error(ui, &err);
	ui_go_on(ui, &place);
}

static void next_article(struct ui *ui, int by)
{
	const struct article_row *row = in_list(ui, by, false);

	if (row)
		to_row(ui, row);
	else
		ui_say(ui, "this is the %s of the list",
		       by > 0 ? "last" : "first");
}

/* Space: a page; at the end it names what comes next, then opens it. */
static void read_on(struct ui *ui, struct pane *pane)
{
	const struct article_row *next;
	struct slice title;

	if (!reading_at_end(&ui->reading)) {
		move(ui, pane, ACTION_PAGE_DOWN, 0);
		return;
	}
	scrolled(ui, pane);
	next = in_list(ui, 1, true);
	if (!next)
		next = in_list(ui, 1, false);
	if (!next) {
		ui_say(ui, "the end of the last article of the list");
		return;
	}
	if (ui->next_opens) {
		to_row(ui, next);
		return;
	}
	ui->next_opens = true;
	title = article_slice(next->art, next->art->title);
	ui_say(ui, "Space again: %.*s", (int)title.len, title.at);
}

static void toggle(struct ui *ui, enum action action)
{
	struct article_row *row = &ui->reading.row;

	if (action == ACTION_STAR) {
		ui_set_star(ui, row, !row->art->is_starred);
		ui_say(ui, row->art->is_starred ? "starred" : "not starred");
	} else if (row->is_saved) {
		ui_say(ui, "what was added by hand is never unread");
	} else {
		ui_set_read(ui, row, !row->art->is_read);
		ui_say(ui, row->art->is_read ? "read" : "unread");
	}
}

static void toggle_dropped(struct ui *ui, struct pane *pane)
{
	struct text_state *s = pane->state;
	const struct article *art = ui->reading.art;

	if (art->n_dropped == 0) {
		ui_say(ui, "nothing was taken out of this text");
		return;
	}
	s->shows_dropped = !s->shows_dropped;
	if (s->shows_dropped)
		ui_say(ui, "%u pieces were taken out; they stand at the end",
		       art->n_dropped);
}

static void cancel(struct ui *ui)
{
	struct reading *r = &ui->reading;

	if (*r->find || r->match.end) {
		r->find[0] = '\0';
		r->match = (struct span){0, 0};
	} else {
		reading_focus(r, -1);
	}
}

static bool go_on(struct ui *ui, struct pane *pane, enum action action)
{
	switch (action) {
	case ACTION_OPEN:
		open_focus(ui);
		return true;
	case ACTION_OLDER:
		step(ui, STORE_NEWEST);
		return true;
	case ACTION_NEWER:
		step(ui, STORE_OLDEST);
		return true;
	case ACTION_NEXT_ARTICLE:
		next_article(ui, 1);
		return true;
	case ACTION_PREVIOUS_ARTICLE:
		next_article(ui, -1);
		return true;
	case ACTION_READ_ON:
		read_on(ui, pane);
		return true;
	case ACTION_RELATED:
		ui_go_view(ui, &ui_view_related, ui->reading.id);
		return true;
	case ACTION_INDEX:
		if (ui->is_shown[SLOT_SIDE])
			ui_focus(ui, SLOT_SIDE);
		else
			ui_go_view(ui, &ui_view_index, ui->reading.id);
		return true;
	case ACTION_STAR:
	case ACTION_TOGGLE_READ:
		toggle(ui, action);
		return true;
	case ACTION_DROPPED:
		toggle_dropped(ui, pane);
		return true;
	default:
		return false;
	}
}

static bool act_article(struct ui *ui, struct pane *pane, enum action action,
			int count)
{
	switch (action) {
	case ACTION_NEXT_NAME:
		next_name(ui, 1, count);
		return true;
	case ACTION_PREVIOUS_NAME:
		next_name(ui, -1, count);
		return true;
	case ACTION_NEXT_QUOTE:
		next_quote(ui, 1, count);
		return true;
	case ACTION_PREVIOUS_QUOTE:
		next_quote(ui, -1, count);
		return true;
	case ACTION_LIGHT:
		light(ui);
		return true;
	case ACTION_NEXT:
		next_match(ui, pane, 1);
		return true;
	case ACTION_PREVIOUS:
		next_match(ui, pane, -1);
		return true;
	case ACTION_CANCEL:
		cancel(ui);
		return true;
	default:
		return move(ui, pane, action, count) || go_on(ui, pane, action);
	}
}

static void find_in_article(struct ui *ui, struct pane *pane, const char *text,
			    enum find_how how)
{
	struct text_state *s = pane->state;
	struct reading *r = &ui->reading;
	struct arena a;

	if (!*r->find && r->top < r->layout.n && !r->match.end) {
		s->find_from = r->layout.at[r->top].start;
		s->find_top = r->top;
	}
	arena_init(&a);
	snprintf(r->find, sizeof(r->find), "%s",
		 fold_text(&a, text, strlen(text), NULL));
	arena_free(&a);
	if (how == FIND_CANCEL || !*r->find) {
		r->find[0] = '\0';
		r->match = (struct span){0, 0};
		reading_to(r, s->find_top);
	} else if (!reading_find(r, s->find_from, 1) && how == FIND_DONE) {
		ui_say(ui, "'%s' is not in this text", text);
		r->find[0] = '\0';
	}
}

static void pick_in_article(struct ui *ui, struct pane *pane, int64_t value)
{
	(void)pane;
	if (value < 0) {
		open_link(ui, (uint32_t)(-1 - value));
		return;
	}
	reading_focus(&ui->reading, (int32_t)value);
	open_focus(ui);
}

static const char *article_status(struct ui *ui, struct pane *pane,
				  struct arena *a)
{
	(void)pane;
	if (ui->roll.at < ui->roll.n &&
	    ui->roll.rows[ui->roll.at].docid == ui->reading.docid)
		return arena_printf(a, "%u of %u%s", ui->roll.at + 1,
				    ui->roll.n, ui->roll.has_older ? "+" : "");
	return "";
}

const struct view ui_view_article = {
	.name = "article",
	.help = "One article, its names and quotations marked",
	.keys = "Tab name  Enter page  ] older  [ newer  ) quotation  "
		"r related  i index",
	.where = WHERE_ARTICLE,
	.class = WHERE_TEXT,
	.slot = SLOT_TEXT,
	.open = open_article,
	.draw = draw_article,
	.leave = leave_article,
	.act = act_article,
	.find = find_in_article,
	.pick = pick_in_article,
	.status = article_status,
};
