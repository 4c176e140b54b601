#include "html/mime.h"

#include <string.h>

#include "base/array.h"

/* The fields of a part's head that matter. */
struct head {
	struct slice type, encoding, location, snapshot;
};

static const char *find(struct slice s, const char *what)
{
	return s.len ? memmem(s.at, s.len, what, strlen(what)) : NULL;
}

static struct slice behind(struct slice s, const char *at)
{
	return (struct slice){at, s.len - (size_t)(at - s.at)};
}

/* Take one line, its end off. */
static struct slice take_line(struct slice *rest)
{
	struct slice line = slice_cut(rest, '\n');

	if (line.len && line.at[line.len - 1] == '\r')
		line.len--;
	return line;
}

static bool field_is(struct slice line, const char *name, struct slice *value)
{
	size_t len = strlen(name);

	if (line.len <= len || strncasecmp(line.at, name, len) ||
	    line.at[len] != ':')
		return false;
	*value = slice_trim(
		(struct slice){line.at + len + 1, line.len - len - 1});
	return true;
}

/* One field with its folded lines; empty at the end of the head. */
static struct slice take_field(struct slice *rest)
{
	struct slice field = take_line(rest);

	if (!field.len)
		return field;
	while (rest->len && (*rest->at == ' ' || *rest->at == '\t')) {
		struct slice more = take_line(rest);

		field.len = (size_t)(more.at + more.len - field.at);
	}
	return field;
}

static struct head head_read(struct slice *rest)
{
	struct head h = {0};

	while (rest->at && rest->len) {
		struct slice field = take_field(rest);

		if (!field.len)
			break;
		if (!field_is(field, "Content-Type", &h.type) &&
		    !field_is(field, "Content-Transfer-Encoding",
			      &h.encoding) &&
		    !field_is(field, "Content-Location", &h.location))
			field_is(field, "Snapshot-Content-Location",
				 &h.snapshot);
	}
	return h;
}

/* The value of name=value or name="value" in a field; empty if not there. */
static struct slice parameter(struct slice field, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i + len < field.len; i++) {
		struct slice v;

		if (strncasecmp(field.at + i, name, len) ||
		    field.at[i + len] != '=')
			continue;
		v = behind(field, field.at + i + len + 1);
		if (v.len && *v.at == '"') {
			v.at++;
			v.len--;
			return slice_cut(&v, '"');
		}
		for (len = 0; len < v.len && !strchr("; \t\r\n", v.at[len]);)
			len++;
		v.len = len;
		return v;
	}
	return (struct slice){NULL, 0};
}

bool html_is_mhtml(struct slice bytes)
{
	struct slice start = bytes;

	if (start.len > 4096)
		start.len = 4096;
	for (int lines = 0; lines < 40 && start.at && start.len; lines++) {
		struct slice field = take_field(&start), value;

		if (!field.len || *field.at == '<')
			return false;
		if (field_is(field, "Content-Type", &value))
			return value.len >= 17 &&
			       !strncasecmp(value.at, "multipart/related", 17);
		if (!memchr(field.at, ':', field.len))
			return false;
	}
	return false;
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static struct slice from_quoted(struct arena *a, struct slice in)
{
	char *out = arena_alloc(a, in.len + 1), *to = out;

	for (size_t i = 0; i < in.len; i++) {
		if (in.at[i] != '=') {
			*to++ = in.at[i];
			continue;
		}
		if (i + 1 < in.len && in.at[i + 1] == '\n') {
			i++;
		} else if (i + 2 < in.len && in.at[i + 1] == '\r' &&
			   in.at[i + 2] == '\n') {
			i += 2;
		} else if (i + 2 < in.len && hex(in.at[i + 1]) >= 0 &&
			   hex(in.at[i + 2]) >= 0) {
			*to++ = (char)(hex(in.at[i + 1]) * 16 +
				       hex(in.at[i + 2]));
			i += 2;
		} else {
			*to++ = '=';
		}
	}
	return (struct slice){out, (size_t)(to - out)};
}

static int base64_digit(char c)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

static struct slice from_base64(struct arena *a, struct slice in)
{
	char *out = arena_alloc(a, in.len / 4 * 3 + 4), *to = out;
	uint32_t bits = 0;
	unsigned n = 0;

	for (size_t i = 0; i < in.len && in.at[i] != '='; i++) {
		int digit = base64_digit(in.at[i]);

		if (digit < 0)
			continue;
		bits = bits << 6 | (uint32_t)digit;
		n += 6;
		if (n >= 8) {
			n -= 8;
			*to++ = (char)(bits >> n & 0xFF);
		}
	}
	return (struct slice){out, (size_t)(to - out)};
}

static struct slice decode(struct arena *a, const struct head *h,
			   struct slice body)
{
	if (h->encoding.len >= 16 &&
	    !strncasecmp(h->encoding.at, "quoted-printable", 16))
		return from_quoted(a, body);
	if (h->encoding.len >= 6 && !strncasecmp(h->encoding.at, "base64", 6))
		return from_base64(a, body);
	return body;
}

/* The next part between boundary lines; false at the end. */
static bool take_part(struct slice *rest, const char *boundary,
		      struct slice *part)
{
	const char *at = find(*rest, boundary);

	if (!at)
		return false;
	*rest = behind(*rest, at + strlen(boundary));
	if (rest->len >= 2 && rest->at[0] == '-' && rest->at[1] == '-')
		return false;
	take_line(rest);
	at = find(*rest, boundary);
	*part = *rest;
	if (at)
		part->len = (size_t)(at - rest->at);
	return part->len > 0;
}

static void open_mhtml(struct arena *a, struct slice bytes,
		       struct html_envelope *out)
{
	struct slice rest = bytes, part, boundary;
	struct head top = head_read(&rest);
	const char *line;

	boundary = parameter(top.type, "boundary");
	if (!boundary.len)
		return;
	line = arena_printf(a, "--%.*s", (int)boundary.len, boundary.at);
	while (take_part(&rest, line, &part)) {
		struct head h = head_read(&part);
		struct slice charset, url;

		if (h.type.len < 9 || strncasecmp(h.type.at, "text/html", 9))
			continue;
		charset = parameter(h.type, "charset");
		url = top.snapshot.len ? top.snapshot : h.location;
		if (charset.len)
			out->charset = arena_copy(a, charset.at, charset.len);
		if (url.len && !strncasecmp(url.at, "http", 4))
			out->url = arena_copy(a, url.at, url.len);
		out->bytes = decode(a, &h, part);
		return;
	}
}

/* Comments in front of a page that hold its address behind these words. */
static const char *const saved[] = {
	"saved from url=(", /* then the length in four digits, ')' */
	"Page saved with SingleFile",
};

static void find_saved(struct arena *a, struct html_envelope *out)
{
	struct slice start = out->bytes, url;
	const char *at = NULL, *end;

	if (start.len > 4096)
		start.len = 4096;
	for (size_t i = 0; i < array_length(saved) && !at; i++)
		at = find(start, saved[i]);
	if (!at)
		return;
	start = behind(start, at);
	end = find(start, "-->");
	if (!end)
		return;
	start.len = (size_t)(end - start.at);
	at = find(start, "http");
	if (!at)
		return;
	url = behind(start, at);
	for (size_t i = 0; i < url.len; i++) {
		if (strchr(" \t\r\n", url.at[i]))
			url.len = i;
	}
	out->url = arena_copy(a, url.at, url.len);
}

void html_envelope_open(struct arena *a, struct slice bytes,
			struct html_envelope *out)
{
	*out = (struct html_envelope){.bytes = bytes};
	if (html_is_mhtml(bytes))
		open_mhtml(a, bytes, out);
	else
		find_saved(a, out);
}
