/* Text constructs: what type an element has, and the two forms in which its
 * text is kept. */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "feed/work.h"
#include "html/sanitise.h"
#include "html/text.h"

/* ---- base64 ---- */

static int sextet(char c)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno"
		"pqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(letters, c) : NULL;

	return at ? (int)(at - letters) : -1;
}

/* Blanks are passed over; false when it is no base64. */
static bool decode_base64(struct arena *a, struct slice in, struct slice *out)
{
	char *to = arena_alloc(a, in.len / 4 * 3 + 4);
	uint32_t bits = 0, n = 0;

	*out = (struct slice){to, 0};
	for (size_t i = 0; i < in.len; i++) {
		int six = sextet(in.at[i]);

		if (in.at[i] == '=')
			break;
		if (six < 0) {
			if (strchr(" \t\r\n", in.at[i]))
				continue;
			return false;
		}
		bits = bits << 6 | (uint32_t)six;
		if (++n % 4 == 0) {
			to[out->len++] = (char)(bits >> 16);
			to[out->len++] = (char)(bits >> 8);
			to[out->len++] = (char)bits;
		}
	}
	if (n % 4 >= 2)
		to[out->len++] = (char)(bits >> (n % 4 == 2 ? 4 : 10));
	if (n % 4 == 3)
		to[out->len++] = (char)(bits >> 2);
	return true;
}

/* ---- types ---- */

static bool type_is(const char *type, const char *what)
{
	return type && strcasecmp(type, what) == 0;
}

static const char *whole_type(const char *type)
{
	if (!type || type_is(type, "text"))
		return "text/plain";
	if (type_is(type, "html"))
		return "text/html";
	if (type_is(type, "xhtml"))
		return "application/xhtml+xml";
	return type;
}

static bool has_elements(const struct xml_tree *t, uint32_t node)
{
	for (uint32_t i = node + 1; i < t->nodes[node].end; i++) {
		if (t->nodes[i].name != XML_TEXT)
			return true;
	}
	return false;
}

static bool is_base64(const char *type, const char *mode)
{
	if (mode)
		return type_is(mode, "base64");
	return type && strchr(type, '/') && strncasecmp(type, "text/", 5) &&
	       !strcasestr(type, "xml") && !strcasestr(type, "html");
}

/* Text that was declared plain, but has an element closed or a reference. */
static bool looks_like_html(struct slice s)
{
	const char *end = s.at + s.len;

	for (const char *at = s.at; at < end; at++) {
		if (*at == '<' && end - at > 3 &&
		    (at[1] == '/' || memmem(at, (size_t)(end - at), "/>", 2)) &&
		    (at[2] | 0x20) >= 'a' && (at[2] | 0x20) <= 'z')
			return true;
	}
	return false;
}

struct feed_value feed_value_of(struct reading *r, uint32_t node)
{
	const char *type = xml_attr(r->tree, node, "type");
	const char *mode = xml_attr(r->tree, node, "mode");
	struct feed_value v = {.is_html = true};
	struct slice decoded;

	if (type && !*type)
		type = NULL;
	v.type = type || r->space_of[r->tree->nodes[node].name] == SPACE_ATOM
			 ? whole_type(type)
			 : "text/html";
	if (has_elements(r->tree, node)) {
		v.text = xml_inner(r->arena, r->tree, node);
		return v;
	}
	v.text = xml_text(r->tree, node);
	if (is_base64(type, mode) &&
	    decode_base64(r->arena, v.text, &decoded)) {
		v.text.at = utf8_clean(r->arena, decoded.at, decoded.len,
				       &v.text.len);
		v.is_html = !type_is(v.type, "text/plain");
		v.is_bytes = !strcasestr(v.type, "html");
		return v;
	}
	v.is_html = !type_is(v.type, "text/plain");
	if (!v.is_html && mode && looks_like_html(v.text))
		v.is_html = true;
	return v;
}

/* ---- the two forms ---- */

static struct slice mended(struct arena *a, struct slice text)
{
	return html_mend_c1(a, text);
}

const char *feed_line(struct arena *a, struct slice text)
{
	struct slice line = mended(a, text);
	char *to, *from;

	line.at = utf8_strip(a, line.at, line.len, &line.len);
	to = from = (char *)line.at;
	for (size_t i = 0; i < line.len; i++) {
		bool is_gap = strchr(" \t\n", line.at[i]) != NULL;

		if (!is_gap)
			*to++ = line.at[i];
		else if (to > from && to[-1] != ' ')
			*to++ = ' ';
	}
	*to = '\0';
	line = slice_trim((struct slice){from, (size_t)(to - from)});
	from[line.at + line.len - from] = '\0';
	return line.len ? line.at : NULL;
}

const char *feed_plain(struct arena *a, const struct feed_value *v)
{
	struct slice line;

	if (!v->is_html || v->is_bytes)
		return feed_line(a, v->text);
	line = v->text;
	if (memchr(line.at, '<', line.len))
		line = html_sanitise(a, line, NULL);
	if (line.len &&
	    (memchr(line.at, '<', line.len) || memchr(line.at, '&', line.len)))
		line = html_to_text(a, mended(a, line));
	return feed_line(a, line);
}

/* Plain text as HTML: what a blank line parts are paragraphs. */
static struct slice escaped(struct arena *a, struct slice text)
{
	struct str out = {0};
	struct slice result;

	text = slice_trim(text);
	while (text.len) {
		const char *gap = memmem(text.at, text.len, "\n\n", 2);
		size_t len = gap ? (size_t)(gap - text.at) : text.len;

		str_add_xml(&out, (struct slice){text.at, len});
		if (gap)
			str_add_text(&out, "<p>");
		len += gap != NULL;
		text = (struct slice){text.at + len, text.len - len};
	}
	result.at = arena_copy(a, str_text(&out), out.len);
	result.len = out.len;
	str_free(&out);
	return result;
}

const char *feed_html(struct arena *a, const struct feed_value *v,
		      const char *base)
{
	struct slice html = v->text;

	if (!v->is_html)
		html = escaped(a, html);
	html = html_sanitise(a, html, base);
	return html.len ? html.at : NULL;
}
