#include "article/article.h"

#include <stdlib.h>
#include <string.h>

#include "article/record.h"
#include "base/die.h"
#include "base/utf8.h"

#define NAMES(table, ...)                                                      \
	static const char *const table##_at[] = {__VA_ARGS__};                 \
	const struct names table = {table##_at,                                \
				    (uint8_t)array_length(table##_at)}

NAMES(article_block_kinds, "paragraph", "heading", "item", "blockquote", "pre",
      "table");
NAMES(article_link_kinds, "inline", "related", "enclosure", "comments");
NAMES(article_types, NULL, "person", "org", "place", "group", "event", "work",
      "date", "misc");
NAMES(article_forms, "name", "role", "nominal", "pronoun");
NAMES(article_genders, NULL, "male", "female");
NAMES(article_quote_kinds, "direct", "mixed", "indirect");

int names_find(const struct names *names, struct slice name)
{
	for (int i = 0; i < names->n; i++) {
		if (names->at[i] && slice_equals(name, names->at[i]))
			return i;
	}
	return -1;
}

struct article *article_new(struct arena *a)
{
	struct article *art = arena_alloc(a, sizeof(*art));

	art->arena = a;
	art->text = arena_alloc(a, 1);
	return art;
}

void article_set_text(struct article *art, struct slice title,
		      struct slice body)
{
	size_t gap = title.len ? 2 : 0;
	char *text;

	if (title.len > INT32_MAX / 2 || body.len > INT32_MAX / 2)
		die("an article is too large");
	text = arena_alloc(art->arena, title.len + gap + body.len + 1);
	if (title.len) {
		memcpy(text, title.at, title.len);
		memcpy(text + title.len, "\n\n", gap);
	}
	if (body.len)
		memcpy(text + title.len + gap, body.at, body.len);
	art->text = text;
	art->text_len = (uint32_t)(title.len + gap + body.len);
	art->title = (struct span){0, (uint32_t)title.len};
	art->body = (struct span){(uint32_t)(title.len + gap), art->text_len};
}

struct slice article_slice(const struct article *art, struct span span)
{
	return (struct slice){art->text + span.start, span.end - span.start};
}

struct order {
	struct mention mention;
	uint32_t was;
};

static int order_compare(const void *left, const void *right)
{
	const struct order *a = left, *b = right;

	if (a->mention.span.start != b->mention.span.start)
		return a->mention.span.start < b->mention.span.start ? -1 : 1;
	if (a->mention.span.end != b->mention.span.end)
		return a->mention.span.end > b->mention.span.end ? -1 : 1;
	if (a->mention.form != b->mention.form)
		return a->mention.form > b->mention.form ? -1 : 1;
	if (a->mention.type != b->mention.type)
		return a->mention.type < b->mention.type ? -1 : 1;
	return a->was < b->was ? -1 : 1;
}

void article_sort_mentions(struct article *art)
{
	uint32_t n = art->n_mentions;
	struct order *order = arena_array(art->arena, n, sizeof(*order));
	int32_t *now = arena_array(art->arena, n, sizeof(*now));

	for (uint32_t i = 0; i < n; i++)
		order[i] = (struct order){art->mentions[i], i};
	if (n)
		qsort(order, n, sizeof(*order), order_compare);
	for (uint32_t i = 0; i < n; i++)
		now[order[i].was] = (int32_t)i;
	for (uint32_t i = 0; i < n; i++) {
		art->mentions[i] = order[i].mention;
		if (art->mentions[i].of >= 0)
			art->mentions[i].of = now[art->mentions[i].of];
	}
	for (uint32_t i = 0; i < art->n_quotes; i++) {
		if (art->quotes[i].mention >= 0)
			art->quotes[i].mention = now[art->quotes[i].mention];
	}
}

int32_t article_mention_at(const struct article *art, uint32_t at)
{
	int32_t found = -1;

	for (uint32_t i = 0; i < art->n_mentions; i++) {
		const struct mention *m = &art->mentions[i];

		if (m->span.start > at)
			break;
		if (m->form == FORM_NAME && at < m->span.end)
			found = (int32_t)i;
	}
	return found;
}

static bool check_field(const struct article *art, const void *record,
			const struct field *f)
{
	const void *at = field_at(record, f);

	switch (f->kind) {
	case FIELD_PLACE:
	case FIELD_SPAN:
	case FIELD_PART: {
		const struct span *s = at;

		return s->start <= s->end && s->end <= art->text_len &&
		       utf8_boundary(art->text, art->text_len, s->start) &&
		       utf8_boundary(art->text, art->text_len, s->end);
	}
	case FIELD_TEXT: {
		const char *text = *(const char *const *)at;

		return !text || utf8_valid(text, strlen(text));
	}
	case FIELD_TEXTS:
		for (uint32_t i = 0; i < *field_count(record, f); i++) {
			const char *text = (*(const char **const *)at)[i];

			if (!text || !utf8_valid(text, strlen(text)))
				return false;
		}
		return true;
	case FIELD_CHAIN:
		return *(const int32_t *)at >= -1 &&
		       *(const int32_t *)at < (int64_t)art->n_chains;
	case FIELD_INDEX:
		return *(const int32_t *)at >= -1 &&
		       *(const int32_t *)at < (int64_t)art->n_mentions;
	case FIELD_ENUM:
		return *(const uint8_t *)at < f->names->n;
	case FIELD_PERCENT:
		return *(const uint8_t *)at <= 100;
	case FIELD_WHEN:
		return ((const struct when *)at)->kind <= WHEN_SECOND;
	default:
		return true;
	}
}

static bool check_record(const struct article *art, const struct record *r,
			 const void *record, struct error *err)
{
	for (uint32_t i = 0; i < r->n; i++) {
		if (!check_field(art, record, &r->fields[i]))
			return error_set(err, "the %s of a %s is out of bounds",
					 r->fields[i].name, r->name);
	}
	return true;
}

bool article_check(const struct article *art, struct error *err)
{
	const struct record *r = &article_record;

	if (!utf8_valid(art->text, art->text_len))
		return error_set(err, "the text is not UTF-8");
	if (!check_record(art, r, art, err))
		return false;
	for (uint32_t i = 0; i < r->n; i++) {
		const struct field *f = &r->fields[i];
		const char *list;

		if (f->kind != FIELD_LIST)
			continue;
		list = *(char *const *)field_at(art, f);
		for (uint32_t k = 0; k < *field_count(art, f); k++) {
			if (!check_record(art, f->of, list + k * f->of->size,
					  err))
				return false;
		}
	}
	return true;
}
