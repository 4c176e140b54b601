/* A worker reads the export part by part; each of its records goes the way of
 * all that moves in. */
#include "cli/import-saved.h"

#include <jansson.h>
#include <string.h>

#include "base/array.h"
#include "base/out.h"
#include "cli/moving.h"
#include "cli/stream.h"
#include "import/saved.h"

/* Records of a part that is handed to a worker. */
#define PART_LEAST ((size_t)256 << 10)

struct export
{
	const char *service, *path;
	struct saved *file;
	struct worker_pool *pool;
	struct arena arena; /* of the part's words */
	json_t *records;
	size_t at;
};

static bool read_words(struct export *e, struct slice bytes, const char **words,
		       struct error *err)
{
	const struct document doc = {
		.kind = DOCUMENT_SAVED, .bytes = bytes, .source = e->service};
	struct worker_reply reply = {0};
	bool any = true;

	if (!worker_submit(e->pool, 0, &doc, err))
		return false;
	while (any && !reply.is_last) {
		if (!worker_next(e->pool, &e->arena, &reply, &any, err))
			return false;
		if (reply.words)
			*words = reply.words;
	}
	return *words ||
	       error_set(err, "%s", reply.reason ? reply.reason : "is none");
}

/* The records of the next part; none at the end. */
static bool next_part(struct export *e, struct error *err)
{
	const char *words = NULL;
	struct slice bytes;

	json_decref(e->records);
	e->records = NULL;
	e->at = 0;
	arena_reset(&e->arena);
	if (!saved_next(e->file, &bytes, err))
		return false;
	if (!bytes.len)
		return true;
	if (!read_words(e, bytes, &words, err))
		return false;
	e->records = json_loads(words, 0, NULL);
	return json_is_array(e->records) ||
	       error_set(err, "a worker gave no list");
}

static const char *string_of(struct arena *a, const json_t *record,
			     const char *key)
{
	return arena_string(a, json_string_value(json_object_get(record, key)));
}

static void set_tags(struct arena *a, const json_t *record,
		     struct moved_item *to)
{
	const json_t *list = json_object_get(record, "tags"), *one;
	const char **tags = NULL;
	size_t i;

	json_array_foreach(list, i, one)
	{
		if (json_is_string(one))
			*array_add(a, tags, to->n_tags) =
				arena_string(a, json_string_value(one));
	}
	to->tags = tags;
}

static void set_item(struct arena *a, const json_t *record,
		     struct moved_item *to)
{
	*to = (struct moved_item){
		.guid = string_of(a, record, "guid"),
		.title = string_of(a, record, "title"),
		.author = string_of(a, record, "author"),
		.url = string_of(a, record, "url"),
		.source = string_of(a, record, "source"),
		.content = string_of(a, record, "html"),
		.note = string_of(a, record, "note"),
		.published = json_integer_value(
			json_object_get(record, "published")),
		.kept = json_integer_value(json_object_get(record, "kept")),
		.is_read = json_is_true(json_object_get(record, "read")),
		.is_starred = json_is_true(json_object_get(record, "starred")),
	};
	/* Pocket gives the address for a title where it knew none */
	if (to->title && to->url && strncmp(to->title, "http", 4) == 0)
		to->title = NULL;
	set_tags(a, record, to);
}

static enum moving_step next_record(void *self, struct arena *a,
				    struct moved_item *to, int64_t *feed,
				    const char **reason, struct error *err)
{
	struct export *e = self;
	const json_t *record;

	*feed = 0;
	while (e->at >= json_array_size(e->records)) {
		if (!next_part(e, err))
			return MOVING_BROKEN;
		if (!e->records)
			return MOVING_END;
	}
	record = json_array_get(e->records, e->at++);
	set_item(a, record, to);
	*reason = string_of(a, record, "fault");
	return *reason ? MOVING_UNFIT : MOVING_ITEM;
}

static int move(struct export *e, struct moving *m)
{
	struct error err;

	if (!moving_run(m, &err))
		return cli_fail(CLI_FAILED, &err);
	moving_print(m);
	if (m->is_broken) {
		out_message("cannot import '%s': %s", e->path,
			    m->broken_err.text);
		return m->count[MOVING_STORED] || m->count[MOVING_KNOWN]
			       ? CLI_PART
			       : CLI_FAILED;
	}
	return moving_status(m, 0, 0);
}

int import_saved(struct cli *cli, const char *service, const char *path,
		 bool is_dry)
{
	struct export e = {.service = service, .path = path};
	struct moving m = {.cli = cli,
			   .self = &e,
			   .next = next_record,
			   .is_dry = is_dry,
			   .is_saved = true};
	/* highlights of one thing must stay together */
	size_t least = strcmp(service, "readwise") == 0 ? SIZE_MAX : PART_LEAST;
	struct error err;
	int status;

	if (!saved_open(path, least, &e.file, &err)) {
		error_note(&err, "cannot import '%s'", path);
		return cli_fail(CLI_FAILED, &err);
	}
	arena_init(&e.arena);
	if (cli_workers(cli, PIPELINE_CLEAN, &e.pool, &status))
		status = move(&e, &m);
	worker_pool_close(e.pool);
	json_decref(e.records);
	arena_free(&e.arena);
	saved_close(e.file);
	return status;
}
