/* The one mutable global of the program: whoever owns the terminal has to be
 * found from the depth of an allocation. */
#include "base/die.h"

#include <stdio.h>
#include <stdlib.h>

static void (*die_restore)(void);

void die_hook(void (*restore)(void))
{
	die_restore = restore;
}

_Noreturn void die(const char *what)
{
	void (*restore)(void) = die_restore;

	die_restore = NULL;
	if (restore)
		restore();
	fprintf(stderr, "gazette: %s\n", what);
	abort();
}
