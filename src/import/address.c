#include "import/address.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"

#define AHEAD 8 /* bodies that may wait in memory */

/* An answer that came before its turn. */
struct early {
	struct early *next;
	struct arena arena;
	struct fetch_reply reply;
};

struct addresses {
	char *const *operands;
	int n, asked; /* operands before `asked` were asked for */
	const char *program;
	struct fetch *fetch;
	struct early *early;
};

bool address_is(const char *operand)
{
	return strncmp(operand, "http://", 7) == 0 ||
	       strncmp(operand, "https://", 8) == 0;
}

struct addresses *addresses_new(char *const *operands, int n, const char *fetch)
{
	struct addresses *ad = calloc(1, sizeof(*ad));

	if (!ad)
		die("out of memory");
	ad->operands = operands;
	ad->n = n;
	ad->program = fetch;
	return ad;
}

static void early_free(struct early *early)
{
	arena_free(&early->arena);
	free(early);
}

void addresses_free(struct addresses *ad)
{
	if (!ad)
		return;
	while (ad->early) {
		struct early *next = ad->early->next;

		early_free(ad->early);
		ad->early = next;
	}
	fetch_close(ad->fetch);
	free(ad);
}

/* Ask for operands up to a few behind number i. */
static bool ask_ahead(struct addresses *ad, int i, struct error *err)
{
	const struct fetch_settings settings = {.program = ad->program};

	if (!ad->fetch && !fetch_open(&settings, &ad->fetch, err))
		return false;
	if (ad->asked < i)
		ad->asked = i;
	for (; ad->asked < ad->n && ad->asked < i + AHEAD; ad->asked++) {
		const char *url = ad->operands[ad->asked];
		const struct fetch_request request = {
			.what = FETCH_USER, .url = url, .typed = url};

		if (address_is(url) &&
		    !fetch_submit(ad->fetch, (uint64_t)ad->asked, &request,
				  err))
			return false;
	}
	return true;
}

/* Is it here already?  Then it is taken. */
static bool take_early(struct addresses *ad, int i, struct arena *a,
		       struct fetch_reply *reply)
{
	struct early **link = &ad->early, *found;

	while (*link && (*link)->reply.ticket != (uint64_t)i)
		link = &(*link)->next;
	found = *link;
	if (!found)
		return false;
	*link = found->next;
	*reply = found->reply;
	arena_join(a, &found->arena);
	early_free(found);
	return true;
}

static bool wait_for_more(struct fetch *f, struct error *err)
{
	struct pollfd fd = {fetch_descriptor(f), fetch_events(f), 0};

	return poll(&fd, 1, -1) >= 0 || errno == EINTR ||
	       error_system(err, errno, "cannot wait");
}

/* Keep the next answer; wait for it if it is not there. */
static bool hear(struct addresses *ad, struct error *err)
{
	struct early *early = calloc(1, sizeof(*early));
	bool any;

	if (!early)
		die("out of memory");
	arena_init(&early->arena);
	if (!fetch_next(ad->fetch, &early->arena, &early->reply, &any, err)) {
		early_free(early);
		return false;
	}
	if (!any) {
		early_free(early);
		return wait_for_more(ad->fetch, err);
	}
	early->next = ad->early;
	ad->early = early;
	return true;
}

bool addresses_take(struct addresses *ad, int i, struct arena *a,
		    struct fetch_reply *reply, struct error *err)
{
	if (!ask_ahead(ad, i, err))
		return false;
	while (!take_early(ad, i, a, reply)) {
		if (!hear(ad, err)) {
			/* it may be started anew for the next */
			fetch_close(ad->fetch);
			ad->fetch = NULL;
			ad->asked = i + 1;
			return false;
		}
	}
	if (reply->outcome == FETCH_GOT)
		return true;
	return error_set(err, "%s",
			 reply->reason ? reply->reason : "is not to be had");
}
