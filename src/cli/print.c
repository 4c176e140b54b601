#include "cli/print.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/array.h"
#include "base/out.h"
#include "base/width.h"

#define WIDTH_DEFAULT 80u
#define WIDTH_LEAST   20u

bool cli_format(const struct cli *cli, enum cli_format *out)
{
	bool has_json = cli_flag(cli, "json"), has_csv = cli_flag(cli, "csv");

	*out = has_json ? CLI_JSON : has_csv ? CLI_CSV : CLI_LINES;
	if (!has_json || !has_csv)
		return true;
	cli_wrong(cli, "--json and --csv exclude each other");
	return false;
}

uint32_t cli_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	long width = 0;

	if (!isatty(STDOUT_FILENO))
		return 0;
	if (columns)
		width = strtol(columns, NULL, 10);
	if (width <= 0 && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		width = size.ws_col;
	if (width <= 0 || width > 10000)
		return WIDTH_DEFAULT;
	return width < (long)WIDTH_LEAST ? WIDTH_LEAST : (uint32_t)width;
}

bool cli_has_marks(void)
{
	const char *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && term && strcmp(term, "dumb") != 0;
}

bool cli_more(void)
{
	return fflush(stdout) == 0 && !ferror(stdout);
}

void cli_json(json_t *value)
{
	struct str line = {0};

	article_json_line(value, &line);
	out_json(stdout, line.at, line.len);
	str_free(&line);
	json_decref(value);
}

const char *cli_day_number(struct arena *a, int32_t day)
{
	struct when when = {.time = day * DATE_DAY, .kind = WHEN_DAY};
	char text[32];

	date_write(&when, text);
	return arena_string(a, text);
}

/* ---- columns ---- */

#define GRID_COLUMNS 16u
#define GRID_FILL    20u /* cells that a filling column has at least */
#define GRID_GAP     2u

void cli_grid_init(struct cli_grid *g, const struct cli_column *columns,
		   enum cli_format format)
{
	*g = (struct cli_grid){.columns = columns, .format = format};
	while (columns[g->n_columns].name)
		g->n_columns++;
	if (format == CLI_LINES)
		g->width = cli_width();
}

struct cli_row *cli_grid_add(struct cli_grid *g, struct arena *a)
{
	struct cli_row *row = array_add(a, g->rows, g->n_rows);

	row->cell = arena_array(a, g->n_columns, sizeof(*row->cell));
	for (uint32_t i = 0; i < g->n_columns; i++)
		row->cell[i] = "";
	return row;
}

const char *cli_day(const struct cli_grid *g, struct arena *a,
		    const struct when *when)
{
	if (when->kind == WHEN_NONE)
		return g->format == CLI_CSV ? "" : "-";
	return cli_day_number(a, (int32_t)date_day_of(when));
}

static bool is_shown(const struct cli_grid *g, uint32_t column)
{
	uint8_t use = g->format == CLI_CSV ? COLUMN_CSV : COLUMN_LINES;

	return g->columns[column].use & use;
}

static void print_csv_cell(const char *text)
{
	bool is_plain = !strpbrk(text, ",\"\r\n\t");

	if (!is_plain)
		putchar('"');
	for (const char *at = text; *at;) {
		size_t n = strcspn(at, "\"");

		out_text(stdout, at, n, true);
		at += n;
		if (*at == '"') {
			fputs("\"\"", stdout);
			at++;
		}
	}
	if (!is_plain)
		putchar('"');
}

/* One line of cells with a mark between, as CSV or as they are. */
static void print_cells(const struct cli_grid *g, const struct cli_row *row)
{
	bool is_csv = g->format == CLI_CSV, is_first = true;

	for (uint32_t i = 0; i < g->n_columns; i++) {
		const char *cell = row ? row->cell[i] : g->columns[i].name;

		if (!is_shown(g, i))
			continue;
		if (!is_first)
			putchar(is_csv ? ',' : '\t');
		is_first = false;
		if (is_csv)
			print_csv_cell(cell);
		else
			out_text(stdout, cell, strlen(cell), true);
	}
	putchar('\n');
}

/* The width of each column on this page. */
static void measure(const struct cli_grid *g, uint32_t width[GRID_COLUMNS])
{
	uint32_t used = 0, fill = GRID_COLUMNS;

	memset(width, 0, GRID_COLUMNS * sizeof(*width));
	for (uint32_t i = 0; i < g->n_columns; i++) {
		const struct cli_column *c = &g->columns[i];

		for (uint32_t r = 0; r < g->n_rows && is_shown(g, i); r++) {
			const char *cell = g->rows[r].cell[i];
			size_t cells = cell_text(cell, strlen(cell));

			if (c->most && cells > c->most)
				cells = c->most;
			if (cells > width[i])
				width[i] = (uint32_t)cells;
		}
		if (c->use & COLUMN_FILL && is_shown(g, i))
			fill = i;
		else if (width[i])
			used += width[i] + GRID_GAP;
	}
	if (fill < GRID_COLUMNS && used + width[fill] > g->width) {
		width[fill] = g->width > used + GRID_FILL ? g->width - used
							  : GRID_FILL;
	}
}

static void print_blanks(size_t n)
{
	while (n-- > 0)
		putchar(' ');
}

/* A cell in so many columns, cut with an ellipsis. */
static void print_cut(const char *text, uint32_t width, bool at_right,
		      bool is_last)
{
	size_t len = strlen(text), used, n = cell_fit(text, len, width, &used);
	bool is_cut = n < len;

	if (is_cut)
		n = cell_fit(text, len, width - 1, &used);
	used += is_cut;
	if (at_right)
		print_blanks(width - used);
	out_text(stdout, text, n, true);
	if (is_cut)
		fputs("…", stdout);
	if (!at_right && !is_last)
		print_blanks(width - used);
}

static void print_aligned(const struct cli_grid *g, const struct cli_row *row,
			  const uint32_t width[GRID_COLUMNS])
{
	uint32_t last = 0;

	for (uint32_t i = 0; i < g->n_columns; i++) {
		if (is_shown(g, i) && width[i] && row->cell[i][0])
			last = i;
	}
	for (uint32_t i = 0; i <= last; i++) {
		if (!is_shown(g, i) || width[i] == 0)
			continue;
		print_cut(row->cell[i], width[i],
			  g->columns[i].use & COLUMN_RIGHT, i == last);
		if (i != last)
			print_blanks(GRID_GAP);
	}
	putchar('\n');
	if (row->below) {
		print_blanks(width[0] + GRID_GAP);
		print_cut(row->below, g->width - width[0] - GRID_GAP, false,
			  true);
		putchar('\n');
	}
}

bool cli_grid_flush(struct cli_grid *g)
{
	uint32_t width[GRID_COLUMNS];

	if (g->width)
		measure(g, width);
	if (g->format == CLI_CSV && !g->has_head)
		print_cells(g, NULL);
	g->has_head = true;
	for (uint32_t i = 0; i < g->n_rows; i++) {
		if (g->width)
			print_aligned(g, &g->rows[i], width);
		else
			print_cells(g, &g->rows[i]);
	}
	g->rows = NULL;
	g->n_rows = 0;
	return cli_more();
}

/* ---- queries ---- */

/* The query with what was not understood underlined. */
static void print_fault(const char *text, const struct query_fault *fault)
{
	size_t before = cell_text(text, fault->start);
	size_t under =
		cell_text(text + fault->start, fault->end - fault->start);

	fputs("  ", stderr);
	out_text(stderr, text, strlen(text), true);
	fputs("\n  ", stderr);
	while (before-- > 0)
		fputc(' ', stderr);
	do {
		fputc('^', stderr);
	} while (under-- > 1);
	fputc('\n', stderr);
}

static void print_notes(const char *notes)
{
	struct slice rest = slice_of(notes), line;

	while (rest.at) {
		line = slice_cut(&rest, '\n');
		out_message("%.*s", (int)line.len, line.at);
	}
}

int cli_query_fault(const char *text, const struct query_fault *fault,
		    const struct error *err)
{
	if (fault->start == fault->end)
		return cli_fail(CLI_FAILED, err);
	out_message("%s", err->text);
	print_fault(text, fault);
	return CLI_USAGE;
}

int cli_query_open(struct cli *cli, const char *text, struct query **out)
{
	struct query_fault fault = {0, 0};
	const char *notes;
	struct error err;

	if (!query_open(cli->store, &cli->arena, text, (int64_t)time(NULL), out,
			&notes, &fault, &err))
		return cli_query_fault(text, &fault, &err);
	if (notes)
		print_notes(notes);
	return CLI_DONE;
}

int cli_article(struct cli *cli, const char *text, int64_t *id)
{
	const char *digits = text[0] == '#' ? text + 1 : text;
	char *end;

	errno = 0;
	*id = strtoll(digits, &end, 10);
	if (end == digits || *end || errno || *id <= 0)
		return cli_wrong(cli, "'%s' is no number of an article", text);
	if (store_docid(cli->store, *id))
		return CLI_DONE;
	out_message("there is no article %lld", (long long)*id);
	return CLI_USAGE;
}

const char *cli_bytes(struct arena *a, int64_t bytes)
{
	static const char *const units[] = {"KiB", "MiB", "GiB", "TiB"};
	double n = (double)bytes / 1024;
	size_t unit = 0;

	if (bytes < 1024)
		return arena_printf(a, "%lld bytes", (long long)bytes);
	while (n >= 1024 && unit < array_length(units) - 1) {
		n /= 1024;
		unit++;
	}
	return arena_printf(a, n < 10 ? "%.1f %s" : "%.0f %s", n, units[unit]);
}
