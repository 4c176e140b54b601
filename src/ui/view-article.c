/* Reading one article: its text with names and quotations marked, who speaks
 * in the margin, the card of the focused name below. */
#include <stdio.h>
#include <string.h>

#include "base/fold.h"
#include "ui/article-view.h"

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
	title = store_row_title(&r->row);
	pane_title(pane, "%.*s", (int)title.len, title.at);
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

static bool act_article(struct ui *ui, struct pane *pane, enum action action,
			int count)
{
	return article_walk(ui, pane, action, count) ||
	       article_move(ui, pane, action, count) ||
	       article_go(ui, pane, action);
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
		article_open_link(ui, (uint32_t)(-1 - value));
		return;
	}
	reading_focus(&ui->reading, (int32_t)value);
	article_open_focus(ui);
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

static void article_subject(struct ui *ui, struct pane *pane, struct arena *a,
			    struct subject *out)
{
	struct reading *r = &ui->reading;

	(void)pane;
	if (!r->art)
		return;
	out->article = r->id;
	out->mention = r->focus;
	out->quote = r->quote;
	out->entity = reading_entity(r);
	if (out->entity && r->chain >= 0)
		out->name = arena_string(a, reading_name(r, r->chain));
	else if (out->entity)
		out->name = "this name";
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
	.draw = article_draw,
	.leave = leave_article,
	.act = act_article,
	.subject = article_subject,
	.find = find_in_article,
	.pick = pick_in_article,
	.status = article_status,
};
