/* A paper's name stands before the day of a line, behind the author's, behind
 * a copyright sign, and at one end of a page's title.  A wire agency's stands
 * in brackets before the first sentence. */
#include "page/source.h"

#include <string.h>

#include "base/array.h"
#include "html/url.h"
#include "page/day.h"
#include "page/fold.h"
#include "page/sweep.h"

#define LINE_MOST 100
#define WIRE_MOST 110

/* ---- a name and a day ---- */

static bool is_letter(char c)
{
	return page_is_word(c) && !(c >= '0' && c <= '9');
}

/* Words of folded text, without those of one or two letters. */
static uint32_t count_words(struct slice s)
{
	uint32_t n = 0;

	for (size_t i = 0, end; i < s.len; i = end + 1) {
		for (end = i; end < s.len && is_letter(s.at[end]);)
			end++;
		n += end - i > 2;
	}
	return n;
}

/* A day and perhaps its weekday, a clock time or both, and no more. */
static bool is_day_alone(const struct page_work *w, struct slice text)
{
	char folded[LINE_MOST * 3 + 16];
	struct slice s = {folded, page_fold(text, folded, sizeof(folded))};
	struct when day;
	uint32_t month, mday;
	size_t start, end;

	if (page_day_in(w->lists, s, false, &day, &start, &end))
		return count_words((struct slice){s.at, start}) +
			       count_words((struct slice){s.at + end,
							  s.len - end}) <=
		       2;
	return page_day_partial(w->lists, s, &month, &mday) &&
	       count_words(s) <= 2;
}

bool page_source_dateline(const struct page_work *w, struct slice text,
			  struct slice *name)
{
	if (text.len > LINE_MOST)
		return false;
	for (size_t i = text.len; i-- > 1;) {
		struct slice before = {text.at, i};
		struct slice rest = {text.at + i + 1, text.len - i - 1};

		if (!strchr(",|", text.at[i]) || !is_day_alone(w, rest))
			continue;
		before = slice_trim(before);
		if (!page_is_names(before, 8))
			continue;
		*name = before;
		return true;
	}
	return false;
}

/* ---- names ---- */

struct slice page_byline_names(struct slice text)
{
	for (size_t i = 2; i + 2 < text.len; i++) {
		struct slice rest = {text.at + i, text.len - i};

		if (text.at[i] != ',' || page_is_names(rest, 20))
			continue;
		rest = slice_trim((struct slice){rest.at + 1, rest.len - 1});
		rest = slice_cut(&rest, ' ');
		if (!page_is_names(rest, 1))
			return slice_trim((struct slice){text.at, i});
	}
	return slice_trim(text);
}

static bool is_in_host(const struct page_work *w, struct slice name)
{
	struct slice host = w->url ? html_url_host(w->url) : SLICE("");
	char x[200], y[200];
	size_t n = page_letters(host, x, sizeof(x)),
	       k = page_letters(name, y, sizeof(y));

	return k >= 5 && memmem(x, n, y, k);
}

bool page_source_is(const struct page_work *w, struct slice name)
{
	return name.len >= 3 && name.len <= 60 && page_is_names(name, 7) &&
	       (page_lists_is_paper(w->lists, name) || is_in_host(w, name) ||
		page_agency(w, name));
}

/* ---- copyright ---- */

static const char *find_sign(struct slice s)
{
	static const char *const signs[] = {"\xC2\xA9", "Copyright",
					    "copyright", "COPYRIGHT"};

	for (size_t i = 0; i < array_length(signs); i++) {
		const char *at =
			memmem(s.at, s.len, signs[i], strlen(signs[i]));

		if (at)
			return at + strlen(signs[i]);
	}
	return NULL;
}

/* Without signs, years and small words at the start. */
static struct slice without_years(struct slice s)
{
	static const char *const skipped[] = {"\xC2\xA9", "(c)", "(C)", "by ",
					      "\xE2\x80\x93"};

	for (size_t i = 0; s.len && i <= array_length(skipped); i++) {
		if (strchr(" -,:0123456789", *s.at)) {
			s = (struct slice){s.at + 1, s.len - 1};
			i = (size_t)-1;
		} else if (i < array_length(skipped) &&
			   s.len > strlen(skipped[i]) &&
			   !memcmp(s.at, skipped[i], strlen(skipped[i]))) {
			s.at += strlen(skipped[i]);
			s.len -= strlen(skipped[i]);
			i = (size_t)-1;
		}
	}
	return s;
}

/* Up to what follows a name: a stop, a bar, "All rights". */
static size_t name_len(struct slice s)
{
	static const char *const stops[] = {". ",
					    " |",
					    " - ",
					    "\n",
					    " \xE2\x80\x93",
					    " All rights",
					    " all rights",
					    " ALL RIGHTS",
					    "\xC2\xB7",
					    ", Inc",
					    " Inc.",
					    " Ltd",
					    " LLC",
					    " GmbH"};
	size_t len = s.len;

	for (size_t i = 0; i < array_length(stops); i++) {
		const char *at =
			memmem(s.at, s.len, stops[i], strlen(stops[i]));

		if (at && (size_t)(at - s.at) < len)
			len = (size_t)(at - s.at);
	}
	return len;
}

struct slice page_source_copyright(struct slice text)
{
	const char *at = text.len < 600 ? find_sign(text) : NULL;
	struct slice s = {at, at ? text.len - (size_t)(at - text.at) : 0};

	if (!at)
		return s;
	s = without_years(slice_trim(s));
	s.len = name_len(s);
	s = slice_trim(s);
	while (s.len && strchr(" .,-0123456789", s.at[s.len - 1]))
		s.len--;
	if (s.len < 3 || s.len > 60 || !page_is_names(s, 6) ||
	    !strncasecmp(s.at, "all ", s.len < 4 ? s.len : 4))
		return (struct slice){NULL, 0};
	return s;
}

/* ---- the dateline of a wire story ---- */

/* The dash between the dateline and the first sentence. */
static size_t find_dash(struct slice s)
{
	static const char *const dashes[] = {" - ", " \xE2\x80\x93 ",
					     " \xE2\x80\x94 ", " -- ",
					     "\xE2\x80\x94"};
	size_t len = 0;

	for (size_t i = 0; i < array_length(dashes); i++) {
		const char *at =
			memmem(s.at, s.len, dashes[i], strlen(dashes[i]));

		if (at && (!len || (size_t)(at - s.at) < len))
			len = (size_t)(at - s.at);
	}
	return len;
}

/* "OSTREL": at least three letters and no small one. */
static bool is_capitals(struct slice word)
{
	for (size_t i = 0; i < word.len; i++) {
		if (word.at[i] >= 'a' && word.at[i] <= 'z')
			return false;
	}
	while (word.len && strchr(",.", word.at[word.len - 1]))
		word.len--;
	return word.len >= 3;
}

static const char *agency_in(const struct page_work *w, struct slice s)
{
	while (s.at && s.len) {
		struct slice inside;

		slice_cut(&s, '(');
		if (!s.at)
			return NULL;
		inside = slice_cut(&s, ')');
		if (s.at && page_agency(w, slice_trim(inside)))
			return page_agency(w, slice_trim(inside));
	}
	return NULL;
}

bool page_wire_read(const struct page_work *w, struct slice text,
		    struct page_wire *out)
{
	char folded[WIRE_MOST * 3 + 16];
	struct slice s = text, rest;
	size_t start, end;

	*out = (struct page_wire){0};
	if (s.len > WIRE_MOST)
		s.len = WIRE_MOST;
	s.len = find_dash(s);
	rest = s;
	out->agency = agency_in(w, s);
	if (!s.len || (!out->agency && !is_capitals(slice_cut(&rest, ' '))))
		return false;
	s = (struct slice){folded, page_fold(s, folded, sizeof(folded))};
	if (!page_day_in(w->lists, s, true, &out->day, &start, &end))
		page_day_partial(w->lists, s, &out->month, &out->mday);
	return true;
}
