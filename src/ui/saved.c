/* Saved views and rules.  A rule is tried before it acts: the articles that it
 * would change are shown with their number, and Enter does it.  Each change is
 * kept with what was before it, in the arena of the run. */
#include "ui/saved.h"

#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "ui/command.h"

enum saved_asks { SAVED_NAME, SAVED_RENAME, SAVED_QUERY, SAVED_RULE };

struct saved {
	struct arena arena; /* of one question */
	enum saved_asks asks;
	const char *name, *query;
	const char *is_there; /* the name that Enter would replace */
	struct rule rule;
	int64_t *ids; /* [n_ids]: articles that it would change */
	uint32_t n_ids;
};

static struct saved *state_of(struct ui *ui)
{
	if (!ui->saved) {
		ui->saved = arena_alloc(&ui->arena, sizeof(*ui->saved));
		arena_init(&ui->saved->arena);
	}
	return ui->saved;
}

void saved_free(struct ui *ui)
{
	if (ui->saved)
		arena_free(&ui->saved->arena);
	ui->saved = NULL;
}

static struct saved *begin(struct ui *ui, enum saved_asks asks)
{
	struct saved *s = state_of(ui);

	arena_reset(&s->arena);
	s->asks = asks;
	s->name = s->query = s->is_there = NULL;
	s->ids = NULL;
	s->n_ids = 0;
	return s;
}

static void say_fault(struct ui *ui, const char *text,
		      const struct query_fault *fault, struct error *err)
{
	if (fault->end > fault->start)
		error_note(err, "'%.*s'", (int)(fault->end - fault->start),
			   text + fault->start);
	ui_say_error(ui, err);
}

/* May the query be saved as that view (NULL: be a rule)?  Says why not. */
static bool is_good(struct ui *ui, const char *name, const char *query)
{
	struct query_fault fault;
	const char *notes;
	struct error err;

	if (query_view_check(ui->store, &ui->frame, name, query, ui->now,
			     &notes, &fault, &err))
		return true;
	say_fault(ui, query, &fault, &err);
	return false;
}

/* ---- views: what was, what is ---- */

struct view_change {
	struct {
		const char *name, *before, *after; /* NULL: no such view */
	} at[2];
	uint32_t n;
	const char *words;
};

static bool turn_view(struct ui *ui, void *what, bool again)
{
	const struct view_change *c = what;
	struct error err;

	for (uint32_t i = 0; i < c->n; i++) {
		if (store_view_set(ui->store, c->at[i].name,
				   again ? c->at[i].after : c->at[i].before,
				   &err))
			continue;
		ui_say_error(ui, &err);
		return false;
	}
	ui_refresh(ui);
	return true;
}

static bool undo_view(struct ui *ui, void *what, bool again)
{
	const struct view_change *c = what;

	if (!turn_view(ui, what, again))
		return false;
	ui_say(ui, "%s: %s", again ? "done again" : "undone", c->words);
	return true;
}

static void set_change(struct ui *ui, struct view_change *c, const char *name,
		       const char *before, const char *after)
{
	c->at[c->n].name = arena_string(&ui->arena, name);
	c->at[c->n].before = arena_string(&ui->arena, before);
	c->at[c->n++].after = arena_string(&ui->arena, after);
}

static void do_view(struct ui *ui, struct view_change *c, const char *words)
{
	c->words = arena_string(&ui->arena, words);
	if (!turn_view(ui, c, true))
		return;
	ui_note_change(ui, undo_view, c);
	ui_say(ui, "%s; u takes it back", words);
}

static bool find_query(struct ui *ui, const char *name, const char **out)
{
	struct error err;

	if (store_view_get(ui->store, &ui->frame, name, out, &err))
		return true;
	ui_say_error(ui, &err);
	return false;
}

static void put_view(struct ui *ui, const char *name, const char *query)
{
	struct view_change *c = arena_alloc(&ui->arena, sizeof(*c));
	const char *before;

	if (!is_good(ui, name, query) || !find_query(ui, name, &before))
		return;
	set_change(ui, c, name, before, query);
	do_view(ui, c, arena_printf(&ui->frame, "@%s is %s", name, query));
}

/* What leans on a view must not fall with it: says who does. */
static bool is_used(struct ui *ui, const char *name)
{
	struct view_row *views;
	struct rule *rules;
	uint32_t n_views, n_rules;
	struct error err;

	if (!store_views(ui->store, &ui->frame, &views, &n_views, &err) ||
	    !store_rules(ui->store, &ui->frame, &rules, &n_rules, &err)) {
		ui_say_error(ui, &err);
		return true;
	}
	for (uint32_t i = 0; i < n_views; i++) {
		if (query_uses_view(views[i].query, name, ui->now)) {
			ui_say(ui, "@%s is used by @%s", name, views[i].name);
			return true;
		}
	}
	for (uint32_t i = 0; i < n_rules; i++) {
		if (query_uses_view(rules[i].query, name, ui->now)) {
			ui_say(ui, "@%s is used by rule %lld", name,
			       (long long)rules[i].n);
			return true;
		}
	}
	return false;
}

void saved_remove(struct ui *ui, const char *name)
{
	struct view_change *c = arena_alloc(&ui->arena, sizeof(*c));
	const char *before;

	if (is_used(ui, name) || !find_query(ui, name, &before) || !before)
		return;
	set_change(ui, c, name, before, NULL);
	do_view(ui, c, arena_printf(&ui->frame, "@%s is removed", name));
}

static void rename_view(struct ui *ui, const char *name, const char *to)
{
	struct view_change *c = arena_alloc(&ui->arena, sizeof(*c));
	const char *query, *taken;

	if (strcmp(name, to) == 0 || is_used(ui, name) ||
	    !find_query(ui, name, &query) || !query ||
	    !is_good(ui, to, query) || !find_query(ui, to, &taken))
		return;
	if (taken) {
		ui_say(ui, "@%s is there already: %s", to, taken);
		return;
	}
	set_change(ui, c, name, query, NULL);
	set_change(ui, c, to, NULL, query);
	do_view(ui, c, arena_printf(&ui->frame, "@%s is called @%s", name, to));
}

/* ---- rules ---- */

struct rule_change {
	struct rule rule;
	int64_t *ids;
	uint32_t n_ids;
	bool is_removal;
};

static const char *const done_words[RULE_KINDS] = {
	[RULE_HIDE] = "hidden",
	[RULE_READ] = "read",
	[RULE_STAR] = "starred",
	[RULE_TAG] = "tagged",
};

static void follow(struct ui *ui)
{
	struct error err;

	if (!store_counts(ui->store, &ui->counts, &err) ||
	    !roll_reload(&ui->roll, &err))
		ui_say_error(ui, &err);
	ui_refresh(ui);
}

static bool act(struct ui *ui, struct rule_change *c, uint32_t *changed)
{
	struct error err;

	*changed = 0;
	if (store_rule_put(ui->store, &c->rule, &c->rule.n, &err) &&
	    (!c->n_ids || store_rule_do(ui->store, &c->rule, c->ids, c->n_ids,
					changed, &err)))
		return true;
	ui_say_error(ui, &err);
	return false;
}

static bool take_back(struct ui *ui, struct rule_change *c, uint32_t *changed)
{
	struct error err;
	bool found;

	if (store_rule_undo(ui->store, &c->rule, changed, &err) &&
	    store_rule_remove(ui->store, c->rule.n, &found, &err))
		return true;
	ui_say_error(ui, &err);
	return false;
}

static bool turn_rule(struct ui *ui, void *what, bool again)
{
	struct rule_change *c = what;
	uint32_t changed;
	bool puts = again != c->is_removal, found;
	struct error err;

	if (c->is_removal && !puts) {
		if (!store_rule_remove(ui->store, c->rule.n, &found, &err)) {
			ui_say_error(ui, &err);
			return false;
		}
		changed = 0;
	} else if (!(puts ? act(ui, c, &changed)
			  : take_back(ui, c, &changed))) {
		return false;
	}
	follow(ui);
	ui_say(ui, "%s: rule %lld, %s", again ? "done again" : "undone",
	       (long long)c->rule.n,
	       say_count(&ui->frame, changed, "article", "articles"));
	return true;
}

static struct rule_change *keep_rule(struct ui *ui, const struct rule *rule,
				     const int64_t *ids, uint32_t n)
{
	struct rule_change *c = arena_alloc(&ui->arena, sizeof(*c));

	c->rule = *rule;
	c->rule.query = arena_string(&ui->arena, rule->query);
	c->rule.tag = arena_string(&ui->arena, rule->tag);
	c->ids = arena_array(&ui->arena, n, sizeof(*ids));
	if (n)
		memcpy(c->ids, ids, n * sizeof(*ids));
	c->n_ids = n;
	return c;
}

static void do_rule(struct ui *ui)
{
	struct saved *s = ui->saved;
	struct rule_change *c = keep_rule(ui, &s->rule, s->ids, s->n_ids);
	uint32_t changed;

	if (!act(ui, c, &changed))
		return;
	ui_note_change(ui, turn_rule, c);
	follow(ui);
	ui_say(ui, "rule %lld: %s now %s, and what comes; u takes it back",
	       (long long)c->rule.n,
	       say_count(&ui->frame, changed, "article", "articles"),
	       done_words[c->rule.kind]);
}

void saved_remove_rule(struct ui *ui, const struct rule *rule)
{
	struct rule_change *c = keep_rule(ui, rule, NULL, 0);
	struct error err;
	bool found;

	c->is_removal = true;
	if (!store_rule_remove(ui->store, rule->n, &found, &err)) {
		ui_say_error(ui, &err);
		return;
	}
	ui_note_change(ui, turn_rule, c);
	ui_refresh(ui);
	ui_say(ui, "rule %lld is removed, what it did stays; u brings it back",
	       (long long)rule->n);
}

/* What the rule would change, page by page. */
static bool find_articles(struct ui *ui, struct saved *s)
{
	struct store_page page = {0, 500, STORE_NEWEST, true};
	struct query_fault fault;
	struct article_rows rows;
	const char *notes;
	struct query *q;
	struct error err;
	struct arena a;
	bool done;

	if (!query_open(ui->store, &s->arena, s->rule.query, ui->now, &q,
			&notes, &fault, &err)) {
		say_fault(ui, s->rule.query, &fault, &err);
		return false;
	}
	arena_init(&a);
	do {
		arena_reset(&a);
		done = query_rows(q, &a, &page, &rows, &err);
		for (uint32_t i = 0; done && i < rows.n; i++) {
			if (!query_rule_is_done(&s->rule, &rows.at[i]))
				*array_add(&s->arena, s->ids, s->n_ids) =
					rows.at[i].art->id;
		}
		page.from = query_reached(q);
	} while (done && rows.has_more && page.from);
	arena_free(&a);
	query_close(q);
	if (!done)
		ui_say_error(ui, &err);
	return done;
}

/* Fills the rule of "tag sea harbour"; says what is wrong with it. */
static bool read_rule(struct ui *ui, struct saved *s, const char *line)
{
	struct slice rest = slice_trim(slice_of(line));
	struct slice kind = slice_cut(&rest, ' ');
	struct slice tag = {0};
	int number = names_find(&rule_kinds, kind);

	if (number < 0) {
		ui_say(ui,
		       "a rule is: hide, read or star QUERY, tag TAG QUERY, "
		       "or keep AGE|NUMBER QUERY");
		return false;
	}
	if (number == RULE_TAG)
		tag = slice_cut(&rest, ' ');
	rest = slice_trim(rest);
	s->rule = (struct rule){.kind = (uint8_t)number};
	s->rule.query = rest.len ? arena_copy(&s->arena, rest.at, rest.len)
				 : arena_string(&s->arena, ui->roll.text);
	s->rule.tag = tag.len ? arena_copy(&s->arena, tag.at, tag.len) : NULL;
	if (number == RULE_TAG && !s->rule.tag)
		ui_say(ui, "which tag?");
	else if (!*s->rule.query)
		ui_say(ui, "a rule for all articles? Search first, or say for "
			   "which");
	else
		return is_good(ui, NULL, s->rule.query);
	return false;
}

/* ---- rules of what is kept ---- */

struct keep_change {
	struct keep_rule rule;
	bool is_removal;
};

static bool turn_keep(struct ui *ui, void *what, bool again)
{
	struct keep_change *c = what;
	struct error err;
	bool found;

	if (!(again != c->is_removal ? store_keep_rule_put(ui->store, &c->rule,
							   &c->rule.n, &err)
				     : store_rule_remove(ui->store, c->rule.n,
							 &found, &err))) {
		ui_say_error(ui, &err);
		return false;
	}
	ui_refresh(ui);
	ui_say(ui, "%s: rule %lld, keep %s %s", again ? "done again" : "undone",
	       (long long)c->rule.n, c->rule.amount, c->rule.query);
	return true;
}

/* Kept at once, for it acts behind the next fetch only: what would go is
 * counted, and its list shown. */
static void keep_from(struct ui *ui, struct saved *s, struct slice rest)
{
	struct keep_change *c = arena_alloc(&ui->arena, sizeof(*c));
	struct query_beyond beyond = {.row = NULL};
	struct slice amount = slice_cut(&rest, ' ');
	struct query_fault fault;
	struct error err;

	rest = slice_trim(rest);
	c->rule.amount = arena_copy(&ui->arena, amount.at, amount.len);
	c->rule.query = rest.len ? arena_copy(&ui->arena, rest.at, rest.len)
				 : arena_string(&ui->arena, ui->roll.text);
	if (!*c->rule.query) {
		ui_say(ui, "keep of which? Search first, or say for which");
		return;
	}
	if (!is_good(ui, NULL, c->rule.query))
		return;
	if (!query_keep_beyond(ui->store, &s->arena, &c->rule, ui->now, &beyond,
			       &fault, &err) ||
	    !store_keep_rule_put(ui->store, &c->rule, &c->rule.n, &err)) {
		ui_say_error(ui, &err);
		return;
	}
	ui_note_change(ui, turn_keep, c);
	ui_go_query(ui, c->rule.query);
	ui_say(ui,
	       "rule %lld: %s of these would go behind the next fetch, %u "
	       "starred, tagged or noted stay; u takes it back",
	       (long long)c->rule.n,
	       say_count(&ui->frame, beyond.n, "article", "articles"),
	       beyond.n_spared);
}

void saved_remove_keep(struct ui *ui, const struct keep_rule *rule)
{
	struct keep_change *c = arena_alloc(&ui->arena, sizeof(*c));
	struct error err;
	bool found;

	c->rule.n = rule->n;
	c->rule.amount = arena_string(&ui->arena, rule->amount);
	c->rule.query = arena_string(&ui->arena, rule->query);
	c->is_removal = true;
	if (!store_rule_remove(ui->store, rule->n, &found, &err)) {
		ui_say_error(ui, &err);
		return;
	}
	ui_note_change(ui, turn_keep, c);
	ui_refresh(ui);
	ui_say(ui, "rule %lld is removed: no more goes by it; u brings it back",
	       (long long)c->rule.n);
}

void saved_rule(struct ui *ui, const char *line)
{
	struct saved *s = begin(ui, SAVED_RULE);
	struct slice rest = slice_trim(slice_of(line));

	if (slice_equals(slice_cut(&rest, ' '), "keep") && rest.len) {
		keep_from(ui, s, slice_trim(rest));
		return;
	}

	if (!read_rule(ui, s, line) || !find_articles(ui, s) ||
	    !ui_go_query(ui, s->rule.query))
		return;
	ask_start(ui, ASK_SAVED, NULL, "");
}

/* ---- asking ---- */

void saved_save(struct ui *ui, const char *name)
{
	struct saved *s = begin(ui, SAVED_NAME);

	if (!*ui->roll.text) {
		ui_say(ui, "there is no query to save: search first");
		return;
	}
	s->query = arena_string(&s->arena, ui->roll.text);
	name += *name == '@';
	if (*name)
		put_view(ui, name, s->query);
	else
		ask_start(ui, ASK_SAVED, NULL, "");
}

void saved_rename(struct ui *ui, const char *name)
{
	struct saved *s = begin(ui, SAVED_RENAME);

	s->name = arena_string(&s->arena, name);
	ask_start(ui, ASK_SAVED, NULL, name);
}

void saved_edit(struct ui *ui, const char *name, const char *query)
{
	struct saved *s = begin(ui, SAVED_QUERY);

	s->name = arena_string(&s->arena, name);
	ask_start(ui, ASK_SAVED, NULL, query);
}

const char *saved_lead(const struct ui *ui)
{
	const struct saved *s = ui->saved;
	struct arena *a = &ui->saved->arena;
	bool is_narrow = ui->canvas.cols < 60;

	switch (s->asks) {
	case SAVED_NAME:
		return is_narrow     ? "save as @"
		       : s->is_there ? "it is there; Enter replaces it: @"
				     : "save this query as @";
	case SAVED_RENAME:
		return is_narrow ? "call it @"
				 : arena_printf(a, "@%s is called @", s->name);
	case SAVED_QUERY:
		return arena_printf(a, "@%s: ", s->name);
	case SAVED_RULE:
		break;
	}
	if (is_narrow)
		return arena_printf(a, "%u %s: Enter ", s->n_ids,
				    done_words[s->rule.kind]);
	return arena_printf(a, "%s would be %s, and what comes: Enter does it ",
			    say_count(a, s->n_ids, "article", "articles"),
			    done_words[s->rule.kind]);
}

/* What is there is replaced when its name is given twice. */
static void answer_name(struct ui *ui, const char *name)
{
	struct saved *s = ui->saved;
	const char *there;

	name += *name == '@';
	if (!find_query(ui, name, &there))
		return;
	if (there && (!s->is_there || strcmp(s->is_there, name) != 0)) {
		s->is_there = arena_string(&s->arena, name);
		ask_start(ui, ASK_SAVED, NULL, name);
		return;
	}
	put_view(ui, name, s->query);
}

static void answer(struct ui *ui, const char *text)
{
	struct saved *s = ui->saved;

	if (s->asks == SAVED_NAME)
		answer_name(ui, text);
	else if (s->asks == SAVED_RENAME)
		rename_view(ui, s->name, text + (*text == '@'));
	else
		put_view(ui, s->name, text);
}

void saved_ended(struct ui *ui, bool is_kept)
{
	struct saved *s = ui->saved;
	struct slice typed = slice_trim(slice_of(ui->prompt.text));

	ui->asks = ASK_NONE;
	if (s->asks == SAVED_RULE && is_kept) {
		do_rule(ui);
	} else if (s->asks == SAVED_RULE) {
		ui_step(ui, 0);
		ui_say(ui, "no rule was made");
	} else if (!is_kept || !typed.len) {
		ui_say(ui, "nothing was changed");
	} else {
		answer(ui, arena_copy(&ui->frame, typed.at, typed.len));
	}
}
