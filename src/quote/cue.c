/* For each verb of saying outside quoted strings the words before it are
 * walked back over auxiliaries, adverbs and dates to a subject; "who" leads to
 * its antecedent, "and" and the -ing form to the subject of the clause before;
 * behind a string the subject may stand after the verb.
 */
#include "quote/cue.h"

#include <string.h>

#define SKIP_MOST 8

struct finder {
	const struct sheet *s;
	const struct row *row;
	struct cues *cues;
};

static const struct item *item_at(const struct finder *f, uint32_t i)
{
	return &f->s->items[i];
}

static struct slice item_text(const struct finder *f, uint32_t i)
{
	return article_slice(f->s->art, item_at(f, i)->span);
}

static bool is_adverb(const struct finder *f, uint32_t i)
{
	const struct item *it = item_at(f, i);
	struct slice w = item_text(f, i);

	if (!item_is_word(it) || it->name >= 0)
		return false;
	if (item_is(it, WORD_ADV))
		return true;
	return w.len > 4 && !item_is_capital(it) && w.at[w.len - 1] == 'y' &&
	       w.at[w.len - 2] == 'l' &&
	       !item_is(it, WORD_ROLE | WORD_MUTE | WORD_THING);
}

static bool is_date_word(const struct finder *f, uint32_t i)
{
	const struct item *it = item_at(f, i);

	return item_is(it, WORD_TIME) || it->flags & TOKEN_NUMBER;
}

/* Walk back over "on March 21" from its last item; i itself when there is no
 * date. */
static uint32_t before_date(const struct finder *f, uint32_t i)
{
	uint32_t k = i;

	while (k > f->row->first && is_date_word(f, k - 1) && i - k < 4)
		k--;
	if (k == i)
		return i;
	if (k > f->row->first && item_is(item_at(f, k - 1), WORD_PREP))
		return k - 1;
	for (uint32_t at = k; at < i; at++) {
		if (!item_is(item_at(f, at), WORD_ADV))
			return i;
	}
	return k;
}

struct left {
	uint32_t end; /* the subject ends before this item */
	bool has_be;  /* the nearest auxiliary is a form of be */
};

/* From a verb back over what may stand between it and its subject. */
static struct left walk_left(const struct finder *f, uint32_t verb)
{
	struct left l = {verb, false};
	bool has_aux = false;

	for (int n = 0; l.end > f->row->first && n < SKIP_MOST; n++) {
		const struct item *it = item_at(f, l.end - 1);
		uint32_t k = before_date(f, l.end);

		if (item_is(it, WORD_AUX) && it->name < 0) {
			if (!has_aux)
				l.has_be = item_is(it, WORD_BE);
			has_aux = true;
			l.end--;
		} else if (k < l.end) {
			l.end = k;
		} else if (is_adverb(f, l.end - 1)) {
			l.end--;
		} else {
			break;
		}
	}
	return l;
}

static struct phrase phrase_before(const struct finder *f, uint32_t end)
{
	if (end <= f->row->first)
		return (struct phrase){0, 0};
	return quote_phrase_left(f->s, f->row->first, end - 1);
}

static const struct cue *last_cue(const struct finder *f)
{
	for (uint32_t i = f->cues->n; i > 0; i--) {
		if (!f->cues->at[i - 1].is_relay)
			return &f->cues->at[i - 1];
	}
	return NULL;
}

static struct phrase inherited(const struct finder *f, uint32_t verb)
{
	const struct cue *before = last_cue(f);
	struct phrase p;

	if (before)
		return before->subject;
	p = quote_main_subject(f->s, f->row);
	if (p.end > verb)
		return (struct phrase){0, 0};
	return p;
}

/* The antecedent of "who" or "which" at item i. */
static struct phrase antecedent(const struct finder *f, uint32_t who)
{
	uint32_t end = who;

	if (end > f->row->first && item_at(f, end - 1)->sign == ',')
		end--;
	return phrase_before(f, end);
}

/* Can what follows a subject behind its verb follow it? */
static bool may_follow_subject(const struct finder *f, uint32_t i)
{
	const struct item *it;

	if (i >= f->row->end)
		return true;
	it = item_at(f, i);
	if (item_is(it, WORD_DET) && i + 1 < f->row->end &&
	    item_is(it + 1, WORD_TIME))
		return true; /* "el martes" */
	return it->quoted >= 0 || !item_is_word(it) ||
	       item_is(it, WORD_PREP | WORD_REL | WORD_TIME | WORD_SUB |
				   WORD_TO | WORD_CONJ | WORD_ADV);
}

/* "said the archivist, NAME.": the phrase with the name in apposition. */
static struct phrase with_name(const struct finder *f, struct phrase p)
{
	const struct article *art = f->s->art;
	uint32_t comma = p.end, i = comma + 1;
	int32_t name;

	if (i >= f->row->end || item_at(f, comma)->sign != ',' ||
	    item_at(f, p.end - 1)->name >= 0)
		return p;
	name = item_at(f, i)->name;
	if (name < 0 || art->mentions[name].type != TYPE_PERSON)
		return p;
	while (i < f->row->end && item_at(f, i)->name == name)
		i++;
	if (i < f->row->end && item_is_word(item_at(f, i)))
		return p;
	return (struct phrase){p.first, i};
}

/* The first of the auxiliaries before a verb that stands before its subject:
 * "a déclaré le maire". */
static uint32_t verb_first(const struct finder *f, uint32_t verb)
{
	uint32_t i = verb;

	if (f->s->tongue == &f->s->lists->tongues[0])
		return verb;
	while (i > f->row->first && item_at(f, i - 1)->quoted < 0 &&
	       item_is(item_at(f, i - 1), WORD_AUX))
		i--;
	return i;
}

/* "dit-elle": the pronoun that hangs on a verb; empty: none. */
static struct phrase hanging(const struct finder *f, uint32_t verb)
{
	uint32_t i = verb + 1;

	if (i >= f->row->end || !item_is(item_at(f, i), WORD_PRON) ||
	    !(item_at(f, i)->flags & TOKEN_GLUED))
		return (struct phrase){0, 0};
	return (struct phrase){i, i + 1};
}

/* "a-t-elle dit": the auxiliary that a pronoun hangs on; the pronoun itself
 * when there is none. */
static uint32_t hung_on(const struct finder *f, uint32_t pronoun)
{
	uint32_t i = pronoun;

	if (i > f->row->first && item_is(item_at(f, i - 1), WORD_AUX) &&
	    phrase_is(hanging(f, i - 1)))
		return i - 1;
	return pronoun;
}

/* Behind a string, or behind a comma, and with a subject right of it. */
static bool find_right(const struct finder *f, uint32_t verb, struct cue *cue)
{
	uint32_t first = verb_first(f, verb);
	const struct word *w = item_at(f, verb)->word;
	struct phrase p;
	const struct item *before;

	if (w->after == 0 && w->count >= 20)
		return false;
	if (item_at(f, verb)->classes & WORD_ING)
		return false;
	p = hanging(f, verb);
	if (!phrase_is(p))
		p = quote_phrase_right(f->s, verb + 1, f->row->end);
	before = first > f->row->first ? item_at(f, first - 1) : NULL;
	if (!phrase_is(p) ||
	    (!(before && before->quoted >= 0) && !may_follow_subject(f, p.end)))
		return false;
	if (before && before->quoted < 0 && before->sign != ',' &&
	    !(before->flags & TOKEN_MARK))
		return false;
	cue->how = CUE_RIGHT;
	p = with_name(f, p);
	cue->subject = p;
	cue->first = first;
	cue->after = p.end;
	return true;
}

/* "was quoted as saying", "REUTERS quoted the director as saying". */
static bool find_quoted_as(const struct finder *f, uint32_t verb,
			   struct cue *cue)
{
	struct left l;
	uint32_t as = verb - 1;

	if (verb < f->row->first + 2 || !slice_equals(item_text(f, as), "as"))
		return false;
	l = walk_left(f, as - 1);
	if (l.has_be) {
		cue->subject = phrase_before(f, l.end);
		cue->words = (struct phrase){l.end, verb + 1};
	} else {
		cue->subject = phrase_before(f, as);
		if (!phrase_is(cue->subject) ||
		    cue->subject.first <= f->row->first + 1)
			return false;
		l = walk_left(f, cue->subject.first - 1);
		cue->via = phrase_before(f, l.end);
		cue->words = (struct phrase){verb, verb + 1};
	}
	cue->how = CUE_LEFT;
	cue->first = phrase_is(cue->via) ? cue->via.first : cue->subject.first;
	return phrase_is(cue->subject);
}

/* "in the words of a senior adviser". */
static bool find_words_of(const struct finder *f, uint32_t i, struct cue *cue)
{
	if (i < f->row->first + 2 || i + 2 >= f->row->end ||
	    !slice_equals(item_text(f, i), "words") ||
	    !slice_equals(item_text(f, i + 1), "of") ||
	    !item_is(item_at(f, i - 1), WORD_DET) ||
	    !item_is(item_at(f, i - 2), WORD_PREP))
		return false;
	cue->subject = quote_phrase_right(f->s, i + 2, f->row->end);
	cue->how = CUE_ACCORDING;
	cue->words = (struct phrase){i - 2, i + 2};
	cue->first = i - 2;
	cue->after = cue->subject.end;
	return phrase_is(cue->subject);
}

static bool find_passive(const struct finder *f, uint32_t verb, struct cue *cue)
{
	uint32_t by = verb + 1;

	if (by >= f->row->end || !item_is(item_at(f, by), WORD_BY))
		return false;
	cue->subject = quote_phrase_right(f->s, by + 1, f->row->end);
	cue->how = CUE_PASSIVE;
	cue->first = verb;
	cue->after = cue->subject.end;
	return phrase_is(cue->subject);
}

/* Can the phrase be the subject of the verb's form?  A bare form wants a
 * plural: "a conference call" is none. */
static bool agrees(const struct finder *f, struct phrase p, uint32_t verb)
{
	const struct item *last = item_at(f, p.end - 1);

	if (!item_is(item_at(f, verb), WORD_BASE) ||
	    item_is(item_at(f, verb), WORD_CLAUSE))
		return true;
	if (item_is(last, WORD_PRON))
		return !slice_equals(item_text(f, p.end - 1), "he") &&
		       !slice_equals(item_text(f, p.end - 1), "she") &&
		       !slice_equals(item_text(f, p.end - 1), "it");
	if (last->name >= 0)
		return false;
	return f->s->art->text[last->span.end - 1] == 's' ||
	       slice_equals(item_text(f, p.end - 1), "people");
}

/* "An official at the ministry said": the phrase goes on before the
 * preposition, when the sentence or clause begins with what stands there. */
static struct phrase with_place(const struct finder *f, struct phrase p)
{
	struct phrase before;
	const struct item *it;

	if (!phrase_is(p) || p.first < f->row->first + 2)
		return p;
	it = item_at(f, p.first - 1);
	if (it->name >= 0 || !item_is(it, WORD_PREP | WORD_TO) ||
	    item_is_capital(it))
		return p;
	before = quote_phrase_left(f->s, f->row->first, p.first - 2);
	if (!phrase_is(before) || quote_is_nobody(f->s, before) ||
	    item_is(item_at(f, before.first), WORD_PRON))
		return p;
	if (before.first > f->row->first) {
		it = item_at(f, before.first - 1);
		if (it->sign != ',' && it->quoted < 0 &&
		    !item_is(it, WORD_CONJ | WORD_SUB | WORD_THAT))
			return p;
	}
	/* of whom it is said is told already by a name */
	if (item_at(f, before.end - 1)->name >= 0)
		return before;
	return (struct phrase){before.first, p.end};
}

#define CLAUSE_MOST 16 /* items of "who ..." */

/* "Two people who saw the crash said": what "who" stands for, when it has a
 * verb of its own before the phrase; else the phrase. */
static struct phrase with_who(const struct finder *f, struct phrase p)
{
	struct phrase of;

	for (uint32_t i = p.first;
	     i > f->row->first + 1 && p.first - i < CLAUSE_MOST; i--) {
		const struct item *it = item_at(f, i - 1);

		if (it->quoted >= 0 || it->sign == ',' || it->sign == ';' ||
		    it->sign == ':' ||
		    (it->name < 0 && item_is(it, WORD_THAT | WORD_SUB)))
			return p;
		if (it->name >= 0 || !slice_equals(item_text(f, i - 1), "who"))
			continue;
		of = antecedent(f, i - 1);
		return phrase_is(of) && i < p.first ? of : p;
	}
	return p;
}

/* "Trump in recent days has suggested": the subject before a preposition's
 * phrase that ends at item `end`. */
static bool is_dated(const struct finder *f, uint32_t end, struct phrase *p)
{
	uint32_t i = end;

	while (i > f->row->first + 1 && end - i < 5 &&
	       item_is_word(item_at(f, i - 1)) &&
	       !item_is(item_at(f, i - 1), WORD_PREP))
		i--;
	if (i <= f->row->first + 1 || !item_is(item_at(f, i - 1), WORD_PREP) ||
	    (item_at(f, i - 2)->name < 0 &&
	     !item_is(item_at(f, i - 2), WORD_PRON)))
		return false;
	*p = quote_phrase_left(f->s, f->row->first, i - 2);
	return phrase_is(*p);
}

/* "was prompted to say, ...": the nearest name or pronoun on the left. */
static bool find_infinitive(const struct finder *f, uint32_t verb,
			    struct cue *cue)
{
	const struct item *next;

	if (verb + 1 >= f->row->end)
		return false;
	next = item_at(f, verb + 1);
	if (next->quoted < 0 &&
	    !((next->sign == ',' || next->sign == ':') &&
	      verb + 2 < f->row->end && item_at(f, verb + 2)->quoted >= 0))
		return false;
	for (uint32_t i = verb; i > f->row->first; i--) {
		const struct item *it = item_at(f, i - 1);

		if (it->quoted >= 0)
			return false;
		if (it->name < 0 && !item_is(it, WORD_PRON))
			continue;
		cue->subject = quote_phrase_left(f->s, f->row->first, i - 1);
		cue->how = CUE_INHERITED;
		cue->first = verb;
		return phrase_is(cue->subject);
	}
	return false;
}

static bool find_left(const struct finder *f, uint32_t verb, struct cue *cue)
{
	bool is_ing = item_is(item_at(f, verb), WORD_ING);
	struct left l = walk_left(f, verb);
	const struct item *it;

	cue->how = CUE_LEFT;
	if (l.has_be && !is_ing)
		return find_passive(f, verb, cue);
	if (l.end <= f->row->first)
		return false;
	it = item_at(f, l.end - 1);
	if (is_ing && !l.has_be) {
		if (item_is(it, WORD_PREP | WORD_DET | WORD_POSS | WORD_TO))
			return false;
		if (!item_is(item_at(f, verb), WORD_ADDING) &&
		    it->sign != ',' && !item_is(it, WORD_CONJ))
			return false;
		cue->how = CUE_INHERITED;
		cue->subject = inherited(f, verb);
	} else if (item_is(it, WORD_CONJ) && it->name < 0) {
		cue->how = CUE_INHERITED;
		cue->subject = inherited(f, verb);
	} else if (item_is(it, WORD_REL | WORD_THAT)) {
		cue->subject = antecedent(f, l.end - 1);
		cue->first = cue->subject.first;
		return phrase_is(cue->subject);
	} else if (item_is(it, WORD_TO)) {
		return find_infinitive(f, verb, cue);
	} else {
		cue->subject = with_place(f, phrase_before(f, l.end));
		if (phrase_is(cue->subject))
			cue->subject = with_who(f, cue->subject);
		cue->first = hung_on(f, cue->subject.first);
		if (phrase_is(cue->subject))
			return l.end < verb || agrees(f, cue->subject, verb);
		if (is_dated(f, l.end, &cue->subject)) {
			cue->first = cue->subject.first;
			return true;
		}
		if (it->sign != ',' || !f->cues->n)
			return false;
		cue->how = CUE_INHERITED;
		cue->subject = inherited(f, verb);
	}
	cue->first = l.end;
	return phrase_is(cue->subject);
}

static bool is_possessive(const struct finder *f, uint32_t i)
{
	struct slice w = item_text(f, i);

	return w.len >= 2 && (w.at[w.len - 1] | 32) == 's' &&
	       (w.at[w.len - 2] == '\'' ||
		(unsigned char)w.at[w.len - 2] == 0x99);
}

/* A verb's form that stands where a noun does: "the report", "his call",
 * "Ruiz's claim that". */
static bool is_noun_here(const struct finder *f, uint32_t i)
{
	const struct item *before;

	if (i == f->row->first)
		return false;
	before = item_at(f, i - 1);
	if (before->name < 0 && item_is(before, WORD_DET) &&
	    !quote_is_empty_word(item_text(f, i - 1)) &&
	    !item_is(item_at(f, i), WORD_BASE | WORD_NOUN))
		return false; /* "Some shouted" */
	if (before->name < 0 && item_is(before, WORD_DET | WORD_POSS))
		return true;
	return is_possessive(f, i - 1) &&
	       (item_is(item_at(f, i), WORD_NOUN) ||
		(i + 1 < f->row->end && item_is(item_at(f, i + 1), WORD_THAT)));
}

/* The name that ends before item `end`, alone: what stands before it may be a
 * verb that nobody knows ("heard NAME's claim"). */
static struct phrase name_before(const struct finder *f, uint32_t end)
{
	uint32_t first = end;

	while (first > f->row->first && item_at(f, first - 1)->name >= 0 &&
	       item_at(f, first - 1)->name == item_at(f, end - 1)->name)
		first--;
	return (struct phrase){first, end};
}

/* NAME's claim that ... */
static bool find_noun(const struct finder *f, uint32_t noun, struct cue *cue)
{
	struct span possessor;
	uint32_t end = noun;

	if (noun + 1 >= f->row->end || noun == f->row->first ||
	    !item_is(item_at(f, noun + 1), WORD_THAT))
		return false;
	possessor = item_at(f, noun - 1)->span;
	if (item_is(item_at(f, noun - 1), WORD_POSS)) {
		cue->subject = (struct phrase){noun - 1, noun};
	} else {
		if (!is_possessive(f, noun - 1))
			return false;
		if (possessor.end - possessor.start <= 4)
			end--;
		cue->subject = name_before(f, end);
		if (!phrase_is(cue->subject))
			cue->subject = phrase_before(f, end);
	}
	cue->how = CUE_NOUN;
	cue->first = cue->subject.first;
	return phrase_is(cue->subject);
}

static bool find_according(const struct finder *f, uint32_t i, struct cue *cue)
{
	if (i + 2 >= f->row->end || !item_is(item_at(f, i + 1), WORD_TO))
		return false;
	cue->subject = quote_phrase_right(f->s, i + 2, f->row->end);
	if (!phrase_is(cue->subject) && item_is_word(item_at(f, i + 2)))
		cue->subject = (struct phrase){i + 2, i + 3};
	cue->how = CUE_ACCORDING;
	cue->words = (struct phrase){i, i + 2};
	cue->first = i;
	cue->after = cue->subject.end;
	return phrase_is(cue->subject);
}

static bool find_verb(const struct finder *f, uint32_t i, struct cue *cue)
{
	uint32_t first = verb_first(f, i);
	bool is_behind;

	if (item_is(item_at(f, i), WORD_ING) && find_quoted_as(f, i, cue))
		return true;
	cue->words = (struct phrase){i, i + 1};
	cue->after = i + 1;
	is_behind =
		first > f->row->first && (item_at(f, first - 1)->quoted >= 0 ||
					  item_at(f, first - 1)->sign == ',');
	if ((is_behind || first == f->row->first) && find_right(f, i, cue))
		return true;
	return find_left(f, i, cue);
}

/* A verb that seldom tells of speech needs a string near it, or a colon that
 * leads to one. */
static bool is_backed(const struct finder *f, uint32_t i)
{
	const struct row *row = f->row;

	if (!item_is(item_at(f, i), WORD_RARE))
		return true;
	if (item_at(f, row->end - 1)->sign == ':')
		return true;
	for (uint32_t k = i > row->first + 8 ? i - 8 : row->first;
	     k < row->end && k < i + 8; k++) {
		if (item_at(f, k)->quoted >= 0)
			return true;
	}
	return false;
}

/* "quoted the director as saying": the cue is "saying". */
static bool is_before_as(const struct finder *f, uint32_t i)
{
	for (uint32_t k = i + 2; k < f->row->end && k < i + 8; k++) {
		if (item_is(item_at(f, k), WORD_ADDING) &&
		    slice_equals(item_text(f, k - 1), "as"))
			return true;
	}
	return false;
}

/* "said nothing" */
static bool is_denied(const struct finder *f, uint32_t i)
{
	return i + 1 < f->row->end &&
	       slice_equals(item_text(f, i + 1), "nothing");
}

/* Has every longer word a capital? */
static bool is_headline(const struct finder *f)
{
	uint32_t words = 0, capitals = 0;

	for (uint32_t i = f->row->first; i < f->row->end; i++) {
		const struct item *it = item_at(f, i);

		if (!item_is_word(it) || it->span.end - it->span.start < 4)
			continue;
		words++;
		capitals += item_is_capital(it);
	}
	return words >= 3 && capitals * 10 >= words * 8;
}

void quote_cues(const struct sheet *s, const struct row *row, struct cues *cues)
{
	struct finder f = {s, row, cues};
	bool headline = is_headline(&f);

	cues->n = 0;
	for (uint32_t i = row->first; i < row->end; i++) {
		const struct item *it = &s->items[i];
		struct cue cue = {.verb = i,
				  .words = {i, i + 1},
				  .after = i + 1,
				  .first = i};
		bool is_found = false;

		if (it->quoted >= 0 || it->name >= 0)
			continue;
		if (item_is_capital(it) && i > row->first && !headline &&
		    item_is_word(it - 1) && !item_is(it, WORD_ACCORDING))
			continue;
		if (item_is(it, WORD_ACCORDING))
			is_found = find_according(&f, i, &cue);
		else if (find_words_of(&f, i, &cue))
			is_found = true;
		else if (item_is(it, WORD_SAY | WORD_NOUN) &&
			 is_noun_here(&f, i))
			is_found = find_noun(&f, i, &cue);
		else if (item_is(it, WORD_SAY) && is_backed(&f, i) &&
			 !is_denied(&f, i) && !is_before_as(&f, i))
			is_found = find_verb(&f, i, &cue);
		if (is_found && !quote_is_nobody(s, cue.subject))
			*array_add(s->art->arena, cues->at, cues->n) = cue;
	}
}
