#include "fetch/hosts.h"

#include <string.h>

#include "base/array.h"

/* Of one host politeness counts, of all only what we have ourselves. */
#define SLOW_ONE_MS 2000
#define SLOW_ALL_MS 250
#define HOST_MOST   16u  /* to one host, the slow ones counted */
#define ALL_MOST    128u /* to all, the slow ones counted */

void hosts_init(struct hosts *h, unsigned per_host)
{
	memset(h, 0, sizeof(*h));
	arena_init(&h->arena);
	map_init(&h->names, &h->arena);
	h->per_host = per_host;
}

static void free_all(struct transfer *t)
{
	while (t) {
		struct transfer *next = t->next;

		transfer_free(t);
		t = next;
	}
}

void hosts_free(struct hosts *h)
{
	for (uint32_t i = 0; i < h->n; i++)
		free_all(h->at[i]->first);
	free_all(h->active);
	arena_free(&h->arena);
}

static struct host *host_new(struct hosts *h, const char *name)
{
	struct host **to = array_add(&h->arena, h->at, h->n);

	*to = arena_alloc(&h->arena, sizeof(**to));
	(*to)->name = arena_string(&h->arena, name);
	(*to)->last = &(*to)->first;
	return *to;
}

struct host *hosts_of(struct hosts *h, const struct transfer *t)
{
	uint32_t i;

	if (!map_get(&h->names, t->host, strlen(t->host), &i)) {
		struct host *host = host_new(h, t->host);
		bool is_new;

		i = h->n - 1;
		*map_put(&h->names, host->name, strlen(host->name), &is_new) =
			i;
	}
	return h->at[i];
}

void hosts_wait(struct hosts *h, struct transfer *t)
{
	struct host *host = hosts_of(h, t);

	t->next = NULL;
	if (t->is_robots) { /* the pages behind it wait for it */
		t->next = host->first;
		host->first = t;
		if (!t->next)
			host->last = &t->next;
		return;
	}
	*host->last = t;
	host->last = &t->next;
}

/* Pages wait until robots.txt was asked for; feeds do not. */
static bool is_ready(const struct host *host, const struct transfer *t)
{
	return t->is_robots || t->ask.what != FETCH_PAGE ||
	       host->robots >= ROBOTS_KNOWN;
}

/* The transfers that count: the quick ones, of all hosts or of one. */
static unsigned count_quick(const struct hosts *h, const char *host,
			    int64_t now_ms)
{
	int64_t slow_ms = host ? SLOW_ONE_MS : SLOW_ALL_MS;
	unsigned n = 0;

	for (const struct transfer *t = h->active; t; t = t->next) {
		if (now_ms - t->began_ms < slow_ms &&
		    (!host || strcmp(host, t->host) == 0))
			n++;
	}
	return n;
}

static bool may_start(const struct hosts *h, const struct host *host,
		      int64_t now_ms)
{
	return host->running < h->per_host ||
	       (host->running < HOST_MOST &&
		count_quick(h, host->name, now_ms) < h->per_host);
}

static struct transfer *take(struct hosts *h, struct host *host, int64_t now_ms)
{
	struct transfer **link = &host->first, *t;

	while (*link && !is_ready(host, *link))
		link = &(*link)->next;
	t = *link;
	if (!t)
		return NULL;
	*link = t->next;
	if (!*link)
		host->last = link;
	host->running++;
	h->n_active++;
	t->began_ms = now_ms;
	t->next = h->active;
	h->active = t;
	return t;
}

struct transfer *hosts_next(struct hosts *h, unsigned at_once)
{
	int64_t now = transfer_now_ms();

	if (h->n_active >= ALL_MOST ||
	    (h->n_active >= at_once && count_quick(h, NULL, now) >= at_once))
		return NULL;
	for (uint32_t i = 0; i < h->n; i++) {
		struct host *host = h->at[h->turn++ % h->n];
		struct transfer *t = NULL;

		if (host->first && may_start(h, host, now))
			t = take(h, host, now);
		if (t)
			return t;
	}
	return NULL;
}

void hosts_ran(struct hosts *h, struct transfer *t)
{
	struct transfer **link = &h->active;

	while (*link != t)
		link = &(*link)->next;
	*link = t->next;
	t->next = NULL;
	hosts_of(h, t)->running--;
	h->n_active--;
}
