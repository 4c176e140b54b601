/* Of newsboat's settings its ignore rules, keys, macros and browser are taken;
 * the others are told.  What is gazette's configuration then goes behind what
 * the user has in his own, between two lines that say so. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file.h"
#include "base/map.h"
#include "base/out.h"
#include "cli/import-newsboat.h"
#include "cli/newsboat-keys.h"
#include "conf/options.h"
#include "query/query.h"
#include "ui/line.h"

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

	struct keys keys; /* that judge what is bound */
	struct conf conf; /* that judges what is set */
	struct str lines; /* for the user's own configuration */
	uint32_t n_lines;
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

/* ---- keys ---- */

/* Would gazette take this line? */
static bool check_line(struct conf_move *m, const char *text, struct error *err)
{
	struct slice rest = slice_of(text);
	struct command_line line;

	/* "\n" between marks is a line's end, and would begin another line */
	if (strpbrk(text, "\n\r\t"))
		return error_set(err, "it has a line end in it");
	if (!line_next(&m->cli->arena, &rest, &line, err))
		return false;
	switch (line.action) {
	case ACTION_BIND:
		return line.n > 3 &&
		       keys_bind(&m->keys, line.words[1], line.words[2],
				 line.words[3], err);
	case ACTION_UNBIND:
		return line.n > 2 && keys_bind(&m->keys, line.words[1],
					       line.words[2], NULL, err);
	case ACTION_SET:
		return conf_assign(&m->conf, line.words + 1, line.n - 1, err);
	}
	return error_set(err, "it means nothing to gazette");
}

static void take_keys(struct conf_move *m, const char *word, struct slice rest)
{
	struct arena *a = &m->cli->arena;
	const char *theirs = arena_printf(a, "%s%.*s", word, (int)rest.len,
					  rest.at ? rest.at : "");
	const char *line;
	struct error err = {""};

	if (!newsboat_keys_line(a, word, rest, &line, &err) ||
	    !check_line(m, line, &err)) {
		out_printf(stdout, "settings\t-\t%s\tnot taken: %s\n", theirs,
			   err.text);
		return;
	}
	out_printf(stdout, "settings\t-\t%s\t%s\n", theirs, line);
	str_printf(&m->lines, "%s\n", line);
	m->n_lines++;
}

static const char begins[] = "# Taken from newsboat's configuration:\n";
static const char ends[] = "# End of what was taken from newsboat.\n";

/* Append the lines to the user's file, unless some were before. */
static bool write_lines(struct conf_move *m, struct error *err)
{
	const char *path = m->cli->paths.config;
	size_t len = 0;
	char *was = NULL;
	bool is_good;
	FILE *file;

	if (access(path, F_OK) == 0) {
		was = file_read(&m->cli->arena, path, CONF_MOST, &len, err);
		if (!was)
			return false;
	}
	if (was && strstr(was, begins)) {
		out_printf(stdout,
			   "known\t-\t%s\thas lines of newsboat's; it "
			   "stays as it is\n",
			   path);
		return true;
	}
	if (!paths_make_folder_of(path, err))
		return false;
	file = fopen(path, "ae");
	if (!file)
		return error_system(err, errno, "cannot write '%s'", path);
	is_good = fprintf(file, "%s%s%s%s", len ? "\n" : "", begins,
			  str_text(&m->lines), ends) > 0;
	is_good &= fclose(file) == 0;
	if (!is_good)
		return error_system(err, errno, "cannot write '%s'", path);
	out_printf(stdout, "added\t-\t%s\t%u lines at its end\n", path,
		   m->n_lines);
	return true;
}

static void read_lines(struct conf_move *m, struct slice rest, bool *is_whole)
{
	while (rest.at) {
		struct slice line = slice_cut(&rest, '\n');
		const char *word = newsboat_word(&m->cli->arena, &line);

		if (!word || !*word)
			continue;
		if (strcmp(word, "ignore-article") == 0)
			*is_whole &= take_ignore(m, &line);
		else if (newsboat_keys_is(word))
			take_keys(m, word, line);
		else
			count_word(m, word);
	}
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
	keys_init(&m.keys, &cli->arena);
	conf_init(&m.conf);
	read_lines(&m, rest, &is_whole);
	for (uint32_t i = 0; i < m.n_words; i++)
		out_printf(stdout, "settings\t%u\t%s: not taken\n",
			   m.words[i].lines, m.words[i].name);
	if (m.n_lines && is_dry)
		out_printf(stdout, "added\t-\t%s\t%u lines at its end\n",
			   cli->paths.config, m.n_lines);
	if (m.n_lines && !is_dry && !write_lines(&m, err)) {
		str_free(&m.lines);
		return false;
	}
	str_free(&m.lines);
	return is_whole;
}
