/* The proof that an archive is whole. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "article/article.h"
#include "store/inside.h"

struct check {
	struct store *store;
	store_report *report;
	void *self;
	struct store_checked done;
};

static void fault(struct check *c, const char *format, ...) PRINTF_LIKE(2, 3);

static void fault(struct check *c, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	c->done.faults++;
	if (c->report)
		c->report(c->self, text);
}

/* ---- sums that must agree, as SQL that counts what does not ---- */

static const struct {
	const char *what, *sql;
} sums[] = {
	{"articles without a text",
	 "SELECT count(*) FROM article WHERE docid NOT IN (SELECT docid FROM"
	 " body)"},
	{"texts without an article",
	 "SELECT count(*) FROM body WHERE docid NOT IN (SELECT docid FROM"
	 " article)"},
	{"articles without names",
	 "SELECT count(*) FROM article WHERE docid NOT IN (SELECT docid FROM"
	 " chain)"},
	{"articles that are not in the full-text index",
	 "SELECT count(*) FROM article WHERE docid NOT IN (SELECT id FROM"
	 " article_fts_docsize)"},
	{"full-text rows without an article",
	 "SELECT count(*) FROM article_fts_docsize WHERE id NOT IN (SELECT"
	 " docid FROM article)"},
	{"copies of articles that are not there",
	 "SELECT count(*) FROM article WHERE duplicate_of IS NOT NULL AND"
	 " duplicate_of NOT IN (SELECT id FROM article)"},
	{"articles whose number of copies is wrong",
	 "SELECT count(*) FROM article a WHERE copies <> (SELECT count(*) FROM"
	 " article b WHERE b.duplicate_of = a.id)"},
	{"names merged into one that is not there or is merged itself",
	 "SELECT count(*) FROM entity WHERE head <> 0 AND head NOT IN (SELECT"
	 " id FROM entity WHERE head = 0)"},
	{"names whose number of articles is wrong",
	 "SELECT count(*) FROM entity e WHERE articles <> (SELECT"
	 " count(DISTINCT docid) FROM appearance WHERE is_copy = 0 AND entity"
	 " IN (SELECT e.id UNION ALL SELECT id FROM entity m WHERE m.head ="
	 " e.id AND m.head <> 0))"},
	{"names whose number of mentions is wrong",
	 "SELECT count(*) FROM entity e WHERE mentions <> (SELECT"
	 " coalesce(sum(count), 0) FROM appearance WHERE is_copy = 0 AND entity"
	 " IN (SELECT e.id UNION ALL SELECT id FROM entity m WHERE m.head ="
	 " e.id AND m.head <> 0))"},
	{"names whose number of quotations is wrong",
	 "SELECT count(*) FROM entity e WHERE quotes <> (SELECT count(*) FROM"
	 " spoken s JOIN quote q ON q.docid = s.docid AND q.n = s.n WHERE"
	 " q.is_copy = 0 AND s.entity IN (SELECT e.id UNION ALL SELECT id FROM"
	 " entity m WHERE m.head = e.id AND m.head <> 0))"},
	{"names whose days do not add up to their articles",
	 "SELECT count(*) FROM entity e WHERE articles <> (SELECT"
	 " coalesce(sum(n), 0) FROM entity_day WHERE entity = e.id)"},
	{"names whose forms do not add up to their mentions",
	 "SELECT count(*) FROM entity e WHERE head = 0 AND NOT EXISTS (SELECT 1"
	 " FROM entity m WHERE m.head = e.id AND m.head <> 0) AND (SELECT"
	 " coalesce(sum(uses), 0) FROM alias WHERE entity = e.id) <> (SELECT"
	 " coalesce(sum(count), 0) FROM appearance WHERE entity = e.id)"},
	{"forms used less than never",
	 "SELECT count(*) FROM alias WHERE uses < 0"},
	{"forms of names that are not there",
	 "SELECT count(*) FROM alias WHERE entity NOT IN (SELECT id FROM"
	 " entity)"},
	{"appearances of names that are not there",
	 "SELECT count(*) FROM appearance WHERE entity NOT IN (SELECT id FROM"
	 " entity)"},
	{"appearances in articles that are not there",
	 "SELECT count(*) FROM appearance WHERE docid NOT IN (SELECT docid FROM"
	 " article)"},
	{"appearances that call a copy an article, or the other way",
	 "SELECT count(*) FROM appearance a JOIN article b ON b.docid = a.docid"
	 " WHERE a.is_copy <> (b.duplicate_of IS NOT NULL)"},
	{"quotations in articles that are not there",
	 "SELECT count(*) FROM quote WHERE docid NOT IN (SELECT docid FROM"
	 " article)"},
	{"speakers' rows without their quotation",
	 "SELECT count(*) FROM spoken s WHERE NOT EXISTS (SELECT 1 FROM quote q"
	 " WHERE q.docid = s.docid AND q.n = s.n AND q.entity = s.entity)"},
	{"quotations without their speaker's row",
	 "SELECT count(*) FROM quote q WHERE entity <> 0 AND NOT EXISTS (SELECT"
	 " 1 FROM spoken s WHERE q.docid = s.docid AND q.n = s.n AND q.entity ="
	 " s.entity)"},
	{"rows of what quotations name without their quotation",
	 "SELECT count(*) FROM about s WHERE NOT EXISTS (SELECT 1 FROM quote q"
	 " WHERE q.docid = s.docid AND q.n = s.n)"},
	{"sources whose number of articles is wrong",
	 "SELECT count(*) FROM source s WHERE articles <> (SELECT count(*) FROM"
	 " article_source a WHERE a.source = s.id)"},
	{"names alone that wait in articles that are not there",
	 "SELECT count(*) FROM pending WHERE docid NOT IN (SELECT docid FROM"
	 " article)"},
	{"the number of articles",
	 "SELECT (SELECT value FROM meta WHERE name = 'articles') <> (SELECT"
	 " count(*) FROM article WHERE duplicate_of IS NULL)"},
	{"the number of articles of feeds",
	 "SELECT (SELECT value FROM meta WHERE name = 'feed_articles') <>"
	 " (SELECT count(*) FROM article WHERE is_saved = 0 AND duplicate_of IS"
	 " NULL)"},
	{"articles that are there and removed as well",
	 "SELECT count(*) FROM tombstone WHERE uid IN (SELECT uid FROM article)"
	 " OR id IN (SELECT id FROM article)"},
	{"removed articles of a removal that is not there",
	 "SELECT count(*) FROM tombstone WHERE removal NOT IN (SELECT n FROM"
	 " removal)"},
	{"versions of articles that are not there",
	 "SELECT count(*) FROM version WHERE uid NOT IN (SELECT uid FROM"
	 " article) AND uid NOT IN (SELECT uid FROM tombstone)"},
	{"feeds whose number of articles is wrong",
	 "SELECT count(*) FROM feed f LEFT JOIN (SELECT b.feed AS feed,"
	 " count(*) AS n FROM feed_article b JOIN article a ON a.id = b.article"
	 " WHERE a.is_saved = 0 AND a.duplicate_of IS NULL GROUP BY b.feed) c"
	 " ON c.feed = f.id WHERE f.news <> coalesce(c.n, 0)"},
	{"the number of names",
	 "SELECT (SELECT value FROM meta WHERE name = 'entities') <> (SELECT"
	 " count(*) FROM entity)"},
	{"the number of quotations",
	 "SELECT (SELECT value FROM meta WHERE name = 'quotes') <> (SELECT"
	 " count(*) FROM quote WHERE is_copy = 0)"},
	{"the number of mentions",
	 "SELECT (SELECT value FROM meta WHERE name = 'mentions') <> (SELECT"
	 " coalesce(sum(count), 0) FROM appearance WHERE is_copy = 0)"},
	{"the number of failed inputs",
	 "SELECT (SELECT value FROM meta WHERE name = 'failed') <> (SELECT"
	 " count(*) FROM failure)"},
	{"the next article's number",
	 "SELECT max(coalesce((SELECT max(id) FROM article), 0),"
	 " coalesce((SELECT max(id) FROM tombstone), 0)) >= (SELECT value FROM"
	 " meta WHERE name = 'next_id')"},
};

static void check_sums(struct check *c)
{
	sqlite3 *db = c->store->sql.db[SQL_ARCHIVE];

	for (size_t i = 0; i < array_length(sums); i++) {
		sqlite3_stmt *stmt = NULL;
		int rc = sqlite3_prepare_v2(db, sums[i].sql, -1, &stmt, NULL);

		if (rc == SQLITE_OK)
			rc = sqlite3_step(stmt);
		if (rc != SQLITE_ROW)
			fault(c, "%s: cannot be counted (%s)", sums[i].what,
			      sqlite3_errmsg(db));
		else if (sqlite3_column_int64(stmt, 0))
			fault(c, "%s: %lld", sums[i].what,
			      (long long)sqlite3_column_int64(stmt, 0));
		sqlite3_finalize(stmt);
	}
}

/* ---- the files ---- */

static void check_file(struct check *c, enum sql_file file)
{
	sqlite3 *db = c->store->sql.db[file];
	sqlite3_stmt *stmt = NULL;
	int rc;

	if (!db)
		return;
	rc = sqlite3_prepare_v2(db, "PRAGMA integrity_check(20)", -1, &stmt,
				NULL);
	while (rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
		const char *text = (const char *)sqlite3_column_text(stmt, 0);

		if (text && strcmp(text, "ok"))
			fault(c, "'%s': %s", c->store->sql.path[file], text);
	}
	if (rc != SQLITE_OK)
		fault(c, "'%s': %s", c->store->sql.path[file],
		      sqlite3_errmsg(db));
	sqlite3_finalize(stmt);
}

/* FTS5 has its own check, which only a writer may ask for. */
static void check_fts(struct check *c)
{
	struct store *st = c->store;
	sqlite3 *db = st->sql.db[SQL_ARCHIVE];

	if (st->may_write && sqlite3_exec(db,
					  "INSERT INTO article_fts(article_fts)"
					  " VALUES('integrity-check')",
					  NULL, NULL, NULL) != SQLITE_OK)
		fault(c, "the full-text index: %s", sqlite3_errmsg(db));
}

/* ---- every article ---- */

/* Does the cast agree with the mentions, and the appearances with it? */
static void check_cast(struct check *c, const struct article *art,
		       const struct cast *cast, int64_t docid)
{
	struct store *st = c->store;
	uint32_t *count =
		arena_array(art->arena, art->n_chains, sizeof(*count));

	if (cast->n != art->n_chains) {
		fault(c, "docid %lld: %u chains have %u names",
		      (long long)docid, art->n_chains, cast->n);
		return;
	}
	for (uint32_t i = 0; i < art->n_mentions; i++) {
		if (art->mentions[i].chain >= 0)
			count[art->mentions[i].chain]++;
	}
	for (uint32_t i = 0; i < cast->n; i++) {
		uint32_t total = 0;

		if (count[i] != cast->count[i])
			fault(c, "docid %lld: chain %u has %u mentions, not %u",
			      (long long)docid, i, count[i], cast->count[i]);
		if (!cast->entity[i])
			continue;
		for (uint32_t k = 0; k < cast->n; k++) {
			if (cast->entity[k] == cast->entity[i])
				total += cast->count[k];
		}
		if (sql_number(&st->sql, SQL_APPEARANCE,
			       BIND(INT(cast->entity[i]), INT(docid)),
			       0) != total)
			fault(c, "docid %lld: name %lld has no row of %u",
			      (long long)docid, (long long)cast->entity[i],
			      total);
	}
}

static void check_article(struct check *c, struct arena *a, int64_t docid)
{
	struct store *st = c->store;
	struct article *art = NULL;
	struct place at = {0};
	struct error err;

	if (!article_of(st, a, docid, &art, &at)) {
		(void)!sql_ok(&st->sql, &err);
		fault(c, "docid %lld cannot be read", (long long)docid);
		return;
	}
	if (sql_number(&st->sql, SQL_QUOTES_OF, BIND(INT(docid)), 0) !=
	    art->n_quotes)
		fault(c, "docid %lld: its quotations are not all listed",
		      (long long)docid);
	check_cast(c, art, cast_get(st, a, docid), docid);
	if (!sql_ok(&st->sql, &err))
		fault(c, "docid %lld: %s", (long long)docid, err.text);
}

static void check_articles(struct check *c)
{
	struct store *st = c->store;
	int64_t below = INT64_MAX;
	struct error err;
	struct arena a;

	arena_init(&a);
	for (;;) {
		sqlite3_stmt *stmt =
			sql_begin(&st->sql, SQL_ALL_DOCIDS,
				  BIND(INT(0), INT(below), INT(1)));

		if (!sql_row(&st->sql, stmt))
			break;
		below = sqlite3_column_int64(stmt, 0);
		sql_end(stmt);
		c->done.articles++;
		check_article(c, &a, below);
		arena_reset(&a);
	}
	if (!sql_ok(&st->sql, &err))
		fault(c, "%s", err.text);
	arena_free(&a);
}

bool store_check(struct store *st, store_report *report, void *self,
		 struct store_checked *out, struct error *err)
{
	struct check c = {.store = st, .report = report, .self = self};

	if (!sql_ok(&st->sql, err))
		return false;
	for (int file = 0; file < SQL_FILES; file++)
		check_file(&c, (enum sql_file)file);
	check_fts(&c);
	check_sums(&c);
	check_articles(&c);
	*out = c.done;
	return true;
}
