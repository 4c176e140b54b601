/* What a feed's item carries for text: a piece of a page without its frame.
 * No container is to be chosen and no title to be found, all else is as with a
 * page: marks, lines, sweep. */
#include "page/work.h"

#include <string.h>

#include "html/decode.h"
#include "html/text.h"
#include "page/fold.h"
#include "page/page.h"

/* Less than this is no text, if there was more to begin with. */
#define ITEM_LEAST 80u

/* Behind a link's words these may stand, to the line's end. */
#define MORE_BEHIND 6

static void lines_of_piece(struct page_work *w, enum page_trust trust)
{
	page_mark(w, trust);
	page_lines_tree(w);
	for (uint32_t i = 0; i < w->n_lines; i++) {
		w->lines[i].is_inside = true;
		w->lines[i].why = w->lines[i].mark;
	}
}

static bool says_more(const struct page_work *w, struct slice words)
{
	const struct page_phrase *p;
	char folded[64];
	size_t n;

	if (!words.len || words.len > 40)
		return false;
	n = page_fold(words, folded, sizeof(folded));
	while (n && (folded[n - 1] < 'a' || folded[n - 1] > 'z'))
		n--; /* an arrow, dots, a bracket */
	p = page_lists_find(w->lists, (struct slice){folded, n},
			    1u << PAGE_IS | 1u << PAGE_LABEL);
	return p && (p->kind == PAGE_NAV || p->kind == PAGE_RELATED);
}

/* "The council met. [...] Continue reading": the last words of a paragraph
 * lead to the page. */
static void cut_more(struct page_work *w, struct page_line *l)
{
	const struct page_link *last;
	struct slice words;

	if (!l->n_links)
		return;
	last = &l->links[l->n_links - 1];
	if (last->end + MORE_BEHIND < l->text.len || l->kind == BLOCK_TABLE ||
	    l->kind == BLOCK_PRE)
		return;
	words = (struct slice){l->text.at + last->start,
			       last->end - last->start};
	if (!last->start || !says_more(w, words))
		return;
	l->link_len -= last->end - last->start;
	l->text = slice_trim((struct slice){l->text.at, last->start});
	l->n_links--;
}

void page_item(struct page_work *w, struct slice html)
{
	struct page_work best;
	uint32_t most, kept;

	w->tree = html_parse(w->arena, html);
	best = *w;
	most = 0;
	for (int trust = PAGE_TRUST_ALL;
	     trust <= PAGE_TRUST_NOTHING && most < ITEM_LEAST; trust++) {
		lines_of_piece(w, (enum page_trust)trust);
		for (uint32_t i = 0; i < w->n_lines; i++)
			cut_more(w, &w->lines[i]);
		page_lines_fold(w);
		page_sweep(w);
		kept = page_kept_len(w);
		if (trust != PAGE_TRUST_ALL && kept <= most * 2)
			continue;
		best = *w;
		most = kept;
	}
	*w = best;
}

bool page_clean_item(struct arena *a, const struct page_lists *lists,
		     const struct document *doc, struct article **out,
		     struct error *err)
{
	struct page_work w = {.arena = a, .lists = lists, .doc = doc};
	bool is_html = page_sniff(doc) == DOCUMENT_HTML;
	struct slice text;

	if (!page_is_text(doc, err))
		return false;
	w.url = doc->url;
	w.title = html_to_line(a, slice_of(doc->title));
	text = html_decode(a, doc->bytes, doc->charset, is_html, NULL);
	page_meta_item(&w);
	if (is_html) {
		page_item(&w, text);
	} else {
		page_lines_plain(&w, text);
		page_sweep(&w);
	}
	page_meta_lines(&w);
	return page_finish(&w, out, err);
}
