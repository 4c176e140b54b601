/* What a site asks robots not to fetch. */
#ifndef GAZETTE_FETCH_ROBOTS_H
#define GAZETTE_FETCH_ROBOTS_H

#include "base/str.h"

#define ROBOTS_MOST ((size_t)500 << 10) /* bytes of a file that are read */

/* May `agent` fetch `path` (with its query, as in the address)?
 *
 * Reads   the bytes of a robots.txt; anything at all may stand in it.
 * Source  RFC 9309: the groups of this agent, else those of "*"; the longest
 *         rule wins, allow before disallow; "*" and a final "$" in rules;
 *         what is percent-encoded compares as what it stands for.
 */
bool robots_allow(struct slice file, const char *agent, const char *path);

#endif
