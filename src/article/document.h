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
	DOCUMENT_MAIL,   /* a message: of an mbox, of a Maildir */
	DOCUMENT_FEED,   /* an article of each of its items, and a head */
	DOCUMENT_FEED_PARSE, /* words: the object of feed-parse */
	DOCUMENT_OPML,       /* words: a list of feeds, as JSON */
	DOCUMENT_SAVED,      /* words: an export of the service `source`, see
			      * feed/saved.h */
	DOCUMENT_SITE,       /* words: the feeds that a page names, as JSON:
			      * an array of {"url", "name", "type", ...} */
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

	/* Of a feed: hashes of items, 8 bytes each, low byte first, that are
	 * to be passed over. */
	struct slice known;
};

/* What a feed says of itself, and what was read of it. */
struct document_head {
	const char *title, *link, *moved; /* or NULL */
	uint32_t ttl_min;                 /* 0: not said */
	uint32_t skip_hours;              /* bit h: not from h to h + 1 UTC */
	uint32_t skip_days;               /* bit d, 0 Sunday */
	uint32_t n_items, n_known;        /* in all; that were passed over */
	uint32_t n_empty;                 /* that hold no text and no title */
	/* Hashes, as in `known`, of those that gave no article; the others'
	 * are in article.item. */
	struct slice items;
};

#endif
