/* Opening one of the three files: made if missing, never taken for another
 * program's, brought to the newest schema. */
#include "store/open.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"
#include "store/schema.h"

/* Writers hold their lock for 50 ms at most and pause for 5: who waits tries
 * again every millisecond, and gives up after half a minute. */
#define BUSY_TRIES 30000

/* A log that is read anew by who opens: smaller ones are not worth a write. */
#define LOG_LARGE (1 << 18)

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

bool open_failed(const char *path, sqlite3 *db, int rc, struct error *err)
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

bool open_make(const char *path, struct error *err)
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

int open_number(sqlite3 *db, const char *text, int64_t *out)
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

int open_plain(const char *path, const char *options, int flags, sqlite3 **db)
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
	return open_number(*db, "SELECT count(*) FROM sqlite_schema", &unused);
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

static bool may_be_written(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct str folder = {0};
	bool may;

	str_add(&folder, path, slash ? (size_t)(slash - path) + 1 : 0);
	may = access(path, W_OK) == 0 &&
	      access(folder.len ? folder.at : ".", W_OK) == 0;
	str_free(&folder);
	return may;
}

/* A writer that was killed leaves its log behind, and each reader that comes
 * alone reads all of it to know what is there: 27 ms of 60 MiB.  Who closes as
 * the last one, and may write, takes it home. */
static void take_log_home(const char *path)
{
	struct str log = {0};
	struct stat st;
	sqlite3 *db = NULL;

	str_printf(&log, "%s-wal", path);
	if (stat(log.at, &st) == 0 && st.st_size >= LOG_LARGE &&
	    may_be_written(path)) {
		if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) ==
		    SQLITE_OK)
			sqlite3_exec(db, "SELECT 1 FROM sqlite_schema LIMIT 1",
				     NULL, NULL, NULL);
		sqlite3_close(db);
	}
	str_free(&log);
}

/* To read a file with a log SQLite must make an index of the log beside it.
 * Where nobody may write that fails, and only then the file is opened as one
 * that cannot change ("immutable"); never while there is a log, whose commits
 * would be passed over. */
static bool open_to_read(const char *path, sqlite3 **db, struct error *err)
{
	int rc;

	take_log_home(path);
	rc = open_plain(path, "", SQLITE_OPEN_READONLY, db);
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
	rc = open_plain(path, "?immutable=1", SQLITE_OPEN_READONLY, db);
	return rc == SQLITE_OK || open_failed(path, *db, rc, err);
}

bool open_is_ours(sqlite3 *db, const struct schema *schema, const char *path,
		  int64_t *version, struct error *err)
{
	int64_t application = 0, tables = 0;
	int rc = open_number(db, "PRAGMA application_id", &application);

	if (rc == SQLITE_OK)
		rc = open_number(db, "PRAGMA user_version", version);
	if (rc == SQLITE_OK)
		rc = open_number(db, "SELECT count(*) FROM sqlite_schema",
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

/* A new file; another process may be making it, too. */
static bool make_tables(struct sql *q, enum sql_file file, struct error *err)
{
	const struct schema *schema = &store_schemas[file];
	int64_t version = 0;
	int rc;

	/* what `gc` frees goes back to the disk in small pieces */
	sql_exec(q, file, "PRAGMA auto_vacuum = INCREMENTAL");
	sql_exec(q, file, "PRAGMA journal_mode = WAL");
	sql_exec(q, file, "BEGIN IMMEDIATE");
	if (!sql_ok(q, err))
		return false;
	if (!open_is_ours(q->db[file], schema, q->path[file], &version, err)) {
		sql_exec(q, file, "ROLLBACK");
		return false;
	}
	rc = open_climb(q->db[file], schema, version);
	if (rc != SQLITE_OK)
		return open_failed(q->path[file], q->db[file], rc, err);
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

static bool is_older(int64_t version, enum sql_file file)
{
	return version > 0 && version < store_schemas[file].newest;
}

static bool may_write_folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct str folder = {0};
	bool may;

	str_add(&folder, path, slash ? (size_t)(slash - path) + 1 : 0);
	may = access(folder.len ? folder.at : ".", W_OK) == 0;
	str_free(&folder);
	return may;
}

bool open_may_write(const char *path)
{
	return access(path, W_OK) == 0 && may_write_folder_of(path);
}

/* SQLite would take a log without its file for rubbish, and delete it. */
static bool has_no_lost_log(const char *path, struct error *err)
{
	struct stat st;
	bool is_empty = stat(path, &st) != 0 || st.st_size == 0;

	return !is_empty || !has_log(path) ||
	       error_set(err,
			 "'%s-wal' holds changes of an archive that is not "
			 "there; put its archive back beside it, or move it "
			 "away",
			 path);
}

/* What SQLite would only call "unable to open". */
static bool may_be_opened(const char *path, struct error *err)
{
	if (access(path, F_OK) != 0)
		return errno == ENOENT ||
		       error_system(err, errno, "cannot read '%s'", path);
	if (access(path, R_OK) != 0)
		return error_system(err, errno, "cannot read '%s'", path);
	if (access(path, W_OK) != 0)
		return error_set(err, "'%s' may not be written", path);
	return may_write_folder_of(path) ||
	       error_set(err,
			 "'%s' cannot be changed where its folder may not be "
			 "written",
			 path);
}

static bool write_once(struct sql *q, enum sql_file file, int64_t *version,
		       struct error *err)
{
	const char *path = q->path[file];
	int rc;

	if (!has_no_lost_log(path, err) || !may_be_opened(path, err) ||
	    !open_make(path, err))
		return false;
	rc = open_plain(path, "", SQLITE_OPEN_READWRITE, &q->db[file]);
	if (rc == SQLITE_OK && sqlite3_db_readonly(q->db[file], "main"))
		return error_set(err, "'%s' may not be written", path);
	if (rc != SQLITE_OK)
		return open_failed(path, q->db[file], rc, err);
	return open_is_ours(q->db[file], &store_schemas[file], path, version,
			    err);
}

static bool read_once(struct sql *q, enum sql_file file, int64_t *version,
		      struct error *err)
{
	const char *path = q->path[file];

	if (access(path, R_OK) != 0)
		return error_system(err, errno, "cannot read '%s'", path);
	if (!has_no_lost_log(path, err) ||
	    !open_to_read(path, &q->db[file], err) ||
	    !open_is_ours(q->db[file], &store_schemas[file], path, version,
			  err))
		return false;
	return *version > 0 || error_set(err, "'%s' is no %s of gazette", path,
					 store_schemas[file].what);
}

static bool open_once(struct sql *q, enum sql_file file, bool may_write,
		      int64_t *version, struct error *err)
{
	*version = 0;
	return may_write ? write_once(q, file, version, err)
			 : read_once(q, file, version, err);
}

/* Who only wants to read brings it to the newest schema as well, where he may;
 * tables that are not there cannot be read. */
static bool bring_up(struct sql *q, enum sql_file file, int64_t version,
		     struct error *err)
{
	const char *path = q->path[file];

	sqlite3_close(q->db[file]);
	q->db[file] = NULL;
	if (open_may_write(path))
		return migrate_file(q, file, err);
	return error_set(err,
			 "'%s' has schema %d, this gazette reads %d; who may "
			 "write it there must open it once",
			 path, (int)version, store_schemas[file].newest);
}

static bool open_file(struct sql *q, enum sql_file file, bool may_write,
		      struct error *err)
{
	int64_t version;
	struct stat st;

	if (stat(q->path[file], &st) == 0 && S_ISDIR(st.st_mode))
		return error_set(err, "'%s' is a folder", q->path[file]);
	if (!open_once(q, file, may_write, &version, err))
		return false;
	if (is_older(version, file) &&
	    (!bring_up(q, file, version, err) ||
	     !open_once(q, file, may_write, &version, err)))
		return false;
	return version > 0 || make_tables(q, file, err);
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
