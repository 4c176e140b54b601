/* Tokens to mentions: who and what is named, and the roles beside names. */
#ifndef GAZETTE_TAG_TAG_H
#define GAZETTE_TAG_TAG_H

#include "article/article.h"

struct tagger;

/* The tables the tagger stands on, as bytes that must live as long as it. */
struct tag_tables {
	struct slice countries, regions, cities, organisations, people, groups;
	struct slice given_names, surnames, titles, roles, places, head_words,
		stop_names;
};

/* A tagger that tells names by lists alone. */
MUST_CHECK bool tagger_new(struct arena *a, const struct tag_tables *tables,
			   struct tagger **out, struct error *err);

/* A tagger with the lists of another, which must outlive it, and a model: the
 * bytes of data/names.model by file_map, which must too. */
MUST_CHECK bool tagger_with_model(struct arena *a, const struct tagger *lists,
				  struct slice model, struct tagger **out,
				  struct error *err);

/* Find the mentions of an article.
 *
 * Reads   art->text, sentences, tokens, language; art->mentions when
 *         has_mentions (then only roles and dates are added).
 * Fills   art->mentions: names with their type; roles and titles beside a
 *         person (form role, type person, `of` that person's mention); dates
 *         with their day; sorted, nested and never crossing; chain -1.
 *         Pronouns and descriptions are coref's.
 * Errors  none.
 */
void tag_article(const struct tagger *tagger, struct article *art);

#endif
