/* A filter over bytes, no parser: pages are broken in every way, and what is
 * not surely script, style, drawing, comment or data stays.  Encodings in
 * which '<' can be part of another character (UTF-16, ISO-2022) pass whole,
 * for no element is found in them or the page is kept as it is. */
#include "store/strip.h"

#include <string.h>

/* Shorter data: addresses are not worth a change. */
#define DATA_LEAST 64

static bool same_letters(const char *at, const char *lower, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		char c = at[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + ('a' - 'A'));
		if (c != lower[i])
			return false;
	}
	return true;
}

static bool starts(struct slice s, const char *lower)
{
	size_t len = strlen(lower);

	return s.len >= len && same_letters(s.at, lower, len);
}

static struct slice from(struct slice s, size_t at)
{
	return (struct slice){s.at + at, s.len - at};
}

/* Where `lower` stands next, s.len when nowhere. */
static size_t find(struct slice s, const char *lower)
{
	size_t len = strlen(lower);

	for (size_t at = 0; at + len <= s.len; at++) {
		const char *next = memchr(s.at + at, lower[0], s.len - at);

		if (!next)
			break;
		at = (size_t)(next - s.at);
		if (at + len <= s.len && same_letters(next, lower, len))
			return at;
	}
	return s.len;
}

/* Does "<name" end there, and not go on as another name? */
static bool is_element(struct slice s, const char *name)
{
	size_t len = strlen(name);

	return s.len > len + 1 && starts(from(s, 1), name) &&
	       strchr(" \t\r\n\f/>", s.at[len + 1]);
}

/* The bytes of the tag at s.at ("<...>"), quotation marks heeded. */
static size_t tag_length(struct slice s)
{
	char mark = 0;

	for (size_t i = 1; i < s.len; i++) {
		char c = s.at[i];

		if (mark)
			mark = c == mark ? 0 : mark;
		else if (c == '"' || c == '\'')
			mark = c;
		else if (c == '>')
			return i + 1;
	}
	return s.len;
}

static bool is_json(struct slice tag)
{
	return find(tag, "ld+json") < tag.len ||
	       find(tag, "application/json") < tag.len;
}

static const struct {
	const char *name, *end;
	bool json_stays;
} elements[] = {
	{"script", "</script", true},
	{"style", "</style", false},
	{"svg", "</svg", false},
};

/* The bytes at s.at that go; 0: none. */
static size_t dropped(struct slice s)
{
	if (starts(s, "<!--")) {
		size_t end = find(from(s, 4), "-->");

		/* conditional comments hold what old readers showed */
		return end + 4 < s.len ? end + 4 + 3 : 0;
	}
	for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++) {
		size_t tag, end;

		if (!is_element(s, elements[i].name))
			continue;
		tag = tag_length(s);
		if (elements[i].json_stays &&
		    is_json((struct slice){s.at, tag}))
			return 0;
		if (s.at[tag - 1] == '>' && s.at[tag - 2] == '/')
			return tag;
		end = tag + find(from(s, tag), elements[i].end);
		if (end >= s.len)
			return 0;
		return end + tag_length(from(s, end));
	}
	return 0;
}

static bool is_data_byte(char c)
{
	return (c >= '0' && c <= '9') ||
	       ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
	       (c && strchr("+/=%-_.~;,:", c));
}

/* "data:" at s.at: the bytes of the address. */
static size_t data_length(struct slice s)
{
	size_t len = 5;

	while (len < s.len && is_data_byte(s.at[len]))
		len++;
	return len >= DATA_LEAST ? len : 0;
}

void strip_html(struct slice page, struct str *out)
{
	size_t kept = 0, at = 0;

	while (at < page.len) {
		size_t gone = 0, leave = 0;

		if (page.at[at] == '<') {
			gone = dropped(from(page, at));
		} else if (page.at[at] == 'd' &&
			   starts(from(page, at), "data:")) {
			gone = data_length(from(page, at));
			leave = gone ? 5 : 0;
		}
		if (!gone) {
			at++;
			continue;
		}
		str_add(out, page.at + kept, at + leave - kept);
		at += gone;
		kept = at;
	}
	str_add(out, page.at + kept, page.len - kept);
}
