/* Times as feeds write them.  ISO 8601 has its own shape; everything else is
 * taken apart into words and numbers, whose looks tell what they are. */
#include <string.h>
#include <strings.h>

#include "feed/feed.h"

/* ---- tables ---- */

static const struct {
	const char *name;
	int16_t minutes;
} zones[] = {
	{"UT", 0},      {"UTC", 0},     {"GMT", 0},    {"Z", 0},
	{"EST", -300},  {"EDT", -240},  {"ET", -300},  {"CST", -360},
	{"CDT", -300},  {"CT", -360},   {"MST", -420}, {"MDT", -360},
	{"MT", -420},   {"PST", -480},  {"PDT", -420}, {"PT", -480},
	{"AKST", -540}, {"AKDT", -480}, {"HST", -600}, {"AST", -240},
	{"ADT", -180},  {"NST", -210},  {"NDT", -150}, {"BRT", -180},
	{"ART", -180},  {"WET", 0},     {"WEST", 60},  {"BST", 60},
	{"IST", 330},   {"CET", 60},    {"CEST", 120}, {"MEZ", 60},
	{"MESZ", 120},  {"MET", 60},    {"MEST", 120}, {"EET", 120},
	{"EEST", 180},  {"MSK", 180},   {"SAST", 120}, {"PKT", 300},
	{"SGT", 480},   {"HKT", 480},   {"AWST", 480}, {"JST", 540},
	{"KST", 540},   {"ACST", 570},  {"ACDT", 630}, {"AEST", 600},
	{"AEDT", 660},  {"NZST", 720},  {"NZDT", 780},
};

/* By their first letters, in the languages in which feeds with such dates have
 * been met. */
static const struct {
	const char *name;
	uint8_t month;
} months[] = {
	{"jan", 1},
	{"feb", 2},
	{"mar", 3},
	{"apr", 4},
	{"may", 5},
	{"jun", 6},
	{"jul", 7},
	{"aug", 8},
	{"sep", 9},
	{"oct", 10},
	{"nov", 11},
	{"dec", 12},
	/* German, French, Spanish, Italian, Dutch */
	{"m\xC3\xA4r", 3},
	{"mrt", 3},
	{"mai", 5},
	{"mei", 5},
	{"mag", 5},
	{"okt", 10},
	{"ott", 10},
	{"dez", 12},
	{"dic", 12},
	{"gen", 1},
	{"ene", 1},
	{"abr", 4},
	{"avr", 4},
	{"ago", 8},
	{"juin", 6},
	{"juil", 7},
	{"giu", 6},
	{"lug", 7},
	{"set", 9},
	{"f\xC3\xA9v", 2},
	{"ao\xC3\xBB", 8},
	{"d\xC3\xA9"
	 "c",
	 12},
	/* Hungarian */
	{"m\xC3\xA1rc", 3},
	{"\xC3\xA1pr", 4},
	{"m\xC3\xA1j", 5},
	{"j\xC3\xBAn", 6},
	{"j\xC3\xBAl", 7},
	{"szept", 9},
	/* Greek */
	{"\xCE\x99\xCE\xB1\xCE\xBD", 1},
	{"\xCE\xA6\xCE\xB5\xCE\xB2", 2},
	{"\xCE\x9C\xCE\xAC\xCF\x8E", 3},
	{"\xCE\x9C\xCE\xB1\xCF\x8E", 3},
	{"\xCE\x9C\xCE\xB1\xCF\x81", 3},
	{"\xCE\x91\xCF\x80\xCF\x81", 4},
	{"\xCE\x9C\xCE\xAC\xCE\xB9", 5},
	{"\xCE\x9C\xCE\xB1\xCE\xB9", 5},
	{"\xCE\x9C\xCE\xB1\xCF\x8A", 5},
	{"\xCE\x99\xCE\xBF\xCF\x8D\xCE\xBD", 6},
	{"\xCE\x99\xCE\xBF\xCE\xBD", 6},
	{"\xCE\x99\xCE\xBF\xCF\x8D\xCE\xBB", 7},
	{"\xCE\x99\xCE\xBF\xCE\xBB", 7},
	{"\xCE\x91\xCF\x8D\xCE\xB3", 8},
	{"\xCE\x91\xCF\x85\xCE\xB3", 8},
	{"\xCE\xA3\xCE\xB5\xCF\x80", 9},
	{"\xCE\x9F\xCE\xBA\xCF\x84", 10},
	{"\xCE\x9D\xCE\xBF\xCE\xAD", 11},
	{"\xCE\x9D\xCE\xBF\xCE\xB5", 11},
	{"\xCE\x94\xCE\xB5\xCE\xBA", 12},
};

/* ---- pieces ---- */

struct clock {
	int64_t year;
	unsigned month, day, hour, minute, second;
	int16_t offset;
	bool has_time, has_zone, is_pm, is_am;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c & 0x80);
}

static unsigned month_of(struct slice word)
{
	for (size_t i = 0; i < array_length(months); i++) {
		size_t n = strlen(months[i].name);

		if (word.len >= n &&
		    strncasecmp(word.at, months[i].name, n) == 0)
			return months[i].month;
	}
	return 0;
}

static bool zone_of(struct slice word, int16_t *minutes)
{
	for (size_t i = 0; i < array_length(zones); i++) {
		if (strlen(zones[i].name) == word.len &&
		    strncasecmp(word.at, zones[i].name, word.len) == 0) {
			*minutes = zones[i].minutes;
			return true;
		}
	}
	return false;
}

static struct when when_of(const struct clock *c)
{
	struct when when = {0};
	unsigned hour = c->hour;

	if (c->year < 1 || c->year > 9999 ||
	    !date_is_valid(c->year, c->month, c->day))
		return when;
	when.kind = c->has_time ? WHEN_SECOND : WHEN_DAY;
	when.time = date_days(c->year, c->month, c->day) * DATE_DAY;
	if (!c->has_time)
		return when;
	if (c->is_pm && hour < 12)
		hour += 12;
	if (c->is_am && hour == 12)
		hour = 0;
	if (hour > 24 || c->minute > 59 || c->second > 61 ||
	    c->offset < -24 * 60 || c->offset > 24 * 60)
		return (struct when){0};
	when.offset = c->offset;
	when.time += (int64_t)hour * 3600 + c->minute * 60 + c->second -
		     c->offset * INT64_C(60);
	return when;
}

/* Take a run of digits from the front; at most `most` of them. */
static unsigned take_number(struct slice *s, unsigned most, unsigned *digits)
{
	unsigned n = 0;

	*digits = 0;
	while (s->len && is_digit(*s->at) && *digits < most) {
		n = n * 10 + (unsigned)(*s->at - '0');
		s->at++;
		s->len--;
		++*digits;
	}
	return n;
}

static bool take(struct slice *s, char c)
{
	if (!s->len || *s->at != c)
		return false;
	s->at++;
	s->len--;
	return true;
}

/* "+02:00", "-0500", "+1" behind a sign that is still there. */
static bool take_offset(struct slice *s, struct clock *c)
{
	int sign = s->len && *s->at == '-' ? -1 : 1;
	unsigned digits, hours, minutes = 0;
	struct slice rest = *s;

	if (!take(&rest, '+') && !take(&rest, '-'))
		return false;
	hours = take_number(&rest, 4, &digits);
	if (!digits)
		return false;
	if (digits > 2) {
		minutes = hours % 100;
		hours /= 100;
	} else if (take(&rest, ':')) {
		minutes = take_number(&rest, 2, &digits);
	}
	if (hours > 24 || minutes > 59)
		return false;
	c->offset = (int16_t)(sign * (int)(hours * 60 + minutes));
	c->has_zone = true;
	*s = rest;
	return true;
}

/* "09:00", "9:00:30", "09:00:30.123" behind the hour. */
static void take_clock(struct slice *s, struct clock *c, unsigned hour)
{
	unsigned digits;

	c->hour = hour;
	c->minute = take_number(s, 2, &digits);
	if (take(s, ':'))
		c->second = take_number(s, 2, &digits);
	if (s->len && (*s->at == '.' || *s->at == ',')) {
		take(s, *s->at);
		take_number(s, 12, &digits);
	}
	c->has_time = true;
}

/* ---- ISO 8601 ---- */

/* A day of a year: "2003-335". */
static void set_ordinal(struct clock *c, unsigned n)
{
	int64_t days = date_days(c->year, 1, 1) + n - 1;
	int64_t year;

	date_civil(days, &year, &c->month, &c->day);
	if (!n || year != c->year)
		c->month = 0;
}

/* "2003", "2003-12", "2003-12-31", "20031231", "2003335", "2003-335". */
static bool take_iso_day(struct slice *s, struct clock *c)
{
	struct slice start = *s;
	unsigned digits, n = take_number(s, 8, &digits);

	c->month = c->day = 1;
	if (digits == 8) {
		c->year = n / 10000;
		c->month = n / 100 % 100;
		c->day = n % 100;
		return true;
	}
	if (digits == 7) {
		c->year = n / 1000;
		set_ordinal(c, n % 1000);
		return true;
	}
	if (digits != 4) {
		*s = start;
		return false;
	}
	c->year = n;
	if (!take(s, '-'))
		return !s->len;
	n = take_number(s, 3, &digits);
	if (digits == 3) {
		set_ordinal(c, n);
		return true;
	}
	if (digits == 2 && s->len >= 2 && is_digit(*s->at)) {
		c->month = n; /* "2003-1231" */
	} else {
		c->month = n;
		if (!take(s, '-'))
			return digits > 0;
	}
	c->day = take_number(s, 2, &digits);
	return digits > 0;
}

static bool read_iso(struct slice s, struct when *out)
{
	struct clock c = {0};
	unsigned digits, hour;
	struct slice rest;

	if (!take_iso_day(&s, &c))
		return false;
	while (s.len && (*s.at == ' ' || (*s.at | 0x20) == 't'))
		take(&s, *s.at);
	rest = s;
	hour = take_number(&s, 2, &digits);
	if (digits && take(&s, ':')) {
		take_clock(&s, &c, hour);
	} else if (digits == 2 && s.len >= 2 && is_digit(*s.at)) {
		c.hour = hour; /* "T1014" */
		c.minute = take_number(&s, 2, &digits);
		c.second = take_number(&s, 2, &digits);
		c.has_time = true;
	} else if (digits) {
		c.hour = hour;
		c.has_time = !s.len || !is_letter(*s.at);
	} else {
		s = rest;
	}
	s = slice_trim(s);
	if (s.len && !take_offset(&s, &c)) {
		struct slice word = {s.at, 0};

		while (word.len < s.len && is_letter(s.at[word.len]))
			word.len++;
		zone_of(word, &c.offset);
		c.is_pm = word.len == 2 && !strncasecmp(word.at, "pm", 2);
		c.is_am = word.len == 2 && !strncasecmp(word.at, "am", 2);
	}
	*out = when_of(&c);
	return out->kind != WHEN_NONE;
}

/* ---- words and numbers ---- */

#define NUMBERS_MOST 4u

struct loose {
	struct clock clock;
	unsigned number[NUMBERS_MOST], digits[NUMBERS_MOST];
	uint32_t n;
	bool has_slash, has_dot;
	bool is_far_east; /* the marks of year, month and day stand behind */
};

static const struct {
	const char *word;
	bool is_pm;
} halves[] = {
	{"am", false},
	{"pm", true},
	{"\xEC\x98\xA4\xEC\xA0\x84", false}, /* Korean */
	{"\xEC\x98\xA4\xED\x9B\x84", true},
	{"\xE4\xB8\x8A\xE5\x8D\x88", false}, /* Chinese */
	{"\xE4\xB8\x8B\xE5\x8D\x88", true},
};

static bool take_half(struct clock *c, struct slice word)
{
	for (size_t i = 0; i < array_length(halves); i++) {
		size_t n = strlen(halves[i].word);

		if (word.len != n || strncasecmp(word.at, halves[i].word, n))
			continue;
		c->is_pm = halves[i].is_pm;
		c->is_am = !halves[i].is_pm;
		return true;
	}
	return false;
}

static void take_word(struct loose *l, struct slice *s)
{
	struct slice word = {s->at, 0};
	unsigned month;

	while (word.len < s->len && is_letter(s->at[word.len]))
		word.len++;
	s->at += word.len;
	s->len -= word.len;
	if (word.len == 3 && (!memcmp(word.at, "\xEB\x85\x84", 3) ||
			      !memcmp(word.at, "\xE5\xB9\xB4", 3)))
		l->is_far_east = true;
	if (take_half(&l->clock, word))
		return;
	month = month_of(word);
	if (month && !l->clock.month) {
		l->clock.month = month;
	} else if (l->clock.has_time || l->n >= 2) {
		if (zone_of(word, &l->clock.offset))
			l->clock.has_zone = true;
	}
}

static void take_figure(struct loose *l, struct slice *s)
{
	unsigned digits, n = take_number(s, 9, &digits);

	if (s->len && *s->at == ':' && !l->clock.has_time && digits <= 2) {
		take(s, ':');
		take_clock(s, &l->clock, n);
		return;
	}
	if (l->n < NUMBERS_MOST) {
		l->digits[l->n] = digits;
		l->number[l->n++] = n;
	}
}

static void take_apart(struct loose *l, struct slice s)
{
	while (s.len) {
		char c = *s.at;

		if (is_digit(c)) {
			take_figure(l, &s);
		} else if (is_letter(c)) {
			take_word(l, &s);
		} else if ((c == '+' || c == '-') && l->clock.has_time &&
			   take_offset(&s, &l->clock)) {
			continue;
		} else {
			l->has_slash |= c == '/';
			l->has_dot |= c == '.';
			take(&s, c);
		}
	}
}

static unsigned whole_year(unsigned year, unsigned digits)
{
	if (digits > 2)
		return digits == 3 ? year + 1900 : year;
	return year < 69 ? year + 2000 : year + 1900;
}

/* Which number is the year, which the day?  With a month in letters there are
 * two, else three. */
static bool place_numbers(struct loose *l)
{
	const unsigned *n = l->number, *d = l->digits;
	struct clock *c = &l->clock;

	if (c->month && l->n >= 2) {
		bool year_first = d[0] >= 4;

		c->year = whole_year(n[!year_first], d[!year_first]);
		c->day = n[year_first];
		return true;
	}
	if (c->month || l->n < 3)
		return false;
	if (l->is_far_east || d[0] >= 4) {
		c->year = whole_year(n[0], d[0]);
		c->month = n[1];
		c->day = n[2];
		return true;
	}
	c->year = whole_year(n[2], d[2]);
	/* 31.12.2003 is a day first; 12/31/2003 a month, unless it cannot be */
	if (!l->has_slash || n[0] > 12) {
		c->day = n[0];
		c->month = n[1];
	} else {
		c->month = n[0];
		c->day = n[1];
	}
	return l->has_slash || l->has_dot;
}

struct when feed_date(struct slice text)
{
	struct loose l = {0};
	struct when when = {0};

	text = slice_trim(text);
	if (text.len < 4 || text.len > 100)
		return when;
	if (is_digit(*text.at) && read_iso(text, &when))
		return when;
	take_apart(&l, text);
	return place_numbers(&l) ? when_of(&l.clock) : when;
}
