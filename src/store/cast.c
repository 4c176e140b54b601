/* The cast of an article: which entity each of its chains is.
 *
 * One packed row an article: for each chain, in order, the entity (0: none)
 * and its mentions of every form, as LEB128 numbers.
 */
#include <string.h>

#include "store/inside.h"

struct cast *cast_new(struct arena *a, uint32_t n)
{
	struct cast *cast = arena_alloc(a, sizeof(*cast));

	cast->n = n;
	cast->entity = arena_array(a, n, sizeof(*cast->entity));
	cast->count = arena_array(a, n, sizeof(*cast->count));
	return cast;
}

static void put_number(struct str *out, uint64_t n)
{
	while (n >= 0x80) {
		str_add_char(out, (char)(n | 0x80));
		n >>= 7;
	}
	str_add_char(out, (char)n);
}

bool cast_number(struct slice *s, uint64_t *out)
{
	*out = 0;
	for (unsigned shift = 0; shift < 63 && s->len; shift += 7) {
		unsigned char c = (unsigned char)*s->at++;

		s->len--;
		*out |= (uint64_t)(c & 0x7F) << shift;
		if (c < 0x80)
			return true;
	}
	return false;
}

bool cast_read(struct arena *a, struct slice bytes, struct cast **out)
{
	uint64_t n, entity, count;

	if (!cast_number(&bytes, &n) || n > bytes.len)
		return false;
	*out = cast_new(a, (uint32_t)n);
	for (uint32_t i = 0; i < n; i++) {
		if (!cast_number(&bytes, &entity) ||
		    !cast_number(&bytes, &count) || count > UINT32_MAX)
			return false;
		(*out)->entity[i] = (int64_t)entity;
		(*out)->count[i] = (uint32_t)count;
	}
	return bytes.len == 0;
}

struct cast *cast_get(struct store *st, struct arena *a, int64_t docid)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_CHAIN, BIND(INT(docid)));
	struct cast *cast = NULL;

	if (!sql_row(&st->sql, stmt))
		return cast_new(a, 0);
	if (!cast_read(a, sql_get_blob(stmt, 0), &cast)) {
		sql_fail(&st->sql, "the names of an article are damaged; "
				   "'gazette check' tells more");
		cast = cast_new(a, 0);
	}
	sql_end(stmt);
	return cast;
}

void cast_put(struct store *st, int64_t docid, const struct cast *cast)
{
	struct str bytes = {0};

	put_number(&bytes, cast->n);
	for (uint32_t i = 0; i < cast->n; i++) {
		put_number(&bytes, (uint64_t)cast->entity[i]);
		put_number(&bytes, cast->count[i]);
	}
	sql_do(&st->sql, SQL_CHAIN_PUT,
	       BIND(INT(docid), BLOB(bytes.at, bytes.len)));
	str_free(&bytes);
}
