/* Names of entities: the look-up behind resolve, and the rows by which an
 * entity is found (its forms, their words, their sounds, the words it may be
 * meant by alone). */
#include <stdlib.h>
#include <string.h>

#include "store/inside.h"

/* A name can be many entities'; more than these are not compared. */
#define NAMES_READ 256

/* Most archives have none: then every entity is its own head. */
bool names_has_merges(struct store *st)
{
	if (st->merges == MERGES_UNKNOWN)
		st->merges = sql_number(&st->sql, SQL_MERGED_ANY, NULL, 0, 0)
				     ? MERGES_SOME
				     : MERGES_NONE;
	return st->merges != MERGES_NONE || st->sql.failed;
}

int64_t names_head(struct store *st, int64_t entity)
{
	struct head_held *held = &st->heads[(uint64_t)entity % HEADS_HELD];
	bool is_held = st->in_transaction || st->n_reads;
	int64_t head;

	if (is_held && !names_has_merges(st))
		return entity;
	if (is_held && held->entity == entity && entity)
		return held->head;
	head = sql_number(&st->sql, SQL_ENTITY_HEAD, BIND(INT(entity)), 0);
	head = head ? head : entity;
	if (is_held && !st->sql.failed)
		*held = (struct head_held){entity, head};
	return head;
}

void names_forget_heads(struct store *st)
{
	memset(st->heads, 0, sizeof(st->heads));
	st->merges = st->aparts = st->saids = st->waitings = MERGES_UNKNOWN;
}

uint32_t names_members(struct store *st, struct arena *a, int64_t head,
		       int64_t **out)
{
	sqlite3_stmt *stmt;
	uint32_t n = 0;

	*out = NULL;
	*array_add(a, *out, n) = head;
	if ((st->in_transaction || st->n_reads) && !names_has_merges(st))
		return n;
	stmt = sql_begin(&st->sql, SQL_ENTITY_MEMBERS, BIND(INT(head)));
	while (sql_row(&st->sql, stmt))
		*array_add(a, *out, n) = sqlite3_column_int64(stmt, 0);
	return n;
}

/* ---- the look-up ---- */

static void fill_candidate(struct arena *a, sqlite3_stmt *stmt,
			   struct candidate *c)
{
	c->name = sql_get_text(a, stmt, 0);
	c->type = (uint8_t)sqlite3_column_int(stmt, 1);
	c->gender = (uint8_t)sqlite3_column_int(stmt, 2);
	c->is_bare = sqlite3_column_int(stmt, 3) != 0;
	c->is_locked = sqlite3_column_int(stmt, 4) != 0;
	c->articles = (uint32_t)sqlite3_column_int64(stmt, 5);
	c->first_day = sqlite3_column_int(stmt, 6);
	c->last_day = sqlite3_column_int(stmt, 7);
	c->country = sql_get_text(a, stmt, 8);
	c->known = sql_get_text(a, stmt, 9);
	c->own = sql_get_text(a, stmt, 10);
}

/* What a merged name is by itself: the user's word is that it is the other,
 * and stays true for what comes. */
static void fill_member(struct store *st, struct arena *a, int64_t member,
			struct candidate *c)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_CANDIDATE, BIND(INT(member)));
	const char *known;

	if (!sql_row(&st->sql, stmt))
		return;
	c->member = member;
	c->type = (uint8_t)sqlite3_column_int(stmt, 1);
	c->gender = (uint8_t)sqlite3_column_int(stmt, 2);
	c->is_bare &= sqlite3_column_int(stmt, 3) != 0;
	c->own = sql_get_text(a, stmt, 10);
	known = sql_get_text(a, stmt, 9);
	if (known)
		c->known = known;
	sql_end(stmt);
}

static bool has_said(void *self)
{
	struct store *st = self;
	bool is_held = st->in_transaction || st->n_reads;

	if (!is_held || st->saids == MERGES_UNKNOWN)
		st->saids = sql_number(&st->sql, SQL_SAID_ANY, NULL, 0, 0)
				    ? MERGES_SOME
				    : MERGES_NONE;
	return st->saids == MERGES_SOME;
}

static void fill_said(struct store *st, const char *folded,
		      struct candidate *list, uint32_t n)
{
	int64_t said = n && has_said(st) ? sql_number(&st->sql, SQL_SAID,
						      BIND(TEXT(folded)), 0)
					 : 0;

	for (uint32_t i = 0; i < n && said; i++)
		list[i].is_said = list[i].entity == names_head(st, said);
}

static int candidate_compare(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;

	if (a->articles != b->articles)
		return a->articles > b->articles ? -1 : 1;
	return (a->entity > b->entity) - (a->entity < b->entity);
}

static struct candidate *find_candidate(struct candidate *list, uint32_t n,
					int64_t entity)
{
	for (uint32_t i = 0; i < n; i++) {
		if (list[i].entity == entity)
			return &list[i];
	}
	return NULL;
}

/* Heads, what is known of them, and the most written first. */
static uint32_t finish(struct store *st, struct arena *a,
		       const struct candidate *found, uint32_t n_found,
		       struct candidate *out, uint32_t most)
{
	struct candidate *list = arena_array(a, n_found, sizeof(*list));
	uint32_t n = 0;

	for (uint32_t i = 0; i < n_found; i++) {
		int64_t head = names_head(st, found[i].entity);
		struct candidate *c = find_candidate(list, n, head);
		sqlite3_stmt *stmt;

		if (c) {
			c->uses += found[i].uses;
			continue;
		}
		stmt = sql_begin(&st->sql, SQL_CANDIDATE, BIND(INT(head)));
		if (!sql_row(&st->sql, stmt))
			continue;
		c = &list[n++];
		*c = found[i];
		c->entity = head;
		fill_candidate(a, stmt, c);
		sql_end(stmt);
		if (head != found[i].entity)
			fill_member(st, a, found[i].entity, c);
	}
	if (n)
		qsort(list, n, sizeof(*list), candidate_compare);
	if (n > most)
		n = most;
	if (n)
		memcpy(out, list, n * sizeof(*list));
	return n;
}

static uint32_t by_name(void *self, struct arena *a, const char *folded,
			struct candidate *out, uint32_t most)
{
	struct store *st = self;
	struct candidate found[NAMES_READ];
	uint32_t n = 0;
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_ALIAS_FOLDED,
				       BIND(TEXT(folded), INT(NAMES_READ)));

	while (n < NAMES_READ && sql_row(&st->sql, stmt)) {
		int64_t entity = sqlite3_column_int64(stmt, 0);
		uint32_t uses = (uint32_t)sqlite3_column_int64(stmt, 1);
		struct candidate *c = find_candidate(found, n, entity);

		if (c)
			c->uses += uses;
		else
			found[n++] = (struct candidate){.entity = entity,
							.uses = uses};
	}
	sql_end(stmt);
	for (uint32_t i = 0; i < n; i++)
		found[i].folded = folded;
	n = finish(st, a, found, n, out, most);
	fill_said(st, folded, out, n);
	return n;
}

static uint32_t by_code(void *self, struct arena *a, const char *code,
			struct candidate *out, uint32_t most)
{
	struct store *st = self;
	struct candidate found[NAMES_READ];
	uint32_t n = 0;
	const char *after = arena_printf(a, "%s\x7f", code);
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_CODES,
			  BIND(TEXT(code), TEXT(after), INT(NAMES_READ)));

	while (n < NAMES_READ && sql_row(&st->sql, stmt)) {
		int64_t entity = sqlite3_column_int64(stmt, 0);

		if (!find_candidate(found, n, entity))
			found[n++] = (struct candidate){
				.entity = entity,
				.folded = sql_get_text(a, stmt, 1)};
	}
	sql_end(stmt);
	return finish(st, a, found, n, out, most);
}

static uint32_t by_word(void *self, struct arena *a, const char *word,
			struct candidate *out, uint32_t most)
{
	struct store *st = self;
	struct candidate found[NAMES_READ];
	uint32_t n = 0;
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_HOLDERS,
				       BIND(TEXT(word), INT(NAMES_READ)));

	while (n < NAMES_READ && sql_row(&st->sql, stmt))
		found[n++] = (struct candidate){
			.entity = sqlite3_column_int64(stmt, 0),
			.folded = word};
	sql_end(stmt);
	return finish(st, a, found, n, out, most);
}

/* Most archives have no two that the user keeps apart. */
static bool has_aparts(struct store *st)
{
	bool is_held = st->in_transaction || st->n_reads;

	if (!is_held || st->aparts == MERGES_UNKNOWN)
		st->aparts = sql_number(&st->sql, SQL_APART_ANY, NULL, 0, 0)
				     ? MERGES_SOME
				     : MERGES_NONE;
	return st->aparts == MERGES_SOME;
}

/* What is said of a name holds for all that is merged into it. */
bool names_are_apart(struct store *st, int64_t a, int64_t b)
{
	int64_t *left, *right;
	uint32_t n_left, n_right;
	bool are = false;
	struct arena own;

	if (!has_aparts(st))
		return false;
	if (!a && !b)
		return true;
	arena_init(&own);
	n_left = names_members(st, &own, names_head(st, a), &left);
	n_right = names_members(st, &own, names_head(st, b), &right);
	for (uint32_t i = 0; i < n_left * n_right && !are; i++) {
		int64_t x = left[i / n_right], y = right[i % n_right];

		are = sql_number(&st->sql, SQL_APART,
				 BIND(INT(x < y ? x : y), INT(x < y ? y : x)),
				 0) != 0;
	}
	arena_free(&own);
	return are;
}

static bool are_apart(void *self, int64_t a, int64_t b)
{
	return names_are_apart(self, a, b);
}

void names_init(struct store *st)
{
	st->names = (struct names_lookup){.self = st,
					  .by_name = by_name,
					  .by_code = by_code,
					  .by_word = by_word,
					  .are_apart = are_apart,
					  .has_said = has_said};
}

const struct names_lookup *store_names(struct store *st)
{
	return &st->names;
}

/* ---- what makes an entity found ---- */

static void put_words(struct store *st, int64_t entity, const char *folded)
{
	struct slice rest = slice_of(folded);

	while (rest.at) {
		struct slice word = slice_cut(&rest, ' ');
		char *copy;

		if (word.len == 0)
			continue;
		copy = arena_copy(&st->batch, word.at, word.len);
		sql_do(&st->sql, SQL_WORD_PUT, BIND(TEXT(copy), INT(entity)));
	}
}

#define CODES_MOST 24

static void put_codes(struct store *st, int64_t entity, const char *folded)
{
	const char *codes[CODES_MOST];
	uint32_t n = resolve_codes(&st->batch, folded, codes, CODES_MOST);

	for (uint32_t i = 0; i < n; i++)
		sql_do(&st->sql, SQL_CODE_PUT,
		       BIND(TEXT(codes[i]), INT(entity), TEXT(folded)));
}

/* A name is found by its words and sounds, and may be meant by one of its
 * words or its initials alone. */
static void put_form(struct store *st, int64_t entity, const char *folded)
{
	const char *alone[3];
	uint32_t n = resolve_alone(&st->batch, folded, alone);

	edits_wake(st, folded);
	put_words(st, entity, folded);
	put_codes(st, entity, folded);
	for (uint32_t i = 0; i < n; i++)
		sql_do(&st->sql, SQL_HOLDER_PUT,
		       BIND(TEXT(alone[i]), INT(entity)));
}

void names_use(struct store *st, int64_t entity, uint8_t form,
	       const char *surface, const char *folded, int64_t uses,
	       uint8_t why, int64_t article)
{
	bool is_new;

	sql_do(&st->sql, SQL_ALIAS_ADD,
	       BIND(INT(entity), INT(form), TEXT(surface), INT(uses)));
	if (st->sql.failed || sqlite3_changes(st->sql.db[SQL_ARCHIVE]) > 0)
		return;
	is_new = form == FORM_NAME &&
		 sql_number(&st->sql, SQL_ALIAS_HAS,
			    BIND(TEXT(folded), INT(entity)), 0) == 0;
	sql_do(&st->sql, SQL_ALIAS_PUT,
	       BIND(INT(entity), INT(form), TEXT(surface),
		    TEXT(form == FORM_NAME ? folded : NULL), INT(uses),
		    INT(why), INT(article)));
	effect_note(st, &(struct effect){.kind = EFFECT_ALIAS,
					 .a = sqlite3_last_insert_rowid(
						 st->sql.db[SQL_ARCHIVE]),
					 .b = entity});
	if (is_new && *folded)
		put_form(st, entity, folded);
}

/* ---- and what makes it found no more ---- */

static bool has_word(const char *folded, struct slice word)
{
	struct slice rest = slice_of(folded);

	while (rest.at) {
		if (slice_same(slice_cut(&rest, ' '), word))
			return true;
	}
	return false;
}

static bool has_alone(struct arena *a, const char *folded, const char *word)
{
	const char *alone[3];
	uint32_t n = resolve_alone(a, folded, alone);

	while (n > 0) {
		if (!strcmp(alone[--n], word))
			return true;
	}
	return false;
}

struct forms {
	const char **folded;
	uint32_t n;
};

static void load_forms(struct store *st, struct arena *a, int64_t entity,
		       struct forms *out)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_ALIASES, BIND(INT(entity)));

	while (sql_row(&st->sql, stmt)) {
		const char *folded = sql_get_text(a, stmt, 5);

		if (folded)
			*array_add(a, out->folded, out->n) = folded;
	}
}

/* Take away words and holders that no other form of the entity needs. */
static void drop_words(struct store *st, struct arena *a, int64_t entity,
		       const char *folded, const struct forms *left)
{
	struct slice rest = slice_of(folded);
	const char *alone[3];
	uint32_t n = resolve_alone(a, folded, alone), i;

	while (rest.at) {
		struct slice word = slice_cut(&rest, ' ');

		for (i = 0; i < left->n && !has_word(left->folded[i], word);)
			i++;
		if (i == left->n && word.len)
			sql_do(&st->sql, SQL_WORD_DELETE,
			       BIND(TEXT(arena_copy(a, word.at, word.len)),
				    INT(entity)));
	}
	while (n-- > 0) {
		for (i = 0;
		     i < left->n && !has_alone(a, left->folded[i], alone[n]);)
			i++;
		if (i == left->n)
			sql_do(&st->sql, SQL_HOLDER_DELETE,
			       BIND(TEXT(alone[n]), INT(entity)));
	}
}

static void drop_form(struct store *st, struct arena *a, int64_t entity,
		      const char *folded)
{
	struct forms left = {0};
	const char *codes[CODES_MOST];
	uint32_t n = resolve_codes(a, folded, codes, CODES_MOST);

	if (sql_number(&st->sql, SQL_ALIAS_HAS, BIND(TEXT(folded), INT(entity)),
		       0))
		return;
	load_forms(st, a, entity, &left);
	drop_words(st, a, entity, folded, &left);
	while (n-- > 0)
		sql_do(&st->sql, SQL_CODE_DELETE,
		       BIND(TEXT(codes[n]), INT(entity), TEXT(folded)));
}

void names_drop_alias(struct store *st, int64_t alias)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_ALIAS_ROW, BIND(INT(alias)));
	const char *folded;
	int64_t entity, uses;
	struct arena a;

	if (!sql_row(&st->sql, stmt))
		return;
	arena_init(&a);
	entity = sqlite3_column_int64(stmt, 0);
	folded = sql_get_text(&a, stmt, 1);
	uses = sqlite3_column_int64(stmt, 2);
	sql_end(stmt);
	if (uses == 0) {
		sql_do(&st->sql, SQL_ALIAS_DELETE, BIND(INT(alias)));
		if (folded)
			drop_form(st, &a, entity, folded);
	}
	arena_free(&a);
}

void names_drop_all(struct store *st, int64_t entity, int64_t heir)
{
	struct forms all = {0};
	struct arena a;

	arena_init(&a);
	load_forms(st, &a, entity, &all);
	sql_do(&st->sql, SQL_ALIASES_DELETE, BIND(INT(entity)));
	for (uint32_t i = 0; i < all.n; i++) {
		const char *alone[3];
		uint32_t n = resolve_alone(&a, all.folded[i], alone);

		drop_form(st, &a, entity, all.folded[i]);
		sql_do(&st->sql, SQL_SAID_DELETE,
		       BIND(TEXT(all.folded[i]), INT(entity)));
		while (n-- > 0)
			sql_do(&st->sql, SQL_PENDING_INHERIT,
			       BIND(TEXT(alone[n]), INT(entity), INT(heir)));
	}
	arena_free(&a);
}
