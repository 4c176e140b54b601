/* A query as a tree, as it was written: names and saved views are not yet
 * looked up. */
#ifndef GAZETTE_QUERY_TREE_H
#define GAZETTE_QUERY_TREE_H

#include "query/query.h"

enum query_kind {
	QUERY_ALL, /* no words: every article */
	QUERY_AND,
	QUERY_OR,
	QUERY_NOT, /* has one child */
	QUERY_WORDS,
	QUERY_AUTHOR,
	QUERY_SOURCE,
	QUERY_FEED,
	QUERY_TAG,
	QUERY_NAME,
	QUERY_SAID,
	QUERY_ABOUT,
	QUERY_IS,
	QUERY_DAYS,
	QUERY_NEAR,
	QUERY_ID,
	QUERY_VIEW,
	QUERY_KINDS
};

enum query_state {
	STATE_READ,
	STATE_UNREAD,
	STATE_STARRED,
	STATE_SAVED,
	STATE_DUPLICATE,
	STATE_UNDATED,
	STATE_FAILED,
	STATE_STALE,
	STATE_HIDDEN,
	STATES
};

extern const struct names query_states;

struct query_node {
	uint8_t kind;                          /* enum query_kind */
	uint8_t state;                         /* IS: enum query_state */
	bool is_prefix, is_phrase, title_only; /* WORDS */
	struct span at;                        /* bytes of the query */
	const char *text;    /* what was asked for, without field or marks */
	int32_t first, last; /* DAYS: inclusive, since 1970-01-01 */
	int64_t id;          /* NEAR, ID */

	/* what query_bind found in the archive */
	int64_t *entity; /* [n_entity]: NAME, SAID, ABOUT; of FEED: feeds */
	uint32_t n_entity;
	int64_t *docid; /* [n_docid]: NEAR, ID, newest first */
	uint32_t n_docid;

	struct query_node **kid; /* [n_kid]: AND, OR, NOT; VIEW: its tree */
	uint32_t n_kid;
};

#define QUERY_DEPTH 32u  /* brackets inside each other */
#define QUERY_VIEWS 32u  /* saved views in one query */
#define QUERY_TERMS 200u /* words, phrases and fields */

#define DAY_FIRST INT32_MIN
#define DAY_LAST  INT32_MAX

/* Parse a query; "" is QUERY_ALL.
 *
 * Fills   *out, in the arena.
 * Errors  false with the bytes that were not understood in *fault.
 */
MUST_CHECK bool query_parse(struct arena *a, const char *text, int64_t now,
			    struct query_node **out, struct query_fault *fault,
			    struct error *err);

/* Look up what the tree asks for by name: entities, related articles, saved
 * views.
 *
 * Fills   the nodes; *notes, in the arena, as query_open.
 * Errors  false with *fault: no such name, view or article.
 */
MUST_CHECK bool query_bind(struct store *st, struct arena *a,
			   struct query_node *tree, int64_t now,
			   const char **notes, struct query_fault *fault,
			   struct error *err);

/* The days that a date of a query means: "2024-03-21", "2024-03", "2024",
 * "today", "yesterday", "3d", "2w", "1m", "1y" (that long ago: that day).
 *
 * now     Unix seconds; days are counted in the zone of TZ.
 * Fills   *first, *last: days since 1970-01-01.
 * Errors  false: no such date.
 */
bool query_days(struct slice text, int64_t now, int32_t *first, int32_t *last);

/* Append the tree as text: (and rafah (not "ground offensive")). */
void query_print(const struct query_node *node, struct str *out);

#endif
