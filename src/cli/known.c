#include "cli/known.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file.h"

#define TABLE_MOST ((size_t)64 << 20)

static int is_table(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return entry->d_name[0] != '.' && len > 4 &&
	       strcmp(entry->d_name + len - 4, ".tsv") == 0;
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static bool read_tables(struct arena *a, const char *folder,
			struct dirent *const *entries, uint32_t n,
			struct known **out, struct error *err)
{
	struct slice *tables = arena_array(a, n, sizeof(*tables));

	for (uint32_t i = 0; i < n; i++) {
		const char *path =
			arena_printf(a, "%s/%s", folder, entries[i]->d_name);

		tables[i].at =
			file_read(a, path, TABLE_MOST, &tables[i].len, err);
		if (!tables[i].at)
			return false;
	}
	return known_new(a, tables, n, out, err);
}

static bool read_nicknames(struct cli *cli, struct known *known,
			   struct error *err)
{
	const char *path =
		arena_printf(&cli->arena, "%s/nicknames.tsv", cli->paths.data);
	struct slice table;

	table.at = file_read(&cli->arena, path, TABLE_MOST, &table.len, err);
	if (table.at)
		known_nicknames(known, table);
	return table.at != NULL;
}

static bool add_own(struct cli *cli, const char *path, struct known *known,
		    struct error *err)
{
	struct slice table;

	table.at = file_read(&cli->arena, path, TABLE_MOST, &table.len, err);
	if (!table.at)
		return false;
	return known_add(known, table, err) || error_note(err, "'%s'", path);
}

/* known.tsv and known/ of the user's, beside gazette.conf, if they are there.
 */
static bool read_own(struct cli *cli, struct known *known, struct error *err)
{
	const char *config = cli->paths.config, *slash = strrchr(config, '/');
	const char *base =
		arena_printf(&cli->arena, "%.*s/known",
			     slash ? (int)(slash - config) : 0, config);
	const char *file = arena_printf(&cli->arena, "%s.tsv", base);
	struct dirent **entries = NULL;
	int n = scandir(base, &entries, is_table, by_bytes);
	bool is_good =
		access(file, F_OK) != 0 || add_own(cli, file, known, err);

	for (int i = 0; i < n; i++) {
		is_good = is_good &&
			  add_own(cli,
				  arena_printf(&cli->arena, "%s/%s", base,
					       entries[i]->d_name),
				  known, err);
		free(entries[i]);
	}
	free(entries);
	return is_good;
}

bool cli_known(struct cli *cli, struct known **out, struct error *err)
{
	const char *folder =
		arena_printf(&cli->arena, "%s/known", cli->paths.data);
	struct dirent **entries;
	int n = scandir(folder, &entries, is_table, by_bytes);
	bool is_good;

	if (n < 0)
		return error_system(err, errno, "cannot read the folder '%s'",
				    folder);
	is_good = read_tables(&cli->arena, folder, entries, (uint32_t)n, out,
			      err) &&
		  read_nicknames(cli, *out, err) && read_own(cli, *out, err);
	for (int i = 0; i < n; i++)
		free(entries[i]);
	free(entries);
	return is_good || error_note(err, "cannot load what is known");
}
