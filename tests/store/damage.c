/* Archives that are none, are newer, may not be written, or are damaged. */
#include "../test.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/wait.h>

#include "sample.h"

#define TEXT_OF                                                                \
	"{0:Antony Blinken} in {1:Rafah}. <0:We stay,> {0:Blinken} said."

static void write_file(const char *path, const char *bytes, size_t len)
{
	FILE *f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

static char *read_file(struct arena *a, const char *path, size_t *len)
{
	FILE *f = fopen(path, "rb");
	char *bytes;

	assert_non_null(f);
	fseek(f, 0, SEEK_END);
	*len = (size_t)ftell(f);
	rewind(f);
	bytes = arena_alloc(a, *len + 1);
	assert_int_equal(fread(bytes, 1, *len, f), *len);
	fclose(f);
	return bytes;
}

static void refuses(struct sample *s, enum store_mode mode, const char *why)
{
	struct store *st;
	struct error err = {{0}};

	assert_false(store_open(&s->paths, mode, &st, &err));
	assert_null(st);
	if (!strstr(err.text, why))
		fail_msg("'%s' does not say '%s'", err.text, why);
}

static void closed_sample(struct sample *s)
{
	sample_new(s);
	sample_put(s, "https://example.org/1", 0, "One", TEXT_OF, STORE_STORED);
	store_close(s->st);
	s->st = NULL;
}

static void garbage_is_refused_and_left_alone(void **state)
{
	static const char garbage[] = "this is a letter to my grandmother, "
				      "and no archive of any kind at all";
	struct sample s;
	size_t len;

	(void)state;
	closed_sample(&s);
	write_file(s.archive, garbage, sizeof(garbage));
	refuses(&s, STORE_WRITE, "is no archive of gazette");
	refuses(&s, STORE_READ, "is no archive of gazette");
	assert_memory_equal(read_file(&s.arena, s.archive, &len), garbage,
			    sizeof(garbage));
	sample_free(&s);
}

static void change(struct sample *s, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(s->archive, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void another_programs_database_is_refused(void **state)
{
	struct sample s;

	(void)state;
	closed_sample(&s);
	change(&s, "PRAGMA application_id = 77");
	refuses(&s, STORE_WRITE, "is no archive of gazette");
	change(&s, "PRAGMA application_id = 0");
	refuses(&s, STORE_READ, "is no archive of gazette");
	sample_free(&s);
}

static void a_newer_schema_is_refused(void **state)
{
	struct sample s;

	(void)state;
	closed_sample(&s);
	change(&s, "PRAGMA user_version = 4711");
	refuses(&s, STORE_WRITE, "newer gazette (schema 4711");
	refuses(&s, STORE_READ, "update gazette");
	sample_free(&s);
}

static void an_archive_that_is_not_there_is_not_made_to_be_read(void **state)
{
	struct sample s;

	(void)state;
	closed_sample(&s);
	unlink(s.archive);
	refuses(&s, STORE_READ, "No such file");
	assert_int_equal(access(s.archive, F_OK), -1);
	sample_free(&s);
}

static void an_empty_file_becomes_an_archive(void **state)
{
	struct sample s;

	(void)state;
	closed_sample(&s);
	write_file(s.archive, "", 0);
	refuses(&s, STORE_READ, "is no archive");
	sample_open(&s, STORE_WRITE);
	sample_check(&s);
	sample_free(&s);
}

static void a_new_archive_is_private(void **state)
{
	struct stat st;
	struct sample s;

	(void)state;
	sample_new(&s);
	assert_int_equal(stat(s.archive, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	sample_free(&s);
}

/* As somebody without any right: root may write everywhere. */
static int as_nobody(struct sample *s)
{
	struct article_rows rows;
	struct store_page page = {.limit = 5};
	struct error err = {{0}};
	struct article *art;
	int64_t id;

	if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
		return 0; /* cannot be tried here */
	if (!store_open(&s->paths, STORE_READ, &s->st, &err)) {
		fprintf(stderr, "# %s\n", err.text);
		return 1;
	}
	if (!store_articles(s->st, &s->arena, &page, &rows, &err) ||
	    rows.n != 1)
		return 2;
	id = rows.at[0].art->id;
	if (!store_article_get(s->st, &s->arena, id, &art, &err) || !art)
		return 3;
	if (store_is_writable(s->st) || store_read_set(s->st, id, true, &err) ||
	    store_batch_begin(s->st, &err))
		return 4;
	store_close(s->st);
	return store_open(&s->paths, STORE_WRITE, &s->st, &err) ? 5 : 0;
}

static void an_archive_nobody_may_write_is_read(void **state)
{
	struct sample s;
	int status;
	pid_t child;

	(void)state;
	closed_sample(&s);
	chmod(s.archive, 0444);
	chmod(s.folder, 0555);
	child = fork();
	if (child == 0)
		_exit(as_nobody(&s));
	waitpid(child, &status, 0);
	chmod(s.folder, 0755);
	chmod(s.archive, 0600);
	assert_int_equal(status, 0);
	sample_free(&s);
}

/* ---- damage ---- */

static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Read everything there is; failures are well, crashes are not. */
static void read_all(struct sample *s)
{
	struct store_page page = {.limit = 50};
	struct quote_spec spec = {.kind = -1, .limit = 50};
	struct walk_spec walk = {.kind = WALK_WORDS, .words = "rafah"};
	struct article_rows rows = {0};
	struct entity_rows names = {0};
	struct quote_rows quotes;
	struct store_walk *w;
	struct company_row *company;
	struct entity_form *forms;
	struct article *art;
	struct error err;
	struct store_checked checked;
	uint32_t n;

	if (store_articles(s->st, &s->arena, &page, &rows, &err)) {
		for (uint32_t i = 0; i < rows.n; i++) {
			(void)!store_article_get(s->st, &s->arena,
						 rows.at[i].art->id, &art,
						 &err);
			(void)!store_copies(s->st, &s->arena,
					    rows.at[i].art->id, &rows, &err);
		}
	}
	(void)!store_quotes(s->st, &s->arena, &spec, &quotes, &err);
	(void)!store_entities_named(s->st, &s->arena, "bliken", true, &names,
				    &err);
	if (store_entities(s->st, &s->arena, "", 0, 0, 50, &names, &err)) {
		for (uint32_t i = 0; i < names.n; i++) {
			(void)!store_entity_company(s->st, &s->arena,
						    names.at[i].id, 9, &company,
						    &n, &err);
			(void)!store_entity_forms(s->st, &s->arena,
						  names.at[i].id, &forms, &n,
						  &err);
			(void)!store_entity_articles(s->st, &s->arena,
						     names.at[i].id, &page,
						     &rows, &err);
		}
	}
	if (store_walk_open(s->st, &walk, &w, &err)) {
		store_walk_next(w, INT64_MAX);
		store_walk_size(w);
		store_walk_close(w);
	}
	(void)!store_check(s->st, NULL, NULL, &checked, &err);
}

#define MUTATIONS 150

static void damage_gives_errors_never_crashes(void **state)
{
	struct sample s;
	uint32_t seed = 42;
	char *whole;
	size_t len;

	(void)state;
	sample_new(&s);
	for (int i = 0; i < 12; i++)
		sample_put(&s,
			   arena_printf(&s.arena, "https://example.org/%d", i),
			   i, "Title",
			   arena_printf(&s.arena, "%d: " TEXT_OF, i * 31),
			   STORE_STORED);
	store_close(s.st);
	whole = read_file(&s.arena, s.archive, &len);
	for (int i = 0; i < MUTATIONS; i++) {
		char *bytes = arena_copy(&s.arena, whole, len);
		size_t keep = i % 10 == 9 ? next(&seed) % len : len;
		struct error err;

		for (int k = 0; k < 1 + i % 40; k++)
			bytes[100 + next(&seed) % (len - 100)] =
				(char)next(&seed);
		write_file(s.archive, bytes, keep);
		s.st = NULL;
		if (!store_open(&s.paths, i % 2 ? STORE_WRITE : STORE_READ,
				&s.st, &err))
			continue;
		read_all(&s);
		if (i % 2) {
			struct article *art = sample_article(&s.arena, "New",
							     TEXT_OF " Again.");
			enum store_how how;
			int64_t id;

			article_key_set(art);
			(void)!store_article_put(s.st, s.known, art, NULL, &how,
						 &id, &err);
		}
		store_close(s.st);
		s.st = NULL;
	}
	sample_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(garbage_is_refused_and_left_alone),
		TEST(another_programs_database_is_refused),
		TEST(a_newer_schema_is_refused),
		TEST(an_archive_that_is_not_there_is_not_made_to_be_read),
		TEST(an_empty_file_becomes_an_archive),
		TEST(a_new_archive_is_private),
		TEST(an_archive_nobody_may_write_is_read),
		TEST(damage_gives_errors_never_crashes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
