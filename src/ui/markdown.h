/* An article as Markdown: its head, its text, who said what. */
#ifndef GAZETTE_UI_MARKDOWN_H
#define GAZETTE_UI_MARKDOWN_H

#include "article/article.h"

/* Put a whole article behind out. */
void markdown_put(struct str *out, const struct article *art);

/* "2024-03-21-what-the-title-says-12": a file's name without its end. */
const char *markdown_file_name(struct arena *a, const struct article *art);

#endif
