/* Moving in from newsboat: its list first, then its cache, item by item
 * through the workers. */
#include "cli/import-newsboat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "article/key.h"
#include "base/array.h"
#include "base/file.h"
#include "base/map.h"
#include "base/out.h"
#include "cli/intake.h"
#include "cli/stream.h"
#include "query/query.h"
#include "store/feeds.h"

#define LIST_MOST   ((size_t)8 << 20)
#define COLLECT_MS  100
#define PROGRESS_MS 1000
/* Shorter than a transaction of the store, so that what was read is written
 * before its article is safe: who goes on later finds either none or both. */
#define TURN_MS 20

enum count { STORED, KNOWN, FAILED, DELETED, READ, FLAGGED, COUNTS };

static const char *const count_names[COUNTS] = {
	[STORED] = "stored", [KNOWN] = "known",
	[FAILED] = "failed", [DELETED] = "deleted there: not taken",
	[READ] = "read",     [FLAGGED] = "flagged",
};

/* An article that is new, until its transaction ends. */
struct fresh {
	int64_t id;
	bool is_read;
	const char *flags;
};

struct move {
	struct cli *cli;
	struct intake intake;
	struct newsboat_cache *cache; /* NULL: there is none */
	const char *urls, *config, *cache_path;
	bool is_dry, shows_progress;

	struct newsboat_feed *feeds;
	uint32_t n_feeds;
	struct map by_url; /* address to place in ids */
	int64_t *ids;      /* of feeds in the archive */

	struct arena turn; /* of the open transaction */
	struct fresh *fresh;
	uint32_t n_fresh;
	uint32_t count[COUNTS];
	uint32_t n_taken, n_refused; /* feeds and views */
	int64_t began_ms, said_ms;
	bool has_failed;       /* reading the cache */
	struct error read_err; /* why */
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

static void print_line(struct move *m, const char *what, int64_t id,
		       const char *name, const char *more)
{
	char number[24] = "-";

	if (id)
		snprintf(number, sizeof(number), "%lld", (long long)id);
	if (m->shows_progress)
		fputs("\r\033[K", stderr);
	out_printf(stdout, "%s\t%s\t%s%s%s\n", what, number, name,
		   more ? "\t" : "", more ? more : "");
}

static void refuse(struct move *m, const char *name, const char *why)
{
	m->n_refused++;
	print_line(m, "refused", 0, name, why);
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
	print_line(m, words[how], m->ids[i], f->url,
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
	print_line(m, what, 0, arena_printf(a, "@%s", name), query);
}

/* ---- articles in ---- */

static int64_t feed_of(const struct move *m, const struct newsboat_item *item)
{
	uint32_t i;

	return item->feed && map_get(&m->by_url, item->feed, strlen(item->feed),
				     &i)
		       ? m->ids[i]
		       : 0;
}

/* Is it there under its address as it stands?  That saves reading it; what is
 * there as another address of the same is found when it has been read. */
static bool is_known(struct move *m, struct arena *a,
		     const struct newsboat_item *item, enum store_how *how,
		     int64_t *id)
{
	struct article *art = article_new(a);
	struct error ignored;

	if (!m->cli->store || !item->url || item->shares_url ||
	    strncasecmp(item->url, "http", 4) != 0)
		return false;
	art->url = item->url;
	article_key_set(art);
	return store_article_look(m->cli->store, art, how, id, &ignored) &&
	       *how != STORE_STORED;
}

static bool is_http(const char *url)
{
	return url && strncasecmp(url, "http", 4) == 0;
}

/* An item that is on its way. */
struct parcel {
	struct newsboat_item item;
	enum store_how how; /* found without reading it: with its number */
	int64_t id;
};

static void pack(struct move *m, struct stream_item *to)
{
	struct parcel *p = to->own;
	const struct newsboat_item *item = &p->item;
	const char *base = is_http(item->base) ? item->base : item->feed_link;

	to->in.input = item->url ? item->url : item->title;
	if (!to->in.input)
		to->in.input = "an article without an address";
	if (is_known(m, &to->arena, item, &p->how, &p->id)) {
		to->in.what = IMPORT_NOTE;
		return;
	}
	p->how = STORE_STORED;
	to->in.what = IMPORT_DOCUMENT;
	to->in.doc = (struct document){
		.kind = DOCUMENT_FEED,
		.bytes = newsboat_item_feed(&to->arena, item),
		.url = is_http(base) ? base : NULL,
		.time = item->time > 0 ? item->time : 0,
	};
}

/* The next item that is taken; deleted ones are only counted. */
static bool move_next(void *self, struct stream_item *to)
{
	struct move *m = self;
	struct parcel *p = arena_alloc(&to->arena, sizeof(*p));

	to->own = p;
	while (true) {
		switch (newsboat_cache_next(m->cache, &to->arena, &p->item,
					    &m->read_err)) {
		case NEWSBOAT_END:
			return false;
		case NEWSBOAT_FAILED:
			m->has_failed = true;
			return false;
		case NEWSBOAT_TOO_LARGE:
			to->in.what = IMPORT_FAILURE;
			to->in.input = "an article of the cache";
			to->in.reason = "it is too large";
			return true;
		case NEWSBOAT_ITEM:
			break;
		}
		if (!p->item.is_deleted)
			break;
		m->count[DELETED]++;
		arena_reset(&to->arena);
		to->own = p = arena_alloc(&to->arena, sizeof(*p));
	}
	pack(m, to);
	return true;
}

/* ---- articles stored ---- */

static bool set_flags(struct move *m, const struct fresh *f, struct error *err)
{
	for (const char *c = f->flags ? f->flags : ""; *c; c++) {
		const char tag[] = {*c, '\0'};
		bool is_letter =
			(*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');

		if (is_letter &&
		    !store_tag_set(m->cli->store, f->id, tag, true, err))
			return false;
	}
	m->count[FLAGGED] += f->flags != NULL;
	return true;
}

static bool set_state(struct move *m, const struct fresh *f, struct error *err)
{
	m->count[READ] += f->is_read;
	return (!f->is_read ||
		store_read_set(m->cli->store, f->id, true, err)) &&
	       set_flags(m, f, err);
}

/* What was read and flagged of the new ones, as one change. */
static bool set_states(struct move *m, struct error *err)
{
	struct store *st = m->cli->store;
	bool is_good = true;

	if (!m->n_fresh)
		return true;
	if (!store_reading_begin(st, err))
		return false;
	for (uint32_t i = 0; i < m->n_fresh && is_good; i++)
		is_good = set_state(m, &m->fresh[i], err);
	if (is_good)
		is_good = store_reading_commit(st, err);
	else
		store_reading_rollback(st);
	arena_reset(&m->turn);
	m->fresh = NULL;
	m->n_fresh = 0;
	return is_good || error_note(err, "cannot keep what was read");
}

static bool commit(struct move *m, struct error *err)
{
	return set_states(m, err) && intake_commit(&m->intake, err);
}

static void note_fresh(struct move *m, int64_t id,
		       const struct newsboat_item *item)
{
	if (item->is_read || item->flags)
		*array_add(&m->turn, m->fresh, m->n_fresh) = (struct fresh){
			.id = id,
			.is_read = item->is_read,
			.flags = arena_string(&m->turn, item->flags)};
}

static bool fail(struct move *m, const struct stream_item *it,
		 const char *reason)
{
	m->count[FAILED]++;
	if (m->shows_progress)
		fputs("\r\033[K", stderr);
	out_message("cannot take '%s': %s", it->in.input, reason);
	return true;
}

/* Store it if it is new: what is there may be newer than the cache. */
static bool put(struct move *m, struct stream_item *it, struct article *art,
		struct error *err)
{
	const struct original original = {slice_of(art->original),
					  "application/feed+json"};
	struct parcel *p = it->own;
	struct error fault;

	art->from_feed = true;
	article_key_set(art);
	if (!store_article_look(m->cli->store, art, &p->how, &p->id, err))
		return false;
	if (p->how != STORE_STORED)
		return true;
	if (!intake_put(&m->intake, art, art->original ? &original : NULL,
			&p->how, &p->id, &fault, err))
		return fault.text[0] && fail(m, it, fault.text);
	m->count[STORED]++;
	note_fresh(m, p->id, &p->item);
	return true;
}

static bool take(struct move *m, struct stream_item *it, struct error *err)
{
	struct parcel *p = it->own;
	int64_t feed = feed_of(m, &p->item);

	if (it->in.what == IMPORT_FAILURE)
		return fail(m, it, it->in.reason);
	if (it->in.what == IMPORT_DOCUMENT) {
		if (!it->n_arts)
			return fail(m, it,
				    it->reason ? it->reason
					       : "it holds no text");
		if (!intake_begin(&m->intake, err) ||
		    !put(m, it, it->arts[0], err))
			return false;
	}
	m->count[KNOWN] += p->how != STORE_STORED;
	if (!p->id || !feed || p->how == STORE_REMOVED)
		return true;
	return intake_begin(&m->intake, err) &&
	       store_feed_article(m->cli->store, feed, p->id, err);
}

static void say_progress(struct move *m, bool at_end)
{
	int64_t now = intake_now_ms(), ms = now - m->began_ms;
	uint32_t all = m->count[STORED] + m->count[KNOWN] + m->count[FAILED];

	if (!m->shows_progress || (!at_end && now - m->said_ms < PROGRESS_MS))
		return;
	m->said_ms = now;
	if (at_end)
		fputs("\r\033[K", stderr);
	else
		fprintf(stderr, "\r%u articles, %u failed, %.0f a second\033[K",
			all, m->count[FAILED],
			ms ? all * 1000.0 / (double)ms : 0.0);
}

static bool move_done(void *self, struct stream_item **at, uint32_t n,
		      bool at_end, struct error *err)
{
	struct move *m = self;

	for (uint32_t i = 0; i < n; i++) {
		if (!take(m, at[i], err))
			return false;
		if (m->intake.is_open &&
		    intake_now_ms() - m->intake.began_ms >= TURN_MS &&
		    !commit(m, err))
			return false;
	}
	say_progress(m, at_end);
	return commit(m, err);
}

static bool take_articles(struct move *m, struct error *err)
{
	struct stream stream = {.self = m,
				.next = move_next,
				.done = move_done,
				.batch_ms = COLLECT_MS};
	bool is_good;
	int status;

	if (!cli_workers(m->cli, PIPELINE_ANNOTATE, &stream.pool, &status))
		return error_set(err, "no articles were taken");
	m->began_ms = intake_now_ms();
	is_good = stream_run(&stream, err);
	say_progress(m, true);
	worker_pool_close(stream.pool);
	return is_good;
}

/* ---- only looking ---- */

static bool count_item(struct move *m, struct arena *a,
		       const struct newsboat_item *item)
{
	enum store_how how;
	int64_t id;

	if (item->is_deleted)
		m->count[DELETED]++;
	else if (is_known(m, a, item, &how, &id))
		m->count[KNOWN]++;
	else
		m->count[STORED]++;
	return true;
}

static void count_articles(struct move *m)
{
	struct newsboat_item item;
	struct arena a;
	enum newsboat_step step;

	arena_init(&a);
	while ((step = newsboat_cache_next(m->cache, &a, &item,
					   &m->read_err)) != NEWSBOAT_END) {
		if (step == NEWSBOAT_FAILED) {
			m->has_failed = true;
			break;
		}
		if (step == NEWSBOAT_TOO_LARGE)
			m->count[FAILED]++;
		else if (count_item(m, &a, &item) && !item.is_deleted) {
			m->count[READ] += item.is_read;
			m->count[FLAGGED] += item.flags != NULL;
		}
		arena_reset(&a);
	}
	arena_free(&a);
}

/* ---- the whole ---- */

static void print_counts(struct move *m)
{
	for (int i = 0; i < COUNTS; i++) {
		if (m->count[i])
			out_printf(stdout, "articles\t%u\t%s\n", m->count[i],
				   count_names[i]);
	}
}

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
	if (m->cache && m->is_dry)
		count_articles(m);
	else if (m->cache && !take_articles(m, err))
		return false;
	print_counts(m);
	if (!take_conf(m, err))
		return false;
	if (m->has_failed) {
		*err = m->read_err;
		return error_note(err, "cannot read '%s'", m->cache_path);
	}
	return true;
}

static int result_of(const struct move *m, bool has_cache)
{
	const uint32_t *c = m->count;
	bool is_part = m->n_refused || c[FAILED] || !has_cache;

	if (!is_part)
		return CLI_DONE;
	return m->n_taken || c[STORED] || c[KNOWN] ? CLI_PART : CLI_FAILED;
}

int import_newsboat(struct cli *cli, const char *folder, bool is_dry)
{
	struct move m = {.cli = cli,
			 .is_dry = is_dry,
			 .shows_progress = isatty(STDERR_FILENO)};
	int status = CLI_FAILED;
	bool has_cache = true;
	struct error err;

	if (!find_files(&m, folder))
		return CLI_FAILED;
	arena_init(&m.turn);
	if (is_there(m.cache_path) &&
	    !newsboat_cache_open(m.cache_path, &m.cache, &err)) {
		has_cache = false;
		out_message("cannot import '%s': %s", m.cache_path, err.text);
	}
	if (!read_urls(&m, &err)) {
		cli_fail(CLI_FAILED, &err);
	} else if (intake_open(&m.intake, cli, is_dry)) {
		status = move_all(&m, &err) ? result_of(&m, has_cache)
					    : cli_fail(CLI_FAILED, &err);
	}
	newsboat_cache_close(m.cache);
	arena_free(&m.turn);
	intake_close(&m.intake);
	return status;
}
