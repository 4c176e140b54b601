/* An article annotated again: what is kept of it is what it is known by, its
 * number, its dates of adding and changing, reading state, versions, and what
 * the user said of it.  All else is what the new annotation says. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "store/inside.h"

/* ---- what changed ---- */

static int by_number(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return (a > b) - (a < b);
}

struct set {
	int64_t *at;
	uint32_t n;
};

static void make_set(struct set *s)
{
	uint32_t kept = 0;

	if (s->n)
		qsort(s->at, s->n, sizeof(*s->at), by_number);
	for (uint32_t i = 0; i < s->n; i++) {
		if (i == 0 || s->at[i] != s->at[i - 1])
			s->at[kept++] = s->at[i];
	}
	s->n = kept;
}

/* Names by their fullest forms: who is meant by one that stands alone is only
 * settled when the transaction ends. */
static void names_in(struct arena *a, const struct article *art,
		     struct set *out)
{
	for (uint32_t i = 0; i < art->n_chains; i++) {
		const char *name = art->chains[i].name;

		if (name)
			*array_add(a, out->at, out->n) =
				(int64_t)hash_bytes(name, strlen(name), 0);
	}
	make_set(out);
}

/* Quotations by their words, in a 64-bit hash. */
static void quotes_in(struct arena *a, const struct article *art,
		      struct set *out)
{
	for (uint32_t i = 0; i < art->n_quotes; i++) {
		struct slice s = article_slice(art, art->quotes[i].span);

		*array_add(a, out->at, out->n) =
			(int64_t)hash_bytes(s.at, s.len, 0);
	}
	make_set(out);
}

/* How many of a are not in b. */
static uint32_t missing(const struct set *a, const struct set *b)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < a->n; i++)
		n += !b->n || !bsearch(&a->at[i], b->at, b->n, sizeof(*b->at),
				       by_number);
	return n;
}

struct seen {
	struct set names, quotes;
};

static void see(struct arena *a, const struct article *art, struct seen *out)
{
	memset(out, 0, sizeof(*out));
	names_in(a, art, &out->names);
	quotes_in(a, art, &out->quotes);
}

/* ---- what stays ---- */

static void keep_identity(struct article *art, const struct article *old,
			  const uint8_t key[16], const struct former *former)
{
	memcpy(art->key, key, 16);
	art->url = old->url;
	art->file = old->file;
	art->ref = old->ref;
	art->sha256 = old->sha256;
	art->from_feed = !former->is_saved;
	if (!art->source)
		art->source = old->source;
	if (!art->byline)
		art->byline = old->byline;
	if (art->published.kind == WHEN_NONE)
		art->published = old->published;
}

/* What only the cleaner of a page can say, of one that was not kept. */
static void keep_layout(struct article *art, const struct article *old)
{
	art->blocks = old->blocks;
	art->n_blocks = old->n_blocks;
	art->links = old->links;
	art->n_links = old->n_links;
	art->credit = old->credit;
	art->n_credit = old->n_credit;
	art->dropped = old->dropped;
	art->n_dropped = old->n_dropped;
}

static bool same_text(const struct article *a, const struct article *b)
{
	return a->text_len == b->text_len && a->title.end == b->title.end &&
	       memcmp(a->text, b->text, a->text_len) == 0;
}

static bool same_time(const struct when *a, const struct when *b)
{
	return a->kind == b->kind && a->time == b->time &&
	       a->offset == b->offset;
}

static void redo(struct store *st, const struct known *known,
		 struct article *art, const struct article *old,
		 const uint8_t key[16], struct former *former, bool is_of_text,
		 struct store_redone *out)
{
	struct resolution *res;
	struct seen before, after;

	see(art->arena, old, &before);
	out->has_new_text = !same_text(art, old);
	if (!out->has_new_text && is_of_text)
		keep_layout(art, old);
	keep_identity(art, old, key, former);
	res = index_look(st, known, art);
	former->keeps_place = same_time(&art->published, &old->published);
	article_take_away(st, key, former, false);
	article_put_in(st, art, res, NULL, former);
	see(art->arena, art, &after);
	out->names_won = missing(&after.names, &before.names);
	out->names_lost = missing(&before.names, &after.names);
	out->quotes_won = missing(&after.quotes, &before.quotes);
	out->quotes_lost = missing(&before.quotes, &after.quotes);
}

bool store_article_redo(struct store *st, const struct known *known,
			struct article *art, int64_t id, bool is_of_text,
			struct store_redone *out, struct error *err)
{
	struct savepoint savepoint;
	struct article *old = NULL;
	struct former former;
	struct place at;
	uint8_t key[16];
	bool is_news;

	memset(out, 0, sizeof(*out));
	if (!store_begin(st, err))
		return false;
	store_savepoint(st, &savepoint);
	if (key_of(st, id, key, &is_news) && article_former(st, key, &former) &&
	    article_of(st, art->arena, former.at.docid, &old, &at))
		redo(st, known, art, old, key, &former, is_of_text, out);
	/* else it was removed meanwhile, which is its end */
	if (!store_savepoint_end(st, &savepoint, err)) {
		store_abandon(st);
		return error_note(err, "cannot annotate article %lld again",
				  (long long)id);
	}
	return store_settle(st, err);
}

/* ---- a run over many ---- */

bool store_redo_mark(struct store *st, int64_t at, const char *query,
		     struct error *err)
{
	if (!store_begin(st, err))
		return false;
	sql_do(&st->sql, SQL_META_SET, BIND(TEXT("reannotate_at"), INT(at)));
	sql_do(&st->sql, SQL_META_SET,
	       BIND(TEXT("reannotate_query"), TEXT(query)));
	if (!sql_ok(&st->sql, err)) {
		store_abandon(st);
		return false;
	}
	return store_settle(st, err);
}

bool store_redo_marked(struct store *st, struct arena *a, int64_t *at,
		       const char **query, struct error *err)
{
	sqlite3_stmt *stmt;

	*at = sql_number(&st->sql, SQL_META, BIND(TEXT("reannotate_at")), 0);
	*query = "";
	stmt = sql_begin(&st->sql, SQL_META, BIND(TEXT("reannotate_query")));
	if (sql_row(&st->sql, stmt)) {
		*query = sql_get_text(a, stmt, 0);
		sql_end(stmt);
	}
	return sql_ok(&st->sql, err);
}
