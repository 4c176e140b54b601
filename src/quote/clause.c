/* Where what was said begins and ends when no mark tells: behind the verb and
 * what may stand between, up to the next cue, semicolon or end.
 */
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
	return before_date(w, first, end);
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

uint32_t quote_complement(const struct work *w, const struct cue *c)
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
