/* What the archive takes of the disk, and what waits in it. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "store/inside.h"
#include "store/schema.h"

/* Which part a table or index belongs to, by how its name begins; the first
 * that fits. */
static const struct {
	const char *begins, *part;
} tables[] = {
	{"article_fts", "full text"},
	{"article_source", "sources and feeds"},
	{"article", "articles"},
	{"body", "texts"},
	{"version", "versions"},
	{"tombstone", "removed"},
	{"sqlite_autoindex_article_", "articles"},
	{"sqlite_autoindex_tombstone", "removed"},
	{"entity", "names"},
	{"alias", "names"},
	{"sqlite_autoindex_alias", "names"},
	{"word", "names"},
	{"code", "names"},
	{"holder", "names"},
	{"appearance", "mentions"},
	{"chain", "mentions"},
	{"pending", "mentions"},
	{"quote", "quotations"},
	{"spoken", "quotations"},
	{"about", "quotations"},
	{"sketch", "sketches of copies"},
	{"source", "sources and feeds"},
	{"feed", "sources and feeds"},
	{"link", "links"},
	{"edit", "edits"},
	{"effect", "edits"},
};

static const char *part_of(const char *table)
{
	for (size_t i = 0; i < array_length(tables); i++) {
		if (!strncmp(table, tables[i].begins, strlen(tables[i].begins)))
			return tables[i].part;
	}
	return "others";
}

static void add_bytes(struct arena *a, struct store_status *out,
		      const char *part, int64_t bytes)
{
	struct store_part *to = NULL;

	for (uint32_t i = 0; i < out->n_parts && !to; i++) {
		if (!strcmp(out->parts[i].name, part))
			to = &out->parts[i];
	}
	if (!to) {
		to = array_add(a, out->parts, out->n_parts);
		to->name = part;
	}
	to->bytes += bytes;
}

static int by_bytes(const void *left, const void *right)
{
	const struct store_part *a = left, *b = right;

	if (a->bytes != b->bytes)
		return a->bytes > b->bytes ? -1 : 1;
	return strcmp(a->name, b->name);
}

/* Every page is looked at.  SQLite may have been built without it: then there
 * are no parts. */
static void fill_parts(struct store *st, struct arena *a,
		       struct store_status *out)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(st->sql.db[SQL_ARCHIVE],
			       "SELECT name, pgsize FROM dbstat"
			       " WHERE aggregate = TRUE",
			       -1, &stmt, NULL) != SQLITE_OK)
		return;
	while (sql_row(&st->sql, stmt)) {
		const char *table = sql_get_text(a, stmt, 0);

		add_bytes(a, out, part_of(table ? table : ""),
			  sqlite3_column_int64(stmt, 1));
	}
	sqlite3_finalize(stmt);
	if (out->n_parts)
		qsort(out->parts, out->n_parts, sizeof(*out->parts), by_bytes);
}

/* Copies that were made before a new schema: "archive.db.schema1.bak". */
static void fill_old_copies(struct store *st, struct arena *a,
			    struct store_status *out)
{
	const char *path = st->sql.path[SQL_ARCHIVE];
	int newest = store_schemas[SQL_ARCHIVE].newest;

	for (int schema = 1; schema < newest; schema++) {
		const char *copy =
			arena_printf(a, "%s.schema%d.bak", path, schema);
		struct stat at;

		if (stat(copy, &at) != 0)
			continue;
		*array_add(a, out->copies, out->n_copies) =
			(struct store_part){copy, at.st_size};
	}
}

/* Who annotated how many: all rows of articles, in their order. */
static void fill_annotated(struct store *st, struct arena *a,
			   struct store_status *out)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_ANNOTATED, NULL, 0);

	while (sql_row(&st->sql, stmt)) {
		struct store_part *to =
			array_add(a, out->annotated, out->n_annotated);

		to->name = sql_get_text(a, stmt, 0);
		if (!to->name)
			to->name = "";
		to->bytes = sqlite3_column_int64(stmt, 1);
	}
}

bool store_status_get(struct store *st, struct arena *a, bool with_parts,
		      struct store_status *out, struct error *err)
{
	memset(out, 0, sizeof(*out));
	if (!store_counts(st, &out->counts, err))
		return false;
	store_versions(st, &out->versions);
	out->archive = store_bytes(st->sql.path[SQL_ARCHIVE]);
	out->archive_free = store_free_inside(st, SQL_ARCHIVE);
	out->originals = store_bytes(st->originals_path);
	out->originals_free = store_free_inside(st, SQL_ORIGINALS);
	out->reader = store_bytes(st->sql.path[SQL_READER]);
	out->removed = sql_number(&st->sql, SQL_TOMBSTONE_COUNT, NULL, 0, 0);
	out->copied = sql_number(&st->sql, SQL_COPY_COUNT, NULL, 0, 0);
	out->n_originals = sql_number(&st->sql, SQL_ORIGINAL_COUNT, NULL, 0, 0);
	fill_annotated(st, a, out);
	fill_old_copies(st, a, out);
	if (with_parts)
		fill_parts(st, a, out);
	return sql_ok(&st->sql, err);
}
