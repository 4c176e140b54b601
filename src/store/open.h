/* What opening and migrating the files share. */
#ifndef GAZETTE_STORE_OPEN_H
#define GAZETTE_STORE_OPEN_H

#include "store/schema.h"
#include "store/sql.h"

/* What a failure to open, read or write means for the person who meets it;
 * returns false. */
bool open_failed(const char *path, sqlite3 *db, int rc, struct error *err);

/* Make the file itself, so that it is private from its first byte; in a
 * folder that is shared by a group (setgid), for that group too. */
MUST_CHECK bool open_make(const char *path, struct error *err);

/* May the file be written, and its folder, where the log goes? */
bool open_may_write(const char *path);

/* Open a file that is there, without looking whose it is.
 * Returns SQLite's code; *db is to be closed whatever it is. */
int open_plain(const char *path, const char *options, int flags, sqlite3 **db);

/* The first number that a statement gives; returns SQLite's code. */
int open_number(sqlite3 *db, const char *text, int64_t *out);

/* Is it a file of this schema, no newer than this program?
 * Fills *version, 0 for an empty file. */
MUST_CHECK bool open_is_ours(sqlite3 *db, const struct schema *schema,
			     const char *path, int64_t *version,
			     struct error *err);

/* Run steps of the ladder from version on, in the open transaction. */
int open_climb(sqlite3 *db, const struct schema *schema, int64_t version);

/* Copy a database as it is now to a file that is not there, or is left from a
 * run that was killed; as private as the one it is made of, and synced.  The
 * connection must hold it still: in a read transaction, or alone.
 *
 * Errors  false: the disk is full, ...; what is there then is to be deleted.
 */
MUST_CHECK bool backup_write(sqlite3 *from, const char *from_path,
			     const char *to, store_progress *progress,
			     void *self, struct error *err);

/* Give a file that was written its name, for good.
 * Errors  false: there is one already, and it is not to be replaced. */
MUST_CHECK bool backup_name(const char *fresh, const char *name, bool replaces,
			    struct error *err);

/* Bring a file of an older schema to the newest: only while nobody else has
 * it open, after a copy beside it, PATH.schemaN.bak.  May be killed at any
 * moment: the copy gets its name when it is whole, the schema changes in one
 * transaction, and the next attempt begins anew.
 *
 * Errors  false: it is in use, the disk is full; nothing has changed.
 */
MUST_CHECK bool migrate_file(const struct sql *q, enum sql_file file,
			     struct error *err);

#endif
