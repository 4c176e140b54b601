/* The article object of the command line: out, and articles from outside in.
 * Source: the section "The article object" of gazette(1). */
#ifndef GAZETTE_ARTICLE_JSON_H
#define GAZETTE_ARTICLE_JSON_H

#include <jansson.h>

#include "article/article.h"

enum json_how {
	ARTICLE_JSON_ALL,   /* the whole object */
	ARTICLE_JSON_BRIEF, /* as lists print it */
	ARTICLE_JSON_LOCAL, /* whole; entities numbered within the article */
};

/* The article as a new JSON object, which the caller owns. */
json_t *article_json(const struct article *art, enum json_how how);

/* Append a JSON value to out as one line with its LF. */
void article_json_line(const json_t *value, struct str *out);

/* Read one line of JSON Lines: "text" required and taken as it is; "id",
 * "title", "url", "published" or "date", "byline" or "author", "source" or
 * "sitename" optional; with mentions_given also "mentions".
 *
 * Fills   *out: text, title, metadata; mentions where given (form name, no
 *         chain), has_mentions.
 * Errors  false: no JSON, no object, no text, offsets outside the text.
 */
MUST_CHECK bool article_json_read(struct arena *a, struct slice line,
				  bool mentions_given, struct article **out,
				  struct error *err);

#endif
