#include "coref/role.h"

#include <string.h>

#define NOUN_WORDS        4
#define DESCRIPTION_WORDS 7
#define APPOSITION_WORDS  12

uint32_t coref_token_at(const struct article *art, uint32_t at)
{
	uint32_t low = 0, high = art->n_tokens;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (art->tokens[mid].span.start < at)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static struct slice tokens_text(const struct knot *k, uint32_t first,
				uint32_t end)
{
	const struct article *art = k->art;

	return article_slice(art, (struct span){art->tokens[first].span.start,
						art->tokens[end - 1].span.end});
}

static bool token_is(const struct knot *k, uint32_t i, const char *const *words,
		     size_t n)
{
	struct slice w = article_slice(k->art, k->art->tokens[i].span);

	for (size_t at = 0; at < n; at++) {
		size_t c = 0;

		while (c < w.len && words[at][c] &&
		       (w.at[c] | 32) == words[at][c])
			c++;
		if (c == w.len && !words[at][c])
			return true;
	}
	return false;
}

static const char *const definite[] = {"the", "this", "that"};
static const char *const indefinite[] = {"a", "an"};
static const char *const possessives[] = {"his", "her", "their", "its"};
static const char *const generic[] = {
	"man",     "woman",       "boy",           "girl",        "father",
	"mother",  "candidate",   "front-runner",  "frontrunner", "billionaire",
	"mogul",   "politician",  "hopeful",       "contender",   "star",
	"veteran", "businessman", "businesswoman", "singer",      "actor",
	"author"};

#define TOKEN_IS(k, i, list) token_is(k, i, list, array_length(list))

/* The longest known noun that ends before token `end`. */
static const struct role_noun *noun_before(const struct knot *k, uint32_t first,
					   uint32_t end, struct slice *noun)
{
	uint32_t from = end > first + NOUN_WORDS ? end - NOUN_WORDS : first;

	for (uint32_t i = from; i < end; i++) {
		const struct role_noun *r;

		*noun = tokens_text(k, i, end);
		r = coref_noun(k->lists, *noun);
		if (r)
			return r;
	}
	*noun = (struct slice){NULL, 0};
	return NULL;
}

const struct fact *coref_country_in(const struct knot *k, struct span span,
				    struct slice *where)
{
	const struct article *art = k->art;
	uint32_t first = coref_token_at(art, span.start), end = first;

	while (end < art->n_tokens && art->tokens[end].span.end <= span.end)
		end++;
	for (uint32_t n = 3; n > 0; n--) {
		for (uint32_t i = first; i + n <= end; i++) {
			struct slice s = tokens_text(k, i, i + n);
			const struct fact *f;

			if (!(art->tokens[i].flags & TOKEN_CAPITAL))
				continue;
			f = coref_fact(k->lists, &k->lists->countries, s);
			if (f) {
				if (where)
					*where = s;
				return f;
			}
		}
	}
	return NULL;
}

static struct slice last_word(struct slice s)
{
	for (size_t i = s.len; i-- > 0;) {
		if (s.at[i] == ' ')
			return (struct slice){s.at + i + 1, s.len - i - 1};
	}
	return s;
}

static bool is_word(struct slice s, const char *word)
{
	size_t i = 0;

	while (i < s.len && word[i] && (s.at[i] | 32) == word[i])
		i++;
	return i == s.len && !word[i];
}

/* "61-year-old" */
static bool is_age(struct slice s)
{
	static const char tail[] = "-year-old";
	size_t len = sizeof(tail) - 1;

	return s.len > len && s.at[0] >= '0' && s.at[0] <= '9' &&
	       !memcmp(s.at + s.len - len, tail, len);
}

/* Where the noun of a description ends: before "of the town". */
static uint32_t noun_end(const struct knot *k, uint32_t first, uint32_t end)
{
	static const char *const of[] = {"of",   "for",  "at", "in",
					 "from", "with", "on", "de"};
	uint32_t i = first + 1;

	while (i < end && !TOKEN_IS(k, i, of))
		i++;
	return i < end ? i : end;
}

/* The words behind "of" without an article. */
static struct slice of_what(const struct knot *k, uint32_t of, uint32_t end)
{
	if (of + 1 < end && TOKEN_IS(k, of + 1, definite))
		of++;
	if (of + 1 >= end)
		return (struct slice){NULL, 0};
	return tokens_text(k, of + 1, end);
}

struct description coref_describe(const struct knot *k, uint32_t first,
				  uint32_t end)
{
	const struct article *art = k->art;
	struct description d = {.span = {art->tokens[first].span.start,
					 art->tokens[end - 1].span.end}};
	const struct fact *country;
	struct slice last;

	d.is_indefinite = TOKEN_IS(k, first, indefinite);
	d.role = noun_before(k, first, end, &d.noun);
	if (!d.role) {
		uint32_t of = noun_end(k, first, end);

		d.role = noun_before(k, first, of, &d.noun);
		if (d.role) {
			d.of = of_what(k, of, end);
			end = of;
		}
	}
	last = article_slice(art, art->tokens[end - 1].span);
	d.is_counterpart = slice_equals(last, "counterpart");
	d.is_person = TOKEN_IS(k, end - 1, generic) || is_age(last);
	if (d.role)
		d.gender = d.role->gender;
	if (TOKEN_IS(k, end - 1, generic) && !d.gender)
		d.gender = is_word(last, "man")     ? GENDER_MALE
			   : is_word(last, "woman") ? GENDER_FEMALE
						    : GENDER_UNKNOWN;
	country = coref_country_in(k, d.span, NULL);
	if (country)
		d.country = country->canonical;
	return d;
}

uint32_t coref_description_end(const struct knot *k, uint32_t first,
			       uint32_t end)
{
	const struct article *art = k->art;
	uint32_t found = 0;

	if (!TOKEN_IS(k, first, definite) && !TOKEN_IS(k, first, possessives))
		return 0;
	for (uint32_t i = first + 1; i < end && i - first < DESCRIPTION_WORDS;
	     i++) {
		struct slice noun, w = article_slice(art, art->tokens[i].span);

		if (art->tokens[i].flags & TOKEN_MARK)
			break;
		if (slice_equals(w, "and") || slice_equals(w, "or") ||
		    slice_equals(w, "to") || slice_equals(w, "in") ||
		    slice_equals(w, "who") || slice_equals(w, "'s"))
			break;
		if (noun_before(k, first + 1, i + 1, &noun) ||
		    slice_equals(w, "counterpart") || is_age(w) ||
		    TOKEN_IS(k, i, generic))
			found = i + 1;
	}
	return found;
}

/* Who speaks for others is no leader or candidate, only an official. */
static bool is_helper(struct slice noun)
{
	static const char *const helpers[] = {
		"spokesman", "spokeswoman", "spokesperson", "aide",
		"adviser",   "advisor",     "assistant",    "manager"};

	for (size_t i = 0; i < array_length(helpers); i++) {
		if (is_word(noun, helpers[i]))
			return true;
	}
	return false;
}

static bool is_class(const struct held *h, const struct description *d)
{
	struct slice last = last_word(d->noun);

	if (!d->role || !h->class.len)
		return false;
	if (is_helper(last_word(h->noun)) && !is_word(last, "official"))
		return false;
	return coref_noun_covers(last, h->class);
}

/* Two nouns for one office. */
static bool is_synonym(struct slice a, struct slice b)
{
	static const char *const pairs[][2] = {
		{"judge", "justice"},           {"lawyer", "attorney"},
		{"envoy", "ambassador"},        {"lawmaker", "senator"},
		{"lawmaker", "congressman"},    {"lawmaker", "congresswoman"},
		{"lawmaker", "representative"}, {"candidate", "nominee"},
		{"premier", "minister"},        {"boss", "manager"},
		{"coach", "manager"},           {"head", "director"},
		{"chief", "director"},          {"cop", "officer"},
	};

	for (size_t i = 0; i < array_length(pairs); i++) {
		if ((is_word(a, pairs[i][0]) && is_word(b, pairs[i][1])) ||
		    (is_word(b, pairs[i][0]) && is_word(a, pairs[i][1])))
			return true;
	}
	return false;
}

/* Does one noun end in the other ("minister", "foreign minister")? */
static bool is_noun(struct slice a, struct slice b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	const char *x = a.at + a.len - len, *y = b.at + b.len - len;

	if (len == 0)
		return false;
	for (size_t i = 0; i < len; i++) {
		if ((x[i] | 32) != (y[i] | 32))
			return false;
	}
	return (a.len == len || a.at[a.len - len - 1] == ' ') &&
	       (b.len == len || b.at[b.len - len - 1] == ' ');
}

enum { FIT_GENERAL = 1, FIT_CLASS = 3, FIT_NOUN = 6, FIT_COUNTRY = 4 };

int coref_fits(const struct node *n, const struct description *d)
{
	int best = 0;
	bool has_country = false, clashes = false, is_placed = false;
	bool is_of = false, is_of_other = false;

	if (n->type != TYPE_PERSON ||
	    (d->gender && n->gender && d->gender != n->gender))
		return 0;
	for (uint32_t i = 0; i < n->n_held; i++) {
		const struct held *h = &n->held[i];
		int fit = is_noun(d->noun, h->noun) ||
					  is_synonym(last_word(d->noun),
						     last_word(h->noun))
				  ? FIT_NOUN
			  : is_class(h, d) ? FIT_CLASS
					   : 0;

		if (fit > best)
			best = fit;
		is_of |= d->of.len && slice_same(d->of, h->of);
		is_of_other |= d->of.len && h->of.len;
		is_placed |= h->country.len > 0;
		if (!d->country.len || !h->country.len)
			continue;
		if (slice_same(d->country, h->country))
			has_country = true;
		else
			clashes = true;
	}
	if ((clashes && !has_country) ||
	    (is_of_other && !is_of && !has_country))
		return 0;
	if (has_country && (best || d->is_counterpart))
		best += FIT_COUNTRY;
	else if (d->country.len && best)
		best = is_placed ? 0 : best - 1;
	if (!best && d->is_person)
		best = FIT_GENERAL;
	return best;
}

/* ---- what people are called ---- */

static struct slice copy(struct knot *k, struct slice s)
{
	return (struct slice){arena_copy(k->arena, s.at, s.len), s.len};
}

static void hold(struct knot *k, int32_t node, const struct description *d)
{
	struct node *n = &k->nodes[node];
	struct held *h;

	if (!d->role && !d->country.len)
		return;
	h = array_add(k->arena, n->held, n->n_held);
	h->noun = d->noun;
	if (d->role) {
		h->class = d->role->class;
		if (!n->gender)
			n->gender = d->role->gender;
	}
	h->country = d->country;
	h->of = d->of;
}

/* The role that stands with the name on the chain: the longest written. */
static void show_role(struct knot *k, int32_t node, struct span span)
{
	struct slice role = article_slice(k->art, span), where = {NULL, 0};
	struct node *n = &k->nodes[node];

	if (role.len <= n->role.len)
		return;
	n->role = copy(k, role);
	if (coref_country_in(k, span, &where))
		n->country = copy(k, where);
}

/* A role mention that the tagger put beside a name. */
static void from_mention(struct knot *k, const struct mention *m)
{
	int32_t node = k->art->mentions[m->of].chain;
	uint32_t first = coref_token_at(k->art, m->span.start);
	uint32_t end = coref_token_at(k->art, m->span.end);
	struct description d;
	bool is_title;
	uint8_t gender;

	if (node < 0 || end <= first || k->nodes[node].type != TYPE_PERSON)
		return;
	is_title =
		coref_title(k->lists, article_slice(k->art, m->span), &gender);
	if (is_title && gender) {
		if (!k->nodes[node].gender)
			k->nodes[node].gender = gender;
		return;
	}
	d = coref_describe(k, first, end);
	hold(k, node, &d);
	/* "Dr" is no office */
	if (d.role || !is_title)
		show_role(k, node, m->span);
}

/* "French finance minister NAME": the noun before the name and the country
 * before that. */
static void from_before(struct knot *k, const struct mention *m)
{
	uint32_t end = coref_token_at(k->art, m->span.start), first;
	struct description d;
	struct slice noun;

	if (end == 0 || k->art->tokens[end].flags & TOKEN_FIRST)
		return;
	first = end > 5 ? end - 5 : 0;
	for (uint32_t i = end; i > first; i--) {
		if (k->art->tokens[i - 1].flags & TOKEN_MARK) {
			first = i;
			break;
		}
		if (k->art->tokens[i - 1].flags & TOKEN_FIRST)
			first = i - 1;
	}
	if (first >= end)
		return;
	if (noun_before(k, first, end, &noun)) {
		d = coref_describe(k, first, end);
		hold(k, m->chain, &d);
		return;
	}
	if (end >= 2 && (slice_equals(tokens_text(k, end - 1, end), "'s") ||
			 slice_equals(tokens_text(k, end - 1, end), "’s"))) {
		const struct fact *f =
			coref_country_in(k, k->art->tokens[end - 2].span, NULL);

		d = (struct description){0};
		if (f)
			d.country = f->canonical;
		hold(k, m->chain, &d);
	}
}

/* "NAME, the French finance minister, ..." */
static void from_behind(struct knot *k, const struct mention *m)
{
	const struct article *art = k->art;
	uint32_t comma = coref_token_at(art, m->span.end), end = comma + 1;
	struct description d;

	if (comma >= art->n_tokens ||
	    art->text[art->tokens[comma].span.start] != ',')
		return;
	while (end < art->n_tokens && end - comma < APPOSITION_WORDS &&
	       !(art->tokens[end].flags & (TOKEN_MARK | TOKEN_FIRST))) {
		static const char *const stops[] = {
			"of",  "for",  "in",   "at", "who",
			"and", "from", "with", "on", "to"};
		struct slice noun;

		if (TOKEN_IS(k, end, stops) &&
		    !(end + 1 < art->n_tokens &&
		      noun_before(k, comma + 1, end + 2, &noun)))
			break;
		end++;
	}
	if (end <= comma + 1)
		return;
	d = coref_describe(k, comma + 1, end);
	if (d.role && end - comma - 1 <= 8)
		hold(k, m->chain, &d);
}

void coref_roles(struct knot *k)
{
	const struct article *art = k->art;

	for (uint32_t i = 0; i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];

		if (m->form == FORM_ROLE && m->of >= 0) {
			from_mention(k, m);
		} else if (m->form == FORM_NAME && m->chain >= 0 &&
			   k->nodes[m->chain].type == TYPE_PERSON) {
			from_before(k, m);
			from_behind(k, m);
		}
	}
}
