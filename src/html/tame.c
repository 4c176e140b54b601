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
	for (at++; at < s.len && !strchr("<>", s.at[at]); at++) {
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

static bool begins(struct slice s, size_t at, const char *word)
{
	size_t n = strlen(word);

	return s.len - at > n && !strncasecmp(s.at + at, word, n);
}

/* Scripts and styles have signs "<" that are no tags: where the end of one
 * that begins here is; `at` if none begins. */
static size_t skip_raw(struct slice s, size_t at)
{
	static const char *const names[] = {"script", "style"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *end = s.at + at;

		if (!begins(s, at + 1, names[i]))
			continue;
		while ((end = memchr(end + 1, '<',
				     s.len - (size_t)(end + 1 - s.at))) &&
		       !(end[1] == '/' &&
			 begins(s, (size_t)(end - s.at) + 2, names[i])))
			;
		return end ? (size_t)(end - s.at) : s.len;
	}
	return at;
}

/* The next tag behind which no other begins for long; s.len if none. */
static size_t next_long(struct slice s, size_t at)
{
	while (at < s.len) {
		const char *open = memchr(s.at + at, '<', s.len - at), *next;
		size_t len;

		if (!open)
			break;
		at = (size_t)(open - s.at);
		len = s.len - at - 1;
		next = memchr(open + 1, '<', len);
		if ((next ? (size_t)(next - open) : len) > TAG_LONG &&
		    is_letter(open[1]) && skip_raw(s, at) == at)
			return at;
		at = skip_raw(s, at) + 1;
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
