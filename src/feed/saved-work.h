/* What the readers of exports share.  Nobody else includes it. */
#ifndef GAZETTE_FEED_SAVED_WORK_H
#define GAZETTE_FEED_SAVED_WORK_H

#include <jansson.h>

#include "feed/saved.h"

/* What a column, a key or an attribute says. */
enum saved_field {
	SAVED_NOTHING,
	SAVED_URL,
	SAVED_TITLE,
	SAVED_AUTHOR,
	SAVED_SITE,
	SAVED_HTML,
	SAVED_NOTE,
	SAVED_TAGS,
	SAVED_KEPT,
	SAVED_PUBLISHED,
	SAVED_STATE,     /* "unread", "archive", a folder */
	SAVED_READ,      /* a flag */
	SAVED_STARRED,   /* a flag */
	SAVED_PROGRESS,  /* 0 to 1 */
	SAVED_HIGHLIGHT, /* a piece of the text that was marked */
	SAVED_COMMENT,   /* the user's words on it */
};

struct saved_column {
	const char *name; /* in small letters */
	enum saved_field field;
};

/* A record that is being read, and those that were. */
struct saved_work {
	struct arena *arena;
	json_t *all, *one;
	uint32_t n;            /* records so far */
	struct str html, note; /* of this one */
	const char *group; /* whose highlights the last record holds; NULL */
	struct str marked; /* their HTML */
};

/* Say one thing of the record. */
void saved_set(struct saved_work *w, enum saved_field field,
	       struct slice value);

void saved_begin(struct saved_work *w);
void saved_end(struct saved_work *w);

/* ---- one file a kind ---- */

bool saved_csv(struct saved_work *w, const struct saved_column *columns,
	       struct slice text, struct error *err);
bool saved_json(struct saved_work *w, const struct saved_column *columns,
		struct slice text, struct error *err);
bool saved_html(struct saved_work *w, const struct saved_column *columns,
		struct slice text, struct error *err);

/* The field of a name, ASCII's large letters being small ones. */
enum saved_field saved_find(const struct saved_column *columns,
			    struct slice name);

#endif
