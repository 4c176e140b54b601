/* What goes into the first stage: bytes from outside and what is known of
 * them. */
#ifndef GAZETTE_ARTICLE_DOCUMENT_H
#define GAZETTE_ARTICLE_DOCUMENT_H

#include "article/article.h"

enum document_kind {
	DOCUMENT_AUTO, /* to be told from the bytes */
	DOCUMENT_HTML, /* MHTML and "saved from url" included */
	DOCUMENT_TEXT,
	DOCUMENT_JSON,   /* one line of JSON Lines */
	DOCUMENT_TOKENS, /* parted by single blanks, sentences by single line
			  * ends: only tagged */
	DOCUMENT_KINDS
};

struct document {
	uint8_t kind; /* enum document_kind */
	struct slice bytes;
	const char *url;     /* its address, or NULL */
	const char *file;    /* where it was found, as the user gave it */
	const char *charset; /* that a server declared, or NULL */
	int64_t time;        /* its file's time or that of fetching; 0 unknown:
			      * relative dates count from it */
	bool mentions_given; /* of a JSON line: take its mentions */

	/* What the feed's item says of it: witnesses.  NULL when not known. */
	const char *title, *byline, *source, *summary;
	struct when published;
};

#endif
