#include "store/sql.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "store/open.h"

const struct sql_text sql_texts[SQLS] = {
#define SQL(id, of, list, sql)                                                 \
	[SQL_##id] = {.name = #id,                                             \
		      .file = SQL_##of,                                        \
		      .is_list = (list),                                       \
		      .text = (sql)},
#include "store/sql.def"
#undef SQL
};

void sql_close(struct sql *q, enum sql_file file)
{
	for (size_t i = 0; i < SQLS; i++) {
		if (sql_texts[i].file != file)
			continue;
		sqlite3_finalize(q->stmt[i]);
		q->stmt[i] = NULL;
	}
	sqlite3_close(q->db[file]);
	q->db[file] = NULL;
}

/* ---- statements ---- */

void sql_fail(struct sql *q, const char *format, ...)
{
	va_list args;

	if (q->failed)
		return;
	q->failed = true;
	va_start(args, format);
	vsnprintf(q->fault.text, sizeof(q->fault.text), format, args);
	va_end(args);
}

static void sql_fail_of(struct sql *q, enum sql_file file, int rc)
{
	struct error err = {{0}};

	open_failed(q->path[file], q->db[file], rc, &err);
	sql_fail(q, "%s", err.text);
}

struct sql_value sql_text_value(const char *text)
{
	struct sql_value value = {.kind = SQLITE_NULL};

	if (text)
		value = (struct sql_value){
			.kind = SQLITE_TEXT, .at = text, .len = strlen(text)};
	return value;
}

static int bind(sqlite3_stmt *stmt, int at, const struct sql_value *v)
{
	switch (v->kind) {
	case SQLITE_INTEGER:
		return sqlite3_bind_int64(stmt, at, v->number);
	case SQLITE_TEXT:
		return sqlite3_bind_text64(stmt, at, v->at, v->len,
					   SQLITE_STATIC, SQLITE_UTF8);
	case SQLITE_BLOB:
		return sqlite3_bind_blob64(stmt, at, v->at ? v->at : "", v->len,
					   SQLITE_STATIC);
	default:
		return sqlite3_bind_null(stmt, at);
	}
}

sqlite3_stmt *sql_begin(struct sql *q, enum sql_id id,
			const struct sql_value *values, size_t n)
{
	const struct sql_text *t = &sql_texts[id];
	sqlite3_stmt *stmt = q->stmt[id];
	int rc = SQLITE_OK;

	if (q->failed || !q->db[t->file])
		return NULL;
	if (!stmt) {
		rc = sqlite3_prepare_v3(q->db[t->file], t->text, -1,
					SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
		q->stmt[id] = stmt;
	} else {
		sqlite3_reset(stmt);
	}
	for (size_t i = 0; i < n && rc == SQLITE_OK; i++)
		rc = bind(stmt, (int)i + 1, &values[i]);
	if (rc != SQLITE_OK) {
		sql_fail_of(q, t->file, rc);
		return NULL;
	}
	return stmt;
}

static enum sql_file file_of(const struct sql *q, sqlite3_stmt *stmt)
{
	for (int i = 0; i < SQL_FILES; i++) {
		if (q->db[i] && q->db[i] == sqlite3_db_handle(stmt))
			return (enum sql_file)i;
	}
	return SQL_ARCHIVE;
}

bool sql_row(struct sql *q, sqlite3_stmt *stmt)
{
	int rc;

	if (!stmt || q->failed)
		return false;
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		return true;
	if (rc != SQLITE_DONE)
		sql_fail_of(q, file_of(q, stmt), rc);
	sqlite3_reset(stmt);
	return false;
}

void sql_end(sqlite3_stmt *stmt)
{
	if (stmt)
		sqlite3_reset(stmt);
}

void sql_do(struct sql *q, enum sql_id id, const struct sql_value *values,
	    size_t n)
{
	sqlite3_stmt *stmt = sql_begin(q, id, values, n);

	while (sql_row(q, stmt))
		;
}

int64_t sql_number(struct sql *q, enum sql_id id,
		   const struct sql_value *values, size_t n, int64_t missing)
{
	sqlite3_stmt *stmt = sql_begin(q, id, values, n);

	if (!sql_row(q, stmt))
		return missing;
	if (sqlite3_column_type(stmt, 0) != SQLITE_NULL)
		missing = sqlite3_column_int64(stmt, 0);
	sql_end(stmt);
	return missing;
}

void sql_exec(struct sql *q, enum sql_file file, const char *text)
{
	int rc;

	if (q->failed || !q->db[file])
		return;
	rc = sqlite3_exec(q->db[file], text, NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		sql_fail_of(q, file, rc);
}

bool sql_ok(struct sql *q, struct error *err)
{
	if (!q->failed)
		return true;
	*err = q->fault;
	q->failed = false;
	return false;
}

const char *sql_get_text(struct arena *a, sqlite3_stmt *stmt, int column)
{
	const unsigned char *text = sqlite3_column_text(stmt, column);

	return text ? arena_copy(a, (const char *)text,
				 (size_t)sqlite3_column_bytes(stmt, column))
		    : NULL;
}

struct slice sql_get_blob(sqlite3_stmt *stmt, int column)
{
	const void *at = sqlite3_column_blob(stmt, column);

	return (struct slice){at, (size_t)sqlite3_column_bytes(stmt, column)};
}
