#include "ui/line.h"

#include <string.h>

#include "base/array.h"

/* What people's fingers type who know other programs. */
static const struct {
	const char *name, *is;
} aliases[] = {
	{"colour", "color"}, {"e", "search"},
	{"exit", "quit"},    {"h", "help"},
	{"map", "bind"},     {"noh", "cancel"},
	{"nohl", "cancel"},  {"q", "close"},
	{"q!", "quit"},      {"qa", "quit"},
	{"qa!", "quit"},     {"quitall", "quit"},
	{"unmap", "unbind"}, {"w", "save"},
	{"wq", "quit"},      {"write", "save"},
	{"x", "quit"},       {"reload", "fetch"},
	{"!", "pipe"},       {"reload-all", "fetch-all"},
};

/* ---- names ---- */

/* The only action whose name begins so, or -1; *several: there are more. */
static int find_beginning(const char *name, bool *several)
{
	size_t len = strlen(name);
	int found = -1;

	*several = false;
	for (int i = 0; i < ACTIONS; i++) {
		if (strncmp(ui_actions[i].name, name, len) != 0)
			continue;
		*several |= found >= 0;
		found = i;
	}
	return *several ? -1 : found;
}

/* A view's name opens it. */
static int find_place(const char *name)
{
	for (uint8_t w = WHERE_LIST + 1; w < WHERES; w++) {
		if (strcmp(keys_where(w), name) == 0)
			return w;
	}
	return -1;
}

/* Fills the first words: of "messages", "view" and "messages". */
static bool find_name(const char *name, struct command_line *out,
		      struct error *err)
{
	bool several = false;

	out->action = action_find(name);
	for (uint32_t i = 0; i < array_length(aliases) && out->action < 0; i++)
		if (strcmp(aliases[i].name, name) == 0)
			out->action = action_find(aliases[i].is);
	if (out->action < 0 && find_place(name) >= 0) {
		out->action = ACTION_VIEW;
		out->words[out->n++] = "view";
		out->words[out->n++] = keys_where((uint8_t)find_place(name));
		return true;
	}
	if (out->action < 0)
		out->action = find_beginning(name, &several);
	if (out->action < 0)
		return error_set(err,
				 several ? "several commands begin with '%s'"
					 : "there is no command '%s'",
				 name);
	out->words[out->n++] = ui_actions[out->action].name;
	return true;
}

/* ---- arguments ---- */

static struct slice cut_argument(struct slice *spec)
{
	struct slice word = slice_cut(spec, ' ');

	while (word.len && strchr("[.", *word.at))
		word.at++, word.len--;
	while (word.len && strchr("].", word.at[word.len - 1]))
		word.len--;
	return word;
}

static uint32_t count_arguments(int action)
{
	const char *spec = ui_actions[action].arguments;
	uint32_t n = *spec != '\0';

	for (; *spec; spec++)
		n += *spec == ' ';
	return n;
}

const char *line_argument(struct arena *a, int action, uint32_t i)
{
	const char *spec = ui_actions[action].arguments;
	uint32_t n = count_arguments(action);
	struct slice rest = slice_of(spec), word = {"", 0};

	if (n == 0 || (i >= n && !strstr(spec, "...")))
		return "";
	for (uint32_t k = 0; k <= i && k < n; k++)
		word = cut_argument(&rest);
	return arena_copy(a, word.at, word.len);
}

enum { AS_WORDS, AS_QUERY, AS_LINE };

/* How the last argument is read. */
static int reads(int action)
{
	const char *spec = ui_actions[action].arguments;

	return strstr(spec, "LINE") || strstr(spec, "COMMAND") ? AS_LINE
	       : strstr(spec, "QUERY")                         ? AS_QUERY
							       : AS_WORDS;
}

static bool check_words(const struct command_line *line, struct error *err)
{
	const char *spec = ui_actions[line->action].arguments;
	uint32_t most = count_arguments(line->action);

	if (line->n <= 1 + most || strstr(spec, "..."))
		return true;
	return error_set(err, "'%s' is a word too many: %s%s%s",
			 line->words[1 + most], line->words[0], most ? " " : "",
			 spec);
}

static bool add_words(struct arena *a, struct slice *from, uint32_t most,
		      struct command_line *out, struct error *err)
{
	for (; most > 0; most--) {
		struct slice word;

		if (!conf_word(from, &word, err))
			return false;
		if (!word.at)
			return true;
		if (out->n == CONF_WORDS)
			return error_set(err, "too many words");
		out->words[out->n++] = arena_copy(a, word.at, word.len);
	}
	return true;
}

static bool read_arguments(struct arena *a, struct slice *rest,
			   struct command_line *out, struct error *err)
{
	int how = reads(out->action);
	uint32_t before = how == AS_WORDS ? CONF_WORDS + 1
					  : count_arguments(out->action) - 1;
	struct slice own = *rest;

	if (how == AS_LINE)
		*rest = (struct slice){NULL, 0};
	else
		own = conf_cut(rest);
	if (!add_words(a, &own, before, out, err))
		return false;
	own = slice_trim(own);
	if (how != AS_WORDS && own.len)
		out->words[out->n++] = arena_copy(a, own.at, own.len);
	return check_words(out, err);
}

/* ---- commands ---- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "12", "12j" is none; "12 down". */
static void read_count(struct slice *rest, struct command_line *out)
{
	size_t n = 0;
	int count = 0;

	while (n < rest->len && is_digit(rest->at[n]) &&
	       count <= LINE_COUNT_MOST)
		count = count * 10 + (rest->at[n++] - '0');
	if (n == 0)
		return;
	out->count = count < LINE_COUNT_MOST ? count : LINE_COUNT_MOST;
	while (n < rest->len && is_digit(rest->at[n]))
		n++;
	*rest = slice_trim((struct slice){rest->at + n, rest->len - n});
}

bool line_next(struct arena *a, struct slice *rest, struct command_line *out,
	       struct error *err)
{
	struct slice at = slice_trim(*rest), name;
	size_t n = 0;

	*out = (struct command_line){.action = -1};
	read_count(&at, out);
	while (n < at.len && !strchr(" \t\r", at.at[n]))
		n++;
	n -= n > 0 && at.at[n - 1] == ';';
	name = (struct slice){at.at, n};
	*rest = (struct slice){at.at + n, at.len - n};
	if (n == 0 || *name.at == '#') {
		if (out->count) {
			out->action = ACTION_TOP;
			out->words[out->n++] = ui_actions[ACTION_TOP].name;
		}
		if (!at.len || *at.at == '#')
			*rest = (struct slice){NULL, 0};
		else
			conf_cut(rest);
		return true;
	}
	return find_name(arena_copy(a, name.at, name.len), out, err) &&
	       read_arguments(a, rest, out, err);
}

bool line_check(struct slice line, struct error *err)
{
	struct command_line one;
	struct arena a;
	bool done = true;

	arena_init(&a);
	while (done && line.at)
		done = line_next(&a, &line, &one, err);
	arena_free(&a);
	return done;
}

bool line_is_macro(const char *line)
{
	struct slice rest = slice_of(line);
	struct command_line one;
	struct arena a;
	struct error err;
	uint32_t n = 0;

	arena_init(&a);
	while (rest.at && line_next(&a, &rest, &one, &err))
		n += one.action >= 0;
	arena_free(&a);
	return n > 1;
}
