#include "import/series.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "import/sniff.h"

struct series {
	struct reader *reader;
	enum document_kind kind;
	uint32_t line;      /* lines that were read */
	struct arena arena; /* of one line of a message */
	bool is_inside;     /* behind a "From " line whose message is to come */
};

struct series *series_new(struct reader *r, enum document_kind kind)
{
	struct series *s = calloc(1, sizeof(*s));

	if (!s)
		die("out of memory");
	s->reader = r;
	s->kind = kind;
	arena_init(&s->arena);
	return s;
}

void series_free(struct series *s)
{
	if (s) {
		reader_close(s->reader);
		arena_free(&s->arena);
		free(s);
	}
}

enum document_kind series_kind(const struct series *s)
{
	return s->kind;
}

int64_t series_time(const struct series *s)
{
	return reader_time(s->reader);
}

static enum reader_line next_line(struct series *s, struct arena *a,
				  size_t most, struct slice *out,
				  struct error *err)
{
	enum reader_line got = reader_line(s->reader, a, most, out, err);

	s->line += got == READER_LINE || got == READER_TOO_LONG;
	return got;
}

/* ---- messages ---- */

/* ">From " stands for "From " at the start of a line, ">>From " for ">From ".
 */
static struct slice unquote(struct slice line)
{
	size_t n = 0;

	while (n < line.len && line.at[n] == '>')
		n++;
	if (n && line.len >= n + 5 && memcmp(line.at + n, "From ", 5) == 0) {
		line.at++;
		line.len--;
	}
	return line;
}

/* The lines up to the next message; what stands before the first is part of
 * none. */
static enum reader_line read_message(struct series *s, size_t most,
				     struct str *out, uint32_t *begins,
				     struct error *err)
{
	bool is_long = false, was_blank = true;
	enum reader_line got;
	struct slice line;

	*begins = s->line;
	while ((got = next_line(s, &s->arena, most, &line, err)) ==
		       READER_LINE ||
	       got == READER_TOO_LONG) {
		bool is_from = got == READER_LINE && was_blank &&
			       sniff_from_line(line);

		if (is_from && s->is_inside)
			break;
		if (is_from) {
			s->is_inside = true;
			*begins = s->line;
		} else if (s->is_inside) {
			is_long |= got == READER_TOO_LONG ||
				   out->len + line.len + 1 > most;
		}
		if (s->is_inside && !is_from && !is_long) {
			line = unquote(line);
			str_add(out, line.at, line.len);
			str_add_char(out, '\n');
		}
		was_blank = got == READER_LINE && slice_trim(line).len == 0;
		arena_reset(&s->arena);
	}
	if (got == READER_FAILED)
		return got;
	if (got == READER_END) {
		got = s->is_inside ? READER_LINE : READER_END;
		s->is_inside = false;
	}
	return is_long ? READER_TOO_LONG : got;
}

static enum reader_line next_message(struct series *s, struct arena *a,
				     size_t most, struct slice *out,
				     uint32_t *line, struct error *err)
{
	struct str message = {0};
	enum reader_line got = read_message(s, most, &message, line, err);

	out->at = arena_copy(a, str_text(&message), message.len);
	out->len = message.len;
	str_free(&message);
	return got;
}

/* ---- all ---- */

enum reader_line series_next(struct series *s, struct arena *a, size_t most,
			     struct slice *out, uint32_t *line,
			     struct error *err)
{
	enum reader_line got;

	do {
		if (s->kind == DOCUMENT_MAIL) {
			got = next_message(s, a, most, out, line, err);
		} else {
			got = next_line(s, a, most, out, err);
			*line = s->line;
		}
	} while (got == READER_LINE && slice_trim(*out).len == 0);
	return got;
}
