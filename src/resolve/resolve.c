/* The article's chains to entities.
 *
 * In this order: what is known, what has the very name, names of several words
 * by spelling and sound; then names of one word by what the article itself
 * says (surname, first name, initials), then by the archive, else they wait.
 * All is string work on what the look-up gives.
 */
#include "resolve/resolve.h"

#include <string.h>

#include "base/array.h"
#include "base/map.h"
#include "resolve/known.h"
#include "resolve/name.h"

#define WHY_NAMES                                                              \
	"new", "same", "known", "article", "acronym", "spelling", "surname",   \
		"user"

static const char *const whys_at[] = {WHY_NAMES};
const struct names resolve_whys = {whys_at, (uint8_t)array_length(whys_at)};

/* Candidates that are compared by spelling at most, and of one name. */
#define COMPARE_MOST 64
#define SAME_MOST    16
/* Chains of one article that are compared with every other: what names more
 * is a list, and all pairs of it would take minutes. */
#define PAIRED_MOST  1000u
#define NICKNAME_FIT .5 /* what is alike fits better */

struct item {
	struct name main; /* of the form with most words */
	int64_t head;     /* of the entity that it has; 0: none yet */
	const struct known_row *known;
	uint8_t type, gender, why;
	uint32_t mentions, first; /* byte of its first mention */
	bool is_person;           /* may be one */
	bool is_settled;          /* has an entity or stands for a new one */
	bool is_merged;           /* with another chain of the article */
	int32_t with;             /* that chain */
};

struct work {
	const struct known *known;
	const struct names_lookup *names;
	const struct article *art;
	struct arena *arena;
	struct item *items;     /* [n_chains] */
	struct resolution *out; /* [n_chains] */
	uint32_t n, n_paired;
	struct arena scratch; /* of one look-up */
};

/* ---- reading the chains ---- */

static struct resolved_form *find_form(struct resolution *r, const char *text)
{
	for (uint32_t i = 0; i < r->n_forms; i++) {
		if (!strcmp(r->forms[i].surface, text))
			return &r->forms[i];
	}
	return NULL;
}

static bool is_known_place(struct work *w, const char *text)
{
	struct name name;

	name_read(w->arena, text, strlen(text), &name);
	return known_guess(w->known, name.whole) ||
	       known_find(w->known, name.whole, TYPE_PLACE);
}

/* The bytes of a name without the place it lies in: "Sydney, Australia",
 * "Ostrel Medical Centre in Corvant". */
static size_t without_place(struct work *w, const char *surface)
{
	size_t len = strlen(surface);
	const char *comma = strchr(surface, ',');
	const char *in = strstr(surface, " in ");
	struct name head;

	if (comma && comma != surface &&
	    is_known_place(w, strrchr(surface, ',') + 1))
		len = (size_t)(comma - surface);
	if (!in || (size_t)(in - surface) >= len ||
	    (len == strlen(surface) && !is_known_place(w, in + 4)))
		return len;
	name_read(w->arena, surface, (size_t)(in - surface), &head);
	return name_is_body(&head) ? (size_t)(in - surface) : len;
}

static void add_mention(struct work *w, const struct mention *m)
{
	struct resolution *r = &w->out[m->chain];
	struct item *item = &w->items[m->chain];
	struct slice s = article_slice(w->art, m->span);
	const char *bare = resolve_surface(w->arena, s);
	const char *surface = resolve_form(w->arena, w->art, m);
	struct resolved_form *form = find_form(r, surface);
	struct name name;

	if (!r->n_forms)
		item->first = m->span.start;
	item->mentions++;
	if (form) {
		form->count++;
		return;
	}
	name_read(w->arena, bare, without_place(w, bare), &name);
	if (name.mixes || name.n == 0) {
		/* look-alikes, and names of marks alone, are only themselves */
		name.folded = name.whole = bare;
		name.n = 0;
	}
	form = array_add(w->arena, r->forms, r->n_forms);
	*form = (struct resolved_form){.surface = surface,
				       .bare = bare,
				       .folded = name.folded,
				       .count = 1};
	if (r->n_forms == 1 || name.n > item->main.n)
		item->main = name;
	if (name.acronym)
		item->main.acronym = name.acronym;
	item->main.had_title |= name.had_title;
}

static void read_chains(struct work *w)
{
	const struct article *art = w->art;

	for (uint32_t i = 0; i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];

		if (m->form == FORM_NAME && m->type != TYPE_DATE &&
		    m->chain >= 0 && (uint32_t)m->chain < w->n)
			add_mention(w, m);
	}
	for (uint32_t i = 0; i < w->n; i++) {
		const struct chain *c = &art->chains[i];
		struct item *item = &w->items[i];

		item->type = c->type;
		item->gender = c->gender;
		item->with = -1;
		item->is_person =
			item->main.n && name_may_be_person(&item->main) &&
			(c->type == TYPE_PERSON || c->type == TYPE_UNKNOWN ||
			 c->type == TYPE_MISC);
	}
}

/* ---- clashes ---- */

static bool is_thing(uint8_t type)
{
	return type != TYPE_UNKNOWN && type != TYPE_PERSON && type != TYPE_MISC;
}

bool resolve_types_clash(uint8_t a, uint8_t b)
{
	return (a == TYPE_PERSON && is_thing(b)) ||
	       (b == TYPE_PERSON && is_thing(a));
}

static bool genders_clash(uint8_t a, uint8_t b)
{
	return a && b && a != b;
}

/* ---- the user's word ---- */

/* Take a candidate: what is merged stays with its own name, so that a merge
 * can be undone. */
static void take(struct work *w, uint32_t i, const struct candidate *c,
		 uint8_t why)
{
	w->out[i].entity = c->member ? c->member : c->entity;
	w->out[i].is_shouted =
		c->name && !c->known && resolve_is_shouted(c->name) &&
		!strcmp(resolve_fold(w->arena, c->name, strlen(c->name)),
			w->items[i].main.folded);
	w->items[i].head = c->entity;
	w->items[i].why = why;
	w->items[i].is_settled = true;
}

/* Has the user said whom a form means? */
static bool settle_said(struct work *w, uint32_t i)
{
	const struct names_lookup *names = w->names;
	struct candidate found[SAME_MOST];
	uint32_t n;

	if (!names->has_said || !names->has_said(names->self))
		return false;
	n = names->by_name(names->self, w->arena, w->items[i].main.folded,
			   found, SAME_MOST);
	for (uint32_t k = 0; k < n; k++) {
		if (!found[k].is_said)
			continue;
		take(w, i, &found[k], WHY_USER);
		return true;
	}
	return false;
}

/* Has the user said that a name is not whom another chain of the article
 * stands for? */
static bool is_kept_apart(struct work *w, uint32_t i, uint32_t from)
{
	const struct names_lookup *names = w->names;
	struct candidate found[SAME_MOST];
	int64_t other = w->items[from].head;
	uint32_t n;

	if (!other || !names->are_apart(names->self, 0, 0))
		return false;
	n = names->by_name(names->self, w->arena, w->items[i].main.folded,
			   found, SAME_MOST);
	for (uint32_t k = 0; k < n; k++) {
		if (names->are_apart(names->self, found[k].entity, other))
			return true;
	}
	return false;
}

/* ---- what is known ---- */

static const struct known_row *known_of(struct work *w, uint32_t i)
{
	const struct resolution *r = &w->out[i];
	const struct chain *c = &w->art->chains[i];
	const struct known_row *row = NULL;

	if (c->known)
		row = known_canonical(w->known, w->arena, c->known);
	for (uint32_t k = 0; k < r->n_forms && !row; k++) {
		struct name name;
		const char *bare = r->forms[k].bare;

		name_read(w->arena, bare, strlen(bare), &name);
		row = known_find(w->known, name.whole, c->type);
		if (!row && strcmp(name.whole, name.folded))
			row = known_find(w->known, name.folded, c->type);
	}
	return row;
}

/* The entity of a known thing: the one that says it is, else a new one. */
static void settle_known(struct work *w, uint32_t i,
			 const struct known_row *row)
{
	struct item *item = &w->items[i];
	struct resolution *r = &w->out[i];
	struct candidate found[SAME_MOST];
	const char *folded;
	uint32_t n;

	item->known = row;
	r->name = r->known = item->known->canonical;
	r->type = item->known->type;
	item->type = r->type;
	item->why = WHY_KNOWN;
	item->is_settled = true;
	folded = resolve_fold(w->arena, r->name, strlen(r->name));
	n = w->names->by_name(w->names->self, w->arena, folded, found,
			      SAME_MOST);
	for (uint32_t k = 0; k < n && !r->entity; k++) {
		bool is_users = found[k].is_locked || found[k].member;

		if (found[k].known && !strcmp(found[k].known, r->name) &&
		    (found[k].type == r->type || is_users))
			take(w, i, &found[k], WHY_KNOWN);
	}
}

/* ---- names of several words ---- */

static bool settle_same(struct work *w, uint32_t i, const char *folded)
{
	struct candidate found[SAME_MOST];
	struct item *item = &w->items[i];
	uint32_t n = w->names->by_name(w->names->self, w->arena, folded, found,
				       SAME_MOST);

	for (uint32_t k = 0; k < n; k++) {
		if (found[k].is_bare ||
		    (genders_clash(item->gender, found[k].gender) &&
		     item->is_person))
			continue;
		take(w, i, &found[k], WHY_SAME);
		return true;
	}
	return false;
}

static bool may_be_one(const struct item *item, uint8_t type, uint8_t gender)
{
	return !resolve_types_clash(TYPE_PERSON, type) &&
	       !genders_clash(item->gender, gender);
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
		take(w, i, &found[k], WHY_SPELLING);
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
static bool same_item(const struct work *w, uint32_t a, uint32_t b)
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
		if (only >= 0 && !same_item(w, (uint32_t)only, k))
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

static void settle_several(struct work *w, uint32_t i)
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

/* ---- names of one word ---- */

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
	    genders_clash(item->gender, holder->gender))
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
		if (why == WHY_NEW || is_kept_apart(w, i, k))
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
	if (is_thing(item->type))
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
		    genders_clash(item->gender, holder->gender) ||
		    is_kept_apart(w, i, k))
			continue;
		if (only >= 0 && !same_item(w, (uint32_t)only, k))
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
	       !is_thing(item->type);
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
		take(w, i, &found[k], WHY_SAME);
		w->out[i].is_bare = found[k].is_bare;
		return;
	}
}

static void settle_one(struct work *w, uint32_t i)
{
	const struct known_row *row;

	if (settle_holder(w, i) || settle_first_name(w, i) || settle_said(w, i))
		return;
	row = w->items[i].type == TYPE_UNKNOWN
		      ? known_guess(w->known, w->items[i].main.whole)
		      : NULL;
	if (row)
		settle_known(w, i, row);
	else
		settle_alone(w, i);
}

/* ---- putting it together ---- */

static int32_t root_of(const struct work *w, uint32_t i)
{
	int32_t at = (int32_t)i;

	for (uint32_t steps = 0; w->items[at].with >= 0 && steps < w->n;
	     steps++)
		at = w->items[at].with;
	return at;
}

/* Two chains that stand for one new entity: the later points at the first. */
static void share_new(struct work *w)
{
	struct map seen;

	map_init(&seen, w->arena);
	for (uint32_t i = 0; i < w->n; i++) {
		struct resolution *r = &w->out[i];
		const char *key;
		bool is_new;
		uint32_t *place;

		if (!r->n_forms || w->items[i].with >= 0 || r->entity)
			continue;
		key = r->known ? arena_printf(w->arena, "%d %s", r->type,
					      r->known)
			       : arena_printf(w->arena, "- %s",
					      w->items[i].main.folded);
		place = map_put(&seen, key, strlen(key), &is_new);
		if (is_new)
			*place = i;
		else
			w->items[i].with = (int32_t)*place;
	}
}

/* The same name in ordinary case, if the article has it. */
static void lower_name(struct resolution *r, const struct name *main)
{
	if (r->known || !resolve_is_shouted(r->name))
		return;
	for (uint32_t k = 0; k < r->n_forms; k++) {
		if (!strcmp(r->forms[k].folded, main->folded) &&
		    !resolve_is_shouted(r->forms[k].bare)) {
			r->name = r->forms[k].bare;
			return;
		}
	}
}

static void finish(struct work *w, uint32_t i)
{
	struct resolution *r = &w->out[i];
	struct item *item = &w->items[i];
	const struct chain *c = &w->art->chains[i];
	int32_t root = root_of(w, i);

	if (!r->name)
		r->name = r->forms[0].bare;
	for (uint32_t k = 0; k < r->n_forms && !r->known; k++) {
		if (strlen(r->forms[k].bare) > strlen(r->name))
			r->name = r->forms[k].bare;
	}
	if (!r->known && c->name && *c->name)
		r->name = c->name;
	lower_name(r, &item->main);
	if (!r->type)
		r->type = item->type;
	r->gender = c->gender;
	r->role = c->role;
	r->country = c->country;
	if (root != (int32_t)i) {
		r->is_bare = false;
		r->entity = w->out[root].entity ? w->out[root].entity
						: -(int64_t)root - 1;
		r->known = w->out[root].known;
	}
	for (uint32_t k = 0; k < r->n_forms; k++) {
		bool is_main = !strcmp(r->forms[k].folded, item->main.folded);

		r->forms[k].why = is_main ? item->why : WHY_ARTICLE;
	}
}

void resolve_article(const struct known *known,
		     const struct names_lookup *names,
		     const struct article *art, struct arena *a,
		     struct resolution **out)
{
	struct work w = {.known = known,
			 .names = names,
			 .art = art,
			 .arena = a,
			 .n = art->n_chains};

	w.n_paired = w.n < PAIRED_MOST ? w.n : PAIRED_MOST;
	arena_init(&w.scratch);
	w.items = arena_array(a, w.n, sizeof(*w.items));
	w.out = arena_array(a, w.n, sizeof(*w.out));
	read_chains(&w);
	for (uint32_t i = 0; i < w.n; i++) {
		const struct known_row *row =
			w.out[i].n_forms ? known_of(&w, i) : NULL;

		if ((row || (w.out[i].n_forms && w.items[i].main.n > 1)) &&
		    settle_said(&w, i))
			continue;
		if (row)
			settle_known(&w, i, row);
	}
	for (uint32_t i = 0; i < w.n; i++) {
		if (w.out[i].n_forms && !w.items[i].is_settled &&
		    w.items[i].main.n != 1)
			settle_several(&w, i);
	}
	for (uint32_t i = 0; i < w.n; i++) {
		if (w.out[i].n_forms && !w.items[i].is_settled &&
		    w.items[i].main.n == 1)
			settle_one(&w, i);
	}
	share_new(&w);
	for (uint32_t i = 0; i < w.n; i++) {
		if (w.out[i].n_forms)
			finish(&w, i);
	}
	arena_free(&w.scratch);
	*out = w.out;
}
