/* Whom a name of one word means where it stands: by title, role, relation,
 * nearness and how often each of those who have it is named.
 */
#include <string.h>

#include "coref/names.h"
#include "coref/role.h"

/* The title right before a mention tells a gender. */
uint8_t coref_title_gender(const struct knot *k, uint32_t mention)
{
	const struct article *art = k->art;
	uint8_t gender = GENDER_UNKNOWN;
	uint32_t before =
		coref_token_at(art, art->mentions[mention].span.start);

	for (uint32_t i = mention > 6 ? mention - 6 : 0; i < mention; i++) {
		const struct mention *m = &art->mentions[i];

		if (m->of == (int32_t)mention && m->form == FORM_ROLE &&
		    coref_title(k->lists, article_slice(art, m->span),
				&gender) &&
		    gender)
			return gender;
	}
	if (!before ||
	    !coref_title(k->lists,
			 article_slice(art, art->tokens[before - 1].span),
			 &gender))
		return GENDER_UNKNOWN;
	return gender;
}

#define ROLES_BACK 500 /* mentions that are looked at for a role */

/* Who of this surname had the role that stands before the mention ("Mayor
 * Hartman" is who "Mayor Lucy Hartman" was); -1 nobody. */
static int32_t role_holder(const struct knot *k, const struct spelling *f,
			   uint32_t mention)
{
	const struct article *art = k->art;
	const struct mention *role = NULL;

	for (uint32_t i = mention; i-- > 0 && mention - i < 4;) {
		if (art->mentions[i].form == FORM_ROLE &&
		    art->mentions[i].of == (int32_t)mention)
			role = &art->mentions[i];
	}
	if (!role)
		return -1;
	for (uint32_t i = mention; i-- > 0 && mention - i < ROLES_BACK;) {
		const struct mention *m = &art->mentions[i];
		int32_t node = m->form == FORM_ROLE && m->of >= 0
				       ? art->mentions[m->of].chain
				       : -1;

		if (node >= 0 && m != role &&
		    coref_single_rank(&k->nodes[node], f->words[0]) &&
		    slice_same(article_slice(art, m->span),
			       article_slice(art, role->span)))
			return node;
	}
	return -1;
}

#define JUST_NAMED                                                             \
	120         /* bytes back in the paragraph: whoever was named there    \
		     * is meant */
#define PROMINENT 2 /* times as often as the other */

static bool is_just_before(const struct article *art, uint32_t from,
			   uint32_t at)
{
	return at < from + JUST_NAMED &&
	       !memchr(art->text + from, '\n', at - from);
}

/* Who of two that fit a bare surname equally well is meant: who has the role
 * before it, who is not brought in as a relation ("his brother NAME"), who was
 * just named, who is named twice as often, who was named last.  Is it b and not
 * a? */
static bool is_rather(const struct knot *k, uint32_t mention, int32_t holder,
		      const uint32_t *last, int32_t a, int32_t b)
{
	uint32_t at = k->art->mentions[mention].span.start;
	uint32_t full_a = k->nodes[a].all, full_b = k->nodes[b].all;
	bool later = last[b] > last[a];

	if (a == holder || b == holder)
		return b == holder;
	if (k->nodes[a].is_kin != k->nodes[b].is_kin)
		return k->nodes[a].is_kin;
	if (is_just_before(k->art, later ? last[b] : last[a], at))
		return later;
	if (full_a >= full_b * PROMINENT)
		return false;
	return full_b >= full_a * PROMINENT || later;
}

/* The person a single word means at one mention; -1 nobody known. */
int32_t coref_single_at(const struct knot *k, const struct spelling *f,
			uint32_t mention, const uint32_t *last)
{
	uint8_t gender = coref_title_gender(k, mention);
	int32_t best = -1, holder = role_holder(k, f, mention);
	int rank, best_rank = 0;

	for (uint32_t i = coref_first_node(k); i < k->n_nodes; i++) {
		const struct node *n = &k->nodes[i];

		rank = coref_single_rank(n, f->words[0]);
		if (!rank || (gender && n->gender && n->gender != gender))
			continue;
		if (rank > best_rank ||
		    (rank == best_rank &&
		     is_rather(k, mention, holder, last, best, (int32_t)i))) {
			best = (int32_t)i;
			best_rank = rank;
		}
	}
	return best;
}

/* "his brother, NAME" */
static bool is_kin_at(const struct knot *k, uint32_t mention)
{
	static const char *const kin[] = {
		"brother",  "sister", "father", "mother", "wife",   "husband",
		"daughter", "son",    "uncle",  "aunt",   "cousin", "nephew",
		"niece",    "widow",  "twin",   "parents"};
	const struct article *art = k->art;
	uint32_t i = coref_token_at(art, art->mentions[mention].span.start);
	struct slice w;

	if (i > 1 && art->text[art->tokens[i - 1].span.start] == ',')
		i--;
	if (i == 0)
		return false;
	w = article_slice(art, art->tokens[i - 1].span);
	for (size_t n = 0; n < array_length(kin); n++) {
		if (slice_equals(w, kin[n]))
			return true;
	}
	return false;
}

/* Who is first named as somebody's relation? */
void coref_find_kin(struct knot *k)
{
	bool *seen = arena_array(k->arena, k->n_nodes + 1, 1);

	for (uint32_t i = 0; i < k->n_given; i++) {
		const struct spelling *f;

		if (k->form_of[i] < 0)
			continue;
		f = &k->forms[k->form_of[i]];
		if (f->node < 0 || f->n_words < 2 || seen[f->node])
			continue;
		seen[f->node] = true;
		k->nodes[f->node].is_kin = is_kin_at(k, i);
	}
}
