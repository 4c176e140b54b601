/* The parent's side of gazette-fetch. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/array.h"
#include "base/child.h"
#include "base/die.h"
#include "base/frame.h"
#include "base/utf8.h"
#include "fetch/fetch.h"

#define AT_ONCE    64u
#define PER_HOST   4u
#define PATIENCE_S 20u
#define TIMEOUT_S  60u
#define READ_BYTES 65536u

struct fetch {
	struct arena arena;
	struct child child;
	char *argv[6];
	struct str in, out;
	size_t sent; /* of out */
	uint32_t under_way;
};

/* curl's own, and where certificates are. */
static const char *const variables[] = {
	"http_proxy",   "https_proxy",   "HTTPS_PROXY", "all_proxy",
	"ALL_PROXY",    "no_proxy",      "NO_PROXY",    "CURL_CA_BUNDLE",
	"SSL_CERT_DIR", "SSL_CERT_FILE", "LOCALDOMAIN", "RES_OPTIONS",
	"HOSTALIASES",
};

static const struct child_needs needs = {variables, array_length(variables), 0};

static char *number(struct fetch *f, unsigned given, unsigned otherwise)
{
	return arena_printf(&f->arena, "%u", given ? given : otherwise);
}

bool fetch_open(const struct fetch_settings *settings, struct fetch **out,
		struct error *err)
{
	struct fetch *f;

	if (!settings->program || access(settings->program, X_OK) != 0)
		return error_set(err, "cannot find gazette-fetch, which "
				      "alone goes to the network");
	f = calloc(1, sizeof(*f));
	if (!f)
		die("out of memory");
	arena_init(&f->arena);
	f->argv[0] = arena_string(&f->arena, settings->program);
	f->argv[1] = number(f, settings->at_once, AT_ONCE);
	f->argv[2] = number(f, settings->per_host, PER_HOST);
	f->argv[3] = number(f, settings->patience_s, PATIENCE_S);
	f->argv[4] = number(f, settings->timeout_s, TIMEOUT_S);
	if (child_start(&f->child, f->argv, &needs, err)) {
		*out = f;
		return true;
	}
	arena_free(&f->arena);
	free(f);
	return false;
}

void fetch_close(struct fetch *f)
{
	if (!f)
		return;
	child_kill(&f->child);
	str_free(&f->in);
	str_free(&f->out);
	arena_free(&f->arena);
	free(f);
}

/* ---- asking ---- */

static void flush_requests(struct fetch *f)
{
	while (f->sent < f->out.len) {
		ssize_t n = send(f->child.socket, f->out.at + f->sent,
				 f->out.len - f->sent, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return; /* full; or gone, as reading says */
		f->sent += (size_t)n;
	}
	str_clear(&f->out);
	f->sent = 0;
}

bool fetch_submit(struct fetch *f, uint64_t ticket,
		  const struct fetch_request *request, struct error *err)
{
	if (strncmp(request->url, "http://", 7) != 0 &&
	    strncmp(request->url, "https://", 8) != 0)
		return error_set(err, "'%s' is no address of http or https",
				 request->url);
	if (!utf8_valid(request->url, strlen(request->url)))
		return error_set(err, "the address is not UTF-8");
	fetch_ask_put(&f->out, ticket, request);
	f->under_way++;
	flush_requests(f);
	return true;
}

uint32_t fetch_under_way(const struct fetch *f)
{
	return f->under_way;
}

int fetch_descriptor(const struct fetch *f)
{
	return f->child.socket;
}

short fetch_events(const struct fetch *f)
{
	return (short)(POLLIN | (f->sent < f->out.len ? POLLOUT : 0));
}

/* ---- hearing ---- */

static bool is_gone(struct fetch *f, struct error *err)
{
	const char *reason;

	child_end(&f->child, &f->arena, &reason);
	return error_set(err, "gazette-fetch %s", reason);
}

static bool take_answer(struct fetch *f, struct arena *a,
			struct fetch_reply *reply, bool *out_any,
			struct error *err)
{
	struct frame frame;
	size_t taken;
	char *bytes;

	*out_any = false;
	if (!frame_take((struct slice){f->in.at, f->in.len}, &frame, &taken,
			err))
		return false;
	if (!taken)
		return true;
	bytes = arena_copy(a, frame.bytes.at, frame.bytes.len);
	if (frame.kind != FETCH_FRAME_ANSWER || !f->under_way ||
	    !fetch_answer_get(a, (struct slice){bytes, frame.bytes.len}, reply))
		return error_set(err, "gazette-fetch answered nonsense");
	f->in.len -= taken;
	memmove(f->in.at, f->in.at + taken, f->in.len);
	if (f->in.len == 0)
		str_free(&f->in);
	f->under_way--;
	*out_any = true;
	return true;
}

/* Read until there is a whole frame or nothing more for now. */
static bool read_some(struct fetch *f, bool *more, struct error *err)
{
	char bytes[READ_BYTES];
	ssize_t n = recv(f->child.socket, bytes, sizeof(bytes), 0);

	*more = n > 0;
	if (n > 0) {
		str_add(&f->in, bytes, (size_t)n);
		return true;
	}
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return true;
	return is_gone(f, err);
}

bool fetch_next(struct fetch *f, struct arena *a, struct fetch_reply *reply,
		bool *out_any, struct error *err)
{
	bool more = true;

	flush_requests(f);
	child_hear(&f->child);
	while (take_answer(f, a, reply, out_any, err)) {
		if (*out_any || !more)
			return true;
		if (!read_some(f, &more, err))
			return false;
	}
	return false;
}

bool fetch_one(struct fetch *f, struct arena *a,
	       const struct fetch_request *request, struct fetch_reply *reply,
	       struct error *err)
{
	bool any = false;

	if (!fetch_submit(f, 0, request, err))
		return false;
	while (fetch_next(f, a, reply, &any, err) && !any) {
		struct pollfd fd = {fetch_descriptor(f), fetch_events(f), 0};

		if (poll(&fd, 1, -1) < 0 && errno != EINTR)
			return error_system(err, errno, "cannot wait");
	}
	if (!any)
		return false;
	if (reply->outcome == FETCH_GOT)
		return true;
	return error_set(err, "%s",
			 reply->reason ? reply->reason : "is unchanged");
}
