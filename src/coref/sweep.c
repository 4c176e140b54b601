/* The text is read once, sentence by sentence.  Who was named, and whether as
 * the first of his sentence or as its speaker, is kept for a while; a pronoun
 * or description goes to whom it fits and who was nearest, by points.  What
 * nobody fits stays alone.
 */
#include <string.h>

#include "coref/metonym.h"
#include "coref/sweep.h"

#define MEMORY     24 /* mentions of people that are kept */
#define LEAD_PARTS 2  /* paragraphs in which "a judge" is named later */
#define BODIES     12 /* of organisations */

/* Points that choose the person a pronoun means, set by hand: 24 of the 26
 * pronouns that speak in eight articles with known speakers are right.  A
 * point more or less changed none, but if FIRST outweighs SPEAKER three more
 * are wrong.
 */
enum {
	POINTS_SENTENCE = -4, /* for each sentence between */
	POINTS_PART = -2,     /* for each paragraph between */
	POINTS_FIRST = 4,     /* first person of his sentence */
	POINTS_SPEAKER = 5,
	POINTS_GENDER = 3, /* known, and the same */
	POINTS_LEAST = -14,
};

struct seen {
	int32_t node;
	uint32_t sentence, part, at;
	bool is_first, is_speaker;
};

struct sweep {
	struct knot *k;
	bool *speaks; /* [n_sorted] it is a quotation's speaker */
	struct seen seen[MEMORY];
	uint32_t n_seen;
	uint32_t sentence, part;
	bool has_first;             /* of this sentence somebody was named */
	uint32_t n_sorted;          /* mentions that were there */
	uint32_t mention;           /* next of them */
	uint32_t quote;             /* next of the quotations */
	struct map unnamed;         /* description -> node */
	int32_t pair;               /* node of the last "A and B", -1 */
	uint32_t pair_at;           /* its sentence */
	struct seen bodies[BODIES]; /* organisations */
	uint32_t n_bodies;
	int32_t body; /* last that was first of its sentence, -1 */
	uint32_t body_at;
};

static void see(struct sweep *w, int32_t node, uint32_t at, bool is_speaker)
{
	const struct node *n = &w->k->nodes[node];
	struct seen s = {node, w->sentence,   w->part,
			 at,   !w->has_first, is_speaker};

	if (n->type == TYPE_ORG) {
		w->bodies[w->n_bodies++ % BODIES] = s;
		if (!w->has_first || is_speaker) {
			w->body = node;
			w->body_at = w->sentence;
		}
	}
	if (n->type != TYPE_PERSON)
		return;
	w->has_first = true;
	w->seen[w->n_seen++ % MEMORY] = s;
}

static int points(const struct sweep *w, const struct seen *s, uint8_t gender)
{
	const struct node *n = &w->k->nodes[s->node];
	int sum = 0;

	if (gender && n->gender && n->gender != gender)
		return INT32_MIN;
	sum += POINTS_SENTENCE * (int)(w->sentence - s->sentence);
	sum += POINTS_PART * (int)(w->part - s->part);
	if (s->is_first)
		sum += POINTS_FIRST;
	if (s->is_speaker)
		sum += POINTS_SPEAKER;
	if (gender && n->gender == gender)
		sum += POINTS_GENDER;
	return sum;
}

/* Whom he or she means; -1 nobody. */
static int32_t person_for(const struct sweep *w, uint8_t gender)
{
	uint32_t n = w->n_seen < MEMORY ? w->n_seen : MEMORY;
	int best = POINTS_LEAST - 1;
	int32_t found = -1;

	for (uint32_t i = 0; i < n; i++) {
		const struct seen *s = &w->seen[(w->n_seen - 1 - i) % MEMORY];
		int sum = points(w, s, gender);

		if (sum > best) {
			best = sum;
			found = s->node;
		}
	}
	return found;
}

/* ---- mentions ---- */

/* The mention with just this span, -1; sorted ones only. */
static int32_t mention_with(const struct sweep *w, struct span span)
{
	const struct article *art = w->k->art;

	for (uint32_t i = w->mention > 8 ? w->mention - 8 : 0; i < w->n_sorted;
	     i++) {
		struct span m = art->mentions[i].span;

		if (m.start > span.start)
			break;
		if (m.start == span.start && m.end == span.end)
			return (int32_t)i;
	}
	return -1;
}

/* Would a new mention cross one that is there, or lie in a name? */
static bool is_barred(const struct sweep *w, struct span span)
{
	const struct article *art = w->k->art;

	for (uint32_t i = w->mention > 16 ? w->mention - 16 : 0;
	     i < w->n_sorted; i++) {
		const struct mention *m = &art->mentions[i];

		if (m->span.start >= span.end)
			break;
		if (m->span.end <= span.start)
			continue;
		if (m->span.start <= span.start && span.end <= m->span.end) {
			if (m->form == FORM_NAME || m->form == FORM_ROLE)
				return true;
			continue;
		}
		if (m->span.start < span.start || m->span.end > span.end)
			return true;
		if (m->form == FORM_NAME && m->type == TYPE_PERSON)
			return true;
	}
	return false;
}

static void mention_add(struct sweep *w, struct span span, uint8_t form,
			int32_t node, uint8_t gender)
{
	struct article *art = w->k->art;
	struct mention m = {.span = span,
			    .type = w->k->nodes[node].type,
			    .form = form,
			    .chain = node,
			    .of = -1,
			    .gender = gender};

	*array_add(art->arena, art->mentions, art->n_mentions) = m;
}

static bool is_speaker(const struct sweep *w, uint32_t mention)
{
	return w->speaks[mention];
}

/* ---- descriptions ---- */

/* Was he named in this very sentence?  Then a description that follows means
 * somebody else. */
static bool is_beside(const struct sweep *w, int32_t node)
{
	uint32_t n = w->n_seen < MEMORY ? w->n_seen : MEMORY;

	for (uint32_t i = 0; i < n; i++) {
		const struct seen *s = &w->seen[(w->n_seen - 1 - i) % MEMORY];

		if (s->sentence != w->sentence)
			return false;
		if (s->node == node)
			return true;
	}
	return false;
}

static int32_t best_fit(const struct sweep *w, const struct description *d)
{
	uint32_t n = w->n_seen < MEMORY ? w->n_seen : MEMORY;
	int32_t found = -1, other = -1;
	int best = 0;

	if (d->is_counterpart && w->n_seen)
		other = w->seen[(w->n_seen - 1) % MEMORY].node;
	for (uint32_t i = 0; i < n; i++) {
		const struct seen *s = &w->seen[(w->n_seen - 1 - i) % MEMORY];
		int fit = coref_fits(&w->k->nodes[s->node], d);

		if (s->node == other || is_beside(w, s->node))
			continue;
		if (fit > best) {
			best = fit;
			found = s->node;
		}
	}
	return found;
}

/* Somebody the article names later, or long ago: only one may fit. */
static int32_t only_fit(const struct sweep *w, const struct description *d)
{
	int32_t found = -1;
	int best = 0;
	bool is_shared = false;

	if (!d->role || (d->is_indefinite && w->part > LEAD_PARTS))
		return -1;
	for (uint32_t i = 0; i < w->k->n_nodes; i++) {
		int fit = coref_fits(&w->k->nodes[i], d);

		if (fit > best) {
			best = fit;
			found = (int32_t)i;
			is_shared = false;
		} else if (fit && fit == best) {
			is_shared = true;
		}
	}
	return is_shared ? -1 : found;
}

/* Nouns that stand for a body whatever its name, and for papers only. */
static const struct body_noun {
	const char *noun;
	bool is_media;
} body_nouns[] = {
	{"newspaper", true},     {"paper", true},         {"magazine", true},
	{"editorial", true},     {"outlet", true},        {"network", true},
	{"broadcaster", true},   {"website", true},       {"agency", false},
	{"company", false},      {"firm", false},         {"group", false},
	{"organization", false}, {"organisation", false}, {"bank", false},
	{"party", false},        {"union", false},        {"ministry", false},
	{"university", false},   {"court", false},        {"museum", false},
	{"club", false},         {"council", false},      {"commission", false},
	{"committee", false},    {"department", false},
};

/* Does the name hold the noun as a word? */
static bool name_has(const struct node *n, const char *noun)
{
	size_t len = strlen(noun);

	for (uint32_t i = 0; i < n->n_words; i++) {
		if (n->words[i].len == len &&
		    !memcmp(n->words[i].at, noun, len))
			return true;
	}
	return false;
}

/* How well a noun fits a body that was named. */
static int body_fit(const struct sweep *w, const struct seen *s,
		    const struct body_noun *b)
{
	const struct node *n = &w->k->nodes[s->node];

	if (name_has(n, b->noun))
		return 3;
	if (b->is_media && n->is_agency)
		return 2;
	return s->is_first && w->part - s->part <= 4 ? 1 : 0;
}

static bool ends_with(struct slice s, const char *word)
{
	size_t len = strlen(word);

	return s.len > len && s.at[s.len - len - 1] == ' ' &&
	       !memcmp(s.at + s.len - len, word, len);
}

/* "the newspaper", "the bank": the last body it fits. */
static int32_t body_for(const struct sweep *w, const struct description *d)
{
	struct slice s = article_slice(w->k->art, d->span);
	uint32_t n = w->n_bodies < BODIES ? w->n_bodies : BODIES;
	int32_t found = -1;
	int best = 0;

	if (d->is_indefinite || s.len < 4 || (s.at[0] | 32) != 't')
		return -1;
	for (size_t b = 0; b < array_length(body_nouns); b++) {
		if (!ends_with(s, body_nouns[b].noun))
			continue;
		for (uint32_t i = 0; i < n; i++) {
			const struct seen *o =
				&w->bodies[(w->n_bodies - 1 - i) % BODIES];
			int fit = body_fit(w, o, &body_nouns[b]);

			if (fit > best) {
				best = fit;
				found = o->node;
			}
		}
	}
	return found;
}

static int32_t resolve(const struct sweep *w, const struct description *d)
{
	int32_t node = -1;

	if (d->is_indefinite)
		return only_fit(w, d);
	if (d->role || d->is_counterpart || d->is_person)
		node = best_fit(w, d);
	if (node < 0)
		node = only_fit(w, d);
	return node >= 0 ? node : body_for(w, d);
}

/* Words that speak and mean nobody else: a chain of their own, one for each
 * wording. */
static int32_t unnamed(struct sweep *w, const struct description *d)
{
	struct slice s = article_slice(w->k->art, d->span);
	static const char *const first[] = {"the ", "The ", "a ",   "A ",
					    "an ",  "An ",  "his ", "her ",
					    "His ", "Her "};
	uint32_t *at;
	bool is_new;
	struct node *n;

	for (size_t i = 0; i < array_length(first); i++) {
		size_t len = strlen(first[i]);

		if (s.len > len && !memcmp(s.at, first[i], len)) {
			s.at += len;
			s.len -= len;
			break;
		}
	}
	at = map_put(&w->unnamed, s.at, s.len, &is_new);
	if (is_new) {
		*at = (uint32_t)coref_node_new(w->k, d->role ? TYPE_PERSON
							     : TYPE_UNKNOWN);
		n = &w->k->nodes[*at];
		n->name = arena_copy(w->k->arena, s.at, s.len);
		n->is_described = true;
	}
	return (int32_t)*at;
}

/* A description that quote found to speak. */
static void described(struct sweep *w, uint32_t mention)
{
	struct article *art = w->k->art;
	struct mention *m = &art->mentions[mention];
	uint32_t first = coref_token_at(art, m->span.start);
	uint32_t end = coref_token_at(art, m->span.end);
	struct description d;

	if (end <= first)
		return;
	d = coref_describe(w->k, first, end);
	m->chain = resolve(w, &d);
	if (m->chain < 0)
		m->chain = unnamed(w, &d);
	m->type = w->k->nodes[m->chain].type;
	see(w, m->chain, m->span.start, true);
}

/* A description in the text that begins at token i; returns where it ends,
 * i when there is none. */
static uint32_t describe_at(struct sweep *w, uint32_t i, uint32_t end)
{
	const struct article *art = w->k->art;
	uint32_t last = coref_description_end(w->k, i, end);
	struct description d;
	int32_t node;

	if (last <= i + 1)
		return i;
	d = coref_describe(w->k, i, last);
	if (is_barred(w, d.span) || mention_with(w, d.span) >= 0)
		return i;
	if (last < end && art->tokens[last].flags & TOKEN_CAPITAL &&
	    !(art->tokens[last].flags & TOKEN_MARK))
		return i;
	node = resolve(w, &d);
	if (node < 0)
		return i;
	mention_add(w, d.span, FORM_NOMINAL, node, d.gender);
	see(w, node, d.span.start, false);
	return last;
}

/* ---- pronouns ---- */

static const struct pronoun {
	const char *form;
	uint8_t gender;
	bool is_plural;
	bool is_foreign; /* only where it speaks: "il pleut" means nobody */
} pronouns[] = {
	{"he", GENDER_MALE, false, false},
	{"him", GENDER_MALE, false, false},
	{"his", GENDER_MALE, false, false},
	{"himself", GENDER_MALE, false, false},
	{"she", GENDER_FEMALE, false, false},
	{"her", GENDER_FEMALE, false, false},
	{"hers", GENDER_FEMALE, false, false},
	{"herself", GENDER_FEMALE, false, false},
	{"they", GENDER_UNKNOWN, true, false},
	{"it", GENDER_UNKNOWN, true, false},
	{"il", GENDER_MALE, false, true},
	{"elle", GENDER_FEMALE, false, true},
	{"er", GENDER_MALE, false, true},
	{"ella", GENDER_FEMALE, false, true},
};

/* The pronoun that a token is or ("he's") begins with. */
static const struct pronoun *pronoun_at(struct slice w)
{
	if (w.len < 2 || w.len > 9)
		return NULL;
	for (size_t i = 0; i < array_length(pronouns); i++) {
		const char *form = pronouns[i].form;
		size_t c = 0;

		while (c < w.len && form[c] && (w.at[c] | 32) == form[c])
			c++;
		if (!form[c] && (c == w.len || w.at[c] == '\'' ||
				 (unsigned char)w.at[c] == 0xE2))
			return &pronouns[i];
	}
	return NULL;
}

static int32_t they(const struct sweep *w)
{
	if (w->pair >= 0 && w->sentence - w->pair_at <= 2)
		return w->pair;
	if (w->body >= 0 && w->sentence - w->body_at <= 1)
		return w->body;
	return -1;
}

static int32_t pronoun_node(struct sweep *w, const struct pronoun *p)
{
	int32_t node = p->is_plural ? they(w) : person_for(w, p->gender);

	if (node >= 0 && p->gender && !w->k->nodes[node].gender)
		w->k->nodes[node].gender = p->gender;
	return node;
}

static bool in_direct_quote(const struct sweep *w, uint32_t at)
{
	const struct article *art = w->k->art;

	for (uint32_t i = w->quote; i < art->n_quotes; i++) {
		const struct quote *q = &art->quotes[i];

		if (q->span.start > at)
			break;
		if (q->kind == QUOTE_DIRECT && at < q->span.end)
			return true;
	}
	return false;
}

static void pronoun_in_text(struct sweep *w, uint32_t i)
{
	const struct article *art = w->k->art;
	struct span span = art->tokens[i].span;
	const struct pronoun *p = pronoun_at(article_slice(art, span));
	int32_t node;

	if (!p || p->is_plural || p->is_foreign ||
	    in_direct_quote(w, span.start) || is_barred(w, span))
		return;
	node = pronoun_node(w, p);
	if (node < 0)
		return;
	mention_add(w, span, FORM_PRONOUN, node, p->gender);
	see(w, node, span.start, false);
}

/* A pronoun that quote found to speak. */
static void pronoun_speaks(struct sweep *w, uint32_t mention)
{
	struct mention *m = &w->k->art->mentions[mention];
	const struct pronoun *p = pronoun_at(article_slice(w->k->art, m->span));

	if (!p)
		return;
	m->chain = pronoun_node(w, p);
	if (m->chain < 0)
		return;
	m->type = w->k->nodes[m->chain].type;
	see(w, m->chain, m->span.start, true);
}

/* ---- reading ---- */

/* Two people parted by "and" alone are one pair. */
static void pair_up(struct sweep *w, uint32_t mention)
{
	struct article *art = w->k->art;
	const struct mention *a = &art->mentions[mention], *b = a + 1;
	struct span span = {a->span.start, 0};
	struct slice between;
	struct node *n;

	if (mention + 1 >= w->n_sorted || b->form != FORM_NAME ||
	    b->chain < 0 || w->k->nodes[b->chain].type != TYPE_PERSON ||
	    b->span.start <= a->span.end || b->chain == a->chain)
		return;
	between = article_slice(art, (struct span){a->span.end, b->span.start});
	if (!slice_equals(between, " and ") || w->has_first)
		return;
	span.end = b->span.end;
	w->pair = coref_node_new(w->k, TYPE_UNKNOWN);
	w->pair_at = w->sentence;
	n = &w->k->nodes[w->pair];
	n->name = arena_copy(w->k->arena, art->text + span.start,
			     span.end - span.start);
	n->is_described = true;
}

static void read_mention(struct sweep *w, uint32_t i)
{
	struct article *art = w->k->art;
	struct mention *m = &art->mentions[i];

	if (m->form == FORM_NAME && m->chain >= 0) {
		coref_metonym(w->k, m);
		m = &art->mentions[i];
		if (in_direct_quote(w, m->span.start))
			return;
		if (w->k->nodes[m->chain].type == TYPE_PERSON)
			pair_up(w, i);
		see(w, m->chain, m->span.start, is_speaker(w, i));
	} else if (m->form == FORM_ROLE && m->of >= 0) {
		m->chain = art->mentions[m->of].chain;
	} else if (m->form == FORM_NOMINAL && m->chain < 0) {
		described(w, i);
	} else if (m->form == FORM_PRONOUN && m->chain < 0) {
		pronoun_speaks(w, i);
	}
}

static void read_sentence(struct sweep *w, const struct sentence *s)
{
	struct article *art = w->k->art;
	uint32_t end = s->token + s->n_tokens, skip = s->token;

	w->has_first = false;
	for (uint32_t i = s->token; i < end; i++) {
		uint32_t at = art->tokens[i].span.start;

		while (w->quote < art->n_quotes &&
		       art->quotes[w->quote].span.end <= at)
			w->quote++;
		while (w->mention < w->n_sorted &&
		       art->mentions[w->mention].span.start <= at)
			read_mention(w, w->mention++);
		if (i < skip || in_direct_quote(w, at))
			continue;
		skip = describe_at(w, i, end);
		if (skip == i)
			pronoun_in_text(w, i);
	}
	w->sentence++;
}

void coref_sweep(struct knot *k)
{
	struct sweep w = {.k = k, .pair = -1, .body = -1};
	struct article *art = k->art;
	uint32_t block = 0;

	map_init(&w.unnamed, k->arena);
	w.n_sorted = art->n_mentions;
	w.speaks = arena_array(k->arena, art->n_mentions + 1, 1);
	for (uint32_t i = 0; i < art->n_quotes; i++) {
		if (art->quotes[i].mention >= 0)
			w.speaks[art->quotes[i].mention] = true;
	}
	for (uint32_t i = 0; i < art->n_sentences; i++) {
		const struct sentence *s = &art->sentences[i];

		while (block < art->n_blocks &&
		       art->blocks[block].span.end <= s->span.start) {
			block++;
			w.part++;
		}
		read_sentence(&w, s);
	}
}
