/* Archives in which something does not agree, made whole. */
#include "../test.h"

#include "facts.h"
#include "fixture.h"

static const struct {
	const char *what, *sql;
	bool changes_facts;
} rows[] = {
	{"counts of all",
	 "UPDATE meta SET value = 77 WHERE name IN ('articles', 'quotes',"
	 " 'entities', 'mentions', 'failed', 'feed_articles')",
	 false},
	{"counts of names",
	 "UPDATE entity SET articles = 9, mentions = 1, quotes = 5,"
	 " first_day = 3",
	 false},
	{"no appearances", "DELETE FROM appearance", false},
	{"appearances of nothing",
	 "INSERT INTO appearance VALUES(4711, 12, 1, 0), (1, 99, 3, 0)", false},
	{"no quotations", "DELETE FROM quote", false},
	{"speakers of nothing", "INSERT INTO spoken VALUES(1, 99, 0)", false},
	{"no days", "DELETE FROM entity_day", false},
	{"forms used wrongly", "UPDATE alias SET uses = uses + 5", false},
	{"no full text",
	 "INSERT INTO article_fts(article_fts) VALUES('delete-all')", false},
	{"full text of nothing",
	 "INSERT INTO article_fts(rowid, title, text) VALUES(5, 'x', "
	 "'harbour')",
	 false},
	{"copies miscounted", "UPDATE article SET copies = 7", false},
	{"sources miscounted",
	 "UPDATE source SET articles = 3; DELETE FROM article_source", false},
	{"texts of nothing",
	 "INSERT INTO body SELECT docid + 1, text, spans, fold FROM body",
	 false},
	{"versions of nothing",
	 "INSERT INTO version VALUES(x'00', 1, 1, 'x', 'y')", false},
	{"the next number", "UPDATE meta SET value = 1 WHERE name = 'next_id'",
	 false},
	{"names that are no names", "DELETE FROM entity WHERE id = 4", true},
	{"no names in an article", "DELETE FROM chain", true},
	{"a copy of nothing",
	 "UPDATE article SET duplicate_of = 99 WHERE id = "
	 "2",
	 true},
};

static void count(void *self, const char *what)
{
	(void)what;
	++*(int *)self;
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

static void what_does_not_agree_is_made_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < array_length(rows); i++) {
		struct store_checked checked;
		const char *before;
		struct sample s;
		int said = 0;

		sample_new(&s);
		fixture_fill(&s);
		sample_open(&s, STORE_WRITE);
		before = facts_of(&s);
		store_close(s.st);
		fixture_sql(s.archive, rows[i].sql);
		sample_open(&s, STORE_WRITE);
		must(store_check(s.st, NULL, NULL, &checked, err));
		if (checked.faults == 0)
			fail_msg("%s: not seen", rows[i].what);
		must(store_repair(s.st, s.known, count, &said, &checked, err));
		assert_true(said > 0);
		if (checked.faults)
			print_error("%s:\n", rows[i].what);
		sample_check(&s);
		if (!rows[i].changes_facts)
			facts_same(before, facts_of(&s));
		sample_free(&s);
	}
}

static void what_is_whole_is_left_alone(void **state)
{
	struct store_checked checked;
	struct sample s;
	int said = 0;

	(void)state;
	sample_new(&s);
	fixture_fill(&s);
	sample_open(&s, STORE_WRITE);
	must(store_repair(s.st, s.known, count, &said, &checked, err));
	assert_int_equal(said, 0);
	assert_int_equal(checked.faults, 0);
	sample_free(&s);
}

static void what_cannot_be_made_whole_is_said(void **state)
{
	struct store_checked checked;
	struct sample s;
	int said = 0;

	(void)state;
	sample_new(&s);
	fixture_fill(&s);
	fixture_sql(s.archive, "DELETE FROM body WHERE docid = (SELECT docid "
			       "FROM article WHERE id = 4)");
	sample_open(&s, STORE_WRITE);
	must(store_repair(s.st, s.known, count, &said, &checked, err));
	assert_true(checked.faults > 0);
	assert_true(said > checked.faults);
	sample_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(what_does_not_agree_is_made_whole),
		TEST(what_is_whole_is_left_alone),
		TEST(what_cannot_be_made_whole_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
