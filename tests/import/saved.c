/* Exports, cut between their records. */
#include "../test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/array.h"
#include "import/saved.h"

static const struct {
	const char *bytes, *parts; /* parted by '|' */
} rows[] = {
	{"", ""},
	{"a,b\n1,2\n3,4\n", "a,b\n1,2\n|a,b\n3,4\n"},
	{"a,b\n\"1\n,\"\"\n\",2\n3,4", "a,b\n\"1\n,\"\"\n\",2\n|a,b\n3,4"},
	{"a,b", "a,b"},
	{"a,b\n", "a,b\n"},
	{"[1, [2,3], {\"a\": \",]\"}]", "[1]|[ [2,3]]|[ {\"a\": \",]\"}]"},
	{"[\"a\\\",b\\\\\", 2] rest", "[\"a\\\",b\\\\\"]|[ 2]"},
	{"[", "[]"},
	{"[]", "[]"},
	{"[[[", "[[[]"},
	{"\xef\xbb\xbf [1,2]", "[\xef\xbb\xbf 1]|[2]"},
	{"<p>a,b\nc</p>", "<p>a,b\nc</p>"},
	{"{\"a\": [1, 2]}", "{\"a\": [1, 2]}"},
};

/* All parts of a file with these bytes, parted by '|'. */
static void read_parts(const char *path, struct slice bytes, size_t least,
		       struct str *out)
{
	FILE *file = fopen(path, "w");
	struct slice part;
	struct saved *s;
	struct error err;

	assert_non_null(file);
	fwrite(bytes.at, 1, bytes.len, file);
	fclose(file);
	str_clear(out);
	assert_true(saved_open(path, least, &s, &err));
	while (saved_next(s, &part, &err) && part.len) {
		if (out->len)
			str_add_char(out, '|');
		str_add(out, part.at, part.len);
	}
	saved_close(s);
}

static void parts_hold_whole_records(void **state)
{
	char path[] = "saved-test-XXXXXX";
	struct str out = {0};
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	for (size_t i = 0; i < array_length(rows); i++) {
		read_parts(path, slice_of(rows[i].bytes), 1, &out);
		if (strcmp(str_text(&out), rows[i].parts) != 0)
			fail_msg("row %zu: '%s'", i, str_text(&out));
	}
	unlink(path);
	str_free(&out);
}

static void any_bytes_are_cut(void **state)
{
	static const char some[] = "[]{},\"\\\n<a \xef";
	char path[] = "saved-test-XXXXXX", bytes[200];
	struct str out = {0};
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	srand(3);
	for (int i = 0; i < 1000; i++) {
		size_t len = (size_t)rand() % sizeof(bytes);

		for (size_t k = 0; k < len; k++)
			bytes[k] = some[(size_t)rand() % sizeof(some)];
		read_parts(path, (struct slice){bytes, len}, (size_t)rand() % 9,
			   &out);
	}
	unlink(path);
	str_free(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(parts_hold_whole_records),
		TEST(any_bytes_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
