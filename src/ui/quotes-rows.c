/* The quotations that are listed: a window of rows.
 *
 * It begins at the newest quotation or, far down, with an article (`start`),
 * and is made anew around the row under the cursor when that comes near an end
 * of it, so that nothing grows with the archive.
 */
#include "ui/quotes-view.h"

#include "base/array.h"

#define QUOTES_MOST 3000  /* in the window */
#define QUOTES_BACK 50    /* articles above the row it is made around */
#define QUOTES_FAR  20000 /* articles that are gone back for a screen of them  \
			   */

static bool same_day(const struct quote_row *a, const struct quote_row *b)
{
	return a->docid / DATE_DAY == b->docid / DATE_DAY &&
	       (a->published.kind == WHEN_NONE) ==
		       (b->published.kind == WHEN_NONE);
}

void quotes_add_lines(struct pane *pane, uint32_t from)
{
	struct quotes_state *s = pane->state;
	struct list *list = &pane->list;
	struct arena *a = &pane->of_list;

	for (uint32_t i = from; i < s->n; i++) {
		const struct quote_row *q = &s->rows[i];
		const struct quote_row *before = i ? q - 1 : NULL;

		if (!before || !same_day(before, q)) {
			if (before && !s->is_dense)
				list_add(list, a, QUOTES_SPACE, i, 0);
			list_add(list, a, QUOTES_DAY, i, 0)->is_head = true;
		}
		if (!before || before->article != q->article)
			list_add(list, a, QUOTES_ARTICLE, i, 0);
		list_add(list, a, QUOTES_ROW, i, 1);
	}
}

/* One utterance is listed once, with the number of those who print it too. */
static bool is_again(struct pane *pane, const struct quote_row *q)
{
	struct quotes_state *s = pane->state;
	bool is_new = true;

	s->seen.arena = &pane->arena; /* the pane has moved since open */
	if (q->utterance)
		map_put(&s->seen, (const char *)&q->utterance,
			sizeof(q->utterance), &is_new);
	return !is_new;
}

bool quotes_load(struct ui *ui, struct pane *pane, struct error *err)
{
	struct quotes_state *s = pane->state;
	struct quote_rows rows;
	uint32_t from = s->n;

	s->spec.from = s->docid;
	s->spec.from_quote = s->id;
	if (!store_quotes(ui->store, &pane->arena, &s->spec, &rows, err))
		return false;
	for (uint32_t i = 0; i < rows.n; i++) {
		if (!is_again(pane, &rows.at[i]))
			*array_add(&pane->arena, s->rows, s->n) = rows.at[i];
		s->docid = rows.at[i].docid;
		s->id = rows.at[i].id;
	}
	s->is_full = rows.has_more && rows.n > 0 && s->n >= QUOTES_MOST;
	s->has_more = rows.has_more && rows.n > 0 && !s->is_full;
	quotes_add_lines(pane, from);
	return true;
}

void quotes_begin(struct pane *pane, int64_t docid)
{
	struct quotes_state *s = pane->state, old = *s;

	arena_reset(&pane->arena);
	s = pane->state = arena_alloc(&pane->arena, sizeof(*s));
	*s = old;
	map_init(&s->seen, &pane->arena);
	s->rows = NULL;
	s->n = 0;
	s->start = s->docid = docid;
	s->id = 0;
	s->has_more = true;
	pane_clear_list(pane);
}

/* The article `n` articles newer than one (0: than all); 0 when there are not
 * so many. */
static bool find_newer(struct ui *ui, const struct quotes_state *s,
		       int64_t docid, uint32_t n, int64_t *out,
		       struct error *err)
{
	const struct store_page page = {docid, n, STORE_OLDEST, true};
	struct article_rows rows;
	struct arena a;
	bool done;

	arena_init(&a);
	done = s->spec.by ? store_entity_articles(ui->store, &a, s->spec.by,
						  &page, &rows, err)
			  : store_articles(ui->store, &a, &page, &rows, err);
	*out = done && rows.has_more ? rows.at[rows.n - 1].docid : 0;
	arena_free(&a);
	return done;
}

/* The row of a quotation, or the first behind its place; false when the rows
 * end before. */
static bool find_row(const struct quotes_state *s, struct quote_at at,
		     uint32_t *out)
{
	for (uint32_t i = 0; i < s->n; i++) {
		const struct quote_row *q = &s->rows[i];

		*out = i;
		if (q->docid < at.docid ||
		    (q->docid == at.docid && q->id >= at.id))
			return true;
	}
	return false;
}

bool quotes_show_around(struct ui *ui, struct pane *pane, struct quote_at at,
			struct error *err)
{
	struct quotes_state *s = pane->state;
	int64_t start;
	uint32_t i = 0;

	if (!find_newer(ui, s, at.docid, QUOTES_BACK, &start, err))
		return false;
	quotes_begin(pane, start);
	s = pane->state;
	do {
		if (!quotes_load(ui, pane, err))
			return false;
	} while (!find_row(s, at, &i) && s->has_more);
	list_find(&pane->list, QUOTES_ROW, i);
	return true;
}

bool quotes_show_oldest(struct ui *ui, struct pane *pane, struct error *err)
{
	struct quotes_state *s = pane->state;
	int64_t start = 0;

	for (uint32_t n = QUOTES_BACK; n < QUOTES_FAR; n *= 4) {
		if (!find_newer(ui, s, 0, n, &start, err))
			return false;
		quotes_begin(pane, start);
		s = pane->state;
		while (s->has_more) {
			if (!quotes_load(ui, pane, err))
				return false;
		}
		if (start == 0 || s->n > pane->list.height)
			break;
	}
	list_last(&pane->list);
	return true;
}
