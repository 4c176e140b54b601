/* Articles that are removed, and brought back. */
#include "../test.h"

#include "facts.h"
#include "fixture.h"

static const char *facts_of(struct sample *s)
{
	struct str facts = {0};
	const char *copy;

	/* where the second one stood is free for who opens it anew */
	store_close(s->st);
	sample_open(s, STORE_WRITE);
	facts_write(s, &facts);
	copy = arena_copy(&s->arena, facts.at, facts.len);
	str_free(&facts);
	return copy;
}

static void filled(struct sample *s)
{
	sample_new(s);
	fixture_fill(s);
	sample_open(s, STORE_WRITE);
	sample_check(s);
}

static int64_t remove_all(struct sample *s, const int64_t *ids, size_t n)
{
	int64_t edit;

	must(store_removal_begin(s->st, "ines", "what she said", &edit, err));
	for (size_t i = 0; i < n; i++)
		must(store_article_remove(s->st, ids[i], edit, err));
	return edit;
}

static void it_leaves_every_list_and_count(void **state)
{
	const int64_t gone[] = {3};
	struct store_counts counts;
	struct article *art;
	struct sample s;

	(void)state;
	filled(&s);
	remove_all(&s, gone, 1);
	must(store_article_get(s.st, &s.arena, 3, &art, err));
	assert_null(art);
	assert_int_equal(store_docid(s.st, 3), 0);
	must(store_counts(s.st, &counts, err));
	assert_int_equal(counts.articles, 3);
	assert_int_equal(counts.unread, 1);
	assert_int_equal(sample_entity(&s, "Kolvik").articles, 3);
	sample_check(&s);
	sample_free(&s);
}

static void its_number_is_not_given_again(void **state)
{
	const int64_t gone[] = {5};
	struct sample s;

	(void)state;
	filled(&s);
	remove_all(&s, gone, 1);
	assert_int_equal(sample_put(&s, "https://example.org/next", 1, "Next",
				    "Of {0:Kolvik}.", STORE_STORED),
			 6);
	sample_free(&s);
}

static void it_does_not_come_again(void **state)
{
	const int64_t gone[] = {3};
	struct sample s;
	struct store_counts before, after;

	(void)state;
	filled(&s);
	remove_all(&s, gone, 1);
	must(store_counts(s.st, &before, err));
	assert_int_equal(
		fixture_put(&s, 2, fixture_rows[2].text, STORE_REMOVED), 3);
	assert_int_equal(fixture_put(&s, 2, "Another text.", STORE_REMOVED), 3);
	must(store_counts(s.st, &after, err));
	assert_memory_equal(&before, &after, sizeof(before));
	sample_check(&s);
	sample_free(&s);
}

static void what_is_brought_back_is_what_it_was(void **state)
{
	/* one with a copy, one that is one, the only one with a name */
	static const struct {
		int64_t ids[5];
		size_t n;
	} rows[] = {
		{{3}, 1},    {{2}, 1},    {{4}, 1},          {{5, 4}, 2},
		{{1, 2}, 2}, {{2, 1}, 2}, {{1, 2, 3, 4}, 4},
	};

	(void)state;
	for (size_t i = 0; i < array_length(rows); i++) {
		struct removal removal;
		const char *before;
		struct sample s;
		int64_t edit;
		uint32_t n;

		filled(&s);
		before = facts_of(&s);
		edit = remove_all(&s, rows[i].ids, rows[i].n);
		facts_of(&s);
		sample_check(&s);
		must(store_removal_find(s.st, &s.arena, 0, &removal, err));
		assert_int_equal(removal.n, edit);
		assert_int_equal(removal.n_ids, rows[i].n);
		assert_string_equal(removal.query, "what she said");
		must(store_removal_undo(s.st, s.known, 0, &n, err));
		assert_int_equal(n, rows[i].n);
		sample_check(&s);
		facts_same(before, facts_of(&s));
		must(store_removal_find(s.st, &s.arena, 0, &removal, err));
		assert_int_equal(removal.n_ids, 0);
		sample_free(&s);
	}
}

static void a_copy_takes_the_place_of_what_it_copied(void **state)
{
	const int64_t gone[] = {1};
	struct store_counts before, after;
	struct article *art;
	struct sample s;

	(void)state;
	filled(&s);
	must(store_counts(s.st, &before, err));
	remove_all(&s, gone, 1);
	must(store_article_get(s.st, &s.arena, 2, &art, err));
	assert_int_equal(art->duplicate_of, 0);
	must(store_counts(s.st, &after, err));
	assert_int_equal(after.articles, before.articles);
	assert_int_equal(after.quotes, before.quotes);
	assert_int_equal(after.mentions, before.mentions);
	sample_check(&s);
	sample_free(&s);
}

static void an_unread_copy_that_takes_its_place_is_counted(void **state)
{
	const int64_t gone[] = {1};
	struct store_counts counts;
	struct sample s;

	(void)state;
	filled(&s);
	store_close(s.st);
	fixture_sql(s.archive, "UPDATE article SET is_saved = 0 WHERE id = 2");
	sample_open(&s, STORE_WRITE);
	must(store_counts(s.st, &counts, err));
	assert_int_equal(counts.unread, 2);
	remove_all(&s, gone, 1);
	must(store_counts(s.st, &counts, err));
	assert_int_equal(counts.unread, 3);
	sample_check(&s);
	sample_free(&s);
}

static void names_keep_their_numbers_when_an_article_changes(void **state)
{
	struct sample s;
	int64_t only;

	(void)state;
	sample_new(&s);
	sample_put(&s, "https://example.org/1", 0, "One",
		   "Of {0:Lucian Halder} alone.", STORE_STORED);
	only = sample_entity(&s, "Lucian Halder").id;
	sample_put(&s, "https://example.org/1", 0, "One",
		   "Again of {0:Lucian Halder} alone.", STORE_UPDATED);
	assert_int_equal(sample_entity(&s, "Lucian Halder").id, only);
	sample_check(&s);
	sample_free(&s);
}

static void what_is_not_there_cannot_be_removed_or_brought_back(void **state)
{
	struct error fault;
	struct sample s;
	uint32_t n;

	(void)state;
	filled(&s);
	assert_false(store_article_remove(s.st, 99, 1, &fault));
	assert_non_null(strstr(fault.text, "no article 99"));
	assert_false(store_article_restore(s.st, s.known, 1, &fault));
	must(store_removal_undo(s.st, s.known, 0, &n, err));
	assert_int_equal(n, 0);
	sample_check(&s);
	sample_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_leaves_every_list_and_count),
		TEST(its_number_is_not_given_again),
		TEST(it_does_not_come_again),
		TEST(what_is_brought_back_is_what_it_was),
		TEST(a_copy_takes_the_place_of_what_it_copied),
		TEST(an_unread_copy_that_takes_its_place_is_counted),
		TEST(names_keep_their_numbers_when_an_article_changes),
		TEST(what_is_not_there_cannot_be_removed_or_brought_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
