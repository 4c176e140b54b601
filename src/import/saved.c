/* A state machine over bytes that knows quotation marks and brackets: what
 * they hold is read by a worker. */
#include "import/saved.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "import/import.h"
#include "import/reader.h"

enum saved_form { SAVED_UNKNOWN, SAVED_CSV, SAVED_JSON, SAVED_WHOLE };

struct saved {
	struct reader *reader;
	size_t least;
	uint8_t form;    /* enum saved_form */
	bool in_quotes;  /* of CSV, of a string of JSON */
	bool is_escaped; /* of JSON: behind a backslash */
	uint32_t depth;  /* of JSON: brackets that are open */
	bool is_over;    /* of JSON: the array has ended */
	struct str head; /* of CSV: its first record */
	bool has_head;
	bool has_given;     /* a part */
	struct str part;    /* what was read and not handed out */
	struct str out;     /* what was */
	struct slice bytes; /* of the file, taken but not looked at */
};

bool saved_open(const char *path, size_t least, struct saved **out,
		struct error *err)
{
	struct reader *r;
	struct saved *s;

	if (!reader_open(path, &r, err))
		return false;
	s = calloc(1, sizeof(*s));
	if (!s)
		die("out of memory");
	s->reader = r;
	s->least = least;
	*out = s;
	return true;
}

void saved_close(struct saved *s)
{
	if (s) {
		reader_close(s->reader);
		str_free(&s->head);
		str_free(&s->part);
		str_free(&s->out);
		free(s);
	}
}

/* By the first byte that is no blank: exports have no other mark. */
static uint8_t form_of(struct slice first)
{
	if (first.len >= 3 && memcmp(first.at, "\xef\xbb\xbf", 3) == 0) {
		first.at += 3;
		first.len -= 3;
	}
	first = slice_trim(first);
	if (!first.len || *first.at == '<' || *first.at == '{')
		return SAVED_WHOLE;
	return *first.at == '[' ? SAVED_JSON : SAVED_CSV;
}

/* Does a record of CSV end with this byte? */
static bool step_csv(struct saved *s, char c)
{
	s->in_quotes ^= c == '"';
	return c == '\n' && !s->in_quotes;
}

/* Does an element of the array end before this byte? */
static bool step_json(struct saved *s, char c)
{
	if (s->in_quotes) {
		s->in_quotes = s->is_escaped || c != '"';
		s->is_escaped = !s->is_escaped && c == '\\';
		return false;
	}
	s->in_quotes = c == '"';
	s->depth += c == '[' || c == '{';
	if (s->depth && (c == ']' || c == '}'))
		s->is_over = --s->depth == 0;
	return c == ',' && s->depth == 1;
}

/* Hand out what is there as a document of its own. */
static void wrap(struct saved *s, struct slice *out)
{
	str_clear(&s->out);
	if (s->form == SAVED_JSON)
		str_add_char(&s->out, '[');
	if (s->form == SAVED_CSV)
		str_add(&s->out, s->head.at, s->head.len);
	str_add(&s->out, s->part.at, s->part.len);
	if (s->form == SAVED_JSON)
		str_add_char(&s->out, ']');
	str_clear(&s->part);
	s->has_given = true;
	*out = (struct slice){s->out.at, s->out.len};
}

/* One byte; true when what is there is to be handed out. */
static bool step(struct saved *s, char c)
{
	bool is_end = false;

	switch (s->form) {
	case SAVED_JSON:
		is_end = step_json(s, c);
		/* not its brackets, nor what stands behind them */
		if (s->is_over || (s->depth == 1 && c == '[' && !s->in_quotes))
			return false;
		if (is_end && s->part.len >= s->least)
			return true;
		break;
	case SAVED_CSV:
		is_end = step_csv(s, c);
		if (!s->has_head) {
			str_add_char(&s->head, c);
			s->has_head = is_end;
			return false;
		}
		break;
	}
	str_add_char(&s->part, c);
	return s->form == SAVED_CSV && is_end && s->part.len >= s->least;
}

bool saved_next(struct saved *s, struct slice *out, struct error *err)
{
	*out = (struct slice){NULL, 0};
	while (true) {
		if (!s->bytes.len && !reader_some(s->reader, &s->bytes, err))
			return false;
		if (!s->bytes.len)
			break;
		if (s->form == SAVED_UNKNOWN)
			s->form = form_of(s->bytes);
		while (s->bytes.len) {
			char c = *s->bytes.at++;

			s->bytes.len--;
			if (!step(s, c))
				continue;
			wrap(s, out);
			return true;
		}
		if (s->part.len + s->head.len > IMPORT_MOST - 2)
			return error_set(err, "a record is larger than %zu MB",
					 IMPORT_MOST >> 20);
	}
	/* a head alone is a document, too: it tells what the file is */
	if (slice_trim((struct slice){s->part.at, s->part.len}).len ||
	    (!s->has_given && (s->head.len || s->form == SAVED_JSON)))
		wrap(s, out);
	str_clear(&s->head);
	s->form = SAVED_WHOLE;
	return true;
}
