/* WordPress and its like write [name attribute="x"]text[/name]; what no
 * program expanded is not for readers.  "[sic]", "[1]", "[he]" are words. */
#include "page/sweep.h"

#include <string.h>

/* What is left must be this long to be prose; outside of the codes, shorter. */
#define PROSE_LEAST   60
#define OUTSIDE_LEAST 20

/* So far a code may reach: no line is slow. */
#define CODE_MOST 2000u

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* The name of a tag, of one that closes too. */
static struct slice tag_name(struct slice s)
{
	size_t from = 1 + (s.len > 1 && s.at[1] == '/'), at = from;

	while (at < s.len && is_name_byte(s.at[at]))
		at++;
	return (struct slice){s.at + from, at - from};
}

/* Does what a tag "[name" opens end further on? */
static bool is_closed(struct slice rest, struct slice name)
{
	const char *end;

	if (rest.len > CODE_MOST)
		rest.len = CODE_MOST;
	end = rest.at + rest.len;
	while ((rest.at = memmem(rest.at, rest.len, "[/", 2))) {
		rest.at += 2;
		rest.len = (size_t)(end - rest.at);
		if (rest.len > name.len && rest.at[name.len] == ']' &&
		    memcmp(rest.at, name.at, name.len) == 0)
			return true;
	}
	return false;
}

/* The length of the tag that begins at s ('['), 0 if it is none. */
static size_t tag_len(struct slice s)
{
	struct slice name = tag_name(s);
	size_t at = (size_t)(name.at - s.at) + name.len;
	bool is_close = s.len > 1 && s.at[1] == '/';
	const char *end;

	if (s.len > CODE_MOST)
		s.len = CODE_MOST;
	end = name.len && at < s.len ? memchr(s.at + at, ']', s.len - at)
				     : NULL;
	if (!end)
		return 0;
	if (is_close)
		return end == s.at + at ? at + 1 : 0;
	if (s.at[at] == ']')
		return memchr(name.at, '_', name.len) || is_closed(s, name)
			       ? at + 1
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
	size_t used = 0, cut = 0, outside = 0;
	unsigned depth = 0;

	if (!memchr(line->text.at, '[', line->text.len))
		return false;
	text = arena_alloc(w->arena, line->text.len + 1);
	for (size_t i = 0; i < line->text.len;) {
		struct slice rest = {line->text.at + i, line->text.len - i};
		size_t n = *rest.at == '[' ? tag_len(rest) : 0;

		if (n) {
			links_shift(line, (uint32_t)used, (uint32_t)n);
			if (rest.at[1] == '/')
				depth -= depth > 0;
			else
				depth += is_closed(rest, tag_name(rest));
			cut += n;
			i += n;
			continue;
		}
		outside += depth == 0;
		text[used++] = line->text.at[i++];
	}
	if (!cut)
		return false;
	if (used < PROSE_LEAST && outside < OUTSIDE_LEAST)
		return true;
	line->text = slice_trim((struct slice){text, used});
	return false;
}
