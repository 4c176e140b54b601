/* A line of newsboat's list: an address and words behind it, parted by blanks;
 * what has blanks stands between double quotes. */
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"
#include "import/newsboat.h"

#define BLANKS " \t\r\n"

/* '\' and a letter between quotes. */
static char escaped(char c)
{
	return c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
}

static void add_quoted(struct str *word, struct slice *rest)
{
	rest->at++;
	rest->len--;
	while (rest->len && *rest->at != '"') {
		size_t n = *rest->at == '\\' && rest->len > 1 ? 2 : 1;

		str_add_char(word, n == 2 ? escaped(rest->at[1]) : *rest->at);
		rest->at += n;
		rest->len -= n;
	}
	if (rest->len) {
		rest->at++;
		rest->len--;
	}
}

static void skip_blanks(struct slice *rest)
{
	while (rest->len && strchr(BLANKS, *rest->at)) {
		rest->at++;
		rest->len--;
	}
}

const char *newsboat_word(struct arena *a, struct slice *rest)
{
	struct str word = {0};
	const char *result;
	size_t len;

	skip_blanks(rest);
	if (!rest->len || *rest->at == '#')
		return NULL;
	if (*rest->at == '"') {
		add_quoted(&word, rest);
	} else {
		while (rest->len && !strchr(BLANKS "\"", *rest->at)) {
			str_add_char(&word, *rest->at++);
			rest->len--;
		}
	}
	result = utf8_strip(a, str_text(&word), word.len, &len);
	str_free(&word);
	return result;
}

static void add_tag(struct arena *a, struct newsboat_feed *f, const char *tag)
{
	for (uint32_t i = 0; i < f->n_tags; i++) {
		if (strcmp(f->tags[i], tag) == 0)
			return;
	}
	*array_add(a, f->tags, f->n_tags) = tag;
}

static void add_word(struct arena *a, struct newsboat_feed *f, const char *word)
{
	if (*word == '~') {
		if (word[1])
			f->title = word + 1;
	} else if (*word == '!') {
		add_tag(a, f, "hidden");
	} else if (*word) {
		add_tag(a, f, word);
	}
}

/* "query:NAME:EXPRESSION" */
static void read_view(struct arena *a, struct newsboat_feed *f)
{
	const char *name = f->url + strlen("query:");
	size_t len = strcspn(name, ":");

	f->view = arena_copy(a, name, len);
	f->expression = name[len] ? name + len + 1 : "";
}

bool newsboat_line(struct arena *a, struct slice line,
		   struct newsboat_feed *out)
{
	const char *word;

	*out = (struct newsboat_feed){.url = newsboat_word(a, &line)};
	if (!out->url || !*out->url)
		return false;
	while ((word = newsboat_word(a, &line)))
		add_word(a, out, word);
	if (strncmp(out->url, "query:", 6) == 0)
		read_view(a, out);
	return true;
}

/* In a crontab a '%' is the end of a line. */
static void put_cron(struct str *out, struct slice text, bool is_quoted)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '\n')
			str_add_char(out, ' ');
		else if (text.at[i] == '%')
			str_add_text(out, "\\%");
		else if (is_quoted && text.at[i] == '\'')
			str_add_text(out, "'\\''");
		else
			str_add_char(out, text.at[i]);
	}
}

const char *newsboat_cron(struct arena *a, const char *url)
{
	struct slice rest = slice_of(url), command, kind;
	struct str out = {0};
	const char *result;

	kind = slice_cut(&rest, ':');
	if (!rest.at ||
	    (!slice_equals(kind, "exec") && !slice_equals(kind, "filter")))
		return NULL;
	str_add_text(&out, "0 * * * * ");
	if (slice_equals(kind, "filter")) {
		command = slice_cut(&rest, ':');
		str_add_text(&out, "curl -s '");
		put_cron(&out, rest, true);
		str_add_text(&out, "' | ");
		rest = command;
	}
	put_cron(&out, rest, false);
	str_add_text(&out, " | gazette add --as feed -");
	result = arena_copy(a, out.at, out.len);
	str_free(&out);
	return result;
}
