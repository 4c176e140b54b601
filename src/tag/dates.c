/* Dates: a small grammar over the words below, English but for numbers.
 *
 *	[part] month [day[, year]]	late February; March 21, 2024; May 2023
 *	day [of] month [year]		21st of March
 *	[which] weekday [daytime]	last Monday; Tuesday night
 *	weekday, month day ...		Monday, March 3
 *	which unit			last week; the past three years
 *	number unit ago			two days ago
 *	today, tomorrow ...		and "in 2023", 2024-03-21, 21.03.2024
 *
 * Where the article's own day allows it, the day meant is told: of a weekday
 * the last one, of a day without its year the nearest.
 */
#include "tag/scan.h"

#include <string.h>

enum date_word {
	DATE_NONE,
	DATE_MONTH,   /* value 1-12 */
	DATE_WEEKDAY, /* value 0-6, 0 Sunday */
	DATE_UNIT,    /* value: days in it; 0 not counted in days */
	DATE_WHICH,   /* last, next, this */
	DATE_PART,    /* early, late */
	DATE_TODAY,   /* value: days from today + 10 */
	DATE_DAYTIME,
	DATE_COUNT, /* value: the number */
	DATE_AGO,
};

#define UNSURE 20 /* added to a month's number: an ordinary word too */

static const struct {
	const char *word;
	uint8_t date, value;
} words[] = {
	{"january", DATE_MONTH, 1},
	{"february", DATE_MONTH, 2},
	{"march", DATE_MONTH, 3 + UNSURE},
	{"april", DATE_MONTH, 4},
	{"may", DATE_MONTH, 5 + UNSURE},
	{"june", DATE_MONTH, 6},
	{"july", DATE_MONTH, 7},
	{"august", DATE_MONTH, 8},
	{"september", DATE_MONTH, 9},
	{"october", DATE_MONTH, 10},
	{"november", DATE_MONTH, 11},
	{"december", DATE_MONTH, 12},
	{"jan.", DATE_MONTH, 1},
	{"feb.", DATE_MONTH, 2},
	{"mar.", DATE_MONTH, 3 + UNSURE},
	{"apr.", DATE_MONTH, 4},
	{"jun.", DATE_MONTH, 6},
	{"jul.", DATE_MONTH, 7},
	{"aug.", DATE_MONTH, 8},
	{"sept.", DATE_MONTH, 9},
	{"sep.", DATE_MONTH, 9},
	{"oct.", DATE_MONTH, 10},
	{"nov.", DATE_MONTH, 11},
	{"dec.", DATE_MONTH, 12},
	{"jan", DATE_MONTH, 1 + UNSURE},
	{"feb", DATE_MONTH, 2 + UNSURE},
	{"apr", DATE_MONTH, 4 + UNSURE},
	{"aug", DATE_MONTH, 8 + UNSURE},
	{"sept", DATE_MONTH, 9 + UNSURE},
	{"oct", DATE_MONTH, 10 + UNSURE},
	{"nov", DATE_MONTH, 11 + UNSURE},
	{"dec", DATE_MONTH, 12 + UNSURE},
	{"sunday", DATE_WEEKDAY, 0},
	{"monday", DATE_WEEKDAY, 1},
	{"tuesday", DATE_WEEKDAY, 2},
	{"wednesday", DATE_WEEKDAY, 3},
	{"thursday", DATE_WEEKDAY, 4},
	{"friday", DATE_WEEKDAY, 5},
	{"saturday", DATE_WEEKDAY, 6},
	{"day", DATE_UNIT, 1},
	{"days", DATE_UNIT, 1},
	{"week", DATE_UNIT, 7},
	{"weeks", DATE_UNIT, 7},
	{"weekend", DATE_UNIT, 0},
	{"month", DATE_UNIT, 0},
	{"months", DATE_UNIT, 0},
	{"year", DATE_UNIT, 0},
	{"years", DATE_UNIT, 0},
	{"decade", DATE_UNIT, 0},
	{"decades", DATE_UNIT, 0},
	{"century", DATE_UNIT, 0},
	{"summer", DATE_UNIT, 0},
	{"autumn", DATE_UNIT, 0},
	{"winter", DATE_UNIT, 0},
	{"spring", DATE_UNIT, 0},
	{"last", DATE_WHICH, 0},
	{"next", DATE_WHICH, 0},
	{"this", DATE_WHICH, 0},
	{"past", DATE_WHICH, 0},
	{"previous", DATE_WHICH, 0},
	{"following", DATE_WHICH, 0},
	{"coming", DATE_WHICH, 0},
	{"early", DATE_PART, 0},
	{"mid", DATE_PART, 0},
	{"late", DATE_PART, 0},
	{"today", DATE_TODAY, 10},
	{"tonight", DATE_TODAY, 10},
	{"yesterday", DATE_TODAY, 9},
	{"tomorrow", DATE_TODAY, 11},
	{"morning", DATE_DAYTIME, 0},
	{"afternoon", DATE_DAYTIME, 0},
	{"evening", DATE_DAYTIME, 0},
	{"night", DATE_DAYTIME, 0},
	{"a", DATE_COUNT, 1},
	{"an", DATE_COUNT, 1},
	{"one", DATE_COUNT, 1},
	{"two", DATE_COUNT, 2},
	{"three", DATE_COUNT, 3},
	{"four", DATE_COUNT, 4},
	{"five", DATE_COUNT, 5},
	{"six", DATE_COUNT, 6},
	{"seven", DATE_COUNT, 7},
	{"eight", DATE_COUNT, 8},
	{"nine", DATE_COUNT, 9},
	{"ten", DATE_COUNT, 10},
	{"twelve", DATE_COUNT, 12},
	{"ago", DATE_AGO, 0},
	{"earlier", DATE_AGO, 0},
};

/* Before these a month that is an ordinary word is a month. */
static const char *const before_month[] = {
	"in",      "since",   "by",     "until",  "from",  "of",    "last",
	"next",    "this",    "to",     "till",   "late",  "early", "mid",
	"through", "between", "during", "before", "after", "and",   NULL};

/* Before these a number is a year. */
static const char *const before_year[] = {
	"in",    "since", "by",      "until",   "from",   "of",
	"to",    "till",  "early",   "late",    "mid",    "before",
	"after", "and",   "through", "between", "during", "around",
	"circa", "year",  "early-",  NULL};

/* Behind these a weekday is still to come. */
static const char *const before_coming[] = {"from",   "until", "till", "by",
					    "before", "for",   NULL};

#define WILL_NEAR 8 /* tokens before a weekday in which "will" counts */

struct date {
	struct scan *s;
	uint32_t at, end;   /* tokens */
	uint32_t from;      /* of the sentence */
	uint8_t month, day; /* 0 unknown */
	int weekday;        /* -1 unknown */
	int32_t year;       /* 0 unknown */
	int64_t days;       /* since 1970 when known otherwise */
	bool has_days, is_next, is_last;
};

void tag_date_words(struct indexing *index)
{
	for (size_t i = 0; i < array_length(words); i++) {
		struct facts *f = tag_index_add(index, slice_of(words[i].word),
						SPELLING_LOWER);

		f->date = words[i].date;
		f->value = words[i].value;
	}
}

static enum date_word word_at(const struct date *d, uint32_t i)
{
	if (i >= d->end || !d->s->marks[i].lower_facts)
		return DATE_NONE;
	return (enum date_word)d->s->marks[i].lower_facts->date;
}

static uint8_t value_at(const struct date *d, uint32_t i)
{
	return d->s->marks[i].lower_facts->value;
}

/* ---- numbers ---- */

/* The number that the first digits of token i are; *len how many. */
static uint32_t digits_at(const struct date *d, uint32_t i, size_t *len)
{
	struct slice w;
	uint32_t n = 0;

	*len = 0;
	if (i >= d->end)
		return 0;
	w = scan_word(d->s, i);
	while (*len < w.len && *len < 8 && w.at[*len] >= '0' &&
	       w.at[*len] <= '9')
		n = n * 10 + (uint32_t)(w.at[(*len)++] - '0');
	return n;
}

/* "21", "21st", "21-23": a day of a month; 0 when it is none. */
static uint8_t day_at(const struct date *d, uint32_t i)
{
	static const char *const ends[] = {"st", "nd", "rd", "th"};
	size_t len;
	uint32_t n = digits_at(d, i, &len);
	struct slice w;

	if (len == 0 || len > 2 || n == 0 || n > 31)
		return 0;
	w = scan_word(d->s, i);
	if (w.len == len ||
	    (w.at[len] == '-' && w.len > len + 1 && w.len <= len + 3))
		return (uint8_t)n;
	for (size_t e = 0; e < array_length(ends); e++) {
		if (w.len == len + 2 && memcmp(w.at + len, ends[e], 2) == 0)
			return (uint8_t)n;
	}
	return 0;
}

static int32_t year_at(const struct date *d, uint32_t i)
{
	size_t len;
	uint32_t n = digits_at(d, i, &len);

	if (len != 4 || n < 1000 || n > 2200 || scan_word(d->s, i).len != 4)
		return 0;
	return (int32_t)n;
}

/* ---- the grammar; each returns the token behind what it read, or i ---- */

static uint32_t read_year(struct date *d, uint32_t i)
{
	uint32_t at = i;

	if (at < d->end && scan_is(d->s, at, ","))
		at++;
	d->year = year_at(d, at);
	return d->year ? at + 1 : i;
}

static bool is_month(const struct date *d, uint32_t i)
{
	return word_at(d, i) == DATE_MONTH &&
	       (scan_flags(d->s, i) & TOKEN_CAPITAL);
}

static uint8_t month_of(uint8_t value)
{
	return value > UNSURE ? value - UNSURE : value;
}

/* month [day] [year] */
static uint32_t read_month(struct date *d, uint32_t i)
{
	uint32_t at = i + 1;
	uint8_t value;

	if (!is_month(d, i))
		return i;
	value = value_at(d, i);
	d->month = month_of(value);
	d->day = day_at(d, at);
	at += d->day != 0;
	at = d->day || year_at(d, at) ? read_year(d, at) : at;
	if (at == i + 1 && value > UNSURE && i == d->at &&
	    (i == d->from || !scan_is_one(d->s, i - 1, before_month)))
		return i;
	return at;
}

/* day [of] month [year] */
static uint32_t read_day(struct date *d, uint32_t i)
{
	uint32_t at = i + 1;
	uint8_t day = day_at(d, i);

	if (!day)
		return i;
	if (at < d->end && scan_is(d->s, at, "of"))
		at++;
	if (at < d->end && scan_is(d->s, at, ".") && d->s->careful)
		at++;
	if (!is_month(d, at))
		return i;
	d->day = day;
	d->month = month_of(value_at(d, at));
	return read_year(d, at + 1);
}

/* Is the weekday, token i, one to come: "until Friday", "will vote on"? */
static bool is_coming(const struct date *d, uint32_t i)
{
	if (i > d->from && scan_is_one(d->s, i - 1, before_coming))
		return true;
	for (uint32_t n = 1; n <= WILL_NEAR && i >= d->from + n; n++) {
		if (scan_is(d->s, i - n, "will"))
			return true;
		if (scan_is_one(d->s, i - n,
				(const char *const[]){"said", "told", NULL}))
			return false;
	}
	return false;
}

/* weekday [daytime] [, month day ...] */
static uint32_t read_weekday(struct date *d, uint32_t i)
{
	uint32_t at = i + 1, next;

	if (word_at(d, i) != DATE_WEEKDAY ||
	    !(scan_flags(d->s, i) & TOKEN_CAPITAL))
		return i;
	d->weekday = value_at(d, i);
	d->is_next |= d->at == i && is_coming(d, i);
	if (word_at(d, at) == DATE_DAYTIME)
		return at + 1;
	next = at < d->end && scan_is(d->s, at, ",") ? at + 1 : at;
	if (is_month(d, next) && day_at(d, next + 1))
		return read_month(d, next);
	return read_day(d, next) > next ? read_day(d, next) : at;
}

static uint32_t skip_count(const struct date *d, uint32_t i, uint32_t *n)
{
	size_t len;

	*n = digits_at(d, i, &len);
	if (len && len <= 3 && scan_word(d->s, i).len == len)
		return i + 1;
	if (word_at(d, i) != DATE_COUNT)
		return i;
	*n = value_at(d, i);
	return i + 1;
}

/* which (weekday | month | daytime | [number] unit) */
static uint32_t read_which(struct date *d, uint32_t i)
{
	uint32_t at, n;

	if (word_at(d, i) != DATE_WHICH)
		return i;
	d->is_next = scan_is_one(
		d->s, i,
		(const char *const[]){"next", "coming", "following", NULL});
	d->is_last = scan_is_one(d->s, i,
				 (const char *const[]){"last", "past", NULL});
	at = read_weekday(d, i + 1);
	if (at > i + 1)
		return at;
	if (is_month(d, i + 1)) {
		d->month = month_of(value_at(d, i + 1));
		return i + 2;
	}
	if (word_at(d, i + 1) == DATE_DAYTIME)
		return i + 2;
	at = skip_count(d, i + 1, &n);
	return word_at(d, at) == DATE_UNIT ? at + 1 : i;
}

/* number unit ago */
static uint32_t read_ago(struct date *d, uint32_t i)
{
	uint32_t n, at = skip_count(d, i, &n);
	const struct when *now = &d->s->art->published;

	if (at == i || word_at(d, at) != DATE_UNIT ||
	    word_at(d, at + 1) != DATE_AGO)
		return i;
	if (value_at(d, at) && now->kind != WHEN_NONE &&
	    scan_is(d->s, at + 1, "ago")) {
		d->has_days = true;
		d->days = date_day_of(now) - (int64_t)n * value_at(d, at);
	}
	return at + 2;
}

/* early | mid | late, with or without a hyphen, before month or year */
static uint32_t read_part(struct date *d, uint32_t i)
{
	uint32_t at = i + 1;

	if (word_at(d, i) != DATE_PART)
		return i;
	if (at < d->end && scan_is(d->s, at, "-"))
		at++;
	if (is_month(d, at)) {
		d->month = month_of(value_at(d, at));
		return read_year(d, at + 1);
	}
	d->year = year_at(d, at);
	return d->year ? at + 1 : i;
}

static uint32_t read_today(struct date *d, uint32_t i)
{
	const struct when *now = &d->s->art->published;

	if (word_at(d, i) != DATE_TODAY)
		return i;
	if (now->kind != WHEN_NONE) {
		d->has_days = true;
		d->days = date_day_of(now) + value_at(d, i) - 10;
	}
	return i + 1;
}

/* 2024-03-21, 21.03.2024 */
static uint32_t read_numbers(struct date *d, uint32_t i)
{
	struct slice w = scan_word(d->s, i);
	struct when when;
	uint32_t part[3] = {0, 0, 0}, n = 0;

	if (w.len < 8 || w.at[0] < '0' || w.at[0] > '9')
		return i;
	if (w.len >= 10 && w.at[4] == '-' &&
	    date_read_iso(w.at, w.len, &when) >= 10) {
		d->has_days = true;
		d->days = date_day_of(&when);
		return i + 1;
	}
	for (size_t at = 0; at < w.len; at++) {
		if (w.at[at] == '.')
			n++;
		else if (w.at[at] < '0' || w.at[at] > '9' || n > 2)
			return i;
		else if (part[n] < 10000)
			part[n] = part[n] * 10 + (uint32_t)(w.at[at] - '0');
	}
	if (n != 2 || !date_is_valid(part[2], part[1], part[0]) ||
	    part[2] < 1000)
		return i;
	d->year = (int32_t)part[2];
	d->month = (uint8_t)part[1];
	d->day = (uint8_t)part[0];
	return i + 1;
}

/* A year behind a word such as "in"; "the 1990s". */
static uint32_t read_lone_year(struct date *d, uint32_t i)
{
	size_t len;
	uint32_t n = digits_at(d, i, &len);
	struct slice w = scan_word(d->s, i);

	if (len != 4 || n < 1500 || n > 2100)
		return i;
	if (w.len == 5 && w.at[4] == 's')
		return i + 1;
	if (w.len != 4 || i == d->from ||
	    !scan_is_one(d->s, i - 1, before_year))
		return i;
	d->year = (int32_t)n;
	return i + 1;
}

/* ---- the day meant ---- */

static int64_t away(int64_t a, int64_t b)
{
	return a < b ? b - a : a - b;
}

static bool nearest_year(const struct date *d, int64_t now, int64_t *days)
{
	int64_t year;
	unsigned month, day;
	bool found = false;

	date_civil(now, &year, &month, &day);
	for (int64_t y = year - 1; y <= year + 1; y++) {
		int64_t at;

		if (!date_is_valid(y, d->month, d->day))
			continue;
		at = date_days(y, d->month, d->day);
		if (!found || away(at, now) < away(*days, now))
			*days = at;
		found = true;
	}
	return found;
}

static bool weekday_meant(const struct date *d, int64_t now, int64_t *days)
{
	int64_t back = ((int64_t)date_weekday(now) - d->weekday + 7) % 7;

	if (d->is_next)
		*days = now - back + 7;
	else if (d->is_last && back == 0)
		*days = now - 7;
	else
		*days = now - back;
	return true;
}

static bool day_meant(const struct date *d, int64_t *days)
{
	const struct when *when = &d->s->art->published;
	bool has_now = when->kind != WHEN_NONE;
	int64_t now = has_now ? date_day_of(when) : 0;

	if (d->has_days) {
		*days = d->days;
		return true;
	}
	if (d->month && d->day && d->year) {
		*days = 0;
		if (!date_is_valid(d->year, d->month, d->day))
			return false;
		*days = date_days(d->year, d->month, d->day);
		return true;
	}
	if (!has_now)
		return false;
	if (d->month && d->day)
		return nearest_year(d, now, days);
	return d->weekday >= 0 && weekday_meant(d, now, days);
}

static void put_date(struct date *d, uint32_t first, uint32_t end)
{
	int32_t m = tag_mention(d->s, first, end, TYPE_DATE, FORM_NAME);
	struct mention *mention = &d->s->art->mentions[m];
	int64_t days = 0;

	if (day_meant(d, &days)) {
		mention->day.time = days * DATE_DAY;
		mention->day.kind = WHEN_DAY;
	}
	for (uint32_t i = first; i < end; i++)
		d->s->marks[i].is_name = true;
}

typedef uint32_t reader(struct date *d, uint32_t i);

static reader *const by_word[] = {
	[DATE_NONE] = NULL,
	[DATE_MONTH] = read_month,
	[DATE_WEEKDAY] = read_weekday,
	[DATE_UNIT] = NULL,
	[DATE_WHICH] = read_which,
	[DATE_PART] = read_part,
	[DATE_TODAY] = read_today,
	[DATE_DAYTIME] = NULL,
	[DATE_COUNT] = read_ago,
	[DATE_AGO] = NULL,
};

static reader *const by_number[] = {read_day, read_ago, read_numbers,
				    read_lone_year};

static uint32_t read_date(struct date *d, uint32_t i)
{
	reader *read = by_word[word_at(d, i)];
	char c = scan_word(d->s, i).at[0];
	uint32_t at = i;

	d->at = i;
	d->month = d->day = 0;
	d->year = 0;
	d->weekday = -1;
	d->has_days = d->is_next = d->is_last = false;
	if (read)
		return read(d, i);
	if (c < '0' || c > '9')
		return i;
	for (size_t r = 0; r < array_length(by_number) && at == i; r++)
		at = by_number[r](d, i);
	return at;
}

static bool is_taken(const struct scan *s, uint32_t i, uint32_t end)
{
	while (i < end && !s->marks[i].is_name)
		i++;
	return i < end;
}

void tag_dates(struct scan *s, const struct sentence *sentence)
{
	struct date d = {.s = s,
			 .from = sentence->token,
			 .end = sentence->token + sentence->n_tokens};

	for (uint32_t i = d.from; i < d.end; i++) {
		uint32_t end = read_date(&d, i);

		if (end == i || is_taken(s, i, end))
			continue;
		put_date(&d, i, end);
		i = end - 1;
	}
}
