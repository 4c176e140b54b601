/* Each service is a table: what its columns, keys and attributes say.  What
 * they say is set in one place, whatever file it stood in. */
#include "feed/saved-work.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "base/utf8.h"
#include "feed/feed.h"
#include "feed/work.h"
#include "html/decode.h"
#include "html/sanitise.h"
#include "html/url.h"

#define TAG_BYTES 100u /* that a tag of ours may have */
#define TAGS_MOST 100u

/* ---- what the services say ---- */

static const struct saved_column wallabag[] = {
	{"url", SAVED_URL},
	{"title", SAVED_TITLE},
	{"content", SAVED_HTML},
	{"tags", SAVED_TAGS},
	{"is_archived", SAVED_READ},
	{"is_starred", SAVED_STARRED},
	{"created_at", SAVED_KEPT},
	{"published_at", SAVED_PUBLISHED},
	{"published_by", SAVED_AUTHOR},
	{"domain_name", SAVED_SITE},
	{0},
};

static const struct saved_column pocket[] = {
	{"url", SAVED_URL},
	{"href", SAVED_URL},
	{"title", SAVED_TITLE},
	{"tags", SAVED_TAGS},
	{"time_added", SAVED_KEPT},
	{"status", SAVED_STATE},
	{0},
};

static const struct saved_column instapaper[] = {
	{"url", SAVED_URL},
	{"title", SAVED_TITLE},
	{"selection", SAVED_NOTE},
	{"folder", SAVED_STATE},
	{"timestamp", SAVED_KEPT},
	{"tags", SAVED_TAGS},
	{0},
};

static const struct saved_column readwise[] = {
	{"url", SAVED_URL},
	{"title", SAVED_TITLE},
	{"document tags", SAVED_TAGS},
	{"saved date", SAVED_KEPT},
	{"reading progress", SAVED_PROGRESS},
	{"location", SAVED_STATE},
	/* its other export, of highlights */
	{"highlight", SAVED_HIGHLIGHT},
	{"note", SAVED_COMMENT},
	{"book title", SAVED_TITLE},
	{"book author", SAVED_AUTHOR},
	{"highlighted at", SAVED_KEPT},
	{0},
};

static const struct {
	const char *name, *says; /* what it would have to be */
	const struct saved_column *columns;
	bool is_json, has_html;
} services[] = {
	{"wallabag", "no JSON of Wallabag's", wallabag, true, false},
	{"pocket", "no CSV or HTML of Pocket's", pocket, false, true},
	{"instapaper", "no CSV of Instapaper's", instapaper, false, false},
	{"readwise", "no CSV of Readwise's", readwise, false, false},
};

/* Where a service keeps what is unread, read, liked; a place of another name
 * is the user's, and a tag. */
static const struct {
	const char *name;
	bool is_read, is_starred;
} states[] = {
	{"unread", false, false},      {"read", true, false},
	{"archive", true, false},      {"archived", true, false},
	{"read archive", true, false}, {"starred", false, true},
	{"liked", false, true},        {"home", false, false},
	{"new", false, false},         {"later", false, false},
	{"shortlist", false, false},   {"feed", false, false},
};

static bool same(const char *name, struct slice text)
{
	return strlen(name) == text.len &&
	       strncasecmp(name, text.at, text.len) == 0;
}

enum saved_field saved_find(const struct saved_column *columns,
			    struct slice name)
{
	for (; columns->name; columns++) {
		if (same(columns->name, name))
			return columns->field;
	}
	return SAVED_NOTHING;
}

/* ---- what they say is set ---- */

static void put(struct saved_work *w, const char *key, const char *value)
{
	if (value && *value)
		json_object_set_new(w->one, key, json_string(value));
}

static void add_tag(struct saved_work *w, struct slice text)
{
	const char *line = feed_line(w->arena, text);
	json_t *tags = json_object_get(w->one, "tags");
	char tag[TAG_BYTES + 1];

	if (!line || json_array_size(tags) >= TAGS_MOST)
		return;
	utf8_copy(tag, sizeof(tag), line);
	json_array_append_new(tags, json_string(tag));
}

/* "['a', \"b\"]" */
static void add_list(struct saved_work *w, struct slice text)
{
	while (text.len) {
		struct slice tag;
		char mark = *text.at;

		text.at++;
		text.len--;
		if (mark != '\'' && mark != '"')
			continue;
		tag = slice_cut(&text, mark);
		add_tag(w, tag);
	}
}

static void set_tags(struct saved_work *w, struct slice text)
{
	bool has_bars = text.len && memchr(text.at, '|', text.len);

	if (text.len && *text.at == '[') {
		add_list(w, text);
		return;
	}
	while (text.len)
		add_tag(w, slice_cut(&text, has_bars ? '|' : ','));
}

static void set_time(struct saved_work *w, const char *key, struct slice text)
{
	struct when when = feed_date(text);
	int64_t time = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] < '0' || text.at[i] > '9' || i > 12) {
			time = when.kind ? when.time : 0;
			break;
		}
		time = time * 10 + (text.at[i] - '0');
	}
	if (time > 99999999999) /* milliseconds */
		time /= 1000;
	if (time > 0)
		json_object_set_new(w->one, key, json_integer(time));
}

static void set_state(struct saved_work *w, struct slice text)
{
	for (size_t i = 0; i < array_length(states); i++) {
		if (!same(states[i].name, text))
			continue;
		if (states[i].is_read)
			json_object_set_new(w->one, "read", json_true());
		if (states[i].is_starred)
			json_object_set_new(w->one, "starred", json_true());
		return;
	}
	add_tag(w, text);
}

static bool is_yes(struct slice text)
{
	return same("1", text) || same("true", text) || same("yes", text);
}

static void set_url(struct saved_work *w, struct slice text)
{
	const char *line = feed_line(w->arena, text);
	const char *url =
		line ? html_url_resolve(w->arena, NULL, slice_of(line)) : NULL;

	if (url)
		put(w, "url", html_url_normal(w->arena, url));
	else
		put(w, "fault", line);
}

/* Words of the user's as text; what was marked as a quotation. */
static void add_words(struct saved_work *w, struct slice text, bool is_mark)
{
	size_t len;
	const char *clean = utf8_clean(w->arena, text.at, text.len, &len);

	if (w->note.len)
		str_add_text(&w->note, "\n");
	if (is_mark)
		str_add_text(&w->note, "> ");
	str_add_text(&w->note, clean);
}

static void set_html(struct saved_work *w, struct slice text)
{
	static const char none[] = "wallabag can't retrieve contents";
	struct slice html = html_sanitise(w->arena, text, NULL);

	/* its words for a page that it could not get */
	if (html.len && !memmem(html.at, html.len < 400 ? html.len : 400, none,
				sizeof(none) - 1))
		str_add(&w->html, html.at, html.len);
}

void saved_set(struct saved_work *w, enum saved_field field, struct slice value)
{
	value = slice_trim(value);
	if (!value.len)
		return;
	switch (field) {
	case SAVED_NOTHING:
		break;
	case SAVED_URL:
		set_url(w, value);
		break;
	case SAVED_TITLE:
		put(w, "title", feed_line(w->arena, value));
		break;
	case SAVED_AUTHOR:
		put(w, "author", feed_line(w->arena, value));
		break;
	case SAVED_SITE:
		put(w, "source", feed_line(w->arena, value));
		break;
	case SAVED_HTML:
		set_html(w, value);
		break;
	case SAVED_TAGS:
		set_tags(w, value);
		break;
	case SAVED_KEPT:
		set_time(w, "kept", value);
		break;
	case SAVED_PUBLISHED:
		set_time(w, "published", value);
		break;
	case SAVED_STATE:
		set_state(w, value);
		break;
	case SAVED_READ:
		if (is_yes(value))
			json_object_set_new(w->one, "read", json_true());
		break;
	case SAVED_STARRED:
		if (is_yes(value))
			json_object_set_new(w->one, "starred", json_true());
		break;
	case SAVED_PROGRESS:
		if (*value.at == '1')
			json_object_set_new(w->one, "read", json_true());
		break;
	case SAVED_NOTE:
	case SAVED_COMMENT:
	case SAVED_HIGHLIGHT:
		add_words(w, value, field == SAVED_HIGHLIGHT);
		break;
	}
}

/* ---- records ---- */

void saved_begin(struct saved_work *w)
{
	w->one = json_object();
	json_object_set_new(w->one, "tags", json_array());
	str_clear(&w->html);
	str_clear(&w->note);
	w->n++;
}

static void add_escaped(struct str *to, struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '<')
			str_add_text(to, "&lt;");
		else if (text.at[i] == '&')
			str_add_text(to, "&amp;");
		else
			str_add_char(to, text.at[i]);
	}
}

/* Highlights without an address are a text of their own: quotations, one below
 * the other, under the title of what they are from. */
static void add_marked(struct saved_work *w)
{
	struct slice rest = {str_text(&w->note), w->note.len};

	while (rest.at && rest.len) {
		struct slice line = slice_cut(&rest, '\n');
		bool is_mark = line.len > 2 && memcmp(line.at, "> ", 2) == 0;

		if (is_mark) {
			line.at += 2;
			line.len -= 2;
		}
		str_add_text(&w->marked, is_mark ? "<blockquote><p>" : "<p>");
		add_escaped(&w->marked, line);
		str_add_text(&w->marked,
			     is_mark ? "</p></blockquote>" : "</p>");
	}
}

/* The last record has all of its highlights now. */
static void end_group(struct saved_work *w)
{
	size_t n = json_array_size(w->all);

	if (w->group && n)
		json_object_set_new(json_array_get(w->all, n - 1), "html",
				    json_string(str_text(&w->marked)));
	w->group = NULL;
	str_clear(&w->marked);
}

static const char *string_at(const struct saved_work *w, const char *key)
{
	return json_string_value(json_object_get(w->one, key));
}

/* Highlights of one thing stand below each other: they are one record.
 * Returns false when it went into the last. */
static bool end_highlight(struct saved_work *w)
{
	const char *author = string_at(w, "author");
	const char *group =
		arena_printf(w->arena, "%s\n%s", string_at(w, "title"),
			     author ? author : "");
	bool is_new = !w->group || strcmp(group, w->group) != 0;

	if (is_new) {
		end_group(w);
		put(w, "guid", group);
		put(w, "source", "Readwise");
	}
	w->group = group;
	add_marked(w);
	return is_new;
}

static bool end_record(struct saved_work *w)
{
	const char *fault = string_at(w, "fault");

	if (!string_at(w, "url") && !fault && w->note.len &&
	    string_at(w, "title"))
		return end_highlight(w);
	end_group(w);
	put(w, "html", str_text(&w->html));
	put(w, "note", str_text(&w->note));
	if (fault)
		put(w, "fault",
		    arena_printf(w->arena, "'%s' is no http(s) address",
				 fault));
	else if (!string_at(w, "url"))
		put(w, "fault",
		    arena_printf(w->arena, "record %u has no address", w->n));
	return true;
}

void saved_end(struct saved_work *w)
{
	if (end_record(w))
		json_array_append_new(w->all, w->one);
	else
		json_decref(w->one);
	w->one = NULL;
}

/* ---- files ---- */

static bool is_html(struct slice text)
{
	text = slice_trim(text);
	return text.len && *text.at == '<';
}

bool saved_parse(struct arena *a, const char *service, struct slice bytes,
		 struct str *out, struct error *err)
{
	struct slice text = html_decode(a, bytes, NULL, false, NULL);
	struct saved_work w = {.arena = a, .all = json_array()};
	size_t i = 0;
	bool is_good;
	char *words;

	while (i < array_length(services) - 1 &&
	       strcmp(service, services[i].name) != 0)
		i++;
	if (services[i].is_json)
		is_good = saved_json(&w, services[i].columns, text, err);
	else if (services[i].has_html && is_html(text))
		is_good = saved_html(&w, services[i].columns, text, err);
	else
		is_good = saved_csv(&w, services[i].columns, text, err);
	end_group(&w);
	words = is_good ? json_dumps(w.all, JSON_COMPACT) : NULL;
	if (words)
		str_add_text(out, words);
	else
		error_set(err, "is %s", services[i].says);
	free(words);
	json_decref(w.all);
	str_free(&w.html);
	str_free(&w.note);
	str_free(&w.marked);
	return words != NULL;
}
