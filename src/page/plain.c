/* A text file as lines: paragraphs are parted by blank lines, or every line is
 * one; hard-wrapped lines are joined again. */
#include "page/work.h"

#include <string.h>

#include "base/array.h"

/* A line at least this long that is followed by another was broken by a
 * program, if no line of the file is longer than WRAP_MOST. */
#define WRAP_LEAST 50
#define WRAP_MOST  100

static bool is_item(struct slice s)
{
	if (s.len >= 2 && strchr("-*", s.at[0]) && s.at[1] == ' ')
		return true;
	return s.len >= 4 && !memcmp(s.at, "\xE2\x80\xA2 ", 4);
}

static void line_add(struct page_work *w, struct str *text)
{
	struct slice s = slice_trim((struct slice){text->at, text->len});
	struct page_line *line;

	if (s.len) {
		line = array_add(w->arena, w->lines, w->n_lines);
		line->text.at = arena_copy(w->arena, s.at, s.len);
		line->text.len = s.len;
		line->kind = is_item(s) ? BLOCK_ITEM : BLOCK_PARAGRAPH;
		line->is_inside = true;
	}
	str_clear(text);
}

static size_t longest_line(struct slice text)
{
	size_t longest = 0;

	while (text.at) {
		struct slice line = slice_trim(slice_cut(&text, '\n'));

		if (line.len > longest)
			longest = line.len;
	}
	return longest;
}

static void add_words(struct str *to, struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		bool is_gap = strchr(" \t", s.at[i]) != NULL;

		if (!is_gap)
			str_add_char(to, s.at[i]);
		else if (to->len && to->at[to->len - 1] != ' ')
			str_add_char(to, ' ');
	}
}

/* Does this line end like a sentence? */
static bool ends_sentence(struct slice s)
{
	static const char *const closers[] = {
		"\"",           "'",       ")", "]", "\xE2\x80\x9D",
		"\xE2\x80\x99", "\xC2\xBB"};
	static const char *const ends[] = {
		".", "!", "?", "\xE2\x80\xA6", "\xE3\x80\x82", ";"};

	for (size_t i = 0; i < array_length(closers); i++) {
		size_t n = strlen(closers[i]);

		if (s.len > n && !memcmp(s.at + s.len - n, closers[i], n)) {
			s.len -= n;
			i = (size_t)-1;
		}
	}
	for (size_t i = 0; i < array_length(ends); i++) {
		size_t n = strlen(ends[i]);

		if (s.len >= n && !memcmp(s.at + s.len - n, ends[i], n))
			return true;
	}
	return false;
}

/* A quoted question or cry for a title is one all the same. */
static bool is_title(struct slice first, struct slice rest)
{
	struct slice next = rest;

	if (!rest.at || first.len > 300)
		return false;
	next = slice_trim(slice_cut(&next, '\n'));
	return !next.len && !ends_sentence(first);
}

static struct slice take_title(struct page_work *w, struct slice text)
{
	struct slice rest = text, first;

	do {
		first = slice_trim(slice_cut(&rest, '\n'));
	} while (!first.len && rest.at);
	if (!is_title(first, rest))
		return text;
	w->title.at = arena_copy(w->arena, first.at, first.len);
	w->title.len = first.len;
	return rest;
}

void page_lines_plain(struct page_work *w, struct slice text)
{
	struct str line = {0};
	bool is_wrapped = longest_line(text) <= WRAP_MOST;

	while (text.at) {
		struct slice s = slice_trim(slice_cut(&text, '\n'));

		if (!s.len || is_item(s))
			line_add(w, &line);
		if (line.len)
			str_add_char(&line, ' ');
		add_words(&line, s);
		if (!is_wrapped || s.len < WRAP_LEAST)
			line_add(w, &line);
	}
	line_add(w, &line);
	str_free(&line);
	page_lines_fold(w);
}

void page_lines_text(struct page_work *w, struct slice text)
{
	page_lines_plain(w, take_title(w, text));
}
