/* The user's word: what a person says of names, quotations and dates.
 *
 * Each correction is an entry of a log that is only ever added to: who, when,
 * and what by article keys and names, so that it can be sent to others and
 * holds after articles were annotated again.  It is applied at once, in one
 * transaction, and undone exactly; an entry whose names or articles are not
 * here waits for them.
 */
#ifndef GAZETTE_STORE_EDIT_H
#define GAZETTE_STORE_EDIT_H

#include "store/store.h"

enum edit_kind {
	EDIT_MERGE,   /* names: from ..., into the last */
	EDIT_SPLIT,   /* names: of whom, and who takes it; without: text */
	EDIT_APART,   /* names: two */
	EDIT_RENAME,  /* names: one; text */
	EDIT_RETYPE,  /* names: one; type */
	EDIT_HIDE,    /* names: one */
	EDIT_SPEAKER, /* keys: one; place of a quotation; names: one or none */
	EDIT_MENTION, /* keys: one; place of a mention; names: one or none */
	EDIT_DATE,    /* keys: one; day */
	EDIT_UNDO,    /* the entry `undoes` */
	EDIT_KINDS
};

extern const struct names edit_kinds;

struct edit_key {
	uint8_t at[16];
};

/* What is said; entities by number, articles by key. */
struct edit {
	uint8_t kind; /* enum edit_kind */
	int64_t *names;
	uint32_t n_names;
	struct edit_key *keys; /* SPLIT: in these only, none: everywhere */
	uint32_t n_keys;
	const char *text;    /* the new name */
	const char *written; /* SPLIT: what is written so; else the words at
			      * the place, to find it again */
	const char *query;   /* SPLIT: what gave the keys, or NULL */
	uint8_t type;        /* enum type */
	bool in_title;
	uint32_t start, end; /* code points of body or title; end 0: of what
			      * begins at start */
	struct when day;
	struct edit_key undoes;
};

struct edit_done {
	int64_t n;      /* the entry's number; of a dry run 0 */
	int64_t entity; /* that was made or is shown now, 0: none */
	uint32_t articles, mentions, quotes; /* that moved or changed */
	uint32_t waits;  /* entries that could not be applied again */
	bool is_refused; /* nothing is wrong with the archive: there is
			  * nothing that it could change */
	const char *words;
	const char *doubt; /* what is odd about it, though it was done; NULL */
};

/* Apply a correction and keep it in the log.  dry: only count, change nothing.
 *
 * Fills   *out.
 * Errors  false: nothing of it was done; the archive may not be written, or
 *         there is nothing that it could change, said in words.
 */
MUST_CHECK bool store_edit(struct store *st, struct arena *a,
			   const struct edit *edit, bool dry,
			   struct edit_done *out, struct error *err);

/* Undo an entry, 0: the last one that holds, as though it had never been said;
 * what was said after it stays.  An entry that undid another is undone by
 * doing that again. */
MUST_CHECK bool store_edit_undo(struct store *st, struct arena *a, int64_t n,
				bool dry, struct edit_done *out,
				struct error *err);

/* The words of what undoes an entry: "undo merge ..."; of an undo, "again
 * merge ...". */
const char *store_edit_undo_words(struct arena *a, const char *words);

struct edit_row {
	int64_t n, at; /* Unix seconds */
	const char *who;
	uint8_t kind; /* EDIT_KINDS: of another part of the archive */
	const char *kind_name;
	const char *what; /* JSON, as it is kept */
	const char *words;
	struct edit_key key;
	int64_t undone_by; /* 0: holds, or waits */
	bool holds;        /* applied here */
};

struct edit_rows {
	struct edit_row *at;
	uint32_t n;
	bool has_more;
};

/* The log behind entry `from`, oldest first; newest_first: before it, 0 from
 * the end. */
MUST_CHECK bool store_edits(struct store *st, struct arena *a, int64_t from,
			    bool newest_first, uint32_t limit,
			    struct edit_rows *out, struct error *err);

/* The entries that touched an entity or one merged into it, oldest first. */
MUST_CHECK bool store_edits_of(struct store *st, struct arena *a,
			       int64_t entity, struct edit_rows *out,
			       struct error *err);

/* One line of a log as --json prints it, from here or elsewhere.
 * Fills   *how. */
enum edit_import { EDIT_APPLIED, EDIT_KNOWN, EDIT_WAITS };

const char *store_edit_line(struct arena *a, const struct edit_row *row);
MUST_CHECK bool store_edit_import(struct store *st, struct arena *a,
				  struct slice line, enum edit_import *how,
				  struct error *err);

/* The key of an article by the users' number; false: there is none. */
bool store_edit_key(struct store *st, int64_t id, struct edit_key *out);

#endif
