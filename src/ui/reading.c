#include "ui/reading.h"

#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/fold.h"
#include "base/utf8.h"
#include "base/width.h"

void reading_init(struct reading *r, struct store *store)
{
	memset(r, 0, sizeof(*r));
	r->store = store;
	r->focus = r->chain = r->quote = -1;
	arena_init(&r->arena);
	arena_init(&r->of_layout);
	arena_init(&r->card_arena);
}

void reading_free(struct reading *r)
{
	arena_free(&r->arena);
	arena_free(&r->of_layout);
	arena_free(&r->card_arena);
	reading_init(r, r->store);
}

/* ---- stops ---- */

static bool is_marked(const struct conf *conf, uint8_t type)
{
	struct slice rest = slice_of(conf->text[CONF_MARKS]);
	const char *name = article_types.at[type];

	while (rest.at) {
		if (name &&
		    slice_equals(slice_trim(slice_cut(&rest, ',')), name))
			return true;
		if (!name)
			return false;
	}
	return false;
}

static uint32_t block_of(const struct article *art, uint32_t byte)
{
	uint32_t low = 0, high = art->n_blocks;

	while (low < high) {
		uint32_t mid = low + (high - low) / 2;

		if (art->blocks[mid].span.start <= byte)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* is_stop: 0 not drawn as a name, 1 drawn, 2 drawn and a stop of Tab: the
 * first of its chain in a paragraph. */
static void find_stops(struct reading *r, const struct conf *conf)
{
	const struct article *art = r->art;
	uint32_t *seen = arena_array(&r->arena, (size_t)art->n_chains + 1,
				     sizeof(*seen));
	bool marks[TYPES];

	for (uint8_t t = 0; t < TYPES; t++)
		marks[t] = is_marked(conf, t);
	r->is_stop = arena_array(&r->arena, (size_t)art->n_mentions + 1, 1);
	for (uint32_t i = 0; i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];
		uint32_t block = block_of(art, m->span.start) + 1;

		if (m->form != FORM_NAME || !marks[m->type])
			continue;
		r->is_stop[i] = 1;
		if (m->chain < 0 || seen[m->chain] == block)
			continue;
		seen[m->chain] = block;
		r->is_stop[i] = 2;
	}
}

bool reading_open(struct reading *r, int64_t id, const struct conf *conf,
		  struct error *err)
{
	struct reading new;
	struct article_rows rows;
	int64_t docid = store_docid(r->store, id);

	reading_init(&new, r->store);
	if (!docid) {
		error_set(err, "there is no article %lld", (long long)id);
		goto fail;
	}
	if (!store_article_get(r->store, &new.arena, id, &new.art, err) ||
	    !store_rows(r->store, &new.arena, &docid, 1, &rows, err))
		goto fail;
	if (!new.art || rows.n == 0) {
		error_set(err, "article %lld is gone", (long long)id);
		goto fail;
	}
	new.id = id;
	new.docid = docid;
	new.row = rows.at[0];
	find_stops(&new, conf);
	memcpy(new.find, r->find, sizeof(new.find));
	reading_free(r);
	*r = new;
	return true;
fail:
	reading_free(&new);
	return false;
}

/* ---- lines ---- */

/* The first look at a byte: from the top if it is seen there, else with a
 * third of the screen above it. */
static void arrive(struct reading *r)
{
	uint32_t line = layout_line(&r->layout, r->arrival - 1);

	r->arrival = 0;
	r->top = line + 3 < r->height ? 0 : line - r->height / 3;
	r->fresh = r->top;
}

void reading_fit(struct reading *r, uint32_t width, uint32_t height, int with)
{
	uint32_t byte = r->top < r->layout.n ? r->layout.at[r->top].start : 0;
	bool at_start = r->top == 0;

	r->height = height;
	if (r->width == width && r->with == with)
		goto place;
	r->width = width;
	r->with = with;
	arena_reset(&r->of_layout);
	layout_make(&r->of_layout, r->art, width, with, &r->layout);
	r->top = r->fresh = at_start ? 0 : layout_line(&r->layout, byte);
place:
	if (r->has_pending) {
		r->has_pending = false;
		r->top = r->fresh =
			r->pending <= r->art->body.start
				? 0
				: layout_line(&r->layout, r->pending);
	}
	if (r->arrival)
		arrive(r);
	if (r->top > reading_last_top(r))
		r->top = reading_last_top(r);
}

uint32_t reading_position(const struct reading *r)
{
	uint32_t start = r->art ? r->art->body.start : 0;
	uint32_t byte;

	if (!r->art || r->top >= r->layout.n || r->top == 0)
		return 0;
	byte = r->layout.at[r->top].start;
	return byte > start ? byte - start : 0;
}

void reading_to_body(struct reading *r, uint32_t byte)
{
	r->pending = r->art->body.start + byte;
	r->has_pending = true;
}

uint32_t reading_last_top(const struct reading *r)
{
	return r->layout.n > r->height ? r->layout.n - r->height : 0;
}

bool reading_at_end(const struct reading *r)
{
	return r->top >= reading_last_top(r);
}

void reading_to(struct reading *r, uint32_t line)
{
	uint32_t last = reading_last_top(r), before = r->top;

	r->top = line > last ? last : line;
	r->fresh = r->top;
	if (r->top > before && before + r->height > r->top)
		r->fresh = before + r->height;
}

bool reading_scroll(struct reading *r, int lines)
{
	uint32_t before = r->top;
	int64_t to = (int64_t)r->top + lines;

	reading_to(r, to < 0 ? 0 : (uint32_t)to);
	return r->top != before;
}

void reading_show(struct reading *r, uint32_t byte)
{
	uint32_t line, margin = r->height > 8 ? 1 : 0;

	if (r->layout.n == 0) {
		r->arrival = byte + 1;
		return;
	}
	line = layout_line(&r->layout, byte);
	if (line < r->top + margin)
		reading_to(r, line > margin ? line - margin : 0);
	else if (line + margin >= r->top + r->height)
		reading_to(r, line + margin + 1 - r->height);
}

/* ---- names ---- */

void reading_hold(const struct reading *r, struct reading_held *out)
{
	*out = (struct reading_held){.id = r->art ? r->id : 0};
	if (r->art && r->focus >= 0)
		out->mention = r->art->mentions[r->focus].span;
	if (r->art && r->quote >= 0)
		out->quote = r->art->quotes[r->quote].span;
}

static bool is_same(struct span a, struct span b)
{
	return a.end && a.start == b.start && a.end == b.end;
}

void reading_hold_again(struct reading *r, const struct reading_held *held)
{
	if (!r->art || r->id != held->id)
		return;
	for (uint32_t i = 0; i < r->art->n_mentions; i++) {
		const struct mention *m = &r->art->mentions[i];

		if (!is_same(held->mention, m->span) || m->chain < 0)
			continue;
		r->focus = (int32_t)i;
		r->chain = m->chain;
		break;
	}
	for (uint32_t i = 0; i < r->art->n_quotes; i++) {
		if (is_same(held->quote, r->art->quotes[i].span))
			r->quote = (int32_t)i;
	}
}

int64_t reading_entity(const struct reading *r)
{
	return r->chain >= 0 ? r->art->chains[r->chain].entity : 0;
}

const char *reading_name(const struct reading *r, int32_t chain)
{
	const struct chain *c = &r->art->chains[chain];

	return c->entity_name ? c->entity_name : c->name ? c->name : "";
}

/* A description up to what tells where and whose: "An agency journalist in the
 * area" is a journalist, no area. */
static struct slice before_place(struct slice name)
{
	static const char *const words[] = {
		" in ",  " on ",  " of ",   " at ", " from ",
		" who ", " for ", " with ", " to ", ", "};

	for (uint32_t i = 0; i < array_length(words); i++) {
		const char *at =
			memmem(name.at, name.len, words[i], strlen(words[i]));

		if (at && at > name.at)
			name.len = (size_t)(at - name.at);
	}
	return name;
}

struct slice reading_short_name(const struct reading *r, int32_t chain)
{
	struct slice name = slice_of(reading_name(r, chain));
	const char *blank;

	if (r->art->chains[chain].type != TYPE_PERSON)
		return name;
	name = before_place(name);
	blank = memrchr(name.at, ' ', name.len);
	if (blank) {
		name.len -= (size_t)(blank + 1 - name.at);
		name.at = blank + 1;
	}
	return name;
}

void reading_focus(struct reading *r, int32_t mention)
{
	int32_t chain = mention < 0 ? -1 : r->art->mentions[mention].chain;

	if (chain != r->chain) {
		r->of = 0;
		r->ended = 0;
		r->walks_mentions = false;
	}
	r->focus = mention;
	r->chain = chain;
	r->quote = -1;
	if (mention >= 0)
		reading_show(r, r->art->mentions[mention].span.start);
}

/* The bytes on the screen. */
static struct span visible(const struct reading *r)
{
	uint32_t last = r->top + r->height;
	struct span s = {0, UINT32_MAX};

	if (r->top < r->layout.n)
		s.start = r->layout.at[r->top].start;
	if (last < r->layout.n)
		s.end = r->layout.at[last].start;
	return s;
}

static bool is_on_screen(const struct reading *r, uint32_t byte)
{
	struct span s = visible(r);

	return byte >= s.start && byte < s.end;
}

int32_t reading_next_stop(const struct reading *r, int by)
{
	const struct article *art = r->art;
	struct span s = visible(r);
	uint32_t least = r->with & LAYOUT_TITLE ? 0 : art->body.start;
	int32_t i = by > 0 ? 0 : (int32_t)art->n_mentions - 1;

	if (r->focus >= 0 &&
	    is_on_screen(r, art->mentions[r->focus].span.start)) {
		i = r->focus + by;
	} else if (by > 0) {
		while (i < (int32_t)art->n_mentions &&
		       art->mentions[i].span.start < s.start)
			i++;
	} else {
		while (i >= 0 && art->mentions[i].span.start >= s.end)
			i--;
	}
	for (; i >= 0 && i < (int32_t)art->n_mentions; i += by) {
		if (r->is_stop[i] == 2 && art->mentions[i].span.start >= least)
			return i;
	}
	return -1;
}

int32_t reading_next_mention(const struct reading *r, int by)
{
	const struct article *art = r->art;
	int32_t n = (int32_t)art->n_mentions, at = r->focus;
	uint32_t least = r->with & LAYOUT_TITLE ? 0 : art->body.start;

	for (int32_t k = 0; k < n; k++) {
		at = (at + by + n) % n;
		if (art->mentions[at].chain == r->chain &&
		    art->mentions[at].span.start >= least)
			return at;
	}
	return -1;
}

int32_t reading_chain_of(const struct reading *r, int64_t entity)
{
	for (uint32_t i = 0; entity && i < r->art->n_chains; i++) {
		if (r->art->chains[i].entity == entity)
			return (int32_t)i;
	}
	return -1;
}

int32_t reading_mention_of(const struct reading *r, int64_t entity)
{
	const struct article *art = r->art;
	int32_t any = -1;

	for (uint32_t i = 0; entity && i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];

		if (m->chain < 0 || art->chains[m->chain].entity != entity ||
		    m->span.start < art->body.start)
			continue;
		if (m->form == FORM_NAME)
			return (int32_t)i;
		if (any < 0)
			any = (int32_t)i;
	}
	return any;
}

/* ---- quotations ---- */

int32_t reading_next_quote(const struct reading *r, int by)
{
	const struct article *art = r->art;
	struct span s = visible(r);
	int32_t n = (int32_t)art->n_quotes, i;

	if (r->quote >= 0 &&
	    is_on_screen(r, art->quotes[r->quote].span.start)) {
		i = r->quote + by;
		return i >= 0 && i < n ? i : -1;
	}
	if (by > 0) {
		for (i = 0; i < n && art->quotes[i].span.start < s.start; i++)
			;
		return i < n ? i : -1;
	}
	for (i = n - 1; i >= 0 && art->quotes[i].span.start >= s.start; i--)
		;
	return i;
}

void reading_focus_quote(struct reading *r, int32_t quote)
{
	const struct quote *q = &r->art->quotes[quote];

	if (q->chain != r->chain) {
		r->of = 0;
		r->ended = 0;
	}
	r->quote = quote;
	r->focus = -1;
	r->chain = q->chain;
	r->walks_mentions = false;
	reading_show(r, q->span.start);
}

/* ---- finding ---- */

/* Does the text at a byte fold to what is looked for?  Returns the end of the
 * match, 0 for none. */
static uint32_t matches(struct arena *a, const struct article *art, uint32_t at,
			const char *folded)
{
	size_t need = strlen(folded), has = 0;
	uint32_t end = at;

	while (has < need && end < art->text_len) {
		struct cluster c =
			cell_next(art->text + end, art->text_len - end);
		size_t n;
		const char *f = fold_text(a, art->text + end, c.len, &n);

		if (art->text[end] == '\n')
			f = " ";
		if (n > need - has || memcmp(f, folded + has, n) != 0)
			return 0;
		has += n;
		end += c.len;
	}
	return has == need && need > 0 ? end : 0;
}

/* A glance at the first byte spares folding nearly everywhere. */
static bool may_match(char c, char folded)
{
	if ((unsigned char)c >= 0x80)
		return ((unsigned char)c & 0xC0) != 0x80;
	if (c >= 'A' && c <= 'Z')
		c = (char)(c | 0x20);
	return c == folded || (unsigned char)folded >= 0x80;
}

bool reading_find(struct reading *r, uint32_t from, int by)
{
	const struct article *art = r->art;
	uint32_t least = r->with & LAYOUT_TITLE ? 0 : art->body.start;
	uint32_t n = art->text_len - least, at = from;
	struct arena a;
	bool found = false;

	r->match = (struct span){0, 0};
	arena_init(&a);
	for (uint32_t k = 0; k < n && !found; k++) {
		uint32_t end;

		if (at >= art->text_len)
			at = least;
		if (may_match(art->text[at], r->find[0])) {
			arena_reset(&a);
			end = matches(&a, art, at, r->find);
			if (end) {
				r->match = (struct span){at, end};
				found = true;
			}
		}
		if (by > 0)
			at++;
		else
			at = at > least ? at - 1 : art->text_len - 1;
	}
	arena_free(&a);
	if (found)
		reading_show(r, r->match.start);
	return found;
}

/* ---- the card ---- */

static bool says_something(const struct quote_row *q)
{
	return q->quote.kind != QUOTE_INDIRECT && strlen(q->text) >= 24;
}

static void look_up(struct reading *r, int64_t entity)
{
	struct card *c = &r->card;
	struct quote_spec spec = {.by = entity,
				  .kind = -1,
				  .min_confidence = ARTICLE_SURE,
				  .limit = 8};
	struct quote_rows quotes;
	struct error err;

	arena_reset(&r->card_arena);
	*c = (struct card){.entity = entity};
	if (!store_entity_get(r->store, &r->card_arena, entity, &c->row, &err))
		c->row = NULL;
	if (!store_entity_company(r->store, &r->card_arena, entity, 6, &c->with,
				  &c->n_with, &err))
		c->n_with = 0;
	if (!c->row || c->row->quotes == 0 ||
	    !store_quotes(r->store, &r->card_arena, &spec, &quotes, &err))
		return;
	for (uint32_t i = 0; i < quotes.n; i++) {
		struct quote_row *q = &quotes.at[i];

		if (q->article == r->id)
			continue;
		/* the newest, but rather one that says something */
		if (says_something(q)) {
			c->quote = q;
			break;
		}
		if (!c->quote)
			c->quote = q;
	}
}

const struct card *reading_card(struct reading *r)
{
	int64_t entity = reading_entity(r);

	if (entity == 0)
		return NULL;
	if (r->card.entity != entity)
		look_up(r, entity);
	return r->card.row ? &r->card : NULL;
}
