/* From an address that a user has, which is often a site's, to its feed's. */
#include <jansson.h>
#include <string.h>

#include "base/out.h"
#include "cli/feeds.h"
#include "cli/stream.h"
#include "conf/options.h"
#include "fetch/fetch.h"

/* Ask a worker about what was fetched; *out is its JSON, NULL when it is not
 * what was asked for. */
static bool ask(struct cli *cli, struct worker_pool *pool,
		const struct fetch_reply *got, enum document_kind kind,
		json_t **out, struct error *err)
{
	struct document doc = {
		.kind = (uint8_t)kind,
		.bytes = got->body,
		.url = got->url,
		.charset = got->charset,
	};
	struct worker_reply reply = {0};
	bool any = true;

	*out = NULL;
	if (!worker_submit(pool, 0, &doc, err))
		return false;
	while (any && !reply.is_last) {
		if (!worker_next(pool, &cli->arena, &reply, &any, err))
			return false;
		if (any && reply.words && !*out)
			*out = json_loads(reply.words, 0, NULL);
	}
	return true;
}

static const char *text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* The first feed that a page names, which is its own best; the others are
 * said. */
static int choose(struct cli *cli, const char *typed, const json_t *list,
		  const char **url)
{
	const json_t *first = json_array_get(list, 0);
	size_t n = json_array_size(list);

	*url = arena_string(&cli->arena, text_of(first, "url"));
	if (!*url) {
		out_message("'%s' is no feed, and its page names none", typed);
		return CLI_FAILED;
	}
	if (n > 1)
		out_message("that page names other feeds, too:");
	for (size_t i = 1; i < n; i++) {
		const json_t *one = json_array_get(list, i);
		const char *name = text_of(one, "name");

		out_printf(stderr, "  %s%s%s\n", text_of(one, "url"),
			   name ? "  " : "", name ? name : "");
	}
	return CLI_DONE;
}

static int look(struct cli *cli, struct worker_pool *pool, const char *typed,
		const struct fetch_reply *got, const char **url)
{
	json_t *feed, *list = NULL;
	struct error err;
	int status;

	if (!ask(cli, pool, got, DOCUMENT_FEED_PARSE, &feed, &err) ||
	    (!feed && !ask(cli, pool, got, DOCUMENT_SITE, &list, &err)))
		status = cli_fail(CLI_FAILED, &err);
	else if (!feed)
		status = choose(cli, typed, list, url);
	else
		status = CLI_DONE;
	json_decref(feed);
	json_decref(list);
	return status;
}

static bool get(struct cli *cli, const char *typed, struct fetch_reply *got,
		struct error *err)
{
	const struct fetch_settings settings = {.program = cli->paths.fetch};
	const struct fetch_request request = {
		.what = FETCH_FEED, .url = typed, .typed = typed};
	struct fetch *fetch;
	bool is_good;

	if (!fetch_open(&settings, &fetch, err))
		return false;
	is_good = fetch_one(fetch, &cli->arena, &request, got, err);
	fetch_close(fetch);
	return is_good;
}

int feed_find(struct cli *cli, const char *typed, const char **url)
{
	struct worker_pool *pool;
	struct fetch_reply got;
	struct error err;
	int status;

	*url = typed;
	if (!get(cli, typed, &got, &err)) {
		out_message("added unseen: it %s", err.text);
		return CLI_DONE;
	}
	if (!cli_workers(cli, PIPELINE_CLEAN, &pool, &status))
		return status;
	status = look(cli, pool, typed, &got, url);
	if (status == CLI_DONE && got.moved && *url == typed)
		*url = arena_string(&cli->arena, got.moved);
	worker_pool_close(pool);
	return status;
}
