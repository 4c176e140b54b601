/* Rules of what is kept: by age, by number.  What is beyond is removed, as by
 * `gazette remove`: it can be brought back until gc. */
#ifndef GAZETTE_CLI_KEEP_RULES_H
#define GAZETTE_CLI_KEEP_RULES_H

#include "cli/cli.h"
#include "store/store.h"

/* Print what is beyond a rule.  Starred, tagged and noted articles are never
 * taken.
 * Returns the exit status. */
int keep_rules_try(struct cli *cli, const struct keep_rule *rule);

/* Remove what is beyond the rule of that number, 0: of every rule; is_quiet:
 * say only what was removed, on standard error. Returns the exit status. */
int keep_rules_act(struct cli *cli, int64_t which, bool is_quiet);

#endif
