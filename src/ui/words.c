/* What views have in common: words for days, sources and kinds, and how lists
 * move. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "base/width.h"
#include "ui/view.h"

static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
				     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
static const char *const weekdays[] = {"Sun", "Mon", "Tue", "Wed",
				       "Thu", "Fri", "Sat"};

const char *say_day(struct arena *a, int64_t day, bool with_year)
{
	int64_t year;
	unsigned month, mday;

	date_civil(day, &year, &month, &mday);
	if (with_year)
		return arena_printf(a, "%2u %s %lld", mday, months[month - 1],
				    (long long)year);
	return arena_printf(a, "%2u %s", mday, months[month - 1]);
}

const char *say_weekday(struct arena *a, int64_t day, bool with_year)
{
	const char *text = say_day(a, day, with_year);

	while (*text == ' ')
		text++;
	return arena_printf(a, "%s %s", weekdays[date_weekday(day)], text);
}

const char *say_when(struct arena *a, const struct when *when, bool with_year)
{
	if (when->kind == WHEN_NONE)
		return with_year ? "no date" : "no day";
	return say_day(a, date_day_of(when), with_year);
}

bool row_same_day(const struct article_row *a, const struct article_row *b)
{
	return row_is_dated(a) == row_is_dated(b) &&
	       a->docid / DATE_DAY == b->docid / DATE_DAY;
}

const char *say_source(struct arena *a, const struct article *art)
{
	const char *all = NULL;

	for (uint32_t i = 0; i < art->n_credit && i < 3; i++)
		all = all ? arena_printf(a, "%s · %s", all, art->credit[i])
			  : art->credit[i];
	if (!all)
		all = art->source ? art->source : art->byline;
	return all ? all : "";
}

const char *say_type(uint8_t type)
{
	const char *name = type < TYPES ? article_types.at[type] : NULL;

	return name ? type == TYPE_ORG ? "organisation" : name : "name";
}

uint8_t style_of_type(uint8_t type)
{
	static const uint8_t styles[TYPES] = {
		[TYPE_UNKNOWN] = STYLE_OTHER, [TYPE_PERSON] = STYLE_PERSON,
		[TYPE_ORG] = STYLE_ORG,       [TYPE_PLACE] = STYLE_PLACE,
		[TYPE_GROUP] = STYLE_OTHER,   [TYPE_EVENT] = STYLE_OTHER,
		[TYPE_WORK] = STYLE_OTHER,    [TYPE_DATE] = STYLE_OTHER,
		[TYPE_MISC] = STYLE_OTHER,
	};

	return type < TYPES ? styles[type] : STYLE_OTHER;
}

const char *say_count(struct arena *a, uint64_t n, const char *one,
		      const char *many)
{
	return arena_printf(a, "%llu %s", (unsigned long long)n,
			    n == 1 ? one : many);
}

bool head_has_room(const struct area *area, const char *title,
		   const char *right)
{
	int wide = (int)(cell_text(title, strlen(title)) +
			 cell_text(right, strlen(right)));

	return area->cols >= 60 || wide + 5 <= area->cols;
}

void ui_draw_cursor(const struct area *area, int y, bool is_current)
{
	if (is_current)
		area_string(area, y, 0, STYLE_CURSOR, "›");
}

void pane_title(struct pane *pane, const char *format, ...)
{
	static const char more[] = "…";
	char *room = pane->place.title, all[1024];
	size_t size = sizeof(pane->place.title), n;
	va_list args;

	va_start(args, format);
	vsnprintf(all, sizeof(all), format, args);
	va_end(args);
	n = utf8_copy(room, size - strlen(more), all);
	if (all[n])
		strcpy(room + n, more);
}

void pane_clear_list(struct pane *pane)
{
	arena_reset(&pane->of_list);
	pane->list.at = NULL;
	list_init(&pane->list);
}

bool list_act(struct pane *pane, enum action action, int count)
{
	struct list *list = &pane->list;
	int n = count ? count : 1;

	switch (action) {
	case ACTION_DOWN:
		list_move(list, n);
		return true;
	case ACTION_UP:
		list_move(list, -n);
		return true;
	case ACTION_PAGE_DOWN:
	case ACTION_READ_ON:
		list_page(list, 2 * n);
		return true;
	case ACTION_PAGE_UP:
		list_page(list, -2 * n);
		return true;
	case ACTION_HALF_DOWN:
		list_page(list, n);
		return true;
	case ACTION_HALF_UP:
		list_page(list, -n);
		return true;
	case ACTION_TOP:
		list_first(list);
		if (count > 1)
			list_move(list, count - 1);
		return true;
	case ACTION_BOTTOM:
		list_last(list);
		return true;
	case ACTION_PERCENT:
		list_percent(list, (unsigned)count);
		return true;
	case ACTION_NEXT_BLOCK:
		list_block(list, n);
		return true;
	case ACTION_PREVIOUS_BLOCK:
		list_block(list, -n);
		return true;
	case ACTION_CANCEL:
		return true;
	default:
		return false;
	}
}
