#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/utf8.h"

struct slice slice_of(const char *text)
{
	return (struct slice){text, text ? strlen(text) : 0};
}

bool slice_same(struct slice a, struct slice b)
{
	return a.len == b.len && (a.len == 0 || !memcmp(a.at, b.at, a.len));
}

bool slice_equals(struct slice s, const char *text)
{
	return slice_same(s, slice_of(text));
}

static size_t blank_at_start(struct slice s)
{
	if (s.len && strchr(" \t\r\n\f\v", *s.at) && *s.at)
		return 1;
	return s.len >= 2 && !memcmp(s.at, "\xc2\xa0", 2) ? 2 : 0;
}

static size_t blank_at_end(struct slice s)
{
	if (s.len && s.at[s.len - 1] && strchr(" \t\r\n\f\v", s.at[s.len - 1]))
		return 1;
	return s.len >= 2 && !memcmp(s.at + s.len - 2, "\xc2\xa0", 2) ? 2 : 0;
}

struct slice slice_trim(struct slice s)
{
	size_t n;

	while ((n = blank_at_start(s))) {
		s.at += n;
		s.len -= n;
	}
	while ((n = blank_at_end(s)))
		s.len -= n;
	return s;
}

struct slice slice_cut(struct slice *rest, char at)
{
	struct slice head = *rest;
	const char *found = rest->len ? memchr(rest->at, at, rest->len) : NULL;

	if (!found) {
		*rest = (struct slice){NULL, 0};
		return head;
	}
	head.len = (size_t)(found - head.at);
	rest->at = found + 1;
	rest->len -= head.len + 1;
	return head;
}

void str_free(struct str *s)
{
	free(s->at);
	memset(s, 0, sizeof(*s));
}

void str_clear(struct str *s)
{
	s->len = 0;
	if (s->at)
		s->at[0] = '\0';
}

static void str_room(struct str *s, size_t more)
{
	size_t room = s->room ? s->room : 64;

	if (more > SIZE_MAX / 4 - s->len)
		die("out of memory");
	while (room < s->len + more + 1)
		room *= 2;
	if (room == s->room)
		return;
	s->at = realloc(s->at, room);
	if (!s->at)
		die("out of memory");
	s->room = room;
}

char *str_reserve(struct str *s, size_t more)
{
	str_room(s, more);
	return s->at + s->len;
}

void str_add(struct str *s, const char *bytes, size_t len)
{
	str_room(s, len);
	if (len)
		memcpy(s->at + s->len, bytes, len);
	s->len += len;
	s->at[s->len] = '\0';
}

void str_add_text(struct str *s, const char *text)
{
	str_add(s, text, strlen(text));
}

void str_add_char(struct str *s, char c)
{
	str_add(s, &c, 1);
}

void str_add_rune(struct str *s, uint32_t rune)
{
	char bytes[4];

	str_add(s, bytes, utf8_put(bytes, rune));
}

/* NULL: it stands for itself. */
static const char *xml_of(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	default:
		return NULL;
	}
}

void str_add_xml(struct str *s, struct slice text)
{
	size_t from = 0;

	for (size_t i = 0; i < text.len; i++) {
		const char *as = xml_of(text.at[i]);

		if (!as)
			continue;
		str_add(s, text.at + from, i - from);
		str_add_text(s, as);
		from = i + 1;
	}
	str_add(s, text.at + from, text.len - from);
}

void str_printf(struct str *s, const char *format, ...)
{
	va_list args, again;
	int len;

	va_start(args, format);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0)
		die("cannot format a string");
	str_room(s, (size_t)len);
	vsnprintf(s->at + s->len, (size_t)len + 1, format, again);
	va_end(again);
	s->len += (size_t)len;
}

const char *str_text(const struct str *s)
{
	return s->at ? s->at : "";
}
