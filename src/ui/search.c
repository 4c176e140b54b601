/* Searching the archive as one types.
 *
 * Every key shows what is found so far, the last word being a beginning.  Above
 * the line stands what that word may be meant for: keys of the query language,
 * what may stand behind them, names.  Tab puts it in, and the next one.
 */
#include "ui/search.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "store/feeds.h"
#include "ui/choice.h"
#include "ui/command.h"
#include "ui/speech.h"

#define CHOICES_MOST 20u

struct search {
	struct arena arena; /* of one list */
	struct choice *at;
	uint32_t n;
	int32_t chosen;               /* -1: none was put in yet */
	bool is_put;                  /* the line is what Tab made of it */
	char before[PROMPT_MOST + 1]; /* the line without the word */
	char behind[PROMPT_MOST + 1];
	const char *notes; /* what was taken for what, or NULL */
	struct arena of_notes;
};

static struct search *state_of(struct ui *ui)
{
	if (!ui->search) {
		ui->search = arena_alloc(&ui->arena, sizeof(*ui->search));
		arena_init(&ui->search->arena);
		arena_init(&ui->search->of_notes);
	}
	return ui->search;
}

void search_free(struct ui *ui)
{
	if (!ui->search)
		return;
	arena_free(&ui->search->arena);
	arena_free(&ui->search->of_notes);
	ui->search = NULL;
}

/* ---- the word that is typed ---- */

/* Where the word before the insertion point begins: behind blanks, brackets
 * and a minus outside of quotation marks. */
static size_t word_start(const char *text, size_t at)
{
	size_t start = 0;
	bool is_quoted = false;

	for (size_t i = 0; i < at; i++) {
		if (text[i] == '"')
			is_quoted = !is_quoted;
		else if (!is_quoted && strchr(" ()", text[i]))
			start = i + 1;
	}
	return start + (start < at && text[start] == '-');
}

const char *search_open_ended(struct arena *a, const char *text)
{
	size_t len = strlen(text), start = word_start(text, len);
	const char *word = text + start;

	if (strncmp(word, "title:", 6) == 0)
		word += 6;
	if (strlen(word) < 3 || strpbrk(word, "\":*@#") ||
	    strcmp(word, "AND") == 0 || strcmp(word, "NOT") == 0)
		return text;
	return arena_printf(a, "%s*", text);
}

/* ---- what it may be meant for ---- */

static void add(struct search *s, const char *text, const char *note)
{
	struct choice *c;

	if (s->n == CHOICES_MOST)
		return;
	c = array_add(&s->arena, s->at, s->n);
	c->text = text;
	c->note = note;
}

static bool begins(struct arena *a, const char *text, const char *with)
{
	const char *words = store_words(a, text, strlen(text));
	const char *start = store_words(a, with, strlen(with));
	size_t len = strlen(start);

	for (const char *at = words; at; at = strchr(at, ' ')) {
		at += *at == ' ';
		if (strncmp(at, start, len) == 0)
			return true;
	}
	return false;
}

static const char *quoted(struct arena *a, const char *key, const char *text)
{
	return strpbrk(text, " ()*") ? arena_printf(a, "%s:\"%s\"", key, text)
				     : arena_printf(a, "%s:%s", key, text);
}

static void add_name(struct ui *ui, const char *key, const struct entity_row *e)
{
	struct search *s = ui->search;
	struct arena *a = &s->arena;

	add(s,
	    strchr(e->name, '"')
		    ? arena_printf(a, "%s:#%lld", key, (long long)e->id)
		    : quoted(a, key, e->name),
	    arena_printf(a, "%s%s, %s", strchr(e->name, '"') ? e->name : "",
			 say_type(e->type),
			 say_count(a, e->articles, "article", "articles")));
}

/* Names in which a word begins so; where there is none, those that sound so. */
static void list_names(struct ui *ui, const char *key, const char *value)
{
	struct search *s = ui->search;
	struct entity_rows rows;
	struct error err;

	if (!store_entities_typed(ui->store, &s->arena, value, 8, &rows,
				  &err) ||
	    (!rows.n && !store_entities_named(ui->store, &s->arena, value, true,
					      &rows, &err))) {
		ui_say_error(ui, &err);
		return;
	}
	for (uint32_t i = 0; i < rows.n && i < 8; i++)
		add_name(ui, key, &rows.at[i]);
}

static void list_states(struct ui *ui, const char *key, const char *value)
{
	struct search *s = ui->search;
	const char *state;

	for (uint32_t i = 0; (state = query_state(i)); i++) {
		if (strncmp(state, value, strlen(value)) == 0)
			add(s, quoted(&s->arena, key, state), "");
	}
}

static void list_tags(struct ui *ui, const char *key, const char *value)
{
	struct search *s = ui->search;
	struct tag_row *rows;
	struct error err;
	uint32_t n;

	if (!store_tags(ui->store, &s->arena, &rows, &n, &err)) {
		ui_say_error(ui, &err);
		return;
	}
	for (uint32_t i = 0; i < n; i++) {
		if (begins(&s->arena, rows[i].tag, value))
			add(s, quoted(&s->arena, key, rows[i].tag),
			    say_count(&s->arena, rows[i].articles, "article",
				      "articles"));
	}
}

static void list_sources(struct ui *ui, const char *key, const char *value)
{
	struct search *s = ui->search;
	struct feed_rows rows;
	struct error err;

	if (!store_feeds(ui->store, &s->arena, false, &rows, &err)) {
		ui_say_error(ui, &err);
		return;
	}
	for (uint32_t i = 0; i < rows.n; i++) {
		const struct feed_row *row = &rows.at[i];
		const char *name = row->title ? row->title : row->name;

		if (!strchr(name, '"') && begins(&s->arena, name, value))
			add(s, quoted(&s->arena, key, name), "");
	}
}

static void list_days(struct ui *ui, const char *key, const char *value)
{
	static const char *const days[][2] = {
		{"today", ""},
		{"yesterday", ""},
		{"3d", "three days ago"},
		{"1w", "a week ago"},
		{"1m", "a month ago"},
		{"1y", "a year ago"},
	};
	struct search *s = ui->search;

	for (size_t i = 0; i < array_length(days); i++) {
		if (strncmp(days[i][0], value, strlen(value)) == 0)
			add(s, quoted(&s->arena, key, days[i][0]), days[i][1]);
	}
}

static void list_views(struct ui *ui, const char *value)
{
	struct search *s = ui->search;
	struct view_row *rows;
	struct error err;
	uint32_t n;

	if (!store_views(ui->store, &s->arena, &rows, &n, &err)) {
		ui_say_error(ui, &err);
		return;
	}
	for (uint32_t i = 0; i < n; i++) {
		if (strncmp(rows[i].name, value, strlen(value)) == 0)
			add(s, arena_printf(&s->arena, "@%s", rows[i].name),
			    rows[i].query);
	}
}

static void list_keys(struct ui *ui, const char *word)
{
	struct search *s = ui->search;
	const char *key;

	for (uint32_t i = 0; (key = query_key(i)); i++) {
		if (strncmp(key, word, strlen(word)) == 0)
			add(s, arena_printf(&s->arena, "%s:", key),
			    query_key_wants(i));
	}
}

static const struct {
	const char *key;
	size_t least; /* bytes of the value */
	void (*list)(struct ui *ui, const char *key, const char *value);
} values[] = {
	{"name", 1, list_names},  {"said", 1, list_names},
	{"about", 1, list_names}, {"is", 0, list_states},
	{"tag", 0, list_tags},    {"source", 0, list_sources},
	{"since", 0, list_days},  {"until", 0, list_days},
	{"on", 0, list_days},
};

static void list_values(struct ui *ui, const char *key, const char *value)
{
	value += *value == '"';
	for (size_t i = 0; i < array_length(values); i++) {
		if (strcmp(values[i].key, key) == 0 &&
		    strlen(value) >= values[i].least)
			values[i].list(ui, key, value);
	}
}

/* The list for the word at the insertion point. */
static void make_list(struct ui *ui)
{
	struct search *s = state_of(ui);
	const struct prompt *p = &ui->prompt;
	size_t start = word_start(p->text, p->at);
	const char *word, *colon;

	arena_reset(&s->arena);
	s->at = NULL;
	s->n = 0;
	s->chosen = -1;
	snprintf(s->before, sizeof(s->before), "%.*s", (int)start, p->text);
	snprintf(s->behind, sizeof(s->behind), "%s", p->text + p->at);
	word = arena_copy(&s->arena, p->text + start, p->at - start);
	colon = strchr(word, ':');
	if (*word == '@') {
		list_views(ui, word + 1);
	} else if (colon) {
		list_values(ui,
			    arena_copy(&s->arena, word, (size_t)(colon - word)),
			    colon + 1);
	} else if (*word && *word != '"') {
		list_keys(ui, word);
		if (strlen(word) > 1)
			list_names(ui, "name", word);
	}
}

/* ---- putting it in ---- */

void search_list(struct ui *ui)
{
	struct search *s = state_of(ui);

	if (!s->is_put)
		make_list(ui);
	s->is_put = false;
}

void search_complete(struct ui *ui, int by)
{
	struct search *s = state_of(ui);
	struct prompt *p = &ui->prompt;
	const char *text;
	size_t len;
	int32_t at;

	if (s->chosen < 0)
		make_list(ui);
	if (!s->n)
		return;
	at = s->chosen < 0 && by < 0 ? 0 : s->chosen;
	s->chosen = (at + by + (int32_t)s->n) % (int32_t)s->n;
	text = s->at[s->chosen].text;
	len = strlen(text);
	prompt_set(p,
		   arena_printf(&ui->frame, "%s%s%s%s", s->before, text,
				text[len - 1] == ':' || *s->behind ? "" : " ",
				s->behind));
	p->at = p->len - (uint32_t)strlen(s->behind);
	s->is_put = true;
}

/* ---- what is found ---- */

/* Show a query in the list that is open; false: it is none, or *err. */
static bool show(struct ui *ui, const char *text, struct error *err)
{
	struct query_fault fault;

	return roll_open(&ui->roll, text, ui->now, 0, &fault, err);
}

static bool finds_nothing(const struct ui *ui)
{
	return ui->roll.n == 0 && !ui->roll.has_older;
}

/* The text, or what it may be meant for where it finds nothing. */
static bool show_meant(struct ui *ui, const char *text, struct error *err)
{
	struct search *s = state_of(ui);
	const char *meant, *notes;
	struct error ignored;
	bool done = show(ui, text, err);

	s->notes = NULL;
	if (done && !finds_nothing(ui))
		return true;
	arena_reset(&s->of_notes);
	if (!query_spell(ui->store, &s->of_notes, text, ui->now, &meant, &notes,
			 &ignored) ||
	    !meant || !show(ui, meant, &ignored))
		return done;
	s->notes = notes;
	return true;
}

/* Where one is goes by the query that is shown. */
static void note_place(struct ui *ui)
{
	struct visit *now = trail_now(&ui->trail);

	snprintf(ui->panes[SLOT_LIST].place.text, PLACE_TEXT, "%s",
		 ui->roll.text);
	if (now->place.view == &ui_view_articles)
		snprintf(now->place.text, PLACE_TEXT, "%s", ui->roll.text);
}

#define ENOUGH 30 /* rows that fill a screen */
#define LARGE  20000
#define LEAST  4 /* letters of a beginning in a large archive */

/* What is typed, and where that is not enough to fill a screen, with its last
 * word as a beginning: words that begin so are many, and cost the more. */
static bool show_typed(struct ui *ui, const char *text, struct error *err)
{
	const char *open = search_open_ended(&ui->frame, text);
	size_t letters = strlen(text) - word_start(text, strlen(text));
	bool may_open = open != text &&
			(letters >= LEAST || ui->counts.articles < LARGE);

	if (may_open && show(ui, text, err) && ui->roll.n >= ENOUGH)
		return true;
	return show_meant(ui, may_open ? open : text, err);
}

/* What is not yet a query shows what it would be without its last word, or
 * leaves the last answer standing. */
static void follow(struct ui *ui)
{
	const char *before = ui->search->before;
	struct place place = {.view = &ui_view_articles};
	struct error ignored;

	if (!ui->search_is_open) {
		snprintf(place.text, sizeof(place.text), "%s", ui->roll.text);
		if (!ui_go(ui, &place))
			return;
		ui->search_is_open = true;
	}
	if (show_typed(ui, ui->prompt.text, &ignored) ||
	    (*before && show(ui, before, &ignored)))
		note_place(ui);
}

void search_typed(struct ui *ui)
{
	follow(ui);
}

void search_start(struct ui *ui, const char *text)
{
	struct search *s = state_of(ui);

	s->notes = NULL;
	ui->search_is_open = false;
	snprintf(ui->before_search, sizeof(ui->before_search), "%s",
		 ui->roll.text);
	ask_start(ui, ASK_SEARCH, &ui->searches, text);
	if (*text)
		follow(ui);
}

/* Point at what was not understood. */
static void say_fault(struct ui *ui, const char *text)
{
	struct query_fault fault;
	struct error err;
	struct roll probe;

	roll_init(&probe, ui->store);
	if (!roll_open(&probe, text, ui->now, 0, &fault, &err)) {
		if (fault.end > fault.start)
			error_note(&err, "'%.*s'",
				   (int)(fault.end - fault.start),
				   text + fault.start);
		ui_say_error(ui, &err);
	}
	roll_free(&probe);
}

/* The list beside or behind is what it was, too. */
static void give_up(struct ui *ui)
{
	struct error err;

	if (!ui->search_is_open)
		return;
	if (!show(ui, ui->before_search, &err))
		ui_say_error(ui, &err);
	ui_step(ui, 0);
	if (ui->reading.art)
		roll_find(&ui->roll, ui->reading.docid);
}

static void say_notes(struct ui *ui)
{
	const struct search *s = ui->search;

	if (s->notes)
		ui_say(ui, "%s", s->notes);
	else if (ui->roll.notes)
		ui_say(ui, "%s", ui->roll.notes);
}

/* As it was typed; where the last word is only the beginning of one, what is
 * shown stays. */
static void take(struct ui *ui, const char *text)
{
	const char *open = search_open_ended(&ui->frame, text);
	struct error err;

	if (open != text && strcmp(ui->roll.text, open) == 0) {
		if (!show(ui, text, &err))
			ui_say_error(ui, &err);
		else if (finds_nothing(ui) && !show(ui, open, &err))
			ui_say_error(ui, &err);
	} else if (strcmp(ui->roll.text, text) != 0 && !ui->search->notes) {
		say_fault(ui, text);
		return;
	}
	note_place(ui);
	say_notes(ui);
}

void search_ended(struct ui *ui, bool is_kept)
{
	char text[PROMPT_MOST + 1];
	struct slice line = slice_trim(slice_of(ui->prompt.text));

	snprintf(text, sizeof(text), "%.*s", (int)line.len, line.at);
	if (!is_kept)
		give_up(ui);
	else if (ui->search_is_open || *text) {
		if (!ui->search_is_open)
			follow(ui);
		take(ui, text);
	}
	ui->search_is_open = false;
}

void search_go(struct ui *ui, const char *query)
{
	struct search *s = state_of(ui);
	struct error err;

	s->notes = NULL;
	if (!ui_go_query(ui, query) || !finds_nothing(ui))
		return;
	if (!show_meant(ui, query, &err))
		ui_say_error(ui, &err);
	note_place(ui);
	say_notes(ui);
}

/* "(a OR b) ", that was put in brackets here, without them. */
static const char *unwrapped(struct arena *a, const char *query)
{
	struct slice text = slice_trim(slice_of(query));
	uint32_t depth = 0;

	for (size_t i = 0; i < text.len; i++) {
		depth += text.at[i] == '(';
		depth -= text.at[i] == ')' && depth;
		if (!depth && i + 1 < text.len)
			return arena_copy(a, text.at, text.len);
	}
	if (text.len < 2 || *text.at != '(')
		return arena_copy(a, text.at, text.len);
	return arena_copy(a, text.at + 1, text.len - 2);
}

void search_toggle_unread(struct ui *ui)
{
	static const char only[] = "is:unread";
	const struct article_row *row = roll_current(&ui->roll);
	struct slice text = slice_trim(slice_of(ui->roll.text));
	size_t len = strlen(only), end = text.len;
	bool is_only = end >= len &&
		       memcmp(text.at + end - len, only, len) == 0 &&
		       (end == len || text.at[end - len - 1] == ' ');
	struct query_fault fault;
	const char *query;
	struct error err;

	query = is_only     ? unwrapped(&ui->frame,
					arena_copy(&ui->frame, text.at, end - len))
		: !text.len ? only
			    : arena_printf(&ui->frame,
					   strstr(ui->roll.text, " OR ")
						   ? "(%.*s) %s"
						   : "%.*s %s",
					   (int)text.len, text.at, only);
	if (!roll_open(&ui->roll, query, ui->now, row ? row->docid : 0, &fault,
		       &err)) {
		ui_say_error(ui, &err);
		return;
	}
	note_place(ui);
	ui_say(ui, is_only ? "read ones too" : "only what is unread");
}

/* ---- drawing ---- */

static int rows_for(const struct area *all, uint32_t n)
{
	int most = all->rows >= 18 ? 5 : all->rows >= 10 ? 3 : 1;

	most = all->rows < 6 ? 0 : most;
	return (int)n < most ? (int)n : most;
}

void search_draw(struct ui *ui, const struct area *all)
{
	const struct search *s = state_of(ui);
	int rows = rows_for(all, s->n), y = all->rows - rows;
	int32_t from = s->chosen < rows ? 0 : s->chosen - rows + 1;

	if (rows && !speech_is_on(ui) && y > 0)
		area_repeat(all, y - 1, 0, all->cols, STYLE_RULE, "─");
	for (int32_t i = from; y < all->rows; i++, y++)
		choice_draw(all, y, &s->at[i], i == s->chosen);
}
