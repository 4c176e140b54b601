/* No list may read what it does not show: every statement that lists is one
 * range of an index. */
#include "../test.h"

#include "sample.h"
#include "store/sql.h"

static void every_list_is_one_range(void **state)
{
	struct sample s;
	sqlite3 *db[SQL_FILES] = {NULL};
	const char *paths[SQL_FILES];
	char originals[128];

	(void)state;
	sample_new(&s);
	snprintf(originals, sizeof(originals), "%s/originals.db", s.folder);
	paths[SQL_ARCHIVE] = s.archive;
	paths[SQL_ORIGINALS] = originals;
	paths[SQL_READER] = s.reader;
	for (int i = 0; i < SQL_FILES; i++)
		assert_int_equal(sqlite3_open(paths[i], &db[i]), SQLITE_OK);
	for (int i = 0; i < SQLS; i++) {
		const struct sql_text *t = &sql_texts[i];
		char *explain = arena_printf(&s.arena, "EXPLAIN QUERY PLAN %s",
					     t->text);
		sqlite3_stmt *stmt = NULL;

		assert_int_equal(sqlite3_prepare_v2(db[t->file], t->text, -1,
						    &stmt, NULL),
				 SQLITE_OK);
		sqlite3_finalize(stmt);
		if (!t->is_list)
			continue;
		assert_int_equal(sqlite3_prepare_v2(db[t->file], explain, -1,
						    &stmt, NULL),
				 SQLITE_OK);
		while (sqlite3_step(stmt) == SQLITE_ROW) {
			const char *step =
				(const char *)sqlite3_column_text(stmt, 3);

			if (strstr(step, "TEMP B-TREE") ||
			    (!strncmp(step, "SCAN", 4) &&
			     !strstr(step, "USING")))
				fail_msg("%s: %s", t->name, step);
		}
		sqlite3_finalize(stmt);
	}
	for (int i = 0; i < SQL_FILES; i++)
		sqlite3_close(db[i]);
	sample_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_list_is_one_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
