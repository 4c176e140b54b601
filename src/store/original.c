/* The originals: compressed, beside the archive. */
#include <zstd.h>

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "store/inside.h"
#include "store/strip.h"

#define ORIGINAL_LEVEL 3
#define ORIGINAL_MOST  (UINT64_C(256) << 20)

static bool is_html(const char *type)
{
	return type && (!strncmp(type, "text/html", 9) ||
			!strncmp(type, "application/xhtml", 17));
}

void original_put(struct store *st, const uint8_t key[16],
		  const struct original *original)
{
	struct str kept = {0};
	struct slice bytes = original->bytes;
	size_t room, len;
	void *packed;

	if (!st->has_originals)
		return;
	if (is_html(original->type)) {
		strip_html(bytes, &kept);
		bytes = (struct slice){str_text(&kept), kept.len};
	}
	room = ZSTD_compressBound(bytes.len);
	packed = malloc(room);
	if (!packed)
		die("out of memory");
	if (!st->packer)
		st->packer = ZSTD_createCCtx();
	if (!st->packer)
		die("out of memory");
	len = ZSTD_compressCCtx(st->packer, packed, room, bytes.at, bytes.len,
				ORIGINAL_LEVEL);
	if (ZSTD_isError(len))
		die("cannot compress an original");
	if (sqlite3_get_autocommit(st->sql.db[SQL_ORIGINALS]))
		sql_exec(&st->sql, SQL_ORIGINALS, "BEGIN IMMEDIATE");
	sql_do(&st->sql, SQL_ORIGINAL_PUT,
	       BIND(BLOB(key, 16),
		    TEXT(original->type ? original->type
					: "application/octet-stream"),
		    INT(store_now()), INT((int64_t)bytes.len),
		    BLOB(packed, len)));
	free(packed);
	str_free(&kept);
}

void original_close(struct store *st)
{
	ZSTD_freeCCtx(st->packer);
	st->packer = NULL;
}

/* What was compressed, checked against the size kept beside it. */
static bool unpack(struct store *st, struct arena *a, sqlite3_stmt *stmt,
		   struct slice *out)
{
	struct slice packed = sql_get_blob(stmt, 0);
	uint64_t size = (uint64_t)sqlite3_column_int64(stmt, 1);
	char *bytes;

	if (size > ORIGINAL_MOST ||
	    ZSTD_getFrameContentSize(packed.at, packed.len) != size) {
		sql_fail(&st->sql, "the original is damaged");
		return false;
	}
	bytes = arena_alloc(a, (size_t)size + 1);
	if (ZSTD_decompress(bytes, (size_t)size, packed.at, packed.len) !=
	    size) {
		sql_fail(&st->sql, "the original is damaged");
		return false;
	}
	*out = (struct slice){bytes, (size_t)size};
	return true;
}

bool store_original_get(struct store *st, struct arena *a, int64_t id,
			struct slice *out, const char **type, struct error *err)
{
	uint8_t key[16];
	bool is_news;
	sqlite3_stmt *stmt;

	*out = (struct slice){"", 0};
	*type = NULL;
	if (st->originals_fault)
		return error_set(err, "%s", st->originals_fault);
	if (!key_of(st, id, key, &is_news))
		return sql_ok(&st->sql, err);
	stmt = sql_begin(&st->sql, SQL_ORIGINAL, BIND(BLOB(key, 16)));
	if (sql_row(&st->sql, stmt)) {
		if (unpack(st, a, stmt, out))
			*type = sql_get_text(a, stmt, 2);
		sql_end(stmt);
	}
	return sql_ok(&st->sql, err);
}
