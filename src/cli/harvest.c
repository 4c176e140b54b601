/* Answers from two sides, the network's and the workers', lead each feed and
 * each page of an item on by one step; whatever has come is stored before more
 * is asked for, so that memory stays bounded. */
#include "cli/harvest.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "article/codec.h"
#include "article/record.h"
#include "base/die.h"
#include "base/hash.h"
#include "fetch/schedule.h"

/* Of bodies that workers have or wait for. */
#define BYTES_MOST ((size_t)12 << 20)

static const char *const result_names[] = {"read", "unchanged", "gone",
					   "failed"};
const struct names harvest_results = {result_names, HARVEST_RESULTS};

/* An item whose page is on its way. */
struct page {
	struct harvest_feed *feed;
	struct arena arena;
	struct str record; /* the item as the feed has it: codec.h, WIRE */
	struct article *item;
	struct document doc;
	uint64_t hash;
};

struct run {
	struct harvest *h;
	struct page **pages; /* by number; NULL: done with */
	uint32_t n_pages;
	struct arena arena;             /* of the run */
	struct arena answer;            /* of what is being looked at */
	size_t bytes;                   /* of bodies that workers have */
	uint32_t working;               /* documents that they have */
	struct harvest_feed **finished; /* but not told: not safe yet */
	uint32_t n_finished;
	int64_t now;
};

/* Tickets: even ones are feeds, odd ones pages. */
static uint64_t feed_ticket(const struct run *r, const struct harvest_feed *f)
{
	return (uint64_t)(f - r->h->feeds) * 2;
}

/* ---- the end of a feed ---- */

static int64_t next_fetch(const struct run *r, const struct harvest_feed *f,
			  const struct fetch_reply *reply)
{
	const struct feed_outcome *o = &f->outcome;
	const struct feed_row *row = f->row;
	int64_t every = r->h->intake->conf.number[CONF_FETCH_EVERY];
	bool was_read = o->was_read;
	struct schedule s = {
		.now = r->now,
		.every_s = every * 60,
		.is_good = o->is_good,
		.failures = row->errors + 1,
		.ttl_s = 60 * (int64_t)(was_read ? o->ttl_min : row->ttl_min),
		.skip_hours = was_read ? o->skip_hours : row->skip_hours,
		.skip_days =
			(uint8_t)(was_read ? o->skip_days : row->skip_days),
		.seed = hash_bytes(row->url, strlen(row->url), 0),
	};

	if (reply) {
		s.max_age_s = reply->max_age_s;
		s.retry_after_s = reply->retry_after_s;
	}
	return schedule_next(&s);
}

static bool finish_feed(struct run *r, struct harvest_feed *f,
			struct error *err)
{
	struct feed_outcome *o = &f->outcome;

	o->items = (struct slice){f->items.at, f->items.len};
	if (!intake_begin(r->h->intake, err) ||
	    !store_feed_fetched(r->h->intake->cli->store, f->row->id, o, err))
		return false;
	*array_add(&r->arena, r->finished, r->n_finished) = f;
	return true;
}

/* One of the answers that a feed waited for has come. */
static bool close_one(struct run *r, struct harvest_feed *f, struct error *err)
{
	return --f->open > 0 || finish_feed(r, f, err);
}

static bool fail_feed(struct run *r, struct harvest_feed *f,
		      const struct fetch_reply *reply, const char *reason,
		      struct error *err)
{
	f->result = HARVEST_FAILED;
	f->outcome.is_good = false;
	f->outcome.has_body = false;
	f->outcome.error = arena_string(&f->arena, reason);
	f->outcome.next_fetch = next_fetch(r, f, reply);
	return close_one(r, f, err);
}

/* ---- articles ---- */

static bool put(struct run *r, struct harvest_feed *f, struct article *art,
		const struct original *original, struct error *err)
{
	struct store *st = r->h->intake->cli->store;
	enum store_how how;
	struct error fault;
	int64_t id;

	art->from_feed = true;
	if (!intake_put(r->h->intake, art, original, &how, &id, &fault, err)) {
		if (!fault.text[0])
			return false;
		/* it is tried again next time: its hash is not kept */
		f->outcome.error = arena_string(&f->arena, fault.text);
		return true;
	}
	f->stored += how == STORE_STORED;
	r->h->n_stored += how == STORE_STORED;
	f->updated += how == STORE_UPDATED;
	f->known += how == STORE_KNOWN || how == STORE_REMOVED;
	return how == STORE_REMOVED ||
	       store_feed_article(st, f->row->id, id, err);
}

/* The item as the feed has it. */
static bool put_item(struct run *r, struct harvest_feed *f,
		     struct article *item, struct error *err)
{
	struct original original = {slice_of(item->original),
				    "application/feed+json"};

	return put(r, f, item, item->original ? &original : NULL, err);
}

/* ---- pages ---- */

static void page_free(struct run *r, struct page *p, uint64_t ticket)
{
	r->pages[ticket / 2] = NULL;
	str_free(&p->record);
	arena_free(&p->arena);
	free(p);
}

static bool wants_page(const struct run *r, const struct harvest_feed *f,
		       const struct article *art)
{
	if (r->h->no_pages || f->row->pages == FEED_PAGES_OFF || !art->url)
		return false;
	return f->row->pages == FEED_PAGES_ON || art->is_partial;
}

static bool ask_page(struct run *r, struct harvest_feed *f,
		     const struct article *art, struct error *err)
{
	const struct fetch_request request = {
		.what = FETCH_PAGE, .url = art->url, .typed = f->row->typed};
	struct page *p = calloc(1, sizeof(*p));

	if (!p)
		die("out of memory");
	arena_init(&p->arena);
	p->feed = f;
	p->hash = (uint64_t)art->item;
	codec_write(art, WIRE, &p->record);
	*array_add(&r->arena, r->pages, r->n_pages) = p;
	f->open++;
	f->pages++;
	return fetch_submit(r->h->fetch, (uint64_t)r->n_pages * 2 - 1, &request,
			    err);
}

static bool unpack_item(struct page *p, struct error *err)
{
	return codec_read(&p->arena,
			  (struct slice){p->record.at, p->record.len}, WIRE,
			  SLICE(""), &p->item, err);
}

static bool submit(struct run *r, uint64_t ticket, const struct document *doc,
		   struct error *err)
{
	if (!worker_submit(r->h->pool, ticket, doc, err))
		return false;
	r->working++;
	r->bytes += doc->bytes.len;
	return true;
}

static const char *copy_part(struct arena *a, const struct article *art,
			     struct span part)
{
	struct slice text = article_slice(art, part);

	return arena_copy(a, text.at, text.len);
}

/* The page is to be read with what the feed says of it beside. */
static bool read_page(struct run *r, struct page *p, uint64_t ticket,
		      const struct fetch_reply *reply, struct error *err)
{
	const struct article *item = p->item;

	p->doc = (struct document){
		.kind = DOCUMENT_AUTO,
		.bytes = reply->body,
		.url = reply->url,
		.charset = reply->charset,
		.time = r->now,
		.title = copy_part(&p->arena, item, item->title),
		.byline = item->byline,
		.source = item->source,
		.published = item->published,
		.summary = copy_part(&p->arena, item, item->body),
	};
	return submit(r, ticket, &p->doc, err);
}

/* Is it worth asking again when the feed is fetched next? */
static bool may_get_better(const struct fetch_reply *reply)
{
	return reply->outcome == FETCH_FAILED &&
	       (reply->status == 0 || reply->status == 429 ||
		reply->status >= 500);
}

static bool hear_page(struct run *r, uint64_t ticket,
		      const struct fetch_reply *reply, struct error *err)
{
	struct page *p = r->pages[ticket / 2];
	struct harvest_feed *f = p->feed;
	bool is_good;

	arena_join(&p->arena, &r->answer);
	if (!unpack_item(p, err))
		return false;
	if (reply->outcome == FETCH_GOT) {
		struct error fault;

		if (read_page(r, p, ticket, reply, &fault))
			return true;
	}
	f->pages_failed++;
	if (!may_get_better(reply))
		store_feed_item_add(&f->items, p->hash);
	is_good = put_item(r, f, p->item, err);
	page_free(r, p, ticket);
	return is_good && close_one(r, f, err);
}

/* What only the feed knows goes along with the page. */
static void add_from_item(struct article *art, const struct article *item)
{
	art->ref = item->ref;
	for (uint32_t i = 0; i < item->n_links; i++) {
		const struct link *link = &item->links[i];

		if (link->kind >= LINK_ENCLOSURE)
			*array_add(art->arena, art->links, art->n_links) =
				(struct link){
					.kind = link->kind,
					.span = {art->text_len, art->text_len},
					.url = link->url,
					.title = link->title};
	}
}

static bool put_page(struct run *r, struct page *p, struct article *art,
		     struct error *err)
{
	struct original original = {
		p->doc.bytes,
		p->doc.charset
			? arena_printf(art->arena, "text/html; charset=%s",
				       p->doc.charset)
			: "text/html"};

	add_from_item(art, p->item);
	store_feed_item_add(&p->feed->items, p->hash);
	return put(r, p->feed, art, &original, err);
}

static bool take_page(struct run *r, const struct worker_reply *reply,
		      struct error *err)
{
	struct page *p = r->pages[reply->ticket / 2];
	struct harvest_feed *f = p->feed;

	if (reply->art && p->item) {
		if (!put_page(r, p, reply->art, err))
			return false;
		p->item = NULL;
	}
	if (!reply->is_last)
		return true;
	r->working--;
	r->bytes -= p->doc.bytes.len;
	if (p->item) { /* it holds no article: the feed's own words do */
		f->pages_failed++;
		store_feed_item_add(&f->items, p->hash);
		if (!put_item(r, f, p->item, err))
			return false;
	}
	page_free(r, p, reply->ticket);
	return close_one(r, f, err);
}

/* ---- feeds ---- */

static void note_head(struct harvest_feed *f, const struct document_head *head)
{
	struct feed_outcome *o = &f->outcome;

	o->was_read = true;
	o->title = f->title = arena_string(&f->arena, head->title);
	o->link = arena_string(&f->arena, head->link);
	o->ttl_min = head->ttl_min;
	o->skip_hours = head->skip_hours;
	o->skip_days = head->skip_days;
	if (head->moved)
		o->moved = arena_string(&f->arena, head->moved);
	f->known += head->n_known;
	str_add(&f->items, head->items.at, head->items.len);
}

static bool take_item(struct run *r, struct harvest_feed *f,
		      struct article *art, struct error *err)
{
	if (wants_page(r, f, art)) {
		struct error fault;

		if (ask_page(r, f, art, &fault))
			return true;
		f->open--; /* no address that can be fetched */
		page_free(r, r->pages[r->n_pages - 1],
			  (uint64_t)r->n_pages * 2 - 1);
		f->pages_failed++;
	}
	store_feed_item_add(&f->items, (uint64_t)art->item);
	return put_item(r, f, art, err);
}

static bool take_feed(struct run *r, const struct worker_reply *reply,
		      struct error *err)
{
	struct harvest_feed *f = &r->h->feeds[reply->ticket / 2];

	if (reply->art && !take_item(r, f, reply->art, err))
		return false;
	if (reply->head)
		note_head(f, reply->head);
	if (!reply->is_last)
		return true;
	r->working--;
	r->bytes -= f->doc.bytes.len;
	arena_free(&f->body);
	arena_init(&f->body);
	if (!f->outcome.was_read)
		return fail_feed(
			r, f, NULL,
			reply->reason ? reply->reason : "it is no feed", err);
	f->outcome.next_fetch = next_fetch(r, f, NULL);
	return close_one(r, f, err);
}

static bool read_feed(struct run *r, struct harvest_feed *f,
		      const struct fetch_reply *reply, struct error *err)
{
	struct error fault;

	f->doc = (struct document){
		.kind = DOCUMENT_FEED,
		.bytes = reply->body,
		.url = reply->url,
		.charset = reply->charset,
		.time = r->now,
		.known = f->row->items,
	};
	arena_join(&f->body, &r->answer);
	if (submit(r, feed_ticket(r, f), &f->doc, &fault))
		return true;
	arena_reset(&f->body);
	return fail_feed(r, f, reply, fault.text, err);
}

static void note_answer(struct run *r, struct harvest_feed *f,
			const struct fetch_reply *reply)
{
	f->outcome = (struct feed_outcome){
		.at = r->now,
		.is_good = reply->outcome == FETCH_GOT ||
			   reply->outcome == FETCH_UNCHANGED,
		.is_gone = reply->outcome == FETCH_GONE,
		.error = arena_string(&f->arena, reply->reason),
		.moved = arena_string(&f->arena, reply->moved),
		.has_body = reply->hash != 0,
		.etag = arena_string(&f->arena, reply->etag),
		.last_modified = arena_string(&f->arena, reply->last_modified),
		.body = reply->hash,
	};
	f->outcome.next_fetch = next_fetch(r, f, reply);
}

static bool hear_feed(struct run *r, uint64_t ticket,
		      const struct fetch_reply *reply, struct error *err)
{
	struct harvest_feed *f = &r->h->feeds[ticket / 2];

	note_answer(r, f, reply);
	if (reply->outcome == FETCH_GOT)
		return read_feed(r, f, reply, err);
	f->result = f->outcome.is_good   ? HARVEST_UNCHANGED
		    : f->outcome.is_gone ? HARVEST_GONE
					 : HARVEST_FAILED;
	return close_one(r, f, err);
}

/* ---- the run ---- */

static bool ask_feeds(struct run *r, struct error *err)
{
	struct harvest *h = r->h;

	for (uint32_t i = 0; i < h->n_feeds; i++) {
		struct harvest_feed *f = &h->feeds[i];
		const struct fetch_request request = {
			.what = FETCH_FEED,
			.url = f->row->url,
			.typed = f->row->typed,
			.etag = f->row->etag,
			.last_modified = f->row->last_modified,
			.body = f->row->body,
		};
		struct error fault;

		f->open = 1;
		if (fetch_submit(h->fetch, feed_ticket(r, f), &request, &fault))
			continue;
		f->outcome.at = r->now;
		if (!fail_feed(r, f, NULL, fault.text, err))
			return false;
	}
	return true;
}

static bool may_hear(const struct run *r)
{
	return r->bytes < BYTES_MOST && worker_has_room(r->h->pool);
}

/* Take one answer of the network's, if there is one. */
static bool hear(struct run *r, bool *any, struct error *err)
{
	struct fetch_reply reply;
	bool is_good;

	*any = false;
	if (!may_hear(r))
		return true;
	if (!fetch_next(r->h->fetch, &r->answer, &reply, any, err))
		return false;
	if (!*any)
		return true;
	if (reply.ticket % 2)
		is_good = hear_page(r, reply.ticket, &reply, err);
	else
		is_good = hear_feed(r, reply.ticket, &reply, err);
	arena_reset(&r->answer);
	return is_good;
}

static bool take(struct run *r, struct error *err)
{
	struct worker_reply reply;
	bool any, is_good = true;

	if (!worker_next(r->h->pool, &r->answer, &reply, &any, err))
		return false;
	if (any && reply.ticket % 2)
		is_good = take_page(r, &reply, err);
	else if (any)
		is_good = take_feed(r, &reply, err);
	arena_reset(&r->answer);
	return is_good;
}

/* What was put is safe; feeds that are through can be told of. */
static bool commit(struct run *r, struct error *err)
{
	struct harvest *h = r->h;

	if (!intake_commit(h->intake, err))
		return false;
	for (uint32_t i = 0; i < r->n_finished; i++) {
		struct harvest_feed *f = r->finished[i];

		h->n_done++;
		h->done(h->self, f);
		str_free(&f->items);
		arena_free(&f->arena);
		arena_init(&f->arena);
	}
	r->n_finished = 0;
	r->finished = NULL;
	return true;
}

static bool wait(struct run *r, struct error *err)
{
	struct pollfd also = {may_hear(r) ? fetch_descriptor(r->h->fetch) : -1,
			      fetch_events(r->h->fetch), 0};

	r->h->progress(r->h->self);
	return worker_wait(r->h->pool, &also, err);
}

static bool step(struct run *r, bool *is_over, struct error *err)
{
	bool any = true;

	if (worker_has_reply(r->h->pool)) {
		if (!take(r, err))
			return false;
	} else if (!hear(r, &any, err)) {
		return false;
	}
	if (intake_is_due(r->h->intake) || !any) {
		uint64_t before = intake_cpu_ns();

		if (!commit(r, err))
			return false;
		r->h->intake->cpu_ns += intake_cpu_ns() - before;
	}
	*is_over = !any && !r->working && !fetch_under_way(r->h->fetch);
	return any || *is_over || wait(r, err);
}

static void make_feeds(struct run *r, const struct feed_rows *rows)
{
	struct harvest *h = r->h;

	h->n_feeds = rows->n;
	h->feeds = calloc(rows->n + 1, sizeof(*h->feeds));
	if (!h->feeds)
		die("out of memory");
	for (uint32_t i = 0; i < rows->n; i++) {
		h->feeds[i].row = &rows->at[i];
		arena_init(&h->feeds[i].arena);
		arena_init(&h->feeds[i].body);
	}
}

static void run_free(struct run *r)
{
	for (uint32_t i = 0; i < r->n_pages; i++) {
		if (r->pages[i])
			page_free(r, r->pages[i], (uint64_t)i * 2 + 1);
	}
	arena_free(&r->answer);
	arena_free(&r->arena);
}

bool harvest_run(struct harvest *h, const struct feed_rows *rows,
		 struct error *err)
{
	struct run r = {.h = h, .now = (int64_t)time(NULL)};
	bool is_over = false, is_good;

	arena_init(&r.arena);
	arena_init(&r.answer);
	make_feeds(&r, rows);
	is_good = ask_feeds(&r, err);
	while (is_good && !is_over)
		is_good = step(&r, &is_over, err);
	is_good = is_good && commit(&r, err);
	run_free(&r);
	return is_good;
}

void harvest_free(struct harvest *h)
{
	for (uint32_t i = 0; i < h->n_feeds; i++) {
		str_free(&h->feeds[i].items);
		arena_free(&h->feeds[i].arena);
		arena_free(&h->feeds[i].body);
	}
	free(h->feeds);
	h->feeds = NULL;
	h->n_feeds = 0;
}
