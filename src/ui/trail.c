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

/* Returns whether the oldest was forgotten for it. */
static bool push(struct trail *t, const struct place *place, int32_t opener)
{
	bool is_full = t->n == t->room;

	if (is_full)
		shift(t);
	t->at[t->n++] =
		(struct visit){*place, opener - (is_full && opener >= 0)};
	t->now = (int32_t)t->n - 1;
	return is_full;
}

struct visit *trail_add(struct trail *t, const struct place *place,
			int32_t opener)
{
	struct place copy = *place; /* it may lie in the trail */

	/* what one leaves in the midst is visited again, so that a step back
	 * leads to it and all that was visited stays */
	if (t->now >= 0 && t->now + 1 < (int32_t)t->n) {
		struct visit again = t->at[t->now];
		bool is_opener = opener == t->now;
		bool is_shifted = push(t, &again.place, again.opener);

		if (is_opener)
			opener = t->now;
		else
			opener -= is_shifted && opener >= 0;
	}
	push(t, &copy, opener);
	return &t->at[t->now];
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
