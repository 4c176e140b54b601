#include "tag/index.h"

#include <string.h>
#include <utf8proc.h>

#include "base/die.h"
#include "base/map.h"
#include "base/utf8.h"

#define BASE  UINT64_C(0x9E3779B97F4A7C15) /* odd, 2^64 / golden ratio */
#define LOWER UINT64_C(0x6C6F776572)       /* keeps lower-case keys apart */

/* U+00C0 to U+017F without their accents; '*' stays as it is. */
static const char plain[] =
	"AAAAAA*CEEEEIIII*NOOOOO*OUUUUY**aaaaaa*ceeeeiiii*nooooo*ouuuuy*y"
	"AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIi**JjKk*LlLlLl"
	"LlLlNnNnNn***OoOoOo**RrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZz*";

static uint32_t fold(uint32_t rune, bool lower)
{
	if (rune >= 0xC0 && rune < 0x180 && plain[rune - 0xC0] != '*')
		rune = (uint32_t)plain[rune - 0xC0];
	else if (rune == 0x2019 || rune == 0x2018)
		rune = '\'';
	else if (rune == 0x2010 || rune == 0x2011)
		rune = '-';
	if (!lower)
		return rune;
	if (rune < 0x80)
		return rune >= 'A' && rune <= 'Z' ? rune | 0x20 : rune;
	return (uint32_t)utf8proc_tolower((utf8proc_int32_t)rune);
}

static bool is_word_rune(uint32_t c)
{
	return c >= 0x80 || (c >= '0' && c <= '9') ||
	       ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

struct piece tag_piece(const char *text, size_t len, enum spelling spelling)
{
	struct piece p = {0, 1, false, false};
	size_t size;

	for (size_t at = 0; at < len; at += size) {
		unsigned char c = (unsigned char)text[at];
		bool lower = spelling == SPELLING_LOWER ||
			     (spelling == SPELLING_TITLE && at > 0);
		uint32_t rune = c;

		size = 1;
		if (c >= 0x80) {
			size = utf8_get(text + at, len - at, &rune);
			rune = fold(rune, lower);
		} else if (lower && c >= 'A' && c <= 'Z') {
			rune = c | 0x20u;
		}
		p.ends_word = is_word_rune(rune);
		if (at == 0)
			p.begins_word = p.ends_word;
		p.hash = p.hash * BASE + rune + 1;
		p.power *= BASE;
	}
	return p;
}

struct piece tag_piece_join(struct piece a, struct piece b)
{
	if (a.ends_word && b.begins_word) {
		a.hash = a.hash * BASE + ' ' + 1;
		a.power *= BASE;
	}
	return (struct piece){a.hash * b.power + b.hash, a.power * b.power,
			      a.begins_word, b.ends_word};
}

static uint64_t key_of(uint64_t hash, bool is_lower)
{
	if (is_lower)
		hash ^= LOWER;
	hash = (hash ^ hash >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	hash = (hash ^ hash >> 27) * UINT64_C(0x94d049bb133111eb);
	return hash ^ hash >> 31;
}

void tag_indexing_init(struct indexing *index, struct arena *a, size_t bytes)
{
	uint32_t n = 1024;

	/* a row has some 16 bytes and about one beginning of its own */
	while (n < bytes / 6 && n < UINT32_C(1) << 30)
		n *= 2;
	*index = (struct indexing){.arena = a, .n_slots = n, .room = n / 2};
	index->slots = arena_array(a, n, sizeof(*index->slots));
	index->keys = arena_array(a, index->room, sizeof(*index->keys));
	index->facts = arena_array(a, index->room, sizeof(*index->facts));
}

static uint32_t *slot_of(const struct indexing *index, uint64_t key)
{
	uint32_t i = (uint32_t)key & (index->n_slots - 1);

	while (index->slots[i] && index->keys[index->slots[i] - 1] != key)
		i = (i + 1) & (index->n_slots - 1);
	return &index->slots[i];
}

static void grow(struct indexing *index)
{
	struct indexing old = *index;
	uint32_t n = index->n_facts;

	if (index->n_slots > UINT32_MAX / 4)
		die("the name tables are too large");
	tag_indexing_init(index, old.arena, (size_t)old.n_slots * 12);
	index->n_facts = n;
	memcpy(index->keys, old.keys, n * sizeof(*old.keys));
	memcpy(index->facts, old.facts, n * sizeof(*old.facts));
	for (uint32_t i = 0; i < n; i++)
		*slot_of(index, old.keys[i]) = i + 1;
}

static struct facts *add_key(struct indexing *index, uint64_t key)
{
	uint32_t *slot = slot_of(index, key);

	if (*slot)
		return &index->facts[*slot - 1];
	if (index->n_facts == index->room) {
		grow(index);
		slot = slot_of(index, key);
	}
	index->keys[index->n_facts] = key;
	*slot = ++index->n_facts;
	return &index->facts[*slot - 1];
}

uint64_t tag_phrase(struct slice phrase, enum spelling spelling,
		    tag_beginning *beginning, void *to)
{
	bool lower = spelling == SPELLING_LOWER, was_word = false;
	bool blank = false, any = false;
	uint64_t hash = 0;
	size_t size;

	for (size_t at = 0; at < phrase.len; at += size) {
		uint32_t rune = (unsigned char)phrase.at[at];
		bool is_word;

		size = 1;
		if (rune == ' ') {
			blank = true;
			continue;
		}
		if (rune >= 0x80)
			size = utf8_get(phrase.at + at, phrase.len - at, &rune);
		rune = fold(rune, lower);
		is_word = is_word_rune(rune);
		if (any && (blank || !is_word || !was_word))
			beginning(to, hash);
		if (blank && is_word && was_word)
			hash = hash * BASE + ' ' + 1;
		hash = hash * BASE + rune + 1;
		was_word = is_word;
		blank = false;
		any = true;
	}
	return hash;
}

struct adding {
	struct indexing *index;
	bool is_lower;
};

static void add_beginning(void *to, uint64_t hash)
{
	const struct adding *adding = to;

	add_key(adding->index, key_of(hash, adding->is_lower))->flags |=
		FACT_MORE;
}

struct facts *tag_index_add(struct indexing *index, struct slice phrase,
			    enum spelling spelling)
{
	struct adding adding = {index, spelling == SPELLING_LOWER};
	uint64_t hash = tag_phrase(phrase, spelling, add_beginning, &adding);

	return add_key(index, key_of(hash, adding.is_lower));
}

/* ---- the index as it is used ---- */

static uint32_t home_of(const struct index *index, uint64_t key)
{
	return (uint32_t)(((key >> 32) * index->n_slots) >> 32);
}

static uint32_t tag_of(uint64_t key)
{
	return (uint32_t)key | 1u;
}

static uint32_t find_slot(const struct index *index, uint64_t key)
{
	uint32_t i = home_of(index, key), tag = tag_of(key);

	while (index->tags[i] && index->tags[i] != tag)
		i = i + 1 < index->n_slots ? i + 1 : 0;
	return i;
}

void tag_index_pack(struct index *index, struct arena *a,
		    const struct indexing *from)
{
	struct map numbers;
	uint32_t *tags, n_facts = 0;
	uint16_t *number;
	struct facts *facts = NULL;

	map_init(&numbers, from->arena);
	*index = (struct index){.n_slots = from->n_facts / 5 * 8 +
					   8 /* five of eight taken */};
	index->tags = tags = arena_array(a, index->n_slots, sizeof(*tags));
	index->numbers = number =
		arena_array(a, index->n_slots, sizeof(*number));
	for (uint32_t i = 0; i < from->n_facts; i++) {
		uint32_t slot = find_slot(index, from->keys[i]), *at;
		const struct facts *f = &from->facts[i];
		bool is_new;

		at = map_put(&numbers, (const char *)f, sizeof(*f), &is_new);
		if (is_new) {
			if (n_facts > UINT16_MAX)
				die("the name tables say too much");
			*at = n_facts;
			*array_add(from->arena, facts, n_facts) = *f;
		}
		tags[slot] = tag_of(from->keys[i]);
		number[slot] = (uint16_t)*at;
	}
	index->facts = (const void *)arena_copy(a, (const char *)facts,
						n_facts * sizeof(*facts));
}

const struct facts *tag_index_find(const struct index *index,
				   struct piece phrase, bool is_lower)
{
	uint32_t slot = find_slot(index, key_of(phrase.hash, is_lower));

	return index->tags[slot] ? &index->facts[index->numbers[slot]] : NULL;
}
