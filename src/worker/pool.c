/* The parent's side.
 *
 * Each worker has at most two documents: the one it reads and one behind it,
 * already in its socket, so that it never waits for us; more wait here for
 * whichever is free first.  An article is held until the next frame, so that
 * the last one of a document can say so.
 *
 * A worker that breaks a rule, dies or takes too long is ended; the document
 * it was reading has failed, the one behind it goes to another worker.
 */
#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "base/die.h"
#include "worker/cage.h"
#include "worker/pool.h"

#define JOBS_DEFAULT_MOST 8u
#define WAITING           14u /* documents a worker that may wait for it */
#define TRIES             2u  /* of a document whose worker was killed */
#define READ_BYTES        65536u
/* A pause of ours that is longer does not count against a worker. */
#define PAUSE_MS 200
/* For a worker to read its lists. */
#define START_MS 30000
/* With something else to wait for. */
#define WAIT_MS 1000

int64_t pool_now_ms(void)
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

void pool_job_free(struct job *job)
{
	if (job) {
		str_free(&job->head);
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
	pool->answers.last = &pool->answers.first;
	pool->left_ms = pool_now_ms();
	*out = pool;
	return true;
}

static void worker_forget(struct worker *w)
{
	worker_hush(w);
	memset(w, 0, sizeof(*w));
}

static struct answer *answers_pop(struct answers *answers)
{
	struct answer *answer = answers->first;

	if (answer) {
		answers->first = answer->next;
		if (!answers->first)
			answers->last = &answers->first;
	}
	return answer;
}

void worker_pool_close(struct worker_pool *pool)
{
	struct answer *answer;
	struct job *job;

	if (!pool)
		return;
	for (unsigned i = 0; i < pool->settings.jobs; i++) {
		struct worker *w = &pool->workers[i];

		for (unsigned k = 0; k < w->n_queue; k++)
			pool_job_free(w->queue[k]);
		if (w->child.pid)
			child_kill(&w->child);
		worker_forget(w);
	}
	while ((job = jobs_pop(&pool->waiting)))
		pool_job_free(job);
	while ((answer = answers_pop(&pool->answers))) {
		arena_free(&answer->arena);
		free(answer);
	}
	arena_free(&pool->arena);
	free(pool);
}

/* ---- documents to workers ---- */

bool worker_has_room(const struct worker_pool *pool)
{
	return pool->under_way < pool->settings.jobs * (POOL_QUEUE + WAITING);
}

static void worker_give(struct worker *w, struct job *job)
{
	job->sent = 0;
	if (w->n_queue == 0)
		w->since_ms = pool_now_ms();
	w->queue[w->n_queue++] = job;
}

static bool worker_start(struct worker_pool *pool, struct worker *w,
			 struct error *err)
{
	static const struct child_needs needs = {.memory_mb = CAGE_MEMORY_MB};

	if (!child_start(&w->child, pool->argv, &needs, err))
		return false;
	w->since_ms = pool_now_ms();
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
		if (w->child.pid && w->n_queue < POOL_QUEUE && !shortest)
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
		pool_job_free(job);
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

/* Its documents go elsewhere: the first one by what happened to it. */
static void worker_drop(struct worker_pool *pool, struct worker *w,
			bool may_retry, const char *reason)
{
	for (unsigned i = w->n_queue; i-- > 1;)
		jobs_unshift(&pool->waiting, w->queue[i]);
	if (w->n_queue > 0) {
		struct job *job = w->queue[0];

		if (may_retry && !job->given && ++job->tries < TRIES)
			jobs_unshift(&pool->waiting, job);
		else
			pool_fail(pool, job, slice_of(reason));
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

/* When what it is doing must have come to its end; INT64_MAX: it is idle. */
static int64_t deadline_ms(const struct worker_pool *pool,
			   const struct worker *w)
{
	if (!w->child.pid || (w->is_ready && w->n_queue == 0))
		return INT64_MAX;
	return w->since_ms +
	       (w->is_ready ? pool->settings.timeout_ms : START_MS);
}

static void check_deadlines(struct worker_pool *pool)
{
	char reason[64] = "its worker did not start";
	int64_t now = pool_now_ms();

	for (unsigned i = 0; i < pool->settings.jobs; i++) {
		struct worker *w = &pool->workers[i];

		if (now < deadline_ms(pool, w))
			continue;
		if (w->is_ready)
			snprintf(reason, sizeof(reason),
				 "took longer than %g s",
				 pool->settings.timeout_ms / 1000.0);
		worker_break(pool, w, reason);
	}
}

/* ---- waiting ---- */

/* Read what there is.  Errors  false: no worker can be started. */
static bool worker_read(struct worker_pool *pool, struct worker *w,
			struct error *err)
{
	char bytes[READ_BYTES];
	ssize_t n = recv(w->child.socket, bytes, sizeof(bytes), 0);

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return true;
	if (n <= 0)
		return worker_ended(pool, w, err);
	str_add(&w->in, bytes, (size_t)n);
	switch (worker_hear(pool, w, err)) {
	case HEARD_ALL:
		break;
	case HEARD_NONSENSE:
		worker_break(pool, w, "its worker answered nonsense");
		break;
	case HEARD_FATAL:
		worker_break(pool, w, "no worker");
		return false;
	}
	return true;
}

/* The time we were away was not the workers'. */
static void forgive_pause(struct worker_pool *pool)
{
	int64_t pause = pool_now_ms() - pool->left_ms;

	if (pause < PAUSE_MS)
		return;
	for (unsigned i = 0; i < pool->settings.jobs; i++)
		pool->workers[i].since_ms += pause;
}

static int wait_ms(const struct worker_pool *pool)
{
	int64_t now = pool_now_ms(), first = now + START_MS;

	for (unsigned i = 0; i < pool->settings.jobs; i++) {
		int64_t deadline = deadline_ms(pool, &pool->workers[i]);

		if (deadline < first)
			first = deadline;
	}
	return first < now ? 0 : (int)(first - now) + 1;
}

/* One round.  most_ms bounds the wait; also, if not NULL, ends it too. */
static bool turn(struct worker_pool *pool, int most_ms, struct pollfd *also,
		 struct error *err)
{
	struct pollfd fds[WORKER_JOBS_MOST * 2 + 1];
	unsigned n = pool->settings.jobs, n_fds = 2 * n;
	int ms;

	if (!dispatch(pool, err))
		return false;
	forgive_pause(pool);
	ms = wait_ms(pool);
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
	if (also)
		fds[n_fds++] = *also;
	if (poll(fds, n_fds, ms < most_ms ? ms : most_ms) < 0 && errno != EINTR)
		return error_system(err, errno, "cannot wait for workers");
	if (also)
		also->revents = fds[2 * n].revents;
	pool->left_ms = pool_now_ms();
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
	return dispatch(pool, err);
}

bool worker_turn(struct worker_pool *pool, struct error *err)
{
	return turn(pool, 0, NULL, err);
}

bool worker_has_reply(const struct worker_pool *pool)
{
	return pool->answers.first != NULL;
}

bool worker_wait(struct worker_pool *pool, struct pollfd *also,
		 struct error *err)
{
	return worker_has_reply(pool) || turn(pool, WAIT_MS, also, err);
}

bool worker_next(struct worker_pool *pool, struct arena *a,
		 struct worker_reply *reply, bool *out_any, struct error *err)
{
	struct answer *answer;

	while (!pool->answers.first && pool->under_way) {
		if (!turn(pool, INT_MAX, NULL, err))
			return false;
	}
	answer = answers_pop(&pool->answers);
	*out_any = answer != NULL;
	if (answer) {
		*reply = answer->reply;
		arena_join(a, &answer->arena);
		if (reply->art)
			reply->art->arena = a;
		pool->under_way -= answer->reply.is_last;
		free(answer);
	}
	return true;
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
