#include "base/date.h"

#include <stdio.h>

int64_t date_days(int64_t year, unsigned month, unsigned day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;

	return era * 146097 + doe - 719468;
}

void date_civil(int64_t days, int64_t *year, unsigned *month, unsigned *day)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	*day = (unsigned)(doy - (153 * mp + 2) / 5 + 1);
	*month = (unsigned)(mp < 10 ? mp + 3 : mp - 9);
	*year = yoe + era * 400 + (*month <= 2);
}

bool date_is_valid(int64_t year, unsigned month, unsigned day)
{
	int64_t y;
	unsigned m, d;

	if (month < 1 || month > 12 || day < 1 || day > 31)
		return false;
	date_civil(date_days(year, month, day), &y, &m, &d);
	return y == year && m == month && d == day;
}

unsigned date_weekday(int64_t days)
{
	int64_t w = (days + 4) % 7;

	return (unsigned)(w < 0 ? w + 7 : w);
}

/* Read exactly n digits. */
static bool digits(const char *text, size_t len, size_t at, unsigned n,
		   unsigned *out)
{
	*out = 0;
	for (unsigned i = 0; i < n; i++) {
		if (at + i >= len || text[at + i] < '0' || text[at + i] > '9')
			return false;
		*out = *out * 10 + (unsigned)(text[at + i] - '0');
	}
	return true;
}

static bool byte_is(const char *text, size_t len, size_t at, char c)
{
	return at < len && text[at] == c;
}

/* Read "Z", "+02:00", "+0200" or "+02" at `at`; returns the bytes read. */
static size_t read_offset(const char *text, size_t len, size_t at,
			  int16_t *minutes)
{
	unsigned h, m = 0;
	size_t from = at;
	int sign;

	*minutes = 0;
	if (byte_is(text, len, at, 'Z') || byte_is(text, len, at, 'z'))
		return 1;
	sign = byte_is(text, len, at, '-') ? -1 : 1;
	if (sign == 1 && !byte_is(text, len, at, '+'))
		return 0;
	if (!digits(text, len, at + 1, 2, &h) || h > 14)
		return 0;
	at += 3;
	if (byte_is(text, len, at, ':') && digits(text, len, at + 1, 2, &m))
		at += 3;
	else if (digits(text, len, at, 2, &m))
		at += 2;
	else
		m = 0;
	*minutes = (int16_t)(sign * (int)(h * 60 + (m < 60 ? m : 0)));
	return at - from;
}

/* Read "T09:00", "T09:00:30", "T09:00:30.123" behind a date. */
static size_t read_clock(const char *text, size_t len, size_t at,
			 int64_t *seconds)
{
	unsigned h, m, s = 0;
	size_t from = at;

	if (!byte_is(text, len, at, 'T') && !byte_is(text, len, at, 't') &&
	    !byte_is(text, len, at, ' '))
		return 0;
	if (!digits(text, len, at + 1, 2, &h) || h > 24 ||
	    !byte_is(text, len, at + 3, ':') ||
	    !digits(text, len, at + 4, 2, &m) || m > 59)
		return 0;
	at += 6;
	if (byte_is(text, len, at, ':') && digits(text, len, at + 1, 2, &s)) {
		at += 3;
		if (s > 59)
			s = 59;
		if (byte_is(text, len, at, '.') ||
		    byte_is(text, len, at, ',')) {
			at++;
			while (at < len && text[at] >= '0' && text[at] <= '9')
				at++;
		}
	}
	*seconds = (int64_t)h * 3600 + m * 60 + s;
	return at - from;
}

size_t date_read_iso(const char *text, size_t len, struct when *out)
{
	unsigned y, m, d;
	int64_t seconds;
	size_t n, at = 10;

	if (!digits(text, len, 0, 4, &y) || y < 1000 ||
	    !byte_is(text, len, 4, '-') || !digits(text, len, 5, 2, &m) ||
	    !byte_is(text, len, 7, '-') || !digits(text, len, 8, 2, &d) ||
	    !date_is_valid(y, m, d))
		return 0;
	*out = (struct when){.time = date_days(y, m, d) * DATE_DAY,
			     .kind = WHEN_DAY};
	n = read_clock(text, len, at, &seconds);
	if (n == 0)
		return at;
	at += n;
	if (byte_is(text, len, at, ' '))
		n = read_offset(text, len, at + 1, &out->offset),
		n += n ? 1 : 0;
	else
		n = read_offset(text, len, at, &out->offset);
	out->kind = WHEN_SECOND;
	out->time += seconds - (int64_t)out->offset * 60;
	return at + n;
}

int64_t date_day_of(const struct when *when)
{
	int64_t local = when->time + (int64_t)when->offset * 60;

	return (local >= 0 ? local : local - DATE_DAY + 1) / DATE_DAY;
}

void date_write(const struct when *when, char text[32])
{
	int64_t day = date_day_of(when), year;
	int64_t second =
		when->time + (int64_t)when->offset * 60 - day * DATE_DAY;
	unsigned m, d;
	int n;

	text[0] = '\0';
	if (when->kind == WHEN_NONE)
		return;
	date_civil(day, &year, &m, &d);
	n = snprintf(text, 32, "%04d-%02u-%02u", (int)year, m, d);
	if (when->kind == WHEN_DAY || n != 10)
		return;
	n += snprintf(text + n, 32 - (size_t)n, "T%02d:%02d:%02d",
		      (int)(second / 3600), (int)(second / 60 % 60),
		      (int)(second % 60));
	if (when->offset == 0)
		snprintf(text + n, 32 - (size_t)n, "Z");
	else
		snprintf(text + n, 32 - (size_t)n, "%c%02d:%02d",
			 when->offset < 0 ? '-' : '+',
			 (when->offset < 0 ? -when->offset : when->offset) / 60,
			 (when->offset < 0 ? -when->offset : when->offset) %
				 60);
}

#define MINUTE INT64_C(60)
#define HOUR   (60 * MINUTE)

const char *date_span(struct arena *a, int64_t seconds)
{
	if (seconds < MINUTE)
		return "a moment";
	if (seconds < HOUR)
		return arena_printf(a, "%lld min",
				    (long long)(seconds / MINUTE));
	if (seconds < 2 * DATE_DAY)
		return arena_printf(a, "%lld h", (long long)(seconds / HOUR));
	return arena_printf(a, "%lld days", (long long)(seconds / DATE_DAY));
}
