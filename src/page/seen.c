/* What a page or a text shows its reader of author, day and paper, where it
 * told machines nothing. */
#include <string.h>

#include "base/array.h"
#include "page/author.h"
#include "page/day.h"
#include "page/meta.h"
#include "page/source.h"
#include "page/sweep.h"
#include "page/work.h"

/* The first day of a line that is not said to be another. */
static void day_of_line(struct page_work *w, const struct page_line *l)
{
	bool is_us = w->language && !strcmp(w->language, "en");
	struct slice s = l->folded;
	size_t start, end;
	struct when day;

	if (w->published.kind || l->text.len >= 200)
		return;
	while (page_day_in(w->lists, s, is_us, &day, &start, &end)) {
		bool is_other = page_lists_has_part(
			w->lists, (struct slice){s.at, start}, PAGE_CHANGED);

		if (!is_other || !w->published.kind)
			w->published = day;
		if (!is_other)
			return;
		s = (struct slice){s.at + end, s.len - end};
	}
}

/* The first line that is kept; lines before it may name author and day. */
static uint32_t first_kept(const struct page_work *w)
{
	for (uint32_t i = 0; i < w->n_lines; i++) {
		if (!w->lines[i].why)
			return i;
	}
	return 0;
}

static bool says_author(const struct page_line *l)
{
	return l->why == PAGE_BYLINE || l->mark == PAGE_BYLINE || l->has_author;
}

static bool says_day(const struct page_line *l)
{
	return l->why == PAGE_DATE || l->why == PAGE_BYLINE ||
	       l->mark == PAGE_DATE || l->has_time;
}

/* Lines that name others: titles, other stories, menus, comments. */
static bool is_aside(const struct page_line *l)
{
	return l->why == PAGE_TITLE || l->mark == PAGE_RELATED ||
	       l->mark == PAGE_NAV || l->mark == PAGE_COMMENTS ||
	       l->why == PAGE_COMMENTS || l->why == PAGE_REPLY ||
	       l->kind == BLOCK_HEADING;
}

static void find_authors(struct page_work *w, uint32_t first)
{
	if (w->tree && !w->n_authors)
		page_authors_tree(w);
	for (uint32_t i = 0; i < w->n_lines && !w->n_authors; i++) {
		const struct page_line *l = &w->lines[i];

		if (says_author(l))
			page_author_line(w, l, true);
		else if ((i < first && !is_aside(l)) || l->why == PAGE_DATE)
			page_author_line(w, l, false);
	}
	for (uint32_t i = 0; i < w->n_bodies && !w->n_authors; i++)
		page_authors_split(w, w->bodies[i]);
	page_author_faint(w);
}

/* ---- the day ---- */

/* So many lines under the title may hold its day. */
#define TITLE_NEAR 3

/* People and programs name files by their day: "2026-03-21-title.txt". */
static bool day_of_file(const char *file, struct when *out)
{
	const char *name = file ? strrchr(file, '/') : NULL;
	struct when day;

	name = name ? name + 1 : file;
	for (; name && *name; name++) {
		size_t len = strlen(name);

		if (len < 10 || !date_read_iso(name, 10, &day) ||
		    (name[10] >= '0' && name[10] <= '9') ||
		    (name != file && name[-1] >= '0' && name[-1] <= '9'))
			continue;
		*out = day;
		return true;
	}
	return false;
}

/* A day without its year is the last such one before the file's. */
static void day_of_wire(struct page_work *w, const struct page_wire *wire,
			const struct when *file)
{
	int64_t year, day;
	unsigned month, mday;

	if (wire->day.kind) {
		w->published = wire->day;
		return;
	}
	if (!wire->month || !file->kind)
		return;
	date_civil(date_day_of(file), &year, &month, &mday);
	for (int back = 0; back < 2; back++, year--) {
		if (!date_is_valid(year, wire->month, wire->mday))
			continue;
		day = date_days(year, wire->month, wire->mday);
		if (day > date_day_of(file) + 1)
			continue;
		w->published =
			(struct when){.time = day * DATE_DAY, .kind = WHEN_DAY};
		return;
	}
}

/* "29.11.2022 - The council": a day as the story's first words. */
static void day_of_start(struct page_work *w, const struct page_line *l)
{
	struct slice s = l->folded;
	struct when day;
	size_t start, end;

	if (s.len > 60)
		s.len = 60;
	if (page_day_in(w->lists, s, false, &day, &start, &end) && start < 24)
		w->published = day;
}

/* A line that is a day and nothing else, wherever it stands. */
static void day_alone(struct page_work *w)
{
	for (uint32_t i = 0; i < w->n_lines && !w->published.kind; i++) {
		const struct page_line *l = &w->lines[i];

		if (!is_aside(l) && page_is_dateline(w, l))
			day_of_line(w, l);
	}
}

/* The line behind the last title above the text: other stories' days stand
 * before it.  0 when there is none. */
static uint32_t below_title(const struct page_work *w, uint32_t first)
{
	for (uint32_t i = first; i-- > 0;) {
		if (w->lines[i].why == PAGE_TITLE)
			return i + 1;
	}
	return 0;
}

static void days_from(struct page_work *w, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to && !w->published.kind; i++) {
		if (says_day(&w->lines[i]))
			day_of_line(w, &w->lines[i]);
	}
}

/* Does the line hold the day that is known already, too? */
static bool has_known_day(const struct page_work *w, struct slice s)
{
	bool is_us = w->language && !strcmp(w->language, "en");
	size_t start, end;
	struct when day;

	while (w->published.kind &&
	       page_day_in(w->lists, s, is_us, &day, &start, &end)) {
		if (date_day_of(&day) == date_day_of(&w->published))
			return true;
		s = (struct slice){s.at + end, s.len - end};
	}
	return false;
}

/* Is it a line that shows a day? */
static bool shows_day(const struct page_work *w, const struct page_line *l,
		      struct when *out)
{
	bool is_us = w->language && !strcmp(w->language, "en");
	size_t start, end;

	if (l->text.len > 160 || is_aside(l) ||
	    (!says_day(l) && !page_is_dateline(w, l)))
		return false;
	return page_day_in(w->lists, l->folded, is_us, out, &start, &end);
}

static void take_day(struct page_work *w, const struct when *day)
{
	w->published = (struct when){.time = date_day_of(day) * DATE_DAY,
				     .kind = WHEN_DAY};
}

static bool day_of_first(struct page_work *w)
{
	bool is_us = w->language && !strcmp(w->language, "en");
	size_t start, end;

	for (uint32_t i = 0; i < w->n_lines; i++) {
		const struct page_line *l = &w->lines[i];
		struct when day;

		if (l->text.len > 160 || is_aside(l) ||
		    !page_lists_has_part(w->lists, l->folded, PAGE_FIRST) ||
		    !page_day_in(w->lists, l->folded, is_us, &day, &start,
				 &end))
			continue;
		take_day(w, &day);
		return true;
	}
	return false;
}

/* The day that stands under the title is the paper's word; a machine's may
 * be that of a move to another system or of the last change. */
static void day_by_title(struct page_work *w, uint32_t first)
{
	uint32_t from = below_title(w, first);

	if (day_of_first(w) || !from)
		return;
	for (uint32_t i = from; i < w->n_lines && i < from + TITLE_NEAR; i++) {
		const struct page_line *l = &w->lines[i];
		struct when day;

		if (!l->why || !shows_day(w, l, &day))
			continue;
		if (has_known_day(w, l->folded) ||
		    (w->published.kind &&
		     page_published_swapped(&day, &w->published)))
			return;
		if (!page_lists_has_part(w->lists, l->folded, PAGE_CHANGED)) {
			take_day(w, &day);
			return;
		}
	}
}

static void find_day(struct page_work *w, uint32_t first)
{
	struct when file = {0};
	struct page_wire wire;

	if (w->tree)
		day_by_title(w, first);
	days_from(w, below_title(w, first), w->n_lines);
	days_from(w, 0, w->n_lines);
	for (uint32_t i = first; i-- > 0 && !w->published.kind;)
		day_of_line(w, &w->lines[i]);
	if (w->published.kind)
		return;
	for (uint32_t i = first; i < w->n_lines && i < first + 3; i++) {
		if (!w->lines[i].why && !w->published.kind)
			day_of_start(w, &w->lines[i]);
	}
	if (w->tree)
		day_alone(w);
	if (w->published.kind)
		return;
	day_of_file(w->doc->file, &file);
	if (first < w->n_lines &&
	    page_wire_read(w, w->lines[first].text, &wire))
		day_of_wire(w, &wire, &file);
	if (!w->published.kind)
		w->published =
			w->doc->published.kind ? w->doc->published : file;
}

/* ---- the paper ---- */

static void take_source(struct page_work *w, struct slice name)
{
	if (!w->site)
		w->site = arena_copy(w->arena, name.at, name.len);
}

static void source_of_line(struct page_work *w, const struct page_line *l)
{
	struct slice name = l->text;

	if (l->why == PAGE_DATE && page_source_dateline(w, l->text, &name) &&
	    page_source_is(w, name))
		take_source(w, name);
}

/* The copyright line of a page stands at its end. */
static void find_source(struct page_work *w)
{
	for (uint32_t i = 0; i < w->n_lines && !w->site; i++)
		source_of_line(w, &w->lines[i]);
	if (!w->site && w->paper.len)
		take_source(w, w->paper);
	for (uint32_t i = w->n_lines; i-- > 0 && !w->site;) {
		struct slice name;

		if (!w->lines[i].why)
			continue;
		name = page_source_copyright(w->lines[i].text);
		if (name.len)
			take_source(w, name);
	}
}

void page_meta_lines(struct page_work *w)
{
	uint32_t first = first_kept(w);

	find_authors(w, first);
	find_day(w, first);
	page_published_mind_url(w);
	if (!w->doc->source)
		find_source(w);
}
