/* The reading state: tags, notes, marks, views, rules. */
#include "../test.h"

#include <sys/wait.h>

#include "sample.h"

#define TEXT "{0:Dagny Morrow} met {1:Lucian Halder}."

static int setup(void **state)
{
	struct sample *s = malloc(sizeof(*s));

	sample_new(s);
	*state = s;
	return 0;
}

static int teardown(void **state)
{
	sample_free(*state);
	free(*state);
	return 0;
}

/* An article of a feed: it can be unread. */
static int64_t put(struct sample *s, const char *url)
{
	struct article *art = sample_article(&s->arena, url, TEXT);
	enum store_how how;
	int64_t id;

	art->url = url;
	art->from_feed = true;
	art->published = (struct when){SAMPLE_TIME, 0, WHEN_SECOND};
	article_key_set(art);
	must(store_article_put(s->st, s->known, art, NULL, &how, &id, err));
	return id;
}

static struct article *get(struct sample *s, int64_t id)
{
	struct article *art;

	must(store_article_get(s->st, &s->arena, id, &art, err));
	assert_non_null(art);
	return art;
}

static int64_t unread(struct sample *s)
{
	struct store_counts counts;

	must(store_counts(s->st, &counts, err));
	return counts.unread;
}

static uint32_t listed(struct sample *s)
{
	struct store_page page = {.limit = 10, .with_copies = true};
	struct article_rows rows;

	must(store_articles(s->st, &s->arena, &page, &rows, err));
	return rows.n;
}

/* ---- tags and notes ---- */

static void tags_are_one_where_they_fold_to_the_same(void **state)
{
	struct sample *s = *state;
	int64_t a = put(s, "https://example.org/1");
	int64_t b = put(s, "https://example.org/2");
	struct tag_row *tags;
	uint32_t n;

	must(store_tag_set(s->st, a, " Read later ", true, err));
	must(store_tag_set(s->st, a, "read LATER", true, err));
	must(store_tag_set(s->st, b, "Read later", true, err));
	must(store_tag_set(s->st, b, "Ostrel", true, err));
	assert_int_equal(get(s, a)->n_tags, 1);
	assert_string_equal(get(s, a)->tags[0], "Read later");
	must(store_tags(s->st, &s->arena, &tags, &n, err));
	assert_int_equal(n, 2);
	assert_string_equal(tags[0].tag, "Ostrel");
	assert_int_equal(tags[1].articles, 2);
	must(store_tag_set(s->st, a, "read later", false, err));
	must(store_tag_set(s->st, a, "never there", false, err));
	assert_int_equal(get(s, a)->n_tags, 0);
	assert_int_equal(get(s, b)->n_tags, 2);
}

static void a_tag_is_one_line_of_text(void **state)
{
	struct sample *s = *state;
	int64_t id = put(s, "https://example.org/1");
	char long_tag[TAG_MOST + 2];
	struct error fault;

	memset(long_tag, 'x', TAG_MOST + 1);
	long_tag[TAG_MOST + 1] = 0;
	assert_false(store_tag_set(s->st, id, "  ", true, &fault));
	assert_false(store_tag_set(s->st, id, "a\nb", true, &fault));
	assert_false(store_tag_set(s->st, id, "a\033[2J", true, &fault));
	assert_false(store_tag_set(s->st, id, long_tag, true, &fault));
	assert_false(store_tag_set(s->st, id + 1, "a", true, &fault));
	long_tag[TAG_MOST] = 0;
	must(store_tag_set(s->st, id, long_tag, true, err));
}

static void a_note_is_kept_and_taken_away(void **state)
{
	struct sample *s = *state;
	int64_t id = put(s, "https://example.org/1");

	must(store_note_set(s->st, id, "two\nlines", err));
	assert_string_equal(get(s, id)->note, "two\nlines");
	must(store_read_set(s->st, id, true, err));
	assert_string_equal(get(s, id)->note, "two\nlines");
	must(store_note_set(s->st, id, "", err));
	assert_null(get(s, id)->note);
}

static void a_mark_leads_to_its_place(void **state)
{
	struct sample *s = *state;
	int64_t id = put(s, "https://example.org/1"), found;
	uint32_t byte;

	must(store_mark_get(s->st, 'a', &found, &byte, err));
	assert_int_equal(found, 0);
	must(store_mark_set(s->st, 'a', id, 17, err));
	must(store_mark_set(s->st, 'a', id, 18, err));
	must(store_mark_get(s->st, 'a', &found, &byte, err));
	assert_int_equal(found, id);
	assert_int_equal(byte, 18);
}

static void many_changes_are_one_or_none(void **state)
{
	struct sample *s = *state;
	int64_t a = put(s, "https://example.org/1");
	int64_t b = put(s, "https://example.org/2");
	struct error fault;

	must(store_reading_begin(s->st, err));
	must(store_read_set(s->st, a, true, err));
	must(store_read_set(s->st, b, true, err));
	store_reading_rollback(s->st);
	assert_int_equal(unread(s), 2);
	must(store_reading_begin(s->st, err));
	must(store_read_set(s->st, a, true, err));
	assert_false(store_read_set(s->st, 999, true, &fault));
	must(store_starred_set(s->st, b, true, err));
	must(store_reading_commit(s->st, err));
	assert_true(get(s, a)->is_read);
	assert_true(get(s, b)->is_starred);
	assert_int_equal(unread(s), 1);
}

/* ---- views ---- */

static void views_are_listed_by_name(void **state)
{
	struct sample *s = *state;
	struct view_row *views;
	uint32_t n;

	must(store_view_set(s->st, "tide", "source:tide", err));
	must(store_view_set(s->st, "east", "ostrel", err));
	must(store_view_set(s->st, "east", "ostrel OR kolvik", err));
	must(store_views(s->st, &s->arena, &views, &n, err));
	assert_int_equal(n, 2);
	assert_string_equal(views[0].name, "east");
	assert_string_equal(views[0].query, "ostrel OR kolvik");
	must(store_view_set(s->st, "east", NULL, err));
	must(store_views(s->st, &s->arena, &views, &n, err));
	assert_int_equal(n, 1);
}

/* ---- rules ---- */

static struct rule keep(struct sample *s, uint8_t kind, const char *tag)
{
	struct rule rule = {.kind = kind, .query = "morrow", .tag = tag};

	must(store_rule_put(s->st, &rule, &rule.n, err));
	return rule;
}

static uint32_t act(struct sample *s, const struct rule *rule, int64_t id)
{
	uint32_t changed;

	must(store_rule_do(s->st, rule, &id, 1, &changed, err));
	return changed;
}

static uint32_t undo(struct sample *s, const struct rule *rule)
{
	uint32_t changed;

	must(store_rule_undo(s->st, rule, &changed, err));
	return changed;
}

static void a_rule_takes_back_what_it_changed_only(void **state)
{
	struct sample *s = *state;
	int64_t a = put(s, "https://example.org/1");
	int64_t b = put(s, "https://example.org/2");
	struct rule star = keep(s, RULE_STAR, NULL);
	struct rule tag = keep(s, RULE_TAG, " east ");
	struct rule *rules;
	uint32_t n;

	must(store_starred_set(s->st, a, true, err));
	assert_int_equal(act(s, &star, a), 0);
	assert_int_equal(act(s, &star, b), 1);
	must(store_rules(s->st, &s->arena, &rules, &n, err));
	assert_int_equal(n, 2);
	assert_int_equal(rules[0].done, 1);
	assert_string_equal(rules[1].tag, "east");
	assert_int_equal(act(s, &rules[1], a), 1);
	assert_int_equal(act(s, &rules[1], a), 0);
	assert_string_equal(get(s, a)->tags[0], "east");
	assert_int_equal(undo(s, &star), 1);
	assert_int_equal(undo(s, &star), 0);
	assert_true(get(s, a)->is_starred);
	assert_false(get(s, b)->is_starred);
	must(store_tag_set(s->st, a, "east", false, err));
	assert_int_equal(undo(s, &rules[1]), 0);
	(void)tag;
}

static void what_is_hidden_is_read_and_in_no_list(void **state)
{
	struct sample *s = *state;
	int64_t a = put(s, "https://example.org/1");
	int64_t b = put(s, "https://example.org/2");
	struct rule hide = keep(s, RULE_HIDE, NULL);

	assert_int_equal(act(s, &hide, a), 1);
	assert_int_equal(listed(s), 1);
	assert_int_equal(unread(s), 1);
	assert_true(get(s, a)->is_read);
	must(store_read_set(s->st, b, true, err));
	assert_int_equal(unread(s), 0);
	assert_int_equal(undo(s, &hide), 1);
	assert_int_equal(listed(s), 2);
	assert_int_equal(unread(s), 1);
}

static void a_rule_that_is_removed_is_forgotten(void **state)
{
	struct sample *s = *state;
	int64_t id = put(s, "https://example.org/1");
	struct rule rule = keep(s, RULE_READ, NULL);
	struct rule *rules;
	uint32_t n;
	bool found;

	assert_int_equal(act(s, &rule, id), 1);
	must(store_rule_remove(s->st, rule.n, &found, err));
	assert_true(found);
	must(store_rule_remove(s->st, rule.n, &found, err));
	assert_false(found);
	must(store_rules(s->st, &s->arena, &rules, &n, err));
	assert_int_equal(n, 0);
	assert_true(get(s, id)->is_read);
	assert_int_equal(undo(s, &rule), 0);
}

static void a_tag_that_is_none_makes_no_rule(void **state)
{
	struct sample *s = *state;
	struct rule rule = {.kind = RULE_TAG, .query = "x", .tag = " "};
	struct error fault;

	assert_false(store_rule_put(s->st, &rule, &rule.n, &fault));
}

/* ---- an archive of others ---- */

/* Read, and keep what was read elsewhere, as somebody without any right on the
 * archive. */
static int as_guest(const struct store_paths *paths, int64_t id)
{
	struct error err = {{0}};
	struct store *st;
	struct arena a;
	struct article *art;

	if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
		return 0; /* cannot be tried here */
	arena_init(&a);
	if (!store_open(paths, STORE_READ, &st, &err))
		return 1;
	if (store_is_writable(st) || !store_read_set(st, id, true, &err) ||
	    !store_tag_set(st, id, "mine", true, &err) ||
	    !store_view_set(st, "east", "ostrel", &err))
		return 2;
	store_close(st);
	if (!store_open(paths, STORE_READ, &st, &err) ||
	    !store_article_get(st, &a, id, &art, &err))
		return 3;
	return art && art->is_read && art->n_tags == 1 ? 0 : 4;
}

static void what_a_guest_reads_is_kept_elsewhere(void **state)
{
	struct sample *s = *state;
	int64_t id = put(s, "https://example.org/1");
	struct store_paths paths = s->paths;
	char folder[] = "/tmp/gazette-guest-XXXXXX";
	char *remove;
	pid_t child;
	int status;

	assert_non_null(mkdtemp(folder));
	remove = arena_printf(&s->arena, "rm -r '%s'", folder);
	chmod(folder, 0777);
	paths.reader = arena_printf(&s->arena, "%s/reader.db", folder);
	store_close(s->st);
	s->st = NULL;
	chmod(s->archive, 0444);
	chmod(s->folder, 0555);
	child = fork();
	if (child == 0)
		_exit(as_guest(&paths, id));
	waitpid(child, &status, 0);
	chmod(s->folder, 0755);
	chmod(s->archive, 0600);
	assert_int_equal(status, 0);
	assert_int_equal(system(remove), 0);
	sample_open(s, STORE_READ);
	assert_false(get(s, id)->is_read);
}

#define EACH(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		EACH(tags_are_one_where_they_fold_to_the_same),
		EACH(a_tag_is_one_line_of_text),
		EACH(a_note_is_kept_and_taken_away),
		EACH(a_mark_leads_to_its_place),
		EACH(many_changes_are_one_or_none),
		EACH(views_are_listed_by_name),
		EACH(a_rule_takes_back_what_it_changed_only),
		EACH(what_is_hidden_is_read_and_in_no_list),
		EACH(a_rule_that_is_removed_is_forgotten),
		EACH(a_tag_that_is_none_makes_no_rule),
		EACH(what_a_guest_reads_is_kept_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
