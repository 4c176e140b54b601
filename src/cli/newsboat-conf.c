/* Of newsboat's settings its ignore rules are taken; the others are told. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/array.h"
#include "base/file.h"
#include "base/map.h"
#include "base/out.h"
#include "cli/import-newsboat.h"
#include "query/query.h"

#define CONF_MOST ((size_t)1 << 20)

struct word {
	const char *name;
	uint32_t lines;
};

struct conf_move {
	struct cli *cli;
	const struct newsboat_feed *feeds;
	uint32_t n_feeds;
	bool is_dry;
	struct word *words; /* that are not taken */
	uint32_t n_words;
	struct map by_name;
};

static void count_word(struct conf_move *m, const char *name)
{
	bool is_new;
	uint32_t *at = map_put(&m->by_name, name, strlen(name), &is_new);

	if (is_new) {
		*at = m->n_words;
		array_add(&m->cli->arena, m->words, m->n_words)->name = name;
	}
	m->words[*at].lines++;
}

/* The query of a rule: of all feeds ("*"), or of one by its address. */
static bool rule_query(struct conf_move *m, const char *feed,
		       const char *expression, const char **out,
		       struct error *err)
{
	struct arena *a = &m->cli->arena;

	if (!newsboat_query(a, expression, m->feeds, m->n_feeds, out, err))
		return false;
	if (strcmp(feed, "*") == 0)
		return true;
	for (uint32_t i = 0; i < m->n_feeds; i++) {
		const struct newsboat_feed *f = &m->feeds[i];

		if (strcmp(f->url, feed) != 0 || !f->own_title ||
		    strchr(f->own_title, '"'))
			continue;
		*out = arena_printf(a, "source:\"%s\" (%s)", f->own_title,
				    *out);
		return true;
	}
	return error_set(err, "no feed '%s' has told its title", feed);
}

/* A rule is kept once. */
static bool keep_rule(struct conf_move *m, const char *query, const char **what,
		      struct error *err)
{
	const struct rule rule = {.kind = RULE_HIDE, .query = query};
	struct store *st = m->cli->store;
	struct arena *a = &m->cli->arena;
	struct query_fault fault;
	const char *notes;
	struct rule *rules;
	uint32_t n;
	int64_t id;

	*what = "hides";
	if (!st)
		return true;
	if (!store_rules(st, a, &rules, &n, err))
		return false;
	for (uint32_t i = 0; i < n; i++) {
		if (rules[i].kind == RULE_HIDE &&
		    !strcmp(rules[i].query, query)) {
			*what = "known";
			return true;
		}
	}
	return query_view_check(st, a, NULL, query, (int64_t)time(NULL), &notes,
				&fault, err) &&
	       (m->is_dry || store_rule_put(st, &rule, &id, err));
}

static bool take_ignore(struct conf_move *m, struct slice *rest)
{
	const char *feed = newsboat_word(&m->cli->arena, rest);
	const char *expression = newsboat_word(&m->cli->arena, rest);
	const char *query, *what;
	struct error err;

	if (!feed || !expression)
		return true;
	if (rule_query(m, feed, expression, &query, &err) &&
	    keep_rule(m, query, &what, &err)) {
		out_printf(stdout, "%s\t-\tignore-article\t%s\n", what, query);
		return true;
	}
	out_printf(stdout, "refused\t-\tignore-article %s\t%s\n", expression,
		   err.text);
	out_message("refused 'ignore-article %s': %s", expression, err.text);
	return false;
}

bool newsboat_conf_take(struct cli *cli, const char *path,
			const struct newsboat_feed *feeds, uint32_t n_feeds,
			bool is_dry, struct error *err)
{
	struct conf_move m = {.cli = cli,
			      .feeds = feeds,
			      .n_feeds = n_feeds,
			      .is_dry = is_dry};
	struct slice rest;
	bool is_whole = true;

	err->text[0] = '\0';
	map_init(&m.by_name, &cli->arena);
	rest.at = file_read(&cli->arena, path, CONF_MOST, &rest.len, err);
	if (!rest.at)
		return false;
	while (rest.at) {
		struct slice line = slice_cut(&rest, '\n');
		const char *word = newsboat_word(&cli->arena, &line);

		if (!word || !*word)
			continue;
		if (strcmp(word, "ignore-article") == 0)
			is_whole &= take_ignore(&m, &line);
		else
			count_word(&m, word);
	}
	for (uint32_t i = 0; i < m.n_words; i++)
		out_printf(stdout, "settings\t%u\t%s: not taken\n",
			   m.words[i].lines, m.words[i].name);
	return is_whole;
}
