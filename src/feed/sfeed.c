/* What sfeed keeps: a line an item, fields parted by TAB.
 * Source  sfeed(5), "TAB-SEPARATED FORMAT". */
#include <string.h>

#include "base/hash.h"
#include "feed/work.h"

enum field {
	TIME,
	TITLE,
	LINK,
	CONTENT,
	CONTENT_TYPE,
	ID,
	AUTHOR,
	ENCLOSURE,
	CATEGORY,
	FIELDS
};

/* Older versions end before the category. */
#define FIELDS_LEAST 8u

static bool is_number(struct slice s)
{
	if (s.len && *s.at == '-') {
		s.at++;
		s.len--;
	}
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
	}
	return s.len < 15;
}

static struct slice take_line(struct slice *rest)
{
	struct slice line = slice_cut(rest, '\n');

	if (line.len && line.at[line.len - 1] == '\r')
		line.len--;
	return line;
}

/* How many fields the line has. */
static uint32_t cut(struct slice line, struct slice field[FIELDS])
{
	uint32_t n = 0;

	memset(field, 0, FIELDS * sizeof(*field));
	while (n < FIELDS && line.at)
		field[n++] = slice_cut(&line, '\t');
	return n;
}

static bool sniff(struct slice text, struct slice root)
{
	struct slice field[FIELDS], type;

	(void)root;
	if (cut(take_line(&text), field) < FIELDS_LEAST)
		return false;
	type = field[CONTENT_TYPE];
	return is_number(field[TIME]) &&
	       (!type.len || slice_equals(type, "html") ||
		slice_equals(type, "plain"));
}

/* "\n", "\t" and "\\" stand for what would part lines and fields. */
static struct slice unescape(struct arena *a, struct slice s)
{
	char *out = arena_alloc(a, s.len + 1), *to = out;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];

		if (c == '\\' && i + 1 < s.len) {
			c = s.at[++i];
			c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
		}
		*to++ = c;
	}
	return (struct slice){out, (size_t)(to - out)};
}

static void add_content(struct reading *r, struct feed_entry *e,
			const struct slice *field)
{
	bool is_html = slice_equals(field[CONTENT_TYPE], "html");
	struct feed_value v = {.text = unescape(r->arena, field[CONTENT]),
			       .is_html = is_html};
	const char *html = feed_html(r->arena, &v, e->text[FEED_link]);
	struct feed_content *content;

	if (!html)
		return;
	content = array_add(r->arena, e->contents, e->n_contents);
	content->value = html;
	content->type = is_html ? "text/html" : "text/plain";
}

static void add_lists(struct reading *r, struct feed_entry *e,
		      const struct slice *field)
{
	struct feed_link file = {
		.rel = "enclosure",
		.href = feed_address(r, NULL, field[ENCLOSURE]),
	};
	struct slice rest = field[CATEGORY];

	r->to = e;
	if (file.href)
		feed_enclosure_add(r, &file);
	while (rest.len) {
		struct feed_tag tag = {
			.term = feed_line(r->arena, slice_cut(&rest, '|')),
		};

		if (tag.term)
			feed_tag_add(r, &tag);
	}
}

static void set_time(struct feed_entry *e, struct slice text)
{
	int64_t time = 0;

	for (size_t i = 0; i < text.len && text.at[i] != '-'; i++)
		time = time * 10 + (text.at[i] - '0');
	if (time > 0)
		e->when[FEED_published] =
			(struct when){.time = time, .kind = WHEN_SECOND};
}

static void read_line(struct reading *r, struct slice line)
{
	struct slice field[FIELDS];
	struct feed_entry *e;
	const char *author;

	if (cut(line, field) < FIELDS_LEAST || !is_number(field[TIME]))
		return;
	e = feed_entry_add(r, hash_bytes(line.at, line.len, 0));
	e->text[FEED_title] = feed_line(r->arena, field[TITLE]);
	e->text[FEED_link] = feed_address(r, NULL, field[LINK]);
	e->text[FEED_id] = feed_line(r->arena, field[ID]);
	author = feed_line(r->arena, field[AUTHOR]);
	if (author)
		*array_add(r->arena, e->authors, e->n_authors) =
			(struct feed_person){.name = author};
	set_time(e, field[TIME]);
	if (!e->is_known)
		add_content(r, e, field);
	add_lists(r, e, field);
	feed_finish(r, e);
}

static bool parse(struct reading *r, struct slice text, struct error *err)
{
	(void)err;
	r->feed->version = "sfeed";
	r->feed->is_wellformed = true;
	while (text.at && r->feed->n_entries < FEED_ENTRIES_MOST) {
		struct slice line = take_line(&text);

		if (line.len)
			read_line(r, line);
	}
	return true;
}

const struct feed_format feed_format_sfeed = {"sfeed", sniff, parse};
