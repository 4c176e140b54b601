#include "../test.h"

#include <stdlib.h>

#include "worker/frame.h"

static void it_gives_back_a_document(void **state)
{
	struct document in = {
		.kind = DOCUMENT_HTML,
		.bytes = SLICE("<p>a\0b"),
		.url = "https://example.org/",
		.file = "",
		.time = -5,
		.mentions_given = true,
		.summary = "s",
		.published = {12345, -90, WHEN_SECOND},
	};
	struct document out;
	struct frame frame;
	struct str wire = {0};
	struct error err;
	struct arena a;
	size_t taken;

	(void)state;
	arena_init(&a);
	frame_document_put(&wire, &in);
	str_add(&wire, in.bytes.at, in.bytes.len);
	assert_true(frame_take((struct slice){wire.at, wire.len}, &frame,
			       &taken, &err));
	assert_int_equal(taken, wire.len);
	assert_int_equal(frame.kind, FRAME_DOCUMENT);
	assert_true(frame_document_get(&a, frame.bytes, &out));
	assert_true(slice_same(in.bytes, out.bytes));
	assert_string_equal(out.url, in.url);
	assert_string_equal(out.file, "");
	assert_null(out.charset);
	assert_string_equal(out.summary, "s");
	assert_int_equal(out.time, -5);
	assert_int_equal(out.published.offset, -90);
	assert_true(out.mentions_given);
	str_free(&wire);
	arena_free(&a);
}

static void it_waits_for_the_rest_of_a_frame(void **state)
{
	struct frame frame;
	struct str wire = {0};
	struct error err;
	size_t taken;

	(void)state;
	frame_add(&wire, FRAME_FAILURE, SLICE("why"));
	for (size_t n = 0; n < wire.len; n++) {
		assert_true(frame_take((struct slice){wire.at, n}, &frame,
				       &taken, &err));
		assert_int_equal(taken, 0);
	}
	str_free(&wire);
}

static void it_refuses_a_frame_that_is_too_long(void **state)
{
	struct slice long_frame = SLICE("\xff\xff\xff\xff"
					"A");
	struct frame frame;
	struct error err;
	size_t taken;

	(void)state;
	assert_false(frame_take(long_frame, &frame, &taken, &err));
}

static void it_survives_any_bytes(void **state)
{
	char bytes[256];
	struct document doc;
	struct arena a;

	(void)state;
	srand(1);
	arena_init(&a);
	for (int i = 0; i < 20000; i++) {
		size_t len = (size_t)rand() % sizeof(bytes);

		for (size_t k = 0; k < len; k++)
			bytes[k] = (char)(rand() % 4 ? 0 : rand());
		if (frame_document_get(&a, (struct slice){bytes, len}, &doc))
			assert_true(doc.bytes.len <= len);
		arena_reset(&a);
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(it_gives_back_a_document),
		TEST(it_waits_for_the_rest_of_a_frame),
		TEST(it_refuses_a_frame_that_is_too_long),
		TEST(it_survives_any_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
