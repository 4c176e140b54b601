#include "ui/list.h"

#include <string.h>

#include "base/array.h"

void list_init(struct list *list)
{
	uint32_t height = list->height;

	memset(list, 0, sizeof(*list));
	list->height = height;
}

struct list_line *list_add(struct list *list, struct arena *a, uint8_t kind,
			   uint32_t index, uint8_t stops)
{
	struct list_line *line = array_add(a, list->at, list->n);

	line->kind = kind;
	line->index = index;
	line->stops = stops;
	if (stops && !list_current(list))
		list->cursor = list->n - 1;
	return line;
}

const struct list_line *list_current(const struct list *list)
{
	if (list->cursor >= list->n || !list->at[list->cursor].stops)
		return NULL;
	return &list->at[list->cursor];
}

static void set(struct list *list, uint32_t cursor)
{
	list->cursor = cursor;
	if (list->stop >= list->at[cursor].stops)
		list->stop = list->at[cursor].stops - 1u;
}

/* The next line with stops from `at` in a direction, or n. */
static uint32_t seek(const struct list *list, int64_t at, int by)
{
	for (; at >= 0 && at < (int64_t)list->n; at += by) {
		if (list->at[at].stops)
			return (uint32_t)at;
	}
	return list->n;
}

bool list_move(struct list *list, int by)
{
	int step = by < 0 ? -1 : 1;
	bool moved = false;

	for (; by != 0; by -= step) {
		uint32_t next = seek(list, (int64_t)list->cursor + step, step);

		if (next == list->n)
			break;
		set(list, next);
		moved = true;
	}
	/* at the first row, show what stands above it */
	if (!moved && step < 0)
		list->top = 0;
	return moved;
}

bool list_page(struct list *list, int by_half_pages)
{
	int64_t rows = list->height > 2 ? list->height - 1 : 1;
	int64_t by = rows * by_half_pages / 2;
	int64_t to = (int64_t)list->cursor + (by ? by : by_half_pages);
	int step = by_half_pages < 0 ? -1 : 1;
	uint32_t next, before = list->cursor;

	if (list->n == 0)
		return false;
	to = to < 0 ? 0 : to >= (int64_t)list->n ? (int64_t)list->n - 1 : to;
	next = seek(list, to, step);
	if (next == list->n)
		next = seek(list, to, -step);
	if (next == list->n)
		return false;
	set(list, next);
	by = (int64_t)list->top + by;
	list->top = by < 0 ? 0 : (uint32_t)by;
	return list->cursor != before;
}

void list_first(struct list *list)
{
	uint32_t to = seek(list, 0, 1);

	if (to < list->n)
		set(list, to);
	list->top = 0;
}

void list_last(struct list *list)
{
	uint32_t to = seek(list, (int64_t)list->n - 1, -1);

	if (to < list->n)
		set(list, to);
}

void list_percent(struct list *list, unsigned percent)
{
	uint64_t to = (uint64_t)list->n * (percent > 100 ? 100 : percent) / 100;
	uint32_t next;

	if (list->n == 0)
		return;
	if (to >= list->n)
		to = list->n - 1;
	next = seek(list, (int64_t)to, 1);
	if (next == list->n)
		next = seek(list, (int64_t)to, -1);
	if (next < list->n)
		set(list, next);
}

bool list_block(struct list *list, int by)
{
	int step = by < 0 ? -1 : 1;

	for (; by != 0; by -= step) {
		int64_t at = (int64_t)list->cursor;
		uint32_t to;

		/* backwards: past the head of where the cursor is */
		if (step < 0) {
			while (at > 0 && !list->at[at].is_head)
				at--;
		}
		for (at += step; at > 0 && at < (int64_t)list->n; at += step) {
			if (list->at[at].is_head)
				break;
		}
		if (at >= (int64_t)list->n)
			return false;
		to = seek(list, at < 0 ? 0 : at, 1);
		if (to == list->n)
			return false;
		set(list, to);
	}
	return true;
}

bool list_find(struct list *list, uint8_t kind, uint32_t index)
{
	for (uint32_t i = 0; i < list->n; i++) {
		if (list->at[i].stops && list->at[i].kind == kind &&
		    list->at[i].index == index) {
			set(list, i);
			return true;
		}
	}
	return false;
}

void list_fit(struct list *list, uint32_t height)
{
	uint32_t from = list->cursor, to = list->cursor;

	list->height = height;
	if (list->n <= height || height == 0) {
		list->top = 0;
		return;
	}
	/* what stands above a first row belongs to it */
	while (from > 0 && !list->at[from - 1].stops && to - from < 3)
		from--;
	if (to - from >= height)
		from = to;
	/* and so does what stands below a row of two lines */
	if (to + 1 < list->n && !list->at[to + 1].stops &&
	    list->at[to + 1].index == list->at[to].index &&
	    !list->at[to + 1].is_head)
		to++;
	if (from < list->top)
		list->top = from;
	if (to >= list->top + height)
		list->top = to - height + 1;
	if (list->top + height > list->n)
		list->top = list->n - height;
}
