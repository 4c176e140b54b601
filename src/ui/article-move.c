/* Moving in an article: lines, pages, names, quotations, matches. */
#include <string.h>

#include "ui/article-view.h"

void article_scrolled(struct ui *ui, struct pane *pane)
{
	struct text_state *s = pane->state;
	struct article_row *row = &ui->reading.row;

	if (!s->was_scrolled && row_is_unread(row))
		ui_set_read(ui, row, true);
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

bool article_move(struct ui *ui, struct pane *pane, enum action action,
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
	article_scrolled(ui, pane);
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
	ui_say(ui, "%s is mentioned %s here; n and N walk them",
	       reading_name(r, r->chain),
	       say_count(&ui->frame, r->art->chains[r->chain].mentions, "time",
			 "times"));
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
		article_scrolled(ui, pane);
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

bool article_walk(struct ui *ui, struct pane *pane, enum action action,
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
		return false;
	}
}
