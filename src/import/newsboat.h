/* What newsboat keeps: its list of feeds, its query feeds, its cache. */
#ifndef GAZETTE_IMPORT_NEWSBOAT_H
#define GAZETTE_IMPORT_NEWSBOAT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* ---- newsboat-urls.c: the file "urls" ---- */

struct newsboat_feed {
	const char *url;   /* as it stands there: "exec:..." too */
	const char *title; /* the user's ("~Title"), or NULL */
	const char **tags; /* "!..." as "hidden" */
	uint32_t n_tags;
	const char *view;       /* "query:NAME:...": NAME; else NULL */
	const char *expression; /* and what follows */
	const char *own_title;  /* the feed's own, as the cache has it, or
				 * NULL: not filled here */
};

/* The next word of a line of newsboat's files, in the arena; NULL: no more, or
 * a comment. */
const char *newsboat_word(struct arena *a, struct slice *rest);

/* Read a line, strings into the arena.
 * Returns false for one that is blank or a comment. */
bool newsboat_line(struct arena *a, struct slice line,
		   struct newsboat_feed *out);

/* What to write into a crontab instead of an address that names a program;
 * NULL: it names none. */
const char *newsboat_cron(struct arena *a, const char *url);

/* ---- newsboat-query.c ---- */

/* Say a filter expression in gazette's language.
 *
 * Reads   feeds with tags and own_title, for what it says of tags.
 * Fills   *out, in the arena.
 * Errors  false: what of it cannot be said, or it is none.
 * Source  newsboat's manual, section "Filter Language".
 */
MUST_CHECK bool newsboat_query(struct arena *a, const char *expression,
			       const struct newsboat_feed *feeds,
			       uint32_t n_feeds, const char **out,
			       struct error *err);

/* ---- newsboat-cache.c: the file "cache.db" ---- */

struct newsboat_cache;

struct newsboat_item {
	int64_t row;
	const char *guid, *title, *author, *url; /* or NULL */
	const char *feed;                        /* its address, or NULL */
	const char *base, *content, *content_type;
	const char *enclosure, *enclosure_type;
	const char *flags;
	int64_t time; /* Unix seconds; 0 unknown */
	bool is_read, is_deleted;
	bool shares_url; /* with others of its feed */

	const char *feed_title, *feed_link; /* or NULL */
};

/* Open a cache to be read only, trusting nothing in it.
 * Errors  false: cannot be read, no database, none of newsboat's. */
MUST_CHECK bool newsboat_cache_open(const char *path,
				    struct newsboat_cache **out,
				    struct error *err);
void newsboat_cache_close(struct newsboat_cache *c); /* NULL is nothing */

/* A feed's own title; NULL: there is none.  Lives as long as the cache. */
const char *newsboat_cache_title(const struct newsboat_cache *c,
				 const char *url);

enum newsboat_step {
	NEWSBOAT_END,
	NEWSBOAT_ITEM,
	NEWSBOAT_TOO_LARGE, /* an item of more than NEWSBOAT_MOST bytes */
	NEWSBOAT_FAILED,    /* the cache is damaged, or changed its form */
};

#define NEWSBOAT_MOST (16 << 20)

/* The next item, the oldest row first, in the arena. */
enum newsboat_step newsboat_cache_next(struct newsboat_cache *c,
				       struct arena *a,
				       struct newsboat_item *out,
				       struct error *err);

#endif
