/* The sketches that may be a new article's copies.
 *
 * They are held by day; those of other days are read when an article of such
 * a day comes.
 */
#include "store/sketch.h"

#include <stdlib.h>

#include "base/die.h"

#define HELD_MOST (1u << 21) /* grams in memory: 24 MiB */

void copies_free(struct sketches *s)
{
	if (!s)
		return;
	free(s->bucket);
	free(s->at);
	free(s->docs);
	free(s->lines);
	free(s->days);
	free(s);
}

static void *must(void *memory)
{
	if (!memory)
		die("out of memory");
	return memory;
}

static void rehash(struct sketches *s)
{
	s->room = s->room ? s->room * 2 : 1u << 12;
	s->bucket = must(realloc(s->bucket, s->room * sizeof(*s->bucket)));
	for (uint32_t i = 0; i < s->room; i++)
		s->bucket[i] = -1;
	for (uint32_t i = 0; i < s->n; i++) {
		int32_t *head = &s->bucket[s->at[i].gram & (s->room - 1)];

		s->at[i].next = *head;
		*head = (int32_t)i;
	}
}

static uint32_t hold_doc(struct sketches *s, int64_t docid, bool is_dated,
			 uint32_t grams)
{
	if (s->n_docs == s->docs_room) {
		s->docs_room = s->docs_room ? s->docs_room * 2 : 1u << 8;
		s->docs =
			must(realloc(s->docs, s->docs_room * sizeof(*s->docs)));
	}
	s->docs[s->n_docs] = (struct doc){docid, is_dated, grams, 0};
	return s->n_docs++;
}

static void hold(struct sketches *s, uint32_t gram, uint32_t doc)
{
	int32_t *head;

	if (s->n == s->n_room) {
		s->n_room = s->n_room ? s->n_room * 2 : 1u << 12;
		s->at = must(realloc(s->at, s->n_room * sizeof(*s->at)));
	}
	if (s->n >= s->room)
		rehash(s);
	head = &s->bucket[gram & (s->room - 1)];
	s->at[s->n] = (struct posting){gram, *head, doc};
	*head = (int32_t)s->n++;
}

/* ---- lines ---- */

static struct line *find_line(const struct sketches *s, uint32_t hash)
{
	uint32_t i = hash & (s->lines_room - 1);

	while (s->lines[i].count && s->lines[i].hash != hash)
		i = (i + 1) & (s->lines_room - 1);
	return &s->lines[i];
}

static void hold_line(struct sketches *s, uint32_t hash, uint32_t count);

static void grow_lines(struct sketches *s)
{
	struct line *old = s->lines;
	uint32_t room = s->lines_room;

	s->lines_room = room ? room * 2 : 1u << 10;
	s->lines = must(calloc(s->lines_room, sizeof(*s->lines)));
	s->n_lines = 0;
	for (uint32_t i = 0; i < room; i++) {
		if (old[i].count)
			hold_line(s, old[i].hash, old[i].count);
	}
	free(old);
}

static void hold_line(struct sketches *s, uint32_t hash, uint32_t count)
{
	struct line *line;

	if (s->n_lines >= s->lines_room / 2)
		grow_lines(s);
	line = find_line(s, hash);
	s->n_lines += line->count == 0;
	line->hash = hash;
	line->count += count;
}

uint32_t sketches_count(const struct sketches *s, uint32_t line)
{
	return s->lines_room ? find_line(s, line)->count : 0;
}

/* ---- days ---- */

/* 1800 to 2200; what lies outside is not looked at for copies. */
#define FIRST_DAY (-62091)
#define DAYS_HELD 146097

static bool is_loaded(const struct sketches *s, int64_t day)
{
	int64_t i = day - FIRST_DAY;

	return i < 0 || i >= DAYS_HELD || s->days[i / 8] & 1u << (i % 8);
}

static uint32_t number_at(struct slice bytes, size_t at)
{
	const unsigned char *p = (const unsigned char *)bytes.at + at;

	return (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
	       (uint32_t)p[3] << 24;
}

static void load_day(struct store *st, int64_t day)
{
	struct sketches *s = st->sketches;
	int64_t i = day - FIRST_DAY;
	sqlite3_stmt *stmt =
		sql_begin(&st->sql, SQL_SKETCHES,
			  BIND(INT(day * DATE_DAY), INT((day + 1) * DATE_DAY)));

	while (sql_row(&st->sql, stmt)) {
		int64_t docid = sqlite3_column_int64(stmt, 0);
		struct slice grams = sql_get_blob(stmt, 1);
		struct slice lines = sql_get_blob(stmt, 2);
		bool is_dated = sqlite3_column_int(stmt, 3) != 0;
		uint32_t doc =
			hold_doc(s, docid, is_dated, (uint32_t)(grams.len / 4));

		for (size_t k = 0; k + 4 <= grams.len; k += 4)
			hold(s, number_at(grams, k), doc);
		for (size_t k = 0; k + 4 <= lines.len; k += 4)
			hold_line(s, number_at(lines, k), 1);
	}
	s->days[i / 8] |= (uint8_t)(1u << (i % 8));
}

/* Hold the sketches of the days around one.  What another process adds on a
 * loaded day is not seen until the memory is begun anew: a copy may then
 * stand unfolded, no more. */
static void load_around(struct store *st, int64_t day)
{
	for (int64_t d = day - SKETCH_DAYS; d <= day + SKETCH_DAYS; d++) {
		if (!is_loaded(st->sketches, d))
			load_day(st, d);
	}
}

struct sketches *sketches_around(struct store *st, int64_t day)
{
	struct sketches *s = st->sketches;

	if (s && s->n > HELD_MOST) {
		copies_free(s);
		s = NULL;
	}
	if (!s) {
		s = st->sketches = must(calloc(1, sizeof(*s)));
		s->days = must(calloc(1, DAYS_HELD / 8 + 1));
		rehash(s);
	}
	load_around(st, day);
	load_around(st, store_now() / DATE_DAY);
	return s;
}

static void put_numbers(struct str *out, const uint32_t *numbers, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		for (int k = 0; k < 4; k++)
			str_add_char(out, (char)(numbers[i] >> (8 * k)));
	}
}

void sketches_keep(struct store *st, int64_t docid, bool is_dated,
		   const uint32_t *grams, uint32_t n_grams,
		   const uint32_t *lines, uint32_t n_lines)
{
	struct sketches *s = st->sketches;
	uint32_t doc = hold_doc(s, docid, is_dated, n_grams);
	struct str kept_grams = {0}, kept_lines = {0};

	for (uint32_t i = 0; i < n_grams; i++)
		hold(s, grams[i], doc);
	for (uint32_t i = 0; i < n_lines; i++)
		hold_line(s, lines[i], 1);
	put_numbers(&kept_grams, grams, n_grams);
	put_numbers(&kept_lines, lines, n_lines);
	sql_do(&st->sql, SQL_SKETCH_PUT,
	       BIND(INT(docid), INT(is_dated),
		    BLOB(kept_grams.at, kept_grams.len),
		    BLOB(kept_lines.at, kept_lines.len)));
	str_free(&kept_grams);
	str_free(&kept_lines);
}

void copies_forget(struct store *st, int64_t docid)
{
	sql_do(&st->sql, SQL_SKETCH_DELETE, BIND(INT(docid)));
}
