/* The parent's side.
 *
 * Each worker has at most two documents: the one it reads and one behind it,
 * already in its socket, so that it never waits for us.  Everything that a
 * worker answers is hostile until codec_read has checked it.  An article is
 * held until the next frame, so that the last one of a document can say so.
 *
 * A worker that breaks a rule, dies or takes too long is ended; the document
 * it was reading has failed, the one behind it goes to another worker.
 */
#include "worker/worker.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "article/codec.h"
#include "article/record.h"
#include "base/die.h"
#include "base/utf8.h"
#include "worker/cage.h"
#include "worker/child.h"
#include "worker/frame.h"
#include "worker/serve.h"

#define JOBS_DEFAULT_MOST 8u
#define QUEUE             2u /* documents a worker has */
#define TRIES             2u /* of a document whose worker was killed */
#define STAGES_MOST       16u
#define REASON_MOST       512u
#define READ_BYTES        65536u
/* A pause of ours that is longer does not count against a worker. */
#define PAUSE_MS 200

struct job {
	struct job *next;
	uint64_t ticket;
	const struct document *doc;
	struct str head; /* the frame but for the document's bytes */
	size_t sent;
	unsigned tries;
	bool has_given;    /* an article of it went out already */
	struct str reason; /* why it failed */
};

struct jobs {
	struct job *first, **last;
};

struct worker {
	struct child child; /* pid 0: not running */
	bool is_ready;
	struct job *queue[QUEUE];
	unsigned n_queue;
	int64_t since_ms; /* when it got what it is doing */
	struct str in;
	struct str held; /* an article that waits for the next frame */
	bool has_held;
	struct str failure; /* what it said of its document */
};

struct worker_pool {
	struct arena arena;
	struct worker_settings settings;
	char *argv[6];
	struct worker *workers; /* [settings.jobs] */
	struct jobs waiting, failed;
	unsigned under_way; /* documents in all of them */
	int64_t left_ms;    /* when we last left poll */
	struct pipeline_time times[STAGES_MOST];
	uint32_t n_times;
	char buffer[READ_BYTES];
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* ---- jobs ---- */

static void jobs_push(struct jobs *jobs, struct job *job)
{
	job->next = NULL;
	*jobs->last = job;
	jobs->last = &job->next;
}

static void jobs_unshift(struct jobs *jobs, struct job *job)
{
	job->next = jobs->first;
	jobs->first = job;
	if (!job->next)
		jobs->last = &job->next;
}

static struct job *jobs_pop(struct jobs *jobs)
{
	struct job *job = jobs->first;

	if (job) {
		jobs->first = job->next;
		if (!jobs->first)
			jobs->last = &jobs->first;
	}
	return job;
}

static void job_free(struct job *job)
{
	if (job) {
		str_free(&job->head);
		str_free(&job->reason);
		free(job);
	}
}

static size_t job_size(const struct job *job)
{
	return job->head.len + job->doc->bytes.len;
}

/* ---- open and close ---- */

static unsigned cores(void)
{
	cpu_set_t set;
	unsigned n = 1;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		n = (unsigned)CPU_COUNT(&set);
	return n < JOBS_DEFAULT_MOST ? n : JOBS_DEFAULT_MOST;
}

static void set_argv(struct worker_pool *pool)
{
	const struct worker_settings *s = &pool->settings;

	pool->argv[0] = arena_string(&pool->arena, s->program);
	pool->argv[1] = arena_string(&pool->arena, "--worker");
	pool->argv[2] = arena_string(&pool->arena, s->data);
	pool->argv[3] = arena_printf(&pool->arena, "%u", s->depth);
	pool->argv[4] =
		arena_printf(&pool->arena, "%u", (s->timeout_ms + 999) / 1000);
}

bool worker_pool_open(const struct worker_settings *settings,
		      struct worker_pool **out, struct error *err)
{
	struct worker_pool *pool;

	if (!settings->program || !*settings->program)
		return error_set(err, "cannot find gazette's own program");
	pool = calloc(1, sizeof(*pool));
	if (!pool)
		die("out of memory");
	arena_init(&pool->arena);
	pool->settings = *settings;
	if (pool->settings.jobs == 0)
		pool->settings.jobs = cores();
	if (pool->settings.jobs > WORKER_JOBS_MOST)
		pool->settings.jobs = WORKER_JOBS_MOST;
	if (pool->settings.timeout_ms == 0)
		pool->settings.timeout_ms = WORKER_TIMEOUT_MS;
	set_argv(pool);
	pool->workers = arena_array(&pool->arena, pool->settings.jobs,
				    sizeof(*pool->workers));
	pool->waiting.last = &pool->waiting.first;
	pool->failed.last = &pool->failed.first;
	pool->left_ms = now_ms();
	*out = pool;
	return true;
}

static void worker_forget(struct worker *w)
{
	str_free(&w->in);
	str_free(&w->held);
	str_free(&w->failure);
	memset(w, 0, sizeof(*w));
}

void worker_pool_close(struct worker_pool *pool)
{
	struct job *job;

	if (!pool)
		return;
	for (unsigned i = 0; i < pool->settings.jobs; i++) {
		struct worker *w = &pool->workers[i];

		for (unsigned k = 0; k < w->n_queue; k++)
			job_free(w->queue[k]);
		if (w->child.pid)
			child_kill(&w->child);
		worker_forget(w);
	}
	while ((job = jobs_pop(&pool->waiting)))
		job_free(job);
	while ((job = jobs_pop(&pool->failed)))
		job_free(job);
	arena_free(&pool->arena);
	free(pool);
}

/* ---- documents to workers ---- */

bool worker_has_room(const struct worker_pool *pool)
{
	return pool->under_way < pool->settings.jobs * QUEUE;
}

static void worker_give(struct worker *w, struct job *job)
{
	job->sent = 0;
	if (w->n_queue == 0)
		w->since_ms = now_ms();
	w->queue[w->n_queue++] = job;
}

static bool worker_start(struct worker_pool *pool, struct worker *w,
			 struct error *err)
{
	if (!child_start(&w->child, pool->argv, err))
		return false;
	w->since_ms = now_ms();
	return true;
}

/* The worker that is to have the next document: an idle one, a new one, one
 * with none behind its own; NULL: all are full. */
static struct worker *pick(struct worker_pool *pool)
{
	struct worker *stopped = NULL, *shortest = NULL;

	for (unsigned i = 0; i < pool->settings.jobs; i++) {
		struct worker *w = &pool->workers[i];

		if (w->child.pid && w->n_queue == 0)
			return w;
		if (!w->child.pid && !stopped)
			stopped = w;
		if (w->child.pid && w->n_queue < QUEUE && !shortest)
			shortest = w;
	}
	return stopped ? stopped : shortest;
}

static bool dispatch(struct worker_pool *pool, struct error *err)
{
	struct worker *w;

	while (pool->waiting.first && (w = pick(pool))) {
		if (!w->child.pid && !worker_start(pool, w, err))
			return false;
		worker_give(w, jobs_pop(&pool->waiting));
	}
	return true;
}

bool worker_submit(struct worker_pool *pool, uint64_t ticket,
		   const struct document *doc, struct error *err)
{
	struct job *job;

	assert(worker_has_room(pool));
	if (doc->bytes.len > FRAME_DOCUMENT_MOST)
		return error_set(err, "is larger than %zu MB",
				 FRAME_DOCUMENT_MOST >> 20);
	job = calloc(1, sizeof(*job));
	if (!job)
		die("out of memory");
	job->ticket = ticket;
	job->doc = doc;
	frame_document_put(&job->head, doc);
	if (job_size(job) > FRAME_MOST) {
		job_free(job);
		return error_set(err, "has too much said about it");
	}
	jobs_push(&pool->waiting, job);
	pool->under_way++;
	return true;
}

/* Write what the socket takes. */
static void worker_write(struct worker *w)
{
	for (unsigned i = 0; i < w->n_queue; i++) {
		struct job *job = w->queue[i];
		size_t head = job->head.len;

		while (job->sent < job_size(job)) {
			bool in_head = job->sent < head;
			const char *at = in_head ? job->head.at + job->sent
						 : job->doc->bytes.at +
							   (job->sent - head);
			size_t left = in_head ? head - job->sent
					      : job_size(job) - job->sent;
			ssize_t n =
				send(w->child.socket, at, left, MSG_NOSIGNAL);

			if (n < 0 && errno == EINTR)
				continue;
			if (n <= 0)
				return; /* full; or gone, as reading says */
			job->sent += (size_t)n;
		}
	}
}

static bool has_unsent(const struct worker *w)
{
	for (unsigned i = 0; i < w->n_queue; i++) {
		if (w->queue[i]->sent < job_size(w->queue[i]))
			return true;
	}
	return false;
}

/* ---- the end of a worker ---- */

static void job_fail(struct worker_pool *pool, struct job *job,
		     const char *reason)
{
	str_clear(&job->reason);
	str_add_text(&job->reason, reason);
	jobs_push(&pool->failed, job);
}

/* Its documents go elsewhere: the first one by what happened to it. */
static void worker_drop(struct worker_pool *pool, struct worker *w,
			bool may_retry, const char *reason)
{
	for (unsigned i = w->n_queue; i-- > 1;)
		jobs_unshift(&pool->waiting, w->queue[i]);
	if (w->n_queue > 0) {
		struct job *job = w->queue[0];

		if (may_retry && !job->has_given && ++job->tries < TRIES)
			jobs_unshift(&pool->waiting, job);
		else
			job_fail(pool, job, reason);
	}
	worker_forget(w);
}

static void worker_break(struct worker_pool *pool, struct worker *w,
			 const char *reason)
{
	child_kill(&w->child);
	worker_drop(pool, w, false, reason);
}

/* The socket closed.  Errors  false: it never got ready. */
static bool worker_ended(struct worker_pool *pool, struct worker *w,
			 struct error *err)
{
	bool was_ready = w->is_ready;
	const char *reason;
	struct arena a;
	enum child_end end;

	arena_init(&a);
	end = child_end(&w->child, &a, &reason);
	if (!was_ready && end != CHILD_KILLED)
		error_set(err, "a worker cannot start: it %s", reason);
	worker_drop(pool, w, end != CHILD_FAILED, reason);
	arena_free(&a);
	return was_ready || end == CHILD_KILLED;
}

static void check_deadlines(struct worker_pool *pool)
{
	char reason[64];
	int64_t now = now_ms();

	for (unsigned i = 0; i < pool->settings.jobs; i++) {
		struct worker *w = &pool->workers[i];

		if (!w->child.pid || (w->is_ready && w->n_queue == 0) ||
		    now - w->since_ms < pool->settings.timeout_ms)
			continue;
		snprintf(reason, sizeof(reason), "took longer than %g s%s",
			 pool->settings.timeout_ms / 1000.0,
			 w->is_ready ? "" : " to start a worker");
		worker_break(pool, w, reason);
	}
}

/* ---- answers ---- */

static void note_stages(struct worker_pool *pool, struct slice names)
{
	if (pool->n_times)
		return;
	while (names.len && pool->n_times < STAGES_MOST) {
		struct slice name = slice_cut(&names, '\n');

		pool->times[pool->n_times++].stage =
			arena_copy(&pool->arena, name.at, name.len);
	}
}

static void note_times(struct worker_pool *pool, struct slice numbers)
{
	for (uint32_t i = 0; i < pool->n_times; i++)
		pool->times[i].cpu_ns += frame_number_get(&numbers, 8);
}

/* Hand out the article that was held; false when it is broken. */
static bool give_held(struct worker *w, struct arena *a,
		      struct worker_reply *reply)
{
	struct slice record = {w->held.at, w->held.len};
	struct error err;
	bool is_good;

	reply->ticket = w->queue[0]->ticket;
	reply->reason = NULL;
	reply->is_last = false;
	is_good = codec_read(a, record, WIRE, (struct slice){0}, &reply->art,
			     &err);
	w->has_held = false;
	str_free(&w->held);
	w->queue[0]->has_given = true;
	return is_good;
}

static void give_failure(struct worker *w, struct arena *a,
			 struct worker_reply *reply)
{
	struct slice words = {w->failure.at, w->failure.len};
	size_t len;

	if (!words.len)
		words = SLICE("it holds no article");
	if (words.len > REASON_MOST)
		words.len = REASON_MOST;
	reply->ticket = w->queue[0]->ticket;
	reply->art = NULL;
	reply->reason = utf8_clean(a, words.at, words.len, &len);
}

static void first_is_done(struct worker_pool *pool, struct worker *w)
{
	job_free(w->queue[0]);
	memmove(&w->queue[0], &w->queue[1], (QUEUE - 1) * sizeof(w->queue[0]));
	w->n_queue--;
	w->since_ms = now_ms();
	str_free(&w->failure);
	pool->under_way--;
}

enum heard { HEARD_MORE, HEARD_REPLY, HEARD_NONSENSE, HEARD_FATAL };

static enum heard hear_end(struct worker_pool *pool, struct worker *w,
			   struct slice times, struct arena *a,
			   struct worker_reply *reply)
{
	note_times(pool, times);
	if (w->has_held && !give_held(w, a, reply))
		return HEARD_NONSENSE;
	if (!reply->art)
		give_failure(w, a, reply);
	reply->is_last = true;
	first_is_done(pool, w);
	return HEARD_REPLY;
}

static enum heard hear_article(struct worker *w, struct slice record,
			       struct arena *a, struct worker_reply *reply)
{
	bool gave = w->has_held;

	if (gave && !give_held(w, a, reply))
		return HEARD_NONSENSE;
	str_add(&w->held, record.at, record.len);
	w->has_held = true;
	return gave ? HEARD_REPLY : HEARD_MORE;
}

static enum heard hear(struct worker_pool *pool, struct worker *w,
		       const struct frame *frame, struct arena *a,
		       struct worker_reply *reply, struct error *err)
{
	if (!w->is_ready && frame->kind == FRAME_FATAL) {
		error_set(err, "a worker cannot start: %.*s",
			  (int)(frame->bytes.len < REASON_MOST
					? frame->bytes.len
					: REASON_MOST),
			  frame->bytes.at);
		return HEARD_FATAL;
	}
	if (!w->is_ready && frame->kind == FRAME_READY) {
		note_stages(pool, frame->bytes);
		w->is_ready = true;
		w->since_ms = now_ms();
		return HEARD_MORE;
	}
	if (!w->is_ready || w->n_queue == 0)
		return HEARD_NONSENSE;
	switch (frame->kind) {
	case FRAME_ARTICLE:
		return hear_article(w, frame->bytes, a, reply);
	case FRAME_FAILURE:
		str_clear(&w->failure);
		str_add(&w->failure, frame->bytes.at, frame->bytes.len);
		return HEARD_MORE;
	case FRAME_END:
		return hear_end(pool, w, frame->bytes, a, reply);
	}
	return HEARD_NONSENSE;
}

static void consume(struct str *in, size_t n)
{
	in->len -= n;
	memmove(in->at, in->at + n, in->len);
	if (in->len == 0 && in->room > READ_BYTES)
		str_free(in);
}

/* Work through what a worker has sent, up to a reply. */
static enum heard worker_hear(struct worker_pool *pool, struct worker *w,
			      struct arena *a, struct worker_reply *reply,
			      struct error *err)
{
	enum heard heard = HEARD_MORE;
	struct frame frame;
	struct error fault;
	size_t taken;

	*reply = (struct worker_reply){0};
	while (heard == HEARD_MORE) {
		struct slice received = {w->in.at, w->in.len};

		if (!frame_take(received, &frame, &taken, &fault))
			return HEARD_NONSENSE;
		if (taken == 0)
			return HEARD_MORE;
		heard = hear(pool, w, &frame, a, reply, err);
		consume(&w->in, taken);
	}
	return heard;
}

/* A reply from what was received already. */
static bool find_reply(struct worker_pool *pool, struct arena *a,
		       struct worker_reply *reply, bool *found,
		       struct error *err)
{
	struct job *job = jobs_pop(&pool->failed);

	*found = job != NULL;
	if (job) {
		*reply = (struct worker_reply){
			.ticket = job->ticket,
			.reason = arena_string(a, str_text(&job->reason)),
			.is_last = true,
		};
		job_free(job);
		pool->under_way--;
		return true;
	}
	for (unsigned i = 0; i < pool->settings.jobs; i++) {
		struct worker *w = &pool->workers[i];

		switch (worker_hear(pool, w, a, reply, err)) {
		case HEARD_MORE:
			break;
		case HEARD_REPLY:
			*found = true;
			return true;
		case HEARD_NONSENSE:
			worker_break(pool, w, "its worker answered nonsense");
			return find_reply(pool, a, reply, found, err);
		case HEARD_FATAL:
			worker_break(pool, w, "no worker");
			return false;
		}
	}
	return true;
}

/* ---- waiting ---- */

/* Read what there is.  Errors  false: it ended before it was ready. */
static bool worker_read(struct worker_pool *pool, struct worker *w,
			struct error *err)
{
	ssize_t n = recv(w->child.socket, pool->buffer, READ_BYTES, 0);

	if (n > 0)
		str_add(&w->in, pool->buffer, (size_t)n);
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		return worker_ended(pool, w, err);
	return true;
}

/* The time we were away was not the workers'. */
static void forgive_pause(struct worker_pool *pool)
{
	int64_t pause = now_ms() - pool->left_ms;

	if (pause < PAUSE_MS)
		return;
	for (unsigned i = 0; i < pool->settings.jobs; i++)
		pool->workers[i].since_ms += pause;
}

static int wait_ms(const struct worker_pool *pool)
{
	int64_t now = now_ms(), least = pool->settings.timeout_ms;

	for (unsigned i = 0; i < pool->settings.jobs; i++) {
		const struct worker *w = &pool->workers[i];
		int64_t left = w->since_ms + pool->settings.timeout_ms - now;

		if (w->child.pid && (!w->is_ready || w->n_queue > 0) &&
		    left < least)
			least = left;
	}
	return least < 0 ? 0 : (int)least + 1;
}

static bool wait_for_workers(struct worker_pool *pool, struct error *err)
{
	struct pollfd fds[WORKER_JOBS_MOST * 2];
	unsigned n = pool->settings.jobs;

	forgive_pause(pool);
	for (unsigned i = 0; i < n; i++) {
		struct worker *w = &pool->workers[i];
		bool runs = w->child.pid != 0;

		fds[i] =
			(struct pollfd){runs ? w->child.socket : -1, POLLIN, 0};
		if (runs && has_unsent(w))
			fds[i].events |= POLLOUT;
		fds[n + i] =
			(struct pollfd){runs ? w->child.words : -1, POLLIN, 0};
	}
	if (poll(fds, 2 * n, wait_ms(pool)) < 0 && errno != EINTR)
		return error_system(err, errno, "cannot wait for workers");
	pool->left_ms = now_ms();
	for (unsigned i = 0; i < n; i++) {
		struct worker *w = &pool->workers[i];

		if (fds[n + i].revents)
			child_hear(&w->child);
		if (fds[i].revents & POLLOUT)
			worker_write(w);
		if ((fds[i].revents & (POLLIN | POLLHUP | POLLERR)) &&
		    !worker_read(pool, w, err))
			return false;
	}
	check_deadlines(pool);
	return true;
}

bool worker_next(struct worker_pool *pool, struct arena *a,
		 struct worker_reply *reply, bool *out_any, struct error *err)
{
	*out_any = true;
	for (;;) {
		bool found;

		if (!dispatch(pool, err) ||
		    !find_reply(pool, a, reply, &found, err))
			return false;
		if (found)
			return true;
		if (pool->under_way == 0) {
			*out_any = false;
			return true;
		}
		if (!dispatch(pool, err) || !wait_for_workers(pool, err))
			return false;
	}
}

/* ---- about it ---- */

uint32_t worker_times(const struct worker_pool *pool,
		      const struct pipeline_time **out)
{
	*out = pool->times;
	return pool->n_times;
}

uint32_t worker_pids(const struct worker_pool *pool, int pids[WORKER_JOBS_MOST])
{
	uint32_t n = 0;

	for (unsigned i = 0; i < pool->settings.jobs; i++) {
		if (pool->workers[i].child.pid)
			pids[n++] = (int)pool->workers[i].child.pid;
	}
	return n;
}

const char *worker_cage(struct arena *a)
{
	return arena_printf(a, "%s, %u s a document", cage_describe(a),
			    WORKER_TIMEOUT_MS / 1000);
}
