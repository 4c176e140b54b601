#include "cli/corrections.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/out.h"

bool cli_correction_open(struct cli *cli)
{
	bool is_there = access(cli->paths.archive, F_OK) == 0;

	return cli_open(cli, is_there ? STORE_WRITE : STORE_READ);
}

int cli_correction_name(struct cli *cli, const char *name, struct edit *edit)
{
	struct entity_row *entity;
	int status = cli_entity(cli, name, &entity);

	if (!status)
		*array_add(&cli->arena, edit->names, edit->n_names) =
			entity->id;
	return status;
}

int cli_correction_name_or_none(struct cli *cli, const char *name,
				struct edit *edit)
{
	return strcmp(name, "none") == 0 ? CLI_DONE
					 : cli_correction_name(cli, name, edit);
}

int cli_correction_article(struct cli *cli, const char *text, struct edit *edit)
{
	int64_t id;
	int status = cli_article(cli, text, &id);

	if (!status &&
	    !store_edit_key(cli->store, id,
			    array_add(&cli->arena, edit->keys, edit->n_keys)))
		return cli_wrong(cli, "there is no article %s", text);
	return status;
}

/* A whole number up to end; false: none. */
static bool read_number(const char **at, uint32_t *out)
{
	uint64_t n = 0;
	const char *start = *at;

	while (**at >= '0' && **at <= '9' && n < UINT32_MAX / 2)
		n = n * 10 + (uint64_t)(*(*at)++ - '0');
	*out = (uint32_t)n;
	return *at > start;
}

int cli_correction_place(struct cli *cli, const char *place, struct edit *edit)
{
	const char *colon = strchr(place, ':'), *at = colon ? colon + 1 : "";
	bool is_good;

	edit->in_title = strncmp(at, "title:", 6) == 0;
	at += edit->in_title ? 6 : 0;
	is_good = read_number(&at, &edit->start);
	if (is_good && *at == '-') {
		at++;
		is_good =
			read_number(&at, &edit->end) && edit->end > edit->start;
	}
	if (!is_good || *at)
		return cli_wrong(cli,
				 "'%s' is no place: an article's number, ':' "
				 "and where it begins",
				 place);
	return cli_correction_article(
		cli, arena_copy(&cli->arena, place, (size_t)(colon - place)),
		edit);
}

static const char *count_of(struct arena *a, uint32_t n, const char *what)
{
	return arena_printf(a, "%u %s%s", n, what, n == 1 ? "" : "s");
}

static json_t *done_object(struct cli *cli, const char *kind,
			   const struct edit_done *done)
{
	json_t *to = json_object();
	struct entity_row *entity = NULL;
	struct error ignored;

	json_object_set_new(to, "edit",
			    done->n ? json_integer(done->n) : json_null());
	json_object_set_new(to, "kind", json_string(kind));
	json_object_set_new(to, "words", json_string(done->words));
	json_object_set_new(to, "articles", json_integer(done->articles));
	json_object_set_new(to, "mentions", json_integer(done->mentions));
	json_object_set_new(to, "quotes", json_integer(done->quotes));
	json_object_set_new(to, "waits", json_integer(done->waits));
	if (done->n && done->entity &&
	    !store_entity_get(cli->store, &cli->arena, done->entity, &entity,
			      &ignored))
		entity = NULL;
	json_object_set_new(to, "entity",
			    entity ? json_integer(entity->id) : json_null());
	json_object_set_new(to, "name",
			    entity ? json_string(entity->name) : json_null());
	return to;
}

int cli_correction_print(struct cli *cli, const char *kind,
			 const struct edit_done *done)
{
	struct arena *a = &cli->arena;

	if (done->doubt)
		out_message("%s", done->doubt);
	if (cli_flag(cli, "json")) {
		cli_json(done_object(cli, kind, done));
		return CLI_DONE;
	}
	out_printf(stdout, "%s, %s, %s\t%s%s\n",
		   count_of(a, done->articles, "article"),
		   count_of(a, done->mentions, "mention"),
		   count_of(a, done->quotes, "quotation"),
		   done->n ? arena_printf(a, "edit %lld: ", (long long)done->n)
			   : "would ",
		   done->words);
	if (done->waits)
		out_message("%s wait%s for what is not here any more",
			    count_of(a, done->waits, "edit"),
			    done->waits == 1 ? "s" : "");
	return CLI_DONE;
}

int cli_correction_apply(struct cli *cli, const struct edit *edit)
{
	struct edit_done done;
	struct error err;

	if (!store_edit(cli->store, &cli->arena, edit, cli_flag(cli, "dry-run"),
			&done, &err))
		return cli_fail(done.is_refused ? CLI_USAGE : CLI_FAILED, &err);
	return cli_correction_print(cli, edit_kinds.at[edit->kind], &done);
}
