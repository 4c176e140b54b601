/* What is thrown at random at: one function a target, as libFuzzer calls it.
 * A fault ends the program. */
#ifndef GAZETTE_TESTS_FUZZ_H
#define GAZETTE_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* End the program unless the fact holds. */
#define FUZZ_HOLDS(fact)                                                       \
	do {                                                                   \
		if (!(fact)) {                                                 \
			fprintf(stderr, "%s:%d: not so: %s\n", __FILE__,       \
				__LINE__, #fact);                              \
			abort();                                               \
		}                                                              \
	} while (0)

#endif
