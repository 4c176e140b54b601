/* train-names DATA CORPUS CLUSTERS OUT: the model of names from tagged text.
 *
 *	DATA      the folder of gazette's tables
 *	CORPUS    a folder with train/, dev/ and gaz/gaz.tsv
 *	CLUSTERS  "word TAB four numbers" lines, the commonest words first
 *	OUT       the model file; the same bytes for the same input, always
 *
 * The silver text (gmb.tsv) is first tagged by a model of all else and kept
 * where both agree; the second pass's majorities come from two halves, each
 * tagged by a model of the other.  Scores on dev/ are printed with the packed
 * model, as the tagger will have it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "calibrate.h"
#include "pack.h"
#include "tag/chance.h"
#include "weights.h"

#define CLUSTER_WORDS 100000
#define ROWS          230000
#define CASES         8 /* percent */
#define SEEDS         4

static const struct {
	const char *name;
	bool is_silver, has_cases;
} sets[] = {
	{"gum", false, true},      {"redocred", false, true},
	{"crossner", false, true}, {"wnut17", false, true},
	{"re3d", false, false},    {"btc_a", false, false},
	{"btc_b", false, false},   {"btc_e", false, false},
	{"btc_f", false, false},   {"btc_g", false, false},
	{"btc_h", false, false},   {"gmb", true, false},
};

static const struct {
	const char *name;
	bool is_silver;
} devs[] = {{"wikigold", false}, {"redocred", false}, {"gum_news", false},
	    {"uner_ewt", false}, {"wnut17", false},   {"gmb", true}};

struct trainer {
	struct arena arena;
	const char *data, *corpus;
	struct tagger *tagger;
	struct pack pack;
	struct model model;
	struct corpus train;
};

static bool read_table(struct trainer *t, const char *name, struct slice *s,
		       struct error *err)
{
	char *path = arena_printf(&t->arena, "%s/%s.tsv", t->data, name);

	s->at = file_read(&t->arena, path, 1u << 28, &s->len, err);
	return s->at != NULL;
}

static bool open_tagger(struct trainer *t, struct error *err)
{
	struct tag_tables tables = {0};
	const struct {
		const char *name;
		struct slice *to;
	} files[] = {
		{"known/countries", &tables.countries},
		{"known/regions", &tables.regions},
		{"known/cities", &tables.cities},
		{"known/organisations", &tables.organisations},
		{"known/people", &tables.people},
		{"known/groups", &tables.groups},
		{"given-names", &tables.given_names},
		{"surnames", &tables.surnames},
		{"titles", &tables.titles},
		{"roles", &tables.roles},
		{"places", &tables.places},
		{"head-words", &tables.head_words},
		{"stop-names", &tables.stop_names},
	};

	for (size_t i = 0; i < array_length(files); i++) {
		if (!read_table(t, files[i].name, files[i].to, err))
			return false;
	}
	return tagger_new(&t->arena, &tables, &t->tagger, err);
}

static struct corpus empty_corpus(struct trainer *t)
{
	return (struct corpus){
		.arena = &t->arena, .tagger = t->tagger, .model = &t->model};
}

static bool read_train(struct trainer *t, struct error *err)
{
	struct corpus *c = &t->train;
	uint32_t cased = 0;

	*c = empty_corpus(t);
	for (size_t i = 0; i < array_length(sets); i++) {
		char *path = arena_printf(&t->arena, "%s/train/%s.tsv",
					  t->corpus, sets[i].name);

		if (!corpus_read(c, path, sets[i].is_silver, err))
			return false;
		if (sets[i].has_cases)
			cased = c->n_documents;
	}
	corpus_add_cases(c, 0, cased, CASES);
	fprintf(stderr, "train: %u documents, %llu tokens\n", c->n_documents,
		(unsigned long long)c->tokens);
	return true;
}

/* ---- the steps ---- */

static void settle_silver(struct trainer *t)
{
	struct weights w;

	fprintf(stderr, "without the silver text\n");
	weights_learn(&w, &t->train,
		      &(struct lesson){FOLD_NONE, false, false, 5, 1});
	for (uint32_t i = 0; i < t->train.n_documents; i++) {
		if (t->train.documents[i].is_silver)
			weights_tag(&w, &t->train.documents[i], false);
	}
	weights_free(&w);
	corpus_agree(&t->train);
}

static void find_majorities(struct trainer *t)
{
	struct weights w;

	for (enum fold fold = FOLD_EVEN; fold <= FOLD_ODD; fold++) {
		fprintf(stderr, "without fold %d\n", (int)fold);
		weights_learn(&w, &t->train,
			      &(struct lesson){fold, true, false, 3, 1});
		for (uint32_t i = 0; i < t->train.n_documents; i++) {
			if (weights_in_fold(i, fold))
				weights_tag(&w, &t->train.documents[i], false);
		}
		weights_free(&w);
	}
	for (uint32_t i = 0; i < t->train.n_documents; i++)
		corpus_majorities(&t->train.documents[i]);
}

/* ---- scores ---- */

struct score {
	uint64_t gold, found, right;
};

static uint32_t name_end(const uint8_t *tags, uint32_t i, uint32_t n)
{
	uint8_t kind = sequence_kind(tags[i++]);

	while (i < n && tags[i] < MODEL_TAGS && tags[i] != MODEL_O &&
	       !sequence_begins(tags[i]) && sequence_kind(tags[i]) == kind)
		i++;
	return i;
}

static bool begins_name(const uint8_t *tags, uint32_t i)
{
	return tags[i] < MODEL_TAGS && tags[i] != MODEL_O &&
	       (sequence_begins(tags[i]) || i == 0 ||
		sequence_kind(tags[i - 1]) != sequence_kind(tags[i]));
}

/* What a dev set shows. */
struct showing {
	struct trainer *trainer;
	struct chance_powers *powers;
	struct trials *trials;
	struct score score;
};

static bool is_right(const struct document *d, uint32_t i)
{
	uint32_t n = d->art->n_tokens;

	return begins_name(d->gold, i) &&
	       sequence_kind(d->gold[i]) == sequence_kind(d->found[i]) &&
	       name_end(d->gold, i, n) == name_end(d->found, i, n);
}

static void score_sentence(struct showing *s, const struct document *d,
			   const struct sentence *st, const struct chances *c)
{
	uint32_t end = st->token + st->n_tokens;

	for (uint32_t i = st->token; i < end; i++) {
		bool right = is_right(d, i);

		s->score.gold += begins_name(d->gold, i);
		if (!begins_name(d->found, i) ||
		    (sequence_kind(d->found[i]) == 4 &&
		     d->gold[i] == GOLD_O_OR_MISC))
			continue;
		s->score.found++;
		s->score.right += right;
		if (s->trials)
			trials_add(s->trials,
				   chances_of(c, i - st->token,
					      name_end(d->found, i, end) -
						      st->token,
					      sequence_kind(d->found[i])),
				   right);
	}
}

static void print_score(const char *name, const struct score *s)
{
	double p = s->found ? 100.0 * (double)s->right / (double)s->found : 0;
	double r = s->gold ? 100.0 * (double)s->right / (double)s->gold : 0;

	fprintf(stderr, "%-10s P %5.2f  R %5.2f  F1 %5.2f\n", name, p, r,
		p + r > 0 ? 2 * p * r / (p + r) : 0);
}

/* Tag a document with the packed model, as the tagger will; score it when s is
 * there. */
static void tag_packed(struct trainer *t, struct document *d, bool second,
		       struct showing *s)
{
	struct arena a;
	struct sequence q;
	struct chances c;
	int32_t(*e)[MODEL_TAGS], steps[STEPS];
	uint16_t *allow;
	uint32_t n = d->art->n_tokens;

	arena_init(&a);
	sequence_init(&q, &a, n);
	chances_init(&c, s ? s->powers : NULL, &a, n);
	e = arena_array(&a, n, sizeof(*e));
	allow = arena_array(&a, n, sizeof(*allow));
	for (int k = 0; k < STEPS; k++)
		steps[k] = t->pack.steps[k];
	for (uint32_t k = 0; k < d->art->n_sentences; k++) {
		const struct sentence *st = &d->art->sentences[k];
		const int32_t(*weights)[MODEL_TAGS] =
			(const int32_t(*)[MODEL_TAGS])e + st->token;

		for (uint32_t i = st->token; i < st->token + st->n_tokens;
		     i++) {
			struct features f;

			weights_features(d, st, i, second, &f);
			allow[i] = f.n ? SEQUENCE_ALL : 1u << MODEL_O;
			for (uint32_t m = 0; m < f.n; m++)
				model_add(&t->model, f.at[m], e[i]);
		}
		sequence_best(&q, steps, weights, allow + st->token,
			      st->n_tokens, d->found + st->token);
		if (!s)
			continue;
		chances_read(&c, weights, allow + st->token, st->n_tokens);
		score_sentence(s, d, st, &c);
	}
	arena_free(&a);
}

static bool show_set(struct trainer *t, const char *name, struct showing *s,
		     struct error *err)
{
	char *path =
		arena_printf(&t->arena, "%s/dev/%s_dev.tsv", t->corpus, name);
	struct corpus c = empty_corpus(t);

	if (!corpus_read(&c, path, false, err))
		return false;
	for (uint32_t n = 0; n < c.n_documents; n++) {
		tag_packed(t, &c.documents[n], false, NULL);
		corpus_majorities(&c.documents[n]);
		tag_packed(t, &c.documents[n], true, s);
	}
	print_score(name, &s->score);
	return true;
}

/* Print the scores and calibrate the chances on all sets but the silver one. */
static bool show(struct trainer *t, struct error *err)
{
	struct chance_powers *powers = arena_alloc(&t->arena, sizeof(*powers));
	struct trials trials = {.arena = &t->arena};
	int16_t slope, offset;

	chance_powers_init(powers, &t->model);
	for (size_t i = 0; i < array_length(devs); i++) {
		struct showing s = {
			t, powers, devs[i].is_silver ? NULL : &trials, {0}};

		if (!show_set(t, devs[i].name, &s, err))
			return false;
	}
	trials_fit(&trials, &slope, &offset);
	trials_print(&trials, slope, offset);
	pack_calibration(&t->pack, slope, offset);
	return true;
}

static bool run(struct trainer *t, const char *clusters, const char *out,
		struct error *err)
{
	char *lists = arena_printf(&t->arena, "%s/gaz/gaz.tsv", t->corpus);
	struct weights w, other;

	t->pack.arena = &t->arena;
	if (!open_tagger(t, err) || !pack_lists(&t->pack, lists, err) ||
	    !pack_clusters(&t->pack, clusters, CLUSTER_WORDS, err))
		return false;
	pack_model(&t->pack, &t->model);
	if (!read_train(t, err))
		return false;
	settle_silver(t);
	find_majorities(t);
	fprintf(stderr, "all\n");
	weights_learn(&w, &t->train,
		      &(struct lesson){FOLD_NONE, true, true, 8, 1});
	for (int32_t seed = 2; seed <= SEEDS; seed++) {
		weights_learn(&other, &t->train,
			      &(struct lesson){FOLD_NONE, true, true, 8,
					       (uint64_t)seed});
		weights_join(&w, &other, seed - 1);
		weights_free(&other);
	}
	pack_weights(&t->pack, &w, ROWS);
	pack_model(&t->pack, &t->model);
	return show(t, err) && pack_write(&t->pack, out, err);
}

int main(int argc, char **argv)
{
	struct trainer t = {0};
	struct error err;

	if (argc != 5) {
		fprintf(stderr,
			"usage: train-names DATA CORPUS CLUSTERS OUT\n");
		return 2;
	}
	arena_init(&t.arena);
	t.data = argv[1];
	t.corpus = argv[2];
	if (!run(&t, argv[3], argv[4], &err)) {
		fprintf(stderr, "train-names: %s\n", err.text);
		return 3;
	}
	arena_free(&t.arena);
	return 0;
}
