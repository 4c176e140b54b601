/* Descriptor 0 is the socket to the parent, 1 and 2 a pipe for last words.
 * Everything else is closed before the first document, and nothing can be
 * opened after it. */
#include "worker/serve.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "article/codec.h"
#include "article/record.h"
#include "base/child.h"
#include "worker/cage.h"
#include "worker/frame.h"

#define SOCKET 0
/* So many wait at most before they are written. */
#define WRITE_BYTES 65536u

struct serve {
	const struct worker_task *task;
	enum pipeline_depth depth;
	struct arena arena; /* of one document */
	struct str out;
	const struct pipeline_time *times;
	uint64_t *before; /* [n_times], CPU a stage when a document came */
	uint32_t n_times;
	bool is_alone; /* the parent hears no more */
};

/* ---- the socket ---- */

static bool read_all(char *to, size_t len)
{
	for (size_t at = 0; at < len;) {
		ssize_t n = read(SOCKET, to + at, len - at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += (size_t)n;
	}
	return true;
}

static bool write_all(const struct str *from)
{
	for (size_t at = 0; at < from->len;) {
		ssize_t n = write(SOCKET, from->at + at, from->len - at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += (size_t)n;
	}
	return true;
}

/* The next frame, in the arena; false when the parent is gone. */
static bool read_frame(struct arena *a, struct frame *out)
{
	char head[FRAME_HEAD], *bytes;
	struct slice rest = {head, sizeof(head)};
	size_t len;

	if (!read_all(head, sizeof(head)))
		return false;
	len = (size_t)frame_number_get(&rest, 4);
	out->kind = (uint8_t)frame_number_get(&rest, 1);
	if (len > FRAME_MOST)
		return false;
	bytes = arena_alloc(a, len + 1);
	out->bytes = (struct slice){bytes, len};
	return read_all(bytes, len);
}

/* ---- documents ---- */

static void add_article(struct serve *s, const struct article *art)
{
	struct str record = {0};

	codec_write(art, WIRE, &record);
	if (record.len > FRAME_MOST)
		frame_add(&s->out, FRAME_FAILURE,
			  SLICE("its text is too large"));
	else
		frame_add(&s->out, FRAME_ARTICLE,
			  (struct slice){record.at, record.len});
	str_free(&record);
}

/* A worker goes on with a feed as long as it could begin with a document, and
 * half as long again; what is left comes with the next fetch. */
#define FEED_LIFE_S (WORKER_LIFE_S * 3 / 2)

static bool is_older(unsigned seconds)
{
	struct timespec now;

	return clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now) == 0 &&
	       now.tv_sec >= (time_t)seconds;
}

/* What is ready goes out at once, so that a large feed is never held whole;
 * who is gone is noticed at the end. */
static bool give_article(void *self, const struct article *art)
{
	struct serve *s = self;

	add_article(s, art);
	if (s->out.len > WRITE_BYTES) {
		s->is_alone |= !write_all(&s->out);
		str_free(&s->out);
	}
	return !s->is_alone && !is_older(FEED_LIFE_S);
}

static void give_head(void *self, const struct document_head *head)
{
	struct serve *s = self;

	frame_feed_put(&s->out, head);
}

static void give_words(void *self, struct slice words)
{
	struct serve *s = self;

	frame_add(&s->out, FRAME_WORDS, words);
}
static void note_times(struct serve *s)
{
	for (uint32_t i = 0; i < s->n_times; i++)
		s->before[i] = s->times[i].cpu_ns;
}

static void add_end(struct serve *s)
{
	frame_head(&s->out, FRAME_END, (size_t)s->n_times * 8);
	for (uint32_t i = 0; i < s->n_times; i++)
		frame_number_put(&s->out, s->times[i].cpu_ns - s->before[i], 8);
}

static bool serve_one(struct serve *s, struct slice payload)
{
	struct pipeline_sink sink = {s, give_article, give_head, give_words};
	struct document doc;
	struct error err;

	if (!frame_document_get(&s->arena, payload, &doc))
		return false;
	note_times(s);
	if (!s->task->run(s->task->self, &s->arena, &doc, s->depth, &sink,
			  &err))
		frame_add(&s->out, FRAME_FAILURE, slice_of(err.text));
	add_end(s);
	return true;
}

static int serve_all(struct serve *s)
{
	struct frame frame;

	while (!is_older(WORKER_LIFE_S) && read_frame(&s->arena, &frame)) {
		if (frame.kind != FRAME_DOCUMENT || !serve_one(s, frame.bytes))
			return 1;
		if (s->is_alone || !write_all(&s->out))
			return 0;
		str_free(&s->out);
		arena_reset(&s->arena);
	}
	return 0;
}

/* ---- before the first ---- */

static enum pipeline_depth depth_of(const char *number)
{
	switch (atoi(number)) {
	case PIPELINE_CLEAN:
		return PIPELINE_CLEAN;
	case PIPELINE_TEXTS:
		return PIPELINE_TEXTS;
	default:
		return PIPELINE_ANNOTATE;
	}
}

static bool prepare(struct serve *s, int argc, char **argv, struct error *err)
{
	unsigned timeout_s;

	if (argc != 4)
		return error_set(err, "a worker is started by gazette alone");
	s->depth = depth_of(argv[2]);
	timeout_s = (unsigned)atoi(argv[3]);
	if (!child_begin(err) || !s->task->prepare(s->task->self, argv[1], err))
		return false;
	if (s->depth != PIPELINE_TEXTS && s->task->prepare_pages)
		s->task->prepare_pages();
	s->n_times = s->task->times(s->task->self, &s->times);
	s->before = calloc(s->n_times + 1, sizeof(*s->before));
	cage_prepare();
	return s->before && cage_enter(FEED_LIFE_S + timeout_s + 5, err);
}

static void add_ready(struct serve *s)
{
	struct str names = {0};

	for (uint32_t i = 0; i < s->n_times; i++) {
		str_add_text(&names, s->times[i].stage);
		str_add_char(&names, '\n');
	}
	frame_add(&s->out, FRAME_READY, (struct slice){names.at, names.len});
	str_free(&names);
}

int worker_serve(const struct worker_task *task, int argc, char **argv)
{
	struct serve s = {.task = task};
	struct error err = {""};
	int status = 1;

	arena_init(&s.arena);
	if (prepare(&s, argc, argv, &err)) {
		add_ready(&s);
		if (write_all(&s.out)) {
			str_free(&s.out);
			status = serve_all(&s);
		}
	} else {
		frame_add(&s.out, FRAME_FATAL, slice_of(err.text));
		if (!write_all(&s.out))
			status = 2;
	}
	str_free(&s.out);
	free(s.before);
	arena_free(&s.arena);
	return status;
}
