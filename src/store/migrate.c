/* From an older schema to the newest.
 *
 * Alone: in exclusive locking mode SQLite takes the file's lock and keeps it
 * until the connection is closed, and does not get it while any other
 * connection is open.  First the copy, written under another name, synced and
 * renamed; then the steps in one transaction.  Whoever is killed in between
 * leaves the old file and perhaps a whole copy.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "store/open.h"

#define WAIT_TRIES 1000 /* milliseconds that others may take to leave */

struct migration {
	const struct sql *sql;
	const struct schema *schema;
	const char *path;
	sqlite3 *db;
	int64_t version;
	struct str copy, fresh; /* the copy; the same while it is written */
};

static int wait_to_be_alone(void *unused, int tries)
{
	const struct timespec pause = {0, 1000000};

	(void)unused;
	if (tries >= WAIT_TRIES)
		return 0;
	nanosleep(&pause, NULL);
	return 1;
}

static void report(const struct migration *m, const char *what,
		   unsigned percent)
{
	if (m->sql->progress)
		m->sql->progress(m->sql->self, what, percent);
}

static int run(sqlite3 *db, const char *text)
{
	return sqlite3_exec(db, text, NULL, NULL, NULL);
}

/* Open it for nobody else, and see what it is now. */
static bool open_alone(struct migration *m, struct error *err)
{
	int rc = sqlite3_open_v2(m->path, &m->db,
				 SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
					 SQLITE_OPEN_EXRESCODE,
				 NULL);

	if (rc == SQLITE_OK) {
		sqlite3_busy_handler(m->db, wait_to_be_alone, NULL);
		rc = run(m->db, "PRAGMA locking_mode = EXCLUSIVE;"
				"PRAGMA synchronous = FULL;"
				"BEGIN EXCLUSIVE; COMMIT");
	}
	if ((rc & 0xFF) == SQLITE_BUSY)
		return error_set(err,
				 "'%s' is of an older gazette and in use; end "
				 "every other gazette, then it is brought to "
				 "schema %d",
				 m->path, m->schema->newest);
	if (rc != SQLITE_OK)
		return open_failed(m->path, m->db, rc, err);
	return open_is_ours(m->db, m->schema, m->path, &m->version, err);
}

/* ---- the copy ---- */

static bool identity_of(sqlite3 *db, const char *text, struct str *out)
{
	sqlite3_stmt *stmt = NULL;
	bool found =
		sqlite3_prepare_v2(db, text, -1, &stmt, NULL) == SQLITE_OK &&
		sqlite3_step(stmt) == SQLITE_ROW;

	if (found)
		str_add(out, sqlite3_column_blob(stmt, 0),
			(size_t)sqlite3_column_bytes(stmt, 0));
	sqlite3_finalize(stmt);
	return found;
}

/* A copy that a run before this one has left may be replaced; one of another
 * archive never. */
static bool may_replace(struct migration *m, struct error *err)
{
	struct str theirs = {0}, ours = {0};
	sqlite3 *db = NULL;
	bool may = access(m->copy.at, F_OK) != 0;

	if (!may && open_plain(m->copy.at, "?immutable=1", SQLITE_OPEN_READONLY,
			       &db) == SQLITE_OK)
		may = !m->schema->identity ||
		      (identity_of(db, m->schema->identity, &theirs) &&
		       identity_of(m->db, m->schema->identity, &ours) &&
		       theirs.len == ours.len &&
		       memcmp(theirs.at, ours.at, ours.len) == 0);
	sqlite3_close(db);
	str_free(&theirs);
	str_free(&ours);
	return may ||
	       error_set(err,
			 "'%s' is to be brought to schema %d, and the place "
			 "of its copy is taken; move '%s' away",
			 m->path, m->schema->newest, m->copy.at);
}

static bool keep_copy(struct migration *m, struct error *err)
{
	if (!may_replace(m, err))
		return false;
	if (backup_write(m->db, m->path, m->fresh.at, m->sql->progress,
			 m->sql->self, err) &&
	    backup_name(m->fresh.at, m->copy.at, true, err))
		return true;
	unlink(m->fresh.at);
	return error_note(err, "cannot copy '%s'", m->path);
}

/* ---- the steps ---- */

int open_climb(sqlite3 *db, const struct schema *schema, int64_t version)
{
	char pragma[128];
	int rc = SQLITE_OK;

	for (int64_t n = version; n < schema->newest && rc == SQLITE_OK; n++)
		rc = run(db, schema->steps[n]);
	snprintf(pragma, sizeof(pragma),
		 "PRAGMA application_id = %d; PRAGMA user_version = %d",
		 schema->application, schema->newest);
	return rc == SQLITE_OK ? run(db, pragma) : rc;
}

static bool climb(struct migration *m, struct error *err)
{
	int rc = run(m->db, "BEGIN IMMEDIATE");

	if (rc == SQLITE_OK)
		rc = open_climb(m->db, m->schema, m->version);
	if (rc == SQLITE_OK)
		rc = run(m->db, "COMMIT");
	return rc == SQLITE_OK || open_failed(m->path, m->db, rc, err);
}

static void tell(struct migration *m)
{
	struct str what = {0};

	str_printf(&what, "'%s' has schema %d now", m->path, m->schema->newest);
	if (m->schema->is_copied)
		str_printf(&what, "; as it was it stays in '%s'", m->copy.at);
	report(m, what.at, 100);
	str_free(&what);
}

static bool migrate(struct migration *m, struct error *err)
{
	if (!open_alone(m, err))
		return false;
	if (m->version == m->schema->newest)
		return true; /* by another, while we waited */
	str_printf(&m->copy, "%s.schema%d.bak", m->path, (int)m->version);
	str_printf(&m->fresh, "%s.new", m->copy.at);
	if ((m->schema->is_copied && !keep_copy(m, err)) || !climb(m, err))
		return error_note(err, "cannot bring '%s' to schema %d",
				  m->path, m->schema->newest);
	tell(m);
	return true;
}

bool migrate_file(const struct sql *q, enum sql_file file, struct error *err)
{
	struct migration m = {.sql = q,
			      .schema = &store_schemas[file],
			      .path = q->path[file]};
	bool done = migrate(&m, err);

	sqlite3_close(m.db);
	str_free(&m.copy);
	str_free(&m.fresh);
	return done;
}
