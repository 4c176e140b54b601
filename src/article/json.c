#include "article/json.h"

#include <stdlib.h>
#include <string.h>

#include "article/record.h"
#include "base/die.h"
#include "base/utf8.h"

/* ---- out ---- */

/* Byte offsets to code points: a count every OFFSET_STEP bytes, so that many
 * spans cost little each. */
#define OFFSET_STEP 128u

struct offsets {
	const struct article *art;
	uint32_t *count; /* [text_len / OFFSET_STEP + 1], code points before */
	enum json_how how;
};

static void offsets_init(struct offsets *o, const struct article *art)
{
	uint32_t n = art->text_len / OFFSET_STEP + 1, sum = 0;

	o->art = art;
	o->count = calloc(n, sizeof(*o->count));
	if (!o->count)
		die("out of memory");
	for (uint32_t i = 0; i < n; i++) {
		uint32_t at = i * OFFSET_STEP;
		uint32_t len = art->text_len - at < OFFSET_STEP
				       ? art->text_len - at
				       : OFFSET_STEP;

		o->count[i] = sum;
		sum += (uint32_t)utf8_count(art->text + at, len);
	}
}

static json_int_t offsets_at(const struct offsets *o, uint32_t byte)
{
	uint32_t step = byte / OFFSET_STEP, from = step * OFFSET_STEP;

	return o->count[step] +
	       (json_int_t)utf8_count(o->art->text + from, byte - from);
}

static bool in_title(const struct article *art, struct span span)
{
	return span.start < art->body.start;
}

static void put_span(json_t *to, const struct offsets *o, struct span span)
{
	json_int_t base =
		in_title(o->art, span) ? 0 : offsets_at(o, o->art->body.start);

	json_object_set_new(to, "start",
			    json_integer(offsets_at(o, span.start) - base));
	json_object_set_new(to, "end",
			    json_integer(offsets_at(o, span.end) - base));
}

static json_t *text_or_null(const char *text)
{
	return text ? json_string(text) : json_null();
}

static json_t *when_json(const struct when *when)
{
	char text[32];

	date_write(when, text);
	return when->kind ? json_string(text) : json_null();
}

static json_t *id_json(int64_t id)
{
	return id ? json_integer(id) : json_null();
}

static void put_chain(json_t *to, const struct offsets *o, int32_t index)
{
	const struct chain *chain = NULL;

	if (index >= 0)
		chain = &o->art->chains[index];
	if (o->how == ARTICLE_JSON_LOCAL)
		json_object_set_new(to, "entity", id_json(index + 1));
	else
		json_object_set_new(to, "entity",
				    id_json(chain ? chain->entity : 0));
	json_object_set_new(to, "name",
			    !chain ? json_null()
			    : chain->entity_name
				    ? json_string(chain->entity_name)
				    : text_or_null(chain->name));
}

static json_t *texts_json(const char **texts, uint32_t n)
{
	json_t *list = json_array();

	for (uint32_t i = 0; i < n; i++)
		json_array_append_new(list, json_string(texts[i]));
	return list;
}

static json_t *key_json(const uint8_t key[16])
{
	char hex[33];

	for (int i = 0; i < 16; i++)
		snprintf(hex + 2 * i, 3, "%02x", key[i]);
	return json_string(hex);
}

static json_t *span_json(const struct offsets *o, struct span span)
{
	json_t *value;

	if (span.start == span.end)
		return json_null();
	value = json_object();
	put_span(value, o, span);
	return value;
}

static json_t *record_json(const struct offsets *o, const struct record *r,
			   const void *record, uint8_t use);

static json_t *list_json(const struct offsets *o, const struct field *f,
			 const void *record, uint8_t use)
{
	json_t *list = json_array();
	const char *at = *(char *const *)field_at(record, f);

	for (uint32_t i = 0; i < *field_count(record, f); i++)
		json_array_append_new(
			list, record_json(o, f->of, at + i * f->of->size, use));
	return list;
}

/* The value of every kind that is one value under one key. */
static json_t *value_json(const struct offsets *o, const struct field *f,
			  const void *record, uint8_t use)
{
	const void *at = field_at(record, f);
	struct slice part;
	const char *name;

	switch ((enum field_kind)f->kind) {
	case FIELD_SPAN:
		return span_json(o, *(const struct span *)at);
	case FIELD_PART:
		part = article_slice(o->art, *(const struct span *)at);
		return json_stringn(part.at, part.len);
	case FIELD_TEXT:
		return text_or_null(*(const char *const *)at);
	case FIELD_TEXTS:
		return texts_json(*(const char **const *)at,
				  *field_count(record, f));
	case FIELD_WHEN:
		return when_json(at);
	case FIELD_TIME: {
		struct when w = {.time = *(const int64_t *)at,
				 .kind = WHEN_SECOND};

		return w.time ? when_json(&w) : json_null();
	}
	case FIELD_ID:
		return id_json(*(const int64_t *)at);
	case FIELD_NUMBER:
		return json_integer(*(const uint32_t *)at);
	case FIELD_PERCENT:
		return json_real(*(const uint8_t *)at / 100.0);
	case FIELD_FLAG:
		return json_boolean(*(const bool *)at);
	case FIELD_KEY:
		return key_json(at);
	case FIELD_ENUM:
		name = f->names->at[*(const uint8_t *)at];
		return text_or_null(name);
	case FIELD_LIST:
		return list_json(o, f, record, use);
	default:
		return json_null();
	}
}

static bool is_empty(const struct field *f, const void *record)
{
	const void *at = field_at(record, f);

	if (f->kind == FIELD_PERCENT)
		return *(const uint8_t *)at == 0;
	if (f->kind == FIELD_WHEN)
		return ((const struct when *)at)->kind == WHEN_NONE;
	return f->kind == FIELD_TEXT && !*(const char *const *)at;
}

static json_t *record_json(const struct offsets *o, const struct record *r,
			   const void *record, uint8_t use)
{
	json_t *to = json_object();

	for (uint32_t i = 0; i < r->n; i++) {
		const struct field *f = &r->fields[i];
		const void *at = field_at(record, f);

		if (!f->json || !(f->uses & use))
			continue;
		if (f->uses & OMIT && is_empty(f, record))
			continue;
		if (f->kind == FIELD_PLACE) {
			struct span span = *(const struct span *)at;

			put_span(to, o, span);
			if (in_title(o->art, span))
				json_object_set_new(to, "in",
						    json_string("title"));
		} else if (f->kind == FIELD_CHAIN) {
			put_chain(to, o, *(const int32_t *)at);
		} else {
			json_object_set_new(to, f->json,
					    value_json(o, f, record, use));
		}
	}
	return to;
}

json_t *article_json(const struct article *art, enum json_how how)
{
	struct offsets o;
	json_t *value;

	offsets_init(&o, art);
	o.how = how;
	value = record_json(&o, &article_record, art,
			    how == ARTICLE_JSON_BRIEF ? BRIEF : JSON);
	free(o.count);
	return value;
}

static int add_bytes(const char *bytes, size_t len, void *out)
{
	str_add(out, bytes, len);
	return 0;
}

void article_json_line(const json_t *value, struct str *out)
{
	if (json_dump_callback(value, add_bytes, out,
			       JSON_COMPACT | JSON_ENCODE_ANY |
				       JSON_REAL_PRECISION(4)) != 0)
		die("cannot print JSON");
	str_add_char(out, '\n');
}

/* ---- in ---- */

static struct slice json_slice(const json_t *value)
{
	if (!json_is_string(value))
		return (struct slice){"", 0};
	return (struct slice){json_string_value(value),
			      json_string_length(value)};
}

/* A member as one line of text: a string, or a list of strings joined. */
static const char *get_line(struct arena *a, const json_t *from,
			    const char *key, const char *other)
{
	const json_t *value = json_object_get(from, key);
	struct slice s;

	if (!json_is_string(value) && other)
		value = json_object_get(from, other);
	s = slice_trim(json_slice(value));
	return s.len && !memchr(s.at, '\0', s.len) ? arena_copy(a, s.at, s.len)
						   : NULL;
}

static const char *get_ref(struct arena *a, const json_t *from)
{
	const json_t *id = json_object_get(from, "id");

	if (json_is_integer(id))
		return arena_printf(a, "%" JSON_INTEGER_FORMAT,
				    json_integer_value(id));
	return get_line(a, from, "id", NULL);
}

/* Code points of the body to a span of bytes; false outside of it. */
static bool get_span(const struct article *art, const json_t *from,
		     struct span *out)
{
	const json_t *s = json_object_get(from, "start");
	const json_t *e = json_object_get(from, "end");
	const char *base = json_string_value(json_object_get(from, "in"));
	struct span part =
		base && !strcmp(base, "title") ? art->title : art->body;
	const char *text = art->text + part.start;
	size_t len = part.end - part.start;
	json_int_t from_cp = json_integer_value(s),
		   to_cp = json_integer_value(e);

	if (!json_is_integer(s) || !json_is_integer(e) || from_cp < 0 ||
	    to_cp <= from_cp || (json_int_t)utf8_count(text, len) < to_cp)
		return false;
	out->start =
		part.start + (uint32_t)utf8_offset(text, len, (size_t)from_cp);
	out->end = part.start + (uint32_t)utf8_offset(text, len, (size_t)to_cp);
	return true;
}

static bool get_mentions(struct article *art, const json_t *list,
			 struct error *err)
{
	const json_t *value;
	size_t i;

	json_array_foreach(list, i, value)
	{
		struct mention *m;
		struct span span;
		int type;

		if (!get_span(art, value, &span))
			return error_set(err,
					 "mention %zu lies outside the text",
					 i + 1);
		type = names_find(&article_types,
				  json_slice(json_object_get(value, "type")));
		m = array_add(art->arena, art->mentions, art->n_mentions);
		m->span = span;
		m->type = type < 0 ? TYPE_UNKNOWN : (uint8_t)type;
		m->chain = m->of = -1;
	}
	article_sort_mentions(art);
	return true;
}

static bool get_article(struct article *art, const json_t *from,
			bool mentions_given, struct error *err)
{
	const json_t *text = json_object_get(from, "text");
	struct arena *a = art->arena;
	const char *date;

	if (!json_is_string(text))
		return error_set(err, "it has no \"text\"");
	if (memchr(json_string_value(text), '\0', json_string_length(text)))
		return error_set(err, "its text has a NUL character");
	if (slice_trim(json_slice(text)).len == 0)
		return error_set(err, "its text is empty");
	article_set_text(art,
			 slice_trim(json_slice(json_object_get(from, "title"))),
			 json_slice(text));
	art->ref = get_ref(a, from);
	art->url = get_line(a, from, "url", NULL);
	art->byline = get_line(a, from, "byline", "author");
	art->source = get_line(a, from, "source", "sitename");
	art->language = get_line(a, from, "language", NULL);
	date = get_line(a, from, "published", "date");
	if (date)
		date_read_iso(date, strlen(date), &art->published);
	if (!mentions_given)
		return true;
	art->has_mentions = true;
	return get_mentions(art, json_object_get(from, "mentions"), err);
}

bool article_json_read(struct arena *a, struct slice line, bool mentions_given,
		       struct article **out, struct error *err)
{
	json_error_t fault;
	json_t *from =
		json_loadb(line.at, line.len, JSON_REJECT_DUPLICATES, &fault);
	bool done = false;

	if (!from)
		return error_set(err, "it is no JSON: %s", fault.text);
	if (!json_is_object(from)) {
		error_set(err, "it is no JSON object");
	} else {
		*out = article_new(a);
		done = get_article(*out, from, mentions_given, err);
	}
	json_decref(from);
	return done;
}
