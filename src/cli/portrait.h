/* All there is to say of one entity. */
#ifndef GAZETTE_CLI_PORTRAIT_H
#define GAZETTE_CLI_PORTRAIT_H

#include "cli/print.h"

struct portrait {
	struct entity_row *entity;
	struct entity_form *forms;
	struct entity_day *days;
	struct company_row *company;
	uint32_t n_forms, n_days, n_company;
	struct quote_rows said, about;
	struct article_rows articles;
};

/* Read all of it but p->entity, which is given; at most `limit` of quotations,
 * articles and company. */
MUST_CHECK bool cli_portrait_read(struct store *st, struct arena *a,
				  uint32_t limit, struct portrait *p,
				  struct error *err);

/* As text on standard output. */
void cli_portrait_print(struct arena *a, const struct portrait *p);

/* As a new object.
 * Errors  NULL: the archive cannot be read. */
json_t *cli_portrait_object(struct store *st, struct arena *a,
			    const struct portrait *p, struct error *err);

/* The forms alone, as a new array. */
json_t *cli_forms_object(const struct portrait *p);

#endif
