/* The field table of fields.def as data, for the codecs. */
#ifndef GAZETTE_ARTICLE_RECORD_H
#define GAZETTE_ARTICLE_RECORD_H

#include "article/article.h"

enum record_use {
	WIRE = 1,
	STORE = 2,
	JSON = 4,
	OBJECT = WIRE | STORE | JSON,
	BRIEF = 8,
	OMIT = 16,
	SINCE_2 = 32, /* not in records of codec version 1 */
};

enum field_kind {
	FIELD_PLACE,
	FIELD_SPAN,
	FIELD_PART,
	FIELD_TEXT,
	FIELD_TEXTS,
	FIELD_WHEN,
	FIELD_TIME,
	FIELD_ID,
	FIELD_CHAIN,
	FIELD_INDEX,
	FIELD_NUMBER,
	FIELD_PERCENT,
	FIELD_FLAG,
	FIELD_KEY,
	FIELD_ENUM,
	FIELD_LIST,
};

struct record;

struct field {
	const char *name, *json; /* json NULL: never in the JSON */
	uint8_t kind, uses;
	size_t offset, count;      /* of the member, and of n_member */
	const struct names *names; /* ENUM */
	const struct record *of;   /* LIST */
};

struct record {
	const char *name;
	size_t size;
	const struct field *fields; /* [n] */
	uint32_t n;
};

extern const struct record article_record;

/* The members of a record at `at`. */
static inline void *field_at(const void *at, const struct field *f)
{
	return (char *)at + f->offset;
}

static inline uint32_t *field_count(const void *at, const struct field *f)
{
	return (uint32_t *)(void *)((char *)at + f->count);
}

#endif
