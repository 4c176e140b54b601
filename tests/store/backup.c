/* Copies of an archive in use. */
#include "../test.h"

#include <signal.h>
#include <sys/wait.h>

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

/* Open the copy as an archive of its own, with the reading state. */
static void open_copy(struct sample *s, const char *path)
{
	struct store_paths paths = s->paths;

	paths.archive = path;
	store_close(s->st);
	must(store_open(&paths, STORE_READ, &s->st, err));
}

static void a_backup_is_the_archive(void **state)
{
	const char *before, *copy;
	struct sample s;

	(void)state;
	sample_new(&s);
	fixture_fill(&s);
	sample_open(&s, STORE_READ);
	before = facts_of(&s);
	copy = arena_printf(&s.arena, "%s/copy.db", s.folder);
	must(store_backup(s.st, STORE_ARCHIVE, copy, false, NULL, NULL, err));
	open_copy(&s, copy);
	facts_same(before, facts_of(&s));
	sample_check(&s);
	unlink(copy);
	sample_free(&s);
}

static void what_is_there_is_not_replaced_unasked(void **state)
{
	struct error fault = {{0}};
	struct sample s;
	struct stat st;

	(void)state;
	sample_new(&s);
	assert_false(store_backup(s.st, STORE_ARCHIVE, s.reader, false, NULL,
				  NULL, &fault));
	assert_non_null(strstr(fault.text, "is there already"));
	assert_int_equal(stat(s.reader, &st), 0);
	assert_true(st.st_size > 0);
	assert_int_equal(
		access(arena_printf(&s.arena, "%s.new", s.reader), F_OK), -1);
	sample_free(&s);
}

/* Write without a pause until killed. */
static void write_on(struct sample *s, int ready)
{
	struct error err;

	s->st = NULL;
	if (!store_open(&s->paths, STORE_WRITE, &s->st, &err))
		_exit(3);
	for (int i = 0;; i++) {
		sample_put(s, arena_printf(&s->arena, "https://b.org/%d", i), i,
			   "Title",
			   arena_printf(&s->arena,
					"{0:Dagny Morrow} counted %d ships.",
					i),
			   STORE_STORED);
		if (i == 5 && write(ready, "", 1) != 1)
			_exit(4);
	}
}

static void a_writer_beside_it_does_not_keep_it_from_ending(void **state)
{
	const char *copy;
	struct sample s;
	int pipes[2], status;
	char byte;
	pid_t child;

	(void)state;
	sample_new(&s);
	fixture_fill(&s);
	assert_int_equal(pipe(pipes), 0);
	child = fork();
	if (child == 0)
		write_on(&s, pipes[1]);
	assert_int_equal(read(pipes[0], &byte, 1), 1);
	for (int i = 0; i < 5; i++) {
		sample_open(&s, STORE_READ);
		copy = arena_printf(&s.arena, "%s/copy.db", s.folder);
		must(store_backup(s.st, STORE_ARCHIVE, copy, i > 0, NULL, NULL,
				  err));
		open_copy(&s, copy);
		sample_check(&s);
		store_close(s.st);
		s.st = NULL;
	}
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	unlink(copy);
	sample_free(&s);
}

static void a_damaged_archive_makes_no_backup(void **state)
{
	struct error fault = {{0}};
	const char *copy;
	struct sample s;
	FILE *f;

	(void)state;
	sample_new(&s);
	fixture_fill(&s);
	f = fopen(s.archive, "r+b");
	assert_non_null(f);
	fseek(f, 4096 * 12, SEEK_SET);
	for (int i = 0; i < 4096 * 4; i++)
		fputc(0x55, f);
	fclose(f);
	sample_open(&s, STORE_READ);
	copy = arena_printf(&s.arena, "%s/copy.db", s.folder);
	assert_false(store_backup(s.st, STORE_ARCHIVE, copy, false, NULL, NULL,
				  &fault));
	assert_int_equal(access(copy, F_OK), -1);
	sample_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_backup_is_the_archive),
		TEST(what_is_there_is_not_replaced_unasked),
		TEST(a_writer_beside_it_does_not_keep_it_from_ending),
		TEST(a_damaged_archive_makes_no_backup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
