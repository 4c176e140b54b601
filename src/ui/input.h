/* Bytes from a terminal to keys.
 *
 * A key is a code point, a control character or one of enum key.  What is not
 * understood is swallowed whole, never taken for typing.
 */
#ifndef GAZETTE_UI_INPUT_H
#define GAZETTE_UI_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define KEY_CTRL(letter) ((uint32_t)(letter)&0x1F)

enum key {
	KEY_TAB = 0x09,
	KEY_ENTER = 0x0D,
	KEY_ESC = 0x1B,
	KEY_BACKSPACE = 0x7F,
	KEY_UP = 0x110000,
	KEY_DOWN,
	KEY_LEFT,
	KEY_RIGHT,
	KEY_HOME,
	KEY_END,
	KEY_PAGE_UP,
	KEY_PAGE_DOWN,
	KEY_INSERT,
	KEY_DELETE,
	KEY_BACKTAB,
	KEY_PASTE, /* input.paste has the text */
	KEY_MOUSE, /* input.mouse has where */
};

enum mouse_kind { MOUSE_CLICK, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN };

struct mouse {
	uint8_t kind; /* enum mouse_kind */
	int y, x;
};

#define INPUT_SEQUENCES 24

struct input {
	struct str bytes; /* not decoded yet */
	struct str paste;
	bool is_pasting;
	struct mouse mouse;
	struct {
		const char *bytes;
		uint32_t key;
	} own[INPUT_SEQUENCES]; /* of this terminal */
	uint32_t n_own;
};

void input_init(struct input *in); /* all zero will do too */
void input_free(struct input *in);

/* Make known what this terminal sends for a key; sequence must stay. */
void input_add(struct input *in, const char *sequence, uint32_t key);

void input_feed(struct input *in, const char *bytes, size_t len);

/* Take the next key.
 *
 * is_late: nothing more came for a while, so that a lone Esc is one.
 * Returns false when there is none (yet).
 */
bool input_next(struct input *in, bool is_late, uint32_t *key);

/* Is something there that is not decoded yet? */
bool input_waits(const struct input *in);

/* Its name: "j", "Space", "Ctrl-d", "PgDn"; in the buffer. */
const char *key_spell(uint32_t key, char buffer[16]);

/* Read the name at the start of text; returns its bytes, 0 for none. */
size_t key_read(const char *text, uint32_t *key);

#endif
