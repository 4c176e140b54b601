#include "store/sql.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"
#include "store/schema.h"

const struct sql_text sql_texts[SQLS] = {
#define SQL(id, of, list, sql)                                                 \
	[SQL_##id] = {.name = #id,                                             \
		      .file = SQL_##of,                                        \
		      .is_list = (list),                                       \
		      .text = (sql)},
#include "store/sql.def"
#undef SQL
};

/* Writers hold their lock for 50 ms at most and pause for 5: who waits tries
 * again every millisecond, and gives up after half a minute. */
#define BUSY_TRIES 30000

static int wait_for_lock(void *unused, int tries)
{
	const struct timespec pause = {0, 1000000};

	(void)unused;
	if (tries >= BUSY_TRIES)
		return 0;
	nanosleep(&pause, NULL);
	return 1;
}

/* ---- opening ---- */

/* What a failure to open or read means for the person who meets it. */
static bool open_failed(const char *path, sqlite3 *db, int rc,
			struct error *err)
{
	const char *what = store_schemas[0].what;

	switch (rc & 0xFF) {
	case SQLITE_NOTADB:
		return error_set(err, "'%s' is no %s of gazette", path, what);
	case SQLITE_CORRUPT:
		return error_set(err,
				 "'%s' is damaged (%s); restore it from a "
				 "backup",
				 path, db ? sqlite3_errmsg(db) : "");
	case SQLITE_BUSY:
		return error_set(err, "'%s' is in use and does not get free",
				 path);
	case SQLITE_FULL:
		return error_set(err, "the disk with '%s' is full", path);
	default:
		return error_set(err, "cannot use '%s': %s", path,
				 db ? sqlite3_errmsg(db) : sqlite3_errstr(rc));
	}
}

/* Make the file itself, so that it is private from its first byte; in a
 * folder that is shared by a group (setgid), for that group too. */
static bool make_private(const char *path, struct error *err)
{
	mode_t mode = 0600;
	struct stat st;
	const char *slash = strrchr(path, '/');
	char folder[4096] = ".";
	int fd;

	if (slash && (size_t)(slash - path) < sizeof(folder)) {
		memcpy(folder, path, (size_t)(slash - path));
		folder[slash - path] = '\0';
	}
	if (stat(folder[0] ? folder : "/", &st) == 0 && st.st_mode & S_ISGID)
		mode = 0660;
	fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode);
	if (fd < 0)
		return errno == EEXIST ||
		       error_system(err, errno, "cannot make '%s'", path);
	if (fchmod(fd, mode) != 0 || close(fd) != 0)
		return error_system(err, errno, "cannot make '%s'", path);
	return true;
}

static int pragma_number(sqlite3 *db, const char *text, int64_t *out)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(db, text, -1, &stmt, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		*out = sqlite3_column_int64(stmt, 0);
		rc = SQLITE_OK;
	}
	sqlite3_finalize(stmt);
	return rc;
}

/* An address of the file as SQLite wants it: '%', '?' and '#' escaped. */
static void file_uri(const char *path, const char *options, struct str *out)
{
	str_add_text(out, "file:");
	for (const char *at = path; *at; at++) {
		if (strchr("%?#", *at))
			str_printf(out, "%%%02X", (unsigned char)*at);
		else
			str_add_char(out, *at);
	}
	str_add_text(out, options);
}

/* One thread: no locks; nobody asks how much memory is in use. */
static void configure(void)
{
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static int open_once(const char *path, const char *options, int flags,
		     sqlite3 **db)
{
	struct str uri = {0};
	int64_t unused;
	int rc;

	configure(); /* refused, and not needed, after the first */
	file_uri(path, options, &uri);
	rc = sqlite3_open_v2(str_text(&uri), db,
			     flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX |
				     SQLITE_OPEN_EXRESCODE,
			     NULL);
	str_free(&uri);
	if (rc != SQLITE_OK)
		return rc;
	sqlite3_busy_handler(*db, wait_for_lock, NULL);
	return pragma_number(*db, "SELECT count(*) FROM sqlite_schema",
			     &unused);
}

/* Is there a log with commits that the file itself does not have yet? */
static bool has_log(const char *path)
{
	struct str log = {0};
	struct stat st;
	bool is_there;

	str_printf(&log, "%s-wal", path);
	is_there = stat(log.at, &st) == 0 && st.st_size > 0;
	str_free(&log);
	return is_there;
}

/* To read a file with a log SQLite must make an index of the log beside it.
 * Where nobody may write that fails, and only then the file is opened as one
 * that cannot change ("immutable"); never while there is a log, whose commits
 * would be passed over. */
static bool open_to_read(const char *path, sqlite3 **db, struct error *err)
{
	int rc = open_once(path, "", SQLITE_OPEN_READONLY, db);

	if (rc == SQLITE_OK)
		return true;
	if ((rc & 0xFF) != SQLITE_CANTOPEN && (rc & 0xFF) != SQLITE_READONLY)
		return open_failed(path, *db, rc, err);
	if (has_log(path))
		return error_set(err,
				 "'%s' has changes in '%s-wal' that can only "
				 "be read where its folder may be written",
				 path, path);
	sqlite3_close(*db);
	rc = open_once(path, "?immutable=1", SQLITE_OPEN_READONLY, db);
	return rc == SQLITE_OK || open_failed(path, *db, rc, err);
}

static bool is_ours(sqlite3 *db, const struct schema *schema, const char *path,
		    int64_t *version, struct error *err)
{
	int64_t application = 0, tables = 0;
	int rc = pragma_number(db, "PRAGMA application_id", &application);

	if (rc == SQLITE_OK)
		rc = pragma_number(db, "PRAGMA user_version", version);
	if (rc == SQLITE_OK)
		rc = pragma_number(db, "SELECT count(*) FROM sqlite_schema",
				   &tables);
	if (rc != SQLITE_OK)
		return open_failed(path, db, rc, err);
	if (application != schema->application &&
	    (application != 0 || tables != 0 || *version != 0))
		return error_set(err, "'%s' is no %s of gazette", path,
				 schema->what);
	if (*version > schema->newest)
		return error_set(err,
				 "'%s' was written by a newer gazette (schema "
				 "%d, this one knows %d); update gazette",
				 path, (int)*version, schema->newest);
	if (*version < 0)
		return error_set(err, "'%s' is damaged: schema %d", path,
				 (int)*version);
	return true;
}

/* Climb the ladder in one transaction; another process may have done it
 * meanwhile. */
static bool migrate(struct sql *q, enum sql_file file, struct error *err)
{
	const struct schema *schema = &store_schemas[file];
	const char *path = q->path[file];
	int64_t version = 0;
	char pragma[64];

	sql_exec(q, file, "PRAGMA journal_mode = WAL");
	sql_exec(q, file, "BEGIN IMMEDIATE");
	if (!sql_ok(q, err))
		return false;
	if (!is_ours(q->db[file], schema, path, &version, err)) {
		sql_exec(q, file, "ROLLBACK");
		return false;
	}
	for (int64_t step = version; step < schema->newest; step++)
		sql_exec(q, file, schema->steps[step]);
	snprintf(pragma, sizeof(pragma), "PRAGMA application_id = %d",
		 schema->application);
	sql_exec(q, file, pragma);
	snprintf(pragma, sizeof(pragma), "PRAGMA user_version = %d",
		 schema->newest);
	sql_exec(q, file, pragma);
	sql_exec(q, file, "COMMIT");
	return sql_ok(q, err);
}

/* NORMAL in the archive: after a loss of power a commit of the last moments
 * may be gone, the file is whole, and what is gone comes again with the next
 * fetch or add; a sync at every commit would hold up readers and writers
 * alike.  A user's own words cannot be had again: FULL.
 *
 * The log grows to 64 MiB before its pages go home: an add writes the same
 * pages of the indices again and again, and each then goes home once.  A log
 * that has gone home gives its room back. */
static const char *const settings[SQL_FILES] = {
	[SQL_ARCHIVE] = ("PRAGMA synchronous = NORMAL;"
			 "PRAGMA cache_size = -8000;"
			 "PRAGMA temp_store = MEMORY;"
			 "PRAGMA wal_autocheckpoint = 16000;"
			 "PRAGMA journal_size_limit = 16777216;"),
	[SQL_ORIGINALS] = ("PRAGMA synchronous = NORMAL;"
			   "PRAGMA cache_size = -1000;"
			   "PRAGMA wal_autocheckpoint = 4000;"
			   "PRAGMA journal_size_limit = 4194304;"),
	[SQL_READER] = ("PRAGMA synchronous = FULL;"
			"PRAGMA cache_size = -500;"),
};

static bool open_to_write(struct sql *q, enum sql_file file, struct error *err)
{
	const char *path = q->path[file];
	int64_t version = 0;
	int rc;

	if (!make_private(path, err))
		return false;
	rc = open_once(path, "", SQLITE_OPEN_READWRITE, &q->db[file]);
	if (rc == SQLITE_OK && sqlite3_db_readonly(q->db[file], "main"))
		return error_set(err, "'%s' may not be written", path);
	if (rc != SQLITE_OK)
		return open_failed(path, q->db[file], rc, err);
	if (!is_ours(q->db[file], &store_schemas[file], path, &version, err))
		return false;
	if (version == store_schemas[file].newest)
		return true;
	return migrate(q, file, err);
}

static bool open_file(struct sql *q, enum sql_file file, bool may_write,
		      struct error *err)
{
	int64_t version = 0;
	struct stat st;

	if (stat(q->path[file], &st) == 0 && S_ISDIR(st.st_mode))
		return error_set(err, "'%s' is a folder", q->path[file]);
	if (may_write)
		return open_to_write(q, file, err);
	if (access(q->path[file], R_OK) != 0)
		return error_system(err, errno, "cannot read '%s'",
				    q->path[file]);
	if (!open_to_read(q->path[file], &q->db[file], err) ||
	    !is_ours(q->db[file], &store_schemas[file], q->path[file], &version,
		     err))
		return false;
	return version > 0 ||
	       error_set(err, "'%s' is no %s of gazette", q->path[file],
			 store_schemas[file].what);
}

bool sql_open(struct sql *q, enum sql_file file, const char *path,
	      bool may_write, struct error *err)
{
	q->path[file] = path;
	if (open_file(q, file, may_write, err)) {
		sql_exec(q, file, settings[file]);
		if (sql_ok(q, err))
			return true;
	}
	sqlite3_close(q->db[file]);
	q->db[file] = NULL;
	return false;
}

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
