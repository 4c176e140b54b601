/* What newsboat's configuration says of keys, in gazette's words. */
#ifndef GAZETTE_CLI_NEWSBOAT_KEYS_H
#define GAZETTE_CLI_NEWSBOAT_KEYS_H

#include "base/arena.h"
#include "base/str.h"

/* Is it one of bind-key, bind, unbind-key, macro, browser? */
bool newsboat_keys_is(const char *word);

/* Say a line of newsboat's configuration as one of gazette's.
 *
 * Reads   word: its first, as newsboat_keys_is; rest: what stands behind it.
 * Fills   *out, in the arena: "bind articles Ctrl-x open".
 * Errors  false: what of it gazette does not have, or it is none.
 * Source  newsboat's manual, "Configuring Keys", "Macro Support" and the tables
 *         of its operations.
 */
MUST_CHECK bool newsboat_keys_line(struct arena *a, const char *word,
				   struct slice rest, const char **out,
				   struct error *err);

#endif
