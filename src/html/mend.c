/* A tokenizer that forgives.  What it does not understand it keeps as text;
 * it reads every byte once (attributes are bounded), so that no input is
 * slow. */
#include "html/mend.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"

#define DEPTH_MOST     200u /* libxml2 stops at 256 */
#define ATTRS_MOST     64u
#define ATTRS_STRICT   256u
#define DECLARED_MOST  64u
#define DECLARED_BYTES 1024u
/* What all replaced entities together may add. */
#define EXPANSION_MOST ((size_t)1 << 20)

struct declared {
	struct slice name, value;
};

struct mend {
	struct slice in;
	size_t at;
	struct str *out;
	struct slice open[DEPTH_MOST];
	uint32_t n_open;
};

/* ---- looking ---- */

static bool begins(struct slice in, size_t at, const char *with)
{
	size_t len = strlen(with);

	return in.len - at >= len && memcmp(in.at + at, with, len) == 0;
}

/* Where `what` begins at or behind at; in.len when it does not. */
static size_t find(struct slice in, size_t at, const char *what)
{
	const char *found = memmem(in.at + at, in.len - at, what, strlen(what));

	return found ? (size_t)(found - in.at) : in.len;
}

static size_t behind(struct slice in, size_t at, const char *what)
{
	size_t found = find(in, at, what);

	return found == in.len ? found : found + strlen(what);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_name_start(char c)
{
	return (c | 0x20) >= 'a' ? (c | 0x20) <= 'z' : c == '_' || c == ':';
}

static bool is_name(char c)
{
	return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' ||
	       c == '.';
}

static struct slice name_at(struct slice in, size_t at)
{
	size_t from = at;

	if (at < in.len && is_name_start(in.at[at])) {
		while (at < in.len && is_name(in.at[at]))
			at++;
	}
	return (struct slice){in.at + from, at - from};
}

/* ---- the prologue ---- */

/* <!ENTITY name "value"> with nothing in it that would be parsed again. */
static size_t read_declared(struct slice in, size_t at, struct declared *d,
			    uint32_t *n)
{
	struct slice name, value;
	size_t end;
	char quote;

	while (at < in.len && is_blank(in.at[at]))
		at++;
	name = name_at(in, at);
	at += name.len;
	while (at < in.len && is_blank(in.at[at]))
		at++;
	quote = at < in.len ? in.at[at] : 0;
	if (!name.len || (quote != '"' && quote != '\''))
		return at;
	at++;
	for (end = at; end < in.len && in.at[end] != quote; end++)
		;
	value = (struct slice){in.at + at, end - at};
	if (*n < DECLARED_MOST && value.len <= DECLARED_BYTES &&
	    !memchr(value.at, '&', value.len) &&
	    !memchr(value.at, '<', value.len) &&
	    !memchr(value.at, '%', value.len))
		d[(*n)++] = (struct declared){name, value};
	return end < in.len ? end + 1 : end;
}

/* Behind "<!DOCTYPE": to its '>', over "[ ... ]". */
static size_t read_doctype(struct slice in, size_t at, struct declared *d,
			   uint32_t *n)
{
	bool is_inside = false;

	while (at < in.len) {
		char c = in.at[at++];

		if (c == '[') {
			is_inside = true;
		} else if (c == ']') {
			is_inside = false;
		} else if (c == '>' && !is_inside) {
			break;
		} else if (is_inside && c == '<' && begins(in, at, "!--")) {
			at = behind(in, at, "-->");
		} else if (is_inside && c == '<' && begins(in, at, "!ENTITY")) {
			at = read_declared(in, at + 7, d, n);
		} else if (c == '"' || c == '\'') {
			char quote[2] = {c, '\0'};
			size_t end = find(in, at, quote);

			/* an apostrophe is no quote without its twin */
			at = end < in.len ? end + 1 : at;
		}
	}
	return at;
}

/* Where the root element begins. */
static size_t skip_prologue(struct slice in, struct declared *d, uint32_t *n)
{
	size_t at = 0;

	while (at < in.len) {
		if (in.at[at] != '<')
			at++;
		else if (begins(in, at, "<!--"))
			at = behind(in, at, "-->");
		else if (begins(in, at, "<?"))
			at = behind(in, at, "?>");
		else if (begins(in, at, "<!DOCTYPE") ||
			 begins(in, at, "<!doctype"))
			at = read_doctype(in, at + 9, d, n);
		else if (!name_at(in, at + 1).len)
			at++;
		else
			break;
	}
	return at;
}

struct slice mend_root(struct slice text)
{
	struct declared d[DECLARED_MOST];
	uint32_t n = 0;
	size_t at = skip_prologue(text, d, &n);

	return at < text.len ? name_at(text, at + 1) : (struct slice){"", 0};
}

static const struct declared *find_declared(const struct declared *d,
					    uint32_t n, struct slice name)
{
	for (uint32_t i = 0; i < n; i++) {
		if (slice_same(d[i].name, name))
			return &d[i];
	}
	return NULL;
}

static void replace_declared(struct slice in, const struct declared *d,
			     uint32_t n, struct str *out)
{
	size_t added = 0;

	while (in.len) {
		const char *mark = memchr(in.at, '&', in.len);
		size_t before = mark ? (size_t)(mark - in.at) : in.len;
		const struct declared *one = NULL;
		struct slice name;

		str_add(out, in.at, before);
		in.at += before;
		in.len -= before;
		if (!in.len)
			break;
		name = name_at(in, 1);
		if (name.len && name.len + 1 < in.len &&
		    in.at[name.len + 1] == ';')
			one = find_declared(d, n, name);
		if (one && added + one->value.len <= EXPANSION_MOST) {
			str_add(out, one->value.at, one->value.len);
			added += one->value.len;
			in.at += name.len + 2;
			in.len -= name.len + 2;
			continue;
		}
		str_add_char(out, '&');
		in.at++;
		in.len--;
	}
}

static bool has_crowded_tag(struct slice in)
{
	uint32_t equals = 0;
	bool is_tag = false;

	for (size_t i = 0; i < in.len; i++) {
		switch (in.at[i]) {
		case '<':
			is_tag = true;
			equals = 0;
			break;
		case '>':
			is_tag = false;
			break;
		case '=':
			if (is_tag && ++equals > ATTRS_STRICT)
				return true;
			break;
		}
	}
	return false;
}

bool mend_prologue(struct slice text, struct str *out)
{
	struct declared d[DECLARED_MOST];
	uint32_t n = 0;
	size_t at = skip_prologue(text, d, &n);
	struct slice rest = {text.at + at, text.len - at};

	if (n)
		replace_declared(rest, d, n, out);
	else
		str_add(out, rest.at, rest.len);
	return !has_crowded_tag(rest);
}

/* ---- text ---- */

static bool is_xml_rune(uint32_t rune)
{
	return rune == '\t' || rune == '\n' || rune == '\r' ||
	       (rune >= 0x20 && rune < 0xD800) ||
	       (rune >= 0xE000 && rune < 0xFFFE) ||
	       (rune >= 0x10000 && rune < 0x110000);
}

static void put_rune(struct str *out, uint32_t rune)
{
	char bytes[4];

	if (is_xml_rune(rune))
		str_add_xml(out, (struct slice){bytes, utf8_put(bytes, rune)});
}

static uint32_t digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return (uint32_t)(c - '0');
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10) : 16;
}

/* "#8217" or "#x2019" at `at`; returns its bytes, 0: none. */
static size_t read_number(struct slice in, size_t at, uint32_t *rune)
{
	size_t from = at++;
	uint32_t base = 10, n = 0, digits = 0;

	if (at < in.len && (in.at[at] | 0x20) == 'x') {
		base = 16;
		at++;
	}
	for (; at < in.len && digit_of(in.at[at]) < base; at++, digits++) {
		if (n < 0x110000)
			n = n * base + digit_of(in.at[at]);
	}
	*rune = n;
	return digits ? at - from : 0;
}

static uint32_t entity_rune(struct slice name)
{
	char text[16];
	const htmlEntityDesc *entity;

	if (slice_equals(name, "apos"))
		return '\'';
	if (name.len >= sizeof(text))
		return 0;
	memcpy(text, name.at, name.len);
	text[name.len] = '\0';
	entity = htmlEntityLookup(BAD_CAST text);
	return entity ? entity->value : 0;
}

/* At a '&': what it stands for; itself where it stands for nothing. */
static size_t put_reference(struct slice in, size_t at, struct str *out)
{
	uint32_t rune = 0;
	size_t len;

	at++;
	if (at < in.len && in.at[at] == '#') {
		len = read_number(in, at, &rune);
	} else {
		struct slice name = name_at(in, at);

		len = name.len;
		rune = len ? entity_rune(name) : 0;
		if (rune && (at + len >= in.len || in.at[at + len] != ';') &&
		    rune >= 0x80)
			rune = 0; /* "&copy=1" of an address */
	}
	if (!len || !rune) {
		put_rune(out, '&');
		return at;
	}
	put_rune(out, rune);
	at += len;
	return at < in.len && in.at[at] == ';' ? at + 1 : at;
}

/* Text from at to end; inside CDATA '&' is itself. */
static void put_text(struct slice in, size_t at, size_t end, bool is_plain,
		     struct str *out)
{
	struct slice part = {in.at, end};

	while (at < end) {
		uint32_t rune;

		if (in.at[at] == '&' && !is_plain) {
			at = put_reference(part, at, out);
			continue;
		}
		at += utf8_get(in.at + at, end - at, &rune);
		put_rune(out, rune);
	}
}

/* ---- tags ---- */

static void close_one(struct mend *m)
{
	struct slice name = m->open[--m->n_open];

	str_add_text(m->out, "</");
	str_add(m->out, name.at, name.len);
	str_add_char(m->out, '>');
}

static void end_tag(struct mend *m)
{
	struct slice name = name_at(m->in, m->at + 2);

	m->at += 2 + name.len;
	while (m->at < m->in.len && m->in.at[m->at] != '>' &&
	       m->in.at[m->at] != '<')
		m->at++;
	if (m->at < m->in.len && m->in.at[m->at] == '>')
		m->at++;
	for (uint32_t i = m->n_open; i-- > 0;) {
		if (!slice_same(m->open[i], name))
			continue;
		while (m->n_open > i)
			close_one(m);
		return;
	}
}

struct attr {
	struct slice name;
	size_t from, to; /* of the value */
};

static void skip_blanks(struct mend *m)
{
	while (m->at < m->in.len && is_blank(m->in.at[m->at]))
		m->at++;
}

/* The value behind a '='. */
static void read_value(struct mend *m, struct attr *attr)
{
	struct slice in = m->in;
	char quote;

	skip_blanks(m);
	quote = m->at < in.len ? in.at[m->at] : 0;
	if (quote == '"' || quote == '\'') {
		attr->from = ++m->at;
		while (m->at < in.len && in.at[m->at] != quote &&
		       in.at[m->at] != '<')
			m->at++;
		attr->to = m->at;
		if (m->at < in.len && in.at[m->at] == quote)
			m->at++;
		return;
	}
	attr->from = m->at;
	while (m->at < in.len && !is_blank(in.at[m->at]) &&
	       in.at[m->at] != '>' && in.at[m->at] != '<')
		m->at++;
	attr->to = m->at;
	if (attr->to > attr->from && in.at[attr->to - 1] == '/' &&
	    m->at < in.len && in.at[m->at] == '>')
		attr->to--, m->at--;
}

static bool has_attr(const struct attr *attrs, uint32_t n, struct slice name)
{
	for (uint32_t i = 0; i < n; i++) {
		if (slice_same(attrs[i].name, name))
			return true;
	}
	return false;
}

/* The attributes up to '>'; returns how many, *is_empty: "/>". */
static uint32_t read_attrs(struct mend *m, struct attr attrs[ATTRS_MOST],
			   bool *is_empty)
{
	uint32_t n = 0;

	*is_empty = false;
	while (m->at < m->in.len) {
		struct attr attr = {name_at(m->in, m->at), 0, 0};
		char c = m->in.at[m->at];

		if (c == '>') {
			m->at++;
			break;
		}
		if (c == '<')
			break;
		if (!attr.name.len) {
			*is_empty = c == '/';
			m->at++;
			continue;
		}
		*is_empty = false;
		m->at += attr.name.len;
		skip_blanks(m);
		if (m->at < m->in.len && m->in.at[m->at] == '=') {
			m->at++;
			read_value(m, &attr);
		}
		if (n < ATTRS_MOST && !has_attr(attrs, n, attr.name))
			attrs[n++] = attr;
	}
	return n;
}

static struct slice local_of(struct slice name)
{
	const char *colon = memchr(name.at, ':', name.len);

	if (!colon)
		return name;
	return (struct slice){colon + 1,
			      name.len - (size_t)(colon + 1 - name.at)};
}

/* An item stands in its feed and nowhere else: what was left open before it is
 * closed. */
static void close_before_item(struct mend *m, struct slice name)
{
	static const char *const feeds[] = {"channel", "feed", "RDF", "rss"};

	name = local_of(name);
	if (!slice_equals(name, "item") && !slice_equals(name, "entry"))
		return;
	for (uint32_t i = m->n_open; i-- > 0;) {
		for (size_t k = 0; k < array_length(feeds); k++) {
			if (!slice_equals(local_of(m->open[i]), feeds[k]))
				continue;
			while (m->n_open > i + 1)
				close_one(m);
			return;
		}
	}
}

static void start_tag(struct mend *m)
{
	struct slice name = name_at(m->in, m->at + 1);
	struct attr attrs[ATTRS_MOST];
	bool is_empty;
	uint32_t n;

	m->at += 1 + name.len;
	n = read_attrs(m, attrs, &is_empty);
	close_before_item(m, name);
	if (m->n_open == DEPTH_MOST)
		return;
	str_add_char(m->out, '<');
	str_add(m->out, name.at, name.len);
	for (uint32_t i = 0; i < n; i++) {
		str_add_char(m->out, ' ');
		str_add(m->out, attrs[i].name.at, attrs[i].name.len);
		str_add_text(m->out, "=\"");
		put_text(m->in, attrs[i].from, attrs[i].to, false, m->out);
		str_add_char(m->out, '"');
	}
	str_add_text(m->out, is_empty ? "/>" : ">");
	if (!is_empty)
		m->open[m->n_open++] = name;
}

static void put_cdata(struct mend *m)
{
	size_t from = m->at + 9, end = find(m->in, from, "]]>");

	put_text(m->in, from, end, true, m->out);
	m->at = end < m->in.len ? end + 3 : end;
}

void mend_xml(struct slice text, struct str *out)
{
	struct mend m = {.in = text, .out = out};

	while (m.at < text.len) {
		const char *mark = memchr(text.at + m.at, '<', text.len - m.at);
		size_t end = mark ? (size_t)(mark - text.at) : text.len;

		put_text(text, m.at, end, false, out);
		m.at = end;
		if (end == text.len)
			break;
		if (begins(text, end, "<!--"))
			m.at = behind(text, end, "-->");
		else if (begins(text, end, "<![CDATA["))
			put_cdata(&m);
		else if (begins(text, end, "<?"))
			m.at = behind(text, end, "?>");
		else if (begins(text, end, "<!"))
			m.at = behind(text, end, ">");
		else if (begins(text, end, "</"))
			end_tag(&m);
		else if (name_at(text, end + 1).len)
			start_tag(&m);
		else
			put_text(text, m.at, m.at + 1, true, out), m.at++;
	}
	while (m.n_open)
		close_one(&m);
}
