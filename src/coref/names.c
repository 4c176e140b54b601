/* Names are joined by what they are: forms of a known thing by its canonical
 * name; people by surname and a given name that is no other; bodies by initials
 * or as the tail of a longer name.  Each distinct form is looked at once; only
 * a surname that two people share is settled mention by mention.
 */
#include <string.h>

#include "base/fold.h"
#include "coref/role.h"

#define SPELLING_LEAST 5 /* letters: in shorter words a slip is a name */
#define NODES_MOST     2000
#define SPELLING_MOST  2 /* times the rarer form may stand in the text */

int32_t coref_node_new(struct knot *k, uint8_t type)
{
	struct node *n = array_add(k->arena, k->nodes, k->n_nodes);

	n->type = type;
	n->first = UINT32_MAX;
	return (int32_t)k->n_nodes - 1;
}

/* ---- forms ---- */

/* Without "the", titles in front, a possessive or a comma behind. */
static struct slice bare(const struct knot *k, struct slice s)
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
	struct slice s = bare(k, f->surface);
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
static uint32_t first_node(const struct knot *k)
{
	return k->n_nodes > NODES_MOST ? k->n_nodes - NODES_MOST : 0;
}

/* ---- spelling ---- */

/* Is one word the other with one letter changed, added, left out or two
 * exchanged? */
static bool is_slip(struct slice a, struct slice b)
{
	size_t i = 0, ra, rb;

	if (a.len > b.len) {
		struct slice t = a;

		a = b;
		b = t;
	}
	if (b.len - a.len > 1 || a.len < SPELLING_LEAST)
		return false;
	while (i < a.len && a.at[i] == b.at[i])
		i++;
	ra = a.len - i;
	rb = b.len - i;
	if (ra != rb)
		return !memcmp(a.at + i, b.at + i + 1, ra);
	if (ra <= 1 || !memcmp(a.at + i + 1, b.at + i + 1, ra - 1))
		return true;
	return a.at[i] == b.at[i + 1] && a.at[i + 1] == b.at[i] &&
	       !memcmp(a.at + i + 2, b.at + i + 2, ra - 2);
}

static struct slice surname_of(const struct slice *words, uint32_t n)
{
	struct slice s = words[n - 1];

	if (s.len > 4 && (!memcmp(s.at, "al-", 3) || !memcmp(s.at, "el-", 3))) {
		s.at += 3;
		s.len -= 3;
	}
	return s;
}

static bool given_agree(const struct knot *k, struct slice a, struct slice b)
{
	if (slice_same(a, b))
		return true;
	if (a.len == 1 || b.len == 1)
		return a.at[0] == b.at[0];
	return coref_nicknames(k->lists, a, b);
}

/* Could a form of two words and more be the person? */
static bool is_same_person(const struct knot *k, const struct spelling *f,
			   const struct node *n)
{
	struct slice a = surname_of(f->words, f->n_words);
	struct slice b = surname_of(n->words, n->n_words);
	bool may_slip = f->count <= SPELLING_MOST || n->full <= SPELLING_MOST;

	if (n->n_words < 2)
		return false;
	if (slice_same(a, b)) {
		if (given_agree(k, f->words[0], n->words[0]))
			return true;
		return may_slip && is_slip(f->words[0], n->words[0]);
	}
	if (!may_slip || !is_slip(a, b))
		return false;
	return slice_same(f->words[0], n->words[0]) ||
	       is_slip(f->words[0], n->words[0]);
}

/* ---- people ---- */

static bool is_person_form(const struct knot *k, const struct spelling *f)
{
	if (f->type == TYPE_PERSON)
		return true;
	return f->type == TYPE_UNKNOWN && f->n_words >= 2 && f->n_words <= 4 &&
	       coref_given_gender(k->lists, f->words[0]) != GENDER_UNKNOWN;
}

static void node_name(struct knot *k, struct node *n, const struct spelling *f)
{
	struct slice s = bare(k, f->surface);

	n->name = arena_copy(k->arena, s.at, s.len);
	memcpy(n->words, f->words, sizeof(n->words));
	n->n_words = f->n_words;
	n->full = f->count;
}

/* Of two spellings of one name: how often it stands there, and its surname
 * alone. */
static uint32_t spelling_worth(const struct knot *k, const struct slice *words,
			       uint32_t n_words, uint32_t count)
{
	struct slice last = surname_of(words, n_words);
	uint32_t sum = count;

	if (k->n_forms > NODES_MOST)
		return sum;
	for (uint32_t i = 0; i < k->n_forms; i++) {
		const struct spelling *f = &k->forms[i];

		if (f->n_words == 1 && slice_same(f->words[0], last))
			sum += f->count;
		if (f->n_words == n_words && f->in_body &&
		    slice_same(f->words[0], words[0]) &&
		    slice_same(surname_of(f->words, f->n_words), last))
			sum += f->in_body;
	}
	return sum;
}

static void person_full(struct knot *k, struct spelling *f)
{
	const struct fact *known;
	struct node *n;

	for (uint32_t i = first_node(k); i < k->n_nodes && f->node < 0; i++) {
		n = &k->nodes[i];
		if (n->type == TYPE_PERSON && is_same_person(k, f, n))
			f->node = (int32_t)i;
	}
	if (f->node < 0) {
		f->node = coref_node_new(k, TYPE_PERSON);
		node_name(k, &k->nodes[f->node], f);
	}
	n = &k->nodes[f->node];
	n->all += f->count;
	if (f->n_words > n->n_words ||
	    (f->n_words == n->n_words &&
	     spelling_worth(k, f->words, f->n_words, f->count) >
		     spelling_worth(k, n->words, n->n_words, n->full)))
		node_name(k, n, f);
	if (!n->gender)
		n->gender = coref_given_gender(k->lists, f->words[0]);
	known = coref_fact(k->lists, &k->lists->people, f->surface);
	if (known && !n->known)
		n->known = arena_copy(k->arena, known->canonical.at,
				      known->canonical.len);
}

/* Full names first, the longest before the others, so that a shorter form
 * finds the longer one there. */
static void people_full(struct knot *k)
{
	for (uint32_t words = NAME_WORDS; words >= 2; words--) {
		for (uint32_t i = 0; i < k->n_forms; i++) {
			struct spelling *f = &k->forms[i];

			if (f->n_words == words && f->node < 0 &&
			    is_person_form(k, f))
				person_full(k, f);
		}
	}
}

/* How a single word may name a node: 2 as surname, 1 as given name. */
static int single_rank(const struct node *n, struct slice word)
{
	struct slice last;

	if (n->type != TYPE_PERSON || n->n_words < 2)
		return 0;
	last = surname_of(n->words, n->n_words);
	if (slice_same(last, word) ||
	    slice_same(n->words[n->n_words - 1], word))
		return 2;
	if (last.len > word.len + 1 && word.len >= 4 &&
	    last.at[last.len - word.len - 1] == '-' &&
	    !memcmp(last.at + last.len - word.len, word.at, word.len))
		return 2;
	return slice_same(n->words[0], word) ? 1 : 0;
}

/* The title right before a mention tells a gender. */
static uint8_t title_gender(const struct knot *k, uint32_t mention)
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

/* Has the person a role elsewhere that stands before this mention, too
 * ("Mayor Hartman" is who "Mayor Lucy Hartman" was)? */
static bool has_role_of(const struct knot *k, int32_t node, uint32_t mention)
{
	const struct article *art = k->art;

	for (uint32_t i = mention; i-- > 0 && mention - i < 4;) {
		const struct mention *role = &art->mentions[i];

		if (role->form != FORM_ROLE || role->of != (int32_t)mention)
			continue;
		for (uint32_t n = 0; n < i; n++) {
			const struct mention *m = &art->mentions[n];

			if (m->form == FORM_ROLE && m->of >= 0 &&
			    art->mentions[m->of].chain == node &&
			    slice_same(article_slice(art, m->span),
				       article_slice(art, role->span)))
				return true;
		}
	}
	return false;
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
static bool is_rather(const struct knot *k, uint32_t mention,
		      const uint32_t *last, int32_t a, int32_t b)
{
	uint32_t at = k->art->mentions[mention].span.start;
	uint32_t full_a = k->nodes[a].all, full_b = k->nodes[b].all;
	bool role_a = has_role_of(k, a, mention);
	bool later = last[b] > last[a];

	if (role_a != has_role_of(k, b, mention))
		return !role_a;
	if (k->nodes[a].is_kin != k->nodes[b].is_kin)
		return k->nodes[a].is_kin;
	if (is_just_before(k->art, later ? last[b] : last[a], at))
		return later;
	if (full_a >= full_b * PROMINENT)
		return false;
	return full_b >= full_a * PROMINENT || later;
}

/* The person a single word means at one mention; -1 nobody known. */
static int32_t single_at(const struct knot *k, const struct spelling *f,
			 uint32_t mention, const uint32_t *last)
{
	uint8_t gender = title_gender(k, mention);
	int32_t best = -1;
	int rank, best_rank = 0;

	for (uint32_t i = first_node(k); i < k->n_nodes; i++) {
		const struct node *n = &k->nodes[i];

		rank = single_rank(n, f->words[0]);
		if (!rank || (gender && n->gender && n->gender != gender))
			continue;
		if (rank > best_rank ||
		    (rank == best_rank &&
		     is_rather(k, mention, last, best, (int32_t)i))) {
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
static void find_kin(struct knot *k)
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
	struct slice s = bare(k, f->surface);
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

/* Is the single word the first or last word of a body's longer name? */
static bool is_part(struct slice word, const struct spelling *f)
{
	return word.len >= 4 && f->n_words >= 2 && f->type == TYPE_ORG &&
	       (slice_same(word, f->words[0]) ||
		slice_same(word, f->words[f->n_words - 1]));
}

/* The only longer form that a body's short one stands for; NULL when none or
 * several. */
static const struct spelling *longer_form(const struct knot *k,
					  const struct spelling *f)
{
	bool capitals = is_capitals(bare(k, f->surface));
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
		node_name(k, n, f);
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
	for (uint32_t i = first_node(k); i < k->n_nodes; i++) {
		int rank = single_rank(&k->nodes[i], f->words[0]);

		if (rank == 2 || (rank == 1 && f->type == TYPE_PERSON))
			return true;
	}
	return false;
}

static void forms_link(struct knot *k)
{
	people_full(k);
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
		node_name(k, &k->nodes[node], f);
	m->type = TYPE_PLACE;
	return node;
}

void coref_names(struct knot *k)
{
	struct article *art = k->art;
	uint32_t *last;

	map_init(&k->keys, k->arena);
	forms_collect(k);
	forms_link(k);
	find_kin(k);
	last = arena_array(k->arena, k->n_nodes + 1, sizeof(*last));
	for (uint32_t i = 0; i < k->n_given; i++) {
		struct mention *m = &art->mentions[i];
		const struct spelling *f;

		if (k->form_of[i] < 0)
			continue;
		f = &k->forms[k->form_of[i]];
		if (f->node < 0 && is_thing(k, i))
			m->chain = thing_node(k, f, m);
		else
			m->chain = f->node >= 0 ? f->node
						: single_at(k, f, i, last);
		if (m->chain < 0)
			continue;
		last[m->chain] = m->span.start + 1;
		if (m->type == TYPE_UNKNOWN)
			m->type = k->nodes[m->chain].type;
		if (!k->nodes[m->chain].gender)
			k->nodes[m->chain].gender = title_gender(k, i);
	}
}

/* ---- the title ---- */

static struct slice fold_token(struct knot *k, const struct token *t)
{
	struct slice s = article_slice(k->art, t->span);
	size_t len;
	char *folded = fold_text(k->arena, s.at, s.len, &len);

	return (struct slice){folded, len};
}

/* The person whose full name two words are, but for a slip. */
static int32_t person_spelt(const struct knot *k, struct slice given,
			    struct slice last)
{
	for (uint32_t i = first_node(k); i < k->n_nodes; i++) {
		const struct node *n = &k->nodes[i];
		struct slice surname;

		if (n->type != TYPE_PERSON || n->n_words < 2)
			continue;
		surname = n->words[n->n_words - 1];
		if (!slice_same(given, n->words[0]) &&
		    !is_slip(given, n->words[0]))
			continue;
		if (slice_same(last, surname) || is_slip(last, surname))
			return (int32_t)i;
	}
	return -1;
}

/* Make [start, end) a mention of the node, in place of what lies inside. */
static void title_name(struct knot *k, struct span span, int32_t node)
{
	struct article *art = k->art;

	for (uint32_t i = 0; i < k->n_given; i++) {
		struct mention *m = &art->mentions[i];

		if (m->span.start >= span.end)
			break;
		if (m->span.end <= span.start)
			continue;
		if (m->span.start < span.start || m->span.end > span.end)
			return;
		if (m->form == FORM_NAME) {
			m->span = span;
			m->type = TYPE_PERSON;
			m->chain = node;
			return;
		}
	}
	*array_add(art->arena, art->mentions, art->n_mentions) =
		(struct mention){.span = span,
				 .type = TYPE_PERSON,
				 .form = FORM_NAME,
				 .chain = node,
				 .of = -1};
}

void coref_title_names(struct knot *k)
{
	struct article *art = k->art;

	for (uint32_t i = 0; i + 1 < art->n_tokens; i++) {
		const struct token *t = &art->tokens[i];
		int32_t node;

		if (t[1].span.end > art->title.end)
			break;
		if (!(t->flags & TOKEN_CAPITAL) || !(t[1].flags & TOKEN_WORD))
			continue;
		node = person_spelt(k, fold_token(k, t), fold_token(k, t + 1));
		if (node >= 0)
			title_name(k,
				   (struct span){t->span.start, t[1].span.end},
				   node);
	}
}
