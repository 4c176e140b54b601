/* WordPress and its like write [name attribute="x"]text[/name]; what no
 * program expanded is not for readers.  "[sic]", "[1]", "[he]" are words. */
#include "page/sweep.h"

#include <string.h>

/* What is left must be this long to be prose. */
#define PROSE_LEAST 60

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* The length of the tag that begins at s ('['), 0 if it is none. */
static size_t tag_len(struct slice s)
{
	size_t at = 1, name;
	const char *end;
	bool is_close = s.len > 1 && s.at[1] == '/';
	bool is_odd = false;

	at += is_close;
	for (name = at; at < s.len && is_name_byte(s.at[at]); at++)
		is_odd |= s.at[at] == '_' || s.at[at] == '-';
	end = at > name && at < s.len ? memchr(s.at + at, ']', s.len - at)
				      : NULL;
	if (!end || end - s.at > 2000)
		return 0;
	if (is_close)
		return end == s.at + at ? at + 1 : 0;
	if (s.at[at] == ']')
		return is_odd && memchr(s.at + name, '_', at - name) ? at + 1
								     : 0;
	if (s.at[at] != ' ' ||
	    !memchr(s.at + at, '=', (size_t)(end - s.at) - at))
		return 0;
	return (size_t)(end - s.at) + 1;
}

static void links_shift(struct page_line *line, uint32_t at, uint32_t by)
{
	for (uint32_t i = 0; i < line->n_links; i++) {
		struct page_link *l = &line->links[i];

		if (l->start > at)
			l->start = l->start > at + by ? l->start - by : at;
		if (l->end > at)
			l->end = l->end > at + by ? l->end - by : at;
	}
}

bool page_shortcode(struct page_work *w, struct page_line *line)
{
	char *text;
	size_t used = 0, cut = 0;

	if (!memchr(line->text.at, '[', line->text.len))
		return false;
	text = arena_alloc(w->arena, line->text.len + 1);
	for (size_t i = 0; i < line->text.len;) {
		struct slice rest = {line->text.at + i, line->text.len - i};
		size_t n = *rest.at == '[' ? tag_len(rest) : 0;

		if (n) {
			links_shift(line, (uint32_t)used, (uint32_t)n);
			cut += n;
			i += n;
			continue;
		}
		text[used++] = line->text.at[i++];
	}
	if (!cut)
		return false;
	if (used < PROSE_LEAST)
		return true;
	line->text = slice_trim((struct slice){text, used});
	return false;
}
