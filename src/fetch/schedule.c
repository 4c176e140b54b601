#include "fetch/schedule.h"

#include "base/date.h"
#include "base/hash.h"

#define HOUR         INT64_C(3600)
#define WEEK_H       (7 * 24)
#define WISH_MOST    (24 * HOUR)
#define FIRST_WAIT   (15 * 60)
#define DOUBLED_MOST 7u /* 15 minutes doubled so often is over a day */

static int64_t at_most(int64_t value, int64_t most)
{
	return value > most ? most : value;
}

static int64_t larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t wait_good(const struct schedule *s)
{
	int64_t wish = larger(s->max_age_s, s->ttl_s);

	return larger(s->every_s, at_most(wish, WISH_MOST));
}

static int64_t wait_failed(const struct schedule *s)
{
	uint32_t doubled = s->failures ? s->failures - 1 : 0;
	int64_t wait;

	if (doubled > DOUBLED_MOST)
		doubled = DOUBLED_MOST;
	wait = at_most((int64_t)FIRST_WAIT << doubled, WISH_MOST);
	return larger(wait, at_most(s->retry_after_s, WISH_MOST));
}

/* Up to a tenth more: asked for less often, never earlier than allowed. */
static int64_t jitter(const struct schedule *s, int64_t wait)
{
	uint64_t dice = hash_bytes(&s->now, sizeof(s->now), s->seed);

	return (int64_t)(dice % (uint64_t)(wait / 10 + 1));
}

static bool is_skipped(const struct schedule *s, int64_t time)
{
	int64_t days = time / DATE_DAY;
	unsigned hour = (unsigned)(time % DATE_DAY / HOUR);

	return (s->skip_hours >> hour & 1) ||
	       (s->skip_days >> date_weekday(days) & 1);
}

/* The first second from `time` on that is not skipped; a feed that skips the
 * whole week skips nothing. */
static int64_t unskipped(const struct schedule *s, int64_t time)
{
	int64_t at = time;

	if (time < 0)
		return time;
	for (int i = 0; i < WEEK_H; i++) {
		if (!is_skipped(s, at))
			return at;
		at = (at / HOUR + 1) * HOUR;
	}
	return time;
}

int64_t schedule_next(const struct schedule *s)
{
	int64_t wait = s->is_good ? wait_good(s) : wait_failed(s);
	int64_t next = s->now + wait + jitter(s, wait);

	return s->is_good ? unskipped(s, next) : next;
}
