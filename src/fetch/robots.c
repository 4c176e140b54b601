#include "fetch/robots.h"

#include <string.h>
#include <strings.h>

#define STEPS_MOST 4096u /* of matching one rule: "*a*a*a..." ends, too */

struct line {
	struct slice key, value;
};

/* ---- lines ---- */

/* Cut the next line; they end with CR, LF or both. */
static struct slice cut_line(struct slice *rest)
{
	size_t n = 0;
	struct slice line;

	while (n < rest->len && rest->at[n] != '\n' && rest->at[n] != '\r')
		n++;
	line = (struct slice){rest->at, n};
	n += n < rest->len;
	rest->at += n;
	rest->len -= n;
	return line;
}

static bool read_line(struct slice *rest, struct line *out)
{
	while (rest->len) {
		struct slice line = cut_line(rest);
		struct slice said = slice_cut(&line, '#');

		out->key = slice_trim(slice_cut(&said, ':'));
		out->value = slice_trim(said);
		if (out->key.len)
			return true;
	}
	return false;
}

static bool is_key(const struct line *line, const char *key)
{
	return line->key.len == strlen(key) &&
	       strncasecmp(line->key.at, key, line->key.len) == 0;
}

/* ---- rules ---- */

static int hex(char c)
{
	const char *digits = "0123456789abcdef";
	const char *at = c ? strchr(digits, c | 0x20) : NULL;

	return at ? (int)(at - digits) : -1;
}

/* The byte at s.at that it stands for; *len are the bytes it is written in.
 * "%2F" stays as it is: it is no "/". */
static int byte_at(struct slice s, size_t *len)
{
	int high, low;

	*len = 1;
	if (s.at[0] != '%' || s.len < 3)
		return (unsigned char)s.at[0];
	high = hex(s.at[1]);
	low = hex(s.at[2]);
	if (high < 0 || low < 0)
		return '%';
	*len = 3;
	return high == 2 && low == 15 ? 0x100 : high << 4 | low;
}

static struct slice behind(struct slice s, size_t n)
{
	return (struct slice){s.at + n, s.len - n};
}

/* Does a rule match the beginning of a path? */
static bool matches(struct slice rule, struct slice path)
{
	struct slice star_rule = {NULL, 0}, star_path = path;

	for (unsigned steps = 0; steps < STEPS_MOST; steps++) {
		size_t n = 0, m = 0;

		if (rule.len == 0)
			return true;
		if (rule.at[0] == '$' && rule.len == 1 && path.len == 0)
			return true;
		if (rule.at[0] == '*') {
			star_rule = rule = behind(rule, 1);
			star_path = path;
		} else if (path.len && byte_at(rule, &n) == byte_at(path, &m)) {
			rule = behind(rule, n);
			path = behind(path, m);
		} else if (star_rule.at && star_path.len) {
			star_path = path = behind(star_path, 1);
			rule = star_rule;
		} else {
			return false;
		}
	}
	return false;
}

/* ---- groups ---- */

static bool names(struct slice value, const char *agent)
{
	size_t n = 0;

	/* only the product's token counts: "gazette/1.0" is gazette */
	while (n < value.len && value.at[n] != '/' && value.at[n] != ' ')
		n++;
	return n == strlen(agent) && strncasecmp(value.at, agent, n) == 0;
}

/* Is there a group for this agent by name? */
static bool has_group(struct slice file, const char *agent)
{
	struct line line;

	while (read_line(&file, &line)) {
		if (is_key(&line, "user-agent") && names(line.value, agent))
			return true;
	}
	return false;
}

struct verdict {
	size_t len; /* of the rule that decides so far */
	bool may;
};

static void weigh(struct verdict *v, const struct line *line, bool may,
		  struct slice path)
{
	if (line->value.len == 0 || !matches(line->value, path))
		return;
	if (line->value.len > v->len || (line->value.len == v->len && may)) {
		v->len = line->value.len;
		v->may = may;
	}
}

bool robots_allow(struct slice file, const char *agent, const char *path)
{
	struct verdict v = {0, true};
	bool is_ours = false, in_names = false;
	const char *who;
	struct line line;

	if (file.len > ROBOTS_MOST)
		file.len = ROBOTS_MOST;
	if (file.len >= 3 && memcmp(file.at, "\xEF\xBB\xBF", 3) == 0)
		file = behind(file, 3);
	who = has_group(file, agent) ? agent : "*";
	while (read_line(&file, &line)) {
		bool allow = is_key(&line, "allow");

		if (is_key(&line, "user-agent")) {
			is_ours =
				(in_names && is_ours) || names(line.value, who);
			in_names = true;
		} else if (allow || is_key(&line, "disallow")) {
			in_names = false;
			if (is_ours)
				weigh(&v, &line, allow, slice_of(path));
		}
	}
	return v.may;
}
