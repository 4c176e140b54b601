#include "conf/line.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"

#define CONF_FILE_MOST (1 << 20)

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool is_mark(char c)
{
	return c == '"' || c == '\'';
}

static void skip(struct slice *rest, size_t n)
{
	rest->at += n;
	rest->len -= n;
}

/* The length of the word at the start, with its marks; 0: they are open. */
static size_t measure(struct slice line)
{
	size_t n = 1;

	if (is_mark(*line.at)) {
		while (n < line.len && line.at[n] != *line.at)
			n++;
		if (n < line.len)
			return n + 1;
		/* a mark alone is a key, not an opening */
		return line.len == 1 || is_space(line.at[1]) ? 1 : 0;
	}
	while (n < line.len && !is_space(line.at[n]))
		n++;
	return n;
}

bool conf_word(struct slice *rest, struct slice *word, struct error *err)
{
	size_t n;
	bool has_marks;

	*word = (struct slice){NULL, 0};
	while (rest->len && is_space(*rest->at))
		skip(rest, 1);
	if (!rest->len || *rest->at == '#') {
		skip(rest, rest->len);
		return true;
	}
	n = measure(*rest);
	if (n == 0)
		return error_set(err, "the %c is not closed", *rest->at);
	has_marks = is_mark(*rest->at) && n > 1;
	*word = (struct slice){rest->at + has_marks, n - 2 * has_marks};
	skip(rest, n);
	return true;
}

bool conf_words(struct arena *a, struct slice line,
		const char *words[CONF_WORDS], uint32_t *n, struct error *err)
{
	struct slice word;

	for (*n = 0;;) {
		if (!conf_word(&line, &word, err))
			return false;
		if (!word.at)
			return true;
		if (*n == CONF_WORDS)
			return error_set(err, "too many words");
		words[(*n)++] = arena_copy(a, word.at, word.len);
	}
}

struct slice conf_cut(struct slice *rest)
{
	struct slice all = *rest, at = *rest;

	while (at.len) {
		size_t n = is_space(*at.at) ? 1 : measure(at);

		n = n ? n : at.len;
		if (*at.at == '#')
			break; /* a comment, to the line's end */
		if (at.at[n - 1] == ';') {
			all.len -= at.len - n + 1;
			skip(&at, n);
			*rest = at;
			return all;
		}
		skip(&at, n);
	}
	*rest = (struct slice){NULL, 0};
	return all;
}

bool conf_read(const char *path, conf_run *run,
	       void (*complain)(void *self, const char *what), void *self,
	       struct error *err)
{
	struct arena a;
	struct slice rest;
	char *bytes;

	if (access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR))
		return true;
	arena_init(&a);
	bytes = file_read(&a, path, CONF_FILE_MOST, &rest.len, err);
	rest.at = bytes;
	for (unsigned number = 1; rest.at; number++) {
		struct slice line = slice_cut(&rest, '\n');
		struct error why;

		if (utf8_valid(line.at, line.len)
			    ? run(self, line, &why)
			    : error_set(&why, "it is not UTF-8"))
			continue;
		error_note(&why, "%s:%u", path, number);
		complain(self, why.text);
	}
	arena_free(&a);
	return bytes != NULL;
}
