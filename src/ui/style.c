#include "ui/style.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

static const struct {
	const char *name, *help;
	int16_t colour;
	uint8_t attrs, mono;
} styles[] = {
#define STYLE(NAME, called, colour, attrs, mono, help)                         \
	{called, help, colour, attrs, mono},
#include "ui/styles.def"
#undef STYLE
};

static const struct {
	const char *name;
	uint8_t attr;
} attributes[] = {
	{"bold", LOOK_BOLD},       {"dim", LOOK_DIM},
	{"italic", LOOK_ITALIC},   {"underline", LOOK_UNDERLINE},
	{"reverse", LOOK_REVERSE}, {"plain", 0},
};

static const char *const colours_named[] = {
	"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
};

static const struct {
	uint8_t theme, style, attrs;
	int16_t of_256, of_8;
} themes[] = {
#define LOOK(THEME, NAME, of_256, of_8, attrs)                                 \
	{THEME_##THEME, STYLE_##NAME, attrs, of_256, of_8},
#include "ui/themes.def"
#undef LOOK
};

static struct look terminal_look(const struct theme *theme, uint32_t style)
{
	if (theme->colours < 8)
		return (struct look){styles[style].mono, -1, -1};
	return (struct look){styles[style].attrs, styles[style].colour, -1};
}

void style_choose(struct theme *theme, enum theme_name name)
{
	theme->name = (uint8_t)name;
	for (uint32_t i = 0; i < STYLES; i++) {
		if (!theme->is_own[i])
			theme->look[i] = terminal_look(theme, i);
	}
	for (uint32_t i = 0; i < array_length(themes); i++) {
		uint8_t style = themes[i].style;
		int16_t colour = theme->colours >= 256 ? themes[i].of_256
						       : themes[i].of_8;

		if (themes[i].theme == name && !theme->is_own[style] &&
		    (theme->colours >= 8 || name == THEME_CONTRAST))
			theme->look[style] =
				(struct look){themes[i].attrs, colour, -1};
	}
}

void style_init(struct theme *theme, int colours)
{
	memset(theme, 0, sizeof(*theme));
	theme->colours = colours;
	style_choose(theme, THEME_TERMINAL);
}

struct look style_look(const struct theme *theme, uint8_t style, uint8_t over)
{
	struct look look = theme->look[style];
	const struct look *top = &theme->look[over];

	if (over == STYLE_TEXT)
		return look;
	look.attrs |= top->attrs;
	if (top->fore >= 0)
		look.fore = top->fore;
	if (top->back >= 0)
		look.back = top->back;
	return look;
}

static bool find_colour(const char *word, int16_t *out)
{
	static const char bright[] = "bright-";
	size_t skip =
		strncmp(word, bright, strlen(bright)) == 0 ? strlen(bright) : 0;
	char *end;
	long n;

	*out = -1;
	if (strcmp(word, "default") == 0)
		return true;
	if (strcmp(word, "grey") == 0)
		word = "8";
	for (uint32_t i = 0; i < array_length(colours_named); i++) {
		if (strcmp(word + skip, colours_named[i]) == 0) {
			*out = (int16_t)(skip ? i + 8 : i);
			return true;
		}
	}
	n = strtol(word, &end, 10);
	*out = (int16_t)n;
	return end != word && *end == '\0' && n >= 0 && n <= 255;
}

static bool find_attribute(const char *word, uint8_t *attrs)
{
	for (uint32_t i = 0; i < array_length(attributes); i++) {
		if (strcmp(word, attributes[i].name) == 0) {
			*attrs |= attributes[i].attr;
			return true;
		}
	}
	return false;
}

static int find_style(const char *name)
{
	for (uint32_t i = 0; i < array_length(styles); i++) {
		if (strcmp(name, styles[i].name) == 0)
			return (int)i;
	}
	return -1;
}

bool style_set(struct theme *theme, const char *const *words, uint32_t n,
	       struct error *err)
{
	struct look look = {0, -1, -1};
	int style = n ? find_style(words[0]) : -1;

	if (style < 0)
		return error_set(err, "there is no style '%s'",
				 n ? words[0] : "");
	if (n == 1) {
		theme->is_own[style] = false;
		style_choose(theme, (enum theme_name)theme->name);
		return true;
	}
	for (uint32_t i = 1; i < n; i++) {
		bool on = strcmp(words[i], "on") == 0 && i + 1 < n;

		if (find_attribute(words[i], &look.attrs))
			continue;
		if (!find_colour(words[i + on], on ? &look.back : &look.fore))
			return error_set(err, "'%s' is no colour or attribute",
					 words[i + on]);
		i += on;
	}
	theme->look[style] = look;
	theme->is_own[style] = true;
	return true;
}

const char *style_name(enum style style)
{
	return styles[style].name;
}

const char *style_help(enum style style)
{
	return styles[style].help;
}
