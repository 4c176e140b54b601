/* The day of publication by what a page tells machines and by its address;
 * what it shows its readers is seen.c's. */
#include "page/meta.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "page/day.h"

static bool month_first(const struct page_meta *m)
{
	const char *lang = m->html_language;

	return lang && !strncasecmp(lang, "en", 2) &&
	       (!lang[2] || !strncasecmp(lang + 3, "us", 2));
}

/* "/2026/march/21/", "/2026/mar/21" */
static bool day_by_name(const struct page_work *w, const char *at,
			struct when *out)
{
	unsigned year, day;
	char name[16];

	return sscanf(at, "/%4u/%15[A-Za-z]/%2u", &year, name, &day) == 3 &&
	       page_day_find(w->arena, w->lists,
			     slice_of(arena_printf(w->arena, "%u %s %u", day,
						   name, year)),
			     false, out);
}

/* "/2026/03/21/", "/2026-03-21" */
static bool day_by_number(const char *at, struct when *out)
{
	uint32_t n[3];
	int end = 0;

	if (sscanf(at + 1, "%4u%*1[/-]%2u%*1[/-]%2u%n", &n[0], &n[1], &n[2],
		   &end) != 3 ||
	    !end || n[0] < 1990 || n[0] > 2100 ||
	    !date_is_valid(n[0], n[1], n[2]) ||
	    (at[1 + end] >= '0' && at[1 + end] <= '9'))
		return false;
	*out = (struct when){.time = date_days(n[0], n[1], n[2]) * DATE_DAY,
			     .kind = WHEN_DAY};
	return true;
}

bool page_published_url(const struct page_work *w, struct when *out)
{
	const char *at = w->url ? strstr(w->url, "://") : NULL;

	at = at ? strchr(at + 3, '/') : NULL;
	for (; at && *at; at++) {
		if ((*at == '/' || *at == '-') &&
		    (day_by_number(at, out) ||
		     (*at == '/' && day_by_name(w, at, out))))
			return true;
	}
	return false;
}

bool page_published_swapped(const struct when *a, const struct when *b)
{
	int64_t year[2];
	unsigned month[2], day[2];

	date_civil(date_day_of(a), &year[0], &month[0], &day[0]);
	date_civil(date_day_of(b), &year[1], &month[1], &day[1]);
	return year[0] == year[1] && month[0] == day[1] && day[0] == month[1];
}

/* The address is written when the page is: where another source is one day
 * off, that was a time zone. */
void page_published_mind_url(struct page_work *w)
{
	struct when day;
	int64_t apart;

	if (!page_published_url(w, &day))
		return;
	apart = date_day_of(&day) - date_day_of(&w->published);
	if (!w->published.kind || apart == 1 || apart < 0 ||
	    page_published_swapped(&day, &w->published))
		w->published = day;
}

/* A second of the world's clock may be another day where the paper is: the day
 * that the element shows beside it is the paper's. */
static void mind_shown(struct page_meta *m)
{
	struct page_work *w = m->w;
	const char *shown[] = {m->prop_shown, m->time_shown};

	if (w->published.kind == WHEN_DAY || w->published.offset)
		return;
	for (size_t i = 0; i < array_length(shown); i++) {
		struct when day;
		int64_t apart;

		if (!shown[i] ||
		    !page_day_find(w->arena, w->lists, slice_of(shown[i]),
				   month_first(m), &day))
			continue;
		apart = date_day_of(&day) - date_day_of(&w->published);
		if (apart == 1 || apart == -1) {
			w->published = (struct when){.time = date_day_of(&day) *
							     DATE_DAY,
						     .kind = WHEN_DAY};
			return;
		}
	}
}

static void by_machine(struct page_meta *m)
{
	struct page_work *w = m->w;
	const char *const order[] = {
		m->field[META_PUBLISHED],      m->ld.published,
		m->field[META_PUBLISHED_TOO],  m->prop_date,
		m->field[META_PUBLISHED_LESS], m->time_date};

	for (size_t i = 0; i < array_length(order); i++) {
		if (order[i] &&
		    page_day_find(w->arena, w->lists, slice_of(order[i]),
				  month_first(m), &w->published)) {
			mind_shown(m);
			return;
		}
	}
	if (w->doc->published.kind)
		w->published = w->doc->published;
}

void page_published_choose(struct page_meta *m)
{
	by_machine(m);
	page_published_mind_url(m->w);
}
