/* libxml2 compares every attribute of an element with all before it: 40,000
 * on one cost a second, and ten times as many a hundred.  No person writes
 * more than a few, so the rest of such an element is made blank. */
#include <string.h>

#include "html/door.h"

/* A tag is looked at when the next one begins so far behind it. */
#define TAG_LONG 4096u

/* So many signs "=" and blanks outside of quotation marks may be in a tag. */
#define PARTS_MOST 1000u

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Where the tag that begins at `at` ends, as libxml2 sees it; *cut is where
 * it has had enough attributes, or its end. */
static size_t tag_end(struct slice s, size_t at, size_t *cut)
{
	size_t parts = 0;
	bool is_value = false;
	const char *close;

	*cut = 0;
	for (; at < s.len && s.at[at] != '>'; at++) {
		char c = s.at[at];

		if ((c == '"' || c == '\'') && is_value) {
			close = memchr(s.at + at + 1, c, s.len - at - 1);
			if (!close)
				break;
			at = (size_t)(close - s.at);
		}
		parts += is_blank(c) || c == '=' || c == '"' || c == '\'';
		is_value = c == '=' || (is_value && is_blank(c));
		if (parts >= PARTS_MOST && !*cut && !is_value)
			*cut = at + 1;
	}
	if (!*cut)
		*cut = at;
	return at;
}

/* The next tag behind which no other begins for long; s.len if none. */
static size_t next_long(struct slice s, size_t at)
{
	const char *open =
		at < s.len ? memchr(s.at + at, '<', s.len - at) : NULL;

	while (open) {
		size_t from = (size_t)(open - s.at), len = s.len - from - 1;
		const char *next = memchr(open + 1, '<', len);

		if ((next ? (size_t)(next - open) : len) > TAG_LONG &&
		    is_letter(open[1]))
			return from;
		open = next;
	}
	return s.len;
}

struct slice html_tame(struct arena *a, struct slice text)
{
	char *copy = NULL;
	size_t at = next_long(text, 0);

	while (at < text.len) {
		size_t cut, end = tag_end(text, at, &cut);

		if (cut < end && !copy) {
			copy = arena_copy(a, text.at, text.len);
			text.at = copy;
		}
		if (cut < end)
			memset(copy + cut, ' ', end - cut);
		at = next_long(text, end);
	}
	return text;
}
