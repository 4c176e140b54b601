/* The files below a path, one after the other. */
#ifndef GAZETTE_IMPORT_WALK_H
#define GAZETTE_IMPORT_WALK_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

struct walk;

enum walk_what {
	WALK_END,
	WALK_FILE,   /* *path is one to be read */
	WALK_UNSURE, /* the same, if its bytes look like an article */
	WALK_MAIL,   /* the same, a message of a Maildir */
	WALK_FAILED, /* *path could not be opened, *reason says why */
	WALK_PASSED, /* at the end of a folder that was handed in: what
		      * was passed over in it, if anything */
};

struct watch;

/* A walk over all files, or over those that a watch wants (not NULL), which
 * must live as long. */
struct walk *walk_new(struct watch *watch);
void walk_free(struct walk *w);

/* Begin with a path; the walk must be at its end. */
void walk_begin(struct walk *w, const char *path);

/* The next file; path and reason live in the arena. */
enum walk_what walk_next(struct walk *w, struct arena *a, const char **path,
			 const char **reason);

/* The file just handed out was none that is read. */
void walk_pass(struct walk *w, const char *path);

#endif
