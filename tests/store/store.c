/* The archive through its header. */
#include "../test.h"

#include <time.h>

#include "sample.h"

static int new_sample(void **state)
{
	static struct sample s;

	sample_new(&s);
	*state = &s;
	return 0;
}

static int free_sample(void **state)
{
	sample_free(*state);
	return 0;
}

#define MORNING                                                                \
	"{0:Antony Blinken} arrived in {1:Rafah}. <0:We back {1:Rafah},> "     \
	"{0:Blinken} said, and {0~he} left for {2:Egypt}."

/* ---- articles ---- */

static void an_article_comes_back_as_it_went_in(void **state)
{
	struct sample *s = *state;
	int64_t id = sample_put(s, "https://example.org/a", 0, "Talks", MORNING,
				STORE_STORED);
	struct article *art;

	must(store_article_get(s->st, &s->arena, id, &art, err));
	assert_non_null(art);
	assert_int_equal(art->id, id);
	assert_string_equal(art->url, "https://example.org/a");
	assert_int_equal(art->published.time, SAMPLE_TIME);
	assert_slice(article_slice(art, art->title), "Talks");
	assert_int_equal(art->n_mentions, 6);
	assert_int_equal(art->n_quotes, 1);
	assert_slice(article_slice(art, art->quotes[0].span), "We back Rafah,");
	assert_true(art->chains[0].entity != 0);
	assert_string_equal(art->chains[0].entity_name, "Antony Blinken");
	assert_int_equal(store_id(s->st, store_docid(s->st, id)), id);
	must(store_article_get(s->st, &s->arena, id + 1, &art, err));
	assert_null(art);
	sample_check(s);
}

static void the_same_again_is_known_and_another_text_a_version(void **state)
{
	struct sample *s = *state;
	struct store_counts before, after;
	struct entity_rows rows;
	struct entity_row e;
	int64_t id = sample_put(s, "https://example.org/a", 0, "Talks", MORNING,
				STORE_STORED);

	must(store_counts(s->st, &before, err));
	assert_int_equal(sample_put(s, "https://example.org/a", 0, "Talks",
				    MORNING, STORE_KNOWN),
			 id);
	must(store_counts(s->st, &after, err));
	assert_memory_equal(&before, &after, sizeof(before));
	assert_int_equal(sample_put(s, "https://example.org/a", 1, "Talks",
				    "{0:Antony Blinken} flew home.",
				    STORE_UPDATED),
			 id);
	e = sample_entity(s, "Antony Blinken");
	assert_int_equal(e.articles, 1);
	assert_int_equal(e.mentions, 1);
	assert_int_equal(e.quotes, 0);
	must(store_entities(s->st, &s->arena, "", 0, 0, 9, &rows, err));
	assert_int_equal(rows.n, 1); /* nothing names Rafah any more */
	must(store_counts(s->st, &after, err));
	assert_int_equal(after.articles, 1);
	assert_int_equal(after.mentions, 1);
	assert_int_equal(after.quotes, 0);
	sample_check(s);
}

static void what_it_said_before_can_be_read(void **state)
{
	struct sample *s = *state;
	struct version_rows rows;
	struct slice text;
	int64_t id = sample_put(s, "https://example.org/a", 0, "Talks",
				"One.\n\nTwo.", STORE_STORED);

	must(store_versions_of(s->st, &s->arena, id, &rows, err));
	assert_int_equal(rows.n, 1);
	assert_true(llabs((long long)rows.at[0].from - time(NULL)) < 10);
	sample_put(s, "https://example.org/a", 0, "Talks go on", "Three.",
		   STORE_UPDATED);
	sample_put(s, "https://example.org/a", 0, "", "Four.", STORE_UPDATED);
	must(store_versions_of(s->st, &s->arena, id, &rows, err));
	assert_int_equal(rows.n, 3);
	assert_int_equal(rows.at[2].n, 3);
	must(store_version_text(s->st, &s->arena, id, 1, &text, err));
	assert_slice(text, "Talks\n\nOne.\n\nTwo.");
	must(store_version_text(s->st, &s->arena, id, 2, &text, err));
	assert_slice(text, "Talks go on\n\nThree.");
	must(store_version_text(s->st, &s->arena, id, 3, &text, err));
	assert_slice(text, "Four.");
	must(store_version_text(s->st, &s->arena, id, 4, &text, err));
	assert_int_equal(text.len, 0);
	must(store_versions_of(s->st, &s->arena, 99, &rows, err));
	assert_int_equal(rows.n, 0);
	sample_check(s);
}

static void two_updates_in_one_batch_leave_one_article(void **state)
{
	struct sample *s = *state;

	must(store_batch_begin(s->st, err));
	sample_put(s, "https://example.org/a", 0, "A", MORNING, STORE_STORED);
	sample_put(s, "https://example.org/a", 0, "B", MORNING, STORE_UPDATED);
	sample_put(s, "https://example.org/a", 9, "C", "{0:Rafah} is quiet.",
		   STORE_UPDATED);
	must(store_batch_commit(s->st, err));
	assert_int_equal(sample_entity(s, "Rafah").articles, 1);
	sample_check(s);
}

static void lists_are_newest_first_and_go_on_from_a_row(void **state)
{
	struct sample *s = *state;
	struct store_page page = {.limit = 4};
	struct article_rows rows;
	int64_t last = INT64_MAX;
	uint32_t all = 0;
	char url[64];

	for (int i = 0; i < 10; i++) {
		snprintf(url, sizeof(url), "https://example.org/%d", i);
		/* of the same second: each has a place of its own */
		sample_put(
			s, arena_string(&s->arena, url), i / 2, "T",
			arena_printf(&s->arena, "Number %d of {0:Rafah}.", i),
			STORE_STORED);
	}
	do {
		must(store_articles(s->st, &s->arena, &page, &rows, err));
		for (uint32_t i = 0; i < rows.n; i++, all++) {
			assert_true(rows.at[i].docid < last);
			last = page.from = rows.at[i].docid;
		}
	} while (rows.has_more);
	assert_int_equal(all, 10);
	page = (struct store_page){.limit = 100, .order = STORE_OLDEST};
	must(store_entity_articles(s->st, &s->arena,
				   sample_entity(s, "Rafah").id, &page, &rows,
				   err));
	assert_int_equal(rows.n, 10);
	assert_int_equal(rows.at[0].count, 1);
	assert_int_equal(rows.at[0].docid, last);
	sample_check(s);
}

static void a_day_stays_on_its_day(void **state)
{
	struct sample *s = *state;
	struct article *art = sample_article(&s->arena, "", "Text of a day.");
	int64_t id, day = date_days(1969, 7, 20);
	enum store_how how;

	date_read_iso("1969-07-20", 10, &art->published);
	article_key_set(art);
	must(store_article_put(s->st, s->known, art, NULL, &how, &id, err));
	assert_true(store_docid(s->st, id) >= day * DATE_DAY);
	assert_true(store_docid(s->st, id) < (day + 1) * DATE_DAY);
	sample_check(s);
}

static void a_future_date_is_put_no_later_than_tomorrow(void **state)
{
	struct sample *s = *state;
	int64_t id = sample_put(s, "https://example.org/f", 24 * 365 * 60, "F",
				"From {0:Rafah}.", STORE_STORED);

	assert_true(store_docid(s->st, id) <= (int64_t)time(NULL) + DATE_DAY);
}

#define WIRE                                                                   \
	"The harbour council of Ostrel voted on Tuesday to raise the pay of "  \
	"its 340 dockers by four per cent, ending a strike that had kept "     \
	"twelve ships outside the breakwater for nine days. {0:Ines Harrow}, " \
	"who leads the union, said the vote was a beginning. The council "     \
	"meets again on 4 May to settle the hours of the night shift."

/* 0 says "none": around it the places go on at -1. */
static void no_article_is_put_at_0(void **state)
{
	static const struct {
		int64_t time, docid;
	} rows[] = {{-1, -1}, {0, -2}, {0, -3}, {1, 1}, {1, -4}, {-2, -5}};
	struct sample *s = *state;
	enum store_how how;
	int64_t id;

	for (size_t i = 0; i < array_length(rows); i++) {
		struct article *art = sample_article(
			&s->arena, "", arena_printf(&s->arena, "Text %zu.", i));

		art->published = (struct when){rows[i].time, 0, WHEN_SECOND};
		article_key_set(art);
		must(store_article_put(s->st, s->known, art, NULL, &how, &id,
				       err));
		assert_int_equal(store_docid(s->st, id), rows[i].docid);
		store_close(s->st); /* what is full is to be found anew */
		sample_open(s, STORE_WRITE);
	}
	sample_check(s);
}

static void copies_are_folded_into_the_first(void **state)
{
	struct sample *s = *state;
	struct store_page page = {.limit = 10};
	struct article_rows rows;
	int64_t first = sample_put(s, "https://a.example.org/1", 0, "Vote",
				   WIRE, STORE_STORED);
	int64_t copy =
		sample_put(s, "https://b.example.org/1", 3, "Dockers win",
			   "OSTREL - " WIRE " More soon.", STORE_STORED);
	struct article *art;

	sample_put(s, "https://c.example.org/1", 4, "Else",
		   "The harbour council of Kolvik met on Friday and talked "
		   "about the price of bread, the new bridge over the river, "
		   "and a lion that {0:Ines Harrow} had seen in the park.",
		   STORE_STORED);
	must(store_articles(s->st, &s->arena, &page, &rows, err));
	assert_int_equal(rows.n, 2);
	assert_int_equal(rows.at[1].copies, 1);
	must(store_copies(s->st, &s->arena, first, &rows, err));
	assert_int_equal(rows.n, 1);
	assert_int_equal(rows.at[0].art->id, copy);
	must(store_article_get(s->st, &s->arena, copy, &art, err));
	assert_int_equal(art->duplicate_of, first);
	assert_int_equal(sample_entity(s, "Ines Harrow").articles, 2);
	page.with_copies = true;
	must(store_entity_articles(s->st, &s->arena,
				   sample_entity(s, "Ines Harrow").id, &page,
				   &rows, err));
	assert_int_equal(rows.n, 3);
	sample_check(s);
}

/* ---- names ---- */

static void names_join_over_articles_and_slips(void **state)
{
	struct sample *s = *state;
	struct entity_form *forms;
	struct entity_row e;
	uint32_t n;

	sample_put(s, "https://example.org/1", 0, "One", MORNING, STORE_STORED);
	sample_put(s, "https://example.org/2", 24, "Two",
		   "{0:Anthony bliken} met {1:Sameh Shoukry} of {2:Egypt}.",
		   STORE_STORED);
	sample_put(s, "https://example.org/3", 48, "Three",
		   "{0:Antony Blinken} and an {1:Egyptian} official.",
		   STORE_STORED);
	e = sample_entity(s, "Antony Blinken");
	assert_int_equal(e.articles, 3);
	assert_int_equal(sample_entity(s, "Anthony bliken").id, e.id);
	assert_int_equal(sample_entity(s, "Egypt").articles, 3);
	assert_int_equal(sample_entity(s, "Egyptian").id,
			 sample_entity(s, "Egypt").id);
	must(store_entity_forms(s->st, &s->arena, e.id, &forms, &n, err));
	assert_string_equal(forms[0].surface, "Antony Blinken");
	assert_int_equal(forms[0].count, 2);
	assert_null(forms[n - 1].surface);
	assert_int_equal(forms[n - 1].form, FORM_PRONOUN);
	sample_check(s);
}

static void a_surname_alone_waits_for_its_holder(void **state)
{
	struct sample *s = *state;

	sample_put(s, "https://example.org/1", 0, "One", "{0:Blinken} came.",
		   STORE_STORED);
	assert_true(sample_entity(s, "Blinken").is_bare);
	sample_put(s, "https://example.org/2", 24, "Two",
		   "{0:Antony Blinken} spoke. <0:Yes.>", STORE_STORED);
	assert_int_equal(sample_entity(s, "Antony Blinken").articles, 1);
	sample_put(s, "https://example.org/3", 48, "Three",
		   "{0:Antony Blinken} left.", STORE_STORED);
	assert_int_equal(sample_entity(s, "Antony Blinken").articles, 3);
	sample_check(s);
	/* another of the name: nobody dominates any more */
	sample_put(s, "https://example.org/4", 49, "Four",
		   "{0:Donald Blinken} wrote.", STORE_STORED);
	sample_put(s, "https://example.org/5", 50, "Five",
		   "{0:Donald Blinken} painted.", STORE_STORED);
	assert_int_equal(sample_entity(s, "Antony Blinken").articles, 2);
	/* those who wait again wait together */
	sample_put(s, "https://example.org/6", 51, "Six", "{0:Blinken} won.",
		   STORE_STORED);
	assert_int_equal(sample_entity(s, "Blinken").articles, 2);
	sample_check(s);
}

static void a_name_in_capitals_gives_way(void **state)
{
	struct sample *s = *state;

	sample_put(s, "https://example.org/1", 0, "One",
		   "{0:CORVANT} and {1:ANNA LUND}.", STORE_STORED);
	assert_string_equal(sample_entity(s, "Corvant").name, "CORVANT");
	sample_put(s, "https://example.org/2", 1, "Two",
		   "{0:Corvant} and {1:Anna Lund}.", STORE_STORED);
	assert_string_equal(sample_entity(s, "Corvant").name, "Corvant");
	assert_string_equal(sample_entity(s, "Anna Lund").name, "Anna Lund");
	sample_put(s, "https://example.org/3", 2, "Three",
		   "{0:CORVANT} and {1:ANNA LUND}, {1:ANNA LUND}.",
		   STORE_STORED);
	assert_string_equal(sample_entity(s, "Corvant").name, "Corvant");
	assert_string_equal(sample_entity(s, "Anna Lund").name, "Anna Lund");
	sample_check(s);
}

/* Uses of a form of an entity. */
static uint32_t uses_of(struct sample *s, const char *name, const char *form)
{
	struct entity_form *forms;
	uint32_t n;

	must(store_entity_forms(s->st, &s->arena, sample_entity(s, name).id,
				&forms, &n, err));
	for (uint32_t i = 0; i < n; i++) {
		if (forms[i].surface && !strcmp(forms[i].surface, form))
			return forms[i].count;
	}
	return 0;
}

static void an_honorific_goes_with_its_form(void **state)
{
	struct sample *s = *state;

	sample_put(s, "https://example.org/1", 0, "One",
		   "Mr {0:Blinken} came. {0:Blinken} sat. Mr {0:Blinken} left.",
		   STORE_STORED);
	assert_int_equal(uses_of(s, "Blinken", "Mr Blinken"), 2);
	/* the uses go to the holder with it */
	sample_put(s, "https://example.org/2", 24, "Two",
		   "Mr {0:Antony Blinken} spoke.", STORE_STORED);
	sample_put(s, "https://example.org/3", 48, "Three",
		   "{0:Antony Blinken} left.", STORE_STORED);
	assert_string_equal(sample_entity(s, "Antony Blinken").name,
			    "Antony Blinken");
	assert_int_equal(uses_of(s, "Antony Blinken", "Mr Blinken"), 2);
	assert_int_equal(uses_of(s, "Antony Blinken", "Blinken"), 1);
	assert_int_equal(uses_of(s, "Antony Blinken", "Mr Antony Blinken"), 1);
	sample_check(s);
	/* and are taken away with it */
	sample_put(s, "https://example.org/1", 0, "One", "Nobody came at all.",
		   STORE_UPDATED);
	assert_int_equal(uses_of(s, "Antony Blinken", "Mr Blinken"), 0);
	assert_int_equal(uses_of(s, "Antony Blinken", "Blinken"), 0);
	sample_check(s);
}

static void what_is_stored_does_not_depend_on_the_order(void **state)
{
	static const char *const texts[] = {
		"{0:Blinken} came to {1:Rafah}.",
		"{0:Antony Blinken} spoke. <0:Yes.>",
		"{0:Antony Blinken} left {1:Rafah}.",
		"{0:Anthony Blinken} and {1:Lucian Morrow} met.",
		"{0:Dagny Morrow} and {1:Morrow} sang.",
	};
	struct sample *s = *state;

	for (int i = 4; i >= 0; i--)
		sample_put(s,
			   arena_printf(&s->arena, "https://example.org/%d", i),
			   i, "T", texts[i], STORE_STORED);
	assert_int_equal(sample_entity(s, "Antony Blinken").articles, 4);
	assert_int_equal(sample_entity(s, "Dagny Morrow").mentions, 2);
	assert_int_equal(sample_entity(s, "Lucian Morrow").mentions, 1);
	sample_check(s);
}

static const struct {
	const char *prefix;
	uint32_t n;
	const char *first;
} prefixes[] = {
	{"", 3, NULL},
	{"ant", 1, "Antony Blinken"},
	{"BLIN", 1, "Antony Blinken"},
	{"antony bl", 1, "Antony Blinken"},
	{"r", 1, "Rafah"},
	{"zz", 0, NULL},
	{"antony x", 0, NULL},
	{"%", 3, NULL},
};

static void names_narrow_as_you_type(void **state)
{
	struct sample *s = *state;
	struct entity_rows rows;

	sample_put(s, "https://example.org/1", 0, "One", MORNING, STORE_STORED);
	for (size_t i = 0; i < array_length(prefixes); i++) {
		must(store_entities(s->st, &s->arena, prefixes[i].prefix, 0, 0,
				    10, &rows, err));
		assert_int_equal(rows.n, prefixes[i].n);
		if (prefixes[i].first)
			assert_string_equal(rows.at[0].name, prefixes[i].first);
	}
	must(store_entities(s->st, &s->arena, "", TYPE_PLACE, 0, 10, &rows,
			    err));
	assert_int_equal(rows.n, 1);
	must(store_entities(s->st, &s->arena, "", 0, 1, 1, &rows, err));
	assert_int_equal(rows.n, 1);
	assert_true(rows.has_more);
	must(store_entities_named(s->st, &s->arena, "bliken", true, &rows,
				  err));
	assert_int_equal(rows.n, 1);
	must(store_entities_named(s->st, &s->arena, "bliken", false, &rows,
				  err));
	assert_int_equal(rows.n, 0);
	must(store_entities_named(s->st, &s->arena, "#1", false, &rows, err));
	assert_int_equal(rows.n, 1);
	must(store_entities_named(s->st, &s->arena, "#99999999999999999999",
				  false, &rows, err));
	assert_int_equal(rows.n, 0);
}

static void one_steps_from_article_to_article(void **state)
{
	struct sample *s = *state;
	int64_t docid[3], entity;
	uint32_t place, of;

	for (int i = 0; i < 3; i++)
		docid[i] = store_docid(
			s->st,
			sample_put(s,
				   arena_printf(&s->arena,
						"https://example.org/%d", i),
				   i * 30, "T",
				   arena_printf(&s->arena,
						"{0:Rafah} on day %d.", i),
				   STORE_STORED));
	entity = sample_entity(s, "Rafah").id;
	assert_int_equal(store_entity_step(s->st, entity, docid[2],
					   STORE_NEWEST, &place, &of),
			 docid[1]);
	assert_int_equal(place, 2);
	assert_int_equal(of, 3);
	assert_int_equal(store_entity_step(s->st, entity, docid[1],
					   STORE_OLDEST, &place, &of),
			 docid[2]);
	assert_int_equal(place, 1);
	assert_int_equal(store_entity_step(s->st, entity, docid[0],
					   STORE_NEWEST, &place, &of),
			 0);
	assert_int_equal(store_entity_step(s->st, entity, INT64_MAX,
					   STORE_NEWEST, &place, &of),
			 docid[2]);
}

static void company_is_weighed(void **state)
{
	struct sample *s = *state;
	struct company_row *rows;
	struct entity_day *days;
	uint32_t n;

	sample_put(s, "https://example.org/1", 0, "1", MORNING, STORE_STORED);
	sample_put(s, "https://example.org/2", 24, "2",
		   "{0:Antony Blinken} and {1:Rafah}.", STORE_STORED);
	sample_put(s, "https://example.org/3", 24, "3", "Only {0:Egypt}.",
		   STORE_STORED);
	must(store_entity_company(s->st, &s->arena,
				  sample_entity(s, "Antony Blinken").id, 10,
				  &rows, &n, err));
	assert_int_equal(n, 2);
	assert_string_equal(rows[0].entity.name, "Rafah");
	assert_int_equal(rows[0].shared, 2);
	must(store_entity_days(s->st, &s->arena,
			       sample_entity(s, "Antony Blinken").id, &days, &n,
			       err));
	assert_int_equal(n, 2);
	assert_int_equal(days[0].articles, 1);
}

/* ---- quotations ---- */

static void quotations_are_found_by_speaker_and_by_whom_they_name(void **state)
{
	struct sample *s = *state;
	struct quote_spec spec = {.kind = -1, .limit = 10};
	struct quote_rows rows;
	int64_t speaker;

	sample_put(s, "https://example.org/1", 0, "One", MORNING, STORE_STORED);
	sample_put(s, "https://example.org/2", 24, "Two",
		   "<0:First.> <?:Who?> <0:Second about {1:Rafah}.> said "
		   "{0:Antony Blinken}.",
		   STORE_STORED);
	speaker = sample_entity(s, "Antony Blinken").id;
	must(store_quotes(s->st, &s->arena, &spec, &rows, err));
	assert_int_equal(rows.n, 4);
	assert_string_equal(rows.at[0].text, "First.");
	assert_string_equal(rows.at[0].title, "Two");
	spec.by = speaker;
	must(store_quotes(s->st, &s->arena, &spec, &rows, err));
	assert_int_equal(rows.n, 3);
	assert_string_equal(rows.at[1].text, "Second about Rafah.");
	assert_string_equal(rows.at[2].text, "We back Rafah,");
	assert_string_equal(rows.at[2].name, "Antony Blinken");
	spec.about = sample_entity(s, "Rafah").id;
	must(store_quotes(s->st, &s->arena, &spec, &rows, err));
	assert_int_equal(rows.n, 2);
	spec.by = 0;
	spec.limit = 1;
	must(store_quotes(s->st, &s->arena, &spec, &rows, err));
	assert_true(rows.has_more);
	spec.from = rows.at[0].docid;
	spec.from_quote = rows.at[0].id;
	must(store_quotes(s->st, &s->arena, &spec, &rows, err));
	assert_int_equal(rows.n, 1);
	assert_string_equal(rows.at[0].text, "We back Rafah,");
	spec.min_confidence = 91;
	must(store_quotes(s->st, &s->arena, &spec, &rows, err));
	assert_int_equal(rows.n, 0);
	sample_check(s);
}

/* ---- full text ---- */

static const struct {
	const char *words;
	bool is_prefix, title_only;
	int n;
} searches[] = {
	{"rafah", false, false, 2},
	{"RAFAH", false, false, 2},
	{"rafah arrived", false, false, 0},
	{"arrived in rafah", false, false, 1},
	{"arr", true, false, 1},
	{"ar", false, false, 0},
	{"talks", false, true, 1},
	{"rafah", false, true, 0},
	{"munchen", false, false, 1},
	{"U.S.", false, false, 1},
	{"oneill", false, false, 1},
	{"o’neill’s", false, false, 1},
	{"東京", false, false, 1},
	{"京都", false, false, 1},
	{"東京都", false, false, 1},
	{"東", false, false, 1},
	{"都京", false, false, 0},
	{"\"", false, false, 0},
	{"a\" OR \"b", false, false, 0},
	{"", false, false, 0},
};

static int walk_all(struct sample *s, const struct walk_spec *spec)
{
	struct store_walk *walk;
	int64_t docid = INT64_MAX;
	int n = 0;

	must(store_walk_open(s->st, spec, &walk, err));
	while ((docid = store_walk_next(walk, docid)) != 0) {
		/* asked again, it stands where it stood */
		assert_int_equal(store_walk_next(walk, docid + 1), docid);
		n++;
	}
	assert_int_equal(store_walk_size(walk), n);
	store_walk_close(walk);
	return n;
}

static void words_are_found_folded(void **state)
{
	struct sample *s = *state;
	struct walk_spec spec = {.kind = WALK_WORDS};

	sample_put(s, "https://example.org/1", 0, "Talks", MORNING,
		   STORE_STORED);
	sample_put(s, "https://example.org/2", 1, "Mixed",
		   "From Rafah to München, the U.S. and O'Neill's 東京都.",
		   STORE_STORED);
	for (size_t i = 0; i < array_length(searches); i++) {
		int n;

		spec.words = searches[i].words;
		spec.is_prefix = searches[i].is_prefix;
		spec.title_only = searches[i].title_only;
		n = walk_all(s, &spec);
		if (n != searches[i].n)
			fail_msg("'%s': %d", searches[i].words, n);
	}
}

static void walks_go_over_entities_sources_and_all(void **state)
{
	struct sample *s = *state;
	struct walk_spec spec = {.kind = WALK_ALL};
	struct article *art;
	enum store_how how;
	int64_t id;

	sample_put(s, "https://example.org/1", 0, "Talks", MORNING,
		   STORE_STORED);
	art = sample_article(&s->arena, "T", "{0:Rafah}.");
	art->source = "The Ostrel Courier";
	article_key_set(art);
	must(store_article_put(s->st, s->known, art, NULL, &how, &id, err));
	assert_int_equal(walk_all(s, &spec), 2);
	spec = (struct walk_spec){.kind = WALK_ENTITY,
				  .entity = sample_entity(s, "Rafah").id};
	assert_int_equal(walk_all(s, &spec), 2);
	spec = (struct walk_spec){
		.kind = WALK_SAID,
		.entity = sample_entity(s, "Antony Blinken").id};
	assert_int_equal(walk_all(s, &spec), 1);
	spec = (struct walk_spec){.kind = WALK_SOURCE, .text = "courier"};
	assert_int_equal(walk_all(s, &spec), 1);
	spec.text = "cour";
	assert_int_equal(walk_all(s, &spec), 0);
}

static void words_rank_articles(void **state)
{
	struct sample *s = *state;
	const char *words[] = {"rafah", "lion"};
	int64_t docids[2];
	double score[2];

	docids[0] =
		store_docid(s->st, sample_put(s, "https://example.org/1", 0,
					      "Talks", MORNING, STORE_STORED));
	docids[1] = store_docid(
		s->st, sample_put(s, "https://example.org/2", 1, "Zoo",
				  "A lion, a tiger, a lion.", STORE_STORED));
	sample_put(s, "https://example.org/3", 2, "Not", "Nothing of it.",
		   STORE_STORED);
	must(store_rank(s->st, words, 2, docids, 2, score, err));
	assert_true(score[0] > 0);
	assert_true(score[1] > 0);
	words[0] = words[1];
	must(store_rank(s->st, words, 1, docids, 2, score, err));
	assert_true(score[0] == 0);
	assert_true(score[1] > 0);
}

/* ---- reading state, originals, failures ---- */

static void what_was_read_is_kept_by_key(void **state)
{
	struct sample *s = *state;
	struct store_page page = {.limit = 10};
	struct article_rows rows;
	int64_t id = sample_put(s, "https://example.org/1", 0, "One", MORNING,
				STORE_STORED);

	must(store_read_set(s->st, id, true, err));
	must(store_starred_set(s->st, id, true, err));
	must(store_position_set(s->st, id, 17, err));
	store_close(s->st);
	sample_open(s, STORE_WRITE);
	must(store_articles(s->st, &s->arena, &page, &rows, err));
	assert_true(rows.at[0].art->is_read);
	assert_true(rows.at[0].art->is_starred);
	assert_int_equal(store_position(s->st, id), 17);
	must(store_read_set(s->st, id, false, err));
	must(store_rows(s->st, &s->arena, &rows.at[0].docid, 1, &rows, err));
	assert_false(rows.at[0].art->is_read);
	assert_true(rows.at[0].art->is_starred);
}

static void places_visited_are_kept_in_their_order(void **state)
{
	static const char *const first[] = {"a", "b\t1", "c"};
	static const char *const then[] = {"d"};
	struct sample *s = *state;
	const char **places;
	uint32_t n;

	must(store_jumps_get(s->st, &s->arena, &places, &n, err));
	assert_int_equal(n, 0);
	must(store_jumps_set(s->st, first, 3, err));
	store_close(s->st);
	sample_open(s, STORE_WRITE);
	must(store_jumps_get(s->st, &s->arena, &places, &n, err));
	assert_int_equal(n, 3);
	assert_string_equal(places[0], "a");
	assert_string_equal(places[1], "b\t1");
	assert_string_equal(places[2], "c");
	must(store_jumps_set(s->st, then, 1, err));
	must(store_jumps_get(s->st, &s->arena, &places, &n, err));
	assert_int_equal(n, 1);
	assert_string_equal(places[0], "d");
}

static int64_t put_from(struct sample *s, const char *url, bool from_feed,
			const char *text, enum store_how expected)
{
	struct article *art = sample_article(&s->arena, "Title", text);
	enum store_how how;
	int64_t id;

	art->url = url;
	art->from_feed = from_feed;
	art->published = (struct when){SAMPLE_TIME, 0, WHEN_SECOND};
	article_key_set(art);
	must(store_article_put(s->st, s->known, art, NULL, &how, &id, err));
	assert_int_equal(how, expected);
	return id;
}

static void has_unread(struct sample *s, int64_t expected)
{
	struct store_counts counts;

	must(store_counts(s->st, &counts, err));
	assert_int_equal(counts.unread, expected);
	sample_check(s);
}

static bool is_saved(struct sample *s, int64_t id)
{
	int64_t docid = store_docid(s->st, id);
	struct article_rows rows;

	must(store_rows(s->st, &s->arena, &docid, 1, &rows, err));
	assert_int_equal(rows.n, 1);
	return rows.at[0].is_saved;
}

static void what_feeds_bring_is_unread_until_it_is_read(void **state)
{
	struct sample *s = *state;
	int64_t a, b;

	put_from(s, "https://example.org/0", false, "By hand.", STORE_STORED);
	has_unread(s, 0);
	a = put_from(s, "https://example.org/1", true, "One.", STORE_STORED);
	b = put_from(s, "https://example.org/2", true, "Two.", STORE_STORED);
	assert_false(is_saved(s, a));
	has_unread(s, 2);
	must(store_read_set(s->st, a, true, err));
	must(store_read_set(s->st, a, true, err));
	has_unread(s, 1);
	put_from(s, "https://example.org/1", true, "One, again.",
		 STORE_UPDATED);
	has_unread(s, 1);
	must(store_read_set(s->st, a, false, err));
	has_unread(s, 2);
	must(store_read_set(s->st, b, true, err));
	has_unread(s, 1);
}

static void what_is_added_by_hand_is_saved_whoever_brought_it(void **state)
{
	struct sample *s = *state;
	int64_t a, b;

	a = put_from(s, "https://example.org/1", true, "One.", STORE_STORED);
	b = put_from(s, "https://example.org/2", true, "Two.", STORE_STORED);
	must(store_read_set(s->st, b, true, err));
	put_from(s, "https://example.org/1", false, "One.", STORE_KNOWN);
	assert_true(is_saved(s, a));
	has_unread(s, 0);
	put_from(s, "https://example.org/2", false, "Two, new.", STORE_UPDATED);
	assert_true(is_saved(s, b));
	has_unread(s, 0);
	put_from(s, "https://example.org/2", true, "Two, newer.",
		 STORE_UPDATED);
	assert_true(is_saved(s, b));
	has_unread(s, 0);
}

static void copies_are_not_counted_as_unread(void **state)
{
	static const char wire[] =
		"The mayor of Kolvik opened the new harbour wall on Friday "
		"before some two hundred people who had come down from Ostrel "
		"in the rain, and said that it would hold for a hundred years.";
	struct sample *s = *state;
	int64_t copy;

	put_from(s, "https://example.org/1", true, wire, STORE_STORED);
	copy = put_from(s, "https://example.com/1", true,
			arena_printf(&s->arena, "%s More.", wire),
			STORE_STORED);
	has_unread(s, 1);
	must(store_read_set(s->st, copy, true, err));
	has_unread(s, 1);
	put_from(s, "https://example.com/1", true, "Nothing of the kind.",
		 STORE_UPDATED);
	has_unread(s, 1); /* it was read */
}

static void an_original_is_kept_without_what_nobody_needs(void **state)
{
	struct sample *s = *state;
	struct article *art = sample_article(&s->arena, "T", "Text.");
	struct original original = {
		SLICE("<p>Text.<script>x()</script><!-- c --><svg><b></svg>"
		      "<script type=\"application/ld+json\">{}</script>"
		      "<style>p{}</style> end"),
		"text/html; charset=utf-8"};
	enum store_how how;
	struct slice bytes;
	const char *type;
	int64_t id;

	article_key_set(art);
	must(store_article_put(s->st, s->known, art, &original, &how, &id,
			       err));
	must(store_original_get(s->st, &s->arena, id, &bytes, &type, err));
	assert_slice(bytes, "<p>Text.<script type=\"application/ld+json\">{}"
			    "</script> end");
	assert_string_equal(type, "text/html; charset=utf-8");
	must(store_original_get(s->st, &s->arena, 999, &bytes, &type, err));
	assert_int_equal(bytes.len, 0);
	assert_null(type);
}

static void a_failure_is_counted_until_it_succeeds(void **state)
{
	struct sample *s = *state;
	struct store_counts counts;

	must(store_failure_put(s->st, "https://example.org/1", "no", err));
	must(store_failure_put(s->st, "https://example.org/1", "no", err));
	must(store_counts(s->st, &counts, err));
	assert_int_equal(counts.failed, 1);
	sample_put(s, "https://example.org/1", 0, "One", MORNING, STORE_STORED);
	must(store_counts(s->st, &counts, err));
	assert_int_equal(counts.failed, 0);
	sample_check(s);
}

#define UNIT(f) cmocka_unit_test_setup_teardown(f, new_sample, free_sample)

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(an_article_comes_back_as_it_went_in),
		UNIT(the_same_again_is_known_and_another_text_a_version),
		UNIT(what_it_said_before_can_be_read),
		UNIT(two_updates_in_one_batch_leave_one_article),
		UNIT(lists_are_newest_first_and_go_on_from_a_row),
		UNIT(a_day_stays_on_its_day),
		UNIT(a_future_date_is_put_no_later_than_tomorrow),
		UNIT(no_article_is_put_at_0),
		UNIT(copies_are_folded_into_the_first),
		UNIT(names_join_over_articles_and_slips),
		UNIT(a_surname_alone_waits_for_its_holder),
		UNIT(a_name_in_capitals_gives_way),
		UNIT(an_honorific_goes_with_its_form),
		UNIT(what_is_stored_does_not_depend_on_the_order),
		UNIT(names_narrow_as_you_type),
		UNIT(one_steps_from_article_to_article),
		UNIT(company_is_weighed),
		UNIT(quotations_are_found_by_speaker_and_by_whom_they_name),
		UNIT(words_are_found_folded),
		UNIT(walks_go_over_entities_sources_and_all),
		UNIT(words_rank_articles),
		UNIT(what_was_read_is_kept_by_key),
		UNIT(places_visited_are_kept_in_their_order),
		UNIT(what_feeds_bring_is_unread_until_it_is_read),
		UNIT(what_is_added_by_hand_is_saved_whoever_brought_it),
		UNIT(copies_are_not_counted_as_unread),
		UNIT(an_original_is_kept_without_what_nobody_needs),
		UNIT(a_failure_is_counted_until_it_succeeds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
