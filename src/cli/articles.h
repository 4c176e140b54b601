/* Articles as list, search and others print them. */
#ifndef GAZETTE_CLI_ARTICLES_H
#define GAZETTE_CLI_ARTICLES_H

#include "cli/print.h"

extern const struct cli_column cli_article_columns[];

/* Add a row to a grid of cli_article_columns. */
struct cli_row *cli_article_add(struct cli_grid *g, struct arena *a,
				const struct article_row *row);

/* The object of a list, with "after" where `after` is not 0. */
json_t *cli_article_object(const struct article_row *row, int64_t after);

/* Fill *out with the articles of the operands' query, newest first, and call
 * each page's rows; stops when `most` rows were given (0: no bound) or when
 * page gives false. */
typedef bool cli_page(void *self, struct arena *a,
		      const struct article_rows *rows);

struct cli_walk {
	int64_t from; /* rows behind this docid; 0: from the newest */
	int64_t most; /* rows, 0: all */
	bool is_best; /* best first */
	bool with_copies;
	cli_page *page;
	void *self;
};

/* Returns the exit status, said. */
int cli_walk_query(struct query *q, const struct cli_walk *walk);

#endif
