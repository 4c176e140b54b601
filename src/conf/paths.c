#include "conf/paths.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A variable's value when it is an absolute path, as the specification asks. */
static const char *absolute(const char *variable)
{
	const char *value = getenv(variable);

	return value && value[0] == '/' ? value : NULL;
}

static const char *base_folder(struct arena *a, const char *variable,
			       const char *below_home, struct error *err)
{
	const char *folder = absolute(variable), *home = getenv("HOME");

	if (folder)
		return arena_printf(a, "%s/gazette", folder);
	if (home && *home)
		return arena_printf(a, "%s/%s/gazette", home, below_home);
	error_set(err, "neither %s nor HOME is set", variable);
	return NULL;
}

static const char *own_path(struct arena *a)
{
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path));

	return n > 0 && (size_t)n < sizeof(path)
		       ? arena_copy(a, path, (size_t)n)
		       : "";
}

static bool is_data(struct arena *a, const char *folder)
{
	return access(arena_printf(a, "%s/known/countries.tsv", folder),
		      R_OK) == 0;
}

/* Beside the executable, or beside the build folder it lies in. */
static const char *find_data(struct arena *a, const char *program,
			     struct error *err)
{
	const char *given = getenv("GAZETTE_DATA");
	const char *slash = strrchr(program, '/');
	int n = slash ? (int)(slash - program) : 0;
	const char *places[4] = {given};
	uint32_t n_places = 1;

	if (!given || !*given) {
		places[0] = arena_printf(a, "%.*s/data", n, program);
		places[1] = arena_printf(a, "%.*s/../data", n, program);
		places[2] = PKGDATADIR "/data";
		n_places = 3;
	}
	for (uint32_t i = 0; i < n_places; i++) {
		if (is_data(a, places[i]))
			return places[i];
	}
	error_set(err, "cannot find the data folder (looked in %s%s%s)",
		  places[0], n_places > 1 ? " and " : "",
		  n_places > 1 ? places[2] : "");
	return NULL;
}

/* gazette-fetch, beside the executable or where it is installed. */
static const char *find_fetch(struct arena *a, const char *program)
{
	const char *slash = strrchr(program, '/');
	int n = slash ? (int)(slash - program) : 0;
	const char *beside = arena_printf(a, "%.*s/gazette-fetch", n, program);

	return access(beside, X_OK) == 0 ? beside
					 : PKGLIBEXECDIR "/gazette-fetch";
}

bool paths_find(struct arena *a, const char *archive, struct paths *out,
		struct error *err)
{
	bool is_given;
	const char *data, *config, *state;

	if (!(data = base_folder(a, "XDG_DATA_HOME", ".local/share", err)) ||
	    !(config = base_folder(a, "XDG_CONFIG_HOME", ".config", err)) ||
	    !(state = base_folder(a, "XDG_STATE_HOME", ".local/state", err)))
		return false;
	if (!archive)
		archive = getenv("GAZETTE_ARCHIVE");
	is_given = archive && *archive;
	if (!is_given)
		archive = arena_printf(a, "%s/archive.db", data);
	*out = (struct paths){
		.program = own_path(a),
		.archive = arena_string(a, archive),
		.is_given = is_given,
		.reader = arena_printf(a, "%s/reader.db", data),
		.config = arena_printf(a, "%s/gazette.conf", config),
		.state = state,
	};
	out->fetch = find_fetch(a, out->program);
	out->data = find_data(a, out->program, err);
	return out->data != NULL;
}

bool paths_make_folder_of(const char *file, struct error *err)
{
	char path[4096];
	size_t len = strlen(file);

	if (len >= sizeof(path))
		return error_set(err, "the path '%s' is too long", file);
	memcpy(path, file, len + 1);
	for (size_t i = 1; i < len; i++) {
		if (path[i] != '/')
			continue;
		path[i] = '\0';
		if (mkdir(path, 0700) != 0 && errno != EEXIST)
			return error_system(err, errno,
					    "cannot make the folder '%s'",
					    path);
		path[i] = '/';
	}
	return true;
}
