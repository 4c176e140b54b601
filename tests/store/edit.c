/* The user's word: applied, undone exactly, applied again. */
#include "../test.h"

#include <sys/wait.h>
#include <time.h>

#include "sample.h"
#include "store/edit.h"
#include "store/sql.h"

#define ADDRESS "https://example.org/"

/* Two of one surname, a name misspelt, a name alone, one that is no name. */
static const struct {
	const char *url, *title, *text;
	int hours;
} articles[] = {
	{ADDRESS "1", "Talks in Corvant",
	 "{0:Marta Oblenska} met {1:Ivo Resk} in {2:Corvant}. <0:We agree on "
	 "{2:Corvant},> {0:Oblenska} said, and {0~she} left.",
	 0},
	{ADDRESS "2", "A second day",
	 "{0:Marta Oblenska} spoke again. {1:Petr Oblenska} did not. "
	 "<1:Nothing "
	 "of {0:Marta Oblenska} is new,> {1:Petr Oblenska} said.",
	 24},
	{ADDRESS "3", "The harbour",
	 "{0:Dita Velkova} came to {1:Corvant} and {2:Ostrel}.", 48},
	{ADDRESS "4", "The council",
	 "{0:Oblenska} would not say. {1:Roads} were closed in {2:Ostrel}, "
	 "{0~she} said. <?:Roads are roads.>",
	 72},
	{ADDRESS "5", "The mayor", "{0:Ivo Resk} is mayor of {1:Ostrel}.", 96},
	{ADDRESS "6", "Another mayor",
	 "{0:Ivo Resk} plays for {1:Corvant}. <0:I play,> {0:Resk} said of "
	 "{1:Corvant} and {0:Ivo Resk}.",
	 120},
};

#define ARTICLES ((int)(sizeof(articles) / sizeof(articles[0])))

static int64_t put(struct sample *s, int i, enum store_how how)
{
	return sample_put(s, articles[i].url, articles[i].hours,
			  articles[i].title, articles[i].text, how);
}

static int new_archive(void **state)
{
	static struct sample s;

	sample_new(&s);
	for (int i = 0; i < ARTICLES; i++)
		put(&s, i, STORE_STORED);
	*state = &s;
	return 0;
}

static int free_archive(void **state)
{
	sample_free(*state);
	return 0;
}

/* ---- the whole archive as text ---- */

static void add_value(struct str *out, sqlite3_stmt *stmt, int column)
{
	const unsigned char *bytes = sqlite3_column_blob(stmt, column);
	int len = sqlite3_column_bytes(stmt, column);

	switch (sqlite3_column_type(stmt, column)) {
	case SQLITE_NULL:
		str_add_text(out, "null");
		break;
	case SQLITE_BLOB:
		for (int i = 0; i < len; i++)
			str_printf(out, "%02x", bytes[i]);
		break;
	default:
		str_add_text(out,
			     (const char *)sqlite3_column_text(stmt, column));
	}
	str_add_char(out, ' ');
}

static void add_rows(struct str *out, sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(db));
	str_printf(out, "-- %s\n", sql);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(stmt); i++)
			add_value(out, stmt, i);
		str_add_char(out, '\n');
	}
	sqlite3_finalize(stmt);
}

/* All rows of all tables but the log and what it keeps for itself, and the
 * words of the full-text index. */
static char *dump(struct sample *s)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	struct str out = {0};
	char *text;

	assert_int_equal(sqlite3_open(s->archive, &db), SQLITE_OK);
	assert_int_equal(
		sqlite3_prepare_v2(
			db,
			"SELECT name FROM sqlite_schema WHERE type = 'table'"
			" AND name NOT LIKE 'article_fts%' AND name NOT IN"
			" ('edit', 'edit_article', 'effect', 'sqlite_stat1')"
			" ORDER BY name",
			-1, &stmt, NULL),
		SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const char *table = (const char *)sqlite3_column_text(stmt, 0);

		add_rows(&out, db,
			 arena_printf(&s->arena,
				      "SELECT * FROM \"%s\" ORDER BY"
				      " 1, 2",
				      table));
	}
	sqlite3_finalize(stmt);
	assert_int_equal(sqlite3_exec(db,
				      "CREATE VIRTUAL TABLE temp.words USING"
				      " fts5vocab('main', 'article_fts',"
				      " 'instance')",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	add_rows(&out, db,
		 "SELECT * FROM temp.words ORDER BY term, doc, col, offset");
	sqlite3_close(db);
	text = arena_copy(&s->arena, out.at, out.len);
	str_free(&out);
	return text;
}

static void same_dump(const char *before, const char *after)
{
	size_t at = 0;

	if (!strcmp(before, after))
		return;
	while (before[at] == after[at])
		at++;
	while (at > 0 && before[at - 1] != '\n')
		at--;
	fail_msg("was: %.300s\nis:  %.300s", before + at, after + at);
}

/* ---- corrections ---- */

static struct edit_done say(struct sample *s, const struct edit *edit)
{
	struct edit_done done, dry;

	must(store_edit(s->st, &s->arena, edit, true, &dry, err));
	assert_int_equal(dry.n, 0);
	must(store_edit(s->st, &s->arena, edit, false, &done, err));
	assert_true(done.n > 0);
	assert_int_equal(dry.articles, done.articles);
	assert_int_equal(dry.mentions, done.mentions);
	assert_int_equal(dry.quotes, done.quotes);
	sample_check(s);
	return done;
}

static struct edit_done undo(struct sample *s, int64_t n)
{
	struct edit_done done;

	must(store_edit_undo(s->st, &s->arena, n, false, &done, err));
	sample_check(s);
	return done;
}

static struct edit_key key_of_article(struct sample *s, int64_t id)
{
	struct edit_key key;

	assert_true(store_edit_key(s->st, id, &key));
	return key;
}

/* A correction said by names and numbers of articles. */
struct row {
	const char *what; /* of the test */
	uint8_t kind;
	const char *names[3];
	int64_t article;
	const char *text, *written;
	uint8_t type;
	bool in_title;
	uint32_t start, end;
	const char *day;
	uint32_t articles, mentions, quotes; /* that change */
};

static const struct row rows[] = {
	{"a misspelt name merged",
	 EDIT_MERGE,
	 {"Dita Velkova", "Marta Oblenska"},
	 .articles = 1,
	 .mentions = 1},
	{"two merged into a third",
	 EDIT_MERGE,
	 {"Dita Velkova", "Petr Oblenska", "Marta Oblenska"},
	 .articles = 2,
	 .mentions = 3,
	 .quotes = 1},
	{"a form split off",
	 EDIT_SPLIT,
	 {"Ivo Resk"},
	 .text = "Jan Resk",
	 .written = "Resk",
	 .articles = 1,
	 .mentions = 1},
	{"an article's split off under the same name",
	 EDIT_SPLIT,
	 {"Ivo Resk"},
	 6,
	 .articles = 1,
	 .mentions = 3,
	 .quotes = 1},
	{"an article's given to one that is there",
	 EDIT_SPLIT,
	 {"Marta Oblenska", "Petr Oblenska"},
	 1,
	 .articles = 1,
	 .mentions = 3,
	 .quotes = 1},
	{"two kept apart",
	 EDIT_APART,
	 {"Ivo Resk", "Marta Oblenska"},
	 .articles = 0},
	{"a name renamed",
	 EDIT_RENAME,
	 {"Ivo Resk"},
	 .text = "Ivo Resk of Ostrel",
	 .articles = 3,
	 .mentions = 5,
	 .quotes = 1},
	{"a kind set",
	 EDIT_RETYPE,
	 {"Corvant"},
	 .type = TYPE_ORG,
	 .articles = 3,
	 .mentions = 5},
	{"a name hidden", EDIT_HIDE, {"Ostrel"}, .articles = 3, .mentions = 3},
	{"a speaker given",
	 EDIT_SPEAKER,
	 {"Marta Oblenska"},
	 4,
	 .start = 63,
	 .written = "Roads are roads.",
	 .articles = 1,
	 .quotes = 1},
	{"a speaker who is not in the article",
	 EDIT_SPEAKER,
	 {"Ivo Resk"},
	 2,
	 .start = 51,
	 .written = "Nothing of Marta Oblenska is new,",
	 .articles = 1,
	 .quotes = 1},
	{"a speaker taken away",
	 EDIT_SPEAKER,
	 {NULL},
	 2,
	 .start = 51,
	 .articles = 1,
	 .quotes = 1},
	{"a place given to another name",
	 EDIT_MENTION,
	 {"Ivo Resk"},
	 2,
	 .start = 62,
	 .written = "Marta Oblenska",
	 .articles = 1,
	 .mentions = 1},
	{"the only name of a chain given to another",
	 EDIT_MENTION,
	 {"Marta Oblenska"},
	 3,
	 .start = 0,
	 .articles = 1,
	 .mentions = 1},
	{"a word that is no name",
	 EDIT_MENTION,
	 {NULL},
	 4,
	 .start = 24,
	 .written = "Roads",
	 .articles = 1,
	 .mentions = 1},
	{"one of several mentions that is none",
	 EDIT_MENTION,
	 {NULL},
	 6,
	 .start = 61,
	 .articles = 1,
	 .mentions = 1},
	{"a name that was not seen",
	 EDIT_MENTION,
	 {"Ivo Resk"},
	 3,
	 .in_title = true,
	 .start = 4,
	 .end = 11,
	 .written = "harbour",
	 .articles = 1,
	 .mentions = 1},
	{"a day set", EDIT_DATE, .article = 3, .day = "2024-02-01",
	 .articles = 1},
	{"a day set that has its noon taken", EDIT_DATE, .article = 2,
	 .day = "2024-03-21T09:00:00Z", .articles = 1},
};

#define UNIT(f) cmocka_unit_test_setup_teardown(f, new_archive, free_archive)

#define ROWS (sizeof(rows) / sizeof(rows[0]))

/* false: one of its names is not here (any more). */
static bool edit_of(struct sample *s, const struct row *row, struct edit *out)
{
	memset(out, 0, sizeof(*out));
	out->kind = row->kind;
	for (int i = 0; i < 3 && row->names[i]; i++) {
		struct entity_rows found;

		must(store_entities_named(s->st, &s->arena, row->names[i],
					  false, &found, err));
		if (found.n != 1)
			return false;
		*array_add(&s->arena, out->names, out->n_names) =
			found.at[0].id;
	}
	if (row->article)
		*array_add(&s->arena, out->keys, out->n_keys) =
			key_of_article(s, row->article);
	out->text = row->text;
	if (row->kind == EDIT_SPLIT && !out->text && out->n_names == 1)
		out->text = row->names[0];
	out->written = row->written;
	out->type = row->type;
	out->in_title = row->in_title;
	out->start = row->start;
	out->end = row->end;
	if (row->day)
		assert_true(
			date_read_iso(row->day, strlen(row->day), &out->day));
	return true;
}

static void every_kind_is_undone_exactly(void **state)
{
	struct sample *s = *state;

	for (size_t i = 0; i < ROWS; i++) {
		char *before = dump(s);
		struct edit_done done;
		struct edit edit;

		print_message("# %s\n", rows[i].what);
		assert_true(edit_of(s, &rows[i], &edit));
		done = say(s, &edit);
		assert_int_equal(done.articles, rows[i].articles);
		assert_int_equal(done.mentions, rows[i].mentions);
		assert_int_equal(done.quotes, rows[i].quotes);
		assert_string_not_equal(before, dump(s));
		undo(s, 0);
		same_dump(before, dump(s));
	}
}

static void what_is_undone_is_done_again(void **state)
{
	struct sample *s = *state;

	for (size_t i = 0; i < ROWS; i++) {
		struct edit_done done;
		struct edit edit;
		char *after;

		print_message("# %s\n", rows[i].what);
		assert_true(edit_of(s, &rows[i], &edit));
		done = say(s, &edit);
		after = dump(s);
		done = undo(s, done.n);
		done = undo(s, done.n); /* the undoing */
		same_dump(after, dump(s));
		undo(s, done.n);
	}
}

/* ---- many ---- */

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* Undo one that holds, behind an entry; false: there is none. */
static bool undo_some(struct sample *s, uint32_t *seed, int64_t from)
{
	struct edit_rows log;
	struct edit_done done;
	uint32_t n = 0, pick;

	must(store_edits(s->st, &s->arena, from, false, 1000, &log, err));
	for (uint32_t i = 0; i < log.n; i++)
		n += log.at[i].kind != EDIT_UNDO && !log.at[i].undone_by;
	if (!n)
		return false;
	pick = next_random(seed) % n;
	for (uint32_t i = 0; i < log.n; i++) {
		if (log.at[i].kind == EDIT_UNDO || log.at[i].undone_by)
			continue;
		if (pick-- == 0) {
			must(store_edit_undo(s->st, &s->arena, log.at[i].n,
					     false, &done, err));
			break;
		}
	}
	sample_check(s);
	return true;
}

static void edits_and_undos_in_any_order_end_where_they_began(void **state)
{
	struct sample *s = *state;
	const char *rounds_text = getenv("EDIT_ROUNDS");
	int rounds = rounds_text ? atoi(rounds_text) : 8;
	char *before = dump(s);

	for (int round = 0; round < rounds; round++) {
		uint32_t seed = 7919u * (uint32_t)(round + 1);
		struct edit_rows log;
		int64_t last;

		must(store_edits(s->st, &s->arena, 0, true, 1, &log, err));
		last = log.n ? log.at[0].n : 0;

		for (int step = 0; step < 12; step++) {
			const struct row *row =
				&rows[next_random(&seed) % ROWS];
			struct edit_done done;
			struct error err;
			struct edit edit;

			if (next_random(&seed) % 3 == 0) {
				undo_some(s, &seed, last);
				continue;
			}
			/* what is there already, or gone, is refused */
			if (edit_of(s, row, &edit))
				(void)!store_edit(s->st, &s->arena, &edit,
						  false, &done, &err);
			sample_check(s);
		}
		while (undo_some(s, &seed, last))
			;
		same_dump(before, dump(s));
	}
}

/* ---- what comes later ---- */

static struct edit_done said(struct sample *s, const char *what)
{
	struct edit edit;

	for (size_t i = 0; i < ROWS; i++) {
		if (strcmp(rows[i].what, what) != 0)
			continue;
		assert_true(edit_of(s, &rows[i], &edit));
		return say(s, &edit);
	}
	fail_msg("there is no row '%s'", what);
	return (struct edit_done){0};
}

static uint32_t articles_of(struct sample *s, const char *name)
{
	return sample_entity(s, name).articles;
}

static void what_is_written_later_follows(void **state)
{
	struct sample *s = *state;
	uint32_t alone = articles_of(s, "Marta Oblenska"), both;
	struct edit_done merged, formed;

	merged = said(s, "a misspelt name merged");
	both = articles_of(s, "Marta Oblenska");
	formed = said(s, "a form split off");
	said(s, "a name renamed");
	said(s, "a kind set");
	sample_put(s, ADDRESS "7", 144, "Later",
		   "{0:Dita Velkova} and {1:Ivo Resk} met in {2:Corvant}.",
		   STORE_STORED);
	sample_put(s, ADDRESS "8", 168, "Later still", "{0:Resk} was there.",
		   STORE_STORED);
	sample_check(s);
	assert_int_equal(articles_of(s, "Marta Oblenska"), both + 1);
	assert_int_equal(articles_of(s, "Ivo Resk of Ostrel"), 4);
	assert_int_equal(articles_of(s, "Jan Resk"), 2);
	assert_int_equal(articles_of(s, "Corvant"), 4);
	assert_int_equal(sample_entity(s, "Corvant").type, TYPE_ORG);
	undo(s, merged.n);
	assert_int_equal(articles_of(s, "Marta Oblenska"), alone);
	assert_int_equal(articles_of(s, "Dita Velkova"), 2);
	undo(s, formed.n);
	assert_int_equal(articles_of(s, "Ivo Resk of Ostrel"), 5);
	undo(s, 0); /* the kind, then the name */
	undo(s, 0);
	assert_int_equal(articles_of(s, "Ivo Resk"), 5);
}

static int64_t entity_in(struct sample *s, int64_t id, const char *words)
{
	struct article *art;

	must(store_article_get(s->st, &s->arena, id, &art, err));
	for (uint32_t i = 0; i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];

		if (slice_equals(article_slice(art, m->span), words) &&
		    m->chain >= 0)
			return art->chains[m->chain].entity;
	}
	return 0;
}

static void what_was_said_holds_in_an_article_that_comes_anew(void **state)
{
	struct sample *s = *state;
	struct article *art;

	said(s, "a place given to another name");
	said(s, "a speaker who is not in the article");
	said(s, "a word that is no name");
	said(s, "a day set");
	said(s, "a form split off");
	for (int i = 0; i < ARTICLES; i++) {
		sample_put(s, articles[i].url, articles[i].hours,
			   articles[i].title,
			   arena_printf(&s->arena, "Late news. %s",
					articles[i].text),
			   STORE_UPDATED);
		sample_check(s);
	}
	must(store_article_get(s->st, &s->arena, 2, &art, err));
	assert_int_equal(art->chains[art->quotes[0].chain].entity,
			 sample_entity(s, "Ivo Resk").id);
	assert_int_equal(entity_in(s, 4, "Roads"), 0);
	assert_int_equal(entity_in(s, 6, "Resk"),
			 sample_entity(s, "Jan Resk").id);
	must(store_article_get(s->st, &s->arena, 3, &art, err));
	assert_int_equal(art->published.kind, WHEN_DAY);
	for (int i = 0; i < 5; i++)
		undo(s, 0);
	for (int i = 0; i < ARTICLES; i++)
		put(s, i, STORE_UPDATED);
	must(store_article_get(s->st, &s->arena, 3, &art, err));
	assert_int_equal(art->published.kind, WHEN_SECOND);
	assert_int_equal(entity_in(s, 6, "Resk"),
			 sample_entity(s, "Ivo Resk").id);
}

static void a_removed_article_comes_back_with_what_was_said(void **state)
{
	struct sample *s = *state;
	int64_t removal;

	said(s, "a word that is no name");
	said(s, "a day set");
	for (int64_t id = 3; id <= 4; id++) {
		must(store_removal_begin(s->st, "ann", "", &removal, err));
		must(store_article_remove(s->st, id, removal, err));
		sample_check(s);
		must(store_article_restore(s->st, s->known, id, err));
		sample_check(s);
	}
	assert_int_equal(entity_in(s, 4, "Roads"), 0);
	undo(s, 0);
	undo(s, 0);
	assert_true(entity_in(s, 4, "Roads") != 0);
}

static int64_t bare_of(struct sample *s, const char *word)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;
	int64_t bare = 0;

	assert_int_equal(sqlite3_open(s->archive, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db,
					    "SELECT bare FROM pending WHERE"
					    " word = ?1",
					    -1, &stmt, NULL),
			 SQLITE_OK);
	sqlite3_bind_text(stmt, 1, word, -1, SQLITE_STATIC);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		bare = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return bare;
}

static void a_name_alone_follows_a_merge_and_is_kept_apart(void **state)
{
	struct sample *s = *state;
	int64_t bare = bare_of(s, "oblenska"), names[2];
	struct edit edit = {.kind = EDIT_APART, .names = names, .n_names = 2};
	struct edit_done merged;
	char *before;

	assert_true(bare != 0);
	assert_int_equal(entity_in(s, 4, "Oblenska"), bare);
	merged = said(s, "two merged into a third");
	names[0] = bare;
	names[1] = sample_entity(s, "Marta Oblenska").id;
	assert_int_equal(entity_in(s, 4, "Oblenska"), names[1]);
	before = dump(s);
	say(s, &edit);
	assert_int_equal(entity_in(s, 4, "Oblenska"), bare);
	undo(s, 0);
	same_dump(before, dump(s));
	say(s, &edit);
	sample_put(s, ADDRESS "9", 80, "Again", "{0:Oblenska} spoke again.",
		   STORE_STORED);
	assert_int_equal(entity_in(s, 7, "Oblenska"), bare);
	undo(s, 0);
	undo(s, merged.n);
	assert_int_equal(entity_in(s, 4, "Oblenska"), bare);
}

/* ---- logs from outside ---- */

#define ENTRY(kind, what)                                                      \
	"{\"at\":\"2026-01-01T00:00:00Z\",\"who\":\"ann\",\"kind\":\"" kind    \
	"\",\"what\":" what "}"
#define NAMED "{\"name\":\"Ivo Resk\"}"

static const char *const broken[] = {
	"",
	"no JSON",
	"[]",
	"{}",
	"{\"at\":\"2026-01-01T00:00:00Z\"}",
	ENTRY("destroy", "{}"),
	ENTRY("merge", "[]"),
	ENTRY("merge", "{}"),
	ENTRY("merge", "{\"from\":[],\"into\":" NAMED "}"),
	ENTRY("merge", "{\"from\":[1,null],\"into\":" NAMED "}"),
	ENTRY("merge", "{\"from\":[{\"name\":7}],\"into\":" NAMED "}"),
	ENTRY("split", "{\"name\":" NAMED "}"),
	ENTRY("split", "{\"name\":" NAMED ",\"as\":{\"new\":true}}"),
	ENTRY("split", "{\"name\":" NAMED ",\"as\":{\"name\":\"X\",\"new\":"
		       "true},\"articles\":[\"12\"]}"),
	ENTRY("rename", "{\"name\":" NAMED "}"),
	ENTRY("rename", "{\"name\":" NAMED ",\"to\":\"\"}"),
	ENTRY("retype", "{\"name\":" NAMED ",\"to\":\"colour\"}"),
	ENTRY("hide", "{\"name\":{\"name\":\"\"}}"),
	ENTRY("mention", "{\"to\":null}"),
	ENTRY("mention", "{\"article\":\"xyz\",\"start\":0,\"to\":null}"),
	ENTRY("speaker", "{\"article\":\"00112233445566778899aabbccddeeff\","
			 "\"start\":-1,\"to\":null}"),
	ENTRY("date", "{\"article\":\"00112233445566778899aabbccddeeff\","
		      "\"to\":\"soon\"}"),
	ENTRY("undo", "{\"undoes\":\"00112233445566778899aabbccddeeff\"}"),
	ENTRY("undo", "{}"),
};

static void broken_entries_are_refused_and_nothing_of_them_stays(void **state)
{
	struct sample *s = *state;
	char *before = dump(s);
	struct edit_rows log;
	enum edit_import how;
	struct error why;

	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		if (store_edit_import(s->st, &s->arena, slice_of(broken[i]),
				      &how, &why))
			fail_msg("taken: %s", broken[i]);
		assert_true(*why.text);
	}
	must(store_edits(s->st, &s->arena, 0, false, 9, &log, err));
	assert_int_equal(log.n, 0);
	same_dump(before, dump(s));
}

/* What is bent is refused, waits or is applied, and can be undone. */
static void bent_entries_leave_a_whole_archive(void **state)
{
	struct sample *s = *state;
	char *before = dump(s);
	struct edit_rows log;
	uint32_t seed = 4711;

	for (size_t i = 0; i < ROWS; i++) {
		struct edit edit;

		assert_true(edit_of(s, &rows[i], &edit));
		say(s, &edit);
		undo(s, 0);
	}
	must(store_edits(s->st, &s->arena, 0, false, 99, &log, err));
	for (int i = 0; i < 400; i++) {
		const struct edit_row *row =
			&log.at[next_random(&seed) % log.n];
		const char *line = store_edit_line(&s->arena, row);
		char *bent = arena_string(&s->arena, line);
		size_t len = strlen(bent);
		enum edit_import how;
		struct error err;

		for (int k = 0; k < 2; k++)
			bent[next_random(&seed) % len] =
				(char)(1 + next_random(&seed) % 255);
		(void)!store_edit_import(s->st, &s->arena,
					 (struct slice){bent, len}, &how, &err);
	}
	sample_check(s);
	while (undo_some(s, &seed, 0))
		;
	same_dump(before, dump(s));
}

/* ---- who may, and when ---- */

static void an_archive_to_be_read_only_is_not_corrected(void **state)
{
	struct sample *s = *state;
	struct edit_done done;
	struct error why;
	struct edit edit;

	store_close(s->st);
	sample_open(s, STORE_READ);
	assert_true(edit_of(s, &rows[0], &edit));
	for (int dry = 0; dry < 2; dry++) {
		assert_false(
			store_edit(s->st, &s->arena, &edit, dry, &done, &why));
		assert_non_null(strstr(why.text, "may only be read"));
		assert_false(done.is_refused);
	}
	assert_false(store_edit_undo(s->st, &s->arena, 0, false, &done, &why));
	assert_non_null(strstr(why.text, "may only be read"));
}

/* In another process, as `gazette add` does. */
static void add_many(struct sample *s)
{
	struct error err;

	s->st = NULL;
	if (!store_open(&s->paths, STORE_WRITE, &s->st, &err) ||
	    !store_batch_begin(s->st, &err))
		_exit(3);
	for (int i = 0; i < 300; i++) {
		struct article *art = sample_article(
			&s->arena, "Number",
			arena_printf(&s->arena,
				     "{0:Dita Velkova} counted to %d in "
				     "{1:Corvant} with {2:Ivo Resk}.",
				     i * 7919));
		enum store_how how;
		int64_t id;

		art->url = arena_printf(&s->arena, ADDRESS "many/%d", i);
		art->published =
			(struct when){SAMPLE_TIME + i * 60, 0, WHEN_SECOND};
		article_key_set(art);
		if (!store_article_put(s->st, s->known, art, NULL, &how, &id,
				       &err)) {
			fprintf(stderr, "# %s\n", err.text);
			_exit(4);
		}
	}
	_exit(store_batch_commit(s->st, &err) ? 0 : 5);
}

static void corrections_and_an_add_do_not_hinder_each_other(void **state)
{
	struct sample *s = *state;
	struct edit_done done;
	pid_t child;
	int status;

	store_close(s->st);
	s->st = NULL;
	child = fork();
	if (child == 0)
		add_many(s);
	sample_open(s, STORE_WRITE);
	for (int i = 0; i < 12; i++) {
		struct edit edit;

		assert_true(edit_of(s, &rows[i % 2 ? 0 : 2], &edit));
		must(store_edit(s->st, &s->arena, &edit, false, &done, err));
		must(store_edit_undo(s->st, &s->arena, 0, false, &done, err));
	}
	waitpid(child, &status, 0);
	assert_int_equal(status, 0);
	sample_check(s);
	assert_int_equal(articles_of(s, "Dita Velkova"), 301);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		UNIT(every_kind_is_undone_exactly),
		UNIT(what_is_undone_is_done_again),
		UNIT(edits_and_undos_in_any_order_end_where_they_began),
		UNIT(what_is_written_later_follows),
		UNIT(what_was_said_holds_in_an_article_that_comes_anew),
		UNIT(a_removed_article_comes_back_with_what_was_said),
		UNIT(a_name_alone_follows_a_merge_and_is_kept_apart),
		UNIT(broken_entries_are_refused_and_nothing_of_them_stays),
		UNIT(bent_entries_leave_a_whole_archive),
		UNIT(an_archive_to_be_read_only_is_not_corrected),
		UNIT(corrections_and_an_add_do_not_hinder_each_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
