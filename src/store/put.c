/* Storing an article: whole or not at all.
 *
 * Known: the same key with the same text, whatever its annotations say.
 * Updated: the same key with another text; the old text becomes a version,
 * all that followed from it is taken away and made again.  The number that
 * users see stays.
 */
#include <string.h>

#include "article/codec.h"
#include "article/record.h"
#include "article/key.h"
#include "base/fold.h"
#include "store/inside.h"

bool article_former(struct store *st, const uint8_t key[16], struct former *out)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_ARTICLE_BY_UID, BIND(BLOB(key, 16)));

	memset(out, 0, sizeof(*out));
	if (!sql_row(&st->sql, stmt))
		return false;
	out->at.docid = sqlite3_column_int64(stmt, 0);
	out->at.id = sqlite3_column_int64(stmt, 1);
	out->added = sqlite3_column_int64(stmt, 2);
	out->duplicate_of = sqlite3_column_int64(stmt, 3);
	out->at.is_copy = out->duplicate_of != 0;
	out->is_saved = sqlite3_column_int(stmt, 4) != 0;
	out->modified = sqlite3_column_int64(stmt, 5);
	sql_end(stmt);
	return true;
}

static bool has_text(struct store *st, int64_t docid, const struct article *art)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_BODY, BIND(INT(docid)));
	bool is_same = false;

	if (sql_row(&st->sql, stmt)) {
		struct slice text = {art->text, art->text_len};

		is_same = slice_same(sql_get_blob(stmt, 0), text);
		sql_end(stmt);
	}
	return is_same;
}

/* ---- parts of an article ---- */

static uint32_t count_words(struct slice text)
{
	uint32_t n = 0;
	bool inside = false;

	for (size_t i = 0; i < text.len; i++) {
		bool is_blank = (unsigned char)text.at[i] <= ' ';

		n += !is_blank && !inside;
		inside = !is_blank;
	}
	return n;
}

static void put_row(struct store *st, const struct article *art,
		    const struct former *now, int64_t duplicate_of)
{
	struct slice title = article_slice(art, art->title);

	sql_do(&st->sql, SQL_ARTICLE_PUT,
	       BIND(INT(now->at.docid), INT(now->at.id),
		    BLOB(art->key, sizeof(art->key)), INT(now->added),
		    INT(now->modified), INT(art->published.time),
		    INT(art->published.offset), INT(art->published.kind),
		    TEXT(arena_copy(&st->batch, title.at, title.len)),
		    TEXT(art->byline), TEXT(art->source), TEXT(art->url),
		    TEXT(art->file), TEXT(art->ref), TEXT(art->sha256),
		    TEXT(art->language), TEXT(art->annotated),
		    INT(count_words(article_slice(art, art->body))),
		    duplicate_of ? INT(duplicate_of) : TEXT(NULL),
		    INT(now->is_saved)));
}

/* The entities stand in the cast, where a move can reach them. */
static void put_body(struct store *st, struct article *art, int64_t docid)
{
	struct str spans = {0};

	for (uint32_t i = 0; i < art->n_chains; i++)
		art->chains[i].entity = 0;
	codec_write(art, STORE, &spans);
	sql_do(&st->sql, SQL_BODY_PUT,
	       BIND(INT(docid), BLOB(art->text, art->text_len),
		    BLOB(spans.at, spans.len), INT(FOLD_VERSION)));
	str_free(&spans);
}

static void fold_article(struct store *st, const struct article *art,
			 struct fts_row *row)
{
	struct str words = {0};

	words_fold(&st->batch, article_slice(art, art->title), &words);
	row->title = arena_copy(&st->batch, str_text(&words), words.len);
	str_clear(&words);
	words_fold(&st->batch, article_slice(art, art->body), &words);
	row->text = arena_copy(&st->batch, str_text(&words), words.len);
	str_free(&words);
}

/* Full text goes in at the transaction's end, by docid. */
void article_queue_words(struct store *st, const struct article *art,
			 int64_t docid)
{
	struct fts_row *row = array_add(&st->batch, st->fts, st->n_fts);

	row->docid = docid;
	fold_article(st, art, row);
}

static void delete_fts(struct store *st, const struct article *art,
		       int64_t docid)
{
	struct fts_row row;

	for (uint32_t i = 0; i < st->n_fts; i++) {
		if (st->fts[i].docid == docid) {
			st->fts[i] = st->fts[--st->n_fts];
			return;
		}
	}
	fold_article(st, art, &row);
	sql_do(&st->sql, SQL_FTS_DELETE,
	       BIND(INT(docid), TEXT(row.title), TEXT(row.text)));
}

static void index_source(struct store *st, const struct article *art,
			 int64_t docid, int sign)
{
	struct str folded = {0};
	int64_t id;

	if (!art->source)
		return;
	words_fold(&st->batch, slice_of(art->source), &folded);
	id = sql_number(&st->sql, SQL_SOURCE_BY_FOLDED,
			BIND(TEXT(str_text(&folded))), 0);
	if (!id) {
		sql_do(&st->sql, SQL_SOURCE_PUT,
		       BIND(TEXT(str_text(&folded)), TEXT(art->source)));
		id = sqlite3_last_insert_rowid(st->sql.db[SQL_ARCHIVE]);
	}
	sql_do(&st->sql,
	       sign > 0 ? SQL_ARTICLE_SOURCE_PUT : SQL_ARTICLE_SOURCE_DELETE,
	       BIND(INT(id), INT(docid)));
	sql_do(&st->sql, SQL_SOURCE_ADD, BIND(INT(id), INT(sign)));
	str_free(&folded);
}

/* The first 64 bits of the key that an article of this address has. */
static int64_t link_target(const char *url)
{
	struct article art = {.url = url};
	uint64_t target = 0;

	article_key_set(&art);
	for (int i = 0; i < 8; i++)
		target = target << 8 | art.key[i];
	return (int64_t)target;
}

static void index_links(struct store *st, const struct article *art,
			int64_t docid, int sign)
{
	for (uint32_t i = 0; i < art->n_links; i++) {
		const struct link *link = &art->links[i];

		if (!link->url)
			continue;
		sql_do(&st->sql, sign > 0 ? SQL_LINK_PUT : SQL_LINK_DELETE,
		       BIND(INT(link_target(link->url)), INT(docid),
			    INT(link->kind)));
	}
}

void article_index_rest(struct store *st, const struct article *art,
			int64_t docid)
{
	index_source(st, art, docid, 1);
	index_links(st, art, docid, 1);
}

/* ---- the old one away ---- */

/* What was found as an article once. */
bool article_of(struct store *st, struct arena *a, int64_t docid,
		struct article **out, struct place *at)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_BODY, BIND(INT(docid)));
	struct error fault;
	bool is_whole;

	if (!sql_row(&st->sql, stmt))
		return false;
	is_whole = sql_get_blob(stmt, 0).len <= INT32_MAX &&
		   codec_read(a, sql_get_blob(stmt, 1), STORE,
			      sql_get_blob(stmt, 0), out, &fault);
	sql_end(stmt);
	if (!is_whole) {
		sql_fail(&st->sql, "an article in the archive is damaged; "
				   "'gazette check' tells more");
		return false;
	}
	at->docid = docid;
	stmt = sql_begin(&st->sql, SQL_COPY_HEAD, BIND(INT(docid)));
	if (sql_row(&st->sql, stmt)) {
		at->is_copy = sqlite3_column_type(stmt, 0) != SQLITE_NULL;
		at->id = sqlite3_column_int64(stmt, 1);
		sql_end(stmt);
	}
	return true;
}

static void keep_version(struct store *st, const uint8_t key[16],
			 const struct article *old)
{
	struct slice title = article_slice(old, old->title);
	struct slice body = article_slice(old, old->body);
	int64_t n =
		sql_number(&st->sql, SQL_VERSION_LAST, BIND(BLOB(key, 16)), 0);

	sql_do(&st->sql, SQL_VERSION_PUT,
	       BIND(BLOB(key, 16), INT(n + 1), INT(store_now()),
		    TEXT(arena_copy(&st->batch, title.at, title.len)),
		    BLOB(body.at, body.len)));
}

/* Where one goes that somebody may have read, each reader counts again. */
void article_count_news(struct store *st, const uint8_t key[16],
			const struct former *now, int by)
{
	if (now->is_saved)
		return;
	if (!now->at.is_copy) {
		st->tally.feed_articles += by;
		sql_do(&st->sql, SQL_FEEDS_NEWS,
		       BIND(INT(now->at.id), INT(by)));
	}
	if (by < 0 || reader_has_read(st, key))
		st->tally.feed_epoch++;
}

void article_take_away(struct store *st, const uint8_t key[16],
		       const struct former *former, bool keeps_version)
{
	const struct place *at = &former->at;
	struct article *old = NULL;
	struct place same;
	struct arena a;
	struct cast *cast;

	arena_init(&a);
	if (!article_of(st, &a, at->docid, &old, &same))
		goto out;
	cast = cast_get(st, &a, at->docid);
	if (keeps_version)
		keep_version(st, key, old);
	delete_fts(st, old, at->docid);
	index_quotes(st, old, cast, at, -1);
	index_cast(st, old, cast, at, -1);
	pending_forget(st, old, cast, at->docid);
	sql_do(&st->sql, SQL_EFFECTS_FORGET, BIND(INT(at->id)));
	index_source(st, old, at->docid, -1);
	index_links(st, old, at->docid, -1);
	copies_forget(st, at->docid);
	sql_do(&st->sql, SQL_CHAIN_DELETE, BIND(INT(at->docid)));
	sql_do(&st->sql, SQL_BODY_DELETE, BIND(INT(at->docid)));
	sql_do(&st->sql, SQL_ARTICLE_DELETE, BIND(INT(at->docid)));
	if (former->duplicate_of)
		sql_do(&st->sql, SQL_ARTICLE_COPIES_ADD,
		       BIND(INT(former->duplicate_of), INT(-1)));
	else
		st->tally.articles--;
	article_count_news(st, key, former, -1);
out:
	arena_free(&a);
}

/* ---- to another time ---- */

static void redate_appearances(struct store *st, const struct cast *cast,
			       const struct place *at, int sign)
{
	for (uint32_t i = 0; i < cast->n; i++) {
		uint32_t count = 0, k = 0;

		while (k < i && cast->entity[k] != cast->entity[i])
			k++;
		for (; k >= i && k < cast->n; k++) {
			if (cast->entity[k] == cast->entity[i])
				count += cast->count[k];
		}
		if (cast->entity[i] && count)
			index_appearance(st, cast->entity[i], count, at, sign);
	}
}

static void redate_pending(struct store *st, const struct article *art,
			   int64_t from, int64_t to)
{
	for (uint32_t i = 0; i < art->n_mentions; i++) {
		struct slice s = article_slice(art, art->mentions[i].span);

		if (art->mentions[i].form == FORM_NAME)
			sql_do(&st->sql, SQL_PENDING_REDATE,
			       BIND(TEXT(resolve_fold(art->arena, s.at, s.len)),
				    INT(from), INT(to)));
	}
}

static void redate_rows(struct store *st, int64_t from, int64_t to,
			const struct when *when)
{
	static const enum sql_id moves[] = {SQL_BODY_REDATE, SQL_CHAIN_REDATE,
					    SQL_SKETCH_REDATE};

	sql_do(&st->sql, SQL_ARTICLE_REDATE,
	       BIND(INT(from), INT(to), INT(when->time), INT(when->offset),
		    INT(when->kind)));
	for (size_t i = 0; i < array_length(moves); i++)
		sql_do(&st->sql, moves[i], BIND(INT(from), INT(to)));
}

void article_redate(struct store *st, int64_t docid, int64_t to,
		    const struct when *when)
{
	struct article *art = NULL;
	struct place at = {0};
	struct cast *cast;
	struct arena a;
	int64_t mentions = st->tally.mentions;

	arena_init(&a);
	if (!article_of(st, &a, docid, &art, &at))
		goto out;
	cast = cast_get(st, &a, docid);
	if (to != docid) {
		delete_fts(st, art, docid);
		index_quotes(st, art, cast, &at, -1);
		redate_appearances(st, cast, &at, -1);
		index_source(st, art, docid, -1);
		index_links(st, art, docid, -1);
		redate_pending(st, art, docid, to);
	}
	redate_rows(st, docid, to, when);
	if (to != docid) {
		at.docid = to;
		article_queue_words(st, art, to);
		index_quotes(st, art, cast, &at, 1);
		redate_appearances(st, cast, &at, 1);
		index_source(st, art, to, 1);
		index_links(st, art, to, 1);
		copies_free(st->sketches); /* they stand by day */
		st->sketches = NULL;
		st->n_runs = 0; /* its place is free again */
	}
	st->tally.mentions = mentions;
out:
	arena_free(&a);
}

/* ---- the new one in ---- */

static int64_t next_id(struct store *st)
{
	if (!st->tally.next_id)
		st->tally.next_id = sql_number(&st->sql, SQL_META,
					       BIND(TEXT("next_id")), 1);
	return st->tally.next_id++;
}

static void forget_failure(struct store *st, const char *input)
{
	if (!input ||
	    !sql_number(&st->sql, SQL_FAILURE_HAS, BIND(TEXT(input)), 0))
		return;
	sql_do(&st->sql, SQL_FAILURE_DELETE, BIND(TEXT(input)));
	st->tally.failed--;
}

/* The copies of an article that is updated stay folded: into it, or into the
 * one that it now copies itself. */
static void keep_copies(struct store *st, int64_t id, int64_t head)
{
	if (head && head != id)
		sql_do(&st->sql, SQL_COPIES_MOVE, BIND(INT(id), INT(head)));
	sql_do(&st->sql, SQL_COPIES_COUNT, BIND(INT(head ? head : id)));
}

void article_put_in(struct store *st, struct article *art,
		    struct resolution *res, const struct original *original,
		    struct former *former)
{
	bool is_update = former->at.id != 0;
	struct place *at = &former->at;
	int64_t head_id = 0;
	struct cast *cast;

	if (!is_update) {
		at->id = next_id(st);
		former->added = store_now();
	}
	former->is_saved |= !art->from_feed;
	if (!is_update || !former->keeps_place)
		at->docid = docid_choose(st, art, former->added);
	head_id = copies_find(st, art, at->docid, at->id);
	at->is_copy = head_id != 0;
	cast = index_resolve(st, art, res, at);
	index_cast(st, art, cast, at, 1);
	index_quotes(st, art, cast, at, 1);
	cast_put(st, at->docid, cast);
	put_row(st, art, former, head_id);
	put_body(st, art, at->docid);
	article_queue_words(st, art, at->docid);
	index_source(st, art, at->docid, 1);
	index_links(st, art, at->docid, 1);
	if (original)
		original_put(st, art->key, original);
	if (at->is_copy)
		sql_do(&st->sql, SQL_ARTICLE_COPIES_ADD,
		       BIND(INT(head_id), INT(1)));
	else
		st->tally.articles++;
	article_count_news(st, art->key, former, 1);
	if (is_update)
		keep_copies(st, at->id, head_id);
	forget_failure(st, art->file);
	forget_failure(st, art->url);
	edits_again(st, art->key);
	if (is_update) /* its day may be a user's word */
		at->docid = sql_number(&st->sql, SQL_ARTICLE_DOCID,
				       BIND(INT(at->id)), at->docid);
}

/* What was brought by a feed and is now added by hand is saved. */
static bool is_to_be_saved(const struct former *former,
			   const struct article *art)
{
	return former->at.id && !former->is_saved && !art->from_feed;
}

static void save(struct store *st, const struct article *art,
		 const struct former *former)
{
	article_count_news(st, art->key, former, -1);
	sql_do(&st->sql, SQL_ARTICLE_SAVE, BIND(INT(former->at.docid)));
}

/* The work on one article in a savepoint. */
static bool put_article(struct store *st, const struct known *known,
			struct article *art, const struct original *original,
			enum store_how *how, int64_t *id, struct error *err)
{
	struct savepoint savepoint;
	struct resolution *res;
	struct former former;

	store_savepoint(st, &savepoint);
	article_former(st, art->key,
		       &former); /* again: now nobody else writes */
	*how = former.at.id ? STORE_UPDATED : STORE_STORED;
	*id = former.at.id;
	if (!former.at.id && (*id = tombstone_of(st, art->key)) != 0) {
		*how = STORE_REMOVED;
	} else if (former.at.id && has_text(st, former.at.docid, art)) {
		*how = STORE_KNOWN;
		if (is_to_be_saved(&former, art))
			save(st, art, &former);
	} else {
		res = index_look(st, known, art);
		if (former.at.id)
			article_take_away(st, art->key, &former, true);
		former.modified = store_now();
		article_put_in(st, art, res, original, &former);
		*id = former.at.id;
	}
	return store_savepoint_end(st, &savepoint, err);
}

/* What is to be done with it, as far as can be told without the lock. */
static void look(struct store *st, const struct article *art,
		 enum store_how *how, int64_t *id, struct former *former)
{
	article_former(st, art->key, former);
	*id = former->at.id ? former->at.id : tombstone_of(st, art->key);
	*how = !*id                                  ? STORE_STORED
	       : !former->at.id                      ? STORE_REMOVED
	       : has_text(st, former->at.docid, art) ? STORE_KNOWN
						     : STORE_UPDATED;
}

bool store_article_look(struct store *st, const struct article *art,
			enum store_how *how, int64_t *id, struct error *err)
{
	struct former former;

	look(st, art, how, id, &former);
	return sql_ok(&st->sql, err);
}

bool store_article_put(struct store *st, const struct known *known,
		       struct article *art, const struct original *original,
		       enum store_how *how, int64_t *id, struct error *err)
{
	struct former former;

	look(st, art, how, id, &former);
	if (*how == STORE_REMOVED ||
	    (*how == STORE_KNOWN && !is_to_be_saved(&former, art)))
		return sql_ok(&st->sql, err);
	if (!sql_ok(&st->sql, err) || !store_begin(st, err))
		return false;
	if (!put_article(st, known, art, original, how, id, err)) {
		store_abandon(st);
		return error_note(err, "cannot store the article");
	}
	return store_settle(st, err);
}

bool store_failure_put(struct store *st, const char *input, const char *reason,
		       struct error *err)
{
	if (!store_begin(st, err))
		return false;
	if (!sql_number(&st->sql, SQL_FAILURE_HAS, BIND(TEXT(input)), 0))
		st->tally.failed++;
	sql_do(&st->sql, SQL_FAILURE_PUT,
	       BIND(TEXT(input), TEXT(reason), INT(store_now())));
	return sql_ok(&st->sql, err) && store_settle(st, err);
}
