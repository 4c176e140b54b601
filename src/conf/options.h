/* What can be set, and the files that set it.
 *
 * One command language everywhere: a line of the file is what `:` accepts,
 * "set width 66", "bind article ] older", "color person cyan bold".
 */
#ifndef GAZETTE_CONF_OPTIONS_H
#define GAZETTE_CONF_OPTIONS_H

#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum conf_type {
	CONF_NUMBER,
	CONF_FLAG,
	CONF_TEXT,
	CONF_SIZE,   /* "512M", "1G": bytes */
	CONF_AGE,    /* "all", "90d", "2w", "none": seconds */
	CONF_CHOICE, /* one of some words: its place among them */
};

#define CONF_ALL (-1) /* AGE: for ever */

struct conf_option {
	const char *name;
	uint8_t type;              /* enum conf_type */
	int64_t low, high, number; /* NUMBER: bounds; number is the default */
	const char *value;         /* TEXT, SIZE, AGE, CHOICE: the default */
	const char *choices;       /* CHOICE: the words, parted by blanks */
	const char *unit;          /* NUMBER: what it counts, or NULL */
	const char *text;          /* help */
};

/* Their places in the table. */
enum conf_which {
	CONF_WIDTH,
	CONF_MARKS,
	CONF_CARD,
	CONF_MARGIN,
	CONF_OVERLAP,
	CONF_HISTORY,
	CONF_RELATED,
	CONF_SPEECH,
	CONF_MOUSE,
	CONF_BIDI,
	CONF_THEME,
	CONF_BROWSER,
	CONF_FETCH_EVERY,
	CONF_FETCH_PER_HOST,
	CONF_FETCH_TIMEOUT,
	CONF_KEEP_ORIGINALS,
	CONF_MIN_FREE,
	CONF_OPTIONS
};

extern const struct conf_option conf_options[CONF_OPTIONS];

struct conf {
	int64_t number[CONF_OPTIONS]; /* FLAG: 0 or 1; SIZE: bytes; AGE:
				       * seconds, CONF_ALL; CHOICE: its place */
	char text[CONF_OPTIONS][64];  /* TEXT, SIZE, AGE, CHOICE: as written */
};

void conf_init(struct conf *conf);

/* `set NAME VALUE`; a flag takes on or off, and its name alone is on.
 * Errors  false: no such option, no such value; nothing is changed. */
MUST_CHECK bool conf_set(struct conf *conf, const char *name, const char *value,
			 struct error *err);

/* The place of a name in the table, or -1. */
int conf_find(const char *name);

/* What is behind `set`: NAME VALUE, NAME=VALUE; NAME, noNAME, invNAME and NAME!
 * of a flag; NAME& for what it is unless set.
 * Errors  false: as conf_set; nothing is changed. */
MUST_CHECK bool conf_assign(struct conf *conf, const char *const *words,
			    uint32_t n, struct error *err);

/* The value of an option as it is written; in the arena or in conf. */
const char *conf_value(struct arena *a, const struct conf *conf, uint32_t i);

/* Run the `set` lines of the system's file and the user's; all other lines are
 * the reader's own.  What is wrong in them is told to `complain`.
 *
 * Errors  false: a file is there but cannot be read.
 */
MUST_CHECK bool conf_load(struct conf *conf, const char *user_file,
			  void (*complain)(void *self, const char *what),
			  void *self, struct error *err);

#define CONF_SYSTEM_FILE "/etc/xdg/gazette/gazette.conf"

#endif
