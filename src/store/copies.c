/* Copies: the same report in several papers, cut, updated or rewritten.
 *
 * Of an article's word 5-grams those whose hash is 0 modulo 8 are its sketch;
 * they are chosen by value, so an excerpt keeps those of the whole.  Two that
 * share two grams within 14 days are compared in full: the 3-grams of the
 * shorter that stand in the longer (containment), sentences that stand in many
 * articles left out; under SURE also facts, the numbers and capitalised words
 * of the shorter, must occur in the longer.  The sketches of the days at hand
 * are held in memory; others are read when an article of those days comes.
 *
 * Source: measured on newspaper copies; templates (earnings, bond issues) need
 * the test of facts.
 */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/hash.h"
#include "base/map.h"
#include "store/inside.h"

#define SAMPLE       8
#define WORDS_LEAST  25
#define SHARED_LEAST 2
#define DAYS         14
#define CONTAINED    0.5
#define SURE         0.8
#define FACTS        0.6
#define COMPARE_MOST 8
#define POSTED_MOST  64         /* a gram in more articles tells nothing */
#define GRAMS_MOST   400        /* of one article */
#define HELD_MOST    (1u << 21) /* grams in memory: 32 MiB */
#define FREQUENT     5          /* articles with a sentence: furniture */

struct posting {
	uint32_t gram;
	int32_t next; /* of the same bucket, -1: none */
	int64_t docid;
};

struct sketches {
	int32_t *bucket; /* [room], -1: empty */
	struct posting *at;
	uint32_t n, room, n_room;
	uint8_t *days; /* bit a day, that are loaded */
	int64_t first_day, n_days;
};

void copies_free(struct sketches *s)
{
	if (!s)
		return;
	free(s->bucket);
	free(s->at);
	free(s->days);
	free(s);
}

static void *must(void *memory)
{
	if (!memory)
		die("out of memory");
	return memory;
}

static void rehash(struct sketches *s)
{
	s->room = s->room ? s->room * 2 : 1u << 12;
	s->bucket = must(realloc(s->bucket, s->room * sizeof(*s->bucket)));
	for (uint32_t i = 0; i < s->room; i++)
		s->bucket[i] = -1;
	for (uint32_t i = 0; i < s->n; i++) {
		int32_t *head = &s->bucket[s->at[i].gram & (s->room - 1)];

		s->at[i].next = *head;
		*head = (int32_t)i;
	}
}

static void hold(struct sketches *s, uint32_t gram, int64_t docid)
{
	int32_t *head;

	if (s->n == s->n_room) {
		s->n_room = s->n_room ? s->n_room * 2 : 1u << 12;
		s->at = must(realloc(s->at, s->n_room * sizeof(*s->at)));
	}
	if (s->n >= s->room)
		rehash(s);
	head = &s->bucket[gram & (s->room - 1)];
	s->at[s->n] = (struct posting){gram, *head, docid};
	*head = (int32_t)s->n++;
}

/* ---- days ---- */

static bool is_loaded(const struct sketches *s, int64_t day)
{
	int64_t i = day - s->first_day;

	return i >= 0 && i < s->n_days && s->days[i / 8] & 1u << (i % 8);
}

static void load_day(struct store *st, int64_t day)
{
	struct sketches *s = st->sketches;
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_SKETCHES,
			  BIND(INT(day * DATE_DAY), INT((day + 1) * DATE_DAY)));

	while (sql_row(&st->sql, stmt)) {
		int64_t docid = sqlite3_column_int64(stmt, 0);
		struct slice grams = sql_get_blob(stmt, 1);

		for (size_t i = 0; i + 4 <= grams.len; i += 4) {
			const unsigned char *at =
				(const unsigned char *)grams.at + i;

			hold(s,
			     (uint32_t)at[0] | (uint32_t)at[1] << 8 |
				     (uint32_t)at[2] << 16 |
				     (uint32_t)at[3] << 24,
			     docid);
		}
	}
	s->days[(day - s->first_day) / 8] |=
		(uint8_t)(1u << ((day - s->first_day) % 8));
}

/* Hold the sketches of the days around one.  What another process adds on a
 * loaded day is not seen until the memory is begun anew: a copy may then
 * stand unfolded, no more. */
static void load_days(struct store *st, int64_t day)
{
	struct sketches *s = st->sketches;
	const int64_t span = 8 * 365;

	if (s && (s->n > HELD_MOST || day - DAYS < s->first_day ||
		  day + DAYS >= s->first_day + s->n_days)) {
		copies_free(s);
		s = st->sketches = NULL;
	}
	if (!s) {
		s = st->sketches = must(calloc(1, sizeof(*s)));
		s->first_day = day - span / 2;
		s->n_days = span;
		s->days = must(calloc(1, (size_t)span / 8 + 1));
		rehash(s);
	}
	for (int64_t d = day - DAYS; d <= day + DAYS; d++) {
		if (!is_loaded(s, d))
			load_day(st, d);
	}
}

/* ---- words and grams of a text ---- */

struct text {
	struct slice *word; /* lower-case, [n] */
	uint32_t n;
};

static bool is_word_byte(char c)
{
	return (c >= '0' && c <= '9') ||
	       ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
	       (unsigned char)c >= 0x80;
}

static void split(struct arena *a, struct slice s, struct text *out)
{
	char *lower = arena_copy(a, s.at, s.len);
	size_t at = 0;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < s.len; i++) {
		if (lower[i] >= 'A' && lower[i] <= 'Z')
			lower[i] = (char)(lower[i] + ('a' - 'A'));
	}
	while (at < s.len) {
		size_t start;

		while (at < s.len && !is_word_byte(lower[at]))
			at++;
		start = at;
		while (at < s.len && is_word_byte(lower[at]))
			at++;
		if (at > start)
			*array_add(a, out->word, out->n) =
				(struct slice){lower + start, at - start};
	}
}

static uint64_t gram_at(const struct text *t, uint32_t at, uint32_t words)
{
	uint64_t h = 0;

	for (uint32_t i = 0; i < words; i++)
		h = hash_bytes(t->word[at + i].at, t->word[at + i].len, h);
	return h;
}

static int compare_grams(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return (a > b) - (a < b);
}

static uint32_t sketch_of(const struct text *t, uint32_t *grams)
{
	uint32_t n = 0, kept = 0;

	for (uint32_t i = 0; i + 5 <= t->n && n < GRAMS_MOST; i++) {
		uint64_t h = gram_at(t, i, 5);

		if (h % SAMPLE == 0)
			grams[n++] = (uint32_t)(h >> 32);
	}
	if (n)
		qsort(grams, n, sizeof(*grams), compare_grams);
	for (uint32_t i = 0; i < n; i++) {
		if (i == 0 || grams[i] != grams[i - 1])
			grams[kept++] = grams[i];
	}
	return kept;
}

/* ---- candidates ---- */

struct rival {
	int64_t docid;
	uint32_t shared;
};

static void count_rival(struct arena *a, struct map *seen, struct rival **list,
			uint32_t *n, int64_t docid)
{
	char *key = arena_copy(a, (const char *)&docid, sizeof(docid));
	bool is_new;
	uint32_t *place = map_put(seen, key, sizeof(docid), &is_new);

	if (is_new) {
		*place = *n;
		array_add(a, *list, *n)->docid = docid;
	}
	(*list)[*place].shared++;
}

static int compare_rivals(const void *left, const void *right)
{
	const struct rival *a = left, *b = right;

	if (a->shared != b->shared)
		return a->shared > b->shared ? -1 : 1;
	return (a->docid > b->docid) - (a->docid < b->docid);
}

static uint32_t find_rivals(struct arena *a, const struct sketches *s,
			    const uint32_t *grams, uint32_t n_grams,
			    int64_t docid, struct rival **out)
{
	struct map seen;
	uint32_t n = 0;

	map_init(&seen, a);
	*out = NULL;
	for (uint32_t g = 0; g < n_grams; g++) {
		uint32_t posted = 0;

		for (int32_t i = s->bucket[grams[g] & (s->room - 1)];
		     i >= 0 && posted < POSTED_MOST; i = s->at[i].next) {
			int64_t other = s->at[i].docid;

			if (s->at[i].gram != grams[g])
				continue;
			posted++;
			if (other == docid ||
			    llabs(other - docid) > DAYS * DATE_DAY)
				continue;
			count_rival(a, &seen, out, &n, other);
		}
	}
	if (n)
		qsort(*out, n, sizeof(**out), compare_rivals);
	return n;
}

/* ---- comparing in full ---- */

static void put_grams(struct map *m, struct arena *a, const struct text *t,
		      uint32_t *n)
{
	for (uint32_t i = 0; i + 3 <= t->n; i++) {
		uint64_t h = gram_at(t, i, 3);
		bool is_new;

		map_put(m, arena_copy(a, (const char *)&h, sizeof(h)),
			sizeof(h), &is_new);
		*n += is_new;
	}
}

static double containment(struct arena *a, const struct text *x,
			  const struct text *y)
{
	const struct text *few = x->n <= y->n ? x : y;
	const struct text *many = few == x ? y : x;
	struct map in_many, in_few;
	uint32_t n_many = 0, n_few = 0, common = 0;

	map_init(&in_many, a);
	map_init(&in_few, a);
	put_grams(&in_many, a, many, &n_many);
	for (uint32_t i = 0; i + 3 <= few->n; i++) {
		uint64_t h = gram_at(few, i, 3);
		uint32_t unused;
		bool is_new;

		map_put(&in_few, arena_copy(a, (const char *)&h, sizeof(h)),
			sizeof(h), &is_new);
		if (!is_new)
			continue;
		n_few++;
		common +=
			map_get(&in_many, (const char *)&h, sizeof(h), &unused);
	}
	return n_few ? (double)common / n_few : 0;
}

/* Numbers, and capitalised words that do not begin a sentence. */
static bool is_fact(struct slice s, size_t start, char before)
{
	if (s.at[start] >= '0' && s.at[start] <= '9')
		return true;
	return s.at[start] >= 'A' && s.at[start] <= 'Z' && start > 0 &&
	       !strchr(".!?\n", before);
}

static uint32_t put_facts(struct slice s, struct map *m)
{
	char before = '\n'; /* the last byte that was no blank */
	uint32_t n = 0;

	for (size_t at = 0; at < s.len;) {
		size_t start = at;
		bool is_new;

		while (at < s.len && is_word_byte(s.at[at]))
			at++;
		if (at == start) {
			before = s.at[at] == ' ' ? before : s.at[at];
			at++;
			continue;
		}
		if (is_fact(s, start, before)) {
			map_put(m, s.at + start, at - start, &is_new);
			n += is_new;
		}
		before = 'a';
	}
	return n;
}

static bool facts_agree(struct arena *a, struct slice x, struct slice y)
{
	struct map in_x, in_y, *few, *many;
	uint32_t n_x, n_y, common = 0;
	struct slice text;

	map_init(&in_x, a);
	map_init(&in_y, a);
	n_x = put_facts(x, &in_x);
	n_y = put_facts(y, &in_y);
	few = n_x <= n_y ? &in_x : &in_y;
	many = few == &in_x ? &in_y : &in_x;
	text = few == &in_x ? x : y;
	/* walk the words of the shorter once more: each fact counts once */
	for (size_t at = 0; at < text.len;) {
		size_t start = at;
		uint32_t *place, unused;
		bool is_new;

		while (at < text.len && is_word_byte(text.at[at]))
			at++;
		if (at == start) {
			at++;
			continue;
		}
		if (!map_get(few, text.at + start, at - start, &unused))
			continue;
		place = map_put(few, text.at + start, at - start, &is_new);
		if (*place)
			continue;
		*place = 1;
		common += map_get(many, text.at + start, at - start, &unused);
	}
	return common >= FACTS * (n_x < n_y ? n_x : n_y);
}

/* The body of a stored article, in the arena. */
static struct slice body_of(struct store *st, struct arena *a, int64_t docid)
{
	sqlite3_stmt *stmt = sql_begin(&st->sql, SQL_BODY, BIND(INT(docid)));
	struct slice out = {"", 0};

	if (sql_row(&st->sql, stmt)) {
		struct slice text = sql_get_blob(stmt, 0);
		const char *gap =
			text.len ? memmem(text.at, text.len, "\n\n", 2) : NULL;
		size_t skip = gap ? (size_t)(gap - text.at) + 2 : 0;

		out.at = arena_copy(a, text.at + skip, text.len - skip);
		out.len = text.len - skip;
		sql_end(stmt);
	}
	return out;
}

static bool is_copy_of(struct store *st, struct arena *a, struct slice body,
		       const struct text *words, int64_t docid)
{
	struct slice other = body_of(st, a, docid);
	struct text theirs;
	double share;

	split(a, other, &theirs);
	if (theirs.n < WORDS_LEAST)
		return false;
	share = containment(a, words, &theirs);
	return share >= SURE ||
	       (share >= CONTAINED && facts_agree(a, body, other));
}

/* The article that stands for a group: copies of copies are its copies. */
static int64_t head_of(struct store *st, int64_t docid)
{
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_COPY_HEAD, BIND(INT(docid)));
	int64_t head = 0;

	if (sql_row(&st->sql, stmt)) {
		head = sqlite3_column_int64(stmt, 0);
		if (!head)
			head = sqlite3_column_int64(stmt, 1);
		sql_end(stmt);
	}
	return head;
}

static void remember(struct store *st, int64_t docid, const uint32_t *grams,
		     uint32_t n)
{
	unsigned char bytes[4 * GRAMS_MOST];

	for (uint32_t i = 0; i < n; i++) {
		for (int k = 0; k < 4; k++)
			bytes[4 * i + (uint32_t)k] =
				(unsigned char)(grams[i] >> (8 * k));
		hold(st->sketches, grams[i], docid);
	}
	sql_do(&st->sql, SQL_SKETCH_PUT,
	       BIND(INT(docid), BLOB(bytes, 4 * (size_t)n)));
}

int64_t copies_find(struct store *st, const struct article *art, int64_t docid,
		    int64_t id)
{
	struct slice body = article_slice(art, art->body);
	uint32_t grams[GRAMS_MOST], n_grams, n_rivals;
	struct rival *rivals;
	struct text words;
	struct arena a;
	int64_t head = 0;

	arena_init(&a);
	split(&a, body, &words);
	if (words.n >= WORDS_LEAST) {
		load_days(st, docid_day(docid));
		n_grams = sketch_of(&words, grams);
		n_rivals = find_rivals(&a, st->sketches, grams, n_grams, docid,
				       &rivals);
		for (uint32_t i = 0; i < n_rivals && i < COMPARE_MOST; i++) {
			if (rivals[i].shared < SHARED_LEAST || head)
				break;
			if (is_copy_of(st, &a, body, &words, rivals[i].docid))
				head = head_of(st, rivals[i].docid);
		}
		remember(st, docid, grams, n_grams);
	}
	arena_free(&a);
	return head == id ? 0 : head;
}

void copies_forget(struct store *st, int64_t docid)
{
	sql_do(&st->sql, SQL_SKETCH_DELETE, BIND(INT(docid)));
}
