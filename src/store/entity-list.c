/* Entities listed: all, those with a word that begins so, those of a name as
 * somebody types it. */
#include <stdlib.h>
#include <string.h>

#include "store/inside.h"

/* ---- lists ---- */

static void add_listed(struct arena *a, sqlite3_stmt *stmt, uint32_t *skip,
		       uint32_t limit, struct entity_rows *out)
{
	if (*skip) {
		--*skip;
		return;
	}
	if (out->n == limit) {
		out->has_more = true;
		return;
	}
	entity_fill(a, stmt, array_add(a, out->at, out->n));
}

static void list_all(struct store *st, struct arena *a, uint8_t type,
		     uint32_t skip, uint32_t limit, struct entity_rows *out)
{
	sqlite3_stmt *stmt =
		type ? sql_begin(&st->sql, SQL_ENTITIES_TYPE, BIND(INT(type)))
		     : sql_begin(&st->sql, SQL_ENTITIES, NULL, 0);

	while (!out->has_more && sql_row(&st->sql, stmt))
		add_listed(a, stmt, &skip, limit, out);
	sql_end(stmt);
}

/* A prefix with fewer words than this is gathered and sorted; a commoner one
 * is found quickly by walking the entities in their order. */
#define GATHER_MOST 2000

static int compare_listed(const void *left, const void *right)
{
	const struct entity_row *a = left, *b = right;

	if (a->articles != b->articles)
		return a->articles > b->articles ? -1 : 1;
	return (a->id > b->id) - (a->id < b->id);
}

static bool is_listed(const struct entity_rows *rows, int64_t id)
{
	for (uint32_t i = 0; i < rows->n; i++) {
		if (rows->at[i].id == id)
			return true;
	}
	return false;
}

static int compare_ids(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return (a > b) - (a < b);
}

/* The entities with a word in [prefix, after); false: too many. */
static bool gather(struct store *st, struct arena *a, const char *prefix,
		   int64_t **ids, uint32_t *n)
{
	char *after = arena_printf(a, "%s\xf4\x8f\xbf\xbf", prefix);
	uint32_t kept = 0;
	sqlite3_stmt *stmt = sql_begin(
		&st->sql, SQL_WORDS,
		BIND(TEXT(prefix), TEXT(after), INT(GATHER_MOST + 1)));

	*ids = NULL;
	*n = 0;
	while (sql_row(&st->sql, stmt))
		*array_add(a, *ids, *n) = sqlite3_column_int64(stmt, 0);
	if (*n > GATHER_MOST)
		return false;
	for (uint32_t i = 0; i < *n; i++)
		(*ids)[i] = names_head(st, (*ids)[i]);
	if (*n)
		qsort(*ids, *n, sizeof(**ids), compare_ids);
	for (uint32_t i = 0; i < *n; i++) {
		if (i == 0 || (*ids)[i] != (*ids)[i - 1])
			(*ids)[kept++] = (*ids)[i];
	}
	*n = kept;
	return true;
}

static bool word_begins(const char *words, struct slice prefix)
{
	for (const char *at = words; at; at = strchr(at, ' ')) {
		at += *at == ' ';
		if (!strncmp(at, prefix.at, prefix.len))
			return true;
	}
	return false;
}

/* Begins a word of the name with each of `whole`? */
static bool has_words(const char *folded, const char *whole)
{
	bool found = true;

	for (struct slice rest = slice_of(whole); found && rest.at;)
		found = word_begins(folded, slice_cut(&rest, ' '));
	return found;
}

/* Is it called so, even if nobody wrote it out: what is known has its whole
 * name beside its short ones. */
static bool is_called(struct store *st, int64_t entity, const char *whole)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_ENTITY_FOLDED, BIND(INT(entity)));
	bool found = false;

	if (sql_row(&st->sql, stmt)) {
		const char *folded = (const char *)sqlite3_column_text(stmt, 0);

		found = folded && has_words(folded, whole);
		sql_end(stmt);
	}
	return found;
}

/* Has the entity a form in which a word begins with each of `whole`? */
static bool has_form(struct store *st, struct arena *a, int64_t entity,
		     const char *whole)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_ALIASES, BIND(INT(entity)));
	bool found = false;

	while (!found && sql_row(&st->sql, stmt)) {
		const char *folded = sql_get_text(a, stmt, 5);

		bool is_users = sqlite3_column_int(stmt, 2) == WHY_USER;

		if ((sqlite3_column_int64(stmt, 1) <= 0 && !is_users) ||
		    !folded)
			continue;
		found = has_words(folded, whole);
	}
	sql_end(stmt);
	return found || is_called(st, entity, whole);
}

static bool matches(struct store *st, struct arena *a, int64_t head,
		    const char *whole)
{
	int64_t *members;
	uint32_t n = names_members(st, a, head, &members);

	for (uint32_t i = 0; i < n; i++) {
		if (has_form(st, a, members[i], whole))
			return true;
	}
	return false;
}

/* Entities are looked at in their order until a page is full or this many
 * were in vain. */
#define WALK_MOST  20000
#define TYPED_MOST 3000 /* while somebody waits for it at every key */

static void list_walk(struct store *st, struct arena *a, const char *whole,
		      uint8_t type, uint32_t skip, uint32_t limit,
		      uint32_t left, struct entity_rows *out)
{
	sqlite3_stmt *stmt =
		type ? sql_begin(&st->sql, SQL_ENTITIES_TYPE, BIND(INT(type)))
		     : sql_begin(&st->sql, SQL_ENTITIES, NULL, 0);
	struct arena scratch;

	arena_init(&scratch);
	while (!out->has_more && left-- && sql_row(&st->sql, stmt)) {
		if (matches(st, &scratch, sqlite3_column_int64(stmt, 0), whole))
			add_listed(a, stmt, &skip, limit, out);
		arena_reset(&scratch);
	}
	out->has_more |= left == UINT32_MAX;
	sql_end(stmt);
	arena_free(&scratch);
}

/* The entities of a kind, the most written about first, each with no more
 * than its number and that of its articles. */
static struct entity_rows rank(struct store *st, struct arena *a,
			       const int64_t *ids, uint32_t n, uint8_t type)
{
	struct entity_rows all = {0};

	for (uint32_t i = 0; i < n; i++) {
		sqlite3_stmt *stmt =
			sql_begin(&st->sql, SQL_ENTITY_RANK, BIND(INT(ids[i])));
		struct entity_row e = {.id = ids[i]};
		bool is_shown = sql_row(&st->sql, stmt);

		if (!is_shown)
			continue;
		e.articles = (uint32_t)sqlite3_column_int64(stmt, 0);
		is_shown = !sqlite3_column_int(stmt, 2) &&
			   (!type || sqlite3_column_int(stmt, 1) == type);
		sql_end(stmt);
		if (is_shown)
			*array_add(a, all.at, all.n) = e;
	}
	if (all.n)
		qsort(all.at, all.n, sizeof(*all.at), compare_listed);
	return all;
}

static void list_gathered(struct store *st, struct arena *a, const int64_t *ids,
			  uint32_t n, const char *whole, uint8_t type,
			  uint32_t skip, uint32_t limit,
			  struct entity_rows *out)
{
	struct entity_rows all = rank(st, a, ids, n, type);

	/* the forms and names only of those that may be shown */
	for (uint32_t i = 0; i < all.n && !out->has_more; i++) {
		struct entity_row e = {0};

		if (!matches(st, a, all.at[i].id, whole))
			continue;
		if (skip) {
			skip--;
			continue;
		}
		out->has_more = out->n == limit;
		if (!out->has_more && entity_one(st, a, all.at[i].id, &e))
			*array_add(a, out->at, out->n) = e;
	}
}

/* A lone "a" in front is a beginning here, no article. */
static const char *prefix_words(struct arena *a, const char *prefix)
{
	bool is_letter = (prefix[0] | 0x20) == 'a' && prefix[1] == ' ';
	const char *rest = resolve_words(a, prefix + (is_letter ? 2 : 0),
					 strlen(prefix) - (is_letter ? 2 : 0));

	return !is_letter ? rest : *rest ? arena_printf(a, "a %s", rest) : "a";
}

/* Which is in the fewest names, likely. */
static const char *longest_word(struct arena *a, const char *words)
{
	struct slice rest = slice_of(words), longest = {"", 0};

	while (rest.at) {
		struct slice word = slice_cut(&rest, ' ');

		if (word.len > longest.len)
			longest = word;
	}
	return arena_copy(a, longest.at, longest.len);
}

static bool list(struct store *st, struct arena *a, const char *prefix,
		 uint8_t type, uint32_t skip, uint32_t limit, uint32_t most,
		 struct entity_rows *out, struct error *err)
{
	const char *whole = prefix_words(a, prefix);
	int64_t *ids;
	uint32_t n;

	memset(out, 0, sizeof(*out));
	store_read_begin(st);
	if (!*whole)
		list_all(st, a, type, skip, limit, out);
	else if (gather(st, a, longest_word(a, whole), &ids, &n))
		list_gathered(st, a, ids, n, whole, type, skip, limit, out);
	else
		list_walk(st, a, whole, type, skip, limit, most, out);
	store_read_end(st);
	return sql_ok(&st->sql, err);
}

bool store_entities(struct store *st, struct arena *a, const char *prefix,
		    uint8_t type, uint32_t skip, uint32_t limit,
		    struct entity_rows *out, struct error *err)
{
	return list(st, a, prefix, type, skip, limit, WALK_MOST, out, err);
}

bool store_entities_typed(struct store *st, struct arena *a, const char *prefix,
			  uint32_t limit, struct entity_rows *out,
			  struct error *err)
{
	return list(st, a, prefix, TYPE_UNKNOWN, 0, limit, TYPED_MOST, out,
		    err);
}

/* ---- by NAME ---- */

#define NAMED_MOST 64

static void add_named(struct store *st, struct arena *a, int64_t id,
		      struct entity_rows *out)
{
	struct entity_row e = {0};

	if (entity_one(st, a, id, &e) && !is_listed(out, e.id))
		*array_add(a, out->at, out->n) = e;
}

static int64_t number_of(const char *name)
{
	int64_t n = 0;

	if (*name++ != '#' || !*name)
		return 0;
	for (; *name >= '0' && *name <= '9'; name++) {
		if (n > INT32_MAX)
			return 0;
		n = n * 10 + (*name - '0');
	}
	return *name ? 0 : n;
}

/* Those of the candidates whose shown name it is; without any, all that are
 * written so often enough not to be a slip. */
static void add_candidates(struct store *st, struct arena *a, const char *text,
			   const struct candidate *found, uint32_t n,
			   struct entity_rows *out)
{
	for (uint32_t i = 0; i < n; i++) {
		const char *folded =
			resolve_words(a, found[i].name, strlen(found[i].name));

		if (!strcmp(folded, text))
			add_named(st, a, found[i].entity, out);
	}
	for (uint32_t i = 0; i < n && !out->n; i++) {
		for (uint32_t k = 0; k < n; k++)
			add_named(st, a, found[k].entity, out);
	}
}

/* Words that begin alike are looked at for a slip behind the beginning. */
#define BEGINNING 2
#define NEAR_MOST 4000

static void gather_near(struct store *st, struct arena *a, const char *word,
			int64_t **ids, uint32_t *n)
{
	char *from = arena_copy(a, word, BEGINNING);
	char *after = arena_printf(a, "%s\xf4\x8f\xbf\xbf", from);
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_WORDS,
			  BIND(TEXT(from), TEXT(after), INT(NEAR_MOST)));

	while (sql_row(&st->sql, stmt)) {
		const char *other = (const char *)sqlite3_column_text(stmt, 1);

		if (other && resolve_same_person(word, other, true))
			*array_add(a, *ids, *n) = sqlite3_column_int64(stmt, 0);
	}
}

/* Entities with a word near one of the words; of several words, those whose
 * shown name is near as a whole. */
static void add_near(struct store *st, struct arena *a, const char *folded,
		     struct entity_rows *out)
{
	bool is_one = !strchr(folded, ' ');
	struct slice rest = slice_of(folded);
	int64_t *ids = NULL;
	uint32_t n = 0;

	while (rest.at) {
		struct slice word = slice_cut(&rest, ' ');

		if (word.len > 3 && (unsigned char)word.at[0] < 0x80 &&
		    (unsigned char)word.at[1] < 0x80)
			gather_near(st, a, arena_copy(a, word.at, word.len),
				    &ids, &n);
	}
	for (uint32_t i = 0; i < n && out->n < NAMED_MOST; i++) {
		struct entity_row e = {0};

		if (!entity_one(st, a, ids[i], &e) || is_listed(out, e.id))
			continue;
		if (is_one ||
		    resolve_same_person(folded,
					resolve_fold(a, e.name, strlen(e.name)),
					true))
			*array_add(a, out->at, out->n) = e;
	}
}

static void add_spelt(struct store *st, struct arena *a, const char *folded,
		      struct entity_rows *out)
{
	const char *codes[16];
	uint32_t n_codes =
		resolve_codes(a, folded, codes, (uint32_t)array_length(codes));
	struct candidate found[NAMED_MOST];

	for (uint32_t c = 0; c < n_codes; c++) {
		size_t sound = strcspn(codes[c], "/\\-");
		uint32_t n;

		for (const char *where = "/\\-"; *where; where++) {
			char *code = arena_printf(a, "%.*s%c", (int)sound,
						  codes[c], *where);

			n = st->names.by_code(st, a, code, found, NAMED_MOST);
			for (uint32_t i = 0; i < n; i++) {
				if (resolve_same_person(folded, found[i].folded,
							true))
					add_named(st, a, found[i].entity, out);
			}
		}
	}
	add_near(st, a, folded, out);
	if (out->n)
		qsort(out->at, out->n, sizeof(*out->at), compare_listed);
}

/* Surnames whose uses have all gone to their holders are nobody. */
static uint32_t drop_empty(struct candidate *found, uint32_t n)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < n; i++) {
		if (!found[i].is_bare || found[i].uses)
			found[kept++] = found[i];
	}
	return kept;
}

bool store_entities_named(struct store *st, struct arena *a, const char *name,
			  bool spelling, struct entity_rows *out,
			  struct error *err)
{
	const char *words = resolve_words(a, name, strlen(name));
	const char *folded = resolve_fold(a, name, strlen(name));
	struct candidate found[NAMED_MOST];
	uint32_t n;

	memset(out, 0, sizeof(*out));
	if (*name == '#') {
		int64_t id = number_of(name);

		if (id)
			add_named(st, a, id, out);
		return sql_ok(&st->sql, err);
	}
	n = st->names.by_name(st, a, folded, found, NAMED_MOST);
	n = drop_empty(found, n);
	add_candidates(st, a, words, found, n, out);
	if (!out->n && spelling)
		add_spelt(st, a, folded, out);
	return sql_ok(&st->sql, err);
}
