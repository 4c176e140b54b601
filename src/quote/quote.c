/* The stage in order: fold the article into rows, find what was said, say
 * which mention speaks.  A speaker that is no mention yet becomes one.
 */
#include "quote/quote.h"

#include <stdlib.h>

#include "quote/said.h"
#include "quote/transcript.h"

static int said_compare(const void *left, const void *right)
{
	const struct said *a = left, *b = right;

	if (a->span.start != b->span.start)
		return a->span.start < b->span.start ? -1 : 1;
	if (a->span.end != b->span.end)
		return a->span.end > b->span.end ? -1 : 1;
	return a->kind < b->kind ? -1 : a->kind > b->kind;
}

/* Sort and leave out what lies in another. */
static void said_order(struct said_list *list)
{
	uint32_t n = 0;

	if (list->n)
		qsort(list->at, list->n, sizeof(*list->at), said_compare);
	for (uint32_t i = 0; i < list->n; i++) {
		if (n && list->at[i].span.start < list->at[n - 1].span.end)
			continue;
		list->at[n++] = list->at[i];
	}
	list->n = n;
}

#define MADE 32  /* mentions made here that are looked at */
#define NEAR 600 /* bytes: no mention over a speaker begins earlier */

struct voices {
	const struct quote_lists *lists;
	struct article *art;
	uint32_t n_given; /* mentions of the stages before, sorted */
};

/* The first of the given mentions that may reach a place. */
static uint32_t given_near(const struct voices *v, uint32_t at)
{
	uint32_t low = 0, high = v->n_given, from = at > NEAR ? at - NEAR : 0;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (v->art->mentions[mid].span.start < from)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The word that ends before `at`, blanks aside; empty: none since `start`. */
static struct slice word_before(const char *text, uint32_t start, uint32_t at)
{
	uint32_t end = at, first;

	while (end > start && text[end - 1] == ' ')
		end--;
	first = end;
	while (first > start && text[first - 1] != ' ')
		first--;
	return (struct slice){text + first, end - first};
}

static bool is_one_of(struct slice word, const char *const *list)
{
	while (*list && !slice_equals(word, *list))
		list++;
	return *list != NULL;
}

/* "The mayor of Ostrel", "an official at the ministry": the name says of what.
 * Who speaks for a body is the body. */
static bool is_of_what(const struct article *art, struct span speaker,
		       const struct mention *m)
{
	static const char *const articles[] = {"the", "a",   "an",  "la", "le",
					       "der", "dem", "den", NULL};
	static const char *const of[] = {
		"of",  "at",  "in", "from", "with", "on",   "to",  "near",
		"de",  "du",  "di", "del",  "do",   "da",   "von", "vom",
		"aus", "bei", "im", "van",  "for",  "pour", NULL};
	struct slice word =
		word_before(art->text, speaker.start, m->span.start);

	if (is_one_of(word, articles))
		word = word_before(art->text, speaker.start,
				   (uint32_t)(word.at - art->text));
	if ((slice_equals(word, "for") || slice_equals(word, "pour")) &&
	    m->type == TYPE_ORG)
		return false;
	return is_one_of(word, of);
}

/* "Ana Ruiz, the mayor", "Ana Ruiz from the union": what is behind the name
 * tells more of it. */
static bool is_told_of(const struct article *art, struct span speaker,
		       const struct mention *m)
{
	static const char *const behind[] = {"of",   "at",  "in", "from",
					     "with", "for", NULL};
	const char *at = art->text + m->span.end;
	size_t left = speaker.end - m->span.end, len = 0;

	if (m->type != TYPE_PERSON || left < 2)
		return false;
	while (len + 1 < left && at[1 + len] != ' ')
		len++;
	return *at == ',' ||
	       (*at == ' ' && is_one_of((struct slice){at + 1, len}, behind));
}

/* The name that a speaker's words end in: "Egyptian Foreign Minister Sameh
 * Shoukry"; -1 when they describe. */
static int32_t name_in(const struct voices *v, struct span speaker)
{
	const struct article *art = v->art;
	int32_t found = -1;

	for (uint32_t i = given_near(v, speaker.start); i < v->n_given; i++) {
		const struct mention *m = &art->mentions[i];

		if (m->span.start >= speaker.end)
			break;
		if (m->form != FORM_NAME || m->span.start < speaker.start ||
		    m->type == TYPE_GROUP || m->type == TYPE_DATE)
			continue;
		if ((m->span.end == speaker.end &&
		     !is_of_what(art, speaker, m)) ||
		    (found < 0 && is_told_of(art, speaker, m)))
			found = (int32_t)i;
	}
	return found;
}

/* The mention behind number i that may reach before `end`: given ones up to
 * there, then the last made here. */
static uint32_t next_near(const struct voices *v, uint32_t i, uint32_t end)
{
	uint32_t n = v->art->n_mentions;

	if (++i < v->n_given && v->art->mentions[i].span.start >= end)
		i = v->n_given;
	if (i == v->n_given && n - v->n_given > MADE)
		i = n - MADE;
	return i;
}

/* Does a span cross a mention? */
static bool crosses(const struct voices *v, struct span span)
{
	for (uint32_t i = given_near(v, span.start); i < v->art->n_mentions;
	     i = next_near(v, i, span.end)) {
		struct span m = v->art->mentions[i].span;

		if (m.start < span.end && span.start < m.end &&
		    !(m.start <= span.start && span.end <= m.end) &&
		    !(span.start <= m.start && m.end <= span.end))
			return true;
	}
	return false;
}

static int32_t mention_same(const struct voices *v, struct span span)
{
	for (uint32_t i = given_near(v, span.start); i < v->art->n_mentions;
	     i = next_near(v, i, span.end)) {
		struct span m = v->art->mentions[i].span;

		if (m.start == span.start && m.end == span.end)
			return (int32_t)i;
	}
	return -1;
}

static const struct pronoun {
	const char *form;
	uint8_t gender;
	bool is_plural, is_personal;
} pronouns[] = {
	{"he", GENDER_MALE, false, true},
	{"she", GENDER_FEMALE, false, true},
	{"they", GENDER_UNKNOWN, true, false},
	{"we", GENDER_UNKNOWN, true, false},
	{"i", GENDER_UNKNOWN, false, true},
	{"it", GENDER_UNKNOWN, false, false},
	{"you", GENDER_UNKNOWN, false, true},
	{"il", GENDER_MALE, false, true},
	{"elle", GENDER_FEMALE, false, true},
	{"er", GENDER_MALE, false, true},
	{"ella", GENDER_FEMALE, false, true},
};

/* Does "he's" begin with the form "he" as a whole word? */
static const struct pronoun *pronoun_of(struct slice words)
{
	for (size_t i = 0; i < array_length(pronouns); i++) {
		const char *form = pronouns[i].form;
		size_t k = 0;

		while (form[k] && k < words.len &&
		       (words.at[k] | 32) == form[k])
			k++;
		if (!form[k] && (k == words.len || words.at[k] == '\'' ||
				 (unsigned char)words.at[k] == 0xE2))
			return &pronouns[i];
	}
	return NULL;
}

/* The mention that a speaker's words are; made when there is none. */
static int32_t voice_of(struct voices *v, struct span speaker)
{
	struct article *art = v->art;
	const struct pronoun *p;
	struct mention m = {.span = speaker, .chain = -1, .of = -1};
	int32_t found = name_in(v, speaker);

	if (found < 0)
		found = mention_same(v, speaker);
	if (found >= 0 || crosses(v, speaker))
		return found;
	p = pronoun_of(article_slice(art, speaker));
	m.form = FORM_NOMINAL;
	if (p) {
		m.form = FORM_PRONOUN;
		m.gender = p->gender;
		m.is_plural = p->is_plural;
		m.type = p->is_personal ? TYPE_PERSON : TYPE_UNKNOWN;
	}
	*array_add(art->arena, art->mentions, art->n_mentions) = m;
	return (int32_t)art->n_mentions - 1;
}

static void quotes_fill(struct voices *v, const struct said_list *list)
{
	struct article *art = v->art;

	for (uint32_t i = 0; i < list->n; i++) {
		const struct said *said = &list->at[i];
		struct quote *q =
			array_add(art->arena, art->quotes, art->n_quotes);
		struct slice via = article_slice(art, said->via);

		q->span = said->span;
		q->kind = said->kind;
		q->speaker = said->speaker;
		q->cue = said->cue;
		q->confidence = said->confidence;
		q->group = said->group;
		q->chain = -1;
		q->mention = -1;
		if (via.len)
			q->via = arena_copy(art->arena, via.at, via.len);
		if (said->speaker.end > said->speaker.start)
			q->mention = voice_of(v, said->speaker);
	}
}

void quote_find(const struct quote_lists *lists, struct article *art)
{
	struct voices v = {lists, art, art->n_mentions};
	struct said_list list = {0};
	struct sheet sheet;
	uint32_t n_groups = 1;
	bool *is_turn = arena_array(art->arena, art->n_blocks + 1, 1);

	quote_transcript(art, is_turn, &list, &n_groups);
	quote_sheet(lists, art, is_turn, &sheet);
	quote_said(&sheet, n_groups, &list, NULL);
	said_order(&list);
	quotes_fill(&v, &list);
	article_sort_mentions(art);
}
