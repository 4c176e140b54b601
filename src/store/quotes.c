/* Quotations: who said what, about whom, newest first.
 *
 * The driver is the range of the speaker or of who is spoken of; with both,
 * the other is asked for each row.
 */
#include <string.h>

#include "store/inside.h"

#define SKIP_MOST 20000 /* rows that a filter passes over for one page */

struct quotes {
	struct store *store;
	struct arena *arena;
	const struct quote_spec *spec;
	int64_t *by, *about; /* members */
	uint32_t n_by, n_about;
	struct quote_rows *out;
};

/* The next (docid, n) behind (docid, n) in one range: by docid down, within
 * an article in text order. */
struct spot {
	int64_t docid, n;
};

static bool is_before(struct spot a, struct spot b)
{
	return a.docid != b.docid ? a.docid > b.docid : a.n < b.n;
}

/* Two ranges: the rest of this article, then the older ones. */
static bool next_of(struct quotes *q, enum sql_id here, enum sql_id older,
		    int64_t of, struct spot from, struct spot *out)
{
	struct sql *sql = &q->store->sql;
	sqlite3_stmt *stmt = sql_begin(
		sql, here, BIND(INT(of), INT(from.docid), INT(from.n)));

	if (!sql_row(sql, stmt)) {
		stmt = sql_begin(sql, older, BIND(INT(of), INT(from.docid)));
		if (!sql_row(sql, stmt))
			return false;
	}
	out->docid = sqlite3_column_int64(stmt, 0);
	out->n = sqlite3_column_int64(stmt, 1);
	sql_end(stmt);
	return true;
}

static bool next_spot(struct quotes *q, struct spot from, struct spot *out)
{
	const int64_t *of = q->n_by ? q->by : q->about;
	uint32_t n = q->n_by ? q->n_by : q->n_about;
	bool found = false;

	if (!n)
		return next_of(q, SQL_QUOTES_HERE, SQL_QUOTES_OLDER, 0, from,
			       out);
	for (uint32_t i = 0; i < n; i++) {
		struct spot spot;
		bool any =
			q->n_by ? next_of(q, SQL_SPOKEN_HERE, SQL_SPOKEN_OLDER,
					  of[i], from, &spot)
				: next_of(q, SQL_ABOUT_HERE, SQL_ABOUT_OLDER,
					  of[i], from, &spot);

		if (any && (!found || is_before(spot, *out)))
			*out = spot;
		found |= any;
	}
	return found;
}

/* With a speaker and somebody spoken of: is he named in this one? */
static bool is_about(struct quotes *q, struct spot spot)
{
	if (!q->n_by || !q->n_about)
		return true;
	for (uint32_t i = 0; i < q->n_about; i++) {
		if (sql_number(&q->store->sql, SQL_ABOUT_HAS,
			       BIND(INT(q->about[i]), INT(spot.docid),
				    INT(spot.n)),
			       0))
			return true;
	}
	return false;
}

/* ---- a row ---- */

static struct span get_span(sqlite3_stmt *stmt, int column)
{
	return (struct span){(uint32_t)sqlite3_column_int64(stmt, column),
			     (uint32_t)sqlite3_column_int64(stmt, column + 1)};
}

static const char *part(struct arena *a, struct slice text, struct span span)
{
	if (span.start >= span.end || span.end > text.len)
		return NULL;
	return arena_copy(a, text.at + span.start, span.end - span.start);
}

static void fill_texts(struct quotes *q, struct quote_row *row,
		       struct span sentence)
{
	struct sql *sql = &q->store->sql;
	sqlite3_stmt *stmt = sql_begin(sql, SQL_TEXT, BIND(INT(row->docid)));
	struct slice text;

	row->text = row->sentence = "";
	if (!sql_row(sql, stmt))
		return;
	text = sql_get_blob(stmt, 0);
	row->text = part(q->arena, text, row->quote.span);
	row->sentence = part(q->arena, text, sentence);
	row->speaker = part(q->arena, text, row->quote.speaker);
	row->cue = part(q->arena, text, row->quote.cue);
	if (!row->text)
		row->text = "";
	if (!row->sentence)
		row->sentence = row->text;
	sql_end(stmt);
}

/* False: a rule of the user hides the article. */
static bool fill_article(struct quotes *q, struct quote_row *row)
{
	struct article_row of;
	struct slice title;

	row->title = "";
	if (!rows_one(q->store, q->arena, row->docid, &of))
		return true;
	rows_fill_state(q->store, of.art, &of.is_hidden);
	if (of.is_hidden && !q->spec->with_hidden)
		return false;
	row->article = of.art->id;
	title = article_slice(of.art, of.art->title);
	row->title = arena_copy(q->arena, title.at, title.len);
	row->url = of.art->url;
	row->file = of.art->file;
	row->source = of.art->source;
	row->byline = of.art->byline;
	row->published = of.art->published;
	memcpy(row->key, of.art->key, sizeof(row->key));
	return true;
}

static bool passes(const struct quote_spec *spec, sqlite3_stmt *stmt)
{
	int kind = sqlite3_column_int(stmt, 0);
	int confidence = sqlite3_column_int(stmt, 1);

	return kind >= 0 && kind < QUOTE_KINDS && confidence >= 0 &&
	       confidence <= 100 && (spec->kind < 0 || kind == spec->kind) &&
	       confidence >= spec->min_confidence &&
	       (spec->with_copies || !sqlite3_column_int(stmt, 2));
}

static bool read_row(struct quotes *q, struct spot spot, struct quote_row *row)
{
	struct sql *sql = &q->store->sql;
	sqlite3_stmt *stmt =
		sql_begin(sql, SQL_QUOTE, BIND(INT(spot.docid), INT(spot.n)));
	struct entity_row e = {0};
	struct span sentence;

	memset(row, 0, sizeof(*row));
	if (!sql_row(sql, stmt))
		return false;
	if (!passes(q->spec, stmt)) {
		sql_end(stmt);
		return false;
	}
	row->id = spot.n + 1;
	row->docid = spot.docid;
	row->quote.kind = (uint8_t)sqlite3_column_int(stmt, 0);
	row->quote.confidence = (uint8_t)sqlite3_column_int(stmt, 1);
	row->entity = sqlite3_column_int64(stmt, 3);
	row->quote.span = get_span(stmt, 4);
	sentence = get_span(stmt, 6);
	row->quote.speaker = get_span(stmt, 8);
	row->quote.cue = get_span(stmt, 10);
	row->quote.via = sql_get_text(q->arena, stmt, 12);
	row->quote.chain = row->quote.mention = -1;
	sql_end(stmt);
	if (row->entity && entity_one(q->store, q->arena, row->entity, &e)) {
		row->entity = e.id;
		row->name = e.name;
	}
	fill_texts(q, row, sentence);
	if (row->quote.kind != QUOTE_INDIRECT)
		row->utterance = store_utterance(q->arena, slice_of(row->text));
	row->witnesses = index_witnesses(q->store, row->utterance);
	return fill_article(q, row);
}

bool store_quotes(struct store *st, struct arena *a,
		  const struct quote_spec *spec, struct quote_rows *out,
		  struct error *err)
{
	struct quotes q = {.store = st, .arena = a, .spec = spec, .out = out};
	struct spot at = {INT64_MAX, INT32_MAX};
	uint32_t left = SKIP_MOST;

	memset(out, 0, sizeof(*out));
	store_read_begin(st);
	if (spec->by)
		q.n_by = names_members(st, a, names_head(st, spec->by), &q.by);
	if (spec->about)
		q.n_about = names_members(st, a, names_head(st, spec->about),
					  &q.about);
	if (spec->from)
		at = (struct spot){spec->from, spec->from_quote - 1};
	while (next_spot(&q, at, &at)) {
		struct quote_row row;

		if (out->n == spec->limit || left-- == 0) {
			out->has_more = true;
			break;
		}
		if (is_about(&q, at) && read_row(&q, at, &row))
			*array_add(a, out->at, out->n) = row;
	}
	store_read_end(st);
	return sql_ok(&st->sql, err);
}
