/* Copies: the same report in several papers, cut, updated or rewritten.
 *
 * Of an article's word 5-grams those whose hash is 0 modulo 8 are its sketch;
 * they are chosen by value, so an excerpt keeps those of the whole.  Two that
 * share two grams within 14 days are compared in full: the 3-grams of the
 * shorter that stand in the longer (containment), sentences that stand in many
 * articles left out; under SURE also facts, the numbers and capitalised words
 * of the shorter, must occur in the longer.
 *
 * Source: measured on newspaper copies (precision 1.0, recall .86) and on
 * reports with known edits (1.0, .98); templates (earnings, bond issues) need
 * the test of facts.
 */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/map.h"
#include "store/sketch.h"

#define SAMPLE         8
#define WORDS_LEAST    25
#define SHARED_LEAST   2
#define SHARED_PERCENT 10
#define CONTAINED      0.5
#define SURE           0.8
#define FACTS          0.6
#define CLOSE          0.55 /* contained: fewer facts do */
#define FACTS_CLOSE    0.5
#define LINKED         0.35 /* contained, of the copies of one article */
#define FACTS_LEAST    3
#define COMPARE_MOST   8
#define POSTED_MOST    64 /* a gram in more articles tells nothing */
#define FREQUENT       5  /* articles with a line: furniture */

/* ---- words and grams of a text ---- */

struct text {
	uint64_t *word; /* hashes of the words in lower case, [n] */
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
	size_t at = 0;

	/* a word has a byte and one behind it */
	out->word = arena_array(a, s.len / 2 + 1, sizeof(*out->word));
	out->n = 0;
	while (at < s.len) {
		uint64_t h = UINT64_C(0xcbf29ce484222325);
		size_t start;

		while (at < s.len && !is_word_byte(s.at[at]))
			at++;
		for (start = at; at < s.len && is_word_byte(s.at[at]); at++) {
			unsigned char c = (unsigned char)s.at[at];

			if (c >= 'A' && c <= 'Z')
				c |= 0x20;
			h = (h ^ c) * UINT64_C(0x100000001b3);
		}
		if (at > start)
			out->word[out->n++] = h;
	}
}

/* ---- lines ---- */

/* The end of the line or sentence that begins at `at`. */
static size_t line_end(struct slice s, size_t at)
{
	for (; at < s.len; at++) {
		if (s.at[at] == '\n')
			return at + 1;
		if (strchr(".!?", s.at[at]) && s.at[at] && at + 1 < s.len &&
		    s.at[at + 1] == ' ')
			return at + 2;
	}
	return s.len;
}

struct lines {
	uint32_t hash[SKETCH_LINES];
	uint32_t n;
};

/* The text without the lines that stand in many articles: what a site puts
 * around its reports.  lines, unless NULL, takes the hashes of all. */
static struct slice own_lines(struct arena *a, const struct sketches *known,
			      struct slice text, struct lines *lines)
{
	char *out = arena_alloc(a, text.len + 1);
	size_t len = 0, end;

	for (size_t at = 0; at < text.len; at = end) {
		struct slice line;
		uint32_t hash;

		end = line_end(text, at);
		line = slice_trim((struct slice){text.at + at, end - at});
		hash = (uint32_t)hash_bytes(line.at, line.len, 0);
		if (!line.len)
			continue;
		if (lines && lines->n < SKETCH_LINES)
			lines->hash[lines->n++] = hash;
		if (sketches_count(known, hash) >= FREQUENT)
			continue;
		memcpy(out + len, text.at + at, end - at);
		len += end - at;
	}
	return (struct slice){out, len};
}

/* ---- grams ---- */

static uint64_t gram_at(const struct text *t, uint32_t at, uint32_t words)
{
	uint64_t h = 0;

	for (uint32_t i = 0; i < words; i++) {
		h = (h ^ t->word[at + i]) * UINT64_C(0xbf58476d1ce4e5b9);
		h ^= h >> 31;
	}
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

	for (uint32_t i = 0; i + 5 <= t->n && n < SKETCH_GRAMS; i++) {
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

static int compare_rivals(const void *left, const void *right)
{
	const struct rival *a = left, *b = right;

	if (a->shared != b->shared)
		return a->shared > b->shared ? -1 : 1;
	return (a->docid > b->docid) - (a->docid < b->docid);
}

/* Is so much of the shorter sketch shared that the texts are worth reading?
 * Where half of the 3-grams are the same, a quarter of the 5-grams are. */
static bool is_worth(const struct doc *doc, uint32_t grams)
{
	uint32_t fewer = doc->grams < grams ? doc->grams : grams;

	return doc->shared >= SHARED_LEAST &&
	       doc->shared * 100 >= fewer * SHARED_PERCENT;
}

static uint32_t find_rivals(struct arena *a, struct sketches *s,
			    const uint32_t *grams, uint32_t n_grams,
			    int64_t docid, bool is_dated, struct rival **out)
{
	uint32_t *seen = NULL, n_seen = 0, n = 0;

	*out = NULL;
	for (uint32_t g = 0; g < n_grams; g++) {
		uint32_t posted = 0;

		for (int32_t i = s->bucket[grams[g] & (s->room - 1)];
		     i >= 0 && posted < POSTED_MOST; i = s->at[i].next) {
			struct doc *doc = &s->docs[s->at[i].doc];

			if (s->at[i].gram != grams[g])
				continue;
			posted++;
			if (doc->docid == docid ||
			    (is_dated && doc->is_dated &&
			     llabs(doc->docid - docid) >
				     SKETCH_DAYS * DATE_DAY))
				continue;
			if (doc->shared++ == 0)
				*array_add(a, seen, n_seen) = s->at[i].doc;
		}
	}
	for (uint32_t i = 0; i < n_seen; i++) {
		struct doc *doc = &s->docs[seen[i]];

		if (is_worth(doc, n_grams))
			*array_add(a, *out, n) =
				(struct rival){doc->docid, doc->shared};
		doc->shared = 0;
	}
	if (n)
		qsort(*out, n, sizeof(**out), compare_rivals);
	return n;
}

/* ---- comparing in full ---- */

/* The distinct 3-grams of the article at hand, made once for all rivals. */
struct grams {
	uint64_t *at;    /* [room], 0: free */
	uint32_t *asked; /* by which rival last */
	uint32_t room, n, rival;
};

static uint32_t *find_gram(const struct grams *g, uint64_t gram)
{
	uint32_t i = (uint32_t)(gram >> 20) & (g->room - 1);

	while (g->at[i] && g->at[i] != gram)
		i = (i + 1) & (g->room - 1);
	return g->at[i] ? &g->asked[i] : NULL;
}

static void make_grams(struct grams *g, struct arena *a, const struct text *t)
{
	g->room = 64;
	while (g->room < 2 * t->n)
		g->room *= 2;
	g->at = arena_array(a, g->room, sizeof(*g->at));
	g->asked = arena_array(a, g->room, sizeof(*g->asked));
	for (uint32_t i = 0; i + 3 <= t->n; i++) {
		uint64_t gram = gram_at(t, i, 3) | 1;
		uint32_t k = (uint32_t)(gram >> 20) & (g->room - 1);

		while (g->at[k] && g->at[k] != gram)
			k = (k + 1) & (g->room - 1);
		g->n += !g->at[k];
		g->at[k] = gram;
	}
}

/* What of the shorter text's grams stands in the longer. */
static double containment(struct grams *g, const struct text *other)
{
	uint32_t common = 0, theirs = other->n < 3 ? 0 : other->n - 2;
	uint32_t fewer = g->n < theirs ? g->n : theirs;

	g->rival++;
	for (uint32_t i = 0; i + 3 <= other->n; i++) {
		uint32_t *asked = find_gram(g, gram_at(other, i, 3) | 1);

		if (!asked || *asked == g->rival)
			continue;
		*asked = g->rival;
		common++;
	}
	return fewer ? (double)common / fewer : 0;
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

/* The share of the facts of x that are in y too; 1 when x has hardly any. */
static double share_of_facts(struct arena *a, struct slice x, struct slice y)
{
	struct map in_x, in_y;
	uint32_t n, common = 0;

	map_init(&in_x, a);
	map_init(&in_y, a);
	n = put_facts(x, &in_x);
	put_facts(y, &in_y);
	if (n < FACTS_LEAST)
		return 1;
	/* walk the words once more: each fact counts once */
	for (size_t at = 0; at < x.len;) {
		size_t start = at;
		uint32_t *place, unused;
		bool is_new;

		while (at < x.len && is_word_byte(x.at[at]))
			at++;
		if (at == start) {
			at++;
			continue;
		}
		if (!map_get(&in_x, x.at + start, at - start, &unused))
			continue;
		place = map_put(&in_x, x.at + start, at - start, &is_new);
		if (*place)
			continue;
		*place = 1;
		common += map_get(&in_y, x.at + start, at - start, &unused);
	}
	return (double)common / n;
}

/* The facts of the text that has fewer. */
static double facts_shared(struct arena *a, struct slice x, struct slice y)
{
	return x.len <= y.len ? share_of_facts(a, x, y)
			      : share_of_facts(a, y, x);
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

/* How much of the article at hand, or of the other if that is shorter, is in
 * the other. */
static double share_of(struct store *st, struct arena *a, struct grams *grams,
		       int64_t docid, struct slice *other)
{
	struct text theirs;

	*other = own_lines(a, st->sketches, body_of(st, a, docid), NULL);
	split(a, *other, &theirs);
	return theirs.n < WORDS_LEAST ? 0 : containment(grams, &theirs);
}

static bool is_copy_of(struct store *st, struct arena *a, struct slice body,
		       struct grams *grams, int64_t docid)
{
	struct slice other;
	double share = share_of(st, a, grams, docid, &other);

	if (share < CONTAINED || share >= SURE)
		return share >= SURE;
	return facts_shared(a, body, other) >=
	       (share >= CLOSE ? FACTS_CLOSE : FACTS);
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

/* Two excerpts of one article need not be the same: a copy of a copy must
 * have something of what stands for both. */
static bool is_linked(struct store *st, struct arena *a, struct grams *grams,
		      int64_t docid, int64_t head)
{
	int64_t to = store_docid(st, head);
	struct slice other;

	return to == docid || share_of(st, a, grams, to, &other) >= LINKED;
}

int64_t copies_find(struct store *st, const struct article *art, int64_t docid,
		    int64_t id)
{
	uint32_t grams[SKETCH_GRAMS], n_grams, n_rivals;
	bool is_dated = art->published.kind != WHEN_NONE;
	struct sketches *s = sketches_around(st, docid_day(docid));
	struct lines lines = {.n = 0};
	struct rival *rivals;
	struct grams own = {0};
	struct slice body;
	struct text words;
	struct arena a;
	int64_t head = 0;

	arena_init(&a);
	body = own_lines(&a, s, article_slice(art, art->body), &lines);
	split(&a, body, &words);
	n_grams = words.n < WORDS_LEAST ? 0 : sketch_of(&words, grams);
	n_rivals = find_rivals(&a, s, grams, n_grams, docid, is_dated, &rivals);
	if (n_rivals)
		make_grams(&own, &a, &words);
	for (uint32_t i = 0; i < n_rivals && i < COMPARE_MOST && !head; i++) {
		if (is_copy_of(st, &a, body, &own, rivals[i].docid))
			head = head_of(st, rivals[i].docid);
		if (head && !is_linked(st, &a, &own, rivals[i].docid, head))
			head = 0;
	}
	sketches_keep(st, docid, is_dated, grams, n_grams, lines.hash, lines.n);
	arena_free(&a);
	return head == id ? 0 : head;
}
