/* Nothing is copied from the source: what goes out is written from the parsed
 * tree, name by name, so that there is no spelling that slips through. */
#include "html/sanitise.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/utf8.h"
#include "html/tree.h"
#include "html/url.h"

static const char *const allowed[HTML_TAGS] = {
	[HTML_A] = "a",
	[HTML_ABBR] = "abbr",
	[HTML_ADDRESS] = "address",
	[HTML_ARTICLE] = "article",
	[HTML_ASIDE] = "aside",
	[HTML_B] = "b",
	[HTML_BIG] = "big",
	[HTML_BLOCKQUOTE] = "blockquote",
	[HTML_BR] = "br",
	[HTML_CAPTION] = "caption",
	[HTML_CENTER] = "center",
	[HTML_CITE] = "cite",
	[HTML_CODE] = "code",
	[HTML_DD] = "dd",
	[HTML_DEL] = "del",
	[HTML_DETAILS] = "details",
	[HTML_DIV] = "div",
	[HTML_DL] = "dl",
	[HTML_DT] = "dt",
	[HTML_EM] = "em",
	[HTML_FIGCAPTION] = "figcaption",
	[HTML_FIGURE] = "figure",
	[HTML_FOOTER] = "footer",
	[HTML_H1] = "h1",
	[HTML_H2] = "h2",
	[HTML_H3] = "h3",
	[HTML_H4] = "h4",
	[HTML_H5] = "h5",
	[HTML_H6] = "h6",
	[HTML_HEADER] = "header",
	[HTML_HR] = "hr",
	[HTML_I] = "i",
	[HTML_IMG] = "img",
	[HTML_LI] = "li",
	[HTML_MAIN] = "main",
	[HTML_OL] = "ol",
	[HTML_P] = "p",
	[HTML_PRE] = "pre",
	[HTML_Q] = "q",
	[HTML_S] = "s",
	[HTML_SECTION] = "section",
	[HTML_SMALL] = "small",
	[HTML_SPAN] = "span",
	[HTML_STRONG] = "strong",
	[HTML_SUB] = "sub",
	[HTML_SUMMARY] = "summary",
	[HTML_SUP] = "sup",
	[HTML_TABLE] = "table",
	[HTML_TBODY] = "tbody",
	[HTML_TD] = "td",
	[HTML_TFOOT] = "tfoot",
	[HTML_TH] = "th",
	[HTML_THEAD] = "thead",
	[HTML_TIME] = "time",
	[HTML_TR] = "tr",
	[HTML_U] = "u",
	[HTML_UL] = "ul",
};

static const struct {
	enum html_attr attr;
	const char *name;
	bool is_address;
} attributes[] = {
	{HTML_ATTR_HREF, "href", true},
	{HTML_ATTR_SRC, "src", true},
	{HTML_ATTR_CITE, "cite", true},
	{HTML_ATTR_ALT, "alt", false},
	{HTML_ATTR_TITLE, "title", false},
	{HTML_ATTR_DATETIME, "datetime", false},
};

/* An address that may stand there; without a base, a relative one as it is. */
static const char *address(struct arena *a, const char *base, const char *ref)
{
	const char *whole = html_url_resolve(a, base, slice_of(ref));
	size_t head = strcspn(ref, "/?#:");

	if (whole || base || ref[head] == ':' || !*ref)
		return whole;
	for (const char *c = ref; *c; c++) {
		if ((unsigned char)*c <= ' ' || strchr("<>\"\\", *c))
			return NULL;
	}
	return ref;
}

static void put_start(struct str *out, struct arena *a,
		      const struct html_tree *t, uint32_t node,
		      const char *base)
{
	str_printf(out, "<%s", allowed[t->nodes[node].tag]);
	for (size_t i = 0; i < array_length(attributes); i++) {
		const char *value = html_attr(t, node, attributes[i].attr);

		if (value && attributes[i].is_address)
			value = address(a, base, value);
		if (!value)
			continue;
		str_printf(out, " %s=\"", attributes[i].name);
		str_add_xml(out, slice_of(value));
		str_add_char(out, '"');
	}
	str_add_char(out, '>');
}

static void put_end(struct str *out, const struct html_tree *t, uint32_t node)
{
	uint8_t tag = t->nodes[node].tag;

	if (allowed[tag] && html_class_of(tag) != HTML_VOID)
		str_printf(out, "</%s>", allowed[tag]);
	else if (!allowed[tag] && html_class_of(tag) == HTML_BLOCK)
		str_add_char(out, ' ');
}

static void put_tree(struct str *out, struct arena *a,
		     const struct html_tree *t, const char *base)
{
	uint32_t open = 0, outer = 0;

	for (uint32_t i = 1; i < t->n; i++) {
		const struct html_node *at = &t->nodes[i];

		for (; open != at->parent; open = t->nodes[open].parent) {
			if (open != outer)
				put_end(out, t, open);
		}
		if (!outer && at->tag == HTML_DIV) {
			open = outer = i;
			continue;
		}
		if (at->tag == HTML_TEXT) {
			str_add_xml(out, (struct slice){t->text + at->text,
							at[1].text - at->text});
			continue;
		}
		if (allowed[at->tag])
			put_start(out, a, t, i, base);
		open = i;
	}
	for (; open; open = t->nodes[open].parent) {
		if (open != outer)
			put_end(out, t, open);
	}
}

/* ---- what stands before and behind the parser ---- */

static bool is_tag(struct slice s, size_t at, const char *start)
{
	size_t n = strlen(start);

	return s.len - at > n && strncasecmp(s.at + at, start, n) == 0 &&
	       strchr(" \t\n\r\f/>", s.at[at + n]);
}

static size_t skip_tag(struct slice s, size_t at)
{
	const char *end = memchr(s.at + at, '>', s.len - at);

	return end ? (size_t)(end - s.at) + 1 : s.len;
}

/* Behind a comment; one that is not closed ends at the first '>'. */
static size_t skip_comment(struct slice s, size_t at)
{
	const char *end = memmem(s.at + at, s.len - at, "-->", 3);

	return end ? (size_t)(end - s.at) + 3 : skip_tag(s, at);
}

/* The piece inside a <div>, so that the parser makes no paragraph of it, and
 * without comments.
 * Where more scripts were closed than opened the markup was cut somewhere: as
 * many that open behind are no scripts, and what they hold is text. */
static struct slice wrap(struct arena *a, struct slice html)
{
	struct str out = {0};
	struct slice result;
	size_t from = 0, end;
	int open = 0;

	str_add_text(&out, "<div>");
	for (size_t i = 0; i < html.len; i++) {
		if (html.at[i] != '<')
			continue;
		if (is_tag(html, i, "</script"))
			open--;
		if (open <= 0 && html.len - i > 4 &&
		    memcmp(html.at + i, "<!--", 4) == 0)
			end = skip_comment(html, i);
		else if (is_tag(html, i, "<script") && ++open <= 0)
			end = skip_tag(html, i);
		else
			continue;
		str_add(&out, html.at + from, i - from);
		from = end;
		i = end - 1;
	}
	str_add(&out, html.at + from, html.len - from);
	result.at = arena_copy(a, out.at, out.len);
	result.len = out.len;
	str_free(&out);
	return result;
}

static const uint16_t c1_of_1252[32] = {
	0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
	0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
};

static bool is_c1(struct slice s, size_t at)
{
	return s.at[at] == (char)0xC2 && at + 1 < s.len &&
	       (unsigned char)s.at[at + 1] < 0xA0;
}

struct slice html_mend_c1(struct arena *a, struct slice text)
{
	struct str out = {0};
	struct slice result;
	size_t at = 0;

	while (at < text.len && !is_c1(text, at))
		at++;
	if (at == text.len)
		return text;
	str_add(&out, text.at, at);
	for (; at < text.len; at++) {
		if (is_c1(text, at)) {
			unsigned char c = (unsigned char)text.at[++at];

			str_add_rune(&out, c1_of_1252[c & 0x1F]);
		} else {
			str_add_char(&out, text.at[at]);
		}
	}
	result.at = arena_copy(a, out.at, out.len);
	result.len = out.len;
	str_free(&out);
	return result;
}

struct slice html_sanitise(struct arena *a, struct slice html, const char *base)
{
	struct str out = {0};
	struct slice clean;

	html = wrap(a, html_mend_c1(a, html));
	clean.at = utf8_clean(a, html.at, html.len, &clean.len);
	put_tree(&out, a, html_parse(a, clean), base);
	clean = html_mend_c1(a, (struct slice){str_text(&out), out.len});
	clean.at = utf8_clean(a, clean.at, clean.len, &clean.len);
	str_free(&out);
	clean = slice_trim(clean);
	return (struct slice){arena_copy(a, clean.at, clean.len), clean.len};
}
