/* What one cites and keeps: CSL-JSON and Markdown (ui/markdown.h).
 *
 * Source: citeproc-js, CSL 1.0.2 (items and dates).
 */
#include <string.h>

#include "base/out.h"
#include "cli/export.h"
#include "ui/markdown.h"

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

/* ---- Markdown ---- */

static bool markdown_article(struct export *e, const struct article *art)
{
	struct arena *a = art->arena;

	markdown_put(&e->out, art);
	return export_put(e,
			  arena_printf(a, "%s.md", markdown_file_name(a, art)));
}

const struct export_format export_markdown = {
	.name = "markdown",
	.text = "texts to read and keep, names and quotations with them",
	.folder = FOLDER_MAY,
	.article = markdown_article,
};
