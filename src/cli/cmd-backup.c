/* A copy of the archive, while others write. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/out.h"
#include "cli/print.h"

static const struct cli_option backup_options[] = {
	{"part", 0, "PART",
	 "archive (default), originals, or reader: what was read, starred, "
	 "noted"},
	{"force", 'f', NULL, "replace FILE if it is there"},
	{0},
};

static int read_part(struct cli *cli, enum store_file *out)
{
	static const char *const parts[] = {[STORE_ARCHIVE] = "archive",
					    [STORE_ORIGINALS] = "originals",
					    [STORE_READER] = "reader"};
	const char *part = cli_value(cli, "part");

	*out = STORE_ARCHIVE;
	for (size_t i = 0; part && i < array_length(parts); i++) {
		if (strcmp(part, parts[i]) == 0) {
			*out = (enum store_file)i;
			return CLI_DONE;
		}
	}
	return part ? cli_wrong(cli,
				"--part is archive, originals or reader, not "
				"'%s'",
				part)
		    : CLI_DONE;
}

static void show_progress(void *self, const char *what, unsigned percent)
{
	(void)self;
	out_printf(stderr, "\r%s, %u%%", what, percent);
	fputs("\033[K", stderr);
}

static bool copy(struct cli *cli, enum store_file part, const char *to,
		 bool replaces, struct error *err)
{
	bool is_terminal = isatty(STDERR_FILENO);
	bool done = store_backup(cli->store, part, to, replaces,
				 is_terminal ? show_progress : NULL, NULL, err);

	if (is_terminal)
		fputs("\r\033[K", stderr);
	return done;
}

static bool print_file(const char *path, struct error *err)
{
	FILE *f = fopen(path, "rb");
	char bytes[1 << 16];
	size_t n;

	if (!f)
		return error_system(err, errno, "cannot read '%s'", path);
	while ((n = fread(bytes, 1, sizeof(bytes), f)) > 0)
		fwrite(bytes, 1, n, stdout);
	if (ferror(f))
		error_system(err, errno, "cannot read '%s'", path);
	n = (size_t)ferror(f);
	fclose(f);
	return n == 0;
}

/* To standard output: by way of a file that nobody else sees. */
static int print(struct cli *cli, enum store_file part)
{
	const char *folder = getenv("TMPDIR");
	char *path = arena_printf(&cli->arena, "%s/gazette-XXXXXX",
				  folder && *folder ? folder : "/tmp");
	struct error err;
	int fd;
	bool done;

	if (isatty(STDOUT_FILENO))
		return cli_wrong(cli, "a backup is no text for a terminal");
	fd = mkstemp(path);
	if (fd < 0) {
		error_system(&err, errno, "cannot make '%s'", path);
		return cli_fail(CLI_FAILED, &err);
	}
	close(fd);
	done = copy(cli, part, path, true, &err) && print_file(path, &err);
	unlink(path);
	return done ? CLI_DONE : cli_fail(CLI_FAILED, &err);
}

static int backup_run(struct cli *cli)
{
	const char *to = cli->operands[0];
	bool replaces = cli_flag(cli, "force");
	enum store_file part;
	struct error err;
	int status = read_part(cli, &part);

	if (status)
		return status;
	if (!cli_open(cli, STORE_READ))
		return CLI_FAILED;
	if (strcmp(to, "-") == 0)
		return print(cli, part);
	if (!replaces && access(to, F_OK) == 0) {
		out_message("'%s' is there already; --force replaces it", to);
		return CLI_FAILED;
	}
	if (!copy(cli, part, to, replaces, &err))
		return cli_fail(CLI_FAILED, &err);
	out_printf(stdout, "%s in '%s', whole\n",
		   cli_bytes(&cli->arena, store_bytes(to)), to);
	return CLI_DONE;
}

const struct command cmd_backup = {
	.name = "backup",
	.operands = "FILE|-",
	.text = "Copy the archive to a file, while others write",
	.more = "The copy is an archive as of one moment ('gazette --archive "
		"FILE'), read again\nas a whole before it gets its name. "
		"'-' is standard output. Originals and what\nwas read are "
		"files of their own: --part.",
	.options = backup_options,
	.least = 1,
	.most = 1,
	.run = backup_run,
};
