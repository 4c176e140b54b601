/* The parts lie between lines that the types of the parts around them name:
 * a stack of boundaries, and a walk over the lines. */
#include "html/part.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/utf8.h"
#include "html/decode.h"

#define BOUNDARY_MOST 200u
#define WORD_MOST     1000u /* of an encoded word; the standard says 75 */

static struct slice behind(struct slice s, const char *at)
{
	return (struct slice){at, s.len - (size_t)(at - s.at)};
}

/* ---- heads ---- */

/* Take one line, its end off. */
static struct slice take_line(struct slice *rest)
{
	struct slice line = slice_cut(rest, '\n');

	if (line.len && line.at[line.len - 1] == '\r')
		line.len--;
	return line;
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

/* No field does: a head without its blank line ends there. */
static bool begins_boundary(struct slice s)
{
	return s.len >= 2 && s.at[0] == '-' && s.at[1] == '-';
}

struct html_part html_part_of(struct slice message)
{
	struct slice rest = message;
	struct html_part part = {.head = {message.at, 0}};

	while (rest.at && rest.len && !begins_boundary(rest)) {
		struct slice field = take_field(&rest);

		if (!field.len)
			break;
		part.head.len = (size_t)(field.at + field.len - part.head.at);
	}
	part.body = rest.at ? rest : (struct slice){"", 0};
	return part;
}

struct slice html_field(struct slice head, const char *name)
{
	size_t len = strlen(name);

	while (head.at && head.len) {
		struct slice field = take_field(&head);

		if (field.len > len && field.at[len] == ':' &&
		    strncasecmp(field.at, name, len) == 0)
			return slice_trim(behind(field, field.at + len + 1));
	}
	return (struct slice){"", 0};
}

/* Is it a word of its own: not the end of another parameter's name? */
static bool begins_word(struct slice field, size_t at)
{
	return at == 0 || strchr("; \t\r\n", field.at[at - 1]) != NULL;
}

struct slice html_parameter(struct slice field, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i + len < field.len; i++) {
		struct slice v;

		if (strncasecmp(field.at + i, name, len) ||
		    field.at[i + len] != '=' || !begins_word(field, i))
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
	return (struct slice){"", 0};
}

bool html_part_is(const struct html_part *part, const char *type)
{
	struct slice is = html_field(part->head, "Content-Type");
	size_t len = strlen(type);

	if (!is.len)
		is = SLICE("text/plain");
	return is.len >= len && strncasecmp(is.at, type, len) == 0;
}

/* ---- what is encoded ---- */

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* in_word: of a field, where '_' is a blank. */
static struct slice from_quoted(struct arena *a, struct slice in, bool in_word)
{
	char *out = arena_alloc(a, in.len + 1), *to = out;

	for (size_t i = 0; i < in.len; i++) {
		if (in.at[i] != '=') {
			*to++ = in_word && in.at[i] == '_' ? ' ' : in.at[i];
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

struct slice html_part_bytes(struct arena *a, const struct html_part *part)
{
	struct slice how = html_field(part->head, "Content-Transfer-Encoding");

	if (how.len >= 16 && !strncasecmp(how.at, "quoted-printable", 16))
		return from_quoted(a, part->body, false);
	if (how.len >= 6 && !strncasecmp(how.at, "base64", 6))
		return from_base64(a, part->body);
	return part->body;
}

/* ---- words of fields ---- */

/* "=?charset?Q?text?=" at the start of s; 0: there is none. */
static size_t encoded_word(struct slice s, struct slice *charset, char *how,
			   struct slice *text)
{
	struct slice rest = s, mode;
	const char *end;

	if (s.len < 8 || s.at[0] != '=' || s.at[1] != '?')
		return 0;
	rest = behind(s, s.at + 2);
	*charset = slice_cut(&rest, '?');
	if (!rest.at || charset->len > 60)
		return 0;
	mode = slice_cut(&rest, '?');
	if (!rest.at || mode.len != 1 || !strchr("bBqQ", *mode.at))
		return 0;
	if (rest.len > WORD_MOST)
		rest.len = WORD_MOST;
	end = rest.len ? memmem(rest.at, rest.len, "?=", 2) : NULL;
	if (!end)
		return 0;
	*how = (char)(*mode.at | 0x20);
	*text = (struct slice){rest.at, (size_t)(end - rest.at)};
	return (size_t)(end + 2 - s.at);
}

/* Bytes of one charset that stand beside each other are decoded together: some
 * writers cut a letter in two. */
struct words {
	struct arena *arena;
	struct str out, bytes;
	struct slice charset; /* of bytes */
};

static void flush(struct words *w)
{
	struct slice charset = w->charset, text;

	for (size_t i = 0; i < charset.len; i++) {
		if (charset.at[i] == '*') /* RFC 2231: "*en" behind it */
			charset.len = i;
	}
	if (w->bytes.len) {
		text = html_decode(
			w->arena, (struct slice){w->bytes.at, w->bytes.len},
			arena_copy(w->arena, charset.at, charset.len), false,
			NULL);
		str_add(&w->out, text.at, text.len);
	}
	str_clear(&w->bytes);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void add_encoded(struct words *w, struct slice charset, char how,
			struct slice text)
{
	struct slice bytes = how == 'q' ? from_quoted(w->arena, text, true)
					: from_base64(w->arena, text);

	if (!slice_same(charset, w->charset))
		flush(w);
	w->charset = charset;
	str_add(&w->bytes, bytes.at, bytes.len);
}

static void read_words(struct words *w, struct slice field)
{
	struct slice charset, text;
	char how;

	for (size_t i = 0; i < field.len;) {
		size_t blanks = i, taken;

		while (blanks < field.len && is_blank(field.at[blanks]))
			blanks++;
		taken = encoded_word(behind(field, field.at + blanks), &charset,
				     &how, &text);
		if (taken) { /* blanks between two of them are none */
			if (blanks > i && !w->bytes.len)
				str_add_char(&w->out, ' ');
			add_encoded(w, charset, how, text);
			i = blanks + taken;
			continue;
		}
		flush(w);
		if (blanks > i)
			str_add_char(&w->out, ' ');
		for (i = blanks; i < field.len && !is_blank(field.at[i]) &&
				 (i == blanks || field.at[i] != '=');)
			str_add_char(&w->out, field.at[i++]);
	}
	flush(w);
}

const char *html_words(struct arena *a, struct slice field)
{
	struct words w = {.arena = a};
	struct slice text;
	char *line;
	size_t len;

	read_words(&w, field);
	text = html_decode(a, (struct slice){str_text(&w.out), w.out.len}, NULL,
			   false, NULL);
	line = utf8_clean(a, text.at, text.len, &len);
	str_free(&w.out);
	str_free(&w.bytes);
	for (char *c = line; *c; c++) {
		if (is_blank(*c))
			*c = ' ';
	}
	text = slice_trim((struct slice){line, len});
	return text.len ? arena_copy(a, text.at, text.len) : NULL;
}

/* ---- parts ---- */

struct walk {
	struct arena *arena;
	struct slice boundary[PART_DEPTH]; /* the innermost last */
	uint32_t depth;
	struct html_part *parts;
	uint32_t n;
};

/* Is the line the boundary of number i, or a deeper one's?  closes: and the
 * last of its kind. */
static bool find_boundary(const struct walk *w, struct slice line, uint32_t *i,
			  bool *closes)
{
	if (line.len < 2 || line.at[0] != '-' || line.at[1] != '-')
		return false;
	line = slice_trim(behind(line, line.at + 2));
	for (uint32_t k = w->depth; k-- > 0;) {
		struct slice b = w->boundary[k];

		if (line.len < b.len || memcmp(line.at, b.at, b.len) != 0)
			continue;
		*closes = line.len >= b.len + 2 && line.at[b.len] == '-' &&
			  line.at[b.len + 1] == '-';
		if (line.len == b.len || *closes) {
			*i = k;
			return true;
		}
	}
	return false;
}

/* Take what stands before the next boundary, which is the innermost then;
 * *is_over: there is none any more, or all are closed.  What follows the last
 * boundary of a part that is not the outermost is nobody's. */
static struct slice take_until(struct walk *w, struct slice *rest,
			       bool *is_over)
{
	const char *end = rest->at ? rest->at + rest->len : NULL;
	struct slice taken = {rest->at, 0};
	bool is_taken = false, closes;
	uint32_t i;

	*is_over = true;
	while (rest->at && rest->len) {
		const char *at = rest->at;
		struct slice line = take_line(rest);

		if (!find_boundary(w, line, &i, &closes))
			continue;
		if (!is_taken)
			taken.len = (size_t)(at - taken.at);
		is_taken = true;
		w->depth = closes ? i : i + 1;
		*is_over = w->depth == 0;
		if (!closes || *is_over)
			return taken;
	}
	*is_over = true;
	if (!is_taken && end)
		taken.len = (size_t)(end - taken.at);
	return taken;
}

/* A part that begins: it holds parts itself, or is one. */
static bool open_part(struct walk *w, struct slice *rest, bool *is_over,
		      struct error *err)
{
	struct html_part part = html_part_of(*rest);
	struct slice type = html_field(part.head, "Content-Type"), boundary;

	if (part.head.len > PART_HEAD_MOST)
		return error_set(err,
				 "the head of a part is larger than "
				 "%zu KB",
				 PART_HEAD_MOST >> 10);
	boundary = html_parameter(type, "boundary");
	if (html_part_is(&part, "multipart/") && boundary.len &&
	    boundary.len <= BOUNDARY_MOST) {
		if (w->depth == PART_DEPTH)
			return error_set(err,
					 "its parts are nested more than "
					 "%u deep",
					 PART_DEPTH);
		w->boundary[w->depth++] = slice_trim(boundary);
		*rest = part.body;
		take_until(w, rest, is_over); /* what stands before the first */
		return true;
	}
	if (w->n == PARTS_MOST)
		return error_set(err, "it has more than %u parts", PARTS_MOST);
	*rest = part.body;
	part.body = take_until(w, rest, is_over);
	*array_add(w->arena, w->parts, w->n) = part;
	return true;
}

bool html_parts(struct arena *a, struct slice message, struct html_part **out,
		uint32_t *n, struct error *err)
{
	struct walk w = {.arena = a};
	bool is_over = false;

	while (!is_over) {
		if (!open_part(&w, &message, &is_over, err))
			return false;
	}
	*out = w.parts;
	*n = w.n;
	return true;
}
