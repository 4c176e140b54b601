#include "quote/quote.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "../test.h"
#include "text/text.h"

/* names: parted by '|', each before the text's type sign: + person, @ place,
 * & body, = group; every place where it stands becomes a mention.  quotes: a
 * line each, "kind words <speaker" and "/via" where there is one; words may
 * be cut in the middle by " .. ". */
static const struct {
	const char *text, *names, *quotes;
} rows[] = {
	{"", "", ""},
	{"“The bridge opens in May,” Ana Ruiz said.", "+Ana Ruiz",
	 "direct The bridge opens in May, <Ana Ruiz\n"},
	{"Mayor Ana Ruiz said, \"The bridge opens in May.\"", "+Ana Ruiz",
	 "direct The bridge opens in May. <Mayor Ana Ruiz\n"},
	{"“Nobody warned us,” said Tom Berg, a spokesman for the port.",
	 "+Tom Berg", "direct Nobody warned us, <Tom Berg\n"},
	{"“It took nine years,” she said. “And a war.”", "",
	 "direct It took nine years, <she\ndirect And a war. <she\n"},
	{"“It took,” said Ana Ruiz, “nine years.”", "+Ana Ruiz",
	 "direct It took, <Ana Ruiz\ndirect nine years. <Ana Ruiz\n"},
	{"Hundreds met at the gate. Some chanted \"Open up!\"", "",
	 "direct Open up! <Some\n"},
	{"The assembly said it would meet again.", "",
	 "indirect it would meet again <The assembly\n"},
	{"The talks said that nothing was agreed.", "", ""},
	{"Jonas Vik said on Monday that the fund would stop buying coal.",
	 "+Jonas Vik",
	 "indirect that the fund would stop buying coal <Jonas Vik\n"},
	{"Ana Ruiz said the bridge was safe, but Peter Lund insisted it was "
	 "“built on sand”.",
	 "+Ana Ruiz|+Peter Lund",
	 "indirect the bridge was safe <Ana Ruiz\n"
	 "mixed it was .. sand” <Peter Lund\n"},
	{"According to the statistics office, prices rose in April.", "",
	 "indirect prices rose in April <the statistics office\n"},
	{"Prices rose in April, according to the statistics office.", "",
	 "indirect Prices rose in April <the statistics office\n"},
	{"The delay is a scandal, the opposition leader said.", "",
	 "indirect The delay is a scandal <the opposition leader\n"},
	{"Vik was quoted as saying “no comment” by the daily Aften.",
	 "+Vik|&Aften", "direct no comment <Vik\n"},
	{"Reuters quoted the director as saying that the door was locked.",
	 "&Reuters",
	 "indirect that the door was locked <the director /Reuters\n"},
	{"Claire Morel said the delay was “regrettable” on March 21, AFP "
	 "reported.",
	 "+Claire Morel|&AFP",
	 "mixed the delay was “regrettable” <Claire Morel /AFP\n"},
	{"Ships may not leave, AFP reported.", "&AFP",
	 "indirect Ships may not leave <AFP\n"},
	{"Morel told reporters that she would stay, adding: “For now.”",
	 "+Morel",
	 "indirect that she would stay <Morel\ndirect For now. <Morel\n"},
	{"Morel, who chairs the board, said she would stay.", "+Morel",
	 "indirect she would stay <Morel\n"},
	{"Morel called it “a historic mistake”, and left.", "+Morel",
	 "direct a historic mistake <Morel\n"},
	{"The so-called “Gang of Eight” met twice in the spring.", "", ""},
	{"The band closed with “River of Stone” on Saturday.", "", ""},
	{"Analysts point to the “dot plot” for hints.", "", ""},
	{"The ministry, which said nothing, runs the “smart city” plan.", "",
	 ""},
	{"“A bridge is a promise.” — Ana Ruiz", "+Ana Ruiz",
	 "direct A bridge is a promise. <Ana Ruiz\n"},
	{"“One,” Ana Ruiz said.\n\n“Two.”", "+Ana Ruiz",
	 "direct One, <Ana Ruiz\ndirect Two. <Ana Ruiz\n"},
	{"Ana Ruiz said: “One.\n\n“Two.\n\n“Three.”", "+Ana Ruiz",
	 "direct One. <Ana Ruiz\ndirect Two. <Ana Ruiz\n"
	 "direct Three. <Ana Ruiz\n"},
	{"Ana Ruiz answered them:\n\n“Not in my town.”", "+Ana Ruiz",
	 "direct Not in my town. <Ana Ruiz\n"},
	{"ANA RUIZ: The bridge is safe.\n\nPETER LUND: Is it?\n\nANA RUIZ: "
	 "Yes.",
	 "",
	 "direct The bridge is safe. <ANA RUIZ\ndirect Is it? <PETER LUND\n"
	 "direct Yes. <ANA RUIZ\n"},
	{"“Where would we go?” she asked. Nobody knew.", "",
	 "direct Where would we go? <she\n"},
};

struct fixture {
	struct arena lists_arena, arena;
	struct quote_lists *lists;
	struct text_lists *text;
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
	struct text_tables tables = {0};
	struct error err;
	struct arena *a;

	assert_non_null(f);
	a = &f->lists_arena;
	arena_init(a);
	arena_init(&f->arena);
	tables.abbreviations = data(a, "abbreviations.tsv");
	assert_true(text_lists_new(a, &tables, &f->text, &err));
	assert_true(quote_lists_new(
		a, data(a, "reporting-verbs.tsv"), data(a, "roles.tsv"),
		data(a, "speech-words.tsv"), &f->lists, &err));
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

static uint8_t type_of(char sign)
{
	return sign == '+'   ? TYPE_PERSON
	       : sign == '@' ? TYPE_PLACE
	       : sign == '=' ? TYPE_GROUP
			     : TYPE_ORG;
}

static void name_all(struct article *art, const char *names)
{
	struct slice rest = slice_of(names);

	while (rest.at && rest.len) {
		struct slice name = slice_cut(&rest, '|');
		uint8_t type = type_of(name.at[0]);

		name.at++;
		name.len--;
		for (uint32_t i = 0; i + name.len <= art->text_len; i++) {
			struct mention m = {
				.span = {i, i + (uint32_t)name.len},
				.type = type,
				.chain = -1,
				.of = -1,
			};

			if (memcmp(art->text + i, name.at, name.len) == 0)
				*array_add(art->arena, art->mentions,
					   art->n_mentions) = m;
		}
	}
	article_sort_mentions(art);
}

static struct article *article_of(struct fixture *f, const char *text,
				  const char *names)
{
	struct article *art = article_new(&f->arena);

	article_set_text(art, (struct slice){NULL, 0}, slice_of(text));
	text_split(art, f->text);
	name_all(art, names);
	quote_find(f->lists, art);
	return art;
}

/* The words of a row, with " .. " for what it leaves out. */
static bool words_match(struct slice got, struct slice wanted)
{
	for (size_t i = 0; i + 4 <= wanted.len; i++) {
		size_t tail = wanted.len - i - 4;

		if (memcmp(wanted.at + i, " .. ", 4) != 0)
			continue;
		return got.len > i + tail && !memcmp(got.at, wanted.at, i) &&
		       !memcmp(got.at + got.len - tail, wanted.at + i + 4,
			       tail);
	}
	return slice_same(got, wanted);
}

static bool quote_matches(const struct article *art, const struct quote *q,
			  struct slice line)
{
	struct slice rest = line, head = slice_cut(&rest, '<');
	struct slice via = rest, speaker = slice_cut(&via, '/');
	struct slice words = head, kind = slice_cut(&words, ' ');

	return slice_equals(kind, article_quote_kinds.at[q->kind]) &&
	       words_match(article_slice(art, q->span), slice_trim(words)) &&
	       slice_same(article_slice(art, q->speaker),
			  slice_trim(speaker)) &&
	       (via.at ? q->via && slice_equals(via, q->via) : !q->via);
}

static void quotations_have_their_words_and_speaker(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < array_length(rows); i++) {
		struct article *art =
			article_of(f, rows[i].text, rows[i].names);
		struct slice rest = slice_of(rows[i].quotes);
		uint32_t n = 0;

		while (rest.at && rest.len) {
			struct slice line = slice_cut(&rest, '\n');

			if (n >= art->n_quotes ||
			    !quote_matches(art, &art->quotes[n], line))
				fail_msg("in '%s': no quotation '%.*s'",
					 rows[i].text, (int)line.len, line.at);
			n++;
		}
		if (n != art->n_quotes)
			fail_msg("in '%s': one too many", rows[i].text);
		arena_reset(&f->arena);
	}
}

static void pieces_of_one_quotation_share_a_group(void **state)
{
	struct fixture *f = *state;
	struct article *art = article_of(
		f, "“It took,” said Ana Ruiz, “nine years.” “Yes,” he said.",
		"+Ana Ruiz");

	assert_int_equal(art->n_quotes, 3);
	assert_int_equal(art->quotes[0].group, art->quotes[1].group);
	assert_int_not_equal(art->quotes[0].group, art->quotes[2].group);
	arena_reset(&f->arena);
}

static void a_speaker_that_is_no_mention_becomes_one(void **state)
{
	struct fixture *f = *state;
	struct article *art = article_of(
		f, "“Yes,” the US official said. “No,” he said.", "@US");
	const struct mention *m;

	assert_int_equal(art->n_quotes, 2);
	m = &art->mentions[art->quotes[0].mention];
	assert_int_equal(m->form, FORM_NOMINAL);
	assert_slice(article_slice(art, m->span), "the US official");
	m = &art->mentions[art->quotes[1].mention];
	assert_int_equal(m->form, FORM_PRONOUN);
	assert_int_equal(m->gender, GENDER_MALE);
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

/* Whatever the words: records hold, quotations are in order and apart,
 * mentions nest. */
static void any_text_gives_a_sound_record(void **state)
{
	static const char *const pieces[] = {
		"“",
		"”",
		"\"",
		"'",
		",",
		".",
		":",
		"\n\n",
		" said",
		" he",
		" Ana Ruiz",
		" that",
		" told",
		" the US official",
		" — ",
		" according to",
		" and",
		" adding",
		" who",
		" (",
		")",
		" Ana",
		" 's",
		" of",
		" was quoted as saying",
		" AFP reported",
		" the",
		";",
	};
	struct fixture *f = *state;
	uint32_t seed = 11;

	for (int round = 0; round < 3000; round++) {
		struct str text = {0};
		struct article *art;
		struct error err;

		for (int i = 0; i < 30; i++) {
			seed = seed * 1664525u + 1013904223u;
			str_add_text(
				&text,
				pieces[(seed >> 16) % array_length(pieces)]);
		}
		art = article_of(f, str_text(&text), "+Ana Ruiz|@US|&AFP");
		if (!article_check(art, &err))
			fail_msg("%s: %s", err.text, text.at);
		assert_false(mentions_cross(art));
		for (uint32_t i = 0; i < art->n_quotes; i++) {
			const struct quote *q = &art->quotes[i];

			assert_true(q->span.start < q->span.end);
			assert_int_equal(q->chain, -1);
			if (i)
				assert_true(art->quotes[i - 1].span.end <=
					    q->span.start);
		}
		str_free(&text);
		arena_reset(&f->arena);
	}
}

static void a_broken_table_of_verbs_is_told(void **state)
{
	struct fixture *f = *state;
	struct quote_lists *lists;
	struct error err;

	assert_false(quote_lists_new(&f->arena, SLICE("said\tsay\n"), SLICE(""),
				     SLICE(""), &lists, &err));
	assert_non_null(strstr(err.text, "verbs of saying"));
	arena_reset(&f->arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(quotations_have_their_words_and_speaker),
		TEST(pieces_of_one_quotation_share_a_group),
		TEST(a_speaker_that_is_no_mention_becomes_one),
		TEST(any_text_gives_a_sound_record),
		TEST(a_broken_table_of_verbs_is_told),
	};

	return cmocka_run_group_tests(tests, open_lists, close_lists);
}
