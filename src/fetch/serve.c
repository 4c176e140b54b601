/* gazette-fetch's loop: requests from the socket, transfers by curl's multi
 * interface, answers to the socket. */
#include "fetch/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "base/frame.h"
#include "fetch/hosts.h"
#include "fetch/robots.h"

#define SOCKET     0
#define READ_BYTES 65536u
#define WAIT_MS    500
/* Of answers that gazette has not taken yet, before nothing new begins. */
#define OUT_MOST ((size_t)16 << 20)
/* Of what was sent, before room is made by moving the rest. */
#define DROP_FROM ((size_t)4 << 20)

struct serve {
	struct serve_settings settings;
	struct carrier carrier;
	struct hosts hosts;
	CURLM *multi;
	struct str in, out;
	size_t sent; /* of out */
	bool is_over;
};

/* ---- answers ---- */

static void answer(struct serve *s, struct transfer *t)
{
	size_t before = s->out.len;

	t->reply.ticket = t->ticket;
	if (!t->reply.url)
		t->reply.url = t->ask.url;
	fetch_answer_put(&s->out, &t->reply);
	s->carrier.held += s->out.len - before;
	transfer_free(t);
}

static void refuse(struct serve *s, struct transfer *t,
		   enum fetch_outcome outcome, const char *reason)
{
	t->reply.outcome = (uint8_t)outcome;
	t->reply.reason = reason;
	answer(s, t);
}

/* What gazette has taken need not be kept. */
static void drop_sent(struct serve *s)
{
	s->carrier.held -= s->sent;
	s->out.len -= s->sent;
	if (s->out.len)
		memmove(s->out.at, s->out.at + s->sent, s->out.len);
	else
		str_free(&s->out);
	s->sent = 0;
}

static void flush_answers(struct serve *s)
{
	while (s->sent < s->out.len) {
		ssize_t n = write(SOCKET, s->out.at + s->sent,
				  s->out.len - s->sent);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			break;
		if (n <= 0) {
			s->is_over = true;
			return;
		}
		s->sent += (size_t)n;
	}
	if (s->sent == s->out.len || s->sent >= DROP_FROM)
		drop_sent(s);
}

/* ---- robots.txt ---- */

static void ask_robots(struct serve *s, const struct transfer *page)
{
	struct host *host = hosts_of(&s->hosts, page);
	struct transfer *t = transfer_new(&s->carrier);
	const char *url = arena_printf(&t->arena, "%s/robots.txt", host->name);

	host->robots = ROBOTS_ASKED;
	t->is_robots = true;
	t->ask.what = FETCH_PAGE;
	t->ask.url = host->name;
	t->ask.typed = arena_string(&t->arena, page->ask.typed);
	if (transfer_aim(t, url)) {
		hosts_wait(&s->hosts, t);
	} else {
		host->robots = ROBOTS_KNOWN;
		transfer_free(t);
	}
}

/* RFC 9309 2.3.1: what is not there forbids nothing, a broken host all. */
static void note_robots(struct serve *s, struct transfer *t)
{
	struct host *host = NULL;
	uint32_t i;

	if (map_get(&s->hosts.names, t->ask.url, strlen(t->ask.url), &i))
		host = s->hosts.at[i];
	if (host && t->reply.outcome == FETCH_GOT) {
		char *copy = arena_copy(
			&s->hosts.arena, t->body.at,
			t->body.len < ROBOTS_MOST ? t->body.len : ROBOTS_MOST);

		host->rules = slice_of(copy);
		host->robots = ROBOTS_KNOWN;
	} else if (host && ((t->reply.status >= 200 && t->reply.status < 500) ||
			    t->hops)) {
		host->robots = ROBOTS_KNOWN;
	} else if (host) {
		host->robots = ROBOTS_SILENT;
		host->silence = arena_string(&s->hosts.arena,
					     t->reply.reason ? t->reply.reason
							     : "no answer");
	}
	transfer_free(t);
}

/* Why a page may not be fetched; NULL: it may. */
static const char *why_barred(struct serve *s, struct transfer *t)
{
	const struct host *host = hosts_of(&s->hosts, t);

	if (t->is_robots || t->ask.what != FETCH_PAGE)
		return NULL;
	if (host->robots == ROBOTS_SILENT)
		return arena_printf(&t->arena,
				    "its robots.txt cannot be read: it %s",
				    host->silence);
	if (robots_allow(host->rules, FETCH_AGENT, t->path))
		return NULL;
	return "its robots.txt asks us not to";
}

/* ---- transfers ---- */

/* In the queue of the host that its address names. */
static void queue(struct serve *s, struct transfer *t)
{
	if (t->ask.what == FETCH_PAGE && !t->is_robots &&
	    hosts_of(&s->hosts, t)->robots == ROBOTS_UNKNOWN)
		ask_robots(s, t);
	hosts_wait(&s->hosts, t);
}

static void start_some(struct serve *s)
{
	struct transfer *t;

	while (s->out.len - s->sent < OUT_MOST &&
	       (t = hosts_next(&s->hosts, s->settings.at_once))) {
		const char *barred = why_barred(s, t);

		if (barred) {
			hosts_ran(&s->hosts, t);
			refuse(s, t, FETCH_BARRED, barred);
			continue;
		}
		transfer_set_up(t);
		if (curl_multi_add_handle(s->multi, t->easy) != CURLM_OK)
			die("curl takes no more transfers");
	}
}

static void finish(struct serve *s, struct transfer *t, CURLcode result)
{
	curl_multi_remove_handle(s->multi, t->easy);
	hosts_ran(&s->hosts, t); /* before it is aimed elsewhere */
	if (transfer_end(t, result) == TRANSFER_ON)
		queue(s, t);
	else if (t->is_robots)
		note_robots(s, t);
	else
		answer(s, t);
}

static void finish_some(struct serve *s)
{
	struct CURLMsg *m;
	int left;

	while ((m = curl_multi_info_read(s->multi, &left))) {
		CURLcode result = m->data.result;
		char *t;

		if (m->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &t);
		finish(s, (struct transfer *)t, result);
	}
}

/* Those that waited for room go on when there is some. */
static void wake_some(struct serve *s)
{
	struct transfer *next;

	if (s->carrier.senior && s->carrier.held >= TRANSFER_BUDGET)
		return;
	for (struct transfer *t = s->hosts.active; t; t = next) {
		next = t->next;
		if (t->is_paused) {
			t->is_paused = false;
			curl_easy_pause(t->easy, CURLPAUSE_CONT);
		}
	}
}

/* ---- requests ---- */

static bool take_request(struct serve *s, struct slice payload)
{
	struct transfer *t = transfer_new(&s->carrier);

	if (!fetch_ask_get(&t->arena, payload, &t->ticket, &t->ask)) {
		transfer_free(t);
		return false;
	}
	if (transfer_aim(t, t->ask.url))
		queue(s, t);
	else
		answer(s, t);
	return true;
}

static void hear(struct serve *s)
{
	char bytes[READ_BYTES];
	ssize_t n = read(SOCKET, bytes, sizeof(bytes));
	struct frame frame;
	struct error err;
	size_t taken, used = 0;

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	s->is_over = n <= 0;
	if (n <= 0)
		return;
	str_add(&s->in, bytes, (size_t)n);
	do {
		struct slice rest = {s->in.at + used, s->in.len - used};

		if (!frame_take(rest, &frame, &taken, &err) ||
		    (taken && (frame.kind != FETCH_FRAME_ASK ||
			       !take_request(s, frame.bytes)))) {
			s->is_over = true;
			return;
		}
		used += taken;
	} while (taken);
	memmove(s->in.at, s->in.at + used, s->in.len - used);
	s->in.len -= used;
}

/* ---- the loop ---- */

static void turn(struct serve *s)
{
	struct curl_waitfd socket = {.fd = SOCKET, .events = CURL_WAIT_POLLIN};
	int running;

	if (s->sent < s->out.len)
		socket.events |= CURL_WAIT_POLLOUT;
	curl_multi_poll(s->multi, &socket, 1, WAIT_MS, NULL);
	if (socket.revents)
		hear(s);
	curl_multi_perform(s->multi, &running);
	finish_some(s);
	flush_answers(s);
	wake_some(s);
	start_some(s);
}

bool fetch_serve(const struct serve_settings *settings, struct error *err)
{
	struct serve s = {.settings = *settings};

	if (fcntl(SOCKET, F_SETFL, O_NONBLOCK) != 0)
		return error_system(err, errno, "descriptor 0 is no socket");
	s.carrier = (struct carrier){
		.patience_s = settings->patience_s,
		.timeout_s = settings->timeout_s,
		.ca_file = settings->ca_file,
		.ca_folder = settings->ca_folder,
	};
	serve_find_proxies(&s.carrier);
	hosts_init(&s.hosts, settings->per_host);
	s.multi = curl_multi_init();
	if (!s.multi)
		die("out of memory");
	while (!s.is_over)
		turn(&s);
	hosts_free(&s.hosts);
	curl_multi_cleanup(s.multi);
	str_free(&s.in);
	str_free(&s.out);
	return true;
}
