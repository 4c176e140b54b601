/* Sentences of the rows that are on the screen, kept until another query is
 * shown: to find one, a text is read. */
#include "ui/match.h"

#include <string.h>

#include "base/utf8.h"
#include "base/width.h"

#define KEPT       64u  /* rows: more than a screen has */
#define TEXT_MOST  600u /* bytes of a sentence that are kept */
#define MATCH_LEAD 120u /* of these, before the first match */

struct kept_match {
	int64_t docid; /* 0: none */
	uint32_t len, n;
	struct span at[MATCH_SPANS];
	bool is_cut; /* it begins in the midst of the sentence */
	char text[TEXT_MOST + 1];
};

struct matches {
	uint32_t opened; /* of the roll, when they were found */
	struct kept_match at[KEPT];
};

bool match_is_shown(const struct ui *ui)
{
	return ui->roll.query && query_has_words(ui->roll.query);
}

/* ---- finding ---- */

/* The place behind the blank that is next to `at`, or at itself. */
static uint32_t word_from(struct slice text, uint32_t at, uint32_t end)
{
	for (uint32_t i = at; i < end; i++) {
		if (text.at[i] == ' ')
			return i + 1;
	}
	while (at < end && !utf8_boundary(text.at, text.len, at))
		at++;
	return at;
}

static void keep(struct kept_match *k, struct slice text,
		 const struct query_match *m)
{
	uint32_t start = m->sentence.start, end = m->sentence.end;

	if (m->n && m->at[0].start - start > MATCH_LEAD) {
		start = word_from(text, m->at[0].start - MATCH_LEAD,
				  m->at[0].start);
		k->is_cut = true;
	}
	if (end - start > TEXT_MOST) {
		end = start + TEXT_MOST;
		while (!utf8_boundary(text.at, text.len, end))
			end--;
	}
	k->len = end - start;
	memcpy(k->text, text.at + start, k->len);
	for (uint32_t i = 0; i < m->n && m->at[i].end <= end; i++)
		k->at[k->n++] = (struct span){m->at[i].start - start,
					      m->at[i].end - start};
}

/* Where only the title or what is known of the article matches, how it
 * begins. */
static void find(struct ui *ui, int64_t docid, struct kept_match *k)
{
	struct query_match m = {0};
	struct error err;
	struct slice text;
	const char *body;
	struct arena a;

	memset(k, 0, sizeof(*k));
	k->docid = docid;
	arena_init(&a);
	if (!store_article_text(ui->store, &a, docid, &text, &err)) {
		ui_say_error(ui, &err);
		text.len = 0;
	}
	body = text.len ? memmem(text.at, text.len, "\n\n", 2) : NULL;
	if (body)
		text = (struct slice){body + 2,
				      text.len - (size_t)(body + 2 - text.at)};
	if (!query_match(ui->roll.query, text, &m)) {
		const char *end =
			text.len ? memchr(text.at, '\n', text.len) : NULL;

		m = (struct query_match){0};
		m.sentence.end =
			(uint32_t)(end ? (size_t)(end - text.at) : text.len);
	}
	if (text.len)
		keep(k, text, &m);
	arena_free(&a);
}

static const struct kept_match *match_of(struct ui *ui, int64_t docid)
{
	struct matches *all = ui->matches;
	struct kept_match *k;

	if (!all)
		all = ui->matches = arena_alloc(&ui->arena, sizeof(*all));
	if (all->opened != ui->roll.opened) {
		for (uint32_t i = 0; i < KEPT; i++)
			all->at[i].docid = 0;
		all->opened = ui->roll.opened;
	}
	k = &all->at[(uint64_t)docid % KEPT];
	if (k->docid != docid)
		find(ui, docid, k);
	return k;
}

/* ---- drawing ---- */

/* Where to begin, so that the first match is seen in cols columns. */
static uint32_t first_shown(const struct kept_match *k, int cols)
{
	struct slice text = {k->text, k->len};
	size_t room = cols > 30 ? (size_t)cols / 2 : (size_t)cols / 4;
	uint32_t at = 0;

	if (!k->n || cell_text(k->text, k->at[0].end) < (size_t)cols - 2)
		return 0;
	while (cell_text(k->text + at, k->at[0].start - at) > room) {
		uint32_t next = word_from(text, at + 1, k->at[0].start);

		if (next <= at)
			break;
		at = next;
	}
	return at;
}

void match_draw(struct ui *ui, const struct area *area, int y, int x, int cols,
		const struct article_row *row)
{
	const struct kept_match *k = match_of(ui, row->docid);
	struct area line = area_part(area, y, x, 1, cols);
	uint32_t from, at, i = 0;
	int col = 0;

	if (line.cols < 1)
		return;
	at = from = first_shown(k, line.cols);
	if (from || k->is_cut)
		col = area_string(&line, 0, 0, STYLE_DIM, "…");
	while (i < k->n && k->at[i].start < from)
		i++;
	while (at < k->len && col < line.cols) {
		bool is_match = i < k->n && k->at[i].start == at;
		uint32_t end = is_match   ? k->at[i++].end
			       : i < k->n ? k->at[i].start
					  : k->len;

		col = area_over(&line, 0, col, STYLE_DIM,
				is_match ? STYLE_LIT : STYLE_TEXT, k->text + at,
				end - at);
		at = end;
	}
	if (cell_text(k->text + from, k->len - from) + (from > 0 || k->is_cut) >
	    (size_t)line.cols)
		area_string(&line, 0, line.cols - 1, STYLE_DIM, "…");
}
