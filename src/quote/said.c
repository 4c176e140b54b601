/* Row by row: every cue takes the string before it, the clause before it or
 * the clause behind it; then the strings that are left get the speaker of
 * their sentence or paragraph, or are found to be no speech.
 *
 * What a cue takes is never given to another: a verb inside the words that
 * somebody said is his, not a cue of ours.
 */
#include "quote/said.h"

#include <string.h>

#include "quote/work.h"

static struct said *said_add(struct work *w, struct span span, uint8_t kind,
			     const struct speaker *by, uint8_t sure)
{
	struct said *said = array_add(w->s->art->arena, w->out->at, w->out->n);

	*said = (struct said){
		.span = span,
		.speaker = by->span,
		.cue = by->cue,
		.via = w->via,
		.group = by->group,
		.kind = kind,
		.confidence = sure,
	};
	if (span.end > span.start && by->span.end > by->span.start)
		w->last = *by;
	w->last.part = w->row->part;
	return said;
}

/* A whole string as a direct quotation. */
void quote_take_string(struct work *w, uint32_t i, const struct speaker *by,
		       uint8_t sure)
{
	const struct quoted *q = string_at(w, i);

	w->is_used[item_at(w, i)->quoted] = true;
	if (!q->is_closed || q->is_guessed)
		sure = sure > 10 ? sure - 10 : 0;
	said_add(w, q->words, QUOTE_DIRECT, by, sure);
}

/* Do the items end in a comma and a whole sentence in marks? */
static bool is_sentence_string(const struct work *w, uint32_t first,
			       uint32_t end)
{
	uint32_t k = end - 1;

	return is_string(w, k) && k > first + 1 &&
	       (sign_at(w, k - 1) == ',' || sign_at(w, k - 1) == ':') &&
	       string_at(w, k)->n_words >= 4 &&
	       is_upper(w->s->art->text[string_at(w, k)->words.start]) &&
	       !item_is(item_at(w, first), WORD_THAT);
}

/* The items [first, end) as a clause: direct when all is one string, mixed
 * when it holds strings. */
static bool take_clause(struct work *w, uint32_t first, uint32_t end,
			const struct speaker *by, uint8_t sure)
{
	uint32_t n_strings = 0, n_words = 0;
	struct span span;

	while (first < end && is_edge(w, first))
		first++;
	while (end > first && is_edge(w, end - 1))
		end--;
	for (uint32_t i = first; i < end; i++) {
		n_strings += is_string(w, i);
		n_words += item_is_word(item_at(w, i));
	}
	if (n_strings == 1 && n_words == 0) {
		while (!is_string(w, first))
			first++;
		quote_take_string(w, first, by, sure);
		return true;
	}
	if (n_words + n_strings < 2)
		return false;
	if (n_strings == 1 && is_sentence_string(w, first, end)) {
		quote_take_string(w, end - 1, by, sure);
		return true;
	}
	for (uint32_t i = first; i < end; i++) {
		if (is_string(w, i))
			w->is_used[item_at(w, i)->quoted] = true;
	}
	span.start = item_at(w, first)->span.start;
	span.end = item_at(w, end - 1)->span.end;
	said_add(w, span, n_strings ? QUOTE_MIXED : QUOTE_INDIRECT, by, sure);
	return true;
}

/* ---- what a cue takes ---- */

static struct speaker speaker_of(struct work *w, const struct cue *c)
{
	struct speaker by = {.part = w->row->part};

	if (c->how == CUE_INHERITED && w->here.span.end)
		by.span = w->here.span;
	else
		by.span = quote_phrase_span(w->s, c->subject);
	by.cue = quote_phrase_span(w->s, c->words);
	by.group = w->n_groups++;
	return by;
}

/* Strings behind a tag that go on with what stood before it. */
static void take_rest(struct work *w, uint32_t i, const struct speaker *by)
{
	for (; i < w->row->end; i++) {
		if (!is_string(w, i)) {
			if (item_is(item_at(w, i), WORD_SAY))
				return;
			continue;
		}
		if (!is_free_string(w, i))
			return;
		if (i > w->row->first &&
		    (is_edge(w, i - 1) || is_string(w, i - 1)))
			quote_take_string(w, i, by, SURE_ADJACENT);
		w->done = i + 1;
	}
}

/* "...," she said */
static bool take_before(struct work *w, const struct cue *c)
{
	uint32_t k = c->first, first;
	struct speaker by;
	bool is_parted, is_tagged;

	if (c->how == CUE_INHERITED || c->how == CUE_NOUN || k <= w->done)
		return false;
	k--;
	is_parted = sign_at(w, k) == ',' || is_dash(w, k);
	if (is_parted && k > w->done)
		k--;
	if (!is_free_string(w, k))
		return false;
	first = quote_clause_first(w, k);
	is_tagged = quote_is_tail(w, c->after) || !is_string(w, c->after);
	if (!is_tagged && quote_is_subordinate(w, first))
		return false;
	if (!is_parted && first < k && !quote_is_tail(w, c->after) &&
	    !strchr(",.!?", w->s->art->text[string_at(w, k)->words.end - 1]))
		return false;
	by = speaker_of(w, c);
	w->here = by;
	if (k - first >= 2 && !quote_is_subordinate(w, first))
		take_clause(w, first, k + 1, &by, SURE_ADJACENT);
	else
		quote_take_string(w, k, &by, SURE_ADJACENT);
	w->done = c->after;
	take_rest(w, c->after, &by);
	return true;
}

/* The clause is over, she said. */
static bool take_trailing(struct work *w, const struct cue *c)
{
	uint32_t first, end = c->first;
	struct speaker by;

	if (c->how == CUE_INHERITED || c->how == CUE_NOUN || end <= w->done)
		return false;
	if (sign_at(w, end - 1) != ',' && c->how != CUE_ACCORDING)
		return false;
	if (c->how != CUE_ACCORDING &&
	    !item_is(item_at(w, c->verb), WORD_CLAUSE))
		return false;
	if (!quote_is_tail(w, c->after))
		return false;
	first = quote_clause_first(w, end);
	if (first + 3 > end ||
	    (c->how != CUE_ACCORDING && quote_is_subordinate(w, first)))
		return false;
	by = speaker_of(w, c);
	w->here = by;
	if (!take_clause(w, first, end, &by, SURE_TRAILING))
		return false;
	w->done = c->after;
	return true;
}

/* What is seen of a verb and the words behind it. */
enum clause_trait {
	CLAUSE_ANY,
	CLAUSE_VERB, /* one that takes a bare clause */
	CLAUSE_TELL,
	CLAUSE_CALL,
	CLAUSE_THAT,
	CLAUSE_COUNT_2, /* times the verb was seen as a cue: under 2 */
	CLAUSE_COUNT_5,
	CLAUSE_COUNT_10,
	CLAUSE_COUNT_20,
	CLAUSE_COUNT_50,
	CLAUSE_COUNT_MORE,
	CLAUSE_INDIRECT_30, /* percent of them indirect: under 30 */
	CLAUSE_INDIRECT_60,
	CLAUSE_INDIRECT_90,
	CLAUSE_INDIRECT_MORE,
	CLAUSE_LEFT,
	CLAUSE_RIGHT,
	CLAUSE_INHERITED,
	CLAUSE_PASSIVE,
	CLAUSE_ACCORDING,
	CLAUSE_NOUN,
	CLAUSE_BY_PRONOUN,
	CLAUSE_BY_PERSON,
	CLAUSE_BY_ORG,
	CLAUSE_BY_NAME,
	CLAUSE_BY_ROLE,
	CLAUSE_BY_OTHER,
	CLAUSE_FIRST_DET,
	CLAUSE_FIRST_PRONOUN,
	CLAUSE_FIRST_NAME,
	CLAUSE_FIRST_POSS,
	CLAUSE_FIRST_PREP,
	CLAUSE_FIRST_TO,
	CLAUSE_FIRST_SUB,
	CLAUSE_FIRST_ADVERB,
	CLAUSE_FIRST_EDGE,
	CLAUSE_FIRST_WORD,
	CLAUSE_WORDS_2,
	CLAUSE_WORDS_5,
	CLAUSE_WORDS_10,
	CLAUSE_WORDS_20,
	CLAUSE_WORDS_MORE,
	CLAUSE_FINITE, /* an auxiliary stands in it */
	CLAUSE_BASE,
	CLAUSE_ING,
	CLAUSE_AUXILIARY, /* the verb has one */
	CLAUSE_HEADING,
	CLAUSE_VERB_FINITE,
	CLAUSE_NO_VERB_PREP,
	CLAUSE_NO_VERB_TO,
	CLAUSE_NO_VERB_FINITE,
	CLAUSE_NO_VERB_RARE,
	CLAUSE_TRAITS
};

_Static_assert(CLAUSE_TRAITS <= JUDGE_TRAITS, "traits fit their word");

#define BIT(trait) (UINT64_C(1) << (trait))

static uint64_t trait_verb(const struct word *v)
{
	uint32_t share = v->count ? v->indirect * 100 / v->count : 0;
	uint64_t t;

	t = BIT(v->count < 2    ? CLAUSE_COUNT_2
		: v->count < 5  ? CLAUSE_COUNT_5
		: v->count < 10 ? CLAUSE_COUNT_10
		: v->count < 20 ? CLAUSE_COUNT_20
		: v->count < 50 ? CLAUSE_COUNT_50
				: CLAUSE_COUNT_MORE);
	return t | BIT(share < 30   ? CLAUSE_INDIRECT_30
		       : share < 60 ? CLAUSE_INDIRECT_60
		       : share < 90 ? CLAUSE_INDIRECT_90
				    : CLAUSE_INDIRECT_MORE);
}

static uint64_t trait_subject(const struct work *w, const struct cue *c)
{
	const struct item *it = item_at(w, c->subject.end - 1);

	if (it->name >= 0) {
		uint8_t type = w->s->art->mentions[it->name].type;

		return BIT(type == TYPE_PERSON ? CLAUSE_BY_PERSON
			   : type == TYPE_ORG  ? CLAUSE_BY_ORG
					       : CLAUSE_BY_NAME);
	}
	return BIT(item_is(it, WORD_PRON)   ? CLAUSE_BY_PRONOUN
		   : item_is(it, WORD_ROLE) ? CLAUSE_BY_ROLE
					    : CLAUSE_BY_OTHER);
}

static uint64_t trait_first(const struct work *w, uint32_t i)
{
	const struct item *it = item_at(w, i);

	if (!item_is_word(it))
		return BIT(CLAUSE_FIRST_EDGE);
	if (it->name >= 0 || item_is_capital(it))
		return BIT(CLAUSE_FIRST_NAME);
	return BIT(item_is(it, WORD_THAT)              ? CLAUSE_THAT
		   : item_is(it, WORD_TO)              ? CLAUSE_FIRST_TO
		   : item_is(it, WORD_POSS)            ? CLAUSE_FIRST_POSS
		   : item_is(it, WORD_PRON)            ? CLAUSE_FIRST_PRONOUN
		   : item_is(it, WORD_DET)             ? CLAUSE_FIRST_DET
		   : item_is(it, WORD_PREP)            ? CLAUSE_FIRST_PREP
		   : item_is(it, WORD_SUB)             ? CLAUSE_FIRST_SUB
		   : item_is(it, WORD_ADV | WORD_TIME) ? CLAUSE_FIRST_ADVERB
						       : CLAUSE_FIRST_WORD);
}

static uint64_t trait_extent(const struct work *w, uint32_t first, uint32_t end)
{
	uint32_t n = end - first;
	uint64_t t = BIT(n <= 2    ? CLAUSE_WORDS_2
			 : n <= 5  ? CLAUSE_WORDS_5
			 : n <= 10 ? CLAUSE_WORDS_10
			 : n <= 20 ? CLAUSE_WORDS_20
				   : CLAUSE_WORDS_MORE);

	for (uint32_t i = first; i < end; i++) {
		if (item_at(w, i)->name < 0 && item_is(item_at(w, i), WORD_AUX))
			t |= BIT(CLAUSE_FINITE);
	}
	return t;
}

static uint64_t clause_traits(const struct work *w, const struct cue *c,
			      uint32_t first, uint32_t end)
{
	const struct item *verb = item_at(w, c->verb);
	uint64_t t = BIT(CLAUSE_ANY) | BIT(CLAUSE_LEFT + c->how) |
		     trait_verb(verb->word) | trait_subject(w, c) |
		     trait_first(w, first) | trait_extent(w, first, end);

	if (item_is(verb, WORD_TELL))
		t |= BIT(CLAUSE_TELL);
	if (item_is(verb, WORD_CALL))
		t |= BIT(CLAUSE_CALL);
	if (item_is(verb, WORD_BASE))
		t |= BIT(CLAUSE_BASE);
	if (item_is(verb, WORD_ING))
		t |= BIT(CLAUSE_ING);
	if (c->verb > w->row->first && item_is(verb - 1, WORD_AUX))
		t |= BIT(CLAUSE_AUXILIARY);
	if (w->row->is_title)
		t |= BIT(CLAUSE_HEADING);
	if (item_is(verb, WORD_CLAUSE)) {
		t |= BIT(CLAUSE_VERB);
		if (t & BIT(CLAUSE_FINITE))
			t |= BIT(CLAUSE_VERB_FINITE);
		return t;
	}
	if (t & BIT(CLAUSE_FIRST_PREP))
		t |= BIT(CLAUSE_NO_VERB_PREP);
	if (t & BIT(CLAUSE_FIRST_TO))
		t |= BIT(CLAUSE_NO_VERB_TO);
	if (t & BIT(CLAUSE_FINITE))
		t |= BIT(CLAUSE_NO_VERB_FINITE);
	if (verb->word->count < 10)
		t |= BIT(CLAUSE_NO_VERB_RARE);
	return t;
}

/* Is what stands behind the verb, without a mark, what its subject said? */
static bool is_reported(const struct work *w, const struct cue *c,
			uint32_t first, uint32_t end)
{
	uint64_t traits = clause_traits(w, c, first, end);
	bool is_said = quote_judge(JUDGE_CLAUSE, traits);
	struct span span = {item_at(w, first)->span.start,
			    item_at(w, end - 1)->span.end};

	if (w->log)
		*array_add(w->s->art->arena, w->log->at, w->log->n) =
			(struct trial){span, traits, JUDGE_CLAUSE, is_said};
	return is_said;
}

/* Do the items hold a string that the verb's object may be: any but a short
 * one behind a preposition ("points to the ...")? */
static bool has_speech(const struct work *w, uint32_t first, uint32_t end)
{
	bool is_aside = item_is(item_at(w, first), WORD_PREP | WORD_TO);

	for (uint32_t i = first; i < end; i++) {
		if (is_free_string(w, i) &&
		    (!is_aside || string_at(w, i)->n_words >= 4))
			return true;
	}
	return false;
}

/* it, him, her, them: what they stand for is not part of what was said. */
static bool is_object(const struct work *w, uint32_t i)
{
	struct slice t = article_slice(w->s->art, item_at(w, i)->span);

	return slice_equals(t, "it") || slice_equals(t, "him") ||
	       slice_equals(t, "her") || slice_equals(t, "them");
}

/* A string right behind the verb or behind what the verb calls something. */
static bool take_called(struct work *w, const struct cue *c, uint32_t first,
			uint32_t end, const struct speaker *by)
{
	uint32_t k = first;

	while (k < end && !is_string(w, k))
		k++;
	if (k == end || !item_is(item_at(w, c->verb), WORD_CALL) ||
	    item_is(item_at(w, c->verb), WORD_CLAUSE))
		return false;
	if (k > first + 2 || (k > first && !is_object(w, first)))
		return false;
	for (; k < end; k++) {
		if (is_free_string(w, k))
			quote_take_string(w, k, by, SURE_CLAUSE);
	}
	return true;
}

static bool is_whole_string(const struct work *w, uint32_t first, uint32_t end)
{
	const struct quoted *q = string_at(w, first);
	const char *text = w->s->art->text;
	unsigned char c = (unsigned char)text[q->words.start];
	char last = text[q->words.end - 1];

	if (first + 1 >= end || !item_is_word(item_at(w, first + 1)) ||
	    item_is(item_at(w, first + 1), WORD_BY))
		return true;
	return (c >= 'A' && c <= 'Z' && q->n_words > 3) || last == '.' ||
	       last == '!' || last == '?' || last == ',';
}

/* She said that ... */
static bool take_behind(struct work *w, const struct cue *c)
{
	uint32_t first = quote_complement(w, c), end, lead = first;
	uint8_t sure = c->how == CUE_INHERITED ? SURE_INHERITED : SURE_CLAUSE;
	struct speaker by;

	if (c->how == CUE_ACCORDING) {
		while (first < w->row->end && sign_at(w, first) != ',')
			first++;
		if (first < w->row->end)
			first++;
		lead = first;
	}
	by = speaker_of(w, c);
	if (item_is(item_at(w, c->verb), WORD_CLAUSE))
		w->here = by;
	if (sign_at(w, w->row->end - 1) == ':')
		w->coming = by;
	if (first >= w->row->end)
		return false;
	if (item_is(item_at(w, lead), WORD_THAT))
		lead++;
	end = quote_clause_end(w, first);
	if (c->how == CUE_NOUN && c->first == w->row->first)
		end = quote_claim_end(w, first, end);
	if (end <= first)
		return false;
	if (is_free_string(w, lead) && is_whole_string(w, lead, end)) {
		w->here = by;
		if (lead > first)
			take_clause(w, first, lead + 1, &by, SURE_ADJACENT);
		else
			quote_take_string(w, lead, &by, SURE_ADJACENT);
		w->done = lead + 1;
		take_rest(w, lead + 1, &by);
		return true;
	}
	if (item_is(item_at(w, c->verb), WORD_RARE))
		return false;
	if (take_called(w, c, first, end, &by)) {
		w->here = by;
		w->done = end;
		return true;
	}
	if (c->how != CUE_NOUN && !has_speech(w, first, end) &&
	    !is_reported(w, c, first, end))
		return false;
	w->here = by;
	if (c->via.end > c->via.first)
		w->via = quote_phrase_span(w->s, c->via);
	if (take_clause(w, first, end, &by, sure))
		w->done = end;
	if (end + 1 < w->row->end && sign_at(w, end) == ':' &&
	    is_free_string(w, end + 1)) {
		quote_take_string(w, end + 1, &by, SURE_CLAUSE);
		w->done = end + 2;
	}
	return true;
}

/* ---- relays ---- */

static bool is_body(const struct work *w, struct phrase p)
{
	const struct article *art = w->s->art;

	for (uint32_t i = p.first; i < p.end; i++) {
		const struct item *it = item_at(w, i);

		if (item_is(it, WORD_MEDIA))
			return true;
		if (it->name >= 0 && art->mentions[it->name].type == TYPE_ORG)
			return true;
	}
	return p.end - p.first == 1 &&
	       item_at(w, p.first)->flags & TOKEN_CAPITALS;
}

/* A trailing cue of a body of news, with another cue before it. */
static void find_relay(struct work *w)
{
	struct cue *c;

	if (w->cues.n < 2)
		return;
	c = &w->cues.at[w->cues.n - 1];
	if (c->how == CUE_INHERITED || c->how == CUE_NOUN ||
	    c->first <= w->row->first || !is_body(w, c->subject) ||
	    !quote_is_tail(w, c->after))
		return;
	if (c->how != CUE_ACCORDING && sign_at(w, c->first - 1) != ',' &&
	    !is_string(w, c->first - 1))
		return;
	if (is_string(w, c->first - 1) ||
	    (sign_at(w, c->first - 1) == ',' && is_string(w, c->first - 2) &&
	     w->cues.at[w->cues.n - 2].verb > c->first))
		return;
	c->is_relay = true;
	w->via = quote_phrase_span(w->s, c->subject);
}

static void take_row(struct work *w, const struct row *row)
{
	bool was_coming = is_known(&w->coming);
	struct speaker coming = w->coming;

	w->row = row;
	w->done = row->first;
	w->here = (struct speaker){0};
	w->via = (struct span){0, 0};
	for (uint32_t i = row->first; i < row->end; i++) {
		if (is_string(w, i) && quote_is_programme(w, i))
			w->is_used[item_at(w, i)->quoted] = true;
	}
	quote_cues(w->s, row, &w->cues);
	find_relay(w);
	w->coming = (struct speaker){0};
	for (uint32_t i = 0; i < w->cues.n; i++) {
		const struct cue *c = &w->cues.at[i];

		if (c->is_relay || c->verb < w->done)
			continue;
		if (!take_before(w, c) && !take_trailing(w, c))
			take_behind(w, c);
	}
	if (was_coming && !is_known(&w->coming))
		w->coming = coming;
	for (uint32_t i = row->first; i < row->end; i++) {
		if (is_free_string(w, i))
			quote_take_left(w, i);
	}
	if (was_coming && w->coming.group == coming.group && !row->is_last)
		return;
	if (was_coming && w->coming.group == coming.group)
		w->coming = (struct speaker){0};
}

void quote_said(const struct sheet *s, uint32_t n_groups, struct said_list *out,
		struct trials *log)
{
	struct work w = {.s = s, .out = out, .n_groups = n_groups, .log = log};

	w.is_used = arena_array(s->art->arena, s->strings.n + 1,
				sizeof(*w.is_used));
	for (uint32_t i = 0; i < s->n_rows; i++)
		take_row(&w, &s->rows[i]);
}
