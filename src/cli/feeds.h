/* What the commands about subscriptions share. */
#ifndef GAZETTE_CLI_FEEDS_H
#define GAZETTE_CLI_FEEDS_H

#include "cli/cli.h"
#include "store/feeds.h"

/* ---- feed-line.c: a subscription as a line ----
 *
 *	3 https://example.org/feed "~The Name" tag "another tag" pages=off
 *
 * A number in front is the feed's own; a word that begins with '~' is the
 * user's name for it; the others are tags.  Words with blanks stand between
 * double quotes, in which '\' takes the next letter as it is. */

struct feed_line {
	int64_t id; /* 0: none was given */
	struct feed_spec spec;
};

/* Append the line with its LF. */
void feed_line_put(struct str *out, const struct feed_row *row,
		   bool with_number);

/* Read a line; strings go into the arena.
 * Errors  false: in words that follow the line's number. */
MUST_CHECK bool feed_line_get(struct arena *a, struct slice line,
			      struct feed_line *out, struct error *err);

/* ---- feed-find.c ---- */

/* Look what an address leads to before it is subscribed to.
 *
 * Fills   *url: the feed's own address (of a site the first feed that its
 *         page names; the others are said), in cli->arena; `typed` when it
 *         cannot be fetched now, which is said.
 * Returns CLI_DONE; else the exit status, said: there is no feed.
 */
int feed_find(struct cli *cli, const char *typed, const char **url);

/* ---- feed-edit.c ---- */

/* Let the user edit all subscriptions in his editor, until what he wrote can
 * be understood or he gives up.  Returns the exit status. */
int feed_edit_run(struct cli *cli);

/* ---- feed-opml.c ---- */

/* Append all feeds as OPML, each in the folder of its first tag. */
void feed_opml_put(struct str *out, const struct feed_rows *rows);

/* Take in a list that a worker read: JSON of DOCUMENT_OPML.
 *
 * A line for each feed on standard output: "added", "known" or "restored",
 * its number and address; "refused", "-", what stood there and why.
 * Returns the exit status.
 */
int feed_opml_take(struct cli *cli, const char *words, bool is_dry);

#endif
