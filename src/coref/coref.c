/* Names first, then roles, then what is no name in the order it is read; at
 * the end the nodes that have mentions become the article's chains.
 */
#include "coref/coref.h"

#include <string.h>

#include "coref/sweep.h"

static const char *text_of(struct knot *k, struct slice s)
{
	return s.len ? arena_copy(k->arena, s.at, s.len) : NULL;
}

static void chain_fill(struct knot *k, const struct node *n,
		       struct chain *chain)
{
	chain->name = n->name ? n->name : "";
	chain->type = n->type;
	chain->gender = n->gender;
	chain->mentions = n->count;
	chain->role = text_of(k, n->role);
	chain->country = text_of(k, n->country);
	chain->known = n->known;
}

static void count_mentions(struct knot *k)
{
	const struct article *art = k->art;

	for (uint32_t i = 0; i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];

		if (m->chain >= 0)
			k->nodes[m->chain].count++;
	}
}

/* Nodes to chains, in the order of their first mention. */
static void chains_make(struct knot *k)
{
	struct article *art = k->art;
	int32_t *chain_of =
		arena_array(k->arena, k->n_nodes + 1, sizeof(*chain_of));

	memset(chain_of, 0xFF, k->n_nodes * sizeof(*chain_of));
	for (uint32_t i = 0; i < art->n_mentions; i++) {
		struct mention *m = &art->mentions[i];

		if (m->chain < 0)
			continue;
		if (chain_of[m->chain] < 0) {
			struct chain *c = array_add(art->arena, art->chains,
						    art->n_chains);

			chain_of[m->chain] = (int32_t)art->n_chains - 1;
			chain_fill(k, &k->nodes[m->chain], c);
		}
		m->chain = chain_of[m->chain];
	}
}

/* A quotation is its speaker's; a relay is shown by its canonical name. */
static void quotes_chain(struct knot *k)
{
	struct article *art = k->art;

	for (uint32_t i = 0; i < art->n_quotes; i++) {
		struct quote *q = &art->quotes[i];
		const struct fact *f;

		if (q->mention >= 0)
			q->chain = art->mentions[q->mention].chain;
		if (!q->via)
			continue;
		f = coref_fact(k->lists, &k->lists->organisations,
			       slice_of(q->via));
		if (f)
			q->via = text_of(k, f->canonical);
	}
}

void coref_chain(const struct coref_lists *lists, struct article *art)
{
	struct knot k = {.lists = lists, .art = art, .arena = art->arena};

	k.n_given = art->n_mentions;
	for (uint32_t i = 0; i < art->n_mentions; i++)
		art->mentions[i].chain = -1;
	coref_names(&k);
	coref_title_names(&k);
	article_sort_mentions(art);
	coref_roles(&k);
	coref_sweep(&k);
	article_sort_mentions(art);
	count_mentions(&k);
	chains_make(&k);
	quotes_chain(&k);
}
