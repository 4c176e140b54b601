/* What a page or a text shows its reader of author, day and paper, where it
 * told machines nothing. */
#include <string.h>

#include "page/author.h"
#include "page/day.h"
#include "page/source.h"
#include "page/sweep.h"
#include "page/work.h"

static void day_of_line(struct page_work *w, const struct page_line *l)
{
	size_t start, end;
	bool is_us = w->language && !strcmp(w->language, "en");

	if (!w->published.kind && l->text.len < 200)
		page_day_in(w->lists, l->folded, is_us, &w->published, &start,
			    &end);
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

/* The last title above the text: other stories' days stand before it. */
static uint32_t title_line(const struct page_work *w, uint32_t first)
{
	for (uint32_t i = first; i-- > 0;) {
		if (w->lines[i].why == PAGE_TITLE)
			return i;
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

static void find_day(struct page_work *w, uint32_t first)
{
	struct when file = {0};
	struct page_wire wire;

	days_from(w, title_line(w, first), w->n_lines);
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
	if (!w->doc->source)
		find_source(w);
}
