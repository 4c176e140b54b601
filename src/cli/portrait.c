#include "cli/portrait.h"

#include <stdio.h>

#include "base/out.h"
#include "cli/articles.h"
#include "cli/entities.h"
#include "cli/quotes.h"

#define DAYS 40u /* parts of the sparkline */

static bool read_all(struct store *st, struct arena *a, uint32_t limit,
		     struct portrait *p, struct error *err)
{
	struct quote_spec said = {.by = p->entity->id,
				  .kind = -1,
				  .min_confidence = ARTICLE_SURE,
				  .limit = limit};
	struct quote_spec about = {
		.about = p->entity->id, .kind = -1, .limit = limit};
	struct store_page page = {.limit = limit};
	int64_t id = p->entity->id;

	return store_entity_forms(st, a, id, &p->forms, &p->n_forms, err) &&
	       store_entity_days(st, a, id, &p->days, &p->n_days, err) &&
	       store_quotes(st, a, &said, &p->said, err) &&
	       store_quotes(st, a, &about, &p->about, err) &&
	       store_entity_articles(st, a, id, &page, &p->articles, err) &&
	       store_entity_company(st, a, id, limit, &p->company,
				    &p->n_company, err);
}

bool cli_portrait_read(struct store *st, struct arena *a, uint32_t limit,
		       struct portrait *p, struct error *err)
{
	bool done;

	store_read_begin(st);
	done = read_all(st, a, limit, p, err);
	store_read_end(st);
	return done;
}

static const char *type_name(uint8_t type)
{
	return article_types.at[type] ? article_types.at[type] : "name";
}

/* A form as written, or how else the entity is meant. */
static const char *form_text(const struct entity_form *form)
{
	return form->surface ? form->surface : article_forms.at[form->form];
}

/* ---- as text ---- */

static void print_head(const struct entity_row *e)
{
	out_printf(stdout, "#%lld  %s  %s%s%s%s\n", (long long)e->id, e->name,
		   type_name(e->type), e->role ? " · " : "",
		   e->role ? e->role : "", e->is_hidden ? " · hidden" : "");
}

static void print_forms(const struct portrait *p)
{
	out_printf(stdout, "written   ");
	for (uint32_t i = 0; i < p->n_forms; i++) {
		const struct entity_form *f = &p->forms[i];

		out_printf(stdout, "%s%s%s %u", i ? " · " : "",
			   f->surface ? "" : "by ", form_text(f), f->count);
	}
	putchar('\n');
}

/* The days in DAYS equal parts, the most written about one full. */
static void print_days(struct arena *a, const struct portrait *p)
{
	static const char *const bars[] = {"·", "▁", "▂", "▃", "▄",
					   "▅", "▆", "▇", "█"};
	int32_t first = p->entity->first_day, last = p->entity->last_day;
	uint32_t span = (uint32_t)(last - first) + 1;
	uint32_t parts = span < DAYS ? span : DAYS, most = 1, most_day = 0;
	uint32_t *part = arena_array(a, parts, sizeof(*part));

	for (uint32_t i = 0; i < p->n_days; i++) {
		const struct entity_day *d = &p->days[i];
		uint32_t at =
			(uint32_t)((uint64_t)(d->day - first) * parts / span);

		if (d->day < first || d->day > last)
			continue;
		part[at] += d->articles;
		most = part[at] > most ? part[at] : most;
		most_day = d->articles > most_day ? d->articles : most_day;
	}
	out_printf(stdout, "days      %s ", cli_day_number(a, first));
	for (uint32_t i = 0; i < parts; i++)
		fputs(bars[(part[i] * 8 + most - 1) / most], stdout);
	out_printf(stdout, " %s   most: %u\n", cli_day_number(a, last),
		   most_day);
}

static void print_quotes(struct arena *a, const struct quote_rows *rows,
			 const char *head, uint32_t count)
{
	struct cli_grid g;

	if (rows->n == 0)
		return;
	if (count)
		printf("\n%s %u\n", head, count);
	else
		printf("\n%s\n", head);
	cli_grid_init(&g, cli_quote_columns, CLI_LINES);
	for (uint32_t i = 0; i < rows->n; i++)
		cli_quote_add(&g, a, &rows->at[i]);
	(void)cli_grid_flush(&g);
}

static void print_articles(struct arena *a, const struct portrait *p)
{
	struct cli_grid g;

	printf("\nARTICLES %u", p->entity->articles);
	if (p->articles.n_hidden)
		printf("   %u hidden", p->articles.n_hidden);
	putchar('\n');
	cli_grid_init(&g, cli_article_columns, CLI_LINES);
	for (uint32_t i = 0; i < p->articles.n; i++)
		cli_article_add(&g, a, &p->articles.at[i]);
	(void)cli_grid_flush(&g);
}

static void print_company(const struct portrait *p)
{
	if (p->n_company)
		printf("\nWITH\n");
	for (uint32_t i = 0; i < p->n_company; i++) {
		const struct company_row *c = &p->company[i];

		out_printf(stdout, "%u\t#%lld\t%s\n", c->shared,
			   (long long)c->entity.id, c->entity.name);
	}
}

void cli_portrait_print(struct arena *a, const struct portrait *p)
{
	print_head(p->entity);
	print_forms(p);
	print_days(a, p);
	print_quotes(a, &p->said, "SAID", p->entity->quotes);
	print_quotes(a, &p->about, "ABOUT", 0);
	print_articles(a, p);
	print_company(p);
}

/* ---- as an object ---- */

json_t *cli_forms_object(const struct portrait *p)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < p->n_forms; i++) {
		const struct entity_form *f = &p->forms[i];
		json_t *to = json_object();

		json_object_set_new(to, "written",
				    f->surface ? json_string(f->surface)
					       : json_null());
		json_object_set_new(to, "form",
				    json_string(article_forms.at[f->form]));
		json_object_set_new(to, "count", json_integer(f->count));
		json_object_set_new(to, "why",
				    json_string(resolve_whys.at[f->why]));
		if (f->surface && resolve_mixes_scripts(f->surface))
			json_object_set_new(to, "mixed", json_true());
		json_object_set_new(to, "merged",
				    f->merged ? json_string(f->merged)
					      : json_null());
		json_object_set_new(to, "article",
				    f->first_seen ? json_integer(f->first_seen)
						  : json_null());
		json_array_append_new(list, to);
	}
	return list;
}

static json_t *days_object(struct arena *a, const struct portrait *p)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < p->n_days; i++) {
		json_t *to = json_object();

		json_object_set_new(
			to, "day",
			json_string(cli_day_number(a, p->days[i].day)));
		json_object_set_new(to, "articles",
				    json_integer(p->days[i].articles));
		json_array_append_new(list, to);
	}
	return list;
}

static bool quotes_object(struct store *st, const struct quote_rows *rows,
			  json_t *list, struct error *err)
{
	struct cli_quotes objects;
	bool done = true;

	cli_quotes_init(&objects, st);
	for (uint32_t i = 0; i < rows->n && done; i++) {
		json_t *to = cli_quote_object(&objects, &rows->at[i], err);

		done = to != NULL;
		if (to)
			json_array_append_new(list, to);
	}
	cli_quotes_free(&objects);
	return done;
}

static json_t *articles_object(const struct portrait *p)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < p->articles.n; i++)
		json_array_append_new(
			list, cli_article_object(&p->articles.at[i], 0));
	return list;
}

static json_t *company_object(const struct portrait *p)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < p->n_company; i++) {
		json_t *to = cli_entity_object(&p->company[i].entity);

		json_object_set_new(to, "shared",
				    json_integer(p->company[i].shared));
		json_array_append_new(list, to);
	}
	return list;
}

json_t *cli_portrait_object(struct store *st, struct arena *a,
			    const struct portrait *p, struct error *err)
{
	json_t *to = cli_entity_object(p->entity);
	json_t *said = json_array(), *about = json_array();
	const char *role = p->entity->role;
	bool done = quotes_object(st, &p->said, said, err) &&
		    quotes_object(st, &p->about, about, err);

	json_object_set_new(to, "role", role ? json_string(role) : json_null());
	json_object_set_new(to, "forms", cli_forms_object(p));
	json_object_set_new(to, "days", days_object(a, p));
	json_object_set_new(to, "said", said);
	json_object_set_new(to, "about", about);
	json_object_set_new(to, "appearances", articles_object(p));
	json_object_set_new(to, "company", company_object(p));
	if (done)
		return to;
	json_decref(to);
	return NULL;
}
