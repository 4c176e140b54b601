/* The full-text index in few pieces, and the words it is fed. */
#include "../test.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "sample.h"

static int64_t pieces(struct sample *s)
{
	sqlite3 *db;
	sqlite3_stmt *stmt;
	int64_t n;

	assert_int_equal(sqlite3_open(s->archive, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db,
					    "SELECT count(DISTINCT segid) FROM"
					    " article_fts_idx",
					    -1, &stmt, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	n = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return n;
}

static uint32_t found(struct sample *s, const char *word)
{
	struct walk_spec spec = {.kind = WALK_WORDS, .words = word};
	int64_t below = INT64_MAX;
	struct store_walk *w;
	uint32_t n = 0;

	must(store_walk_open(s->st, &spec, &w, err));
	while ((below = store_walk_next(w, below)))
		n++;
	store_walk_close(w);
	return n;
}

static void tidying_leaves_few_pieces_and_all_words(void **state)
{
	struct sample s;

	(void)state;
	sample_new(&s);
	for (int i = 0; i < 40; i++)
		sample_put(&s,
			   arena_printf(&s.arena, "https://x.example/%d", i), i,
			   "Ferry",
			   arena_printf(&s.arena,
					"{0:Dagny Morrow}"
					" counted w%d.",
					i),
			   STORE_STORED);
	assert_true(pieces(&s) >= 5); /* each was a transaction */
	must(store_tidy(s.st, 10000, err));
	assert_true(pieces(&s) <= 3);
	must(store_tidy(s.st, 10000, err));
	assert_int_equal(found(&s, "ferry"), 40);
	assert_int_equal(found(&s, "w17"), 1);
	sample_check(&s);
	sample_free(&s);
}

static void one_that_is_only_read_is_not_tidied(void **state)
{
	struct error err;
	struct sample s;

	(void)state;
	sample_new(&s);
	store_close(s.st);
	sample_open(&s, STORE_READ);
	assert_false(store_tidy(s.st, 10, &err));
	sample_free(&s);
}

static int64_t size_of_log(const struct sample *s)
{
	char path[128];
	struct stat st;

	snprintf(path, sizeof(path), "%s-wal", s->archive);
	return stat(path, &st) == 0 ? st.st_size : 0;
}

/* A writer that is killed leaves its log. */
static void write_and_die(struct sample *s)
{
	s->st = NULL;
	sample_open(s, STORE_WRITE);
	for (int i = 0; i < 60; i++)
		sample_put(
			s, arena_printf(&s->arena, "https://x.example/%d", i),
			i, "Ferry", "{0:Dagny Morrow} counted.", STORE_STORED);
	_exit(0);
}

static void the_log_of_a_killed_writer_is_taken_home_by_who_reads(void **state)
{
	struct sample s;
	pid_t child;

	(void)state;
	sample_new(&s);
	store_close(s.st);
	child = fork();
	if (child == 0)
		write_and_die(&s);
	waitpid(child, NULL, 0);
	assert_true(size_of_log(&s) >= 1 << 18);
	sample_open(&s, STORE_READ);
	assert_true(size_of_log(&s) < 1 << 18);
	assert_int_equal(found(&s, "ferry"), 60);
	sample_check(&s);
	sample_free(&s);
}

/* ---- words ---- */

#define LONG                                                                   \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const struct {
	const char *text, *words;
} rows[] = {
	{"", ""},
	{"  ,;\n", ""},
	{"The Ferry, at 9", "the ferry at 9"},
	{"Halder's U.S. plan. Don't", "halder us plan dont"},
	{"Jašarević said", "jasarevic said"},
	{"caféBar bar", "cafebar bar"},
	{"a\xC2\xA0"
	 "b",
	 "a b"},
	{"rock-n-roll/2024_x", "rock n roll 2024 x"},
	{"x'", "x"},
	{"end.", "end"},
	{"港口abc", "港口 abc"},
	{LONG, LONG},
	{"'tis A", "tis a"},
};

static void texts_become_folded_words(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(rows); i++)
		assert_string_equal(
			store_words(&a, rows[i].text, strlen(rows[i].text)),
			rows[i].words);
	arena_free(&a);
}

/* A run of letters has any length: cut at 512 bytes wherever it is. */
static void long_runs_are_cut_alike(void **state)
{
	char text[1400];
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t n = 500; n < 1300; n++) {
		const char *words;
		size_t blanks = 0;

		memset(text, 'Q', n);
		words = store_words(&a, text, n);
		for (const char *at = words; *at; at++)
			blanks += *at == ' ';
		assert_int_equal(strlen(words) - blanks, n);
		assert_int_equal(blanks, (n - 1) / 512);
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(tidying_leaves_few_pieces_and_all_words),
		TEST(one_that_is_only_read_is_not_tidied),
		TEST(the_log_of_a_killed_writer_is_taken_home_by_who_reads),
		TEST(texts_become_folded_words),
		TEST(long_runs_are_cut_alike),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
