#include "conf/options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/utf8.h"

#define CONF_FILE_MOST (1 << 20)

const struct conf_option conf_options[CONF_OPTIONS] = {
	[CONF_WIDTH] = {.name = "width",
			.type = CONF_NUMBER,
			.low = 20,
			.high = 200,
			.number = 66,
			.unit = "columns",
			.text = "The text of an article is no wider than "
				"this."},
	[CONF_MARKS] = {.name = "marks",
			.type = CONF_TEXT,
			.value = "person,org,place",
			.text = "The kinds of names that are marked in a "
				"text, parted by commas: person org place "
				"group event work misc."},
	[CONF_CARD] = {.name = "card",
		       .type = CONF_FLAG,
		       .number = 1,
		       .text = "Keep a card of the focused name below the "
			       "text."},
	[CONF_MARGIN] = {.name = "margin",
			 .type = CONF_FLAG,
			 .number = 1,
			 .text = "Name who speaks in the right margin, from "
				 "78 columns on."},
	[CONF_OVERLAP] = {.name = "overlap",
			  .type = CONF_NUMBER,
			  .low = 0,
			  .high = 10,
			  .number = 1,
			  .unit = "lines",
			  .text = "Lines of the page before that a page "
				  "repeats."},
	[CONF_HISTORY] = {.name = "history",
			  .type = CONF_NUMBER,
			  .low = 10,
			  .high = 10000,
			  .number = 500,
			  .unit = "places",
			  .text = "How many visited places are remembered."},
	[CONF_RELATED] = {.name = "related",
			  .type = CONF_NUMBER,
			  .low = 0,
			  .high = 40,
			  .number = 10,
			  .unit = "articles",
			  .text = "How many related articles the index of an "
				  "article lists."},
	[CONF_SPEECH] = {.name = "speech",
			 .type = CONF_FLAG,
			 .text = "For screen readers and braille: one pane, "
				 "no bars, rules or columns, days in words, "
				 "who speaks before each quotation."},
	[CONF_MOUSE] = {.name = "mouse",
			.type = CONF_FLAG,
			.text = "Take clicks and the wheel; the terminal's "
				"own copying then needs Shift."},
	[CONF_BIDI] = {.name = "bidi",
		       .type = CONF_FLAG,
		       .text = "Put right-to-left text in its order, for "
			       "terminals that do not do it themselves."},
};

void conf_init(struct conf *conf)
{
	memset(conf, 0, sizeof(*conf));
	for (uint32_t i = 0; i < CONF_OPTIONS; i++) {
		conf->number[i] = conf_options[i].number;
		if (conf_options[i].value)
			snprintf(conf->text[i], sizeof(conf->text[i]), "%s",
				 conf_options[i].value);
	}
}

static bool set_number(struct conf *conf, uint32_t i, const char *value,
		       struct error *err)
{
	const struct conf_option *o = &conf_options[i];
	char *end;
	long long n = strtoll(value, &end, 10);

	if (end == value || *end || n < o->low || n > o->high)
		return error_set(
			err,
			"'%s' takes a number from %lld to %lld%s%s, not '%s'",
			o->name, (long long)o->low, (long long)o->high,
			o->unit ? " " : "", o->unit ? o->unit : "", value);
	conf->number[i] = n;
	return true;
}

static bool set_flag(struct conf *conf, uint32_t i, const char *value,
		     struct error *err)
{
	if (!*value || strcmp(value, "on") == 0)
		conf->number[i] = 1;
	else if (strcmp(value, "off") == 0)
		conf->number[i] = 0;
	else
		return error_set(err, "'%s' is on or off, not '%s'",
				 conf_options[i].name, value);
	return true;
}

bool conf_set(struct conf *conf, const char *name, const char *value,
	      struct error *err)
{
	for (uint32_t i = 0; i < CONF_OPTIONS; i++) {
		if (strcmp(conf_options[i].name, name) != 0)
			continue;
		if (conf_options[i].type == CONF_NUMBER)
			return set_number(conf, i, value, err);
		if (conf_options[i].type == CONF_FLAG)
			return set_flag(conf, i, value, err);
		if (strlen(value) >= sizeof(conf->text[i]))
			return error_set(err, "the value of '%s' is too long",
					 name);
		snprintf(conf->text[i], sizeof(conf->text[i]), "%s", value);
		return true;
	}
	return error_set(err, "there is no option '%s'", name);
}

/* ---- lines ---- */

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* The end of the word at *at, its marks taken off. */
static bool read_word(struct slice line, size_t *at, struct slice *word,
		      struct error *err)
{
	char mark = line.at[*at];
	size_t start = *at;

	if (mark != '"' && mark != '\'') {
		while (*at < line.len && !is_space(line.at[*at]))
			++*at;
		*word = (struct slice){line.at + start, *at - start};
		return true;
	}
	for (++*at; *at < line.len && line.at[*at] != mark; ++*at)
		;
	if (*at == line.len) {
		/* a mark alone is a key, not an opening */
		if (line.len - start > 1 && !is_space(line.at[start + 1]))
			return error_set(err, "the %c is not closed", mark);
		*at = start + 1;
		*word = (struct slice){line.at + start, 1};
		return true;
	}
	*word = (struct slice){line.at + start + 1, *at - start - 1};
	++*at;
	return true;
}

bool conf_words(struct arena *a, struct slice line,
		const char *words[CONF_WORDS], uint32_t *n, struct error *err)
{
	size_t at = 0;

	*n = 0;
	for (;;) {
		struct slice word = {NULL, 0};

		while (at < line.len && is_space(line.at[at]))
			at++;
		if (at == line.len || line.at[at] == '#')
			return true;
		if (!read_word(line, &at, &word, err))
			return false;
		if (*n == CONF_WORDS)
			return error_set(err, "too many words");
		words[(*n)++] = arena_copy(a, word.at, word.len);
	}
}

bool conf_read(const char *path, conf_run *run,
	       void (*complain)(void *self, const char *what), void *self,
	       struct error *err)
{
	struct arena a;
	struct slice rest;
	char *bytes;
	bool done = false;

	if (access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR))
		return true;
	arena_init(&a);
	bytes = file_read(&a, path, CONF_FILE_MOST, &rest.len, err);
	rest.at = bytes;
	if (!bytes)
		goto out;
	for (unsigned number = 1; rest.at; number++) {
		const char *words[CONF_WORDS];
		struct slice line = slice_cut(&rest, '\n');
		struct error why;
		uint32_t n;
		bool fine = utf8_valid(line.at, line.len)
				    ? conf_words(&a, line, words, &n, &why)
				    : error_set(&why, "it is not UTF-8");

		if (fine && n > 0)
			fine = run(self, words, n, &why);
		if (!fine) {
			error_note(&why, "%s:%u", path, number);
			complain(self, why.text);
		}
	}
	done = true;
out:
	arena_free(&a);
	return done;
}
