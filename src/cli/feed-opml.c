/* Lists of feeds, out and in. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/out.h"
#include "cli/feeds.h"
#include "cli/print.h"

/* ---- out ---- */

static void put_attr(struct str *out, const char *name, const char *value)
{
	if (!value)
		return;
	str_printf(out, " %s=\"", name);
	str_add_xml(out, slice_of(value));
	str_add_char(out, '"');
}

static void put_feed(struct str *out, const struct feed_row *row,
		     const char *indent)
{
	str_printf(out, "%s<outline type=\"rss\"", indent);
	put_attr(out, "text", row->name);
	put_attr(out, "title", row->name);
	put_attr(out, "xmlUrl", row->url);
	put_attr(out, "htmlUrl", row->link);
	if (row->n_tags > 1) {
		str_add_text(out, " category=\"");
		for (uint32_t i = 0; i < row->n_tags; i++) {
			str_add_text(out, i ? ",/" : "/");
			str_add_xml(out, slice_of(row->tags[i]));
		}
		str_add_char(out, '"');
	}
	str_add_text(out, "/>\n");
}

/* Those whose first tag it is; was it a folder before? */
static void put_folder(struct str *out, const struct feed_rows *rows,
		       uint32_t first)
{
	const char *tag = rows->at[first].tags[0];

	for (uint32_t i = 0; i < first; i++) {
		if (rows->at[i].n_tags && !strcmp(rows->at[i].tags[0], tag))
			return;
	}
	str_add_text(out, "    <outline");
	put_attr(out, "text", tag);
	str_add_text(out, ">\n");
	for (uint32_t i = first; i < rows->n; i++) {
		if (rows->at[i].n_tags && !strcmp(rows->at[i].tags[0], tag))
			put_feed(out, &rows->at[i], "      ");
	}
	str_add_text(out, "    </outline>\n");
}

void feed_opml_put(struct str *out, const struct feed_rows *rows)
{
	str_add_text(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			  "<opml version=\"2.0\">\n  <head>\n"
			  "    <title>Subscriptions of gazette</title>\n"
			  "  </head>\n  <body>\n");
	for (uint32_t i = 0; i < rows->n; i++) {
		if (rows->at[i].n_tags)
			put_folder(out, rows, i);
		else
			put_feed(out, &rows->at[i], "    ");
	}
	str_add_text(out, "  </body>\n</opml>\n");
}

/* ---- in ---- */

struct taking {
	struct cli *cli;
	bool is_dry;
	uint32_t n, n_refused;
};

static void print_line(const char *what, int64_t id, const char *url,
		       const char *more)
{
	out_printf(stdout, "%s\t", what);
	if (id)
		out_printf(stdout, "%lld", (long long)id);
	else
		out_printf(stdout, "-");
	out_printf(stdout, "\t%s%s%s\n", url, more ? "\t" : "",
		   more ? more : "");
}

static void refuse(struct taking *t, const char *url, const char *why)
{
	t->n_refused++;
	print_line("refused", 0, url, why);
	out_message("refused '%s': %s", url, why);
}

static const char *string_of(const json_t *feed, const char *key)
{
	return json_string_value(json_object_get(feed, key));
}

static void read_tags(struct arena *a, const json_t *feed,
		      struct feed_spec *spec)
{
	const json_t *list = json_object_get(feed, "tags"), *one;
	const char **tags = NULL;
	size_t i;

	json_array_foreach(list, i, one)
	{
		if (json_is_string(one))
			*array_add(a, tags, spec->n_tags) =
				json_string_value(one);
	}
	spec->tags = tags;
}

static void take_feed(struct taking *t, const json_t *feed)
{
	static const char *const words[] = {[STORE_STORED] = "added",
					    [STORE_KNOWN] = "known",
					    [STORE_UPDATED] = "restored"};
	struct feed_spec spec = {
		.url = string_of(feed, "url"),
		.name = string_of(feed, "name"),
	};
	enum store_how how = STORE_STORED;
	struct error err;
	int64_t id = 0;

	if (!spec.url)
		return;
	t->n++;
	if (json_is_true(json_object_get(feed, "filter"))) {
		refuse(t, spec.url,
		       "'filtercmd' names a program, and no feed may");
		return;
	}
	read_tags(&t->cli->arena, feed, &spec);
	if (!store_feed_address(spec.url, &err) ||
	    (!t->is_dry &&
	     !store_feed_add(t->cli->store, &spec, &how, &id, &err)))
		refuse(t, spec.url, err.text);
	else
		print_line(words[how], id, spec.url, spec.name);
}

int feed_opml_take(struct cli *cli, const char *words, bool is_dry)
{
	json_t *list = json_loads(words, 0, NULL);
	struct taking t = {.cli = cli, .is_dry = is_dry};
	const json_t *feed;
	struct error err;
	size_t i;

	if (!is_dry && !store_batch_begin(cli->store, &err)) {
		json_decref(list);
		return cli_fail(CLI_FAILED, &err);
	}
	json_array_foreach(list, i, feed) take_feed(&t, feed);
	json_decref(list);
	if (!is_dry && !store_batch_commit(cli->store, &err))
		return cli_fail(CLI_FAILED, &err);
	if (!t.n)
		out_message("the list has no feeds");
	return !t.n_refused        ? CLI_DONE
	       : t.n_refused < t.n ? CLI_PART
				   : CLI_FAILED;
}
