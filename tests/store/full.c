/* An archive that cannot grow: what is said to be put is there, or the commit
 * says that it is not. */
#include "../test.h"

#include "sample.h"
#include "store/inside.h"

#define ARTICLES 60

static const char *address(struct sample *s, int i)
{
	return arena_printf(&s->arena, "https://example.org/%d", i);
}

static bool put(struct sample *s, int i, int64_t *id)
{
	struct article *art = sample_article(
		&s->arena, "Number",
		arena_printf(&s->arena,
			     "{0:Dagny Morrow} counted to %d and %d in "
			     "{1:Ostrel}, %d of %d.",
			     i, i * 7919, i * 31, i * 97));
	enum store_how how;
	struct error fault;

	art->url = address(s, i);
	art->published = (struct when){SAMPLE_TIME + i * 60, 0, WHEN_SECOND};
	article_key_set(art);
	return store_article_put(s->st, s->known, art, NULL, &how, id, &fault);
}

/* The archive may have so many pages more. */
static void limit(struct sample *s, int pages)
{
	char text[64];

	snprintf(text, sizeof(text), "PRAGMA max_page_count = %d",
		 pages ? pages : 1 << 30);
	sql_exec(&s->st->sql, SQL_ARCHIVE, text);
}

static int pages(struct sample *s)
{
	sqlite3_stmt *stmt;
	int n;

	assert_int_equal(sqlite3_prepare_v2(s->st->sql.db[SQL_ARCHIVE],
					    "PRAGMA page_count", -1, &stmt,
					    NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	n = sqlite3_column_int(stmt, 0);
	sqlite3_finalize(stmt);
	return n;
}

/* Fill an archive that has so many pages left; true when its end was met. */
static bool fill(int more)
{
	int64_t ids[ARTICLES];
	int n = 0, failed = 0;
	struct error fault;
	struct sample s;
	bool is_safe;

	sample_new(&s);
	limit(&s, pages(&s) + more);
	must(store_batch_begin(s.st, err));
	for (int i = 0; i < ARTICLES; i++) {
		if (put(&s, i, &ids[n]))
			n++;
		else
			failed++;
	}
	is_safe = store_batch_commit(s.st, &fault);
	for (int i = 0; is_safe && i < n; i++)
		assert_true(store_docid(s.st, ids[i]) != 0);
	sample_check(&s);
	limit(&s, 0);
	must(store_batch_begin(s.st, err));
	for (int i = 0; i < ARTICLES; i++)
		assert_true(put(&s, i, &ids[0]));
	must(store_batch_commit(s.st, err));
	sample_check(&s);
	sample_free(&s);
	return failed > 0 || !is_safe;
}

static void what_a_full_archive_loses_is_never_said_to_be_safe(void **state)
{
	uint32_t met = 0;

	(void)state;
	for (int more = 0; more < 24; more++)
		met += fill(more);
	assert_true(met >= 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_a_full_archive_loses_is_never_said_to_be_safe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
