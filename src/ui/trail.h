/* Everything visited: places one can go back and forward over, each with the
 * place it was opened from. */
#ifndef GAZETTE_UI_TRAIL_H
#define GAZETTE_UI_TRAIL_H

#include <stdbool.h>
#include <stdint.h>

struct view;

#define PLACE_TEXT 256

/* What a view shows, and where in it one is: enough to open it again. */
struct place {
	const struct view *view;
	int64_t id;            /* article or entity, 0 none */
	char text[PLACE_TEXT]; /* query or prefix */
	int64_t entity;        /* ARTICLE: whose mention has the focus */
	int64_t at;            /* the view's own: byte, docid, row */
	int64_t at_too;        /* ARTICLE: byte + 1 of a quotation to come to */
	bool has_at;           /* at is set; else the view's beginning */
	bool was_listed;       /* ARTICLE: opened from a list, so it is read */
	char title[96];        /* for the history */
};

struct visit {
	struct place place;
	int32_t opener; /* index, -1 none */
};

struct trail {
	struct visit *at; /* [room] */
	uint32_t n, room;
	int32_t now; /* index, -1 before the first */
};

void trail_init(struct trail *t, uint32_t room);
void trail_free(struct trail *t);

/* Go to a new place, opened from the visit at index opener (-1: from none).
 * It comes behind all others; what was `now` before them comes again between.
 * The oldest is forgotten when there is no room. */
struct visit *trail_add(struct trail *t, const struct place *place,
			int32_t opener);

/* A step back (-1) or forward (1); false at the end. */
bool trail_step(struct trail *t, int by);

/* To the opener of `now`; false when it has none. */
bool trail_close(struct trail *t);

struct visit *trail_now(struct trail *t);

#endif
