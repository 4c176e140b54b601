/* What the files of store/ share.  Nobody outside includes it. */
#ifndef GAZETTE_STORE_INSIDE_H
#define GAZETTE_STORE_INSIDE_H

#include "base/map.h"
#include "store/sql.h"
#include "store/store.h"

/* Full-text rows wait for the end of the transaction, so that they go in by
 * docid: FTS5 writes a segment whenever a rowid falls. */
struct fts_row {
	int64_t docid;
	const char *title, *text; /* folded words, in the batch's arena */
};

/* Kept counts, written once a transaction. */
struct tally {
	int64_t articles, feed_articles, entities, mentions, quotes, failed;
	int64_t feed_epoch;
	int64_t next_id; /* 0: not read yet in this transaction */
};

/* A stretch of docids that are known to be taken: [low, high]. */
struct docid_run {
	int64_t low, high;
};

#define DOCID_RUNS 32

/* Heads that were looked up in this transaction, which sees no other's merges.
 * A place an entity. */
#define HEADS_HELD 1024

enum merges { MERGES_UNKNOWN, MERGES_NONE, MERGES_SOME };

struct head_held {
	int64_t entity, head; /* entity 0: free */
};

/* A word alone ("Blinken") whose holders changed on some days. */
struct touched {
	const char *word;  /* in the batch's arena */
	int64_t low, high; /* docids */
};

/* Statements of walks that ended, kept for the next. */
#define IDLE_WALKS 4

struct sketches;

struct store {
	struct sql sql;
	struct arena own;   /* paths; lives as long as the store */
	struct arena batch; /* lives as long as a transaction */
	bool may_write, in_batch, in_transaction, has_originals;
	bool in_reading;    /* store_reading_begin not ended */
	bool has_put;       /* something stands in the open transaction */
	bool is_lost;       /* what was put in this batch, by `fault` */
	struct error fault; /* the last of a piece of work */
	int64_t since_ns;   /* the transaction's beginning */
	uint32_t n_reads;   /* store_read_begin not ended */
	const char *originals_path, *originals_fault, *reader_fault;
	uint8_t uid[16]; /* of the archive */

	struct fts_row *fts;
	uint32_t n_fts;
	struct touched *touched;
	uint32_t n_touched;
	bool has_unsettled;    /* words were put off, as far as is known */
	int64_t rested_ns;     /* when some of them were looked at last */
	struct map touched_at; /* word to index, while n_touched > 0 */
	struct tally tally;
	struct docid_run runs[DOCID_RUNS];
	uint32_t n_runs;
	struct sketches *sketches; /* NULL until the first article */
	sqlite3_stmt *idle_walks[IDLE_WALKS];
	uint32_t n_idle_walks;
	struct names_lookup names;
	struct head_held heads[HEADS_HELD];
	enum merges merges;                  /* in this transaction */
	enum merges aparts, saids, waitings; /* are there any? */
	int64_t *woken;                      /* entries whose names came */
	uint32_t n_woken;
	int64_t edit;               /* whose effects are noted; 0: nobody's */
	int64_t effects;            /* noted for it */
	struct ZSTD_CCtx_s *packer; /* NULL until the first original */
};

/* ---- store.c: transactions ---- */

/* Be inside a transaction that may write. */
MUST_CHECK bool store_begin(struct store *st, struct error *err);

/* After a piece of work: commit when nobody holds a batch open, or when the
 * transaction has lasted long enough to be in somebody's way. */
MUST_CHECK bool store_settle(struct store *st, struct error *err);
void store_rollback(struct store *st);
int64_t store_now(void); /* Unix seconds */

/* What is kept in memory of a transaction, to be rolled back with the rest. */
struct savepoint {
	struct tally tally;
	struct fts_row *fts;
	uint32_t n_fts;
};

/* One piece of work of a transaction: all of it or nothing. */
void store_savepoint(struct store *st, struct savepoint *out);
MUST_CHECK bool store_savepoint_end(struct store *st,
				    const struct savepoint *savepoint,
				    struct error *err);

/* After a piece of work that failed: go on with the transaction if there is
 * one still and others' work in it. */
void store_abandon(struct store *st);

/* ---- words.c ---- */

/* Append the words of a text, folded, parted by blanks. */
void words_fold(struct arena *a, struct slice text, struct str *out);

/* ---- walk.c ---- */

void walks_close(struct store *st);

/* ---- docid.c ---- */

/* The free docid for an article with this sort time. */
int64_t docid_choose(struct store *st, const struct article *art,
		     int64_t added);

/* ---- annotate.c: what an article adds to the index, and takes away ---- */

/* The entities of an article's chains. */
struct cast {
	int64_t *entity; /* [n_chains], 0: none */
	uint32_t *count; /* [n_chains], mentions of every form */
	uint32_t n;
};

bool cast_read(struct arena *a, struct slice bytes, struct cast **out);

/* The next number of a packed cast (their count; entity and count of each);
 * false at its end, or where it is damaged. */
bool cast_number(struct slice *bytes, uint64_t *out);
struct cast *cast_get(struct store *st, struct arena *a, int64_t docid);
void cast_put(struct store *st, int64_t docid, const struct cast *cast);
struct cast *cast_new(struct arena *a, uint32_t n);

/* Where an article stands. */
struct place {
	int64_t docid, id;
	bool is_copy;
};

/* What is there already under an article's key; then what it becomes. */
struct former {
	struct place at; /* id 0: nothing */
	int64_t added, modified, duplicate_of;
	bool is_saved;
	bool keeps_place; /* its docid: its time is what it was */
};

/* Add (sign 1) or take away (-1) all rows that follow from the cast. */
void index_cast(struct store *st, const struct article *art,
		const struct cast *cast, const struct place *at, int sign);
void index_quotes(struct store *st, const struct article *art,
		  const struct cast *cast, const struct place *at, int sign);

/* Note (sign 1) or forget (-1) that an article prints quotation n. */
void index_utterance(struct store *st, const struct article *art, uint32_t n,
		     const struct place *at, int sign);

/* How many other articles print an utterance. */
uint32_t index_witnesses(struct store *st, int64_t utterance);

/* Look up what every chain is: [n_chains].  Before a former text of the
 * article is taken away: a name that only it has is still known then. */
struct resolution *index_look(struct store *st, const struct known *known,
			      struct article *art);

/* Give every chain its entity, new ones made, names kept. */
struct cast *index_resolve(struct store *st, struct article *art,
			   struct resolution *res, const struct place *at);

/* Floor of docid / a day. */
int64_t docid_day(int64_t docid);

/* An article as it is kept, and where it stands; false when there is none. */
bool article_of(struct store *st, struct arena *a, int64_t docid,
		struct article **out, struct place *at);

/* One entity's row of an article, and what is counted of it. */
void index_appearance(struct store *st, int64_t entity, uint32_t count,
		      const struct place *at, int sign);
void index_count_quotes(struct store *st, int64_t entity, int64_t by);
void index_put_quote(struct store *st, const struct article *art, uint32_t n,
		     int64_t entity, const struct place *at);

/* The entity whose chain speaks quotation n; 0: none. */
int64_t index_speaker(const struct article *art, const struct cast *cast,
		      uint32_t n);

/* How often an entity is written in a form. */
struct form_use {
	int64_t entity;
	const char *surface, *bare;
	uint32_t count;
	uint8_t form;
};

struct uses {
	struct arena *arena;
	struct map map;
	struct form_use *at;
	uint32_t n;
};

/* Every form of every chain, counted by entity. */
void index_uses(struct uses *u, const struct article *art,
		const struct cast *cast);

/* ---- recast.c: one article's names change ---- */

/* What an article names. */
struct casting {
	const struct article *art;
	const struct cast *cast;
};

/* Change all rows that follow from an article's spans and cast from what was
 * to what becomes of them; the rows of body and chain, too.  Both have the
 * same text and quotations; why: of forms that are new with an entity. */
void index_recast(struct store *st, const struct place *at,
		  const struct casting *was, const struct casting *becomes,
		  uint8_t why);

/* The mentions of each chain, counted again. */
void cast_count(struct cast *cast, const struct article *art);

/* A copy of a cast with room for n chains. */
struct cast *cast_copy(struct arena *a, const struct cast *cast, uint32_t n);

/* An article's chain goes from one entity to another. */
void index_move(struct store *st, int64_t docid, uint32_t chain, int64_t to,
		uint8_t why);

/* Count the forms in which an article writes its names. */
void index_forms(struct store *st, struct article *art, const struct cast *cast,
		 const struct place *at);

/* A copy becomes an article of its own: all that is counted counts. */
void index_unfold(struct store *st, const struct article *art,
		  const struct cast *cast, const struct place *at);

/* ---- effect.c: what an entry of the log did, and its undoing ---- */

enum effect_kind {
	EFFECT_MADE,    /* entity a, out of b */
	EFFECT_HEAD,    /* of entity a: b becomes c */
	EFFECT_NAME,    /* of entity a: was becomes became */
	EFFECT_TYPE,    /* of entity a: b becomes c */
	EFFECT_HIDDEN,  /* the same */
	EFFECT_LOCK,    /* the same */
	EFFECT_ALIAS,   /* alias row a of entity b was made */
	EFFECT_PENDING, /* word was of article a, chain b (bare c, given to d)
			 * waits no more */
	EFFECT_GIVEN,   /* the same went from c to d */
	EFFECT_MOVE,    /* article a, chain b: entity c becomes d */
	EFFECT_SPANS,   /* of article a, b chains before; entity c came in */
	EFFECT_APART,   /* entities a and b; c: 1 made, 0 taken away */
	EFFECT_SAID,    /* form was means entity a; c: 1 made, 0 taken away */
	EFFECT_DATE,    /* article a: docid b becomes c; was: of the row */
	EFFECT_COUNTS,  /* articles a, mentions b, quotations c changed */
	EFFECTS
};

struct effect {
	uint8_t kind; /* enum effect_kind */
	int64_t a, b, c, d;
	struct slice was, became;
	int64_t seq;
};

/* Note what was done, while an edit is applied; else nothing. */
void effect_note(struct store *st, const struct effect *e);

/* The effects of an entry, the last first, in the arena. */
void effects_load(struct store *st, struct arena *a, int64_t edit,
		  struct effect **out, uint32_t *n);

/* Undo what is left of an effect. */
void effect_undo(struct store *st, const struct effect *e);

/* Count a name's articles, days, mentions and quotations anew. */
void entity_recount(struct store *st, int64_t entity);

/* ---- edit-again.c ---- */

/* An article came, or came anew: what users said of it holds again. */
void edits_again(struct store *st, const uint8_t key[16]);

/* An article goes, to come back perhaps: as the machine has it. */
void edits_take_off(struct store *st, const uint8_t key[16], int64_t id);

/* A name is here that an entry may wait for; before the transaction's end
 * edits_settle applies those. */
void edits_wake(struct store *st, const char *folded);
void edits_settle(struct store *st);

/* ---- put.c ---- */

/* Give an article another place and time: all its rows move. */
void article_redate(struct store *st, int64_t docid, int64_t to,
		    const struct when *when);

/* What stands under a key; false, and all zero, when nothing does. */
bool article_former(struct store *st, const uint8_t key[16],
		    struct former *out);

/* All rows that an article has, taken away, and its text kept as a version if
 * asked for; put in, under the number and the date of adding that `former`
 * tells (0: new ones).  Inside a savepoint. */
void article_take_away(struct store *st, const uint8_t key[16],
		       const struct former *former, bool keeps_version);
void article_put_in(struct store *st, struct article *art,
		    struct resolution *res, const struct original *original,
		    struct former *former);

/* Parts of putting it in: full text, at the transaction's end; source and
 * links. */
void article_queue_words(struct store *st, const struct article *art,
			 int64_t docid);
void article_index_rest(struct store *st, const struct article *art,
			int64_t docid);

/* Articles of feeds are counted, as long as they are no copies. */
void article_count_news(struct store *st, const uint8_t key[16],
			const struct former *now, int by);

/* ---- remove.c ---- */

/* The number of the article that was removed under the key; 0: none was. */
int64_t tombstone_of(struct store *st, const uint8_t key[16]);

/* ---- gc.c ---- */

/* Bytes of a file's free pages. */
int64_t store_free_inside(struct store *st, enum sql_file file);

/* ---- names.c ---- */

void names_init(struct store *st);
int64_t names_head(struct store *st, int64_t entity);

/* Is any entity merged into another? */
bool names_has_merges(struct store *st);

/* Heads may have changed: a transaction began, or merged or split. */
void names_forget_heads(struct store *st);

/* Count uses of a form; a new one gets its words, codes and holders. */
void names_use(struct store *st, int64_t entity, uint8_t form,
	       const char *surface, const char *folded, int64_t uses,
	       uint8_t why, int64_t article);

/* Has the user said that the two are not one?  Of 0 and 0: of any two. */
bool names_are_apart(struct store *st, int64_t a, int64_t b);

/* Take away a form that is used no more, and what made it found. */
void names_drop_alias(struct store *st, int64_t alias);

/* The same with all forms of an entity; words alone that were given to it go
 * to the heir. */
void names_drop_all(struct store *st, int64_t entity, int64_t heir);

/* The members of a head: itself first. */
uint32_t names_members(struct store *st, struct arena *a, int64_t head,
		       int64_t **out);

/* ---- entity.c ---- */

/* Columns of SQL_ENTITY and the lists of entities. */
void entity_fill(struct arena *a, sqlite3_stmt *stmt, struct entity_row *e);

/* An entity, merges followed; false when there is none. */
bool entity_one(struct store *st, struct arena *a, int64_t id,
		struct entity_row *e);

/* ---- pending.c ---- */

/* Note that a word's holders, or its bare uses, changed at docid. */
void pending_touch(struct store *st, const char *word, int64_t docid);

/* Give every bare word that was touched to the holder that dominates its
 * time, or take it back.  may_wait: words with many uses are put off. */
void pending_settle(struct store *st, bool may_wait);

/* Look at some of the words that were put off, once in a while; at all of
 * them.  Returns whether some are left. */
bool pending_settle_rest(struct store *st, bool all);

int64_t store_clock_ns(void);

/* An article goes: its bare words wait no more. */
void pending_forget(struct store *st, const struct article *art,
		    const struct cast *cast, int64_t docid);

/* ---- copies.c ---- */

/* The id of the article that this one copies, 0 for none; remembers the
 * article's sketch. */
int64_t copies_find(struct store *st, const struct article *art, int64_t docid,
		    int64_t id);
void copies_forget(struct store *st, int64_t docid);
void copies_free(struct sketches *sketches);

/* ---- original.c ---- */

void original_put(struct store *st, const uint8_t key[16],
		  const struct original *original);
void original_close(struct store *st);

/* ---- rows.c ---- */

/* One row by docid; false when there is none. */
bool rows_one(struct store *st, struct arena *a, int64_t docid,
	      struct article_row *row);

/* The key of an article by id, and whether it is counted while unread: a
 * feed's, and no copy. */
bool key_of(struct store *st, int64_t id, uint8_t key[16], bool *is_news);

/* How many articles that are counted while unread this user has read. */
int64_t reader_read_news(struct store *st);

/* How many of those that a feed brought; right once reader_read_news was
 * asked. */
int64_t reader_read_of_feed(struct store *st, int64_t feed);

/* Has this user read the article of this key? */
bool reader_has_read(struct store *st, const uint8_t key[16]);

/* Fill is_read, is_starred, tags and note from this user's state. */
void rows_fill_state(struct store *st, struct article *art, bool *is_hidden);

/* ---- reader.c: the reading state ---- */

/* What is written stands between these two. */
MUST_CHECK bool reader_begin(struct store *st, struct error *err);
MUST_CHECK bool reader_end(struct store *st, struct error *err);

struct reader_article {
	uint8_t key[16];
	bool is_news; /* of a feed, and no copy */
};

/* A tag as it is kept; false: it cannot be one. */
MUST_CHECK bool reader_tag(struct arena *a, const char *text, const char **tag,
			   struct error *err);

/* Each tells whether it was otherwise. */
bool reader_set_read(struct store *st, const struct reader_article *of,
		     bool is);
bool reader_set_starred(struct store *st, const struct reader_article *of,
			bool is);
bool reader_set_hidden(struct store *st, const struct reader_article *of,
		       bool is);
bool reader_set_tag(struct store *st, const struct reader_article *of,
		    const char *tag, bool is);

#endif
