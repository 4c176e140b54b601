/* Acronyms: what the article declares one to stand for, and whom it shows to
 * belong to one.
 */
#include "tag/scan.h"

#define LETTERS_MOST 7
#define SHOWN        60 /* percent: how sure what was passed over is */

static bool is_acronym(const struct scan *s, uint32_t i)
{
	struct slice w = scan_word(s, i);

	if (!(scan_flags(s, i) & TOKEN_CAPITALS) || w.len < 2 ||
	    w.len > LETTERS_MOST || s->marks[i].regime == REGIME_SHOUT)
		return false;
	for (size_t k = 0; k < w.len; k++) {
		if (w.at[k] < 'A' || w.at[k] > 'Z')
			return false;
	}
	return true;
}

/* ---- "Name of Something (NOS)" ---- */

/* The acronym means what it follows. */
static void declare(struct scan *s, uint32_t i)
{
	struct name *full = &s->names[i], *acronym = &s->names[i + 1];
	uint32_t n = s->art->n_tokens;

	if (acronym->first != full->end + 1 || acronym->end >= n ||
	    acronym->end - acronym->first != 1 || !scan_is(s, full->end, "(") ||
	    !scan_is(s, acronym->end, ")") ||
	    !(scan_flags(s, acronym->first) & TOKEN_CAPITALS))
		return;
	if (full->type == TYPE_PERSON && full->weak)
		full->type = TYPE_ORG;
	if (full->type == TYPE_PERSON || full->type == TYPE_PLACE)
		return;
	acronym->type = full->type;
	acronym->weak = false;
	if (s->marks[acronym->first].seen)
		s->marks[acronym->first].seen->declared = full->type;
}

/* ---- "Ann Chiang of DAB", "DAB's Ann Chiang" ---- */

static void show_member(struct scan *s, const struct name *person)
{
	static const char *const of[] = {"of", NULL};
	static const char *const owns[] = {"'s", "\u2019s", NULL};
	uint32_t i = s->art->n_tokens;

	if (person->type != TYPE_PERSON || person->end - person->first < 2)
		return;
	if (person->first > 1 && scan_is_one(s, person->first - 1, owns))
		i = person->first - 2;
	else if (person->end + 1 < i && scan_is_one(s, person->end, of))
		i = person->end + 1;
	if (i < s->art->n_tokens && is_acronym(s, i) &&
	    !(s->marks[i].facts && s->marks[i].facts->types) &&
	    !s->marks[i].seen->declared)
		s->marks[i].seen->declared = TYPE_ORG;
}

/* Acronyms that are known now and were passed over; the names stay in order. */
static void add_declared(struct scan *s)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < s->art->n_tokens; i++) {
		const struct seen *seen = s->marks[i].seen;
		struct name *name;

		while (at < s->n_names && s->names[at].end <= i)
			at++;
		if (!seen || !seen->declared || s->marks[i].is_name ||
		    !is_acronym(s, i))
			continue;
		name = tag_insert_name(s, at);
		name->first = i;
		name->end = i + 1;
		name->type = seen->declared;
		name->percent = SHOWN;
		s->marks[i].is_name = true;
	}
}

void tag_acronyms(struct scan *s)
{
	tag_spell_out(s);
	for (uint32_t i = 0; i + 1 < s->n_names; i++)
		declare(s, i);
	for (uint32_t i = 0; i < s->n_names; i++)
		show_member(s, &s->names[i]);
	add_declared(s);
	for (uint32_t i = 0; i < s->n_names; i++) {
		struct name *name = &s->names[i];
		const struct seen *seen = s->marks[name->first].seen;

		if (name->end - name->first == 1 && seen && seen->declared)
			name->type = seen->declared;
	}
}
