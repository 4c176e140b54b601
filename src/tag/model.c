#include "tag/model.h"

#include <string.h>

static const size_t sizes[MODEL_SECTIONS] = {
	[MODEL_SECTION_ROWS] = MODEL_ROW,
	[MODEL_SECTION_STEPS] = sizeof(int16_t),
	[MODEL_SECTION_CLUSTERS] = sizeof(struct model_word),
	[MODEL_SECTION_LISTS] = sizeof(struct model_phrase),
};

/* Four lanes, so that a file of some megabytes costs less than one
 * millisecond; against damage, not against malice. */
static uint64_t model_checksum(const void *bytes, size_t len)
{
	uint64_t lane[4] = {1, 2, 3, 4}, word;
	const char *at = bytes;
	size_t i = 0;

	for (; i + 8 <= len; i += 8) {
		memcpy(&word, at + i, 8);
		lane[i / 8 % 4] =
			(lane[i / 8 % 4] ^ word) * UINT64_C(0x9E3779B97F4A7C15);
	}
	for (; i < len; i++)
		lane[0] = (lane[0] ^ (unsigned char)at[i]) *
			  UINT64_C(0x9E3779B97F4A7C15);
	return model_mix(
		lane[0] ^
		model_mix(lane[1] ^ model_mix(lane[2] ^ model_mix(lane[3]))));
}

static uint64_t header_seal(const struct model_header *header)
{
	struct model_header h = *header;

	h.seal = 0;
	return model_checksum(&h, sizeof(h));
}

void model_seal(struct model_header *h, const void *bytes, size_t len)
{
	h->checksum = model_checksum(bytes, len);
	h->seal = header_seal(h);
}

bool model_check(struct slice bytes, struct error *err)
{
	struct model_header h;
	struct model m;

	if (!model_read(&m, bytes, err))
		return false;
	memcpy(&h, bytes.at, sizeof(h));
	if (h.checksum !=
	    model_checksum(bytes.at + sizeof(h), bytes.len - sizeof(h)))
		return error_set(err, "the model was damaged");
	return true;
}

static bool check_header(const struct model_header *h, struct slice bytes,
			 struct error *err)
{
	if (memcmp(h->magic, MODEL_MAGIC, sizeof(h->magic)) != 0)
		return error_set(err, "this is not a model of names");
	if (h->version != MODEL_VERSION)
		return error_set(err, "the model has version %u, not %u",
				 h->version, MODEL_VERSION);
	if (h->order != 0x01020304)
		return error_set(err, "the model has another byte order");
	if (h->size != bytes.len)
		return error_set(err, "the model has %zu bytes, not %llu",
				 bytes.len, (unsigned long long)h->size);
	if (h->seal != header_seal(h))
		return error_set(err, "the model was damaged");
	for (int i = 0; i < MODEL_SECTIONS; i++) {
		uint64_t n = h->section[i].n, offset = h->section[i].offset;

		if (offset % 64 || offset > bytes.len || n > UINT32_MAX ||
		    n <= MODEL_PROBE || n * sizes[i] > bytes.len - offset)
			return error_set(err, "the model is cut short");
	}
	if (h->section[MODEL_SECTION_STEPS].n != MODEL_NUMBERS)
		return error_set(err, "the model has other tags");
	return true;
}

bool model_read(struct model *m, struct slice bytes, struct error *err)
{
	struct model_header h;

	if (bytes.len < sizeof(h))
		return error_set(err, "the model is cut short");
	memcpy(&h, bytes.at, sizeof(h));
	if (!check_header(&h, bytes, err))
		return false;
	m->rows =
		(const void *)(bytes.at + h.section[MODEL_SECTION_ROWS].offset);
	m->steps = (const void *)(bytes.at +
				  h.section[MODEL_SECTION_STEPS].offset);
	m->unit = m->steps[MODEL_STEPS];
	m->slope = m->steps[MODEL_STEPS + 1];
	m->offset = m->steps[MODEL_STEPS + 2];
	m->words = (const void *)(bytes.at +
				  h.section[MODEL_SECTION_CLUSTERS].offset);
	m->phrases = (const void *)(bytes.at +
				    h.section[MODEL_SECTION_LISTS].offset);
	m->n_rows = (uint32_t)h.section[MODEL_SECTION_ROWS].n;
	m->n_words = (uint32_t)h.section[MODEL_SECTION_CLUSTERS].n;
	m->n_phrases = (uint32_t)h.section[MODEL_SECTION_LISTS].n;
	return true;
}

/* The tables end with MODEL_PROBE slots that are nobody's home, so that no
 * probe runs over the end. */

void model_add_to(const struct model *m, uint32_t feature, model_sum *sum)
{
	typedef int8_t weights __attribute__((vector_size(8)));
	uint64_t hash = (uint64_t)feature << 32;
	uint16_t want = model_tag16(feature), tag;
	const uint8_t *row =
		m->rows +
		(size_t)model_home(hash, m->n_rows - MODEL_PROBE) * MODEL_ROW;
	weights w;

	for (int i = 0; i < MODEL_PROBE; i++, row += MODEL_ROW) {
		memcpy(&tag, row, sizeof(tag));
		if (tag == want) {
			memcpy(&w, row + 2, sizeof(w));
			*sum += __builtin_convertvector(w, model_sum);
			return;
		}
		if (tag == 0)
			return;
	}
}

void model_add(const struct model *m, uint32_t feature, int32_t e[MODEL_TAGS])
{
	model_sum sum = {0};

	model_add_to(m, feature, &sum);
	for (int t = 1; t < MODEL_TAGS; t++)
		e[t] += sum[t - 1];
}

uint32_t model_clusters(const struct model *m, uint64_t word)
{
	uint64_t hash = model_mix(word);
	const struct model_word *at =
		m->words + model_home(hash, m->n_words - MODEL_PROBE);

	for (int i = 0; i < MODEL_PROBE && at->tag; i++, at++) {
		if (at->tag == model_tag16(hash))
			return at->clusters[0] | (uint32_t)at->clusters[1]
							 << 16;
	}
	return 0;
}

uint32_t model_classes(const struct model *m, uint64_t phrase)
{
	uint64_t hash = model_mix(phrase);
	uint16_t want = model_tag16(hash);
	const struct model_phrase *at =
		m->phrases + model_home(hash, m->n_phrases - MODEL_PROBE);

	for (int i = 0; i < MODEL_PROBE; i++, at++) {
		if (at->tag == want)
			return at->classes;
		if (!at->tag)
			return 0;
	}
	return 0;
}
