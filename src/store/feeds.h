/* Subscriptions: the feeds of an archive, what is known of each, and how the
 * last fetch of it went.
 *
 * A fetch goes so:
 *
 *	store_feeds_due(st, a, now, false, &rows, err)
 *	... ask for row->url with row->etag and row->last_modified ...
 *	a body whose hash (hash_bytes, seed 0) is row->body: unchanged, though
 *	    sent in full; nothing is parsed
 *	else: a worker reads it as DOCUMENT_FEED with doc.known = row->items,
 *	    so that items that were there last time are passed over
 *	store_article_put each, art->from_feed set, then store_feed_article
 *	store_feed_fetched(st, row->id, &outcome, err)
 *
 * The outcome of a body is written last, in the transaction of its last
 * article or a later one: what it says is known is then stored.  What a user
 * removes is kept, without being fetched, until it is added again.
 */
#ifndef GAZETTE_STORE_FEEDS_H
#define GAZETTE_STORE_FEEDS_H

#include "store/store.h"

enum feed_pages {
	FEED_PAGES_AUTO, /* of items that are only the beginning of a text */
	FEED_PAGES_ON,
	FEED_PAGES_OFF,
	FEED_PAGES_WAYS
};

enum feed_state {
	FEED_FINE,
	FEED_FAILING, /* errors, error and error_since say how */
	FEED_GONE,    /* 410: not asked for any more */
	FEED_STATES
};

extern const struct names store_feed_pages, store_feed_states;

struct feed_row {
	int64_t id;
	const char *url;      /* where it is fetched, absolute */
	const char *typed;    /* as the user gave it: its host may be private */
	const char *name;     /* the user's, else its title, else its address */
	const char *own_name; /* the user's, or NULL */
	const char *title;    /* its own, or NULL */
	const char *link;     /* its site, or NULL */
	const char **tags;    /* by the alphabet */
	uint32_t n_tags;
	uint8_t pages; /* enum feed_pages */
	uint8_t state; /* enum feed_state */

	/* How it went.  Times are Unix seconds, 0: never. */
	int64_t added, removed;
	int64_t last_try, last_good; /* good: got it or heard it is unchanged */
	int64_t next_fetch;          /* 0: at once */
	uint32_t errors;             /* in a row */
	const char *error;           /* the last, in words; NULL: none */
	int64_t error_since;
	const char *moved_from; /* where it was before it moved, or NULL */

	/* For the next fetch. */
	const char *etag, *last_modified; /* or NULL */
	uint32_t ttl_min;                 /* 0 none */
	uint32_t skip_hours;              /* bit h: not from h to h + 1 UTC */
	uint32_t skip_days;               /* bit d, 0 Sunday */
	uint64_t body;                    /* hash of the last body; 0 none */
	struct slice items; /* of each item in it the hash, 8 bytes each */

	int64_t articles; /* that it brought and that are no copies */
	int64_t unread;   /* of these */
};

struct feed_rows {
	struct feed_row *at;
	uint32_t n;
};

/* ---- lists ---- */

/* All subscriptions by name; with_removed: those too that were removed. */
MUST_CHECK bool store_feeds(struct store *st, struct arena *a,
			    bool with_removed, struct feed_rows *out,
			    struct error *err);

/* Those that are to be fetched at `now`, the longest overdue first; all: the
 * others too, but for what is gone or removed. */
MUST_CHECK bool store_feeds_due(struct store *st, struct arena *a, int64_t now,
				bool all, struct feed_rows *out,
				struct error *err);

/* One by number; *out is NULL for none. */
MUST_CHECK bool store_feed_get(struct store *st, struct arena *a, int64_t id,
			       struct feed_row **out, struct error *err);

/* Those that FEED of the command line may mean: "#3", an address, a name or
 * title (folded), a tag: all that have it; else "3". */
MUST_CHECK bool store_feeds_named(struct store *st, struct arena *a,
				  const char *text, struct feed_rows *out,
				  struct error *err);

/* When what fails is tried again: "again in 3 h"; in the arena. */
const char *store_feed_again(struct arena *a, const struct feed_row *row,
			     int64_t now);

/* ---- the user's word ---- */

struct feed_spec {
	const char *url;  /* http or https */
	const char *name; /* the user's name for it; NULL or "": none */
	const char *const *tags;
	uint32_t n_tags;
	uint8_t pages; /* enum feed_pages */
};

/* Subscribe.  What was removed is restored with all that was known of it; to
 * what is there already tags are added, pages, where given, are set, and a name
 * is given where the user gave it none before.
 * Fills   *how: STORE_STORED new, STORE_UPDATED restored, STORE_KNOWN.
 * Errors  false: no http(s) address, a tag that is none.
 */
MUST_CHECK bool store_feed_add(struct store *st, const struct feed_spec *spec,
			       enum store_how *how, int64_t *id,
			       struct error *err);

/* Give a feed another address, name, tags, pages: all as spec says.
 * Errors  false: as above; another feed has the address. */
MUST_CHECK bool store_feed_edit(struct store *st, int64_t id,
				const struct feed_spec *spec,
				struct error *err);

/* Subscribe no more; its articles stay. */
MUST_CHECK bool store_feed_remove(struct store *st, int64_t id,
				  struct error *err);

/* Is this a feed's address?  Errors  false: why not, in words: names of
 * programs ("exec:", "filter:", "|") are refused by name. */
MUST_CHECK bool store_feed_address(const char *url, struct error *err);

/* ---- what a fetch writes ---- */

struct feed_outcome {
	int64_t at;         /* when it was asked */
	bool is_good;       /* it answered: 200 or 304 */
	bool is_gone;       /* 410 */
	const char *error;  /* if not good: what failed, in words */
	const char *moved;  /* 301, 308: fetched there from now on; or NULL */
	int64_t next_fetch; /* when it is due again */

	bool has_body; /* and with it what follows; else nothing of it changes
			*/
	const char *etag, *last_modified; /* or NULL */
	uint64_t body;                    /* its hash; 0 unknown */

	bool was_read;      /* the body was read, and what follows is from it */
	struct slice items; /* hashes of all its items, 8 bytes each */
	const char *title, *link;
	uint32_t ttl_min, skip_hours, skip_days;
};

/* Write how a fetch went.  A feed that moves to where another one is fetched
 * is FEED_GONE, its error says so. */
MUST_CHECK bool store_feed_fetched(struct store *st, int64_t id,
				   const struct feed_outcome *outcome,
				   struct error *err);

/* Append an item's hash to those of an outcome. */
void store_feed_item_add(struct str *items, uint64_t item);

/* The feed brought this article, stored now or known before. */
MUST_CHECK bool store_feed_article(struct store *st, int64_t feed,
				   int64_t article, struct error *err);

/* Did one of these feeds bring the article? */
bool store_feed_brought(struct store *st, int64_t article, const int64_t *feeds,
			uint32_t n);

/* The names and tags of feeds that begin with text (folded), for completion:
 * strings in the arena. */
MUST_CHECK bool store_feed_words(struct store *st, struct arena *a,
				 const char *begins, const char ***out,
				 uint32_t *n, struct error *err);

#endif
