/* Names by the trained model: two passes over the article, of which the second
 * knows what the first mostly made of each word.  The second only adds what
 * its own features weigh, so it costs little.
 *
 * The model tells persons, organisations, places and the rest; the tables then
 * tell groups, events and works from the rest.
 */
#include "tag/feature.h"
#include "tag/majority.h"
#include "tag/sequence.h"

#include <string.h>

#include "text/class.h"

#define AHEAD 16 /* rows that are fetched before they are needed */

_Static_assert(FEATURES_MOST <= 256, "a model_sum holds no more");

struct pass {
	struct scan *s;
	const struct tagger *tagger;
	struct sense *senses;
	int32_t (*e)[MODEL_TAGS]; /* [n_tokens] */
	uint16_t *allow;          /* [n_tokens] */
	uint8_t *tags;            /* [n_tokens] */
	struct sequence sequence;
	struct chances chances;
};

typedef void putter(const struct scan *s, const struct sense *senses,
		    const struct sentence *sentence, uint32_t i,
		    struct features *f);

static void weigh(struct pass *p, const struct sentence *st, uint32_t i,
		  putter *put)
{
	model_sum sum = {0};
	struct features f;

	f.n = 0;
	put(p->s, p->senses, st, i, &f);
	for (uint32_t k = 0; k < f.n && k < AHEAD; k++)
		model_fetch(&p->tagger->model, f.at[k]);
	for (uint32_t k = 0; k < f.n; k++) {
		if (k + AHEAD < f.n)
			model_fetch(&p->tagger->model, f.at[k + AHEAD]);
		model_add_to(&p->tagger->model, f.at[k] + (f.at[k] == 0), &sum);
	}
	for (int t = 1; t < MODEL_TAGS; t++)
		p->e[i][t] += sum[t - 1];
}

static void find_best(struct pass *p, const struct sentence *st)
{
	sequence_best(&p->sequence, p->tagger->steps,
		      (const int32_t(*)[MODEL_TAGS])p->e + st->token,
		      p->allow + st->token, st->n_tokens, p->tags + st->token);
}

static void first_pass(struct pass *p, const struct sentence *st)
{
	bool any = false;

	for (uint32_t i = st->token; i < st->token + st->n_tokens; i++) {
		p->allow[i] = 1u << MODEL_O;
		if (!p->senses[i].is_active)
			continue;
		p->allow[i] = SEQUENCE_ALL;
		weigh(p, st, i, feature_put);
		any = true;
	}
	if (any)
		find_best(p, st);
}

static void second_pass(struct pass *p, const struct sentence *st)
{
	bool any = false;

	for (uint32_t i = st->token; i < st->token + st->n_tokens; i++) {
		if (!p->senses[i].is_active)
			continue;
		weigh(p, st, i, feature_put_second);
		any = true;
	}
	if (any)
		find_best(p, st);
}

static uint32_t longest_sentence(const struct article *art)
{
	uint32_t most = 1;

	for (uint32_t i = 0; i < art->n_sentences; i++) {
		if (art->sentences[i].n_tokens > most)
			most = art->sentences[i].n_tokens;
	}
	return most;
}

/* ---- kinds to types ---- */

/* What the tables know of exactly these tokens. */
static const struct facts *known(const struct scan *s, uint32_t first,
				 uint32_t end)
{
	const struct facts *f;

	if (scan_match(s, first, end, false, 0, UINT16_MAX, &f) != end - first)
		return NULL;
	return f;
}

/* The type that a head word of the name tells, 0 none. */
static uint8_t head_of(const struct scan *s, uint32_t first, uint32_t end)
{
	const struct facts *f;
	uint8_t head = 0;

	for (uint32_t i = first, n; i < end; i++) {
		n = scan_match(s, i, end, false, FACT_HEAD, 0, &f);
		if (n && (i + n == end || head == 0))
			head = f->head;
	}
	return head;
}

static uint8_t rest_type(const struct scan *s, uint32_t first, uint32_t end,
			 const struct facts *f)
{
	uint16_t sure = f ? f->types & (uint16_t)~f->weak : 0;
	uint8_t head;

	if (f && f->types & 1u << TYPE_GROUP)
		return TYPE_GROUP;
	if (sure)
		return (uint8_t)tag_known_type(f);
	head = head_of(s, first, end);
	if (head == TYPE_EVENT || head == TYPE_WORK)
		return head;
	return TYPE_MISC;
}

static uint8_t type_of(const struct scan *s, uint32_t first, uint32_t end,
		       uint8_t kind)
{
	static const uint8_t types[] = {TYPE_MISC, TYPE_PERSON, TYPE_ORG,
					TYPE_PLACE};
	const struct facts *f = known(s, first, end);

	if (f && f->types == 1u << TYPE_GROUP && !f->weak)
		return TYPE_GROUP;
	if (kind == 4)
		return rest_type(s, first, end, f);
	return types[kind];
}

static struct name *put_name(struct scan *s, uint32_t first, uint32_t end,
			     uint8_t kind)
{
	struct name *name = array_add(s->art->arena, s->names, s->n_names);

	*name = (struct name){.first = first,
			      .end = end,
			      .type = type_of(s, first, end, kind),
			      .mention = -1};
	if (name->type == TYPE_PERSON && scan_has(s, first, FACT_GIVEN))
		name->gender = s->marks[first].facts->gender;
	for (uint32_t i = first; i < end; i++)
		s->marks[i].is_name = true;
	return name;
}

/* "We" and "It" are nobody's whole name, nor is a mark anybody's. */
static bool is_no_name(const struct scan *s, uint32_t first, uint32_t end)
{
	uint16_t flags = 0;

	for (uint32_t i = first; i < end; i++)
		flags |= scan_flags(s, i);
	if (!(flags & (TOKEN_WORD | TOKEN_NUMBER)))
		return true;
	return end - first == 1 && scan_has(s, first, FACT_FUNCTION) &&
	       !scan_has(s, first, FACT_GIVEN | FACT_SURNAME) &&
	       !s->marks[first].facts->types;
}

/* Where the model is unsure, what everybody knows as a body or a person and as
 * nothing else is that. */
#define UNSURE   65 /* percent */
#define DOUBTFUL 50

static void take_known_kind(const struct scan *s, struct name *name)
{
	const struct facts *f = known(s, name->first, name->end);

	if (name->percent >= UNSURE || !f || f->weak ||
	    (f->types != 1u << TYPE_ORG && f->types != 1u << TYPE_PERSON))
		return;
	name->type = (uint8_t)tag_known_type(f);
	if (name->type != TYPE_PERSON)
		name->gender = GENDER_UNKNOWN;
}

/* Where every word has a capital, what may be a work or some such is none
 * unless it is likely or known: "A Very Bad Idea". */
static bool is_headline_word(const struct pass *p, uint32_t first, uint32_t end,
			     uint8_t kind, float chance)
{
	return kind == 4 && p->s->marks[first].regime == REGIME_TITLED &&
	       chance_percent(&p->tagger->model, chance) < DOUBTFUL &&
	       !known(p->s, first, end);
}

static void tags_to_names(struct pass *p, const struct sentence *st)
{
	uint32_t end = st->token + st->n_tokens;
	bool is_read = false;

	for (uint32_t i = st->token, from; i < end;) {
		uint8_t kind = sequence_kind(p->tags[i]);
		struct name *name;
		float chance;

		from = i++;
		if (kind == 0)
			continue;
		while (i < end && sequence_kind(p->tags[i]) == kind &&
		       !sequence_begins(p->tags[i]))
			i++;
		if (is_no_name(p->s, from, i))
			continue;
		if (!is_read)
			chances_read(&p->chances,
				     (const int32_t(*)[MODEL_TAGS])p->e +
					     st->token,
				     p->allow + st->token, st->n_tokens);
		is_read = true;
		chance = chances_of(&p->chances, from - st->token,
				    i - st->token, kind);
		if (is_headline_word(p, from, i, kind, chance))
			continue;
		name = put_name(p->s, from, i, kind);
		name->percent = chance_percent(&p->tagger->model, chance);
		take_known_kind(p->s, name);
	}
}

/* ---- what everybody knows ---- */

#define KNOWN_PERCENT 50 /* of those are right where gold is at hand */
#define SURE          (1u << TYPE_ORG | 1u << TYPE_PLACE | 1u << TYPE_GROUP)

/* "al-Qaida" has one too. */
static bool has_capital(struct slice w)
{
	size_t size;

	for (size_t at = 0; at < w.len; at += size) {
		if (text_class_at(w.at + at, w.len - at, &size) == CLASS_UPPER)
			return true;
	}
	return false;
}

/* A phrase at token i, free of names, that the tables know for certain;
 * returns its tokens, 0 none. */
static uint32_t sure_phrase(const struct scan *s, uint32_t i, uint32_t end,
			    const struct facts **f)
{
	uint32_t n;

	if (!s->marks[i].facts || !has_capital(scan_word(s, i)))
		return 0;
	n = scan_match(s, i, end, false, 0, SURE, f);
	if (!n || !((*f)->types & SURE & ~(*f)->weak) ||
	    ((*f)->flags & FACT_STOP) ||
	    (n == 1 && (scan_flags(s, i) & (TOKEN_FIRST | TOKEN_CAPITALS)) ==
			       TOKEN_FIRST))
		return 0;
	for (uint32_t k = i; k < i + n; k++) {
		if (s->marks[k].is_name)
			return 0;
	}
	return n;
}

/* "told The Advocate": a capital article within a sentence begins a title, as
 * papers and bands have them.  Returns its tokens, 0 none. */
#define TITLED_PERCENT 60
#define TITLED_MOST    4u

static bool is_the(const struct scan *s, uint32_t i)
{
	return slice_equals(scan_word(s, i), "The");
}

static bool is_free_capital(const struct scan *s, uint32_t i)
{
	uint16_t flags = scan_flags(s, i);

	return (flags & TOKEN_CAPITAL) && !(flags & TOKEN_CAPITALS) &&
	       !s->marks[i].is_name;
}

static uint32_t titled_words(const struct scan *s, uint32_t i, uint32_t end)
{
	uint32_t n = 1;

	if (!is_the(s, i) || s->marks[i].is_name)
		return 0;
	while (i + n < end && n <= TITLED_MOST && is_free_capital(s, i + n))
		n++;
	if (n == 1 || (i + n < end && ((scan_flags(s, i + n) & TOKEN_CAPITAL) ||
				       s->marks[i + n].is_name)))
		return 0;
	return n;
}

static bool is_within(const struct scan *s, uint32_t i)
{
	uint16_t before = i ? scan_flags(s, i - 1) : 0;

	return !(scan_flags(s, i) & TOKEN_FIRST) && (before & TOKEN_WORD) &&
	       !(before & TOKEN_CAPITAL);
}

static struct slice words_of(const struct scan *s, uint32_t first, uint32_t end)
{
	struct slice from = scan_word(s, first), to = scan_word(s, end - 1);

	return (struct slice){from.at, (size_t)(to.at + to.len - from.at)};
}

/* Does the same title stand within a sentence somewhere? */
static bool is_title_elsewhere(const struct scan *s, uint32_t i, uint32_t n)
{
	struct slice words = words_of(s, i, i + n);

	for (uint32_t k = 1; k + n <= s->art->n_tokens; k++) {
		if (is_within(s, k) && is_the(s, k) &&
		    slice_same(words_of(s, k, k + n), words))
			return true;
	}
	return false;
}

static uint32_t titled_phrase(const struct scan *s, uint32_t i, uint32_t end)
{
	uint32_t n = titled_words(s, i, end);

	return n && (is_within(s, i) || is_title_elsewhere(s, i, n)) ? n : 0;
}

/* Names that the model passed over; the names stay in order. */
static void add_known(struct scan *s, const struct sentence *st,
		      uint32_t before)
{
	uint32_t end = st->token + st->n_tokens, n_old = s->n_names - before;
	struct name *old = arena_array(s->art->arena, n_old, sizeof(*old));
	uint32_t at = 0;

	if (n_old)
		memcpy(old, s->names + before, n_old * sizeof(*old));
	s->n_names = before;
	for (uint32_t i = st->token, n; i < end; i += n) {
		const struct facts *f;

		if (at < n_old && old[at].first == i) {
			*array_add(s->art->arena, s->names, s->n_names) =
				old[at];
			n = old[at].end - i;
			at++;
			continue;
		}
		n = sure_phrase(s, i, end, &f);
		if (n) {
			struct name *name = put_name(s, i, i + n, 4);

			name->type = (uint8_t)tag_known_type(f);
			name->percent = KNOWN_PERCENT;
		} else if ((n = titled_phrase(s, i, end))) {
			struct name *name = put_name(s, i, i + n, 4);

			name->type = TYPE_ORG;
			name->percent = TITLED_PERCENT;
		}
		n += n == 0;
	}
}

void tag_learned(struct scan *s)
{
	struct article *art = s->art;
	struct pass p = {.s = s, .tagger = s->tagger};
	uint32_t before;

	p.senses = feature_senses(s, &s->tagger->model);
	p.e = arena_array(art->arena, art->n_tokens, sizeof(*p.e));
	p.allow = arena_array(art->arena, art->n_tokens, sizeof(*p.allow));
	p.tags = arena_alloc(art->arena, art->n_tokens);
	sequence_init(&p.sequence, art->arena, longest_sentence(art));
	chances_init(&p.chances, s->tagger->powers, art->arena,
		     longest_sentence(art));
	for (uint32_t i = 0; i < art->n_sentences; i++)
		first_pass(&p, &art->sentences[i]);
	tag_count_kinds(s, p.tags);
	tag_majorities(s, p.senses);
	for (uint32_t i = 0; i < art->n_sentences; i++) {
		second_pass(&p, &art->sentences[i]);
		before = s->n_names;
		tags_to_names(&p, &art->sentences[i]);
		add_known(s, &art->sentences[i], before);
	}
}
