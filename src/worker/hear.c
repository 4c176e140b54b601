/* What workers answer.  All of it is hostile until it was checked: a length
 * before it is waited for, a record before it is an article. */
#include <stdlib.h>
#include <string.h>

#include "article/codec.h"
#include "article/record.h"
#include "base/die.h"
#include "base/utf8.h"
#include "worker/pool.h"

#define REASON_MOST 512u
/* Of all articles of one document: a feed of 32 MB gives no more. */
#define GIVEN_MOST (4 * FRAME_MOST)

static struct answer *answer_new(uint64_t ticket)
{
	struct answer *answer = calloc(1, sizeof(*answer));

	if (!answer)
		die("out of memory");
	arena_init(&answer->arena);
	answer->reply.ticket = ticket;
	return answer;
}

static void answer_add(struct worker_pool *pool, struct answer *answer,
		       bool is_last)
{
	answer->reply.is_last = is_last;
	answer->next = NULL;
	*pool->answers.last = answer;
	pool->answers.last = &answer->next;
}

static void answer_fail(struct worker_pool *pool, uint64_t ticket,
			struct slice reason)
{
	struct answer *answer = answer_new(ticket);
	size_t len;

	if (reason.len > REASON_MOST)
		reason.len = REASON_MOST;
	answer->reply.reason =
		utf8_clean(&answer->arena, reason.at, reason.len, &len);
	answer_add(pool, answer, true);
}

void pool_fail(struct worker_pool *pool, struct job *job, struct slice reason)
{
	answer_fail(pool, job->ticket, reason);
	pool_job_free(job);
}

void worker_hush(struct worker *w)
{
	if (w->held) {
		arena_free(&w->held->arena);
		free(w->held);
		w->held = NULL;
	}
	if (w->last) {
		arena_free(&w->last->arena);
		free(w->last);
		w->last = NULL;
	}
	str_free(&w->failure);
	str_free(&w->in);
}

/* ---- frames ---- */

static void note_stages(struct worker_pool *pool, struct slice names)
{
	if (pool->n_times)
		return;
	while (names.len && pool->n_times < POOL_STAGES) {
		struct slice name = slice_cut(&names, '\n');

		pool->times[pool->n_times++].stage =
			arena_copy(&pool->arena, name.at, name.len);
	}
}

static enum heard hear_first(struct worker_pool *pool, struct worker *w,
			     const struct frame *frame, struct error *err)
{
	struct slice words = frame->bytes;

	if (words.len > REASON_MOST)
		words.len = REASON_MOST;
	switch (frame->kind) {
	case FRAME_FATAL:
		error_set(err, "a worker cannot start: %.*s", (int)words.len,
			  words.at);
		return HEARD_FATAL;
	case FRAME_READY:
		note_stages(pool, frame->bytes);
		w->is_ready = true;
		w->since_ms = pool_now_ms();
		return HEARD_ALL;
	}
	return HEARD_NONSENSE;
}

/* Hand out the article that was held. */
static void give_held(struct worker_pool *pool, struct worker *w, bool is_last)
{
	answer_add(pool, w->held, is_last);
	w->held = NULL;
}

static enum heard hear_article(struct worker_pool *pool, struct worker *w,
			       struct slice record)
{
	struct job *job = w->queue[0];
	struct answer *answer = answer_new(job->ticket);
	struct error fault;

	if (w->held)
		give_held(pool, w, false);
	w->held = answer;
	job->given += record.len;
	w->since_ms = pool_now_ms(); /* the next one has time of its own */
	if (job->given > GIVEN_MOST ||
	    !codec_read(&answer->arena, record, WIRE, (struct slice){0},
			&answer->reply.art, &fault))
		return HEARD_NONSENSE;
	return HEARD_ALL;
}

static enum heard hear_feed(struct worker *w, struct slice payload)
{
	struct answer *answer = answer_new(w->queue[0]->ticket);
	struct document_head *head = arena_alloc(&answer->arena, sizeof(*head));

	if (w->last || !frame_feed_get(&answer->arena, payload, head)) {
		arena_free(&answer->arena);
		free(answer);
		return HEARD_NONSENSE;
	}
	answer->reply.head = head;
	w->last = answer;
	return HEARD_ALL;
}

static enum heard hear_words(struct worker *w, struct slice words)
{
	struct answer *answer;

	if (w->last || !utf8_valid(words.at, words.len) ||
	    memchr(words.at, '\0', words.len))
		return HEARD_NONSENSE;
	answer = answer_new(w->queue[0]->ticket);
	answer->reply.words = arena_copy(&answer->arena, words.at, words.len);
	w->last = answer;
	return HEARD_ALL;
}

static enum heard hear_failure(struct worker *w, struct slice words)
{
	str_clear(&w->failure);
	str_add(&w->failure, words.at, words.len);
	return HEARD_ALL;
}

static enum heard hear_end(struct worker_pool *pool, struct worker *w,
			   struct slice times)
{
	struct job *job = w->queue[0];
	struct slice words = {w->failure.at, w->failure.len};

	for (uint32_t i = 0; i < pool->n_times; i++)
		pool->times[i].cpu_ns += frame_number_get(&times, 8);
	if (w->last) {
		if (w->held)
			give_held(pool, w, false);
		answer_add(pool, w->last, true);
		w->last = NULL;
	} else if (w->held) {
		give_held(pool, w, true);
	} else {
		answer_fail(pool, job->ticket,
			    words.len ? words : SLICE("it holds no article"));
	}
	pool_job_free(job);
	w->n_queue--;
	memmove(&w->queue[0], &w->queue[1], w->n_queue * sizeof(w->queue[0]));
	w->since_ms = pool_now_ms();
	str_free(&w->failure);
	return HEARD_ALL;
}

static enum heard hear(struct worker_pool *pool, struct worker *w,
		       const struct frame *frame, struct error *err)
{
	if (!w->is_ready)
		return hear_first(pool, w, frame, err);
	if (w->n_queue == 0)
		return HEARD_NONSENSE;
	switch (frame->kind) {
	case FRAME_ARTICLE:
		return hear_article(pool, w, frame->bytes);
	case FRAME_FEED:
		return hear_feed(w, frame->bytes);
	case FRAME_WORDS:
		return hear_words(w, frame->bytes);
	case FRAME_FAILURE:
		return hear_failure(w, frame->bytes);
	case FRAME_END:
		return hear_end(pool, w, frame->bytes);
	}
	return HEARD_NONSENSE;
}

static void consume(struct str *in, size_t n)
{
	in->len -= n;
	if (in->len)
		memmove(in->at, in->at + n, in->len);
	else
		str_free(in);
}

enum heard worker_hear(struct worker_pool *pool, struct worker *w,
		       struct error *err)
{
	enum heard heard = HEARD_ALL;
	size_t at = 0;

	while (heard == HEARD_ALL) {
		struct slice received = {w->in.at + at, w->in.len - at};
		struct frame frame;
		struct error fault;
		size_t taken;

		if (!frame_take(received, &frame, &taken, &fault))
			return HEARD_NONSENSE;
		if (taken == 0)
			break;
		heard = hear(pool, w, &frame, err);
		at += taken;
	}
	if (at)
		consume(&w->in, at);
	return heard;
}
