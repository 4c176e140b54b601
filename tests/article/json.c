/* Articles from and to JSON. */
#include "../test.h"

#include "article/json.h"

static void offsets_count_code_points(void **state)
{
	static const char line[] =
		"{\"id\": 7, \"title\": \"Zoë\", \"date\": \"2024-03-21\","
		" \"text\": \"Łódź: Zoë Fåberg.\", \"mentions\":"
		" [{\"start\": 6, \"end\": 16, \"type\": \"person\"}]}";
	struct article *art;
	struct arena a;
	struct error err;
	json_t *out, *m;

	(void)state;
	arena_init(&a);
	assert_true(article_json_read(&a, slice_of(line), true, &art, &err));
	assert_slice(article_slice(art, art->mentions[0].span), "Zoë Fåberg");
	assert_string_equal(art->ref, "7");
	out = article_json(art, ARTICLE_JSON_ALL);
	m = json_array_get(json_object_get(out, "mentions"), 0);
	assert_int_equal(json_integer_value(json_object_get(m, "start")), 6);
	assert_int_equal(json_integer_value(json_object_get(m, "end")), 16);
	assert_string_equal(
		json_string_value(json_object_get(out, "published")),
		"2024-03-21");
	assert_string_equal(json_string_value(json_object_get(out, "text")),
			    "Łódź: Zoë Fåberg.");
	assert_true(json_is_null(json_object_get(out, "byline")));
	json_decref(out);
	arena_free(&a);
}

static void a_mention_in_the_title_says_so(void **state)
{
	struct article *art;
	struct arena a;
	json_t *out, *m;

	(void)state;
	arena_init(&a);
	art = article_new(&a);
	article_set_text(art, SLICE("Über Kiel"), SLICE("x"));
	*array_add(&a, art->mentions, art->n_mentions) =
		(struct mention){.span = {6, 10}, .chain = -1, .of = -1};
	out = article_json(art, ARTICLE_JSON_LOCAL);
	m = json_array_get(json_object_get(out, "mentions"), 0);
	assert_string_equal(json_string_value(json_object_get(m, "in")),
			    "title");
	assert_int_equal(json_integer_value(json_object_get(m, "start")), 5);
	json_decref(out);
	arena_free(&a);
}

static const char *const refused[] = {
	"",
	"no",
	"[]",
	"{}",
	"{\"text\": 5}",
	"{\"text\": \"a\\u0000b\"}",
	"{\"text\": \"\xff\"}",
	"{\"text\": \"ab\", \"mentions\": [{\"start\": 1, \"end\": 9}]}",
	"{\"text\": \"ab\", \"mentions\": [{\"start\": -1, \"end\": 1}]}",
	"{\"text\": \"ab\", \"mentions\": [7]}",
};

static void a_line_that_is_no_article_is_refused(void **state)
{
	struct article *art;
	struct arena a;
	struct error err;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(refused); i++) {
		err.text[0] = '\0';
		assert_false(article_json_read(&a, slice_of(refused[i]), true,
					       &art, &err));
		assert_true(err.text[0] != '\0');
	}
	arena_free(&a);
}

static void an_empty_text_is_said_to_be(void **state)
{
	static const char *const lines[] = {
		"{\"text\": \"\"}",
		"{\"title\": \"T\", \"text\": \" \\n\\t\\r\\n\"}",
	};
	struct article *art;
	struct arena a;
	struct error err;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < array_length(lines); i++) {
		assert_false(article_json_read(&a, slice_of(lines[i]), false,
					       &art, &err));
		assert_string_equal(err.text, "its text is empty");
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(offsets_count_code_points),
		TEST(a_mention_in_the_title_says_so),
		TEST(a_line_that_is_no_article_is_refused),
		TEST(an_empty_text_is_said_to_be),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
