/* Source: CommonMark 0.30 (what has to be escaped), YAML 1.2 (a JSON string is
 * a scalar). */
#include "ui/markdown.h"

#include <stdio.h>
#include <string.h>

#include "article/json.h"
#include "resolve/resolve.h"

#define SLUG_MOST 60

/* ---- the head ---- */

/* A JSON value is YAML too. */
static void head_value(struct str *out, const char *key, json_t *value)
{
	str_printf(out, "%s: ", key);
	article_json_line(value, out);
	json_decref(value);
}

static void head_text(struct str *out, const char *key, const char *text)
{
	if (text && *text)
		head_value(out, key, json_string(text));
}

#define NAMES_MOST 30u

static json_t *names_of(const struct article *art)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < art->n_chains; i++) {
		const struct chain *c = &art->chains[i];

		if (c->entity && c->entity_name &&
		    json_array_size(list) < NAMES_MOST)
			json_array_append_new(list,
					      json_string(c->entity_name));
	}
	return list;
}

static const char *key_text(const struct article *art)
{
	char *hex = arena_alloc(art->arena, 33);

	for (size_t i = 0; i < 16; i++)
		snprintf(hex + 2 * i, 3, "%02x", art->key[i]);
	return hex;
}

static void put_head(struct str *out, const struct article *art)
{
	struct slice title = article_slice(art, art->title);
	json_t *tags = json_array();
	char day[32];

	for (uint32_t i = 0; i < art->n_tags; i++)
		json_array_append_new(tags, json_string(art->tags[i]));
	date_write(&art->published, day);
	str_add_text(out, "---\n");
	head_value(out, "title", json_stringn(title.at, title.len));
	head_text(out, "author", art->byline);
	head_text(out, "source", art->source);
	head_text(out, "date", day);
	head_text(out, "url", art->url);
	head_text(out, "file", art->file);
	head_text(out, "language", art->language);
	head_text(out, "key", key_text(art));
	head_value(out, "tags", tags);
	head_value(out, "names", names_of(art));
	head_text(out, "note", art->note);
	str_add_text(out, "---\n\n");
}

/* ---- the text ---- */

/* Would the byte begin something other than text?  first: of its line. */
static bool has_meaning(struct slice s, size_t i, bool first)
{
	char c = s.at[i];

	if (c == '.' || c == ')') {
		size_t k = i;

		while (k > 0 && s.at[k - 1] >= '0' && s.at[k - 1] <= '9')
			k--;
		return k < i && (k == 0 || s.at[k - 1] == '\n');
	}
	if (first && strchr("#+-=~", c) && c)
		return true;
	return c && strchr("\\`*_[]<>&|", c);
}

static void put_escaped(struct str *out, struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		bool first = i == 0 || s.at[i - 1] == '\n';

		if (s.at[i] == '\n') {
			str_add_text(out, "  \n");
			continue;
		}
		if (has_meaning(s, i, first))
			str_add_char(out, '\\');
		str_add_char(out, s.at[i]);
	}
}

static void put_address(struct str *out, const char *url)
{
	str_add_text(out, "](<");
	for (; *url; url++) {
		if (strchr("<>\\\n", *url))
			str_printf(out, "%%%02X", (unsigned char)*url);
		else
			str_add_char(out, *url);
	}
	str_add_text(out, ">)");
}

/* Text with its links. */
static void put_span(struct str *out, const struct article *art,
		     struct span span)
{
	uint32_t at = span.start;

	for (uint32_t i = 0; i < art->n_links; i++) {
		const struct link *l = &art->links[i];

		if (l->kind != LINK_INLINE || !l->url ||
		    l->span.start >= l->span.end || l->span.start < at ||
		    l->span.end > span.end)
			continue;
		put_escaped(
			out,
			article_slice(art, (struct span){at, l->span.start}));
		str_add_char(out, '[');
		put_escaped(out, article_slice(art, l->span));
		put_address(out, l->url);
		at = l->span.end;
	}
	put_escaped(out, article_slice(art, (struct span){at, span.end}));
}

static void put_pre(struct str *out, struct slice s)
{
	size_t run = 0, most = 2;
	struct str fence = {0};

	for (size_t i = 0; i < s.len; i++) {
		run = s.at[i] == '`' ? run + 1 : 0;
		most = run > most ? run : most;
	}
	for (size_t i = 0; i <= most; i++)
		str_add_char(&fence, '`');
	str_printf(out, "%s\n%.*s\n%s\n", fence.at, (int)s.len, s.at, fence.at);
	str_free(&fence);
}

static void put_row(struct str *out, struct slice line)
{
	str_add_char(out, '|');
	while (line.at) {
		struct slice cell = slice_cut(&line, '\t');

		str_add_char(out, ' ');
		put_escaped(out, cell);
		str_add_text(out, " |");
	}
	str_add_char(out, '\n');
}

static void put_table(struct str *out, struct slice s)
{
	for (bool is_head = true; s.at; is_head = false) {
		struct slice line = slice_cut(&s, '\n'), cells = line;

		put_row(out, line);
		if (!is_head)
			continue;
		str_add_char(out, '|');
		while (cells.at) {
			slice_cut(&cells, '\t');
			str_add_text(out, " --- |");
		}
		str_add_char(out, '\n');
	}
}

/* Lines of a block, each behind what begins it. */
static void put_lines(struct str *out, const struct article *art,
		      struct span span, const char *first, const char *rest)
{
	struct str text = {0};
	struct slice lines;

	put_span(&text, art, span);
	lines = (struct slice){str_text(&text), text.len};
	for (bool is_first = true; lines.at; is_first = false) {
		struct slice line = slice_cut(&lines, '\n');

		str_add_text(out, is_first ? first : rest);
		str_add(out, line.at, line.len);
		str_add_char(out, '\n');
	}
	str_free(&text);
}

static void put_block(struct str *out, const struct article *art,
		      const struct block *b, bool goes_on)
{
	static const char marks[] = "######";
	unsigned level = b->level < 2 ? 2 : b->level > 6 ? 6 : b->level;

	switch (b->kind) {
	case BLOCK_HEADING:
		str_printf(out, "%.*s ", (int)level, marks);
		put_lines(out, art, b->span, "", " ");
		break;
	case BLOCK_ITEM:
		put_lines(out, art, b->span, "- ", "  ");
		break;
	case BLOCK_BLOCKQUOTE:
		put_lines(out, art, b->span, "> ", "> ");
		break;
	case BLOCK_PRE:
		put_pre(out, article_slice(art, b->span));
		break;
	case BLOCK_TABLE:
		put_table(out, article_slice(art, b->span));
		break;
	default:
		put_lines(out, art, b->span, "", "");
	}
	if (!goes_on)
		str_add_char(out, '\n');
}

static void put_body(struct str *out, const struct article *art)
{
	if (!art->n_blocks) {
		put_lines(out, art, art->body, "", "");
		str_add_char(out, '\n');
	}
	for (uint32_t i = 0; i < art->n_blocks; i++) {
		const struct block *b = &art->blocks[i];
		bool goes_on = i + 1 < art->n_blocks && b->kind == BLOCK_ITEM &&
			       b[1].kind == BLOCK_ITEM;

		put_block(out, art, b, goes_on);
	}
}

static void put_quotes(struct str *out, const struct article *art)
{
	for (uint32_t i = 0; i < art->n_quotes; i++) {
		const struct quote *q = &art->quotes[i];
		const struct chain *c =
			q->chain >= 0 ? &art->chains[q->chain] : NULL;
		const char *who = c && c->entity_name ? c->entity_name
				  : c                 ? c->name
						      : "?";
		struct slice words = article_slice(art, q->span);

		if (i == 0)
			str_add_text(out, "## Quotations\n\n");
		str_add_text(out, "- **");
		put_escaped(out, slice_of(who));
		str_add_text(out, "**: ");
		if (q->kind == QUOTE_DIRECT)
			str_add_text(out, "“");
		put_escaped(out, slice_of(resolve_surface(art->arena, words)));
		str_add_text(out, q->kind == QUOTE_DIRECT ? "”\n" : "\n");
	}
	if (art->n_quotes)
		str_add_char(out, '\n');
}

void markdown_put(struct str *out, const struct article *art)
{
	put_head(out, art);
	if (art->title.end > art->title.start) {
		str_add_text(out, "# ");
		put_escaped(out, article_slice(art, art->title));
		str_add_text(out, "\n\n");
	}
	put_body(out, art);
	put_quotes(out, art);
}

/* ---- its name ---- */

/* Lower-case ASCII letters and digits, words parted by hyphens. */
static void add_slug(struct str *out, struct slice title)
{
	size_t start = out->len;

	for (size_t i = 0; i < title.len && out->len - start < SLUG_MOST; i++) {
		char c = title.at[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + ('a' - 'A'));
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			str_add_char(out, c);
		else if (out->len > start && out->at[out->len - 1] != '-')
			str_add_char(out, '-');
	}
	if (out->len > start && out->at[out->len - 1] != '-')
		str_add_char(out, '-');
}

const char *markdown_file_name(struct arena *a, const struct article *art)
{
	struct str name = {0};
	char day[32] = "undated";
	const char *text;

	if (art->published.kind)
		date_write(&art->published, day);
	if (art->published.kind)
		day[10] = '\0';
	str_printf(&name, "%s-", day);
	add_slug(&name, article_slice(art, art->title));
	str_printf(&name, "%lld", (long long)art->id);
	text = arena_string(a, name.at);
	str_free(&name);
	return text;
}
