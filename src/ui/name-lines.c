/* The page of a name as lines of a list. */
#include <string.h>

#include "base/width.h"
#include "ui/name-view.h"
#include "ui/speech.h"

const char *name_form_text(struct arena *a, const struct entity_form *f)
{
	if (f->surface)
		return arena_printf(a, "%s %u", f->surface, f->count);
	return arena_printf(a, "by %s %u",
			    f->form == FORM_PRONOUN   ? "pronoun"
			    : f->form == FORM_NOMINAL ? "description"
						      : "role",
			    f->count);
}

uint32_t name_forms_on_line(struct ui *ui, const struct name_state *s,
			    uint32_t from, int cols)
{
	int room = cols - NAME_LABEL - 1;
	uint32_t n = 0;

	while (from + n < s->n_forms) {
		const char *text =
			name_form_text(&ui->frame, &s->forms[from + n]);
		int wide = (int)cell_text(text, strlen(text)) + (n ? 3 : 0);

		if (n > 0 && wide > room)
			break;
		room -= wide;
		n++;
	}
	return n;
}

static void add_section(struct pane *pane, enum head head, uint8_t kind,
			uint32_t n, uint32_t shown, bool has_more)
{
	struct list *list = &pane->list;
	struct arena *a = &pane->of_list;

	if (n == 0)
		return;
	list_add(list, a, LINE_SPACE, 0, 0);
	list_add(list, a, LINE_HEAD, head, 0)->is_head = true;
	for (uint32_t i = 0; i < n && i < shown; i++)
		list_add(list, a, kind, i, 1);
	if (n > shown || has_more)
		list_add(list, a, LINE_MORE, head, 1);
}

static void make_lines(struct ui *ui, struct pane *pane, int rows, int cols)
{
	struct name_state *s = pane->state;
	struct list *list = &pane->list;
	struct arena *a = &pane->of_list;
	uint32_t shown = rows < 30 ? 6 : rows < 60 ? 12 : 20, lines = 0;

	pane_clear_list(pane);
	s->cols = cols;
	s->columns = cols < 50 || speech_is_on(ui) ? 1
		     : cols < 76                   ? 2
						   : (uint32_t)cols / 25;
	list_add(list, a, LINE_SPACE, 0, 0);
	for (uint32_t i = 0; i < s->n_forms && lines < 4; lines++) {
		list_add(list, a, LINE_WRITTEN, i, 0);
		i += name_forms_on_line(ui, s, i, cols);
	}
	if (s->n_days > 0)
		list_add(list, a, LINE_DAYS, 0, 0);
	add_section(pane, HEAD_SAID, LINE_QUOTE, s->quotes.n, shown,
		    s->quotes.has_more);
	add_section(pane, HEAD_ARTICLES, LINE_ARTICLE, s->articles.n, shown,
		    s->articles.has_more);
	if (s->n_with == 0)
		return;
	list_add(list, a, LINE_SPACE, 0, 0);
	list_add(list, a, LINE_HEAD, HEAD_WITH, 0)->is_head = true;
	for (uint32_t i = 0; i < s->n_with; i += s->columns) {
		uint32_t left = s->n_with - i;

		list_add(list, a, LINE_COMPANY, i,
			 (uint8_t)(left < s->columns ? left : s->columns));
	}
}

void name_fit_lines(struct ui *ui, struct pane *pane, int rows, int cols)
{
	struct name_state *s = pane->state;
	struct list *list = &pane->list;
	int64_t cursor = s->cols ? (int64_t)list->cursor : s->cursor;
	uint32_t stop = s->cols ? list->stop : (uint32_t)s->stop;

	if (s->cols == cols && list->height == (uint32_t)rows)
		return;
	make_lines(ui, pane, rows, cols);
	list->height = (uint32_t)rows;
	if (cursor >= 0 && cursor < (int64_t)list->n &&
	    list->at[cursor].stops) {
		list->cursor = (uint32_t)cursor;
		if (stop < list->at[cursor].stops)
			list->stop = stop;
	}
}
