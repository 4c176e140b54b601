/* Tokens in, tokens with tags out: the format of the CoNLL shared tasks. */
#ifndef GAZETTE_CLI_CONLL_H
#define GAZETTE_CLI_CONLL_H

#include "cli/stream.h"

/* Annotate the command's operands, or standard input.
 * Returns the exit status. */
int conll_annotate(struct cli *cli, struct worker_pool *pool);

#endif
