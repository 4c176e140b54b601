/* Articles annotated again. */
#include "../test.h"

#include "facts.h"
#include "fixture.h"

static const char *facts_of(struct sample *s)
{
	struct str facts = {0};
	const char *copy;

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
}

/* As a worker gives it: without what only the archive knows. */
static struct article *annotated(struct sample *s, size_t row,
				 const char *marked)
{
	struct article *art =
		sample_article(&s->arena, fixture_rows[row].title, marked);

	art->language = "en";
	art->annotated = "gazette 0.0, by hand";
	return art;
}

static struct store_redone redo(struct sample *s, int64_t id, size_t row,
				const char *marked)
{
	struct store_redone done;

	must(store_article_redo(s->st, s->known, annotated(s, row, marked), id,
				true, &done, err));
	sample_check(s);
	return done;
}

static void the_same_annotation_changes_nothing(void **state)
{
	struct store_redone done, none;
	const char *before;
	struct sample s;

	(void)state;
	memset(&none, 0, sizeof(none));
	filled(&s);
	before = facts_of(&s);
	for (size_t i = 0; i < array_length(fixture_rows); i++) {
		if (i == 2)
			continue; /* it was updated */
		done = redo(&s, (int64_t)i + 1, i, fixture_rows[i].text);
		assert_false(done.has_new_text);
		assert_int_equal(done.names_won + done.names_lost, 0);
		assert_int_equal(done.quotes_won + done.quotes_lost, 0);
	}
	facts_same(before, facts_of(&s));
	sample_free(&s);
}

static void what_is_known_of_it_stays(void **state)
{
	struct article *before, *after;
	struct version_rows versions;
	struct store_redone done;
	struct sample s;
	int64_t docid;

	(void)state;
	filled(&s);
	must(store_article_get(s.st, &s.arena, 4, &before, err));
	docid = store_docid(s.st, 4);
	done = redo(&s, 4, 3,
		    "{0:Lucian Halder} leaves {1:Kolvik}. <0:Enough walls,> "
		    "{0:Halder} said in {2:Ostrel}.");
	assert_true(done.has_new_text);
	assert_int_equal(done.names_won, 1);  /* Ostrel */
	assert_int_equal(done.names_lost, 2); /* Dagny Morrow, Egypt */
	assert_int_equal(done.quotes_won, 1);
	assert_int_equal(done.quotes_lost, 1);
	must(store_article_get(s.st, &s.arena, 4, &after, err));
	assert_memory_equal(after->key, before->key, 16);
	assert_string_equal(after->url, before->url);
	assert_string_equal(after->source, before->source);
	assert_string_equal(after->byline, before->byline);
	assert_int_equal(after->added, before->added);
	assert_int_equal(after->modified, before->modified);
	assert_int_equal(after->published.time, before->published.time);
	assert_int_equal(store_docid(s.st, 4), docid);
	assert_true(after->is_starred);
	assert_string_equal(after->note, "ask him");
	assert_int_equal(store_position(s.st, 4), 17);
	assert_int_equal(sample_entity(&s, "Lucian Halder").id, 4);
	/* no version: nobody wrote it anew */
	must(store_versions_of(s.st, &s.arena, 4, &versions, err));
	assert_int_equal(versions.n, 1);
	sample_free(&s);
}

static void what_was_unread_and_read_stays_so(void **state)
{
	struct store_counts before, after;
	struct sample s;

	(void)state;
	filled(&s);
	must(store_read_set(s.st, 5, true, err));
	must(store_counts(s.st, &before, err));
	redo(&s, 5, 4, "Nothing of {0:Kolvik}.");
	redo(&s, 3, 2, "Nothing of {0:Kolvik}.");
	must(store_counts(s.st, &after, err));
	assert_int_equal(after.unread, before.unread);
	assert_int_equal(after.articles, before.articles);
	sample_free(&s);
}

static void what_was_removed_meanwhile_stays_away(void **state)
{
	struct store_redone done;
	struct sample s;
	int64_t run;

	(void)state;
	filled(&s);
	must(store_removal_begin(s.st, "ines", "one", &run, err));
	must(store_article_remove(s.st, 4, run, err));
	done = redo(&s, 4, 3, "{0:Lucian Halder} leaves.");
	assert_false(done.has_new_text);
	assert_int_equal(store_docid(s.st, 4), 0);
	sample_free(&s);
}

static void a_run_says_how_far_it_has_come(void **state)
{
	const char *query;
	struct sample s;
	int64_t at;

	(void)state;
	sample_new(&s);
	must(store_redo_marked(s.st, &s.arena, &at, &query, err));
	assert_int_equal(at, 0);
	must(store_redo_mark(s.st, 17, "is:stale", err));
	store_close(s.st);
	sample_open(&s, STORE_WRITE);
	must(store_redo_marked(s.st, &s.arena, &at, &query, err));
	assert_int_equal(at, 17);
	assert_string_equal(query, "is:stale");
	sample_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_same_annotation_changes_nothing),
		TEST(what_is_known_of_it_stays),
		TEST(what_was_unread_and_read_stays_so),
		TEST(what_was_removed_meanwhile_stays_away),
		TEST(a_run_says_how_far_it_has_come),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
