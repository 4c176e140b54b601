/* What the reader has said so far, newest first, whole. */
#include <string.h>

#include "base/width.h"
#include "ui/view.h"

static bool open_messages(struct ui *ui, struct pane *pane,
			  const struct place *place, struct error *err)
{
	uint32_t n =
		ui->n_messages < UI_MESSAGES ? ui->n_messages : UI_MESSAGES;

	(void)place, (void)err;
	pane_title(pane, "Messages");
	for (uint32_t i = 1; i <= n; i++)
		list_add(&pane->list, &pane->of_list, 0, ui->n_messages - i, 1);
	return true;
}

/* A message on as many rows as it takes; returns them. */
static int draw_one(const struct area *area, int y, const struct ui_message *m)
{
	const char *text = m->text;
	size_t left = strlen(text),
	       room = area->cols > 4 ? (size_t)area->cols - 3 : 1;
	int rows = 0;

	do {
		size_t n = cell_fit(text, left, room, NULL);

		if (n == 0)
			break;
		area_text(area, y + rows++, 2,
			  m->is_error ? STYLE_ERROR : STYLE_MESSAGE, text, n);
		text += n;
		left -= n;
	} while (left > 0);
	return rows ? rows : 1;
}

static void draw_messages(struct ui *ui, struct pane *pane,
			  const struct area *area, bool has_focus)
{
	struct area body = area_part(area, 1, 0, area->rows - 1, area->cols);
	struct list *list = &pane->list;
	uint32_t i;

	area_string(area, 0, 1, STYLE_TITLE, "Messages");
	if (list->n == 0)
		area_string(&body, 1, 3, STYLE_TEXT, "Nothing was said.");
	list_fit(list, (uint32_t)body.rows);
	if (list->cursor > list->top && list->n > 0)
		list->top = list->cursor; /* rows are not of one height */
	i = list->top;
	if (has_focus)
		area_cursor(&body, 0, 2);
	for (int y = 0; y < body.rows && i < list->n; i++) {
		ui_draw_cursor(&body, y, i == list->cursor);
		y += draw_one(&body, y,
			      &ui->messages[list->at[i].index % UI_MESSAGES]);
	}
}

const struct view ui_view_messages = {
	.name = "messages",
	.help = "What gazette has said, newest first",
	.keys = "q back",
	.where = WHERE_MESSAGES,
	.class = WHERE_LIST,
	.slot = SLOT_PAGE,
	.open = open_messages,
	.draw = draw_messages,
};
