#include "ui/prompt.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "base/width.h"
#include "ui/input.h"

void prompt_start(struct prompt *p, struct prompt_history *history,
		  const char *text)
{
	memset(p, 0, sizeof(*p));
	p->history = history;
	p->recalled = -1;
	prompt_set(p, text);
}

void prompt_set(struct prompt *p, const char *text)
{
	size_t len = strlen(text);

	if (len > PROMPT_MOST) {
		len = PROMPT_MOST;
		while (len > 0 && !utf8_boundary(text, strlen(text), len))
			len--;
	}
	memmove(p->text, text, len);
	p->text[len] = '\0';
	p->len = p->at = (uint32_t)len;
}

static bool insert(struct prompt *p, const char *bytes, size_t n)
{
	if (p->len + n > PROMPT_MOST)
		return false;
	memmove(p->text + p->at + n, p->text + p->at, p->len - p->at + 1);
	memcpy(p->text + p->at, bytes, n);
	p->len += (uint32_t)n;
	p->at += (uint32_t)n;
	return true;
}

void prompt_insert(struct prompt *p, const char *text)
{
	size_t len = strlen(text);

	for (size_t at = 0; at < len;) {
		uint32_t rune;
		size_t n = utf8_get(text + at, len - at, &rune);
		bool is_space = rune == '\n' || rune == '\r' || rune == '\t';

		if (is_space)
			insert(p, " ", 1);
		else if (rune >= 0x20 && rune != 0x7F && rune != UTF8_BAD)
			insert(p, text + at, n);
		at += n;
	}
}

/* ---- moving ---- */

static uint32_t before(const struct prompt *p, uint32_t at)
{
	uint32_t from = 0, next = 0;

	while (next < at) {
		from = next;
		next += cell_next(p->text + next, p->len - next).len;
	}
	return from;
}

static uint32_t after(const struct prompt *p, uint32_t at)
{
	return at < p->len ? at + cell_next(p->text + at, p->len - at).len
			   : p->len;
}

static uint32_t word_before(const struct prompt *p, uint32_t at)
{
	while (at > 0 && p->text[at - 1] == ' ')
		at--;
	while (at > 0 && p->text[at - 1] != ' ')
		at--;
	return at;
}

static enum prompt_result erase(struct prompt *p, uint32_t from, uint32_t to)
{
	if (from == to)
		return PROMPT_NONE;
	memmove(p->text + from, p->text + to, p->len - to + 1);
	p->len -= to - from;
	p->at = from;
	return PROMPT_CHANGED;
}

static enum prompt_result recall(struct prompt *p, int by)
{
	int32_t to = p->recalled + by;

	if (!p->history || to < -1 || to >= (int32_t)p->history->n)
		return PROMPT_NONE;
	if (p->recalled < 0)
		memcpy(p->own, p->text, sizeof(p->own));
	p->recalled = to;
	prompt_set(p, to < 0 ? p->own : p->history->line[to]);
	return PROMPT_CHANGED;
}

static enum prompt_result move(struct prompt *p, uint32_t to)
{
	p->at = to;
	return PROMPT_NONE;
}

enum prompt_result prompt_key(struct prompt *p, uint32_t key)
{
	char bytes[4];

	switch (key) {
	case KEY_ENTER:
		return PROMPT_ENTER;
	case KEY_ESC:
	case KEY_CTRL('c'):
	case KEY_CTRL('g'):
		return PROMPT_CANCEL;
	case KEY_TAB:
		return PROMPT_COMPLETE;
	case KEY_BACKTAB:
		return PROMPT_COMPLETE_BACK;
	case KEY_BACKSPACE:
		if (p->len == 0)
			return PROMPT_CANCEL;
		return erase(p, before(p, p->at), p->at);
	case KEY_DELETE:
	case KEY_CTRL('d'):
		return erase(p, p->at, after(p, p->at));
	case KEY_CTRL('w'):
		return erase(p, word_before(p, p->at), p->at);
	case KEY_CTRL('u'):
		return erase(p, 0, p->at);
	case KEY_CTRL('k'):
		return erase(p, p->at, p->len);
	case KEY_LEFT:
	case KEY_CTRL('b'):
		return move(p, before(p, p->at));
	case KEY_RIGHT:
	case KEY_CTRL('f'):
		return move(p, after(p, p->at));
	case KEY_HOME:
	case KEY_CTRL('a'):
		return move(p, 0);
	case KEY_END:
	case KEY_CTRL('e'):
		return move(p, p->len);
	case KEY_UP:
	case KEY_CTRL('p'):
		return recall(p, 1);
	case KEY_DOWN:
	case KEY_CTRL('n'):
		return recall(p, -1);
	default:
		if (key < 0x20 || key > 0x10FFFF)
			return PROMPT_NONE;
		return insert(p, bytes, utf8_put(bytes, key)) ? PROMPT_CHANGED
							      : PROMPT_NONE;
	}
}

void prompt_keep(struct prompt *p)
{
	struct prompt_history *h = p->history;

	if (!h || p->len == 0 || (h->n > 0 && strcmp(h->line[0], p->text) == 0))
		return;
	if (h->n < PROMPT_LINES)
		h->n++;
	memmove(h->line[1], h->line[0], (h->n - 1) * sizeof(h->line[0]));
	memcpy(h->line[0], p->text, sizeof(h->line[0]));
}

void prompt_draw(const struct prompt *p, const struct area *area, int y,
		 const char *lead)
{
	int x = area_string(area, y, 0, STYLE_MESSAGE, lead);
	size_t room = area->cols > x + 1 ? (size_t)(area->cols - x - 1) : 1;
	uint32_t from = 0;

	while (cell_text(p->text + from, p->at - from) > room)
		from = after(p, from);
	area_text(area, y, x, STYLE_MESSAGE, p->text + from, p->len - from);
	area_cursor(area, y, x + (int)cell_text(p->text + from, p->at - from));
}
