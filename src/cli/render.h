/* An article as text to read. */
#ifndef GAZETTE_CLI_RENDER_H
#define GAZETTE_CLI_RENDER_H

#include "article/article.h"

/* As it is: title, where it is from, paragraphs of one line each, parted by
 * blank lines. */
void render_plain(struct arena *a, const struct article *art);

/* For a terminal of so many columns: wrapped, names marked by kind, a bar
 * beside quotations with their speaker at the right where there is room. */
void render_marked(struct arena *a, const struct article *art, uint32_t width,
		   bool has_colour);

/* What the cleaner took out, and why: one line each. */
void render_dropped(const struct article *art);

#endif
