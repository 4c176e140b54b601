/* From an article on: names' pages, older and newer articles, the next one of
 * the list. */
#include "ui/article-view.h"

void article_open_link(struct ui *ui, uint32_t i)
{
	const struct link *l = &ui->reading.art->links[i];

	if (l->article)
		ui_go_article(ui, l->article, false);
	else
		ui_say(ui, "not in the archive: %s", l->url ? l->url : "");
}

void article_open_focus(struct ui *ui)
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
		article_move(ui, pane, ACTION_PAGE_DOWN, 0);
		return;
	}
	article_scrolled(ui, pane);
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
	title = store_row_title(next);
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

bool article_go(struct ui *ui, struct pane *pane, enum action action)
{
	switch (action) {
	case ACTION_OPEN:
		article_open_focus(ui);
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
	case ACTION_ZEN:
		ui->is_zen = !ui->is_zen;
		pane->rows = 0; /* of another size now */
		return true;
	case ACTION_DROPPED:
		toggle_dropped(ui, pane);
		return true;
	default:
		return false;
	}
}
