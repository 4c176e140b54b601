/* Newsboat's filter expressions, read left to right on a stack of brackets,
 * written in gazette's language as they are read.
 *
 *	unread = "yes" and ( title =~ "harbour|port" or flags # "s" )
 *	is:unread (( title:harbour OR title:port ) OR tag:s)
 */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "import/newsboat.h"

#define DEPTH_MOST 16u

struct reading {
	struct arena *arena;
	const char *at;
	const struct newsboat_feed *feeds;
	uint32_t n_feeds;
	struct str out;
	char logic[DEPTH_MOST + 1]; /* 'a', 'o' of each bracket; 0 none yet */
	uint32_t depth;
	struct error *err;
};

struct comparison {
	const char *name;  /* of what */
	const char *sign;  /* "=~" ... */
	const char *value; /* without quotes */
};

/* ---- words ---- */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static void skip_blanks(struct reading *r)
{
	r->at += strspn(r->at, " \t\r\n");
}

/* Is this word next?  Then it is read. */
static bool takes(struct reading *r, const char *word)
{
	size_t len = strlen(word);

	skip_blanks(r);
	if (strncmp(r->at, word, len) != 0 ||
	    (is_letter(*word) && is_letter(r->at[len])))
		return false;
	r->at += len;
	return true;
}

static const char *read_name(struct reading *r)
{
	const char *from;

	skip_blanks(r);
	from = r->at;
	while (is_letter(*r->at))
		r->at++;
	return arena_copy(r->arena, from, (size_t)(r->at - from));
}

static const char *read_sign(struct reading *r)
{
	static const char *const signs[] = {"=~", "!~", "!=", "!#",
					    "==", "<=", ">=", "=",
					    "<",  ">",  "#",  "between"};

	for (size_t i = 0; i < array_length(signs); i++) {
		if (takes(r, signs[i]))
			return signs[i];
	}
	return NULL;
}

static const char *read_value(struct reading *r)
{
	struct str value = {0};
	const char *result;

	skip_blanks(r);
	if (*r->at == '"') {
		for (r->at++; *r->at && *r->at != '"'; r->at++) {
			if (*r->at == '\\' && r->at[1])
				r->at++;
			str_add_char(&value, *r->at);
		}
		r->at += *r->at == '"';
	} else {
		while (*r->at && !strchr(" \t\r\n()\"", *r->at))
			str_add_char(&value, *r->at++);
	}
	result = arena_copy(r->arena, str_text(&value), value.len);
	str_free(&value);
	return result;
}

/* ---- what can be said ---- */

static bool cannot(struct reading *r, const struct comparison *c)
{
	return error_set(r->err, "'%s %s \"%s\"' cannot be said in a query",
			 c->name, c->sign, c->value);
}

static bool is_not(const struct comparison *c)
{
	return *c->sign == '!';
}

/* A word or phrase behind its key; quotes inside part words anyway. */
static void put_phrase(struct reading *r, const char *key, struct slice words)
{
	str_add_text(&r->out, key);
	str_add_char(&r->out, '"');
	for (size_t i = 0; i < words.len; i++)
		str_add_char(&r->out, words.at[i] == '"' ? ' ' : words.at[i]);
	str_add_char(&r->out, '"');
}

static bool say_state(struct reading *r, const struct comparison *c,
		      const char *key)
{
	bool is_yes = strcmp(c->value, "yes") == 0;

	(void)key;
	if ((!is_yes && strcmp(c->value, "no") != 0) ||
	    (strcmp(c->sign, "=") != 0 && strcmp(c->sign, "==") != 0 &&
	     strcmp(c->sign, "!=") != 0))
		return cannot(r, c);
	str_add_text(&r->out, is_yes != is_not(c) ? "is:unread" : "is:read");
	return true;
}

/* Alternatives of plain words are all of a regular expression that can be
 * said. */
static bool is_plain(const char *value)
{
	bool has_word = false;

	for (; *value; value++) {
		if (strchr("[]{}()^$*+?\\.", *value))
			return false;
		if (*value == '|' && !has_word)
			return false;
		has_word = *value == '|' ? false : has_word || *value != ' ';
	}
	return has_word;
}

static bool say_words(struct reading *r, const struct comparison *c,
		      const char *key)
{
	struct slice rest = slice_of(c->value);
	bool has_many = strchr(c->value, '|') != NULL;

	if ((strcmp(c->sign, "=~") != 0 && strcmp(c->sign, "!~") != 0) ||
	    !is_plain(c->value))
		return cannot(r, c);
	str_add_text(&r->out, is_not(c) ? "-" : "");
	str_add_text(&r->out, has_many ? "(" : "");
	while (rest.at) {
		put_phrase(r, key, slice_cut(&rest, '|'));
		if (rest.at)
			str_add_text(&r->out, " OR ");
	}
	str_add_text(&r->out, has_many ? ")" : "");
	return true;
}

/* Its whole name, or some of its words. */
static bool say_source(struct reading *r, const struct comparison *c,
		       const char *key)
{
	if (strchr(c->sign, '~'))
		return say_words(r, c, key);
	if ((strcmp(c->sign, "=") != 0 && strcmp(c->sign, "!=") != 0) ||
	    !*c->value)
		return cannot(r, c);
	str_add_text(&r->out, is_not(c) ? "-" : "");
	put_phrase(r, key, slice_of(c->value));
	return true;
}

/* Each letter of flags is a tag of the article. */
static bool say_flag(struct reading *r, const struct comparison *c,
		     const char *key)
{
	bool has = strcmp(c->sign, "#") == 0 || strcmp(c->sign, "=~") == 0;

	if ((!has && strcmp(c->sign, "!#") != 0) || !is_letter(c->value[0]) ||
	    c->value[1])
		return cannot(r, c);
	str_printf(&r->out, "%s%s%s", has ? "" : "-", key, c->value);
	return true;
}

static bool has_tag(const struct newsboat_feed *f, const char *tag)
{
	for (uint32_t i = 0; i < f->n_tags; i++) {
		if (strcmp(f->tags[i], tag) == 0)
			return true;
	}
	return false;
}

/* Tags there are of feeds: the sources that have it now. */
static bool say_tag(struct reading *r, const struct comparison *c,
		    const char *key)
{
	uint32_t n = 0;

	if (strcmp(c->sign, "#") != 0 && strcmp(c->sign, "!#") != 0)
		return cannot(r, c);
	str_add_text(&r->out, is_not(c) ? "-(" : "(");
	for (uint32_t i = 0; i < r->n_feeds; i++) {
		const struct newsboat_feed *f = &r->feeds[i];

		if (!f->own_title || !has_tag(f, c->value))
			continue;
		str_add_text(&r->out, n++ ? " OR " : "");
		put_phrase(r, key, slice_of(f->own_title));
	}
	str_add_char(&r->out, ')');
	return n ||
	       error_set(r->err, "no feed tagged '%s' has told its title yet",
			 c->value);
}

/* Days since an article was published. */
static bool say_age(struct reading *r, const struct comparison *c,
		    const char *key)
{
	const char *days = c->value;
	bool is_over = *c->sign == '>';
	long n;
	char *end;

	if (strcmp(c->sign, "between") == 0 && strncmp(days, "0:", 2) == 0)
		days += 2;
	else if (*c->sign != '<' && !is_over)
		return cannot(r, c);
	n = strtol(days, &end, 10);
	if (end == days || *end || n < 1 || n > 9999)
		return cannot(r, c);
	str_printf(&r->out, "%s%s%ldd", is_over ? "-" : "", key, n);
	return true;
}

static const struct {
	const char *name;
	bool (*say)(struct reading *r, const struct comparison *c,
		    const char *key);
	const char *key;
} attributes[] = {
	{"unread", say_state, "is:"},         {"title", say_words, "title:"},
	{"content", say_words, ""},           {"author", say_words, "author:"},
	{"feedtitle", say_source, "source:"}, {"flags", say_flag, "tag:"},
	{"tags", say_tag, "source:"},         {"age", say_age, "since:"},
};

static bool say(struct reading *r, const struct comparison *c)
{
	for (size_t i = 0; i < array_length(attributes); i++) {
		if (strcmp(attributes[i].name, c->name) == 0)
			return attributes[i].say(r, c, attributes[i].key);
	}
	return error_set(r->err, "a query cannot ask for '%s'", c->name);
}

/* ---- the expression ---- */

static bool open_bracket(struct reading *r)
{
	if (r->depth == DEPTH_MOST)
		return error_set(r->err, "has too many brackets");
	r->logic[++r->depth] = '\0';
	str_add_char(&r->out, '(');
	return true;
}

/* What stands where a comparison is wanted: brackets and it. */
static bool read_comparison(struct reading *r)
{
	struct comparison c;

	while (true) {
		if (takes(r, "not") || takes(r, "!"))
			str_add_char(&r->out, '-');
		else if (!takes(r, "("))
			break;
		else if (!open_bracket(r))
			return false;
	}
	c.name = read_name(r);
	c.sign = *c.name ? read_sign(r) : NULL;
	if (!c.sign)
		return error_set(r->err, "is not understood at '%.40s'", r->at);
	c.value = read_value(r);
	if (r->out.len && r->out.at[r->out.len - 1] == '-')
		str_add_char(&r->out, '('); /* "--" would be none */
	else
		return say(r, &c);
	if (!say(r, &c))
		return false;
	str_add_char(&r->out, ')');
	return true;
}

/* Versions of newsboat differ in what binds stronger. */
static bool join(struct reading *r, char logic)
{
	char *was = &r->logic[r->depth];

	if (*was && *was != logic)
		return error_set(r->err,
				 "has 'and' beside 'or' without brackets");
	*was = logic;
	str_add_text(&r->out, logic == 'a' ? " " : " OR ");
	return true;
}

/* Behind a comparison; *is_over: that was all. */
static bool read_join(struct reading *r, bool *is_over)
{
	while (r->depth && takes(r, ")")) {
		r->depth--;
		str_add_char(&r->out, ')');
	}
	skip_blanks(r);
	*is_over = !*r->at && !r->depth;
	if (*is_over)
		return true;
	if (takes(r, "and"))
		return join(r, 'a');
	if (takes(r, "or"))
		return join(r, 'o');
	return error_set(r->err, "is not understood at '%.40s'", r->at);
}

bool newsboat_query(struct arena *a, const char *expression,
		    const struct newsboat_feed *feeds, uint32_t n_feeds,
		    const char **out, struct error *err)
{
	struct reading r = {.arena = a,
			    .at = expression,
			    .feeds = feeds,
			    .n_feeds = n_feeds,
			    .err = err};
	bool is_good = true, is_over = false;

	while (is_good && !is_over)
		is_good = read_comparison(&r) && read_join(&r, &is_over);
	*out = arena_copy(a, str_text(&r.out), r.out.len);
	str_free(&r.out);
	return is_good;
}
