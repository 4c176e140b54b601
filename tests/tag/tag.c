/* Names, roles and dates. */
#include "../test.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/utf8.h"
#include "tag/tag.h"
#include "text/text.h"

static struct arena lists_arena;
static struct text_lists *lists;
static struct tagger *tagger;

static struct slice table(const char *name)
{
	struct error err;
	char *path = arena_printf(&lists_arena, "%s/%s", getenv("GAZETTE_DATA"),
				  name);
	struct slice s;

	s.at = file_read(&lists_arena, path, 1 << 24, &s.len, &err);
	assert_non_null(s.at);
	return s;
}

static const char given_names[] = "Ana\tf\nAnthony\tm\nSameh\tm\nLinda\tf\n"
				  "Paul\tm\nGeorgia\tf\nMay\tf\n";

static int open_lists(void **state)
{
	struct text_tables t = {0};
	struct tag_tables tables = {0};
	struct error err;

	(void)state;
	arena_init(&lists_arena);
	t.abbreviations = table("abbreviations.tsv");
	t.languages = table("languages.tsv");
	t.countries = table("known/countries.tsv");
	tables.countries = t.countries;
	tables.cities = table("known/cities.tsv");
	tables.organisations = table("known/organisations.tsv");
	tables.groups = table("known/groups.tsv");
	tables.given_names = slice_of(given_names);
	tables.titles = table("titles.tsv");
	tables.roles = table("roles.tsv");
	tables.head_words = table("head-words.tsv");
	tables.stop_names = table("stop-names.tsv");
	return text_lists_new(&lists_arena, &t, &lists, &err) &&
			       tagger_new(&lists_arena, &tables, &tagger, &err)
		       ? 0
		       : -1;
}

static int close_lists(void **state)
{
	(void)state;
	arena_free(&lists_arena);
	return 0;
}

static struct article *tagged(struct arena *a, const char *title,
			      const char *text, const char *language)
{
	struct article *art = article_new(a);

	article_set_text(art, slice_of(title), slice_of(text));
	art->language = language;
	date_read_iso("2024-03-22", 10, &art->published);
	text_split(art, lists);
	tag_article(tagger, art);
	return art;
}

/* "person Ana Ruiz; role mayor of Delvik > Ana Ruiz; date Monday =2024-03-18"
 */
static char *written(struct arena *a, const struct article *art)
{
	char *out = arena_string(a, ""), day[32];

	for (uint32_t i = 0; i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];
		struct slice s = article_slice(art, m->span), of = {"", 0};
		const char *type = article_types.at[m->type];

		if (m->of >= 0)
			of = article_slice(art, art->mentions[m->of].span);
		date_write(&m->day, day);
		out = arena_printf(a, "%s%s%s %.*s%s%.*s%s%s", out,
				   i ? "; " : "",
				   m->form == FORM_ROLE ? "role"
				   : type               ? type
							: "unknown",
				   (int)s.len, s.at, of.len ? " > " : "",
				   (int)of.len, of.at, day[0] ? " =" : "", day);
	}
	return out;
}

static const struct {
	const char *text, *mentions;
} rows[] = {
	{"", ""},
	{"Nothing is named here.", ""},
	{"On the road, Ana Ruiz met Ruiz.", "person Ana Ruiz; person Ruiz"},
	{"US Secretary of State Anthony Blinken spoke in Cairo.",
	 "role US Secretary of State > Anthony Blinken; place US; person "
	 "Anthony Blinken; place Cairo"},
	{"He met Egyptian Foreign Minister Sameh Shoukry.",
	 "role Egyptian Foreign Minister > Sameh Shoukry; group Egyptian; "
	 "person Sameh Shoukry"},
	{"Ana Ruiz, the mayor of Oslo, said no.",
	 "person Ana Ruiz; role mayor of Oslo > Ana Ruiz; place Oslo"},
	{"In talks with Ana Ruiz, the US official said no.",
	 "person Ana Ruiz; place US"},
	{"The former German chancellor Ana Ruiz left.",
	 "role former German chancellor > Ana Ruiz; group German; person Ana "
	 "Ruiz"},
	{"Israel's prime minister Paul Ruiz left.",
	 "role Israel's prime minister > Paul Ruiz; place Israel; person Paul "
	 "Ruiz"},
	{"Mr Blinken\u2019s visit to the UN", "person Blinken; org UN"},
	{"a study at the University of Delvik and the Bank of Halder",
	 "org University of Delvik; org Bank of Halder"},
	{"the Delvik Ministry of Health and Welfare said",
	 "org Delvik Ministry of Health and Welfare"},
	{"Israel-US ties, a US-led raid", "place Israel; place US; place US"},
	{"an Egyptian Coast Guard ship", "group Egyptian; org Coast Guard"},
	{"OSLO MAYOR SAYS NO TO PLAN", "place OSLO"},
	{"On Monday, March 18, and on March 21",
	 "date Monday, March 18 =2024-03-18; date March 21 =2024-03-21"},
	{"On 21 March 2023 and 2 January.",
	 "date 21 March 2023 =2023-03-21; date 2 January =2024-01-02"},
	{"It was in late February, last week, in mid-February and in 2019.",
	 "date late February; date last week; date mid-February; date 2019"},
	{"It is due next Monday, tomorrow, and was two days ago.",
	 "date next Monday =2024-03-25; date tomorrow =2024-03-23; date two "
	 "days ago =2024-03-20"},
	{"They may march on 2024-02-29 or 2024-02-30.",
	 "date 2024-02-29 =2024-02-29"},
	{"Not in December 32 or on Feb. 30, 2024.",
	 "date December; date Feb. 30, 2024"},
};

static void names_roles_and_dates_are_found(void **state)
{
	struct arena a;

	(void)state;
	for (size_t i = 0; i < array_length(rows); i++) {
		arena_init(&a);
		assert_string_equal(
			written(&a, tagged(&a, "", rows[i].text, "en")),
			rows[i].mentions);
		arena_free(&a);
	}
}

static void a_misspelt_surname_belongs_to_its_given_name(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_string_equal(
		written(&a, tagged(&a, "Anthony bliken",
				   "So Anthony Blinken said.", "en")),
		"person Anthony bliken; person Anthony Blinken");
	arena_free(&a);
}

static void the_title_tells_the_gender(void **state)
{
	struct article *art;
	struct arena a;

	(void)state;
	arena_init(&a);
	art = tagged(&a, "", "Then Mrs Halder met Mr Dorn.", "en");
	assert_int_equal(art->n_mentions, 2);
	assert_int_equal(art->mentions[0].gender, GENDER_FEMALE);
	assert_int_equal(art->mentions[1].gender, GENDER_MALE);
	arena_free(&a);
}

static void in_german_a_capital_alone_is_no_name(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_string_equal(
		written(&a, tagged(&a, "",
				   "Der Minister hat die Stadt Oslo besucht, "
				   "und Ana Ruiz war nicht dabei.",
				   "de")),
		"place Oslo; person Ana Ruiz");
	arena_free(&a);
}

static void given_mentions_are_kept(void **state)
{
	static const char text[] = "On Monday Mayor Foo bar met x March 3.";
	struct article *art;
	struct arena a;

	(void)state;
	arena_init(&a);
	art = article_new(&a);
	article_set_text(art, SLICE(""), SLICE(text));
	art->language = "en";
	art->has_mentions = true;
	*array_add(&a, art->mentions, art->n_mentions) = (struct mention){
		.span = {16, 23}, .type = TYPE_PERSON, .chain = -1, .of = -1};
	*array_add(&a, art->mentions, art->n_mentions) =
		(struct mention){.span = {28, 32}, .chain = -1, .of = -1};
	text_split(art, lists);
	tag_article(tagger, art);
	assert_string_equal(written(&a, art),
			    "date Monday; role Mayor > Foo bar; person Foo "
			    "bar; unknown x Ma");
	arena_free(&a);
}

static void check_mentions(const struct article *art)
{
	struct error err;

	assert_true(article_check(art, &err));
	for (uint32_t i = 0; i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];

		assert_true(m->span.start < m->span.end);
		for (uint32_t k = i + 1; k < art->n_mentions; k++) {
			const struct mention *n = &art->mentions[k];

			assert_true(n->span.start >= m->span.start);
			if (n->span.start >= m->span.end)
				break;
			assert_true(n->span.end <= m->span.end);
		}
	}
}

static void mentions_never_cross_whatever_the_text(void **state)
{
	static const char *const words[] = {"US",
					    "Egyptian",
					    "Foreign",
					    "Minister",
					    "Mr",
					    "Ana",
					    "Ruiz",
					    "of",
					    "the",
					    ",",
					    ".",
					    "'s",
					    "-",
					    "University",
					    "Bank",
					    "March",
					    "21",
					    "2024",
					    "last",
					    "Monday",
					    "(",
					    ")",
					    "mayor",
					    "said",
					    "\n",
					    "Oslo",
					    "and",
					    "\u201C",
					    "UN",
					    "MAY",
					    "two",
					    "days",
					    "ago",
					    "von",
					    "\u00C9lys\u00E9e",
					    "\u4E2D",
					    "former",
					    "&",
					    "War",
					    "1st"};
	uint32_t seed = 1;
	char text[400];

	(void)state;
	for (int run = 0; run < 3000; run++) {
		struct arena a;
		size_t len = 0;

		for (int i = 0; i < 24; i++) {
			const char *w;

			seed = seed * 1103515245 + 12345;
			w = words[(seed >> 16) % array_length(words)];
			memcpy(text + len, w, strlen(w));
			len += strlen(w);
			if (seed >> 30)
				text[len++] = ' ';
		}
		text[len] = '\0';
		arena_init(&a);
		check_mentions(tagged(&a, run % 4 ? "" : "Ana Ruiz In Oslo",
				      text, run % 3 ? "en" : NULL));
		arena_free(&a);
	}
}

static void garbage_is_tagged_without_harm(void **state)
{
	uint32_t seed = 3;
	char bytes[600];

	(void)state;
	for (int run = 0; run < 500; run++) {
		struct arena a;
		size_t len;
		char *text;

		for (size_t i = 0; i < sizeof(bytes); i++) {
			seed = seed * 1103515245 + 12345;
			bytes[i] = (char)(seed >> 16);
		}
		arena_init(&a);
		text = utf8_clean(&a, bytes, sizeof(bytes), &len);
		check_mentions(tagged(&a, "", text, NULL));
		arena_free(&a);
	}
}

static void a_megabyte_on_one_line_is_tagged(void **state)
{
	static const char *const fill[] = {"Ana ", "US Minister ",   "Ana",
					   ". ",   "University of ", "A.",
					   "last "};
	size_t len = 1 << 20;
	char *text = malloc(len + 32);

	(void)state;
	for (size_t i = 0; i < array_length(fill); i++) {
		struct arena a;
		size_t at = 0;

		for (; at < len; at += strlen(fill[i]))
			memcpy(text + at, fill[i], strlen(fill[i]) + 1);
		arena_init(&a);
		tagged(&a, "", text, "en");
		arena_free(&a);
	}
	free(text);
}

static void broken_tables_are_named(void **state)
{
	struct tag_tables t = {.titles = SLICE("#form\nMr\tm\n")};
	struct tagger *none;
	struct error err;
	struct arena a;

	(void)state;
	arena_init(&a);
	assert_false(tagger_new(&a, &t, &none, &err));
	assert_non_null(strstr(err.text, "line 2"));
	assert_non_null(strstr(err.text, "titles"));
	arena_free(&a);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(names_roles_and_dates_are_found),
		TEST(a_misspelt_surname_belongs_to_its_given_name),
		TEST(the_title_tells_the_gender),
		TEST(in_german_a_capital_alone_is_no_name),
		TEST(given_mentions_are_kept),
		TEST(mentions_never_cross_whatever_the_text),
		TEST(garbage_is_tagged_without_harm),
		TEST(a_megabyte_on_one_line_is_tagged),
		TEST(broken_tables_are_named),
	};

	return cmocka_run_group_tests(tests, open_lists, close_lists);
}
