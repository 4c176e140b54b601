/* Within the article: which mentions are one thing. */
#ifndef GAZETTE_COREF_COREF_H
#define GAZETTE_COREF_COREF_H

#include "article/article.h"

struct coref_lists;

/* The tables that tell roles, titles, genders and countries, as bytes that
 * must live as long as the lists. */
struct coref_tables {
	struct slice countries, cities, organisations, people, groups;
	struct slice given_names, titles, roles, nicknames;
};

MUST_CHECK bool coref_lists_new(struct arena *a,
				const struct coref_tables *tables,
				struct coref_lists **out, struct error *err);

/* Chain the mentions.
 *
 * Reads   art->text, tokens, sentences, mentions, quotes.
 * Fills   art->chains (name, type, gender, role, country, known, mentions);
 *         chain of every mention; adds mentions of form nominal and pronoun
 *         that mean a chain; chain of every quotation: its speaker's.
 * Errors  none.
 */
void coref_chain(const struct coref_lists *lists, struct article *art);

#endif
