/* What one cites and keeps: CSL-JSON and Markdown.
 *
 * Source: citeproc-js, CSL 1.0.2 (items and dates); CommonMark 0.30 (what has
 * to be escaped), YAML 1.2 (a JSON string is a scalar).
 */
#include <string.h>

#include "base/out.h"
#include "cli/export.h"

static void set_text(json_t *to, const char *key, const char *text)
{
	if (text && *text)
		json_object_set_new(to, key, json_string(text));
}

/* ---- CSL ---- */

static json_t *date_parts(int64_t day)
{
	int64_t year;
	unsigned month, of_month;

	date_civil(day, &year, &month, &of_month);
	return json_pack("{s:[[I,i,i]]}", "date-parts", (json_int_t)year,
			 (int)month, (int)of_month);
}

static bool is_body(const struct article *art, struct slice name)
{
	if (art->source && slice_equals(name, art->source))
		return true;
	for (uint32_t i = 0; i < art->n_credit; i++) {
		if (slice_equals(name, art->credit[i]))
			return true;
	}
	return false;
}

/* A person of two to four words has a surname; others are taken as they are
 * written. */
static json_t *author_of(const struct article *art, struct slice name)
{
	const char *last = memrchr(name.at, ' ', name.len);
	unsigned blanks = 0;

	for (size_t i = 0; i < name.len; i++)
		blanks += name.at[i] == ' ';
	if (!last || blanks > 3 || is_body(art, name))
		return json_pack("{s:s%}", "literal", name.at, name.len);
	return json_pack("{s:s%, s:s%}", "family", last + 1,
			 name.len - (size_t)(last + 1 - name.at), "given",
			 name.at, (size_t)(last - name.at));
}

/* "Anna Lund, Bo Vik and Ida Ray". */
static json_t *authors_of(const struct article *art)
{
	struct slice rest = slice_of(art->byline);
	json_t *list = json_array();

	while (rest.at && rest.len) {
		const char *and = memmem(rest.at, rest.len, " and ", 5);
		const char *comma = memmem(rest.at, rest.len, ", ", 2);
		const char *cut = !and || (comma && comma < and) ? comma : and;
		size_t len = cut ? (size_t)(cut - rest.at) : rest.len;
		size_t skip = !cut ? 0 : cut == and? 5 : 2;
		struct slice name = slice_trim((struct slice){rest.at, len});

		if (name.len)
			json_array_append_new(list, author_of(art, name));
		rest = (struct slice){rest.at + len + skip,
				      rest.len - len - skip};
	}
	return list;
}

static json_t *csl_item(struct arena *a, const struct article *art)
{
	struct slice title = article_slice(art, art->title);
	const char *key = cli_key(a, art->key);
	json_t *to = json_object();

	json_object_set_new(to, "id",
			    json_string(arena_printf(a, "gazette-%.12s", key)));
	json_object_set_new(to, "type",
			    json_string(art->source ? "article-newspaper"
					: art->url  ? "webpage"
						    : "document"));
	json_object_set_new(to, "title", json_stringn(title.at, title.len));
	if (art->byline)
		json_object_set_new(to, "author", authors_of(art));
	set_text(to, "container-title", art->source);
	if (art->published.kind)
		json_object_set_new(to, "issued",
				    date_parts(date_day_of(&art->published)));
	if (art->url && art->added)
		json_object_set_new(to, "accessed",
				    date_parts(art->added / DATE_DAY));
	set_text(to, "URL", art->url);
	set_text(to, "language", art->language);
	set_text(to, "note", art->note);
	json_object_set_new(to, "archive", json_string("gazette"));
	json_object_set_new(to, "archive_location", json_string(key));
	return to;
}

static bool csl_begin(struct export *e)
{
	(void)e;
	out_printf(stdout, "[\n");
	return true;
}

static bool csl_article(struct export *e, const struct article *art)
{
	if (e->n++)
		out_printf(stdout, ",");
	cli_json(csl_item(art->arena, art));
	return true;
}

static bool csl_end(struct export *e)
{
	(void)e;
	out_printf(stdout, "]\n");
	return true;
}

const struct export_format export_csl = {
	.name = "csl",
	.text = "a bibliography for Zotero and pandoc",
	.begin = csl_begin,
	.article = csl_article,
	.end = csl_end,
};

/* ---- Markdown: the head ---- */

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
	head_text(out, "key", cli_key(art->arena, art->key));
	head_value(out, "tags", tags);
	head_value(out, "names", names_of(art));
	head_text(out, "note", art->note);
	str_add_text(out, "---\n\n");
}

/* ---- Markdown: the text ---- */

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

static bool markdown_article(struct export *e, const struct article *art)
{
	struct arena *a = art->arena;

	put_head(&e->out, art);
	if (art->title.end > art->title.start) {
		str_add_text(&e->out, "# ");
		put_escaped(&e->out, article_slice(art, art->title));
		str_add_text(&e->out, "\n\n");
	}
	put_body(&e->out, art);
	put_quotes(&e->out, art);
	return export_put(e,
			  arena_printf(a, "%s.md", export_file_name(a, art)));
}

const struct export_format export_markdown = {
	.name = "markdown",
	.text = "texts to read and keep, names and quotations with them",
	.folder = FOLDER_MAY,
	.article = markdown_article,
};
