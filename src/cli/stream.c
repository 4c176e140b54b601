/* A ring of items: some wait for a worker's answer, some are done and wait
 * for those before them. */
#include "cli/stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/array.h"
#include "base/die.h"
#include "base/out.h"
#include "cli/print.h"

#define WINDOW     64u
#define BATCH_MOST 16u
/* Of documents in the window, so that memory stays bounded. */
#define BYTES_MOST ((size_t)64 << 20)

struct window {
	struct stream *stream;
	struct stream_item item[WINDOW];
	uint64_t first, next; /* tickets in the window: [first, next) */
	size_t bytes;
	bool at_end;
	int64_t since_ms; /* when the first of what is done was done */
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct stream_item *item_of(struct window *w, uint64_t ticket)
{
	return &w->item[ticket % WINDOW];
}

static bool may_take(const struct window *w)
{
	return !w->at_end && w->next - w->first < WINDOW &&
	       w->bytes < BYTES_MOST && worker_has_room(w->stream->pool);
}

void stream_item_read(struct stream_item *item, const char *input)
{
	struct import_item *in = &item->in;
	struct error err;

	in->input = in->doc.file = input;
	in->what = IMPORT_DOCUMENT;
	if (import_read(&item->arena, input, &in->doc.bytes, &in->doc.time,
			&err))
		return;
	in->what = IMPORT_FAILURE;
	in->reason = arena_string(&item->arena, err.text);
}

/* Take in one document and give it to a worker. */
static void take(struct window *w)
{
	struct stream_item *item = item_of(w, w->next);
	struct error err;

	item->own = NULL;
	item->arts = NULL;
	item->n_arts = 0;
	item->words = NULL;
	item->head = NULL;
	item->reason = NULL;
	item->is_done = false;
	item->in = (struct import_item){0};
	if (!w->stream->next(w->stream->self, item)) {
		w->at_end = true;
		return;
	}
	if (item->in.what != IMPORT_DOCUMENT) {
		item->reason = item->in.reason;
		item->is_done = true;
	} else if (!worker_submit(w->stream->pool, w->next, &item->in.doc,
				  &err)) {
		item->reason = arena_string(&item->arena, err.text);
		item->is_done = true;
	}
	w->bytes += item->in.doc.bytes.len;
	w->next++;
}

/* Whose answer it is is known when it has come: it comes in an arena of its
 * own, which then joins its item's. */
static bool await(struct window *w, struct arena *spare, struct error *err)
{
	struct worker_reply reply;
	struct stream_item *item;
	bool any;

	if (!worker_next(w->stream->pool, spare, &reply, &any, err))
		return false;
	if (!any)
		return true;
	item = item_of(w, reply.ticket);
	if (reply.art) {
		struct article **to =
			array_add(&item->arena, item->arts, item->n_arts);

		*to = reply.art;
		reply.art->arena = &item->arena;
	}
	if (reply.reason)
		item->reason = reply.reason;
	if (reply.words)
		item->words = reply.words;
	if (reply.head)
		item->head = reply.head;
	arena_join(&item->arena, spare);
	item->is_done = reply.is_last;
	return true;
}

static uint32_t count_done(struct window *w)
{
	uint32_t n = 0;

	while (w->first + n < w->next && item_of(w, w->first + n)->is_done)
		n++;
	return n;
}

/* Is it time to hand on the n that are done? */
static bool is_time(struct window *w, uint32_t n)
{
	bool is_all = n == w->next - w->first;

	if (n == 0)
		return false;
	if (n >= BATCH_MOST || (is_all && !may_take(w)))
		return true;
	if (w->since_ms == 0)
		w->since_ms = now_ms();
	return now_ms() - w->since_ms >= w->stream->batch_ms;
}

/* Hand on what is done and has nothing before it. */
static bool hand_on(struct window *w, uint32_t n, struct error *err)
{
	struct stream_item *at[WINDOW];
	bool is_last = w->at_end && w->first + n == w->next;
	bool is_good;

	for (uint32_t i = 0; i < n; i++)
		at[i] = item_of(w, w->first + i);
	is_good = w->stream->done(w->stream->self, at, n, is_last, err);
	for (uint32_t i = 0; i < n; i++) {
		w->bytes -= at[i]->in.doc.bytes.len;
		arena_free(&at[i]->arena);
	}
	w->first += n;
	w->since_ms = 0;
	return is_good;
}

static bool run_window(struct window *w, struct arena *spare, struct error *err)
{
	while (!w->at_end || w->first < w->next) {
		uint32_t n = count_done(w);

		if (is_time(w, n)) {
			if (!hand_on(w, n, err))
				return false;
		} else if (may_take(w)) {
			take(w);
		} else if (!await(w, spare, err)) {
			return false;
		}
	}
	return true;
}

bool stream_run(struct stream *s, struct error *err)
{
	struct window *w = calloc(1, sizeof(*w));
	struct arena spare;
	bool is_good;

	if (!w)
		die("out of memory");
	w->stream = s;
	arena_init(&spare);
	is_good = run_window(w, &spare, err);
	for (uint32_t i = 0; i < WINDOW; i++)
		arena_free(&w->item[i].arena);
	arena_free(&spare);
	free(w);
	return is_good;
}

bool cli_workers(struct cli *cli, enum pipeline_depth depth,
		 struct worker_pool **out, int *status)
{
	struct worker_settings settings = {
		.program = cli->paths.program,
		.data = cli->paths.data,
		.depth = (uint8_t)depth,
	};
	struct error err;
	int64_t jobs;

	*status = CLI_USAGE;
	if (!cli_number(cli, "jobs", 1, WORKER_JOBS_MOST, 0, &jobs))
		return false;
	settings.jobs = (unsigned)jobs;
	*status = CLI_FAILED;
	if (worker_pool_open(&settings, out, &err))
		return true;
	cli_fail(CLI_FAILED, &err);
	return false;
}

bool stream_one(struct worker_pool *pool, struct arena *a,
		const struct document *doc, struct article **out,
		struct error *err)
{
	struct worker_reply reply = {0};
	bool any = true;

	*out = NULL;
	if (!worker_submit(pool, 0, doc, err))
		return false;
	while (any && !reply.is_last) {
		if (!worker_next(pool, a, &reply, &any, err))
			return false;
		if (any && reply.art && !*out)
			*out = reply.art;
	}
	return *out ||
	       error_set(err, "%s",
			 reply.reason ? reply.reason : "it holds no article");
}

void stream_print_time(const char *stage, uint64_t cpu_ns, uint32_t n_articles)
{
	double ms = (double)cpu_ns / 1e6;

	out_printf(stderr, "%-8s %10.1f ms  %8.3f ms an input\n", stage, ms,
		   n_articles ? ms / n_articles : 0.0);
}

uint64_t stream_print_times(const struct worker_pool *pool, uint32_t n_articles)
{
	const struct pipeline_time *times;
	uint32_t n = worker_times(pool, &times);
	uint64_t sum = 0;

	for (uint32_t i = 0; i < n; i++) {
		stream_print_time(times[i].stage, times[i].cpu_ns, n_articles);
		sum += times[i].cpu_ns;
	}
	return sum;
}
