/* Names are joined by what they are: forms of a known thing by its canonical
 * name; people by surname and a given name that is no other; bodies by initials
 * or as the tail of a longer name.  Each distinct form is looked at once; only
 * a surname that two people share is settled mention by mention.
 */
#include <string.h>

#include "base/fold.h"
#include "coref/names.h"
#include "coref/role.h"

int32_t coref_node_new(struct knot *k, uint8_t type)
{
	struct node *n = array_add(k->arena, k->nodes, k->n_nodes);

	n->type = type;
	n->first = UINT32_MAX;
	return (int32_t)k->n_nodes - 1;
}

/* ---- forms ---- */

/* Without "the", titles in front, a possessive or a comma behind. */
struct slice coref_bare(const struct knot *k, struct slice s)
{
	uint8_t gender;

	if (s.len > 2 && s.at[s.len - 1] == 's' && s.at[s.len - 2] == '\'')
		s.len -= 2;
	else if (s.len > 4 && s.at[s.len - 1] == 's' &&
		 !memcmp(s.at + s.len - 4, "\xE2\x80\x99", 3))
		s.len -= 4;
	for (;;) {
		struct slice rest = s, first = slice_cut(&rest, ' ');

		if (!rest.at || !rest.len)
			return s;
		if (!slice_equals(first, "the") &&
		    !slice_equals(first, "The") &&
		    !(coref_title(k->lists, first, &gender) && first.len <= 4 &&
		      gender) &&
		    !(memchr(rest.at, ' ', rest.len) &&
		      coref_noun(k->lists, first)))
			return s;
		s = rest;
	}
}

static bool is_suffix(struct slice word)
{
	return slice_equals(word, "jr") || slice_equals(word, "sr") ||
	       slice_equals(word, "ii") || slice_equals(word, "iii");
}

static void form_words(struct knot *k, struct spelling *f)
{
	size_t len;
	struct slice s = coref_bare(k, f->surface);
	char *folded = fold_text(k->arena, s.at, s.len, &len);
	struct slice rest = {folded, len};

	while (rest.at && f->n_words < NAME_WORDS) {
		struct slice w = slice_cut(&rest, ' ');

		while (w.len &&
		       (w.at[w.len - 1] == '.' || w.at[w.len - 1] == ','))
			w.len--;
		if (w.len)
			f->words[f->n_words++] = w;
	}
	while (f->n_words > 1 && is_suffix(f->words[f->n_words - 1]))
		f->n_words--;
}

static uint8_t form_type(const struct spelling *f)
{
	uint8_t best = TYPE_UNKNOWN;

	for (uint8_t t = 1; t < TYPES; t++) {
		if (f->votes[t] > (best ? f->votes[best] : 0))
			best = t;
	}
	return best;
}

/* Which forms have a role beside them or speak. */
static void forms_roles(struct knot *k)
{
	const struct article *art = k->art;

	for (uint32_t i = 0; i < k->n_given; i++) {
		const struct mention *m = &art->mentions[i];

		if (m->form == FORM_ROLE && m->of >= 0 &&
		    k->form_of[m->of] >= 0)
			k->forms[k->form_of[m->of]].has_role = true;
	}
	for (uint32_t i = 0; i < art->n_quotes; i++) {
		int32_t m = art->quotes[i].mention;

		if (m >= 0 && k->form_of[m] >= 0)
			k->forms[k->form_of[m]].has_role = true;
	}
}

static void forms_collect(struct knot *k)
{
	struct article *art = k->art;
	struct map seen;

	map_init(&seen, k->arena);
	k->form_of = arena_array(k->arena, k->n_given + 1, sizeof(int32_t));
	for (uint32_t i = 0; i < k->n_given; i++) {
		const struct mention *m = &art->mentions[i];
		struct slice surface = article_slice(art, m->span);
		bool is_new;
		uint32_t *at;

		k->form_of[i] = -1;
		if (m->form != FORM_NAME || m->type == TYPE_DATE)
			continue;
		at = map_put(&seen, surface.at, surface.len, &is_new);
		if (is_new) {
			*at = k->n_forms;
			array_add(k->arena, k->forms, k->n_forms)->surface =
				surface;
			k->forms[*at].node = -1;
			form_words(k, &k->forms[*at]);
		}
		k->form_of[i] = (int32_t)*at;
		k->forms[*at].count++;
		k->forms[*at].in_body += m->span.start >= art->body.start;
		k->forms[*at].votes[m->type]++;
	}
	for (uint32_t i = 0; i < k->n_forms; i++)
		k->forms[i].type = form_type(&k->forms[i]);
	forms_roles(k);
}

/* Where a search of the nodes begins: in a text of very many names only the
 * latest are looked at. */
uint32_t coref_first_node(const struct knot *k)
{
	return k->n_nodes > NODES_MOST ? k->n_nodes - NODES_MOST : 0;
}

void coref_node_name(struct knot *k, struct node *n, const struct spelling *f)
{
	struct slice s = coref_bare(k, f->surface);

	n->name = arena_copy(k->arena, s.at, s.len);
	memcpy(n->words, f->words, sizeof(n->words));
	n->n_words = f->n_words;
	n->full = f->count;
}

/* Nothing that goes on with the words before it: "the Wend," but not "the
 * Wend affair". */
static bool ends_phrase(const struct article *art, uint32_t token)
{
	static const char *const goes_on[] = {
		"is",    "was",  "will", "has",  "had", "and", "or",
		"in",    "at",   "for",  "near", "to",  "by",  "from",
		"which", "that", "with", "on",   "did", "but"};
	struct slice w;

	if (token >= art->n_tokens ||
	    art->tokens[token].flags & (TOKEN_MARK | TOKEN_FIRST))
		return true;
	w = article_slice(art, art->tokens[token].span);
	for (size_t i = 0; i < array_length(goes_on); i++) {
		if (slice_equals(w, goes_on[i]))
			return true;
	}
	return false;
}

/* "over the Wend": a bare name with an article and nothing behind it is a
 * river's or a ship's, whoever has it as his surname. */
static bool is_thing(const struct knot *k, uint32_t mention)
{
	const struct article *art = k->art;
	struct span span = art->mentions[mention].span;
	uint32_t first = coref_token_at(art, span.start);
	struct slice before;

	if (first == 0 ||
	    memchr(art->text + span.start, ' ', span.end - span.start))
		return false;
	before = article_slice(art, art->tokens[first - 1].span);
	if (!slice_equals(before, "the") && !slice_equals(before, "The"))
		return false;
	if (art->text[span.end - 1] == 's')
		return false; /* the Tollands */
	return ends_phrase(art, coref_token_at(art, span.end));
}

/* ---- what is no person ---- */

static int32_t keyed(struct knot *k, const char *key, size_t len, uint8_t type,
		     bool *is_new)
{
	uint32_t *at = map_put(&k->keys, key, len, is_new);

	if (*is_new)
		*at = (uint32_t)coref_node_new(k, type);
	return (int32_t)*at;
}

static int32_t known_node(struct knot *k, const struct fact *fact, uint8_t type)
{
	char *key = arena_printf(k->arena, "%s:%.*s",
				 type == TYPE_PLACE ? "place" : "org",
				 (int)fact->canonical.len, fact->canonical.at);
	bool is_new;
	int32_t at = keyed(k, key, strlen(key), type, &is_new);

	if (is_new) {
		k->nodes[at].known = arena_copy(k->arena, fact->canonical.at,
						fact->canonical.len);
		k->nodes[at].name = k->nodes[at].known;
	}
	if (fact->is_agency)
		k->nodes[at].is_agency = true;
	return at;
}

int32_t coref_country(struct knot *k, struct slice canonical)
{
	struct fact fact = {.canonical = canonical};

	return known_node(k, &fact, TYPE_PLACE);
}

static void link_known(struct knot *k, struct spelling *f)
{
	const struct fact *fact = NULL;
	struct slice s = coref_bare(k, f->surface);
	uint8_t type = f->type;

	if (type == TYPE_PLACE || type == TYPE_GROUP || type == TYPE_UNKNOWN) {
		fact = coref_fact(k->lists, &k->lists->countries, s);
		if (fact) {
			f->node = known_node(k, fact, TYPE_PLACE);
			return;
		}
	}
	if (type == TYPE_ORG || type == TYPE_UNKNOWN || type == TYPE_GROUP) {
		fact = coref_fact(k->lists, &k->lists->organisations, s);
		if (fact)
			f->node = known_node(k, fact, TYPE_ORG);
	}
}

static bool is_small(struct slice w)
{
	static const char *const small[] = {"of", "the", "and", "for", "in",
					    "on", "de",  "du",  "des", "&"};

	for (size_t i = 0; i < array_length(small); i++) {
		if (slice_equals(w, small[i]))
			return true;
	}
	return false;
}

/* Are the letters of `word` the initials of the form's words? */
static bool is_initials(struct slice word, const struct spelling *f)
{
	size_t at = 0;

	for (uint32_t i = 0; i < f->n_words; i++) {
		if (is_small(f->words[i]))
			continue;
		while (at < word.len && word.at[at] == '.')
			at++;
		if (at >= word.len || word.at[at] != f->words[i].at[0])
			return false;
		at++;
	}
	while (at < word.len && word.at[at] == '.')
		at++;
	return at == word.len && f->n_words >= 2;
}

static bool is_capitals(struct slice s)
{
	size_t letters = 0;

	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] == '.')
			continue;
		if (s.at[i] < 'A' || s.at[i] > 'Z')
			return false;
		letters++;
	}
	return letters >= 2 && letters <= 8;
}

/* Is the single word what a body's longer name calls it?  Its last word, or
 * what is "of" something; another first word may be where it sits, "Ostrel Port
 * Authority". */
static bool is_part(struct slice word, const struct spelling *f)
{
	if (word.len < 4 || f->n_words < 2 || f->type != TYPE_ORG)
		return false;
	if (slice_same(word, f->words[f->n_words - 1]))
		return true;
	return slice_same(word, f->words[0]) && f->n_words > 2 &&
	       (slice_equals(f->words[1], "of") ||
		slice_equals(f->words[1], "for"));
}

/* The only longer form that a body's short one stands for; NULL when none or
 * several. */
static const struct spelling *longer_form(const struct knot *k,
					  const struct spelling *f)
{
	bool capitals = is_capitals(coref_bare(k, f->surface));
	const struct spelling *found = NULL;

	if (k->n_forms > NODES_MOST)
		return NULL;
	for (uint32_t i = 0; i < k->n_forms; i++) {
		const struct spelling *o = &k->forms[i];

		if (o == f || o->n_words < 2 || o->type == TYPE_PERSON)
			continue;
		if (!(capitals && is_initials(f->words[0], o)) &&
		    !(f->type == TYPE_ORG && is_part(f->words[0], o)))
			continue;
		if (found && found->node != o->node)
			return NULL;
		found = o;
	}
	return found;
}

/* Forms that fold to the same words are one thing. */
static void link_words(struct knot *k, struct spelling *f)
{
	struct str key = {0};
	struct node *n;
	bool is_new;
	char *copy;

	str_add_text(&key, "is:");
	for (uint32_t i = 0; i < f->n_words; i++) {
		str_add(&key, f->words[i].at, f->words[i].len);
		str_add_char(&key, ' ');
	}
	copy = arena_copy(k->arena, str_text(&key), key.len);
	f->node = keyed(k, copy, key.len, f->type, &is_new);
	str_free(&key);
	n = &k->nodes[f->node];
	if (is_new)
		coref_node_name(k, n, f);
	if (n->type == TYPE_UNKNOWN)
		n->type = f->type;
}

static void link_single(struct knot *k, struct spelling *f)
{
	const struct spelling *longer;

	if (f->type != TYPE_PERSON) {
		longer = longer_form(k, f);
		if (longer && longer->node >= 0) {
			f->node = longer->node;
			return;
		}
	}
	link_words(k, f);
}

/* Is the word a surname or given name of somebody in the article? */
static bool names_person(const struct knot *k, const struct spelling *f)
{
	if (f->n_words != 1 ||
	    (f->type != TYPE_PERSON && f->type != TYPE_UNKNOWN &&
	     !(f->type == TYPE_ORG && f->has_role)))
		return false;
	for (uint32_t i = coref_first_node(k); i < k->n_nodes; i++) {
		int rank = coref_single_rank(&k->nodes[i], f->words[0]);

		if (rank == 2 || (rank == 1 && f->type == TYPE_PERSON))
			return true;
	}
	return false;
}

static void forms_link(struct knot *k)
{
	coref_people_full(k);
	for (uint32_t i = 0; i < k->n_forms; i++) {
		struct spelling *f = &k->forms[i];

		if (f->node < 0 && f->type != TYPE_PERSON &&
		    !names_person(k, f))
			link_known(k, f);
	}
	for (uint32_t i = 0; i < k->n_forms; i++) {
		struct spelling *f = &k->forms[i];

		if (f->node < 0 && f->n_words >= 2)
			link_words(k, f);
	}
	for (uint32_t i = 0; i < k->n_forms; i++) {
		struct spelling *f = &k->forms[i];

		if (f->node < 0 && !names_person(k, f))
			link_single(k, f);
	}
}

/* The river, ship or the like that has a person's surname. */
static int32_t thing_node(struct knot *k, const struct spelling *f,
			  struct mention *m)
{
	char *key = arena_printf(k->arena, "thing:%.*s", (int)f->words[0].len,
				 f->words[0].at);
	bool is_new;
	int32_t node = keyed(k, key, strlen(key), TYPE_PLACE, &is_new);

	if (is_new)
		coref_node_name(k, &k->nodes[node], f);
	m->type = TYPE_PLACE;
	return node;
}

/* Somebody else of a name that one of the article has: "Ms Morrow" beside
 * Lucian Morrow. */
static int32_t stranger_node(struct knot *k, const struct spelling *f,
			     uint8_t gender)
{
	char *key = arena_printf(k->arena, "else:%u %.*s", gender,
				 (int)f->surface.len, f->surface.at);
	bool is_new;
	int32_t node = keyed(k, key, strlen(key), f->type, &is_new);

	if (is_new)
		coref_node_name(k, &k->nodes[node], f);
	return node;
}

void coref_names(struct knot *k)
{
	struct article *art = k->art;
	uint32_t *last, n_last;

	map_init(&k->keys, k->arena);
	forms_collect(k);
	forms_link(k);
	coref_find_kin(k);
	n_last = k->n_nodes;
	last = arena_array(k->arena, n_last + 1, sizeof(*last));
	for (uint32_t i = 0; i < k->n_given; i++) {
		struct mention *m = &art->mentions[i];
		const struct spelling *f;

		if (k->form_of[i] < 0)
			continue;
		f = &k->forms[k->form_of[i]];
		if (f->node < 0 && is_thing(k, i))
			m->chain = thing_node(k, f, m);
		else
			m->chain = f->node >= 0
					   ? f->node
					   : coref_single_at(k, f, i, last);
		if (m->chain < 0)
			m->chain =
				stranger_node(k, f, coref_title_gender(k, i));
		if ((uint32_t)m->chain < n_last)
			last[m->chain] = m->span.start + 1;
		if (m->type == TYPE_UNKNOWN)
			m->type = k->nodes[m->chain].type;
		if (!k->nodes[m->chain].gender)
			k->nodes[m->chain].gender = coref_title_gender(k, i);
	}
}
