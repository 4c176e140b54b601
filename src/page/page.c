/* The cleaner's way: bytes, text, tree, marks, lines, container, sweep,
 * article.  When too little is left, the same again with less trust in what
 * elements are called; last of all the page's own machine-readable text. */
#include "page/page.h"

#include <string.h>

#include "base/utf8.h"
#include "html/decode.h"
#include "html/mime.h"
#include "html/text.h"
#include "html/tree.h"
#include "html/url.h"
#include "page/fold.h"
#include "page/work.h"

/* Larger documents are no pages. */
#define BYTES_MOST ((size_t)32 << 20)

/* Less than this of text asks for another try. */
#define TEXT_ENOUGH 500u

/* A feed's item with less is its summary, not its text. */
#define ITEM_ENOUGH 400u

/* ---- what are these bytes? ---- */

static bool has_word(struct slice s, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= s.len; i++) {
		if (s.at[i] == '<' && !strncasecmp(s.at + i, word, n))
			return true;
	}
	return false;
}

static bool looks_html(struct slice s)
{
	static const char *const words[] = {
		"<!doctype html", "<html",  "<head",  "<body",
		"<title",         "<meta ", "<div",   "<p>",
		"<article",       "<table", "<script"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (has_word(s, words[i]))
			return true;
	}
	return false;
}

/* One object whose first member is a string: a line of JSON Lines. */
static bool looks_json(struct slice s)
{
	const char *text;

	s = slice_trim(s);
	if (s.len < 8 || *s.at != '{')
		return false;
	text = s.at + 1;
	while (text < s.at + s.len && strchr(" \t\r\n", *text))
		text++;
	return *text == '"';
}

enum document_kind page_sniff(const struct document *doc)
{
	struct slice start = doc->bytes;
	struct arena a;
	enum document_kind kind = DOCUMENT_TEXT;

	if (doc->kind != DOCUMENT_AUTO)
		return (enum document_kind)doc->kind;
	if (html_is_mhtml(start))
		return DOCUMENT_HTML;
	if (start.len > 4096)
		start.len = 4096;
	arena_init(&a);
	if (start.len && (memchr(start.at, '\0', start.len) ||
			  (unsigned char)start.at[0] >= 0xEF))
		start = html_decode(&a, start, doc->charset, true, NULL);
	if (looks_json(start))
		kind = DOCUMENT_JSON;
	else if (looks_html(start))
		kind = DOCUMENT_HTML;
	arena_free(&a);
	return kind;
}

/* ---- a page ---- */

uint32_t page_kept_len(const struct page_work *w)
{
	uint32_t len = 0;

	for (uint32_t i = 0; i < w->n_lines; i++) {
		if (!w->lines[i].why)
			len += (uint32_t)w->lines[i].text.len;
	}
	return len;
}

/* A page without a heading of level one has its title in a bold line, longer
 * there than in <title> perhaps. */
static void mend_title(struct page_work *w)
{
	char title[320];
	size_t n = page_fold(w->title, title, sizeof(title));

	for (uint32_t i = 0; i < w->n_lines && n >= 8; i++) {
		struct page_line *l = &w->lines[i];

		if (l->folded.len < n || l->folded.len > n * 3 ||
		    memcmp(l->folded.at, title, n))
			continue;
		if (l->kind == BLOCK_HEADING || l->bold_len >= l->text.len)
			w->title = l->text;
		return;
	}
}

static void one_try(struct page_work *w, enum page_trust trust)
{
	page_mark(w, trust);
	page_lines_tree(w);
	if (!w->has_h1)
		mend_title(w);
	page_choose(w);
	page_sweep(w);
}

/* The text that the page hands to machines, when readers get much less. */
static void use_body(struct page_work *w)
{
	struct slice title = w->title;

	if (w->body.len < 200 || page_kept_len(w) * 2 > w->body.len)
		return;
	w->lines = NULL;
	w->n_lines = 0;
	page_lines_text(w, w->body);
	w->title = title;
	page_sweep(w);
}

/* The text that came with the feed's item, when the page shows much less:
 * some print the first paragraph alone. */
static void use_item(struct page_work *w)
{
	struct slice item = slice_of(w->doc->summary);
	struct page_work of_item = *w;
	uint32_t kept = page_kept_len(w);

	if (item.len < ITEM_ENOUGH || kept * 2 > item.len)
		return;
	page_item(&of_item, item);
	if (page_kept_len(&of_item) > ITEM_ENOUGH &&
	    page_kept_len(&of_item) > kept * 2)
		*w = of_item;
}

/* Prose under elements that are marked so. */
static uint32_t prose_marked(const struct page_work *w, enum page_kind mark)
{
	uint32_t len = 0;

	for (uint32_t i = 0; i < w->n_lines; i++) {
		const struct page_line *l = &w->lines[i];

		if (l->mark == mark && l->text.len >= 100 &&
		    l->link_len * 3 < l->text.len)
			len += (uint32_t)l->text.len;
	}
	return len;
}

/* Is there so little that an element must have been taken for what it is
 * not?  A page may hide its article until a script shows it. */
static bool is_too_little(const struct page_work *w)
{
	uint32_t kept = page_kept_len(w);

	return kept < TEXT_ENOUGH || prose_marked(w, PAGE_HIDDEN) > kept * 2 ||
	       prose_marked(w, PAGE_WIDGET) > kept * 2;
}

static void clean_tree(struct page_work *w)
{
	struct page_work best;
	uint32_t most;

	page_mark(w, PAGE_TRUST_ALL);
	page_meta(w);
	one_try(w, PAGE_TRUST_ALL);
	best = *w;
	most = page_kept_len(w);
	for (int trust = PAGE_TRUST_STRUCTURE;
	     trust <= PAGE_TRUST_NOTHING && is_too_little(&best); trust++) {
		one_try(w, (enum page_trust)trust);
		if (page_kept_len(w) > most * 2) {
			best = *w;
			most = page_kept_len(w);
		}
	}
	*w = best;
	use_body(w);
	page_meta_lines(w);
	use_item(w);
}

static void clean_html(struct page_work *w)
{
	struct html_envelope envelope;
	struct slice text;
	const char *charset = w->doc->charset;

	html_envelope_open(w->arena, w->doc->bytes, &envelope);
	if (envelope.charset)
		charset = envelope.charset;
	if (!w->url)
		w->url = envelope.url;
	text = html_decode(w->arena, envelope.bytes, charset, true, NULL);
	w->tree = html_parse(w->arena, text);
	clean_tree(w);
}

static bool clean_text(struct page_work *w, struct error *err)
{
	struct slice text = html_decode(w->arena, w->doc->bytes,
					w->doc->charset, false, NULL);
	size_t controls = 0;

	for (size_t i = 0; i < text.len; i++)
		controls += (unsigned char)text.at[i] < 0x20 &&
			    !strchr("\t\n\r\f\x1b", text.at[i]);
	if (controls > text.len / 50)
		return error_set(err, "it is no text (binary)");
	text.at = utf8_clean(w->arena, text.at, text.len, &text.len);
	page_lines_text(w, text);
	if (!w->title.len && w->doc->title)
		w->title = html_one_line(w->arena, slice_of(w->doc->title));
	page_sweep(w);
	page_meta_lines(w);
	return true;
}

/* Does it begin like a picture, an archive, a program? */
static bool is_binary(struct slice s)
{
	static const struct {
		const char *bytes;
		size_t len;
	} starts[] = {
		{"\x89PNG", 4},
		{"GIF8", 4},
		{"\xFF\xD8\xFF", 3},
		{"%PDF-", 5},
		{"PK\x03\x04", 4},
		{"\x1F\x8B", 2},
		{"\x7F"
		 "ELF",
		 4},
		{"BZh", 3},
		{"\xFD"
		 "7zXZ",
		 5},
		{"Rar!", 4},
		{"SQLite format 3", 15},
		{"RIFF", 4},
		{"\x28\xB5\x2F\xFD", 4},
		{"OggS", 4},
		{"ID3", 3},
	};

	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		if (s.len >= starts[i].len &&
		    !memcmp(s.at, starts[i].bytes, starts[i].len))
			return true;
	}
	return false;
}

bool page_is_text(const struct document *doc, struct error *err)
{
	if (!slice_trim(doc->bytes).len)
		return error_set(err, "it is empty");
	if (doc->bytes.len > BYTES_MOST)
		return error_set(err,
				 "it has %zu MB, more than a page has (%zu)",
				 doc->bytes.len >> 20, BYTES_MOST >> 20);
	if (is_binary(doc->bytes))
		return error_set(err, "it is no text (binary)");
	return true;
}

bool page_finish(struct page_work *w, struct article **out, struct error *err)
{
	struct article *art = page_build(w);
	const struct document *doc = w->doc;
	struct arena *a = w->arena;

	if (art->body.start == art->body.end)
		return error_set(err, "it holds no text of an article");
	if (!art->byline)
		art->byline = arena_string(a, doc->byline);
	if (!art->published.kind)
		art->published = doc->published;
	if (!art->source)
		art->source = arena_string(a, doc->source);
	art->url = w->canonical ? w->canonical
		   : w->url     ? html_url_normal(a, w->url)
				: NULL;
	art->file = arena_string(a, doc->file);
	*out = art;
	return true;
}

bool page_clean(struct arena *a, const struct page_lists *lists,
		const struct document *doc, struct article **out,
		struct error *err)
{
	struct page_work w = {.arena = a, .lists = lists, .doc = doc};

	if (!page_is_text(doc, err))
		return false;
	w.url = doc->url;
	if (page_sniff(doc) == DOCUMENT_HTML)
		clean_html(&w);
	else if (!clean_text(&w, err))
		return false;
	return page_finish(&w, out, err);
}
