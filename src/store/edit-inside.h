/* What the files of the user's word share.  Nobody else includes it. */
#ifndef GAZETTE_STORE_EDIT_INSIDE_H
#define GAZETTE_STORE_EDIT_INSIDE_H

#include <jansson.h>

#include "article/json.h"
#include "article/key.h"
#include "store/edit.h"
#include "store/inside.h"

/* ---- edit-what.c: an entry as it is kept ---- */

/* What an entry says, as JSON; *here: which rows its names are in this
 * archive. */
const char *edit_write(struct store *st, struct arena *a,
		       const struct edit *edit, const char **here);

/* Read it back.  missing: a name that is not here, or NULL.
 * Errors  false: it is no such entry. */
MUST_CHECK bool edit_read(struct store *st, struct arena *a, uint8_t kind,
			  const char *what, const char *here, struct edit *out,
			  const char **missing, struct error *err);

const char *edit_key_text(struct arena *a, const struct edit_key *key);
bool edit_key_read(const char *hex, struct edit_key *out);

/* ---- edit-words.c ---- */

/* "merge Anna Lundt into Anna Lund"; in the arena. */
const char *edit_words(struct arena *a, uint8_t kind, const char *what);

/* ---- edit.c: rows of the log ---- */

/* What an entry is in this archive. */
struct edit_here {
	const char *names; /* rows of its names, as edit_write gave them */
	int64_t applied;   /* its place in the order in which entries hold */
};

/* Columns of SQL_EDIT; false: no entry that can be read. */
bool edit_row_fill(struct arena *a, sqlite3_stmt *stmt, struct edit_row *row,
		   struct edit_here *here);
bool edit_row_of(struct store *st, struct arena *a, int64_t n,
		 struct edit_row *row, struct edit_here *here);
void edit_row_words(struct store *st, struct arena *a, struct edit_row *row);
int64_t edit_by_key(struct store *st, const struct edit_key *key);

/* What makes an entry the same everywhere. */
struct edit_key edit_key_for(struct arena *a, int64_t at, const char *who,
			     const char *kind, const char *what);

/* Append an entry.  may_move: to the next second when the same was said in
 * this one. */
int64_t edit_append(struct store *st, struct arena *a, int64_t at,
		    const char *who, uint8_t kind, const char *what,
		    const char *here, bool may_move);

/* Who says it. */
const char *edit_user(struct arena *a);

/* The entry that one of the kind EDIT_UNDO undoes; 0: it is not here. */
int64_t edit_undoes(struct store *st, struct arena *a,
		    const struct edit_row *row);

/* What an entry did is taken back; it holds no more. */
void edit_take_back(struct store *st, struct arena *a, int64_t n);
void edit_not_applied(struct store *st, int64_t n);

bool edit_begin(struct store *st, struct error *err);
bool edit_finish(struct store *st, bool is_done, bool dry, struct error *err);

/* Do what an entry says, noting it; names that stand alone follow.
 * Errors  false: there is nothing to do, or the archive failed. */
bool edit_apply(struct store *st, struct arena *a, int64_t n,
		const struct edit *edit, int64_t only, struct edit_done *done,
		struct error *err);

/* Apply an entry of the log as number `applied`, 0: as the last; it waits
 * when that cannot be. */
void edit_apply_row(struct store *st, struct arena *a, int64_t n,
		    int64_t applied, struct edit_done *done);

/* Make an entry hold, or hold no more: an undoing turns what it undoes. */
bool edit_turn(struct store *st, struct arena *a, int64_t n, bool holds,
	       struct edit_done *done, struct error *err);

/* ---- applying: each notes its effects ---- */

struct edit_work {
	struct store *store;
	struct arena *arena;
	const struct edit *edit;
	struct edit_done *done;
	struct error *err;
	int64_t only; /* docid: this article only; 0: all */
};

/* Errors  false with *err: there is nothing to do. */
bool edit_merge(struct edit_work *w);
bool edit_split(struct edit_work *w);
bool edit_apart(struct edit_work *w);
bool edit_rename(struct edit_work *w);
bool edit_retype(struct edit_work *w);
bool edit_hide(struct edit_work *w);
bool edit_speaker(struct edit_work *w);
bool edit_mention(struct edit_work *w);
bool edit_date(struct edit_work *w);

/* Fill the words at the place of a speaker or mention, and its end, by which
 * it is found again in a text that has changed. */
bool edit_fill_place(struct edit_work *w, struct edit *edit);

/* The docid of an article by its key; 0: it is not here. */
int64_t edit_docid(struct store *st, const struct edit_key *key);

/* ---- edit-scene.c: one article ---- */

/* An article's state before and after an edit. */
struct edit_scene {
	struct edit_work *work;
	struct arena arena;
	struct place at;
	struct article *was, *art;
	struct cast *old, *cast;
	struct slice spans; /* as they were kept */
	bool has_new_spans;
};

/* Errors  false: there is no such article, or it is damaged. */
bool scene_open(struct edit_scene *s, struct edit_work *w, int64_t docid);

/* Write what changed and note it. */
void scene_close(struct edit_scene *s);

/* The chain of the article that stands for an entity, made if need be. */
int32_t scene_chain(struct edit_scene *s, int64_t entity, const char *name);

/* The chain waits for nobody any more. */
void scene_wait_no_more(struct edit_scene *s, uint32_t chain);

/* A whole chain goes to an entity, and waits for nobody. */
void scene_move_chain(struct edit_scene *s, uint32_t chain, int64_t to);

/* A mention goes to a chain; what speaks by it goes along. */
void scene_move_mention(struct edit_scene *s, uint32_t mention, int32_t to);

/* Name mentions of a chain. */
uint32_t scene_names(const struct edit_scene *s, int32_t chain);

#endif
