/* Names of one word: by what the article says (surname, first name, initials),
 * then by the archive, else they wait. */
#include <string.h>

#include "resolve/work.h"

/* Does a name of several words of the article mean the word alone? */
static uint8_t holds(struct work *w, const struct item *item,
		     const struct item *holder)
{
	const struct name *n = &holder->main;
	const char *word = item->main.word[0];

	if (item->main.is_capitals &&
	    ((n->acronym && !strcmp(n->acronym, word)) ||
	     !strcmp(name_initials(w->arena, n), word)))
		return WHY_ACRONYM;
	if (n->n < 2 || resolve_types_clash(item->type, holder->type) ||
	    work_genders_clash(item->gender, holder->gender))
		return WHY_NEW;
	if (!strcmp(n->word[n->n - 1], word) ||
	    (name_is_led(n) && !strcmp(n->word[0], word)))
		return WHY_ARTICLE;
	return WHY_NEW;
}

/* Two of one surname in the article: the one named twice as often as the
 * other, else the latest before the word. */
static bool is_better_holder(const struct item *item, const struct item *a,
			     const struct item *b)
{
	if (a->mentions >= 2 * b->mentions)
		return true;
	if (b->mentions >= 2 * a->mentions)
		return false;
	if ((a->first < item->first) != (b->first < item->first))
		return a->first < item->first;
	return a->first > b->first;
}

static bool settle_holder(struct work *w, uint32_t i)
{
	struct item *item = &w->items[i];
	int32_t best = -1;

	for (uint32_t k = 0; k < w->n_paired; k++) {
		const struct item *holder = &w->items[k];
		uint8_t why;

		if (k == i || !w->out[k].n_forms || holder->is_merged)
			continue;
		why = holds(w, item, holder);
		if (why == WHY_NEW || work_is_apart(w, i, k))
			continue;
		if (best >= 0 &&
		    !is_better_holder(item, holder, &w->items[best]))
			continue;
		best = (int32_t)k;
		item->why = why;
	}
	if (best < 0)
		return false;
	item->with = best;
	item->is_merged = item->is_settled = true;
	return true;
}

/* May the first word stand for the holder: a person's given name, the first
 * of a firm's two ("Northrop Grumman")? */
static bool may_be_first_name(const struct item *item,
			      const struct item *holder)
{
	if (work_is_thing(item->type))
		return item->type == TYPE_ORG && holder->type == TYPE_ORG &&
		       holder->main.n == 2 && name_may_lead(&holder->main);
	return holder->is_person;
}

/* Only one of the article has this first name. */
static bool settle_first_name(struct work *w, uint32_t i)
{
	struct item *item = &w->items[i];
	int32_t only = -1;

	if (strlen(item->main.word[0]) < 4)
		return false;
	for (uint32_t k = 0; k < w->n_paired; k++) {
		const struct item *holder = &w->items[k];

		if (!may_be_first_name(item, holder) || holder->is_merged ||
		    holder->main.n < 2 || k == i ||
		    strcmp(holder->main.word[0], item->main.word[0]) ||
		    work_genders_clash(item->gender, holder->gender) ||
		    work_is_apart(w, i, k))
			continue;
		if (only >= 0 && !work_same_item(w, (uint32_t)only, k))
			return false;
		only = (int32_t)k;
	}
	if (only < 0)
		return false;
	item->with = only;
	item->why = WHY_ARTICLE;
	item->is_merged = item->is_settled = true;
	return true;
}

/* What is surely no more than the word itself waits for nobody. */
static bool waits(const struct item *item)
{
	return item->main.is_capitals || item->type == TYPE_ORG ||
	       !work_is_thing(item->type);
}

/* The word's own entity: it waits for its holder there, or stays.  Who waits
 * may turn out to be a thing of that very name; that is seen to with the
 * holders. */
static void settle_alone(struct work *w, uint32_t i)
{
	struct item *item = &w->items[i];
	struct candidate found[SAME_MOST];
	bool is_bare = waits(item);
	uint32_t n = w->names->by_name(w->names->self, w->arena,
				       item->main.folded, found, SAME_MOST);

	item->is_settled = true;
	w->out[i].is_bare = is_bare;
	for (uint32_t k = 0; k < n; k++) {
		bool is_merged = found[k].own &&
				 !strcmp(found[k].own, item->main.folded);
		const char *shown = resolve_fold(w->arena, found[k].name,
						 strlen(found[k].name));

		if ((!is_merged && (found[k].is_bare != is_bare ||
				    strcmp(shown, item->main.folded) != 0)) ||
		    resolve_types_clash(item->type, found[k].type))
			continue;
		work_take(w, i, &found[k], WHY_SAME);
		w->out[i].is_bare = found[k].is_bare;
		return;
	}
}

void work_settle_one(struct work *w, uint32_t i)
{
	const struct known_row *row;

	if (settle_holder(w, i) || settle_first_name(w, i) ||
	    work_settle_said(w, i))
		return;
	row = w->items[i].type == TYPE_UNKNOWN
		      ? known_guess(w->known, w->items[i].main.whole)
		      : NULL;
	if (row)
		work_settle_known(w, i, row);
	else
		settle_alone(w, i);
}
