#include "../test.h"

#include "sample.h"
#include "store/feeds.h"

#define NOW SAMPLE_TIME

static int64_t add(struct sample *s, const char *url, const char *name,
		   const char *tag, enum store_how expected)
{
	struct feed_spec spec = {.url = url, .name = name};
	enum store_how how;
	int64_t id;

	spec.tags = &tag;
	spec.n_tags = tag != NULL;
	must(store_feed_add(s->st, &spec, &how, &id, err));
	assert_int_equal(how, expected);
	return id;
}

static struct feed_row *get(struct sample *s, int64_t id)
{
	struct feed_row *row;

	must(store_feed_get(s->st, &s->arena, id, &row, err));
	return row;
}

static void a_feed_is_kept_as_it_was_given(void **state)
{
	struct sample s;
	struct feed_row *row;
	int64_t id;

	(void)state;
	sample_new(&s);
	id = add(&s, "HTTPS://News.Ostrel.example", "Ostrel", "coast",
		 STORE_STORED);
	row = get(&s, id);
	assert_string_equal(row->url, "https://news.ostrel.example/");
	assert_string_equal(row->typed, "HTTPS://News.Ostrel.example");
	assert_string_equal(row->name, "Ostrel");
	assert_int_equal(row->n_tags, 1);
	assert_string_equal(row->tags[0], "coast");
	assert_int_equal(row->state, FEED_FINE);
	assert_int_equal(row->next_fetch, 0);
	assert_null(get(&s, id + 1));
	sample_free(&s);
}

static void adding_twice_adds_tags_and_a_missing_name(void **state)
{
	struct sample s;
	struct feed_row *row;
	int64_t id;

	(void)state;
	sample_new(&s);
	id = add(&s, "http://a.example/f", NULL, "one", STORE_STORED);
	assert_int_equal(
		add(&s, "http://A.example/f#top", "A", "two", STORE_KNOWN), id);
	row = get(&s, id);
	assert_int_equal(row->n_tags, 2);
	assert_string_equal(row->name, "A");
	add(&s, "http://a.example/f", "B", NULL, STORE_KNOWN);
	assert_string_equal(get(&s, id)->name, "A");
	sample_free(&s);
}

static void a_removed_feed_comes_back_with_all_that_was_known(void **state)
{
	struct sample s;
	struct feed_rows rows;
	struct feed_outcome good = {.at = NOW,
				    .is_good = true,
				    .next_fetch = NOW + 60,
				    .has_body = true,
				    .etag = "\"7\"",
				    .body = 99};
	int64_t id;

	(void)state;
	sample_new(&s);
	id = add(&s, "http://a.example/f", "A", "one", STORE_STORED);
	must(store_feed_fetched(s.st, id, &good, err));
	must(store_feed_remove(s.st, id, err));
	must(store_feeds(s.st, &s.arena, false, &rows, err));
	assert_int_equal(rows.n, 0);
	must(store_feeds_due(s.st, &s.arena, NOW + 100, true, &rows, err));
	assert_int_equal(rows.n, 0);
	must(store_feeds(s.st, &s.arena, true, &rows, err));
	assert_int_equal(rows.n, 1);
	assert_int_equal(
		add(&s, "http://a.example/f", NULL, NULL, STORE_UPDATED), id);
	assert_string_equal(get(&s, id)->name, "A");
	assert_string_equal(get(&s, id)->etag, "\"7\"");
	assert_int_equal(get(&s, id)->n_tags, 1);
	sample_free(&s);
}

static const struct {
	const char *url, *words;
} bad[] = {
	{"exec:/bin/sh", "exec:"},
	{"filter:cut:http://a.example/", "filter:"},
	{"|curl http://a.example/", "'|'"},
	{"$(id)", "'$('"},
	{"query:x:unread", "view"},
	{"file:///etc/passwd", "file"},
	{"ftp://a.example/f", "no http(s) address"},
	{"http://", "no http(s) address"},
	{"https:///f", "no http(s) address"},
	{"http://a.example/f g", "blank"},
	{"http://a.example/\n", "blank"},
	{"", "no http(s) address"},
};

static void what_is_no_address_is_refused_by_name(void **state)
{
	struct sample s;

	(void)state;
	sample_new(&s);
	for (size_t i = 0; i < array_length(bad); i++) {
		struct feed_spec spec = {.url = bad[i].url};
		struct error err;
		enum store_how how;
		int64_t id;

		assert_false(store_feed_add(s.st, &spec, &how, &id, &err));
		assert_non_null(strstr(err.text, bad[i].words));
	}
	sample_free(&s);
}

static void due_are_those_whose_time_has_come(void **state)
{
	struct sample s;
	struct feed_rows rows;
	struct feed_outcome later = {
		.at = NOW, .is_good = true, .next_fetch = NOW + 600};
	struct feed_outcome gone = {.at = NOW,
				    .error = "gone (410)",
				    .is_gone = true,
				    .next_fetch = NOW};
	int64_t a, b, c;

	(void)state;
	sample_new(&s);
	a = add(&s, "http://a.example/", NULL, NULL, STORE_STORED);
	b = add(&s, "http://b.example/", NULL, NULL, STORE_STORED);
	c = add(&s, "http://c.example/", NULL, NULL, STORE_STORED);
	must(store_feed_fetched(s.st, a, &later, err));
	must(store_feed_fetched(s.st, c, &gone, err));
	must(store_feeds_due(s.st, &s.arena, NOW, false, &rows, err));
	assert_int_equal(rows.n, 1);
	assert_int_equal(rows.at[0].id, b);
	must(store_feeds_due(s.st, &s.arena, NOW + 600, false, &rows, err));
	assert_int_equal(rows.n, 2);
	assert_int_equal(rows.at[1].id, a);
	must(store_feeds_due(s.st, &s.arena, NOW, true, &rows, err));
	assert_int_equal(rows.n, 2);
	assert_int_equal(get(&s, c)->state, FEED_GONE);
	sample_free(&s);
}

static void errors_are_counted_since_the_first(void **state)
{
	struct sample s;
	struct feed_outcome bad_one = {.at = NOW, .error = "no such host"};
	struct feed_outcome bad_two = {.at = NOW + 50, .error = "timed out"};
	struct feed_outcome good = {.at = NOW + 90, .is_good = true};
	struct feed_row *row;
	int64_t id;

	(void)state;
	sample_new(&s);
	id = add(&s, "http://a.example/", NULL, NULL, STORE_STORED);
	must(store_feed_fetched(s.st, id, &bad_one, err));
	must(store_feed_fetched(s.st, id, &bad_two, err));
	row = get(&s, id);
	assert_int_equal(row->errors, 2);
	assert_string_equal(row->error, "timed out");
	assert_int_equal(row->error_since, NOW);
	assert_int_equal(row->last_try, NOW + 50);
	assert_int_equal(row->last_good, 0);
	assert_int_equal(row->state, FEED_FAILING);
	must(store_feed_fetched(s.st, id, &good, err));
	row = get(&s, id);
	assert_int_equal(row->errors, 0);
	assert_null(row->error);
	assert_int_equal(row->last_good, NOW + 90);
	assert_int_equal(row->state, FEED_FINE);
	sample_free(&s);
}

static void items_of_the_last_body_are_known(void **state)
{
	struct sample s;
	struct str items = {0};
	struct feed_outcome o = {.at = NOW,
				 .is_good = true,
				 .has_body = true,
				 .body = UINT64_C(0xfedcba9876543210),
				 .was_read = true,
				 .title = "The Corvant Wire",
				 .ttl_min = 30,
				 .skip_hours = 5};
	struct feed_outcome same = {.at = NOW + 9, .is_good = true};
	struct feed_row *row;
	int64_t id;

	(void)state;
	sample_new(&s);
	id = add(&s, "http://a.example/", NULL, NULL, STORE_STORED);
	store_feed_item_add(&items, UINT64_C(0x1122334455667788));
	store_feed_item_add(&items, UINT64_MAX);
	o.items = (struct slice){items.at, items.len};
	must(store_feed_fetched(s.st, id, &o, err));
	must(store_feed_fetched(s.st, id, &same, err));
	row = get(&s, id);
	assert_int_equal(row->items.len, 16);
	assert_memory_equal(row->items.at,
			    "\x88\x77\x66\x55\x44\x33\x22\x11"
			    "\xff\xff\xff\xff\xff\xff\xff\xff",
			    16);
	assert_true(row->body == o.body);
	assert_string_equal(row->name, "The Corvant Wire");
	assert_int_equal(row->ttl_min, 30);
	assert_int_equal(row->skip_hours, 5);
	str_free(&items);
	sample_free(&s);
}

static void a_feed_that_moves_keeps_its_number(void **state)
{
	struct sample s;
	struct feed_outcome moved = {
		.at = NOW, .is_good = true, .moved = "https://b.example/f"};
	struct feed_row *row;
	int64_t a, b;

	(void)state;
	sample_new(&s);
	a = add(&s, "http://a.example/f", NULL, NULL, STORE_STORED);
	must(store_feed_fetched(s.st, a, &moved, err));
	row = get(&s, a);
	assert_string_equal(row->url, "https://b.example/f");
	assert_string_equal(row->moved_from, "http://a.example/f");
	b = add(&s, "http://c.example/f", NULL, NULL, STORE_STORED);
	must(store_feed_fetched(s.st, b, &moved, err));
	row = get(&s, b);
	assert_int_equal(row->state, FEED_GONE);
	assert_non_null(strstr(row->error, "subscribed"));
	moved.moved = "file:///etc/passwd";
	must(store_feed_fetched(s.st, a, &moved, err));
	assert_string_equal(get(&s, a)->url, "https://b.example/f");
	sample_free(&s);
}

static void a_feed_is_found_by_number_address_name_or_tag(void **state)
{
	static const struct {
		const char *text;
		uint32_t n;
	} rows[] = {
		{"#1", 1},
		{"1", 1},
		{"2", 2},
		{"#2", 1},
		{"9", 0},
		{"#1x", 0},
		{"http://b.example/", 1},
		{"corvant w\xc3\xadre", 1},
		{"COAST", 2},
		{"#9", 0},
		{"nobody", 0},
		{"Ostrel", 1},
	};
	struct sample s;

	(void)state;
	sample_new(&s);
	add(&s, "http://a.example/", "Corvant Wire", "coast", STORE_STORED);
	add(&s, "http://b.example/", "Ostrel", "coast", STORE_STORED);
	add(&s, "http://a.example/", NULL, "2", STORE_KNOWN);
	add(&s, "http://b.example/", NULL, "2", STORE_KNOWN);
	for (size_t i = 0; i < array_length(rows); i++) {
		struct feed_rows found;

		must(store_feeds_named(s.st, &s.arena, rows[i].text, &found,
				       err));
		assert_int_equal(found.n, rows[i].n);
	}
	sample_free(&s);
}

static void editing_sets_all_and_refuses_a_taken_address(void **state)
{
	const char *tags[] = {"x", "y"};
	struct feed_spec spec = {.url = "http://a.example/new",
				 .tags = tags,
				 .n_tags = 2,
				 .pages = FEED_PAGES_OFF};
	struct sample s;
	struct error taken;
	int64_t a, b;

	(void)state;
	sample_new(&s);
	a = add(&s, "http://a.example/", "A", "old", STORE_STORED);
	b = add(&s, "http://b.example/", NULL, NULL, STORE_STORED);
	must(store_feed_edit(s.st, a, &spec, err));
	assert_string_equal(get(&s, a)->url, "http://a.example/new");
	assert_null(get(&s, a)->own_name);
	assert_int_equal(get(&s, a)->n_tags, 2);
	assert_int_equal(get(&s, a)->pages, FEED_PAGES_OFF);
	assert_false(store_feed_edit(s.st, b, &spec, &taken));
	assert_non_null(strstr(taken.text, "another feed"));
	assert_string_equal(get(&s, b)->url, "http://b.example/");
	sample_free(&s);
}

static void check_is_clean(struct sample *s);

static int64_t news(struct sample *s, const char *url, int hours, bool is_feed)
{
	struct article *art = sample_article(
		&s->arena, url, "{0:Morrow} opened the wall of {1:Kolvik}.");
	enum store_how how;
	int64_t id;

	art->url = url;
	art->from_feed = is_feed;
	art->published = (struct when){NOW + hours * 3600, 0, WHEN_SECOND};
	article_set_text(art, slice_of(url), slice_of(url));
	art->n_mentions = art->n_chains = 0;
	article_key_set(art);
	must(store_article_put(s->st, s->known, art, NULL, &how, &id, err));
	return id;
}

static void unread_is_counted_per_feed(void **state)
{
	struct sample s;
	int64_t a, b, one, two, saved;

	(void)state;
	sample_new(&s);
	a = add(&s, "http://a.example/", NULL, NULL, STORE_STORED);
	b = add(&s, "http://b.example/", NULL, NULL, STORE_STORED);
	one = news(&s, "http://a.example/1", 0, true);
	two = news(&s, "http://a.example/2", 1, true);
	saved = news(&s, "http://a.example/3", 2, false);
	must(store_feed_article(s.st, a, one, err));
	must(store_feed_article(s.st, a, one, err));
	must(store_feed_article(s.st, a, two, err));
	must(store_feed_article(s.st, a, saved, err));
	must(store_feed_article(s.st, b, two, err));
	assert_int_equal(get(&s, a)->articles, 2);
	assert_int_equal(get(&s, a)->unread, 2);
	must(store_read_set(s.st, two, true, err));
	must(store_read_set(s.st, two, true, err));
	must(store_read_set(s.st, saved, true, err));
	assert_int_equal(get(&s, a)->unread, 1);
	assert_int_equal(get(&s, b)->unread, 0);
	must(store_read_set(s.st, two, false, err));
	assert_int_equal(get(&s, a)->unread, 2);
	assert_int_equal(get(&s, b)->unread, 1);
	must(store_read_set(s.st, one, true, err));
	must(store_feed_article(s.st, b, one, err)); /* read before it came */
	assert_int_equal(get(&s, b)->articles, 2);
	assert_int_equal(get(&s, b)->unread, 1);
	news(&s, "http://a.example/1", 0, false); /* saved now */
	assert_int_equal(get(&s, a)->articles, 1);
	assert_int_equal(get(&s, a)->unread, 1);
	assert_int_equal(get(&s, b)->unread, 1);
	check_is_clean(&s);
	sample_free(&s);
}

static void report(void *self, const char *fault)
{
	(void)self;
	fail_msg("%s", fault);
}

static void check_is_clean(struct sample *s)
{
	struct store_checked checked;

	must(store_check(s->st, report, NULL, &checked, err));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_feed_is_kept_as_it_was_given),
		TEST(adding_twice_adds_tags_and_a_missing_name),
		TEST(a_removed_feed_comes_back_with_all_that_was_known),
		TEST(what_is_no_address_is_refused_by_name),
		TEST(due_are_those_whose_time_has_come),
		TEST(errors_are_counted_since_the_first),
		TEST(items_of_the_last_body_are_known),
		TEST(a_feed_that_moves_keeps_its_number),
		TEST(a_feed_is_found_by_number_address_name_or_tag),
		TEST(editing_sets_all_and_refuses_a_taken_address),
		TEST(unread_is_counted_per_feed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
