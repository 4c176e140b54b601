#include "tag/feature.h"

#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "text/class.h"

#define REACH 2 /* tokens around a capital that may be part of a name */

/* Bits of enum fact and of known types beside the classes of the model. */
static const struct {
	uint32_t fact;
	uint8_t bit;
} fact_bits[] = {
	{FACT_GIVEN, 18}, {FACT_SURNAME, 19},   {FACT_WORD, 20},
	{FACT_TITLE, 21}, {FACT_HONORIFIC, 22}, {FACT_HEAD_FIRST, 23},
	{FACT_STATE, 28}, {FACT_STOP, 29},      {FACT_DATE, 30},
};

#define BIT_KNOWN      11 /* person org place group event work: 11 to 16 */
#define BIT_WEAK       17
#define BIT_HEAD_ORG   24
#define BIT_HEAD_PLACE 25
#define BIT_HEAD_OTHER 26
#define BIT_ROLE       27
#define BIT_MORE       31 /* classes of the model from MODEL_CLASSES on */
#define PHRASE_MOST    8

/* ---- senses ---- */

static uint64_t fold_mark(const struct scan *s, uint32_t i, uint64_t hash)
{
	static const char *const marks[][5] = {
		{"\"", "\u201C", "\u201D", "``", "''"},
		{"'", "\u2018", "\u2019", "`", "\u201A"},
		{"--", "\u2013", "\u2014", "\u2015", "---"},
		{"...", "\u2026", "..", "....", ".."},
	};
	struct slice w = scan_word(s, i);

	if (!(scan_flags(s, i) & TOKEN_MARK) || w.len > 4)
		return hash;
	for (size_t m = 0; m < array_length(marks); m++) {
		for (size_t k = 0; k < 5; k++) {
			if (slice_equals(w, marks[m][k]))
				return m + 1;
		}
	}
	return hash;
}

static char shape_of(const char *text, size_t len, size_t *size)
{
	switch (text_class_at(text, len, size)) {
	case CLASS_UPPER:
		return 'X';
	case CLASS_LOWER:
	case CLASS_LETTER:
	case CLASS_ALONE:
		return 'x';
	case CLASS_DIGIT:
		return 'd';
	case CLASS_EXTEND:
		return 0;
	default:
		return *size == 1 ? *text : '?';
	}
}

static void put_shape(struct sense *x, struct slice w)
{
	char full[24], brief[24];
	size_t n = 0, b = 0, size;

	for (size_t at = 0; at < w.len && n < sizeof(full); at += size) {
		char c = shape_of(w.at + at, w.len - at, &size);

		if (!c)
			continue;
		if (b < sizeof(brief) && (b == 0 || brief[b - 1] != c))
			brief[b++] = c;
		if (n < 4 || full[n - 1] != c || full[n - 2] != c)
			full[n++] = c;
	}
	x->shape = (uint32_t)hash_bytes(full, n, 1);
	x->brief = (uint32_t)hash_bytes(brief, b, 2);
	x->is_capital = b > 0 && (brief[0] == 'X' || brief[0] == 'd');
}

static void put_affixes(struct sense *x, struct slice w)
{
	size_t start[16], n = 0;

	/* where the last characters begin */
	for (size_t at = w.len; at > 0 && n < 5;)
		start[n++] = at = utf8_before(w.at, at);
	for (size_t k = 0; k < n && start[k] > 0; k++) {
		if (k < 4)
			x->suffix[k] = (uint32_t)hash_bytes(
				w.at + start[k], w.len - start[k], 3);
		else
			x->suffix[4] = (uint32_t)hash_bytes(
				w.at + start[k], w.len - start[k], 4);
	}
	for (size_t k = 0, at = 0, size; k < 4 && at < w.len; k++) {
		text_class_at(w.at + at, w.len - at, &size);
		at += size;
		if (at < w.len)
			x->prefix[k] = (uint32_t)hash_bytes(w.at, at, 5);
	}
}

static void put_hyphen(struct sense *x, struct slice w)
{
	const char *at = w.len > 2 ? memchr(w.at, '-', w.len) : NULL;

	if (!at)
		return;
	x->before = (uint32_t)hash_bytes(w.at, (size_t)(at - w.at), 6);
	x->behind = (uint32_t)hash_bytes(at + 1,
					 (size_t)(w.at + w.len - at - 1), 7);
}

static void put_clusters(struct sense *x, const struct model *m)
{
	uint32_t packed = model_clusters(m, x->lower);

	if (!packed)
		return;
	x->cluster[0] = (uint16_t)(1 + (packed & 31));
	x->cluster[1] = (uint16_t)(1 + (packed >> 5 & 127));
	x->cluster[2] = (uint16_t)(1 + (packed >> 12 & 511));
	x->cluster[3] = (uint16_t)(1 + (packed >> 21 & 1023));
}

static uint8_t document_bits(const struct mark *mark)
{
	const struct seen *seen = mark->seen;

	if (!seen)
		return 0;
	return (uint8_t)((seen->lower > 0) | (seen->capital > 0) << 1 |
			 seen->after_title << 2 | seen->after_given << 3);
}

/* ---- lists ---- */

static uint64_t fact_classes(const struct facts *f)
{
	uint64_t bits = 0;

	for (int t = TYPE_PERSON; t <= TYPE_WORK; t++) {
		if (f->types & 1u << t)
			bits |= 1u << (BIT_KNOWN + t - TYPE_PERSON);
	}
	if (f->types && !(f->types & ~f->weak))
		bits |= 1u << BIT_WEAK;
	for (size_t i = 0; i < array_length(fact_bits); i++) {
		if (f->flags & fact_bits[i].fact)
			bits |= 1u << fact_bits[i].bit;
	}
	if (f->flags & (FACT_HEAD_LAST | FACT_HEAD_ANY))
		bits |= 1u << (f->head == TYPE_ORG     ? BIT_HEAD_ORG
			       : f->head == TYPE_PLACE ? BIT_HEAD_PLACE
						       : BIT_HEAD_OTHER);
	return bits;
}

static uint64_t model_bits(uint32_t classes)
{
	uint64_t more = classes >> BIT_KNOWN;

	return (classes & ((1u << BIT_KNOWN) - 1)) | more << BIT_MORE;
}

/* The bits of the phrases of 1, 2 ... tokens from i on. */
static uint32_t phrase_classes(const struct scan *s, const struct model *m,
			       uint32_t i, uint32_t end,
			       uint64_t classes[PHRASE_MOST])
{
	const struct index *index = &s->tagger->index;
	const struct mark *mark = &s->marks[i];
	struct piece p = {0, 1, false, false};
	bool in_model =
		(scan_flags(s, i) & SCAN_CAPITAL) || mark->care != CARE_TAKEN;
	bool in_facts = mark->facts != NULL;
	uint32_t n = 0, most = 0;

	for (; (in_model || in_facts) && n < PHRASE_MOST && i + n < end; n++) {
		const struct facts *f = NULL;
		uint32_t bits = 0;

		p = n ? tag_piece_join(p,
				       scan_piece(s, i + n, i + n + 1, false))
		      : scan_piece(s, i, i + 1, false);
		if (in_model) {
			bits = model_classes(m, p.hash);
			in_model = (bits & MODEL_LIST_MORE) != 0;
			bits &= MODEL_LIST_MORE - 1;
		}
		if (in_facts) {
			f = n ? tag_index_find(index, p, false) : mark->facts;
			in_facts = f && (f->flags & FACT_MORE);
		}
		classes[n] = model_bits(bits) | (f ? fact_classes(f) : 0);
		if (classes[n])
			most = n + 1;
	}
	return most;
}

static void mark_phrases(const struct scan *s, const struct model *m,
			 struct sense *senses, uint32_t i, uint32_t end)
{
	uint64_t classes[PHRASE_MOST], done;
	uint32_t n;

	n = phrase_classes(s, m, i, end, classes);
	done = senses[i].list[IN_MIDDLE];
	for (; n > 0; n--) {
		uint64_t bits = classes[n - 1] & ~done;

		done |= bits;
		if (n == 1) {
			senses[i].list[IN_ALONE] |= bits;
			break;
		}
		senses[i].list[IN_BEGIN] |= bits;
		senses[i + n - 1].list[IN_LAST] |= bits;
		for (uint32_t k = 1; k + 1 < n; k++)
			senses[i + k].list[IN_MIDDLE] |= bits;
	}
}

static void mark_roles(const struct scan *s, struct sense *senses, uint32_t i,
		       uint32_t end)
{
	const struct facts *f;
	uint32_t n = scan_match(s, i, end, true, FACT_ROLE, 0, &f);

	if (n == 1)
		senses[i].list[IN_ALONE] |= 1u << BIT_ROLE;
	if (n < 2)
		return;
	senses[i].list[IN_BEGIN] |= 1u << BIT_ROLE;
	senses[i + n - 1].list[IN_LAST] |= 1u << BIT_ROLE;
}

/* ---- all senses ---- */

static void put_sense(const struct scan *s, const struct model *m,
		      struct sense *x, uint32_t i)
{
	struct slice w = scan_word(s, i);

	x->word = model_mix(fold_mark(s, i, s->marks[i].hash));
	x->lower = fold_mark(s, i, s->marks[i].lower);
	put_clusters(x, m);
	x->lower = model_mix(x->lower);
	put_shape(x, w);
	put_affixes(x, w);
	put_hyphen(x, w);
	x->document = document_bits(&s->marks[i]);
	x->context = s->marks[i].seen ? s->marks[i].seen->context : 0;
	x->told = s->marks[i].seen ? s->marks[i].seen->told : 0;
}

static void put_active(const struct scan *s, struct sense *senses,
		       const struct sentence *st)
{
	uint32_t end = st->token + st->n_tokens;

	for (uint32_t i = st->token; i < end; i++) {
		uint32_t from = i - st->token > REACH ? i - REACH : st->token;

		senses[i].is_active |= s->marks[i].care != CARE_TAKEN;
		if (!senses[i].is_capital)
			continue;
		for (uint32_t k = from; k < end && k <= i + REACH; k++)
			senses[k].is_active = true;
	}
}

struct sense *feature_senses(const struct scan *s, const struct model *m)
{
	const struct article *art = s->art;
	struct sense *senses =
		arena_array(art->arena, art->n_tokens, sizeof(*senses));

	for (uint32_t i = 0; i < art->n_tokens; i++)
		put_sense(s, m, &senses[i], i);
	for (uint32_t n = 0; n < art->n_sentences; n++) {
		const struct sentence *st = &art->sentences[n];
		uint32_t end = st->token + st->n_tokens;

		for (uint32_t i = st->token; i < end; i++) {
			mark_phrases(s, m, senses, i, end);
			mark_roles(s, senses, i, end);
		}
		put_active(s, senses, st);
	}
	return senses;
}

/* ---- features ---- */

#define SETTING_FIRST    1u
#define SETTING_REGIME   1 /* shift */
#define SETTING_CARELESS 8u
#define REGIME_CARELESS  3 /* beside enum regime */

struct view {
	const struct scan *s;
	const struct sense *all;
	const struct sense *at; /* token i */
	uint32_t from, end, i;
	uint32_t setting; /* first of its sentence, and its regime */
	struct features *f;
};

static void put(struct view *v, uint32_t id, uint64_t value)
{
	uint64_t h = value * UINT64_C(0x9E3779B97F4A7C15) +
		     (uint64_t)id * UINT64_C(0xD6E8FEB86659FD93);

	h = (h ^ h >> 32) * UINT64_C(0xbf58476d1ce4e5b9);
	v->f->at[v->f->n++] = (uint32_t)((h ^ h >> 29) >> 16);
}

static const struct sense *near(const struct view *v, int k)
{
	static const struct sense before = {
		.word = 77, .lower = 77, .brief = 5, .shape = 5};
	static const struct sense after = {
		.word = 78, .lower = 78, .brief = 6, .shape = 6};
	int64_t at = (int64_t)v->i + k;

	if (at < v->from)
		return &before;
	return at < v->end ? &v->all[at] : &after;
}

static void put_words(struct view *v)
{
	const struct sense *x = v->at, *a = near(v, -1), *b = near(v, 1);
	const struct sense *aa = near(v, -2), *bb = near(v, 2);

	put(v, 1, 0);
	put(v, 2, x->word);
	put(v, 3, x->lower);
	put(v, 4, a->lower);
	put(v, 5, b->lower);
	put(v, 6, aa->lower);
	put(v, 7, bb->lower);
	put(v, 8, x->shape);
	put(v, 9, a->brief);
	put(v, 10, b->brief);
	put(v, 11, a->brief * 31ull + x->brief);
	put(v, 12, x->brief * 31ull + b->brief);
	put(v, 13, a->brief * 961ull + x->brief * 31ull + b->brief);
	put(v, 14, a->lower * 31 + x->lower);
	put(v, 15, x->lower * 31 + b->lower);
	put(v, 16, a->lower * 31 + x->brief);
	put(v, 17, b->lower * 31 + x->brief);
	put(v, 18, aa->lower * 961 + a->lower * 31 + x->brief);
	put(v, 19, bb->lower * 961 + b->lower * 31 + x->brief);
	put(v, 20, a->lower * 31 + b->lower * 7 + x->brief);
}

static void put_form(struct view *v)
{
	const struct sense *x = v->at;

	for (uint32_t k = 0; k < 4 && x->prefix[k]; k++)
		put(v, 24 + k, x->prefix[k]);
	for (uint32_t k = 0; k < 5 && x->suffix[k]; k++)
		put(v, 28 + k, x->suffix[k]);
	if (x->before) {
		put(v, 33, x->before);
		put(v, 34, x->behind);
	}
	put(v, 35, v->setting);
	put(v, 36, x->brief * 16ull + v->setting);
	if (v->setting & SETTING_FIRST)
		put(v, 37, x->lower);
}

/* The run of capitals around the token and what stands beside it. */
static void put_run(struct view *v)
{
	int a = 0, b = 0;
	const struct sense *before, *behind, *last;

	if (!v->at->is_capital)
		return;
	while (a > -6 && near(v, a - 1)->is_capital)
		a--;
	while (b < 6 && near(v, b + 1)->is_capital)
		b++;
	before = near(v, a - 1);
	behind = near(v, b + 1);
	last = near(v, b);
	put(v, 40, before->lower);
	put(v, 41, behind->lower);
	put(v, 42, (uint64_t)(b - a) * 8 + (uint64_t)-a);
	put(v, 43, last->lower);
	put(v, 44, near(v, a)->lower);
	put(v, 45, before->cluster[2]);
	put(v, 46, behind->cluster[2]);
	put(v, 47, before->cluster[3] * 2048ull + behind->cluster[3]);
	put(v, 48, last->cluster[3] * 4ull + (b > 0));
	put(v, 49, last->list[IN_ALONE] * 4ull + (b > 0));
	put(v, 50, behind->lower * 31 + near(v, b + 2)->lower);
}

static void put_cluster(struct view *v, uint32_t q)
{
	uint64_t x = v->at->cluster[q], brief = v->at->brief;
	uint64_t a = near(v, -1)->cluster[q], b = near(v, 1)->cluster[q];

	put(v, 60 + q, x);
	put(v, 64 + q, a);
	put(v, 68 + q, b);
	put(v, 72 + q, near(v, -2)->cluster[q]);
	put(v, 76 + q, near(v, 2)->cluster[q]);
	put(v, 80 + q, x * 64 + brief % 61);
	if (v->setting & SETTING_CARELESS)
		put(v, 95 + q, x);
	if (q > 2)
		return;
	put(v, 84 + q, a * 4099 + x);
	put(v, 88 + q, x * 4099 + b);
	put(v, 92 + q, (a * 4099 + b) * 64 + brief % 61);
}

static void put_list(struct view *v, int k)
{
	const struct sense *x = near(v, k);

	for (uint32_t in = 0; in < PLACES_IN; in++) {
		for (uint64_t m = x->list[in]; m; m &= m - 1) {
			uint32_t bit = in * 64 + (uint32_t)__builtin_ctzll(m);

			if (v->f->n + 16 > FEATURES_MOST)
				return;
			put(v, 101 + (uint32_t)(k + 1), bit);
			if (k == 0)
				put(v, 104, bit * 16ull + v->setting);
		}
	}
	if (k == 0)
		put(v, 105,
		    x->list[0] * 3ull + x->list[1] * 5003ull +
			    x->list[2] * 70001ull + x->list[3] * 900001ull);
}

static void put_document(struct view *v)
{
	uint64_t bits = v->at->document;

	put(v, 110, bits * 64 + v->at->brief % 61);
	put(v, 111, bits * 2 + (v->setting & SETTING_FIRST));
	put(v, 112, near(v, 1)->document);
	for (uint32_t m = v->at->context; m; m &= m - 1)
		put(v, 113, (uint64_t)__builtin_ctz(m));
	for (uint32_t m = v->at->told; m; m &= m - 1)
		put(v, 114, (uint64_t)__builtin_ctz(m));
	if (v->at->told)
		put(v, 115, v->at->told * 64ull + v->at->brief % 61);
}

/* In sport a place is a team, which the words beside it tell. */
static void put_sport(struct view *v)
{
	const struct sense *x = v->at;
	uint64_t sport = v->s->sport;

	if (!sport || !x->is_capital)
		return;
	put(v, 118, sport * 64 + x->brief % 61);
	put(v, 119, sport + near(v, -1)->lower * 3);
	put(v, 130, sport + near(v, 1)->lower * 3);
	for (uint32_t in = 0; in < PLACES_IN; in++) {
		for (uint64_t m = x->list[in]; m; m &= m - 1) {
			uint32_t bit = in * 64 + (uint32_t)__builtin_ctzll(m);

			if (v->f->n + 16 > FEATURES_MOST)
				return;
			put(v, 131, sport + 4 * bit);
		}
	}
}

static struct view view_at(const struct scan *s, const struct sense *senses,
			   const struct sentence *st, uint32_t i,
			   struct features *f)
{
	uint8_t regime = s->marks[i].regime, care = s->marks[i].care;
	struct view v = {.s = s,
			 .all = senses,
			 .at = &senses[i],
			 .from = st->token,
			 .end = st->token + st->n_tokens,
			 .i = i,
			 .f = f};
	bool first = i == v.from ||
		     (i == v.from + 1 && (scan_flags(s, v.from) & TOKEN_MARK));

	if (regime == REGIME_PLAIN && care == CARE_LITTLE)
		regime = REGIME_CARELESS;
	v.setting = first | (uint32_t)regime << SETTING_REGIME |
		    (care == CARE_NONE ? SETTING_CARELESS : 0);
	return v;
}

void feature_put(const struct scan *s, const struct sense *senses,
		 const struct sentence *sentence, uint32_t i,
		 struct features *f)
{
	struct view v = view_at(s, senses, sentence, i, f);

	put_words(&v);
	put_form(&v);
	put_run(&v);
	for (uint32_t q = 0; q < MODEL_CLUSTERS; q++)
		put_cluster(&v, q);
	put_document(&v);
	put_sport(&v);
	for (int k = -1; k <= 1; k++)
		put_list(&v, k);
}

void feature_put_second(const struct scan *s, const struct sense *senses,
			const struct sentence *sentence, uint32_t i,
			struct features *f)
{
	struct view v = view_at(s, senses, sentence, i, f);
	uint64_t x = v.at->majority, a = near(&v, -1)->majority,
		 b = near(&v, 1)->majority;

	put(&v, 120, x);
	put(&v, 121, x * 64 + v.at->brief % 61);
	put(&v, 122, x * 2 + (v.setting & SETTING_FIRST));
	put(&v, 123, b);
	put(&v, 124, a);
	put(&v, 125, a * 64 + x * 8 + b);
	put(&v, 128, v.at->pair[0] * 8ull + x);
	put(&v, 129, v.at->pair[1] * 8ull + x);
	if (v.at->longer[0] | v.at->longer[1]) {
		put(&v, 126, v.at->longer[0] * 8ull + x);
		put(&v, 127, v.at->longer[1] * 8ull + x);
	}
}
