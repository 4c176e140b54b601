#include "article/codec.h"

#include <assert.h>
#include <string.h>

#include "article/record.h"
#include "base/utf8.h"

/* ---- writing ---- */

static void put_number(struct str *out, uint64_t n)
{
	while (n >= 0x80) {
		str_add_char(out, (char)(n | 0x80));
		n >>= 7;
	}
	str_add_char(out, (char)n);
}

static void put_signed(struct str *out, int64_t n)
{
	put_number(out, n < 0 ? ~((uint64_t)n << 1) : (uint64_t)n << 1);
}

static void put_text(struct str *out, const char *text)
{
	size_t len = text ? strlen(text) : 0;

	put_number(out, text ? len + 1 : 0);
	if (len)
		str_add(out, text, len);
}

static void put_span(struct str *out, const struct span *s, uint32_t *before)
{
	put_signed(out, (int64_t)s->start - *before);
	put_number(out, s->end - s->start);
	*before = s->start;
}

static void put_record(struct str *out, const struct record *r,
		       const void *record, uint8_t use, uint32_t *before);

static void put_list(struct str *out, const struct field *f, const void *record,
		     uint8_t use)
{
	uint32_t n = *field_count(record, f), before = 0;
	const char *list = *(char *const *)field_at(record, f);

	put_number(out, n);
	for (uint32_t i = 0; i < n; i++)
		put_record(out, f->of, list + i * f->of->size, use, &before);
}

static void put_field(struct str *out, const struct field *f,
		      const void *record, uint8_t use, uint32_t *before)
{
	const void *at = field_at(record, f);
	uint32_t zero = 0;

	switch ((enum field_kind)f->kind) {
	case FIELD_PLACE:
		put_span(out, at, before);
		break;
	case FIELD_SPAN:
	case FIELD_PART:
		put_span(out, at, &zero);
		break;
	case FIELD_TEXT:
		put_text(out, *(const char *const *)at);
		break;
	case FIELD_TEXTS:
		put_number(out, *field_count(record, f));
		for (uint32_t i = 0; i < *field_count(record, f); i++)
			put_text(out, (*(const char **const *)at)[i]);
		break;
	case FIELD_WHEN: {
		const struct when *w = at;

		put_number(out, w->kind);
		if (w->kind) {
			put_signed(out, w->time);
			put_signed(out, w->offset);
		}
		break;
	}
	case FIELD_TIME:
	case FIELD_ID:
		put_signed(out, *(const int64_t *)at);
		break;
	case FIELD_CHAIN:
	case FIELD_INDEX:
		put_signed(out, *(const int32_t *)at);
		break;
	case FIELD_NUMBER:
		put_number(out, *(const uint32_t *)at);
		break;
	case FIELD_PERCENT:
	case FIELD_ENUM:
		put_number(out, *(const uint8_t *)at);
		break;
	case FIELD_FLAG:
		put_number(out, *(const bool *)at);
		break;
	case FIELD_KEY:
		str_add(out, at, 16);
		break;
	case FIELD_LIST:
		put_list(out, f, record, use);
		break;
	}
}

static void put_record(struct str *out, const struct record *r,
		       const void *record, uint8_t use, uint32_t *before)
{
	for (uint32_t i = 0; i < r->n; i++) {
		if (r->fields[i].uses & use)
			put_field(out, &r->fields[i], record, use, before);
	}
}

void codec_write(const struct article *art, uint8_t use, struct str *out)
{
	uint32_t before = 0;

	str_add_char(out, CODEC_VERSION);
	if (use == WIRE) {
		put_number(out, art->text_len);
		str_add(out, art->text, art->text_len);
	}
	put_record(out, &article_record, art, use, &before);
}

/* ---- reading ---- */

struct reader {
	struct arena *arena;
	const unsigned char *at, *end;
	bool failed;
	uint8_t missing; /* bits of the versions after the blob's */
};

static uint64_t get_number(struct reader *r)
{
	uint64_t n = 0;

	for (unsigned shift = 0; shift < 64 && r->at < r->end; shift += 7) {
		unsigned char c = *r->at++;

		n |= (uint64_t)(c & 0x7F) << shift;
		if (c < 0x80)
			return n;
	}
	r->failed = true;
	return 0;
}

static int64_t get_signed(struct reader *r)
{
	uint64_t n = get_number(r);

	return n & 1 ? (int64_t) ~(n >> 1) : (int64_t)(n >> 1);
}

/* A number of at most `most`. */
static uint64_t get_bounded(struct reader *r, uint64_t most)
{
	uint64_t n = get_number(r);

	if (n > most)
		r->failed = true;
	return r->failed ? 0 : n;
}

static size_t left(const struct reader *r)
{
	return (size_t)(r->end - r->at);
}

static const char *get_text(struct reader *r)
{
	uint64_t len = get_number(r);
	char *text;

	if (r->failed || len == 0)
		return NULL;
	if (len - 1 > left(r)) {
		r->failed = true;
		return NULL;
	}
	text = arena_copy(r->arena, (const char *)r->at, (size_t)len - 1);
	r->at += len - 1;
	return text;
}

static void get_span(struct reader *r, struct span *s, uint32_t *before)
{
	int64_t start = get_signed(r);
	uint64_t len = get_bounded(r, INT32_MAX);

	if (start > INT32_MAX || start < -(int64_t)INT32_MAX ||
	    start + *before < 0 || start + *before + (int64_t)len > INT32_MAX) {
		r->failed = true;
		return;
	}
	s->start = (uint32_t)(start + *before);
	s->end = s->start + (uint32_t)len;
	*before = s->start;
}

static int64_t get_index(struct reader *r)
{
	int64_t n = get_signed(r);

	if (n < -1 || n > INT32_MAX)
		r->failed = true;
	return r->failed ? -1 : n;
}

static void get_record(struct reader *r, const struct record *rec, void *record,
		       uint8_t use, uint32_t *before);

static bool is_there(const struct reader *r, const struct field *f, uint8_t use)
{
	return (f->uses & use) && !(f->uses & r->missing);
}

/* Every field takes a byte at least, so that a count is bounded by what is
 * left, and what a broken record can make us allocate by its length. */
static size_t least_bytes(const struct reader *r, const struct record *rec,
			  uint8_t use)
{
	size_t n = 0;

	for (uint32_t i = 0; i < rec->n; i++)
		n += is_there(r, &rec->fields[i], use);
	return n ? n : 1;
}

static void get_list(struct reader *r, const struct field *f, void *record,
		     uint8_t use)
{
	uint64_t most = left(r) / least_bytes(r, f->of, use);
	uint32_t n = (uint32_t)get_bounded(r, most), before = 0;
	char *list;

	if (r->failed)
		return;
	list = arena_array(r->arena, n, f->of->size);
	*(char **)field_at(record, f) = list;
	for (uint32_t i = 0; i < n && !r->failed; i++) {
		get_record(r, f->of, list + i * f->of->size, use, &before);
		*field_count(record, f) = i + 1;
	}
}

static void get_texts(struct reader *r, const struct field *f, void *record)
{
	uint32_t n = (uint32_t)get_bounded(r, left(r));
	const char **list = arena_array(r->arena, n, sizeof(*list));

	*(const char ***)field_at(record, f) = list;
	for (uint32_t i = 0; i < n && !r->failed; i++) {
		list[i] = get_text(r);
		*field_count(record, f) = i + 1;
	}
}

static void get_when(struct reader *r, struct when *w)
{
	w->kind = (uint8_t)get_bounded(r, WHEN_SECOND);
	if (w->kind) {
		int64_t offset;

		w->time = get_signed(r);
		offset = get_signed(r);
		if (offset < -24 * 60 || offset > 24 * 60)
			r->failed = true;
		else
			w->offset = (int16_t)offset;
	}
}

static void get_field(struct reader *r, const struct field *f, void *record,
		      uint8_t use, uint32_t *before)
{
	void *at = field_at(record, f);
	uint32_t zero = 0;

	switch ((enum field_kind)f->kind) {
	case FIELD_PLACE:
		get_span(r, at, before);
		break;
	case FIELD_SPAN:
	case FIELD_PART:
		get_span(r, at, &zero);
		break;
	case FIELD_TEXT:
		*(const char **)at = get_text(r);
		break;
	case FIELD_TEXTS:
		get_texts(r, f, record);
		break;
	case FIELD_WHEN:
		get_when(r, at);
		break;
	case FIELD_TIME:
	case FIELD_ID:
		*(int64_t *)at = get_signed(r);
		break;
	case FIELD_CHAIN:
	case FIELD_INDEX:
		*(int32_t *)at = (int32_t)get_index(r);
		break;
	case FIELD_NUMBER:
		*(uint32_t *)at = (uint32_t)get_bounded(r, UINT32_MAX);
		break;
	case FIELD_PERCENT:
	case FIELD_ENUM:
		*(uint8_t *)at = (uint8_t)get_bounded(r, UINT8_MAX);
		break;
	case FIELD_FLAG:
		*(bool *)at = get_bounded(r, 1) != 0;
		break;
	case FIELD_KEY:
		if (left(r) < 16) {
			r->failed = true;
			break;
		}
		memcpy(at, r->at, 16);
		r->at += 16;
		break;
	case FIELD_LIST:
		get_list(r, f, record, use);
		break;
	}
}

static void get_record(struct reader *r, const struct record *rec, void *record,
		       uint8_t use, uint32_t *before)
{
	for (uint32_t i = 0; i < rec->n && !r->failed; i++) {
		if (is_there(r, &rec->fields[i], use))
			get_field(r, &rec->fields[i], record, use, before);
	}
}

static void get_whole_text(struct reader *r, struct article *art)
{
	uint64_t len = get_bounded(r, INT32_MAX);

	if (r->failed || len > left(r)) {
		r->failed = true;
		return;
	}
	art->text = arena_copy(r->arena, (const char *)r->at, (size_t)len);
	art->text_len = (uint32_t)len;
	r->at += len;
}

bool codec_read(struct arena *a, struct slice bytes, uint8_t use,
		struct slice text, struct article **out, struct error *err)
{
	const unsigned char *start = (const unsigned char *)bytes.at;
	struct reader r = {a, start, start + bytes.len, false, 0};
	struct article *art = article_new(a);
	uint32_t before = 0;

	if (bytes.len == 0 || *r.at == 0 || *r.at > CODEC_VERSION)
		return error_set(err, "the record has an unknown version");
	r.missing = *r.at++ < 2 ? SINCE_2 : 0;
	if (use == WIRE) {
		get_whole_text(&r, art);
	} else {
		assert(text.len <= INT32_MAX);
		art->text = arena_copy(a, text.at, text.len);
		art->text_len = (uint32_t)text.len;
	}
	get_record(&r, &article_record, art, use, &before);
	if (r.failed || r.at != r.end)
		return error_set(err, "the record is broken at byte %zu",
				 (size_t)(r.at - start));
	if (!article_check(art, err))
		return false;
	*out = art;
	return true;
}
