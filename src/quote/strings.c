/* Strings that no cue took.  Alone in their sentence they go on with whoever
 * spoke before; inside one they are words of its speaker, or no speech: a
 * title, a nickname, a word held at arm's length.
 */
#include <string.h>

#include "quote/work.h"

#define LONG_STRING 6 /* words that are said even without a verb */

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

/* A programme or other work: NBC's “Today”, on “Morning News”, the film
 * “Salt”. */
bool quote_is_programme(const struct work *w, uint32_t i)
{
	const struct quoted *q = string_at(w, i);
	const char *text = w->s->art->text;
	const struct item *it;
	uint32_t at = q->outer.start;

	if (i == w->row->first || q->n_words > 5 ||
	    !is_upper(text[q->words.start]) ||
	    (q->n_words >= 2 && !is_titled(w, i)))
		return false;
	it = item_at(w, i - 1);
	if (q->n_words >= 2 && it->name < 0 &&
	    slice_equals(article_slice(w->s->art, it->span), "on"))
		return true;
	if (it->name < 0 && item_is(it, WORD_WORK))
		return true;
	while (at > 0 && text[at - 1] == ' ')
		at--;
	if (at < 2 || text[at - 1] != 's' ||
	    (text[at - 2] != '\'' && (unsigned char)text[at - 2] != 0x99))
		return false;
	if (it->name < 0 && i - 1 > w->row->first)
		it--;
	if (it->name < 0)
		return item_is(it, WORD_MEDIA);
	return w->s->art->mentions[it->name].type == TYPE_ORG;
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

/* What is seen of a string. */
enum string_trait {
	STRING_ANY,
	STRING_1_WORD,
	STRING_2_WORDS,
	STRING_3_WORDS,
	STRING_5_WORDS,
	STRING_8_WORDS,
	STRING_LONG,
	STRING_TITLED,
	STRING_UPPER,
	STRING_LABELLED,
	STRING_HAS_SPEAKER, /* a cue of the sentence took something */
	STRING_HAS_CUE,
	STRING_SAME_PART, /* somebody spoke in the paragraph */
	STRING_BEHIND_START,
	STRING_BEHIND_DET,
	STRING_BEHIND_POSS,
	STRING_BEHIND_PREP,
	STRING_BEHIND_COMMA,
	STRING_BEHIND_COLON,
	STRING_BEHIND_STRING,
	STRING_BEHIND_CONJ,
	STRING_BEHIND_VERB,
	STRING_BEHIND_CAPITAL,
	STRING_BEHIND_WORD,
	STRING_BEFORE_END,
	STRING_BEFORE_WORD,
	STRING_BEFORE_CAPITAL,
	STRING_BEFORE_PREP,
	STRING_BEFORE_EDGE,
	STRING_BEFORE_STRING,
	STRING_STOPS, /* ends in a stop of its own */
	STRING_COMMA, /* or a comma */
	STRING_HEADING,
	STRING_SHORT_DET,
	STRING_SHORT_SPEAKER,
	STRING_SHORT_UPPER,
	STRING_SHORT_WORD,
	STRING_SHORT_PART,
	STRING_TITLED_SPEAKER,
	STRING_VOICE,   /* somebody speaks here or spoke before */
	STRING_AS,      /* "as a ..." */
	STRING_SUBJECT, /* of the sentence is a person or pronoun */
	STRING_STRINGS, /* the sentence has others */
	STRING_MEDIA,   /* behind a programme, film or paper */
	STRING_BEHIND_BE,
	STRING_TRAITS
};

_Static_assert(STRING_TRAITS <= JUDGE_TRAITS, "traits fit their word");

#define BIT(trait) (UINT64_C(1) << (trait))

static uint64_t trait_words(uint32_t n)
{
	return BIT(n <= 1   ? STRING_1_WORD
		   : n == 2 ? STRING_2_WORDS
		   : n == 3 ? STRING_3_WORDS
		   : n <= 5 ? STRING_5_WORDS
		   : n <= 8 ? STRING_8_WORDS
			    : STRING_LONG);
}

static uint64_t trait_behind(const struct work *w, uint32_t i)
{
	const struct item *it = item_at(w, i) - 1;

	if (i == w->row->first)
		return BIT(STRING_BEHIND_START);
	if (it->quoted >= 0)
		return BIT(STRING_BEHIND_STRING);
	if (it->sign == ':')
		return BIT(STRING_BEHIND_COLON);
	if (!item_is_word(it))
		return BIT(STRING_BEHIND_COMMA);
	if (it->name >= 0 || item_is_capital(it))
		return BIT(STRING_BEHIND_CAPITAL);
	return BIT(item_is(it, WORD_DET)    ? STRING_BEHIND_DET
		   : item_is(it, WORD_POSS) ? STRING_BEHIND_POSS
		   : item_is(it, WORD_CONJ) ? STRING_BEHIND_CONJ
		   : item_is(it, WORD_SAY)  ? STRING_BEHIND_VERB
		   : item_is(it, WORD_PREP | WORD_SUB | WORD_TO)
			   ? STRING_BEHIND_PREP
			   : STRING_BEHIND_WORD);
}

static uint64_t trait_before(const struct work *w, uint32_t i)
{
	const struct item *it = item_at(w, i) + 1;

	if (i + 1 >= w->row->end)
		return BIT(STRING_BEFORE_END);
	if (it->quoted >= 0)
		return BIT(STRING_BEFORE_STRING);
	if (!item_is_word(it))
		return BIT(STRING_BEFORE_EDGE);
	if (item_is_capital(it))
		return BIT(STRING_BEFORE_CAPITAL);
	return BIT(item_is(it, WORD_STOPS) ? STRING_BEFORE_PREP
					   : STRING_BEFORE_WORD);
}

/* Does anybody speak in the sentence, or before it in the paragraph? */
static bool has_voice(const struct work *w)
{
	for (uint32_t i = 0; i < w->cues.n; i++) {
		if (!item_is(item_at(w, w->cues.at[i].verb), WORD_RARE))
			return true;
	}
	return is_known(&w->last) && w->last.part == w->row->part;
}

/* Behind "as" or "as a". */
static bool is_behind_as(const struct work *w, uint32_t i)
{
	uint32_t k = i;

	if (k > w->row->first && item_is(item_at(w, k - 1), WORD_DET))
		k--;
	return k > w->row->first &&
	       slice_equals(article_slice(w->s->art, item_at(w, k - 1)->span),
			    "as");
}

static bool has_subject(const struct work *w, uint32_t i)
{
	struct phrase p = quote_main_subject(w->s, w->row);
	const struct item *last;

	if (!phrase_is(p) || p.end > i)
		return false;
	last = item_at(w, p.end - 1);
	if (last->name >= 0)
		return BIT(w->s->art->mentions[last->name].type) &
		       (BIT(TYPE_PERSON) | BIT(TYPE_ORG) | BIT(TYPE_GROUP));
	return item_is(last, WORD_PRON | WORD_ROLE);
}

static bool has_others(const struct work *w, uint32_t i)
{
	for (uint32_t k = w->row->first; k < w->row->end; k++) {
		if (k != i && is_string(w, k))
			return true;
	}
	return false;
}

static uint64_t trait_around(const struct work *w, uint32_t i)
{
	uint64_t t = 0;

	t |= has_voice(w) ? BIT(STRING_VOICE) : 0;
	t |= is_behind_as(w, i) ? BIT(STRING_AS) : 0;
	t |= has_subject(w, i) ? BIT(STRING_SUBJECT) : 0;
	t |= has_others(w, i) ? BIT(STRING_STRINGS) : 0;
	if (i > w->row->first) {
		const struct item *before = item_at(w, i - 1);

		t |= item_is(before, WORD_MEDIA) ? BIT(STRING_MEDIA) : 0;
		t |= item_is(before, WORD_BE) ? BIT(STRING_BEHIND_BE) : 0;
	}
	return t;
}

/* Traits that tell more together. */
static uint64_t trait_pairs(uint64_t t, bool is_short)
{
	static const struct {
		uint8_t one, with_short;
	} shorts[] = {
		{STRING_BEHIND_DET, STRING_SHORT_DET},
		{STRING_HAS_SPEAKER, STRING_SHORT_SPEAKER},
		{STRING_UPPER, STRING_SHORT_UPPER},
		{STRING_BEFORE_WORD, STRING_SHORT_WORD},
		{STRING_SAME_PART, STRING_SHORT_PART},
	};
	uint64_t sum = 0;

	if (t & BIT(STRING_TITLED) && t & BIT(STRING_HAS_SPEAKER))
		sum |= BIT(STRING_TITLED_SPEAKER);
	for (size_t i = 0; is_short && i < array_length(shorts); i++) {
		if (t & BIT(shorts[i].one))
			sum |= BIT(shorts[i].with_short);
	}
	return t | sum;
}

static uint64_t string_traits(const struct work *w, uint32_t i)
{
	const struct quoted *q = string_at(w, i);
	const char *text = w->s->art->text;
	char last = text[q->words.end - 1];
	uint64_t t = BIT(STRING_ANY) | trait_words(q->n_words) |
		     trait_behind(w, i) | trait_before(w, i) |
		     trait_around(w, i);

	if (is_titled(w, i))
		t |= BIT(STRING_TITLED);
	if (is_upper(text[q->words.start]))
		t |= BIT(STRING_UPPER);
	if (is_labelled(w, i))
		t |= BIT(STRING_LABELLED);
	if (is_known(&w->here))
		t |= BIT(STRING_HAS_SPEAKER);
	if (w->cues.n)
		t |= BIT(STRING_HAS_CUE);
	if (is_known(&w->last) && w->last.part == w->row->part)
		t |= BIT(STRING_SAME_PART);
	if (last == '.' || last == '!' || last == '?')
		t |= BIT(STRING_STOPS);
	if (last == ',')
		t |= BIT(STRING_COMMA);
	if (w->row->is_title)
		t |= BIT(STRING_HEADING);
	return trait_pairs(t, q->n_words <= 2);
}

/* A short string is somebody's words when somebody speaks, or when he does
 * something and it has no capital: "calls for “free college”". */
static bool may_speak(const struct work *w, uint32_t i)
{
	if (has_voice(w))
		return true;
	if (is_upper(w->s->art->text[string_at(w, i)->words.start]) ||
	    i == w->row->first || item_is_capital(item_at(w, i - 1)))
		return false;
	return is_behind_as(w, i) || has_subject(w, i);
}

/* Is a string that no cue took speech at all? */
static bool is_speech(const struct work *w, uint32_t i)
{
	const struct quoted *q = string_at(w, i);
	uint64_t traits = string_traits(w, i);
	bool is_said = quote_judge(JUDGE_STRING, traits) &&
		       (q->n_words >= LONG_STRING ||
			(may_speak(w, i) && !is_labelled(w, i)));

	if (is_foreign(w))
		is_said = q->n_words >= LONG_STRING ||
			  (!is_titled(w, i) && !is_upper_word(w, i));
	if (w->log)
		*array_add(w->s->art->arena, w->log->at, w->log->n) =
			(struct trial){q->words, traits, JUDGE_STRING, is_said};
	return is_said;
}

/* Words of his in a sentence that is not his: what is said is the clause around
 * them, whose bounds nobody tells. */
static bool is_fragment(const struct work *w, uint32_t i)
{
	return i > w->row->first && item_is_word(item_at(w, i - 1));
}

void quote_take_left(struct work *w, uint32_t i)
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
	quote_take_string(w, i, &by, sure);
	if (is_fragment(w, i))
		w->out->at[w->out->n - 1].kind = QUOTE_MIXED;
}
