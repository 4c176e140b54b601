#include "ui/input.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/utf8.h"

/* Longer sequences are noise. */
#define INPUT_LONGEST 64
#define PASTE_MOST    4096

/* What terminals send whatever their description says.  Source: ECMA-48, DEC
 * VT220 and xterm's control sequences. */
static const struct {
	char last;       /* final byte of CSI or SS3 */
	uint16_t number; /* first parameter of a CSI ~ sequence */
	uint32_t key;
} common[] = {
	{'A', 0, KEY_UP},      {'B', 0, KEY_DOWN},      {'C', 0, KEY_RIGHT},
	{'D', 0, KEY_LEFT},    {'H', 0, KEY_HOME},      {'F', 0, KEY_END},
	{'Z', 0, KEY_BACKTAB}, {'M', 0, KEY_ENTER},     {'~', 1, KEY_HOME},
	{'~', 2, KEY_INSERT},  {'~', 3, KEY_DELETE},    {'~', 4, KEY_END},
	{'~', 5, KEY_PAGE_UP}, {'~', 6, KEY_PAGE_DOWN}, {'~', 7, KEY_HOME},
	{'~', 8, KEY_END},     {'~', 200, KEY_PASTE},
};

void input_init(struct input *in)
{
	memset(in, 0, sizeof(*in));
}

void input_free(struct input *in)
{
	str_free(&in->bytes);
	str_free(&in->paste);
}

void input_add(struct input *in, const char *sequence, uint32_t key)
{
	if (!sequence || sequence[0] != '\033' || !sequence[1] ||
	    in->n_own == INPUT_SEQUENCES)
		return;
	in->own[in->n_own].bytes = sequence;
	in->own[in->n_own++].key = key;
}

void input_feed(struct input *in, const char *bytes, size_t len)
{
	str_add(&in->bytes, bytes, len);
}

bool input_waits(const struct input *in)
{
	return in->bytes.len > 0;
}

static void drop(struct input *in, size_t n)
{
	memmove(in->bytes.at, in->bytes.at + n, in->bytes.len - n + 1);
	in->bytes.len -= n;
}

/* ---- escape sequences ---- */

enum { MORE = -1, NOTHING = 0 };

/* The bytes of a sequence that this terminal's description names. */
static int match_own(const struct input *in, uint32_t *key)
{
	int result = NOTHING;

	for (uint32_t i = 0; i < in->n_own; i++) {
		size_t n = strlen(in->own[i].bytes);
		size_t has = in->bytes.len < n ? in->bytes.len : n;

		if (memcmp(in->bytes.at, in->own[i].bytes, has) != 0)
			continue;
		if (has == n) {
			*key = in->own[i].key;
			return (int)n;
		}
		result = MORE;
	}
	return result;
}

static uint32_t find_common(char last, unsigned number)
{
	for (uint32_t i = 0; i < array_length(common); i++) {
		if (common[i].last == last &&
		    (last != '~' || common[i].number == number))
			return common[i].key;
	}
	return 0;
}

/* button;column;row and M (pressed) or m; false: nothing to do.
 * Source: xterm's control sequences, SGR (1006) mouse mode. */
static bool take_mouse(struct mouse *mouse, const char *text, size_t len)
{
	int numbers[3] = {0}, n = 0;
	size_t at = 0;

	for (; at < len && text[at] != 'M' && n < 3; at++) {
		if (text[at] == ';')
			n++;
		else if (text[at] < '0' || text[at] > '9' || numbers[n] > 9999)
			return false;
		else
			numbers[n] = numbers[n] * 10 + (text[at] - '0');
	}
	if (at >= len || text[at] != 'M' || n != 2)
		return false;
	*mouse = (struct mouse){MOUSE_CLICK, numbers[2] - 1, numbers[1] - 1};
	if (numbers[0] == 64)
		mouse->kind = MOUSE_WHEEL_UP;
	else if (numbers[0] == 65)
		mouse->kind = MOUSE_WHEEL_DOWN;
	else if (numbers[0] != 0)
		return false;
	return mouse->y >= 0 && mouse->x >= 0;
}

/* CSI parameters intermediates final, or SS3 final. */
static int match_common(struct input *in, uint32_t *key)
{
	const char *s = in->bytes.at;
	size_t len = in->bytes.len, at = 2;
	unsigned number = 0;
	bool is_private; /* an answer or the mouse, no key */

	if (len < 2)
		return MORE;
	if (s[1] != '[' && s[1] != 'O')
		return NOTHING;
	if (s[1] == '[' && len > 2 && s[2] == '[') /* the Linux console's F1 */
		return len > 3 ? 4 : MORE;
	while (at < len && s[at] >= 0x20 && s[at] < 0x40) {
		if (at < 6 && s[at] >= '0' && s[at] <= '9')
			number = number * 10 + (unsigned)(s[at] - '0');
		at++;
	}
	if (at >= len)
		return len > INPUT_LONGEST ? (int)len : MORE;
	is_private =
		s[1] == '[' && (s[at] == 'M' || (s[2] >= '<' && s[2] <= '?'));
	*key = is_private ? 0 : find_common(s[at], number);
	if (is_private && s[2] == '<' && take_mouse(&in->mouse, s + 3, at - 2))
		*key = KEY_MOUSE;
	return (int)at + 1;
}

/* Returns bytes taken, or MORE. */
static int match_escape(struct input *in, uint32_t *key)
{
	int own = match_own(in, key), known;

	if (own > 0)
		return own;
	known = match_common(in, key);
	if (known == MORE || (known == NOTHING && own == MORE))
		return MORE;
	if (known > 0)
		return known;
	*key = KEY_ESC;
	return 1;
}

/* ---- pasting ---- */

static const char paste_end[] = "\033[201~";

static bool take_paste(struct input *in, bool is_late, uint32_t *key)
{
	size_t n = sizeof(paste_end) - 1;
	const char *end = in->bytes.len ? memmem(in->bytes.at, in->bytes.len,
						 paste_end, n)
					: NULL;
	size_t keep = end ? 0 : n - 1;
	size_t len = end                    ? (size_t)(end - in->bytes.at)
		     : in->bytes.len > keep ? in->bytes.len - keep
					    : 0;

	/* an end that was lost: Ctrl-c alone is a way out */
	if (is_late && in->bytes.len > 0 &&
	    in->bytes.at[in->bytes.len - 1] == 0x03) {
		drop(in, in->bytes.len);
		in->is_pasting = false;
		return false;
	}
	if (in->paste.len + len <= PASTE_MOST)
		str_add(&in->paste, in->bytes.at ? in->bytes.at : "", len);
	if (len + (end ? n : 0) > 0)
		drop(in, len + (end ? n : 0));
	if (!end)
		return false;
	in->is_pasting = false;
	*key = KEY_PASTE;
	return true;
}

/* ---- keys ---- */

static bool take_rune(struct input *in, bool is_late, uint32_t *key)
{
	unsigned char lead = (unsigned char)in->bytes.at[0];
	size_t wants = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
	size_t n;

	if (in->bytes.len < wants && !is_late)
		return false;
	n = utf8_get(in->bytes.at, in->bytes.len, key);
	if (*key == '\n')
		*key = KEY_ENTER;
	if (*key == 0x08)
		*key = KEY_BACKSPACE;
	if (n == 1 && lead >= 0x80)
		*key = 0;
	drop(in, n);
	return true;
}

bool input_next(struct input *in, bool is_late, uint32_t *key)
{
	while (in->bytes.len > 0 || in->is_pasting) {
		int n;

		*key = 0;
		if (in->is_pasting)
			return take_paste(in, is_late, key);
		if (in->bytes.at[0] != '\033') {
			if (!take_rune(in, is_late, key))
				return false;
			if (*key)
				return true;
			continue;
		}
		n = match_escape(in, key);
		if (n == MORE && !is_late)
			return false;
		if (n == MORE) {
			/* cut off: a lone Esc is one, a longer piece noise */
			n = (int)in->bytes.len;
			*key = n == 1 ? KEY_ESC : 0;
		}
		drop(in, (size_t)n);
		if (*key == KEY_PASTE) {
			in->is_pasting = true;
			str_clear(&in->paste);
		} else if (*key) {
			return true;
		}
	}
	return false;
}

/* ---- names ---- */

static const struct {
	const char *name;
	uint32_t key;
} named[] = {
	{"Space", ' '},         {"Tab", KEY_TAB},
	{"S-Tab", KEY_BACKTAB}, {"Enter", KEY_ENTER},
	{"Esc", KEY_ESC},       {"Backspace", KEY_BACKSPACE},
	{"Up", KEY_UP},         {"Down", KEY_DOWN},
	{"Left", KEY_LEFT},     {"Right", KEY_RIGHT},
	{"Home", KEY_HOME},     {"End", KEY_END},
	{"PgUp", KEY_PAGE_UP},  {"PgDn", KEY_PAGE_DOWN},
	{"Insert", KEY_INSERT}, {"Delete", KEY_DELETE},
};

const char *key_spell(uint32_t key, char buffer[16])
{
	char bytes[4];

	for (uint32_t i = 0; i < array_length(named); i++) {
		if (named[i].key == key)
			return named[i].name;
	}
	if (key < 0x20) {
		snprintf(buffer, 16, "Ctrl-%c",
			 (int)(key | (key < 0x1B ? 0x60 : 0x40)));
		return buffer;
	}
	snprintf(buffer, 16, "%.*s", (int)utf8_put(bytes, key), bytes);
	return buffer;
}

/* "Ctrl-x" and "Ctrl-_"; text begins behind the dash. */
static bool read_control(const char *text, uint32_t *key)
{
	char c = text[0] >= 'A' && text[0] <= 'Z' ? (char)(text[0] | 0x20)
						  : text[0];

	if ((c < 'a' || c > 'z') && (c < '\\' || c > '_'))
		return false;
	*key = KEY_CTRL(c);
	return true;
}

/* "<C-x>", "<Space>", as in vim; returns the bytes, 0 for none. */
static size_t read_bracketed(const char *text, uint32_t *key)
{
	static const struct {
		const char *name;
		uint32_t key;
	} others[] = {
		{"CR", KEY_ENTER},
		{"Return", KEY_ENTER},
		{"BS", KEY_BACKSPACE},
		{"Del", KEY_DELETE},
		{"PageUp", KEY_PAGE_UP},
		{"PageDown", KEY_PAGE_DOWN},
		{"S-Tab", KEY_BACKTAB},
		{"lt", '<'},
		{"Bar", '|'},
		{"Bslash", '\\'},
	};
	size_t n = strcspn(text, ">");

	if (text[0] != '<' || text[n] != '>')
		return 0;
	text++;
	if (n == 4 && strncasecmp(text, "C-", 2) == 0)
		return read_control(text + 2, key) ? n + 1 : 0;
	for (uint32_t i = 0; i < array_length(named); i++) {
		if (strlen(named[i].name) == n - 1 &&
		    strncasecmp(text, named[i].name, n - 1) == 0) {
			*key = named[i].key;
			return n + 1;
		}
	}
	for (uint32_t i = 0; i < array_length(others); i++) {
		if (strlen(others[i].name) == n - 1 &&
		    strncasecmp(text, others[i].name, n - 1) == 0) {
			*key = others[i].key;
			return n + 1;
		}
	}
	return 0;
}

size_t key_read(const char *text, uint32_t *key)
{
	size_t len = strlen(text), bracketed = read_bracketed(text, key);

	if (bracketed)
		return bracketed;
	for (uint32_t i = 0; i < array_length(named); i++) {
		size_t n = strlen(named[i].name);

		if (strncmp(text, named[i].name, n) == 0) {
			*key = named[i].key;
			return n;
		}
	}
	if (strncmp(text, "Ctrl-", 5) == 0 && read_control(text + 5, key))
		return 6;
	if (len == 0 || (unsigned char)text[0] <= ' ')
		return 0;
	return utf8_get(text, len, key);
}
