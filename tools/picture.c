/* A picture of a terminal: run a program in a pty, type keys, and draw what
 * then stands on its screen as SVG.
 *
 *	picture [--light] COLSxROWS KEYS PROGRAM [ARGUMENT...] >OUT.svg
 *
 * KEYS is one key a word: Tab, Enter, Space, Esc, Ctrl-x, or itself.  The
 * terminal is called xterm-256color; of it is understood what the reader sends
 * (src/ui/term.c), all at once when the last key has been answered.
 * Source: ECMA-48, and xterm's control sequences.
 */
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/array.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/width.h"

#define QUIET_MS   250 /* so long nothing comes: the screen stands */
#define CELLS_MOST 40000
#define PARAMETERS 16

/* ---- the screen ---- */

enum { BOLD = 1, DIM = 2, ITALIC = 4, UNDERLINE = 8, REVERSE = 16 };

struct look {
	uint8_t attrs;
	int16_t fore, back; /* -1: the terminal's own */
};

struct cell {
	char text[32];
	uint8_t width; /* 0: the right half of a wide one */
	struct look look;
};

struct screen {
	int rows, cols, y, x, top, bottom;
	struct look look;
	struct cell *cells;
};

static const struct look plain = {0, -1, -1};

static struct cell *at(struct screen *s, int y, int x)
{
	return &s->cells[y * s->cols + x];
}

static void erase(struct screen *s, int y, int from, int to)
{
	for (int x = from; x < to && x < s->cols; x++)
		*at(s, y, x) = (struct cell){" ", 1, plain};
}

static int between(int low, int value, int high)
{
	return value < low ? low : value > high ? high : value;
}

static void go(struct screen *s, int y, int x)
{
	s->y = between(0, y, s->rows - 1);
	s->x = between(0, x, s->cols - 1);
}

/* Rows [from, the region's end) up by n, down when negative. */
static void scroll(struct screen *s, int from, int n)
{
	int count = s->bottom - from, by = n < 0 ? -n : n;
	size_t row = (size_t)s->cols * sizeof(struct cell);

	by = by > count ? count : by;
	memmove(at(s, n > 0 ? from : from + by, 0),
		at(s, n > 0 ? from + by : from, 0), (size_t)(count - by) * row);
	for (int i = 0; i < by; i++)
		erase(s, n > 0 ? s->bottom - 1 - i : from + i, 0, s->cols);
}

static void feed(struct screen *s)
{
	if (s->y == s->bottom - 1)
		scroll(s, s->top, 1);
	else
		go(s, s->y + 1, s->x);
}

static void put(struct screen *s, const char *text, struct cluster c)
{
	struct cell *cell;

	if (c.width == 0 || s->x + c.width > s->cols)
		return;
	cell = at(s, s->y, s->x);
	*cell = (struct cell){.width = c.width, .look = s->look};
	snprintf(cell->text, sizeof(cell->text), "%.*s",
		 (int)(c.len < sizeof(cell->text) ? c.len : 1), text);
	if (c.width == 2)
		*at(s, s->y, s->x + 1) = (struct cell){.look = s->look};
	s->x += c.width;
}

/* ---- what is sent to it ---- */

struct sequence {
	int parameter[PARAMETERS];
	int n;
	char end;
};

static int first(const struct sequence *q, int otherwise)
{
	return q->n > 0 && q->parameter[0] > 0 ? q->parameter[0] : otherwise;
}

static void set_attribute(struct look *look, int n)
{
	static const uint8_t attrs[] = {0,         BOLD, DIM, ITALIC,
					UNDERLINE, 0,    0,   REVERSE};

	if (n == 0)
		*look = plain;
	else if (n < 8)
		look->attrs |= attrs[n];
	else if (n == 22)
		look->attrs &= (uint8_t) ~(BOLD | DIM);
	else if (n == 23 || n == 24 || n == 27)
		look->attrs &= (uint8_t)~attrs[n - 20];
	else if (n == 39)
		look->fore = -1;
	else if (n == 49)
		look->back = -1;
	else if (n >= 30 && n < 38)
		look->fore = (int16_t)(n - 30);
	else if (n >= 40 && n < 48)
		look->back = (int16_t)(n - 40);
	else if (n >= 90 && n < 98)
		look->fore = (int16_t)(n - 82);
	else if (n >= 100 && n < 108)
		look->back = (int16_t)(n - 92);
}

static void set_look(struct screen *s, const struct sequence *q)
{
	if (q->n == 0)
		s->look = plain;
	for (int i = 0; i < q->n; i++) {
		int n = q->parameter[i];

		if ((n == 38 || n == 48) && i + 2 < q->n) {
			*(n == 38 ? &s->look.fore : &s->look.back) =
				(int16_t)q->parameter[i + 2];
			i += 2;
		} else {
			set_attribute(&s->look, n);
		}
	}
}

static void set_region(struct screen *s, const struct sequence *q)
{
	int bottom = q->n > 1 && q->parameter[1] ? q->parameter[1] : s->rows;

	s->bottom = between(1, bottom, s->rows);
	s->top = between(0, first(q, 1) - 1, s->bottom - 1);
	go(s, 0, 0);
}

static void clear(struct screen *s)
{
	for (int y = 0; y < s->rows; y++)
		erase(s, y, 0, s->cols);
}

static void act(struct screen *s, const struct sequence *q)
{
	switch (q->end) {
	case 'H':
		go(s, first(q, 1) - 1, q->n > 1 ? q->parameter[1] - 1 : 0);
		break;
	case 'd':
		go(s, first(q, 1) - 1, s->x);
		break;
	case 'G':
		go(s, s->y, first(q, 1) - 1);
		break;
	case 'A':
		go(s, s->y - first(q, 1), s->x);
		break;
	case 'B':
		go(s, s->y + first(q, 1), s->x);
		break;
	case 'C':
		go(s, s->y, s->x + first(q, 1));
		break;
	case 'D':
		go(s, s->y, s->x - first(q, 1));
		break;
	case 'J':
		clear(s);
		break;
	case 'K':
		erase(s, s->y, s->x, s->cols);
		break;
	case 'S':
	case 'T':
		scroll(s, s->top, q->end == 'S' ? first(q, 1) : -first(q, 1));
		break;
	case 'L':
	case 'M':
		scroll(s, s->y, q->end == 'M' ? first(q, 1) : -first(q, 1));
		break;
	case 'm':
		set_look(s, q);
		break;
	case 'r':
		set_region(s, q);
		break;
	default:
		break;
	}
}

/* What stands behind ESC [; returns its bytes. */
static size_t read_sequence(const char *text, size_t len, struct sequence *q)
{
	size_t i = 0;

	*q = (struct sequence){.n = 0};
	for (; i < len && (text[i] < 0x40 || text[i] > 0x7E); i++) {
		if (text[i] >= '0' && text[i] <= '9') {
			int *n = &q->parameter[q->n ? q->n - 1 : 0];

			q->n += q->n == 0;
			*n = *n * 10 + (text[i] - '0');
		} else if (text[i] == ';' && q->n < PARAMETERS) {
			q->n += q->n == 0 ? 2 : 1;
		} else if (text[i] == '?') {
			q->n = PARAMETERS;
		}
	}
	q->end = i < len && q->n < PARAMETERS ? text[i] : '\0';
	return i < len ? i + 1 : len;
}

/* An ESC and what belongs to it; returns its bytes. */
static size_t escape(struct screen *s, const char *text, size_t len)
{
	struct sequence q;
	size_t n;

	if (len < 2)
		return len;
	if (text[1] == '[') {
		n = 2 + read_sequence(text + 2, len - 2, &q);
		act(s, &q);
		return n;
	}
	if (text[1] == 'M' && s->y == s->top)
		scroll(s, s->top, -1);
	else if (text[1] == 'M')
		go(s, s->y - 1, s->x);
	return text[1] == '(' || text[1] == ')' ? 3 : 2;
}

static void show(struct screen *s, const char *text, size_t len)
{
	for (size_t i = 0; i < len;) {
		unsigned char c = (unsigned char)text[i];
		struct cluster next;

		if (c == 0x1B) {
			i += escape(s, text + i, len - i);
			continue;
		}
		if (c >= 0x20) {
			next = cell_next(text + i, len - i);
			put(s, text + i, next);
			i += next.len;
			continue;
		}
		if (c == '\n')
			feed(s);
		else if (c == '\r')
			s->x = 0;
		else if (c == '\b')
			go(s, s->y, s->x - 1);
		i++;
	}
}

/* ---- the drawing ---- */

#define CELL_W   8.43 /* of 14 pixels DejaVu Sans Mono */
#define CELL_H   18
#define BASELINE 13.5
#define MARGIN   12

struct palette {
	uint32_t fore, back, colour[16];
};

static const struct palette palettes[] = {
	{0xD3D7DE,
	 0x1A1D23,
	 {0x3A3F4B, 0xE06C75, 0x8CC570, 0xD9B25F, 0x6FA8EC, 0xC98BDB, 0x56BDC9,
	  0xD3D7DE, 0x7F8694, 0xF28B82, 0xA6DB8D, 0xF0CC82, 0x93C0F7, 0xDDA8EC,
	  0x80D7E0, 0xFFFFFF}},
	{0x24272D,
	 0xFBFAF6,
	 {0x24272D, 0xB3261E, 0x2E7D32, 0x9A6700, 0x1F5FBF, 0x8E3BA8, 0x0B7285,
	  0xC9C9C2, 0x6B7078, 0xD0453C, 0x3F9444, 0xB88217, 0x3C7CDD, 0xA855C0,
	  0x1C8DA1, 0x000000}},
};

/* Source: the colour cube and the greys of xterm's 256 colours. */
static uint32_t colour_of(const struct palette *p, int n)
{
	static const uint32_t steps[] = {0, 95, 135, 175, 215, 255};
	uint32_t grey = 8 + (uint32_t)(n - 232) * 10;

	if (n < 16)
		return p->colour[n];
	if (n >= 232)
		return grey << 16 | grey << 8 | grey;
	n -= 16;
	return steps[n / 36] << 16 | steps[n / 6 % 6] << 8 | steps[n % 6];
}

static uint32_t mix(uint32_t a, uint32_t b)
{
	uint32_t out = 0;

	for (int shift = 0; shift < 24; shift += 8) {
		uint32_t sum = (a >> shift & 255) * 6 + (b >> shift & 255) * 4;

		out |= sum / 10 << shift;
	}
	return out;
}

struct ink {
	uint32_t fore, back;
};

static struct ink ink_of(const struct palette *p, struct look look)
{
	struct ink ink = {
		look.fore < 0 ? p->fore : colour_of(p, look.fore),
		look.back < 0 ? p->back : colour_of(p, look.back),
	};
	uint32_t swap = ink.fore;

	if (look.attrs & DIM)
		ink.fore = mix(ink.fore, ink.back);
	if (look.attrs & REVERSE) {
		swap = ink.fore;
		ink.fore = ink.back;
		ink.back = swap;
	}
	return ink;
}

static void draw_rect(double x, double y, double w, double h, uint32_t fill)
{
	printf("<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" "
	       "fill=\"#%06X\"/>\n",
	       x, y, w, h, (unsigned)fill);
}

/* Lines and bars join from row to row as no font's do. */
static bool draw_bar(const char *text, double x, double y, int n, uint32_t fill)
{
	double middle = x + CELL_W / 2;

	if (strcmp(text, "─") == 0)
		draw_rect(x, y + CELL_H / 2.0, CELL_W * n, 1, fill);
	else if (strcmp(text, "│") == 0)
		draw_rect(middle - .5, y, 1, CELL_H, fill);
	else if (strcmp(text, "┃") == 0)
		draw_rect(middle - 1.2, y, 2.4, CELL_H, fill);
	else if (strcmp(text, "┊") == 0)
		for (int i = 0; i < 4; i++)
			draw_rect(middle - .6, y + i * CELL_H / 4.0 + 1, 1.2,
				  2.2, fill);
	else
		return false;
	return true;
}

static bool is_bar(const struct cell *cell)
{
	return strcmp(cell->text, "─") == 0 || strcmp(cell->text, "│") == 0 ||
	       strcmp(cell->text, "┃") == 0 || strcmp(cell->text, "┊") == 0;
}

static bool is_blank(const struct cell *cell)
{
	return strcmp(cell->text, " ") == 0;
}

static bool same_look(const struct cell *a, const struct cell *b)
{
	return a->look.attrs == b->look.attrs && a->look.fore == b->look.fore &&
	       a->look.back == b->look.back;
}

static void print_text(const char *text)
{
	for (; *text; text++) {
		if (*text == '&')
			printf("&amp;");
		else if (*text == '<')
			printf("&lt;");
		else
			putchar(*text);
	}
}

/* The cells [from, to) of a row as one piece of text. */
static void draw_text(struct screen *s, int y, int from, int to, uint32_t fill)
{
	uint8_t attrs = at(s, y, from)->look.attrs;

	if (!(attrs & UNDERLINE)) {
		while (from < to && is_blank(at(s, y, from)))
			from++;
		while (to > from && is_blank(at(s, y, to - 1)))
			to--;
	}
	if (from == to)
		return;
	printf("<text x=\"%.1f\" y=\"%.1f\" textLength=\"%.1f\" "
	       "fill=\"#%06X\"%s%s%s>",
	       MARGIN + from * CELL_W, MARGIN + y * CELL_H + BASELINE,
	       (to - from) * CELL_W, (unsigned)fill,
	       attrs & BOLD ? " font-weight=\"bold\"" : "",
	       attrs & ITALIC ? " font-style=\"italic\"" : "",
	       attrs & UNDERLINE ? " text-decoration=\"underline\"" : "");
	for (int x = from; x < to; x++)
		print_text(at(s, y, x)->text);
	printf("</text>\n");
}

/* How many cells from x on look alike, and are bars of one kind or text. */
static int run_of(struct screen *s, int y, int x)
{
	const struct cell *begin = at(s, y, x);
	int to = x + 1;

	while (to < s->cols && same_look(begin, at(s, y, to)) &&
	       (is_bar(begin) ? strcmp(at(s, y, to)->text, begin->text) == 0
			      : !is_bar(at(s, y, to))))
		to++;
	return to - x;
}

static void draw_row(struct screen *s, const struct palette *p, int y)
{
	for (int x = 0, n; x < s->cols; x += n) {
		const struct cell *cell = at(s, y, x);
		struct ink ink = ink_of(p, cell->look);
		double left = MARGIN + x * CELL_W, up = MARGIN + y * CELL_H;

		n = run_of(s, y, x);
		if (ink.back != p->back)
			draw_rect(left, up, n * CELL_W, CELL_H, ink.back);
		if (!draw_bar(cell->text, left, up, n, ink.fore))
			draw_text(s, y, x, x + n, ink.fore);
	}
}

static void draw(struct screen *s, const struct palette *p)
{
	double w = s->cols * CELL_W + 2 * MARGIN;
	int h = s->rows * CELL_H + 2 * MARGIN;

	printf("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" "
	       "height=\"%d\" viewBox=\"0 0 %.0f %d\" font-size=\"14\" "
	       "font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" "
	       "xml:space=\"preserve\">\n"
	       "<rect width=\"100%%\" height=\"100%%\" rx=\"6\" "
	       "fill=\"#%06X\"/>\n",
	       w, h, w, h, (unsigned)p->back);
	for (int y = 0; y < s->rows; y++)
		draw_row(s, p, y);
	printf("<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" "
	       "fill=\"#%06X\" fill-opacity=\".35\"/>\n</svg>\n",
	       MARGIN + s->x * CELL_W, MARGIN + s->y * CELL_H, CELL_W, CELL_H,
	       (unsigned)p->fore);
}

/* ---- the program in its pty ---- */

static const struct {
	const char *name, *bytes;
} keys[] = {
	{"Tab", "\t"},       {"S-Tab", "\033[Z"}, {"Enter", "\r"},
	{"Esc", "\033"},     {"Space", " "},      {"PgDn", "\033[6~"},
	{"Up", "\033OA"},    {"Down", "\033OB"},  {"Left", "\033OD"},
	{"Right", "\033OC"},
};

static void type(int pty, const char *word)
{
	const char *bytes = word;
	char control[2] = {0};

	for (uint32_t i = 0; i < array_length(keys); i++) {
		if (strcmp(word, keys[i].name) == 0)
			bytes = keys[i].bytes;
	}
	if (strncmp(word, "Ctrl-", 5) == 0) {
		control[0] = (char)(word[5] & 0x1F);
		bytes = control;
	}
	if (write(pty, bytes, strlen(bytes)) < 0)
		perror("picture: the program is gone");
}

/* Take what comes until nothing does. */
static void listen(int pty, struct str *all)
{
	struct pollfd fd = {pty, POLLIN, 0};
	char bytes[8192];

	for (;;) {
		ssize_t n;

		if (poll(&fd, 1, QUIET_MS) <= 0)
			return;
		n = read(pty, bytes, sizeof(bytes));
		if (n <= 0)
			return;
		str_add(all, bytes, (size_t)n);
	}
}

static bool run(char **argv, const struct winsize *size, char *words,
		struct str *all)
{
	char *save = NULL;
	int pty, status;
	pid_t child = forkpty(&pty, NULL, NULL, size);

	if (child < 0)
		return false;
	if (child == 0) {
		setenv("TERM", "xterm-256color", 1);
		execvp(argv[0], argv);
		_exit(127);
	}
	listen(pty, all);
	for (char *word = strtok_r(words, " ", &save); word;
	     word = strtok_r(NULL, " ", &save)) {
		type(pty, word);
		listen(pty, all);
	}
	kill(child, SIGHUP);
	close(pty);
	waitpid(child, &status, 0);
	return true;
}

int main(int argc, char **argv)
{
	bool is_light = argc > 1 && strcmp(argv[1], "--light") == 0;
	char **words = argv + 1 + is_light;
	struct screen s = {.look = plain};
	struct winsize size = {0};
	struct str all = {0};

	if (argc - is_light < 4 ||
	    sscanf(words[0], "%dx%d", &s.cols, &s.rows) != 2 || s.cols < 1 ||
	    s.rows < 1 || s.cols > 1000 || s.cols * s.rows > CELLS_MOST) {
		fprintf(stderr, "usage: picture [--light] COLSxROWS KEYS "
				"PROGRAM [ARGUMENT...]\n");
		return 2;
	}
	s.cells = calloc((size_t)(s.cols * s.rows), sizeof(*s.cells));
	if (!s.cells)
		return 3;
	s.bottom = s.rows;
	clear(&s);
	size.ws_col = (unsigned short)s.cols;
	size.ws_row = (unsigned short)s.rows;
	if (!run(words + 2, &size, words[1], &all)) {
		perror("picture: no pty");
		return 3;
	}
	show(&s, str_text(&all), all.len);
	draw(&s, &palettes[is_light]);
	str_free(&all);
	free(s.cells);
	return 0;
}
