/* Styles: names for how things look, and what they look like on a terminal
 * with and without colours. */
#ifndef GAZETTE_UI_STYLE_H
#define GAZETTE_UI_STYLE_H

#include <stdint.h>

#include "base/error.h"

enum look_attr {
	LOOK_BOLD = 1 << 0,
	LOOK_DIM = 1 << 1,
	LOOK_ITALIC = 1 << 2,
	LOOK_UNDERLINE = 1 << 3,
	LOOK_REVERSE = 1 << 4,
};

#define STYLE(NAME, name, colour, attrs, mono, help) STYLE_##NAME,
enum style {
#include "ui/styles.def"
	STYLES
};
#undef STYLE

struct look {
	uint8_t attrs;      /* enum look_attr */
	int16_t fore, back; /* colour number, -1 the terminal's own */
};

/* In the order of the option `theme`. */
enum theme_name { THEME_TERMINAL, THEME_DARK, THEME_LIGHT, THEME_CONTRAST };

struct theme {
	int colours;  /* of the terminal; 0: none */
	uint8_t name; /* enum theme_name */
	struct look look[STYLES];
	bool is_own[STYLES]; /* set by `color`: themes leave it */
};

/* The terminal's own colours, if it has any. */
void style_init(struct theme *theme, int colours);

/* The looks of a theme. */
void style_choose(struct theme *theme, enum theme_name name);

/* What a cell of a style with another laid over it (STYLE_TEXT: none) looks
 * like. */
struct look style_look(const struct theme *theme, uint8_t style, uint8_t over);

/* `color NAME [COLOUR] [on COLOUR] [bold|dim|italic|underline|reverse ...]`;
 * colours are default, the eight names, bright-NAME, grey, or 0 to 255; a name
 * alone is as the theme has it.
 * Errors  false: no such name, colour or attribute; nothing is changed. */
MUST_CHECK bool style_set(struct theme *theme, const char *const *words,
			  uint32_t n, struct error *err);

/* The name and the help of a style. */
const char *style_name(enum style style);
const char *style_help(enum style style);

#endif
