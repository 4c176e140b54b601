/* The archive: articles, entities, quotations, reading state.
 *
 * It speaks of articles and entities, never of SQL, so that another engine can
 * stand behind it.  Whatever a screen shows is one range of an index, paged by
 * key; nothing is counted that was not kept; nothing is loaded that is not
 * shown.  Rows live in the arena that the caller hands in.
 */
#ifndef GAZETTE_STORE_STORE_H
#define GAZETTE_STORE_STORE_H

#include "article/article.h"
#include "resolve/resolve.h"

struct store;

enum store_mode {
	STORE_READ,  /* must exist; may lie where nobody may write */
	STORE_WRITE, /* made if missing */
};

/* How far a long work has come, 0 to 99 per cent; with 100 `what` says what
 * was done. */
typedef void store_progress(void *self, const char *what, unsigned percent);

struct store_paths {
	const char *archive;      /* originals.db is found beside it */
	const char *reader;       /* this user's reading state */
	store_progress *progress; /* of bringing it to the newest schema, or
				   * NULL */
	void *self;
};

/* Open an archive.
 *
 * One of an older schema is first brought to the newest, which takes that
 * nobody else has it open; a copy stays beside it, archive.db.schemaN.bak.
 *
 * Errors  false: no archive there, a newer schema, an older one in use or in a
 *         place where nobody may write, no database, no right.
 */
MUST_CHECK bool store_open(const struct store_paths *paths,
			   enum store_mode mode, struct store **out,
			   struct error *err);
void store_close(struct store *st); /* NULL is nothing */

/* What is read between these is one state of the archive, and costs no locks
 * at every step.  They nest; for a screen or a line of work, never across a
 * wait: the log cannot go home behind a reader.
 */
void store_read_begin(struct store *st);
void store_read_end(struct store *st);

/* Changes when another process has written. */
int64_t store_data_version(struct store *st);

/* May this process write to the archive (not only to its reading state)? */
bool store_is_writable(const struct store *st);

/* ---- taking in ---- */

/* Many articles share a transaction, each a savepoint of its own.  Between
 * two articles the store commits by itself when 50 ms have passed, and lets
 * others in; what was put is safe once store_batch_commit has returned.
 * Commit before waiting for anything: others wait for the lock. */
MUST_CHECK bool store_batch_begin(struct store *st, struct error *err);
MUST_CHECK bool store_batch_commit(struct store *st, struct error *err);

enum store_how {
	STORE_STORED,
	STORE_KNOWN,
	STORE_UPDATED,
	STORE_REMOVED, /* it was removed: nothing is done */
	STORE_HOWS
};

struct original {
	struct slice bytes; /* as they came */
	const char *type;   /* "text/html", "text/plain", "application/json" */
};

/* Store an annotated article: resolve its chains to entities, keep text,
 * spans, names, quotations and full text, all or nothing.
 *
 * Reads   art with key set and from_feed: what is put by hand is saved and
 *         never unread, what a feed brings is unread until somebody reads it
 *         (or puts it by hand); original may be NULL.
 * Fills   *how, *id (the small number that users see).
 * Errors  false: the archive cannot be written; nothing of the article stays.
 */
MUST_CHECK bool store_article_put(struct store *st, const struct known *known,
				  struct article *art,
				  const struct original *original,
				  enum store_how *how, int64_t *id,
				  struct error *err);

/* What store_article_put would do with an article whose key is set; *id is 0
 * for one that would be new. */
MUST_CHECK bool store_article_look(struct store *st, const struct article *art,
				   enum store_how *how, int64_t *id,
				   struct error *err);

/* Remove an article: it goes from every list, index and count.  Its text is
 * kept until store_gc: when it comes again it is STORE_REMOVED, and it can be
 * brought back.  Reading state stays.  The oldest of its copies takes its
 * place.
 *
 * removal the run that it belongs to.
 * Errors  false: it cannot be written; no such article.
 */
MUST_CHECK bool store_article_remove(struct store *st, int64_t id,
				     int64_t removal, struct error *err);

/* Bring a removed article back, under its number. */
MUST_CHECK bool store_article_restore(struct store *st,
				      const struct known *known, int64_t id,
				      struct error *err);

/* Begin a run of removals; *n is its number. */
MUST_CHECK bool store_removal_begin(struct store *st, const char *who,
				    const char *query, int64_t *n,
				    struct error *err);

struct removal {
	int64_t n;  /* 0: there is none */
	int64_t at; /* Unix seconds */
	const char *who, *query;
	int64_t *ids; /* articles that it removed and that can come back */
	uint32_t n_ids;
};

/* The newest removal of which something can be brought back, or number n. */
MUST_CHECK bool store_removal_find(struct store *st, struct arena *a, int64_t n,
				   struct removal *out, struct error *err);

/* Bring back all that a removal took away, 0: the newest; *n is how many
 * articles. */
MUST_CHECK bool store_removal_undo(struct store *st, const struct known *known,
				   int64_t which, uint32_t *n,
				   struct error *err);

struct store_redone {
	bool has_new_text;
	uint32_t names_won, names_lost, quotes_won, quotes_lost;
};

/* Put an article that was annotated again in the place of the one with this
 * number, which keeps its key, address, dates, reading state, versions and the
 * user's corrections.  One that was removed meanwhile stays away.
 *
 * is_of_text: it was made of the text alone; blocks, links, credit and what
 * was dropped stay, too.
 *
 * Errors  false: the archive cannot be written; the article is as it was.
 */
MUST_CHECK bool store_article_redo(struct store *st, const struct known *known,
				   struct article *art, int64_t id,
				   bool is_of_text, struct store_redone *out,
				   struct error *err);

/* How far a run over many has come: the last article's number (0: none is
 * under way) and what it runs over. */
MUST_CHECK bool store_redo_mark(struct store *st, int64_t at, const char *query,
				struct error *err);
MUST_CHECK bool store_redo_marked(struct store *st, struct arena *a,
				  int64_t *at, const char **query,
				  struct error *err);

/* Remember that an input failed, and why. */
MUST_CHECK bool store_failure_put(struct store *st, const char *input,
				  const char *reason, struct error *err);

/* The look-up behind resolve; lives as long as the store. */
const struct names_lookup *store_names(struct store *st);

/* ---- articles ---- */

/* A row of a list: art holds the members that are BRIEF in fields.def and the
 * title, no body. */
struct article_row {
	struct article *art;
	int64_t docid;    /* place in every list: newer is larger; the Unix
			   * second of its sort time (a day's noon for a
			   * day) or the next free one before; never 0, and
			   * below 0 before 1970 */
	uint32_t words;   /* of the body */
	uint32_t copies;  /* that were folded into it */
	uint32_t count;   /* mentions of the entity a list is about */
	bool is_saved;    /* taken in by hand: never unread */
	bool is_hidden;   /* by a rule of this user */
	const char *lead; /* its first words where it has no title, or NULL */
};

/* What a list calls an article: its title, else its first words. */
struct slice store_row_title(const struct article_row *row);

struct article_rows {
	struct article_row *at;
	uint32_t n;
	bool has_more;
	uint32_t n_hidden; /* of a name's: left out by a rule of this user */
};

enum store_order { STORE_NEWEST, STORE_OLDEST };

/* Where a list goes on: rows older than docid `from` (newer with
 * STORE_OLDEST); 0: from its beginning. */
struct store_page {
	int64_t from;
	uint32_t limit;
	uint8_t order;    /* enum store_order */
	bool with_copies; /* do not fold copies */
};

/* All articles but those that a rule hides. */
MUST_CHECK bool store_articles(struct store *st, struct arena *a,
			       const struct store_page *page,
			       struct article_rows *out, struct error *err);

/* The articles that mention an entity; count is filled. */
MUST_CHECK bool store_entity_articles(struct store *st, struct arena *a,
				      int64_t entity,
				      const struct store_page *page,
				      struct article_rows *out,
				      struct error *err);

/* Rows for docids, in their order; unknown ones are left out. */
MUST_CHECK bool store_rows(struct store *st, struct arena *a,
			   const int64_t *docids, uint32_t n,
			   struct article_rows *out, struct error *err);

/* The docid of an article by id (0: there is none), and the other way. */
int64_t store_docid(struct store *st, int64_t id);
int64_t store_id(struct store *st, int64_t docid);

/* A whole article with its chains' entities and their names.
 * Fills *out; NULL when there is none. */
MUST_CHECK bool store_article_get(struct store *st, struct arena *a, int64_t id,
				  struct article **out, struct error *err);

/* The original bytes; *out is empty when none were kept. */
MUST_CHECK bool store_original_get(struct store *st, struct arena *a,
				   int64_t id, struct slice *out,
				   const char **type, struct error *err);

/* The text of an article: title, blank line, body.  *out is empty when there
 * is none. */
MUST_CHECK bool store_article_text(struct store *st, struct arena *a,
				   int64_t docid, struct slice *out,
				   struct error *err);

/* What an article names: each entity once, merges followed, with its mentions
 * of every form. */
struct naming {
	int64_t entity;
	uint32_t count;
};

MUST_CHECK bool store_article_names(struct store *st, struct arena *a,
				    int64_t docid, struct naming **out,
				    uint32_t *n, struct error *err);

/* Versions of an article: what it said before it was updated, oldest first;
 * the last is what it says now.  Only that is annotated and indexed. */
struct version_row {
	int64_t n;    /* from 1 */
	int64_t from; /* Unix seconds when it was seen first */
};

struct version_rows {
	struct version_row *at;
	uint32_t n; /* 0: there is no such article */
};

MUST_CHECK bool store_versions_of(struct store *st, struct arena *a, int64_t id,
				  struct version_rows *out, struct error *err);

/* The text of one: title, blank line, body; empty when there is none. */
MUST_CHECK bool store_version_text(struct store *st, struct arena *a,
				   int64_t id, int64_t n, struct slice *out,
				   struct error *err);

/* The copies that were folded into an article. */
MUST_CHECK bool store_copies(struct store *st, struct arena *a, int64_t id,
			     struct article_rows *out, struct error *err);

struct store_counts {
	int64_t articles, unread, entities, mentions, quotes, failed;
};

MUST_CHECK bool store_counts(struct store *st, struct store_counts *out,
			     struct error *err);

/* ---- full text and walks ---- */

/* A walk over docids, newest first. */
struct store_walk;

enum walk_kind {
	WALK_ALL,
	WALK_WORDS,  /* match: words of our folding, quoted for phrases */
	WALK_ENTITY, /* articles that mention it */
	WALK_SAID,   /* articles in which it is quoted */
	WALK_SOURCE,
};

struct walk_spec {
	uint8_t kind;      /* enum walk_kind */
	int64_t entity;    /* ENTITY, SAID */
	const char *words; /* WORDS: one word, or a phrase with blanks */
	bool is_prefix;    /* WORDS: the last word is a beginning */
	bool title_only;   /* WORDS */
	const char *text;  /* SOURCE */
};

/* A text as the words of the full-text index, parted by blanks. */
char *store_words(struct arena *a, const char *text, size_t len);

MUST_CHECK bool store_walk_open(struct store *st, const struct walk_spec *spec,
				struct store_walk **out, struct error *err);
void store_walk_close(struct store_walk *walk);

/* The largest docid of the walk that is below `below` (INT64_MAX: the newest),
 * 0 at the end.  `below` never grows from call to call. */
int64_t store_walk_next(struct store_walk *walk, int64_t below);

/* About how many docids the walk has: kept counts, not a count. */
int64_t store_walk_size(struct store_walk *walk);

/* bm25 of up to n docids for a full-text expression of several words, best
 * first score; fills score[n] (0 where it does not match). */
MUST_CHECK bool store_rank(struct store *st, const char *const *words,
			   uint32_t n_words, const int64_t *docids, uint32_t n,
			   double *score, struct error *err);

/* ---- entities ---- */

struct entity_row {
	int64_t id;
	const char *name;
	uint8_t type, gender;
	const char *role; /* "US Secretary of State", or NULL */
	const char *country;
	uint32_t articles, mentions, quotes;
	int32_t first_day, last_day; /* days since 1970-01-01 */
	bool is_bare, is_hidden;
};

struct entity_rows {
	struct entity_row *at;
	uint32_t n;
	bool has_more;
};

/* One entity by number; merges are followed.  *out is NULL for none. */
MUST_CHECK bool store_entity_get(struct store *st, struct arena *a, int64_t id,
				 struct entity_row **out, struct error *err);

/* Entities, most written about first.
 *
 * prefix "" for all: else those with a name in which a word begins with it
 * (folded), of several words with each of them.  type TYPE_UNKNOWN for all.
 * skip rows first: this list is short and read from its top.
 */
MUST_CHECK bool store_entities(struct store *st, struct arena *a,
			       const char *prefix, uint8_t type, uint32_t skip,
			       uint32_t limit, struct entity_rows *out,
			       struct error *err);

/* The same for what is listed at every key of a line that is typed: where very
 * many begin so, some of the least written about may be missing. */
MUST_CHECK bool store_entities_typed(struct store *st, struct arena *a,
				     const char *prefix, uint32_t limit,
				     struct entity_rows *out,
				     struct error *err);

/* Entities that a NAME of the command line may mean: "#17", a canonical name,
 * else a form.  Several: ambiguous, most written first.  With spelling, names
 * that sound or look alike when there is no other. */
MUST_CHECK bool store_entities_named(struct store *st, struct arena *a,
				     const char *name, bool spelling,
				     struct entity_rows *out,
				     struct error *err);

struct entity_form {
	const char *surface;
	uint32_t count;
	uint8_t why;        /* enum resolve_why */
	uint8_t form;       /* enum form: names first, then by role, pronoun */
	int64_t first_seen; /* the article id that brought it */
	const char *merged; /* the name it came with by a user's merge */
};

/* The forms an entity is written in, most used first; uses by role, by
 * description and by pronoun are one row each with surface NULL. */
MUST_CHECK bool store_entity_forms(struct store *st, struct arena *a,
				   int64_t entity, struct entity_form **out,
				   uint32_t *n, struct error *err);

struct entity_day {
	int32_t day; /* since 1970-01-01 */
	uint32_t articles;
};

/* The days with articles on an entity, from first to last, oldest first. */
MUST_CHECK bool store_entity_days(struct store *st, struct arena *a,
				  int64_t entity, struct entity_day **out,
				  uint32_t *n, struct error *err);

struct company_row {
	struct entity_row entity;
	uint32_t shared; /* articles with both */
	double weight;   /* shared, weighed by how rare the other is */
};

/* The company an entity keeps in its newest 1,000 articles, best first. */
MUST_CHECK bool store_entity_company(struct store *st, struct arena *a,
				     int64_t entity, uint32_t limit,
				     struct company_row **out, uint32_t *n,
				     struct error *err);

/* The next older (newer) article that mentions an entity, from docid; 0 when
 * there is none.  Copies are folded.  place and of tell "3/34". */
int64_t store_entity_step(struct store *st, int64_t entity, int64_t docid,
			  enum store_order order, uint32_t *place,
			  uint32_t *of);

/* ---- quotations ---- */

struct quote_row {
	int64_t id, docid, article; /* article: the users' number */
	struct quote quote;         /* spans in that article's text; chain -1 */
	const char *text, *sentence;
	int64_t entity; /* who said it, 0 unknown */
	const char *name;
	const char *speaker; /* as written there */
	const char *cue;
	int64_t utterance;  /* the same for the same words; 0: a few words */
	uint32_t witnesses; /* other articles that print them, copies too */
	const char *title, *url, *file, *source, *byline;
	struct when published;
	uint8_t key[16]; /* of the article */
};

struct quote_rows {
	struct quote_row *at;
	uint32_t n;
	bool has_more;
};

struct quote_spec {
	int64_t by;             /* entity that speaks, 0 all */
	int64_t about;          /* entity named inside, 0 all */
	int kind;               /* enum quote_kind, -1 all */
	uint8_t min_confidence; /* per cent */
	int64_t from; /* rows behind quotation id .from_quote at docid from */
	int64_t from_quote;
	uint32_t limit;
	bool with_copies;
	bool with_hidden; /* of articles that a rule hides, too */
};

/* What words that somebody said are, whoever prints them; 0: so few that they
 * may be anybody's.
 * Source: the words folded (base/fold.h), without marks. */
int64_t store_utterance(struct arena *a, struct slice words);

/* Who said what, newest first, in text order within an article. */
MUST_CHECK bool store_quotes(struct store *st, struct arena *a,
			     const struct quote_spec *spec,
			     struct quote_rows *out, struct error *err);

/* ---- related ---- */

struct shared_name {
	int64_t entity;
	const char *name;
	uint8_t type; /* enum type */
};

struct related_row {
	struct article_row row;
	double score;
	struct shared_name *names; /* the entities shared, weightiest first */
	uint32_t n_names;
};

/* ---- reading state: this user's, by article key ---- */

MUST_CHECK bool store_read_set(struct store *st, int64_t id, bool is_read,
			       struct error *err);
MUST_CHECK bool store_starred_set(struct store *st, int64_t id, bool is_starred,
				  struct error *err);
/* The byte of the body at the top of the screen when it was left. */
MUST_CHECK bool store_position_set(struct store *st, int64_t id, uint32_t byte,
				   struct error *err);
uint32_t store_position(struct store *st, int64_t id);

/* Set or take off a tag; tags that fold to the same are one.
 * Errors  false: no text, or not on one line, or of more than TAG_MOST bytes.
 */
MUST_CHECK bool store_tag_set(struct store *st, int64_t id, const char *tag,
			      bool is_set, struct error *err);
#define TAG_MOST 100u

struct tag_row {
	const char *tag;
	uint32_t articles;
};

/* All tags of this user, in order. */
MUST_CHECK bool store_tags(struct store *st, struct arena *a,
			   struct tag_row **out, uint32_t *n,
			   struct error *err);

/* A note on an article; NULL or "" takes it away. */
MUST_CHECK bool store_note_set(struct store *st, int64_t id, const char *note,
			       struct error *err);

/* Marks: a letter for a place in an article.  *id is 0 when the letter is not
 * set or its article is gone. */
MUST_CHECK bool store_mark_set(struct store *st, char letter, int64_t id,
			       uint32_t byte, struct error *err);
MUST_CHECK bool store_mark_get(struct store *st, char letter, int64_t *id,
			       uint32_t *byte, struct error *err);

/* What is set between these is one change of the reading state, all or
 * nothing: many articles cost one sync of the disk.  After an error nothing of
 * it stays.  Nothing else may be waited for in between. */
MUST_CHECK bool store_reading_begin(struct store *st, struct error *err);
MUST_CHECK bool store_reading_commit(struct store *st, struct error *err);
void store_reading_rollback(struct store *st);

/* The places visited last in this archive, oldest first, as the reader writes
 * them; at most 1,000. */
MUST_CHECK bool store_jumps_set(struct store *st, const char *const *places,
				uint32_t n, struct error *err);
MUST_CHECK bool store_jumps_get(struct store *st, struct arena *a,
				const char ***places, uint32_t *n,
				struct error *err);

/* ---- saved views and rules: this user's ---- */

/* The query saved as a view, @NAME.  *query is NULL when there is none. */
MUST_CHECK bool store_view_get(struct store *st, struct arena *a,
			       const char *name, const char **query,
			       struct error *err);

/* Save a view; NULL takes it away.  query_view_check says whether it is a
 * good one. */
MUST_CHECK bool store_view_set(struct store *st, const char *name,
			       const char *query, struct error *err);

struct view_row {
	const char *name, *query;
};

/* All saved views, by name. */
MUST_CHECK bool store_views(struct store *st, struct arena *a,
			    struct view_row **out, uint32_t *n,
			    struct error *err);

enum rule_kind { RULE_HIDE, RULE_READ, RULE_STAR, RULE_TAG, RULE_KINDS };

extern const struct names rule_kinds;

struct rule {
	int64_t n;    /* its number, from 1 */
	uint8_t kind; /* enum rule_kind */
	const char *query, *tag;
	uint32_t done; /* articles that it changed */
};

/* Keep a rule; *n is its number. */
MUST_CHECK bool store_rule_put(struct store *st, const struct rule *rule,
			       int64_t *n, struct error *err);

/* A rule of what is kept of a query's articles: "90d", "500". */
struct keep_rule {
	int64_t n; /* its number, one of those of all rules */
	const char *amount, *query;
};

MUST_CHECK bool store_keep_rule_put(struct store *st,
				    const struct keep_rule *rule, int64_t *n,
				    struct error *err);
MUST_CHECK bool store_keep_rules(struct store *st, struct arena *a,
				 struct keep_rule **out, uint32_t *n,
				 struct error *err);

/* Forget a rule, of either kind, and what it did; *found tells whether there
 * was one. */
MUST_CHECK bool store_rule_remove(struct store *st, int64_t n, bool *found,
				  struct error *err);
MUST_CHECK bool store_rules(struct store *st, struct arena *a,
			    struct rule **out, uint32_t *n, struct error *err);

/* Do what a rule says to articles, by id, and remember what that changed;
 * *changed counts those that were not so before. */
MUST_CHECK bool store_rule_do(struct store *st, const struct rule *rule,
			      const int64_t *ids, uint32_t n, uint32_t *changed,
			      struct error *err);

/* Show what rules hid again; *changed counts those that were hidden. */
MUST_CHECK bool store_unhide(struct store *st, const int64_t *ids, uint32_t n,
			     uint32_t *changed, struct error *err);

/* Take back what a rule changed and nobody has changed again since. */
MUST_CHECK bool store_rule_undo(struct store *st, const struct rule *rule,
				uint32_t *changed, struct error *err);

/* ---- care ---- */

/* Bring the full-text index into fewer pieces, for most_ms at most, in short
 * transactions: searches ask every piece.  To be done when articles have come
 * in; what is left over is done the next time. */
MUST_CHECK bool store_tidy(struct store *st, int64_t most_ms,
			   struct error *err);

typedef void store_report(void *self, const char *fault);

struct store_checked {
	int64_t articles, faults; /* copies are articles, too */
};

/* Prove that the archive is whole: the files, every mention in its text,
 * counts equal to sums, the full-text index.  Each fault is reported. */
MUST_CHECK bool store_check(struct store *st, store_report *report, void *self,
			    struct store_checked *out, struct error *err);

enum store_file { STORE_ARCHIVE, STORE_ORIGINALS, STORE_READER };

/* Copy a file of the archive as it is at this moment, while others write; the
 * copy is read again as a whole before it gets its name.
 *
 * Errors  false: it is there and not to be replaced, the disk is full, what
 *         was copied is damaged; nothing is left.
 */
MUST_CHECK bool store_backup(struct store *st, enum store_file file,
			     const char *to, bool replaces,
			     store_progress *progress, void *self,
			     struct error *err);

/* Make whole what follows from articles and names: rows without what they
 * belong to go, appearances, quotations, forms, counts, full text and indices
 * are made anew.  What was done is reported, and then what is still not whole.
 * An archive that is whole is left alone. */
MUST_CHECK bool store_repair(struct store *st, const struct known *known,
			     store_report *report, void *self,
			     struct store_checked *out, struct error *err);

struct store_gc {
	int64_t keep_sec; /* originals; below 0: for ever */
	bool rewrite;     /* files that cannot give room back in pieces (made
			   * by schema 1) are written anew as a whole */
	store_progress *progress; /* or NULL */
	void *self;
};

struct store_gc_done {
	int64_t removed, names, originals; /* that went */
	int64_t before, after;             /* bytes on the disk */
	int64_t inside; /* free, and only to be had by rewrite */
};

/* Take away for good what was removed, names that no article has and nobody
 * has said anything of, originals that are too old; give the room back.
 * Others may read and write meanwhile. */
MUST_CHECK bool store_gc(struct store *st, const struct store_gc *spec,
			 struct store_gc_done *out, struct error *err);

/* The bytes of a file with its log. */
int64_t store_bytes(const char *path);

/* Are so many bytes free on the archive's disk?
 * Errors  false, with what to do. */
MUST_CHECK bool store_has_room(struct store *st, int64_t least,
			       struct error *err);

struct store_versions {
	const char *engine; /* "SQLite 3.40.1" */
	int schema, schema_newest;
};

void store_versions(struct store *st, struct store_versions *out);

struct store_part {
	const char *name;
	int64_t bytes; /* or articles */
};

struct store_status {
	struct store_counts counts;
	struct store_versions versions;
	int64_t copied, removed, n_originals; /* articles */
	int64_t archive, archive_free;        /* bytes, and free inside */
	int64_t originals, originals_free, reader;
	struct store_part *parts; /* of archive.db, the largest first */
	uint32_t n_parts;
	struct store_part *copies; /* that migrations left */
	uint32_t n_copies;
	struct store_part *annotated; /* articles by who annotated them */
	uint32_t n_annotated;
};

/* What the archive holds and takes; the parts cost a look at every page. */
MUST_CHECK bool store_status_get(struct store *st, struct arena *a,
				 bool with_parts, struct store_status *out,
				 struct error *err);

#endif
