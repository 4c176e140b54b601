/* Row by row: every cue takes the string before it, the clause before it or
 * the clause behind it; then the strings that are left get the speaker of
 * their sentence or paragraph, or are found to be no speech.
 *
 * What a cue takes is never given to another: a verb inside the words that
 * somebody said is his, not a cue of ours.
 */
#include "quote/said.h"

#include <string.h>

/* How sure each way of attributing is, in percent: share of right speakers
 * on the development half of the PolNeAR corpus, rounded. */
enum {
	SURE_ADJACENT = 96, /* "...," she said */
	SURE_CLAUSE = 90,   /* she said that ... */
	SURE_TRAILING = 85, /* ..., she said */
	SURE_INHERITED = 80,
	SURE_SAME_SENTENCE = 75,
	SURE_SAME_PARAGRAPH = 85,
	SURE_INTRODUCED = 70,
	SURE_CARRIED = 45, /* from the paragraph before */
	SURE_GUESS = 30,
};

#define ADJUNCT_MOST 14 /* items between verb and "that" */
#define LONG_STRING  6  /* words that are said even without a verb */
#define SPEAKER_UNKNOWN                                                        \
	(struct speaker)                                                       \
	{                                                                      \
		{0, 0}, {0, 0}, 0, 0                                           \
	}

struct speaker {
	struct span span, cue;
	uint32_t part, group;
};

struct work {
	const struct sheet *s;
	const struct row *row;
	struct cues cues;
	struct said_list *out;
	bool *is_used;         /* [strings] */
	struct speaker here;   /* of this row's last cue */
	struct speaker last;   /* of the last quotation */
	struct speaker coming; /* of a row that ends in a colon */
	struct span via;       /* of this row */
	uint32_t done;         /* items of the row before this are taken */
	uint32_t n_groups;
	uint32_t row_first; /* index in out of the row's first */
};

static const struct item *item_at(const struct work *w, uint32_t i)
{
	return &w->s->items[i];
}

static bool is_string(const struct work *w, uint32_t i)
{
	return i < w->row->end && item_at(w, i)->quoted >= 0;
}

static bool is_free_string(const struct work *w, uint32_t i)
{
	return is_string(w, i) && !w->is_used[item_at(w, i)->quoted];
}

static const struct quoted *string_at(const struct work *w, uint32_t i)
{
	return &w->s->strings.at[item_at(w, i)->quoted];
}

static char sign_at(const struct work *w, uint32_t i)
{
	return i < w->row->end ? item_at(w, i)->sign : 0;
}

static bool is_dash(const struct work *w, uint32_t i)
{
	struct slice t = article_slice(w->s->art, item_at(w, i)->span);

	return item_at(w, i)->quoted < 0 &&
	       (slice_equals(t, "—") || slice_equals(t, "–") ||
		slice_equals(t, "―") || slice_equals(t, "-") ||
		slice_equals(t, "--"));
}

static bool is_edge(const struct work *w, uint32_t i)
{
	char c = item_at(w, i)->sign;

	return c == ',' || c == ':' || c == '.' || c == ';' || is_dash(w, i);
}

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
static void take_string(struct work *w, uint32_t i, const struct speaker *by,
			uint8_t sure)
{
	const struct quoted *q = string_at(w, i);

	w->is_used[item_at(w, i)->quoted] = true;
	if (!q->is_closed || q->is_guessed)
		sure = sure > 10 ? sure - 10 : 0;
	said_add(w, q->words, QUOTE_DIRECT, by, sure);
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
		take_string(w, first, by, sure);
		return true;
	}
	if (n_words + n_strings < 2)
		return false;
	for (uint32_t i = first; i < end; i++) {
		if (is_string(w, i))
			w->is_used[item_at(w, i)->quoted] = true;
	}
	span.start = item_at(w, first)->span.start;
	span.end = item_at(w, end - 1)->span.end;
	said_add(w, span, n_strings ? QUOTE_MIXED : QUOTE_INDIRECT, by, sure);
	return true;
}

/* ---- where a clause ends ---- */

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

static uint32_t clause_end(const struct work *w, uint32_t first)
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
	return before_date(w, first, end);
}

/* ---- where a complement begins ---- */

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
	return phrase_is(p) ? p.end : i + 1;
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

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
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

static uint32_t complement(const struct work *w, const struct cue *c)
{
	uint32_t i = c->after;

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

static bool starts_subordinate(const struct work *w, uint32_t i)
{
	const struct item *it = item_at(w, i);

	return it->quoted < 0 && it->name < 0 &&
	       item_is(it, WORD_PREP | WORD_SUB);
}

/* The first item of the clause that ends before `end`. */
static uint32_t clause_first(const struct work *w, uint32_t end)
{
	uint32_t i = end;

	while (i > w->done && sign_at(w, i - 1) != ';')
		i--;
	while (i < end && is_edge(w, i))
		i++;
	return i;
}

/* What follows a tag has no complement of its own. */
static bool is_tail(const struct work *w, uint32_t i)
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
			take_string(w, i, by, SURE_ADJACENT);
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
	first = clause_first(w, k);
	is_tagged = is_tail(w, c->after) || !is_string(w, c->after);
	if (!is_tagged && starts_subordinate(w, first))
		return false;
	if (!is_parted && first < k && !is_tail(w, c->after) &&
	    !strchr(",.!?", w->s->art->text[string_at(w, k)->words.end - 1]))
		return false;
	by = speaker_of(w, c);
	w->here = by;
	if (k - first >= 2 && !starts_subordinate(w, first))
		take_clause(w, first, k + 1, &by, SURE_ADJACENT);
	else
		take_string(w, k, &by, SURE_ADJACENT);
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
	if (!is_tail(w, c->after))
		return false;
	first = clause_first(w, end);
	if (first + 3 > end ||
	    (c->how != CUE_ACCORDING && starts_subordinate(w, first)))
		return false;
	by = speaker_of(w, c);
	w->here = by;
	if (!take_clause(w, first, end, &by, SURE_TRAILING))
		return false;
	w->done = c->after;
	return true;
}

/* A verb whose complement counts as said though it is no clause. */
static bool is_reporting(const struct work *w, const struct cue *c,
			 uint32_t first)
{
	const struct item *verb = item_at(w, c->verb);

	if (c->how == CUE_NOUN || c->how == CUE_ACCORDING)
		return true;
	if (item_is(verb, WORD_CLAUSE | WORD_TELL))
		return true;
	if (item_is(item_at(w, first), WORD_THAT))
		return true;
	return verb->word->indirect >= 15;
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
			take_string(w, k, by, SURE_CLAUSE);
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
	uint32_t first = complement(w, c), end, lead = first;
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
	end = clause_end(w, first);
	if (end <= first)
		return false;
	if (is_free_string(w, lead) && is_whole_string(w, lead, end)) {
		w->here = by;
		if (lead > first)
			take_clause(w, first, lead + 1, &by, SURE_ADJACENT);
		else
			take_string(w, lead, &by, SURE_ADJACENT);
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
	if (!has_speech(w, first, end) && !is_reporting(w, c, first))
		return false;
	w->here = by;
	if (c->via.end > c->via.first)
		w->via = quote_phrase_span(w->s, c->via);
	if (take_clause(w, first, end, &by, sure))
		w->done = end;
	if (end + 1 < w->row->end && sign_at(w, end) == ':' &&
	    is_free_string(w, end + 1)) {
		take_string(w, end + 1, &by, SURE_CLAUSE);
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
	    !is_tail(w, c->after))
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

/* ---- strings that no cue took ---- */

static bool is_titled(const struct work *w, uint32_t i)
{
	const struct quoted *q = string_at(w, i);
	const char *text = w->s->art->text;
	uint32_t words = 0, capitals = 0;
	bool inside = false;

	for (uint32_t k = q->words.start; k < q->words.end; k++) {
		unsigned char c = (unsigned char)text[k];
		bool is_upper = c >= 'A' && c <= 'Z';

		if (c == ' ') {
			inside = false;
		} else if (!inside) {
			inside = true;
			words++;
			capitals += is_upper;
		}
	}
	return words >= 2 && capitals * 3 >= words * 2;
}

static bool is_labelled(const struct work *w, uint32_t i)
{
	for (uint32_t k = i, n = 0; k > w->row->first && n < 3; k--, n++) {
		if (item_is(item_at(w, k - 1), WORD_LABEL))
			return true;
	}
	return false;
}

static bool is_alone(const struct work *w)
{
	for (uint32_t i = w->row->first; i < w->row->end; i++) {
		if (item_is_word(item_at(w, i)))
			return false;
	}
	return true;
}

/* — NAME behind a string that fills the row. */
static struct speaker tail_speaker(struct work *w, uint32_t i)
{
	struct speaker by = {.part = w->row->part};
	struct phrase p;

	if (i + 2 >= w->row->end + 0u && i + 2 > w->row->end)
		return by;
	if (i + 2 >= w->row->end || !is_dash(w, i + 1))
		return by;
	p = quote_phrase_right(w->s, i + 2, w->row->end);
	if (!phrase_is(p) || !item_is_capital(item_at(w, i + 2)) ||
	    p.end < w->row->end - (sign_at(w, w->row->end - 1) == '.'))
		return by;
	by.span = quote_phrase_span(w->s, p);
	by.group = w->n_groups++;
	return by;
}

static bool is_known(const struct speaker *by)
{
	return by->span.end > by->span.start;
}

/* The speaker of a string that stands alone in its sentence. */
static struct speaker speaker_alone(struct work *w, uint32_t i, uint8_t *sure)
{
	struct speaker by = {.part = w->row->part};

	*sure = SURE_SAME_PARAGRAPH;
	if (is_known(&w->coming)) {
		*sure = SURE_INTRODUCED;
		return w->coming;
	}
	if (is_known(&w->last) && w->last.part == w->row->part) {
		by = w->last;
		if (!string_at(w, i)->goes_on)
			by.group = w->n_groups++;
		return by;
	}
	*sure = SURE_CARRIED;
	if (is_known(&w->last) && w->last.part + 1 == w->row->part) {
		by = w->last;
		if (!string_at(w, i)->goes_on)
			by.group = w->n_groups++;
		else
			*sure = SURE_SAME_PARAGRAPH;
	}
	return by;
}

/* Verbs of saying are only known of English. */
static bool is_foreign(const struct work *w)
{
	const char *language = w->s->art->language;

	return language && strncmp(language, "en", 2) != 0;
}

/* One or two words with a capital: a title or a name. */
static bool is_upper_word(const struct work *w, uint32_t i)
{
	const struct quoted *q = string_at(w, i);

	return q->n_words <= 2 && is_upper(w->s->art->text[q->words.start]);
}

/* Is a string that no cue took speech at all? */
static bool is_speech(const struct work *w, uint32_t i)
{
	const struct quoted *q = string_at(w, i);

	if (is_labelled(w, i) && q->n_words < LONG_STRING)
		return false;
	if (q->n_words >= LONG_STRING)
		return true;
	if (is_foreign(w))
		return !is_titled(w, i) && !is_upper_word(w, i);
	return !is_titled(w, i) && is_known(&w->here);
}

static void take_left(struct work *w, uint32_t i)
{
	struct speaker by = tail_speaker(w, i);
	uint8_t sure = SURE_ADJACENT;

	if (!is_known(&by) && (is_alone(w) || string_at(w, i)->goes_on)) {
		by = speaker_alone(w, i, &sure);
	} else if (!is_known(&by)) {
		if (!is_speech(w, i))
			return;
		sure = SURE_SAME_SENTENCE;
		if (is_known(&w->here)) {
			by = w->here;
		} else {
			struct phrase p = quote_main_subject(w->s, w->row);

			sure = SURE_GUESS;
			if (phrase_is(p) && p.end <= i)
				by.span = quote_phrase_span(w->s, p);
			else if (is_known(&w->last))
				by = w->last;
			by.group = w->n_groups++;
		}
	}
	take_string(w, i, &by, sure);
}

static void take_row(struct work *w, const struct row *row)
{
	bool was_coming = is_known(&w->coming);
	struct speaker coming = w->coming;

	w->row = row;
	w->done = row->first;
	w->here = SPEAKER_UNKNOWN;
	w->via = (struct span){0, 0};
	quote_cues(w->s, row, &w->cues);
	find_relay(w);
	w->coming = SPEAKER_UNKNOWN;
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
			take_left(w, i);
	}
	if (was_coming && w->coming.group == coming.group && !row->is_last)
		return;
	if (was_coming && w->coming.group == coming.group)
		w->coming = SPEAKER_UNKNOWN;
}

void quote_said(const struct sheet *s, uint32_t n_groups, struct said_list *out)
{
	struct work w = {.s = s, .out = out, .n_groups = n_groups};

	w.is_used = arena_array(s->art->arena, s->strings.n + 1,
				sizeof(*w.is_used));
	for (uint32_t i = 0; i < s->n_rows; i++)
		take_row(&w, &s->rows[i]);
}
