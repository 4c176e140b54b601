/* Comma-separated values.  Source  RFC 4180, read leniently. */
#include <string.h>

#include "base/array.h"
#include "feed/saved-work.h"

#define COLUMNS_MOST 64u

/* Take a field; *is_last: the record ends with it.  A quotation mark within
 * quoted text is written twice. */
static struct slice take_field(struct arena *a, struct slice *rest,
			       bool *is_last)
{
	bool is_quoted = rest->len && *rest->at == '"';
	char *out = arena_alloc(a, rest->len < 64 ? rest->len + 1 : 64);
	size_t room = rest->len < 64 ? rest->len : 63, n = 0;
	size_t i = is_quoted ? 1 : 0;

	for (; i < rest->len; i++) {
		char c = rest->at[i];

		if (is_quoted && c == '"') {
			if (i + 1 == rest->len || rest->at[i + 1] != '"') {
				is_quoted = false;
				continue;
			}
			i++;
		} else if (!is_quoted && (c == ',' || c == '\n')) {
			break;
		}
		if (n == room) {
			char *more = arena_alloc(a, room * 2 + 1);

			memcpy(more, out, n);
			out = more;
			room *= 2;
		}
		out[n++] = c;
	}
	*is_last = i == rest->len || rest->at[i] == '\n';
	i += i < rest->len;
	rest->at += i;
	rest->len -= i;
	if (*is_last && n && out[n - 1] == '\r')
		n--;
	return (struct slice){out, n};
}

static uint32_t take_record(struct arena *a, struct slice *rest,
			    struct slice field[COLUMNS_MOST])
{
	bool is_last = rest->len == 0;
	uint32_t n = 0;

	while (!is_last) {
		struct slice one = take_field(a, rest, &is_last);

		if (n < COLUMNS_MOST)
			field[n++] = one;
	}
	return n;
}

static uint32_t read_head(struct saved_work *w,
			  const struct saved_column *columns,
			  struct slice *rest, uint8_t field[COLUMNS_MOST],
			  bool *is_known)
{
	struct slice name[COLUMNS_MOST];
	uint32_t n = take_record(w->arena, rest, name), known = 0;
	bool has_title = false, has_marks = false;

	for (uint32_t i = 0; i < n; i++) {
		field[i] = (uint8_t)saved_find(columns, slice_trim(name[i]));
		known += field[i] != SAVED_NOTHING;
		has_title |= field[i] == SAVED_URL || field[i] == SAVED_TITLE;
		has_marks |= field[i] == SAVED_HIGHLIGHT;
	}
	for (uint32_t i = 0; i < n; i++) { /* a highlight's is a number */
		if (has_marks && field[i] == SAVED_STATE)
			field[i] = SAVED_NOTHING;
	}
	*is_known = known >= 2 && has_title;
	return n;
}

bool saved_csv(struct saved_work *w, const struct saved_column *columns,
	       struct slice text, struct error *err)
{
	struct slice value[COLUMNS_MOST];
	uint8_t field[COLUMNS_MOST];
	bool is_known;
	uint32_t n_columns = read_head(w, columns, &text, field, &is_known);

	if (!is_known)
		return error_set(err, "its first line names no columns");
	while (text.len) {
		uint32_t n = take_record(w->arena, &text, value);

		if (n == 1 && !slice_trim(value[0]).len)
			continue; /* a blank line */
		saved_begin(w);
		for (uint32_t i = 0; i < n && i < n_columns; i++)
			saved_set(w, (enum saved_field)field[i], value[i]);
		saved_end(w);
	}
	return true;
}
