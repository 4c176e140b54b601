/* Archives of every schema that was released, brought to the newest.
 *
 * schemas/N/ holds an archive that a program of schema N wrote (its files
 * packed by gzip) and what that program knew of it, facts.txt.  Before a schema
 * is left, `MAKE_FIXTURE=FOLDER tests/store/migrate` writes such a folder.
 */
#include "../test.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <zlib.h>

#include "base/file.h"
#include "fixture-user.h"
#include "store/schema.h"
#include "store/sql.h"

static const char *const parts[] = {"archive.db", "originals.db", "reader.db"};

static void pack(const char *from, const char *to)
{
	FILE *in = fopen(from, "rb");
	gzFile out = gzopen(to, "wb9");
	char bytes[4096];
	size_t n;

	assert_non_null(in);
	assert_non_null(out);
	while ((n = fread(bytes, 1, sizeof(bytes), in)) > 0)
		assert_int_equal(gzwrite(out, bytes, (unsigned)n), n);
	fclose(in);
	assert_int_equal(gzclose(out), Z_OK);
}

/* What a program of a schema could know. */
static void facts_since(struct sample *s, int schema, struct str *out)
{
	facts_write(s, out);
	if (schema >= 2)
		facts_user(s, out);
}

static void make_fixture(const char *folder)
{
	struct sample s;
	struct str facts = {0};
	FILE *f;

	sample_new(&s);
	fixture_fill(&s);
	fixture_user(&s);
	sample_open(&s, STORE_READ);
	facts_since(&s, store_schemas[SQL_ARCHIVE].newest, &facts);
	store_close(s.st);
	s.st = NULL;
	for (size_t i = 0; i < 3; i++)
		pack(arena_printf(&s.arena, "%s/%s", s.folder, parts[i]),
		     arena_printf(&s.arena, "%s/%s.gz", folder, parts[i]));
	f = fopen(arena_printf(&s.arena, "%s/facts.txt", folder), "wb");
	assert_non_null(f);
	assert_int_equal(fwrite(facts.at, 1, facts.len, f), facts.len);
	assert_int_equal(fclose(f), 0);
	str_free(&facts);
	sample_free(&s);
}

static void fixture(void **state)
{
	(void)state;
	make_fixture(getenv("MAKE_FIXTURE"));
}

/* ---- what was kept ---- */

static const char *schemas_folder(struct arena *a)
{
	return arena_printf(a, "%s/tests/store/schemas", getenv("SOURCES"));
}

static void unpack(const char *from, const char *to)
{
	gzFile in = gzopen(from, "rb");
	FILE *out = fopen(to, "wb");
	char bytes[4096];
	int n;

	assert_non_null(in);
	assert_non_null(out);
	while ((n = gzread(in, bytes, sizeof(bytes))) > 0)
		assert_int_equal(fwrite(bytes, 1, (size_t)n, out), n);
	assert_int_equal(gzclose(in), Z_OK);
	assert_int_equal(fclose(out), 0);
}

/* The archive of an older schema, not yet opened. */
static void old_sample(struct sample *s, int schema)
{
	sample_new(s);
	store_close(s->st);
	s->st = NULL;
	for (size_t i = 0; i < 3; i++)
		unpack(arena_printf(&s->arena, "%s/%d/%s.gz",
				    schemas_folder(&s->arena), schema,
				    parts[i]),
		       arena_printf(&s->arena, "%s/%s", s->folder, parts[i]));
}

static const char *copy_of(struct sample *s, size_t part, int schema)
{
	return arena_printf(&s->arena, "%s/%s.schema%d.bak", s->folder,
			    parts[part], schema);
}

static void free_old(struct sample *s, int schema)
{
	for (size_t i = 0; i < 3; i++) {
		unlink(copy_of(s, i, schema));
		unlink(arena_printf(&s->arena, "%s.new",
				    copy_of(s, i, schema)));
	}
	sample_free(s);
}

static void knows_the_facts(struct sample *s, int schema)
{
	struct slice expected;
	struct str facts = {0};

	must(file_map(arena_printf(&s->arena, "%s/%d/facts.txt",
				   schemas_folder(&s->arena), schema),
		      1 << 20, &expected, err));
	facts_since(s, schema, &facts);
	facts_same(arena_copy(&s->arena, expected.at, expected.len), facts.at);
	str_free(&facts);
	sample_check(s);
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

static void is_a_whole_copy(const char *path, int schema)
{
	assert_int_equal(number_in(path, "PRAGMA user_version"), schema);
	assert_int_equal(number_in(path, "SELECT count(*) FROM"
					 " pragma_integrity_check WHERE"
					 " integrity_check = 'ok'"),
			 1);
}

/* Run a test with every schema that is kept. */
static void with_each(void (*test)(int schema))
{
	struct arena a;
	const char *folder;
	unsigned n = 0;

	arena_init(&a);
	folder = schemas_folder(&a);
	for (int schema = 1;
	     access(arena_printf(&a, "%s/%d", folder, schema), F_OK) == 0;
	     schema++, n++)
		test(schema);
	assert_true(n >= 1);
	arena_free(&a);
}

struct told {
	unsigned reports, done;
	char last[400];
};

static void tell(void *self, const char *what, unsigned percent)
{
	struct told *told = self;

	told->reports++;
	told->done += percent == 100;
	snprintf(told->last, sizeof(told->last), "%s", what);
}

static void is_brought_up(int schema)
{
	struct told told = {0};
	struct sample s;
	struct stat st;
	uint32_t articles;

	old_sample(&s, schema);
	s.paths.progress = tell;
	s.paths.self = &told;
	sample_open(&s, STORE_WRITE);
	knows_the_facts(&s, schema);
	if (told.done) {
		assert_non_null(strstr(told.last, ".bak'"));
		is_a_whole_copy(copy_of(&s, 0, schema), schema);
		is_a_whole_copy(copy_of(&s, 2, schema), schema);
		assert_int_equal(stat(copy_of(&s, 0, schema), &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
	}
	articles = sample_entity(&s, "Dagny Morrow").articles;
	sample_put(&s, "https://example.org/new", 99, "New",
		   "{0:Dagny Morrow} came back to {1:Kolvik}.", STORE_STORED);
	assert_int_equal(sample_entity(&s, "Dagny Morrow").articles,
			 articles + 1);
	sample_check(&s);
	free_old(&s, schema);
}

static void an_older_archive_keeps_all_it_knows(void **state)
{
	(void)state;
	with_each(is_brought_up);
}

/* Undo all that a user said, the last first. */
static void takes_back(int schema)
{
	struct edit_rows log;
	struct edit_done done;
	struct sample s;
	uint32_t n;

	if (schema < 2)
		return;
	old_sample(&s, schema);
	sample_open(&s, STORE_WRITE);
	must(store_removal_undo(s.st, s.known, 0, &n, err));
	assert_int_equal(n, 1);
	must(store_edits(s.st, &s.arena, 0, false, FACTS_MOST, &log, err));
	for (uint32_t i = log.n; i-- > 0;) {
		if (log.at[i].holds)
			must(store_edit_undo(s.st, &s.arena, log.at[i].n, false,
					     &done, err));
	}
	assert_int_equal(sample_entity(&s, "Tove Lindkvist").articles, 1);
	assert_int_equal(sample_entity(&s, "Ansa Keld").articles, 1);
	assert_int_equal(sample_entity(&s, "Ostrel").articles, 3);
	sample_check(&s);
	free_old(&s, schema);
}

static void what_was_said_can_still_be_taken_back(void **state)
{
	(void)state;
	with_each(takes_back);
}

static void is_brought_up_to_be_read(int schema)
{
	struct sample s;

	old_sample(&s, schema);
	sample_open(&s, STORE_READ);
	knows_the_facts(&s, schema);
	free_old(&s, schema);
}

static void who_only_reads_brings_it_up_too(void **state)
{
	(void)state;
	with_each(is_brought_up_to_be_read);
}

/* ---- not alone ---- */

static void hold_open(struct sample *s, const char *sql, sqlite3 **db)
{
	assert_int_equal(sqlite3_open(s->archive, db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(*db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static void refuses(struct sample *s, enum store_mode mode, const char *why)
{
	struct error err = {{0}};

	assert_false(store_open(&s->paths, mode, &s->st, &err));
	assert_null(s->st);
	if (!strstr(err.text, why))
		fail_msg("'%s' does not say '%s'", err.text, why);
}

static void an_archive_in_use_is_left_as_it_is(void **state)
{
	struct sample s;
	sqlite3 *other;

	(void)state;
	old_sample(&s, 1);
	hold_open(&s, "SELECT * FROM meta", &other);
	refuses(&s, STORE_WRITE, "end every other gazette");
	assert_int_equal(access(copy_of(&s, 0, 1), F_OK), -1);
	sqlite3_close(other);
	assert_int_equal(number_in(s.archive, "PRAGMA user_version"), 1);
	sample_open(&s, STORE_WRITE);
	knows_the_facts(&s, 1);
	free_old(&s, 1);
}

static void the_copy_of_another_archive_is_not_replaced(void **state)
{
	struct sample s;

	(void)state;
	old_sample(&s, 1);
	unpack(arena_printf(&s.arena, "%s/1/archive.db.gz",
			    schemas_folder(&s.arena)),
	       copy_of(&s, 0, 1));
	fixture_sql(copy_of(&s, 0, 1),
		    "UPDATE meta SET value = x'00' WHERE name = 'uid'");
	refuses(&s, STORE_WRITE, "move '");
	assert_int_equal(number_in(s.archive, "PRAGMA user_version"), 1);
	assert_int_equal(number_in(copy_of(&s, 0, 1),
				   "SELECT value = x'00' FROM meta WHERE name "
				   "= 'uid'"),
			 1);
	free_old(&s, 1);
}

static void the_copy_of_a_run_that_ended_early_is_replaced(void **state)
{
	struct sample s;

	(void)state;
	old_sample(&s, 1);
	unpack(arena_printf(&s.arena, "%s/1/archive.db.gz",
			    schemas_folder(&s.arena)),
	       copy_of(&s, 0, 1));
	fixture_sql(s.archive, "UPDATE article SET source = 'Changed since'");
	sample_open(&s, STORE_WRITE);
	assert_int_equal(number_in(copy_of(&s, 0, 1),
				   "SELECT count(*) FROM article WHERE source "
				   "= 'Changed since'"),
			 5);
	free_old(&s, 1);
}

/* What may only be read cannot be brought up; it is said, and left alone. */
static int as_nobody(struct sample *s)
{
	struct error err = {{0}};

	if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
		return 0; /* cannot be tried here */
	if (store_open(&s->paths, STORE_READ, &s->st, &err))
		return 1;
	return strstr(err.text, "has schema 1, this gazette reads") ? 0 : 2;
}

static void an_older_archive_nobody_may_write_is_said_to_be(void **state)
{
	struct sample s;
	int status;
	pid_t child;

	(void)state;
	old_sample(&s, 1);
	chmod(s.archive, 0444);
	chmod(s.folder, 0555);
	child = fork();
	if (child == 0)
		_exit(as_nobody(&s));
	waitpid(child, &status, 0);
	chmod(s.folder, 0755);
	assert_int_equal(status, 0);
	free_old(&s, 1);
}

/* ---- killed ---- */

static int64_t now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000) + now.tv_nsec / 1000;
}

/* Bring it up in a child that is killed after so many microseconds; -1: not
 * killed.  Returns how long the child took. */
static int64_t bring_up(struct sample *s, int64_t kill_us)
{
	int64_t start = now_us();
	int status;
	pid_t child = fork();

	if (child == 0) {
		struct error err;

		_exit(store_open(&s->paths, STORE_WRITE, &s->st, &err) ? 0 : 3);
	}
	if (kill_us >= 0) {
		const struct timespec wait = {0, kill_us * 1000};

		nanosleep(&wait, NULL);
		kill(child, SIGKILL);
	}
	waitpid(child, &status, 0);
	if (kill_us < 0)
		assert_int_equal(status, 0);
	return now_us() - start;
}

static void is_killed_after(int schema, int64_t us)
{
	struct sample s;
	const char *copy;

	old_sample(&s, schema);
	bring_up(&s, us);
	copy = copy_of(&s, 0, schema);
	if (access(copy, F_OK) == 0)
		is_a_whole_copy(copy, schema);
	sample_open(&s, STORE_WRITE);
	knows_the_facts(&s, schema);
	is_a_whole_copy(copy, schema);
	assert_int_equal(access(arena_printf(&s.arena, "%s.new", copy), F_OK),
			 -1);
	free_old(&s, schema);
}

static void is_killed_at_many_moments(int schema)
{
	const char *asked = getenv("KILLS");
	int64_t kills = asked ? atoll(asked) : 25, whole;
	struct sample s;

	old_sample(&s, schema);
	whole = bring_up(&s, -1);
	free_old(&s, schema);
	if (store_schemas[SQL_ARCHIVE].newest == schema)
		return;
	for (int64_t i = 0; i < kills; i++)
		is_killed_after(schema, whole * i / kills);
}

static void whoever_is_killed_meanwhile_loses_nothing(void **state)
{
	(void)state;
	with_each(is_killed_at_many_moments);
}

int main(void)
{
	const struct CMUnitTest make[] = {TEST(fixture)};
	const struct CMUnitTest tests[] = {
		TEST(an_older_archive_keeps_all_it_knows),
		TEST(what_was_said_can_still_be_taken_back),
		TEST(who_only_reads_brings_it_up_too),
		TEST(an_archive_in_use_is_left_as_it_is),
		TEST(the_copy_of_another_archive_is_not_replaced),
		TEST(the_copy_of_a_run_that_ended_early_is_replaced),
		TEST(an_older_archive_nobody_may_write_is_said_to_be),
		TEST(whoever_is_killed_meanwhile_loses_nothing),
	};

	if (getenv("MAKE_FIXTURE"))
		return cmocka_run_group_tests(make, NULL, NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
