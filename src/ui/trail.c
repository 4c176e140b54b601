#include "ui/trail.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"

void trail_init(struct trail *t, uint32_t room)
{
	*t = (struct trail){.room = room < 2 ? 2 : room, .now = -1};
	t->at = calloc(t->room, sizeof(*t->at));
	if (!t->at)
		die("out of memory");
}

void trail_free(struct trail *t)
{
	free(t->at);
	*t = (struct trail){.now = -1};
}

/* Forget the oldest. */
static void shift(struct trail *t)
{
	memmove(t->at, t->at + 1, (t->n - 1) * sizeof(*t->at));
	t->n--;
	t->now--;
	for (uint32_t i = 0; i < t->n; i++) {
		if (t->at[i].opener >= 0)
			t->at[i].opener--;
	}
}

struct visit *trail_add(struct trail *t, const struct place *place,
			int32_t opener)
{
	struct place copy = *place; /* it may lie in the trail */
	struct visit *new;

	t->n = (uint32_t)(t->now + 1);
	if (t->n == t->room) {
		shift(t);
		opener -= opener >= 0;
	}
	new = &t->at[t->n++];
	new->place = copy;
	new->opener = opener < (int32_t)t->n - 1 ? opener : -1;
	t->now = (int32_t)t->n - 1;
	return new;
}

bool trail_step(struct trail *t, int by)
{
	int32_t to = t->now + by;

	if (to < 0 || to >= (int32_t)t->n)
		return false;
	t->now = to;
	return true;
}

bool trail_close(struct trail *t)
{
	struct visit *now = trail_now(t);

	if (!now || now->opener < 0)
		return false;
	t->now = now->opener;
	return true;
}

struct visit *trail_now(struct trail *t)
{
	return t->now < 0 ? NULL : &t->at[t->now];
}
