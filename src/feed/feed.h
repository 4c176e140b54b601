/* Feeds: their bytes to entries.
 *
 * RSS 0.90 to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed, CDF.  What stands in the
 * record is safe to keep and to show: plain text without control characters,
 * clean HTML (html/sanitise.h), absolute http(s) addresses where something
 * leads out.
 */
#ifndef GAZETTE_FEED_FEED_H
#define GAZETTE_FEED_FEED_H

#include "base/arena.h"
#include "base/array.h"
#include "base/date.h"
#include "base/str.h"

struct feed_person {
	const char *name, *email, *url;
};

struct feed_link {
	const char *rel, *href, *type, *title, *language, *length;
};

struct feed_tag {
	const char *term, *scheme, *label;
};

struct feed_content {
	const char *value; /* clean HTML */
	const char *type, *language;
};

struct feed_image {
	const char *href, *title, *link, *subtitle;
};

enum feed_field {
#define FEED_TEXT(member, key) FEED_##member,
#include "feed/fields.def"
#undef FEED_TEXT
	FEED_TEXTS
};

enum feed_when {
#define FEED_WHEN(member, key) FEED_##member,
#include "feed/dates.def"
#undef FEED_WHEN
	FEED_WHENS
};

/* An entry; the feed itself; the feed that an entry was taken from.  What is
 * not said is NULL; what is there but empty is "". */
struct feed_entry {
	const char *text[FEED_TEXTS]; /* by enum feed_field */
	struct when when[FEED_WHENS]; /* by enum feed_when */
	struct feed_person *authors, *contributors;
	uint32_t n_authors, n_contributors;
	struct feed_image image;
	struct feed_tag *tags;
	struct feed_link *links, *enclosures;
	struct feed_content *contents;
	uint32_t n_tags, n_links, n_enclosures, n_contents;
	struct feed_entry *source;
	uint64_t raw;  /* hash of all that stood there */
	bool is_known; /* it was passed over: its texts were not read */
};

struct feed {
	const char *version;  /* "rss20", "" unknown */
	const char *encoding; /* "utf-8" */
	bool is_wellformed;
	struct feed_entry head;
	struct feed_entry *entries;
	uint32_t n_entries;

	/* When to ask again. */
	uint32_t ttl_min;    /* 0: not said */
	uint32_t skip_hours; /* bit h: not from h to h + 1 UTC */
	uint32_t skip_days;  /* bit d: not on that day, 0 Sunday */
	const char *moved;   /* itunes:new-feed-url */
};

/* Of a feed's bytes, and of what it gives. */
#define FEED_BYTES_MOST   ((size_t)16 << 20)
#define FEED_ENTRIES_MOST 20000u

/* Parse a feed.
 *
 * Reads   bytes as they came; charset that a server declared, or NULL; url it
 *         came from, or NULL: relative addresses count from it.
 * Fills   *out, in the arena.
 * Errors  false: it is no feed, or larger than FEED_BYTES_MOST.
 */
MUST_CHECK bool feed_parse(struct arena *a, struct slice bytes,
			   const char *charset, const char *url,
			   struct feed **out, struct error *err);

/* The same, where hashes of entries are known (8 bytes each, low byte first):
 * their summaries and contents, which cost most, are not read. */
MUST_CHECK bool feed_parse_new(struct arena *a, struct slice bytes,
			       const char *charset, const char *url,
			       struct slice known, struct feed **out,
			       struct error *err);

/* The object of gazette feed-parse: one line of JSON with its LF.
 * Source  the section "feed-parse" of gazette(1). */
void feed_json(const struct feed *feed, const char *file, struct str *out);

/* A time in any spelling that feeds have; WHEN_NONE when it is none.
 * Source  RFC 822 and 2822, ISO 8601, W3CDTF, asctime, and what is met. */
struct when feed_date(struct slice text);

#endif
