/* React sends a page in pieces: a <template id="B:1"> or "P:1" where a piece
 * belongs, the piece behind the page in <div hidden id="S:1">, and a script
 * that puts it in its place.  Without scripts all of it is hidden; so it is
 * put in its place here.
 *
 * Source: React 18 and 19, the server's streaming of HTML (ReactDOM Fizz).
 */
#include <string.h>

#include "base/array.h"
#include "base/map.h"
#include "html/door.h"

#define PIECE "<div hidden id=\"S:"
#define HOLE  "<template id=\"" /* then B: or P: */

#define STAND_IN_MOST 8192

struct piece {
	size_t start, end; /* with its element */
	struct slice inside;
	bool is_placed;
};

struct stream {
	struct arena *arena;
	struct slice text;
	struct piece *pieces;
	uint32_t n;
	struct map by_id; /* id -> piece + 1 */
	struct str out;
};

static const char *find(struct slice s, size_t at, const char *word)
{
	return memmem(s.at + at, s.len - at, word, strlen(word));
}

/* The id that begins at `at`, up to its quotation mark. */
static struct slice id_at(struct slice s, size_t at)
{
	size_t n = 0;

	while (at + n < s.len && n < 16 && s.at[at + n] != '"')
		n++;
	return (struct slice){s.at + at, n};
}

/* The end tag of the <div> whose content begins at `at`; NULL: none. */
static const char *end_of_div(struct slice s, size_t at)
{
	uint32_t open = 1;
	const char *p = s.at + at, *end = s.at + s.len;

	while ((p = memchr(p, '<', (size_t)(end - p))) && end - p >= 6) {
		if (!memcmp(p, "<div", 4) && strchr(" >", p[4]))
			open++;
		else if (!memcmp(p, "</div>", 6) && --open == 0)
			return p;
		p++;
	}
	return NULL;
}

static void collect(struct stream *st)
{
	struct slice s = st->text;
	const char *at = find(s, 0, PIECE), *close, *end;

	while (at) {
		size_t from = (size_t)(at - s.at);
		struct slice id = id_at(s, from + strlen(PIECE));
		struct piece *p;
		bool is_new;

		close = memchr(at, '>', s.len - from);
		end = close ? end_of_div(s, (size_t)(close - s.at)) : NULL;
		if (!end)
			return;
		p = array_add(st->arena, st->pieces, st->n);
		p->start = from;
		p->end = (size_t)(end - s.at) + strlen("</div>");
		p->inside =
			(struct slice){close + 1, (size_t)(end - close - 1)};
		*map_put(&st->by_id, id.at, id.len, &is_new) = st->n;
		at = find(s, p->end, PIECE);
	}
}

/* The piece whose hole begins at `at`; NULL: none that is still to be put. */
static struct piece *piece_of(struct stream *st, struct slice s, size_t at)
{
	struct slice id;
	uint32_t n;

	at += strlen(HOLE);
	if (at + 2 >= s.len || !strchr("BP", s.at[at]) || s.at[at + 1] != ':')
		return NULL;
	id = id_at(s, at + 2);
	if (!map_get(&st->by_id, id.at, id.len, &n) ||
	    st->pieces[n - 1].is_placed)
		return NULL;
	return &st->pieces[n - 1];
}

/* Behind a hole: until its piece is there, something stands in for it, to a
 * comment that closes it. */
static struct slice behind_hole(struct slice s)
{
	static const char close[] = "<!--/$-->";
	size_t most = s.len < STAND_IN_MOST ? s.len : STAND_IN_MOST;
	const char *end = memmem(s.at, most, close, strlen(close));
	const char *open = memmem(s.at, most, "<!--$", 5);

	if (!end || (open && open < end))
		return s;
	return (struct slice){end, s.len - (size_t)(end - s.at)};
}

/* Copy the text, with pieces in their holes; a stack of what is still to be
 * copied, for pieces have holes, too. */
static void put_together(struct stream *st, size_t main)
{
	struct slice *todo =
		arena_array(st->arena, st->n * 2 + 2, sizeof(*todo));
	uint32_t n = 1;

	todo[0] = (struct slice){st->text.at, main};
	while (n > 0) {
		struct slice s = todo[--n], rest;
		const char *hole = find(s, 0, HOLE);
		struct piece *p;
		size_t used;

		if (!hole) {
			str_add(&st->out, s.at, s.len);
			continue;
		}
		used = (size_t)(hole - s.at);
		str_add(&st->out, s.at, used);
		rest = (struct slice){hole, s.len - used};
		p = piece_of(st, s, used);
		if (!p) {
			str_add_text(&st->out, HOLE);
			rest.at += strlen(HOLE);
			rest.len -= strlen(HOLE);
		} else {
			rest = behind_hole(rest);
		}
		todo[n++] = rest;
		if (!p)
			continue;
		p->is_placed = true;
		todo[n++] = p->inside;
	}
}

struct slice html_unstream(struct arena *a, struct slice text)
{
	struct stream st = {.arena = a, .text = text};
	struct slice out;
	size_t at;

	if (!find(text, 0, PIECE))
		return text;
	map_init(&st.by_id, a);
	collect(&st);
	if (!st.n)
		return text;
	at = st.pieces[0].start;
	put_together(&st, at);
	for (uint32_t i = 0; i < st.n; i++) {
		const struct piece *p = &st.pieces[i];

		str_add(&st.out, text.at + at, p->start - at);
		if (!p->is_placed)
			str_add(&st.out, text.at + p->start, p->end - p->start);
		at = p->end;
	}
	str_add(&st.out, text.at + at, text.len - at);
	out = (struct slice){arena_copy(a, st.out.at, st.out.len), st.out.len};
	str_free(&st.out);
	return out;
}
