#include "ui/keys.h"

#include <string.h>

#include "base/array.h"

#define ACTION(NAME, name, arguments, help) {name, arguments, help},
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

static bool read_sequence(const char *text, struct binding *b,
			  struct error *err)
{
	const char *all = text;

	for (uint32_t i = 0; i < array_length(refused); i++) {
		if (strncmp(text, refused[i].start, strlen(refused[i].start)) ==
		    0)
			return error_set(err, "'%s' cannot be bound: %s", text,
					 refused[i].why);
	}
	while (*text) {
		size_t n;

		if (*text == ' ') {
			text++;
			continue;
		}
		if (b->n == KEYS_LONGEST)
			return error_set(err, "'%s' has more than %d keys", all,
					 KEYS_LONGEST);
		n = key_read(text, &b->keys[b->n]);
		if (n == 0)
			return error_set(err, "'%s' is no key", text);
		b->n++;
		text += n;
	}
	if (b->n == 0)
		return error_set(err, "no key was named");
	return true;
}

static struct binding *add(struct keys *keys, const struct binding *b)
{
	struct binding *new = array_add(keys->arena, keys->at, keys->n);

	*new = *b;
	return new;
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

bool keys_bind(struct keys *keys, const char *where, const char *sequence,
	       const char *command, struct error *err)
{
	struct binding b = {.where = WHERES};
	char first[32];
	size_t n;

	for (uint8_t i = 0; i < WHERES; i++) {
		if (strcmp(wheres[i], where) == 0)
			b.where = i;
	}
	if (b.where == WHERES)
		return error_set(err,
				 "keys are bound in all, text, list or a "
				 "view, not in '%s'",
				 where);
	if (!read_sequence(sequence, &b, err))
		return false;
	n = command ? strcspn(command, " ") : 0;
	if (command) {
		memcpy(first, command, n < sizeof(first) ? n : 0);
		first[n < sizeof(first) ? n : 0] = '\0';
		if (action_find(first) < 0)
			return error_set(err, "there is no command '%s'",
					 first);
	}
	b.command = arena_string(keys->arena, command);
	add(keys, &b);
	return true;
}

/* How near a place is to a view: 0 not at all. */
static int rank(uint8_t where, uint8_t view, uint8_t class)
{
	if (where == view)
		return 3;
	if (where == class)
		return 2;
	return where == WHERE_ALL;
}

static bool starts(const struct binding *b, const uint32_t *sequence, uint8_t n)
{
	return b->n >= n &&
	       memcmp(b->keys, sequence, n * sizeof(*sequence)) == 0;
}

enum keys_found keys_find(const struct keys *keys, uint8_t view, uint8_t class,
			  const uint32_t *sequence, uint8_t n,
			  const struct binding **out)
{
	bool has_more = false;
	int best = 0;

	*out = NULL;
	for (uint32_t i = keys->n; i-- > 0;) {
		const struct binding *b = &keys->at[i];
		int r = rank(b->where, view, class);

		if (r == 0 || !starts(b, sequence, n))
			continue;
		if (b->n > n)
			has_more |= b->command != NULL;
		else if (r > best) {
			best = r;
			*out = b;
		}
	}
	if (*out && (*out)->command)
		return KEYS_FOUND;
	return has_more ? KEYS_MORE : KEYS_NONE;
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
	char first[32];
	size_t n = strcspn(b->command, " ");
	int action;

	if (b->help)
		return b->help;
	memcpy(first, b->command, n < sizeof(first) ? n : 0);
	first[n < sizeof(first) ? n : 0] = '\0';
	action = action_find(first);
	return action < 0 ? b->command : ui_actions[action].help;
}

const char *keys_where(uint8_t where)
{
	return wheres[where];
}
