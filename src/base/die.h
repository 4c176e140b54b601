/* The end of the program when memory ran out or an invariant broke. */
#ifndef GAZETTE_BASE_DIE_H
#define GAZETTE_BASE_DIE_H

/* Called once by die() before it prints; the reader restores its terminal
 * there.  Handed in, so that base knows no terminal.  NULL: nothing. */
void die_hook(void (*restore)(void));

/* Print "gazette: <what>" on standard error and abort. */
_Noreturn void die(const char *what);

#endif
