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
	char names[2048]; /* of the rest of its line */
};

static bool start_server(struct server *s, char *folder)
{
	char python[] = "python3", *argv[] = {python, NULL, folder, NULL};
	posix_spawn_file_actions_t files;
	char path[4096], line[4096] = "";
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
	return sscanf(line, "%u %u %u %2047[^\n]", &s->plain, &s->forbidden,
		      &s->moody, s->names) >= 3;
}

static void stop_server(struct server *s)
{
	close(s->in);
	if (s->pid > 0)
		waitpid(s->pid, NULL, 0);
}

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

#define CROWD 24u /* hosts of the server for the hostile */

/* What a test has: the server of all tests, and a fetcher and an arena of its
 * own. */
struct trial {
	struct server server;
	struct fetch *f;
	struct arena arena;
	struct fetch_reply reply; /* the last one */
};

static int begin(void **state)
{
	struct trial *t = *state;
	char program[4096];
	struct fetch_settings settings = {
		.program = program,
		.per_host = 8,
		.patience_s = 1,
		.timeout_s = 3,
	};
	struct error err;

	snprintf(program, sizeof(program), "%s-fetch", getenv("GAZETTE"));
	if (!fetch_open(&settings, &t->f, &err))
		fail_msg("%s", err.text);
	arena_init(&t->arena);
	return 0;
}

static int end(void **state)
{
	struct trial *t = *state;

	fetch_close(t->f);
	arena_free(&t->arena);
	return 0;
}

#define TRIAL(test) cmocka_unit_test_setup_teardown(test, begin, end)

static void await(struct trial *t)
{
	struct error err;
	bool any = false;

	for (;;) {
		struct pollfd fd = {fetch_descriptor(t->f), fetch_events(t->f),
				    0};

		if (!fetch_next(t->f, &t->arena, &t->reply, &any, &err))
			fail_msg("%s", err.text);
		if (any)
			return;
		if (poll(&fd, 1, 20000) == 0)
			fail_msg("no answer in 20 s");
	}
}

static const char *address(struct trial *t, const char *scheme, unsigned port,
			   const char *path)
{
	return arena_printf(&t->arena, "%s://127.0.0.1:%u%s", scheme, port,
			    path);
}

/* Submit a request for an address, typed by the user or not. */
static void submit(struct trial *t, uint64_t ticket, uint8_t what,
		   const char *url, bool is_typed)
{
	const struct fetch_request request = {
		.what = what, .url = url, .typed = is_typed ? url : NULL};
	struct error err;

	if (!fetch_submit(t->f, ticket, &request, &err))
		fail_msg("%s: %s", url, err.text);
}

/* Ask the host at a port for one thing that the user typed. */
static void ask(struct trial *t, unsigned port, uint8_t what, const char *path)
{
	submit(t, 0, what, address(t, "http", port, path), true);
	await(t);
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
	/* "answered nothing"; on a connection used before, that it broke */
	{"/nothing", FETCH_FEED, TYPED, FETCH_FAILED, ""},
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
	struct trial *t = *state;

	for (size_t i = 0; i < array_length(rows); i++)
		submit(t, i, rows[i].what,
		       address(t, "http", t->server.plain, rows[i].path),
		       rows[i].typed == TYPED);
	for (size_t i = 0; i < array_length(rows); i++) {
		await(t);
		check_row(&t->reply);
	}
	assert_int_equal(fetch_under_way(t->f), 0);
}

/* ---- one by one ---- */

static void ask_known(struct trial *t, const struct fetch_request *known)
{
	struct error err;

	assert_true(fetch_submit(t->f, 0, known, &err));
	await(t);
	assert_int_equal(t->reply.outcome, FETCH_UNCHANGED);
}

static void what_is_known_is_not_sent_again(void **state)
{
	struct trial *t = *state;
	const char *url = address(t, "http", t->server.plain, "/known");
	struct fetch_request known = {.url = url, .typed = url}, dated = known;
	const struct fetch_reply *reply = &t->reply;

	submit(t, 0, FETCH_FEED, url, true);
	await(t);
	assert_int_equal(reply->outcome, FETCH_GOT);
	assert_string_equal(reply->etag, "\"v1\"");
	assert_int_equal(reply->max_age_s, 600);
	assert_string_equal(reply->type, "text/plain");
	assert_string_equal(reply->charset, "UTF-8");
	known.etag = reply->etag;
	dated.last_modified = reply->last_modified;
	ask_known(t, &known);
	ask_known(t, &dated);
	assert_int_equal(reply->hash, 0);
}

static void the_same_body_again_is_not_handed_on(void **state)
{
	struct trial *t = *state;
	const char *url = address(t, "http", t->server.plain, "/ok");
	struct fetch_request known = {.url = url, .typed = url};
	uint64_t hash;

	submit(t, 0, FETCH_FEED, url, true);
	await(t);
	assert_int_equal(t->reply.outcome, FETCH_GOT);
	hash = known.body = t->reply.hash;
	ask_known(t, &known);
	assert_int_equal(t->reply.status, 200);
	assert_true(t->reply.hash == hash);
	assert_int_equal(t->reply.body.len, 0);
	known.body++;
	assert_true(fetch_submit(t->f, 0, &known, &(struct error){""}));
	await(t);
	assert_int_equal(t->reply.outcome, FETCH_GOT);
}

static void only_what_moved_for_good_is_remembered(void **state)
{
	static const struct {
		const char *path, *moved;
	} moves[] = {{"/moved", "/ok"},
		     {"/moved-twice", "/ok"},
		     {"/wandering", NULL},
		     {"/ok", NULL}};
	struct trial *t = *state;
	unsigned port = t->server.plain;

	for (size_t i = 0; i < array_length(moves); i++) {
		ask(t, port, FETCH_FEED, moves[i].path);
		assert_int_equal(t->reply.outcome, FETCH_GOT);
		if (!moves[i].moved)
			assert_null(t->reply.moved);
		else
			assert_string_equal(
				t->reply.moved,
				address(t, "http", port, moves[i].moved));
	}
}

static void a_host_says_when_to_come_again(void **state)
{
	struct trial *t = *state;

	ask(t, t->server.plain, FETCH_FEED, "/busy");
	assert_int_equal(t->reply.status, 503);
	assert_int_equal(t->reply.retry_after_s, 120);
}

static void no_page_is_fetched_where_robots_txt_is_broken(void **state)
{
	struct trial *t = *state;

	ask(t, t->server.moody, FETCH_PAGE, "/ok");
	assert_int_equal(t->reply.outcome, FETCH_BARRED);
	ask(t, t->server.moody, FETCH_FEED, "/ok");
	assert_int_equal(t->reply.outcome, FETCH_GOT);
}

static void passwords_go_only_where_the_user_sent_them(void **state)
{
	struct trial *t = *state;
	const char *url =
		arena_printf(&t->arena, "http://me:secret@127.0.0.1:%u/who",
			     t->server.plain);

	submit(t, 0, FETCH_FEED, url, true);
	await(t);
	assert_int_equal(t->reply.outcome, FETCH_GOT);
	assert_slice(t->reply.body, "Basic bWU6c2VjcmV0");
	submit(t, 0, FETCH_FEED, url, false);
	await(t);
	assert_int_equal(t->reply.outcome, FETCH_FAILED);
}

static void nothing_was_asked_of_a_forbidden_host(void **state)
{
	struct trial *t = *state;

	ask(t, t->server.plain, FETCH_FEED, "/hits");
	assert_slice(t->reply.body, "0");
}

/* ---- beside hostile hosts ---- */

#define HEALTHY 50u
#define TRIES   3u

enum { GOOD, BAD }; /* tickets */

/* Each at a host of its own. */
static void submit_hostile(struct trial *t)
{
	static const char *const bad[] = {"/drip", "/silent",  "/endless",
					  "/bomb", "/headers", "/loop"};

	for (uint32_t i = 0; i < CROWD; i++) {
		const char *host = arena_printf(&t->arena, "crowd-%u", i);

		submit(t, BAD, FETCH_FEED,
		       address(t, "http", port_of(&t->server, host),
			       bad[i % array_length(bad)]),
		       true);
	}
}

/* Milliseconds until all answers of a healthy host are there.  Each takes it a
 * tenth of a second, as the network would. */
static double time_healthy(void **state, unsigned port, bool beside_hostile)
{
	struct trial *t = *state;
	uint32_t left = HEALTHY;
	double start;

	begin(state);
	start = now_s();
	if (beside_hostile)
		submit_hostile(t);
	for (uint32_t i = 0; i < HEALTHY; i++)
		submit(t, GOOD, FETCH_FEED,
		       arena_printf(&t->arena, "http://127.0.0.1:%u/tenth?%u",
				    port, i),
		       true);
	while (left) {
		await(t);
		left -= t->reply.ticket == GOOD;
		if (t->reply.ticket == GOOD)
			assert_int_equal(t->reply.outcome, FETCH_GOT);
	}
	start = now_s() - start;
	end(state);
	return start * 1000;
}

/* Of several tries the best counts.  The healthy host is another process, which
 * the hostile ones do not hold up.  A machine that does other things, too, is
 * forgiven half a second, which a host that blocks another would not stay
 * below; on an idle one IDLE=1 forgives nothing. */
static void hostile_hosts_delay_nobody(void **state)
{
	double alone = 1e9, beside = 1e99, spare = getenv("IDLE") ? 0 : 500;
	struct server healthy;

	assert_true(start_server(&healthy, NULL));
	for (unsigned i = 0; i < TRIES && beside > 1.2 * alone; i++) {
		double one = time_healthy(state, healthy.plain, false);
		double two = time_healthy(state, healthy.plain, true);

		alone = one < alone ? one : alone;
		beside = two < beside ? two : beside;
	}
	stop_server(&healthy);
	print_message("# %u healthy feeds: %.0f ms alone, %.0f ms beside %u "
		      "hostile ones, %.2f times\n",
		      HEALTHY, alone, beside, CROWD, beside / alone);
	if (beside > 1.2 * alone + spare)
		fail_msg("%.0f ms alone, %.0f ms beside hostile hosts", alone,
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

static void check_secure(struct trial *t, unsigned port, size_t i)
{
	const struct fetch_reply *reply = &t->reply;

	submit(t, i, FETCH_FEED, address(t, "https", port, secure_rows[i].path),
	       true);
	await(t);
	if (reply->outcome != secure_rows[i].outcome ||
	    (reply->reason && !strstr(reply->reason, secure_rows[i].says)))
		fail_msg("%s: outcome %u, '%s'", secure_rows[i].name,
			 reply->outcome, reply->reason ? reply->reason : "");
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

	if (!make_certificates(folder))
		skip(); /* no openssl here */
	snprintf(file, sizeof(file), "%s/ca.crt", folder);
	setenv("CURL_CA_BUNDLE", file, 1);
	assert_true(start_server(&s, folder));
	begin(state);
	for (size_t i = 0; i < array_length(secure_rows); i++)
		check_secure(*state, port_of(&s, secure_rows[i].name), i);
	end(state);
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
	static struct trial t;

	clear_environment();
	if (!start_server(&t.server, NULL)) {
		print_message("1..0 # SKIP python3 is not there\n");
		exit(0);
	}
	*state = &t;
	return 0;
}

static int tear_down(void **state)
{
	struct trial *t = *state;

	stop_server(&t->server);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TRIAL(each_answer_is_what_its_host_deserves),
		TRIAL(what_is_known_is_not_sent_again),
		TRIAL(the_same_body_again_is_not_handed_on),
		TRIAL(only_what_moved_for_good_is_remembered),
		TRIAL(a_host_says_when_to_come_again),
		TRIAL(no_page_is_fetched_where_robots_txt_is_broken),
		TRIAL(passwords_go_only_where_the_user_sent_them),
		TEST(hostile_hosts_delay_nobody),
		TRIAL(nothing_was_asked_of_a_forbidden_host),
		TEST(only_good_certificates_are_believed),
		TEST(it_says_what_is_missing),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
