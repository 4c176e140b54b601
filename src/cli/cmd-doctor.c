/* What the program stands on: versions, folders, locale, terminal, cage. */
#include <jansson.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>
#include <zlib.h>
#include <zstd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/out.h"
#include "cli/cli.h"
#include "cli/known.h"
#include "cli/print.h"
#include "pipeline/pipeline.h"
#include "worker/worker.h"

static void say_archive(struct cli *cli)
{
	const char *path = cli->paths.archive;
	struct store_versions versions;
	bool is_there = access(path, F_OK) == 0;

	out_printf(stdout, "archive    %s%s\n", path,
		   is_there ? "" : " (not made yet)");
	if (!is_there || !cli_open(cli, STORE_READ)) {
		out_printf(stdout, "schema     none\n");
		return;
	}
	store_versions(cli->store, &versions);
	out_printf(stdout, "schema     %d (this program's: %d)%s\n",
		   versions.schema, versions.schema_newest,
		   access(path, W_OK) == 0 ? "" : ", may only be read");
	out_printf(stdout, "engine     %s\n", versions.engine);
}

/* The trained model, by what it holds: two of one name may differ. */
static void say_model(struct cli *cli)
{
	const char *path =
		arena_printf(&cli->arena, "%s/names.model", cli->paths.data);
	struct slice bytes;
	struct error err;

	if (!file_map(path, (size_t)1 << 30, &bytes, &err))
		out_printf(stdout, "model      %s\n", err.text);
	else
		out_printf(
			stdout, "model      names.model, %s, %016llx\n",
			cli_bytes(&cli->arena, (int64_t)bytes.len),
			(unsigned long long)hash_bytes(bytes.at, bytes.len, 0));
}

static void say_libraries(void)
{
	out_printf(stdout,
		   "libraries  %s, jansson %s, utf8proc %s, zlib %s, zstd %s\n",
		   pipeline_parser(), JANSSON_VERSION, utf8proc_version(),
		   zlibVersion(), ZSTD_versionString());
}

static void say_terminal(void)
{
	const char *term = getenv("TERM"), *no = getenv("NO_COLOR");
	const char *locale = setlocale(LC_CTYPE, NULL);
	const char *codeset = nl_langinfo(CODESET);
	struct winsize size;

	out_printf(stdout, "locale     %s, %s%s\n", locale ? locale : "unknown",
		   codeset,
		   strcmp(codeset, "UTF-8") == 0
			   ? ""
			   : " (only UTF-8 shows every letter)");
	out_printf(stdout, "terminal   %s", term ? term : "TERM is not set");
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		out_printf(stdout, ", %ux%u", size.ws_col, size.ws_row);
	out_printf(stdout, "%s\n", no && *no ? ", NO_COLOR" : "");
}

/* Start a worker and let it read: the cage holds and the data is whole. */
static bool try_worker(struct cli *cli, struct error *err)
{
	struct worker_settings settings = {
		.program = cli->paths.program,
		.data = cli->paths.data,
		.depth = PIPELINE_ANNOTATE,
		.jobs = 1,
	};
	struct document doc = {
		.kind = DOCUMENT_JSON,
		.bytes = SLICE("{\"text\": \"A name: Ada Lovelace.\"}"),
	};
	struct worker_pool *pool = NULL;
	struct worker_reply reply = {0};
	bool any;
	bool is_good = worker_pool_open(&settings, &pool, err) &&
		       worker_submit(pool, 0, &doc, err) &&
		       worker_next(pool, &cli->arena, &reply, &any, err);

	if (is_good && !reply.art)
		is_good = error_set(err, "%s", reply.reason);
	worker_pool_close(pool);
	return is_good;
}

static int doctor_run(struct cli *cli)
{
	struct known *known;
	struct error data, worker;
	bool has_data, has_worker;

	out_printf(stdout, "gazette    %s (%s)\n", PACKAGE_VERSION,
		   pipeline_annotated);
	out_printf(stdout, "program    %s\n", cli->paths.program);
	has_data = cli_known(cli, &known, &data);
	out_printf(stdout, "data       %s%s%s\n", cli->paths.data,
		   has_data ? "" : ": ", has_data ? "" : data.text);
	say_model(cli);
	say_archive(cli);
	out_printf(stdout, "reader     %s\n",
		   cli->paths.reader ? cli->paths.reader : "cannot be kept");
	out_printf(stdout, "config     %s\n", cli->paths.config);
	out_printf(stdout, "cage       %s\n", worker_cage(&cli->arena));
	has_worker = try_worker(cli, &worker);
	out_printf(stdout, "worker     %s\n",
		   has_worker ? "works" : worker.text);
	say_libraries();
	say_terminal();
	return has_data && has_worker ? CLI_DONE : CLI_PART;
}

const struct command cmd_doctor = {
	.name = "doctor",
	.operands = "",
	.text = "Say what gazette stands on: versions, folders, locale, "
		"terminal, sandbox",
	.run = doctor_run,
};
