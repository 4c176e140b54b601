/* Which views may be saved, and rules that act on what comes in. */
#include "../test.h"

#include "../store/sample.h"
#include "query/query.h"

#define NOW SAMPLE_TIME

static int setup(void **state)
{
	struct sample *s = malloc(sizeof(*s));

	sample_new(s);
	must(store_view_set(s->st, "east", "ostrel", err));
	must(store_view_set(s->st, "far", "@east OR kolvik", err));
	*state = s;
	return 0;
}

static int teardown(void **state)
{
	sample_free(*state);
	free(*state);
	return 0;
}

/* ---- views ---- */

static const struct {
	const char *name, *query;
	bool may; /* be saved */
	bool is_noted;
} rows[] = {
	{"new", "harbour -strike", true, false},
	{"new", "@far is:unread", true, false},
	{"new", "", true, false},
	{"east", "ostrel -title:weather", true, false},
	{"new", "name:\"Nobody Yet\"", true, true},
	{"new", "near:99", true, true},
	{"new", "(harbour", false, false},
	{"new", "@new", false, false},
	{"new", "harbour OR (ostrel @new)", false, false},
	{"east", "kolvik -@far", false, false},
	{"new", "@nowhere", false, false},
	{"two words", "harbour", false, false},
	{"x)", "harbour", false, false},
	{"\"x\"", "harbour", false, false},
	{"", "harbour", false, false},
};

static void a_view_may_not_lead_back_to_itself(void **state)
{
	struct sample *s = *state;

	for (size_t i = 0; i < array_length(rows); i++) {
		struct query_fault fault;
		const char *notes;
		struct error err = {{0}};
		bool may = query_view_check(s->st, &s->arena, rows[i].name,
					    rows[i].query, NOW, &notes, &fault,
					    &err);

		if (may != rows[i].may || (may && !notes == rows[i].is_noted))
			fail_msg("@%s = %s: %s", rows[i].name, rows[i].query,
				 err.text);
		assert_true(fault.end <= strlen(rows[i].query));
	}
}

static void who_uses_a_view_is_known(void **state)
{
	(void)state;
	assert_true(query_uses_view("a OR (b -@east)", "east", NOW));
	assert_false(query_uses_view("a @eastern", "east", NOW));
	assert_false(query_uses_view("((", "east", NOW));
}

/* ---- rules ---- */

static void keep(struct sample *s, uint8_t kind, const char *query)
{
	struct rule rule = {.kind = kind, .query = query};

	must(store_rule_put(s->st, &rule, &rule.n, err));
}

static void rules_act_on_what_matches(void **state)
{
	struct sample *s = *state;
	struct article *art;
	int64_t ids[2];

	keep(s, RULE_STAR, "name:\"Dagny Morrow\" @east");
	keep(s, RULE_READ, "name:\"Nobody Yet\"");
	keep(s, RULE_READ, "@gone");
	keep(s, RULE_READ, "title:one");
	ids[0] = sample_put(s, "https://example.org/1", 0, "One",
			    "{0:Dagny Morrow} spoke in Ostrel.", STORE_STORED);
	ids[1] = sample_put(s, "https://example.org/2", 1, "Two",
			    "{0:Dagny Morrow} spoke in Kolvik.", STORE_STORED);
	must(query_rules_act(s->st, ids, 2, NOW, err));
	must(store_article_get(s->st, &s->arena, ids[0], &art, err));
	assert_true(art->is_starred);
	assert_true(art->is_read);
	must(store_article_get(s->st, &s->arena, ids[1], &art, err));
	assert_false(art->is_starred);
	assert_false(art->is_read);
}

static uint32_t found(struct sample *s, const char *text)
{
	struct store_page page = {.limit = 10};
	struct query_fault fault;
	struct article_rows listed, best;
	const char *notes;
	struct query *q;

	must(query_open(s->st, &s->arena, text, NOW, &q, &notes, &fault, err));
	must(query_rows(q, &s->arena, &page, &listed, err));
	must(query_best(q, &s->arena, &page, &best, err));
	assert_int_equal(listed.n, best.n);
	query_close(q);
	return listed.n;
}

static void what_is_hidden_is_found_only_when_asked_for(void **state)
{
	struct sample *s = *state;
	int64_t id = sample_put(s, "https://example.org/1", 0, "One",
				"The ferry to Ostrel.", STORE_STORED);

	sample_put(s, "https://example.org/2", 1, "Two", "The ferry to Kolvik.",
		   STORE_STORED);
	keep(s, RULE_HIDE, "ostrel");
	assert_int_equal(found(s, "ferry"), 2);
	must(query_rules_act(s->st, &id, 1, NOW, err));
	assert_int_equal(found(s, "ferry"), 1);
	assert_int_equal(found(s, ""), 1);
	assert_int_equal(found(s, "ferry is:hidden"), 1);
	assert_int_equal(found(s, "ferry -is:hidden"), 1);
}

#define EACH(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(a_view_may_not_lead_back_to_itself),
		EACH(who_uses_a_view_is_known),
		EACH(rules_act_on_what_matches),
		EACH(what_is_hidden_is_found_only_when_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
