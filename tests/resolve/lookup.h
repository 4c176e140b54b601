/* An archive of names in memory, for tests of resolve. */
#ifndef GAZETTE_TESTS_LOOKUP_H
#define GAZETTE_TESTS_LOOKUP_H

#include <string.h>

#include "resolve/resolve.h"

#define LOOKUP_MOST 64

struct lookup {
	struct names_lookup names;
	struct candidate rows[LOOKUP_MOST];
	uint32_t n;
	int64_t apart_a, apart_b;
};

static uint32_t lookup_give(struct candidate *out, uint32_t n,
			    const struct candidate *row, uint32_t most)
{
	if (n < most)
		out[n++] = *row;
	return n;
}

static uint32_t lookup_by_name(void *self, struct arena *a, const char *folded,
			       struct candidate *out, uint32_t most)
{
	struct lookup *l = self;
	uint32_t n = 0;

	(void)a;
	for (uint32_t i = 0; i < l->n; i++) {
		if (!strcmp(l->rows[i].folded, folded))
			n = lookup_give(out, n, &l->rows[i], most);
	}
	return n;
}

static uint32_t lookup_by_code(void *self, struct arena *a, const char *code,
			       struct candidate *out, uint32_t most)
{
	struct lookup *l = self;
	uint32_t n = 0;

	for (uint32_t i = 0; i < l->n; i++) {
		const char *codes[32];
		uint32_t k = resolve_codes(a, l->rows[i].folded, codes, 32);

		while (k > 0 && strncmp(codes[k - 1], code, strlen(code)) != 0)
			k--;
		if (k)
			n = lookup_give(out, n, &l->rows[i], most);
	}
	return n;
}

static uint32_t lookup_by_word(void *self, struct arena *a, const char *word,
			       struct candidate *out, uint32_t most)
{
	struct lookup *l = self;
	uint32_t n = 0;

	for (uint32_t i = 0; i < l->n; i++) {
		const char *alone[3];
		uint32_t k = resolve_alone(a, l->rows[i].folded, alone);

		while (k > 0 && strcmp(alone[k - 1], word) != 0)
			k--;
		if (k)
			n = lookup_give(out, n, &l->rows[i], most);
	}
	return n;
}

static bool lookup_are_apart(void *self, int64_t a, int64_t b)
{
	struct lookup *l = self;

	return (a == l->apart_a && b == l->apart_b) ||
	       (b == l->apart_a && a == l->apart_b);
}

static void lookup_init(struct lookup *l)
{
	memset(l, 0, sizeof(*l));
	l->names = (struct names_lookup){.self = l,
					 .by_name = lookup_by_name,
					 .by_code = lookup_by_code,
					 .by_word = lookup_by_word,
					 .are_apart = lookup_are_apart};
}

static void lookup_add(struct lookup *l, struct arena *a, int64_t entity,
		       const char *name, uint8_t type)
{
	l->rows[l->n++] = (struct candidate){
		.entity = entity,
		.name = name,
		.folded = resolve_fold(a, name, strlen(name)),
		.type = type,
		.articles = 3,
		.uses = 5};
}

/* An article whose mentions are the given names, a chain each, parted by
 * commas. */
static struct article *article_of_names(struct arena *a,
					const char *const *names,
					const uint8_t *types, uint32_t n)
{
	struct article *art = article_new(a);
	struct str text = {0};

	for (uint32_t i = 0; i < n; i++) {
		struct mention *m =
			array_add(a, art->mentions, art->n_mentions);
		struct chain *c = array_add(a, art->chains, art->n_chains);

		m->span.start = (uint32_t)text.len;
		str_add_text(&text, names[i]);
		m->span.end = (uint32_t)text.len;
		m->type = c->type = types ? types[i] : TYPE_UNKNOWN;
		m->chain = (int32_t)i;
		m->of = -1;
		c->name = names[i];
		c->mentions = 1;
		str_add_text(&text, ", ");
	}
	article_set_text(art, (struct slice){"", 0},
			 (struct slice){text.at, text.len});
	str_free(&text);
	return art;
}

#endif
