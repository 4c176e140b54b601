#include "query/terms.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LINE_COUNTS 3u   /* a word of the first line */
#define LOOKED_UP   100u /* distinct words whose rarity is asked for */
#define WORD_BYTES  3u   /* shorter ones say nothing */
#define COMMON      .25  /* of all articles: a word that says nothing */

/* Call word for every word of a text, with how often it counts. */
typedef void take_word(void *self, struct slice word, uint32_t times);

static void each_word(struct arena *a, struct slice text, uint32_t times,
		      take_word *take, void *self)
{
	struct slice rest = slice_of(store_words(a, text.at, text.len));

	while (rest.at) {
		struct slice word = slice_cut(&rest, ' ');

		if (word.len >= WORD_BYTES)
			take(self, word, times);
	}
}

static void each_word_of(struct arena *a, struct slice text, take_word *take,
			 void *self)
{
	const char *end = memchr(text.at, '\n', text.len);
	size_t line = end ? (size_t)(end - text.at) : 0;

	each_word(a, (struct slice){text.at, line}, LINE_COUNTS, take, self);
	each_word(a, (struct slice){text.at + line, text.len - line}, 1, take,
		  self);
}

/* ---- the article's own ---- */

struct counter {
	struct arena *arena;
	struct map map;
	struct term *at;
	uint32_t n;
};

static void count_own(void *self, struct slice word, uint32_t times)
{
	struct counter *c = self;
	bool is_new;
	uint32_t *place = map_put(&c->map, word.at, word.len, &is_new);

	if (is_new) {
		*place = c->n;
		array_add(c->arena, c->at, c->n)->word =
			arena_copy(c->arena, word.at, word.len);
	}
	c->at[*place].count += times;
}

/* Most used first, then the longer: such are rarer. */
static int by_count(const void *left, const void *right)
{
	const struct term *a = left, *b = right;
	size_t la = strlen(a->word), lb = strlen(b->word);

	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	if (la != lb)
		return la > lb ? -1 : 1;
	return strcmp(a->word, b->word);
}

static int by_weight(const void *left, const void *right)
{
	const struct term *a = left, *b = right;

	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	return strcmp(a->word, b->word);
}

static bool weigh(struct store *st, struct term *t, int64_t articles,
		  struct error *err)
{
	struct walk_spec spec = {.kind = WALK_WORDS, .words = t->word};
	struct store_walk *walk;

	if (!store_walk_open(st, &spec, &walk, err))
		return false;
	t->articles = store_walk_size(walk);
	store_walk_close(walk);
	if (t->articles > articles) /* it is a guess */
		t->articles = articles;
	if (t->articles < 2 ||
	    (articles > 20 && (double)t->articles > COMMON * (double)articles))
		return true; /* nobody else has it, or everybody */
	t->idf = log((double)(articles + 1) / (double)t->articles);
	t->weight = (1 + log(t->count)) * t->idf;
	return true;
}

bool terms_find(struct store *st, struct arena *a, struct slice text,
		int64_t articles, struct terms *out, struct error *err)
{
	struct counter c = {.arena = a};
	uint32_t looked;
	bool is_new;

	*out = (struct terms){0};
	map_init(&c.map, a);
	map_init(&out->map, a);
	each_word_of(a, text, count_own, &c);
	if (c.n == 0)
		return true;
	qsort(c.at, c.n, sizeof(*c.at), by_count);
	looked = c.n < LOOKED_UP ? c.n : LOOKED_UP;
	for (uint32_t i = 0; i < looked; i++) {
		if (!weigh(st, &c.at[i], articles, err))
			return false;
	}
	qsort(c.at, looked, sizeof(*c.at), by_weight);
	out->at = c.at;
	while (out->n < looked && out->n < TERMS_MOST &&
	       c.at[out->n].weight > 0) {
		const char *word = c.at[out->n].word;

		*map_put(&out->map, word, strlen(word), &is_new) = out->n++;
	}
	return true;
}

/* ---- another's ---- */

struct other {
	const struct terms *terms;
	struct terms_count *count;
};

static void count_other(void *self, struct slice word, uint32_t times)
{
	struct other *o = self;
	uint32_t place;

	o->count->length += times;
	if (map_get(&o->terms->map, word.at, word.len, &place))
		o->count->count[place] += times;
}

void terms_count(const struct terms *terms, struct arena *a, struct slice text,
		 struct terms_count *out)
{
	struct other o = {terms, out};

	memset(out, 0, sizeof(*out));
	if (text.len)
		each_word_of(a, text, count_other, &o);
}

double terms_score(const struct terms *terms, const struct terms_count *count)
{
	double score = 0;

	for (uint32_t i = 0; i < terms->n; i++) {
		const struct term *t = &terms->at[i];

		if (count->count[i])
			score +=
				t->weight * (1 + log(count->count[i])) * t->idf;
	}
	return score / sqrt(count->length + 1);
}
