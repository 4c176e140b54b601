/* Names of several words: the very name, another of the article, spelling and
 * sound. */
#include <string.h>

#include "base/array.h"
#include "resolve/work.h"

#define COMPARE_MOST 64 /* candidates that are compared by spelling */
#define NICKNAME_FIT .5 /* what is alike fits better */

static bool settle_same(struct work *w, uint32_t i, const char *folded)
{
	struct candidate found[SAME_MOST];
	struct item *item = &w->items[i];
	uint32_t n = w->names->by_name(w->names->self, w->arena, folded, found,
				       SAME_MOST);

	for (uint32_t k = 0; k < n; k++) {
		if (found[k].is_bare ||
		    (work_genders_clash(item->gender, found[k].gender) &&
		     item->is_person))
			continue;
		work_take(w, i, &found[k], WHY_SAME);
		return true;
	}
	return false;
}

static bool may_be_one(const struct item *item, uint8_t type, uint8_t gender)
{
	return !resolve_types_clash(TYPE_PERSON, type) &&
	       !work_genders_clash(item->gender, gender);
}

/* One surname, and given names that are called by one another; middle names
 * that do not clash. */
static bool is_nickname(const struct work *w, const struct name *x,
			const struct name *y)
{
	return !strcmp(x->word[x->n - 1], y->word[y->n - 1]) &&
	       known_is_nickname(w->known, x->word[0], y->word[0]) &&
	       (x->n == 2 || y->n == 2 || x->word[1][0] == y->word[1][0]);
}

/* How well a person's name fits a candidate's; 0: not at all. */
static double fit(struct work *w, const struct item *item,
		  const struct candidate *with)
{
	struct name other;

	if (!may_be_one(item, with->type, with->gender))
		return 0;
	name_split(&w->scratch, with->folded, &other);
	if (other.n < 2 || !name_may_be_person(&other))
		return 0;
	if (!name_same_person(&item->main, &other, false))
		return is_nickname(w, &item->main, &other) ? NICKNAME_FIT : 0;
	return 1 +
	       name_likeness(item->main.word[item->main.n - 1],
			     other.word[other.n - 1]) +
	       name_likeness(item->main.word[0], other.word[0]);
}

/* Compare with those of one block. */
static void try_code(struct work *w, uint32_t i, const char *code, double *best)
{
	struct candidate found[COMPARE_MOST];
	uint32_t n;

	arena_reset(&w->scratch);
	n = w->names->by_code(w->names->self, &w->scratch, code, found,
			      COMPARE_MOST);
	for (uint32_t k = 0; k < n; k++) {
		double how = fit(w, &w->items[i], &found[k]);

		if (how <= *best)
			continue;
		*best = how;
		work_take(w, i, &found[k], WHY_SPELLING);
	}
}

/* The blocks of the surname beside the other names that the given name has. */
static void try_nicknames(struct work *w, uint32_t i, const char *code,
			  double *best)
{
	const char *given = w->items[i].main.word[0];
	uint32_t set = known_initials(w->known, given);

	for (int letter = 0; letter < 26; letter++) {
		char *other;

		if (!(set & 1u << letter) || given[0] == 'a' + letter)
			continue;
		other = arena_string(w->arena, code);
		other[strlen(other) - 1] = (char)('a' + letter);
		try_code(w, i, other, best);
	}
}

static void settle_spelling(struct work *w, uint32_t i)
{
	struct item *item = &w->items[i];
	const char *codes[16];
	double best = 0;
	uint32_t n_codes;

	n_codes = resolve_codes(w->arena, item->main.folded, codes,
				(uint32_t)array_length(codes));
	for (uint32_t c = 0; c < n_codes; c++) {
		if (codes[c][strlen(codes[c]) - 1] == '-')
			continue;
		try_code(w, i, codes[c], &best);
		if (strchr(codes[c], '/'))
			try_nicknames(w, i, codes[c], &best);
	}
}

/* One with an earlier chain of the article by name or spelling? */
static void settle_in_article(struct work *w, uint32_t i)
{
	struct item *item = &w->items[i];

	for (uint32_t k = 0; k < w->n_paired; k++) {
		struct item *other = &w->items[k];
		bool is_same;

		if (k == i || !other->is_settled || other->is_merged ||
		    other->main.n < 2)
			continue;
		is_same =
			!strcmp(other->main.folded, item->main.folded) ||
			(item->is_person && other->is_person &&
			 may_be_one(item, other->type, other->gender) &&
			 (name_same_person(&item->main, &other->main, false) ||
			  (other->main.n > 1 &&
			   is_nickname(w, &item->main, &other->main))));
		if (!is_same)
			continue;
		item->with = (int32_t)k;
		item->why = WHY_ARTICLE;
		item->is_merged = item->is_settled = true;
		return;
	}
}

/* Do two chains stand for one entity already? */
bool work_same_item(const struct work *w, uint32_t a, uint32_t b)
{
	return (w->items[a].head && w->items[a].head == w->items[b].head) ||
	       w->items[b].with == (int32_t)a || w->items[a].with == (int32_t)b;
}

/* Is one name the other with a country in front, "US Air Force"? */
static bool is_without_country(struct work *w, const struct name *few,
			       const struct name *many)
{
	size_t gap = strlen(many->folded) - strlen(few->folded);
	char *front;

	if (few->n >= many->n || strlen(few->folded) >= strlen(many->folded) ||
	    strcmp(many->folded + gap, few->folded) != 0 ||
	    many->folded[gap - 1] != ' ')
		return false;
	front = arena_copy(w->arena, many->folded, gap - 1);
	return known_find(w->known, front, TYPE_PLACE) ||
	       known_find(w->known, front, TYPE_GROUP);
}

/* The article says whose: "Air Force" beside "US Air Force". */
static bool settle_country(struct work *w, uint32_t i)
{
	struct item *item = &w->items[i];
	int32_t only = -1;

	for (uint32_t k = 0; k < w->n_paired; k++) {
		const struct item *other = &w->items[k];

		if (k == i || !w->out[k].n_forms || other->is_merged ||
		    !is_without_country(w, &item->main, &other->main))
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

void work_settle_several(struct work *w, uint32_t i)
{
	struct item *item = &w->items[i];

	if (item->main.n > 1 && settle_country(w, i))
		return;

	if (settle_same(w, i, item->main.folded))
		return;
	settle_in_article(w, i);
	if (!item->is_settled && item->is_person)
		settle_spelling(w, i);
	item->is_settled = true;
}
