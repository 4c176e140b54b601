/* The shipped model with the shipped tables: what it must not lose. */
#include "../test.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "tag/tag.h"
#include "text/text.h"

static struct arena all;
static struct text_lists *lists;
static struct tagger *tagger;

static struct slice table(const char *name)
{
	char *path = arena_printf(&all, "%s/%s", getenv("GAZETTE_DATA"), name);
	struct error err;
	struct slice s;

	assert_true(file_map(path, 1 << 26, &s, &err));
	return s;
}

static int open_all(void **state)
{
	struct text_tables t;
	struct tag_tables n;
	struct error err;

	(void)state;
	arena_init(&all);
	t.abbreviations = table("abbreviations.tsv");
	t.languages = table("languages.tsv");
	t.countries = table("known/countries.tsv");
	n.countries = t.countries;
	n.regions = table("known/regions.tsv");
	n.cities = table("known/cities.tsv");
	n.organisations = table("known/organisations.tsv");
	n.people = table("known/people.tsv");
	n.groups = table("known/groups.tsv");
	n.given_names = table("given-names.tsv");
	n.surnames = table("surnames.tsv");
	n.titles = table("titles.tsv");
	n.roles = table("roles.tsv");
	n.places = table("places.tsv");
	n.head_words = table("head-words.tsv");
	n.stop_names = table("stop-names.tsv");
	return text_lists_new(&all, &t, &lists, &err) &&
			       tagger_new(&all, &n, &tagger, &err) &&
			       tagger_with_model(&all, tagger,
						 table("names.model"), &tagger,
						 &err)
		       ? 0
		       : -1;
}

static int close_all(void **state)
{
	(void)state;
	arena_free(&all);
	return 0;
}

static struct article *tagged_in(struct arena *a, struct slice text,
				 const char *language)
{
	struct article *art = article_new(a);

	article_set_text(art, (struct slice){NULL, 0}, text);
	art->language = language;
	text_split(art, lists);
	tag_article(tagger, art);
	return art;
}

static struct article *tagged(struct arena *a, struct slice text)
{
	return tagged_in(a, text, "en");
}

static char *written(struct arena *a, const struct article *art)
{
	char *out = arena_string(a, "");

	for (uint32_t i = 0; i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];
		struct slice s = article_slice(art, m->span);

		out = arena_printf(a, "%s%s%s %.*s", out, i ? "; " : "",
				   m->form == FORM_ROLE
					   ? "role"
					   : article_types.at[m->type],
				   (int)s.len, s.at);
	}
	return out;
}

static const struct {
	const char *text, *mentions;
} rows[] = {
	{"", ""},
	{"Nothing is named here.", ""},
	{"US Secretary of State Antony Blinken met Egyptian Foreign Minister "
	 "Sameh Shoukry in Cairo, Reuters reported.",
	 "role US Secretary of State; place US; person Antony Blinken; role "
	 "Egyptian Foreign Minister; group Egyptian; person Sameh Shoukry; "
	 "place Cairo; org Reuters"},
	{"The European Commission and the World Health Organization (WHO) "
	 "met in Geneva.",
	 "org European Commission; org World Health Organization; org WHO; "
	 "place Geneva"},
	{"She said that Dr Ana Morrow would leave Oslo for Berlin.",
	 "role Dr; person Ana Morrow; place Oslo; place Berlin"},
	{"LONDON (AP) -- British police arrested two men.",
	 "place LONDON; org AP; group British"},
	/* a land that no table has, by its people */
	{"Tarvia told Reuters that it would wait. Tarvian officials met in "
	 "Geneva.",
	 "place Tarvia; org Reuters; place Geneva"},
	/* a role does not reach back over an article */
	{"In Berlin the fisherman Olav Berg waited.",
	 "place Berlin; role fisherman; person Olav Berg"},
	/* names taken apart, too short or too long */
	{"Observers from the Organization for Security and Co-operation in "
	 "Europe (OSCE) said it was fair.",
	 "org Organization for Security and Co-operation in Europe; org OSCE"},
	{"The report by Frost & Sullivan was late.", "org Frost & Sullivan"},
	{"He spoke at the Amsterdam Light Festival on Tuesday.",
	 "event Amsterdam Light Festival; place Amsterdam; date Tuesday"},
	{"He was named House of Representatives Speaker in Washington.",
	 "org House of Representatives; place Washington"},
	{"It rained. We went home. It is late.", ""},
	{"Senator Ann Morrow (R) spoke.", "role Senator; person Ann Morrow"},
	{"She said Dr. Don Wright had joined the St. Louis Cardinals.",
	 "role Dr.; person Don Wright; org St. Louis Cardinals"},
	{"Booker T. Washington was born in 1856. In 1895 Washington spoke.",
	 "person Booker T. Washington; date 1856; date 1895; person "
	 "Washington"},
	{"The carmaker Ford said that Ford would grow.", "org Ford; org Ford"},
	{"Steve Jobs left. It was praised by Jobs as new.",
	 "person Steve Jobs; person Jobs"},
	{"The Trump Tower Commercial LLC was paid US$9.",
	 "org Trump Tower Commercial LLC"},
	/* acronyms by their people */
	{"Ann Chiang of DAB was elected. DAB won.",
	 "person Ann Chiang; org DAB; org DAB"},
	{"He was an al-Qaida operative.", "org al-Qaida"},
	/* what nobody has, what is no person's */
	{"Skellan met Tarvia. Tarvia's largest port and Skellan's foreign "
	 "minister Ana Ruiz waited for Corvanian ships.",
	 "place Skellan; place Tarvia; place Tarvia; role Skellan's foreign "
	 "minister; place Skellan; person Ana Ruiz; group Corvanian"},
	{"The loan went to Marlow Quay Holdings in May 2023.",
	 "org Marlow Quay Holdings; date May 2023"},
	/* where capitals are left out */
	{"i saw emma and ryan there", "person emma; person ryan"},
	/* one inside of the other */
	{"The Treaty of Lisbon came into force in 2009.",
	 "work Treaty of Lisbon; place Lisbon; date 2009"},
};

static void names_are_told_by_the_model(void **state)
{
	struct arena a;

	(void)state;
	for (size_t i = 0; i < array_length(rows); i++) {
		arena_init(&a);
		assert_string_equal(
			written(&a, tagged(&a, slice_of(rows[i].text))),
			rows[i].mentions);
		arena_free(&a);
	}
}

static void the_same_text_has_the_same_names(void **state)
{
	struct arena a, b;

	(void)state;
	for (size_t i = 0; i < array_length(rows); i++) {
		char *once, *again;

		arena_init(&a);
		arena_init(&b);
		once = written(&a, tagged(&a, slice_of(rows[i].text)));
		tagged(&b, SLICE("Ana Oslo of Cairo was in London."));
		again = written(&b, tagged(&b, slice_of(rows[i].text)));
		assert_string_equal(once, again);
		arena_free(&a);
		arena_free(&b);
	}
}

static void german_nouns_are_no_names(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_string_equal(
		written(&a,
			tagged_in(
				&a,
				SLICE("Das Ende ist nah, ob der Blick auf ein "
				      "Bild nun gilt oder nicht. Oder will "
				      "Angela Merkel nach Siegen? Nach dem "
				      "Siegen kam Berlin."),
				"de")),
		"person Angela Merkel; place Siegen; place Berlin");
	arena_free(&a);
}

static void german_knows_where_moscow_lies(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_string_equal(
		written(&a, tagged_in(&a,
				      SLICE("Sie reiste nach Moskau und Kiew, "
					    "nicht nach Frankreich."),
				      "de")),
		"place Moskau; place Kiew; place Frankreich");
	arena_free(&a);
}

static void every_name_says_how_sure_it_is(void **state)
{
	struct arena a;

	(void)state;
	for (size_t i = 0; i < array_length(rows); i++) {
		const struct article *art;

		arena_init(&a);
		art = tagged(&a, slice_of(rows[i].text));
		for (uint32_t m = 0; m < art->n_mentions; m++) {
			if (art->mentions[m].form == FORM_NAME &&
			    art->mentions[m].type != TYPE_DATE)
				assert_in_range(art->mentions[m].confidence, 1,
						100);
		}
		arena_free(&a);
	}
}

static void garbage_has_sound_mentions(void **state)
{
	uint32_t seed = 11;
	char bytes[700];

	(void)state;
	for (int run = 0; run < 400; run++) {
		struct article *art;
		struct arena a;
		struct error err;
		size_t len;
		char *text;

		for (size_t i = 0; i < sizeof(bytes); i++) {
			seed = seed * 1103515245 + 12345;
			bytes[i] = run % 2 ? (char)(seed >> 16)
					   : "AbC dE.,-'\n U.S9"[(seed >> 16) %
								 16];
		}
		arena_init(&a);
		text = utf8_clean(&a, bytes, sizeof(bytes), &len);
		art = tagged(&a, (struct slice){text, len});
		assert_true(article_check(art, &err));
		arena_free(&a);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(names_are_told_by_the_model),
		TEST(the_same_text_has_the_same_names),
		TEST(german_nouns_are_no_names),
		TEST(german_knows_where_moscow_lies),
		TEST(every_name_says_how_sure_it_is),
		TEST(garbage_has_sound_mentions),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
