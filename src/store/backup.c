/* Copies of a database while it is in use.
 *
 * One read transaction holds still what is copied, so that a writer beside it
 * never makes the copy begin anew.  A copy is written under another name,
 * synced, and then named: who is killed meanwhile leaves no half of one.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/inside.h"
#include "store/open.h"

#define COPY_PAGES 2000 /* between two reports */

struct copying {
	sqlite3 *from, *to;
	const char *from_path, *to_path;
	store_progress *progress;
	void *self;
};

static int copy_pages(const struct copying *c)
{
	sqlite3_backup *backup =
		sqlite3_backup_init(c->to, "main", c->from, "main");
	struct str what = {0};
	int rc = SQLITE_OK;

	if (!backup)
		return sqlite3_errcode(c->to);
	str_printf(&what, "copying '%s'", c->from_path);
	while (rc == SQLITE_OK) {
		int64_t all, left;

		rc = sqlite3_backup_step(backup, COPY_PAGES);
		all = sqlite3_backup_pagecount(backup);
		left = sqlite3_backup_remaining(backup);
		if (c->progress && all)
			c->progress(c->self, what.at,
				    (unsigned)((all - left) * 99 / all));
	}
	str_free(&what);
	sqlite3_backup_finish(backup);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static bool sync_path(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);
	bool done = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return done;
}

static bool sync_folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct str folder = {0};
	bool done;

	if (slash)
		str_add(&folder, path, (size_t)(slash - path) + 1);
	else
		str_add_text(&folder, ".");
	done = sync_path(folder.at, O_RDONLY | O_DIRECTORY);
	str_free(&folder);
	return done;
}

bool backup_write(sqlite3 *from, const char *from_path, const char *to,
		  store_progress *progress, void *self, struct error *err)
{
	struct copying c = {.from = from,
			    .from_path = from_path,
			    .to_path = to,
			    .progress = progress,
			    .self = self};
	struct stat st;
	int rc;

	if (unlink(to) != 0 && errno != ENOENT)
		return error_system(err, errno, "cannot replace '%s'", to);
	if (!open_make(to, err))
		return false;
	if (stat(from_path, &st) == 0)
		(void)!chmod(to, st.st_mode & 0777);
	rc = open_plain(to, "", SQLITE_OPEN_READWRITE, &c.to);
	if (rc == SQLITE_OK) /* synced below, as a whole */
		rc = sqlite3_exec(c.to,
				  "PRAGMA synchronous = OFF;"
				  "PRAGMA journal_mode = OFF",
				  NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = copy_pages(&c);
	if (rc != SQLITE_OK)
		open_failed(to, c.to, rc, err);
	sqlite3_close(c.to);
	if (rc != SQLITE_OK)
		return false;
	return sync_path(to, O_RDONLY) ||
	       error_system(err, errno, "cannot write '%s'", to);
}

bool backup_name(const char *fresh, const char *name, bool replaces,
		 struct error *err)
{
	int failed = replaces ? rename(fresh, name) : link(fresh, name);

	if (failed && errno == EEXIST)
		return error_set(err, "'%s' is there already", name);
	if (failed || (!replaces && unlink(fresh) != 0) ||
	    !sync_folder_of(name))
		return error_system(err, errno, "cannot keep '%s'", name);
	return true;
}

/* ---- of an archive in use ---- */

/* Is the copy whole, and has it what the original has? */
static bool is_whole(const char *path, int64_t pages, struct error *err)
{
	sqlite3 *db = NULL;
	int64_t n = 0, is_ok = 0;
	int rc = open_plain(path, "?immutable=1", SQLITE_OPEN_READONLY, &db);

	if (rc == SQLITE_OK)
		rc = open_number(db, "PRAGMA page_count", &n);
	if (rc == SQLITE_OK)
		rc = open_number(db,
				 "SELECT quick_check = 'ok' FROM"
				 " pragma_quick_check(1)",
				 &is_ok);
	if (rc != SQLITE_OK)
		open_failed(path, db, rc, err);
	sqlite3_close(db);
	if (rc != SQLITE_OK)
		return false;
	return (is_ok && n == pages) ||
	       error_set(err, "what was copied is not whole: see 'gazette "
			      "check'");
}

static bool copy_to(struct store *st, enum sql_file file, const char *fresh,
		    store_progress *progress, void *self, struct error *err)
{
	sqlite3 *db = st->sql.db[file];
	int64_t pages = 0;
	bool done;

	sql_exec(&st->sql, file, "BEGIN");
	if (!sql_ok(&st->sql, err))
		return false;
	done = open_number(db, "PRAGMA page_count", &pages) == SQLITE_OK &&
	       open_number(db, "SELECT count(*) FROM sqlite_schema",
			   &(int64_t){0}) == SQLITE_OK;
	if (!done)
		error_set(err, "%s", sqlite3_errmsg(db));
	done = done &&
	       backup_write(db, st->sql.path[file], fresh, progress, self, err);
	sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
	return done && is_whole(fresh, pages, err);
}

bool store_backup(struct store *st, enum store_file file, const char *to,
		  bool replaces, store_progress *progress, void *self,
		  struct error *err)
{
	static const enum sql_file files[] = {
		[STORE_ARCHIVE] = SQL_ARCHIVE,
		[STORE_ORIGINALS] = SQL_ORIGINALS,
		[STORE_READER] = SQL_READER,
	};
	struct str fresh = {0};
	bool done;

	if (!st->sql.db[files[file]])
		return error_set(err, "there is no such file beside the "
				      "archive");
	if (!replaces && access(to, F_OK) == 0)
		return error_set(err, "'%s' is there already", to);
	str_printf(&fresh, "%s.new", to);
	done = copy_to(st, files[file], fresh.at, progress, self, err) &&
	       backup_name(fresh.at, to, replaces, err);
	if (!done)
		unlink(fresh.at);
	str_free(&fresh);
	return done || error_note(err, "cannot make the backup");
}
