/* A text is cut into numbers, words and what is between them; the forms of a
 * day are short patterns over these. */
#include "page/day.h"

#include <string.h>

#include "base/array.h"
#include "page/fold.h"
#include "page/sweep.h"

#define TOKENS 40

struct token_of_day {
	size_t start, end;
	uint32_t number; /* of digits, if is_number */
	uint8_t digits;
	uint8_t month; /* 1 to 12 when the word is one */
	bool is_number;
	char before; /* the sign directly before it, ' ' for blanks */
};

struct scan {
	const struct page_lists *lists;
	struct slice text;
	struct token_of_day tokens[TOKENS];
	int n;
	bool month_first;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return page_is_word(c) && !is_digit(c);
}

/* "21st", "1er", "3." and CJK signs stick to their number: digits and letters
 * are tokens of their own. */
static size_t take_token(struct scan *s, size_t at)
{
	struct token_of_day *t = &s->tokens[s->n];
	size_t from = at;
	uint32_t month;

	*t = (struct token_of_day){.before = ' '};
	while (at < s->text.len && !page_is_word(s->text.at[at]))
		at++;
	if (at == s->text.len)
		return at;
	if (at > from)
		t->before = at - from > 1 && s->text.at[at - 1] == ' '
				    ? s->text.at[from]
				    : s->text.at[at - 1];
	else
		t->before = '\0';
	t->start = at;
	t->is_number = is_digit(s->text.at[at]);
	while (at < s->text.len && (t->is_number ? is_digit(s->text.at[at])
						 : is_letter(s->text.at[at]))) {
		if (t->is_number && t->digits < 9) {
			t->number = t->number * 10 +
				    (uint32_t)(s->text.at[at] - '0');
			t->digits++;
		}
		at++;
	}
	t->end = at;
	if (!t->is_number && map_get(&s->lists->months, s->text.at + t->start,
				     at - t->start, &month))
		t->month = (uint8_t)month;
	s->n++;
	return at;
}

static const struct token_of_day *get(const struct scan *s, int i)
{
	static const struct token_of_day none = {.before = '\0'};

	return i < s->n ? &s->tokens[i] : &none;
}

static bool word_is(const struct scan *s, int i, const char *word)
{
	const struct token_of_day *t = get(s, i);

	return t->end - t->start == strlen(word) &&
	       !memcmp(s->text.at + t->start, word, t->end - t->start);
}

static bool is_year(const struct token_of_day *t)
{
	return t->is_number && t->digits == 4 && t->number >= 1990 &&
	       t->number <= 2100;
}

static bool is_day(const struct token_of_day *t)
{
	return t->is_number && t->digits <= 2 && t->number >= 1 &&
	       t->number <= 31;
}

static bool make(uint32_t year, uint32_t month, uint32_t day, struct when *out)
{
	if (!date_is_valid(year, month, day))
		return false;
	*out = (struct when){.time = date_days(year, month, day) * DATE_DAY,
			     .kind = WHEN_DAY};
	return true;
}

/* Small words between the parts: "21st of March, 2026", "21 de marzo de". */
static int skip_small(const struct scan *s, int i)
{
	static const char *const words[] = {"st", "nd",  "rd", "th", "er", "of",
					    "de", "del", "d",  "ta", "a",  "o"};

	for (size_t w = 0; w < array_length(words); w++) {
		if (word_is(s, i, words[w])) {
			i++;
			w = (size_t)-1;
		}
	}
	return i;
}

/* Two digits are of this century. */
static uint32_t full_year(const struct token_of_day *t)
{
	if (is_year(t))
		return t->number;
	return t->digits == 2 && t->number < 60 ? 2000 + t->number : 0;
}

/* 2026-03-21, 2026/3/21, 2026.03.21, with CJK signs between. */
static int year_first(const struct scan *s, int i, struct when *out)
{
	int m = i + 1, d;

	if (!is_year(get(s, i)))
		return 0;
	m += !get(s, m)->is_number && !get(s, m)->month;
	d = m + 1;
	d += !get(s, d)->is_number;
	if (!get(s, m)->is_number || !is_day(get(s, d)) ||
	    get(s, m)->digits > 2 || get(s, m)->before == ' ' ||
	    get(s, m)->before == ':')
		return 0;
	if (!make(get(s, i)->number, get(s, m)->number, get(s, d)->number, out))
		return 0;
	return d + 1;
}

/* 21 March 2026, 21. Maerz 2026, 21 de marzo de 2026, 21-Mar-26 */
static int day_month(const struct scan *s, int i, struct when *out)
{
	int m = skip_small(s, i + 1), y;

	if (!is_day(get(s, i)) || !get(s, m)->month)
		return 0;
	y = skip_small(s, m + 1);
	if (!full_year(get(s, y)) ||
	    (!is_year(get(s, y)) && get(s, y)->before != '-' &&
	     get(s, y)->before != '\''))
		return 0;
	return make(full_year(get(s, y)), get(s, m)->month, get(s, i)->number,
		    out)
		       ? y + 1
		       : 0;
}

/* March 21, 2026; Mar. 21st 2026 */
static int month_day(const struct scan *s, int i, struct when *out)
{
	int y;

	if (!get(s, i)->month || !is_day(get(s, i + 1)))
		return 0;
	y = skip_small(s, i + 2);
	if (!is_year(get(s, y)))
		return 0;
	return make(get(s, y)->number, get(s, i)->month, get(s, i + 1)->number,
		    out)
		       ? y + 1
		       : 0;
}

/* 21.03.2026, 21/3/26, 3/21/2026 */
static int numbers(const struct scan *s, int i, struct when *out)
{
	const struct token_of_day *a = get(s, i), *b = get(s, i + 1),
				  *c = get(s, i + 2);
	uint32_t day, month;

	if (!is_day(a) || !is_day(b) || !c->is_number || !full_year(c) ||
	    b->before != c->before || !strchr("./-", b->before) || !b->before)
		return 0;
	day = a->number;
	month = b->number;
	if (month > 12 || (s->month_first && b->before == '/' && day <= 12)) {
		day = b->number;
		month = a->number;
	}
	return make(full_year(c), month, day, out) ? i + 3 : 0;
}

bool page_day_in(const struct page_lists *lists, struct slice folded,
		 bool month_first, struct when *out, size_t *start, size_t *end)
{
	static int (*const forms[])(const struct scan *, int, struct when *) = {
		year_first, day_month, month_day, numbers};
	struct scan s = {
		.lists = lists, .text = folded, .month_first = month_first};

	for (size_t at = 0; at < folded.len && s.n < TOKENS;)
		at = take_token(&s, at);
	for (int i = 0; i < s.n; i++) {
		for (size_t f = 0; f < array_length(forms); f++) {
			int to = forms[f](&s, i, out);

			if (!to)
				continue;
			*start = s.tokens[i].start;
			*end = s.tokens[to - 1].end;
			return true;
		}
	}
	return false;
}

bool page_day_partial(const struct page_lists *lists, struct slice folded,
		      uint32_t *month, uint32_t *day)
{
	struct scan s = {.lists = lists, .text = folded};

	for (size_t at = 0; at < folded.len && s.n < TOKENS;)
		at = take_token(&s, at);
	for (int i = 0; i + 1 < s.n; i++) {
		const struct token_of_day *a = get(&s, i);
		const struct token_of_day *b = get(&s, skip_small(&s, i + 1));
		bool is_first = a->month && is_day(b);

		if (!is_first && !(is_day(a) && b->month))
			continue;
		*month = is_first ? a->month : b->month;
		*day = is_first ? b->number : a->number;
		return true;
	}
	return false;
}

bool page_day_find(struct arena *a, const struct page_lists *lists,
		   struct slice text, bool month_first, struct when *out)
{
	size_t room = text.len * 3 + 16, start, end;
	char *folded;
	struct slice trimmed = slice_trim(text);

	if (date_read_iso(trimmed.at, trimmed.len, out))
		return true;
	folded = arena_alloc(a, room);
	text = (struct slice){folded, page_fold(text, folded, room)};
	return page_day_in(lists, text, month_first, out, &start, &end);
}

/* Words that may stand beside a day. */
static size_t other_words(struct slice s)
{
	size_t words = 0;

	for (size_t i = 0; i < s.len;) {
		size_t n = 0;

		while (i + n < s.len && is_letter(s.at[i + n]))
			n++;
		words += n > 2;
		i += n + 1;
	}
	return words;
}

static bool has_clock(struct slice s)
{
	for (size_t i = 1; i + 2 < s.len; i++) {
		if ((s.at[i] == ':' || s.at[i] == '.') &&
		    is_digit(s.at[i - 1]) && is_digit(s.at[i + 1]) &&
		    is_digit(s.at[i + 2]))
			return true;
	}
	return false;
}

bool page_is_dateline(const struct page_work *w, const struct page_line *line)
{
	struct when when;
	size_t start, end;
	struct slice s = line->folded;

	if (line->text.len > 100 || line->kind == BLOCK_TABLE)
		return false;
	if (!page_day_in(w->lists, s, false, &when, &start, &end))
		return line->has_time && line->text.len < 50 &&
		       other_words(s) <= (line->kind == BLOCK_HEADING ? 0 : 3);
	return other_words((struct slice){s.at, start}) +
		       other_words((struct slice){s.at + end, s.len - end}) <=
	       (has_clock(s) ? 4 : 3);
}
