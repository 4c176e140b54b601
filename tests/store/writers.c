/* Several processes on one archive, and processes that are killed. */
#include "../test.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "sample.h"

#define ARTICLES 60

static struct article *numbered(struct sample *s, int i)
{
	struct article *art = sample_article(
		&s->arena, "Number",
		arena_printf(&s->arena,
			     "{0:Antony Blinken} counted to %d in {1:Rafah}. "
			     "<0:It is %d,> said {0:Blinken}.",
			     i, i * 7919));

	art->url = arena_printf(&s->arena, "https://example.org/%d", i);
	art->published = (struct when){SAMPLE_TIME + i * 60, 0, WHEN_SECOND};
	article_key_set(art);
	return art;
}

/* Put all articles; tell each that is safe as a byte of a pipe. */
static void put_all(struct sample *s, int say, bool in_batches)
{
	struct error err;

	s->st = NULL;
	if (!store_open(&s->paths, STORE_WRITE, &s->st, &err))
		_exit(3);
	for (int i = 0; i < ARTICLES; i++) {
		unsigned char number = (unsigned char)i;
		enum store_how how;
		int64_t id;

		if (in_batches && i % 8 == 0 && !store_batch_begin(s->st, &err))
			_exit(3);
		if (!store_article_put(s->st, s->known, numbered(s, i), NULL,
				       &how, &id, &err)) {
			fprintf(stderr, "# %s\n", err.text);
			_exit(4);
		}
		if (in_batches && i % 8 != 7)
			continue;
		if (in_batches && !store_batch_commit(s->st, &err))
			_exit(5);
		if (say >= 0 && write(say, &number, 1) != 1)
			_exit(6);
	}
	if (in_batches && !store_batch_commit(s->st, &err))
		_exit(5);
	store_close(s->st);
	_exit(0);
}

static void two_writers_store_nothing_twice(void **state)
{
	struct store_counts counts;
	struct sample s;
	pid_t child[2];

	(void)state;
	sample_new(&s);
	store_close(s.st);
	s.st = NULL;
	for (int i = 0; i < 2; i++) {
		child[i] = fork();
		if (child[i] == 0)
			put_all(&s, -1, i == 0);
	}
	for (int i = 0; i < 2; i++) {
		int status;

		waitpid(child[i], &status, 0);
		assert_int_equal(status, 0);
	}
	sample_open(&s, STORE_WRITE);
	must(store_counts(s.st, &counts, err));
	assert_int_equal(counts.articles, ARTICLES);
	assert_int_equal(counts.quotes, ARTICLES);
	sample_check(&s);
	sample_free(&s);
}

/* Kill the writer after so many milliseconds; what it said is safe must be
 * there, and nothing by half. */
static void kill_after(long ms)
{
	const struct timespec wait = {ms / 1000, ms % 1000 * 1000000};
	struct store_counts counts;
	unsigned char number = 0, last = 0;
	bool any = false;
	struct sample s;
	int pipes[2], status;
	pid_t child;

	sample_new(&s);
	store_close(s.st);
	s.st = NULL;
	assert_int_equal(pipe(pipes), 0);
	child = fork();
	if (child == 0)
		put_all(&s, pipes[1], true);
	close(pipes[1]);
	nanosleep(&wait, NULL);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	while (read(pipes[0], &number, 1) == 1) {
		last = number;
		any = true;
	}
	close(pipes[0]);
	sample_open(&s, STORE_WRITE);
	must(store_counts(s.st, &counts, err));
	if (any)
		assert_true(counts.articles > last);
	sample_check(&s);
	/* and the rest can be stored behind it */
	for (int i = 0; i < ARTICLES; i++) {
		enum store_how how;
		int64_t id;

		must(store_article_put(s.st, s.known, numbered(&s, i), NULL,
				       &how, &id, err));
	}
	must(store_counts(s.st, &counts, err));
	assert_int_equal(counts.articles, ARTICLES);
	sample_check(&s);
	sample_free(&s);
}

static void a_killed_writer_leaves_a_whole_archive(void **state)
{
	(void)state;
	for (long ms = 1; ms < 60; ms += 5)
		kill_after(ms);
}

static void a_reader_sees_that_another_wrote(void **state)
{
	struct sample s, other;
	int64_t before;

	(void)state;
	sample_new(&s);
	other = s;
	sample_open(&other, STORE_READ);
	before = store_data_version(other.st);
	sample_put(&s, "https://example.org/x", 0, "X", "Of {0:Rafah}.",
		   STORE_STORED);
	assert_true(store_data_version(other.st) != before);
	assert_int_equal(sample_entity(&other, "Rafah").articles, 1);
	store_close(other.st);
	sample_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(two_writers_store_nothing_twice),
		TEST(a_killed_writer_leaves_a_whole_archive),
		TEST(a_reader_sees_that_another_wrote),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
