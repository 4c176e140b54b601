/* Where what was said begins and ends when no mark tells: behind the verb and
 * what may stand between, up to the next cue, semicolon or end.
 */
#include <string.h>

#include "quote/work.h"

/* Does a cue that begins at c->first end the clause before it?  Fills *end
 * with where: before its comma and conjunction. */
static bool cue_cuts(const struct work *w, const struct cue *c, uint32_t from,
		     uint32_t *end)
{
	uint32_t at = c->first;
	bool has_link = false, has_comma = false;

	if (at <= from)
		return false;
	if (at > from && item_at(w, at - 1)->name < 0 &&
	    item_is(item_at(w, at - 1), WORD_CONJ | WORD_SUB)) {
		has_link = true;
		at--;
	}
	if (at > from && (sign_at(w, at - 1) == ',' ||
			  sign_at(w, at - 1) == ';' || is_dash(w, at - 1))) {
		has_comma = true;
		at--;
	}
	*end = at;
	if (c->is_relay || c->how == CUE_ACCORDING)
		return true;
	if (c->how == CUE_INHERITED)
		return has_link || has_comma ||
		       item_is(item_at(w, c->verb), WORD_ADDING);
	if (c->how != CUE_LEFT || !has_comma)
		return false;
	return has_link || is_string(w, c->after) ||
	       (c->after + 1 < w->row->end && is_string(w, c->after + 1) &&
		(sign_at(w, c->after) == ',' || sign_at(w, c->after) == ':'));
}

/* ", on March 21" behind a string is when it was said. */
static uint32_t before_date(const struct work *w, uint32_t first, uint32_t end)
{
	uint32_t i = end;

	while (i > first && (item_is(item_at(w, i - 1), WORD_TIME) ||
			     item_at(w, i - 1)->flags & TOKEN_NUMBER))
		i--;
	if (i == end || i <= first)
		return end;
	if (item_is(item_at(w, i - 1), WORD_PREP))
		i--;
	return i > first && is_string(w, i - 1) ? i : end;
}

/* What is seen of a place where a clause may end. */
enum end_trait {
	END_ANY,
	END_COMMA,
	END_DASH,
	END_BARE, /* no mark: a conjunction or date */
	END_AND,
	END_CONJ,
	END_REL,
	END_SUB,
	END_PREP,
	END_ING,
	END_PRONOUN,
	END_NAME,
	END_DET,
	END_ADVERB,
	END_DATE,
	END_WORD,
	END_LINK_PRONOUN, /* behind the conjunction */
	END_LINK_NAME,
	END_LINK_DET,
	END_LINK_AUX,
	END_LINK_SAY,
	END_LINK_PREP,
	END_LINK_WORD,
	END_WORDS_3, /* before it */
	END_WORDS_6,
	END_WORDS_12,
	END_WORDS_24,
	END_WORDS_MORE,
	END_REST_3, /* behind it */
	END_REST_6,
	END_REST_12,
	END_REST_MORE,
	END_FINITE,      /* an auxiliary before it */
	END_REST_FINITE, /* and behind it */
	END_THAT,
	END_STRING, /* a string before it */
	END_REST_STRING,
	END_COMMA_BEFORE,
	END_COMMA_BEHIND,
	END_COMMA_CONJ,
	END_COMMA_ING,
	END_COMMA_SUB,
	END_COMMA_NAME,
	END_COMMA_PRONOUN,
	END_BARE_CONJ,
	END_BARE_SUB,
	END_LINK_FINITE, /* a conjunction, then a clause of its own */
	END_BEHIND_STRING,
	END_TRAITS
};

_Static_assert(END_TRAITS <= JUDGE_TRAITS, "traits fit their word");

#define BIT(trait) (UINT64_C(1) << (trait))

static bool is_plain(const struct item *it, uint32_t classes)
{
	return it->quoted < 0 && it->name < 0 && item_is(it, classes);
}

/* May a clause end before item i? */
static bool may_end(const struct work *w, uint32_t i)
{
	const struct item *it = item_at(w, i);

	if (sign_at(w, i) == ',' || is_dash(w, i))
		return true;
	return item_is_word(it) &&
	       is_plain(it, WORD_CONJ | WORD_SUB | WORD_TIME);
}

static bool is_participle(const struct work *w, uint32_t i)
{
	struct slice t = article_slice(w->s->art, item_at(w, i)->span);

	return item_is_word(item_at(w, i)) && !item_is_capital(item_at(w, i)) &&
	       t.len > 4 && !memcmp(t.at + t.len - 3, "ing", 3);
}

static uint64_t trait_next(const struct work *w, uint32_t i)
{
	const struct item *it = item_at(w, i);
	struct slice t = article_slice(w->s->art, it->span);

	if (!item_is_word(it))
		return 0;
	if (slice_equals(t, "and"))
		return BIT(END_AND) | BIT(END_CONJ);
	if (it->name >= 0 || item_is_capital(it))
		return BIT(END_NAME);
	return BIT(item_is(it, WORD_CONJ)               ? END_CONJ
		   : item_is(it, WORD_REL | WORD_THAT)  ? END_REL
		   : item_is(it, WORD_SUB)              ? END_SUB
		   : item_is(it, WORD_PRON | WORD_POSS) ? END_PRONOUN
		   : item_is(it, WORD_TIME)             ? END_DATE
		   : item_is(it, WORD_PREP | WORD_TO)   ? END_PREP
		   : item_is(it, WORD_DET)              ? END_DET
		   : item_is(it, WORD_ADV)              ? END_ADVERB
		   : is_participle(w, i)                ? END_ING
							: END_WORD);
}

/* What follows the conjunction at item i. */
static uint64_t trait_link(const struct work *w, uint32_t i)
{
	const struct item *it = item_at(w, i + 1);

	if (i + 1 >= w->row->end || !item_is_word(it))
		return 0;
	if (it->name >= 0 || item_is_capital(it))
		return BIT(END_LINK_NAME);
	return BIT(item_is(it, WORD_PRON | WORD_POSS) ? END_LINK_PRONOUN
		   : item_is(it, WORD_AUX)            ? END_LINK_AUX
		   : item_is(it, WORD_SAY)            ? END_LINK_SAY
		   : item_is(it, WORD_DET)            ? END_LINK_DET
		   : item_is(it, WORD_PREP | WORD_TO | WORD_SUB | WORD_THAT)
			   ? END_LINK_PREP
			   : END_LINK_WORD);
}

/* What stands in items [first, end): commas, strings, auxiliaries. */
struct extent {
	bool has_comma, has_string, is_finite;
};

static struct extent extent_of(const struct work *w, uint32_t first,
			       uint32_t end)
{
	struct extent e = {false, false, false};

	for (uint32_t i = first; i < end; i++) {
		e.has_comma |= sign_at(w, i) == ',';
		e.has_string |= is_string(w, i);
		e.is_finite |= is_plain(item_at(w, i), WORD_AUX);
	}
	return e;
}

static uint64_t trait_pairs(uint64_t t)
{
	static const struct {
		uint8_t a, b, both;
	} pairs[] = {
		{END_COMMA, END_CONJ, END_COMMA_CONJ},
		{END_COMMA, END_ING, END_COMMA_ING},
		{END_COMMA, END_SUB, END_COMMA_SUB},
		{END_COMMA, END_NAME, END_COMMA_NAME},
		{END_COMMA, END_PRONOUN, END_COMMA_PRONOUN},
		{END_BARE, END_CONJ, END_BARE_CONJ},
		{END_BARE, END_SUB, END_BARE_SUB},
		{END_CONJ, END_REST_FINITE, END_LINK_FINITE},
	};
	uint64_t sum = 0;

	for (size_t i = 0; i < array_length(pairs); i++) {
		if (t & BIT(pairs[i].a) && t & BIT(pairs[i].b))
			sum |= BIT(pairs[i].both);
	}
	return t | sum;
}

static uint64_t end_traits(const struct work *w, uint32_t first, uint32_t i,
			   uint32_t end)
{
	bool is_comma = sign_at(w, i) == ',',
	     has_mark = is_comma || is_dash(w, i);
	uint32_t next = has_mark && i + 1 < end ? i + 1 : i;
	uint32_t words = i - first, rest = end - i;
	struct extent before = extent_of(w, first, i);
	struct extent behind = extent_of(w, i + 1, end);
	uint64_t t = BIT(END_ANY) | trait_next(w, next);

	t |= BIT(is_comma ? END_COMMA : has_mark ? END_DASH : END_BARE);
	if (t & (BIT(END_CONJ) | BIT(END_SUB)))
		t |= trait_link(w, next);
	t |= BIT(words <= 3    ? END_WORDS_3
		 : words <= 6  ? END_WORDS_6
		 : words <= 12 ? END_WORDS_12
		 : words <= 24 ? END_WORDS_24
			       : END_WORDS_MORE);
	t |= BIT(rest <= 3    ? END_REST_3
		 : rest <= 6  ? END_REST_6
		 : rest <= 12 ? END_REST_12
			      : END_REST_MORE);
	t |= before.is_finite ? BIT(END_FINITE) : 0;
	t |= before.has_comma ? BIT(END_COMMA_BEFORE) : 0;
	t |= before.has_string ? BIT(END_STRING) : 0;
	t |= behind.is_finite ? BIT(END_REST_FINITE) : 0;
	t |= behind.has_comma ? BIT(END_COMMA_BEHIND) : 0;
	t |= behind.has_string ? BIT(END_REST_STRING) : 0;
	t |= item_is(item_at(w, first), WORD_THAT) ? BIT(END_THAT) : 0;
	t |= is_string(w, i - 1) ? BIT(END_BEHIND_STRING) : 0;
	return trait_pairs(t);
}

/* The first place before `end` where the clause seems to be over. */
static uint32_t judged_end(const struct work *w, uint32_t first, uint32_t end)
{
	uint32_t found = end;

	for (uint32_t i = first + 1; i < end && (found == end || w->log); i++) {
		uint64_t traits;
		bool is_end;

		if (!may_end(w, i))
			continue;
		traits = end_traits(w, first, i, end);
		is_end = quote_judge(JUDGE_END, traits);
		if (is_end && found == end)
			found = i;
		if (w->log)
			*array_add(w->s->art->arena, w->log->at, w->log->n) =
				(struct trial){{item_at(w, first)->span.start,
						item_at(w, i - 1)->span.end},
					       traits,
					       JUDGE_END,
					       is_end};
	}
	return found;
}

uint32_t quote_clause_end(const struct work *w, uint32_t first)
{
	uint32_t end = w->row->end, at;

	for (uint32_t i = 0; i < w->cues.n; i++) {
		const struct cue *c = &w->cues.at[i];

		if (c->verb > first && cue_cuts(w, c, first, &at) && at < end) {
			end = at;
			break;
		}
	}
	for (uint32_t i = first; i < end; i++) {
		if (sign_at(w, i) == ';' ||
		    (sign_at(w, i) == ':' && is_string(w, i + 1)))
			end = i;
	}
	while (end > first &&
	       (is_edge(w, end - 1) || item_at(w, end - 1)->sign == '!' ||
		item_at(w, end - 1)->sign == '?'))
		end--;
	if (end > first)
		end = judged_end(w, first, end);
	return before_date(w, first, end);
}

static bool is_finite(const struct work *w, uint32_t i)
{
	const struct item *it = item_at(w, i);
	struct slice t = article_slice(w->s->art, it->span);

	if (it->name >= 0 || !item_is_word(it) || item_is_capital(it))
		return false;
	if (item_is(it, WORD_AUX | WORD_BE))
		return true;
	return t.len > 4 && t.at[t.len - 2] == 'e' && t.at[t.len - 1] == 'd' &&
	       i + 1 < w->row->end &&
	       (item_at(w, i + 1)->name >= 0 ||
		item_is(item_at(w, i + 1), WORD_DET | WORD_POSS | WORD_PRON));
}

uint32_t quote_claim_end(const struct work *w, uint32_t first, uint32_t end)
{
	uint32_t verbs = 0;

	for (uint32_t i = first + 1; i < end; i++) {
		if (is_plain(item_at(w, i), WORD_CONJ | WORD_SUB | WORD_REL) ||
		    sign_at(w, i) == ',')
			return end;
		if (!is_finite(w, i))
			continue;
		if (verbs && !is_finite(w, i - 1) &&
		    !item_is(item_at(w, i - 1), WORD_ADV | WORD_AUX))
			return i;
		verbs++;
	}
	return end;
}

static bool is_addressee(const struct work *w, uint32_t i)
{
	const struct item *it = item_at(w, i);

	return item_is_word(it) &&
	       (it->name >= 0 ||
		!item_is(it, WORD_THAT | WORD_TO | WORD_SUB | WORD_PREP));
}

/* Behind "told reporters", "asked him". */
static uint32_t skip_addressee(const struct work *w, uint32_t i)
{
	struct phrase p;

	if (i >= w->row->end || !is_addressee(w, i))
		return i;
	p = quote_phrase_right(w->s, i, w->row->end);
	i = phrase_is(p) ? p.end : i + 1;
	/* "told NAME's “Morning”": the programme is part of it */
	if (i + 1 < w->row->end && is_string(w, i + 1) &&
	    w->is_used[item_at(w, i + 1)->quoted])
		i += 2;
	return i;
}

/* Behind "in a statement on Monday" when "that", a string or a colon comes
 * soon after it; else i itself. */
static uint32_t skip_adjunct(const struct work *w, uint32_t i)
{
	const struct item *it;

	if (i >= w->row->end)
		return i;
	it = item_at(w, i);
	if (it->name >= 0 || !(item_is(it, WORD_PREP | WORD_TIME | WORD_ADV |
						   WORD_TO | WORD_SUB) ||
			       it->sign == ','))
		return i;
	for (uint32_t k = i; k < w->row->end && k - i < ADJUNCT_MOST; k++) {
		it = item_at(w, k);
		if (k > i && it->quoted < 0 && it->name < 0 &&
		    item_is(it, WORD_SAY) && !item_is(it, WORD_NOUN))
			return i;
		if (it->sign == ':')
			return k + 1;
		if (item_is(it, WORD_THAT) && it->name < 0)
			return k;
		if (is_string(w, k) &&
		    (sign_at(w, k - 1) == ',' || string_at(w, k)->n_words >= 4))
			return k;
	}
	return i;
}

/* A sentence in marks behind a comma or colon is what was said, however much
 * stands between it and the verb. */
static uint32_t skip_to_string(const struct work *w, const struct cue *c,
			       uint32_t i)
{
	const char *text = w->s->art->text;

	if (i >= w->row->end || item_is(item_at(w, i), WORD_THAT) ||
	    is_string(w, i))
		return i;
	for (uint32_t k = i + 1; k < w->row->end; k++) {
		for (uint32_t n = 0; n < w->cues.n; n++) {
			if (w->cues.at[n].verb == k && &w->cues.at[n] != c)
				return i;
		}
		if (!is_string(w, k))
			continue;
		if (sign_at(w, k - 1) != ',' || !is_free_string(w, k) ||
		    string_at(w, k)->n_words < 4 ||
		    !is_upper(text[string_at(w, k)->words.start]))
			return i;
		return k;
	}
	return i;
}

/* "blurted out, ...", "shot back". */
static uint32_t skip_particle(const struct work *w, uint32_t i)
{
	static const char *const words[] = {"out", "back", "up",   "forth",
					    "off", "down", "aloud"};
	struct slice word;

	if (i + 1 >= w->row->end || item_at(w, i)->name >= 0 ||
	    !(is_string(w, i + 1) || sign_at(w, i + 1) == ','))
		return i;
	word = article_slice(w->s->art, item_at(w, i)->span);
	for (size_t k = 0; k < array_length(words); k++) {
		if (slice_equals(word, words[k]))
			return i + 1;
	}
	return i;
}

uint32_t quote_complement(const struct work *w, const struct cue *c)
{
	uint32_t i = skip_particle(w, c->after);

	if (item_is(item_at(w, c->verb), WORD_TELL) && c->how != CUE_RIGHT)
		i = skip_addressee(w, i);
	i = skip_adjunct(w, i);
	i = skip_to_string(w, c, i);
	if (i < w->row->end && sign_at(w, i) == ',' && is_string(w, i + 1))
		i++;
	if (i < w->row->end && sign_at(w, i) == ':')
		i++;
	return i;
}

bool quote_is_subordinate(const struct work *w, uint32_t i)
{
	const struct item *it = item_at(w, i);

	return it->quoted < 0 && it->name < 0 &&
	       item_is(it, WORD_PREP | WORD_SUB);
}

/* The first item of the clause that ends before `end`. */
uint32_t quote_clause_first(const struct work *w, uint32_t end)
{
	uint32_t i = end;

	while (i > w->done && sign_at(w, i - 1) != ';')
		i--;
	while (i < end && is_edge(w, i))
		i++;
	return i;
}

/* What follows a tag has no complement of its own. */
bool quote_is_tail(const struct work *w, uint32_t i)
{
	for (uint32_t k = i; k < w->row->end && k - i < ADJUNCT_MOST; k++) {
		const struct item *it = item_at(w, k);

		if (is_string(w, k) || it->sign == ':')
			return false;
		if (it->name < 0 && item_is(it, WORD_THAT))
			return false;
	}
	return i >= w->row->end || !item_is_word(item_at(w, i)) ||
	       item_is(item_at(w, i), WORD_PREP | WORD_TIME | WORD_ADV |
					      WORD_SUB | WORD_REL | WORD_CONJ);
}
