/* What people already have to documents, one at a time: files, folders,
 * addresses, standard input, JSON Lines, mailboxes.  Nothing is parsed here: a
 * document goes to a worker as the bytes it is. */
#ifndef GAZETTE_IMPORT_IMPORT_H
#define GAZETTE_IMPORT_IMPORT_H

#include "article/document.h"

/* Of one document: a file, a line of JSON Lines, a message. */
#define IMPORT_MOST ((size_t)32 << 20)

struct import;

/* What the user may say that holds many documents, beside enum document_kind:
 * an mbox; files of which each is a message; items of feeds, a line each. */
enum import_kind {
	IMPORT_MBOX = DOCUMENT_KINDS,
	IMPORT_MAILDIR,
	IMPORT_TSV,
};

struct import_settings {
	uint8_t kind; /* enum document_kind or import_kind; AUTO: to be told */
	const char *url;     /* the address of the one document, or NULL */
	bool mentions_given; /* of JSON Lines */
	struct watch *watch; /* of files only those that it wants; NULL: all */
	const char *fetch;   /* path of gazette-fetch, for operands that are
			      * addresses */
};

enum import_what {
	IMPORT_DOCUMENT,
	IMPORT_FAILURE, /* reason says why the input could not be read */
	IMPORT_NOTE,    /* reason says what was passed over; no failure */
};

struct import_item {
	uint8_t what;      /* enum import_what */
	const char *input; /* as the user gave it; "FILE:LINE" of one that
			    * holds many */
	struct document doc;
	const char *reason;
};

/* Take in operands: paths of files and folders, addresses of pages, "-" for
 * standard input.  Only an address opens a socket, and that of gazette-fetch.
 * The operands must live as long. */
struct import *import_open(char *const *operands, int n,
			   const struct import_settings *settings);
void import_close(struct import *im); /* NULL is nothing */

/* The next item, in the arena.  Folders give their files in the order of
 * their names; hidden files and the companion folders of saved pages are
 * passed over, links are followed but never in a circle.
 * Returns false at the end. */
bool import_next(struct import *im, struct arena *a, struct import_item *item);

/* Read one file as a whole, unpacked if it is packed by gzip; "-" is standard
 * input.
 * Fills   *out, in the arena, and the file's time (0: unknown).
 * Errors  false: cannot be read, a folder or device, empty, larger than
 *         IMPORT_MOST; in words that follow the file's name. */
MUST_CHECK bool import_read(struct arena *a, const char *path,
			    struct slice *out, int64_t *time,
			    struct error *err);

#endif
