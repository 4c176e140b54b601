/* The index of names: everybody and everything, most written about first,
 * narrowed as you type. */
#include <stdio.h>
#include <string.h>

#include "ui/speech.h"

#define NAMES_PAGE 250
#define NAMES_MOST 4000
#define MARKS_MOST 64

struct names_state {
	struct entity_row *rows;
	uint32_t n;
	bool has_more;
	bool is_cut; /* there are more than are ever shown */
	char prefix[PLACE_TEXT], before[PLACE_TEXT];
	bool is_narrowing;
	int64_t marked[MARKS_MOST]; /* entities, in the order of marking */
	uint32_t n_marked;
};

static bool load_rows(struct ui *ui, struct pane *pane, uint32_t limit,
		      struct error *err)
{
	struct names_state *s = pane->state;
	struct entity_rows rows;

	if (!store_entities(ui->store, &pane->arena, s->prefix, TYPE_UNKNOWN,
			    s->n, limit, &rows, err))
		return false;
	for (uint32_t i = 0; i < rows.n; i++) {
		*array_add(&pane->arena, s->rows, s->n) = rows.at[i];
		list_add(&pane->list, &pane->of_list, 0, s->n - 1, 1);
	}
	s->has_more = rows.has_more && s->n < NAMES_MOST;
	s->is_cut = rows.has_more && !s->has_more;
	return true;
}

static bool load_more(struct ui *ui, struct pane *pane, struct error *err)
{
	return load_rows(ui, pane, NAMES_PAGE, err);
}

static void load_all(struct ui *ui, struct pane *pane)
{
	struct names_state *s = pane->state;
	struct error err;

	if (s->has_more && s->n < NAMES_MOST &&
	    !load_rows(ui, pane, NAMES_MOST - s->n, &err))
		ui_say_error(ui, &err);
}

/* Narrow to names that begin like this. */
static void narrow(struct ui *ui, struct pane *pane, const char *prefix)
{
	struct names_state *s = pane->state, old = *s;
	char copy[PLACE_TEXT]; /* prefix may lie in the arena */
	struct error err;

	snprintf(copy, sizeof(copy), "%s", prefix);
	arena_reset(&pane->arena);
	s = pane->state = arena_alloc(&pane->arena, sizeof(*s));
	*s = old;
	s->rows = NULL;
	s->n = 0;
	memcpy(s->prefix, copy, sizeof(copy));
	memcpy(pane->place.text, copy, sizeof(copy));
	pane_clear_list(pane);
	if (!load_more(ui, pane, &err))
		ui_say_error(ui, &err);
}

/* To a name's row, or that of the name it was merged into. */
static bool find_entity(struct ui *ui, struct pane *pane, int64_t id,
			struct error *err)
{
	struct names_state *s = pane->state;
	struct entity_row *e = NULL;

	if (id && !store_entity_get(ui->store, &pane->arena, id, &e, err))
		return false;
	for (uint32_t i = 0; e && i < s->n; i++) {
		if (s->rows[i].id == e->id)
			list_find(&pane->list, 0, i);
	}
	return true;
}

static bool open_names(struct ui *ui, struct pane *pane,
		       const struct place *place, struct error *err)
{
	struct names_state *s = arena_alloc(&pane->arena, sizeof(*s));

	pane->state = s;
	snprintf(s->prefix, sizeof(s->prefix), "%s", place->text);
	pane_title(pane, "Names %s", place->text);
	do {
		if (!load_more(ui, pane, err))
			return false;
	} while (place->has_at && place->at >= (int64_t)s->n && s->has_more);
	if (place->has_at)
		list_find(&pane->list, 0, (uint32_t)place->at);
	return find_entity(ui, pane, place->entity, err);
}

static void leave_names(struct ui *ui, struct pane *pane, struct place *place)
{
	struct names_state *s = pane->state;

	const struct list_line *line = list_current(&pane->list);

	(void)ui;
	place->has_at = true;
	place->at = pane->list.cursor;
	place->entity = line ? s->rows[line->index].id : 0;
	snprintf(place->text, sizeof(place->text), "%s", s->prefix);
}

/* ---- marked rows ---- */

static bool is_marked(const struct names_state *s, int64_t entity)
{
	for (uint32_t i = 0; i < s->n_marked; i++) {
		if (s->marked[i] == entity)
			return true;
	}
	return false;
}

static void toggle_mark(struct ui *ui, struct names_state *s,
			const struct entity_row *e)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < s->n_marked; i++) {
		if (s->marked[i] != e->id)
			s->marked[kept++] = s->marked[i];
	}
	if (kept == s->n_marked && kept < MARKS_MOST)
		s->marked[kept++] = e->id;
	s->n_marked = kept;
	if (kept)
		ui_say(ui, "%s marked; c= makes them the row you are on",
		       say_count(&ui->frame, kept, "row", "rows"));
	else
		ui_say(ui, "no row is marked");
}

/* ---- drawing ---- */

static void draw_row(struct ui *ui, const struct area *area, int y,
		     const struct entity_row *e)
{
	int end = area->cols - 1, kind = area->cols * 2 / 5;
	const char *text = say_type(e->type);

	if (speech_is_on(ui)) {
		text = speech_name(ui, e);
		area_cut(area, y, 0, area->cols, STYLE_TEXT, text,
			 strlen(text));
		return;
	}
	if (area->cols >= 60) {
		if (area->cols >= 76)
			area_right(area, y, end, STYLE_DIM,
				   say_day(&ui->frame, e->last_day, true));
		end -= area->cols >= 76 ? 14 : 0;
		area_right(area, y, end, STYLE_DIM,
			   e->quotes ? arena_printf(&ui->frame, "%u", e->quotes)
				     : "");
		end -= 7;
	}
	area_right(area, y, end, STYLE_TEXT,
		   arena_printf(&ui->frame, "%u", e->articles));
	end -= e->articles > 999 ? 8 : 5;
	if (area->cols < 40)
		kind = end;
	else if (e->role && *e->role)
		text = arena_printf(&ui->frame, "%s · %s", text, e->role);
	if (kind < end)
		area_cut(area, y, kind, end - kind, STYLE_DIM, text,
			 strlen(text));
	area_cut(area, y, 2, kind - 3, STYLE_TEXT, e->name, strlen(e->name));
}

static void draw_head(struct ui *ui, const struct area *area,
		      const struct names_state *s)
{
	int end = area->cols - 1;
	const char *title =
		*s->prefix
			? arena_printf(&ui->frame, "Names › %s", s->prefix)
			: arena_printf(&ui->frame, "Names  %lld",
				       s->has_more || s->is_cut
					       ? (long long)ui->counts.entities
					       : (long long)s->n);

	area_cut(area, 0, 1, area->cols - 2, STYLE_TITLE, title, strlen(title));
	if (speech_is_on(ui) ||
	    !head_has_room(area, title, "articles said last"))
		return;
	if (area->cols >= 60) {
		if (area->cols >= 76)
			area_right(area, 0, end, STYLE_DIM, "last");
		end -= area->cols >= 76 ? 14 : 0;
		area_right(area, 0, end, STYLE_DIM, "said");
		end -= 7;
	}
	area_right(area, 0, end, STYLE_DIM, "articles");
}

static void draw_names(struct ui *ui, struct pane *pane,
		       const struct area *area, bool has_focus)
{
	struct names_state *s = pane->state;
	struct area body = area_part(area, 1, 0, area->rows - 1, area->cols);
	struct list *list = &pane->list;

	draw_head(ui, area, s);
	list_fit(list, (uint32_t)body.rows);
	if (has_focus)
		area_cursor(&body, 0, 2);
	if (s->n == 0)
		area_string(&body, 1, 3, STYLE_TEXT,
			    *s->prefix ? "No name begins like this."
				       : "No names yet.");
	for (int y = 0; y < body.rows && list->top + (uint32_t)y < list->n;
	     y++) {
		uint32_t i = list->top + (uint32_t)y;

		draw_row(ui, &body, y, &s->rows[list->at[i].index]);
		if (is_marked(s, s->rows[list->at[i].index].id))
			area_string(&body, y, 1, STYLE_MESSAGE, "x");
		if (has_focus)
			ui_target(ui, &body, y, 0, i);
		if (i != list->cursor)
			continue;
		ui_draw_cursor(&body, y, !speech_is_on(ui));
		if (has_focus)
			area_cursor(&body, y, speech_is_on(ui) ? 0 : 2);
	}
}

/* ---- acting ---- */

static struct entity_row *current(struct pane *pane)
{
	struct names_state *s = pane->state;
	const struct list_line *line = list_current(&pane->list);

	return line ? &s->rows[line->index] : NULL;
}

/* On a name's row: its newest or oldest article. */
static void go_end(struct ui *ui, const struct entity_row *e,
		   enum store_order order)
{
	struct place place = {.view = &ui_view_article, .entity = e->id};
	uint32_t at, of;
	int64_t docid = store_entity_step(ui->store, e->id,
					  order == STORE_NEWEST ? INT64_MAX : 0,
					  order, &at, &of);

	if (!docid)
		return;
	place.id = store_id(ui->store, docid);
	if (!ui_go(ui, &place))
		return;
	ui->reading.place = at;
	ui->reading.of = of;
}

static bool act_names(struct ui *ui, struct pane *pane, enum action action,
		      int count)
{
	struct names_state *s = pane->state;
	const struct entity_row *e = current(pane);
	struct error err;

	switch (action) {
	case ACTION_OPEN:
	case ACTION_RIGHT:
		if (e)
			ui_go_name(ui, e->id);
		return true;
	case ACTION_OLDER:
		if (e)
			go_end(ui, e, STORE_NEWEST);
		return true;
	case ACTION_NEWER:
		if (e)
			go_end(ui, e, STORE_OLDEST);
		return true;
	case ACTION_MARK_ROW:
		if (e) {
			toggle_mark(ui, s, e);
			list_move(&pane->list, 1);
		}
		return true;
	case ACTION_CANCEL:
		if (s->n_marked)
			s->n_marked = 0;
		else if (*s->prefix)
			narrow(ui, pane, "");
		return true;
	default:
		break;
	}
	if (action == ACTION_BOTTOM || action == ACTION_PERCENT)
		load_all(ui, pane);
	if (!list_act(pane, action, count))
		return false;
	if (action == ACTION_BOTTOM && s->is_cut)
		ui_say(ui, "the %u most written about; / narrows to others",
		       s->n);
	while (s->has_more && pane->list.cursor + pane->list.height >= s->n) {
		if (!load_more(ui, pane, &err)) {
			ui_say_error(ui, &err);
			break;
		}
	}
	return true;
}

static void find_names(struct ui *ui, struct pane *pane, const char *text,
		       enum find_how how)
{
	struct names_state *s = pane->state;

	if (!s->is_narrowing) {
		snprintf(s->before, sizeof(s->before), "%s", s->prefix);
		s->is_narrowing = true;
	}
	if (how == FIND_CANCEL)
		narrow(ui, pane, s->before);
	else if (strcmp(text, s->prefix) != 0)
		narrow(ui, pane, text);
	s = pane->state;
	if (how != FIND_TYPED)
		s->is_narrowing = false;
}

static void pick_name(struct ui *ui, struct pane *pane, int64_t value)
{
	pane->list.cursor = (uint32_t)value;
	act_names(ui, pane, ACTION_OPEN, 0);
}

static const char *names_status(struct ui *ui, struct pane *pane,
				struct arena *a)
{
	struct names_state *s = pane->state;

	(void)ui;
	if (s->n == 0)
		return "";
	return arena_printf(a, "%u of %u%s", pane->list.cursor + 1, s->n,
			    s->has_more ? "+" : "");
}

static void names_subject(struct ui *ui, struct pane *pane, struct arena *a,
			  struct subject *out)
{
	struct names_state *s = pane->state;
	const struct entity_row *e = current(pane);

	(void)ui;
	if (!e)
		return;
	out->entity = e->id;
	out->name = arena_string(a, e->name);
	out->n_marked = s->n_marked - is_marked(s, e->id);
	out->marked = arena_array(a, s->n_marked, sizeof(*out->marked));
	for (uint32_t i = 0, n = 0; i < s->n_marked; i++) {
		if (s->marked[i] != e->id)
			out->marked[n++] = s->marked[i];
	}
}

const struct view ui_view_names = {
	.name = "names",
	.help = "Everybody and everything named, most written about first",
	.keys = "Enter page  / narrow  c correct  x mark  ] newest  [ oldest",
	.where = WHERE_NAMES,
	.class = WHERE_LIST,
	.slot = SLOT_PAGE,
	.is_narrowed = true,
	.open = open_names,
	.draw = draw_names,
	.leave = leave_names,
	.act = act_names,
	.find = find_names,
	.pick = pick_name,
	.subject = names_subject,
	.status = names_status,
};
