/* A paragraph's marks are read in two steps.  First each is given what it can
 * be by its shape and neighbours: opening, closing or either.  Then one pass
 * pairs them with a small state: which family is open and since where.  A
 * mark of another family inside an open string is part of its words; a second
 * opening of the same family is nested when there are closing marks enough
 * for both, and otherwise shows that the first never closed.
 */
#include "quote/marks.h"

#include <string.h>

#include "base/utf8.h"

enum family {
	FAMILY_CURLY,    /* “ ” „ ‟ and their German and Swedish use */
	FAMILY_STRAIGHT, /* " '' `` */
	FAMILY_ANGLE,    /* « » */
	FAMILY_CORNER,   /* 「 」 『 』 */
	FAMILY_SINGLE,   /* ‘ ’ ‚ */
	FAMILY_TICK,     /* ' */
	FAMILY_GUILLEMET /* ‹ › */
};

enum side { SIDE_OPEN = 1, SIDE_CLOSE = 2, SIDE_EITHER = 3 };

static const struct shape {
	const char *bytes;
	uint8_t family, side;
	uint8_t neutral; /* the side where neighbours do not tell */
} shapes[] = {
	{"“", FAMILY_CURLY, SIDE_EITHER, SIDE_OPEN},
	{"”", FAMILY_CURLY, SIDE_EITHER, SIDE_CLOSE},
	{"„", FAMILY_CURLY, SIDE_OPEN, 0},
	{"‟", FAMILY_CURLY, SIDE_OPEN, 0},
	{"\"", FAMILY_STRAIGHT, SIDE_EITHER, SIDE_EITHER},
	{"＂", FAMILY_STRAIGHT, SIDE_EITHER, SIDE_EITHER},
	{"''", FAMILY_STRAIGHT, SIDE_EITHER, SIDE_EITHER},
	{"``", FAMILY_STRAIGHT, SIDE_OPEN, 0},
	{"«", FAMILY_ANGLE, SIDE_EITHER, SIDE_OPEN},
	{"»", FAMILY_ANGLE, SIDE_EITHER, SIDE_CLOSE},
	{"‹", FAMILY_GUILLEMET, SIDE_EITHER, SIDE_OPEN},
	{"›", FAMILY_GUILLEMET, SIDE_EITHER, SIDE_CLOSE},
	{"「", FAMILY_CORNER, SIDE_OPEN, 0},
	{"『", FAMILY_CORNER, SIDE_OPEN, 0},
	{"」", FAMILY_CORNER, SIDE_CLOSE, 0},
	{"』", FAMILY_CORNER, SIDE_CLOSE, 0},
	{"‘", FAMILY_SINGLE, SIDE_OPEN, 0},
	{"‚", FAMILY_SINGLE, SIDE_OPEN, 0},
	{"’", FAMILY_SINGLE, SIDE_CLOSE, 0},
	{"'", FAMILY_TICK, SIDE_EITHER, 0},
};

struct mark {
	uint32_t at;
	uint8_t len, family, side;
	char shape; /* its last byte: tells “ from ” */
};

struct marks {
	struct mark *at;
	uint32_t n;
};

static bool is_blank(uint32_t rune)
{
	return rune == ' ' || rune == '\n' || rune == '\t' || rune == 0xA0 ||
	       rune == 0x202F || (rune >= 0x2000 && rune <= 0x200B);
}

static bool is_letter(uint32_t rune)
{
	return (rune | 32) - 'a' < 26 ||
	       (rune >= 0xC0 && rune < 0x2000 && rune != 0xD7 && rune != 0xF7);
}

static bool is_digit(uint32_t rune)
{
	return rune - '0' < 10;
}

static bool is_in(uint32_t rune, const char *set)
{
	return rune < 128 && rune && strchr(set, (int)rune);
}

/* May a mark behind this open, may one before this close? */
static bool opens_behind(uint32_t rune)
{
	return is_blank(rune) || is_in(rune, "([{-/'\"") || rune == 0x2014 ||
	       rune == 0x2013 || rune == 0x2018 || rune == 0x201C ||
	       rune == 0xAB || rune == 0xBB;
}

static bool closes_before(uint32_t rune)
{
	return is_blank(rune) || is_in(rune, ".,;:!?)]}-/'\"") ||
	       rune == 0x2014 || rune == 0x2013 || rune == 0x2026 ||
	       rune == 0x2019 || rune == 0x201D || rune == 0xBB || rune == 0xAB;
}

static uint32_t rune_before(const char *text, struct span part, uint32_t at)
{
	uint32_t rune = ' ';

	if (at > part.start) {
		size_t from = utf8_before(text, at);

		utf8_get(text + from, at - from, &rune);
	}
	return rune;
}

static uint32_t rune_at(const char *text, struct span part, uint32_t at)
{
	uint32_t rune = ' ';

	if (at < part.end)
		utf8_get(text + at, part.end - at, &rune);
	return rune;
}

static const struct shape *shape_at(const char *text, uint32_t at, uint32_t end)
{
	for (size_t i = 0; i < array_length(shapes); i++) {
		size_t len = strlen(shapes[i].bytes);

		if (len <= end - at && !memcmp(text + at, shapes[i].bytes, len))
			return &shapes[i];
	}
	return NULL;
}

/* A single mark opens before a word and closes behind one; anything else,
 * and a tick before a figure ('90s), is an apostrophe. */
static uint8_t single_sides(const struct shape *s, uint32_t before,
			    uint32_t after)
{
	uint8_t side = 0;

	if (opens_behind(before) && !is_blank(after) &&
	    (is_letter(after) || after == 0x2026 || after == '['))
		side |= SIDE_OPEN;
	if (!is_blank(before) && !is_letter(after) && !is_digit(after) &&
	    !opens_behind(before))
		side |= SIDE_CLOSE;
	return side & s->side;
}

/* The sides that shape and neighbours leave to a mark; 0: it is none. */
static uint8_t mark_sides(const struct shape *s, uint32_t before,
			  uint32_t after)
{
	bool may_open = opens_behind(before) && !is_blank(after) &&
			!is_in(after, ".,;:!?)]}");
	bool may_close = closes_before(after) && !is_blank(before);

	if (s->family == FAMILY_SINGLE || s->family == FAMILY_TICK)
		return single_sides(s, before, after);
	if (s->side != SIDE_EITHER)
		return s->side;
	if (s->family == FAMILY_ANGLE && s->neutral == SIDE_OPEN &&
	    (before == '\'' || before == 0x2019))
		return SIDE_OPEN; /* « behind an elision: d'« une victoire » */
	if (may_open != may_close)
		return may_open ? SIDE_OPEN : SIDE_CLOSE;
	return s->neutral;
}

/* Where a tag that begins at `at` ends ("<tweet id=...>"); at when none. */
static uint32_t tag_end(const char *text, uint32_t at, uint32_t end)
{
	uint32_t i = at + 1, most = end - at > 600 ? at + 600 : end;

	if (i < end && text[i] == '/')
		i++;
	if (i >= end || (text[i] | 32) < 'a' || (text[i] | 32) > 'z')
		return at;
	for (; i < most && text[i] != '<' && text[i] != '\n'; i++) {
		if (text[i] == '>')
			return i + 1;
	}
	return at;
}

static bool may_be_mark(unsigned char c)
{
	return c == '"' || c == '\'' || c == '`' || c == '<' || c == 0xC2 ||
	       c == 0xE2 || c == 0xE3 || c == 0xEF;
}

static void marks_read(struct arena *a, const char *text, struct span part,
		       struct marks *marks)
{
	for (uint32_t at = part.start; at < part.end;) {
		const struct shape *s;
		uint32_t before, after, len;
		uint8_t side;

		if (!may_be_mark((unsigned char)text[at])) {
			at++;
			continue;
		}
		if (text[at] == '<' && tag_end(text, at, part.end) > at) {
			at = tag_end(text, at, part.end);
			continue;
		}
		s = shape_at(text, at, part.end);
		if (!s) {
			at++;
			continue;
		}
		len = (uint32_t)strlen(s->bytes);
		before = rune_before(text, part, at);
		after = rune_at(text, part, at + len);
		side = mark_sides(s, before, after);
		if (side)
			*array_add(a, marks->at, marks->n) = (struct mark){
				.at = at,
				.len = (uint8_t)len,
				.family = s->family,
				.side = side,
				.shape = text[at + len - 1],
			};
		at += len;
	}
}

/* 6' 4": a closing mark behind a figure, with nothing open. */
static bool is_inches(const char *text, struct span part, const struct mark *m)
{
	return m->family == FAMILY_STRAIGHT && m->len == 1 &&
	       is_digit(rune_before(text, part, m->at));
}

static bool is_single(const struct mark *m)
{
	return m->family == FAMILY_SINGLE || m->family == FAMILY_TICK;
}

#define LEFT_DOUBLE  '\x9c' /* last byte of “ */
#define RIGHT_DOUBLE '\x9d' /* of ” */

/* Can m close what the mark `open` opened?  After “ a ” can do nothing else,
 * wherever its blanks are. */
static bool closes(const struct mark *open, const struct mark *m)
{
	if (m->family != open->family)
		return false;
	if (m->family == FAMILY_CURLY && open->shape == LEFT_DOUBLE &&
	    m->shape == RIGHT_DOUBLE)
		return true;
	return m->side & SIDE_CLOSE;
}

/* The closing mark of a string in single marks: best one behind a stop, since
 * a plural's apostrophe looks the same; then one not behind an s.  Only marks
 * up to the next opening one count. */
static int64_t single_close(const char *text, const struct marks *marks,
			    uint32_t open)
{
	int64_t found = -1;
	int best = 0;

	for (uint32_t i = open + 1; i < marks->n; i++) {
		const struct mark *m = &marks->at[i];
		char before = text[m->at - 1];
		int rank;

		if (m->family != marks->at[open].family)
			continue;
		if (!(m->side & SIDE_CLOSE))
			break;
		rank = is_in((unsigned char)before, ".,!?") ? 3
		       : before != 's'                      ? 2
							    : 1;
		if (rank > best) {
			best = rank;
			found = i;
		}
		if (rank == 3)
			break;
	}
	return found;
}

#define NEST_MOST 64 /* marks that are looked at */

/* Is a second opening mark of one family nested?  Only if both close: going
 * on from it, the depth falls to nothing before the paragraph ends. */
static bool is_nested(const struct marks *marks, uint32_t at)
{
	int depth = 1;

	for (uint32_t i = at; i < marks->n && i - at < NEST_MOST; i++) {
		const struct mark *m = &marks->at[i];

		if (m->family != marks->at[at].family)
			continue;
		depth += m->side & SIDE_OPEN ? 1 : -1;
		if (depth == 0)
			return true;
	}
	return false;
}

#define STRAY_MOST 2000 /* bytes a missing opening mark is looked for */

struct pairing {
	struct arena *arena;
	const char *text;
	struct span part;
	const struct marks *marks;
	struct quoted_list *list;
	int64_t open;   /* index of the mark, -1 none */
	uint32_t depth; /* nested ones open; of single marks: what closes */
	bool goes_on;   /* the next string continues the paragraph before */
};

static uint32_t count_words(const char *text, struct span s)
{
	uint32_t n = 0;
	bool inside = false;

	for (uint32_t i = s.start; i < s.end; i++) {
		unsigned char c = (unsigned char)text[i];
		bool is_word = (unsigned)((c | 32) - 'a') < 26 ||
			       (unsigned)(c - '0') < 10 ||
			       (c >= 0xC3 && c != 0xE2);

		n += is_word && !inside;
		if (is_word || is_blank(c) || c == '-')
			inside = is_word;
	}
	return n;
}

static struct span span_trim(const char *text, struct span s)
{
	while (s.start < s.end && is_in((unsigned char)text[s.start], " \t\n"))
		s.start++;
	while (s.start < s.end &&
	       is_in((unsigned char)text[s.end - 1], " \t\n"))
		s.end--;
	while (s.end - s.start >= 2 && !memcmp(text + s.start, "\xC2\xA0", 2))
		s.start += 2;
	while (s.end - s.start >= 2 && !memcmp(text + s.end - 2, "\xC2\xA0", 2))
		s.end -= 2;
	return s;
}

static void string_add(struct pairing *p, struct span outer, struct span words,
		       bool is_closed, bool is_guessed)
{
	struct quoted q = {
		.outer = outer,
		.words = span_trim(p->text, words),
		.is_closed = is_closed,
		.is_guessed = is_guessed,
		.goes_on = p->goes_on,
	};

	p->goes_on = false;
	q.n_words = count_words(p->text, q.words);
	if (q.n_words)
		*array_add(p->arena, p->list->at, p->list->n) = q;
}

/* The string that is open ends at `end`; the mark there, if any, is len. */
static void string_close(struct pairing *p, uint32_t end, uint32_t len)
{
	const struct mark *open = &p->marks->at[p->open];
	struct span words = {open->at + open->len, end};

	string_add(p, (struct span){open->at, end + len}, words, len > 0,
		   false);
	p->open = -1;
	p->depth = 0;
}

/* A string that never closed ends with the last sentence before `end`, or
 * else there. */
static void string_cut(struct pairing *p, uint32_t end)
{
	uint32_t from = p->marks->at[p->open].at, at = end;

	while (at > from + 1 && p->text[at - 1] == ' ')
		at--;
	for (uint32_t i = at; i > from + 8; i--) {
		if (is_in((unsigned char)p->text[i - 1], ".!?") &&
		    (i == at || p->text[i] == ' ')) {
			at = i;
			break;
		}
	}
	string_close(p, at, 0);
}

static void mark_open(struct pairing *p, uint32_t i)
{
	const struct mark *m = &p->marks->at[i];

	if (p->open < 0) {
		int64_t close = -1;

		if (is_single(m)) {
			close = single_close(p->text, p->marks, i);
			if (close < 0)
				return;
		}
		p->open = i;
		if (m->at > p->part.start)
			p->goes_on = false;
		if (close >= 0)
			p->depth = (uint32_t)close;
		return;
	}
	if (is_nested(p->marks, i)) {
		p->depth++;
		return;
	}
	string_cut(p, m->at);
	p->open = i;
	p->goes_on = false;
}

/* A closing mark with none open: the string began with the paragraph (when
 * one goes on) or with the sentence. */
static void mark_stray(struct pairing *p, const struct mark *m)
{
	uint32_t from = p->part.start, at = m->at;
	struct span s;

	if (is_single(m) || is_inches(p->text, p->part, m))
		return;
	if (p->list->n && p->list->at[p->list->n - 1].outer.end > from)
		from = p->list->at[p->list->n - 1].outer.end;
	if (!p->goes_on && at - from > STRAY_MOST)
		return;
	for (uint32_t i = at > 1 ? at - 2 : 0; !p->goes_on && i > from; i--) {
		if (is_in((unsigned char)p->text[i], ".!?") &&
		    p->text[i + 1] == ' ') {
			from = i + 1;
			break;
		}
	}
	s = (struct span){from, at};
	if (span_trim(p->text, s).start >= at)
		return;
	s.start = span_trim(p->text, s).start;
	string_add(p, (struct span){s.start, at + m->len}, s, true, true);
}

static bool is_double(const struct mark *m)
{
	return m->family == FAMILY_CURLY || m->family == FAMILY_STRAIGHT;
}

/* "So,” he said: may a mark of the other double family close what is open?
 * Only when none of its family opened between, and what follows opens. */
static bool closes_other(const struct pairing *p, uint32_t i)
{
	const struct mark *open = &p->marks->at[p->open], *m = &p->marks->at[i];

	if (!is_double(open) || !is_double(m) || m->side != SIDE_CLOSE ||
	    p->depth)
		return false;
	for (uint32_t k = (uint32_t)p->open + 1; k < i; k++) {
		if (p->marks->at[k].family == m->family)
			return false;
	}
	for (uint32_t k = i + 1; k < p->marks->n && k - i < NEST_MOST; k++) {
		const struct mark *later = &p->marks->at[k];

		if (is_double(later))
			return later->side == SIDE_OPEN;
	}
	return true;
}

static void mark_step(struct pairing *p, uint32_t i)
{
	const struct mark *m = &p->marks->at[i];
	const struct mark *open = p->open >= 0 ? &p->marks->at[p->open] : NULL;

	if (open && is_single(open)) {
		if (i == p->depth) {
			p->depth = 0;
			string_close(p, m->at, m->len);
		}
		return;
	}
	if (open && m->family != open->family) {
		if (closes_other(p, i))
			string_close(p, m->at, m->len);
		return;
	}
	if (open && closes(open, m) &&
	    (m->side != SIDE_EITHER || m->at - open->at > open->len)) {
		if (p->depth)
			p->depth--;
		else
			string_close(p, m->at, m->len);
	} else if (m->side & SIDE_OPEN && !(m->side == SIDE_EITHER &&
					    is_inches(p->text, p->part, m))) {
		mark_open(p, i);
	} else if (!open) {
		mark_stray(p, m);
	}
}

void quote_marks(struct arena *a, const char *text, struct span part,
		 bool *carry, struct quoted_list *list)
{
	struct marks marks = {0};
	struct pairing p = {a, text, part, &marks, list, -1, 0, *carry};

	marks_read(a, text, part, &marks);
	for (uint32_t i = 0; i < marks.n; i++)
		mark_step(&p, i);
	*carry = p.open >= 0;
	if (p.open >= 0) {
		struct span rest = span_trim(
			text, (struct span){marks.at[p.open].at, part.end});

		string_close(&p, rest.end, 0);
	}
}
