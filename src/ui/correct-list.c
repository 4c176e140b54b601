/* What is offered while a correction is asked for: names, kinds, forms. */
#include <string.h>

#include "base/array.h"
#include "ui/command.h"
#include "ui/correct-own.h"

#define ROWS_MOST 8
#define ASKED     (ROWS_MOST + 1) /* the name itself may be one */

static struct choice *add_option(struct correct *c, const char *text,
				 const char *note, int64_t entity)
{
	struct choice *o = array_add(&c->list, c->at, c->n);

	*o = (struct choice){text, note, entity};
	return o;
}

static void list_people(struct ui *ui, struct correct *c)
{
	const struct article *art = ui->reading.art;

	for (uint32_t i = 0; i < art->n_chains && c->n + 1 < ROWS_MOST; i++) {
		const struct chain *chain = &art->chains[i];
		uint32_t k = 0;

		if (chain->type != TYPE_PERSON || !chain->entity ||
		    !chain->entity_name)
			continue;
		while (k < c->n && c->at[k].value != chain->entity)
			k++;
		if (k == c->n)
			add_option(c, chain->entity_name, "", chain->entity);
	}
	add_option(c, "nobody", "not known who says it", 0);
}

static void find_names(struct ui *ui, struct correct *c, const char *typed)
{
	struct entity_rows rows;
	struct error err;

	if (!store_entities_typed(ui->store, &c->list, typed, ASKED, &rows,
				  &err)) {
		ui_say_error(ui, &err);
		return;
	}
	for (uint32_t i = 0; i < rows.n && c->n < ROWS_MOST; i++) {
		const struct entity_row *e = &rows.at[i];

		if (e->id == c->subject.entity)
			continue;
		add_option(c, e->name,
			   arena_printf(&c->list, "%s, %s", say_type(e->type),
					say_count(&c->list, e->articles,
						  "article", "articles")),
			   e->id);
	}
	if (c->action == ACTION_SPEAKER && *typed && c->n < ROWS_MOST &&
	    strncmp("nobody", typed, strlen(typed)) == 0)
		add_option(c, "nobody", "not known who says it", 0);
}

/* Before anything is typed: who says something in an article is mostly named
 * there, what is the same has mostly a word of it, the last of all. */
static void list_names(struct ui *ui, struct correct *c, const char *typed)
{
	const char *name = c->subject.name ? c->subject.name : "";
	const char *blank = strrchr(name, ' ');

	if (c->action == ACTION_SPEAKER && !*typed)
		list_people(ui, c);
	else if (c->action == ACTION_SAME_AS && !*typed)
		find_names(ui, c, blank ? blank + 1 : name);
	if (c->n == 0)
		find_names(ui, c, typed);
}

/* Does a word of the text begin so?  Kinds and forms are few. */
static bool begins(struct arena *a, const char *text, const char *typed)
{
	const char *words = resolve_words(a, text, strlen(text));
	const char *start = resolve_words(a, typed, strlen(typed));
	size_t len = strlen(start);

	for (const char *at = words; at; at = strchr(at, ' ')) {
		at += *at == ' ';
		if (!strncmp(at, start, len))
			return true;
	}
	return false;
}

static void list_kinds(struct correct *c, const char *typed)
{
	for (uint8_t i = 1; i < TYPES; i++) {
		const char *kind = article_types.at[i];

		if (i != TYPE_DATE && !strncmp(kind, typed, strlen(typed)))
			add_option(c, kind, "", 0);
	}
	if (!strncmp("none", typed, strlen(typed)))
		add_option(c, "none", "not known", 0);
}

static void list_forms(struct ui *ui, struct correct *c, const char *typed)
{
	struct entity_form *forms;
	struct error err;
	uint32_t n;

	if (!store_entity_forms(ui->store, &c->list, c->subject.entity, &forms,
				&n, &err)) {
		ui_say_error(ui, &err);
		return;
	}
	for (uint32_t i = 0; i < n && c->n < ROWS_MOST; i++) {
		if (forms[i].surface &&
		    begins(&c->list, forms[i].surface, typed))
			add_option(c, forms[i].surface,
				   say_count(&c->list, forms[i].count, "time",
					     "times"),
				   0);
	}
}

void correct_list(struct ui *ui)
{
	struct correct *c = ui->correct;
	const char *typed = ui->prompt.text;

	arena_reset(&c->list);
	c->at = NULL;
	c->n = 0;
	if (c->step == STEP_NAME || (c->step == STEP_NEW && *typed))
		list_names(ui, c, typed);
	else if (c->step == STEP_KIND)
		list_kinds(c, typed);
	else if (c->step == STEP_FORM)
		list_forms(ui, c, typed);
	c->chosen = c->step == STEP_NEW || c->n == 0 ? -1 : 0;
}

void correct_typed(struct ui *ui)
{
	correct_list(ui);
}

bool correct_key(struct ui *ui, uint32_t key)
{
	struct correct *c = ui->correct;
	int32_t least = c->step == STEP_NEW ? -1 : 0;

	if (c->step == STEP_TEXT)
		return false;
	if (key == KEY_DOWN || key == KEY_CTRL('n'))
		c->chosen += c->chosen + 1 < (int32_t)c->n;
	else if (key == KEY_UP || key == KEY_CTRL('p'))
		c->chosen -= c->chosen > least;
	else
		return false;
	return true;
}

void correct_complete(struct ui *ui)
{
	struct correct *c = ui->correct;
	int32_t i = c->chosen < 0 && c->n ? 0 : c->chosen;

	if (i < 0 || (uint32_t)i >= c->n)
		return;
	prompt_set(&ui->prompt, c->at[i].text);
	correct_list(ui);
	if (c->n)
		c->chosen = 0;
}
