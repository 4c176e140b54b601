/* Tables of names, one of keys, of places and of operations; a macro is a line
 * of several commands, and ',' the key that macros begin with. */
#include "cli/newsboat-keys.h"

#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "conf/line.h"
#include "import/newsboat.h"
#include "ui/keys.h"

#define MACRO_KEY ","

struct pair {
	const char *theirs, *ours;
};

static const struct pair key_names[] = {
	{"ENTER", "Enter"},   {"SPACE", "Space"},   {"ESC", "Esc"},
	{"TAB", "Tab"},       {"BACKTAB", "S-Tab"}, {"BACKSPACE", "Backspace"},
	{"UP", "Up"},         {"DOWN", "Down"},     {"LEFT", "Left"},
	{"RIGHT", "Right"},   {"HOME", "Home"},     {"END", "End"},
	{"PPAGE", "PgUp"},    {"PAGEUP", "PgUp"},   {"NPAGE", "PgDn"},
	{"PAGEDOWN", "PgDn"}, {"DELETE", "Delete"}, {"DC", "Delete"},
	{"INSERT", "Insert"}, {"IC", "Insert"},
};

static const struct pair places[] = {
	{"all", "all"},
	{"everywhere", "all"},
	{"feedlist", "sources"},
	{"articlelist", "articles"},
	{"searchresultslist", "articles"},
	{"article", "article"},
	{"help", "help"},
};

/* The same thing done, or what serves the same end. */
static const struct pair operations[] = {
	{"open", "open"},
	{"quit", "close"},
	{"hard-quit", "quit"},
	{"reload", "fetch"},
	{"reload-all", "fetch-all"},
	{"mark-feed-read", "read-all"},
	{"mark-all-feeds-read", "read-all"},
	{"toggle-article-read", "toggle-read"},
	{"next-unread", "next"},
	{"prev-unread", "previous"},
	{"next-unread-feed", "next"},
	{"prev-unread-feed", "previous"},
	{"next", "next-article"},
	{"prev", "previous-article"},
	{"open-in-browser", "browser"},
	{"open-in-browser-noninteractively", "browser"},
	{"open-in-browser-and-mark-read", "browser-read"},
	{"open-search", "search"},
	{"goto-title", "find"},
	{"goto-url", "hint"},
	{"show-urls", "hint"},
	{"save", "save"},
	{"pipe-to", "pipe"},
	{"edit-flags", "tag"},
	{"delete-article", "remove"},
	{"enqueue", "enclosure"},
	{"help", "help"},
	{"cmdline", "command"},
	{"redraw", "redraw"},
	{"view-dialogs", "view history"},
	{"up", "up"},
	{"down", "down"},
	{"pageup", "page-up"},
	{"pagedown", "page-down"},
	{"halfpageup", "half-up"},
	{"halfpagedown", "half-down"},
	{"home", "top"},
	{"end", "bottom"},
};

static const char *find(const struct pair *pairs, size_t n, const char *theirs)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(pairs[i].theirs, theirs) == 0)
			return pairs[i].ours;
	}
	return NULL;
}

/* ---- keys ---- */

/* Is it one key: one letter, however many bytes? */
static bool is_letter(const char *key)
{
	uint32_t rune;

	return *key && !key[utf8_get(key, strlen(key), &rune)];
}

/* "^R" is Ctrl-r; NULL: a key that is not known. */
static const char *key_of(struct arena *a, const char *key)
{
	const char *name = find(key_names, array_length(key_names), key);

	if (name)
		return name;
	if (key[0] == '^' && key[1] && !key[2])
		return arena_printf(a, "Ctrl-%c",
				    key[1] >= 'A' && key[1] <= 'Z'
					    ? key[1] + ('a' - 'A')
					    : key[1]);
	return is_letter(key) ? key : NULL;
}

static bool set_key(struct arena *a, const char *theirs, const char **out,
		    struct error *err)
{
	*out = key_of(a, theirs);
	return *out || error_set(err, "gazette has no key '%s'", theirs);
}

/* As one word of a line of ours. */
static const char *quoted(struct arena *a, const char *keys)
{
	if (strchr(keys, '"'))
		return arena_printf(a, "'%s'", keys);
	return strpbrk(keys, " #';") ? arena_printf(a, "\"%s\"", keys) : keys;
}

/* ---- operations ---- */

static bool command_of(const char *operation, const char **out,
		       struct error *err)
{
	struct slice name;

	*out = find(operations, array_length(operations), operation);
	if (!*out)
		return error_set(err, "gazette has no '%s'", operation);
	name = slice_of(*out);
	name = slice_cut(&name, ' ');
	for (int i = 0; i < ACTIONS; i++) {
		if (slice_equals(name, ui_actions[i].name))
			return true;
	}
	return error_set(err, "gazette has no '%s'", operation);
}

/* "%u" is where the address goes, with or without marks around it: "%s". */
static const char *with_place(struct arena *a, const char *theirs)
{
	static const char *const places_of[] = {"'%u'", "\"%u\"", "%u"};

	for (size_t i = 0; i < array_length(places_of); i++) {
		const char *at = strstr(theirs, places_of[i]);

		if (at)
			return arena_printf(a, "%.*s%%s%s", (int)(at - theirs),
					    theirs, at + strlen(places_of[i]));
	}
	return theirs;
}

/* A shell's line for a browser, as ours takes it: what is between blanks. */
static bool program_of(struct arena *a, const char *theirs, const char **out,
		       struct error *err)
{
	static const char *const codes[] = {"%t", "%f", "%T", "%F"};

	for (size_t i = 0; i < array_length(codes); i++) {
		if (strstr(theirs, codes[i]))
			return error_set(err, "a browser is not given '%s'",
					 codes[i]);
	}
	*out = with_place(a, theirs);
	if (strpbrk(*out, "|&;<>()$`\\\"'*?[]#\n"))
		return error_set(err,
				 "'%s' is for a shell, and gazette runs none: "
				 "write a script",
				 theirs);
	return true;
}

/* What a macro has under way. */
struct macro {
	struct str line;
	const char *program; /* "set browser PROGRAM": of the next command */
	const char *command;
};

static void add_command(struct macro *m)
{
	bool is_browser = m->command && !strncmp(m->command, "browser", 7);

	if (!m->command)
		return;
	if (m->line.len)
		str_add_text(&m->line, " ; ");
	str_add_text(&m->line, m->command);
	if (is_browser && m->program)
		str_printf(&m->line, " %s", m->program);
	m->command = NULL;
}

/* One operation with its words. */
static bool add_operation(struct arena *a, struct slice part, struct macro *m,
			  struct error *err)
{
	const char *word = newsboat_word(a, &part), *name, *value;

	if (!word || !*word)
		return true;
	if (strcmp(word, "set") != 0) {
		add_command(m);
		return command_of(word, &m->command, err);
	}
	name = newsboat_word(a, &part);
	value = newsboat_word(a, &part);
	if (!name || !value || strcmp(name, "browser") != 0)
		return error_set(err,
				 "gazette has no setting '%s' to change "
				 "in passing",
				 name ? name : "");
	add_command(m);
	return program_of(a, value, &m->program, err);
}

/* The operations of a line, parted by ';' outside of marks, up to " -- ". */
static bool read_operations(struct arena *a, struct slice rest,
			    const char **line, const char **help,
			    struct error *err)
{
	struct macro m = {.program = NULL};
	bool is_good = true;

	*help = NULL;
	while (is_good && rest.at) {
		struct slice part = conf_cut(&rest);
		const char *dashes =
			part.len ? memmem(part.at, part.len, "-- ", 3) : NULL;

		if (dashes && (dashes == part.at || dashes[-1] == ' ')) {
			struct slice words = {
				dashes + 3,
				part.len - (size_t)(dashes + 3 - part.at)};

			*help = newsboat_word(a, &words);
			part.len = (size_t)(dashes - part.at);
			rest.at = NULL;
		}
		is_good = add_operation(a, part, &m, err);
	}
	add_command(&m);
	if (is_good && !m.line.len)
		is_good = error_set(err, "it does nothing");
	*line = arena_string(a, str_text(&m.line));
	str_free(&m.line);
	return is_good;
}

/* ---- lines ---- */

static bool place_of(const char *theirs, const char **out, struct error *err)
{
	*out = find(places, array_length(places), theirs);
	return *out || error_set(err, "gazette has no view '%s'", theirs);
}

/* bind-key KEY OPERATION [DIALOG] */
static bool bind_key(struct arena *a, struct slice rest, const char **out,
		     struct error *err)
{
	const char *key = newsboat_word(a, &rest);
	const char *operation = newsboat_word(a, &rest);
	const char *dialog = newsboat_word(a, &rest), *place, *command;

	if (!key || !operation)
		return error_set(err, "it is no binding");
	if (!set_key(a, key, &key, err) ||
	    !command_of(operation, &command, err) ||
	    !place_of(dialog ? dialog : "all", &place, err))
		return false;
	*out = arena_printf(a, "bind %s %s %s", place, quoted(a, key), command);
	return true;
}

/* unbind-key KEY [DIALOG] */
static bool unbind_key(struct arena *a, struct slice rest, const char **out,
		       struct error *err)
{
	const char *key = newsboat_word(a, &rest);
	const char *dialog = newsboat_word(a, &rest), *place;

	if (!key || key[0] == '-')
		return error_set(err, "keys are taken away one by one");
	if (!set_key(a, key, &key, err) ||
	    !place_of(dialog ? dialog : "all", &place, err))
		return false;
	*out = arena_printf(a, "unbind %s %s", place, quoted(a, key));
	return true;
}

static const char *with_help(struct arena *a, const char *line,
			     const char *help)
{
	return help && *help ? arena_printf(a, "%s -- %s", line, help) : line;
}

/* bind KEYS DIALOG[,DIALOG...] OPERATION [; ...] [-- "HELP"] */
static bool bind_keys(struct arena *a, struct slice rest, const char **out,
		      struct error *err)
{
	const char *keys = newsboat_word(a, &rest);
	const char *dialogs = newsboat_word(a, &rest), *line, *help;
	const char *where = "";
	struct slice all = slice_of(dialogs);

	if (!keys || !dialogs)
		return error_set(err, "it is no binding");
	while (all.len) {
		struct slice one = slice_cut(&all, ',');
		const char *place;

		if (!place_of(arena_copy(a, one.at, one.len), &place, err))
			return false;
		where = arena_printf(a, "%s%s%s", where, *where ? "," : "",
				     place);
	}
	if (!read_operations(a, rest, &line, &help, err))
		return false;
	*out = with_help(
		a,
		arena_printf(
			a, "bind %s %s %s", where,
			quoted(a, key_of(a, keys) ? key_of(a, keys) : keys),
			line),
		help);
	return true;
}

/* macro KEY OPERATION [; ...] [-- "HELP"] */
static bool macro(struct arena *a, struct slice rest, const char **out,
		  struct error *err)
{
	const char *key = newsboat_word(a, &rest), *line, *help;

	if (!key)
		return error_set(err, "it is no macro");
	if (!set_key(a, key, &key, err))
		return false;
	key = arena_printf(a, MACRO_KEY " %s", key);
	if (!read_operations(a, rest, &line, &help, err))
		return false;
	*out = with_help(
		a, arena_printf(a, "bind all %s %s", quoted(a, key), line),
		help);
	return true;
}

static bool browser(struct arena *a, struct slice rest, const char **out,
		    struct error *err)
{
	const char *theirs = newsboat_word(a, &rest), *program;

	if (!theirs)
		return error_set(err, "it names no program");
	if (!program_of(a, theirs, &program, err))
		return false;
	*out = arena_printf(a, "set browser \"%s\"", program);
	return true;
}

static const struct {
	const char *word;
	bool (*read)(struct arena *a, struct slice rest, const char **out,
		     struct error *err);
} readers[] = {
	{"bind-key", bind_key},     {"bind", bind_keys},
	{"unbind-key", unbind_key}, {"macro", macro},
	{"browser", browser},
};

bool newsboat_keys_is(const char *word)
{
	for (size_t i = 0; i < array_length(readers); i++) {
		if (strcmp(readers[i].word, word) == 0)
			return true;
	}
	return false;
}

bool newsboat_keys_line(struct arena *a, const char *word, struct slice rest,
			const char **out, struct error *err)
{
	for (size_t i = 0; i < array_length(readers); i++) {
		if (strcmp(readers[i].word, word) == 0)
			return readers[i].read(a, rest, out, err);
	}
	return error_set(err, "it is none of these");
}
