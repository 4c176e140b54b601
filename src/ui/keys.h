/* What keys do: sequences of keys bound to lines of the command language, in
 * all views, in texts, in lists, or in one view. */
#ifndef GAZETTE_UI_KEYS_H
#define GAZETTE_UI_KEYS_H

#include "base/arena.h"
#include "ui/input.h"

#define ACTION(NAME, name, arguments, help) ACTION_##NAME,
enum action {
#include "ui/actions.def"
	ACTIONS
};
#undef ACTION

struct action_row {
	const char *name, *arguments, *help;
	bool is_conf; /* may stand in the configuration file */
};

extern const struct action_row ui_actions[ACTIONS];

/* The action called name, or -1. */
int action_find(const char *name);

/* Where a binding holds.  A view's own one goes before that of its class, and
 * that before ALL; all that the user bound go before those of the set. */
#define VIEW(NAME, name) WHERE_##NAME,
enum where {
	WHERE_ALL,
	WHERE_TEXT,
	WHERE_LIST,
#include "ui/views.def"
	WHERES
};
#undef VIEW

#define KEYS_LONGEST 8

struct binding {
	uint8_t where; /* enum where */
	uint8_t n;
	bool is_own; /* the user's, not of the set */
	uint32_t keys[KEYS_LONGEST];
	const char *command; /* a line (ui/line.h); NULL: taken away */
	const char *help;    /* NULL: the command's own */
};

struct keys {
	struct arena *arena;
	struct binding *at; /* later ones go before earlier ones */
	uint32_t n;
};

/* The default set. */
void keys_init(struct keys *keys, struct arena *a);

/* Bind a sequence, written as "va", "Ctrl-x s", "<C-x>s", "PgDn", in a place or
 * several that commas part.  command is a line, with " -- " and words for
 * the help behind it if the user has some; NULL takes the binding away.  A
 * later binding goes before an earlier one of the same place: a longer sequence
 * takes its beginning over, a shorter one all that begin with it.
 * Errors  false: no such place, no such key, one that terminals cannot tell
 *         from another, with the reason, or a line that is wrong. */
MUST_CHECK bool keys_bind(struct keys *keys, const char *places,
			  const char *sequence, const char *command,
			  struct error *err);

/* The place of a name, or WHERES. */
uint8_t keys_place(const char *name);

enum keys_found { KEYS_NONE, KEYS_MORE, KEYS_FOUND };

/* Look a sequence up for a view and its class. */
enum keys_found keys_find(const struct keys *keys, uint8_t view, uint8_t class,
			  const uint32_t *sequence, uint8_t n,
			  const struct binding **out);

/* Does the binding count there (none that goes before it hides it)? */
bool keys_holds(const struct keys *keys, const struct binding *b, uint8_t view,
		uint8_t class);

/* The sequence as text, in the arena. */
const char *keys_text(struct arena *a, const struct binding *b);

/* The help of what a binding does. */
const char *keys_help(const struct binding *b);

/* The name of a place: "all", "text", "list", "articles", ... */
const char *keys_where(uint8_t where);

#endif
