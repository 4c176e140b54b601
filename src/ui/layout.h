/* An article's text as lines of a given width.
 *
 * Broken between words, and between graphemes where a word is longer than a
 * line; never hyphenated.  Every line is a span of the text.
 */
#ifndef GAZETTE_UI_LAYOUT_H
#define GAZETTE_UI_LAYOUT_H

#include "article/article.h"

enum line_kind {
	LINE_BLANK,
	LINE_TITLE,
	LINE_TEXT,
	LINE_HEADING,
	LINE_ITEM,
	LINE_BLOCKQUOTE,
	LINE_PRE,
	LINE_TABLE, /* has stops */
	LINE_LINK,  /* a related article: links[index] */
	LINE_DROP,  /* what the cleaner took out: dropped[index] */
};

enum line_bar { BAR_NONE, BAR_REPORTED, BAR_WORDS };

struct line {
	uint32_t start, end;   /* bytes of article->text */
	uint32_t index;        /* LINK, DROP */
	int32_t quote;         /* that begins here, -1 */
	uint16_t indent;       /* cells */
	uint8_t kind;          /* enum line_kind */
	uint8_t bar;           /* enum line_bar */
	bool is_first;         /* of its block; DROP: the reason's line */
	const uint16_t *stops; /* TABLE: the column of each cell */
	struct slice words;    /* DROP: the part of its text on this line */
};

struct layout {
	struct line *at;
	uint32_t n;
	struct insert *inserts; /* in text order */
	uint32_t n_inserts;
};

/* What is drawn before a byte of the text, in cells of its own: the arrow of a
 * link; in speech, the speaker of a quotation. */
struct insert {
	uint32_t at;
	uint16_t width; /* cells */
	const char *text;
};

enum layout_with {
	LAYOUT_TITLE = 1,
	LAYOUT_DROPPED = 2,
	LAYOUT_SPEECH =
		4, /* quotations after their speakers, no aligned tables */
};

/* Lay an article out in lines of at most width cells (10 or more).
 * with    enum layout_with: its title above, what was dropped below.
 * Fills   *out, in the arena. */
void layout_make(struct arena *a, const struct article *art, uint32_t width,
		 int with, struct layout *out);

/* What is inserted before a byte, NULL nothing. */
const struct insert *layout_insert(const struct layout *lay, uint32_t byte);

/* The line that holds a byte of the text (the nearest one before it). */
uint32_t layout_line(const struct layout *lay, uint32_t byte);

/* Cells of a TAB that is no stop of a table: drawn as " · ". */
#define LAYOUT_TAB 3

#endif
