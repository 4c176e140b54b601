/* Walks over docids, newest first: full text, an entity's articles, those in
 * which it is quoted, a source's, all. */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/utf8.h"
#include "store/inside.h"
#include "store/reel.h"

/* A full-text walk steps so often before it seeks anew. */
#define STEPS_MOST 16

/* Rows that are looked at to guess a walk's size. */
#define GUESS_ROWS 64

struct store_walk {
	struct store *store;
	struct arena arena;
	uint8_t kind;
	struct reel reel;   /* all but WORDS */
	sqlite3_stmt *stmt; /* WORDS; NULL: nothing can match */
	char *match;
	int64_t last; /* the row it stands on, 0: none yet */
	bool at_end;
	int64_t size;   /* kept count, -1: to be guessed */
	bool is_prefix; /* to seek it is dear: all its rows are merged */
};

static const char walk_sql[] =
	"SELECT rowid FROM article_fts WHERE article_fts MATCH ?1"
	" AND rowid < ?2 ORDER BY rowid DESC";

/* ---- statements ---- */

/* A walk has its own statement, for walks run beside each other; those of
 * walks that ended are used again.  NULL: SQLite has the reason. */
static sqlite3_stmt *take_stmt(struct store *st)
{
	sqlite3_stmt *stmt = NULL;

	if (st->n_idle_walks)
		return st->idle_walks[--st->n_idle_walks];
	sqlite3_prepare_v3(st->sql.db[SQL_ARCHIVE], walk_sql, -1,
			   SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
	return stmt;
}

static void give_back(struct store *st, sqlite3_stmt *stmt)
{
	if (!stmt)
		return;
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
	if (st->n_idle_walks < IDLE_WALKS)
		st->idle_walks[st->n_idle_walks++] = stmt;
	else
		sqlite3_finalize(stmt);
}

void walks_close(struct store *st)
{
	while (st->n_idle_walks)
		sqlite3_finalize(st->idle_walks[--st->n_idle_walks]);
}

/* ---- words ---- */

/* One character of a script without blanks stands for all pairs it begins. */
static bool is_single_wide(const char *words)
{
	uint32_t rune;
	size_t len = strlen(words);

	return len >= 3 && utf8_get(words, len, &rune) == len && rune >= 0x2E80;
}

char *store_words(struct arena *a, const char *text, size_t len)
{
	struct str words = {0};
	char *copy;

	words_fold(a, (struct slice){text, len}, &words);
	copy = arena_copy(a, str_text(&words), words.len);
	str_free(&words);
	return copy;
}

/* Folded words hold nothing that the full-text language knows. */
static char *match_of(struct arena *a, const char *words, bool is_prefix,
		      bool title_only)
{
	return arena_printf(a, "%s\"%s\"%s", title_only ? "title : " : "",
			    words,
			    is_prefix || is_single_wide(words) ? " *" : "");
}

static bool open_words(struct store_walk *w, const struct walk_spec *spec)
{
	const char *text = spec->words ? spec->words : "";
	char *words = store_words(&w->arena, text, strlen(text));

	w->size = -1;
	if (!*words)
		return true;
	w->match =
		match_of(&w->arena, words, spec->is_prefix, spec->title_only);
	w->is_prefix = spec->is_prefix;
	w->stmt = take_stmt(w->store);
	return w->stmt != NULL;
}

static void seek_words(struct store_walk *w, int64_t below)
{
	sqlite3_reset(w->stmt);
	sqlite3_bind_text(w->stmt, 1, w->match, -1, SQLITE_STATIC);
	sqlite3_bind_int64(w->stmt, 2, below);
	w->last = INT64_MAX;
}

static int64_t next_word(struct store_walk *w, int64_t below)
{
	uint32_t steps = 0;

	if (!w->stmt || w->at_end)
		return 0;
	if (w->last && w->last < below && w->last != INT64_MAX)
		return w->last;
	if (!w->last)
		seek_words(w, below);
	for (;;) {
		int rc;

		if (++steps > STEPS_MOST && !w->is_prefix) {
			seek_words(w, below);
			steps = 0;
		}
		rc = sqlite3_step(w->stmt);
		if (rc != SQLITE_ROW) {
			w->at_end = true;
			sqlite3_reset(w->stmt);
			return 0;
		}
		w->last = sqlite3_column_int64(w->stmt, 0);
		if (w->last < below)
			return w->last;
	}
}

/* ---- sources ---- */

/* Does one of the words of `in` begin with all of `words`? */
static bool is_named(const char *in, const char *words)
{
	const char *at = in;
	size_t len = strlen(words);

	while (len && (at = strstr(at, words))) {
		if ((at == in || at[-1] == ' ') &&
		    (at[len] == ' ' || at[len] == '\0'))
			return true;
		at++;
	}
	return false;
}

static uint32_t find_sources(struct store_walk *w, const char *text,
			     int64_t **out)
{
	struct sql *q = &w->store->sql;
	char *words = store_words(&w->arena, text, strlen(text));
	sqlite3_stmt *stmt = sql_begin(q, SQL_SOURCES, NULL, 0);
	uint32_t n = 0;

	*out = NULL;
	w->size = 0;
	while (sql_row(q, stmt)) {
		const char *folded = sql_get_text(&w->arena, stmt, 1);

		if (!folded || !is_named(folded, words))
			continue;
		*array_add(&w->arena, *out, n) = sqlite3_column_int64(stmt, 0);
		w->size += sqlite3_column_int64(stmt, 2);
	}
	return n;
}

/* ---- all kinds ---- */

static void open_entity(struct store_walk *w, const struct walk_spec *spec)
{
	struct store *st = w->store;
	bool is_said = spec->kind == WALK_SAID;
	struct entity_row e = {0};
	int64_t *members;
	uint32_t n = names_members(st, &w->arena, names_head(st, spec->entity),
				   &members);

	reel_init(&w->reel, st, &w->arena, members, n,
		  is_said ? SQL_SPOKEN_DOCIDS : SQL_APPEARANCES_DOWN,
		  SQL_APPEARANCES_UP);
	entity_one(st, &w->arena, spec->entity, &e);
	w->size = is_said ? e.quotes : e.articles;
}

static bool open_kind(struct store_walk *w, const struct walk_spec *spec)
{
	static const int64_t everything = 0;
	struct store *st = w->store;
	int64_t *sources;
	uint32_t n;

	switch ((enum walk_kind)spec->kind) {
	case WALK_WORDS:
		return open_words(w, spec);
	case WALK_ENTITY:
	case WALK_SAID:
		open_entity(w, spec);
		break;
	case WALK_SOURCE:
		n = find_sources(w, spec->text ? spec->text : "", &sources);
		reel_init(&w->reel, st, &w->arena, sources, n,
			  SQL_SOURCE_DOCIDS, SQL_SOURCE_DOCIDS);
		break;
	case WALK_ALL:
		reel_init(&w->reel, st, &w->arena, &everything, 1,
			  SQL_ALL_DOCIDS, SQL_ALL_DOCIDS);
		w->size = sql_number(&st->sql, SQL_META, BIND(TEXT("articles")),
				     0);
		break;
	}
	return true;
}

bool store_walk_open(struct store *st, const struct walk_spec *spec,
		     struct store_walk **out, struct error *err)
{
	struct store_walk *w = calloc(1, sizeof(*w));

	if (!w)
		die("out of memory");
	w->store = st;
	w->kind = spec->kind;
	arena_init(&w->arena);
	if (!open_kind(w, spec))
		error_set(err, "cannot search: %s",
			  sqlite3_errmsg(st->sql.db[SQL_ARCHIVE]));
	else if (sql_ok(&st->sql, err)) {
		*out = w;
		return true;
	}
	store_walk_close(w);
	*out = NULL;
	return false;
}

void store_walk_close(struct store_walk *w)
{
	if (!w)
		return;
	give_back(w->store, w->stmt);
	arena_free(&w->arena);
	free(w);
}

int64_t store_walk_next(struct store_walk *w, int64_t below)
{
	struct reel_row row;
	struct error ignored;

	if (w->kind == WALK_WORDS)
		return next_word(w, below);
	if (w->at_end)
		return 0;
	w->at_end = !reel_next(&w->reel, below, &row);
	if (!sql_ok(&w->store->sql, &ignored))
		w->at_end = true;
	return w->at_end ? 0 : row.docid;
}

/* The newest rows tell how dense a walk is: as many again in every stretch of
 * that length. */
static int64_t guess_size(struct store_walk *w)
{
	struct sql *q = &w->store->sql;
	struct error ignored;
	int64_t newest = sql_number(q, SQL_DOCID_NEWEST, NULL, 0, 0);
	int64_t oldest = sql_number(q, SQL_DOCID_OLDEST, NULL, 0, 0);
	int64_t n = 0, last = newest, rows;
	sqlite3_stmt *stmt;

	if (!w->stmt || !sql_ok(q, &ignored))
		return 0;
	stmt = take_stmt(w->store);
	if (!stmt)
		return 0;
	sqlite3_bind_text(stmt, 1, w->match, -1, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 2, INT64_MAX);
	while (n < GUESS_ROWS && sqlite3_step(stmt) == SQLITE_ROW) {
		last = sqlite3_column_int64(stmt, 0);
		n++;
	}
	give_back(w->store, stmt);
	if (n < GUESS_ROWS)
		return n;
	rows = (int64_t)((double)n * (double)(newest - oldest + 1) /
			 (double)(newest - last + 1));
	return rows > n ? rows : n;
}

int64_t store_walk_size(struct store_walk *w)
{
	if (w->size < 0)
		w->size = guess_size(w);
	return w->size;
}

/* ---- best first ---- */

static const char rank_sql[] =
	"SELECT rowid, bm25(article_fts, 3.0, 1.0) FROM article_fts"
	" WHERE article_fts MATCH ?1 AND rowid >= ?2 AND rowid <= ?3"
	" ORDER BY rowid DESC";

static char *rank_match(struct arena *a, const char *const *words,
			uint32_t n_words)
{
	struct str match = {0};
	char *copy;

	for (uint32_t i = 0; i < n_words; i++) {
		char *folded = store_words(a, words[i], strlen(words[i]));

		if (!*folded)
			continue;
		str_printf(&match, "%s\"%s\"", match.len ? " OR " : "", folded);
	}
	copy = match.len ? arena_copy(a, match.at, match.len) : NULL;
	str_free(&match);
	return copy;
}

struct ranked {
	int64_t docid;
	uint32_t at;
};

static int compare_ranked(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;

	return (a->docid < b->docid) - (a->docid > b->docid);
}

static void rank_rows(sqlite3_stmt *stmt, const struct ranked *list, uint32_t n,
		      double *score)
{
	uint32_t at = 0;

	while (at < n && sqlite3_step(stmt) == SQLITE_ROW) {
		int64_t docid = sqlite3_column_int64(stmt, 0);

		while (at < n && list[at].docid > docid)
			at++;
		/* bm25 is negative, the better the smaller; asked for only
		 * where it is wanted, for it is the costly part */
		for (; at < n && list[at].docid == docid; at++)
			score[list[at].at] = -sqlite3_column_double(stmt, 1);
	}
}

bool store_rank(struct store *st, const char *const *words, uint32_t n_words,
		const int64_t *docids, uint32_t n, double *score,
		struct error *err)
{
	struct ranked *list;
	sqlite3_stmt *stmt = NULL;
	struct arena a;
	char *match;
	bool done = true;

	arena_init(&a);
	memset(score, 0, n * sizeof(*score));
	match = rank_match(&a, words, n_words);
	if (!match || !n)
		goto out;
	list = arena_array(&a, n, sizeof(*list));
	for (uint32_t i = 0; i < n; i++)
		list[i] = (struct ranked){docids[i], i};
	qsort(list, n, sizeof(*list), compare_ranked);
	if (sqlite3_prepare_v2(st->sql.db[SQL_ARCHIVE], rank_sql, -1, &stmt,
			       NULL) != SQLITE_OK) {
		done = error_set(err, "cannot rank: %s",
				 sqlite3_errmsg(st->sql.db[SQL_ARCHIVE]));
		goto out;
	}
	sqlite3_bind_text(stmt, 1, match, -1, SQLITE_STATIC);
	sqlite3_bind_int64(stmt, 2, list[n - 1].docid);
	sqlite3_bind_int64(stmt, 3, list[0].docid);
	rank_rows(stmt, list, n, score);
	sqlite3_finalize(stmt);
out:
	arena_free(&a);
	return done;
}
