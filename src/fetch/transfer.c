#include "fetch/transfer.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/array.h"
#include "base/die.h"
#include "base/hash.h"
#include "fetch/address.h"
#include "fetch/header.h"

#define HOPS_MOST      10u
#define HEADERS_MOST   ((size_t)128 << 10)
#define IGNORED_MOST   ((size_t)128 << 10) /* of bodies nobody wants */
#define RATIO_FROM     ((size_t)1 << 20)
#define RATIO_MOST     100u
#define SLOW_BYTES_S   100L
#define URL_MOST       4096u
#define REASON_ADDRESS "leads into a private network, which a feed may not"

int64_t transfer_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct transfer *transfer_new(struct carrier *carrier)
{
	struct transfer *t = calloc(1, sizeof(*t));

	if (!t)
		die("out of memory");
	arena_init(&t->arena);
	t->carrier = carrier;
	return t;
}

static void let_go(struct transfer *t)
{
	curl_slist_free_all(t->headers);
	t->headers = NULL;
	t->carrier->held -= t->body.len;
	str_free(&t->body);
	if (t->carrier->senior == t)
		t->carrier->senior = NULL;
}

void transfer_free(struct transfer *t)
{
	let_go(t);
	curl_easy_cleanup(t->easy);
	arena_free(&t->arena);
	free(t);
}

/* ---- where to ---- */

static bool bar(struct transfer *t, const char *reason)
{
	t->reply.outcome = FETCH_FAILED;
	t->reply.reason = reason;
	return false;
}

/* A part of an address, in lower case if asked; NULL when it has none. */
static const char *part(struct arena *a, CURLU *url, CURLUPart which,
			bool lower)
{
	unsigned flags = which == CURLUPART_PORT ? CURLU_DEFAULT_PORT : 0;
	char *value, *copy;

	if (curl_url_get(url, which, &value, flags) != CURLUE_OK)
		return NULL;
	copy = arena_string(a, value);
	curl_free(value);
	for (char *c = copy; lower && *c; c++) {
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c | 0x20);
	}
	return copy;
}

static const char *origin_of(struct arena *a, CURLU *url)
{
	const char *scheme = part(a, url, CURLUPART_SCHEME, true);
	const char *host = part(a, url, CURLUPART_HOST, true);
	const char *port = part(a, url, CURLUPART_PORT, false);

	if (!scheme || !host || !port)
		return NULL;
	return arena_printf(a, "%s://%s:%s", scheme, host, port);
}

/* The origin that the user typed; NULL none. */
static const char *typed_origin(struct transfer *t)
{
	CURLU *url = curl_url();
	const char *origin = NULL;

	if (url && t->ask.typed &&
	    curl_url_set(url, CURLUPART_URL, t->ask.typed, 0) == CURLUE_OK)
		origin = origin_of(&t->arena, url);
	curl_url_cleanup(url);
	return origin;
}

static bool ends_in(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && strcasecmp(text + n - m, end) == 0;
}

/* Names that lead nowhere else whatever the resolver says; through a proxy
 * they are all that can be looked at. */
static bool is_private_name(const char *host)
{
	static const char *const ends[] = {".localhost", ".local", ".internal",
					   ".home.arpa"};
	size_t len = strlen(host);

	if (strcasecmp(host, "localhost") == 0)
		return true;
	for (size_t i = 0; i < array_length(ends); i++) {
		if (ends_in(host, ends[i]))
			return true;
	}
	if (host[0] == '[' || strspn(host, "0123456789.") == len)
		return !address_text_is_public(host);
	return false;
}

static bool aim_at(struct transfer *t, CURLU *url)
{
	struct arena *a = &t->arena;
	const char *scheme = part(a, url, CURLUPART_SCHEME, true);
	const char *path = part(a, url, CURLUPART_PATH, false);
	const char *query = part(a, url, CURLUPART_QUERY, false);
	const char *host = part(a, url, CURLUPART_HOST, true);
	const char *typed = typed_origin(t);

	if (!scheme ||
	    (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0))
		return bar(t, arena_printf(a,
					   "leads to '%s:', not to http or "
					   "https",
					   scheme ? scheme : ""));
	if (t->url && strncmp(t->url, "https:", 6) == 0 &&
	    strcmp(scheme, "http") == 0)
		return bar(t, "is led from https back to http");
	t->host = origin_of(a, url);
	if (!t->host || !host)
		return bar(t, "has no host in its address");
	t->may_be_private = typed && strcmp(typed, t->host) == 0;
	if (!t->may_be_private && is_private_name(host))
		return bar(t, REASON_ADDRESS);
	/* a name and password go only where the user sent them */
	if (!t->may_be_private) {
		curl_url_set(url, CURLUPART_USER, NULL, 0);
		curl_url_set(url, CURLUPART_PASSWORD, NULL, 0);
	}
	curl_url_set(url, CURLUPART_FRAGMENT, NULL, 0);
	t->path = arena_printf(a, "%s%s%s", path ? path : "/", query ? "?" : "",
			       query ? query : "");
	t->url = part(a, url, CURLUPART_URL, false);
	return t->url != NULL || bar(t, "has an address that cannot be read");
}

bool transfer_aim(struct transfer *t, const char *text)
{
	CURLU *url = curl_url();
	bool is_good;

	if (!url)
		die("out of memory");
	if (strlen(text) > URL_MOST)
		is_good = bar(t, "has an address that is too long");
	else if (curl_url_set(url, CURLUPART_URL, text,
			      CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE) !=
		 CURLUE_OK)
		is_good = bar(t, "has an address that cannot be read");
	else
		is_good = aim_at(t, url);
	curl_url_cleanup(url);
	return is_good;
}

/* ---- while it runs ---- */

static bool is_proxy(const struct carrier *c, const struct sockaddr *address,
		     socklen_t len)
{
	for (unsigned i = 0; i < c->n_proxies; i++) {
		if (memcmp(&c->proxies[i], address, len) == 0)
			return true;
	}
	return false;
}

static curl_socket_t on_socket(void *self, curlsocktype purpose,
			       struct curl_sockaddr *address)
{
	struct transfer *t = self;

	(void)purpose;
	if (!t->may_be_private && !address_is_public(&address->addr) &&
	    !is_proxy(t->carrier, &address->addr, address->addrlen)) {
		t->stop = REASON_ADDRESS;
		return CURL_SOCKET_BAD;
	}
	return socket(address->family, address->socktype | SOCK_CLOEXEC,
		      address->protocol);
}

/* A connection that is there already was opened for somebody else. */
static int on_request(void *self, char *their_ip, char *our_ip, int their_port,
		      int our_port)
{
	struct transfer *t = self;

	(void)our_ip;
	(void)their_port;
	(void)our_port;
	if (t->may_be_private || t->carrier->n_proxies ||
	    address_text_is_public(their_ip))
		return CURL_PREREQFUNC_OK;
	t->stop = REASON_ADDRESS;
	return CURL_PREREQFUNC_ABORT;
}

static long status_of(CURL *easy)
{
	long status = 0;

	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	return status;
}

static bool is_wanted(long status)
{
	return status >= 200 && status <= 299;
}

/* What can be no article: it need not be loaded. */
static bool is_page_type(const char *type)
{
	static const char *const others[] = {"image/",
					     "video/",
					     "audio/",
					     "font/",
					     "application/pdf",
					     "application/zip",
					     "application/octet-stream"};

	for (size_t i = 0; type && i < array_length(others); i++) {
		if (strncasecmp(type, others[i], strlen(others[i])) == 0)
			return false;
	}
	return true;
}

static size_t stop(struct transfer *t, const char *why)
{
	t->stop = why;
	return 0;
}

static size_t on_header(char *line, size_t size, size_t n, void *self)
{
	struct transfer *t = self;
	curl_off_t len = -1;
	char *type = NULL;

	n *= size;
	t->header_bytes += n;
	if (t->header_bytes > HEADERS_MOST)
		return stop(t, "sends headers without end");
	if (n > 2 || !is_wanted(status_of(t->easy)))
		return n;
	(void)line;
	curl_easy_getinfo(t->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &len);
	if (len > (curl_off_t)FETCH_MOST)
		return stop(t, "is larger than 16 MB");
	curl_easy_getinfo(t->easy, CURLINFO_CONTENT_TYPE, &type);
	if (t->ask.what != FETCH_FEED && !t->is_robots && !is_page_type(type))
		return stop(t,
			    arena_printf(&t->arena, "is no page but %s", type));
	return n;
}

static bool is_bomb(struct transfer *t, size_t decoded)
{
	curl_off_t came = 0;

	if (decoded < RATIO_FROM)
		return false;
	curl_easy_getinfo(t->easy, CURLINFO_SIZE_DOWNLOAD_T, &came);
	return decoded / RATIO_MOST > (size_t)came + 1;
}

/* Is there room for n bytes more?  If not, somebody is the senior, who goes
 * on, and all others wait. */
static bool has_room(struct transfer *t, size_t n)
{
	struct carrier *c = t->carrier;

	if (c->held + n <= TRANSFER_BUDGET || c->senior == t)
		return true;
	if (c->senior)
		return false;
	c->senior = t;
	return true;
}

static size_t on_body(char *bytes, size_t size, size_t n, void *self)
{
	struct transfer *t = self;

	n *= size;
	if (!is_wanted(status_of(t->easy))) {
		t->header_bytes += n;
		return t->header_bytes > IGNORED_MOST ? 0 : n;
	}
	if (t->body.len + n > FETCH_MOST)
		return stop(t, "is larger than 16 MB");
	if (is_bomb(t, t->body.len + n))
		return stop(t, "unpacks to more than a hundred times its "
			       "size");
	if (!has_room(t, n)) {
		t->is_paused = true;
		return CURL_WRITEFUNC_PAUSE;
	}
	str_add(&t->body, bytes, n);
	t->carrier->held += n;
	return n;
}

/* ---- set up ---- */

static bool is_plain(const char *value)
{
	for (; *value; value++) {
		if ((unsigned char)*value < 0x20 || *value == 0x7F)
			return false;
	}
	return true;
}

static void add_header(struct transfer *t, const char *name, const char *value)
{
	struct curl_slist *longer;

	if (!value || !is_plain(value))
		return;
	longer = curl_slist_append(
		t->headers, arena_printf(&t->arena, "%s: %s", name, value));
	if (!longer)
		die("out of memory");
	t->headers = longer;
}

static void set_headers(struct transfer *t)
{
	static const char *const accepted[FETCH_WHATS] = {
		[FETCH_FEED] = ("application/atom+xml, application/rss+xml, "
				"application/feed+json, "
				"application/xml;q=0.9, text/html;q=0.8, "
				"*/*;q=0.7"),
		[FETCH_PAGE] = ("text/html, application/xhtml+xml, "
				"text/plain;q=0.8, */*;q=0.5"),
		[FETCH_USER] = "text/html, application/xhtml+xml, */*;q=0.8",
	};

	add_header(t, "Accept", accepted[t->ask.what]);
	if (!t->is_robots) {
		add_header(t, "If-None-Match", t->ask.etag);
		add_header(t, "If-Modified-Since", t->ask.last_modified);
	}
	curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->headers);
}

static void set_limits(struct transfer *t)
{
	const struct carrier *c = t->carrier;
	CURL *e = t->easy;
	int64_t now = transfer_now_ms();

	t->began_ms = now;
	if (!t->deadline_ms)
		t->deadline_ms = now + 1000 * (int64_t)c->timeout_s;
	curl_easy_setopt(e, CURLOPT_TIMEOUT_MS,
			 now < t->deadline_ms ? (long)(t->deadline_ms - now)
					      : 1L);
	curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT, (long)c->patience_s);
	curl_easy_setopt(e, CURLOPT_LOW_SPEED_LIMIT, SLOW_BYTES_S);
	curl_easy_setopt(e, CURLOPT_LOW_SPEED_TIME, (long)c->patience_s);
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(e, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
}

static void set_callbacks(struct transfer *t)
{
	CURL *e = t->easy;

	curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, on_socket);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, t);
	curl_easy_setopt(e, CURLOPT_PREREQFUNCTION, on_request);
	curl_easy_setopt(e, CURLOPT_PREREQDATA, t);
	curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(e, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(e, CURLOPT_ERRORBUFFER, t->words);
	curl_easy_setopt(e, CURLOPT_PRIVATE, t);
}

void transfer_set_up(struct transfer *t)
{
	let_go(t);
	if (t->easy) /* what the hops before it were given stays: cookies */
		curl_easy_reset(t->easy);
	else
		t->easy = curl_easy_init();
	if (!t->easy)
		die("out of memory");
	t->stop = NULL;
	t->words[0] = '\0';
	t->header_bytes = 0;
	t->is_paused = false;
	curl_easy_setopt(t->easy, CURLOPT_URL, t->url);
	curl_easy_setopt(t->easy, CURLOPT_USERAGENT,
			 FETCH_AGENT "/" PACKAGE_VERSION);
	curl_easy_setopt(t->easy, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(t->easy, CURLOPT_COOKIEFILE, "");
	if (t->carrier->ca_file)
		curl_easy_setopt(t->easy, CURLOPT_CAINFO, t->carrier->ca_file);
	if (t->carrier->ca_folder)
		curl_easy_setopt(t->easy, CURLOPT_CAPATH,
				 t->carrier->ca_folder);
	set_limits(t);
	set_callbacks(t);
	set_headers(t);
}

/* ---- what came of it ---- */

/* curl's faults that a reader meets, in our words. */
static const struct fault_words {
	CURLcode code;
	const char *text;
} fault_words[] = {
	{CURLE_COULDNT_RESOLVE_HOST, "its host is not known"},
	{CURLE_COULDNT_RESOLVE_PROXY, "the proxy's host is not known"},
	{CURLE_COULDNT_CONNECT, "its host does not take the connection"},
	{CURLE_OPERATION_TIMEDOUT, "did not answer in time"},
	{CURLE_PARTIAL_FILE, "ended before it was whole"},
	{CURLE_GOT_NOTHING, "answered nothing"},
	{CURLE_RECV_ERROR, "the connection broke"},
	{CURLE_SEND_ERROR, "the connection broke"},
	{CURLE_BAD_CONTENT_ENCODING, "is packed in a way that is broken"},
	{CURLE_WEIRD_SERVER_REPLY, "its host does not speak HTTP"},
	{CURLE_UNSUPPORTED_PROTOCOL, "its host does not speak HTTP"},
	{CURLE_HTTP2, "its host breaks the rules of HTTP/2"},
	{CURLE_HTTP2_STREAM, "its host breaks the rules of HTTP/2"},
	{CURLE_SSL_CONNECT_ERROR, "a secure connection cannot be made"},
	{CURLE_PEER_FAILED_VERIFICATION, "its certificate is not good"},
	{CURLE_SSL_CERTPROBLEM, "its certificate is not good"},
};

static const char *fault_text(struct transfer *t, CURLcode code)
{
	const char *text = curl_easy_strerror(code);

	for (size_t i = 0; i < array_length(fault_words); i++) {
		if (fault_words[i].code == code)
			text = fault_words[i].text;
	}
	if (!t->words[0])
		return text;
	return arena_printf(&t->arena, "%s (%s)", text, t->words);
}

static const struct status_words {
	uint16_t status;
	const char *text;
} status_words[] = {
	{401, "wants a name and a password"},
	{402, "wants to be paid for"},
	{403, "is forbidden to us"},
	{404, "is not there"},
	{406, "is not there in a form that we read"},
	{408, "did not answer in time"},
	{429, "asks us to come less often"},
	{451, "may not be shown, for legal reasons"},
	{500, "its host is broken"},
	{502, "its host is broken"},
	{503, "its host is too busy"},
	{504, "its host did not answer in time"},
};

static const char *status_text(struct transfer *t, long status)
{
	const char *text = status >= 500   ? "its host failed"
			   : status >= 400 ? "is refused"
					   : "answers what we do not know";

	for (size_t i = 0; i < array_length(status_words); i++) {
		if (status_words[i].status == status)
			text = status_words[i].text;
	}
	return arena_printf(&t->arena, "%s (HTTP status %ld)", text, status);
}

static enum transfer_step end(struct transfer *t, enum fetch_outcome outcome,
			      const char *reason)
{
	t->reply.outcome = (uint8_t)outcome;
	t->reply.reason = reason;
	return TRANSFER_DONE;
}

/* A body that is known already need not go any further. */
static enum transfer_step end_got(struct transfer *t)
{
	struct fetch_reply *r = &t->reply;

	r->hash = hash_large(t->body.at, t->body.len);
	if (t->ask.body && t->ask.body == r->hash)
		return end(t, FETCH_UNCHANGED, NULL);
	r->body = (struct slice){t->body.at, t->body.len};
	return end(t, FETCH_GOT, NULL);
}

static enum transfer_step follow(struct transfer *t, long status)
{
	char *url = NULL;
	bool is_for_good = status == 301 || status == 308;

	curl_easy_getinfo(t->easy, CURLINFO_REDIRECT_URL, &url);
	if (!url)
		return end(t, FETCH_FAILED, "is led on, but not whereto");
	if (++t->hops > HOPS_MOST)
		return end(t, FETCH_FAILED, "is led on more than 10 times");
	if (!transfer_aim(t, url))
		return TRANSFER_DONE;
	t->has_wandered |= !is_for_good;
	if (!t->has_wandered)
		t->reply.moved = t->url;
	return TRANSFER_ON;
}

static void note_headers(struct transfer *t)
{
	struct fetch_reply *r = &t->reply;
	curl_off_t retry = 0, came = 0;

	r->etag = header_get(&t->arena, t->easy, "ETag");
	r->last_modified = header_get(&t->arena, t->easy, "Last-Modified");
	r->max_age_s =
		header_max_age(header_get(&t->arena, t->easy, "Cache-Control"),
			       header_get(&t->arena, t->easy, "Expires"),
			       header_get(&t->arena, t->easy, "Date"));
	header_type(&t->arena, header_get(&t->arena, t->easy, "Content-Type"),
		    &r->type, &r->charset);
	curl_easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &retry);
	curl_easy_getinfo(t->easy, CURLINFO_SIZE_DOWNLOAD_T, &came);
	r->retry_after_s = retry > 0 ? (int64_t)retry : 0;
	r->wire_bytes += (uint64_t)came + t->header_bytes;
}

static bool is_redirect(long status)
{
	return status == 301 || status == 302 || status == 303 ||
	       status == 307 || status == 308;
}

enum transfer_step transfer_end(struct transfer *t, CURLcode result)
{
	long status = status_of(t->easy);

	t->reply.status = (uint16_t)status;
	t->reply.url = t->url;
	note_headers(t);
	if (t->stop)
		return end(t, FETCH_FAILED, t->stop);
	/* who is led on, refused or told of nothing new needs no body */
	if (is_redirect(status))
		return follow(t, status);
	if (status == 304)
		return end(t, FETCH_UNCHANGED, NULL);
	if (status == 410)
		return end(t, FETCH_GONE, "is gone for good (HTTP status 410)");
	if (status >= 300)
		return end(t, FETCH_FAILED, status_text(t, status));
	if (result != CURLE_OK)
		return end(t, FETCH_FAILED, fault_text(t, result));
	if (t->body.len == 0)
		return end(t, FETCH_FAILED, "is empty");
	return end_got(t);
}
