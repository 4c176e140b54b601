/* What a file is, as far as the parent has to know: one document for a worker
 * to tell and read, many in one file, or something that is not read. */
#ifndef GAZETTE_IMPORT_SNIFF_H
#define GAZETTE_IMPORT_SNIFF_H

#include <stdbool.h>

#include "base/str.h"

enum sniffed {
	SNIFFED_DOCUMENT,   /* HTML or text */
	SNIFFED_JSON_LINES, /* an object a line */
	SNIFFED_JSON,       /* one object over many lines */
	SNIFFED_FEED,       /* many articles in one document */
	SNIFFED_TSV,        /* a line an item of a feed, as sfeed keeps it */
	SNIFFED_MBOX,       /* messages, each behind a line "From " */
	SNIFFED_MAIL,       /* one message */
	SNIFFED_OTHER,      /* not read; what it is was named */
};

/* Look at the first bytes of a file.
 * Fills   *what for SNIFFED_OTHER: "is a feed (RSS)". */
enum sniffed sniff_bytes(struct slice first, const char **what);

/* "From ada@example.org Mon Mar  4 10:00:00 2024": does a message of an mbox
 * begin behind this line? */
bool sniff_from_line(struct slice line);

enum sniff_name { NAME_ARTICLE, NAME_OTHER, NAME_UNSURE };

/* May a file in a folder be an article, by the end of its name? */
enum sniff_name sniff_file_name(const char *name);

/* Does the end of a file's name say that it is none ("page.css")? */
bool sniff_is_other_name(const char *path);

/* Do the first bytes of a file with an unsure name look like an article? */
bool sniff_is_article(struct slice first);

/* The length of the name that a saved page's companion folder shares with the
 * page: 4 for "page_files"; 0: no such folder. */
size_t sniff_companion(const char *name);

#endif
