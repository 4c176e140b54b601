/* Dates in queries: a day, a month, a year, or so long ago. */
#include <time.h>

#include "query/tree.h"

#define MOST_AGO 10000u

static int64_t today_of(int64_t now)
{
	time_t t = (time_t)now;
	struct tm tm;

	if (!localtime_r(&t, &tm))
		return now / DATE_DAY;
	return date_days(tm.tm_year + 1900, (unsigned)tm.tm_mon + 1,
			 (unsigned)tm.tm_mday);
}

/* Read digits; returns how many there were. */
static size_t read_number(struct slice text, unsigned *out)
{
	size_t n = 0;

	*out = 0;
	while (n < text.len && n < 6 && text.at[n] >= '0' && text.at[n] <= '9')
		*out = *out * 10 + (unsigned)(text.at[n++] - '0');
	return n;
}

static unsigned month_length(int64_t year, unsigned month)
{
	unsigned day = 31;

	while (!date_is_valid(year, month, day))
		day--;
	return day;
}

/* The same day of the month, so many months before; its last day where that
 * month is shorter. */
static int64_t months_before(int64_t day, unsigned months)
{
	int64_t year, n;
	unsigned month, d, longest;

	date_civil(day, &year, &month, &d);
	n = year * 12 + month - 1 - months;
	year = n / 12;
	month = (unsigned)(n % 12) + 1;
	longest = month_length(year, month);
	return date_days(year, month, d < longest ? d : longest);
}

static bool read_ago(struct slice text, int64_t today, int32_t *day)
{
	unsigned count;
	size_t n = read_number(text, &count);

	if (n == 0 || n + 1 != text.len || count > MOST_AGO)
		return false;
	switch (text.at[n]) {
	case 'd':
		*day = (int32_t)(today - count);
		return true;
	case 'w':
		*day = (int32_t)(today - 7 * (int64_t)count);
		return true;
	case 'm':
		*day = (int32_t)months_before(today, count);
		return true;
	case 'y':
		*day = (int32_t)months_before(
			today, 12 * (count < 1000 ? count : 1000));
		return true;
	default:
		return false;
	}
}

/* "2024" and "2024-03". */
static bool read_long(struct slice text, int32_t *first, int32_t *last)
{
	unsigned year, month = 0;
	struct slice behind = {text.at + 5, 2};

	if ((text.len != 4 && text.len != 7) ||
	    read_number((struct slice){text.at, 4}, &year) != 4 || year < 1000)
		return false;
	if (text.len == 7 &&
	    (text.at[4] != '-' || read_number(behind, &month) != 2 ||
	     month < 1 || month > 12))
		return false;
	*first = (int32_t)date_days(year, month ? month : 1, 1);
	*last = (int32_t)date_days(year, month ? month : 12,
				   month ? month_length(year, month) : 31);
	return true;
}

bool query_days(struct slice text, int64_t now, int32_t *first, int32_t *last)
{
	int64_t today = today_of(now);
	struct when when;

	if (text.len == 10 && date_read_iso(text.at, text.len, &when) == 10) {
		*first = *last = (int32_t)date_day_of(&when);
		return true;
	}
	if (read_long(text, first, last))
		return true;
	if (slice_equals(text, "today"))
		*first = (int32_t)today;
	else if (slice_equals(text, "yesterday"))
		*first = (int32_t)today - 1;
	else if (!read_ago(text, today, first))
		return false;
	*last = *first;
	return true;
}
