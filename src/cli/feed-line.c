#include <string.h>

#include "base/array.h"
#include "cli/feeds.h"

static bool is_bare(const char *word)
{
	return *word && strcspn(word, " \t\"\\#") == strlen(word) &&
	       strncmp(word, "pages=", 6) != 0;
}

static void put_word(struct str *out, const char *front, const char *word)
{
	str_add_char(out, ' ');
	if (is_bare(word)) {
		str_add_text(out, front);
		str_add_text(out, word);
		return;
	}
	str_add_char(out, '"');
	str_add_text(out, front);
	for (; *word; word++) {
		if (*word == '"' || *word == '\\')
			str_add_char(out, '\\');
		str_add_char(out, *word);
	}
	str_add_char(out, '"');
}

void feed_line_put(struct str *out, const struct feed_row *row,
		   bool with_number)
{
	if (with_number)
		str_printf(out, "%lld ", (long long)row->id);
	str_add_text(out, row->url);
	if (row->own_name)
		put_word(out, "~", row->own_name);
	for (uint32_t i = 0; i < row->n_tags; i++)
		put_word(out, "", row->tags[i]);
	if (row->pages != FEED_PAGES_AUTO)
		str_printf(out, " pages=%s", store_feed_pages.at[row->pages]);
	str_add_char(out, '\n');
}

/* ---- reading ---- */

struct word {
	const char *text;
	bool is_quoted;
};

/* The next word of a line.  Errors  false: a quote is not closed. */
static bool next_word(struct arena *a, struct slice *rest, struct word *out,
		      struct error *err)
{
	char *to;

	while (rest->len && strchr(" \t\r", *rest->at)) {
		rest->at++;
		rest->len--;
	}
	*out = (struct word){0};
	if (!rest->len)
		return true;
	out->text = to = arena_alloc(a, rest->len + 1);
	out->is_quoted = *rest->at == '"';
	if (out->is_quoted) {
		rest->at++;
		rest->len--;
	}
	for (; rest->len; rest->at++, rest->len--) {
		if (out->is_quoted ? *rest->at == '"'
				   : strchr(" \t\r", *rest->at) != NULL)
			break;
		if (out->is_quoted && *rest->at == '\\' && rest->len > 1) {
			rest->at++;
			rest->len--;
		}
		*to++ = *rest->at;
	}
	if (out->is_quoted && !rest->len)
		return error_set(err, "a quotation mark is not closed");
	if (rest->len) {
		rest->at++;
		rest->len--;
	}
	return true;
}

static bool read_number(const char *text, int64_t *out)
{
	*out = 0;
	for (; *text >= '0' && *text <= '9' && *out < INT64_C(1) << 40; text++)
		*out = *out * 10 + (*text - '0');
	return *text == '\0' && *out > 0;
}

static bool read_pages(const char *text, uint8_t *out, struct error *err)
{
	int pages = names_find(&store_feed_pages, slice_of(text));

	if (pages < 0)
		return error_set(err, "pages= is auto, on or off, not '%s'",
				 text);
	*out = (uint8_t)pages;
	return true;
}

static bool take_word(struct arena *a, const struct word *word,
		      struct feed_line *out, const char ***tags,
		      struct error *err)
{
	if (!out->spec.url) {
		out->spec.url = word->text;
		return store_feed_address(word->text, err);
	}
	if (*word->text == '~') {
		out->spec.name = word->text + 1;
		return true;
	}
	if (!word->is_quoted && strncmp(word->text, "pages=", 6) == 0)
		return read_pages(word->text + 6, &out->spec.pages, err);
	*array_add(a, *tags, out->spec.n_tags) = word->text;
	out->spec.tags = *tags;
	return true;
}

bool feed_line_get(struct arena *a, struct slice line, struct feed_line *out,
		   struct error *err)
{
	const char **tags = NULL;
	struct word word;

	*out = (struct feed_line){0};
	for (bool first = true;; first = false) {
		if (!next_word(a, &line, &word, err))
			return false;
		if (!word.text)
			break;
		if (first && read_number(word.text, &out->id))
			continue;
		if (!take_word(a, &word, out, &tags, err))
			return false;
	}
	return out->spec.url || error_set(err, "an address is missing");
}
