/* Queries over an archive against a plain look at every article:
 * [QUERIES=600] [SEED=1] tests/query/query. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "article/key.h"
#include "query/query.h"

#define ARTICLES 300u
#define QUERIES  600u
#define WORDS    24u /* of a body, at most */
#define NAMES    3u
#define NOW      (INT64_C(1711022400)) /* 2024-03-21 */
#define DAY      DATE_DAY

static const char *const words[] = {
	"harbour", "strike", "ferry",  "salt",  "river",  "bridge",
	"council", "vote",   "budget", "storm", "festal", "festival",
	"harvest", "school", "mayor",  "train", "engine", "glass",
	"market",  "winter", "signal", "paper", "stone",  "light",
};
static const char *const names[NAMES] = {"Ana Lund", "Bo Karst", "Ostrel"};
static const uint8_t types[NAMES] = {TYPE_PERSON, TYPE_PERSON, TYPE_PLACE};
static const char *const sources[] = {"Ostrel Courier", "The Tide", NULL};
static const char *const bylines[] = {"Mira Holt", "Jon Asker", NULL};

/* What is known of an article without the archive. */
struct sheet {
	int64_t id, docid;
	char title[64], body[400];
	const char *source, *byline;
	struct when published;
	bool names[NAMES], said[NAMES], about[NAMES];
	bool pair[NAMES][NAMES]; /* who said of whom in one quotation */
	bool from_feed, is_read, is_starred, is_hidden, is_tagged;
};

struct world {
	struct arena arena;
	char folder[64];
	struct store *store;
	struct sheet sheet[ARTICLES]; /* newest first */
	uint32_t seed;
};

static uint32_t pick(struct world *w, uint32_t n)
{
	w->seed = w->seed * 1664525u + 1013904223u;
	return (w->seed >> 8) % n;
}

/* ---- making the archive ---- */

static void add_mention(struct article *art, uint32_t at, uint32_t name)
{
	struct mention *m =
		array_add(art->arena, art->mentions, art->n_mentions);

	m->span = (struct span){art->body.start + at,
				art->body.start + at +
					(uint32_t)strlen(names[name])};
	m->type = types[name];
	m->chain = (int32_t)name;
	m->of = -1;
}

static void add_chains(struct article *art)
{
	for (uint32_t i = 0; i < NAMES; i++) {
		struct chain *c =
			array_add(art->arena, art->chains, art->n_chains);

		c->name = names[i];
		c->type = types[i];
	}
	for (uint32_t i = 0; i < art->n_mentions; i++)
		art->chains[art->mentions[i].chain].mentions++;
}

/* A body of words and names, then perhaps "NAME said: WORDS NAME WORDS". */
static struct article *make(struct world *w, struct sheet *s)
{
	struct {
		uint32_t at, name;
	} found[8];
	uint32_t n = 0, count = 4 + pick(w, WORDS - 4), start = 0, end = 0;
	int speaker = -1;
	struct article *art = article_new(&w->arena);
	size_t len = 0;

	snprintf(s->title, sizeof(s->title), "%s %s %s",
		 words[pick(w, array_length(words))],
		 words[pick(w, array_length(words))],
		 words[pick(w, array_length(words))]);
	for (uint32_t i = 0; i < count; i++) {
		bool is_name = n < 4 && pick(w, 12) == 0;
		uint32_t which = pick(w, is_name ? NAMES : array_length(words));

		if (is_name) {
			found[n].at = (uint32_t)len;
			found[n++].name = which;
			s->names[which] = true;
		}
		len += (size_t)sprintf(s->body + len, "%s ",
				       is_name ? names[which] : words[which]);
	}
	if (pick(w, 3) == 0) {
		uint32_t of = pick(w, NAMES);

		speaker = (int)pick(w, NAMES);
		found[n].at = (uint32_t)len;
		found[n++].name = (uint32_t)speaker;
		len += (size_t)sprintf(s->body + len,
				       "%s said: ", names[speaker]);
		start = (uint32_t)len;
		len += (size_t)sprintf(s->body + len, "%s ",
				       words[pick(w, array_length(words))]);
		found[n].at = (uint32_t)len;
		found[n++].name = of;
		len += (size_t)sprintf(s->body + len, "%s %s", names[of],
				       words[pick(w, array_length(words))]);
		end = (uint32_t)len;
		s->names[speaker] = s->names[of] = true;
		s->said[speaker] = s->about[of] = true;
		s->pair[speaker][of] = true;
	}
	article_set_text(art, slice_of(s->title), slice_of(s->body));
	*array_add(art->arena, art->blocks, art->n_blocks) =
		(struct block){.span = art->body};
	array_add(art->arena, art->sentences, art->n_sentences)->span =
		art->body;
	for (uint32_t i = 0; i < n; i++)
		add_mention(art, found[i].at, found[i].name);
	add_chains(art);
	if (speaker >= 0) {
		struct quote *q =
			array_add(art->arena, art->quotes, art->n_quotes);

		q->span = (struct span){art->body.start + start,
					art->body.start + end};
		q->chain = speaker;
		q->mention = (int32_t)n - 2;
		q->speaker = art->mentions[n - 2].span;
		q->confidence = 90;
	}
	return art;
}

/* Days, seconds, none; some long ago, before docids are positive. */
static struct when make_time(struct world *w)
{
	int64_t day = NOW - (int64_t)pick(w, 400) * DAY;
	struct when when = {.kind = (uint8_t)pick(w, 3)};

	if (pick(w, 10) == 0)
		day = -(int64_t)pick(w, 40) * DAY;
	day -= day % DAY;
	if (when.kind == WHEN_SECOND)
		when.time = day + pick(w, (uint32_t)DAY);
	else if (when.kind == WHEN_DAY)
		when.time = day;
	return when;
}

static int newer_first(const void *left, const void *right)
{
	const struct sheet *a = left, *b = right;

	return (a->docid < b->docid) - (a->docid > b->docid);
}

static void put(struct world *w, const struct known *known, struct sheet *s,
		uint32_t number)
{
	struct article *art = make(w, s);
	struct error err;
	enum store_how how;

	s->source = sources[pick(w, 3)];
	s->byline = bylines[pick(w, 3)];
	s->published = make_time(w);
	art->source = s->source;
	art->from_feed = s->from_feed = pick(w, 3) == 0;
	art->byline = s->byline;
	art->published = s->published;
	art->url = arena_printf(&w->arena, "https://example.org/%u", number);
	article_key_set(art);
	if (!store_article_put(w->store, known, art, NULL, &how, &s->id, &err))
		fail_msg("%s", err.text);
	s->docid = store_docid(w->store, s->id);
	assert_int_not_equal(s->docid, 0);
}

/* What is hidden counts as read. */
static void hide(struct world *w, struct sheet *s)
{
	struct rule rule = {.n = 1, .kind = RULE_HIDE};
	struct error err;
	uint32_t changed;

	assert_true(store_rule_do(w->store, &rule, &s->id, 1, &changed, &err));
	s->is_read = true;
}

static void mark(struct world *w, struct sheet *s)
{
	struct error err;

	s->is_read = pick(w, 8) == 0;
	s->is_starred = pick(w, 8) == 0;
	if (s->is_read)
		assert_true(store_read_set(w->store, s->id, true, &err));
	if (s->is_starred)
		assert_true(store_starred_set(w->store, s->id, true, &err));
	s->is_tagged = pick(w, 4) == 0;
	if (s->is_tagged)
		assert_true(
			store_tag_set(w->store, s->id, "To Read", true, &err));
	s->is_hidden = pick(w, 12) == 0;
	if (s->is_hidden)
		hide(w, s);
}

static int make_world(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	struct store_paths paths = {0};
	struct known *known;
	struct error err;

	assert_non_null(w);
	arena_init(&w->arena);
	strcpy(w->folder, "query-XXXXXX");
	assert_non_null(mkdtemp(w->folder));
	paths.archive = arena_printf(&w->arena, "%s/archive.db", w->folder);
	paths.reader = arena_printf(&w->arena, "%s/reader.db", w->folder);
	w->seed = 7;
	if (!store_open(&paths, STORE_WRITE, &w->store, &err) ||
	    !known_new(&w->arena, NULL, 0, &known, &err) ||
	    !store_batch_begin(w->store, &err))
		fail_msg("%s", err.text);
	for (uint32_t i = 0; i < ARTICLES; i++)
		put(w, known, &w->sheet[i], i);
	assert_true(store_batch_commit(w->store, &err));
	for (uint32_t i = 0; i < ARTICLES; i += 3)
		mark(w, &w->sheet[i]);
	assert_true(store_view_set(w->store, "tide", "source:tide -title:storm",
				   &err));
	assert_true(
		store_view_set(w->store, "more", "@tide OR festival", &err));
	qsort(w->sheet, ARTICLES, sizeof(*w->sheet), newer_first);
	*state = w;
	return 0;
}

static int drop_world(void **state)
{
	struct world *w = *state;
	char command[128];

	store_close(w->store);
	snprintf(command, sizeof(command), "rm -r '%s'", w->folder);
	assert_int_equal(system(command), 0);
	arena_free(&w->arena);
	free(w);
	return 0;
}

/* ---- queries, and a plain look ---- */

/* A query as both sides know it. */
struct ask {
	enum {
		ASK_AND,
		ASK_OR,
		ASK_NOT,
		ASK_WORD,
		ASK_PREFIX,
		ASK_PHRASE,
		ASK_TITLE,
		ASK_SOURCE,
		ASK_AUTHOR,
		ASK_NAME,
		ASK_SAID,
		ASK_ABOUT,
		ASK_READ,
		ASK_STARRED,
		ASK_UNREAD,
		ASK_SAVED,
		ASK_HIDDEN,
		ASK_TAG,
		ASK_VIEW,
		ASK_UNDATED,
		ASK_SINCE,
		ASK_UNTIL,
		ASK_ON,
		ASKS
	} kind;
	struct ask *kid[3];
	uint32_t n, which, other;
	int64_t day;
};

static struct ask *make_ask(struct world *w, struct arena *a, int depth)
{
	struct ask *ask = arena_alloc(a, sizeof(*ask));

	if (depth > 0 && pick(w, 3) > 0) {
		ask->kind = pick(w, 5) < 3 ? ASK_AND : ASK_OR;
		ask->n = 2 + pick(w, 2);
		if (pick(w, 6) == 0) {
			ask->kind = ASK_NOT;
			ask->n = 1;
		}
		for (uint32_t i = 0; i < ask->n; i++)
			ask->kid[i] = make_ask(w, a, depth - 1);
		return ask;
	}
	ask->kind = ASK_WORD + pick(w, ASKS - ASK_WORD);
	ask->which = pick(w, array_length(words));
	ask->other = pick(w, array_length(words));
	ask->day = (NOW - (int64_t)pick(w, 400) * DAY) / DAY;
	if (ask->kind >= ASK_NAME && ask->kind <= ASK_ABOUT)
		ask->which = pick(w, NAMES);
	if (ask->kind == ASK_SOURCE || ask->kind == ASK_AUTHOR)
		ask->which = pick(w, 2);
	return ask;
}

static void print_day(const char *field, int64_t day, struct str *out)
{
	struct when when = {.time = day * DAY, .kind = WHEN_DAY};
	char text[32];

	date_write(&when, text);
	str_printf(out, "%s:%s", field, text);
}

static void print(const struct ask *ask, struct str *out)
{
	const char *word = words[ask->which];

	switch (ask->kind) {
	case ASK_AND:
	case ASK_OR:
		str_add_char(out, '(');
		for (uint32_t i = 0; i < ask->n; i++) {
			if (i)
				str_add_text(out, ask->kind == ASK_OR ? " OR "
								      : " ");
			print(ask->kid[i], out);
		}
		str_add_char(out, ')');
		return;
	case ASK_NOT:
		str_add_char(out, '-');
		print(ask->kid[0], out);
		return;
	case ASK_PREFIX:
		str_printf(out, "%.4s*", word);
		return;
	case ASK_PHRASE:
		str_printf(out, "\"%s %s\"", word, words[ask->other]);
		return;
	case ASK_TITLE:
		str_printf(out, "title:%s", word);
		return;
	case ASK_SOURCE:
		str_printf(out, "source:%s", ask->which ? "tide" : "Courier");
		return;
	case ASK_AUTHOR:
		str_printf(out, "author:%s", ask->which ? "asker" : "Mira");
		return;
	case ASK_NAME:
		str_printf(out, "name:\"%s\"", names[ask->which]);
		return;
	case ASK_SAID:
		str_printf(out, "said:\"%s\"", names[ask->which]);
		return;
	case ASK_ABOUT:
		str_printf(out, "about:\"%s\"", names[ask->which]);
		return;
	case ASK_READ:
		str_add_text(out, "is:read");
		return;
	case ASK_STARRED:
		str_add_text(out, "is:starred");
		return;
	case ASK_UNREAD:
		str_add_text(out, "is:unread");
		return;
	case ASK_SAVED:
		str_add_text(out, "is:saved");
		return;
	case ASK_HIDDEN:
		str_add_text(out, "is:hidden");
		return;
	case ASK_TAG:
		str_add_text(out, "tag:\"to read\"");
		return;
	case ASK_VIEW:
		str_add_text(out, "@more");
		return;
	case ASK_UNDATED:
		str_add_text(out, "is:undated");
		return;
	case ASK_SINCE:
		print_day("since", ask->day, out);
		return;
	case ASK_UNTIL:
		print_day("until", ask->day, out);
		return;
	case ASK_ON:
		print_day("on", ask->day, out);
		return;
	default:
		str_add_text(out, word);
	}
}

/* Does " text " hold " part", and a blank behind it if it must? */
static bool has_part(const char *text, const char *part, bool is_whole)
{
	char in[512], of[128];

	snprintf(in, sizeof(in), " %s ", text);
	snprintf(of, sizeof(of), is_whole ? " %s " : " %s", part);
	return strstr(in, of) != NULL;
}

static int64_t day_of(const struct sheet *s)
{
	struct when when = {.time = s->docid, .kind = WHEN_SECOND};

	return date_day_of(s->published.kind ? &s->published : &when);
}

static bool holds(const struct ask *ask, const struct sheet *s);

/* said: beside about: speak of one quotation, each pair of them. */
static bool pairs_hold(const struct ask *ask, const struct sheet *s,
		       bool *has_pairs)
{
	bool all = true;

	for (uint32_t i = 0; i < ask->n * ask->n; i++) {
		const struct ask *said = ask->kid[i / ask->n];
		const struct ask *about = ask->kid[i % ask->n];

		if (said->kind != ASK_SAID || about->kind != ASK_ABOUT)
			continue;
		*has_pairs = true;
		all &= s->pair[said->which][about->which];
	}
	return all;
}

static bool all_hold(const struct ask *ask, const struct sheet *s)
{
	bool has_pairs = false;

	if (!pairs_hold(ask, s, &has_pairs))
		return false;
	for (uint32_t i = 0; i < ask->n; i++) {
		uint32_t kind = ask->kid[i]->kind;

		if (has_pairs && (kind == ASK_SAID || kind == ASK_ABOUT))
			continue;
		if (!holds(ask->kid[i], s))
			return false;
	}
	return true;
}

static bool any_holds(const struct ask *ask, const struct sheet *s)
{
	for (uint32_t i = 0; i < ask->n; i++) {
		if (holds(ask->kid[i], s))
			return true;
	}
	return false;
}

static bool holds(const struct ask *ask, const struct sheet *s)
{
	const char *word = words[ask->which];
	char part[64];

	switch (ask->kind) {
	case ASK_AND:
		return all_hold(ask, s);
	case ASK_OR:
		return any_holds(ask, s);
	case ASK_NOT:
		return !holds(ask->kid[0], s);
	case ASK_WORD:
		return has_part(s->title, word, true) ||
		       has_part(s->body, word, true);
	case ASK_PREFIX:
		snprintf(part, sizeof(part), "%.4s", word);
		return has_part(s->title, part, false) ||
		       has_part(s->body, part, false);
	case ASK_PHRASE:
		snprintf(part, sizeof(part), "%s %s", word, words[ask->other]);
		return has_part(s->title, part, true) ||
		       has_part(s->body, part, true);
	case ASK_TITLE:
		return has_part(s->title, word, true);
	case ASK_SOURCE:
		return s->source == sources[ask->which];
	case ASK_AUTHOR:
		return s->byline == bylines[ask->which];
	case ASK_NAME:
		return s->names[ask->which];
	case ASK_SAID:
		return s->said[ask->which];
	case ASK_ABOUT:
		return s->about[ask->which];
	case ASK_READ:
		return s->is_read;
	case ASK_STARRED:
		return s->is_starred;
	case ASK_UNREAD:
		return s->from_feed && !s->is_read;
	case ASK_SAVED:
		return !s->from_feed;
	case ASK_HIDDEN:
		return s->is_hidden;
	case ASK_TAG:
		return s->is_tagged;
	case ASK_VIEW:
		return (s->source == sources[1] &&
			!has_part(s->title, "storm", true)) ||
		       has_part(s->title, "festival", true) ||
		       has_part(s->body, "festival", true);
	case ASK_UNDATED:
		return s->published.kind == WHEN_NONE;
	case ASK_SINCE:
		return day_of(s) >= ask->day;
	case ASK_UNTIL:
		return day_of(s) <= ask->day;
	case ASK_ON:
		return day_of(s) == ask->day;
	default:
		return false;
	}
}

/* ---- the tests ---- */

static struct query *open(struct world *w, struct arena *a, const char *text)
{
	struct query_fault fault;
	const char *notes;
	struct query *q;
	struct error err;

	if (!query_open(w->store, a, text, NOW, &q, &notes, &fault, &err))
		fail_msg("'%s': %s", text, err.text);
	return q;
}

/* All docids of a query, page by page. */
static uint32_t walk(struct query *q, struct arena *a, uint32_t limit,
		     bool with_copies, int64_t *docids)
{
	struct store_page page = {.limit = limit, .with_copies = with_copies};
	struct article_rows rows;
	struct error err;
	uint32_t n = 0;

	do {
		if (!query_rows(q, a, &page, &rows, &err))
			fail_msg("%s", err.text);
		assert_true(rows.n <= limit);
		for (uint32_t i = 0; i < rows.n; i++) {
			assert_true(n < ARTICLES + 8);
			docids[n++] = rows.at[i].docid;
		}
		page.from = query_reached(q);
		assert_int_equal(rows.has_more, page.from != 0);
	} while (rows.has_more);
	return n;
}

/* Only who asks for what is hidden sees it. */
static bool asks_for_hidden(const struct ask *ask)
{
	for (uint32_t i = 0; i < ask->n; i++) {
		if (asks_for_hidden(ask->kid[i]))
			return true;
	}
	return ask->kind == ASK_HIDDEN;
}

static void compare(struct world *w, const struct ask *ask, const char *text,
		    const int64_t *docids, uint32_t n)
{
	bool sees_hidden = asks_for_hidden(ask);
	uint32_t at = 0;

	for (uint32_t i = 0; i < ARTICLES; i++) {
		const struct sheet *s = &w->sheet[i];
		bool is_there = at < n && docids[at] == s->docid;
		bool is_due = holds(ask, s) && (sees_hidden || !s->is_hidden);

		if (is_due != is_there)
			fail_msg("%s: article %lld (docid %lld) %s\n%s\n%s",
				 text, (long long)s->id, (long long)s->docid,
				 is_there ? "is too much" : "is missing",
				 s->title, s->body);
		at += is_there;
	}
	assert_int_equal(at, n);
}

static uint32_t from_environment(const char *name, uint32_t otherwise)
{
	const char *value = getenv(name);

	return value ? (uint32_t)strtoul(value, NULL, 10) : otherwise;
}

static void any_query_gives_what_a_plain_look_gives(void **state)
{
	struct world *w = *state;
	uint32_t matches = 0, queries = from_environment("QUERIES", QUERIES);

	w->seed = from_environment("SEED", w->seed);
	for (uint32_t i = 0; i < queries; i++) {
		int64_t docids[ARTICLES + 8];
		struct str text = {0};
		struct query *q;
		struct ask *ask;
		struct arena a;
		uint32_t n;

		arena_init(&a);
		ask = make_ask(w, &a, 3);
		print(ask, &text);
		q = open(w, &a, text.at);
		n = walk(q, &a, 1 + pick(w, 70), true, docids);
		compare(w, ask, text.at, docids, n);
		for (uint32_t k = 0; k < 4; k++) {
			const struct sheet *s = &w->sheet[pick(w, ARTICLES)];

			assert_int_equal(query_matches(q, s->docid),
					 holds(ask, s));
		}
		matches += n;
		query_close(q);
		str_free(&text);
		arena_free(&a);
	}
	assert_true(matches > queries);
}

static void the_best_first_holds_the_same_articles(void **state)
{
	struct world *w = *state;
	struct store_page page = {.limit = ARTICLES, .with_copies = true};
	struct article_rows rows;
	int64_t docids[ARTICLES + 8];
	struct query *q;
	struct arena a;
	struct error err;
	uint32_t n, in_title = 0;

	arena_init(&a);
	q = open(w, &a, "harbour OR title:strike");
	n = walk(q, &a, 50, true, docids);
	assert_true(query_best(q, &a, &page, &rows, &err));
	assert_int_equal(rows.n, n);
	for (uint32_t i = 0; i < 3; i++)
		in_title += has_part(rows.at[i].art->text, "harbour", true) ||
			    has_part(rows.at[i].art->text, "strike", true);
	assert_true(in_title >= 2);
	page.from = rows.at[9].docid;
	page.limit = 5;
	assert_true(query_best(q, &a, &page, &rows, &err));
	assert_int_equal(rows.n, 5);
	assert_true(rows.has_more);
	query_close(q);
	arena_free(&a);
}

static const struct {
	const char *query, *words;
} unknown[] = {
	{"name:\"Nobody Atall\"", "nobody and nothing is called"},
	{"said:#999999", "nobody and nothing is called"},
	{"near:999999", "there is no article 999999"},
	{"@morning", "no view is saved as '@morning'"},
};

static void what_is_not_there_is_said_with_its_place(void **state)
{
	struct world *w = *state;
	struct query_fault fault;
	const char *notes;
	struct query *q;
	struct arena a;
	struct error err;

	arena_init(&a);
	for (size_t i = 0; i < array_length(unknown); i++) {
		const char *text = arena_printf(&a, "a %s", unknown[i].query);

		assert_false(query_open(w->store, &a, text, NOW, &q, &notes,
					&fault, &err));
		if (!strstr(err.text, unknown[i].words))
			fail_msg("%s", err.text);
		assert_int_equal(fault.start, 2);
		assert_int_equal(fault.end, strlen(text));
	}
	arena_free(&a);
}

static void related_articles_share_what_the_reason_says(void **state)
{
	struct world *w = *state;
	struct related_row *rows;
	struct article_rows of;
	struct arena a;
	struct error err;
	uint32_t n;

	arena_init(&a);
	for (uint32_t i = 0; i < ARTICLES; i += 10) {
		const struct sheet *s = &w->sheet[i];

		assert_true(store_rows(w->store, &a, &s->docid, 1, &of, &err));
		if (!query_related_all(w->store, &a, s->id, 10, &rows, &n,
				       &err))
			fail_msg("%s", err.text);
		for (uint32_t k = 0; k < n; k++) {
			const char *reason =
				query_reason(&a, &of.at[0], &rows[k]);

			assert_true(rows[k].score > 0);
			assert_true(k == 0 ||
				    rows[k].score <= rows[k - 1].score);
			assert_int_not_equal(rows[k].row.docid, s->docid);
			assert_false(rows[k].row.is_hidden);
			assert_true(rows[k].n_names == 0 ||
				    strstr(reason, "Lund") ||
				    strstr(reason, "Karst") ||
				    strstr(reason, "Ostrel"));
		}
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(any_query_gives_what_a_plain_look_gives),
		TEST(the_best_first_holds_the_same_articles),
		TEST(what_is_not_there_is_said_with_its_place),
		TEST(related_articles_share_what_the_reason_says),
	};

	setenv("TZ", "UTC0", 1);
	return cmocka_run_group_tests(tests, make_world, drop_world);
}
