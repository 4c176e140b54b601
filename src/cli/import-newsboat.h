/* Newsboat's folder into an archive. */
#ifndef GAZETTE_CLI_IMPORT_NEWSBOAT_H
#define GAZETTE_CLI_IMPORT_NEWSBOAT_H

#include "cli/cli.h"
#include "import/newsboat.h"

/* Take in subscriptions, saved views and articles with what was read and
 * flagged; folder NULL: where newsboat has them.
 *
 * A line for each feed and view on standard output, then counts of articles.
 * What is there already stays as it is, so that a second run changes nothing.
 * Returns the exit status.
 */
int import_newsboat(struct cli *cli, const char *folder, bool is_dry);

/* ---- newsboat-conf.c ---- */

/* Keep its ignore rules as rules that hide, and tell what other settings it
 * has.
 * Errors  false: it cannot be read; with *err "": a rule was refused, said. */
MUST_CHECK bool newsboat_conf_take(struct cli *cli, const char *path,
				   const struct newsboat_feed *feeds,
				   uint32_t n_feeds, bool is_dry,
				   struct error *err);

#endif
