/* A list of lines, some of which the cursor stops at: what every view but the
 * text scrolls. */
#ifndef GAZETTE_UI_LIST_H
#define GAZETTE_UI_LIST_H

#include "base/arena.h"

struct list_line {
	uint8_t kind;   /* the view's own */
	uint8_t stops;  /* cells the cursor stops at; 0: it passes by */
	bool is_head;   /* a day or section begins: { and } go there */
	uint32_t index; /* of what it shows, the view's own */
};

struct list {
	struct list_line *at; /* in an arena; grown by list_add */
	uint32_t n;
	uint32_t cursor; /* a line with stops, if there is any */
	uint32_t stop;   /* of the cursor's line */
	uint32_t top;    /* first line on the screen */
	uint32_t height; /* lines on the screen when it was drawn last */
};

/* Empty it, cursor and top too. */
void list_init(struct list *list);

struct list_line *list_add(struct list *list, struct arena *a, uint8_t kind,
			   uint32_t index, uint8_t stops);

/* Move the cursor by so many lines with stops; false when it was at the end
 * before. */
bool list_move(struct list *list, int by);
bool list_page(struct list *list, int by_half_pages);
void list_first(struct list *list);
void list_last(struct list *list);
void list_percent(struct list *list, unsigned percent);

/* To the next or previous head. */
bool list_block(struct list *list, int by);

/* To the line of that kind and index; false when it is not there. */
bool list_find(struct list *list, uint8_t kind, uint32_t index);

/* Show height lines with the cursor among them, its head if possible. */
void list_fit(struct list *list, uint32_t height);

/* The line under the cursor, NULL when there is nothing to stop at. */
const struct list_line *list_current(const struct list *list);

#endif
