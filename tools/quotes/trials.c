/* What the stage `quote` puts to judgement, for fit.py.
 *
 *	cc -std=gnu11 -I src -include build/config.h -o trials \
 *		tools/quotes/trials.c build/libgazette.a LIBRARIES
 *	trials DATA ARTICLES.jsonl > TRIALS.tsv
 *
 * One line a question: article, kind, start, end (code points), whether the
 * present weights say yes, the traits' numbers.
 */
#include <stdio.h>
#include <stdlib.h>

#include "article/json.h"
#include "base/file.h"
#include "base/utf8.h"
#include "quote/judge.h"
#include "quote/quote.h"
#include "quote/said.h"
#include "tag/tag.h"
#include "text/text.h"

static struct arena lists_arena;
static const char *folder;

static struct slice table(const char *name)
{
	struct error err;
	size_t len;
	char *bytes = file_read(
		&lists_arena, arena_printf(&lists_arena, "%s/%s", folder, name),
		SIZE_MAX / 2, &len, &err);

	if (!bytes) {
		fprintf(stderr, "%s\n", err.text);
		exit(1);
	}
	return (struct slice){bytes, len};
}

static void print_trials(const struct article *art, const struct trials *log)
{
	for (uint32_t i = 0; i < log->n; i++) {
		const struct trial *t = &log->at[i];
		const char *body = art->text + art->body.start;

		if (t->span.start < art->body.start)
			continue;
		printf("%s\t%d\t%zu\t%zu\t%d\t", art->ref, t->kind,
		       utf8_count(body, t->span.start - art->body.start),
		       utf8_count(body, t->span.end - art->body.start),
		       t->was_taken);
		for (int n = 0; n < JUDGE_TRAITS; n++) {
			if (t->traits >> n & 1)
				printf("%d ", n);
		}
		putchar('\n');
	}
}

int main(int argc, char **argv)
{
	struct text_tables text = {0};
	struct tag_tables tag = {0};
	struct text_lists *text_lists;
	struct quote_lists *quote_lists;
	struct tagger *tagger;
	struct arena a;
	struct error err;
	struct slice rest;
	size_t len;

	if (argc != 3)
		return 2;
	arena_init(&a);
	arena_init(&lists_arena);
	folder = argv[1];
	text.abbreviations = table("abbreviations.tsv");
	text.languages = table("languages.tsv");
	text.countries = table("known/countries.tsv");
	tag.countries = text.countries;
	tag.regions = table("known/regions.tsv");
	tag.cities = table("known/cities.tsv");
	tag.organisations = table("known/organisations.tsv");
	tag.people = table("known/people.tsv");
	tag.groups = table("known/groups.tsv");
	tag.given_names = table("given-names.tsv");
	tag.surnames = table("surnames.tsv");
	tag.titles = table("titles.tsv");
	tag.roles = table("roles.tsv");
	tag.places = table("places.tsv");
	tag.head_words = table("head-words.tsv");
	tag.stop_names = table("stop-names.tsv");
	if (!text_lists_new(&lists_arena, &text, &text_lists, &err) ||
	    !tagger_new(&lists_arena, &tag, &tagger, &err) ||
	    !tagger_with_model(&lists_arena, tagger, table("names.model"),
			       &tagger, &err) ||
	    !quote_lists_new(&lists_arena, table("reporting-verbs.tsv"),
			     tag.roles, table("speech-words.tsv"), &quote_lists,
			     &err)) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	rest.at = file_read(&lists_arena, argv[2], SIZE_MAX / 2, &len, &err);
	rest.len = len;
	while (rest.at && rest.len) {
		struct slice line = slice_cut(&rest, '\n');
		struct said_list said = {0};
		struct trials log = {0};
		struct article *art;
		struct sheet sheet;
		bool *is_turn;

		arena_reset(&a);
		if (!article_json_read(&a, line, false, &art, &err))
			continue;
		text_split(art, text_lists);
		tag_article(tagger, art);
		is_turn = arena_alloc(&a, art->n_blocks + 1);
		quote_sheet(quote_lists, art, is_turn, &sheet);
		quote_said(&sheet, 1, &said, &log);
		print_trials(art, &log);
	}
	return 0;
}
