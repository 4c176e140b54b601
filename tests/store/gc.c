/* What goes for good, and what stays. */
#include "../test.h"

#include "facts.h"
#include "fixture.h"

static void gc(struct sample *s, int64_t keep_sec, struct store_gc_done *done)
{
	struct store_gc spec = {.keep_sec = keep_sec};

	must(store_gc(s->st, &spec, done, err));
	sample_check(s);
}

static void filled(struct sample *s)
{
	sample_new(s);
	fixture_fill(s);
	sample_open(s, STORE_WRITE);
}

static const char *facts_of(struct sample *s)
{
	struct str facts = {0};
	const char *copy;

	facts_write(s, &facts);
	copy = arena_copy(&s->arena, facts.at, facts.len);
	str_free(&facts);
	return copy;
}

static int64_t number_in(const char *path, const char *sql)
{
	sqlite3 *db;
	sqlite3_stmt *stmt;
	int64_t n;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return n;
}

static void where_nothing_was_removed_nothing_goes(void **state)
{
	struct store_gc_done done;
	struct sample s;
	const char *before;

	(void)state;
	filled(&s);
	before = facts_of(&s);
	gc(&s, -1, &done);
	assert_int_equal(done.removed, 0);
	assert_int_equal(done.originals, 0);
	facts_same(before, facts_of(&s));
	sample_free(&s);
}

static void removed_articles_go_with_all_that_was_theirs(void **state)
{
	struct store_gc_done done;
	struct removal removal;
	struct sample s;
	int64_t run;

	(void)state;
	filled(&s);
	must(store_removal_begin(s.st, "ines", "all", &run, err));
	must(store_article_remove(s.st, 3, run, err));
	must(store_article_remove(s.st, 5, run, err));
	gc(&s, -1, &done);
	assert_int_equal(done.removed, 2);
	assert_int_equal(done.originals, 0); /* theirs went with them */
	assert_int_equal(done.names, 1);     /* the caf\xc3\xa9's */
	must(store_removal_find(s.st, &s.arena, 0, &removal, err));
	assert_int_equal(removal.n_ids, 0);
	store_close(s.st);
	s.st = NULL;
	assert_int_equal(number_in(s.archive, "SELECT count(*) FROM version"),
			 0);
	assert_int_equal(
		number_in(arena_printf(&s.arena, "%s/originals.db", s.folder),
			  "SELECT count(*) FROM original"),
		2);
	sample_open(&s, STORE_WRITE);
	/* and may come again, as something new */
	assert_int_equal(fixture_put(&s, 2, fixture_rows[2].text, STORE_STORED),
			 6);
	sample_check(&s);
	sample_free(&s);
}

static void originals_go_with_their_age(void **state)
{
	struct store_gc_done done;
	struct sample s;

	(void)state;
	filled(&s);
	gc(&s, 3600, &done);
	assert_int_equal(done.originals, 0);
	store_close(s.st);
	fixture_sql(arena_printf(&s.arena, "%s/originals.db", s.folder),
		    "UPDATE original SET added = added - 7200 WHERE rowid = 1");
	sample_open(&s, STORE_WRITE);
	gc(&s, 3600, &done);
	assert_int_equal(done.originals, 1);
	gc(&s, 0, &done);
	assert_int_equal(done.originals, 2);
	sample_free(&s);
}

static void an_original_without_its_article_goes_when_it_is_old(void **state)
{
	struct store_gc_done done;
	struct sample s;

	(void)state;
	filled(&s);
	store_close(s.st);
	fixture_sql(arena_printf(&s.arena, "%s/originals.db", s.folder),
		    "INSERT INTO original SELECT x'00112233445566778899aabbccdd"
		    "eeff', type, added, size, bytes FROM original LIMIT 1;"
		    "INSERT INTO original SELECT x'01112233445566778899aabbccdd"
		    "eeff', type, added - 100000, size, bytes FROM original "
		    "LIMIT 1");
	sample_open(&s, STORE_WRITE);
	gc(&s, -1, &done);
	assert_int_equal(done.originals, 1);
	sample_free(&s);
}

static void the_disk_gets_the_room_back(void **state)
{
	struct store_gc_done done;
	struct sample s;
	int64_t run;

	(void)state;
	sample_new(&s);
	must(store_batch_begin(s.st, err));
	for (int i = 0; i < 300; i++)
		sample_put(&s, arena_printf(&s.arena, "https://a.org/%d", i), i,
			   "Title",
			   arena_printf(&s.arena,
					"{0:Dagny Morrow} counted %d ships "
					"and %d boats before %d o'clock, in "
					"{1:Town%d}; there were %x more at %x.",
					i, i * 7, i * 13, i, i * 77777,
					i * 31337),
			   STORE_STORED);
	must(store_removal_begin(s.st, "ines", "all", &run, err));
	for (int64_t id = 2; id <= 300; id++)
		must(store_article_remove(s.st, id, run, err));
	must(store_batch_commit(s.st, err));
	gc(&s, -1, &done);
	assert_int_equal(done.removed, 299);
	assert_int_equal(done.names, 298); /* the last number stays */
	assert_int_equal(done.inside, 0);
	assert_true(done.after < done.before / 2);
	assert_int_equal(sample_entity(&s, "Dagny Morrow").articles, 1);
	sample_free(&s);
}

static void a_name_somebody_spoke_of_stays(void **state)
{
	struct store_gc_done done;
	struct sample s;
	int64_t run;

	(void)state;
	filled(&s);
	must(store_removal_begin(s.st, "ines", "all", &run, err));
	must(store_article_remove(s.st, 5, run, err));
	store_close(s.st);
	fixture_sql(s.archive, "INSERT INTO apart SELECT 1, id FROM entity "
			       "WHERE folded = '\xe6\x9d\xb1\xe4\xba\xac'");
	sample_open(&s, STORE_WRITE);
	gc(&s, -1, &done);
	assert_int_equal(done.names, 0);
	sample_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(where_nothing_was_removed_nothing_goes),
		TEST(removed_articles_go_with_all_that_was_theirs),
		TEST(originals_go_with_their_age),
		TEST(an_original_without_its_article_goes_when_it_is_old),
		TEST(the_disk_gets_the_room_back),
		TEST(a_name_somebody_spoke_of_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
