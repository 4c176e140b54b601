/* SQLite behind a small door: three files, one table of statements.
 *
 * A statement is prepared when it is first used and kept.  The first failure
 * is kept too and makes all that follows a no-op that finds nothing, so that
 * callers test once, at their end, with sql_ok.
 */
#ifndef GAZETTE_STORE_SQL_H
#define GAZETTE_STORE_SQL_H

#include <sqlite3.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"

enum sql_file { SQL_ARCHIVE, SQL_ORIGINALS, SQL_READER, SQL_FILES };

enum sql_id {
#define SQL(name, file, is_list, text) SQL_##name,
#include "store/sql.def"
#undef SQL
	SQLS
};

struct sql_text {
	const char *name;
	uint8_t file; /* enum sql_file */
	bool is_list; /* its plan must be a range: no SCAN, no TEMP B-TREE */
	const char *text;
};

extern const struct sql_text sql_texts[SQLS];

/* store.h */
typedef void store_progress(void *self, const char *what, unsigned percent);

struct sql {
	sqlite3 *db[SQL_FILES]; /* NULL: not open */
	const char *path[SQL_FILES];
	sqlite3_stmt *stmt[SQLS];
	struct error fault; /* "" while nothing failed */
	bool failed;
	store_progress *progress; /* of a migration, or NULL */
	void *self;
};

/* Open a file; make it or bring it up to the newest schema when may_write.
 * Errors  false with the file named; nothing stays open. */
MUST_CHECK bool sql_open(struct sql *q, enum sql_file file, const char *path,
			 bool may_write, struct error *err);
void sql_close(struct sql *q, enum sql_file file);

struct sql_value {
	uint8_t kind; /* SQLITE_INTEGER, SQLITE_TEXT, SQLITE_BLOB */
	int64_t number;
	const char *at;
	size_t len;
};

#define INT(n)  ((struct sql_value){.kind = SQLITE_INTEGER, .number = (n)})
#define TEXT(s) sql_text_value(s)
#define BLOB(p, n)                                                             \
	((struct sql_value){                                                   \
		.kind = SQLITE_BLOB, .at = (const char *)(p), .len = (n)})
#define BIND(...)                                                              \
	(const struct sql_value[]){__VA_ARGS__},                               \
		sizeof((const struct sql_value[]){__VA_ARGS__}) /              \
			sizeof(struct sql_value)

struct sql_value sql_text_value(const char *text); /* NULL: null */

/* Begin a statement with its parameters; the memory of texts and blobs must
 * live until its last row. */
sqlite3_stmt *sql_begin(struct sql *q, enum sql_id id,
			const struct sql_value *values, size_t n);

/* The next row?  false at the end, which also ends the statement. */
bool sql_row(struct sql *q, sqlite3_stmt *stmt);

/* End a statement before its last row. */
void sql_end(sqlite3_stmt *stmt);

/* Begin and run to the end. */
void sql_do(struct sql *q, enum sql_id id, const struct sql_value *values,
	    size_t n);

/* The first column of the first row as a number, else missing. */
int64_t sql_number(struct sql *q, enum sql_id id,
		   const struct sql_value *values, size_t n, int64_t missing);

/* Run plain SQL. */
void sql_exec(struct sql *q, enum sql_file file, const char *text);

/* Keep a failure that is not SQLite's. */
void sql_fail(struct sql *q, const char *format, ...) PRINTF_LIKE(2, 3);

/* Has nothing failed?  Else *err is filled and the failure forgotten. */
MUST_CHECK bool sql_ok(struct sql *q, struct error *err);

/* Columns of the row, copied into the arena; NULL of an SQL null. */
const char *sql_get_text(struct arena *a, sqlite3_stmt *stmt, int column);
struct slice sql_get_blob(sqlite3_stmt *stmt, int column); /* till next row */

#endif
