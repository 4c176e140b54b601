/* Capitals that act: the verbs before which a city is a government. */
#include "coref/metonym.h"

#include "coref/role.h"

static const char *const acts[] = {
	"vetoed",   "said",      "says",      "announced", "warned",
	"rejected", "agreed",    "imposed",   "accused",   "urged",
	"called",   "denied",    "blamed",    "pledged",   "promised",
	"vowed",    "offered",   "insisted",  "demanded",  "approved",
	"backed",   "condemned", "refused",   "expelled",  "signed",
	"recalled", "summoned",  "supported", "opposed",   "threatened",
};

static bool is_before(struct slice w)
{
	static const char *const preps[] = {"in",   "to",   "from",
					    "at",   "near", "of",
					    "into", "for",  "around"};

	for (size_t i = 0; i < array_length(preps); i++) {
		if (slice_equals(w, preps[i]))
			return true;
	}
	return false;
}

/* "Washington has on three occasions vetoed": a capital before a verb of
 * deciding is its country's government. */
void coref_metonym(struct knot *k, struct mention *m)
{
	const struct article *art = k->art;
	struct slice s = article_slice(art, m->span);
	const struct fact *fact = coref_fact(k->lists, &k->lists->metonyms, s);
	uint32_t i = coref_token_at(art, m->span.start), n = 0;
	bool has_aux = false;

	if (!fact ||
	    (m->type == TYPE_PERSON && k->nodes[m->chain].n_words > 1) ||
	    (i > 0 && is_before(article_slice(art, art->tokens[i - 1].span))))
		return;
	i = coref_token_at(art, m->span.end);
	for (; i < art->n_tokens && n < 6; i++, n++) {
		struct slice word = article_slice(art, art->tokens[i].span);

		if (art->tokens[i].flags & (TOKEN_MARK | TOKEN_FIRST))
			return;
		for (size_t a = 0; a < array_length(acts); a++) {
			if (slice_equals(word, acts[a]) &&
			    (n == 0 || has_aux)) {
				m->chain = coref_country(k, fact->canonical);
				return;
			}
		}
		if (n == 0 &&
		    (slice_equals(word, "has") || slice_equals(word, "had") ||
		     slice_equals(word, "have") || slice_equals(word, "also")))
			has_aux = true;
		else if (!has_aux)
			return;
	}
}
