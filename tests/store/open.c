/* Places and files that are not as they should be: one clear line says what to
 * do, and nothing that was there is overwritten. */
#include "../test.h"

#include <errno.h>
#include <sqlite3.h>
#include <sys/wait.h>

#include "fixture.h"

enum what {
	FILE_IS_READ_ONLY,
	FOLDER_IS_READ_ONLY,
	BOTH_ARE_READ_ONLY,
	FILE_IS_ANOTHERS,
	FOLDER_IS_ANOTHERS,
	FILE_IS_GARBAGE,
	FILE_IS_CUT,
	FILE_IS_A_FOLDER,
	FILE_IS_GONE,
	FOLDER_IS_GONE,
	LOG_WITHOUT_FILE,
	LOG_WITH_EMPTY_FILE,
	SCHEMA_IS_NEWER,
	LOG_IN_READ_ONLY_FOLDER,
};

#define OPENS NULL

static const struct {
	enum what what;
	const char *reads, *writes; /* words of the message */
} rows[] = {
	{FILE_IS_READ_ONLY, OPENS, "may not be written"},
	{FOLDER_IS_READ_ONLY, OPENS, "folder may not be written"},
	{BOTH_ARE_READ_ONLY, OPENS, "may not be written"},
	{FILE_IS_ANOTHERS, "Permission denied", "Permission denied"},
	{FOLDER_IS_ANOTHERS, "Permission denied", "Permission denied"},
	{FILE_IS_GARBAGE, "is no archive of gazette",
	 "is no archive of gazette"},
	{FILE_IS_CUT, "restore it from a backup", "restore it from a backup"},
	{FILE_IS_A_FOLDER, "is a folder", "is a folder"},
	{FILE_IS_GONE, "No such file", OPENS},
	{FOLDER_IS_GONE, "No such file", "No such file"},
	{LOG_WITHOUT_FILE, "No such file", "put its archive back"},
	{LOG_WITH_EMPTY_FILE, "put its archive back", "put its archive back"},
	{SCHEMA_IS_NEWER, "update gazette", "update gazette"},
	{LOG_IN_READ_ONLY_FOLDER, "where its folder may be written",
	 "folder may not be written"},
};

static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static const char *log_of(struct sample *s)
{
	return arena_printf(&s->arena, "%s-wal", s->archive);
}

/* Commits that are in the log alone: the writer ends without going home. */
static void leave_log(struct sample *s)
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		sample_open(s, STORE_WRITE);
		sample_put(s, "https://example.org/log", 3, "In the log",
			   "Of {0:Kolvik}.", STORE_STORED);
		_exit(0);
	}
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
	assert_int_equal(access(log_of(s), F_OK), 0);
	unlink(arena_printf(&s->arena, "%s-shm", s->archive));
}

static void prepare(struct sample *s, enum what what)
{
	sample_new(s);
	fixture_fill(s);
	chmod(s->folder, 0777);
	chmod(s->archive, 0666);
	chmod(s->reader, 0666);
	chmod(arena_printf(&s->arena, "%s/originals.db", s->folder), 0666);
	switch (what) {
	case BOTH_ARE_READ_ONLY:
		chmod(s->folder, 0555);
		/* fall through */
	case FILE_IS_READ_ONLY:
		chmod(s->archive, 0444);
		break;
	case LOG_IN_READ_ONLY_FOLDER:
		leave_log(s);
		/* fall through */
	case FOLDER_IS_READ_ONLY:
		chmod(s->folder, 0555);
		break;
	case FILE_IS_ANOTHERS:
		chmod(s->archive, 0600);
		break;
	case FOLDER_IS_ANOTHERS:
		chmod(s->folder, 0700);
		break;
	case FILE_IS_GARBAGE:
		write_file(s->archive, "a letter to my grandmother, no "
				       "archive at all");
		break;
	case FILE_IS_CUT:
		assert_int_equal(truncate(s->archive, 4096 * 5), 0);
		break;
	case FILE_IS_A_FOLDER:
		unlink(s->archive);
		assert_int_equal(mkdir(s->archive, 0777), 0);
		break;
	case FILE_IS_GONE:
		unlink(s->archive);
		break;
	case FOLDER_IS_GONE:
		snprintf(s->archive, sizeof(s->archive), "%s/none/archive.db",
			 s->folder);
		break;
	case LOG_WITHOUT_FILE:
		leave_log(s);
		unlink(s->archive);
		break;
	case LOG_WITH_EMPTY_FILE:
		leave_log(s);
		write_file(s->archive, "");
		break;
	case SCHEMA_IS_NEWER:
		fixture_sql(s->archive, "PRAGMA user_version = 4711");
		break;
	}
}

/* Open it and read; the first failure, or that there is none. */
static void try_it(struct sample *s, enum store_mode mode, struct error *err)
{
	struct store_page page = {.limit = 50};
	struct article_rows articles;

	err->text[0] = '\0';
	if (!store_open(&s->paths, mode, &s->st, err))
		return;
	if (store_articles(s->st, &s->arena, &page, &articles, err))
		err->text[0] = '\0';
	store_close(s->st);
	s->st = NULL;
}

static uint64_t sum_of(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint64_t sum = 5381;
	int c;

	if (!f)
		return sum;
	while ((c = fgetc(f)) != EOF)
		sum = sum * 33 + (unsigned)c;
	fclose(f);
	return sum;
}

/* In a process of somebody without rights; 0: as expected. */
static int as_nobody(struct sample *s, enum store_mode mode, const char *why)
{
	struct error err;

	if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
		return 0; /* cannot be tried here */
	try_it(s, mode, &err);
	if (why ? strstr(err.text, why) != NULL : !err.text[0])
		return strchr(err.text, '\n') != NULL;
	fprintf(stderr, "# '%s' instead of '%s'\n", err.text,
		why ? why : "nothing");
	return 1;
}

static void say_what_is_wrong(enum store_mode mode)
{
	for (size_t i = 0; i < array_length(rows); i++) {
		const char *why =
			mode == STORE_READ ? rows[i].reads : rows[i].writes;
		uint64_t before, log_before;
		struct sample s;
		int status;
		pid_t child;

		prepare(&s, rows[i].what);
		before = sum_of(s.archive);
		log_before = sum_of(log_of(&s));
		child = fork();
		if (child == 0)
			_exit(as_nobody(&s, mode, why));
		waitpid(child, &status, 0);
		if (status != 0)
			fail_msg("row %zu, mode %d", i, mode);
		if (why) { /* nothing was overwritten */
			assert_true(sum_of(s.archive) == before);
			assert_true(sum_of(log_of(&s)) == log_before);
		}
		chmod(s.folder, 0700);
		rmdir(s.archive);
		sample_free(&s);
	}
}

static void who_reads_hears_what_is_wrong(void **state)
{
	(void)state;
	say_what_is_wrong(STORE_READ);
}

static void who_writes_hears_what_is_wrong(void **state)
{
	(void)state;
	say_what_is_wrong(STORE_WRITE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(who_reads_hears_what_is_wrong),
		TEST(who_writes_hears_what_is_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
