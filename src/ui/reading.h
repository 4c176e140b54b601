/* The article that is being read: its text as lines, where one is in it, and
 * which name has the focus.  Shared by the text and the index beside it. */
#ifndef GAZETTE_UI_READING_H
#define GAZETTE_UI_READING_H

#include "conf/options.h"
#include "query/query.h"
#include "store/store.h"
#include "ui/layout.h"

struct card {
	int64_t entity;         /* whose, 0: nothing was looked up */
	struct entity_row *row; /* NULL: not in the archive */
	struct company_row *with;
	uint32_t n_with;
	struct quote_row *quote; /* the newest from elsewhere, or NULL */
};

struct reading {
	struct store *store;
	struct arena arena; /* of the article */
	struct arena of_layout;
	struct article *art;    /* NULL: nothing is read */
	struct article_row row; /* words, copies, is_saved */
	int64_t id, docid;

	struct layout layout;
	uint32_t width;   /* the layout's, 0: none was made */
	int with;         /* enum layout_with */
	uint32_t top;     /* first line on the screen */
	uint32_t fresh;   /* the first line not seen before */
	uint32_t height;  /* lines on the screen when drawn last */
	uint32_t pending; /* byte to bring to the top with the next layout */
	bool has_pending;
	uint32_t arrival; /* byte + 1 to show with the next layout, 0 none */

	uint8_t *is_stop;    /* [n_mentions] 1: drawn as a name, 2: Tab stops */
	int32_t focus;       /* mention, -1 none */
	int32_t chain;       /* of the focus, or of what one came for; -1 */
	int32_t quote;       /* the focused quotation, -1 */
	bool walks_mentions; /* n goes to the chain's next mention */

	uint32_t place, of; /* "3/34" along the focused name; of 0: unset */
	int64_t ended;      /* entity at whose oldest article one is */

	char find[128];    /* what / looks for, folded; "" nothing */
	struct span match; /* the current one; empty: none */

	struct arena card_arena;
	struct card card;
};

void reading_init(struct reading *r, struct store *store);
void reading_free(struct reading *r);

/* Load an article.
 * Errors  false: it is not there, or the archive failed; r is as it was. */
MUST_CHECK bool reading_open(struct reading *r, int64_t id,
			     const struct conf *conf, struct error *err);

/* Lay the text out for a width, what was at the top staying there. */
void reading_fit(struct reading *r, uint32_t width, uint32_t height, int with);

/* The byte of the body at the top. */
uint32_t reading_position(const struct reading *r);
void reading_to_body(struct reading *r, uint32_t byte);

/* Scroll; false when it was at the end before. */
bool reading_scroll(struct reading *r, int lines);
void reading_to(struct reading *r, uint32_t line);
uint32_t reading_last_top(const struct reading *r);
bool reading_at_end(const struct reading *r);

/* Bring a byte of the text onto the screen, with some lines around it; before
 * there are lines, when they are made. */
void reading_show(struct reading *r, uint32_t byte);

/* Focus a mention (-1: none). */
void reading_focus(struct reading *r, int32_t mention);

/* The next stop of Tab (by 1 or -1); -1 when there is none. */
int32_t reading_next_stop(const struct reading *r, int by);

/* The next mention, of any form, of the focused chain; -1. */
int32_t reading_next_mention(const struct reading *r, int by);

/* The first mention of an entity, of form name if there is one; -1. */
int32_t reading_mention_of(const struct reading *r, int64_t entity);

/* The chain of an entity, -1. */
int32_t reading_chain_of(const struct reading *r, int64_t entity);

/* The next quotation from the focused one or the screen's top; -1. */
int32_t reading_next_quote(const struct reading *r, int by);
void reading_focus_quote(struct reading *r, int32_t quote);

/* What has the focus, by the bytes it stands at: whose name they are may
 * change. */
struct reading_held {
	int64_t id; /* of the article */
	struct span mention, quote;
};

void reading_hold(const struct reading *r, struct reading_held *out);

/* Give the focus to the same bytes, if they are still a name, a quotation. */
void reading_hold_again(struct reading *r, const struct reading_held *held);

/* The entity of the focus, 0 none. */
int64_t reading_entity(const struct reading *r);
/* The name of a chain as the archive has it. */
const char *reading_name(const struct reading *r, int32_t chain);

/* Look for folded text from a byte on (by 1) or back (by -1), round the end.
 * Fills r->match; false when it is not there. */
bool reading_find(struct reading *r, uint32_t from, int by);

/* The card of the focused name; looked up when the focus is new. */
const struct card *reading_card(struct reading *r);

/* The word that names somebody in a margin: a person's last, else all. */
struct slice reading_short_name(const struct reading *r, int32_t chain);

#endif
