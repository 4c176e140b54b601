/* Items are read one by one, made articles by the workers and stored in their
 * order.  What was read, starred and tagged is written just before its
 * articles are safe: who goes on after a crash finds either none or both.
 * Items without a text wait until the others are in; then their pages are
 * fetched, some ahead of time. */
#include "cli/moving.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "article/key.h"
#include "base/array.h"
#include "base/out.h"
#include "cli/moving-marks.h"
#include "cli/stream.h"
#include "import/address.h"
#include "store/feeds.h"

#define COLLECT_MS  100
#define PROGRESS_MS 1000
/* Shorter than a transaction of the store, so that what was read is written
 * before its article is safe. */
#define TURN_MS 20

static const char *const count_names[MOVING_COUNTS] = {
	[MOVING_STORED] = "stored",
	[MOVING_KNOWN] = "known",
	[MOVING_FAILED] = "failed",
	[MOVING_DELETED] = "deleted there: not taken",
	[MOVING_PAGES] = "without text there: their pages are fetched",
	[MOVING_BARE] = "of these not to be had: kept without text",
	[MOVING_READ] = "read",
	[MOVING_STARRED] = "starred",
	[MOVING_TAGGED] = "flagged",
	[MOVING_NOTED] = "with a note",
};

/* An item that is on its way. */
struct parcel {
	struct moved_item item;
	int64_t feed;       /* that brought it, or 0 */
	enum store_how how; /* found without reading it: with its number */
	int64_t id;
	const char *no_page; /* why its page was not to be had; NULL */
};

struct run {
	struct moving *m;
	struct intake intake;
	struct marks marks; /* of the open transaction */
	bool shows_progress;
	int64_t began_ms, said_ms;

	struct arena pages; /* of items whose pages are to be fetched */
	struct parcel *waiting;
	char **urls; /* [n_waiting] */
	uint32_t n_waiting, at;
	struct addresses *addresses;
};

/* ---- words ---- */

static void clear_line(void)
{
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
}

void moving_line(const char *what, int64_t number, const char *name,
		 const char *more)
{
	char text[24] = "-";

	if (number)
		snprintf(text, sizeof(text), "%lld", (long long)number);
	clear_line();
	out_printf(stdout, "%s\t%s\t%s%s%s\n", what, text, name,
		   more ? "\t" : "", more ? more : "");
}

void moving_print(const struct moving *m)
{
	for (int i = 0; i < MOVING_COUNTS; i++) {
		if (m->count[i])
			out_printf(stdout, "articles\t%u\t%s\n", m->count[i],
				   count_names[i]);
	}
}

int moving_status(const struct moving *m, uint32_t n_taken, uint32_t n_refused)
{
	const uint32_t *c = m->count;

	if (!n_refused && !c[MOVING_FAILED] && !c[MOVING_BARE])
		return CLI_DONE;
	return n_taken || c[MOVING_STORED] || c[MOVING_KNOWN] ? CLI_PART
							      : CLI_FAILED;
}

static void say_progress(struct run *r, bool at_end)
{
	int64_t now = intake_now_ms(), ms = now - r->began_ms;
	const uint32_t *c = r->m->count;
	uint32_t all = c[MOVING_STORED] + c[MOVING_KNOWN] + c[MOVING_FAILED];

	if (!r->shows_progress || (!at_end && now - r->said_ms < PROGRESS_MS))
		return;
	r->said_ms = now;
	if (at_end)
		clear_line();
	else
		fprintf(stderr, "\r%u articles, %u failed, %.0f a second\033[K",
			all, c[MOVING_FAILED],
			ms ? all * 1000.0 / (double)ms : 0.0);
}

static const char *name_of(const struct moved_item *item)
{
	if (item->url)
		return item->url;
	return item->title ? item->title : "an article without an address";
}

static bool fail(struct run *r, const char *name, const char *reason)
{
	r->m->count[MOVING_FAILED]++;
	clear_line();
	out_message("cannot take '%s': %s", name, reason);
	return true;
}

/* ---- articles in ---- */

static bool is_http(const char *url)
{
	return url && strncasecmp(url, "http", 4) == 0;
}

/* Is it there with a text? */
static bool has_text(struct store *st, struct arena *a, int64_t id)
{
	struct article *art;
	struct error ignored;

	return store_article_get(st, a, id, &art, &ignored) && art &&
	       art->body.start < art->body.end;
}

/* Is it there under its address as it stands?  That saves reading it; what is
 * there as another address of the same is found when it has been read. */
static bool is_known(struct run *r, struct arena *a, struct parcel *p)
{
	const struct moved_item *item = &p->item;
	struct store *st = r->m->cli->store;
	struct article *art = article_new(a);
	struct error ignored;

	p->how = STORE_STORED;
	p->id = 0;
	if (!st || item->shares_url || !is_http(item->url))
		return false;
	art->url = item->url;
	article_key_set(art);
	if (!store_article_look(st, art, &p->how, &p->id, &ignored) ||
	    p->how == STORE_STORED)
		return false;
	return item->content || !r->m->is_saved || p->how == STORE_REMOVED ||
	       has_text(st, a, p->id);
}

static bool wants_page(const struct run *r, const struct moved_item *item)
{
	return r->m->is_saved && !item->content && is_http(item->url);
}

static const char *copy(struct run *r, const char *text)
{
	return arena_string(&r->pages, text);
}

/* Its page is fetched when all others are in. */
static void wait_for_page(struct run *r, const struct parcel *p)
{
	struct parcel *to = array_add(&r->pages, r->waiting, r->n_waiting);
	const struct moved_item *from = &p->item;
	uint32_t n = r->n_waiting - 1;
	const char **tags =
		arena_array(&r->pages, from->n_tags + 1, sizeof(*tags));

	for (uint32_t i = 0; i < from->n_tags; i++)
		tags[i] = copy(r, from->tags[i]);
	*to = *p;
	to->item.guid = copy(r, from->guid);
	to->item.title = copy(r, from->title);
	to->item.author = copy(r, from->author);
	to->item.url = copy(r, from->url);
	to->item.source = copy(r, from->source);
	to->item.home = copy(r, from->home);
	to->item.base = copy(r, from->base);
	to->item.note = copy(r, from->note);
	to->item.enclosure = NULL;
	to->item.tags = tags;
	*array_add(&r->pages, r->urls, n) = arena_string(&r->pages, from->url);
	r->m->count[MOVING_PAGES]++;
}

static void set_feed(struct stream_item *to, const struct moved_item *item)
{
	const char *base = is_http(item->base) ? item->base : item->home;

	to->in.what = IMPORT_DOCUMENT;
	to->in.doc = (struct document){
		.kind = DOCUMENT_FEED,
		.bytes = moved_item_feed(&to->arena, item),
		.url = is_http(base) ? base : NULL,
		.time = item->published > 0 ? item->published
			: item->kept > 0    ? item->kept
					    : 0,
	};
}

/* The next that is handed on; MOVING_END: there is none. */
static enum moving_step next_parcel(struct run *r, struct arena *a,
				    struct parcel **out, const char **reason)
{
	struct moving *m = r->m;

	while (true) {
		struct parcel *p = *out = arena_alloc(a, sizeof(*p));
		enum moving_step step = m->next(m->self, a, &p->item, &p->feed,
						reason, &m->broken_err);

		if (step == MOVING_BROKEN)
			m->is_broken = true;
		if (step == MOVING_SKIPPED)
			m->count[MOVING_DELETED]++;
		else if (step != MOVING_ITEM || is_known(r, a, p) ||
			 !wants_page(r, &p->item))
			return step;
		else
			wait_for_page(r, p);
		arena_reset(a);
	}
}

static bool run_next(void *self, struct stream_item *to)
{
	struct run *r = self;
	const char *reason = NULL;
	struct parcel *p;

	switch (next_parcel(r, &to->arena, &p, &reason)) {
	case MOVING_ITEM:
		break;
	case MOVING_UNFIT:
		to->own = p;
		to->in.what = IMPORT_FAILURE;
		to->in.input = name_of(&p->item);
		to->in.reason = reason;
		return true;
	default:
		return false;
	}
	to->own = p;
	to->in.input = name_of(&p->item);
	if (p->how != STORE_STORED && p->id)
		to->in.what = IMPORT_NOTE;
	else
		set_feed(to, &p->item);
	return true;
}

static bool commit(struct run *r, struct error *err)
{
	return marks_set(&r->marks, r->m->cli->store, r->m->count, err) &&
	       intake_commit(&r->intake, err);
}

/* ---- articles stored ---- */

/* Only a title was there: its text is new. */
static bool fills_up(struct run *r, const struct parcel *p, struct arena *a)
{
	return p->how == STORE_UPDATED && r->m->is_saved && !p->no_page &&
	       !has_text(r->m->cli->store, a, p->id);
}

/* Store it if it is new: what is there may be newer than what moves in. */
static bool put(struct run *r, struct stream_item *it, struct article *art,
		struct error *err)
{
	struct document *doc = &it->in.doc;
	struct original original = {slice_of(art->original),
				    "application/feed+json"};
	struct parcel *p = it->own;
	struct error fault;

	if (!art->original)
		original = (struct original){doc->bytes, "text/html"};
	art->from_feed = !r->m->is_saved;
	article_key_set(art);
	if (!store_article_look(r->m->cli->store, art, &p->how, &p->id, err))
		return false;
	if (p->how != STORE_STORED && !fills_up(r, p, &it->arena))
		return true;
	p->how = STORE_STORED;
	if (!intake_put(&r->intake, art, &original, &p->how, &p->id, &fault,
			err))
		return fault.text[0] && fail(r, it->in.input, fault.text);
	p->how = STORE_STORED;
	r->m->count[MOVING_STORED]++;
	marks_add(&r->marks, p->id, &p->item, true);
	return true;
}

static bool take(struct run *r, struct stream_item *it, struct error *err)
{
	struct parcel *p = it->own;

	if (it->in.what == IMPORT_FAILURE)
		return fail(r, it->in.input, it->in.reason);
	if (it->in.what == IMPORT_DOCUMENT) {
		if (!it->n_arts)
			return fail(r, it->in.input,
				    it->reason ? it->reason
					       : "it holds no text");
		if (!intake_begin(&r->intake, err) ||
		    !put(r, it, it->arts[0], err))
			return false;
	}
	r->m->count[MOVING_KNOWN] += p->how != STORE_STORED;
	if (!p->id || p->how == STORE_REMOVED)
		return true;
	if (p->how != STORE_STORED && r->m->is_saved) {
		if (!intake_begin(&r->intake, err))
			return false;
		marks_add(&r->marks, p->id, &p->item, false);
	}
	return !p->feed ||
	       (intake_begin(&r->intake, err) &&
		store_feed_article(r->m->cli->store, p->feed, p->id, err));
}

static bool run_done(void *self, struct stream_item **at, uint32_t n,
		     bool at_end, struct error *err)
{
	struct run *r = self;

	for (uint32_t i = 0; i < n; i++) {
		if (!take(r, at[i], err))
			return false;
		if (r->intake.is_open &&
		    intake_now_ms() - r->intake.began_ms >= TURN_MS &&
		    !commit(r, err))
			return false;
	}
	say_progress(r, at_end);
	return commit(r, err);
}

/* ---- pages ---- */

/* The next page, or, where it is not to be had, what is known of it. */
static bool page_next(void *self, struct stream_item *to)
{
	struct run *r = self;
	struct parcel *p = arena_alloc(&to->arena, sizeof(*p));
	struct fetch_reply got;
	struct error err;

	if (r->at == r->n_waiting)
		return false;
	*p = r->waiting[r->at++];
	to->own = p;
	to->in.input = name_of(&p->item);
	if (!addresses_take(r->addresses, (int)r->at - 1, &to->arena, &got,
			    &err)) {
		p->no_page = arena_string(&to->arena, err.text);
		set_feed(to, &p->item);
		return true;
	}
	to->in.what = IMPORT_DOCUMENT;
	to->in.doc = (struct document){
		.kind = DOCUMENT_AUTO,
		.bytes = got.body,
		.url = got.url ? got.url : p->item.url,
		.charset = got.charset,
		.time = p->item.kept,
		.title = p->item.title,
	};
	return true;
}

static void say_bare(struct run *r, struct stream_item *it)
{
	struct parcel *p = it->own;

	if (!p->no_page)
		p->no_page = it->reason ? it->reason : "it holds no text";
	clear_line();
	out_message("cannot fetch '%s': %s", it->in.input, p->no_page);
	r->m->count[MOVING_BARE]++;
}

/* A page that was fetched and holds no article is kept like one that was not
 * to be had: its title and where it was. */
static struct article *make_bare(struct stream_item *it)
{
	const struct parcel *p = it->own;
	struct article *art = article_new(&it->arena);

	article_set_text(art,
			 slice_of(p->item.title ? p->item.title : p->item.url),
			 SLICE(""));
	art->url = p->item.url;
	art->byline = p->item.author;
	art->original = moved_item_feed(&it->arena, &p->item).at;
	return art;
}

static bool page_done(void *self, struct stream_item **at, uint32_t n,
		      bool at_end, struct error *err)
{
	struct run *r = self;

	for (uint32_t i = 0; i < n; i++) {
		struct stream_item *it = at[i];
		struct parcel *p = it->own;
		struct article *bare;

		if (!p->no_page && it->n_arts)
			continue;
		say_bare(r, it);
		if (it->n_arts)
			continue;
		bare = make_bare(it);
		it->arts = arena_alloc(&it->arena, sizeof(bare));
		it->arts[0] = bare;
		it->n_arts = 1;
	}
	return run_done(self, at, n, at_end, err);
}

static bool fetch_pages(struct run *r, struct stream *stream, struct error *err)
{
	bool is_good;

	stream->next = page_next;
	stream->done = page_done;
	r->addresses = addresses_new(r->urls, (int)r->n_waiting,
				     r->m->cli->paths.fetch);
	is_good = stream_run(stream, err);
	addresses_free(r->addresses);
	return is_good;
}

/* ---- the whole ---- */

static void count_item(struct run *r, struct arena *a, struct parcel *p)
{
	uint32_t *c = r->m->count;

	if (is_known(r, a, p)) {
		c[MOVING_KNOWN]++;
		return;
	}
	c[MOVING_STORED]++;
	c[MOVING_PAGES] += wants_page(r, &p->item);
	c[MOVING_READ] += p->item.is_read;
	c[MOVING_STARRED] += p->item.is_starred;
	c[MOVING_TAGGED] += p->item.n_tags > 0;
	c[MOVING_NOTED] += p->item.note != NULL;
}

static void count_all(struct run *r)
{
	struct moving *m = r->m;
	const char *reason;
	struct parcel p = {.feed = 0};
	enum moving_step step;
	struct arena a;

	arena_init(&a);
	while ((step = m->next(m->self, &a, &p.item, &p.feed, &reason,
			       &m->broken_err)) != MOVING_END &&
	       step != MOVING_BROKEN) {
		if (step == MOVING_ITEM)
			count_item(r, &a, &p);
		m->count[MOVING_FAILED] += step == MOVING_UNFIT;
		m->count[MOVING_DELETED] += step == MOVING_SKIPPED;
		arena_reset(&a);
		p = (struct parcel){.feed = 0};
	}
	m->is_broken = step == MOVING_BROKEN;
	arena_free(&a);
}

static bool take_all(struct run *r, struct error *err)
{
	struct stream stream = {.self = r,
				.next = run_next,
				.done = run_done,
				.batch_ms = COLLECT_MS};
	bool is_good;
	int status;

	if (!cli_workers(r->m->cli, PIPELINE_ANNOTATE, &stream.pool, &status))
		return error_set(err, "no articles were taken");
	r->began_ms = intake_now_ms();
	is_good = stream_run(&stream, err) &&
		  (!r->n_waiting || fetch_pages(r, &stream, err));
	say_progress(r, true);
	worker_pool_close(stream.pool);
	return is_good;
}

bool moving_run(struct moving *m, struct error *err)
{
	struct run r = {.m = m, .shows_progress = isatty(STDERR_FILENO)};
	bool is_good = true;

	arena_init(&r.marks.arena);
	arena_init(&r.pages);
	if (!intake_open(&r.intake, m->cli, m->is_dry)) {
		is_good = error_set(err, "nothing was taken");
	} else if (m->is_dry) {
		count_all(&r);
	} else {
		is_good = take_all(&r, err);
	}
	intake_close(&r.intake);
	arena_free(&r.marks.arena);
	arena_free(&r.pages);
	return is_good;
}
