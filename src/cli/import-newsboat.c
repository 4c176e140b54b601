/* Moving in from newsboat: its list first, then its cache, item by item
 * through the workers. */
#include "cli/import-newsboat.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/file.h"
#include "base/map.h"
#include "base/out.h"
#include "cli/moving.h"
#include "query/query.h"
#include "store/feeds.h"

#define LIST_MOST ((size_t)8 << 20)

struct move {
	struct cli *cli;
	struct newsboat_cache *cache; /* NULL: there is none */
	const char *urls, *config, *cache_path;
	bool is_dry;

	struct newsboat_feed *feeds;
	uint32_t n_feeds;
	struct map by_url; /* address to place in ids */
	int64_t *ids;      /* of feeds in the archive */

	struct moving articles;
	uint32_t n_taken, n_refused; /* feeds and views */
};

/* ---- where it is ---- */

static bool is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

/* $VARIABLE/newsboat, or what stands for it below HOME. */
static const char *xdg(struct arena *a, const char *variable,
		       const char *below_home)
{
	const char *folder = getenv(variable), *home = getenv("HOME");

	if (folder && folder[0] == '/')
		return arena_printf(a, "%s/newsboat", folder);
	return arena_printf(a, "%s/%s/newsboat", home ? home : "", below_home);
}

static bool find_files(struct move *m, const char *folder)
{
	struct arena *a = &m->cli->arena;
	const char *home = getenv("HOME"), *data = folder;

	if (!folder) {
		folder = data =
			arena_printf(a, "%s/.newsboat", home ? home : "");
		if (!is_there(folder)) {
			folder = xdg(a, "XDG_CONFIG_HOME", ".config");
			data = xdg(a, "XDG_DATA_HOME", ".local/share");
		}
	}
	m->urls = arena_printf(a, "%s/urls", folder);
	m->config = arena_printf(a, "%s/config", folder);
	m->cache_path = arena_printf(a, "%s/cache.db", data);
	if (is_there(m->urls) || is_there(m->cache_path))
		return true;
	out_message("there is no newsboat in '%s': no urls, no cache.db",
		    folder);
	return false;
}

/* ---- its list ---- */

static bool read_urls(struct move *m, struct error *err)
{
	struct arena *a = &m->cli->arena;
	struct slice rest;

	if (!is_there(m->urls))
		return true;
	rest.at = file_read(a, m->urls, LIST_MOST, &rest.len, err);
	if (!rest.at)
		return false;
	while (rest.at) {
		struct newsboat_feed feed;

		if (!newsboat_line(a, slice_cut(&rest, '\n'), &feed))
			continue;
		if (m->cache)
			feed.own_title =
				newsboat_cache_title(m->cache, feed.url);
		*array_add(a, m->feeds, m->n_feeds) = feed;
	}
	return true;
}

static void refuse(struct move *m, const char *name, const char *why)
{
	m->n_refused++;
	moving_line("refused", 0, name, why);
	out_message("refused '%s': %s", name, why);
}

static void take_feed(struct move *m, uint32_t i)
{
	static const char *const words[] = {[STORE_STORED] = "added",
					    [STORE_KNOWN] = "known",
					    [STORE_UPDATED] = "restored"};
	const struct newsboat_feed *f = &m->feeds[i];
	struct arena *a = &m->cli->arena;
	const char *cron = newsboat_cron(a, f->url);
	const struct feed_spec spec = {.url = f->url,
				       .name = f->title,
				       .tags = f->tags,
				       .n_tags = f->n_tags};
	enum store_how how = STORE_STORED;
	struct error err;
	bool is_new;

	if (cron) {
		refuse(m, f->url,
		       arena_printf(a,
				    "it names a program, and no feed may; "
				    "let cron run it: %s",
				    cron));
		return;
	}
	if (!store_feed_address(f->url, &err) ||
	    (!m->is_dry &&
	     !store_feed_add(m->cli->store, &spec, &how, &m->ids[i], &err))) {
		refuse(m, f->url, err.text);
		return;
	}
	*map_put(&m->by_url, f->url, strlen(f->url), &is_new) = i;
	m->n_taken++;
	moving_line(words[how], m->ids[i], f->url,
		    f->title ? f->title : f->own_title);
}

static bool take_feeds(struct move *m, struct error *err)
{
	m->ids = arena_array(&m->cli->arena, m->n_feeds + 1, sizeof(*m->ids));
	map_init(&m->by_url, &m->cli->arena);
	if (!m->is_dry && !store_batch_begin(m->cli->store, err))
		return false;
	for (uint32_t i = 0; i < m->n_feeds; i++) {
		if (!m->feeds[i].view)
			take_feed(m, i);
	}
	return m->is_dry || store_batch_commit(m->cli->store, err);
}

/* ---- its query feeds ---- */

/* A view's name is one word. */
static const char *view_name(struct arena *a, const char *name)
{
	char *word = arena_string(a, name);

	for (char *c = word; *c; c++) {
		if (strchr(" \t\n\"()@:", *c))
			*c = '-';
	}
	return word;
}

static bool save_view(struct move *m, const char *name, const char *query,
		      const char **what, struct error *err)
{
	struct arena *a = &m->cli->arena;
	struct store *st = m->cli->store;
	struct query_fault fault;
	const char *was, *notes;

	*what = "saved";
	if (!st)
		return true;
	if (!store_view_get(st, a, name, &was, err))
		return false;
	if (was) {
		*what = "known";
		return true;
	}
	return query_view_check(st, a, name, query, (int64_t)time(NULL), &notes,
				&fault, err) &&
	       (m->is_dry || store_view_set(st, name, query, err));
}

static void take_view(struct move *m, const struct newsboat_feed *f)
{
	struct arena *a = &m->cli->arena;
	const char *name = view_name(a, f->view), *query, *what;
	struct error err;

	if (!newsboat_query(a, f->expression, m->feeds, m->n_feeds, &query,
			    &err) ||
	    !save_view(m, name, query, &what, &err)) {
		refuse(m, f->url, err.text);
		return;
	}
	m->n_taken++;
	moving_line(what, 0, arena_printf(a, "@%s", name), query);
}

/* ---- its articles ---- */

static int64_t feed_of(const struct move *m, const struct newsboat_item *item)
{
	uint32_t i;

	return item->feed && map_get(&m->by_url, item->feed, strlen(item->feed),
				     &i)
		       ? m->ids[i]
		       : 0;
}

/* A flag is a letter, and a tag of that name. */
static void set_flags(struct arena *a, const char *flags, struct moved_item *to)
{
	const char **tags = NULL;

	for (const char *c = flags ? flags : ""; *c; c++) {
		if ((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z'))
			*array_add(a, tags, to->n_tags) = arena_copy(a, c, 1);
	}
	to->tags = tags;
}

static void set_item(struct arena *a, const struct newsboat_item *from,
		     struct moved_item *to)
{
	*to = (struct moved_item){
		.guid = from->guid,
		.title = from->title,
		.author = from->author,
		.url = from->url,
		.source = from->feed_title,
		.home = from->feed_link,
		.base = from->base,
		.content = from->content,
		.content_type = from->content_type,
		.enclosure = from->enclosure,
		.enclosure_type = from->enclosure_type,
		.published = from->time,
		.shares_url = from->shares_url,
		.is_read = from->is_read,
	};
	set_flags(a, from->flags, to);
}

static enum moving_step next_item(void *self, struct arena *a,
				  struct moved_item *to, int64_t *feed,
				  const char **reason, struct error *err)
{
	struct move *m = self;
	struct newsboat_item item;

	switch (newsboat_cache_next(m->cache, a, &item, err)) {
	case NEWSBOAT_END:
		return MOVING_END;
	case NEWSBOAT_FAILED:
		return MOVING_BROKEN;
	case NEWSBOAT_TOO_LARGE:
		*reason = "it is too large";
		return MOVING_UNFIT;
	case NEWSBOAT_ITEM:
		break;
	}
	set_item(a, &item, to);
	*feed = feed_of(m, &item);
	return item.is_deleted ? MOVING_SKIPPED : MOVING_ITEM;
}

/* ---- the whole ---- */

/* Its rules are for what comes from now on. */
static bool take_conf(struct move *m, struct error *err)
{
	if (!is_there(m->config) ||
	    newsboat_conf_take(m->cli, m->config, m->feeds, m->n_feeds,
			       m->is_dry, err))
		return true;
	m->n_refused++;
	return !err->text[0];
}

static bool move_all(struct move *m, struct error *err)
{
	if (!take_feeds(m, err))
		return false;
	for (uint32_t i = 0; i < m->n_feeds; i++) {
		if (m->feeds[i].view)
			take_view(m, &m->feeds[i]);
	}
	if (m->cache && !moving_run(&m->articles, err))
		return false;
	moving_print(&m->articles);
	if (!take_conf(m, err))
		return false;
	if (m->articles.is_broken) {
		*err = m->articles.broken_err;
		return error_note(err, "cannot read '%s'", m->cache_path);
	}
	return true;
}

static int result_of(const struct move *m, bool has_cache)
{
	return moving_status(&m->articles, m->n_taken,
			     m->n_refused + !has_cache);
}

int import_newsboat(struct cli *cli, const char *folder, bool is_dry)
{
	struct move m = {.cli = cli, .is_dry = is_dry};
	int status = CLI_FAILED;
	bool has_cache = true;
	struct error err;

	if (!find_files(&m, folder))
		return CLI_FAILED;
	m.articles = (struct moving){
		.cli = cli, .self = &m, .next = next_item, .is_dry = is_dry};
	if (is_there(m.cache_path) &&
	    !newsboat_cache_open(m.cache_path, &m.cache, &err)) {
		has_cache = false;
		out_message("cannot import '%s': %s", m.cache_path, err.text);
	}
	if (!read_urls(&m, &err))
		cli_fail(CLI_FAILED, &err);
	else if (intake_archive(cli, is_dry))
		status = move_all(&m, &err) ? result_of(&m, has_cache)
					    : cli_fail(CLI_FAILED, &err);
	newsboat_cache_close(m.cache);
	return status;
}
