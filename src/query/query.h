/* The query language: words to a tree to walks, newest first.
 * Source: the section "Queries" of gazette(1). */
#ifndef GAZETTE_QUERY_QUERY_H
#define GAZETTE_QUERY_QUERY_H

#include "store/store.h"

struct query;

struct query_fault {
	uint32_t start, end; /* bytes of the query that were not understood */
};

/* Parse and open a query.  "" is every article.
 *
 * now     Unix seconds: "since:2w" counts from it.
 * Fills   *out, to be closed; *notes: what the user should know of its
 *         reading (an ambiguous name took all), or NULL, in the arena.
 * Errors  false with fault set (start == end: not the words' fault).
 */
MUST_CHECK bool query_open(struct store *st, struct arena *a, const char *text,
			   int64_t now, struct query **out, const char **notes,
			   struct query_fault *fault, struct error *err);
void query_close(struct query *q);

/* The next rows in docid order, newest first, from page->from; page->order
 * is not looked at.  A copy is folded away when the article it copies matches
 * too.
 *
 * The walk is bounded: has_more may be set with fewer rows than the limit,
 * even with none.  It goes on from query_reached, which also tells how far
 * back the walk has come.
 */
MUST_CHECK bool query_rows(struct query *q, struct arena *a,
			   const struct store_page *page,
			   struct article_rows *out, struct error *err);

/* The `from` of the page behind the last one; 0 when there is none. */
int64_t query_reached(const struct query *q);

/* The best of the newest 5,000 that match, best first, behind the row with
 * docid page->from. */
MUST_CHECK bool query_best(struct query *q, struct arena *a,
			   const struct store_page *page,
			   struct article_rows *out, struct error *err);

/* Do the rows of one article match?  For quotes narrowed by a query. */
bool query_matches(struct query *q, int64_t docid);

/* The keys of the language ("title", "author"...) by number; NULL behind the
 * last.  And what stands behind each: "a word of the title". */
const char *query_key(uint32_t i);
const char *query_key_wants(uint32_t i);

/* What may stand behind "is:", by number; NULL behind the last. */
const char *query_state(uint32_t i);

/* Does a query ask for words or names, so that a text can show why it
 * matches? */
bool query_has_words(struct query *q);

#define MATCH_SPANS 16u

struct query_match {
	struct span sentence;
	struct span at[MATCH_SPANS]; /* what matches in it, in text order */
	uint32_t n;
};

/* The sentence of a text with most of the words that are asked for, the first
 * of several.
 * Returns false when it has none of them. */
bool query_match(struct query *q, struct slice text, struct query_match *out);

/* Words that no article holds and names that nobody has, as they may be meant:
 * "bliken" is name:"Antony Blinken" then, and so is name:anto.
 *
 * Fills   *out, the query with them, and *notes, what was taken for what, in
 *         the arena; NULL when there is nothing to be mended.
 * Errors  false: the archive cannot be read; a query that is not understood
 *         has nothing to be mended.
 */
MUST_CHECK bool query_spell(struct store *st, struct arena *a, const char *text,
			    int64_t now, const char **out, const char **notes,
			    struct error *err);

/* ---- saved views and rules ---- */

/* May `text` be saved as the view `name` (NULL: kept as a rule)?  It must be
 * understood, and lead to views that are saved, never back to `name`, which
 * must be one word.
 *
 * Fills   *notes, in the arena: what cannot be found now (a name that nobody
 *         has yet), or NULL.
 * Errors  false with *fault, as query_open.
 */
MUST_CHECK bool query_view_check(struct store *st, struct arena *a,
				 const char *name, const char *text,
				 int64_t now, const char **notes,
				 struct query_fault *fault, struct error *err);

/* Does a query name a saved view itself, not only by way of another? */
bool query_uses_view(const char *text, const char *name, int64_t now);

/* Is an article as the rule would make it? */
bool query_rule_is_done(const struct rule *rule, const struct article_row *row);

/* Let the user's rules act on articles that came in, by id.  A rule whose
 * query finds no footing now (a name that nobody has yet) does nothing.
 *
 * Errors  false: the reading state cannot be kept; the articles are.
 */
MUST_CHECK bool query_rules_act(struct store *st, const int64_t *ids,
				uint32_t n, int64_t now, struct error *err);

/* What a keep rule may say: "90d", "12w", "6m", "2y": *days; "500": *most.
 * Errors  false: it is neither. */
MUST_CHECK bool query_keep_amount(const char *amount, int64_t *days,
				  int64_t *most, struct error *err);

/* What is beyond a keep rule: matches its query, and is older than it says or
 * behind the newest so many. */
struct query_beyond {
	int64_t *ids; /* newest first; never what is starred, tagged, noted */
	uint32_t n;
	uint32_t n_spared; /* that are */

	/* Called with each of them, as it is found; or NULL. */
	void (*row)(void *self, struct arena *a, const struct article_row *row);
	void *self;
};

/* Fills   b, but for row and self, in the arena.
 * Errors  false with *fault, as query_open; it is no amount. */
MUST_CHECK bool query_keep_beyond(struct store *st, struct arena *a,
				  const struct keep_rule *rule, int64_t now,
				  struct query_beyond *b,
				  struct query_fault *fault, struct error *err);

/* ---- related ---- */

/* Related articles, best first, with the names they share.
 *
 * Source  research of the project on ranking related news: candidates by full
 *         text and by entities; cosine of the texts' weightiest words + .5
 *         cosine of entity vectors + .3 e^(-days/3), copies folded, at most
 *         three of one source.
 */
MUST_CHECK bool query_related(struct store *st, struct arena *a, int64_t id,
			      uint32_t limit, struct related_row **out,
			      uint32_t *n, struct error *err);

/* The same with copies: of the article and of one another. */
MUST_CHECK bool query_related_all(struct store *st, struct arena *a, int64_t id,
				  uint32_t limit, struct related_row **out,
				  uint32_t *n, struct error *err);

/* The same, copies folded, as many of one source as there are. */
MUST_CHECK bool query_related_any(struct store *st, struct arena *a, int64_t id,
				  uint32_t limit, struct related_row **out,
				  uint32_t *n, struct error *err);

/* The running story that an article is part of, oldest first, the article
 * among them (score 1, no names); copies folded, at most STORY_MOST.
 *
 * The work is bounded: what is related to at most nine of the story's articles
 * is looked at.
 *
 * Source  fitted on 510 articles in 86 stories (ECB+): precision .85, recall
 *         .93 of a story's articles.
 */
#define STORY_MOST 200u

MUST_CHECK bool query_story(struct store *st, struct arena *a, int64_t id,
			    struct related_row **out, uint32_t *n,
			    struct error *err);

/* The reason line of a related row: "Blinken, Security Council · 1 day". */
const char *query_reason(struct arena *a, const struct article_row *of,
			 const struct related_row *row);

#endif
