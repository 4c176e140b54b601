/* Days and times: the proleptic Gregorian calendar, UTC, no leap seconds. */
#ifndef GAZETTE_BASE_DATE_H
#define GAZETTE_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define DATE_DAY INT64_C(86400)

enum when_kind { WHEN_NONE, WHEN_DAY, WHEN_SECOND };

/* A time as somebody wrote it: a day, or a second with the offset it was
 * written in. */
struct when {
	int64_t time;   /* Unix seconds; of a day: its midnight in UTC */
	int16_t offset; /* minutes east of UTC; 0 for a day */
	uint8_t kind;   /* enum when_kind */
};

/* Days since 1970-01-01 of a civil date (month 1-12, day 1-31).
 * Source: Howard Hinnant, chrono-compatible low-level date algorithms. */
int64_t date_days(int64_t year, unsigned month, unsigned day);

void date_civil(int64_t days, int64_t *year, unsigned *month, unsigned *day);

bool date_is_valid(int64_t year, unsigned month, unsigned day);

/* 0 Sunday to 6 Saturday. */
unsigned date_weekday(int64_t days);

/* Read an ISO 8601 date or date and time at the start of text: "2024-03-21",
 * "2024-03-21T09:00:00Z", "2024-03-21 09:00+02:00".  Years 1000 to 9999.
 * Fills *out and returns the bytes read, 0 when there is none. */
size_t date_read_iso(const char *text, size_t len, struct when *out);

/* Write "2024-03-21" or "2024-03-21T09:00:00Z" (with the written offset,
 * "+02:00", where there is one).  "" for WHEN_NONE. */
void date_write(const struct when *when, char text[32]);

/* The day, in the offset it was written in, as days since 1970-01-01. */
int64_t date_day_of(const struct when *when);

/* "20 min", "3 h", "12 days"; in the arena. */
const char *date_span(struct arena *a, int64_t seconds);

#endif
