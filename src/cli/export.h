/* The formats of export.  Each stands in a file export-NAME.c with its row of
 * the table in cmd-export.c.
 *
 * An article's text is put into export.out and printed or written to a file
 * of the folder before the next comes: memory does not grow with the archive.
 */
#ifndef GAZETTE_CLI_EXPORT_H
#define GAZETTE_CLI_EXPORT_H

#include "cli/articles.h"

struct export
{
	struct cli *cli;
	const char *folder; /* --output; NULL: standard output */
	uint32_t names;     /* --names */
	struct str out;     /* to be printed */
	uint32_t n;         /* things so far: parted by commas */
	struct error err;
};

enum export_folder { FOLDER_NEVER, FOLDER_MAY, FOLDER_MUST };

struct export_format {
	const char *name, *text;
	uint8_t folder; /* enum export_folder */

	/* What stands before and behind all; may be NULL. */
	bool (*begin)(struct export *e);
	bool (*end)(struct export *e);

	/* One article, whole.  Errors  false with e->err. */
	bool (*article)(struct export *e, const struct article *art);

	/* Instead of these: all of a query at once.
	 * Returns the exit status, said. */
	int (*graph)(struct export *e);
};

extern const struct export_format export_csl, export_markdown,
	export_webannotation, export_brat, export_graphml, export_dot;

/* Print e->out on standard output, or write it as a file of the folder, and
 * empty it.
 * Errors  false with e->err: the file cannot be written. */
MUST_CHECK bool export_put(struct export *e, const char *name);

#endif
