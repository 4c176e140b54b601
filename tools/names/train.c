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
#include "pack.h"
#include "weights.h"

#define CLUSTER_WORDS 100000
#define ROWS          440000
#define CASES         8 /* percent */

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

static const char *const devs[] = {"wikigold", "redocred", "gum_news",
				   "uner_ewt", "wnut17",   "gmb"};

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
	weights_learn(&w, &t->train, FOLD_NONE, false, false, 6, 1);
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
		weights_learn(&w, &t->train, fold, true, false, 4, 1);
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

static void score_document(const struct document *d, struct score *score)
{
	uint32_t n = d->art->n_tokens;

	for (uint32_t i = 0; i < n; i++) {
		bool gold = begins_name(d->gold, i);
		bool found = begins_name(d->found, i);

		if (found && sequence_kind(d->found[i]) == 4 &&
		    d->gold[i] == GOLD_O_OR_MISC)
			found = false;
		score->gold += gold;
		score->found += found;
		score->right +=
			gold && found &&
			sequence_kind(d->gold[i]) ==
				sequence_kind(d->found[i]) &&
			name_end(d->gold, i, n) == name_end(d->found, i, n);
	}
}

static void print_score(const char *name, const struct score *s)
{
	double p = s->found ? 100.0 * (double)s->right / (double)s->found : 0;
	double r = s->gold ? 100.0 * (double)s->right / (double)s->gold : 0;

	fprintf(stderr, "%-10s P %5.2f  R %5.2f  F1 %5.2f\n", name, p, r,
		p + r > 0 ? 2 * p * r / (p + r) : 0);
}

static bool print_scores(struct trainer *t, const struct weights *w,
			 struct error *err)
{
	for (size_t i = 0; i < array_length(devs); i++) {
		char *path = arena_printf(&t->arena, "%s/dev/%s_dev.tsv",
					  t->corpus, devs[i]);
		struct corpus c = empty_corpus(t);
		struct score score = {0};

		if (!corpus_read(&c, path, false, err))
			return false;
		for (uint32_t n = 0; n < c.n_documents; n++) {
			struct document *d = &c.documents[n];

			weights_tag(w, d, false);
			corpus_majorities(d);
			weights_tag(w, d, true);
			score_document(d, &score);
		}
		print_score(devs[i], &score);
	}
	return true;
}

static bool run(struct trainer *t, const char *clusters, const char *out,
		struct error *err)
{
	char *lists = arena_printf(&t->arena, "%s/gaz/gaz.tsv", t->corpus);
	struct weights w, second;

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
	weights_learn(&w, &t->train, FOLD_NONE, true, true, 8, 1);
	weights_learn(&second, &t->train, FOLD_NONE, true, true, 8, 2);
	weights_add(&w, &second);
	weights_free(&second);
	pack_weights(&t->pack, &w, ROWS);
	return print_scores(t, &w, err) && pack_write(&t->pack, out, err);
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
