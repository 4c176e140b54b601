/* gazette-fetch against a server that is good and hostile. */
#include "../test.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "fetch/fetch.h"

extern char **environ;

struct server {
	pid_t pid;
	int in;
	unsigned plain, forbidden, moody;
	char names[512]; /* of the rest of its line */
};

static bool start_server(struct server *s, char *folder)
{
	char python[] = "python3", *argv[] = {python, NULL, folder, NULL};
	posix_spawn_file_actions_t files;
	char path[4096], line[1024] = "";
	int in[2], out[2], fault;
	FILE *f;

	snprintf(path, sizeof(path), "%s/tests/fetch/server.py",
		 getenv("SOURCES"));
	argv[1] = path;
	if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
		return false;
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, in[0], 0);
	posix_spawn_file_actions_adddup2(&files, out[1], 1);
	fault = posix_spawnp(&s->pid, argv[0], &files, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&files);
	close(in[0]);
	close(out[1]);
	if (fault)
		return false;
	s->in = in[1];
	f = fdopen(out[0], "r");
	if (!f || !fgets(line, sizeof(line), f))
		return false;
	fclose(f);
	return sscanf(line, "%u %u %u %511[^\n]", &s->plain, &s->forbidden,
		      &s->moody, s->names) >= 3;
}

static void stop_server(struct server *s)
{
	close(s->in);
	if (s->pid > 0)
		waitpid(s->pid, NULL, 0);
}

static struct fetch *open_fetch(void)
{
	char program[4096];
	struct fetch_settings settings = {
		.program = program,
		.at_once = 64,
		.per_host = 8,
		.patience_s = 1,
		.timeout_s = 3,
	};
	struct fetch *f = NULL;
	struct error err;

	snprintf(program, sizeof(program), "%s-fetch", getenv("GAZETTE"));
	if (!fetch_open(&settings, &f, &err))
		fail_msg("%s", err.text);
	return f;
}

static void await(struct fetch *f, struct arena *a, struct fetch_reply *reply)
{
	struct error err;
	bool any = false;

	for (;;) {
		struct pollfd fd = {fetch_descriptor(f), fetch_events(f), 0};

		if (!fetch_next(f, a, reply, &any, &err))
			fail_msg("%s", err.text);
		if (any)
			return;
		if (poll(&fd, 1, 20000) == 0)
			fail_msg("no answer in 20 s");
	}
}

static double now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- rows ---- */

enum typed { TYPED, LINKED };

static const struct row {
	const char *path;
	uint8_t what, typed, outcome;
	const char *says; /* of the body; of the reason if there is none */
} rows[] = {
	{"/ok", FETCH_FEED, TYPED, FETCH_GOT, "hello"},
	{"/ok#part", FETCH_FEED, TYPED, FETCH_GOT, "hello"},
	{"/packed", FETCH_FEED, TYPED, FETCH_GOT, "hellohello"},
	{"/agent", FETCH_FEED, TYPED, FETCH_GOT, "gazette/"},
	{"/cookie", FETCH_FEED, TYPED, FETCH_GOT, "hello"},
	{"/known", FETCH_FEED, TYPED, FETCH_GOT, "first"},
	{"/moved", FETCH_FEED, TYPED, FETCH_GOT, "hello"},
	{"/wandering", FETCH_FEED, TYPED, FETCH_GOT, "hello"},
	{"/ok", FETCH_PAGE, TYPED, FETCH_GOT, "hello"},
	{"/barred", FETCH_FEED, TYPED, FETCH_GOT, "secret"},
	{"/barred", FETCH_PAGE, TYPED, FETCH_BARRED, "robots.txt asks"},
	{"/to-barred", FETCH_PAGE, TYPED, FETCH_BARRED, "robots.txt asks"},
	{"/pdf", FETCH_PAGE, TYPED, FETCH_FAILED, "no page but application"},
	{"/missing", FETCH_FEED, TYPED, FETCH_FAILED, "not there (HTTP"},
	{"/gone", FETCH_FEED, TYPED, FETCH_GONE, "gone for good"},
	{"/busy", FETCH_FEED, TYPED, FETCH_FAILED, "too busy"},
	{"/often", FETCH_FEED, TYPED, FETCH_FAILED, "less often"},
	{"/empty", FETCH_FEED, TYPED, FETCH_FAILED, "is empty"},
	{"/nothing", FETCH_FEED, TYPED, FETCH_FAILED, "answered nothing"},
	{"/noise", FETCH_FEED, TYPED, FETCH_FAILED, "not speak HTTP"},
	{"/loop", FETCH_FEED, TYPED, FETCH_FAILED, "more than 10 times"},
	{"/nowhere", FETCH_FEED, TYPED, FETCH_FAILED, "not whereto"},
	{"/to-file", FETCH_FEED, TYPED, FETCH_FAILED, "to 'file:'"},
	{"/to-ftp", FETCH_FEED, TYPED, FETCH_FAILED, "to 'ftp:'"},
	{"/to-forbidden", FETCH_FEED, TYPED, FETCH_FAILED, "private network"},
	{"/to-localhost", FETCH_FEED, TYPED, FETCH_FAILED, "private network"},
	{"/to-cloud", FETCH_FEED, TYPED, FETCH_FAILED, "private network"},
	{"/ok", FETCH_PAGE, LINKED, FETCH_FAILED, "private network"},
	{"/endless", FETCH_FEED, TYPED, FETCH_FAILED, "larger than 16 MB"},
	{"/huge", FETCH_FEED, TYPED, FETCH_FAILED, "larger than 16 MB"},
	{"/drip", FETCH_FEED, TYPED, FETCH_FAILED, "in time"},
	{"/silent", FETCH_FEED, TYPED, FETCH_FAILED, "in time"},
	{"/bomb", FETCH_FEED, TYPED, FETCH_FAILED, "hundred times"},
	{"/broken-pack", FETCH_FEED, TYPED, FETCH_FAILED, "broken"},
	{"/short", FETCH_FEED, TYPED, FETCH_FAILED, "before it was whole"},
	{"/headers", FETCH_FEED, TYPED, FETCH_FAILED, "headers without end"},
};

static void submit_rows(struct fetch *f, struct arena *a,
			const struct server *s)
{
	struct error err;

	for (size_t i = 0; i < array_length(rows); i++) {
		const char *url = arena_printf(a, "http://127.0.0.1:%u%s",
					       s->plain, rows[i].path);
		struct fetch_request ask = {
			.what = rows[i].what,
			.url = url,
			.typed = rows[i].typed == TYPED ? url : NULL,
		};

		if (!fetch_submit(f, i, &ask, &err))
			fail_msg("%s: %s", rows[i].path, err.text);
	}
}

static void check_row(const struct fetch_reply *reply)
{
	const struct row *row = &rows[reply->ticket];
	struct slice says = reply->outcome == FETCH_GOT
				    ? reply->body
				    : slice_of(reply->reason);

	if (reply->outcome != row->outcome ||
	    !memmem(says.at, says.len, row->says, strlen(row->says)))
		fail_msg("%s: outcome %u, '%.*s'", row->path, reply->outcome,
			 says.len > 200 ? 200 : (int)says.len, says.at);
}

static void each_answer_is_what_its_host_deserves(void **state)
{
	struct server *s = *state;
	struct fetch *f = open_fetch();
	struct fetch_reply reply;
	struct arena a;

	arena_init(&a);
	submit_rows(f, &a, s);
	for (size_t i = 0; i < array_length(rows); i++) {
		await(f, &a, &reply);
		check_row(&reply);
	}
	assert_int_equal(fetch_under_way(f), 0);
	fetch_close(f);
	arena_free(&a);
}

/* ---- one by one ---- */

static void ask(struct fetch *f, struct arena *a, unsigned port,
		const char *path, struct fetch_request *request,
		struct fetch_reply *reply)
{
	struct error err;

	request->url = arena_printf(a, "http://127.0.0.1:%u%s", port, path);
	if (!request->typed)
		request->typed = request->url;
	if (!fetch_submit(f, 0, request, &err))
		fail_msg("%s", err.text);
	await(f, a, reply);
}

static void what_is_known_is_not_sent_again(void **state)
{
	struct server *s = *state;
	struct fetch *f = open_fetch();
	struct fetch_request plain = {0}, tagged = {0}, dated = {0};
	struct fetch_reply reply;
	struct arena a;

	arena_init(&a);
	ask(f, &a, s->plain, "/known", &plain, &reply);
	assert_int_equal(reply.outcome, FETCH_GOT);
	assert_string_equal(reply.etag, "\"v1\"");
	assert_int_equal(reply.max_age_s, 600);
	assert_string_equal(reply.type, "text/plain");
	assert_string_equal(reply.charset, "UTF-8");
	tagged.etag = reply.etag;
	dated.last_modified = reply.last_modified;
	ask(f, &a, s->plain, "/known", &tagged, &reply);
	assert_int_equal(reply.outcome, FETCH_UNCHANGED);
	ask(f, &a, s->plain, "/known", &dated, &reply);
	assert_int_equal(reply.outcome, FETCH_UNCHANGED);
	fetch_close(f);
	arena_free(&a);
}

static void only_what_moved_for_good_is_remembered(void **state)
{
	static const struct {
		const char *path, *moved;
	} moves[] = {{"/moved", "/ok"},
		     {"/moved-twice", "/ok"},
		     {"/wandering", NULL},
		     {"/ok", NULL}};
	struct server *s = *state;
	struct fetch *f = open_fetch();
	struct fetch_reply reply;
	struct arena a;

	arena_init(&a);
	for (size_t i = 0; i < array_length(moves); i++) {
		struct fetch_request request = {0};

		ask(f, &a, s->plain, moves[i].path, &request, &reply);
		assert_int_equal(reply.outcome, FETCH_GOT);
		if (!moves[i].moved)
			assert_null(reply.moved);
		else
			assert_string_equal(
				reply.moved,
				arena_printf(&a, "http://127.0.0.1:%u%s",
					     s->plain, moves[i].moved));
	}
	fetch_close(f);
	arena_free(&a);
}

static void a_host_says_when_to_come_again(void **state)
{
	struct server *s = *state;
	struct fetch *f = open_fetch();
	struct fetch_request request = {0};
	struct fetch_reply reply;
	struct arena a;

	arena_init(&a);
	ask(f, &a, s->plain, "/busy", &request, &reply);
	assert_int_equal(reply.status, 503);
	assert_int_equal(reply.retry_after_s, 120);
	fetch_close(f);
	arena_free(&a);
}

static void no_page_is_fetched_where_robots_txt_is_broken(void **state)
{
	struct server *s = *state;
	struct fetch *f = open_fetch();
	struct fetch_request page = {.what = FETCH_PAGE}, feed = {0};
	struct fetch_reply reply;
	struct arena a;

	arena_init(&a);
	ask(f, &a, s->moody, "/ok", &page, &reply);
	assert_int_equal(reply.outcome, FETCH_BARRED);
	ask(f, &a, s->moody, "/ok", &feed, &reply);
	assert_int_equal(reply.outcome, FETCH_GOT);
	fetch_close(f);
	arena_free(&a);
}

static void passwords_go_only_where_the_user_sent_them(void **state)
{
	struct server *s = *state;
	struct fetch *f = open_fetch();
	struct fetch_request typed = {0}, linked = {0};
	struct fetch_reply reply;
	struct error err;
	struct arena a;

	arena_init(&a);
	typed.url = typed.typed =
		arena_printf(&a, "http://me:secret@127.0.0.1:%u/who", s->plain);
	assert_true(fetch_one(f, &a, &typed, &reply, &err));
	assert_slice(reply.body, "Basic bWU6c2VjcmV0");
	linked.url =
		arena_printf(&a, "http://me:secret@127.0.0.1:%u/who", s->plain);
	assert_false(fetch_one(f, &a, &linked, &reply, &err));
	fetch_close(f);
	arena_free(&a);
}

static void nothing_was_asked_of_a_forbidden_host(void **state)
{
	struct server *s = *state;
	struct fetch *f = open_fetch();
	struct fetch_request request = {0};
	struct fetch_reply reply;
	struct arena a;

	arena_init(&a);
	ask(f, &a, s->plain, "/hits", &request, &reply);
	assert_slice(reply.body, "0");
	fetch_close(f);
	arena_free(&a);
}

/* Seconds until n healthy answers are there, beside hostile ones or not. */
static double time_healthy(const struct server *s, uint32_t n, bool hostile)
{
	static const char *const bad[] = {"/drip", "/silent",  "/endless",
					  "/bomb", "/headers", "/loop"};
	struct fetch *f = open_fetch();
	struct fetch_reply reply;
	double start = now_s();
	struct error err;
	struct arena a;

	arena_init(&a);
	for (uint32_t i = 0; hostile && i < 4 * array_length(bad); i++) {
		const char *url =
			arena_printf(&a, "http://127.0.0.1:%u%s?%u", s->plain,
				     bad[i % array_length(bad)], i);
		struct fetch_request ask_bad = {.url = url, .typed = url};

		assert_true(fetch_submit(f, 1, &ask_bad, &err));
	}
	for (uint32_t i = 0; i < n; i++) {
		const char *url = arena_printf(&a, "http://127.0.0.1:%u/ok?%u",
					       s->moody, i);
		struct fetch_request ask_good = {.url = url, .typed = url};

		assert_true(fetch_submit(f, 0, &ask_good, &err));
	}
	while (n) {
		await(f, &a, &reply);
		n -= reply.ticket == 0;
		if (reply.ticket == 0)
			assert_int_equal(reply.outcome, FETCH_GOT);
	}
	fetch_close(f);
	arena_free(&a);
	return now_s() - start;
}

/* The bar leaves room for a machine that does other things, too: one host that
 * blocks another would take seconds. */
static void slow_hosts_delay_nobody(void **state)
{
	double alone = time_healthy(*state, 50, false);
	double beside = time_healthy(*state, 50, true);

	if (beside > 1.2 * alone + 1.0)
		fail_msg("%.3f s alone, %.3f s beside hostile hosts", alone,
			 beside);
}

/* ---- certificates ---- */

static const struct {
	const char *name, *path;
	uint8_t outcome;
	const char *says;
} secure_rows[] = {
	{"good", "/ok", FETCH_GOT, "hello"},
	{"good", "/to-plain", FETCH_FAILED, "from https back to http"},
	{"self", "/ok", FETCH_FAILED, "certificate is not good"},
	{"unknown", "/ok", FETCH_FAILED, "certificate is not good"},
	{"wrong-host", "/ok", FETCH_FAILED, "certificate is not good"},
	{"expired", "/ok", FETCH_FAILED, "certificate is not good"},
	{"not-yet", "/ok", FETCH_FAILED, "certificate is not good"},
	{"weak", "/ok", FETCH_FAILED, "certificate is not good"},
	{"old-protocol", "/ok", FETCH_FAILED, "secure connection cannot"},
};

static unsigned port_of(const struct server *s, const char *name)
{
	size_t len = strlen(name);
	const char *at = s->names;

	while ((at = strstr(at, name))) {
		if ((at == s->names || at[-1] == ' ') && at[len] == '=')
			return (unsigned)atoi(at + len + 1);
		at += len;
	}
	fail_msg("no port of '%s'", name);
	return 0;
}

static void check_secure(struct fetch *f, struct arena *a, unsigned port,
			 size_t i)
{
	const char *url = arena_printf(a, "https://127.0.0.1:%u%s", port,
				       secure_rows[i].path);
	struct fetch_request ask_one = {.url = url, .typed = url};
	struct fetch_reply reply;
	struct error err;

	assert_true(fetch_submit(f, i, &ask_one, &err));
	await(f, a, &reply);
	if (reply.outcome != secure_rows[i].outcome ||
	    (reply.reason && !strstr(reply.reason, secure_rows[i].says)))
		fail_msg("%s: outcome %u, '%s'", secure_rows[i].name,
			 reply.outcome, reply.reason ? reply.reason : "");
}

static bool make_certificates(char *folder)
{
	char command[8192];

	if (!mkdtemp(folder))
		return false;
	snprintf(command, sizeof(command),
		 "command -v openssl >/dev/null && "
		 "sh \"$SOURCES/tests/fetch/certs.sh\" '%s'",
		 folder);
	return system(command) == 0;
}

static void remove_folder(const char *folder)
{
	char command[256];

	snprintf(command, sizeof(command), "rm -r '%s'", folder);
	assert_int_equal(system(command), 0);
}

static void only_good_certificates_are_believed(void **state)
{
	char folder[] = "/tmp/gazette-certs-XXXXXX", file[64];
	struct server s = {0};
	struct fetch *f;
	struct arena a;

	(void)state;
	if (!make_certificates(folder))
		skip(); /* no openssl here */
	snprintf(file, sizeof(file), "%s/ca.crt", folder);
	setenv("CURL_CA_BUNDLE", file, 1);
	assert_true(start_server(&s, folder));
	f = open_fetch();
	arena_init(&a);
	for (size_t i = 0; i < array_length(secure_rows); i++)
		check_secure(f, &a, port_of(&s, secure_rows[i].name), i);
	fetch_close(f);
	arena_free(&a);
	stop_server(&s);
	unsetenv("CURL_CA_BUNDLE");
	remove_folder(folder);
}

static void it_says_what_is_missing(void **state)
{
	struct error err;
	struct fetch *f;
	struct fetch_settings settings = {.program = "/nowhere"};

	(void)state;
	assert_false(fetch_open(&settings, &f, &err));
	assert_non_null(strstr(err.text, "cannot find gazette-fetch"));
}

/* The user's own proxies and certificates are none of ours. */
static void clear_environment(void)
{
	static const char *const names[] = {"http_proxy",   "https_proxy",
					    "HTTPS_PROXY",  "all_proxy",
					    "ALL_PROXY",    "CURL_CA_BUNDLE",
					    "SSL_CERT_DIR", "SSL_CERT_FILE"};

	for (size_t i = 0; i < array_length(names); i++)
		unsetenv(names[i]);
}

static int set_up(void **state)
{
	static struct server s;

	clear_environment();

	if (!start_server(&s, NULL)) {
		print_message("1..0 # SKIP python3 is not there\n");
		exit(0);
	}
	*state = &s;
	return 0;
}

static int tear_down(void **state)
{
	stop_server(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_answer_is_what_its_host_deserves),
		TEST(what_is_known_is_not_sent_again),
		TEST(only_what_moved_for_good_is_remembered),
		TEST(a_host_says_when_to_come_again),
		TEST(no_page_is_fetched_where_robots_txt_is_broken),
		TEST(passwords_go_only_where_the_user_sent_them),
		TEST(slow_hosts_delay_nobody),
		TEST(nothing_was_asked_of_a_forbidden_host),
		TEST(only_good_certificates_are_believed),
		TEST(it_says_what_is_missing),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
