#include "pack.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/map.h"
#include "tag/index.h"

#define WORD_LEAST 3 /* names that a word begins or ends, to be told by it */
#define FILE_MOST  (1u << 30)
#define ROOM(n)    ((n) + (n) / 4 + MODEL_PROBE + 1) /* slots of a table */
#define REACH      48 /* of a weight: times the mean one */

/* ---- clusters ---- */

static uint32_t number(struct slice s)
{
	uint32_t n = 0;

	for (size_t i = 0; i < s.len && s.at[i] >= '0' && s.at[i] <= '9'; i++)
		n = n * 10 + (uint32_t)(s.at[i] - '0');
	return n;
}

static void put_word(struct pack *p, uint64_t key, uint32_t clusters)
{
	uint64_t hash = model_mix(key);
	struct model_word *at =
		p->words + model_home(hash, p->n_words - MODEL_PROBE);

	for (int i = 0; i < MODEL_PROBE; i++, at++) {
		if (at->tag == model_tag16(hash))
			return; /* the commoner word came first */
		if (at->tag == 0) {
			*at = (struct model_word){model_tag16(hash),
						  {(uint16_t)clusters,
						   (uint16_t)(clusters >> 16)}};
			return;
		}
	}
}

bool pack_clusters(struct pack *p, const char *path, uint32_t most,
		   struct error *err)
{
	static const unsigned shift[] = {0, 5, 12, 21};
	struct slice rest, line, word;

	rest.at = file_read(p->arena, path, FILE_MOST, &rest.len, err);
	if (!rest.at)
		return false;
	p->n_words = ROOM(most);
	p->words = arena_array(p->arena, p->n_words, sizeof(*p->words));
	for (uint32_t n = 0; n < most && rest.at && rest.len; n++) {
		uint32_t clusters = 0;

		line = slice_cut(&rest, '\n');
		word = slice_cut(&line, '\t');
		for (size_t c = 0; c < array_length(shift) && line.at; c++)
			clusters |= number(slice_cut(&line, '\t')) << shift[c];
		put_word(p, tag_piece(word.at, word.len, SPELLING_EXACT).hash,
			 clusters | 1u << 31);
	}
	return true;
}

/* ---- lists ---- */

static const char *const classes[] = {"first",   "last",    "person", "org",
				      "team",    "country", "region", "city",
				      "demonym", "role",    "event"};

struct phrases {
	struct pack *pack;
	struct map map; /* the 8 bytes of a hash -> number */
	uint64_t *hash;
	uint32_t *bits;
	uint32_t n_hash, n_bits;
};

static void note_phrase(struct phrases *l, uint64_t hash, uint32_t bits)
{
	struct arena *a = l->pack->arena;
	uint32_t at;
	bool is_new;

	if (map_get(&l->map, (const char *)&hash, sizeof(hash), &at)) {
		l->bits[at] |= bits;
		return;
	}
	*array_add(a, l->hash, l->n_hash) = hash;
	*array_add(a, l->bits, l->n_bits) = bits;
	*map_put(&l->map, arena_copy(a, (char *)&hash, sizeof(hash)),
		 sizeof(hash), &is_new) = l->n_hash - 1;
}

static void note_beginning(void *to, uint64_t hash)
{
	note_phrase(to, hash, MODEL_LIST_MORE);
}

static void ignore(void *to, uint64_t hash)
{
	(void)to;
	(void)hash;
}

static void note_line(struct phrases *l, struct slice line)
{
	struct slice class = slice_cut(&line, '\t');

	for (uint32_t c = 0; line.at && c < array_length(classes); c++) {
		if (slice_equals(class, classes[c]))
			note_phrase(l,
				    tag_phrase(line, SPELLING_EXACT,
					       note_beginning, l),
				    1u << c);
	}
}

/* ---- words of names ---- */

/* How many names of organisations, and of all else, a word begins or ends. */
struct word_count {
	uint64_t hash;
	uint32_t n[2][2]; /* [ends][is organisation] */
};

struct words {
	struct arena *arena;
	struct map map;
	struct word_count *counts;
	uint32_t n_counts;
};

static void count_word(struct words *w, struct slice word, bool ends,
		       bool is_org)
{
	bool is_new;
	uint32_t *at = map_put(&w->map, word.at, word.len, &is_new);

	if (is_new) {
		*at = w->n_counts;
		array_add(w->arena, w->counts, w->n_counts)->hash =
			tag_phrase(word, SPELLING_EXACT, ignore, NULL);
	}
	w->counts[*at].n[ends][is_org]++;
}

static void count_line(struct words *w, struct slice line)
{
	struct slice class = slice_cut(&line, '\t'), first = line, last = line;
	bool is_org = slice_equals(class, "org") || slice_equals(class, "team");

	if (!line.at || !memchr(line.at, ' ', line.len))
		return;
	count_word(w, slice_cut(&first, ' '), false, is_org);
	for (size_t i = 0; i < line.len; i++) {
		if (line.at[i] == ' ')
			last = (struct slice){line.at + i + 1,
					      line.len - i - 1};
	}
	if (last.len)
		count_word(w, last, true, is_org);
}

/* Words that begin or end organisations far more often than other names. */
static void note_words(struct phrases *l, struct slice lines)
{
	struct words w = {.arena = l->pack->arena};

	map_init(&w.map, w.arena);
	while (lines.at && lines.len)
		count_line(&w, slice_cut(&lines, '\n'));
	for (uint32_t i = 0; i < w.n_counts; i++) {
		for (uint32_t ends = 0; ends < 2; ends++) {
			const uint32_t *n = w.counts[i].n[ends];

			if (n[1] >= WORD_LEAST && n[1] > 3 * n[0])
				note_phrase(
					l, w.counts[i].hash,
					1u << (array_length(classes) + ends));
		}
	}
}

static void put_phrase(struct pack *p, uint64_t key, uint32_t bits)
{
	uint64_t hash = model_mix(key);
	struct model_phrase *at =
		p->phrases + model_home(hash, p->n_phrases - MODEL_PROBE);

	for (int i = 0; i < MODEL_PROBE; i++, at++) {
		if (at->tag && at->tag != model_tag16(hash))
			continue;
		at->tag = model_tag16(hash);
		at->classes |= (uint16_t)bits;
		return;
	}
}

bool pack_lists(struct pack *p, const char *path, struct error *err)
{
	struct phrases l = {.pack = p};
	struct slice rest;

	rest.at = file_read(p->arena, path, FILE_MOST, &rest.len, err);
	if (!rest.at)
		return false;
	map_init(&l.map, p->arena);
	note_words(&l, rest);
	while (rest.at && rest.len)
		note_line(&l, slice_cut(&rest, '\n'));
	p->n_phrases = ROOM(l.n_hash);
	p->phrases = arena_array(p->arena, p->n_phrases, sizeof(*p->phrases));
	for (uint32_t i = 0; i < l.n_hash; i++)
		put_phrase(p, l.hash[i], l.bits[i]);
	fprintf(stderr, "lists: %u phrases and beginnings\n", l.n_hash);
	return true;
}

/* ---- weights ---- */

struct row {
	uint32_t feature;
	uint64_t importance;
	int8_t weight[MODEL_TAGS - 1];
};

/* The weight of a tag above that of O: all that counts. */
static int64_t above(const struct weight *slot, int t)
{
	return (int64_t)slot->now[t + 1] - slot->now[MODEL_O];
}

/* The mean of all weights but zero; a byte reaches to REACH times that. */
static int64_t mean_weight(const struct weights *w)
{
	int64_t sum = 0, n = 1;

	for (uint32_t i = 0; i < w->n_slots; i++) {
		for (int t = 0; t < MODEL_TAGS - 1; t++) {
			int64_t x = above(&w->slots[i], t);

			sum += x < 0 ? -x : x;
			n += x != 0;
		}
	}
	return sum / n + 1;
}

static int64_t scaled(int64_t x, int64_t full, int64_t most)
{
	int64_t y = (2 * x * 127 + (x < 0 ? -full : full)) / (2 * full);

	return y > most ? most : y < -most ? -most : y;
}

static int row_compare(const void *left, const void *right)
{
	const struct row *a = left, *b = right;

	if (a->importance != b->importance)
		return a->importance > b->importance ? -1 : 1;
	return a->feature < b->feature ? -1 : 1;
}

static uint32_t root_of(uint32_t x)
{
	uint32_t root = 0;

	for (uint32_t bit = 1u << 15; bit; bit >>= 1) {
		if ((uint64_t)(root + bit) * (root + bit) <= x)
			root += bit;
	}
	return root;
}

/* What a row does on new text: how far it moves a token, times how many tokens
 * have it; the root, as what is frequent is seldom alone. */
static uint32_t read_rows(const struct weights *w, int64_t full,
			  struct row *rows)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < w->n_slots; i++) {
		const struct weight *slot = &w->slots[i];
		struct row *row = &rows[n];

		*row = (struct row){.feature = slot->feature};
		for (int t = 0; slot->feature && t < MODEL_TAGS - 1; t++) {
			int64_t x = scaled(above(slot, t), full, 127);

			row->weight[t] = (int8_t)x;
			row->importance += (uint64_t)(x * x);
		}
		row->importance *= root_of(slot->count * 64);
		n += row->importance > 0;
	}
	return n;
}

static bool put_row(struct pack *p, const struct row *row)
{
	uint64_t hash = (uint64_t)row->feature << 32;
	uint16_t tag = model_tag16(row->feature), there;
	uint8_t *at =
		p->rows +
		(size_t)model_home(hash, p->n_rows - MODEL_PROBE) * MODEL_ROW;

	for (int i = 0; i < MODEL_PROBE; i++, at += MODEL_ROW) {
		memcpy(&there, at, sizeof(there));
		if (there == tag)
			return false; /* a heavier one has the same tag */
		if (there)
			continue;
		memcpy(at, &tag, sizeof(tag));
		memcpy(at + 2, row->weight, sizeof(row->weight));
		return true;
	}
	return false;
}

void pack_calibration(struct pack *p, int16_t slope, int16_t offset)
{
	p->steps[MODEL_STEPS + 1] = slope;
	p->steps[MODEL_STEPS + 2] = offset;
}

void pack_weights(struct pack *p, const struct weights *w, uint32_t n_rows)
{
	struct row *rows = calloc(w->n_used + 1, sizeof(*rows));
	int64_t full = mean_weight(w) * REACH;
	uint32_t n, kept = 0, most;

	p->n_rows = n_rows;
	p->rows = arena_array(p->arena, n_rows, MODEL_ROW);
	most = n_rows - n_rows / 16;
	n = rows ? read_rows(w, full, rows) : 0;
	if (n)
		qsort(rows, n, sizeof(*rows), row_compare);
	for (uint32_t i = 0; i < n && kept < most; i++)
		kept += put_row(p, &rows[i]);
	for (int k = 0; k < STEPS; k++)
		p->steps[k] = (int16_t)scaled(w->steps[k], full, 32767);
	p->steps[MODEL_STEPS] = (int16_t)(127 * WEIGHTS_SCALE / full);
	pack_calibration(p, 100, 0);
	fprintf(stderr, "rows: %u of %u kept\n", kept, n);
	free(rows);
}

/* ---- the file ---- */

void pack_model(const struct pack *p, struct model *m)
{
	*m = (struct model){.rows = p->rows,
			    .steps = p->steps,
			    .unit = p->steps[MODEL_STEPS],
			    .slope = p->steps[MODEL_STEPS + 1],
			    .offset = p->steps[MODEL_STEPS + 2],
			    .words = p->words,
			    .phrases = p->phrases,
			    .n_rows = p->n_rows,
			    .n_words = p->n_words,
			    .n_phrases = p->n_phrases};
}

static size_t aligned(size_t at)
{
	return (at + 63) / 64 * 64;
}

bool pack_write(const struct pack *p, const char *path, struct error *err)
{
	const struct {
		const void *at;
		size_t n, size;
	} part[MODEL_SECTIONS] = {
		[MODEL_SECTION_ROWS] = {p->rows, p->n_rows, MODEL_ROW},
		[MODEL_SECTION_STEPS] = {p->steps, MODEL_NUMBERS,
					 sizeof(int16_t)},
		[MODEL_SECTION_CLUSTERS] = {p->words, p->n_words,
					    sizeof(*p->words)},
		[MODEL_SECTION_LISTS] = {p->phrases, p->n_phrases,
					 sizeof(*p->phrases)},
	};
	struct model_header h = {.magic = MODEL_MAGIC,
				 .version = MODEL_VERSION,
				 .order = 0x01020304};
	size_t size = aligned(sizeof(h));
	char *bytes;
	FILE *file;
	bool ok;

	for (int i = 0; i < MODEL_SECTIONS; i++) {
		h.section[i].offset = size;
		h.section[i].n = part[i].n;
		size = aligned(size + part[i].n * part[i].size);
	}
	h.size = size;
	bytes = arena_alloc(p->arena, size);
	for (int i = 0; i < MODEL_SECTIONS; i++)
		memcpy(bytes + h.section[i].offset, part[i].at,
		       part[i].n * part[i].size);
	model_seal(&h, bytes + sizeof(h), size - sizeof(h));
	memcpy(bytes, &h, sizeof(h));
	file = fopen(path, "wb");
	if (!file)
		return error_system(err, errno, "cannot write '%s'", path);
	ok = fwrite(bytes, 1, size, file) == size;
	if (fclose(file) != 0 || !ok)
		return error_system(err, errno, "cannot write '%s'", path);
	return true;
}
