/* What every unit test needs of cmocka. */
#ifndef GAZETTE_TESTS_TEST_H
#define GAZETTE_TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A test whose name is the sentence it proves: it_folds_case reads as it is. */
#define TEST(function) cmocka_unit_test(function)

#define assert_slice(part, text)                                              \
	do {                                                                   \
		struct slice assert_s = (part);                               \
		assert_int_equal(assert_s.len, strlen(text));                  \
		assert_memory_equal(assert_s.at, text, assert_s.len);          \
	} while (0)

#endif
