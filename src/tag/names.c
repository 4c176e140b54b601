/* Names of a sentence, from left to right: the longest phrase that the tables
 * know, else a run of capitals, told by its head word ("Bank of Delvik"), its
 * given name, the title before it or the word before that.
 *
 * A capital tells nothing where every word has one (sentence starts,
 * headlines): there the rest of the article or the tables must vouch for it.
 */
#include "tag/scan.h"

#include <string.h>

#define KNOWN                                                                  \
	(1u << TYPE_PERSON | 1u << TYPE_ORG | 1u << TYPE_PLACE |               \
	 1u << TYPE_GROUP | 1u << TYPE_EVENT | 1u << TYPE_WORK |               \
	 1u << TYPE_MISC)

/* How sure names of the lists are; percent, from English text where the truth
 * is known. */
#define LISTED  75
#define GUESSED 45

#define RUN_MOST 12 /* tokens; a longer run of capitals is no name */

static const char *const place_words[] = {
	"in",       "at",         "near",    "from",    "to",
	"outside",  "across",     "around",  "into",    "toward",
	"towards",  "throughout", "within",  "inside",  "northern",
	"southern", "eastern",    "western", "central", NULL};

/* Without an article behind them a town follows. */
static const char *const german_places[] = {"in",  "aus", "nach",  "bei",
					    "von", "bis", "Stadt", NULL};

static const char *const openers[] = {
	"\"",     "``",     "\u201C", "'",      "\u2018", ":", ";", "--",
	"\u2014", "\u2013", "...",    "\u2026", ".",      "?", "!", "\u2022",
	"*",      "\u00AB", "\u201E", "|",      "[",      "-", NULL};

static const char *const joins[] = {"for", "and", "on", "against", "in", NULL};

/* The state of one sentence's reading. */
struct reading {
	struct scan *s;
	uint32_t from, end; /* tokens of the sentence */
	bool after_title;
	uint8_t gender; /* that the title tells */
};

struct run {
	uint32_t first, end;
	uint8_t head; /* type that a head word tells, 0 none */
	bool head_any;
};

static bool is_capital(const struct reading *r, uint32_t i)
{
	return i < r->end && (scan_flags(r->s, i) & TOKEN_CAPITAL) &&
	       !r->s->marks[i].is_name;
}

/* Does something else than a name ask for the capital of token i? */
static bool is_forced(const struct reading *r, uint32_t i)
{
	if (r->s->marks[i].regime != REGIME_PLAIN || i == r->from)
		return true;
	return (scan_flags(r->s, i - 1) & TOKEN_MARK) &&
	       scan_is_one(r->s, i - 1, openers);
}

/* In German a listed name that is an ordinary word, as "Ende" or "Halle", must
 * show that it is one: a town by "in" or "aus", a given name by what follows.
 */
static bool is_ordinary(const struct reading *r, uint32_t i)
{
	if (!r->s->is_german || !scan_has(r->s, i, FACT_GERMAN))
		return false;
	if (i > r->from && scan_has(r->s, i, FACT_TOWN) &&
	    scan_is_one(r->s, i - 1, german_places))
		return false;
	return !(scan_has(r->s, i, FACT_GIVEN) && is_capital(r, i + 1) &&
		 !scan_has(r->s, i + 1, FACT_GERMAN));
}

static bool is_listed(const struct reading *r, uint32_t i)
{
	const struct facts *f = r->s->marks[i].facts;

	if (!f || is_ordinary(r, i))
		return false;
	return (f->types & ~f->weak) || (f->flags & FACT_GIVEN) ||
	       (f->flags & (FACT_SURNAME | FACT_WORD)) == FACT_SURNAME;
}

/* May a name begin at token i? */
static bool may_begin(const struct reading *r, uint32_t i)
{
	const struct seen *seen = r->s->marks[i].seen;

	if (!is_capital(r, i) ||
	    scan_has(r->s, i, FACT_STOP | FACT_DATE | FACT_FUNCTION))
		return false;
	if (!is_forced(r, i))
		return !r->s->is_german || is_listed(r, i);
	if (seen && seen->lower && r->s->careful)
		return false;
	if (is_listed(r, i) || (seen && seen->capital > seen->lower))
		return true;
	if (seen && seen->lower)
		return false;
	if (r->s->marks[i].facts && r->s->marks[i].facts->types)
		return true;
	return r->s->marks[i].regime == REGIME_PLAIN && !r->s->careful &&
	       is_capital(r, i + 1) &&
	       !scan_has(r->s, i + 1, FACT_STOP | FACT_TITLE);
}

/* ---- runs of capitals ---- */

/* Does the article or a table vouch for the capital of token i? */
static bool is_vouched(const struct reading *r, uint32_t i)
{
	const struct seen *seen = r->s->marks[i].seen;

	return is_listed(r, i) || scan_has(r->s, i, FACT_HEAD) ||
	       (seen && seen->capital > seen->lower);
}

static bool goes_on(const struct reading *r, uint32_t i)
{
	return is_capital(r, i) &&
	       !scan_has(r->s, i, FACT_FUNCTION | FACT_DATE) &&
	       (r->s->marks[i].regime == REGIME_PLAIN || is_vouched(r, i));
}

/* Tokens of lower-case words at i that join the run to the capital behind
 * them, 0 when it ends here. */
static uint32_t join_length(const struct reading *r, const struct run *run,
			    uint32_t i, bool has_of)
{
	const struct scan *s = r->s;
	uint32_t n = 0;

	if (scan_is(s, i, "&"))
		return goes_on(r, i + 1);
	if (scan_is(s, i, "of") && (run->head || has_of)) {
		n = i + 1 < r->end && scan_is(s, i + 1, "the") ? 2 : 1;
		return goes_on(r, i + n) ? n : 0;
	}
	if (scan_is_one(s, i, joins))
		return run->head_any && has_of && goes_on(r, i + 1) &&
		       !scan_has(s, i + 1, FACT_TITLE | FACT_GIVEN);
	while (n < 2 && i + n < r->end && scan_has(s, i + n, FACT_PARTICLE) &&
	       !(scan_flags(s, i + n) & TOKEN_CAPITAL))
		n++;
	return n && !run->head && goes_on(r, i + n) ? n : 0;
}

static void note_head(const struct reading *r, struct run *run, uint32_t i)
{
	const struct facts *f;

	if (!scan_match(r->s, i, r->end, false, FACT_HEAD, 0, &f))
		return;
	if (!run->head || i > run->first)
		run->head = f->head;
	run->head_any |= f->head == TYPE_ORG &&
			 (f->flags & (FACT_HEAD_ANY | FACT_HEAD_FIRST));
}

static struct run read_run(const struct reading *r, uint32_t i)
{
	struct run run = {.first = i, .end = i + 1};
	bool has_of = false;
	uint32_t n;

	note_head(r, &run, i);
	while (run.end < r->end && run.end - i < RUN_MOST) {
		if (goes_on(r, run.end)) {
			const struct facts *f;

			if (scan_match(r->s, run.end, r->end, false, FACT_TITLE,
				       0, &f) &&
			    !(f->flags & FACT_HEAD))
				break;
			note_head(r, &run, run.end++);
		} else if ((scan_flags(r->s, run.end) & TOKEN_NUMBER) &&
			   !r->s->marks[run.end].is_name &&
			   scan_has(r->s, run.end - 1, FACT_HEAD)) {
			run.end++;
		} else if ((n = join_length(r, &run, run.end, has_of)) > 0) {
			has_of |= scan_is(r->s, run.end, "of");
			run.end += n;
		} else {
			break;
		}
	}
	return run;
}

/* The type that the head words of a run tell, 0 none. */
static uint8_t head_type(const struct reading *r, const struct run *run)
{
	const struct facts *f;
	uint8_t any = 0, first = 0;

	for (uint32_t i = run->first, n; i < run->end; i++) {
		n = scan_match(r->s, i, run->end, false, FACT_HEAD, 0, &f);
		if (!n)
			continue;
		if (i + n == run->end && i > run->first &&
		    (f->flags & (FACT_HEAD_LAST | FACT_HEAD_ANY)))
			return f->head;
		if (i == run->first && i + n < run->end &&
		    (f->flags & (FACT_HEAD_FIRST | FACT_HEAD_ANY)))
			first = f->head;
		if (f->flags & FACT_HEAD_ANY)
			any = f->head;
	}
	if (run->end - run->first < 2)
		return 0;
	return first ? first : any;
}

static bool is_acronym(const struct reading *r, uint32_t i)
{
	struct slice w = scan_word(r->s, i);

	return (scan_flags(r->s, i) & TOKEN_CAPITALS) && w.len >= 2 &&
	       w.len <= 7 && r->s->marks[i].regime != REGIME_SHOUT;
}

static bool after_place_word(const struct reading *r, uint32_t i)
{
	return i > r->from && scan_is_one(r->s, i - 1, place_words);
}

/* The type of a run that no table and no head word tells, and how much that
 * guess counts beside others of the same word. */
static uint8_t guess(const struct reading *r, const struct run *run,
		     uint8_t *votes)
{
	const struct scan *s = r->s;
	uint32_t n = run->end - run->first;

	*votes = 1;
	if (scan_has(s, run->first, FACT_GIVEN) && n > 1 && n <= 5)
		return TYPE_PERSON;
	if (n == 1 && is_acronym(r, run->first))
		return TYPE_ORG;
	*votes = 2;
	if (after_place_word(r, run->first))
		return TYPE_PLACE;
	*votes = 1;
	if (n == 1 && scan_has(s, run->first, FACT_GIVEN | FACT_SURNAME))
		return TYPE_PERSON;
	if (n > 1 && run->first > r->from && scan_is(s, run->first - 1, "the"))
		return TYPE_ORG;
	for (uint32_t i = run->first; i < run->end; i++) {
		if (is_acronym(r, i) || scan_is(s, i, "of") ||
		    scan_is(s, i, "&"))
			return TYPE_ORG;
	}
	*votes = n > 1;
	if (s->careful && n != 2)
		return TYPE_UNKNOWN;
	return n >= 2 && n <= 4 ? TYPE_PERSON : TYPE_ORG;
}

/* ---- what a run holds ---- */

static struct name *put_name(struct reading *r, uint32_t first, uint32_t end,
			     uint8_t type, bool weak)
{
	struct scan *s = r->s;
	struct name *name = array_add(s->art->arena, s->names, s->n_names);

	*name = (struct name){.first = first,
			      .end = end,
			      .type = type,
			      .weak = weak,
			      .votes = weak ? 1 : 4,
			      .percent = weak ? GUESSED : LISTED,
			      .mention = -1};
	for (uint32_t i = first; i < end; i++)
		s->marks[i].is_name = true;
	r->after_title = false;
	return name;
}

static uint8_t given_gender(const struct reading *r, uint32_t i)
{
	return scan_has(r->s, i, FACT_GIVEN) ? r->s->marks[i].facts->gender
					     : GENDER_UNKNOWN;
}

static struct name *put_person(struct reading *r, uint32_t first, uint32_t end,
			       bool weak)
{
	uint8_t gender = r->gender;
	struct name *name;

	if (gender == GENDER_UNKNOWN)
		gender = given_gender(r, first);
	name = put_name(r, first, end, TYPE_PERSON, weak);
	name->gender = gender;
	r->gender = GENDER_UNKNOWN;
	return name;
}

enum type tag_known_type(const struct facts *f)
{
	static const uint8_t order[] = {TYPE_PLACE,  TYPE_GROUP, TYPE_ORG,
					TYPE_PERSON, TYPE_EVENT, TYPE_WORK,
					TYPE_MISC};
	uint16_t sure = f->types & (uint16_t)~f->weak;

	for (size_t i = 0; i < array_length(order); i++) {
		if ((sure ? sure : f->types) & 1u << order[i])
			return order[i];
	}
	return TYPE_UNKNOWN;
}

static bool is_weak(const struct facts *f)
{
	return !(f->types & ~f->weak);
}

/* A run that begins with a known phrase of n tokens and goes on. */
static uint32_t read_longer(struct reading *r, const struct run *run,
			    uint32_t n, const struct facts *f)
{
	struct run rest = {.first = run->first + n, .end = run->end};
	uint8_t head = head_type(r, run);
	bool weak = is_weak(f);
	uint8_t type = (uint8_t)tag_known_type(f);
	uint32_t left = rest.end - rest.first;

	if (type == TYPE_GROUP &&
	    (left == 0 || !head || scan_has(r->s, rest.first, FACT_STATE))) {
		put_name(r, run->first, rest.first, type, weak);
		return rest.first;
	}
	if (head) {
		put_name(r, run->first, run->end, head, false);
		return run->end;
	}
	if (type == TYPE_PLACE && n == 1 && left <= 2 &&
	    scan_has(r->s, run->first, FACT_GIVEN) &&
	    !after_place_word(r, run->first)) {
		put_person(r, run->first, run->end, true);
		return run->end;
	}
	put_name(r, run->first, rest.first, type, weak);
	return rest.first;
}

static uint32_t read_known(struct reading *r, uint32_t i)
{
	const struct facts *f;
	uint32_t n = scan_match(r->s, i, r->end, false, 0, KNOWN, &f);
	struct run run;
	uint8_t type;
	bool weak;

	if (!n || r->s->marks[i].is_name)
		return i;
	type = (uint8_t)tag_known_type(f);
	weak = is_weak(f);
	if (n == 1 && (!is_capital(r, i) || scan_has(r->s, i, FACT_STOP) ||
		       is_ordinary(r, i) || (weak && !may_begin(r, i))))
		return i;
	if (n == 1 && weak && r->s->is_german && type != TYPE_PERSON &&
	    !(i > r->from && scan_is_one(r->s, i - 1, german_places)))
		return i;
	if (r->after_title && n == 1 && type != TYPE_GROUP)
		return i;
	run = is_capital(r, i + n - 1) ? read_run(r, i)
				       : (struct run){i, i + n, 0, false};
	if (run.end > i + n)
		return read_longer(r, &run, n, f);
	if (type == TYPE_PERSON) {
		put_person(r, i, i + n, weak);
		return i + n;
	}
	if (weak && n == 1 && scan_has(r->s, i, FACT_SURNAME) &&
	    !after_place_word(r, i))
		return i;
	put_name(r, i, i + n, type, weak);
	return i + n;
}

/* ---- titles ---- */

/* A title of n tokens at i?  Roles with capitals count as titles. */
static uint32_t title_at(struct reading *r, uint32_t i, const struct facts **f)
{
	const struct facts *role;
	uint32_t n, m;

	if (!is_capital(r, i))
		return 0;
	n = scan_match(r->s, i, r->end, false, FACT_TITLE, 0, f);
	m = scan_match(r->s, i, r->end, true, FACT_ROLE, 0, &role);
	while (m > 1 && !is_capital(r, i + m - 1))
		m = 0;
	if (m > n && m > 1) {
		*f = role;
		n = m;
	}
	if (n == 1 && ((*f)->flags & FACT_GIVEN) && is_capital(r, i + 1))
		return 0;
	return n;
}

static uint32_t read_title(struct reading *r, uint32_t i)
{
	const struct facts *f;
	uint32_t n = title_at(r, i, &f);
	struct run run;
	uint8_t head;

	if (!n)
		return i;
	r->after_title = false;
	run = read_run(r, i);
	head = head_type(r, &run);
	if (head && head != TYPE_PERSON && run.end > i + n &&
	    run.end <= i + n + 2 && !scan_has(r->s, i + n, FACT_GIVEN)) {
		put_name(r, run.first, run.end, head, false);
		return run.end;
	}
	r->after_title =
		goes_on(r, i + n) ||
		(i + n < r->end && scan_has(r->s, i + n, FACT_PARTICLE));
	r->gender = f->gender;
	return i + n;
}

/* ---- one sentence ---- */

static uint32_t read_after_title(struct reading *r, uint32_t i)
{
	struct run run;
	uint32_t first = i;

	while (i < r->end && scan_has(r->s, i, FACT_PARTICLE) &&
	       !is_capital(r, i))
		i++;
	if (!goes_on(r, i) || i > first + 2) {
		r->after_title = false;
		return first;
	}
	run = read_run(r, i);
	put_person(r, first, run.end, false);
	return run.end;
}

static uint32_t read_capitals(struct reading *r, uint32_t i)
{
	struct name *name;
	struct run run;
	uint8_t type, votes;

	if (!may_begin(r, i))
		return i;
	run = read_run(r, i);
	type = head_type(r, &run);
	if (type && !(type != TYPE_ORG && run.end - i == 2 &&
		      scan_has(r->s, i, FACT_GIVEN))) {
		if (run.end - run.first >= 2)
			put_name(r, i, run.end, type, false);
		return run.end;
	}
	if (run.end - i == 1 && scan_has(r->s, i, FACT_HEAD) &&
	    !is_listed(r, i))
		return run.end;
	type = guess(r, &run, &votes);
	if (r->s->is_german && !(type == TYPE_PERSON && run.end - i > 1 &&
				 scan_has(r->s, i, FACT_GIVEN)))
		return i + 1;
	if (type == TYPE_PERSON)
		name = put_person(r, i, run.end,
				  run.end - i == 1 ||
					  !scan_has(r->s, i, FACT_GIVEN));
	else
		name = put_name(r, i, run.end, type, true);
	if (name->weak)
		name->votes = votes;
	return run.end;
}

typedef uint32_t reader(struct reading *r, uint32_t i);

void tag_names(struct scan *s, const struct sentence *sentence)
{
	static reader *const readers[] = {read_known, read_title,
					  read_capitals};
	struct reading r = {.s = s,
			    .from = sentence->token,
			    .end = sentence->token + sentence->n_tokens};

	for (uint32_t i = r.from, next; i < r.end; i = next) {
		next = i;
		if (!(scan_flags(s, i) & TOKEN_WORD) || s->marks[i].is_name) {
			next = i + 1;
			r.after_title = false;
			r.gender = GENDER_UNKNOWN;
			continue;
		}
		if (r.after_title)
			next = read_title(&r, i);
		if (r.after_title && next == i)
			next = read_after_title(&r, i);
		for (size_t n = 0; n < array_length(readers) && next == i; n++)
			next = readers[n](&r, i);
		next += next == i;
	}
}
