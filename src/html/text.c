#include "html/text.h"

#include <string.h>

#include "base/utf8.h"
#include "html/tree.h"

static struct slice clean(struct arena *a, struct slice text)
{
	struct slice out;

	out.at = utf8_clean(a, text.at, text.len, &out.len);
	return slice_trim(out);
}

static bool has_markup(struct slice s)
{
	return s.len && (memchr(s.at, '<', s.len) || memchr(s.at, '&', s.len));
}

static void gap(struct str *out, const char *with)
{
	while (out->len && out->at[out->len - 1] == ' ')
		out->at[--out->len] = '\0';
	if (out->len && out->at[out->len - 1] != '\n')
		str_add_text(out, with);
}

static void add_words(struct str *out, struct slice text)
{
	bool at_start = !out->len || out->at[out->len - 1] == '\n' ||
			out->at[out->len - 1] == ' ';

	while (at_start && text.len && *text.at == ' ') {
		text.at++;
		text.len--;
	}
	str_add(out, text.at, text.len);
}

/* Every block's edges are gaps; a subtree's end is noticed at the first node
 * behind it. */
static void walk(const struct html_tree *t, uint32_t *ends, struct str *out)
{
	uint32_t n_ends = 0;

	for (uint32_t i = 1; i <= t->n; i++) {
		uint8_t tag = t->nodes[i].tag;
		struct slice text;

		while (n_ends && ends[n_ends - 1] <= i) {
			gap(out, "\n\n");
			n_ends--;
		}
		if (i == t->n)
			break;
		text.at = t->text + t->nodes[i].text;
		text.len = t->nodes[i + 1].text - t->nodes[i].text;
		if (tag == HTML_TEXT)
			add_words(out, text);
		else if (tag == HTML_BR)
			gap(out, "\n");
		else if (html_class_of(tag) == HTML_DEAD)
			i = t->nodes[i].end - 1;
		else if (html_class_of(tag) == HTML_BLOCK) {
			gap(out, "\n\n");
			ends[n_ends++] = t->nodes[i].end;
		}
	}
}

struct slice html_to_text(struct arena *a, struct slice html)
{
	struct html_tree *t;
	struct str out = {0};
	struct slice result;

	html = clean(a, html);
	if (!has_markup(html))
		return html;
	t = html_parse(a, html);
	walk(t, arena_array(a, t->depth + 1, sizeof(uint32_t)), &out);
	result = clean(a, (struct slice){str_text(&out), out.len});
	str_free(&out);
	return result;
}

struct slice html_one_line(struct arena *a, struct slice text)
{
	struct slice out = clean(a, text);
	char *to = (char *)out.at;

	for (size_t i = 0; i < out.len; i++) {
		bool is_gap = strchr(" \t\n", out.at[i]) != NULL;

		if (!is_gap)
			*to++ = out.at[i];
		else if (to > out.at && to[-1] != ' ')
			*to++ = ' ';
	}
	out.len = (size_t)(to - out.at);
	*to = '\0';
	return slice_trim(out);
}

struct slice html_to_line(struct arena *a, struct slice html)
{
	return html_one_line(a, html_to_text(a, html));
}
