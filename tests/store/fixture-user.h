/* What people add to the archive of fixture.h since schema 2: subscriptions,
 * corrections, removals, rules, tags, notes, marks; and all of it as text. */
#ifndef GAZETTE_TESTS_FIXTURE_USER_H
#define GAZETTE_TESTS_FIXTURE_USER_H

#include "facts.h"
#include "fixture.h"
#include "store/edit.h"
#include "store/feeds.h"

#define FIXTURE_NEWS "https://example.net/news"

/* ---- articles that are there to be corrected and removed ---- */

static void fixture_articles(struct sample *s)
{
	sample_put(s, FIXTURE_NEWS "/board", 100, "The board meets",
		   "{0:Tove Lindqvar} of the {1:Corvant Harbour Board} met "
		   "{2:Dagny Morrow} in {3:Ostrel}. <0:The wall of "
		   "{3:Ostrel} must be paid for by those who asked for it,> "
		   "{0:Lindqvar} said. "
		   "{4:Roads} were closed.",
		   STORE_STORED);
	sample_put(s, FIXTURE_NEWS "/again", 110, "The board meets again",
		   "{0:Tove Lindkvist} was there for the {1:Harbour Board}. "
		   "<?:The wall must be paid for by those who asked for it,> "
		   "somebody said.",
		   STORE_STORED);
	sample_put(s, FIXTURE_NEWS "/gone", 120, "What nobody wants to read",
		   "{0:Ansa Keld} sells {1:Kolvik} umbrellas.", STORE_STORED);
}

/* ---- corrections ---- */

static const struct fixture_edit {
	uint8_t kind;
	const char *names[2];
	int64_t article;
	const char *text;
	const char *written;
	uint8_t type;
	uint32_t start;
	const char *day;
} fixture_edits[] = {
	{EDIT_MERGE, .names = {"Tove Lindkvist", "Tove Lindqvar"}},
	{EDIT_MERGE, .names = {"Harbour Board", "Corvant Harbour Board"}},
	{EDIT_SPLIT, .names = {"Kolvik"}, .article = 4, .text = "Kolvik Isle"},
	{EDIT_SPLIT, .names = {"Lucian Halder"}, .text = "Jan Halder",
	 .written = "Halder"},
	{EDIT_APART, .names = {"Dagny Morrow", "Lucian Halder"}},
	{EDIT_RENAME, .names = {"Ostrel"}, .text = "Port Ostrel"},
	{EDIT_RETYPE, .names = {"Kolvik"}, .type = TYPE_PLACE},
	{EDIT_HIDE, .names = {"Egypt"}},
	{EDIT_SPEAKER, .names = {"Dagny Morrow"}, .article = 7, .start = 48},
	{EDIT_MENTION, .article = 6, .start = 149},
	{EDIT_DATE, .article = 5, .day = "1978-08-09"},
	{EDIT_RETYPE, .names = {"Tove Lindqvar"}, .type = TYPE_PERSON},
};

static void fixture_say(struct sample *s, const struct fixture_edit *row)
{
	struct edit edit = {.kind = row->kind,
			    .text = row->text,
			    .written = row->written,
			    .type = row->type,
			    .start = row->start};
	struct edit_done done;
	struct edit_key key;

	for (int i = 0; i < 2 && row->names[i]; i++)
		*array_add(&s->arena, edit.names, edit.n_names) =
			sample_entity(s, row->names[i]).id;
	if (row->article) {
		assert_true(store_edit_key(s->st, row->article, &key));
		*array_add(&s->arena, edit.keys, edit.n_keys) = key;
	}
	if (row->day)
		assert_true(
			date_read_iso(row->day, strlen(row->day), &edit.day));
	must(store_edit(s->st, &s->arena, &edit, false, &done, err));
}

static void fixture_corrections(struct sample *s)
{
	/* of another archive: its name is not here yet */
	static const char foreign[] =
		"{\"key\":\"00112233445566778899aabbccddeeff\",\"at\":"
		"\"2024-03-22T08:00:00Z\",\"who\":\"jorun\",\"kind\":"
		"\"hide\",\"what\":{\"name\":{\"name\":\"Nobody Yet\","
		"\"type\":\"person\"}}}";
	enum edit_import how;
	struct edit_done done;

	for (size_t i = 0; i < array_length(fixture_edits); i++)
		fixture_say(s, &fixture_edits[i]);
	must(store_edit_undo(s->st, &s->arena, 0, false, &done, err));
	must(store_edit_import(s->st, &s->arena, slice_of(foreign), &how, err));
	assert_int_equal(how, EDIT_WAITS);
}

static void fixture_removal(struct sample *s)
{
	int64_t n;

	must(store_removal_begin(s->st, "ines", "umbrellas", &n, err));
	must(store_article_remove(s->st, 8, n, err));
}

/* ---- subscriptions ---- */

static int64_t fixture_feed(struct sample *s, const char *url, const char *name,
			    const char *tag, uint8_t pages)
{
	struct feed_spec spec = {
		.url = url, .name = name, .tags = &tag, .pages = pages};
	enum store_how how;
	int64_t id;

	spec.n_tags = tag != NULL;
	must(store_feed_add(s->st, &spec, &how, &id, err));
	assert_int_equal(how, STORE_STORED);
	return id;
}

static void fixture_feeds(struct sample *s)
{
	struct str items = {0};
	struct feed_outcome good = {.at = SAMPLE_TIME,
				    .is_good = true,
				    .moved = "https://example.org/feed.xml",
				    .next_fetch = SAMPLE_TIME + 1800,
				    .has_body = true,
				    .etag = "\"17\"",
				    .last_modified = "Thu, 21 Mar 2024 "
						     "08:00:00 GMT",
				    .body = 0x1234567890abcdef,
				    .was_read = true,
				    .title = "The Kolvik Post",
				    .link = "https://example.org/",
				    .ttl_min = 30,
				    .skip_hours = 7,
				    .skip_days = 1};
	struct feed_outcome bad = {.at = SAMPLE_TIME,
				   .error = "the server answered 503",
				   .next_fetch = SAMPLE_TIME + 7200};
	int64_t post = fixture_feed(s, "https://example.org/rss", "Post",
				    "coast", FEED_PAGES_ON);
	int64_t wire = fixture_feed(s, "http://example.com/wire", NULL, NULL,
				    FEED_PAGES_AUTO);
	int64_t gone = fixture_feed(s, "https://example.net/old", "Old", "x",
				    FEED_PAGES_OFF);

	store_feed_item_add(&items, 17);
	store_feed_item_add(&items, 18);
	good.items = (struct slice){items.at, items.len};
	must(store_feed_article(s->st, post, 3, err));
	must(store_feed_article(s->st, post, 5, err));
	must(store_feed_article(s->st, wire, 5, err));
	must(store_feed_fetched(s->st, post, &good, err));
	must(store_feed_fetched(s->st, wire, &bad, err));
	must(store_feed_remove(s->st, gone, err));
	str_free(&items);
}

/* ---- a reader's own ---- */

static void fixture_rule(struct sample *s, uint8_t kind, const char *query,
			 const char *tag, int64_t article)
{
	struct rule rule = {.kind = kind, .query = query, .tag = tag};
	uint32_t changed;

	must(store_rule_put(s->st, &rule, &rule.n, err));
	must(store_rule_do(s->st, &rule, &article, 1, &changed, err));
	assert_int_equal(changed, 1);
}

static void fixture_reader(struct sample *s)
{
	static const char *const places[] = {"list", "article 4", "name 1"};

	must(store_tag_set(s->st, 1, "Read later", true, err));
	must(store_tag_set(s->st, 4, "read later", true, err));
	must(store_note_set(s->st, 6, "who pays?\nask her", err));
	must(store_mark_set(s->st, 'a', 4, 12, err));
	must(store_view_set(s->st, "board", "name:\"Harbour Board\"", err));
	must(store_read_set(s->st, 5, true, err));
	fixture_rule(s, RULE_STAR, "board", NULL, 6);
	fixture_rule(s, RULE_TAG, "wall", "wall", 1);
	fixture_rule(s, RULE_READ, "ferry", NULL, 3);
	fixture_rule(s, RULE_HIDE, "again", NULL, 7);
	must(store_jumps_set(s->st, places, 3, err));
	must(store_redo_mark(s->st, 4, "wall", err));
}

/* Add it to an archive that fixture_fill has filled, and close that. */
HELPER void fixture_user(struct sample *s)
{
	sample_open(s, STORE_WRITE);
	fixture_articles(s);
	fixture_feeds(s);
	fixture_corrections(s);
	fixture_removal(s);
	fixture_reader(s);
	sample_check(s);
	store_close(s->st);
	s->st = NULL;
	fixture_sql(s->archive,
		    "INSERT INTO unsettled VALUES('morrow', 1711011600,"
		    " 1711119600)");
}

/* ---- as text ---- */

/* Is an item's hash of one small number there? */
static bool facts_item(struct slice items, char item)
{
	for (size_t at = 0; at + 8 <= items.len; at += 8) {
		if (items.at[at] == item)
			return true;
	}
	return false;
}

static void facts_feeds(struct sample *s, struct str *out)
{
	struct feed_rows rows;

	must(store_feeds(s->st, &s->arena, true, &rows, err));
	for (uint32_t i = 0; i < rows.n; i++) {
		const struct feed_row *f = &rows.at[i];

		str_printf(out, "feed %lld %s, %lld articles, %lld unread\n",
			   (long long)f->id, f->name, (long long)f->articles,
			   (long long)f->unread);
		facts_text(out, "url", f->url);
		facts_text(out, "typed", f->typed);
		facts_text(out, "own name", f->own_name);
		facts_text(out, "title", f->title);
		facts_text(out, "link", f->link);
		facts_text(out, "error", f->error);
		facts_text(out, "moved from", f->moved_from);
		facts_text(out, "etag", f->etag);
		facts_text(out, "last modified", f->last_modified);
		for (uint32_t k = 0; k < f->n_tags; k++)
			facts_text(out, "tag", f->tags[k]);
		str_printf(out,
			   "  pages %d, state %d, added %lld, removed %lld, "
			   "tried %lld, good %lld, next %lld, %u errors since "
			   "%lld\n",
			   f->pages, f->state, (long long)f->added,
			   (long long)f->removed, (long long)f->last_try,
			   (long long)f->last_good, (long long)f->next_fetch,
			   f->errors, (long long)f->error_since);
		str_printf(out,
			   "  ttl %u, hours %x, days %x, body %llx, items %zu "
			   "%d %d\n",
			   f->ttl_min, f->skip_hours, f->skip_days,
			   (unsigned long long)f->body, f->items.len,
			   facts_item(f->items, 17), facts_item(f->items, 19));
	}
}

static void facts_log(struct sample *s, struct str *out)
{
	struct edit_rows rows;

	must(store_edits(s->st, &s->arena, 0, false, FACTS_MOST, &rows, err));
	for (uint32_t i = 0; i < rows.n; i++) {
		const struct edit_row *e = &rows.at[i];

		str_printf(out, "edit %lld of %lld by %s, %s, holds %d: %s\n",
			   (long long)e->n, (long long)e->at, e->who,
			   e->kind_name, e->holds, e->words);
		str_printf(out, "  undone by %lld: %s\n",
			   (long long)e->undone_by,
			   store_edit_line(&s->arena, e));
	}
}

static void facts_versions(struct sample *s, struct str *out)
{
	for (int64_t id = 1; id <= FACTS_MOST; id++) {
		struct version_rows rows;
		struct slice text;

		must(store_versions_of(s->st, &s->arena, id, &rows, err));
		for (uint32_t i = 0; rows.n > 1 && i < rows.n; i++) {
			must(store_version_text(s->st, &s->arena, id,
						rows.at[i].n, &text, err));
			str_printf(out, "version %lld of %lld: %.*s\n",
				   (long long)rows.at[i].n, (long long)id,
				   (int)text.len, text.at);
		}
	}
}

static void facts_removal(struct sample *s, struct str *out)
{
	struct removal removal;

	must(store_removal_find(s->st, &s->arena, 0, &removal, err));
	str_printf(out, "removal %lld at %lld by %s: %s:", (long long)removal.n,
		   (long long)removal.at, removal.who, removal.query);
	for (uint32_t i = 0; i < removal.n_ids; i++)
		str_printf(out, " %lld", (long long)removal.ids[i]);
	str_add_char(out, '\n');
}

static void facts_reader(struct sample *s, struct str *out)
{
	struct tag_row *tags;
	struct rule *rules;
	struct view_row *views;
	const char **places, *query;
	int64_t id;
	uint32_t n, byte;

	must(store_tags(s->st, &s->arena, &tags, &n, err));
	for (uint32_t i = 0; i < n; i++)
		str_printf(out, "tag %s of %u\n", tags[i].tag,
			   tags[i].articles);
	must(store_rules(s->st, &s->arena, &rules, &n, err));
	for (uint32_t i = 0; i < n; i++)
		str_printf(out, "rule %lld kind %d, %s, %s, did %u\n",
			   (long long)rules[i].n, rules[i].kind, rules[i].query,
			   rules[i].tag ? rules[i].tag : "-", rules[i].done);
	must(store_views(s->st, &s->arena, &views, &n, err));
	for (uint32_t i = 0; i < n; i++)
		str_printf(out, "view %s %s\n", views[i].name, views[i].query);
	must(store_mark_get(s->st, 'a', &id, &byte, err));
	str_printf(out, "mark a at %u of %lld\n", byte, (long long)id);
	must(store_jumps_get(s->st, &s->arena, &places, &n, err));
	for (uint32_t i = 0; i < n; i++)
		facts_text(out, "place", places[i]);
	must(store_redo_marked(s->st, &s->arena, &id, &query, err));
	str_printf(out, "annotated again to %lld of %s\n", (long long)id,
		   query);
}

HELPER void facts_user(struct sample *s, struct str *out)
{
	facts_feeds(s, out);
	facts_log(s, out);
	facts_versions(s, out);
	facts_removal(s, out);
	facts_reader(s, out);
}

#endif
