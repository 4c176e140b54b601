/* Where things are: XDG Base Directory Specification 0.8. */
#ifndef GAZETTE_CONF_PATHS_H
#define GAZETTE_CONF_PATHS_H

#include "base/arena.h"

struct paths {
	const char *program; /* the running executable */
	const char *fetch;   /* gazette-fetch: beside it, or in pkglibexecdir */
	const char *data;    /* models and lists: $GAZETTE_DATA, beside the
			      * executable, then pkgdatadir */
	const char *archive; /* --archive, $GAZETTE_ARCHIVE, or
			      * $XDG_DATA_HOME/gazette/archive.db */
	bool is_given;       /* the archive, by one of the first two */
	const char *reader;  /* $XDG_DATA_HOME/gazette/reader.db */
	const char *config;  /* $XDG_CONFIG_HOME/gazette/gazette.conf */
	const char *state;   /* $XDG_STATE_HOME/gazette */
};

/* Find the paths; archive is --archive's value or NULL.
 * Errors  false: no HOME, no data folder. */
MUST_CHECK bool paths_find(struct arena *a, const char *archive,
			   struct paths *out, struct error *err);

/* Make the folder that a file lies in, and those above it, 0700. */
MUST_CHECK bool paths_make_folder_of(const char *file, struct error *err);

#endif
