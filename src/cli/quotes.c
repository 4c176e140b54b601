#include "cli/quotes.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum quote_column {
	QUOTE_ID,
	QUOTE_DATE,
	QUOTE_KIND,
	QUOTE_SPEAKER,
	QUOTE_TEXT,
	QUOTE_SOURCE,
	QUOTE_WRITTEN,
	QUOTE_CUE,
	QUOTE_CONFIDENCE,
	QUOTE_ENTITY,
	QUOTE_TITLE,
	QUOTE_URL,
	QUOTE_FILE,
	QUOTE_BYLINE,
	QUOTE_SENTENCE,
	QUOTE_KEY,
};

const struct cli_column cli_quote_columns[] = {
	[QUOTE_ID] = {"article", COLUMN_BOTH | COLUMN_RIGHT, 0},
	[QUOTE_DATE] = {"published", COLUMN_BOTH, 0},
	[QUOTE_KIND] = {"kind", COLUMN_BOTH, 0},
	[QUOTE_SPEAKER] = {"name", COLUMN_BOTH, 20},
	[QUOTE_TEXT] = {"text", COLUMN_BOTH | COLUMN_FILL, 0},
	[QUOTE_SOURCE] = {"source", COLUMN_BOTH, 14},
	[QUOTE_WRITTEN] = {"speaker", COLUMN_CSV, 0},
	[QUOTE_CUE] = {"cue", COLUMN_CSV, 0},
	[QUOTE_CONFIDENCE] = {"confidence", COLUMN_CSV, 0},
	[QUOTE_ENTITY] = {"entity", COLUMN_CSV, 0},
	[QUOTE_TITLE] = {"title", COLUMN_CSV, 0},
	[QUOTE_URL] = {"url", COLUMN_CSV, 0},
	[QUOTE_FILE] = {"file", COLUMN_CSV, 0},
	[QUOTE_BYLINE] = {"byline", COLUMN_CSV, 0},
	[QUOTE_SENTENCE] = {"sentence", COLUMN_CSV, 0},
	[QUOTE_KEY] = {"key", COLUMN_CSV, 0},
	{0},
};

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

/* Who said it: the entity's name, else the words that stand there.  People
 * are not shown a name that is as often wrong; programs have its confidence. */
static const char *speaker(const struct cli_grid *g,
			   const struct quote_row *row)
{
	if (g->format != CLI_CSV && (row->name || row->speaker) &&
	    !article_is_sure(&row->quote))
		return "speaker uncertain";
	return row->name ? row->name : or_empty(row->speaker);
}

void cli_quote_add(struct cli_grid *g, struct arena *a,
		   const struct quote_row *row)
{
	const char **cell = cli_grid_add(g, a)->cell;

	cell[QUOTE_ID] = arena_printf(a, "%lld", (long long)row->article);
	cell[QUOTE_DATE] = cli_day(g, a, &row->published);
	cell[QUOTE_KIND] = article_quote_kinds.at[row->quote.kind];
	cell[QUOTE_SPEAKER] = speaker(g, row);
	cell[QUOTE_TEXT] = row->text;
	cell[QUOTE_SOURCE] = or_empty(row->source);
	if (row->witnesses && g->format != CLI_CSV)
		cell[QUOTE_SOURCE] = arena_printf(a, "+%u %s", row->witnesses,
						  or_empty(row->source));
	if (g->format != CLI_CSV)
		return;
	cell[QUOTE_WRITTEN] = or_empty(row->speaker);
	cell[QUOTE_CUE] = or_empty(row->cue);
	cell[QUOTE_CONFIDENCE] =
		arena_printf(a, "%.2f", row->quote.confidence / 100.0);
	if (row->entity)
		cell[QUOTE_ENTITY] =
			arena_printf(a, "#%lld", (long long)row->entity);
	cell[QUOTE_TITLE] = or_empty(row->title);
	cell[QUOTE_URL] = or_empty(row->url);
	cell[QUOTE_FILE] = or_empty(row->file);
	cell[QUOTE_BYLINE] = or_empty(row->byline);
	cell[QUOTE_SENTENCE] = or_empty(row->sentence);
	cell[QUOTE_KEY] = cli_key(a, row->key);
}

/* ---- objects ---- */

void cli_quotes_init(struct cli_quotes *c, struct store *st)
{
	*c = (struct cli_quotes){.store = st};
	arena_init(&c->arena);
}

void cli_quotes_free(struct cli_quotes *c)
{
	arena_free(&c->arena);
}

static bool read_article(struct cli_quotes *c, const struct quote_row *row,
			 struct error *err)
{
	if (c->docid == row->docid)
		return true;
	arena_reset(&c->arena);
	c->docid = 0;
	if (!store_article_get(c->store, &c->arena, row->article, &c->art, err))
		return false;
	if (!c->art)
		return error_set(err, "article %lld is no longer there",
				 (long long)row->article);
	c->docid = row->docid;
	return true;
}

/* Code points from the beginning of the title or of the body. */
static json_t *place(const struct article *art, uint32_t byte, uint32_t base)
{
	return json_integer(
		(json_int_t)utf8_count(art->text + base, byte - base));
}

static void put_span(json_t *to, const struct article *art, struct span span)
{
	bool in_title = span.start < art->body.start;
	uint32_t base = in_title ? art->title.start : art->body.start;

	json_object_set_new(to, "start", place(art, span.start, base));
	json_object_set_new(to, "end", place(art, span.end, base));
	if (in_title)
		json_object_set_new(to, "in", json_string("title"));
}

static json_t *span_object(const struct article *art, struct span span)
{
	json_t *to;

	if (span.start == span.end)
		return json_null();
	to = json_object();
	put_span(to, art, span);
	return to;
}

static json_t *text_or_null(const char *text)
{
	return text ? json_string(text) : json_null();
}

static json_t *key_text(const uint8_t key[16])
{
	char hex[33];

	for (int i = 0; i < 16; i++)
		snprintf(hex + 2 * i, 3, "%02x", key[i]);
	return json_string(hex);
}

static void put_source(json_t *to, const struct quote_row *row)
{
	char date[32];

	date_write(&row->published, date);
	json_object_set_new(to, "text", json_string(row->text));
	json_object_set_new(to, "sentence", text_or_null(row->sentence));
	json_object_set_new(to, "article", json_integer(row->article));
	json_object_set_new(to, "key", key_text(row->key));
	json_object_set_new(to, "title", text_or_null(row->title));
	json_object_set_new(to, "url", text_or_null(row->url));
	json_object_set_new(to, "file", text_or_null(row->file));
	json_object_set_new(to, "source", text_or_null(row->source));
	json_object_set_new(to, "byline", text_or_null(row->byline));
	json_object_set_new(to, "published", text_or_null(*date ? date : NULL));
}

json_t *cli_quote_object(struct cli_quotes *c, const struct quote_row *row,
			 struct error *err)
{
	const struct quote *q = &row->quote;
	const struct article *art;
	json_t *to;

	if (!read_article(c, row, err))
		return NULL;
	art = c->art;
	to = json_object();
	put_span(to, art, q->span);
	json_object_set_new(to, "kind",
			    json_string(article_quote_kinds.at[q->kind]));
	json_object_set_new(to, "speaker", span_object(art, q->speaker));
	json_object_set_new(to, "entity",
			    row->entity ? json_integer(row->entity)
					: json_null());
	json_object_set_new(to, "name", text_or_null(row->name));
	json_object_set_new(to, "cue", span_object(art, q->cue));
	json_object_set_new(to, "via", text_or_null(q->via));
	json_object_set_new(to, "confidence", json_real(q->confidence / 100.0));
	json_object_set_new(to, "witnesses",
			    json_integer((json_int_t)row->witnesses));
	put_source(to, row);
	json_object_set_new(to, "after",
			    json_string(cli_quote_key(&c->arena, row)));
	return to;
}

/* ---- keys ---- */

const char *cli_quote_key(struct arena *a, const struct quote_row *row)
{
	return arena_printf(a, "%lld:%lld", (long long)row->docid,
			    (long long)row->id);
}

bool cli_quote_from(const char *key, struct quote_spec *spec)
{
	char *end;

	errno = 0;
	spec->from = strtoll(key, &end, 10);
	if (end == key || *end != ':' || errno)
		return false;
	key = end + 1;
	spec->from_quote = strtoll(key, &end, 10);
	return end != key && *end == '\0' && !errno;
}
