#include "coref/coref.h"

#include <stdlib.h>

#include "../test.h"
#include "base/file.h"
#include "quote/quote.h"
#include "text/text.h"

/* title: or NULL.  names: parted by '|', each after its sign: + person,
 * @ place, & body, = group, * role of the name behind it.  chains: lines of
 * "mention=chain's name"; "mention#2" is the second of that wording; a name of
 * "-" says that it is no mention or has no chain. */
static const struct {
	const char *title, *text, *names, *chains;
} rows[] = {
	{NULL, "", "", ""},
	{NULL, "Ana Ruiz spoke. Ruiz left.", "+Ana Ruiz|+Ruiz",
	 "Ana Ruiz=Ana Ruiz\nRuiz=Ana Ruiz\n"},
	{NULL, "Ivo Brandt and Lena Brandt cook. Mrs Brandt sings.",
	 "+Ivo Brandt|+Lena Brandt|*Mrs|+Brandt",
	 "Brandt=Lena Brandt\nMrs=Lena Brandt\n"},
	{NULL, "Ivo Brandt cooks. Mrs Brandt sings, Mrs Brandt plays.",
	 "+Ivo Brandt|*Mrs|+Brandt|*Mrs|+Brandt", "Brandt=Brandt\n"},
	{NULL,
	 "The Ostrel Port Authority paid. Ostrel is old. The Authority knows.",
	 "&Ostrel Port Authority|&Ostrel|&Authority",
	 "Ostrel#2=Ostrel\nAuthority#2=Ostrel Port Authority\n"},
	{NULL, "Antony Vell met Peter Lund. Anthony Vell left.",
	 "+Antony Vell|+Peter Lund|+Anthony Vell",
	 "Anthony Vell=Antony Vell\nPeter Lund=Peter Lund\n"},
	{NULL, "Ivo Brandt met Ida Brandt.", "+Ivo Brandt|+Ida Brandt",
	 "Ivo Brandt=Ivo Brandt\nIda Brandt=Ida Brandt\n"},
	{NULL, "Tony Vell is Anthony Vell.", "+Tony Vell|+Anthony Vell",
	 "Tony Vell=Tony Vell\nAnthony Vell=Tony Vell\n"},
	{NULL, "J. Vik is Jonas Vik. J. Vik left.", "+J. Vik|+Jonas Vik",
	 "J. Vik#2=J. Vik\nJonas Vik=J. Vik\n"},
	{"Anthony velden speaks", "Antony Velden spoke. Velden left.",
	 "+Antony Velden|+Velden", "Anthony velden=Antony Velden\n"},
	{NULL, "Egypt and Egyptian towns. The United States and US towns.",
	 "@Egypt|=Egyptian|@United States|@US",
	 "Egyptian=Egypt\nUS=United States\nUnited States=United States\n"},
	{NULL, "The World Food Programme (WFP) is in Oslo. The WFP is large.",
	 "&World Food Programme|&WFP|@Oslo", "WFP#2=World Food Programme\n"},
	{NULL,
	 "French finance minister Claire Morel arrived. “Hard,” the minister "
	 "said.",
	 "*French finance minister|=French|+Claire Morel",
	 "the minister=Claire Morel\n"},
	{NULL,
	 "US envoy Ana Ruiz met Egyptian envoy Omar Said. “No,” the US "
	 "official said. “Yes,” the Egyptian official said.",
	 "*US envoy|@US|+Ana Ruiz|*Egyptian envoy|=Egyptian|+Omar Said",
	 "the US official=Ana Ruiz\nthe Egyptian official=Omar Said\n"},
	{NULL,
	 "French finance minister Claire Morel met Norway's Jonas Vik. The "
	 "French official noted that “progress is slow”, while her Norwegian "
	 "counterpart called it “steady”.",
	 "*French finance minister|=French|+Claire Morel|@Norway|+Jonas "
	 "Vik|=Norwegian",
	 "The French official=Claire Morel\n"
	 "her Norwegian counterpart=Jonas Vik\n"},
	{NULL, "Peter Lund has a farm. “Never,” the 61-year-old said.",
	 "+Peter Lund", "the 61-year-old=Peter Lund\n"},
	{NULL, "Linda Ruiz met Peter Lund. “No,” she said. “Yes,” he said.",
	 "+Linda Ruiz|+Peter Lund", "she=Linda Ruiz\nhe=Peter Lund\n"},
	{NULL, "“No,” said Peter Lund. He left. His dog stayed.", "+Peter Lund",
	 "He=Peter Lund\nHis=Peter Lund\n"},
	{NULL, "Nobody knew. He left.", "", "He=-\n"},
	{NULL, "Ivo and Lena Brandt run the inn. They said they would stay.",
	 "+Ivo|+Lena Brandt", "They=Ivo and Lena Brandt\n"},
	{NULL, "Washington has vetoed the draft. She lives in Washington.",
	 "@Washington",
	 "Washington=United States\n"
	 "Washington#2=Washington\n"},
	{NULL, "“Prices rose,” the report said.", "", "the report=report\n"},
};

struct fixture {
	struct arena lists_arena, arena;
	struct text_lists *text;
	struct quote_lists *quote;
	struct coref_lists *coref;
};

static struct slice data(struct arena *a, const char *name)
{
	const char *folder = getenv("GAZETTE_DATA");
	struct error err;
	size_t len;
	char *bytes;

	assert_non_null(folder);
	bytes = file_read(a, arena_printf(a, "%s/%s", folder, name), 1 << 24,
			  &len, &err);
	assert_non_null(bytes);
	return (struct slice){bytes, len};
}

static int open_lists(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct text_tables text = {0};
	struct coref_tables tables;
	struct error err;
	struct arena *a;

	assert_non_null(f);
	a = &f->lists_arena;
	arena_init(a);
	arena_init(&f->arena);
	text.abbreviations = data(a, "abbreviations.tsv");
	tables = (struct coref_tables){
		.countries = data(a, "known/countries.tsv"),
		.cities = data(a, "known/cities.tsv"),
		.organisations = data(a, "known/organisations.tsv"),
		.people = data(a, "known/people.tsv"),
		.groups = data(a, "known/groups.tsv"),
		.given_names = data(a, "given-names.tsv"),
		.titles = data(a, "titles.tsv"),
		.roles = data(a, "roles.tsv"),
		.nicknames = data(a, "nicknames.tsv"),
	};
	assert_true(text_lists_new(a, &text, &f->text, &err));
	assert_true(quote_lists_new(a, data(a, "reporting-verbs.tsv"),
				    tables.roles, data(a, "speech-words.tsv"),
				    &f->quote, &err));
	assert_true(coref_lists_new(a, &tables, &f->coref, &err));
	*state = f;
	return 0;
}

static int close_lists(void **state)
{
	struct fixture *f = *state;

	arena_free(&f->arena);
	arena_free(&f->lists_arena);
	free(f);
	return 0;
}

static bool is_letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static void name_all(struct article *art, const char *names)
{
	static const char signs[] = "+@&=*";
	static const uint8_t types[] = {TYPE_PERSON, TYPE_PLACE, TYPE_ORG,
					TYPE_GROUP, TYPE_PERSON};
	struct slice rest = slice_of(names);

	while (rest.at && rest.len) {
		struct slice name = slice_cut(&rest, '|');
		char sign = name.at[0];

		name.at++;
		name.len--;
		for (uint32_t i = 0; i + name.len <= art->text_len; i++) {
			uint32_t end = i + (uint32_t)name.len;
			struct mention m = {
				.span = {i, end},
				.type = types[strchr(signs, sign) - signs],
				.form = sign == '*' ? FORM_ROLE : FORM_NAME,
				.chain = -1,
				.of = -1,
			};

			if (memcmp(art->text + i, name.at, name.len) != 0 ||
			    (i && is_letter(art->text[i - 1])) ||
			    is_letter(art->text[end]))
				continue;
			if (sign == '+' && article_mention_at(art, i) >= 0)
				continue;
			*array_add(art->arena, art->mentions, art->n_mentions) =
				m;
			article_sort_mentions(art);
		}
	}
	for (uint32_t i = 0; i < art->n_mentions; i++) {
		uint32_t k = i + 1;

		if (art->mentions[i].form != FORM_ROLE)
			continue;
		while (k < art->n_mentions &&
		       art->mentions[k].type != TYPE_PERSON)
			k++;
		art->mentions[i].of = k < art->n_mentions ? (int32_t)k : -1;
	}
}

static struct article *article_of(struct fixture *f, const char *title,
				  const char *text, const char *names)
{
	struct article *art = article_new(&f->arena);

	article_set_text(art, slice_of(title), slice_of(text));
	text_split(art, f->text);
	name_all(art, names);
	quote_find(f->quote, art);
	coref_chain(f->coref, art);
	return art;
}

/* The chain's name of the n-th mention of a wording; "-" none. */
static const char *chain_of(const struct article *art, struct slice wording)
{
	struct slice n = wording, words = slice_cut(&n, '#');
	uint32_t wanted = n.at && n.len ? (uint32_t)(n.at[0] - '0') : 1;

	for (uint32_t i = 0; i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];

		if (!slice_same(article_slice(art, m->span), words) || --wanted)
			continue;
		return m->chain < 0 ? "-" : art->chains[m->chain].name;
	}
	return "-";
}

static void mentions_of_one_thing_are_one_chain(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < array_length(rows); i++) {
		struct article *art = article_of(f, rows[i].title, rows[i].text,
						 rows[i].names);
		struct slice rest = slice_of(rows[i].chains);

		while (rest.at && rest.len) {
			struct slice line = slice_cut(&rest, '\n');
			struct slice name = line;
			struct slice wording = slice_cut(&name, '=');
			const char *got = chain_of(art, wording);

			if (!slice_equals(name, got))
				fail_msg("in '%s': '%.*s' is '%s'",
					 rows[i].text, (int)line.len, line.at,
					 got);
		}
		arena_reset(&f->arena);
	}
}

static void a_chain_knows_role_country_and_gender(void **state)
{
	struct fixture *f = *state;
	struct article *art =
		article_of(f, NULL, "Mr Vell, the son of US envoy Ana Vell.",
			   "*Mr|+Vell|*US envoy|@US|+Ana Vell");
	const struct chain *c = NULL;

	for (uint32_t i = 0; i < art->n_chains; i++) {
		if (!strcmp(art->chains[i].name, "Ana Vell"))
			c = &art->chains[i];
	}
	assert_non_null(c);
	assert_string_equal(c->role, "US envoy");
	assert_string_equal(c->country, "US");
	assert_int_equal(c->type, TYPE_PERSON);
	arena_reset(&f->arena);
}

static void a_quotation_is_its_speakers(void **state)
{
	struct fixture *f = *state;
	struct article *art = article_of(
		f, NULL, "Ana Ruiz said it was “late”, AFP reported.",
		"+Ana Ruiz|&AFP");

	assert_int_equal(art->n_quotes, 1);
	assert_string_equal(art->chains[art->quotes[0].chain].name, "Ana Ruiz");
	assert_string_equal(art->quotes[0].via, "Agence France-Presse");
	arena_reset(&f->arena);
}

static bool mentions_cross(const struct article *art)
{
	for (uint32_t i = 0; i < art->n_mentions; i++) {
		for (uint32_t k = i + 1; k < art->n_mentions; k++) {
			struct span a = art->mentions[i].span;
			struct span b = art->mentions[k].span;

			if (b.start > a.start && b.start < a.end &&
			    b.end > a.end)
				return true;
		}
	}
	return false;
}

static void any_text_gives_sound_chains(void **state)
{
	static const char *const pieces[] = {
		" Ana Ruiz",
		" Ruiz",
		" Ana",
		" he",
		" she",
		" his",
		" the US official",
		" the mayor",
		" Mr",
		" Egyptian",
		" Egypt",
		" and",
		",",
		".",
		"\n\n",
		" “",
		"”",
		" said",
		" Washington",
		" they",
		" envoy",
		"'s",
		" (",
		")",
		" WFP",
		" the",
		" counterpart",
		" 61-year-old",
	};
	struct fixture *f = *state;
	uint32_t seed = 5;

	for (int round = 0; round < 2000; round++) {
		struct str text = {0};
		struct article *art;
		struct error err;

		for (int i = 0; i < 30; i++) {
			seed = seed * 1664525u + 1013904223u;
			str_add_text(
				&text,
				pieces[(seed >> 16) % array_length(pieces)]);
		}
		art = article_of(f, "Ana ruis in Egypt", str_text(&text),
				 "+Ana Ruiz|+Ruiz|+Ana|*envoy|=Egyptian|@Egypt|"
				 "@Washington|&WFP|@US|*Mr");
		if (!article_check(art, &err))
			fail_msg("%s: %s", err.text, text.at);
		assert_false(mentions_cross(art));
		for (uint32_t i = 0; i < art->n_chains; i++) {
			assert_non_null(art->chains[i].name);
			assert_true(art->chains[i].mentions > 0);
		}
		str_free(&text);
		arena_reset(&f->arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(mentions_of_one_thing_are_one_chain),
		TEST(a_chain_knows_role_country_and_gender),
		TEST(a_quotation_is_its_speakers),
		TEST(any_text_gives_sound_chains),
	};

	return cmocka_run_group_tests(tests, open_lists, close_lists);
}
