/* People by their full names: which spellings are one person, the longest
 * first, a slip of the pen forgiven; and such a slip in the title.
 */
#include <string.h>

#include "base/fold.h"
#include "coref/names.h"

#define SPELLING_LEAST 5 /* letters: in shorter words a slip is a name */
#define SPELLING_MOST  2 /* times the rarer form may stand in the text */

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

	for (uint32_t i = coref_first_node(k); i < k->n_nodes && f->node < 0;
	     i++) {
		n = &k->nodes[i];
		if (n->type == TYPE_PERSON && is_same_person(k, f, n))
			f->node = (int32_t)i;
	}
	if (f->node < 0) {
		f->node = coref_node_new(k, TYPE_PERSON);
		coref_node_name(k, &k->nodes[f->node], f);
	}
	n = &k->nodes[f->node];
	n->all += f->count;
	if (f->n_words > n->n_words ||
	    (f->n_words == n->n_words &&
	     spelling_worth(k, f->words, f->n_words, f->count) >
		     spelling_worth(k, n->words, n->n_words, n->full)))
		coref_node_name(k, n, f);
	if (!n->gender)
		n->gender = coref_given_gender(k->lists, f->words[0]);
	known = coref_fact(k->lists, &k->lists->people, f->surface);
	if (known && !n->known)
		n->known = arena_copy(k->arena, known->canonical.at,
				      known->canonical.len);
}

/* Full names first, the longest before the others, so that a shorter form
 * finds the longer one there. */
void coref_people_full(struct knot *k)
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
int coref_single_rank(const struct node *n, struct slice word)
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
	for (uint32_t i = coref_first_node(k); i < k->n_nodes; i++) {
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
