/* What the parts of attributing share: the row they are at and who spoke. */
#ifndef GAZETTE_QUOTE_WORK_H
#define GAZETTE_QUOTE_WORK_H

#include "quote/judge.h"
#include "quote/said.h"

/* How sure each way of attributing is, in percent: of what it took that is a
 * quotation in the development half of the PolNeAR corpus, the share with
 * that speaker, as counted there (2,370 adjacent ones, 2,350 clauses, 274
 * trailing, 451 inherited, 128 of a sentence, 837 of a paragraph, 56 carried).
 * A guess counts for less than the 60 found: 13 in 100 are no quotation.
 * Introduced ones were 7, all right: too few, so the number is ours. */
enum {
	SURE_ADJACENT = 97, /* "...," she said */
	SURE_CLAUSE = 89,   /* she said that ... */
	SURE_TRAILING = 99, /* ..., she said */
	SURE_INHERITED = 80,
	SURE_SAME_SENTENCE = 62,
	SURE_SAME_PARAGRAPH = 97,
	SURE_INTRODUCED = 85,
	SURE_CARRIED = 59, /* from the paragraph before */
	SURE_GUESS = 45,
};

#define ADJUNCT_MOST 14 /* items between verb and "that" */

struct speaker {
	struct span span, cue;
	uint32_t part, group;
};

struct work {
	const struct sheet *s;
	const struct row *row;
	struct cues cues;
	struct said_list *out;
	bool *is_used;         /* [strings] */
	struct speaker here;   /* of this row's last cue */
	struct speaker last;   /* of the last quotation */
	struct speaker coming; /* of a row that ends in a colon */
	struct span via;       /* of this row */
	uint32_t done;         /* items of the row before this are taken */
	uint32_t n_groups;
	struct trials *log; /* for the fitting program; NULL */
};

static inline const struct item *item_at(const struct work *w, uint32_t i)
{
	return &w->s->items[i];
}

static inline bool is_string(const struct work *w, uint32_t i)
{
	return i < w->row->end && item_at(w, i)->quoted >= 0;
}

static inline bool is_free_string(const struct work *w, uint32_t i)
{
	return is_string(w, i) && !w->is_used[item_at(w, i)->quoted];
}

static inline const struct quoted *string_at(const struct work *w, uint32_t i)
{
	return &w->s->strings.at[item_at(w, i)->quoted];
}

static inline char sign_at(const struct work *w, uint32_t i)
{
	return i < w->row->end ? item_at(w, i)->sign : 0;
}

static inline bool is_dash(const struct work *w, uint32_t i)
{
	struct slice t = article_slice(w->s->art, item_at(w, i)->span);

	return item_at(w, i)->quoted < 0 &&
	       (slice_equals(t, "—") || slice_equals(t, "–") ||
		slice_equals(t, "―") || slice_equals(t, "-") ||
		slice_equals(t, "--"));
}

static inline bool is_edge(const struct work *w, uint32_t i)
{
	char c = item_at(w, i)->sign;

	return c == ',' || c == ':' || c == '.' || c == ';' || is_dash(w, i);
}

static inline bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline bool is_known(const struct speaker *by)
{
	return by->span.end > by->span.start;
}

/* The first item of a cue's complement. */
uint32_t quote_complement(const struct work *w, const struct cue *c);

/* The item behind the clause that begins at `first`. */
uint32_t quote_clause_end(const struct work *w, uint32_t first);

/* "Ruiz's claim that the bridge is safe did not convince": where the claim
 * [first, end) is over, because a second verb follows. */
uint32_t quote_claim_end(const struct work *w, uint32_t first, uint32_t end);

/* The first item of the clause that ends before `end`. */
uint32_t quote_clause_first(const struct work *w, uint32_t end);

/* Does what follows a tag hold no complement of its own? */
bool quote_is_tail(const struct work *w, uint32_t i);

/* Does the clause begin with a preposition or conjunction? */
bool quote_is_subordinate(const struct work *w, uint32_t i);

/* A whole string as a direct quotation. */
void quote_take_string(struct work *w, uint32_t i, const struct speaker *by,
		       uint8_t sure);

/* Is a string a programme's name, no speech whatever stands around it? */
bool quote_is_programme(const struct work *w, uint32_t i);

/* A string that no cue took: speech of somebody, or none. */
void quote_take_left(struct work *w, uint32_t i);

#endif
