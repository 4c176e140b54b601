/* The model's file: what is no model is refused, what is one is looked up. */
#include "../test.h"

#include <stdlib.h>

#include "base/arena.h"
#include "tag/model.h"
#include "tag/sequence.h"

#define SLOTS 32
#define SIZE  2048

struct file {
	_Alignas(64) char bytes[SIZE];
};

static void seal(struct file *f, struct model_header *h)
{
	model_seal(h, f->bytes + sizeof(*h), SIZE - sizeof(*h));
	memcpy(f->bytes, h, sizeof(*h));
}

static struct model_header build(struct file *f)
{
	struct model_header h = {.magic = MODEL_MAGIC,
				 .version = MODEL_VERSION,
				 .order = 0x01020304,
				 .size = SIZE,
				 .section = {{128, SLOTS},
					     {512, MODEL_NUMBERS},
					     {704, SLOTS},
					     {1024, SLOTS}}};
	uint32_t feature = 0x12345678;
	uint64_t home =
		model_home((uint64_t)feature << 32, SLOTS - MODEL_PROBE);
	uint16_t tag = model_tag16(feature);
	int8_t weights[MODEL_TAGS - 1] = {-2, 3, -4, 5, -6, 7, -8, 127};

	memset(f, 0, sizeof(*f));
	memcpy(f->bytes + 128 + home * MODEL_ROW, &tag, 2);
	memcpy(f->bytes + 128 + home * MODEL_ROW + 2, weights, sizeof(weights));
	seal(f, &h);
	return h;
}

static void weights_are_added_and_unknown_features_are_not(void **state)
{
	static struct file f;
	int32_t e[MODEL_TAGS] = {10};
	struct model m;
	struct error err;

	(void)state;
	build(&f);
	assert_true(model_read(&m, (struct slice){f.bytes, SIZE}, &err));
	model_add(&m, 0x12345678, e);
	model_add(&m, 0x12345678, e);
	model_add(&m, 0x9999, e);
	assert_int_equal(e[0], 10);
	assert_int_equal(e[1], -4);
	assert_int_equal(e[8], 254);
	assert_int_equal(model_clusters(&m, 5), 0);
	assert_int_equal(model_classes(&m, 5), 0);
}

static void a_file_cut_short_or_changed_is_refused(void **state)
{
	static struct file f;
	struct model m;
	struct error err;

	(void)state;
	build(&f);
	for (size_t len = 0; len < SIZE; len += 61)
		assert_false(
			model_read(&m, (struct slice){f.bytes, len}, &err));
	for (size_t at = 0; at < SIZE; at++) {
		f.bytes[at] ^= 1;
		assert_false(model_check((struct slice){f.bytes, SIZE}, &err));
		if (at < sizeof(struct model_header))
			assert_false(model_read(
				&m, (struct slice){f.bytes, SIZE}, &err));
		f.bytes[at] ^= 1;
	}
}

static void sections_beyond_the_file_are_refused(void **state)
{
	static struct file f;
	struct model m;
	struct error err;

	(void)state;
	for (int i = 0; i < MODEL_SECTIONS; i++) {
		struct model_header h = build(&f);

		h.section[i].n = UINT32_MAX;
		seal(&f, &h);
		assert_false(
			model_read(&m, (struct slice){f.bytes, SIZE}, &err));
		h = build(&f);
		h.section[i].offset = SIZE + 64;
		seal(&f, &h);
		assert_false(
			model_read(&m, (struct slice){f.bytes, SIZE}, &err));
		h = build(&f);
		h.section[i].n = 0;
		seal(&f, &h);
		assert_false(
			model_read(&m, (struct slice){f.bytes, SIZE}, &err));
	}
}

static void an_inside_follows_only_its_own_kind(void **state)
{
	int32_t steps[(MODEL_TAGS + 1) * MODEL_TAGS] = {0};
	int32_t e[3][MODEL_TAGS] = {{0}};
	uint16_t allow[3] = {SEQUENCE_ALL, SEQUENCE_ALL, SEQUENCE_ALL};
	struct sequence q;
	struct arena a;
	uint8_t tags[3];

	(void)state;
	arena_init(&a);
	sequence_init(&q, &a, 3);
	e[0][MODEL_I_ORG] = 100; /* cannot begin */
	e[0][MODEL_B_PER] = 1;
	e[1][MODEL_I_ORG] = 100; /* cannot follow a person */
	e[1][MODEL_I_PER] = 2;
	e[2][MODEL_B_LOC] = 1;
	sequence_best(&q, steps, (const int32_t(*)[MODEL_TAGS])e, allow, 3,
		      tags);
	assert_int_equal(tags[0], MODEL_B_ORG);
	assert_int_equal(tags[1], MODEL_I_ORG);
	assert_int_equal(tags[2], MODEL_B_LOC);
	allow[1] = 1u << MODEL_O;
	allow[2] = 1u << MODEL_O;
	sequence_best(&q, steps, (const int32_t(*)[MODEL_TAGS])e, allow, 3,
		      tags);
	assert_int_equal(tags[0], MODEL_B_PER);
	assert_int_equal(tags[1], MODEL_O);
	assert_int_equal(tags[2], MODEL_O);
	arena_free(&a);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(weights_are_added_and_unknown_features_are_not),
		TEST(a_file_cut_short_or_changed_is_refused),
		TEST(sections_beyond_the_file_are_refused),
		TEST(an_inside_follows_only_its_own_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
