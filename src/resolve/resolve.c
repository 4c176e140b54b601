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
#include "resolve/work.h"

#define WHY_NAMES                                                              \
	"new", "same", "known", "article", "acronym", "spelling", "surname",   \
		"user"

static const char *const whys_at[] = {WHY_NAMES};
const struct names resolve_whys = {whys_at, (uint8_t)array_length(whys_at)};

/* Chains of one article that are compared with every other: what names more
 * is a list, and all pairs of it would take minutes. */
#define PAIRED_MOST 1000u

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

bool work_is_thing(uint8_t type)
{
	return type != TYPE_UNKNOWN && type != TYPE_PERSON && type != TYPE_MISC;
}

bool resolve_types_clash(uint8_t a, uint8_t b)
{
	return (a == TYPE_PERSON && work_is_thing(b)) ||
	       (b == TYPE_PERSON && work_is_thing(a));
}

bool work_genders_clash(uint8_t a, uint8_t b)
{
	return a && b && a != b;
}

/* ---- the user's word ---- */

/* Take a candidate: what is merged stays with its own name, so that a merge
 * can be undone. */
void work_take(struct work *w, uint32_t i, const struct candidate *c,
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
bool work_settle_said(struct work *w, uint32_t i)
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
		work_take(w, i, &found[k], WHY_USER);
		return true;
	}
	return false;
}

/* Has the user said that a name is not whom another chain of the article
 * stands for? */
bool work_is_apart(struct work *w, uint32_t i, uint32_t from)
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
void work_settle_known(struct work *w, uint32_t i, const struct known_row *row)
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
			work_take(w, i, &found[k], WHY_KNOWN);
	}
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
		    work_settle_said(&w, i))
			continue;
		if (row)
			work_settle_known(&w, i, row);
	}
	for (uint32_t i = 0; i < w.n; i++) {
		if (w.out[i].n_forms && !w.items[i].is_settled &&
		    w.items[i].main.n != 1)
			work_settle_several(&w, i);
	}
	for (uint32_t i = 0; i < w.n; i++) {
		if (w.out[i].n_forms && !w.items[i].is_settled &&
		    w.items[i].main.n == 1)
			work_settle_one(&w, i);
	}
	share_new(&w);
	for (uint32_t i = 0; i < w.n; i++) {
		if (w.out[i].n_forms)
			finish(&w, i);
	}
	arena_free(&w.scratch);
	*out = w.out;
}
