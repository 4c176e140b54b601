#include "ui/keys.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "ui/line.h"

#define ACTION(NAME, name, arguments, help)      {name, arguments, help, false},
#define ACTION_CONF(NAME, name, arguments, help) {name, arguments, help, true},
const struct action_row ui_actions[ACTIONS] = {
#include "ui/actions.def"
};
#undef ACTION

static const struct {
	uint8_t where;
	const char *keys, *command, *help;
} defaults[] = {
#define KEY(where, keys, command, help) {WHERE_##where, keys, command, help},
#include "ui/keys.def"
#undef KEY
};

#define VIEW(NAME, name) #name,
static const char *const wheres[WHERES] = {
	"all",
	"text",
	"list",
#include "ui/views.def"
};
#undef VIEW

/* Keys that terminals send as another, or not at all. */
static const struct {
	const char *start, *why;
} refused[] = {
	{"Ctrl-i", "terminals send it as Tab"},
	{"Ctrl-m", "terminals send it as Enter"},
	{"Ctrl-j", "terminals send it as Enter"},
	{"Ctrl-h", "terminals send it as Backspace"},
	{"Ctrl-[", "terminals send it as Esc"},
	{"Alt-", "terminals send Esc and the letter, as if typed one by one"},
	{"Ctrl-Alt", "terminals do not agree on it"},
	{"S-Enter", "most terminals send it as Enter"},
	{"Ctrl-Enter", "most terminals send it as Enter"},
	{"<C-i>", "terminals send it as Tab"},
	{"<C-m>", "terminals send it as Enter"},
	{"<C-j>", "terminals send it as Enter"},
	{"<C-h>", "terminals send it as Backspace"},
	{"<C-[>", "terminals send it as Esc"},
	{"<A-", "terminals send Esc and the letter, as if typed one by one"},
	{"<M-", "terminals send Esc and the letter, as if typed one by one"},
	{"<S-CR>", "most terminals send it as Enter"},
	{"<C-CR>", "most terminals send it as Enter"},
	{"<F", "terminals do not agree on function keys"},
	{"F1", "terminals do not agree on function keys"},
	{"F2", "terminals do not agree on function keys"},
	{"F3", "terminals do not agree on function keys"},
	{"F4", "terminals do not agree on function keys"},
	{"F5", "terminals do not agree on function keys"},
	{"F6", "terminals do not agree on function keys"},
	{"F7", "terminals do not agree on function keys"},
	{"F8", "terminals do not agree on function keys"},
	{"F9", "terminals do not agree on function keys"},
};

int action_find(const char *name)
{
	for (uint32_t i = 0; i < ACTIONS; i++) {
		if (strcmp(ui_actions[i].name, name) == 0)
			return (int)i;
	}
	return -1;
}

static bool read_key(const char **at, uint32_t *key, struct error *err)
{
	size_t n = key_read(*at, key);

	for (uint32_t i = 0; i < array_length(refused); i++) {
		if (strncasecmp(*at, refused[i].start,
				strlen(refused[i].start)) == 0 &&
		    (refused[i].start[0] != 'F' || **at == 'F'))
			return error_set(err, "'%s' cannot be bound: %s", *at,
					 refused[i].why);
	}
	if (n == 0)
		return error_set(err, "'%s' is no key", *at);
	*at += n;
	return true;
}

static bool read_sequence(const char *text, struct binding *b,
			  struct error *err)
{
	const char *all = text;

	while (*text) {
		if (*text == ' ') {
			text++;
			continue;
		}
		if (b->n == KEYS_LONGEST)
			return error_set(err, "'%s' has more than %d keys", all,
					 KEYS_LONGEST);
		if (!read_key(&text, &b->keys[b->n], err))
			return false;
		b->n++;
	}
	if (b->n == 0)
		return error_set(err, "no key was named");
	return true;
}

static void add(struct keys *keys, const struct binding *b)
{
	*array_add(keys->arena, keys->at, keys->n) = *b;
}

void keys_init(struct keys *keys, struct arena *a)
{
	struct error err;

	*keys = (struct keys){.arena = a};
	for (uint32_t i = 0; i < array_length(defaults); i++) {
		struct binding b = {.where = defaults[i].where,
				    .command = defaults[i].command,
				    .help = defaults[i].help};

		if (read_sequence(defaults[i].keys, &b, &err))
			add(keys, &b);
	}
}

/* ---- the user's own ---- */

/* Split "star ; next -- star, then on", or the same with the line in marks. */
static bool read_command(struct arena *a, const char *text, struct binding *b,
			 struct error *err)
{
	struct slice rest = slice_of(text), line = rest, word;
	const char *mark;

	if (*text == '"' || *text == '\'') {
		if (!conf_word(&rest, &line, err))
			return false;
		rest = slice_trim(rest);
		if (rest.len && *rest.at != '#' &&
		    (rest.len < 2 || memcmp(rest.at, "--", 2) != 0))
			return error_set(err, "'%s' stands behind the command",
					 arena_copy(a, rest.at, rest.len));
		if (rest.len > 2 && *rest.at == '-')
			b->help = arena_copy(a, rest.at + 2, rest.len - 2);
	} else if ((mark = strstr(text, " -- "))) {
		line.len = (size_t)(mark - text);
		b->help = arena_string(a, mark + 4);
	}
	if (b->help) {
		word = slice_trim(slice_of(b->help));
		b->help = arena_copy(a, word.at, word.len);
	}
	b->command = arena_copy(a, line.at, line.len);
	return line_check(line, err);
}

uint8_t keys_place(const char *name)
{
	for (uint8_t i = 0; i < WHERES; i++) {
		if (strcmp(wheres[i], name) == 0)
			return i;
	}
	return WHERES;
}

bool keys_bind(struct keys *keys, const char *places, const char *sequence,
	       const char *command, struct error *err)
{
	struct binding b = {.is_own = true};
	struct slice rest = slice_of(places);
	bool in[WHERES] = {false};

	while (rest.at) {
		struct slice name = slice_cut(&rest, ',');
		uint8_t place =
			keys_place(arena_copy(keys->arena, name.at, name.len));

		if (place == WHERES)
			return error_set(err,
					 "keys are bound in all, text, list or "
					 "a view, not in '%.*s'",
					 (int)name.len, name.at);
		in[place] = true;
	}
	if (!read_sequence(sequence, &b, err) ||
	    (command && !read_command(keys->arena, command, &b, err)))
		return false;
	for (b.where = 0; b.where < WHERES; b.where++) {
		if (in[b.where])
			add(keys, &b);
	}
	return true;
}

/* ---- finding ---- */

/* How near a binding is to a view, 0 not at all.  The user's own go before
 * those of the set: who binds a key in all views means all. */
static int rank(const struct binding *b, uint8_t view, uint8_t class)
{
	int own = b->is_own ? 3 : 0;

	if (b->where == view)
		return own + 3;
	if (b->where == class)
		return own + 2;
	return b->where == WHERE_ALL ? own + 1 : 0;
}

static bool starts(const struct binding *b, const uint32_t *sequence, uint8_t n)
{
	return b->n >= n &&
	       memcmp(b->keys, sequence, n * sizeof(*sequence)) == 0;
}

/* Does a later binding of the same keys take the place of the i-th? */
static bool is_replaced(const struct keys *keys, uint32_t i, uint8_t view,
			uint8_t class)
{
	const struct binding *b = &keys->at[i];

	for (uint32_t k = 0; k < keys->n; k++) {
		const struct binding *other = &keys->at[k];
		int by = rank(other, view, class) - rank(b, view, class);

		if (other->n == b->n && starts(other, b->keys, b->n) &&
		    (by > 0 || (by == 0 && k > i)))
			return true;
	}
	return false;
}

enum keys_found keys_find(const struct keys *keys, uint8_t view, uint8_t class,
			  const uint32_t *sequence, uint8_t n,
			  const struct binding **out)
{
	int best = 0, longer = 0; /* ranks */
	uint32_t best_at = 0, longer_at = 0;

	*out = NULL;
	for (uint32_t i = keys->n; i-- > 0;) {
		const struct binding *b = &keys->at[i];
		int r = rank(b, view, class);

		if (!starts(b, sequence, n) || r <= (b->n > n ? longer : best))
			continue;
		if (b->n == n) {
			best = r;
			best_at = i;
			*out = b;
		} else if (b->command && !is_replaced(keys, i, view, class)) {
			longer = r;
			longer_at = i;
		}
	}
	if (best && !(*out)->command)
		best = 0;
	if (longer > best || (longer == best && longer_at > best_at))
		*out = NULL;
	return !best && !longer ? KEYS_NONE : *out ? KEYS_FOUND : KEYS_MORE;
}

bool keys_holds(const struct keys *keys, const struct binding *b, uint8_t view,
		uint8_t class)
{
	const struct binding *found;

	return keys_find(keys, view, class, b->keys, b->n, &found) ==
		       KEYS_FOUND &&
	       found == b;
}

const char *keys_text(struct arena *a, const struct binding *b)
{
	const char *text = "";
	char buffer[16];

	for (uint8_t i = 0; i < b->n; i++) {
		const char *key = key_spell(b->keys[i], buffer);

		text = arena_printf(a, "%s%s%s", text,
				    i > 0 && key[1] ? " " : "", key);
	}
	return text;
}

const char *keys_help(const struct binding *b)
{
	struct slice rest = slice_of(b->command);
	struct command_line line;
	struct arena a;
	struct error err;
	const char *help = b->command;

	if (b->help)
		return b->help;
	arena_init(&a);
	if (line_next(&a, &rest, &line, &err) && line.action >= 0 &&
	    !line_is_macro(b->command))
		help = ui_actions[line.action].help;
	arena_free(&a);
	return help;
}

const char *keys_where(uint8_t where)
{
	return wheres[where];
}
