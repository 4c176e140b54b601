/* The places that were visited last, so that the next start can lead back.
 *
 * A reader's file may serve many archives: each has its own range of numbers,
 * from a hash of the archive's name for itself. */
#include <string.h>

#include "store/inside.h"

#define JUMPS_MOST 1000 /* of one archive */

static int64_t first_of(const struct store *st)
{
	uint32_t hash;

	memcpy(&hash, st->uid, sizeof(hash));
	return (int64_t)hash << 16;
}

bool store_jumps_set(struct store *st, const char *const *places, uint32_t n,
		     struct error *err)
{
	int64_t first = first_of(st);
	struct error ignored;

	if (!st->sql.db[SQL_READER] || st->reader_fault)
		return error_set(err, "%s",
				 st->reader_fault ? st->reader_fault
						  : "no reading state");
	n = n > JUMPS_MOST ? JUMPS_MOST : n;
	sql_exec(&st->sql, SQL_READER, "BEGIN IMMEDIATE");
	sql_do(&st->sql, SQL_JUMPS_CLEAR,
	       BIND(INT(first), INT(first + JUMPS_MOST)));
	for (uint32_t i = 0; i < n; i++)
		sql_do(&st->sql, SQL_JUMP_ADD,
		       BIND(INT(first + i), TEXT(places[i])));
	sql_exec(&st->sql, SQL_READER, "COMMIT");
	if (sql_ok(&st->sql, err))
		return true;
	if (!sqlite3_get_autocommit(st->sql.db[SQL_READER]))
		sql_exec(&st->sql, SQL_READER, "ROLLBACK");
	(void)!sql_ok(&st->sql, &ignored);
	return error_note(err, "cannot keep the places visited");
}

bool store_jumps_get(struct store *st, struct arena *a, const char ***places,
		     uint32_t *n, struct error *err)
{
	int64_t first = first_of(st);
	sqlite3_stmt *stmt;

	*places = NULL;
	*n = 0;
	if (!st->sql.db[SQL_READER])
		return true;
	stmt = sql_begin(&st->sql, SQL_JUMPS,
			 BIND(INT(first), INT(first + JUMPS_MOST)));
	while (sql_row(&st->sql, stmt)) {
		const char *place = sql_get_text(a, stmt, 0);

		*array_add(a, *places, *n) = place ? place : "";
	}
	return sql_ok(&st->sql, err);
}
