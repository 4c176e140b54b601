/* Data with pointers goes to a file and comes back; what does not fit is as
 * good as absent. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/image.h"
#include "base/map.h"

#define PLACE ((void *)(uintptr_t)UINT64_C(0x2a0000000000))

struct data {
	struct map map;
	const char *text;
	const void *stray;
	uint64_t number;
};

struct making {
	const void *stray;
	uint64_t number, step; /* another at every call */
	size_t size;
};

static char path[64];

static bool make(void *self, struct arena *a, void **root, struct error *err)
{
	struct making *m = self;
	struct data *d = arena_alloc(a, sizeof(*d));
	bool is_new;

	(void)err;
	d->text = arena_string(a, "Ostrel");
	d->stray = m->stray;
	d->number = m->number += m->step;
	map_init(&d->map, a);
	*map_put(&d->map, d->text, 6, &is_new) = 7;
	arena_alloc(a, m->size);
	*root = d;
	return true;
}

static int make_path(void **state)
{
	int fd;

	(void)state;
	strcpy(path, "/tmp/gazette-image-XXXXXX");
	fd = mkstemp(path);
	return fd < 0 ? -1 : close(fd);
}

static int remove_path(void **state)
{
	(void)state;
	return unlink(path);
}

static void assert_data(const struct data *d)
{
	uint32_t value = 0;

	assert_non_null(d);
	assert_string_equal(d->text, "Ostrel");
	assert_int_equal(d->number, 5);
	assert_true(map_get(&d->map, "Ostrel", 6, &value));
	assert_int_equal(value, 7);
	assert_false(map_get(&d->map, "Corvant", 7, &value));
}

static void it_is_mapped_where_it_was_made_and_elsewhere(void **state)
{
	struct making m = {.number = 5, .size = 10000};
	const struct data *first, *second;
	struct error err;
	void *taken;

	(void)state;
	assert_true(image_write(path, make, &m, 9, &err));
	/* whether the place is free or not, the second cannot have it */
	taken = mmap(PLACE, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		     0);
	first = image_map(path, 9);
	assert_data(first);
	second = image_map(path, 9);
	assert_data(second);
	assert_ptr_not_equal(first, second);
	munmap(taken, 4096);
}

static long file_size(void)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return (long)st.st_size;
}

static void what_nothing_leads_to_is_left_out(void **state)
{
	struct making m = {.number = 5, .size = 16};
	struct error err;
	void *taken;
	long size;

	(void)state;
	assert_true(image_write(path, make, &m, 9, &err));
	size = file_size();
	m.size = (size_t)1 << 20;
	assert_true(image_write(path, make, &m, 9, &err));
	assert_int_equal(file_size(), size);
	taken = mmap(PLACE, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1,
		     0);
	assert_data(image_map(path, 9));
	munmap(taken, 4096);
}

static void another_stamp_does_not_fit(void **state)
{
	struct making m = {.number = 5};
	struct error err;

	(void)state;
	assert_true(image_write(path, make, &m, 9, &err));
	assert_null(image_map(path, 10));
	assert_null(image_map("/nonexistent/image", 9));
}

static void a_file_cut_short_or_changed_does_not_fit(void **state)
{
	struct making m = {.number = 5};
	static char bytes[65536];
	struct error err;
	size_t len;
	FILE *f;

	(void)state;
	assert_true(image_write(path, make, &m, 9, &err));
	f = fopen(path, "rb");
	len = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	assert_true(len > 4096 && len < sizeof(bytes));
	for (size_t at = 0; at < len; at += at < 56 ? 1 : 509) {
		if (at >= 56 && at < 4096)
			continue; /* nothing stands there */
		f = fopen(path, "wb");
		bytes[at] ^= 1;
		fwrite(bytes, 1, len, f);
		bytes[at] ^= 1;
		fclose(f);
		assert_null(image_map(path, 9));
	}
	assert_int_equal(truncate(path, (off_t)len - 1), 0);
	assert_null(image_map(path, 9));
	assert_int_equal(truncate(path, 10), 0);
	assert_null(image_map(path, 9));
}

static void what_points_out_of_it_is_refused(void **state)
{
	struct making m = {.number = 5, .stray = &m};
	struct error err;

	(void)state;
	assert_false(image_write(path, make, &m, 9, &err));
	m.stray = "a string of the program";
	assert_false(image_write(path, make, &m, 9, &err));
}

static void what_is_never_made_the_same_is_refused(void **state)
{
	struct making m = {.step = 1};
	struct error err;

	(void)state;
	assert_false(image_write(path, make, &m, 9, &err));
	m = (struct making){.size = (size_t)1 << 27};
	assert_false(image_write(path, make, &m, 9, &err));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(it_is_mapped_where_it_was_made_and_elsewhere),
		TEST(what_nothing_leads_to_is_left_out),
		TEST(another_stamp_does_not_fit),
		TEST(a_file_cut_short_or_changed_does_not_fit),
		TEST(what_points_out_of_it_is_refused),
		TEST(what_is_never_made_the_same_is_refused),
	};

	return cmocka_run_group_tests(tests, make_path, remove_path);
}
