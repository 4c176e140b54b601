/* When a feed is asked again. */
#ifndef GAZETTE_FETCH_SCHEDULE_H
#define GAZETTE_FETCH_SCHEDULE_H

#include <stdbool.h>
#include <stdint.h>

struct schedule {
	int64_t now;           /* Unix seconds */
	int64_t every_s;       /* as the user set it */
	bool is_good;          /* answered; else it failed */
	uint32_t failures;     /* in a row, this one included */
	int64_t max_age_s;     /* Cache-Control or Expires; 0 none */
	int64_t ttl_s;         /* the feed's own wish; 0 none */
	int64_t retry_after_s; /* Retry-After; 0 none */
	uint32_t skip_hours;   /* bit n: not in hour n, UTC */
	uint8_t skip_days;     /* bit n: not on weekday n, 0 Sunday */
	uint64_t seed;         /* of the jitter: the feed's own */
};

/* The second from which on it is due: after every_s, later if the server or
 * the feed asks for that (never by more than a day); after a failure later and
 * later, to a day; moved by up to a tenth, so that feeds do not come all at
 * once; not in hours and on days that the feed skips.
 *
 * Source  RSS 2.0 (ttl, skipHours, skipDays), RFC 9111 (max-age), RFC 9110
 *         (Retry-After).
 */
int64_t schedule_next(const struct schedule *s);

#endif
