/* What a view is, and what it may ask of the reader around it.
 *
 * A view is one file that ends in one constant, named in views.def.  It draws
 * on an area of cells and acts on named actions; it knows no key, no terminal
 * and no other view.
 */
#ifndef GAZETTE_UI_VIEW_H
#define GAZETTE_UI_VIEW_H

#include "base/child.h"
#include "conf/options.h"
#include "conf/paths.h"
#include "ui/canvas.h"
#include "ui/keys.h"
#include "ui/list.h"
#include "ui/prompt.h"
#include "ui/reading.h"
#include "ui/roll.h"
#include "ui/term.h"
#include "ui/trail.h"

struct ui;

/* Where a view lives: list, text and side stand beside each other where the
 * screen is wide; a page has the screen for itself. */
enum slot { SLOT_LIST, SLOT_TEXT, SLOT_SIDE, SLOT_PAGE, SLOTS };

struct pane {
	const struct view *view; /* NULL: empty */
	struct arena arena;      /* of the state; dies with the view */
	struct arena of_list;    /* of the list's lines */
	void *state;             /* the view's own */
	struct list list;
	struct place place;
	int y, x, rows, cols; /* when it was drawn last */
	uint16_t later_ms;    /* call view->later when no key came for so
			       * long; 0: nothing is to be looked up */
#define LATER_AT_ONCE 1       /* as soon as the screen stands, or keys come */
};

/* What a correction is about. */
struct subject {
	int64_t entity; /* 0: no name */
	const char *name;
	int64_t article;        /* users' number; 0: not in a text */
	int32_t mention, quote; /* of the article that is read; -1 none */
	int64_t *marked;        /* rows that were marked */
	uint32_t n_marked;
	int64_t listed; /* the article of a row, users' number; 0: none */
	const struct quote_row *said; /* the quotation of a row, or NULL */
};

enum find_how { FIND_TYPED, FIND_DONE, FIND_CANCEL };

struct view {
	const char *name, *help;
	const char *keys; /* shown at the right of the last line */
	uint8_t where;    /* its own bindings: enum where */
	uint8_t class;    /* WHERE_TEXT or WHERE_LIST */
	uint8_t slot;     /* enum slot */
	bool is_narrowed; /* find narrows rows rather than finding text */

	/* Show a place.  The pane is new and empty; it moves when it is
	 * open, so keep no pointer to it or to its arenas. */
	bool (*open)(struct ui *ui, struct pane *pane,
		     const struct place *place, struct error *err);

	/* Draw into the whole area; with focus, put the cursor where the
	 * meaning is and name the targets of hints. */
	void (*draw)(struct ui *ui, struct pane *pane, const struct area *area,
		     bool has_focus);

	/* Note where one is before it is left; may be NULL. */
	void (*leave)(struct ui *ui, struct pane *pane, struct place *place);

	/* Do what the action says; false: it means nothing here.  count is 0
	 * when none was typed. */
	bool (*act)(struct ui *ui, struct pane *pane, enum action action,
		    int count);

	/* Follow text that is typed behind /; may be NULL. */
	void (*find)(struct ui *ui, struct pane *pane, const char *text,
		     enum find_how how);

	/* A hint was chosen: the value that its target was named with. */
	void (*pick)(struct ui *ui, struct pane *pane, int64_t value);

	/* Look up what may come after the screen stands, when pane->later_ms
	 * asks for it; may be NULL. */
	void (*later)(struct ui *ui, struct pane *pane);

	/* What has the focus, to be corrected; what the pane has not is left
	 * as it is.  May be NULL. */
	void (*subject)(struct ui *ui, struct pane *pane, struct arena *a,
			struct subject *out);

	/* The archive has changed; may be NULL. */
	void (*changed)(struct ui *ui, struct pane *pane);

	/* What the left of the last line says, in the arena; may be NULL. */
	const char *(*status)(struct ui *ui, struct pane *pane,
			      struct arena *a);
};

#define VIEW(NAME, name) extern const struct view ui_view_##name;
#include "ui/views.def"
#undef VIEW

const struct view *view_find(const char *name);
const struct view *view_at(uint32_t i); /* NULL behind the last */

/* ---- the reader ---- */

/* Undo a change, or do it again; says so, or what stands in the way. */
typedef bool ui_turn(struct ui *ui, void *what, bool again);

enum change_kind {
	CHANGE_READ,
	CHANGE_STAR,
	CHANGE_EDIT,
	CHANGE_KEPT,
	CHANGE_OTHER
};

struct kept;

struct change {
	int64_t id;   /* EDIT: the entry whose undoing undoes or redoes it */
	uint8_t kind; /* enum change_kind */
	bool before;
	const struct kept *kept; /* of keep.c */
	ui_turn *turn;           /* OTHER: with `what` */
	void *what;
};

struct target {
	int y, x, cols; /* cols: how far a click counts */
	int64_t value;
};

/* Work beside the reader (ui/job.h): one of each kind at a time. */
enum job_kind { JOB_FETCH, JOB_ADD, JOB_SUBSCRIBE, JOB_REANNOTATE, JOBS };

struct job {
	struct child child;
	bool is_running;
	int64_t told_s; /* when text was made anew */
	char text[64];  /* "fetching 3 of 180" */
	long done, all, feeds, failed, stored, updated, changed; /* so far */
	int64_t id; /* ADD: the last article, users' number */
	uint32_t n_errors;
	char sum[160]; /* the first that it said that is no report */
};

#define UI_TARGETS  400
#define UI_MESSAGES 200
#define UI_CHANGES  200

enum prompt_kind {
	ASK_NONE,
	ASK_COMMAND,
	ASK_FIND,
	ASK_SEARCH,
	ASK_CORRECT,
	ASK_KEEP,
	ASK_ADD,
	ASK_SAVED,
	ASK_SOURCE
};

struct ui_message {
	bool is_error;
	char text[300];
};

struct ui {
	struct store *store;
	const struct paths *paths;
	int64_t now;
	struct terminal *term;
	struct theme theme;
	struct conf conf;
	struct keys keys;
	struct arena arena; /* of the run */
	struct arena frame; /* of one screen */
	struct canvas canvas;

	struct pane panes[SLOTS];
	uint8_t focus; /* enum slot */
	bool is_shown[SLOTS];
	struct trail trail;
	struct roll roll;
	struct reading reading;
	bool is_zen;        /* of a text nothing but the text is shown */
	bool card_is_apart; /* the card lies below all panes, not in the text's
			     */

	struct keep *keep;     /* NULL until something is kept */
	struct source *source; /* NULL until a source is asked about */
	const char *given;     /* behind the name of the action that is done */
	struct correct *correct; /* NULL until something is corrected */
	struct search *search;   /* NULL until something is searched */
	struct saved *saved;     /* NULL until something is saved */
	struct openers *openers; /* NULL: no line of open-with */
	struct matches *matches; /* NULL until some are shown */
	uint8_t asks;            /* enum prompt_kind */
	struct prompt prompt;
	struct prompt_history commands, finds, searches, adds;
	bool adds_feed;                 /* ASK_ADD: to be subscribed to */
	char before_search[PLACE_TEXT]; /* what the list showed */
	bool search_is_open;

	uint32_t sequence[KEYS_LONGEST];
	uint8_t n_sequence;
	uint32_t menu_top; /* row of the menu of next keys, on small screens */
	int count;
	char rest[PROMPT_MOST + 1]; /* of a line that waits for an answer */
	int wants_letter; /* enum action that waits for a letter, -1 */

	struct target targets[UI_TARGETS];
	uint32_t n_targets;
	bool is_hinting;
	char hinted[4];
	int hint_rows;

	struct ui_message messages[UI_MESSAGES]; /* ring */
	uint32_t n_messages;                     /* ever */
	bool has_message; /* the newest is on the last line */

	struct change changes[UI_CHANGES];
	uint32_t n_changes, n_undone;

	struct job jobs[JOBS];
	struct place marks[26];
	uint32_t marked; /* bits: marks that were set in this session */
	struct store_counts counts;
	int64_t data_version;
	bool is_over;
	bool is_lost;    /* over because the line was lost */
	bool next_opens; /* Space at an article's end was told what is next */
};

/* Go to a place: the view is opened in its pane and gets the focus. */
bool ui_go(struct ui *ui, const struct place *place);

/* The same, the new place having the opener of the one it is reached from. */
bool ui_go_on(struct ui *ui, const struct place *place);

/* Shorthands. */
bool ui_go_article(struct ui *ui, int64_t id, bool was_listed);
bool ui_go_name(struct ui *ui, int64_t entity);
bool ui_go_query(struct ui *ui, const char *query);
bool ui_go_view(struct ui *ui, const struct view *view, int64_t id);

/* Say something on the last line; it is also kept for the messages view. */
void ui_say(struct ui *ui, const char *format, ...) PRINTF_LIKE(2, 3);
void ui_say_error(struct ui *ui, const struct error *err);

/* The same for the messages view alone. */
void ui_note_error(struct ui *ui, const struct error *err);

/* Name a target of hints and clicks, while drawing with the focus: to the end
 * of the row or to the next one on it, or so many columns. */
void ui_target(struct ui *ui, const struct area *area, int y, int x,
	       int64_t value);

void ui_target_span(struct ui *ui, const struct area *area, int y, int x,
		    int cols, int64_t value);

/* Change what was read or starred; undone with u. */
void ui_set_read(struct ui *ui, struct article_row *row, bool is_read);
void ui_set_star(struct ui *ui, struct article_row *row, bool is_starred);

/* An entry of the log was made; undone with u. */
void ui_note_edit(struct ui *ui, int64_t entry);

/* Something was kept (ui/keep.h) that u takes back. */
void ui_note_kept(struct ui *ui, const struct kept *kept);

/* The same of anything; what it is lives in the arena of the run. */
void ui_note_change(struct ui *ui, ui_turn *turn, void *what);

/* Show every pane anew, each where it is: names have changed. */
void ui_refresh(struct ui *ui);

/* Run a line of the command language. */
bool ui_command(struct ui *ui, const char *line, int count);

/* Move the focus to a pane that is there. */
void ui_focus(struct ui *ui, enum slot slot);

/* What the history calls a place; cut with … where it is too long. */
void pane_title(struct pane *pane, const char *format, ...) PRINTF_LIKE(2, 3);

/* Empty a pane's list, to be made anew with list_add and pane->of_list. */
void pane_clear_list(struct pane *pane);

/* What every list does with the actions that move. */
bool list_act(struct pane *pane, enum action action, int count);

/* Draw a pane's list below its head: each line by draw, which gets the line's
 * place in the list, with the targets and the cursor; the screen's cursor
 * stands on the column title of the current line. */
typedef void line_draw(struct ui *ui, struct pane *pane,
		       const struct area *area, int y, uint32_t line);
void pane_draw_list(struct ui *ui, struct pane *pane, const struct area *body,
		    int title, bool has_focus, line_draw *draw);

/* The card of the focused name, in area's rows. */
void card_draw(struct ui *ui, const struct area *area);

/* Does a head have room for what stands at its right behind its title? */
bool head_has_room(const struct area *area, const char *title,
		   const char *right);

/* The mark, › or blank, before a row. */
void ui_draw_cursor(const struct area *area, int y, bool is_current);

/* ---- words ---- */

/* "21 Mar", "21 Mar 2024" of days since 1970-01-01; in the arena. */
const char *say_day(struct arena *a, int64_t day, bool with_year);
const char *say_weekday(struct arena *a, int64_t day, bool with_year);
/* The day of publication, "no day" (with_year: "no date") where none is known:
 * the day on which it was added says nothing of it. */
const char *say_when(struct arena *a, const struct when *when, bool with_year);
/* Do two rows of a list stand under one day? */
bool row_same_day(const struct article_row *a, const struct article_row *b);
static inline bool row_is_dated(const struct article_row *row)
{
	return row->art->published.kind != WHEN_NONE;
}
/* "AFP · Al Jazeera": whom an article is from, short. */
const char *say_source(struct arena *a, const struct article *art);
/* "person", "place"; "name" for what is not known. */
const char *say_type(uint8_t type);
uint8_t style_of_type(uint8_t type);
/* "1 article", "34 articles". */
const char *say_count(struct arena *a, uint64_t n, const char *one,
		      const char *many);

#endif
