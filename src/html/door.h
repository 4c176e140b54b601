/* What libxml2 must be told, and spared. */
#ifndef GAZETTE_HTML_DOOR_H
#define GAZETTE_HTML_DOOR_H

#include "base/arena.h"
#include "base/str.h"

/* The text without elements of hundreds of attributes: the first stay.  A
 * copy in the arena where there are some. */
struct slice html_tame(struct arena *a, struct slice text);

/* The text with pieces that a script would put in their places put there. */
struct slice html_unstream(struct arena *a, struct slice text);

/* Load what is only loaded when it is needed; part of html_prepare, before all
 * else.  A library that was there when gazette was built and is not: die(). */
void html_late_prepare(void);

/* What must be done once; part of html_prepare. */
void html_door_prepare(void);

#endif
