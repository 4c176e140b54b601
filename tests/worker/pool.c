/* The pool with workers that do what a hostile page would make of them: this
 * program executes itself again, and a document's text is an order. */
#include "../test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "worker/frame.h"
#include "worker/serve.h"
#include "worker/worker.h"

/* ---- the child ---- */

static bool prepare(void *self, const char *data, struct error *err)
{
	(void)self;
	return strcmp(data, "broken") != 0 ||
	       error_set(err, "the data folder is broken");
}

static void say(enum frame_kind kind, struct slice bytes)
{
	struct str out = {0};

	frame_add(&out, kind, bytes);
	if (write(0, out.at, out.len) < 0)
		_exit(9);
	str_free(&out);
}

static void shout(void)
{
	for (int i = 0; i < 100000; i++) {
		if (write(2, "shouting\n", 9) < 0)
			_exit(9);
	}
}

static void noise(const struct document *doc)
{
	unsigned seed = (unsigned)doc->time;
	char bytes[4096];

	srand(seed);
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(rand() % 3 ? 0 : rand());
	if (seed % 8) { /* a frame whose length is right */
		bytes[0] = 100;
		bytes[1] = bytes[2] = bytes[3] = 0;
		bytes[4] = "RXAFE"[seed % 5];
		bytes[5] = 1;
	}
	if (write(0, bytes, sizeof(bytes)) < 0)
		_exit(9);
}

static void obey(struct arena *a, const struct document *doc)
{
	struct slice order = doc->bytes;
	char program_name[] = "/bin/true", *argv[] = {program_name, NULL};

	if (slice_equals(order, "crash"))
		raise(SIGSEGV);
	if (slice_equals(order, "abort"))
		abort();
	if (slice_equals(order, "exit"))
		_exit(7);
	if (slice_equals(order, "leave"))
		_exit(0);
	if (slice_equals(order, "loop"))
		for (;;)
			;
	if (slice_equals(order, "open") && open("/etc/passwd", O_RDONLY) < 0)
		_exit(31);
	if (slice_equals(order, "socket") &&
	    socket(AF_INET, SOCK_STREAM, 0) < 0)
		_exit(31);
	if (slice_equals(order, "exec") && execv(argv[0], argv) < 0)
		_exit(31);
	if (slice_equals(order, "fork") && fork() < 0)
		_exit(31);
	if (slice_equals(order, "kill") && kill(getppid(), SIGTERM) < 0)
		_exit(31);
	if (slice_equals(order, "memory"))
		arena_alloc(a, (size_t)1 << 30);
	if (slice_equals(order, "close")) {
		close(0);
		for (;;)
			;
	}
	if (slice_equals(order, "shout"))
		shout();
	if (slice_equals(order, "noise"))
		noise(doc);
	if (slice_equals(order, "long"))
		say(FRAME_ARTICLE, (struct slice){doc->file, 100});
	if (slice_equals(order, "twice"))
		say(FRAME_END, (struct slice){0});
}

static bool run(void *self, struct arena *a, const struct document *doc,
		enum pipeline_depth depth, const struct pipeline_sink *sink,
		struct error *err)
{
	struct pipeline_time *times = self;
	struct article *art;

	(void)depth;
	obey(a, doc);
	if (doc->bytes.len == 0)
		return error_set(err, "is empty");
	times->cpu_ns += 5;
	art = article_new(a);
	article_set_text(art, slice_of(doc->title), doc->bytes);
	art->file = doc->file;
	sink->article(sink->self, art);
	return true;
}

static uint32_t times(void *self, const struct pipeline_time **out)
{
	*out = self;
	return 1;
}

static int be_worker(int argc, char **argv)
{
	struct pipeline_time time = {"fake", 0};
	struct worker_task task = {&time, prepare, run, times};

	return worker_serve(&task, argc, argv);
}

/* ---- the parent ---- */

static char program[4096];

#define SHORT_MS 2000  /* where a worker must run into its deadline */
#define LONG_MS  60000 /* where it must not, however busy the machine is */

static struct worker_pool *open_pool(unsigned jobs, unsigned timeout_ms)
{
	struct worker_settings settings = {
		.program = program,
		.data = "whole",
		.jobs = jobs,
		.timeout_ms = timeout_ms,
		.depth = PIPELINE_ANNOTATE,
	};
	struct worker_pool *pool;
	struct error err;

	assert_true(worker_pool_open(&settings, &pool, &err));
	return pool;
}

#define MANY 200
#define KILLED   12

struct run {
	struct document docs[MANY];
	char file[101];
	bool is_done[MANY];
	unsigned n_good, n_bad;
	char reason[600]; /* of the last that failed */
	unsigned killed;  /* workers to be killed while it runs */
	bool may_lie;     /* an answer may be another document's */
};

static void take_one(struct run *r, struct worker_pool *pool)
{
	struct worker_reply reply;
	struct error err;
	struct arena a;
	bool any;

	arena_init(&a);
	if (!worker_next(pool, &a, &reply, &any, &err))
		fail_msg("%s", err.text);
	assert_true(any && reply.is_last);
	assert_true(reply.ticket < MANY && !r->is_done[reply.ticket]);
	r->is_done[reply.ticket] = true;
	if (reply.art) {
		const struct document *doc = &r->docs[reply.ticket];

		assert_true(r->may_lie ||
			    reply.art->body.end - reply.art->body.start ==
				    doc->bytes.len);
		assert_null(reply.reason);
		r->n_good++;
	} else {
		snprintf(r->reason, sizeof(r->reason), "%s", reply.reason);
		r->n_bad++;
	}
	arena_free(&a);
}

static void kill_some(struct run *r, struct worker_pool *pool)
{
	int pids[WORKER_JOBS_MOST];
	uint32_t n = worker_pids(pool, pids);

	if (n && r->killed) {
		kill(pids[r->killed % n], SIGKILL);
		r->killed--;
	}
}

static void run_all(struct run *r, struct worker_pool *pool, unsigned n)
{
	struct error err;
	unsigned done = 0;

	for (unsigned i = 0; i < n; i++) {
		for (; !worker_has_room(pool); done++)
			take_one(r, pool);
		assert_true(worker_submit(pool, i, &r->docs[i], &err));
		if (i % 10 == 9)
			kill_some(r, pool);
	}
	for (; done < n; done++)
		take_one(r, pool);
}

static void fill(struct run *r, const char *order, unsigned n)
{
	memset(r->file, 'f', sizeof(r->file) - 1);
	for (unsigned i = 0; i < n; i++)
		r->docs[i] = (struct document){
			.kind = DOCUMENT_TEXT,
			.bytes = slice_of(order),
			.title = "A title",
			.file = r->file,
			.time = (int64_t)i,
		};
}

static void it_brings_every_document_back(void **state)
{
	struct worker_pool *pool = open_pool(2, LONG_MS);
	const struct pipeline_time *time;
	struct run r = {0};
	struct error err;
	bool any;
	struct worker_reply reply;

	(void)state;
	fill(&r, "some text", MANY);
	r.docs[5].bytes = SLICE("");
	run_all(&r, pool, MANY);
	assert_int_equal(r.n_good, MANY - 1);
	assert_string_equal(r.reason, "is empty");
	assert_int_equal(worker_times(pool, &time), 1);
	assert_string_equal(time->stage, "fake");
	assert_int_equal(time->cpu_ns, 5 * (MANY - 1));
	assert_true(worker_next(pool, NULL, &reply, &any, &err));
	assert_false(any);
	worker_pool_close(pool);
}

static const struct {
	const char *order;
	const char *reason, * or ; /* beginnings */
} rows[] = {
	{"crash", "crashed (signal 11", "stopped with status 1: SUMMARY"},
	{"abort", "crashed (signal 6", NULL},
	{"exit", "stopped with status 7", NULL},
	{"leave", "stopped", NULL},
	{"loop", "took longer than 2 s", NULL},
	{"open", "tried what its cage forbids", "stopped with status 31"},
	{"socket", "tried what its cage forbids", "stopped with status 31"},
	{"exec", "tried what its cage forbids", "stopped with status 31"},
#ifdef HAVE_SECCOMP
	{"fork", "tried what its cage forbids", "stopped with status 31"},
	{"kill", "tried what its cage forbids", "stopped with status 31"},
#endif
#ifndef SANITIZED
	{"memory", "needed more than 768 MB", NULL},
#endif
	{"close", "closed its socket", NULL},
	{"long", "its worker answered nonsense", NULL},
};

static void it_goes_on_after_a_document_that_breaks_a_worker(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool is_loop = strcmp(rows[i].order, "loop") == 0;
		struct worker_pool *pool =
			open_pool(1, is_loop ? SHORT_MS : LONG_MS);
		struct run r = {0};

		fill(&r, "some text", 6);
		r.docs[2].bytes = slice_of(rows[i].order);
		run_all(&r, pool, 6);
		if (r.n_good != 5 || r.n_bad != 1 ||
		    (strncmp(r.reason, rows[i].reason,
			     strlen(rows[i].reason)) != 0 &&
		     (!rows[i].or ||
		      strncmp(r.reason, rows[i].or, strlen(rows[i].or)))))
			fail_msg("%s: %u good, %u bad, '%s'", rows[i].order,
				 r.n_good, r.n_bad, r.reason);
		worker_pool_close(pool);
	}
}

static void it_survives_what_a_worker_shouts(void **state)
{
	struct worker_pool *pool = open_pool(1, LONG_MS);
	struct run r = {0};

	(void)state;
	fill(&r, "shout", 1);
	run_all(&r, pool, 1);
	assert_int_equal(r.n_good, 1);
	worker_pool_close(pool);
}

static void it_survives_noise_from_a_worker(void **state)
{
	struct worker_pool *pool = open_pool(2, SHORT_MS);
	struct run r = {.may_lie = true};

	(void)state;
	fill(&r, "noise", 32);
	run_all(&r, pool, 32);
	assert_int_equal(r.n_good + r.n_bad, 32);
	worker_pool_close(pool);
}

static void it_survives_an_end_too_many(void **state)
{
	struct worker_pool *pool = open_pool(1, LONG_MS);
	struct run r = {.may_lie = true};

	(void)state;
	fill(&r, "some text", 4);
	r.docs[0].bytes = SLICE("twice");
	run_all(&r, pool, 4);
	assert_int_equal(r.n_good + r.n_bad, 4);
	worker_pool_close(pool);
}

static void it_loses_nothing_when_workers_are_killed(void **state)
{
	struct worker_pool *pool = open_pool(2, LONG_MS);
	struct run r = {.killed = KILLED};

	(void)state;
	fill(&r, "some text", MANY);
	run_all(&r, pool, MANY);
	assert_int_equal(r.n_good + r.n_bad, MANY);
	/* only a document over which two workers were killed is given up */
	assert_true(r.n_bad <= KILLED / 2);
	worker_pool_close(pool);
}

static void it_carries_large_documents(void **state)
{
	struct worker_pool *pool = open_pool(2, LONG_MS);
	size_t len = 30u << 20;
	char *bytes = malloc(len);
	struct run r = {0};
	struct error err;

	(void)state;
	assert_non_null(bytes);
	memset(bytes, 'x', len);
	fill(&r, "some text", 5);
	r.docs[1].bytes = r.docs[2].bytes = (struct slice){bytes, len};
	run_all(&r, pool, 5);
	assert_int_equal(r.n_good, 5);
	r.docs[0].bytes.len = FRAME_DOCUMENT_MOST + 1;
	assert_false(worker_submit(pool, 0, &r.docs[0], &err));
	assert_string_equal(err.text, "is larger than 32 MB");
	worker_pool_close(pool);
	free(bytes);
}

static void it_says_when_no_worker_can_start(void **state)
{
	static const struct {
		const char *program, *data, *error;
	} cases[] = {
		{program, "broken", "a worker cannot start: the data folder"},
		{"/nonexistent/gazette", "whole", "cannot start"},
		{"/bin/false", "whole", "a worker cannot start: it stopped"},
		{"/bin/true", "whole", "a worker cannot start: it stopped"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct worker_settings settings = {
			.program = cases[i].program,
			.data = cases[i].data,
			.jobs = 1,
		};
		struct worker_pool *pool;
		struct worker_reply reply;
		struct run r = {0};
		struct error err;
		struct arena a;
		bool any;

		arena_init(&a);
		fill(&r, "some text", 1);
		assert_true(worker_pool_open(&settings, &pool, &err));
		assert_true(worker_submit(pool, 0, &r.docs[0], &err));
		assert_false(worker_next(pool, &a, &reply, &any, &err));
		if (strncmp(err.text, cases[i].error, strlen(cases[i].error)) !=
		    0)
			fail_msg("'%s', not '%s'", err.text, cases[i].error);
		worker_pool_close(pool);
		arena_free(&a);
	}
}

static void it_closes_with_documents_under_way(void **state)
{
	struct worker_pool *pool = open_pool(2, LONG_MS);
	struct run r = {0};
	struct error err;

	(void)state;
	fill(&r, "loop", 4);
	r.docs[0].bytes = SLICE("some text");
	for (unsigned i = 0; i < 4; i++)
		assert_true(worker_submit(pool, i, &r.docs[i], &err));
	assert_true(worker_turn(pool, &err));
	take_one(&r, pool);
	worker_pool_close(pool);
	worker_pool_close(NULL);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(it_brings_every_document_back),
		TEST(it_goes_on_after_a_document_that_breaks_a_worker),
		TEST(it_survives_what_a_worker_shouts),
		TEST(it_survives_noise_from_a_worker),
		TEST(it_survives_an_end_too_many),
		TEST(it_loses_nothing_when_workers_are_killed),
		TEST(it_carries_large_documents),
		TEST(it_says_when_no_worker_can_start),
		TEST(it_closes_with_documents_under_way),
	};
	ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);

	signal(SIGPIPE, SIG_IGN);
	if (n <= 0)
		return 1;
	if (argc > 1 && strcmp(argv[1], "--worker") == 0)
		return be_worker(argc - 1, argv + 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
